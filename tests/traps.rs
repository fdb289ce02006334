//! The verifier's traps, each by its smallest counterexample: what a hasty proof would get wrong.

#[path = "common/bare.rs"]
mod bare;

use bare::{HEAD, policy, rule};
use stepup::exemption::AtMost;
use stepup::fact::{Metered, Ranked, State};
use stepup::guarantee::{Guarantee, Promise, Region};
use stepup::operation::Operation;
use stepup::policy::Policy;
use stepup::reading::Reading;
use stepup::requirement::Requirement;
use stepup::rule::{AtLeast, Circumstances};
use stepup::signal::scale;
use stepup::verify::{BUDGET, Proof, prove};

const REVIEW: Requirement = Requirement { review: 1, ..Requirement::NOTHING };
const FREEZE: Requirement = Requirement { freeze: true, ..Requirement::NOTHING };

fn ask(policy: &Policy, from: &[AtLeast], upto: &[AtMost], least: Requirement) -> Proof {
    let region = Region { from: from.to_vec(), upto: upto.to_vec(), circumstances: Circumstances::ANY };
    let guarantee = Guarantee { id: "trap".to_owned(), region, promise: Promise::AtLeast(least) };
    prove(policy, &guarantee, BUDGET).proof
}

fn refuted(proof: Proof) -> Reading {
    match proof {
        Proof::Refuted(witness) => witness.reading,
        other => panic!("{other:?}"),
    }
}

/// Whether a reading of the region has exactly this score: then nothing demands a review there.
fn is_possible(policy: &Policy, score: i64) -> bool {
    let from = [AtLeast::Metered(Metered::Score, score)];
    let upto = [AtMost::Metered(Metered::Score, score)];
    match ask(policy, &from, &upto, REVIEW) {
        Proof::Refuted(witness) => {
            assert_eq!(i64::from(policy.judge(&witness.reading).score()), score);
            true
        }
        Proof::Proved => panic!("a review everywhere"),
        Proof::Empty => false,
        other => panic!("{other:?}"),
    }
}

/// Trap 2: where one fact implies another, their points are not added freely; in one group or in two.
#[test]
fn points_of_facts_that_imply_each_other_add_only_as_they_can_stand_together() {
    let one = policy("[scorecard.amount]\n\"1.00\" = 5\n[scorecard.total_24h]\n\"1.00\" = 7\n");
    assert_eq!([0, 5, 7, 12].map(|score| is_possible(&one, score)), [true, false, true, true]);
    let levels = "trusted-list = 7\npaid-before = 7\nown-account-elsewhere = 7\nnew = 7\nnew-under-24h = 7\n";
    let states = "[state.payee]\nnot-applicable = \"trusted-list\"\nunlearned = \"trusted-list\"\n";
    let two = policy(&format!("[scorecard.coercion]\nreported = 5\n[scorecard.payee]\n{levels}{states}"));
    assert_eq!([0, 5, 7, 12].map(|score| is_possible(&two, score)), [true, false, true, true]);
    // A state implies nothing and is implied by nothing: then five alone is possible.
    let free = policy(&format!("[scorecard.coercion]\nreported = 5\n[scorecard.payee]\n{levels}"));
    assert!(is_possible(&free, 5));
}

/// Trap 3: the table is closed on measures, also through a fact that no rule cuts, and past one that is absent.
#[test]
fn an_implication_holds_through_a_fact_that_nobody_names() {
    let rule =
        "[[rule]]\nid = \"r\"\nwhen = { attempted_24h_from = \"50000.00\" }\nrequire = { review = 1 }\n";
    let policy = policy(rule);
    let at = |value| [AtLeast::Metered(Metered::Amount, value)];
    assert_eq!(ask(&policy, &at(5_000_000), &[], REVIEW), Proof::Proved);
    let reading = refuted(ask(&policy, &at(4_999_999), &[], REVIEW));
    assert!(reading.metered(Metered::Attempted24h).unwrap() < 5_000_000);
}

/// Trap 4: a state is under no implication, on either side.
#[test]
fn a_state_neither_triggers_an_implication_nor_breaks_one() {
    let policy =
        policy("[[rule]]\nid = \"r\"\nwhen = { payee_from = \"trusted-list\" }\nrequire = { review = 1 }\n");
    let reading = refuted(ask(&policy, &[AtLeast::Ranked(Ranked::Coercion, 3)], &[], REVIEW));
    assert_eq!(reading.measure(Ranked::Payee).state(), State::NotApplicable);
    let known = [AtLeast::Ranked(Ranked::Coercion, 3), AtLeast::Ranked(Ranked::Payee, 1)];
    assert_eq!(ask(&policy, &known, &[], REVIEW), Proof::Proved);
}

/// Trap 5: a rule that is certain but for an exemption is not certain.
#[test]
fn an_exemption_refutes_what_its_rule_alone_would_keep() {
    let exempt = "[[rule]]\nid = \"r\"\nwhen = { device_from = \"known\" }\nrequire = { review = 1 }\n\
                  [[exemption]]\nid = \"e\"\nholds_while = { network_upto = \"home\" }\nfrom = [\"r\"]\n";
    let exempt = policy(exempt);
    let device = AtLeast::Ranked(Ranked::Device, 1);
    let reading = refuted(ask(&exempt, &[device], &[], REVIEW));
    assert_eq!(exempt.judge(&reading).level(Ranked::Network), 0);
    assert_eq!(ask(&exempt, &[device, AtLeast::Ranked(Ranked::Network, 1)], &[], REVIEW), Proof::Proved);
}

/// Trap 6: what lasts is judged with silence at its least: an outage freezes nobody, so such a promise is refuted.
#[test]
fn a_freeze_that_silence_could_reach_is_refuted_and_one_by_an_accusation_proved() {
    let device = policy(
        "[[rule]]\nid = \"r\"\nwhen = { device_from = \"fresh\" }\nrequire = { freeze = true, review = 1 }\n",
    );
    let fresh = [AtLeast::Ranked(Ranked::Device, 3)];
    let reading = refuted(ask(&device, &fresh, &[], FREEZE));
    assert!(reading.measure(Ranked::Device).state().is_uncertain());
    assert_eq!(ask(&device, &fresh, &[], REVIEW), Proof::Proved, "the review does not last");
    let reported = policy(
        "[[rule]]\nid = \"r\"\nwhen = { coercion_from = \"reported\" }\nrequire = { freeze = true }\n",
    );
    assert_eq!(ask(&reported, &[AtLeast::Ranked(Ranked::Coercion, 3)], &[], FREEZE), Proof::Proved);
}

/// Trap 9: a window between two scores that no reading has is empty.
#[test]
fn a_window_between_the_possible_scores_is_empty() {
    let mut card = String::new();
    for fact in [Ranked::Device, Ranked::Network, Ranked::Hour, Ranked::Drain, Ranked::Alert, Ranked::SimAge]
    {
        card += &format!("[scorecard.{fact}]\n");
        for (place, level) in scale(fact).levels.iter().enumerate() {
            card += &format!("{} = {}\n", level.name, 5 * place);
        }
    }
    let policy = policy(&card);
    for (score, possible) in [(60, true), (61, false), (62, false), (64, false), (65, true)] {
        assert_eq!(is_possible(&policy, score), possible, "{score}");
    }
}

/// Operations are asked about one by one: what moves no money has none, so a promise about money is about the others.
#[test]
fn a_promise_about_money_speaks_of_what_moves_money() {
    let policy = policy(
        "[[rule]]\nid = \"r\"\nwhen = { total_24h_payee_from = \"1.00\" }\nrequire = { review = 1 }\n",
    );
    let reading = refuted(ask(&policy, &[AtLeast::Metered(Metered::Amount, 100)], &[], REVIEW));
    assert_eq!(reading.operation(), Operation::WealthPurchase, "a purchase may have no payee");
    let region = Region {
        from: vec![AtLeast::Metered(Metered::Amount, 100)],
        upto: Vec::new(),
        circumstances: Circumstances { operations: 1 << Operation::Transfer.code(), ..Circumstances::ANY },
    };
    let guarantee = Guarantee { id: "g".to_owned(), region, promise: Promise::AtLeast(REVIEW) };
    assert_eq!(prove(&policy, &guarantee, BUDGET).proof, Proof::Proved);
}

/// Trap 1: a group that is floored above zero would count without any fact; the loader refuses it.
#[test]
fn a_group_that_counts_without_facts_is_refused() {
    for group in ["floor = 1", "floor = 1\ncap = 5", "cap = -1"] {
        let findings =
            Policy::from_toml("trap.toml", &format!("{HEAD}[group.lists]\n{group}\n")).unwrap_err();
        assert_eq!(findings.0[0].code.name(), "P017", "{group}: {findings}");
    }
}

/// Trap 7: two scores that differ by one point anywhere are looked at together, not each in its own interval.
#[test]
fn a_point_more_is_nowhere_weaker_and_a_point_less_is_weaker_by_that_point() {
    let with = |points: i64| {
        let mut card = format!(
            "[scorecard.device]\nknown = 5\nrecent = {points}\nfresh = 30\nannounced = 35\nunknown = 45\n"
        );
        for fact in [Ranked::Network, Ranked::Hour, Ranked::Dormancy, Ranked::Drain, Ranked::SimAge] {
            card += &format!("[scorecard.{fact}]\n");
            // Some in single points, so that every sum is there.
            let single = matches!(fact, Ranked::Hour | Ranked::Dormancy);
            let step = if single { 1 } else { 5 };
            for (place, level) in scale(fact).levels.iter().enumerate() {
                card += &format!("{} = {}\n", level.name, step * place);
            }
        }
        policy(&format!(
            "{card}[[rule]]\nid = \"r\"\nwhen = {{ score_from = 60 }}\nrequire = {{ review = 1 }}\n"
        ))
    };
    let (old, more, less) = (with(15), with(16), with(14));
    let stricter = old.compare(&more).unwrap();
    assert!(stricter.is_nowhere_weaker() && !stricter.is_nowhere_stricter(), "{stricter:?}");
    let weaker = old.compare(&less).unwrap();
    assert!(!weaker.is_nowhere_weaker() && weaker.is_nowhere_stricter(), "{weaker:?}");
    let reading = &weaker.weaker[0].witness.reading;
    assert_eq!([&old, &less].map(|policy| policy.judge(reading).score()), [60, 59]);
    assert!(weaker.nodes <= 6, "{} nodes", weaker.nodes);
}

/// Trap 8: in a group whose floor binds, taking points away costs less than they are worth.
#[test]
fn what_a_floor_gives_back_is_no_loss() {
    // 5 for the call and 15 for the place; the other hand takes 10 away, and the floor gives 5 of them back.
    let card = "[scorecard.behaviour]\nalike = -10\nunsure = -10\nunlike = -10\nanother-person = 0\n\
                [scorecard.coercion]\npossible = 5\nlikely = 5\nreported = 5\n[group.conduct]\nfloor = 0\ncap = 50\n\
                [scorecard.place]\nseen = 15\nsame-region = 15\nannounced = 15\nsame-country = 15\nnew-country = 15\n\
                [state.behaviour]\nnot-applicable = \"alike\"\n";
    let rule = |id: &str, when: &str| rule(id, when, "review = 1");
    let two = policy(&format!(
        "{card}{}{}",
        rule("hand", "behaviour_from = \"another-person\""),
        rule("call", "coercion_from = \"possible\", behaviour_from = \"unsure\"")
    ));
    // Both rules silent, 15 points: the call may be there, for nothing is left of it.
    let reading = refuted(ask(&two, &[AtLeast::Metered(Metered::Score, 15)], &[], REVIEW));
    assert_eq!(two.judge(&reading).score(), 15);
    assert_eq!(ask(&two, &[AtLeast::Metered(Metered::Score, 20)], &[], REVIEW), Proof::Proved);
}

/// Trap 10: the leak is the greatest sum on the way, not the last.
#[test]
fn the_leak_is_the_greatest_sum_on_the_way() {
    let counted = policy(
        "[[rule]]\nid = \"count\"\nwhen = { count_24h_from = 2 }\nrequire = { review = 1 }\n\
         [[rule]]\nid = \"large\"\nwhen = { amount_from = \"10.00\" }\nrequire = { review = 1 }\n",
    );
    let everywhere = Region { from: Vec::new(), upto: Vec::new(), circumstances: Circumstances::ANY };
    assert_eq!(counted.leak(REVIEW, &everywhere).to_all.minor(), Some(999));
}
