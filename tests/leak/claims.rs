//! What is said to be shown by requests is: nothing is claimed of a schedule that was not lived, and nothing lived is missed.

use stepup::fact::Ranked;
use stepup::guarantee::Region;
use stepup::requirement::Requirement;
use stepup::rule::{AtLeast, Circumstances};
use stepup::signal::scale;
use stepup::verify::{Leak, Leaked};

use crate::common::bare;

const REVIEW: Requirement = Requirement { review: 1, ..Requirement::NOTHING };

/// Who is built pays whom they paid before, and behaves as ever, to the last thousandth.
#[test]
fn the_past_knows_whom_it_pays_and_how_it_behaves() {
    let old = rules(&["amount_from = \"1.00\"", "count_24h_from = 4", "new_payees_24h_from = 2"]);
    for region in [&[][..], &[(Ranked::Payee, 1)], &[(Ranked::Payee, 2)]] {
        let Leak { to_all, to_one } = leak(&old, region);
        assert_eq!([shown(to_all), shown(to_one)], [(297, true); 2], "{region:?}");
    }
    let text = "[levels.behaviour]\nunsure = 1\n[[rule]]\nid = \"b\"\nwhen = { behaviour_from = \"unsure\" }\n\
        require = { review = 1 }\n[[rule]]\nid = \"t\"\nwhen = { total_24h_from = \"100.00\" }\nrequire = { review = 1 }\n";
    let region = Region { from: Vec::new(), upto: Vec::new(), circumstances: Circumstances::ANY };
    assert_eq!(shown(bare::policy(text).leak(REVIEW, &region).to_all), (9_999, true));
}

/// The leak before a review, by rules that each demand one.
fn leak(rules: &[String], from: &[(Ranked, u8)]) -> Leak {
    let text = rules.iter().enumerate().map(|(number, when)| {
        format!("[[rule]]\nid = \"r{number}\"\nwhen = {{ {when} }}\nrequire = {{ review = 1 }}\n")
    });
    let from = from.iter().map(|(fact, level)| AtLeast::Ranked(*fact, *level)).collect();
    let region = Region { from, upto: Vec::new(), circumstances: Circumstances::ANY };
    bare::policy(&text.collect::<String>()).leak(REVIEW, &region)
}

fn rules(when: &[&str]) -> Vec<String> {
    when.iter().map(|when| (*when).to_owned()).collect()
}

/// How much, and whether it was shown.
fn shown(leaked: Leaked) -> (i64, bool) {
    match leaked {
        Leaked::Bounded(schedule) => (schedule.minor, schedule.realised),
        Leaked::Unbounded { .. } => panic!("it is bounded"),
    }
}

#[test]
fn a_schedule_without_times_is_not_shown_by_none() {
    let lines = rules(&["amount_from = \"1.00\"", "count_24h_from = 41"]);
    let Leak { to_all, to_one } = leak(&lines, &[(Ranked::Place, 1)]);
    assert_eq!([shown(to_all), shown(to_one)], [(3_960, false); 2], "the customer is at home");
    let Leak { to_all, to_one } = leak(&lines, &[]);
    assert_eq!([shown(to_all), shown(to_one)], [(3_960, true); 2], "forty fit, closer together");
}

/// Between two requests the bank tells what happened: who was paid, that they are no account of one's own, which transfer.
#[test]
fn what_left_counts_in_all_that_the_next_request_reads() {
    // A profile rounds what went to a payee up, so that nothing so large is shown to the unit.
    let large = rules(&["amount_from = \"60000.00\"", "total_24h_payee_from = \"1000000.00\""]);
    assert_eq!(shown(leak(&large, &[]).to_one), (99_999_999, false));
    // The third request is about the third new payee of the day.
    let new = rules(&["amount_from = \"1.00\"", "count_24h_from = 4", "new_payees_24h_from = 3"]);
    assert_eq!(shown(leak(&new, &[(Ranked::Payee, 4)]).to_all), (297, false));
    let more = rules(&["amount_from = \"1.00\"", "count_24h_from = 4", "new_payees_24h_from = 4"]);
    assert_eq!(shown(leak(&more, &[(Ranked::Payee, 4)]).to_all), (297, true));
}

#[test]
fn nobody_proves_anything_meanwhile() {
    let aged = |age: &str| {
        let line = format!("since_proof_from = \"{age}\"");
        shown(leak(&rules(&["amount_from = \"1.00\"", "count_24h_from = 4", &line]), &[]).to_all)
    };
    assert_eq!(aged("1min"), (297, false), "a minute after the first there was no proof for a minute");
    assert_eq!(aged("1d"), (297, true));
}

/// A hundred thousand million transfers are not listed one by one.
#[test]
fn a_schedule_of_any_length_is_told_at_once() {
    let lines = rules(&["amount_from = \"0.02\"", "total_24h_from = \"1000000000.00\""]);
    assert_eq!(shown(leak(&lines, &[]).to_all), (99_999_999_999, false));
}

/// Every fact that a region does not name is at its best in what is lived, so that no line above the best is met.
#[test]
fn whoever_is_built_is_at_their_best_in_all_that_is_not_named() {
    for fact in Ranked::ALL.iter().copied().filter(|fact| fact.is_measured()) {
        // The best a payee of a transfer can be is on the list.
        let above = if fact == Ranked::Payee { 2 } else { 1 };
        let level = scale(fact).levels[above].name;
        let line = if fact == Ranked::Tier {
            "tier_below = \"premier\"".to_owned()
        } else {
            format!("{}_from = \"{level}\"", fact.name())
        };
        let Leak { to_all, to_one } = leak(&rules(&[&line, "total_24h_from = \"100.00\""]), &[]);
        assert_eq!([shown(to_all), shown(to_one)], [(9_999, true); 2], "{fact}");
    }
}

#[test]
fn device_and_payee_are_made_exactly_as_the_region_names_them() {
    let at = |fact: Ranked, level: u8| {
        let above = scale(fact).levels[usize::from(level) + 1].name;
        let line = format!("{}_from = \"{above}\"", fact.name());
        shown(leak(&rules(&[&line, "total_24h_from = \"100.00\""]), &[(fact, level)]).to_all)
    };
    for level in 0..=3 {
        assert_eq!(at(Ranked::Device, level), (9_999, true), "device {level}");
    }
    for level in [1, 2, 3, 4] {
        assert_eq!(at(Ranked::Payee, level), (9_999, true), "payee {level}");
    }
}

#[test]
fn transfers_stand_apart_in_time_and_in_habit() {
    let apart = rules(&["amount_from = \"1.00\"", "count_24h_from = 4", "count_1h_from = 2"]);
    assert_eq!(shown(leak(&apart, &[]).to_all), (297, true));
    let day = rules(&["amount_from = \"1.00\"", "count_24h_from = 5", "outflow_habit_from = \"above\""]);
    assert_eq!(shown(leak(&day, &[]).to_all), (396, true));
    // Always but for the first hour of the day.
    let early = rules(&["clock = \"01:00-00:00\"", "total_24h_from = \"100.00\""]);
    assert_eq!(shown(leak(&early, &[]).to_all), (9_999, true));
}
