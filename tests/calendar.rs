//! Holds counted in business days: the calendar is read, kept in the identity, compared, and missed where it is missing.

use stepup::calendar::{Day, Weekday};
use stepup::document::presets::RETAIL_CN;
use stepup::finding::{Code, Finding};
use stepup::policy::Policy;

const CALENDAR: &str =
    "\n[calendar]\nfrom = \"2026-01-01\"\nuntil = \"2027-12-31\"\nholidays = [\"2026-12-25\", 2026-12-28]\n";

/// The preset, its express line counted in business days, and more at its end.
fn policy(more: &str) -> String {
    let rules = RETAIL_CN.text.split("[[guarantee]]").next().unwrap();
    let by_days = "hold = \"2h\", hold_days = 1 }\nreason = \"Notice 261: day totals";
    rules.replacen("hold = \"2h\" }\nreason = \"Notice 261: day totals", by_days, 1) + more
}

fn sealed(text: &str) -> (Policy, Vec<Finding>) {
    let sealed = Policy::from_toml("days.toml", text).unwrap_or_else(|findings| panic!("{findings}"));
    (sealed.policy, sealed.findings.0)
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

#[test]
fn a_hold_by_business_days_without_a_calendar_is_told_once_and_can_be_accepted() {
    let (policy_without, findings) = sealed(&policy(""));
    let about: Vec<_> =
        findings.iter().map(|finding| (finding.code, finding.snippet.contains("express-line"))).collect();
    assert_eq!((about, policy_without.calendar()), (vec![(Code::NoCalendar, true)], None));
    let accepted = policy("").replacen(
        "accept = [{ code = \"P031\", reason = \"Notice 261",
        "accept = [{ code = \"P040\", reason = \"the core counts\" }, { code = \"P031\", reason = \"Notice 261",
        1,
    );
    assert_eq!(sealed(&accepted).1, []);
    assert_eq!(sealed(&policy(CALENDAR)).1, []);
}

#[test]
fn a_calendar_is_part_of_what_a_policy_is_and_reads_back() {
    let (policy_with, _) = sealed(&policy(CALENDAR));
    let calendar = policy_with.calendar().unwrap();
    assert_eq!(calendar.weekend().collect::<Vec<_>>(), [Weekday::Saturday, Weekday::Sunday]);
    assert_eq!(calendar.holidays(), [day("2026-12-25"), day("2026-12-28")]);
    // Christmas Eve, a Thursday: Friday and the Monday are holidays, so the first business day after is Tuesday.
    assert_eq!(calendar.after(day("2026-12-24"), 1), Some(day("2026-12-29")));
    let again = sealed(policy_with.canonical()).0;
    assert_eq!((again.calendar(), again.identity()), (Some(calendar), policy_with.identity()));
    let other = sealed(&policy(&CALENDAR.replace(", 2026-12-28", ""))).0;
    assert_ne!(other.identity(), policy_with.identity());
}

#[test]
fn a_calendar_with_more_business_days_is_weaker() {
    let with = |calendar: &str| sealed(&policy(calendar)).0;
    let (full, fewer) = (with(CALENDAR), with(&CALENDAR.replace(", 2026-12-28", "")));
    for (old, new, shorter, longer) in [
        (&full, &fewer, true, false),
        (&fewer, &full, false, true),
        (&full, &full, false, false),
        (&with(""), &full, true, false),
        (&full, &with(""), false, true),
    ] {
        let found = old.compare(new).unwrap();
        assert_eq!((found.shorter, found.longer), (shorter, longer));
        assert_eq!((found.is_nowhere_weaker(), found.is_nowhere_stricter()), (!shorter, !longer));
    }
    // Where nothing is counted in business days, the calendar changes nothing.
    let plain =
        |more: &str| sealed(&(RETAIL_CN.text.split("[[guarantee]]").next().unwrap().to_owned() + more)).0;
    assert!(plain(CALENDAR).compare(&plain("")).unwrap().is_identical());
}

#[test]
fn every_mistake_in_a_calendar_is_told_at_its_place() {
    for (from, to, code, about) in [
        ("\"2026-12-25\"", "\"25.12.2026\"", Code::BadCalendar, "\"25.12.2026\""),
        ("2026-12-28", "2026-02-30", Code::Syntax, ""),
        ("2026-12-28", "20261228", Code::WrongType, "20261228"),
        ("\"2026-12-25\"", "\"2025-12-25\"", Code::BadCalendar, "\"2025-12-25\""),
        ("\"2027-12-31\"", "\"2025-12-31\"", Code::BadCalendar, "\"2025-12-31\""),
        ("until = \"2027-12-31\"\n", "", Code::MissingKey, ""),
        ("from =", "form =", Code::UnknownKey, "form"),
        ("from =", "weekend = [\"sonntag\"]\nfrom =", Code::UnknownName, "\"sonntag\""),
        (
            "from =",
            "weekend = [\"monday\", \"tuesday\", \"wednesday\", \"thursday\", \"friday\", \"saturday\", \"sunday\"]\nfrom =",
            Code::BadCalendar,
            "[\"monday\"",
        ),
    ] {
        let text = policy(&CALENDAR.replacen(from, to, 1));
        let findings = Policy::from_toml("days.toml", &text).unwrap_err().0;
        let found = findings.iter().find(|finding| finding.code == code);
        let found = found.unwrap_or_else(|| panic!("{to}: {findings:?}"));
        assert!(text[found.span.clone()].starts_with(about), "{to}: {found}");
    }
    assert_eq!(
        sealed(&policy(&CALENDAR.replace("from =", "weekend = []\nfrom =")))
            .0
            .calendar()
            .unwrap()
            .weekend()
            .count(),
        0
    );
}
