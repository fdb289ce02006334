//! Rules in vain and dead ends, by the smallest policies; and what is said where the work was spent before the end.

mod common;

use common::bare::{policy, rule};
use stepup::factor::{Factor, FactorSet};
use stepup::guarantee::{Guarantee, Promise, Region};
use stepup::operation::Channel;
use stepup::requirement::Requirement;
use stepup::rule::Circumstances;
use stepup::verify::{BUDGET, Flaw, Proof, prove};

/// What is said of rules: that they never fire, or change nothing and by which.
fn vain(text: &str) -> Vec<Flaw> {
    let flaws = policy(text).flaws().into_iter();
    flaws.filter(|flaw| matches!(flaw, Flaw::NeverFires { .. } | Flaw::Redundant { .. })).collect()
}

const NEVER: [Flaw; 1] = [Flaw::NeverFires { rule: 0 }];

/// Without points no score is critical: such a rule never fires, also where it only reports, or where another would
/// demand as much.
#[test]
fn a_rule_that_never_fires_is_told_so_and_not_redundant() {
    let critical = rule("c", "risk_from = \"critical\"", "review = 1");
    assert_eq!(vain(&critical), NEVER);
    assert_eq!(vain(&format!("{critical}shadow = true\n")), NEVER);
    let always = rule("a", "device_from = \"trusted\"", "review = 1");
    assert_eq!(vain(&format!("{critical}{always}")), NEVER);
    assert_eq!(vain(&format!("{always}shadow = true\n")), []);
}

/// No amount is above the largest: an exemption up to it spares everything that has one.
#[test]
fn an_exemption_up_to_the_largest_measure_leaves_no_reading() {
    for (when, upto) in [
        ("amount_from = \"1.00\"", "amount_upto = \"9999999999999999.99\""),
        ("count_24h_from = 2", "count_24h_upto = 32766"),
    ] {
        let exempt = format!("[[exemption]]\nid = \"e\"\nholds_while = {{ {upto} }}\nfrom = [\"r\"]\n");
        let text = format!("{}{exempt}", rule("r", when, "review = 1"));
        let region = Region { from: Vec::new(), upto: Vec::new(), circumstances: Circumstances::ANY };
        let promise = Promise::AtMost(Requirement::NOTHING);
        let proof = prove(&policy(&text), &Guarantee { id: "g".to_owned(), region, promise }, BUDGET).proof;
        assert_eq!((proof, vain(&text)), (Proof::Proved, NEVER.to_vec()), "{upto}");
    }
}

/// A rule is told beside the one that covers it, and beside none where it takes several.
#[test]
fn a_rule_is_redundant_by_one_that_covers_it_alone() {
    let on = |id: &str, channels: &[Channel]| {
        let names: Vec<String> = channels.iter().map(|channel| format!("\"{channel}\"")).collect();
        rule(id, &format!("device_from = \"known\", channel = [{}]", names.join(", ")), "review = 1")
    };
    let last = rule("r", "device_from = \"known\"", "review = 1");
    let [app, others @ ..] = Channel::ALL else { panic!("channels") };
    let two = [on("a", &[*app]), on("b", others), last.clone()].concat();
    assert_eq!(vain(&two), [Flaw::Redundant { rule: 2, by: None }]);
    let one = format!("{}{last}", rule("a", "device_from = \"known\"", "review = 2"));
    assert_eq!(vain(&one), [Flaw::Redundant { rule: 1, by: Some(0) }]);
    // Scores are multiples of five, so that twelve to fourteen are one line; no rule plainly covers the other.
    let mut text = String::new();
    for fact in ["device", "network", "hour"] {
        let fact = stepup::fact::Ranked::from_name(fact).unwrap();
        text += &format!("[scorecard.{fact}]\n");
        for (points, level) in stepup::signal::scale(fact).levels.iter().enumerate() {
            text += &format!("{} = {}\n", level.name, 5 * points);
        }
    }
    let lines =
        [rule("b", "score_from = 14", "freeze = true"), rule("a", "score_from = 12", "freeze = true")];
    let found = vain(&format!("{text}{}", lines.concat()));
    assert_eq!(found, [Flaw::Redundant { rule: 1, by: None }]);
}

/// What only reports holds nothing, so it needs no calendar.
#[test]
fn a_hold_by_days_that_only_reports_needs_no_calendar() {
    let told = |text: &str| policy(text).flaws().contains(&Flaw::NoCalendar { rule: 0 });
    let hold = rule("r", "device_from = \"fresh\"", "hold_days = 1");
    assert!(told(&hold) && !told(&format!("{hold}shadow = true\n")));
}

/// What the dead ends of a policy are, each as factors and whether it bars the way back; and whether one was shown.
fn ends(text: &str) -> Vec<(FactorSet, bool, bool)> {
    let flaws = policy(text).flaws().into_iter();
    let ends = flaws.filter_map(|flaw| match flaw {
        Flaw::DeadEnd(end) => Some((end.factors, end.frozen, end.witness.is_some())),
        _ => None,
    });
    ends.collect()
}

fn enrolled(factors: &str) -> String {
    format!("[[enrolment]]\nchannel = \"app\"\nfactors = [{factors}]\n")
}

/// A distrusted factor bars one kind where it is the only one, and a rung where every set of it names the factor.
#[test]
fn factors_that_may_be_distrusted_bar_what_needs_them() {
    let moved =
        "[[distrust]]\nfactor = \"sms\"\nwhen = { sim_age_from = \"under-24h\" }\nreason = \"it moved\"\n";
    let kind = rule("k", "device_from = \"unknown\"", "kinds = 1");
    let sms = FactorSet::NONE.with(Factor::Sms);
    assert_eq!(ends(&format!("{}{kind}", enrolled("\"sms\""))), []);
    assert_eq!(
        ends(&format!("{}{kind}{moved}", enrolled("\"sms\""))),
        [(sms, false, true), (sms, true, true)]
    );
    assert_eq!(ends(&format!("{}{kind}{moved}", enrolled("\"sms\", \"pin\""))), []);
    let both = "[[ladder]]\nname = \"both\"\nany_of = [[\"face\", \"sms\"]]\nmax_age = \"15min\"\n";
    let rung = format!(
        "{}{both}{}",
        enrolled("\"face\", \"sms\""),
        rule("r", "device_from = \"unknown\"", "rung = \"both\"")
    );
    assert_eq!(ends(&rung), []);
    let two = sms.with(Factor::Face);
    assert_eq!(ends(&format!("{rung}{moved}")), [(two, false, true), (two, true, true)]);
}

/// Two hundred and fifty rules alike, each of every part there is, take more work than there is: what was not looked at
/// is not said to never fire, and a dead end may be there.
#[test]
fn what_the_work_does_not_last_for_is_neither_called_vain_nor_free_of_dead_ends() {
    let factors: Vec<String> = Factor::ALL.iter().map(|factor| format!("\"{factor}\"")).collect();
    let all = format!(
        "include = [{}], kinds = 2, confirm = true, hold = \"2h\", hold_days = 1, max_age = \"5min\"",
        factors.join(", ")
    );
    let rules: String =
        (0..250).map(|number| rule(&format!("r{number}"), "device_from = \"known\"", &all)).collect();
    let text = format!("{}{rules}", enrolled("\"pin\""));
    assert!(!vain(&text).iter().any(|flaw| matches!(flaw, Flaw::NeverFires { .. })));
    let pin = FactorSet::NONE.with(Factor::Pin);
    assert_eq!(ends(&text), [(pin, false, false), (pin, true, false)]);
}
