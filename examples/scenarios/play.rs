//! One story played: its history told, each step decided, and what becomes of it told in turn.

use chrono::{DateTime, FixedOffset, NaiveTime};
use stepup::decision::Decision;
use stepup::event::Happening;
use stepup::fact::Given;
use stepup::factor::{Factor, FactorSet};
use stepup::finding::Said;
use stepup::id::Pseudonym;
use stepup::operation::{Channel, CustomerFlags, Operation};
use stepup::place::Position;
use stepup::policy::Policy;
use stepup::profile::Profile;
use stepup::reputation::Reputation;
use stepup::request::{
    Alert, CoercionSigns, Destination, Fields, Integrity, Network, PayeeCheck, PayeeRelation, Proof, Request,
};
use stepup::units::{Amount, Span, Timestamp};

use super::cast::{Cast, Common};
use super::check;
use super::happen::{Life, set};
use super::moments::{Calendar, When, moment};
use super::story::{Becomes, Step, Story};
use super::words::{Money, Named, Told, silence};

/// Where in a story file something is wrong; steps and lines of history are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// The story as a whole.
    Whole,
    /// A line of its history.
    History(usize),
    /// A step.
    Step(usize),
    /// The twin.
    Twin,
}

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Where.
    pub spot: Spot,
    /// What.
    pub said: String,
}

impl Wrong {
    /// Something wrong at a spot.
    pub fn at(spot: Spot) -> impl Fn(String) -> Self {
        move |said| Self { spot, said }
    }
}

/// One step as it was decided.
#[derive(Clone, Debug)]
pub struct Played {
    /// When, by the customer's clock.
    pub at: DateTime<FixedOffset>,
    /// The step.
    pub step: Step,
    /// What the profile was then.
    pub profile: Profile,
    /// What was decided.
    pub decision: Decision,
    /// Expectations that fail.
    pub failures: Vec<Said>,
}

/// Plays a story against a policy.
///
/// # Errors
/// [`Wrong`] says what in the file cannot be played.
pub fn play(story: &Story, common: &Common, policy: &Policy) -> Result<Vec<Played>, Wrong> {
    let whole = Wrong::at(Spot::Whole);
    let cast = Cast::new(vec![&story.place, &common.place]).map_err(&whole)?;
    let person = common.person(&story.customer).map_err(&whole)?;
    let home = common.clock().map_err(&whole)?;
    let mut calendar =
        Calendar { today: story.today.unwrap_or(common.today).0, home, first: None, last: None };
    let opened =
        calendar.time(When::Date(person.opened, NaiveTime::MIN, None)).and_then(moment).map_err(&whole)?;
    let peers = common.peer_group(policy.currency()).map_err(&whole)?;
    let customer = cast.customer(&story.customer).map_err(&whole)?;
    if let Some(step) = story.step.first() {
        let noon = When::Clock(0, NaiveTime::from_hms_opt(12, 30, 0).unwrap_or_default());
        calendar.first = Some(calendar.time(step.at.unwrap_or(noon)).map_err(Wrong::at(Spot::Step(0)))?);
    }
    let profile = Profile::new(customer, cast.key_id(), opened, peers);
    let mut life = Life::new(&cast, calendar, policy.currency(), person.opened, profile);
    let own = person.history.len();
    let mut history = person.history;
    history.extend(story.history.iter().cloned());
    life.tell_all(&history).map_err(|(index, said)| Wrong {
        spot: index.checked_sub(own).map_or(Spot::Whole, Spot::History),
        said,
    })?;
    let mut played: Vec<Played> = Vec::new();
    for (index, step) in story.step.iter().enumerate() {
        let wrong = Wrong::at(Spot::Step(index));
        let at = step_time(step, index, &life.calendar).map_err(&wrong)?;
        life.calendar.last = Some(at);
        let request = request(step, index, at, &life).map_err(&wrong)?;
        let decision = policy.decide(&request, &life.profile);
        let scene = check::Scene { policy, profile: &life.profile, earlier: &played };
        let failures = match &step.expect {
            Some(expect) => check::failures(expect, &decision, &scene).map_err(&wrong)?,
            None => Vec::new(),
        };
        played.push(Played { at, step: step.clone(), profile: life.profile.clone(), decision, failures });
        follow(step, &request, at, &mut life).map_err(&wrong)?;
    }
    Ok(played)
}

fn step_time(step: &Step, index: usize, calendar: &Calendar) -> Result<DateTime<FixedOffset>, String> {
    match (step.at, index) {
        (None, 0) => calendar.first.ok_or_else(|| "no first step".to_owned()),
        (None, _) => calendar.time(When::After(Span::from_seconds(600))),
        (Some(when), 0) if when.is_relative() => Err("the first step says a time of its own".to_owned()),
        (Some(when), _) => calendar.time(when),
    }
}

/// Tells what becomes of the step's transfer, and what happens next.
fn follow(
    step: &Step,
    request: &Request,
    at: DateTime<FixedOffset>,
    life: &mut Life<'_>,
) -> Result<(), String> {
    let becomes = step.becomes.unwrap_or(Becomes::Asked);
    if let Some(movement) = request.movement()
        && becomes != Becomes::Nothing
    {
        if let Some(name) = &step.transfer {
            life.movements.insert(name.clone(), movement);
        }
        life.tell(at, Happening::Attempted(movement))?;
        match becomes {
            Becomes::Settled => life.tell(at, Happening::Settled(movement))?,
            Becomes::Returned => life.tell(at, Happening::Returned { transfer: movement.transfer })?,
            Becomes::Asked | Becomes::Nothing => {}
        }
    }
    for (index, line) in step.then.iter().enumerate() {
        life.tell_next(line).map_err(|said| format!("then, line {}: {said}", index + 1))?;
    }
    Ok(())
}

/// The request of a step.
fn request(step: &Step, index: usize, at: DateTime<FixedOffset>, life: &Life<'_>) -> Result<Request, String> {
    let cast = life.cast;
    let channel = step.channel.map_or(Channel::App, |Named(channel)| channel);
    let operation = step.operation.map_or(Operation::Transfer, |Named(operation)| operation);
    let at = moment(at)?;
    let mut fields = Fields::new(operation, channel, life.profile.customer(), cast.key_id(), at);
    let position = place(step.place.as_deref().unwrap_or("home"), cast)?;
    fields.device = device(step.on.as_deref().unwrap_or("phone"), cast)?;
    fields.integrity = told(step.integrity, Integrity::Attested);
    fields.device_reputation = Given::Known(Reputation::new());
    fields.position = position;
    fields.network = told(step.network, Network::Home);
    fields.network_position = match (&step.line, position) {
        (Some(line), _) => place(line, cast)?,
        (None, Given::Known(_)) => position,
        (None, _) => place("home", cast)?,
    };
    fields.behaviour = match step.behaviour {
        None if !channel.has_device() => Given::NotApplicable,
        said => Given::Known(said.unwrap_or(100)),
    };
    let signs =
        CoercionSigns { call_in_progress: step.call, told_to_hurry: step.hurried, reported: step.reported };
    fields.coercion = Given::Known(signs);
    fields.alert = told(step.alert, Alert::None);
    fields.tra_band = Given::NotApplicable;
    fields.flags = step.flags.iter().fold(CustomerFlags::NONE, |flags, Named(flag)| flags.with(*flag));
    fields.proofs = proofs(step, at.at(), channel);
    fields.confirmed = step.confirmed;
    fields.enrolled = step.enrolled.as_deref().map_or_else(|| enrolled(channel), set);
    money(step, index, life, &mut fields)?;
    Request::new(fields).map_err(|error| error.to_string())
}

/// What only a request that moves money has.
fn money(step: &Step, index: usize, life: &Life<'_>, fields: &mut Fields) -> Result<(), String> {
    let cast = life.cast;
    if !fields.operation.moves_money() {
        if step.pay.is_some() {
            return Err(format!("`pay` has no meaning for a {}", fields.operation));
        }
        fields.balance = Given::NotApplicable;
        fields.own_limit = Given::NotApplicable;
        fields.payee = Given::NotApplicable;
        fields.payee_relation = Given::NotApplicable;
        fields.payee_added = Given::NotApplicable;
        fields.payee_check = Given::NotApplicable;
        fields.payee_reputation = Given::NotApplicable;
        fields.destination = Given::NotApplicable;
        return Ok(());
    }
    let name = step.transfer.clone().unwrap_or_else(|| format!("step/{index}"));
    fields.transfer = Some(cast.transfer(&name)?);
    let amount = step.pay.as_ref().ok_or("`pay` is missing: how much?")?;
    fields.amount = Given::Known(amount.in_currency(life.currency)?);
    let usual = Money("120000.00".to_owned());
    fields.balance = sum(step.balance.as_ref().unwrap_or(&usual), life)?;
    fields.own_limit = match &step.own_limit {
        Some(limit) => sum(limit, life)?,
        None => Given::NotApplicable,
    };
    fields.payee = payee(step, fields.operation, cast)?;
    let has_payee = fields.payee != Given::NotApplicable;
    fields.payee_relation = match step.relation {
        None if !has_payee => Given::NotApplicable,
        relation => told(relation, PayeeRelation::Unrelated),
    };
    fields.payee_added = step.added.map_or(Given::NotApplicable, |ago| {
        let seconds = fields.at.at().seconds().saturating_sub(ago.0.seconds());
        Given::Known(Timestamp::from_seconds(seconds))
    });
    fields.payee_check = match step.name_check {
        None if !has_payee => Given::NotApplicable,
        check => told(check, PayeeCheck::Match),
    };
    fields.payee_reputation =
        if has_payee { Given::Known(reputation(step, fields.at.at())) } else { Given::NotApplicable };
    fields.destination = told(step.destination, Destination::Domestic);
    Ok(())
}

/// A payee of whom others know nothing but the reports that the step says: of transfers two days ago, made yesterday.
fn reputation(step: &Step, now: Timestamp) -> Reputation {
    let ago = |days: u32| Timestamp::from_seconds(now.seconds().saturating_sub(days * 86_400));
    let mut reputation = Reputation::new();
    for _ in 0..step.payee_reports {
        reputation.reported(ago(2), ago(1));
    }
    reputation
}

fn payee(step: &Step, operation: Operation, cast: &Cast<'_>) -> Result<Given<Pseudonym>, String> {
    match &step.to {
        Some(name) => named(name, |name| cast.payee(name)),
        None if operation == Operation::Transfer => Err("`to` is missing: who is paid?".to_owned()),
        None => Ok(Given::NotApplicable),
    }
}

fn told<T>(said: Option<Told<T>>, calm: T) -> Given<T> {
    said.map_or(Given::Known(calm), |Told(given)| given)
}

/// A name turned into what it stands for, or the state that stands for it.
fn named<T>(name: &str, of: impl FnOnce(&str) -> Result<T, String>) -> Result<Given<T>, String> {
    silence(name).map_or_else(|| of(name).map(Given::Known), Ok)
}

fn place(name: &str, cast: &Cast<'_>) -> Result<Given<Position>, String> {
    named(name, |name| cast.place(name))
}

fn device(name: &str, cast: &Cast<'_>) -> Result<Given<Pseudonym>, String> {
    named(name, |name| cast.device(name))
}

fn sum(money: &Money, life: &Life<'_>) -> Result<Given<Amount>, String> {
    named(&money.0, |_| money.in_currency(life.currency))
}

fn proofs(step: &Step, now: Timestamp, channel: Channel) -> Vec<Proof> {
    let of = |shown: &super::story::Shown| {
        let ago = shown.ago.map_or(60, |ago| ago.0.seconds());
        Proof {
            factor: shown.factor.0,
            at: Timestamp::from_seconds(now.seconds().saturating_sub(ago)),
            channel: shown.channel.map_or(channel, |Named(channel)| channel),
        }
    };
    step.proofs.iter().map(of).collect()
}

/// What customers of a channel have, unless a story says otherwise: as in the preset.
fn enrolled(channel: Channel) -> FactorSet {
    let with = |factors: &[Factor]| factors.iter().copied().collect();
    match channel {
        Channel::App => with(&[Factor::Face, Factor::Fpt, Factor::Sms, Factor::Otp]),
        _ => with(&[Factor::Face, Factor::Sms, Factor::Otp, Factor::Hwk, Factor::Pin]),
    }
}
