//! What is known beforehand: the trap of the last total, the example of the design, two dates, no bound, nothing.

use stepup::exemption::AtMost;
use stepup::fact::{Metered, Ranked};
use stepup::guarantee::Region;
use stepup::operation::{Channel, CustomerFlag, CustomerFlags, Operation};
use stepup::policy::Policy;
use stepup::requirement::{Notice, Notices, Requirement};
use stepup::rule::{AtLeast, Circumstances};
use stepup::units::{Amount, Currency};
use stepup::verify::{Leak, Leaked, Run, Schedule};

use crate::common::bare;

pub(crate) const REVIEW: Requirement = Requirement { review: 1, ..Requirement::NOTHING };

/// A policy of rules that each demand a review; `more` stands before them.
pub(crate) fn policy_with(more: &str, rules: &[&str]) -> Policy {
    let mut text = more.to_owned();
    for (number, when) in rules.iter().enumerate() {
        text += &format!("[[rule]]\nid = \"r{number}\"\nwhen = {{ {when} }}\nrequire = {{ review = 1 }}\n");
    }
    bare::policy(&text)
}

pub(crate) fn policy(rules: &[&str]) -> Policy {
    policy_with("", rules)
}

pub(crate) fn everything() -> Region {
    Region { from: Vec::new(), upto: Vec::new(), circumstances: Circumstances::ANY }
}

pub(crate) fn leak(rules: &[&str]) -> Leak {
    policy(rules).leak(REVIEW, &everything())
}

pub(crate) fn given(from: &[AtLeast], upto: &[AtMost]) -> Region {
    Region { from: from.to_vec(), upto: upto.to_vec(), ..everything() }
}

pub(crate) fn schedule(leaked: &Leaked) -> &Schedule {
    match leaked {
        Leaked::Bounded(schedule) => schedule,
        Leaked::Unbounded { each } => panic!("without bound, by {each}"),
    }
}

/// Amount, times and date of every run.
pub(crate) fn runs(leaked: &Leaked) -> Vec<(i64, i64, u8)> {
    schedule(leaked).runs.iter().map(|run| (run.minor, run.times, run.date)).collect()
}

/// Trap 10: after one transfer nothing is silent any more, and the leak is what that one took.
#[test]
fn the_greatest_total_counts_and_not_the_last() {
    let leak = leak(&["count_24h_from = 2", "amount_from = \"10.00\""]);
    assert_eq!((leak.to_all.minor(), leak.to_one.minor()), (Some(999), Some(999)));
    // From the third on less may have left than two took.
    let falls = self::leak(&["count_24h_from = 3, total_24h_from = \"5.00\"", "amount_from = \"10.00\""]);
    assert_eq!(runs(&falls.to_all), [(999, 2, 1)]);
}

/// The example of the design: 4,999 and three times 999, not equal parts.
#[test]
fn unequal_parts_leak_more_than_equal_ones() {
    let leak = leak(&["amount_from = \"10.00\", total_24h_from = \"50.00\"", "count_24h_from = 5"]);
    assert_eq!(runs(&leak.to_all), [(4_999, 1, 1), (999, 3, 1)]);
    assert_eq!(leak.to_all.minor(), Some(4_999 + 3 * 999));
    assert_eq!(leak.to_one, leak.to_all, "no rule speaks of payees");
    assert!(schedule(&leak.to_all).realised);
    let all: Vec<i64> = schedule(&leak.to_all).transfers().map(|run| run.minor).collect();
    assert_eq!(all, [4_999, 999, 999, 999]);
    assert!(leak.to_all.exceeds(7_995) && !leak.to_all.exceeds(7_996));
}

#[test]
fn a_line_on_the_days_total_leaks_once_on_each_of_two_dates() {
    let twice = leak(&["total_day_from = \"200.00\""]);
    assert_eq!(runs(&twice.to_all), [(19_999, 1, 1), (19_999, 1, 2)]);
    assert!(schedule(&twice.to_all).realised && schedule(&twice.to_one).realised);
    // A line on 24 hours goes across both.
    let both = leak(&["total_day_from = \"200.00\"", "total_24h_from = \"300.00\""]);
    assert_eq!((both.to_all.minor(), both.to_one.minor()), (Some(29_999), Some(29_999)));
    // Of three transfers two are on the same date, where the second takes what the first left.
    let counted = leak(&["total_day_from = \"2.00\"", "amount_from = \"1.50\"", "count_24h_from = 4"]);
    assert_eq!(runs(&counted.to_all), [(149, 1, 1), (149, 1, 2), (50, 1, 2)]);
    assert_eq!(leak(&["total_24h_from = \"200.00\""]).to_all.minor(), Some(19_999));
}

/// The day's total of new devices runs where the region leaves no other device.
#[test]
fn the_total_of_new_devices_runs_on_new_devices() {
    let policy = policy(&["total_day_new_device_from = \"50.00\"", "total_24h_from = \"1000.00\""]);
    let of = |level| policy.leak(REVIEW, &given(&[AtLeast::Ranked(Ranked::Device, level)], &[])).to_all;
    assert_eq!(of(1).minor(), Some(99_999));
    for level in [2, 3, 5] {
        assert_eq!(runs(&of(level)), [(4_999, 1, 1), (4_999, 1, 2)], "{level}");
        assert!(schedule(&of(level)).realised, "{level}");
    }
}

#[test]
fn to_all_payees_each_gets_the_most_and_to_one_it_is_the_total() {
    let leak = leak(&["total_24h_payee_from = \"500.00\"", "total_24h_from = \"2000.00\""]);
    assert_eq!(runs(&leak.to_all), [(49_999, 4, 1), (3, 1, 1)]);
    assert_eq!(runs(&leak.to_one), [(49_999, 1, 1)]);
    assert!(schedule(&leak.to_all).realised && schedule(&leak.to_one).realised);
}

#[test]
fn without_a_line_on_the_totals_there_is_no_bound() {
    let single = leak(&["amount_from = \"10.00\""]);
    assert_eq!(single.to_all, Leaked::Unbounded { each: 999 });
    assert_eq!(single.to_one, Leaked::Unbounded { each: 999 });
    assert_eq!(single.to_all.minor(), None);
    assert!(single.to_all.exceeds(Amount::MAX_MINOR));
    // To one payee there is a line, to all there is none.
    let payee = leak(&["total_24h_payee_from = \"500.00\""]);
    assert_eq!(payee.to_all, Leaked::Unbounded { each: 49_999 });
    assert_eq!(payee.to_one.minor(), Some(49_999));
    // A first large one does not hide that the small ones never end.
    let small = leak(&["amount_from = \"10.00\", total_24h_from = \"50.00\""]);
    assert_eq!(small.to_all, Leaked::Unbounded { each: 999 });
    // A single transfer of any amount is as bad.
    assert_eq!(leak(&["count_24h_from = 2"]).to_all, Leaked::Unbounded { each: Amount::MAX_MINOR });
    // A count ends it, however late.
    let late = leak(&["amount_from = \"10.00\"", "count_24h_from = 30000"]);
    assert_eq!(late.to_all.minor(), Some(29_999 * 999));
    assert_eq!(runs(&late.to_all), [(999, 29_999, 1)]);
}

#[test]
fn nothing_leaks_where_everything_is_asked_for_or_nothing_is_asked_about() {
    let nothing = |leak: &Leak| leak.to_all.minor() == Some(0) && leak.to_one.minor() == Some(0);
    assert!(nothing(&leak(&["amount_from = \"0.01\""])));
    let lenient = policy(&["total_24h_from = \"50.00\""]);
    assert!(nothing(&lenient.leak(Requirement::NOTHING, &everything())), "nothing is always demanded");
    let of = |region: &Region| nothing(&lenient.leak(REVIEW, region));
    let operations = 1 << Operation::RaiseLimit.code();
    let elsewhere = Circumstances { operations, ..Circumstances::ANY };
    assert!(of(&Region { circumstances: elsewhere, ..everything() }), "no transfer in it");
    assert!(of(&given(&[AtLeast::Ranked(Ranked::Device, 3)], &[AtMost::Ranked(Ranked::Device, 2)])), "empty");
    assert!(of(&given(&[], &[AtMost::Ranked(Ranked::Payee, 0)])), "own accounts alone");
    assert!(of(&given(&[AtLeast::Ranked(Ranked::Grade, 1)], &[])), "transfers are of low grade");
    assert!(!of(&everything()));
}

/// Lower bounds on what runs along: as if so much had gone before; upper ones: what goes beyond is not counted.
#[test]
fn bounds_of_a_region_on_money_raise_what_is_read_or_end_what_is_counted() {
    let policy = policy(&["total_24h_from = \"50.00\", count_24h_from = 3", "total_24h_from = \"90.00\""]);
    let of = |region: &Region| policy.leak(REVIEW, region).to_all.minor();
    assert_eq!(of(&everything()), Some(8_999));
    let third = AtLeast::Metered(Metered::Count24h, 3);
    assert_eq!(of(&given(&[third], &[])), Some(4_999), "every transfer reads as a third one");
    let before = AtLeast::Metered(Metered::Total24h, 9_000);
    assert_eq!(of(&given(&[before], &[])), Some(0), "reads as 90.00, whatever left");
    assert_eq!(of(&given(&[], &[AtMost::Metered(Metered::Total24h, 3_000)])), Some(3_000));
    assert_eq!(of(&given(&[], &[AtMost::Metered(Metered::Amount, 700)])), Some(700 * 7 + 99));
    let few = [AtMost::Metered(Metered::Amount, 700), AtMost::Metered(Metered::Count24h, 2)];
    assert_eq!(of(&given(&[], &few)), Some(1_400));
}

#[test]
fn an_upper_bound_on_the_score_ends_the_region_and_a_lower_one_is_left_aside() {
    let card = "[scorecard.total_24h]\n\"10.00\" = 50\n\"40.00\" = 90\n";
    let policy = policy_with(card, &["total_24h_from = \"60.00\""]);
    let of = |region: &Region| policy.leak(REVIEW, region).to_all.minor();
    assert_eq!(of(&everything()), Some(5_999));
    assert_eq!(of(&given(&[], &[AtMost::Ranked(Ranked::Risk, 0)])), Some(999));
    assert_eq!(of(&given(&[], &[AtMost::Ranked(Ranked::Risk, 1)])), Some(3_999));
    assert_eq!(of(&given(&[], &[AtMost::Metered(Metered::Score, 60)])), Some(3_999));
    assert_eq!(of(&given(&[AtLeast::Ranked(Ranked::Risk, 3)], &[])), Some(5_999), "never too little");
}

/// Whoever takes the money picks channel and hour; the customer's marks they cannot change, and the worst is told.
#[test]
fn channel_and_hour_are_chosen_and_the_worst_customer_is_told() {
    let channels =
        policy(&["total_24h_from = \"50.00\", channel = [\"app\", \"web\"]", "total_24h_from = \"80.00\""]);
    let open = channels.leak(REVIEW, &everything());
    assert_eq!(open.to_all.minor(), Some(7_999));
    assert_eq!(schedule(&open.to_all).runs[0].channel, Channel::Counter);
    let app = Circumstances { channels: 1 << Channel::App.code(), ..Circumstances::ANY };
    assert_eq!(
        channels.leak(REVIEW, &Region { circumstances: app, ..everything() }).to_all.minor(),
        Some(4_999)
    );
    // At night less may leave, so it leaves by day; where only the night is asked about, less.
    let night =
        policy(&["total_24h_from = \"20.00\", clock = \"22:00-06:00\"", "total_24h_from = \"50.00\""]);
    let by_day = night.leak(REVIEW, &everything());
    assert_eq!(by_day.to_all.minor(), Some(4_999));
    assert_eq!(schedule(&by_day.to_all).runs[0].minute, 360);
    assert!(schedule(&by_day.to_all).realised);
    let asleep = Circumstances { clock: Some((1_320, 360)), ..Circumstances::ANY };
    assert_eq!(
        night.leak(REVIEW, &Region { circumstances: asleep, ..everything() }).to_all.minor(),
        Some(1_999)
    );
    // An exemption for companies: they lose most.
    let more = "[[exemption]]\nid = \"e\"\nholds_while = { flag = [\"entity\"], total_24h_upto = \"70.00\" }\nfrom = [\"r0\"]\n";
    let entity = policy_with(more, &["total_24h_from = \"50.00\""]).leak(REVIEW, &everything());
    assert_eq!(entity.to_all.minor(), Some(7_000));
    assert!(schedule(&entity.to_all).flags.contains(CustomerFlag::Entity));
}

/// What lasts is judged with silence at its least, so a device that is missing lets more out than one that is fresh.
#[test]
fn a_missing_fact_keeps_silent_what_lasts() {
    let text = "[[rule]]\nid = \"n\"\nwhen = { device_from = \"fresh\", total_24h_from = \"50.00\" }\n\
                require = { review = 1, notify = [\"agent\"] }\n";
    let policy = policy_with(text, &["total_24h_from = \"80.00\""]);
    let fresh = given(&[AtLeast::Ranked(Ranked::Device, 3)], &[]);
    let notify = Requirement { notify: Notices::NONE.with(Notice::Agent), ..Requirement::NOTHING };
    assert_eq!(policy.leak(REVIEW, &fresh).to_all.minor(), Some(4_999));
    assert!(matches!(policy.leak(notify, &fresh).to_all, Leaked::Unbounded { .. }));
    assert!(
        matches!(policy.leak(notify.join(REVIEW), &fresh).to_all, Leaked::Unbounded { .. }),
        "of two parts, either"
    );
    let known = given(&[AtLeast::Ranked(Ranked::Device, 3)], &[AtMost::Ranked(Ranked::Device, 4)]);
    assert_eq!(
        policy.leak(notify, &known).to_all.minor(),
        Some(4_999),
        "missing stands for unknown, beyond the bound"
    );
}

/// A state may stand for a higher level than the least measure, or a lower one than the bound's.
#[test]
fn of_all_values_of_a_fact_the_one_with_the_least_level_counts() {
    let raised = "[state.sim_age]\nnot-applicable = \"under-72h\"\n";
    let rules = [
        "sim_age_from = \"under-72h\", total_24h_from = \"10.00\"",
        "sim_age_from = \"under-24h\", total_24h_from = \"5.00\"",
        "total_24h_from = \"50.00\"",
    ];
    let policy = policy_with(raised, &rules);
    assert_eq!(policy.leak(REVIEW, &everything()).to_all.minor(), Some(4_999), "known and settled");
    let of =
        |level| policy.leak(REVIEW, &given(&[AtLeast::Ranked(Ranked::SimAge, level)], &[])).to_all.minor();
    assert_eq!((of(1), of(2)), (Some(999), Some(499)));
}

/// The channel of a run is one on which all of it is silent, what went before counted: by number and by day's total.
#[test]
fn a_run_stands_on_a_channel_where_all_of_it_is_silent() {
    let app = |line: &str| format!("channel = [\"app\"], {line}");
    let others = "channel = [\"web\"], total_24h_from = \"10.00\"";
    let rest = "channel = [\"counter\", \"atm\", \"phone\", \"terminal\", \"partner\", \"file\"]";
    for line in ["count_24h_from = 2", "total_day_from = \"5.00\""] {
        let policy = policy(&[&app(line), others, rest, "amount_from = \"5.00\""]);
        let leak = policy.leak(REVIEW, &everything());
        let second = schedule(&leak.to_all).transfers().nth(1).map(|run| (run.minor, run.channel));
        assert_eq!(second, Some((499, Channel::Web)), "{line}");
    }
    // To one payee the payee's total is that of all.
    let policy = policy(&[&app("total_24h_payee_from = \"5.00\""), others, rest, "amount_from = \"5.00\""]);
    let leak = policy.leak(REVIEW, &everything());
    let second = schedule(&leak.to_one).transfers().nth(1).map(|run| (run.minor, run.channel));
    assert_eq!(second, Some((499, Channel::Web)));
}

/// How many of a run are made on the first date is looked for among all numbers: here three of four, so that a large one
/// is silent once more on the second date, and the small ones still fit.
#[test]
fn a_run_is_divided_between_the_dates_where_the_most_leaves() {
    let leak = leak(&[
        "amount_from = \"2.01\"",
        "amount_from = \"1.01\", total_day_from = \"3.00\"",
        "amount_from = \"1.01\", total_24h_from = \"8.00\"",
        "total_day_from = \"6.50\"",
        "count_24h_from = 10",
    ]);
    assert_eq!(runs(&leak.to_all), [(200, 1, 1), (100, 3, 1), (200, 1, 2), (100, 4, 2)]);
}

/// A balance that is not given does not apply, and so is below every bound.
#[test]
fn an_upper_bound_on_the_balance_leaves_what_leaks_as_it_is() {
    let policy = policy(&["total_24h_from = \"5.00\""]);
    let leak = policy.leak(REVIEW, &given(&[], &[AtMost::Metered(Metered::Balance, 10_000)]));
    assert_eq!((leak.to_all.minor(), leak.to_one.minor()), (Some(499), Some(499)));
}

/// Of two channels neither is left out where one has fewer rules and the other an exemption, in whatever order they stand.
#[test]
fn a_channel_with_an_exemption_is_tried_beside_one_with_fewer_rules() {
    for channel in ["app", "file"] {
        let spared = format!("channel = [\"{channel}\"], hour_upto = \"usual\"");
        let exempt = format!("[[exemption]]\nid = \"e\"\nholds_while = {{ {spared} }}\nfrom = [\"r0\"]\n");
        let large = format!("channel = [\"{channel}\"], amount_from = \"100.00\"");
        let policy = policy_with(&exempt, &["total_24h_from = \"5.00\"", &large]);
        let leak = policy.leak(REVIEW, &everything());
        assert_eq!(leak.to_all, Leaked::Unbounded { each: 9_999 }, "{channel}");
    }
}

/// Four runs are told in a sentence; of more, the first four and that there are more.
#[test]
fn a_schedule_is_told_by_its_first_runs_and_by_dots_where_there_are_more() {
    let run = |number: u8| Run {
        minor: i64::from(number) * 100,
        times: 2,
        date: 1,
        channel: Channel::App,
        minute: 0,
    };
    let said = |runs: u8| {
        let runs: Vec<Run> = (1..=runs).map(run).collect();
        let schedule = Schedule { minor: 900, runs, flags: CustomerFlags::NONE, realised: false };
        Leaked::Bounded(schedule).said(Currency::CNY)
    };
    assert_eq!(said(1).en, "9.00 CNY leave in 24 h: 2 x 1.00 on day 1");
    let four =
        "9.00 CNY leave in 24 h: 2 x 1.00 on day 1, 2 x 2.00 on day 1, 2 x 3.00 on day 1, 2 x 4.00 on day 1";
    assert_eq!(said(4).en, four);
    assert_eq!(said(5).en, format!("{four}, ..."));
    assert_eq!(said(2).zh, "24小时内可流出9.00CNY：第1日2笔1.00，第1日2笔2.00");
    assert!(said(5).zh.ends_with("，第1日2笔4.00，……") && said(4).zh.ends_with("第1日2笔4.00"));
}

/// A balance counts only where the region names it; for what lasts, one that is missing is in the region as the most and
/// counts as nothing, unless the region ends below the most.
#[test]
fn a_balance_is_read_as_the_region_names_it() {
    let with = |demand: &str| {
        let rule = |id: &str, when: &str| {
            format!("[[rule]]\nid = \"{id}\"\nwhen = {{ {when} }}\nrequire = {{ {demand} }}\n")
        };
        let rules = [rule("b", "balance_from = \"1000.00\""), rule("t", "total_24h_from = \"100.00\"")];
        bare::policy(&rules.concat())
    };
    let from = |minor| AtLeast::Metered(Metered::Balance, minor);
    let minor =
        |policy: &Policy, before: Requirement, region: &Region| policy.leak(before, region).to_all.minor();
    let now = with("review = 1");
    assert_eq!(minor(&now, REVIEW, &everything()), Some(9_999));
    assert_eq!(minor(&now, REVIEW, &given(&[from(99_999)], &[])), Some(9_999));
    assert_eq!(minor(&now, REVIEW, &given(&[from(100_000)], &[])), Some(0));
    let beside = [from(100_000), AtLeast::Metered(Metered::Count24h, 1)];
    assert_eq!(minor(&now, REVIEW, &given(&beside, &[])), Some(0));
    let lasting = with("notify = [\"agent\"]");
    let told = Requirement { notify: Notices::NONE.with(Notice::Agent), ..Requirement::NOTHING };
    assert_eq!(minor(&lasting, told, &everything()), Some(9_999));
    assert_eq!(minor(&lasting, told, &given(&[from(100_000)], &[])), Some(9_999));
    let most = |minor| AtMost::Metered(Metered::Balance, minor);
    assert_eq!(minor(&lasting, told, &given(&[from(100_000)], &[most(200_000)])), Some(0));
    assert_eq!(minor(&lasting, told, &given(&[from(99_999)], &[most(200_000)])), Some(9_999));
    assert_eq!(minor(&lasting, told, &given(&[from(100_000)], &[most(Amount::MAX_MINOR)])), Some(9_999));
}

/// Of customers of whom one has more rules and the other fewer exemptions both are looked at, whoever comes first.
#[test]
fn every_kind_of_customer_that_may_lose_more_is_looked_at() {
    let text = "[[rule]]\nid = \"all\"\nwhen = { total_24h_from = \"100.00\" }\nrequire = { review = 1 }\n\
        [[rule]]\nid = \"firm\"\nwhen = { flag = [\"entity\"], total_24h_from = \"LINE\" }\nrequire = { review = 1 }\n\
        [[exemption]]\nid = \"own\"\nholds_while = { flag = [\"entity\"], risk_upto = \"low\" }\nfrom = [\"all\"]\n";
    let entity = CustomerFlags::NONE.with(CustomerFlag::Entity);
    for (line, most, flags) in [("500.00", 49_999, entity), ("50.00", 9_999, CustomerFlags::NONE)] {
        let leak = bare::policy(&text.replace("LINE", line)).leak(REVIEW, &everything());
        for leaked in [leak.to_all, leak.to_one] {
            let Leaked::Bounded(schedule) = leaked else { panic!("it is bounded") };
            assert_eq!((schedule.minor, schedule.flags, schedule.realised), (most, flags, true), "{line}");
        }
    }
}
