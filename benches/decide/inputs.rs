//! The same varied transfers in every run: customers with a past, and requests in which every fact is known.

use stepup::event::{Credential, Event, Happening, Information, Movement};
use stepup::fact::Given;
use stepup::factor::{Factor, FactorSet};
use stepup::id::{EventId, Pseudonym, TransferId};
use stepup::operation::{Channel, CustomerFlags, Operation};
use stepup::place::{Country, Point, Position};
use stepup::profile::{PeerGroup, Profile};
use stepup::reputation::Reputation;
use stepup::request::{
    Alert, CoercionSigns, Destination, Fields, Integrity, Network, PayeeCheck, PayeeRelation, Proof, Request,
    TraBand,
};
use stepup::units::{Amount, Currency, Moment, Timestamp};

/// A Tuesday morning in Shanghai; all requests fall on this day or, one in fifty, shortly before.
const DAWN: u32 = 1_790_028_000;
const DAY: u32 = 86_400;
const HOUR: u32 = 3_600;

/// SplitMix64 (Steele, Lea, Flood 2014).
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number in `0 .. end`.
    pub fn below(&mut self, end: u32) -> u32 {
        u32::try_from(self.next() % u64::from(end.max(1))).unwrap()
    }

    /// True so many times in a thousand.
    pub fn chance(&mut self, permille: u32) -> bool {
        self.below(1_000) < permille
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[usize::try_from(self.below(u32::try_from(from.len()).unwrap())).unwrap()]
    }

    /// One of a scale's words: the first unless something is odd.
    fn word<T: Copy>(&mut self, words: &[T], odd: u32) -> T {
        if self.chance(odd) { *self.pick(words) } else { words[0] }
    }

    /// Minor units: 2 to the power of 8 to 25, evenly on the logarithm.
    fn minor(&mut self) -> i64 {
        let least = 1_i64 << (8 + self.below(17));
        least + i64::try_from(self.next() % least.unsigned_abs()).unwrap()
    }
}

fn somebody(group: u8, number: u32) -> Pseudonym {
    let mut bytes = [group; 16];
    bytes[..4].copy_from_slice(&number.to_le_bytes());
    Pseudonym::from_bytes(bytes)
}

fn id(number: u64) -> [u8; 16] {
    let mut bytes = [0x5a; 16];
    bytes[..8].copy_from_slice(&number.to_le_bytes());
    bytes
}

fn at(seconds: u32) -> Moment {
    Moment::at_offset(Timestamp::from_seconds(seconds), 480)
}

fn position(dice: &mut Dice, home: u32, odd: u32) -> Position {
    let (code, north, east) = if dice.chance(odd) {
        *dice.pick(&[
            ("CN", 22_540, 114_060),
            ("CN", 30_650, 104_060),
            ("JP", 35_680, 139_690),
            ("SG", 1_350, 103_820),
        ])
    } else {
        [("CN", 39_900, 116_400), ("CN", 31_230, 121_470), ("CN", 23_130, 113_260)]
            [usize::try_from(home % 3).unwrap()]
    };
    let mut near = |degrees: i32| degrees * 1_000 + i32::try_from(dice.below(20_000)).unwrap();
    let point = Point::new(near(north), near(east), 20 + home % 200).ok();
    Position { country: Country::from_code(code).unwrap(), point }
}

/// A customer with a past of so many days, who does the most usual things at the most usual times.
pub fn profile(number: u32) -> Profile {
    let mut dice = Dice(u64::from(number) ^ 0xace);
    let days = if dice.chance(100) { 1 + dice.below(8) } else { 60 + dice.below(700) };
    let opened = DAWN - days * DAY;
    let peers = PeerGroup {
        currency: Currency::CNY,
        amount_centre: 3_300,
        amount_spread: 400,
        outflow_centre: 3_700,
        outflow_spread: 400,
    };
    let mut profile = Profile::new(somebody(1, number), 7, at(opened), peers);
    let mut past = Past { number, dice, events: 0 };
    let own = somebody(2, number * 8);
    past.happen(&mut profile, opened, Happening::DeviceBound { device: own, at_opening: true });
    for item in Information::ALL.iter().take(usize::try_from(number % 5).unwrap()) {
        past.happen(&mut profile, opened + HOUR, Happening::CompletedInformation { item: *item });
    }
    for step in 0..days.min(90) {
        let day = opened + (days - days.min(90) + step) * DAY;
        past.day(&mut profile, day, step + 1 == days.min(90));
    }
    profile
}

/// What makes a past: whose, by which dice, and how many events so far.
struct Past {
    number: u32,
    dice: Dice,
    events: u64,
}

impl Past {
    fn happen(&mut self, profile: &mut Profile, seconds: u32, what: Happening) {
        self.events += 1;
        let event = Event {
            id: EventId(id((u64::from(self.number) << 20) | self.events)),
            customer: profile.customer(),
            key_id: 7,
            at: at(seconds),
            what,
        };
        let _observed = profile.observe(&event).unwrap();
    }

    fn movement(&mut self) -> Movement {
        let number = self.number;
        Movement {
            transfer: TransferId(id((u64::from(number) << 24) | self.events)),
            minor: self.dice.minor() / 16 + 1,
            currency: Currency::CNY,
            payee: Some(somebody(3, number * 16 + self.dice.below(9))),
            own_account_here: self.dice.chance(50),
            device: Some(somebody(2, number * 8)),
            position: Some(position(&mut self.dice, number, 30)),
            proved: FactorSet::from_iter(
                [Factor::Face, Factor::Sms].into_iter().take(1 + usize::from(self.dice.chance(300))),
            ),
        }
    }

    /// A day: a transfer or two at the customer's hour, sometimes something that weighs.
    fn day(&mut self, profile: &mut Profile, day: u32, last: bool) {
        let noon = day + (self.number % 7) * HOUR + self.dice.below(2 * HOUR);
        for round in 0..=self.dice.below(if last { 5 } else { 2 }) {
            let movement = self.movement();
            let when = noon + round * 300;
            self.happen(profile, when, Happening::Attempted(movement));
            if !(last && self.dice.chance(400)) {
                self.happen(profile, when + 30, Happening::Settled(movement));
            }
        }
        let odd = if last { 150 } else { 8 };
        let device = somebody(2, self.number * 8 + self.dice.below(3));
        let whats = [
            Happening::ProofFailed { device: Some(device) },
            Happening::LogInFailed { device: None },
            Happening::Credited { minor: self.dice.minor(), currency: Currency::CNY },
            Happening::DeviceBound { device, at_opening: false },
            Happening::CredentialChanged { credential: *self.dice.pick(Credential::ALL), first: false },
        ];
        for what in whats {
            if self.dice.chance(odd) {
                let when = noon + 2 * HOUR + self.dice.below(HOUR);
                self.happen(profile, when, what);
            }
        }
        if last && self.dice.chance(15) {
            self.happen(profile, noon + 3 * HOUR, Happening::Frozen);
        }
    }
}

fn reputation(dice: &mut Dice, now: u32, odd: u32) -> Reputation {
    let mut reputation = Reputation::new();
    for round in 0..dice.below(if dice.0 & 1 == 0 { 8 } else { 2 }) {
        let ago = dice.below(60) * DAY;
        reputation.seen(somebody(9, round + dice.below(90)), Timestamp::from_seconds(now - ago));
    }
    if dice.chance(odd / 4) {
        for _ in 0..=dice.below(2) {
            let ago = dice.below(50) * DAY;
            reputation.reported(Timestamp::from_seconds(now - ago), Timestamp::from_seconds(now));
        }
    }
    reputation
}

/// A request of the customer with this number, of which every fact is known or does not apply.
pub fn request(dice: &mut Dice, who: u32) -> Request {
    let operation = if dice.chance(940) { Operation::Transfer } else { *dice.pick(Operation::ALL) };
    let odd = if dice.chance(750) { 15 } else { 250 };
    let seconds = if dice.chance(20) { DAWN - dice.below(2 * DAY) } else { DAWN + dice.below(DAY) };
    let now = at(seconds);
    let channel = if dice.chance(800) { Channel::App } else { *dice.pick(Channel::ALL) };
    let mut fields = Fields::new(operation, channel, somebody(1, who), 7, now);
    fields.reference = id(dice.next());
    fields.transfer = Some(TransferId(id(dice.next() >> 40)));
    let yuan = |minor: i64| Given::Known(Amount::new(minor, Currency::CNY).unwrap());
    if operation.moves_money() {
        fields.amount = yuan(dice.minor());
        fields.own_limit = if dice.chance(300) { yuan(dice.minor() * 16) } else { Given::NotApplicable };
    } else {
        fields.own_limit = Given::NotApplicable;
    }
    fields.balance = yuan(dice.minor() * 4);
    let device = if dice.chance(odd) { dice.below(6) } else { 0 };
    fields.device = Given::Known(somebody(2, who * 8 + device));
    fields.integrity = Given::Known(dice.word(Integrity::ALL, odd));
    fields.device_reputation = Given::Known(reputation(dice, seconds, odd));
    let here = position(dice, who, odd);
    fields.position = Given::Known(here);
    // An anonymising line makes the speed of travel invalid, and then something is missing.
    fields.network = Given::Known(dice.word(&[Network::Home, Network::Corporate], odd));
    fields.network_position = Given::Known(if dice.chance(odd) { position(dice, who, 500) } else { here });
    payee(dice, &mut fields, who, odd);
    fields.behaviour =
        Given::Known(u16::try_from(dice.below(if dice.0.is_multiple_of(7) { 1_001 } else { 500 })).unwrap());
    let mut sign = || dice.chance(odd / 3);
    let signs = CoercionSigns { call_in_progress: sign(), told_to_hurry: sign(), reported: sign() };
    fields.coercion = Given::Known(signs);
    fields.alert = Given::Known(dice.word(Alert::ALL, odd / 2));
    fields.tra_band = Given::Known(*dice.pick(TraBand::ALL));
    fields.flags = CustomerFlags::from_bits(u8::try_from(dice.next() & 15).unwrap());
    fields.confirmed = dice.chance(100);
    fields.enrolled = [Factor::Face, Factor::Sms, Factor::Otp, Factor::Pwd]
        .into_iter()
        .filter(|_| dice.chance(850))
        .collect();
    if dice.chance(350) {
        for factor in [Factor::Face, Factor::Sms].into_iter().take(1 + usize::from(dice.chance(500))) {
            let passed = Timestamp::from_seconds(seconds - dice.below(600));
            fields.proofs.push(Proof { factor, at: passed, channel });
        }
    }
    Request::new(fields).unwrap()
}

fn payee(dice: &mut Dice, fields: &mut Fields, who: u32, odd: u32) {
    let now = fields.at.at().seconds();
    let stranger = dice.chance(100 + odd);
    let number = if stranger { 9 + dice.below(7) } else { dice.below(9) };
    fields.payee = Given::Known(somebody(3, who * 16 + number));
    let relation = if stranger { PayeeRelation::Unrelated } else { *dice.pick(PayeeRelation::ALL) };
    fields.payee_relation = Given::Known(relation);
    let added = now - dice.below(if stranger { 2 * DAY } else { 90 * DAY });
    fields.payee_added = Given::Known(Timestamp::from_seconds(added));
    fields.payee_check = Given::Known(dice.word(PayeeCheck::ALL, odd));
    fields.payee_reputation = Given::Known(reputation(dice, now, odd));
    fields.destination = Given::Known(dice.word(Destination::ALL, odd));
}

/// Customers of a run: few enough that their profiles stay in the processor's second cache, as hot profiles do.
pub const CUSTOMERS: u32 = 64;

/// So many requests, each beside the number of its customer.
pub fn requests(seed: u64, count: usize) -> Vec<(usize, Request)> {
    let mut dice = Dice(seed);
    let mut one = || {
        let who = dice.below(CUSTOMERS);
        (usize::try_from(who).unwrap(), request(&mut dice, who))
    };
    (0..count).map(|_| one()).collect()
}

/// All customers.
pub fn profiles() -> Vec<Profile> {
    (0..CUSTOMERS).map(profile).collect()
}

/// Events of one customer in the order of time, each new: what `observe` is measured on. What was attempted settles next.
pub fn events(count: u32) -> Vec<Event> {
    let mut past = Past { number: 3, dice: Dice(33), events: 1 << 19 };
    let mut asked = past.movement();
    let mut events = Vec::new();
    for step in 0..count {
        let device = Some(somebody(2, 3 * 8));
        let what = match step % 8 {
            0 | 2 | 4 => {
                past.events += 1;
                asked = past.movement();
                Happening::Attempted(asked)
            }
            6 => Happening::Proved { factors: FactorSet::NONE.with(Factor::Face), device, position: None },
            7 => Happening::ProofFailed { device },
            _ => Happening::Settled(asked),
        };
        let event_id = EventId(id(u64::from(step) | (1 << 60)));
        events.push(Event {
            id: event_id,
            customer: somebody(1, 3),
            key_id: 7,
            at: at(DAWN + step * 400),
            what,
        });
    }
    events
}
