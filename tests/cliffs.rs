//! Cliffs: each is told of the rule that makes it, at the step of the fact by which it begins.

mod common;

use common::bare::{policy, rule};
use stepup::verify::Flaw;

/// The rule, the fact and the step of every cliff of a policy.
fn cliffs(more: &str) -> Vec<(String, &'static str, [i64; 2])> {
    let policy = policy(more);
    let found = policy.flaws().into_iter().filter_map(|flaw| match flaw {
        Flaw::Cliff { rule, fact, step, .. } => Some((policy.rules()[rule].id.clone(), fact.name(), step)),
        _ => None,
    });
    found.collect()
}

fn cliff(rule: &str, fact: &'static str, step: [i64; 2]) -> (String, &'static str, [i64; 2]) {
    (rule.to_owned(), fact, step)
}

const HOLD: &str = "hold = \"2h\"";

/// What holds of everything is held by the least reading too: a level that is the lowest, and every score.
#[test]
fn conditions_that_always_hold_keep_no_rule_from_its_cliff() {
    let lowest =
        rule("r", "device_from = \"trusted\", payee_check_from = \"reported-mule\"", "refuse = true");
    let alone = rule("r", "payee_check_from = \"reported-mule\"", "refuse = true");
    assert_eq!(cliffs(&alone).len(), 1);
    assert_eq!(cliffs(&lowest), cliffs(&alone));
    // No bound at all is left of the rule, and an exemption ends where the cliff begins.
    let any = format!(
        "[scorecard.alert]\ncompromised = 50\n{}[[exemption]]\nid = \"e\"\nholds_while = {{ alert_upto = \
         \"credential-change\" }}\nfrom = [\"r\"]\n",
        rule("r", "risk_from = \"low\"", "refuse = true")
    );
    let found = cliffs(&any);
    assert_eq!(found.iter().map(|(_, fact, _)| *fact).collect::<Vec<_>>(), ["alert"], "{found:?}");
}

/// At the least hour the first rule is exempt, so that the second alone makes the cliff that both begin at.
#[test]
fn a_rule_that_is_exempt_at_the_step_makes_no_cliff() {
    let exemption = "[[exemption]]\nid = \"e\"\nholds_while = { hour_upto = \"usual\" }\nfrom = [\"a\"]\n";
    let a = rule("a", "alert_from = \"compromised\"", "refuse = true, hold = \"2h\"");
    let b = rule("b", "alert_from = \"compromised\"", "refuse = true");
    let names = |text: &str| cliffs(text).into_iter().map(|(rule, ..)| rule).collect::<Vec<_>>();
    assert_eq!(names(&format!("{a}{exemption}{b}")), ["b"]);
    assert_eq!(names(&a), ["a"]);
}

/// Of two rules that begin at one step, the one that demands the outcome above it.
#[test]
fn of_rules_that_begin_at_one_step_the_strictest_makes_the_cliff() {
    let mule = rule("mule", "payee_check_from = \"reported-mule\"", "refuse = true");
    let wait = rule("wait", "payee_check_from = \"reported-mule\"", HOLD);
    let names = |text: &str| cliffs(text).into_iter().map(|(rule, ..)| rule).collect::<Vec<_>>();
    assert_eq!(names(&format!("{mule}{wait}")), ["mule"]);
    assert_eq!(names(&wait), ["wait"]);
}

/// A score rises by the points of a level, one point for all of them too, beside a condition that always holds.
#[test]
fn scores_rise_by_what_levels_weigh() {
    let alert = "[scorecard.alert]\ncompromised = 90\n";
    let beside = rule("r", "risk_from = \"high\", hour_from = \"usual\"", HOLD);
    assert_eq!(cliffs(&format!("{alert}{beside}")).first().map(|(_, fact, _)| *fact), Some("alert"));
    let one = "[scorecard.device]\ntrusted = 1\n[scorecard.alert]\ncompromised = 10\n";
    let found = cliffs(&format!("{one}{}", rule("r", "score_from = 11", HOLD)));
    assert_eq!(
        found.first().map(|(_, fact, _)| *fact),
        Some("alert"),
        "eleven, with the one of every device"
    );
}

/// The step is where the rule begins to hold: points count for rules about a score alone, and only where they rise.
#[test]
fn the_step_is_of_the_fact_by_which_a_rule_begins_to_fire() {
    let amounts =
        format!("[scorecard.amount]\n\"50.00\" = 5\n{}", rule("r", "total_24h_from = \"50.00\"", HOLD));
    assert_eq!(cliffs(&amounts), [cliff("r", "total_24h", [0, 5_000])]);
    // From 40.00 to 50.00 the amount has the same point, so that it is the total that brings the ten.
    let steps = "[scorecard.amount]\n\"40.00\" = 1\n[scorecard.total_24h]\n\"50.00\" = 10\n";
    let rules = [rule("c", "amount_from = \"50.00\"", "confirm = true"), rule("h", "score_from = 10", HOLD)];
    let found = cliffs(&format!("{steps}{}", rules.concat()));
    assert_eq!(found, [cliff("h", "total_24h", [0, 5_000])]);
}
