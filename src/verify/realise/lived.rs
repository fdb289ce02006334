//! What was lived through: the events of a customer's past, and the profile that remembers them.
//!
//! Movements of nothing teach places, hours and phones, and leave sums and habits of amounts as they are; so that each fact
//! has events of its own. The habits are the peer group's.

use crate::event::{Announcement, Credential, Event, Happening, Information, Movement, Scope};
use crate::fact::{Measure, Metered, Ranked, State};
use crate::factor::{Factor, FactorSet};
use crate::id::EventId;
use crate::place::Position;
use crate::profile::{PeerGroup, Profile, log2_256};
use crate::units::Timestamp;
use crate::verify::names::{
    DAY, HOUR, NOW, PHONE, TABLET, ago, country, customer, home, payee, phone, south, strong, transfer,
};
use crate::verify::realise::moved::{Flows, known_phone, movement};
use crate::verify::realise::plan::{PAID, Plan, SPREAD, octaves};

/// Failures in a row, and visits to a place, at the most.
const MOST: u16 = 200;
/// The longest silence that is made, days.
const LONGEST: u32 = 12_000;

/// The profile of a plan; `None` only where an event was refused.
pub(super) fn profile(plan: &Plan, flows: &Flows) -> Option<Profile> {
    let past = Past::of(plan, flows)?;
    let total = flows.total().saturating_add(plan.amount);
    let below =
        |minor: i64, fact: Ranked| log2_256(minor).saturating_sub(octaves(plan.rank(fact).unwrap_or(0)));
    let peers = PeerGroup {
        currency: plan.currency,
        amount_centre: below(plan.amount, Ranked::AmountHabit),
        amount_spread: SPREAD,
        outflow_centre: below(total, Ranked::OutflowHabit),
        outflow_spread: SPREAD,
    };
    let mut profile = Profile::new(customer(), 0, ago(past.opened(), plan.minute), peers);
    let mut number = 0_u64;
    for (age, what) in past.events {
        number = number.saturating_add(1);
        let id = EventId(number.to_le_bytes().repeat(2).try_into().ok()?);
        let event = Event { id, customer: customer(), key_id: 0, at: ago(age, plan.minute), what };
        profile.observe(&event).ok().map(drop)?;
    }
    Some(profile)
}

/// Events with their ages in seconds; what comes later stands behind.
struct Past {
    events: Vec<(u32, Happening)>,
    /// Seconds since the account was opened, at the least.
    least_age: u32,
    /// Seconds since the customer last used the account calmly: whole days, to a weekend.
    quiet: u32,
}

impl Past {
    fn of(plan: &Plan, flows: &Flows) -> Option<Self> {
        let quiet = quiet_days(plan.rank(Ranked::Dormancy).unwrap_or(0));
        let quiet = quiet.saturating_mul(DAY);
        let mut past = Self { events: Vec::new(), least_age: quiet, quiet };
        past.earn(plan);
        past.be_somewhere(plan)?;
        past.keep_hours(plan);
        past.use_phones(plan, flows);
        past.pay_calmly(plan);
        past.change_credentials(plan);
        if plan.rank(Ranked::Frozen).is_some_and(|frozen| frozen > 0) {
            // WHY: cleared, so that it lowers no tier; the account stays frozen until it is released.
            past.tell(40 * HOUR, Happening::Frozen);
            past.tell(40 * HOUR, Happening::Cleared);
        }
        past.events.extend(flows.events(plan));
        past.credit(plan, flows);
        past.fail(plan);
        past.events.sort_by_key(|(age, _)| core::cmp::Reverse(*age));
        Some(past)
    }

    fn opened(&self) -> u32 {
        let oldest = self.events.iter().map(|(age, _)| *age).max().unwrap_or(0);
        oldest.max(self.least_age).saturating_add(HOUR)
    }

    fn tell(&mut self, age: u32, what: Happening) {
        self.events.push((age, what));
    }

    /// A transfer of nothing that was proved, somewhere and from some phone.
    fn teach(&mut self, age: u32, plan: &Plan, at: Option<Position>, from: Option<u8>) {
        let proved = FactorSet::NONE.with(Factor::Face);
        let taught = Movement { position: at, device: from.map(phone), proved, ..nothing(plan) };
        self.tell(age, Happening::Settled(taught));
    }

    /// The tier: transfers of nothing that teach nothing, over months, and all information.
    fn earn(&mut self, plan: &Plan) {
        let (days, times) = match plan.rank(Ranked::Tier) {
            Some(0) => (370_u32, 100_u32),
            Some(1) => (95, 20),
            Some(2) => (8, 3),
            _ => return,
        };
        let span = days.saturating_mul(DAY);
        self.least_age = self.quiet.saturating_add(span);
        for left in (1..=times).rev() {
            let age = span.saturating_mul(left).checked_div(times).unwrap_or(0);
            self.tell(self.quiet.saturating_add(age), Happening::Settled(nothing(plan)));
        }
        if days > 8 {
            for item in Information::ALL.iter().copied() {
                self.tell(self.least_age, Happening::CompletedInformation { item });
            }
        }
    }

    /// Places, a journey announced, and where the customer was last.
    fn be_somewhere(&mut self, plan: &Plan) -> Option<()> {
        let (place, speed) = (plan.rank(Ranked::Place), plan.rank(Ranked::Travel).unwrap_or(0));
        let at = self.usual_place(plan);
        if place == Some(0) {
            let halved = self.quiet.div_ceil(30 * DAY).min(7);
            let visits = 3_u16.checked_shl(halved).unwrap_or(MOST).min(MOST);
            for _ in 1..visits {
                self.teach(self.quiet, plan, at, None);
            }
        }
        if place == Some(3) {
            self.announce(Scope::Country(country(false)?.country));
        }
        let unlearned = plan.state(Ranked::Place) == State::Unlearned;
        if unlearned && plan.state(Ranked::Travel).is_uncertain() {
            self.be_seen(self.quiet, home());
        }
        // WHY: on a line that hides where it is no journey is measured, and it would only end a silence.
        if speed > 0 && !plan.is_anonymous() {
            self.travel(plan, speed, place != Some(4) && place.is_some_and(|place| place > 2))?;
        }
        Some(())
    }

    /// Where the customer has been, by how well the place that is asked from is to be known; nowhere where nobody minds.
    fn usual_place(&self, plan: &Plan) -> Option<Position> {
        match plan.rank(Ranked::Place) {
            Some(0 | 1) => home(),
            Some(2) => south(30_000, false),
            Some(4) => south(300_000, false),
            Some(_) => south(300_000, true),
            None => {
                let (place, travel) = (plan.state(Ranked::Place), plan.state(Ranked::Travel));
                let speed = plan.rank(Ranked::Travel).unwrap_or(0);
                let minds = speed > 0 || travel.is_uncertain();
                if place != State::Unlearned && minds { home() } else { None }
            }
        }
    }

    /// The last calm transfer: strongly proved, so that what comes since counts from here.
    fn pay_calmly(&mut self, plan: &Plan) {
        let device = (plan.rank(Ranked::Device) == Some(1)).then(|| phone(PHONE));
        let known = plan.has_payee() && plan.payee().is_some_and(|rank| rank <= PAID);
        let last = Movement {
            position: self.usual_place(plan),
            device,
            payee: known.then(|| payee(0)),
            proved: strong(),
            ..nothing(plan)
        };
        self.tell(self.quiet, Happening::Attempted(last));
        self.tell(self.quiet, Happening::Settled(last));
    }

    /// A proof somewhere: it teaches no place.
    fn be_seen(&mut self, age: u32, position: Option<Position>) {
        self.tell(age, Happening::Proved { factors: strong(), device: None, position });
    }

    /// Somewhere so far away, and so lately, that getting here takes such a speed, km/h.
    fn travel(&mut self, plan: &Plan, speed: u16, abroad: bool) -> Option<()> {
        const LEAST_M: u32 = 60_000;
        let speed = u32::from(speed);
        // A kilometre an hour is 5/18 of a metre a second.
        let shortest = LEAST_M.saturating_mul(18).div_ceil(speed.saturating_mul(5).max(1));
        let elapsed = if speed > 10_000 { HOUR / 2 } else { HOUR }.max(shortest);
        let metres = elapsed.saturating_mul(speed).saturating_mul(5).div_ceil(18);
        let there = south(metres.saturating_add(200), abroad)?;
        let since_proof = plan.meter(Metered::SinceProof);
        if plan.state(Ranked::Place) == State::Unlearned || since_proof <= i64::from(elapsed) {
            self.be_seen(elapsed, Some(there));
        } else {
            self.teach(elapsed, plan, Some(there), None);
        }
        Some(())
    }

    fn announce(&mut self, scope: Scope) {
        let (from, until) =
            (Timestamp::from_seconds(1), Timestamp::from_seconds(NOW.saturating_add(30 * DAY)));
        let made = Announcement { scope, proved: strong(), from, until };
        self.tell(26 * HOUR, Happening::Announced(made));
    }

    /// So many transfers at this hour, and so many half a day off, on a weekday, that this hour is as rare as wanted.
    fn keep_hours(&mut self, plan: &Plan) {
        let Some(rarity) = plan.rank(Ranked::Hour) else { return };
        let wanted = u32::from(10_000_u16.saturating_sub(rarity));
        let of = |all: u32| all.saturating_mul(wanted) / 10_000;
        let share = |all: u32| of(all).saturating_mul(10_000).checked_div(all).unwrap_or(0);
        let all = (4..=15_u32).rev().max_by_key(|all| share(*all)).unwrap_or(4);
        let friday = self.quiet.saturating_add(if self.quiet / DAY % 7 == 4 { 2 * DAY } else { DAY });
        let half = 12 * HOUR;
        let other = if plan.minute < 720 { friday.saturating_sub(half) } else { friday.saturating_add(half) };
        for _ in 0..all {
            self.teach(other, plan, None, None);
        }
        for _ in 0..of(all) {
            self.teach(friday, plan, None, None);
        }
    }

    /// The phone that asks, as it is known; and another of old, where something left from one.
    fn use_phones(&mut self, plan: &Plan, flows: &Flows) {
        let device = phone(PHONE);
        let bound = Happening::DeviceBound { device, at_opening: false };
        // WHY: the first proved use of a trusted phone is more than 30 days ago.
        let long = self.quiet.max(32 * DAY);
        match plan.rank(Ranked::Device) {
            Some(0) => {
                self.tell(long.saturating_add(DAY), bound);
                self.teach(long, plan, None, Some(PHONE));
            }
            Some(1) => self.tell(self.quiet.saturating_add(HOUR), bound),
            Some(2) => self.tell(30 * HOUR, bound),
            Some(3) => self.tell(HOUR, bound),
            Some(4) => self.announce(Scope::Device(device)),
            _ => {}
        }
        let old = known_phone(plan);
        if flows.leaves_old_phone() && old != PHONE {
            let bound = Happening::DeviceBound { device: phone(old), at_opening: false };
            self.tell(self.quiet.saturating_add(HOUR), bound);
            self.teach(self.quiet, plan, None, Some(old));
        }
    }

    fn change_credentials(&mut self, plan: &Plan) {
        for (fact, credential) in [
            (Ranked::PasswordAge, Credential::Password),
            (Ranked::SimAge, Credential::Sim),
            (Ranked::EnrolmentAge, Credential::Biometric),
        ] {
            if let Some(fresh) = plan.rank(fact).filter(|fresh| *fresh > 0) {
                let minutes = u32::from(Measure::MAX.saturating_sub(fresh));
                let changed = Happening::CredentialChanged { credential, first: false };
                self.tell(minutes.saturating_mul(60), changed);
            }
        }
    }

    /// Money that just came in, of which such a share leaves.
    fn credit(&mut self, plan: &Plan, flows: &Flows) {
        let Some(share) = plan.rank(Ranked::PassThrough).filter(|share| *share > 0) else { return };
        let leaving = flows.recent().saturating_add(plan.amount).saturating_mul(10_000);
        let minor = leaving.checked_div(i64::from(share)).unwrap_or(0);
        // WHY: what came in is remembered rounded up by less than one part in 262,144; a larger credit is a smaller share.
        let minor = minor.saturating_sub(minor / 131_072);
        self.tell(0, Happening::Credited { minor, currency: plan.currency });
    }

    /// Failures on the phone that asks, and on one that somebody else holds.
    fn fail(&mut self, plan: &Plan) {
        let count = |fact: Ranked| plan.rank(fact).unwrap_or(0).min(MOST);
        let (tablet, elsewhere) = (phone(TABLET), count(Ranked::Probing));
        if elsewhere > 0 {
            self.tell(self.quiet, Happening::DeviceBound { device: tablet, at_opening: false });
        }
        for _ in 0..elsewhere {
            self.tell(0, Happening::LogInFailed { device: Some(tablet) });
        }
        let asks = plan.rank(Ranked::Device).map(|_| phone(PHONE));
        for _ in 0..count(Ranked::Attempts) {
            self.tell(0, Happening::LogInFailed { device: asks });
        }
    }
}

/// A transfer of nothing, to nobody; of the past, and none of those that count.
fn nothing(plan: &Plan) -> Movement {
    Movement { transfer: transfer(u32::MAX), ..movement(plan, 0) }
}

/// Days of silence, at least so many and at least four, that lead to a weekend: what is taught there says nothing of the
/// hours of a weekday, on which it is asked.
fn quiet_days(dormant: u16) -> u32 {
    let least = u32::from(dormant).clamp(4, LONGEST);
    (least..least.saturating_add(7)).find(|days| matches!(days % 7, 4 | 5)).unwrap_or(least)
}
