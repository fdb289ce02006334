//! The least corners of a region: what silence, states, new devices and bounds on either side leave of it.

use stepup::exemption::AtMost;
use stepup::fact::{Metered, Ranked};
use stepup::guarantee::{Guarantee, Promise, Region};
use stepup::operation::CustomerFlag;
use stepup::policy::Policy;
use stepup::requirement::{Notice, Notices, Requirement};
use stepup::rule::{AtLeast, Circumstances};
use stepup::units::Amount;
use stepup::verify::{BUDGET, Leaked, Proof, prove};

use super::examples::{REVIEW, everything, given, leak, policy, policy_with, runs};
use crate::common::bare::{self, rule};

const LINE: &str = "total_24h_from = \"50.00\"";
const NONE: Requirement = Requirement::NOTHING;
const TOLD: Requirement = Requirement { notify: Notices::NONE.with(Notice::Agent), ..NONE };

/// What leaks to all; `None` without bound.
fn minor(policy: &Policy, before: Requirement, region: &Region) -> Option<i64> {
    policy.leak(before, region).to_all.minor()
}

fn device(level: u8) -> AtLeast {
    AtLeast::Ranked(Ranked::Device, level)
}

/// What lasts is judged with silence as nothing: a freeze as well as a message, and from the lowest level that is named.
#[test]
fn what_lasts_is_never_demanded_of_what_is_missing() {
    for (demand, before) in
        [("freeze = true", Requirement { freeze: true, ..NONE }), ("notify = [\"agent\"]", TOLD)]
    {
        for (name, level) in [("fresh", 3), ("known", 1)] {
            let policy = bare::policy(&rule("r", &format!("device_from = \"{name}\", {LINE}"), demand));
            assert_eq!(minor(&policy, before, &given(&[device(level)], &[])), None, "{demand} {name}");
            let known = [AtMost::Ranked(Ranked::Device, if level == 3 { 4 } else { 2 })];
            assert_eq!(
                minor(&policy, before, &given(&[device(level)], &known)),
                Some(4_999),
                "{demand} {name}"
            );
        }
    }
    // A balance that is missing is in the region, and one that does not apply is not: each transfer tells somebody.
    let rules = [
        rule("b", "balance_from = \"1000.00\"", "review = 1"),
        rule("t", "amount_from = \"0.01\"", "notify = [\"agent\"]"),
    ];
    let from = [AtLeast::Metered(Metered::Balance, 100_000)];
    assert_eq!(minor(&bare::policy(&rules.concat()), TOLD.join(REVIEW), &given(&from, &[])), Some(0));
}

/// The score of a fresh device is above the region; with a change of card that is missing it is within it.
#[test]
fn a_corner_of_what_lasts_need_not_be_below_the_regions_ceiling() {
    let text = format!(
        "[scorecard.device]\nunknown = 50\n{}",
        rule("r", "sim_age_from = \"under-72h\"", "notify = [\"agent\"]")
    );
    let region =
        given(&[device(3), AtLeast::Ranked(Ranked::SimAge, 1)], &[AtMost::Metered(Metered::Score, 10)]);
    assert_eq!(minor(&bare::policy(&text), TOLD, &region), None);
}

/// A device that does not apply may stand for an unknown one: the new devices of the region are then tried beside it.
#[test]
fn new_devices_are_tried_where_none_stands_for_a_worse_one() {
    let state = "[state.device]\nnot-applicable = \"unknown\"\n";
    let small = "device_from = \"unknown\", total_24h_from = \"1.00\"";
    let fresh = [device(3)];
    assert_eq!(minor(&policy_with(state, &[small, LINE]), REVIEW, &given(&fresh, &[])), Some(4_999));
    // No more of new devices than the region has.
    let upto = [AtMost::Metered(Metered::TotalDayNewDevice, 2_000)];
    assert_eq!(minor(&policy_with(state, &[small, LINE]), REVIEW, &given(&fresh, &upto)), Some(4_000));
    // The day's total of new devices begins anew on the second date.
    let day = policy_with(state, &[small, "total_day_new_device_from = \"20.00\""]);
    let found = day.leak(REVIEW, &given(&fresh, &[])).to_all;
    assert_eq!(runs(&found), [(1_999, 1, 1), (1_999, 1, 2)]);
    // From another device nothing leaves from a new one.
    let coin = policy(&["total_day_new_device_from = \"0.01\"", LINE]);
    assert_eq!(minor(&coin, REVIEW, &everything()), Some(4_999));
}

/// Of several bounds on one fact the tightest counts, whichever stands first; a grade is one as well.
#[test]
fn of_several_bounds_on_one_fact_the_tightest_counts() {
    let levels = policy(&["device_from = \"fresh\", total_24h_from = \"10.00\"", LINE]);
    let total = |least| AtLeast::Metered(Metered::Total24h, least);
    let most = |most| AtMost::Metered(Metered::Total24h, most);
    let ninety = policy(&["total_24h_from = \"90.00\""]);
    for turned in [false, true] {
        let pair = |one, two| if turned { [two, one] } else { [one, two] };
        assert_eq!(minor(&levels, REVIEW, &given(&pair(device(1), device(3)), &[])), Some(999));
        assert_eq!(minor(&ninety, REVIEW, &given(&pair(total(9_000), total(100)), &[])), Some(0));
        let upto = if turned { [most(4_000), most(3_000)] } else { [most(3_000), most(4_000)] };
        assert_eq!(minor(&policy(&[LINE]), REVIEW, &given(&[], &upto)), Some(3_000));
    }
    let graded = given(&[], &[AtMost::Ranked(Ranked::Grade, 0)]);
    assert_eq!(minor(&policy(&[LINE]), REVIEW, &graded), Some(4_999), "transfers are of the low grade");
}

/// The region's own circumstances: customers who are marked, and a window that no rule names.
#[test]
fn customers_and_hours_of_a_region_are_those_who_lose() {
    let lines = policy(&[LINE]);
    let of = |circumstances| minor(&lines, REVIEW, &Region { circumstances, ..everything() });
    assert_eq!(of(Circumstances { flags: vec![CustomerFlag::Minor], ..Circumstances::ANY }), Some(4_999));
    assert_eq!(of(Circumstances { clock: Some((360, 1_080)), ..Circumstances::ANY }), Some(4_999));
}

/// Lower bounds and upper ones on what runs along, with and without a rule.
#[test]
fn what_runs_along_is_raised_by_lower_bounds_and_ends_at_upper_ones() {
    let upto = given(&[], &[AtMost::Metered(Metered::Total24h, 3_000)]);
    assert_eq!(minor(&bare::policy(""), TOLD, &upto), Some(3_000));
    // An amount of 50.00 makes a total of as much, and a payee added just now a new one of the day.
    let large = given(&[AtLeast::Metered(Metered::Amount, 5_000)], &[]);
    assert_eq!(minor(&policy(&[LINE]), REVIEW, &large), Some(0));
    let added = given(&[AtLeast::Ranked(Ranked::Payee, 5)], &[]);
    assert_eq!(minor(&policy(&["new_payees_24h_from = 1"]), REVIEW, &added), Some(0));
}

/// A line may lie at the largest measure there is.
#[test]
fn a_line_at_the_largest_measure_bounds_what_leaves() {
    let most = leak(&["amount_from = \"10.00\"", "count_24h_from = 32766"]);
    assert_eq!(most.to_all.minor(), Some(32_765 * 999));
    let all = leak(&["total_24h_from = \"9999999999999999.99\""]);
    assert_eq!(all.to_all.minor(), Some(Amount::MAX_MINOR - 1));
}

/// Whoever proves a leak bound replays nothing, and says of the schedule no more than that.
#[test]
fn a_leak_that_refutes_a_guarantee_was_not_replayed() {
    let promise = Promise::LeakAtMost(299, REVIEW);
    let guarantee = Guarantee { id: "g".to_owned(), region: everything(), promise };
    let proof = prove(&policy(&["total_24h_from = \"3.01\""]), &guarantee, BUDGET).proof;
    let Proof::Leaks(leaked) = proof else { panic!("{proof:?}") };
    let Leaked::Bounded(schedule) = *leaked else { panic!("{leaked:?}") };
    assert_eq!((schedule.minor, schedule.realised), (300, false));
}
