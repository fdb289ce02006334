//! Lines that splitting gets below: told of a rule about a single amount unless totals ask as much, wherever it fires.

mod common;

use common::bare::{policy, rule};
use stepup::verify::Flaw;

const FACE: &str = "[[ladder]]\nname = \"face\"\nany_of = [[\"face\"]]\nmax_age = \"15min\"\n";

/// Whether the first of some rules is told, each by what it takes to fire and what it demands.
fn is_told(rules: &[(&str, &str)]) -> bool {
    let rules = rules.iter().enumerate();
    let text: String =
        rules.map(|(number, (when, require))| rule(&format!("r{number}"), when, require)).collect();
    policy(&format!("{FACE}{text}")).flaws().contains(&Flaw::Splittable { rule: 0 })
}

const ALONE: &str = "amount_from = \"5000.00\"";
const TOTAL: &str = "total_day_from = \"4000.00\"";
const BY_FACE: &str = "rung = \"face\"";

/// Both rules ask for a face: what each takes beside its line, and whether the first is told.
#[test]
fn a_total_speaks_for_an_amount_where_its_conditions_are_no_narrower() {
    let nights = "clock = \"22:00-06:00\"";
    for (single, total, told) in [
        ("", "", false),
        // A window: none is wider than any, and the same is no narrower.
        (nights, "", false),
        (nights, nights, false),
        ("", nights, true),
        (nights, "clock = \"21:00-06:00\"", true),
        // Another fact's level implies nothing, a lower one of the same fact is implied.
        ("device_from = \"fresh\"", "sim_age_from = \"under-72h\"", true),
        ("device_from = \"fresh\"", "device_from = \"known\"", false),
        ("", "device_from = \"known\"", true),
        ("", "device_from = \"trusted\"", false),
        // A count is implied by a count that is no lower, and neither by an amount nor by a level.
        ("", "count_24h_from = 3", true),
        ("device_from = \"fresh\"", "count_24h_from = 3", true),
        ("count_24h_from = 2", "count_24h_from = 3", true),
        ("count_24h_from = 3", "count_24h_from = 3", false),
        ("count_24h_from = 3", "count_24h_from = 2", false),
    ] {
        let and = |line: &str, more: &str| {
            if more.is_empty() { line.to_owned() } else { format!("{line}, {more}") }
        };
        let rules = [and(ALONE, single), and(TOTAL, total)];
        let rules = rules.each_ref().map(|when| (when.as_str(), BY_FACE));
        assert_eq!(is_told(&rules), told, "{single} beside a total of {total}");
    }
}

/// Every part that the rule demands must be demanded by a total, by one or by several; a rule that names no total is none.
#[test]
fn totals_speak_for_an_amount_only_where_they_demand_all_of_it() {
    let both = "rung = \"face\", confirm = true";
    assert!(is_told(&[(ALONE, both), (TOTAL, "confirm = true")]), "nobody else asks for a face");
    assert!(is_told(&[(ALONE, both), (TOTAL, BY_FACE)]), "nobody else asks for a confirmation");
    assert!(!is_told(&[(ALONE, both), (TOTAL, BY_FACE), (TOTAL, "confirm = true")]), "each is asked for");
    let (single, level) = ("amount_from = \"5000.00\", device_from = \"fresh\"", "device_from = \"fresh\"");
    let total = "total_day_from = \"5000.00\", device_from = \"fresh\"";
    assert!(is_told(&[(single, both), (level, "confirm = true"), (total, BY_FACE)]), "a level is no total");
}

/// What only reports asks for nothing: it neither is told nor speaks for another.
#[test]
fn rules_that_only_report_are_neither_split_nor_speak_for_others() {
    let shadow = |text: &str| format!("{text}shadow = true\n");
    let told = |text: &str| policy(&format!("{FACE}{text}")).flaws().contains(&Flaw::Splittable { rule: 0 });
    let single = rule("single", ALONE, BY_FACE);
    assert!(told(&single) && !told(&shadow(&single)));
    let total = rule("total", "total_day_from = \"5000.00\"", BY_FACE);
    assert!(!told(&format!("{single}{total}")));
    assert!(told(&format!("{single}{}", shadow(&total))), "a total that only reports asks for nothing");
}

/// Of two lines on the amount the higher counts; a line at the smallest coin cannot be split; a count is no money.
#[test]
fn the_highest_line_of_the_amount_alone_is_split() {
    for (when, told) in [
        ("amount_from = \"0.01\"", false),
        ("amount_from = \"0.02\"", true),
        ("amount_from = \"0.01\", amount_above = \"49.99\"", true),
        ("amount_from = \"5000.00\", count_24h_from = 2", true),
        ("amount_from = \"5000.00\", total_24h_from = \"6000.00\"", false),
        ("amount_from = \"5000.00\", balance_from = \"6000.00\"", false),
        ("count_24h_from = 2", false),
    ] {
        assert_eq!(is_told(&[(when, BY_FACE)]), told, "{when}");
    }
}
