//! `policy page`: one page that needs nothing else, says all of a policy, and in which a policy cannot write markup.

#[path = "../examples/policy/mod.rs"]
#[allow(dead_code, reason = "the example uses what the test does not")]
mod policy;
#[path = "policy/run.rs"]
#[allow(dead_code, reason = "a few of its helpers are enough")]
mod runs;

use policy::page::heat::{NOON, PAID_BEFORE, risk};
use policy::page::{Shown, maps};
use runs::{Answered, Folder, run, small};
use stepup::document::presets::PRESETS;
use stepup::exemption::AtMost;
use stepup::fact::{Fact, Measure, Metered, Ranked, State};
use stepup::factor::FactorSet;
use stepup::finding::Said;
use stepup::operation::{Channel, CustomerFlags, Operation};
use stepup::policy::Policy;
use stepup::reading::{Reading, ReadingParts, metered_states};
use stepup::requirement::ProofAges;
use stepup::rule::AtLeast;
use stepup::signal::scale;

fn page(args: &[&str]) -> String {
    let Answered { code, out, err } = run(&[&["page"], args].concat());
    assert_eq!((code, err.as_str()), (0, ""));
    out
}

/// Every tag, in order, with its attributes; what is no tag is text. Panics where a tag is opened and not closed.
fn tags(html: &str) -> Vec<String> {
    const VOID: [&str; 2] = ["meta", "input"];
    let (mut tags, mut open, mut rest) = (Vec::new(), Vec::new(), html);
    while let Some(at) = rest.find('<') {
        let end = rest[at..].find('>').expect("a tag ends") + at;
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap().to_owned();
        if tag.starts_with('/') {
            assert_eq!(open.pop().as_deref(), Some(name.as_str()), "closes what is open");
        } else if !tag.starts_with('!') && !VOID.contains(&name.as_str()) {
            // A style is text up to its end.
            if name == "style" {
                rest = &rest[rest.find("</style").unwrap()..];
            }
            open.push(name);
        }
        tags.push(tag.to_owned());
    }
    assert!(open.is_empty(), "{open:?}");
    tags
}

#[test]
fn a_page_needs_nothing_else_and_runs_nothing() {
    for preset in PRESETS {
        let html = page(&[preset.name]);
        for tag in tags(&html) {
            for banned in ["script", "link", "iframe", "object", "img", "form", "base"] {
                assert!(!tag.starts_with(banned), "{}: <{tag}>", preset.name);
            }
            for banned in ["src=", "href=", "action=", " on", "url("] {
                assert!(!tag.contains(banned), "{}: <{tag}>", preset.name);
            }
        }
        for banned in ["@import", "@font-face", "url(", "http://", "https://", "javascript:"] {
            let style = html.split("<style>").nth(1).and_then(|rest| rest.split("</style>").next()).unwrap();
            assert!(!style.contains(banned), "{}: {banned}", preset.name);
        }
        assert_eq!(html, page(&[preset.name]), "the same page each time");
    }
}

#[test]
fn a_page_says_every_entry_level_and_promise_in_both_languages() {
    for preset in PRESETS {
        let (html, policy) = (page(&[preset.name]), preset.seal().unwrap().policy);
        let escaped = |text: &str| maud::html! { (text) }.into_string();
        let says = |text: &str| assert!(html.contains(&escaped(text)), "{}: {text}", preset.name);
        let both = |said: &Said| {
            says(&said.en);
            says(&said.zh);
        };
        for rule in policy.rules() {
            says(&rule.id);
            says(&rule.reason);
            both(&policy::plain::rule(rule, &policy));
        }
        for exemption in policy.exemptions() {
            says(&exemption.id);
            both(&policy::plain::exemption(exemption, &policy));
        }
        for guarantee in policy.guarantees() {
            says(&guarantee.id);
            both(&policy::plain::guarantee(guarantee, &policy));
        }
        assert_eq!(
            html.matches("✓ <span class=\"en\" lang=\"en\">proved").count(),
            policy.guarantees().len()
        );
        says(&policy::words::identity(&policy));
        for (channel, _) in policy.enrolments() {
            says(channel.name_zh());
        }
        for (number, rung) in (1..).zip(policy.ladder().rungs()) {
            says(&policy.rung(number).unwrap().name);
            says(&stepup::units::Span::from_seconds(rung.max_age).to_string());
        }
        let accepted = preset.text.lines().filter(|line| line.starts_with("accept = [{")).count();
        assert!(html.matches("<code>P0").count() >= accepted, "{}: what is accepted is told", preset.name);
    }
}

#[test]
fn no_text_of_a_policy_becomes_markup() {
    let nasty = r#"</style><script>alert(1)</script><img src=x onerror=y> & \" ' --> ]]> \u0000é 统"#;
    let quoted = |text: &str| format!("\"{}\"", text.replace("\\u0000", ""));
    let with = |text: &str| {
        small("require = {", &format!("reason = {}\nrequire = {{", quoted(text)))
            .replace("reason = \"the express line\"", &format!("reason = {}", quoted(text)))
            .replace("max_age = \"15min\"", &format!("max_age = \"15min\", acr = {}", quoted(text)))
    };
    let folder = Folder::new("page-escape");
    let (good, bad) = (folder.write("good.toml", with("good")), folder.write("bad.toml", with(nasty)));
    let (plain, attacked) = (page(&[&good]), page(&[&bad]));
    assert_eq!(tags(&plain), tags(&attacked), "the same page but for its texts");
    assert!(attacked.contains("&lt;script&gt;"), "it is there to be read");
    // Against the other, the change shows the text on both sides.
    let against = page(&[&bad, "--against", &good]);
    assert!(!against.contains("<script") && against.contains("&lt;script&gt;"));
    tags(&against);
}

/// Facts that no entry of a policy names: they move the score and nothing else.
fn unnamed(policy: &Policy) -> Vec<Ranked> {
    let from = policy.rules().iter().flat_map(|rule| &rule.from).map(|bound| match bound {
        AtLeast::Ranked(fact, _) => Fact::Ranked(*fact),
        AtLeast::Metered(fact, _) => Fact::Metered(*fact),
    });
    let upto = policy.exemptions().iter().flat_map(|exemption| &exemption.upto).map(|bound| match bound {
        AtMost::Ranked(fact, _) => Fact::Ranked(*fact),
        AtMost::Metered(fact, _) => Fact::Metered(*fact),
    });
    let named: Vec<Fact> = from.chain(upto).collect();
    Ranked::SIGNALS.into_iter().filter(|fact| !named.contains(&Fact::Ranked(*fact))).collect()
}

/// A first transfer of the day with every fact at its best.
fn best(policy: &Policy, operation: Operation, tier: u8, amount: i64) -> Reading {
    let mut reading = Reading::blank(&ReadingParts {
        operation,
        channel: Channel::App,
        flags: CustomerFlags::NONE,
        minute: NOON,
        currency: policy.currency(),
        enrolled: FactorSet::ALL,
        confirmed: false,
        out_of_order: false,
        proofs: ProofAges::NONE,
    });
    for fact in Ranked::ALL.iter().copied().filter(|fact| fact.is_measured()) {
        reading.set(fact, Measure::known(0));
    }
    reading.set(Ranked::Tier, Measure::known(u16::from(tier)));
    reading.set(
        Ranked::Payee,
        match operation {
            Operation::Transfer => Measure::known(u16::from(PAID_BEFORE)),
            _ => Measure::of_state(State::NotApplicable),
        },
    );
    if operation.moves_money() {
        use Metered::{Attempted24h, Total24h, Total24hPayee, TotalDay, TotalSinceSca};
        for fact in [Metered::Amount, Total24h, TotalDay, TotalSinceSca, Attempted24h] {
            reading.set_metered(fact, amount);
        }
        for fact in [Metered::Count1h, Metered::Count24h, Metered::CountSinceSca] {
            reading.set_metered(fact, 1);
        }
        match metered_states(Total24hPayee, operation) {
            [State::Known] => reading.set_metered(Total24hPayee, amount),
            _ => reading.set_metered_state(Total24hPayee, State::NotApplicable),
        }
    }
    reading.close();
    reading
}

#[test]
fn every_cell_that_can_be_judged_is_what_judge_says() {
    let (mut judged, mut cells) = (0, 0);
    for preset in PRESETS {
        let shown = Shown::new(preset.seal().unwrap());
        let (policy, free) = (shown.policy(), unnamed(shown.policy()));
        for map in maps(&shown) {
            for ((row, score), above) in map.cells.iter().zip(&map.scores).zip(0..) {
                let next = usize::checked_sub(above, 1).and_then(|above| map.scores.get(above));
                for (cell, (operation, amount)) in row.iter().zip(&map.columns) {
                    cells += 1;
                    let mut seen = 0;
                    for tier in &map.tiers {
                        // From the best reading up, one level of one fact that nothing names at a time.
                        let mut reading = best(policy, *operation, *tier, *amount);
                        let steps = free
                            .iter()
                            .flat_map(|fact| (0..=scale(*fact).top()).map(|level| (*fact, u16::from(level))));
                        for (fact, level) in steps {
                            let edges = scale(fact).edges;
                            let measure = usize::from(level).checked_sub(1).map_or(0, |edge| edges[edge]);
                            reading.set(fact, Measure::known(measure));
                            reading.close();
                            let verdict = policy.judge(&reading);
                            let now = i64::from(verdict.score());
                            if now >= *score && next.is_none_or(|next| now < *next) {
                                assert_eq!(
                                    verdict.requirement(),
                                    cell,
                                    "{}: {operation:?} {amount} {now}",
                                    preset.name
                                );
                                assert_eq!(verdict.level(Ranked::Risk), risk(&shown.bands, now));
                                seen += 1;
                            }
                        }
                    }
                    judged += usize::from(seen > 0);
                }
            }
        }
    }
    println!("{judged} of {cells} cells could be judged");
    assert!(judged * 2 > cells, "{judged} of {cells}");
}

#[test]
fn a_map_does_not_repeat_itself_and_rises_in_both_directions() {
    for preset in PRESETS {
        let shown = Shown::new(preset.seal().unwrap());
        let maps = maps(&shown);
        for operation in Operation::ALL {
            let mut tiers: Vec<u8> = Vec::new();
            for map in maps.iter().filter(|map| map.columns.iter().any(|(one, _)| one == operation)) {
                tiers.extend(&map.tiers);
                for rows in map.cells.windows(2) {
                    assert!(rows[0].iter().zip(&rows[1]).all(|(above, below)| above.is_at_least(*below)));
                }
                for row in map.cells.iter().filter(|_| operation.moves_money()) {
                    assert!(row.windows(2).all(|pair| pair[1].is_at_least(pair[0])));
                }
            }
            tiers.sort_unstable();
            assert_eq!(tiers, [0, 1, 2, 3], "{}: {operation:?} is shown once to each tier", preset.name);
        }
    }
}

#[test]
fn against_an_older_policy_it_says_what_changed_and_where_it_got_weaker() {
    let folder = Folder::new("page-against");
    let old = folder.write("old.toml", small("50000.00\" }\nrequire", "40000.00\" }\nrequire"));
    let new = folder.write("new.toml", runs::SMALL);
    let html = page(&[&new, "--against", &old]);
    assert!(html.contains("weaker somewhere, and nowhere stricter"), "{html}");
    assert!(html.contains(
        "<del><span class=\"en\" lang=\"en\">When the total of 24 hours to this payee reaches 40,000.00"
    ));
    assert!(html.contains(
        "<ins><span class=\"en\" lang=\"en\">When the total of 24 hours to this payee reaches 50,000.00"
    ));
    assert!(html.contains("total_24h_payee 40000.00"), "the situation that shows it");
    let same = page(&[&new, "--against", &new]);
    assert!(same.contains("identical in effect") && same.contains("Nothing but the order"));
    let Answered { code, out, err } = run(&["page", &new, "--against", "psd2-credit-transfer"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("about EUR") && err.contains("about CNY"), "{err}");
}

/// A page never takes the place of a policy that it is about, nor of what is no file.
#[test]
fn a_page_takes_no_place_but_that_of_a_page() {
    let folder = Folder::new("page-place");
    let (mine, old) = (folder.write("mine.toml", runs::SMALL), folder.write("old.toml", runs::SMALL));
    let folder_name = folder.0.to_str().unwrap();
    let again = format!("{folder_name}/./mine.toml");
    for args in [
        &["page", &mine, "-o", &mine][..],
        &["page", &mine, "-o", &again],
        &["page", &mine, "--against", &old, "-o", &old],
    ] {
        let Answered { code, out, err } = run(args);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}");
        assert!(err.contains("name another file"), "{err}");
    }
    for kept in [&mine, &old] {
        assert_eq!(std::fs::read_to_string(kept).unwrap(), runs::SMALL);
    }
    #[cfg(unix)]
    {
        let (dangling, linked) = (folder.0.join("dangling"), folder.0.join("linked"));
        std::os::unix::fs::symlink(folder.0.join("nowhere/at/all"), &dangling).unwrap();
        std::fs::write(folder.0.join("real.html"), "before").unwrap();
        std::os::unix::fs::symlink("real.html", &linked).unwrap();
        assert_eq!(run(&["page", &mine, "-o", dangling.to_str().unwrap()]).code, 2);
        assert!(dangling.symlink_metadata().unwrap().is_symlink(), "a link that leads nowhere stays one");
        assert_eq!(run(&["page", &mine, "-o", linked.to_str().unwrap()]).code, 0);
        assert!(linked.symlink_metadata().unwrap().is_symlink(), "a link stays a link");
        assert!(std::fs::read_to_string(folder.0.join("real.html")).unwrap().starts_with("<!DOCTYPE html>"));
    }
}

#[test]
fn a_page_is_written_whole_or_not_at_all() {
    let folder = Folder::new("page-file");
    let path = folder.0.join("page.html");
    let Answered { code, out, err } = run(&["page", "-o", path.to_str().unwrap()]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("retail-cn"), "{out}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), page(&[]));
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 1, "nothing is left beside it");
    let nowhere = folder.0.join("no/such/page.html");
    let Answered { code, err, .. } = run(&["page", "-o", nowhere.to_str().unwrap()]);
    assert_eq!(code, 2);
    assert!(err.contains("cannot be written"), "{err}");
    let Answered { code, err, .. } = run(&["page", "-o", folder.0.to_str().unwrap(), "--lang", "zh"]);
    assert_eq!(code, 2);
    assert!(err.contains("无法写入"), "{err}");
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 1, "nor of what failed");
}
