//! Golden records: what was decided stays decided, byte for byte, until the semantics number rises.
//!
//! `STEPUP_GOLDEN=write cargo test --test golden` writes the file anew; do it together with raising `SEMANTICS`.

mod common;

use std::fmt::Write as _;
use std::path::Path;

use common::dice::Dice;
use common::people::{DAY, NOW, calm, customer, movement, observe};
use common::readings;
use ring::digest;
use stepup::decision::Decision;
use stepup::event::Happening;
use stepup::fact::Given;
use stepup::policy::Policy;
use stepup::request::Request;
use stepup::verdict::SEMANTICS;

const DESIGN: &str = include_str!("policies/design.toml");

fn line(out: &mut String, what: &str, policy: &Policy, decision: &Decision) {
    let hash = digest::digest(&digest::SHA256, &decision.encode());
    let hex: String = hash.as_ref().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let ids: Vec<&str> = policy.ids(decision.verdict().fired()).collect();
    let (outcome, score) = (decision.outcome(), decision.verdict().score());
    writeln!(out, "{what:<12} {outcome:<8} {score:>5}  {hex}  {}", ids.join(" ")).unwrap();
}

/// Readings of every kind, then a customer's month decided transfer by transfer.
fn records() -> String {
    let policy = Policy::from_toml("design.toml", DESIGN).unwrap().policy;
    let hex: String = policy.identity().iter().map(|byte| format!("{byte:02x}")).collect();
    let mut out = format!("semantics {SEMANTICS}\npolicy {hex}\n");
    let mut dice = Dice(2_026);
    for number in 0..150 {
        let reading = readings::reading(&mut dice, if number % 3 == 0 { 12 } else { 0 });
        let decision = Decision::refused().with(reading, policy.judge(&reading));
        line(&mut out, &format!("reading {number}"), &policy, &decision);
    }
    let mut profile = customer();
    for number in 0..60_u32 {
        let minor = 10_i64.pow(u32::try_from(dice.between(2, 7)).unwrap()) + dice.between(0, 9_999);
        let mut fields = calm(minor);
        let now = NOW + number * DAY / 7;
        fields.at = common::people::at(now);
        fields.transfer = Some(common::people::transfer(10_000 + u64::from(number)));
        if dice.chance(30) {
            fields.position = Given::Missing;
        }
        if dice.chance(30) {
            fields.payee_check = Given::Late;
        }
        let decision = policy.decide(&Request::new(fields).unwrap(), &profile);
        line(&mut out, &format!("decide {number}"), &policy, &decision);
        let paid = movement(10_000 + u64::from(number), minor, 60);
        observe(&mut profile, now, Happening::Attempted(paid));
        if dice.chance(70) {
            observe(&mut profile, now + 5, Happening::Settled(paid));
        }
    }
    out
}

#[test]
fn what_was_decided_stays_decided_until_the_semantics_number_rises() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/decisions.txt");
    let found = records();
    if std::env::var("STEPUP_GOLDEN").is_ok_and(|value| value == "write") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &found).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap();
    for (number, (golden, found)) in golden.lines().zip(found.lines()).enumerate() {
        assert_eq!(found, golden, "line {}: an answer changed; raise SEMANTICS if that is meant", number + 1);
    }
    assert_eq!(golden.lines().count(), found.lines().count());
}
