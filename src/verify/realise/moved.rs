//! What left before: earlier transfers that make the sums and counts of a reading.

use crate::event::{Happening, Movement};
use crate::fact::{Metered, Ranked};
use crate::factor::FactorSet;
use crate::signal::device::RECENT;
use crate::signal::payee::{NEW, OWN_ACCOUNT_HERE};
use crate::verify::names::{DAY, HOUR, OLD_PHONE, PHONE, payee, phone, strong, transfer};
use crate::verify::realise::plan::Plan;

/// Movements of nothing, for counts alone, at the most.
const MOST: i64 = 100;
/// Yesterday, to the second: still within 24 hours, and another date at whatever time it is.
const YESTERDAY: u32 = DAY;
/// Neither within the hour nor before midnight, where the day is old enough for both.
const TODAY: u32 = 75 * 60;
/// Behind every window of 24 hours.
const BEFORE: u32 = 40 * HOUR;

/// One earlier transfer.
#[derive(Clone, Copy)]
struct Flow {
    age: u32,
    minor: i64,
    /// To the payee who is paid now.
    same: bool,
    /// From a device that is known of old.
    from_old: bool,
}

/// What left before this transfer.
pub(super) struct Flows {
    /// In order.
    flows: Vec<Flow>,
    /// How many of them, from the last, came since the last strong authentication; all, where that was before them.
    since: Option<usize>,
    /// What left longer ago than 24 hours, and since the last strong authentication: how much, and how often.
    older: (i64, i64),
    /// What was tried beyond what left.
    tried: i64,
    /// Payees who were asked for first, and not paid.
    strangers: i64,
}

impl Flows {
    /// The flows for a plan; none where no money moves.
    pub fn of(plan: &Plan) -> Self {
        let mut flows = Self { flows: Vec::new(), since: None, older: (0, 0), tried: 0, strangers: 0 };
        if !plan.operation.moves_money() {
            return flows;
        }
        let count = |fact: Metered| plan.meter(fact).saturating_sub(1).clamp(0, MOST);
        let before = |fact: Metered| plan.meter(fact).saturating_sub(plan.amount).max(0);
        flows.flows = with_counts(money(plan), count(Metered::Count1h), count(Metered::Count24h));
        let total = flows.total();
        let (since, often) = (before(Metered::TotalSinceSca), count(Metered::CountSinceSca));
        let number = i64::try_from(flows.flows.len()).unwrap_or(i64::MAX);
        let late = !plan.proves
            || plan.rank(Ranked::Dormancy).unwrap_or(0) > 0
            || plan.meter(Metered::SinceProof) > i64::from(YESTERDAY);
        if late || (since >= total && often >= number) {
            flows.older = (since.saturating_sub(total).max(0), often.saturating_sub(number).max(0));
        } else {
            let (mut sum, mut times) = (0_i64, 0_i64);
            let fit = flows.flows.iter().rev().take_while(|flow| {
                (sum, times) = (sum.saturating_add(flow.minor), times.saturating_add(1));
                sum <= since && times <= often
            });
            flows.since = Some(fit.count());
        }
        flows.tried = before(Metered::Attempted24h).saturating_sub(total).max(0);
        let stranger = is_stranger(plan);
        let met = stranger && flows.flows.iter().any(|flow| flow.same);
        let counted = i64::from(stranger).saturating_add(i64::from(met));
        flows.strangers = plan.meter(Metered::NewPayees24h).saturating_sub(counted).clamp(0, MOST);
        flows
    }

    /// Minor units that left within 24 hours.
    pub fn total(&self) -> i64 {
        self.flows.iter().fold(0, |sum, flow| sum.saturating_add(flow.minor))
    }

    /// Minor units that left just now.
    pub fn recent(&self) -> i64 {
        let recent = self.flows.iter().filter(|flow| flow.age < HOUR);
        recent.fold(0, |sum, flow| sum.saturating_add(flow.minor))
    }

    /// Whether something left today from a device that is known of old.
    pub fn leaves_old_phone(&self) -> bool {
        self.flows.iter().any(|flow| flow.from_old)
    }

    /// The events, each with its age in seconds.
    pub fn events(&self, plan: &Plan) -> Vec<(u32, Happening)> {
        let mut told = Told { events: Vec::new(), number: 0 };
        let (minor, times) = self.older;
        for place in 0..times.max(i64::from(minor > 0)) {
            told.attempt(BEFORE, movement(plan, if place == 0 { minor } else { 0 }));
        }
        if self.tried > 0 {
            told.attempt(YESTERDAY, movement(plan, self.tried));
            told.give_up(YESTERDAY);
        }
        for stranger in 0..u32::try_from(self.strangers).unwrap_or(0) {
            let to = Some(payee(stranger.saturating_add(1)));
            told.attempt(YESTERDAY, Movement { payee: to, ..movement(plan, 0) });
            told.give_up(YESTERDAY);
        }
        let own = plan.payee() == Some(OWN_ACCOUNT_HERE);
        let proved_at = self.since.map(|since| self.flows.len().saturating_sub(since));
        let mut age = YESTERDAY;
        for (place, flow) in self.flows.iter().enumerate() {
            if proved_at == Some(place) {
                told.prove(age);
            }
            age = flow.age;
            told.attempt(
                age,
                Movement {
                    payee: flow.same.then(|| payee(0)),
                    device: flow.from_old.then(|| phone(known_phone(plan))),
                    own_account_here: flow.same && own,
                    ..movement(plan, flow.minor)
                },
            );
        }
        if proved_at.is_some_and(|place| place >= self.flows.len()) {
            told.prove(age);
        }
        told.events
    }
}

/// Events as they are told, with the number of the last transfer.
struct Told {
    events: Vec<(u32, Happening)>,
    number: u32,
}

impl Told {
    fn attempt(&mut self, age: u32, flow: Movement) {
        self.number = self.number.saturating_add(1);
        self.events.push((age, Happening::Attempted(Movement { transfer: transfer(self.number), ..flow })));
    }

    /// The last transfer will not happen.
    fn give_up(&mut self, age: u32) {
        self.events.push((age, Happening::Returned { transfer: transfer(self.number) }));
    }

    fn prove(&mut self, age: u32) {
        self.events.push((age, Happening::Proved { factors: strong(), device: None, position: None }));
    }
}

/// So much from no device that is known, to nobody.
pub(super) fn movement(plan: &Plan, minor: i64) -> Movement {
    Movement {
        transfer: transfer(0),
        minor,
        currency: plan.currency,
        payee: None,
        own_account_here: false,
        device: None,
        position: None,
        proved: FactorSet::NONE,
    }
}

/// Whether the payee counts as new.
fn is_stranger(plan: &Plan) -> bool {
    plan.has_payee() && plan.payee().is_none_or(|rank| rank >= NEW)
}

/// Whether the phone that asks is known of old: otherwise what leaves from it leaves from a new device.
fn is_phone_old(plan: &Plan) -> bool {
    plan.rank(Ranked::Device).is_some_and(|rank| rank < RECENT)
}

/// A phone that is known of old: the one that asks where it is.
pub(super) fn known_phone(plan: &Plan) -> u8 {
    if is_phone_old(plan) { PHONE } else { OLD_PHONE }
}

/// The sums before this transfer as flows, in order: yesterday's and today's, to the payee and to others.
fn money(plan: &Plan) -> Vec<Flow> {
    let before = |fact: Metered, now: i64| plan.meter(fact).saturating_sub(now).max(0);
    let leaving = if plan.stays_here() { 0 } else { plan.amount };
    // WHY: where there is no device at all, what leaves now is not from a new one.
    let known = is_phone_old(plan) || plan.is_without_device();
    let from_new = before(Metered::TotalDayNewDevice, if known { 0 } else { leaving });
    let day = before(Metered::TotalDay, leaving).max(from_new);
    let to_payee = if plan.has_payee() { before(Metered::Total24hPayee, plan.amount) } else { 0 };
    let total = before(Metered::Total24h, plan.amount).max(day).max(to_payee);
    // What goes to an account of one's own here is no part of the day's total.
    let today_same = if plan.payee() == Some(OWN_ACCOUNT_HERE) { 0 } else { to_payee.min(day) };
    let yesterday_same = to_payee.saturating_sub(today_same);
    let others = total.saturating_sub(day).saturating_sub(yesterday_same).max(0);
    let age = if plan.minute > TODAY_BEGAN { TODAY } else { 1 };
    let mut new_left = from_new;
    let mut flows = Vec::new();
    for (age, same, minor) in [
        (YESTERDAY, true, yesterday_same),
        (YESTERDAY, false, others),
        (age, true, today_same),
        (age, false, day.saturating_sub(today_same)),
    ] {
        let is_today = age != YESTERDAY;
        let from_new = if is_today { minor.min(new_left) } else { minor };
        new_left = if is_today { new_left.saturating_sub(from_new) } else { new_left };
        let parts = [(minor.saturating_sub(from_new), true), (from_new, false)];
        let parts = parts.into_iter().filter(|(minor, _)| *minor > 0);
        flows.extend(parts.map(|(minor, from_old)| Flow { age, minor, same, from_old }));
    }
    flows
}

/// From this minute on, today is old enough for something that is more than an hour ago.
const TODAY_BEGAN: u16 = 80;

/// The flows, and movements of nothing, so that so many were within the hour, and so many within 24.
fn with_counts(mut flows: Vec<Flow>, last_hour: i64, last_day: i64) -> Vec<Flow> {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let nothing = |age: u32| Flow { age, minor: 0, same: false, from_old: false };
    let recent = count(flows.iter().filter(|flow| flow.age < HOUR).count());
    for _ in recent..last_hour {
        flows.push(nothing(1));
    }
    for _ in count(flows.len())..last_day {
        flows.insert(0, nothing(YESTERDAY));
    }
    flows
}
