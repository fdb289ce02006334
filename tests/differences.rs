//! Where a new policy is weaker, by the smallest pairs: two scores beside each other, ladders, lists, calendars, words.

mod common;

use common::bare::{policy, rule};
use stepup::fact::Ranked;
use stepup::signal::scale;
use stepup::verify::Comparison;

fn compared(old: &str, new: &str) -> Comparison {
    policy(old).compare(&policy(new)).unwrap()
}

/// How many rules and parts are weaker, stricter, and left open.
fn counted(found: &Comparison) -> [usize; 3] {
    [found.weaker.len(), found.stricter.len(), found.undecided.len()]
}

/// Points of single levels.
fn card(points: &[(&str, &str, i64)]) -> String {
    points.iter().map(|(fact, level, points)| format!("[scorecard.{fact}]\n{level} = {points}\n")).collect()
}

/// Twelve reach a line at ten, fifteen none at twenty: higher points do not make up for a line that was moved further.
#[test]
fn a_higher_score_does_not_make_up_for_a_higher_line() {
    let old = format!("{}{}", card(&[("device", "known", 12)]), rule("r", "score_from = 10", "review = 1"));
    let new = format!("{}{}", card(&[("device", "trusted", 15)]), rule("r", "score_from = 20", "review = 1"));
    assert_eq!(counted(&compared(&old, &new)), [1, 0, 0]);
    let enough = new.replace("score_from = 20", "score_from = 15");
    assert_eq!(counted(&compared(&old, &enough)), [0, 1, 0], "fifteen for every device");
}

/// Sixty by the old card and ten by the new one, whose group has a cap: no other pair of scores is weaker.
#[test]
fn a_cap_of_the_new_policy_alone_is_counted() {
    let points = [
        ("device", "known", 30),
        ("integrity", "unattested", 30),
        ("network", "corporate", 8),
        ("hour", "occasional", 8),
        ("alert", "credential-change", 8),
    ];
    let old = format!("{}{}", card(&points), rule("r", "score_from = 35", "review = 1"));
    let cap = "[group.device]\ncap = 10\n";
    let new = format!("{}{cap}{}", card(&points), rule("r", "score_from = 16", "review = 1"));
    let found = compared(&old, &new);
    let [weaker, _, undecided] = counted(&found);
    assert_eq!((weaker, undecided), (1, 0), "{found:?}");
    let reading = found.weaker[0].witness.reading;
    assert_eq!([policy(&old), policy(&new)].map(|policy| policy.judge(&reading).score()), [60, 10]);
}

/// The amount is part of the total: a line on the total at the same sum asks wherever the old one did.
#[test]
fn a_line_on_the_total_asks_wherever_one_on_the_amount_did() {
    let [amount, total] =
        ["amount", "total_24h"].map(|fact| rule("r", &format!("{fact}_from = \"50.00\""), "review = 1"));
    assert_eq!(counted(&compared(&amount, &total)), [0, 1, 0]);
    assert_eq!(counted(&compared(&total, &amount)), [1, 0, 0]);
}

/// Of two rungs the second is reached by its own sets.
#[test]
fn a_rung_means_what_its_own_sets_mean() {
    let ladder = |two: &str| {
        format!(
            "[[ladder]]\nname = \"one\"\nany_of = [[\"face\"]]\nmax_age = \"15min\"\n[[ladder]]\nname = \"two\"\n\
             any_of = [[\"face\", \"{two}\"]]\nmax_age = \"5min\"\n{}",
            rule("r", "device_from = \"known\"", "rung = \"two\"")
        )
    };
    assert_eq!(counted(&compared(&ladder("sms"), &ladder("otp"))), [1, 1, 0]);
    assert_eq!(counted(&compared(&ladder("sms"), &ladder("sms"))), [0; 3]);
}

/// A rule about one operation covers none about all.
#[test]
fn a_rule_about_an_operation_covers_no_other() {
    let [wide, narrow] = ["", ", operation = [\"transfer\"]"]
        .map(|more| rule("r", &format!("device_from = \"known\"{more}"), "review = 1"));
    assert_eq!(counted(&compared(&wide, &narrow)), [1, 0, 0]);
    assert_eq!(counted(&compared(&narrow, &wide)), [0, 1, 0]);
}

/// Without a calendar a hold by days waits for a person, so that one makes it shorter; what only reports holds nothing.
#[test]
fn a_calendar_shortens_no_hold_that_only_reports() {
    let calendar = "[calendar]\nfrom = \"2026-01-01\"\nuntil = \"2027-12-31\"\n";
    let shorter = |shadow: &str| {
        let hold = format!("{}{shadow}", rule("r", "device_from = \"fresh\"", "hold_days = 1"));
        let found = compared(&hold, &format!("{hold}{calendar}"));
        (found.shorter, found.longer, found.is_nowhere_weaker())
    };
    assert_eq!(shorter(""), (true, false, false));
    assert_eq!(shorter("shadow = true\n"), (false, false, true));
}

#[test]
fn what_is_demanded_more_is_said_to_be_more() {
    let rule =
        rule("r", &format!("device_from = \"{}\"", scale(Ranked::Device).levels[1].name), "review = 1");
    let found = compared("", &rule);
    let story = &found.stricter[0].witness.story;
    assert!(story.en.ends_with("more is demanded of `review`"), "{}", story.en);
    assert!(story.zh.ends_with("对`人工复核`要求更高"), "{}", story.zh);
    let found = compared(&rule, "");
    let story = &found.weaker[0].witness.story;
    assert!(story.en.ends_with("less is demanded of `review`"), "{}", story.en);
    assert!(story.zh.ends_with("对`人工复核`要求更低"), "{}", story.zh);
}
