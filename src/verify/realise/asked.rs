//! What is asked: a request whose every field says what the reading wants of it.

use crate::fact::{Given, Measure, Metered, Ranked, State};
use crate::factor::Factor;
use crate::place::Position;
use crate::reputation::Reputation;
use crate::request::{
    Alert, CoercionSigns, Destination, Fields, Integrity, Network, PayeeCheck, PayeeRelation, Proof, TraBand,
};
use crate::units::{Amount, Timestamp};
use crate::verify::names::{
    DAY, NOW, PHONE, ago, country, customer, home, name, payee, phone, south, transfer,
};
use crate::verify::realise::moved::Flows;
use crate::verify::realise::plan::Plan;

const NOW_AT: Timestamp = Timestamp::from_seconds(NOW);
/// From here on it is another region: 300 km.
const FAR_M: u32 = 300_000;

/// The fields; `None` only where a name or a place could not be made.
pub(super) fn fields(plan: &Plan, flows: &Flows) -> Option<Fields> {
    let reading = &plan.reading;
    let mut fields = Fields::new(plan.operation, plan.channel, customer(), 0, ago(0, plan.minute));
    fields.flags = reading.flags();
    fields.enrolled = reading.enrolled();
    fields.confirmed = reading.is_confirmed();
    fields.tra_band = of(plan, Ranked::TraBand, TraBand::from_code);
    fields.alert = of(plan, Ranked::Alert, Alert::from_code);
    fields.behaviour = wide(plan, Ranked::Behaviour, |measure| measure.min(1_000));
    fields.coercion = wide(plan, Ranked::Coercion, signs);
    fields.device = on_device(plan, wide(plan, Ranked::Device, |_| phone(PHONE)), phone(PHONE));
    fields.integrity =
        on_device(plan, of(plan, Ranked::Integrity, Integrity::from_code), Integrity::Attested);
    fields.network = on_device(plan, of(plan, Ranked::Network, Network::from_code), Network::Home);
    fields.device_reputation = wide(plan, Ranked::DeviceSharing, |customers| seen_by(customers.min(6)));
    fields.position = position(plan)?;
    fields.network_position = line(plan)?;
    // WHY: a proof that the request brings says when the customer last proved themselves, and changes no memory.
    let proved = u32::try_from(plan.meter(Metered::SinceProof)).ok().and_then(|age| NOW.checked_sub(age));
    if let Some(at) = proved.filter(|at| *at > 0) {
        let at = Timestamp::from_seconds(at);
        fields.proofs = vec![Proof { factor: Factor::Pwd, at, channel: plan.channel }];
    }
    if plan.operation.moves_money() {
        add_money(plan, flows, &mut fields)?;
    }
    Some(fields)
}

fn add_money(plan: &Plan, flows: &Flows, fields: &mut Fields) -> Option<()> {
    let money = |minor: i64| Amount::new(minor.clamp(0, Amount::MAX_MINOR), plan.currency).ok();
    let (nothing, most) = (money(0)?, money(Amount::MAX_MINOR)?);
    fields.transfer = Some(transfer(0));
    fields.amount = Given::Known(money(plan.amount)?);
    fields.balance = match balance(plan, flows) {
        Given::Known(minor) => Given::Known(money(minor)?),
        other => other.map(|_| nothing),
    };
    fields.own_limit = wide(plan, Ranked::OwnLimit, |over| if over > 0 { nothing } else { most });
    fields.payee_check = of(plan, Ranked::PayeeCheck, PayeeCheck::from_code);
    fields.destination = of(plan, Ranked::Destination, Destination::from_code);
    fields.payee_reputation = wide(plan, Ranked::PayeeRecord, record);
    if !plan.has_payee() {
        (fields.payee, fields.payee_relation) = (Given::NotApplicable, Given::NotApplicable);
        fields.payee_added = Given::NotApplicable;
        return Some(());
    }
    fields.payee = Given::Known(payee(0));
    let related = |rank: u16| {
        let relation = u8::try_from(rank).ok().and_then(PayeeRelation::from_code);
        relation.unwrap_or(PayeeRelation::Unrelated)
    };
    fields.payee_relation = match plan.payee() {
        Some(rank) => Given::Known(related(rank)),
        None => given(plan.reading.measure(Ranked::Payee), |_| PayeeRelation::Unrelated),
    };
    let added =
        |days: u32| Given::Known(Timestamp::from_seconds(NOW.saturating_sub(days.saturating_mul(DAY))));
    fields.payee_added = match plan.payee() {
        Some(rank) if rank > u16::from(PayeeRelation::Unrelated.code()) => added(0),
        Some(_) => added(40),
        None => Given::NotApplicable,
    };
    Some(())
}

/// A value for a known measure, else the state; a request has no word for what a profile has yet to learn.
fn given<T>(measure: Measure, value: impl FnOnce(u16) -> T) -> Given<T> {
    match (measure.value(), measure.state()) {
        (Some(known), _) => Given::Known(value(known)),
        (None, State::NotApplicable) => Given::NotApplicable,
        (None, State::Late) => Given::Late,
        (None, State::Invalid) => Given::Invalid,
        (None, _) => Given::Missing,
    }
}

fn wide<T>(plan: &Plan, fact: Ranked, value: impl FnOnce(u16) -> T) -> Given<T> {
    given(plan.reading.measure(fact), value)
}

/// The word of a rank.
fn of<T>(plan: &Plan, fact: Ranked, word: impl Fn(u8) -> Option<T>) -> Given<T> {
    match wide(plan, fact, |rank| u8::try_from(rank).ok().and_then(word)) {
        Given::Known(word) => word.map_or(Given::Missing, Given::Known),
        Given::NotApplicable => Given::NotApplicable,
        Given::Missing => Given::Missing,
        Given::Late => Given::Late,
        Given::Invalid => Given::Invalid,
    }
}

/// What there always is on a channel with a device, at its least where the reading has none.
fn on_device<T>(plan: &Plan, said: Given<T>, least: T) -> Given<T> {
    let absent = said.state() == State::NotApplicable && plan.channel.has_device();
    if absent { Given::Known(least) } else { said }
}

/// WHY: hurry, not a call, for what is likely; a call is only possible with a payee who is known.
fn signs(rank: u16) -> CoercionSigns {
    CoercionSigns { call_in_progress: rank == 1, told_to_hurry: rank == 2, reported: rank > 2 }
}

fn seen_by(customers: u16) -> Reputation {
    let mut reputation = Reputation::new();
    for number in 0..customers {
        reputation.seen(name(8, u32::from(number)), NOW_AT);
    }
    reputation
}

/// The record of a payee: paid by many, by none, or reported.
fn record(rank: u16) -> Reputation {
    let mut reputation = seen_by(if rank == 0 { 6 } else { 0 });
    let age = if rank == 2 { DAY.saturating_mul(40) } else { DAY };
    for _ in 0..rank.saturating_sub(if rank == 2 { 1 } else { 2 }) {
        reputation.reported(Timestamp::from_seconds(NOW.saturating_sub(age)), NOW_AT);
    }
    reputation
}

/// Where the device says it is: at home, unless that is not told.
fn position(plan: &Plan) -> Option<Given<Position>> {
    let silent = |state: State| match state {
        State::Late => Given::Late,
        State::Invalid => Given::Invalid,
        _ => Given::Missing,
    };
    let (place, travel) = (plan.state(Ranked::Place), plan.state(Ranked::Travel));
    let conflict = plan.state(Ranked::PlaceConflict);
    let hidden = travel == State::Invalid && plan.is_anonymous();
    Some(match place {
        State::Missing | State::Late | State::Invalid => silent(place),
        // A mere country, from which no speed follows.
        State::Known | State::Unlearned if travel == State::Missing => Given::Known(country(false)?),
        State::NotApplicable if travel.is_uncertain() && !hidden => silent(travel),
        State::NotApplicable if !plan.channel.has_device() && conflict == State::NotApplicable => {
            Given::NotApplicable
        }
        _ => Given::Known(home()?),
    })
}

/// Where the line says it is.
fn line(plan: &Plan) -> Option<Given<Position>> {
    let there = [home()?, south(FAR_M, false)?, country(true)?];
    let [agree, region, country] = there;
    Some(wide(plan, Ranked::PlaceConflict, |rank| match rank {
        0 => agree,
        1 => region,
        _ => country,
    }))
}

/// What was there before, so that the share that leaves is what the reading wants.
fn balance(plan: &Plan, flows: &Flows) -> Given<i64> {
    let said = plan.reading.metered(Metered::Balance);
    let told = match said {
        Ok(balance) => Given::Known(balance),
        Err(State::NotApplicable) => Given::NotApplicable,
        Err(State::Late) => Given::Late,
        Err(State::Invalid) => Given::Invalid,
        Err(_) => Given::Missing,
    };
    let leaving = flows.total().saturating_add(plan.amount);
    match wide(plan, Ranked::Drain, |share| share) {
        Given::NotApplicable => told,
        Given::Known(0) => Given::Known(leaving.saturating_mul(100_000).max(said.unwrap_or(0))),
        Given::Known(share) => {
            let all = leaving.saturating_mul(10_000).checked_div(i64::from(share)).unwrap_or(0);
            Given::Known(all.saturating_sub(flows.total()).max(said.unwrap_or(0)))
        }
        other => other.map(i64::from),
    }
}
