//! One customer's life: what happens to them and what they ask for, mostly as always, sometimes as never before.

use stepup::event::{Announcement, Event, Happening, HappeningKind, Information, Movement, Scope};
use stepup::fact::Given;
use stepup::factor::{Factor, FactorSet};
use stepup::id::{EventId, Pseudonym, TransferId};
use stepup::place::{Country, Point, Position};
use stepup::reputation::Reputation;
use stepup::request::{Fields, Request};
use stepup::units::{Amount, Currency, Moment, Timestamp};

use super::dice::Dice;
use super::entry::Opening;
use super::{messages, people};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

pub struct Life {
    customer: Pseudonym,
    key_id: u32,
    currency: Currency,
    opened: i64,
    /// The customer's clock, seconds since 1970.
    now: i64,
    offset: i16,
    home: Position,
    devices: [Pseudonym; 3],
    payees: [Pseudonym; 4],
    usual: i64,
    /// Of a hundred things that happen to them, how many are anything that can happen.
    restless: usize,
    /// What is about to happen, the next one last.
    plans: Vec<Happening>,
    /// The latest event, which now and then comes again.
    last: Option<Event>,
}

fn country(code: &str) -> Country {
    Country::from_code(code).expect("two letters")
}

impl Life {
    pub fn new(number: usize, dice: &mut Dice) -> Self {
        let opened = dice.between(1_577_836_800, 1_735_689_600);
        let point = Point::new(39_904_200, 116_407_400, 50).expect("a place on earth");
        Self {
            customer: messages::pseudonym(dice),
            key_id: 7,
            // Two customers in a hundred hold an account in yen, of which a policy in yuan decides nothing.
            currency: if number % 50 == 49 { yen() } else { Currency::CNY },
            opened,
            now: opened,
            offset: 480,
            home: Position { country: country("CN"), point: Some(point) },
            devices: core::array::from_fn(|_| messages::pseudonym(dice)),
            payees: core::array::from_fn(|_| messages::pseudonym(dice)),
            usual: dice.between(1_000, 2_000_000),
            restless: *dice.pick(&[0, 0, 3, 3, 30]),
            plans: Vec::new(),
            last: None,
        }
        .beginning()
    }

    /// What every customer begins with: a phone of their own, and what the bank must know of them.
    fn beginning(mut self) -> Self {
        let known = Information::ALL.iter().map(|item| Happening::CompletedInformation { item: *item });
        self.plans.extend(known);
        self.plans.push(Happening::DeviceBound { device: self.devices[1], at_opening: false });
        self.plans.push(Happening::DeviceBound { device: self.devices[0], at_opening: true });
        self
    }

    pub fn opening(&self) -> Opening {
        Opening {
            customer: self.customer,
            key_id: self.key_id,
            at: self.moment(self.opened),
            currency: self.currency,
            usual_amount: self.usual,
            usual_outflow: self.usual * 2,
            amount_spread: 300,
            outflow_spread: 400,
        }
    }

    fn moment(&self, seconds: i64) -> Moment {
        let at = u32::try_from(seconds.clamp(0, u32::MAX.into())).expect("within the range");
        Moment::at_offset(Timestamp::from_seconds(at), self.offset)
    }

    /// Time passes: often seconds, sometimes months.
    fn pass(&mut self, dice: &mut Dice) {
        let passed = match dice.below(20) {
            0..=5 => dice.between(0, 2 * MINUTE),
            6..=9 => dice.between(MINUTE, 2 * HOUR),
            10..=13 => dice.between(HOUR, 2 * DAY),
            14..=17 => dice.between(DAY, 12 * DAY),
            18 => dice.between(10 * DAY, 60 * DAY),
            // Clocks of several machines: an event may be told late.
            _ => -dice.between(0, 3 * DAY),
        };
        self.now = (self.now + passed).clamp(self.opened, 4_000_000_000);
    }

    fn amount(&self, dice: &mut Dice) -> i64 {
        let times = *dice.pick(&[10, 10, 10, 12, 8, 20, 40, 200, 2_000]);
        (self.usual * times / 10).max(1)
    }

    fn movement(&self, dice: &mut Dice) -> Movement {
        Movement {
            transfer: TransferId(messages::bytes(dice)),
            minor: if self.restless < 10 { self.usual } else { self.amount(dice) },
            currency: self.currency,
            payee: Some(*dice.pick(&self.payees)),
            own_account_here: false,
            device: Some(self.devices[usize::from(dice.chance(15))]),
            position: Some(self.home),
            proved: FactorSet::NONE.with(Factor::Face).with(Factor::Sms),
        }
    }

    /// What happens next; `None` where the customer asks for something instead.
    pub fn event(&mut self, dice: &mut Dice) -> Option<Event> {
        if dice.chance(55) {
            return None;
        }
        if let Some(what) = self.plans.pop() {
            self.now += dice.between(1, 20);
            let event = self.happened(dice, what);
            return Some(event);
        }
        self.pass(dice);
        let event = match dice.below(100) {
            // The same message a second time, or one that is not this customer's.
            0 => self.last?,
            1 => messages::event(dice, HappeningKind::Settled),
            2 => self.bout(dice),
            number if number < 3 + self.restless => self.wild(dice),
            number => {
                let moved = self.movement(dice);
                let what = if number < 40 { Happening::Attempted(moved) } else { Happening::Settled(moved) };
                self.happened(dice, what)
            }
        };
        self.last = Some(event);
        Some(event)
    }

    fn happened(&self, dice: &mut Dice, what: Happening) -> Event {
        Event {
            id: EventId(messages::bytes(dice)),
            customer: self.customer,
            key_id: self.key_id,
            at: self.moment(self.now),
            what,
        }
    }

    /// What comes in bouts: somebody guesses, here or from elsewhere; a journey with a new phone is announced.
    fn bout(&mut self, dice: &mut Dice) -> Event {
        let stranger = messages::pseudonym(dice);
        let again = match dice.below(3) {
            0 => Happening::ProofFailed { device: Some(self.devices[usize::from(dice.chance(30))]) },
            1 => Happening::LogInFailed { device: Some(stranger) },
            _ => {
                let at = self.moment(self.now).at();
                let announced = Announcement {
                    scope: Scope::Device(self.devices[2]),
                    proved: FactorSet::NONE.with(Factor::Face).with(Factor::Sms),
                    from: at,
                    until: Timestamp::from_seconds(at.seconds().saturating_add(30 * 86_400)),
                };
                return self.happened(dice, Happening::Announced(announced));
            }
        };
        let times = 1 + dice.below(7);
        self.plans.extend(core::iter::repeat_n(again, times));
        self.happened(dice, again)
    }

    /// Anything that can happen, to this customer.
    fn wild(&self, dice: &mut Dice) -> Event {
        let kind = *dice.pick(HappeningKind::ALL);
        let what = messages::event(dice, kind).what;
        let mut event = self.happened(dice, what);
        let own = *dice.pick(&self.devices);
        match &mut event.what {
            Happening::Attempted(moved) | Happening::Settled(moved) => *moved = self.movement(dice),
            Happening::Credited { minor, currency } => {
                (*minor, *currency) = (self.usual * dice.between(1, 50), self.currency);
            }
            Happening::DeviceBound { device, .. } | Happening::DeviceLost { device } => *device = own,
            Happening::ProofFailed { device } | Happening::LogInFailed { device } => *device = Some(own),
            Happening::ReportedFraud { payee, .. } => *payee = Some(*dice.pick(&self.payees)),
            _ => {}
        }
        event
    }

    /// What the customer asks for next.
    pub fn request(&mut self, dice: &mut Dice) -> Request {
        self.pass(dice);
        loop {
            let fields = if dice.chance(6) { self.anything(dice) } else { self.ordinary(dice) };
            let request = Request::new(fields).ok();
            if let Some(request) = request.filter(|request| super::told::request(request).is_some()) {
                return request;
            }
        }
    }

    /// As always, but for a few facts that are anything.
    fn ordinary(&self, dice: &mut Dice) -> Fields {
        let mut fields = self.calm(dice);
        let wild = messages::fields(dice);
        for _ in 0..dice.below(5) {
            self.change(&mut fields, &wild, dice);
        }
        fields
    }

    fn anything(&self, dice: &mut Dice) -> Fields {
        let at = self.moment(self.now);
        let mut fields = Fields { at, ..messages::fields(dice) };
        match dice.below(10) {
            0 => {}
            1 => fields.key_id = self.key_id,
            _ => (fields.customer, fields.key_id) = (self.customer, self.key_id),
        }
        fields.proofs.retain(|proof| proof.at <= at.at());
        fields.payee_added = fields.payee_added.map(|added| added.min(at.at()));
        fields
    }

    /// One fact is as it never was.
    fn change(&self, fields: &mut Fields, wild: &Fields, dice: &mut Dice) {
        let now = fields.at.at();
        match dice.below(24) {
            0 => fields.device = if dice.chance(50) { wild.device } else { Given::Known(self.devices[2]) },
            1 => fields.integrity = wild.integrity,
            2 => fields.device_reputation = Given::Known(crowded(dice, now)),
            3 => fields.position = if dice.chance(50) { wild.position } else { Given::Known(shanghai()) },
            4 => fields.network = wild.network,
            5 => fields.network_position = wild.network_position,
            6 => fields.payee = Given::Known(messages::pseudonym(dice)),
            7 => fields.payee_relation = wild.payee_relation,
            8 => fields.payee_added = wild.payee_added.map(|added| added.min(now)),
            9 => fields.payee_check = wild.payee_check,
            10 => fields.payee_reputation = Given::Known(crowded(dice, now)),
            11 => fields.destination = wild.destination,
            12 => fields.behaviour = wild.behaviour,
            13 => fields.coercion = wild.coercion,
            14 => fields.alert = wild.alert,
            15 => fields.tra_band = wild.tra_band,
            16 => fields.flags = wild.flags,
            17 => fields.enrolled = wild.enrolled,
            18 => fields.confirmed = true,
            19 => fields.amount = Given::Known(self.money(dice.between(1, 30_000_000))),
            20 => {
                fields.balance = Given::Known(self.money(dice.between(0, 40_000_000)));
            }
            21 => {
                let limit = Given::Known(self.money(dice.between(1, 20_000_000)));
                fields.own_limit = *dice.pick(&[Given::Missing, Given::Late, Given::Invalid, limit]);
            }
            22 => {
                fields.proofs.clone_from(&wild.proofs);
                for proof in &mut fields.proofs {
                    let ago = u32::try_from(dice.between(0, 3_600)).expect("an hour");
                    proof.at = Timestamp::from_seconds(now.seconds().saturating_sub(ago));
                }
            }
            _ => {
                (fields.operation, fields.channel) = (wild.operation, wild.channel);
                if !fields.operation.moves_money() {
                    fields.amount = Given::NotApplicable;
                }
            }
        }
    }

    fn money(&self, minor: i64) -> Amount {
        Amount::new(minor, self.currency).expect("within the range")
    }

    /// Their own phone at home, a payee of theirs, an amount as usual, everything known.
    fn calm(&self, dice: &mut Dice) -> Fields {
        let at = self.moment(self.now);
        let mut fields = Fields { customer: self.customer, key_id: self.key_id, at, ..people::calm(1) };
        fields.reference = messages::bytes(dice);
        fields.transfer = Some(TransferId(messages::bytes(dice)));
        fields.amount = Given::Known(self.money(self.amount(dice)));
        fields.balance = Given::Known(self.money(self.usual * 100));
        fields.device = Given::Known(self.devices[usize::from(dice.chance(15))]);
        fields.position = Given::Known(self.home);
        fields.network_position = Given::Known(self.home);
        fields.payee = Given::Known(*dice.pick(&self.payees));
        fields.payee_added = Given::Known(self.moment(self.opened).at());
        fields
    }
}

/// A thousand kilometres from home.
fn shanghai() -> Position {
    let point = Point::new(31_230_400, 121_473_700, 50).expect("a place on earth");
    Position { country: country("CN"), point: Some(point) }
}

fn yen() -> Currency {
    Currency::from_code("JPY").expect("a currency")
}

/// What many customers' use says, up to a crowd and several reports.
fn crowded(dice: &mut Dice, now: Timestamp) -> Reputation {
    let mut reputation = Reputation::new();
    let ago = |dice: &mut Dice| {
        let days = u32::try_from(dice.between(0, 60)).expect("two months");
        Timestamp::from_seconds(now.seconds().saturating_sub(days * 86_400))
    };
    for _ in 0..*dice.pick(&[0, 1, 2, 3, 5, 9, 20]) {
        let at = ago(dice);
        reputation.seen(messages::pseudonym(dice), at);
    }
    for _ in 0..*dice.pick(&[0, 0, 0, 1, 2, 4]) {
        let at = ago(dice);
        reputation.reported(at, at);
    }
    if dice.chance(10) {
        reputation.known_clean(now);
    }
    reputation
}
