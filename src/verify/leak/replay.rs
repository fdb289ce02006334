//! A customer built for a leak, and the requests that make it: whether it happens outside the verifier too.

use crate::event::{Event, Happening, Information, Movement};
use crate::fact::{Given, Metered, Ranked};
use crate::factor::FactorSet;
use crate::guarantee::Region;
use crate::id::{EventId, Pseudonym};
use crate::operation::{CustomerFlags, Operation};
use crate::policy::Policy;
use crate::profile::{PeerGroup, Profile, log2_256};
use crate::reading::Reading;
use crate::request::{
    Alert, CoercionSigns, Destination, Fields, Integrity, Network, PayeeCheck, PayeeRelation, Request,
    TraBand,
};
use crate::requirement::Requirement;
use crate::rule::AtLeast;
use crate::units::{Amount, Moment, Timestamp};
use crate::verify::inside::is_inside;
use crate::verify::leak::silence::{Way, live};
use crate::verify::leak::{Run, Schedule};
use crate::verify::names::{customer, home, payee, phone, strong, transfer};

/// Transfers that are replayed at the most.
const MOST: usize = 64;
/// Midnight at the beginning of the first date: 2027-01-12 in Greenwich, a Tuesday.
const MIDNIGHT: u32 = 1_799_712_000;
const DAY_S: u32 = 86_400;
const DAY_MINUTES: u32 = 1_440;
/// Transfers of the customer's past, two days apart: every hour of weekdays and weekends, a year in all.
const PAST: u32 = 180;
/// Payees that a profile remembers.
const PAYEES: u32 = 12;
/// Minutes between two transfers: so many that each is alone in its hour, or as few as it takes.
const GAPS: [u32; 4] = [71, 21, 11, 1];

const OLD_PHONE: u8 = 1;
const NEW_PHONE: u8 = 2;
const STRANGE_PHONE: u8 = 3;

/// Whether a profile and requests that were built for it leak a schedule: every request is in the region, and none is
/// asked for what was asked about.
///
/// What the region asks of the device, and of what a request itself says, is made so; where it asks for more, or where
/// the policy minds what a profile rounds up, the answer is no.
pub(super) fn is_real(
    policy: &Policy,
    before: Requirement,
    region: &Region,
    schedule: &Schedule,
    one: bool,
) -> bool {
    let transfers: Vec<&Run> = schedule.transfers().take(MOST.saturating_add(1)).collect();
    if transfers.len() > MOST {
        return false;
    }
    let largest_day = [1, 2].map(|date| {
        let runs = schedule.runs.iter().filter(|run| run.date == date);
        runs.fold(0_i64, |sum, run| sum.saturating_add(run.minor.saturating_mul(run.times)))
    });
    let customer =
        Customer { policy, region, flags: schedule.flags, usual: largest_day[0].max(largest_day[1]) };
    let Some(past) = customer.past() else { return false };
    GAPS.iter().any(|gap| {
        let times = customer.times(&transfers, *gap);
        times.is_some_and(|times| customer.leaks(past.clone(), before, &transfers, &times, one).is_some())
    })
}

struct Customer<'a> {
    policy: &'a Policy,
    region: &'a Region,
    flags: CustomerFlags,
    /// What they are used to send, so that no amount is out of habit.
    usual: i64,
}

fn at(minutes: u32) -> Moment {
    Moment::at_offset(Timestamp::from_seconds(MIDNIGHT.saturating_add(minutes.saturating_mul(60))), 0)
}

fn observe(profile: &mut Profile, at: Moment, what: Happening) -> Option<()> {
    let id = EventId(profile.revision().to_le_bytes().repeat(2).try_into().ok()?);
    let event = Event { id, customer: profile.customer(), key_id: 0, at, what };
    profile.observe(&event).ok().map(|_| ())
}

impl Customer<'_> {
    /// The region's lower bound on a ranked fact.
    fn from(&self, fact: Ranked) -> u8 {
        let bounds = self.region.from.iter().filter_map(|bound| match bound {
            AtLeast::Ranked(named, level) if *named == fact => Some(*level),
            _ => None,
        });
        bounds.max().unwrap_or(0)
    }

    fn movement(&self, number: u32, minor: i64, payee: Pseudonym, phone: Pseudonym) -> Movement {
        Movement {
            transfer: transfer(number),
            minor,
            currency: self.policy.currency(),
            payee: Some(payee),
            own_account_here: false,
            device: Some(phone),
            position: home(),
            proved: FactorSet::NONE,
        }
    }

    /// A blameless year: always at home, at every hour, to twelve payees, strongly proved; then the phones.
    fn past(&self) -> Option<Profile> {
        let usual = log2_256(self.usual);
        let peers = PeerGroup {
            currency: self.policy.currency(),
            amount_centre: usual,
            amount_spread: 256,
            outflow_centre: usual,
            outflow_spread: 256,
        };
        let ago = |days: u32| {
            let seconds = MIDNIGHT.saturating_sub(days.saturating_mul(DAY_S));
            Moment::at_offset(Timestamp::from_seconds(seconds), 0)
        };
        let mut profile = Profile::new(customer(), 0, ago(600), peers);
        let bound = Happening::DeviceBound { device: phone(OLD_PHONE), at_opening: true };
        observe(&mut profile, ago(600), bound)?;
        for item in Information::ALL.iter().copied() {
            observe(&mut profile, ago(600), Happening::CompletedInformation { item })?;
        }
        let proved = strong();
        for number in 0..PAST {
            let day = PAST.saturating_sub(number).saturating_mul(2).saturating_add(2);
            let hour = number.saturating_mul(5) % 24;
            let seconds = ago(day).at().seconds().saturating_add(hour.saturating_mul(3_600));
            let when = Moment::at_offset(Timestamp::from_seconds(seconds), 0);
            let to = payee(number % PAYEES);
            let paid = Movement { proved, ..self.movement(number, self.usual.max(1), to, phone(OLD_PHONE)) };
            observe(&mut profile, when, Happening::Attempted(paid))?;
            observe(&mut profile, when, Happening::Settled(paid))?;
        }
        let device = phone(NEW_PHONE);
        match self.from(Ranked::Device) {
            // Known: bound ten days ago, and used.
            1 => {
                observe(&mut profile, ago(10), Happening::DeviceBound { device, at_opening: false })?;
                let used = Happening::Proved { factors: proved, device: Some(device), position: home() };
                observe(&mut profile, ago(1), used)?;
            }
            // Recent: bound for two days, and never used for anything that was proved.
            2 => observe(&mut profile, ago(2), Happening::DeviceBound { device, at_opening: false })?,
            _ => {}
        }
        Some(profile)
    }

    /// A minute for each transfer, from the first date's midnight: in order, apart, within 24 hours, on its date, at a
    /// time that the policy cannot tell from the schedule's.
    fn times(&self, transfers: &[&Run], gap: u32) -> Option<Vec<u32>> {
        // WHY: from eight in the morning on first, when people are up, and the small hours last.
        let starts = (8..24_u32).chain(0..8).map(|hour| hour.saturating_mul(60));
        starts.clone().find_map(|start| {
            let mut next = start;
            let times = transfers.iter().map(|run| {
                let from = next.max(u32::from(run.date.saturating_sub(1)).saturating_mul(DAY_MINUTES));
                let until = u32::from(run.date).saturating_mul(DAY_MINUTES);
                let until = until.min(start.saturating_add(DAY_MINUTES));
                let alike = |minute: u16| live(self.policy, self.flags, Way { channel: run.channel, minute });
                let wanted = alike(run.minute);
                let found = (from..until).find(|minute| {
                    u16::try_from(minute % DAY_MINUTES).is_ok_and(|minute| alike(minute) == wanted)
                });
                next = found.unwrap_or(until).saturating_add(gap);
                found
            });
            times.collect::<Option<Vec<u32>>>()
        })
    }

    /// Asks for every transfer in turn. They are settled together once all have left, as a bank may do at night.
    fn leaks(
        &self,
        mut profile: Profile,
        before: Requirement,
        transfers: &[&Run],
        times: &[u32],
        one: bool,
    ) -> Option<()> {
        let mut asked = Vec::new();
        // The last proof is of just before; then nobody proves anything.
        let proved =
            Happening::Proved { factors: strong(), device: Some(phone(OLD_PHONE)), position: home() };
        let begin = at(times.first().copied().unwrap_or(0));
        observe(&mut profile, begin, proved)?;
        // Fresh: bound just now.
        if self.from(Ranked::Device) == 3 {
            let bound = Happening::DeviceBound { device: phone(NEW_PHONE), at_opening: false };
            observe(&mut profile, begin, bound)?;
        }
        // Whom the region wants new, the past has not paid.
        let is_new = self.from(Ranked::Payee) > PayeeRelation::PaidBefore.code();
        let first = if is_new { PAYEES } else { 0 };
        for ((run, minutes), place) in transfers.iter().zip(times).zip(0_u32..) {
            let when = at(*minutes);
            let to = payee(first.saturating_add(if one { 0 } else { place }));
            let fields = self.fields(run, when, to, PAST.saturating_add(place))?;
            let device = fields.device.known()?;
            let request = Request::new(fields).ok()?;
            let reading = Reading::of(&request, &profile);
            let verdict = self.policy.judge(&reading);
            let inside = is_inside(self.region, &reading, &verdict);
            if !inside || verdict.requirement().is_at_least(before) {
                return None;
            }
            let movement = self.movement(PAST.saturating_add(place), run.minor, to, device);
            observe(&mut profile, when, Happening::Attempted(movement))?;
            asked.push(movement);
        }
        let after = at(times.last().copied().unwrap_or(0).saturating_add(1));
        asked.into_iter().try_for_each(|movement| observe(&mut profile, after, Happening::Settled(movement)))
    }

    /// A calm request, with what the region asks of a request.
    fn fields(&self, run: &Run, when: Moment, to: Pseudonym, number: u32) -> Option<Fields> {
        let mut fields = Fields::new(Operation::Transfer, run.channel, customer(), 0, when);
        let money = |minor: i64| Amount::new(minor, self.policy.currency()).ok();
        let balance = self.region.from.iter().filter_map(|bound| match bound {
            AtLeast::Metered(Metered::Balance, value) => money(*value),
            _ => None,
        });
        fields.amount = Given::Known(money(run.minor)?);
        fields.balance =
            balance.max_by_key(|amount| amount.minor()).map_or(Given::NotApplicable, Given::Known);
        fields.transfer = Some(transfer(number));
        fields.flags = self.flags;
        fields.own_limit = Given::NotApplicable;
        fields.device = Given::Known(phone(match self.from(Ranked::Device) {
            0 => OLD_PHONE,
            1..=3 => NEW_PHONE,
            _ => STRANGE_PHONE,
        }));
        fields.integrity = Given::Known(Integrity::from_code(self.from(Ranked::Integrity))?);
        fields.device_reputation = Given::NotApplicable;
        fields.position = Given::Known(home()?);
        fields.network = Given::Known(Network::from_code(self.from(Ranked::Network))?);
        fields.network_position = fields.position;
        fields.payee = Given::Known(to);
        let payee = self.from(Ranked::Payee);
        let relation = PayeeRelation::from_code(payee.max(1)).unwrap_or(PayeeRelation::Unrelated);
        fields.payee_relation = Given::Known(relation);
        let added = if payee > PayeeRelation::Unrelated.code() { 0 } else { 30 * DAY_S };
        let added = when.at().seconds().saturating_sub(added);
        fields.payee_added = Given::Known(Timestamp::from_seconds(added));
        fields.payee_check = Given::Known(PayeeCheck::from_code(self.from(Ranked::PayeeCheck))?);
        fields.payee_reputation = Given::NotApplicable;
        fields.destination = Given::Known(Destination::from_code(self.from(Ranked::Destination))?);
        fields.behaviour = Given::Known(0);
        fields.coercion = Given::Known(CoercionSigns::default());
        fields.alert = Given::Known(Alert::from_code(self.from(Ranked::Alert))?);
        fields.tra_band = Given::Known(TraBand::from_code(self.from(Ranked::TraBand))?);
        Some(fields)
    }
}
