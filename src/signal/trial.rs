//! Scenes for the tests of the signals: a transfer of 100.00 on a bare profile, and what a test changes in both.

// The whole file is for tests, as its declaration says; so is everything from here on.
#[cfg(test)]
use crate::event::{Event, Happening, Movement};
use crate::fact::{Given, Measure, State};
use crate::factor::FactorSet;
use crate::id::{EventId, Pseudonym, TransferId};
use crate::operation::{Channel, Operation};
use crate::place::{Country, Point, Position};
use crate::profile::{Observed, PeerGroup, Profile};
use crate::request::{Fields, Request};
use crate::signal::scene::Scene;
use crate::units::{Amount, Currency, Moment, Timestamp};

pub(crate) const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);
pub(crate) const HOUR: u32 = 3_600;
pub(crate) const DAY: u32 = 24 * HOUR;

/// So many seconds before now.
pub(crate) fn ago(seconds: u32) -> Timestamp {
    Timestamp::from_seconds(NOW.seconds().saturating_sub(seconds))
}

pub(crate) fn name(number: u8) -> Pseudonym {
    Pseudonym::from_bytes([number; 16])
}

pub(crate) fn yuan(minor: i64) -> Amount {
    Amount::new(minor, Currency::CNY).unwrap()
}

pub(crate) fn country(code: &str) -> Country {
    Country::from_code(code).unwrap()
}

/// A position by thousandths of a degree.
pub(crate) fn at(code: &str, latitude: i32, longitude: i32, radius_m: u32) -> Position {
    let point =
        Point::new(latitude.saturating_mul(1_000), longitude.saturating_mul(1_000), radius_m).unwrap();
    Position { country: country(code), point: Some(point) }
}

/// A profile opened 400 days ago that knows nothing, among peers who send 10.24, give or take a doubling.
pub(crate) fn bare() -> Profile {
    let peers = PeerGroup {
        currency: Currency::CNY,
        amount_centre: 2_560,
        amount_spread: 256,
        outflow_centre: 2_560,
        outflow_spread: 256,
    };
    Profile::new(name(1), 7, Moment::at_offset(ago(400 * DAY), 480), peers)
}

/// Lets something happen to the trial's customer, so many seconds before now.
pub(crate) fn happen(profile: &mut Profile, seconds: u32, what: Happening) {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&profile.revision().to_le_bytes());
    let at = Moment::at_offset(ago(seconds), 480);
    let event = Event { id: EventId(id), customer: profile.customer(), key_id: profile.key_id(), at, what };
    assert_eq!(profile.observe(&event), Ok(Observed::New));
}

/// A movement of money by a transfer of its own, of which nothing else is known.
pub(crate) fn movement(transfer: u8, minor: i64) -> Movement {
    Movement {
        transfer: TransferId([transfer; 16]),
        minor,
        currency: Currency::CNY,
        payee: None,
        own_account_here: false,
        device: None,
        position: None,
        proved: FactorSet::NONE,
    }
}

/// A transfer of 100.00 to somebody, of which nothing else is known.
pub(crate) fn transfer() -> Fields {
    let mut fields = Fields::new(Operation::Transfer, Channel::App, name(1), 7, Moment::at_offset(NOW, 480));
    fields.amount = Given::Known(yuan(10_000));
    fields.payee = Given::Known(name(5));
    fields
}

/// What `signal` measures of a bare transfer, changed, on a bare profile.
pub(crate) fn measured(signal: impl Fn(&Scene<'_>) -> Measure, change: impl FnOnce(&mut Fields)) -> Measure {
    measured_on(&bare(), signal, change)
}

/// What `signal` measures of a bare transfer, changed, on this profile.
pub(crate) fn measured_on(
    profile: &Profile,
    signal: impl Fn(&Scene<'_>) -> Measure,
    change: impl FnOnce(&mut Fields),
) -> Measure {
    let mut fields = transfer();
    change(&mut fields);
    // What has no device, or no payee that is known, is asked for where that can be.
    let of_a_device =
        [fields.device.state(), fields.integrity.state(), fields.position.state(), fields.network.state()];
    if of_a_device.contains(&State::NotApplicable) && fields.channel.has_device() {
        fields.channel = Channel::Counter;
    }
    if fields.payee.known().is_none() && fields.operation == Operation::Transfer {
        fields.operation = Operation::WealthPurchase;
    }
    let request = Request::new(fields).unwrap();
    signal(&Scene::of(&request, profile))
}

/// What `signal` measures of a request that moves no money.
pub(crate) fn measured_without_money(signal: impl Fn(&Scene<'_>) -> Measure) -> Measure {
    measured(signal, |fields| {
        fields.operation = Operation::RaiseLimit;
        fields.amount = Given::NotApplicable;
    })
}

/// Every state in which a fact may be supplied without a value passes through `signal` as itself.
pub(crate) fn states_pass<T>(signal: impl Fn(&Scene<'_>) -> Measure, set: impl Fn(&mut Fields, Given<T>)) {
    for given in [Given::NotApplicable, Given::Missing, Given::Late, Given::Invalid] {
        let state = given.state();
        let measure = measured(&signal, |fields| set(fields, given));
        assert_eq!(measure, Measure::of_state(state), "{state}");
    }
}

/// The names of the levels that measures fall on by the default edges.
pub(crate) fn level(fact: crate::fact::Ranked, measure: Measure) -> &'static str {
    let scale = crate::signal::scale(fact);
    let index = match measure.value() {
        Some(value) => scale.edges.iter().filter(|edge| value >= **edge).count(),
        None => usize::from(scale.of_state(measure.state())),
    };
    scale.levels[index].name
}

pub(crate) const NOT_APPLICABLE: Measure = Measure::of_state(State::NotApplicable);
pub(crate) const UNLEARNED: Measure = Measure::of_state(State::Unlearned);
pub(crate) const MISSING: Measure = Measure::of_state(State::Missing);
pub(crate) const INVALID: Measure = Measure::of_state(State::Invalid);
