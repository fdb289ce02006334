//! Never proved where it does not hold: each by the smallest policy of which one slip of the verifier would say so.

#[path = "common/bare.rs"]
mod bare;

use bare::{HEAD, policy, rule};
use stepup::exemption::AtMost;
use stepup::fact::{Metered, Ranked, State};
use stepup::factor::{Factor, FactorSet};
use stepup::guarantee::{Guarantee, Promise, Region};
use stepup::operation::{CustomerFlag, Operation};
use stepup::policy::Policy;
use stepup::reading::Reading;
use stepup::requirement::Requirement;
use stepup::rule::{AtLeast, Circumstances};
use stepup::verify::{BUDGET, Leaked, Proof, prove};

const REVIEW: Requirement = Requirement { review: 1, ..Requirement::NOTHING };

/// Points of levels: `network corporate 10, hour occasional 10`.
fn card(points: &str) -> String {
    let columns = points.split(", ").map(|one| {
        let words: Vec<&str> = one.split(' ').collect();
        format!("[scorecard.{}]\n{} = {}\n", words[0], words[1], words[2])
    });
    columns.collect()
}

fn transfer() -> Circumstances {
    Circumstances { operations: 1 << Operation::Transfer.code(), ..Circumstances::ANY }
}

fn scored(least: i64, most: i64) -> Region {
    Region {
        from: vec![AtLeast::Metered(Metered::Score, least)],
        upto: vec![AtMost::Metered(Metered::Score, most)],
        circumstances: transfer(),
    }
}

fn from_score(least: i64) -> Region {
    Region { upto: Vec::new(), ..scored(least, 0) }
}

fn everything() -> Region {
    Region { from: Vec::new(), upto: Vec::new(), circumstances: Circumstances::ANY }
}

fn proof(policy: &Policy, region: &Region, promise: Promise, budget: u64) -> Proof {
    prove(policy, &Guarantee { id: "s".to_owned(), region: region.clone(), promise }, budget).proof
}

/// The reading that refutes; and whatever the budget, nothing else is ever said but that it was not found.
fn refuted(policy: &Policy, region: &Region, promise: &Promise) -> Reading {
    for budget in 0..=40 {
        let said = proof(policy, region, promise.clone(), budget);
        assert!(
            matches!(said, Proof::Undecided(_) | Proof::Refuted(_)),
            "{said:?} with {budget} units of work, of {promise:?}"
        );
    }
    match proof(policy, region, promise.clone(), BUDGET) {
        Proof::Refuted(witness) => witness.reading,
        other => panic!("{other:?}"),
    }
}

/// A budget that ran out is no answer, and what a rule's silence costs is counted as it is.
#[test]
fn what_was_not_looked_at_is_never_proved() {
    let text =
        "[scorecard.hour]\nusual = 5\noccasional = 6\n[scorecard.dormancy]\nactive = 5\nover-30d = 6\n";
    let both = rule("r", "hour_from = \"occasional\", dormancy_from = \"over-30d\"", "review = 1");
    let policy = policy(&format!("{text}{both}"));
    let least = Promise::AtLeast(REVIEW);
    assert_eq!(policy.judge(&refuted(&policy, &from_score(11), &least)).score(), 11);
    assert_eq!(policy.judge(&refuted(&policy, &scored(11, 11), &least)).score(), 11);
    assert_eq!(proof(&policy, &from_score(12), least, BUDGET), Proof::Proved);
}

#[test]
fn sums_of_totals_beside_their_amounts_are_looked_at_in_every_part() {
    let text = "[scorecard.amount]\n\"1.00\" = 5\n[scorecard.total_24h]\n\"1.00\" = 7\n[scorecard.network]\ncorporate = 9\n";
    let policy = policy(text);
    let verdict = policy.judge(&refuted(&policy, &scored(12, 12), &Promise::AtLeast(REVIEW)));
    assert_eq!(verdict.score(), 12);
}

/// Facts without points, and those of a group at its cap or floor, silence a rule without a loss.
#[test]
fn packing_takes_no_more_than_silence_costs() {
    let free = format!(
        "{}[group.device]\ncap = 5\n{}",
        card("device known 5, integrity unattested 5"),
        rule("r", "hour_from = \"occasional\", dormancy_from = \"over-30d\"", "review = 1")
    );
    let policy_free = policy(&free);
    let least = Promise::AtLeast(REVIEW);
    assert_eq!(policy_free.judge(&refuted(&policy_free, &from_score(5), &least)).score(), 5);
    let floored = format!(
        "{}[scorecard.behaviour]\nalike = -20\nunsure = -20\nunlike = -20\nanother-person = -20\n{}[group.device]\ncap = 5\n[group.conduct]\nfloor = 0\n{}",
        card("device known 5, integrity unattested 5"),
        card("attempts few 5, probing few 5"),
        rule("r", "attempts_from = \"few\", probing_from = \"few\"", "review = 1")
    );
    let floored = policy(&floored);
    assert_eq!(floored.judge(&refuted(&floored, &from_score(5), &least)).score(), 5);
}

#[test]
fn a_rule_that_must_be_silent_takes_away_its_own_readings_only() {
    let text = card("network corporate 10, hour occasional 10, device known 5");
    let policy = policy(&format!("{text}{}", rule("r", "alert_from = \"credential-change\"", "review = 1")));
    let verdict = policy.judge(&refuted(&policy, &scored(15, 15), &Promise::AtLeast(REVIEW)));
    assert_eq!((verdict.score(), verdict.level(Ranked::Alert)), (15, 0));
}

/// Where neither the least nor the greatest values stand together, others may.
#[test]
fn readings_between_two_corners_that_cannot_be_are_found() {
    let text = format!(
        "[state.payee]\nmissing = \"new-under-24h\"\n{}{}",
        rule("a", "new_payees_24h_from = 1", "confirm = true"),
        rule("b", "amount_from = \"5.00\"", "confirm = true")
    );
    let policy = policy(&text);
    let region = Region {
        from: vec![AtLeast::Ranked(Ranked::Payee, 5)],
        upto: vec![AtMost::Metered(Metered::Total24hPayee, 100)],
        circumstances: Circumstances {
            operations: 1 << Operation::WealthPurchase.code(),
            ..Circumstances::ANY
        },
    };
    let verdict = policy.judge(&refuted(&policy, &region, &Promise::AtLeast(REVIEW)));
    assert_eq!(verdict.level(Ranked::Payee), 5);
}

/// A state may give points that no level gives beside what is known.
#[test]
fn states_that_no_tie_binds_are_looked_at() {
    let text = format!(
        "[scorecard.payee]\nnew-under-24h = 5\n[state.payee]\nmissing = \"new-under-24h\"\n[scorecard.new_payees_24h]\n\"1\" = 7\n{}",
        card("network corporate 10, hour occasional 10")
    );
    let policy = policy(&text);
    let reading = refuted(&policy, &scored(15, 15), &Promise::AtLeast(REVIEW));
    assert_eq!(reading.measure(Ranked::Payee).state(), State::Missing);
}

/// Of the flags that a region names, one is enough.
#[test]
fn customers_with_one_of_the_flags_of_a_region_are_in_it() {
    let policy = policy(&rule("r", "flag = [\"minor\"]", "review = 1"));
    let flags = vec![CustomerFlag::Minor, CustomerFlag::Senior];
    let region = Region { circumstances: Circumstances { flags, ..Circumstances::ANY }, ..everything() };
    let reading = refuted(&policy, &region, &Promise::AtLeast(REVIEW));
    assert!(reading.flags().contains(CustomerFlag::Senior) && !reading.flags().contains(CustomerFlag::Minor));
}

/// What leaks before a review is not what leaks before anything at all.
#[test]
fn a_leak_bound_is_about_what_it_names() {
    let rules = [
        rule("c", "total_24h_from = \"1.00\"", "confirm = true"),
        rule("r", "total_24h_from = \"5.00\"", "review = 1"),
    ];
    let policy = policy(&rules.concat());
    match proof(&policy, &everything(), Promise::LeakAtMost(200, REVIEW), BUDGET) {
        Proof::Leaks(leaked) => assert_eq!(leaked.minor(), Some(499)),
        other => panic!("{other:?}"),
    }
    assert!(matches!(policy.leak(REVIEW, &everything()).to_all, Leaked::Bounded(one) if one.minor == 499));
    assert_eq!(proof(&policy, &everything(), Promise::LeakAtMost(499, REVIEW), BUDGET), Proof::Proved);
}

/// Distrusted factors count in a ceiling that names some; the shortest hold is a hold.
#[test]
fn the_smallest_demand_of_a_part_is_one() {
    let distrust = "[[distrust]]\nfactor = \"face\"\nwhen = { device_from = \"fresh\" }\n";
    let sms = Requirement { distrusted: FactorSet::NONE.with(Factor::Sms), ..Requirement::NOTHING };
    refuted(&policy(distrust), &everything(), &Promise::AtMost(sms));
    refuted(&policy(""), &everything(), &Promise::AtLeast(Requirement { hold: 1, ..Requirement::NOTHING }));
}

/// Rules and exemptions that name a grade, or exemptions an operation, cover no more than what they name.
#[test]
fn grades_and_operations_are_no_wider_than_they_are_written() {
    let graded = |low: &str, medium: &str, high: &str, text: &str| {
        let head: String =
            HEAD.lines().filter(|line| !line.starts_with("low = ")).map(|line| format!("{line}\n")).collect();
        let text = format!("{head}low = [{low}]\nmedium = [{medium}]\nhigh = [{high}]\n{text}");
        Policy::from_toml("g.toml", &text).unwrap_or_else(|found| panic!("{found}")).policy
    };
    let rest = "\"transfer\", \"lower-limit\", \"wealth-purchase\", \"raise-limit\", \"loss-report\", \"lift-freeze\"";
    let spread = |text: &str| graded("\"balance-query\"", rest, "\"card-reissue\"", text);
    let weaker = |old: &Policy, new: &Policy| !old.compare(new).unwrap().is_nowhere_weaker();
    let from = |grade: &str| {
        spread(&rule("r", &format!("grade_from = \"{grade}\", device_from = \"known\""), "review = 1"))
    };
    assert!(weaker(&from("medium"), &from("high")) && !weaker(&from("high"), &from("medium")));
    let query = spread(&rule("r", "operation = [\"balance-query\"], device_from = \"known\"", "review = 1"));
    assert!(weaker(&from("high"), &query), "card-reissue is of the high grade, a balance is not");
    let all = format!("\"balance-query\", {rest}, \"card-reissue\"");
    let spared = |upto: &str| {
        let exemption = format!(
            "[[exemption]]\nid = \"e\"\nholds_while = {{ hour_upto = \"usual\"{upto} }}\nfrom = [\"r\"]\n"
        );
        let text = format!("{}{exemption}", rule("r", "device_from = \"known\"", "review = 1"));
        graded("", &all, "", &text)
    };
    assert!(weaker(&spared(", grade_upto = \"low\""), &spared(", grade_upto = \"medium\"")));
    assert!(weaker(&spared(", operation = [\"transfer\"]"), &spared("")));
    assert!(!weaker(&spared(""), &spared(", operation = [\"transfer\"]")));
}
