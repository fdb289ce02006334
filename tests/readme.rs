//! The README's numbers are what the library does, its policy seals, its commands are there.

mod common;

use common::people::{self, NOW, at, movement, name, newcomer, observe, transfer};
use stepup::decision::Decision;
use stepup::document::{MAX_BYTES, MAX_DEPTH};
use stepup::event::{Event, Happening};
use stepup::fact::Ranked;
use stepup::finding::{Finding, Severity};
use stepup::id::{EventId, Pseudonym};
use stepup::place::{Country, Point, Position};
use stepup::policy::{MAX_ENTRIES, MAX_THRESHOLDS, Policy};
use stepup::profile::{Observed, Profile, TotalsAt};
use stepup::reading::Reading;
use stepup::reputation::Reputation;
use stepup::requirement::Ladder;
use stepup::signal::scale;
use stepup::units::{Amount, Currency, Moment};

const README: &str = include_str!("../README.md");

/// The README's text in one line.
fn text() -> String {
    README.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn says(promised: &str) {
    assert!(text().contains(promised), "the README does not say: {promised}");
}

/// The block of this language behind a heading.
fn block<'a>(heading: &str, language: &str) -> &'a str {
    let section = README.split(heading).nth(1).unwrap();
    section.split(&format!("```{language}\n")).nth(1).unwrap().split("```").next().unwrap()
}

fn ten_lines() -> &'static str {
    block("## A policy in about ten lines", "toml")
}

#[test]
fn the_policy_of_about_ten_lines_seals_and_is_about_ten_lines() {
    let sealed = Policy::from_toml("README.md", ten_lines()).unwrap_or_else(|findings| panic!("{findings}"));
    // Ten lines leave signals out and have a step for everybody: advice is all that is to be said of them.
    let advised = |finding: &Finding| finding.severity == Severity::Advice;
    assert!(sealed.findings.0.iter().all(advised), "{}", sealed.findings);
    assert!((9..=12).contains(&ten_lines().lines().count()));
    assert_eq!(sealed.policy.rules().len(), 1);
}

#[test]
fn every_limit_in_the_readme_is_the_limit_in_the_code() {
    says(&format!("{MAX_ENTRIES} rules, exemptions and distrusts together"));
    says(&format!("{} rungs", Ladder::MAX_RUNGS));
    says(&format!("{} factor sets a rung and {} in all", Ladder::MAX_SETS_OF_A_RUNG, Ladder::MAX_SETS));
    says(&format!("{MAX_THRESHOLDS} thresholds on one amount, count or age"));
    says(&format!("files up to {} KiB; nesting up to {MAX_DEPTH}", MAX_BYTES / 1024));
    let (profile, reputation) = (thousands(Profile::BYTES), Reputation::BYTES);
    let (reading, decision) = (Reading::BYTES, Decision::BYTES);
    says(&format!(
        "A profile has {profile} bytes, a reputation {reputation}, a reading {reading}, a decision {decision}"
    ));
    // Scales are fixed in code: a policy moves edges, and names no level of its own.
    says("8 levels a fact");
    assert!(Ranked::ALL.iter().all(|fact| scale(*fact).levels.len() <= 8));
}

fn thousands(number: usize) -> String {
    format!("{},{:03}", number / 1_000, number % 1_000)
}

/// What seals is told by trying: the last that does, and the first that does not.
#[test]
fn points_and_the_span_of_the_score_end_where_the_readme_says() {
    says("points up to 255 either way; a score span of 8,192");
    let seals = |column: &str| {
        let text = ten_lines().replace("scorecard.device = { trusted = -20, unknown = 45 }", column);
        assert!(text.contains(column));
        Policy::from_toml("README.md", &text).map(drop).map_err(|findings| findings.to_string())
    };
    assert_eq!(seals("scorecard.device = { trusted = -255, unknown = 255 }"), Ok(()));
    for beyond in ["{ unknown = 256 }", "{ trusted = -256 }"] {
        assert!(seals(&format!("scorecard.device = {beyond}")).unwrap_err().contains("255"));
    }
    // Facts with 510 points between their ends, one after another: sixteen stay within 8,192.
    let wide = |count: usize, last: i64| {
        let mut facts = Ranked::SIGNALS.iter();
        let mut column = String::new();
        for number in 0..=count {
            let (fact, reach) = (facts.next().unwrap(), if number == count { last } else { 510 });
            let levels = scale(*fact).levels;
            let (least, most) = (levels.first().unwrap().name, levels.last().unwrap().name);
            column += &format!("scorecard.{fact} = {{ {least} = {}, {most} = {} }}\n", 255 - reach, 255);
        }
        seals(&column)
    };
    assert_eq!(wide(16, 8_192 - 16 * 510), Ok(()));
    let said = wide(16, 8_193 - 16 * 510).unwrap_err();
    assert!(said.contains("more than the 8192 allowed"), "{said}");
}

#[test]
fn amounts_and_times_end_where_the_readme_says() {
    says("Amounts up to 10^18 - 1 minor units; times up to 2106-02-07");
    assert!(Amount::new(10_i64.pow(18) - 1, Currency::CNY).is_ok());
    assert!(Amount::new(10_i64.pow(18), Currency::CNY).is_err());
    let moment = |text: &str| Moment::new(chrono::DateTime::parse_from_rfc3339(text).unwrap());
    assert!(moment("2106-02-07T06:28:15Z").is_ok());
    assert!(moment("2106-02-07T06:28:16Z").is_err());
}

/// How many of twenty are still remembered after all twenty came.
fn remembered(come: impl Fn(&mut Profile, u8), is_remembered: impl Fn(&Profile, u8) -> bool) -> usize {
    let mut profile = newcomer();
    (0..20).for_each(|number| come(&mut profile, number));
    (0..20).filter(|number| is_remembered(&profile, *number)).count()
}

/// Places a thousand kilometres apart.
fn position(number: u8) -> Position {
    let point = Point::new(0, i32::from(number) * 9_000_000, 50).unwrap();
    Position { country: Country::from_code("CN").unwrap(), point: Some(point) }
}

fn paid(profile: &mut Profile, number: u8) {
    let mut made = movement(u64::from(number), 1_000, 100 + number);
    made.position = Some(position(number));
    let when = NOW + u32::from(number) * 60;
    observe(profile, when, Happening::Attempted(made));
    observe(profile, when, Happening::Settled(made));
}

fn totals(profile: &Profile, payee: Option<Pseudonym>) -> stepup::profile::Totals {
    profile.totals(TotalsAt { at: at(NOW + 1_300), payee: payee.map(|payee| payee.tag()), transfer: None })
}

#[test]
fn a_profile_remembers_as_many_as_the_readme_says() {
    let asked = |profile: &mut Profile, number: u8| {
        let made = movement(u64::from(number), 1_000, 60);
        observe(profile, NOW + u32::from(number) * 60, Happening::Attempted(made));
    };
    let reservations = remembered(asked, |profile, number| {
        let mut returned = profile.clone();
        let gone = Happening::Returned { transfer: transfer(u64::from(number)) };
        observe(&mut returned, NOW + 1_300, gone);
        totals(&returned, None).total_24h < totals(profile, None).total_24h
    });
    let bind = |profile: &mut Profile, number: u8| {
        let bound = Happening::DeviceBound { device: name(100 + number), at_opening: false };
        observe(profile, NOW + u32::from(number), bound);
    };
    let devices = remembered(bind, |profile, number| profile.bound_device(name(100 + number)).is_some());
    let places = {
        let mut profile = newcomer();
        (0..20).for_each(|number| paid(&mut profile, number));
        profile.places(at(NOW + 1_300).at()).count()
    };
    // With one payee more, somebody's total holds more than their own.
    let are_own = |count: &u8| {
        let mut profile = newcomer();
        (0..*count).for_each(|number| paid(&mut profile, number));
        let own = |number| totals(&profile, Some(name(100 + number))).total_24h_payee == 1_000;
        (0..*count).all(own)
    };
    let own = (1..20).take_while(are_own).count();
    let payees = remembered(paid, |profile, number| profile.has_paid(name(100 + number)));
    says(&format!(
        "{reservations} open reservations, {devices} bound devices, {places} places, {own} payees with totals of \
         their own, the latest {payees} payees that were paid"
    ));
    let event = |profile: &Profile, number: u8| Event {
        id: EventId([number; 16]),
        customer: profile.customer(),
        key_id: people::KEY,
        at: at(NOW),
        what: Happening::Cleared,
    };
    let tell = |profile: &mut Profile, number| {
        assert_eq!(profile.observe(&event(profile, number)), Ok(Observed::New));
    };
    let events = remembered(tell, |profile, number| {
        profile.clone().observe(&event(profile, number)) == Ok(Observed::Repeat)
    });
    says(&format!("the ids of the last {events} events"));
    says(&format!("an event repeated after {events} others is counted twice"));
}

/// The README's commands, and the files that they name, are there.
#[test]
fn every_command_in_the_readme_names_something_that_is_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for (command, file) in [
        ("cargo run --release --example scenarios", "examples/scenarios.rs"),
        ("cargo run --release --example replay -- --data", "examples/replay.rs"),
        ("--map examples/replay/handbook.map.toml", "examples/replay/handbook.map.toml"),
        ("cargo run --release --example policy -- prove", "examples/policy.rs"),
        ("cargo bench --bench decide", "benches/decide.rs"),
        ("src/document/presets/retail-cn.toml", "src/document/presets/retail-cn.toml"),
    ] {
        assert!(README.contains(command), "{command}");
        assert!(root.join(file).exists(), "{command} needs {file}");
    }
    assert!(README.contains("cargo test"));
}
