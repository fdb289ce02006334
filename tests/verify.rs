//! The verifier against brute force: every verdict about a small policy agrees with judging every reading of its region.

mod common;

use std::collections::BTreeMap;

use common::aimed::TRAPS;
use common::bare::policy;
use common::dice::Dice;
use common::questions::questions;
use common::regions::{inside, kept};
use common::small::Small;
use stepup::exemption::AtMost;
use stepup::fact::{Metered, Ranked};
use stepup::guarantee::{Guarantee, Promise, Region};
use stepup::operation::{Channel, CustomerFlag, Operation};
use stepup::policy::Policy;
use stepup::reading::Reading;
use stepup::requirement::{Notices, Requirement};
use stepup::rule::{AtLeast, Circumstances};
use stepup::verdict::Verdict;
use stepup::verify::{BUDGET, Proof, prove};

type Mix = BTreeMap<String, u64>;

/// Compares the verdicts about a policy with brute force; counts what the cases were like.
fn agree(what: &str, small: &Small, questions: &[(Region, Promise)], mix: &mut Mix) {
    let policy = Policy::from_toml("small.toml", &small.text)
        .unwrap_or_else(|findings| panic!("{findings}{}", small.text))
        .policy;
    let readings: Vec<(Reading, Verdict)> =
        small.readings().into_iter().map(|reading| (reading, policy.judge(&reading))).collect();
    for (region, promise) in questions {
        let guarantee = Guarantee { id: "g".to_owned(), region: region.clone(), promise: promise.clone() };
        let of_region: Vec<&Verdict> = readings
            .iter()
            .filter(|(reading, verdict)| inside(&guarantee.region, reading, verdict))
            .map(|(_, verdict)| verdict)
            .collect();
        let holds = of_region.iter().all(|verdict| kept(&guarantee.promise, *verdict.requirement()));
        let proven = prove(&policy, &guarantee, BUDGET);
        let shown = || format!("{what}\n{guarantee:?}\n{}\n{:?}", small.text, proven.proof);
        match &proven.proof {
            Proof::Proved => {
                assert!(holds, "proved, and refuted by brute force: {}", shown());
                assert!(!of_region.is_empty(), "nothing is there to be proved of: {}", shown());
            }
            Proof::Empty => assert!(of_region.is_empty(), "said to be empty: {}", shown()),
            Proof::Refuted(witness) => {
                assert!(!holds, "refuted, and true of all {} readings: {}", of_region.len(), shown());
                let verdict = policy.judge(&witness.reading);
                assert!(inside(&guarantee.region, &witness.reading, &verdict), "{}", shown());
                assert!(!kept(&guarantee.promise, *verdict.requirement()), "{}", shown());
            }
            other => panic!("{other:?}: {}", shown()),
        }
        if of_region.is_empty() {
            // Nothing to prove: checked above, and not counted.
            continue;
        }
        let two_sided =
            guarantee.region.upto.iter().any(|bound| matches!(bound, AtMost::Metered(Metered::Score, _)));
        let columns = small.text.split("[risk]").next().unwrap().split("[group").next().unwrap();
        let lasting = match &guarantee.promise {
            Promise::AtLeast(part) => part.freeze || part.notify != Notices::NONE,
            _ => true,
        };
        for (what, is_so) in [
            ("cases", true),
            (if holds { "proved" } else { "refuted" }, true),
            (what, true),
            ("scores from both sides", two_sided),
            ("exemptions", small.text.contains("[[exemption]]")),
            ("negative points", columns.contains("= -")),
            ("distrust", small.text.contains("[[distrust]]")),
            ("states moved", small.text.contains("[state.")),
            ("edges moved", small.text.contains("[levels.")),
            ("floors and caps", small.text.contains("[group.")),
            ("effects that last", lasting),
        ] {
            *mix.entry(what.to_owned()).or_insert(0) += u64::from(is_so);
        }
    }
}

#[test]
fn every_verdict_agrees_with_brute_force_on_fifty_thousand_questions() {
    let mut mix = Mix::new();
    for number in 0..4_800 {
        let mut dice = Dice(1_000_003 + number);
        let small = Small::new(&mut dice);
        let questions = questions(&mut dice, &small);
        agree("any", &small, &questions, &mut mix);
    }
    for trap in TRAPS {
        let name = format!("{trap:?}");
        for number in 0..300 {
            let (small, questions) = trap.case(&mut Dice(number * 31 + 7));
            agree(&name, &small, &questions, &mut mix);
        }
    }
    let of = |what: &str| mix.get(what).copied().unwrap_or(0);
    for (what, count) in &mix {
        println!("{what:<24} {count:>8}  {:>3} %", count * 100 / of("cases").max(1));
    }
    assert!(of("cases") >= 50_000, "{mix:?}");
    assert!((of("cases") - of("any")) * 5 >= of("cases"), "a fifth is aimed at traps: {mix:?}");
    for trap in TRAPS {
        assert!(of(&format!("{trap:?}")) >= 1_000, "{trap:?}: {mix:?}");
    }
    for (what, percent) in
        [("proved", 30), ("refuted", 30), ("scores from both sides", 20), ("exemptions", 30)]
            .into_iter()
            .chain([("negative points", 30), ("distrust", 30), ("states moved", 20), ("edges moved", 5)])
            .chain([("floors and caps", 30), ("effects that last", 20)])
    {
        assert!(of(what) * 100 >= of("cases") * percent, "too few of {what}: {mix:?}");
    }
}

/// What a question does not ask about does not multiply it: rules about every flag, channel, operation and hour.
#[test]
fn circumstances_of_other_rules_cost_a_guarantee_nothing() {
    let mut rules = String::new();
    let mut rule = |id: &str, when: String| {
        rules += &format!("[[rule]]\nid = \"{id}\"\nwhen = {{ {when} }}\nrequire = {{ confirm = true }}\n");
    };
    for flag in CustomerFlag::ALL {
        rule(&format!("f-{flag}"), format!("flag = [\"{flag}\"]"));
    }
    for channel in Channel::ALL {
        rule(&format!("c-{channel}"), format!("channel = [\"{channel}\"]"));
    }
    for operation in Operation::ALL {
        rule(&format!("o-{operation}"), format!("operation = [\"{operation}\"]"));
    }
    for hour in 0..4 {
        rule(&format!("h-{hour}"), format!("clock = \"0{hour}:00-0{}:00\"", hour + 1));
    }
    rules += "[[rule]]\nid = \"kept\"\nwhen = { device_from = \"fresh\" }\nrequire = { review = 1 }\n";
    let policy = policy(&rules);
    let region = |from| Region { from, upto: Vec::new(), circumstances: Circumstances::ANY };
    let kept = Guarantee {
        id: "g".to_owned(),
        region: region(vec![AtLeast::Ranked(Ranked::Device, 3)]),
        promise: Promise::AtLeast(Requirement { review: 1, ..Requirement::NOTHING }),
    };
    let proven = prove(&policy, &kept, BUDGET);
    assert_eq!(proven.proof, Proof::Proved);
    assert!(proven.nodes <= 4, "{} nodes", proven.nodes);
}

/// Flags, channels, hours and the region's own window decide where they are asked about.
#[test]
fn circumstances_decide_where_a_rule_names_them() {
    let policy = policy(
        "[[rule]]\nid = \"night\"\nwhen = { clock = \"22:00-06:00\" }\nrequire = { review = 1 }\n\
         [[rule]]\nid = \"minor\"\nwhen = { flag = [\"minor\"] }\nrequire = { confirm = true }\n\
         [[rule]]\nid = \"web\"\nwhen = { channel = [\"web\"] }\nrequire = { hold = \"1h\" }\n",
    );
    let none = Requirement::NOTHING;
    let review = Promise::AtLeast(Requirement { review: 1, ..none });
    let ask = |circumstances: Circumstances, promise: &Promise| {
        let region = Region { from: Vec::new(), upto: Vec::new(), circumstances };
        prove(&policy, &Guarantee { id: "g".to_owned(), region, promise: promise.clone() }, BUDGET).proof
    };
    let clock = |from, to| Circumstances { clock: Some((from, to)), ..Circumstances::ANY };
    assert_eq!(ask(clock(22 * 60, 6 * 60), &review), Proof::Proved, "the window itself");
    assert_eq!(ask(clock(23 * 60, 5 * 60), &review), Proof::Proved, "within it");
    let Proof::Refuted(early) = ask(clock(21 * 60, 6 * 60), &review) else { panic!("an hour before") };
    assert_eq!(early.reading.minute(), 21 * 60);
    assert!(early.story.en.contains("at 21:00"), "{}", early.story.en);
    assert!(early.story.zh.contains("，21:00，"), "{}", early.story.zh);
    let day =
        |circumstances: Circumstances| Circumstances { clock: Some((6 * 60, 22 * 60)), ..circumstances };
    let nothing = Promise::AtMost(none);
    let Proof::Refuted(minor) = ask(day(Circumstances::ANY), &nothing) else { panic!("a minor, or the web") };
    assert!(minor.story.en.contains("minor") || minor.story.en.contains("web"), "{}", minor.story.en);
    let app = Circumstances { channels: 1 << Channel::App.code(), ..Circumstances::ANY };
    let Proof::Refuted(minor) = ask(day(app.clone()), &nothing) else { panic!("a minor in the app") };
    assert!(minor.story.en.contains("a customer who is minor"), "{}", minor.story.en);
    let confirm = Promise::AtMost(Requirement { confirm: true, ..none });
    assert_eq!(ask(day(app), &confirm), Proof::Proved, "at most a confirmation in the app by day");
}

#[test]
fn a_story_tells_totals_as_they_are_and_not_below_their_amount() {
    let policy = policy(
        "[[rule]]\nid = \"total\"\nwhen = { total_24h_from = \"100.00\" }\nrequire = { confirm = true }\n",
    );
    let region = Region {
        from: vec![AtLeast::Metered(Metered::Amount, 500_000)],
        upto: Vec::new(),
        circumstances: Circumstances::ANY,
    };
    let promise = Promise::AtLeast(Requirement { review: 1, ..Requirement::NOTHING });
    let proof = prove(&policy, &Guarantee { id: "g".to_owned(), region, promise }, BUDGET).proof;
    let Proof::Refuted(witness) = proof else { panic!("{proof:?}") };
    let story = &witness.story.en;
    assert!(story.contains("amount 5000.00, total_24h 5000.00"), "{story}");
    assert!(!story.contains("100.00"), "{story}");
}

/// What is not found within the budget is told by its part or its rule, and by what is still open.
#[test]
fn what_stays_undecided_is_told_by_its_part_or_its_rule() {
    let rules = "[[ladder]]\nname = \"face\"\nany_of = [[\"face\"]]\nmax_age = \"15min\"\n\
        [[rule]]\nid = \"risky\"\nwhen = { risk_from = \"medium\", place_from = \"seen\" }\nrequire = { rung = \"face\" }\n\
        [scorecard.device]\ntrusted = -20\nunknown = 45\n[scorecard.place]\nusual = -10\nnew-country = 40\n";
    let policy = policy(rules);
    let said = |promise: Promise| {
        let upto = vec![AtMost::Metered(Metered::Score, 60)];
        let region = Region {
            from: vec![AtLeast::Metered(Metered::Score, 41)],
            upto,
            circumstances: Circumstances::ANY,
        };
        match prove(&policy, &Guarantee { id: "g".to_owned(), region, promise }, 0).proof {
            Proof::Undecided(why) => why,
            other => panic!("{other:?}"),
        }
    };
    let least = said(Promise::AtLeast(Requirement { rung: 1, ..Requirement::NOTHING }));
    assert!(
        least.en.starts_with("whether `rung` holds was not found within 0 units of work"),
        "{}",
        least.en
    );
    assert!(least.zh.contains("未能判定`认证阶`"), "{}", least.zh);
    let most = said(Promise::AtMost(Requirement::NOTHING));
    assert!(most.en.contains("risky"), "{}", most.en);
}
