//! Random requests and events: every kind, every state, the ends of every range.

use stepup::event::{
    Announcement, Credential, Event, Happening, HappeningKind, Information, Movement, Scope,
};
use stepup::fact::Given;
use stepup::factor::{Factor, FactorSet};
use stepup::id::{EventId, Pseudonym, TransferId};
use stepup::operation::{Channel, CustomerFlags, Operation};
use stepup::place::{Country, Point, Position};
use stepup::reputation::Reputation;
use stepup::request::{
    Alert, CoercionSigns, Destination, Fields, Integrity, Network, PayeeCheck, PayeeRelation, Proof, Request,
    TraBand,
};
use stepup::units::{Amount, Currency, Moment, Timestamp};

use super::dice::Dice;

/// Random bytes.
pub fn bytes<const N: usize>(dice: &mut Dice) -> [u8; N] {
    core::array::from_fn(|_| dice.next().to_le_bytes()[0])
}

/// Any pseudonym.
pub fn pseudonym(dice: &mut Dice) -> Pseudonym {
    Pseudonym::from_bytes(bytes(dice))
}

/// A second up to `latest`, often one of the ends.
fn second(dice: &mut Dice, latest: u32) -> u32 {
    let any = u32::try_from(dice.between(0, i64::from(latest))).unwrap();
    *dice.pick(&[0, latest, any, any])
}

/// Any moment, often at an end of the range.
pub fn moment(dice: &mut Dice) -> Moment {
    let offset = i16::try_from(dice.between(-1439, 1439)).unwrap();
    Moment::at_offset(Timestamp::from_seconds(second(dice, u32::MAX)), offset)
}

fn minor(dice: &mut Dice, least: i64) -> i64 {
    let any = dice.between(least, Amount::MAX_MINOR);
    *dice.pick(&[least, any, Amount::MAX_MINOR])
}

fn position(dice: &mut Dice) -> Position {
    let radius = u32::try_from(dice.next() >> 32).unwrap();
    let mut degrees = |most: i64| {
        i32::try_from(*[-most, 0, most, dice.between(-most, most)].get(dice.below(4)).unwrap()).unwrap()
    };
    let (latitude, longitude) = (degrees(90_000_000), degrees(180_000_000));
    let point = Point::new(latitude, longitude, radius).unwrap();
    Position {
        country: Country::from_code(["AA", "CN", "FR", "ZZ"][dice.below(4)]).unwrap(),
        point: dice.chance(60).then_some(point),
    }
}

fn factors(dice: &mut Dice) -> FactorSet {
    FactorSet::from_bits(u16::try_from(dice.next() & 0x7fff).unwrap())
}

fn reputation(dice: &mut Dice) -> Reputation {
    let mut record = Reputation::new();
    for _ in 0..dice.below(5) {
        let at = Timestamp::from_seconds(second(dice, u32::MAX));
        match dice.below(3) {
            0 => record.seen(pseudonym(dice), at),
            1 => record.reported(at, at),
            _ => record.known_clean(at),
        }
    }
    record
}

fn given<T>(dice: &mut Dice, value: impl FnOnce(&mut Dice) -> T) -> Given<T> {
    match dice.below(8) {
        0 => Given::Missing,
        1 => Given::NotApplicable,
        2 => Given::Late,
        3 => Given::Invalid,
        _ => Given::Known(value(dice)),
    }
}

/// What is said of a device, where there is one: never that there is none.
fn of_a_device<T>(channel: Channel, given: Given<T>) -> Given<T> {
    match given {
        Given::NotApplicable if channel.has_device() => Given::Missing,
        given => given,
    }
}

fn proofs(dice: &mut Dice, now: u32) -> Vec<Proof> {
    (0..dice.below(8))
        .map(|_| Proof {
            factor: *dice.pick(Factor::ALL),
            at: Timestamp::from_seconds(second(dice, now)),
            channel: *dice.pick(Channel::ALL),
        })
        .collect()
}

/// Any fields that make a request; of the money that is not the amount in any currency where there is no amount.
pub fn fields(dice: &mut Dice) -> Fields {
    let operation = *dice.pick(Operation::ALL);
    let at = moment(dice);
    let now = at.at().seconds();
    let main = *dice.pick(&[Currency::CNY, Currency::from_code("KWD").unwrap()]);
    let money = |dice: &mut Dice| {
        let own = if operation.moves_money() { main } else { *dice.pick(&[main, Currency::CNY]) };
        Amount::new(minor(dice, 0), own).unwrap()
    };
    let channel = *dice.pick(Channel::ALL);
    let device = of_a_device(channel, given(dice, pseudonym));
    let payee = match operation {
        Operation::Transfer => Given::Known(pseudonym(dice)),
        _ => given(dice, pseudonym),
    };
    let moved = Given::Known(Amount::new(minor(dice, 1), main).unwrap());
    Fields {
        operation,
        channel,
        customer: pseudonym(dice),
        key_id: u32::try_from(dice.next() >> 32).unwrap(),
        at,
        reference: bytes(dice),
        transfer: dice.chance(60).then(|| TransferId(bytes(dice))),
        amount: if operation.moves_money() { moved } else { Given::NotApplicable },
        balance: given(dice, money),
        own_limit: given(dice, money),
        device,
        integrity: of_a_device(channel, given(dice, |dice| *dice.pick(Integrity::ALL))),
        device_reputation: given(dice, reputation),
        position: of_a_device(channel, given(dice, position)),
        network: of_a_device(channel, given(dice, |dice| *dice.pick(Network::ALL))),
        network_position: given(dice, position),
        payee,
        payee_relation: given(dice, |dice| *dice.pick(PayeeRelation::ALL)),
        payee_added: given(dice, |dice| Timestamp::from_seconds(second(dice, now))),
        payee_check: given(dice, |dice| *dice.pick(PayeeCheck::ALL)),
        payee_reputation: given(dice, reputation),
        destination: given(dice, |dice| *dice.pick(Destination::ALL)),
        behaviour: given(dice, |dice| u16::try_from(dice.between(0, 1000)).unwrap()),
        coercion: given(dice, |dice| CoercionSigns {
            call_in_progress: dice.chance(50),
            told_to_hurry: dice.chance(50),
            reported: dice.chance(50),
        }),
        alert: given(dice, |dice| *dice.pick(Alert::ALL)),
        tra_band: given(dice, |dice| *dice.pick(TraBand::ALL)),
        flags: CustomerFlags::from_bits(bytes::<1>(dice)[0]),
        proofs: proofs(dice, now),
        confirmed: dice.chance(50),
        enrolled: factors(dice),
    }
}

/// Any request.
pub fn request(dice: &mut Dice) -> Request {
    Request::new(fields(dice)).unwrap()
}

/// Any event of a kind.
pub fn event(dice: &mut Dice, kind: HappeningKind) -> Event {
    let movement = |dice: &mut Dice| Movement {
        transfer: TransferId(bytes(dice)),
        minor: minor(dice, 0),
        currency: *dice.pick(&[Currency::CNY, Currency::from_code("KWD").unwrap()]),
        payee: dice.chance(60).then(|| pseudonym(dice)),
        own_account_here: dice.chance(50),
        device: dice.chance(60).then(|| pseudonym(dice)),
        position: dice.chance(60).then(|| position(dice)),
        proved: factors(dice),
    };
    let device = dice.chance(60).then(|| pseudonym(dice));
    let transfer = TransferId(bytes(dice));
    let what = match kind {
        HappeningKind::Attempted => Happening::Attempted(movement(dice)),
        HappeningKind::Settled => Happening::Settled(movement(dice)),
        HappeningKind::Returned => Happening::Returned { transfer },
        HappeningKind::Frozen => Happening::Frozen,
        HappeningKind::Unfrozen => Happening::Unfrozen,
        HappeningKind::Proved => Happening::Proved {
            factors: factors(dice),
            device,
            position: dice.chance(60).then(|| position(dice)),
        },
        HappeningKind::ProofFailed => Happening::ProofFailed { device },
        HappeningKind::LogInFailed => Happening::LogInFailed { device },
        HappeningKind::Credited => Happening::Credited { minor: minor(dice, 0), currency: Currency::CNY },
        HappeningKind::ReportedFraud => {
            Happening::ReportedFraud { transfer, payee: dice.chance(60).then(|| pseudonym(dice)) }
        }
        HappeningKind::Cleared => Happening::Cleared,
        HappeningKind::CredentialChanged => {
            Happening::CredentialChanged { credential: *dice.pick(Credential::ALL), first: dice.chance(50) }
        }
        HappeningKind::DeviceBound => {
            Happening::DeviceBound { device: pseudonym(dice), at_opening: dice.chance(50) }
        }
        HappeningKind::DeviceLost => Happening::DeviceLost { device: pseudonym(dice) },
        HappeningKind::Announced => Happening::Announced(Announcement {
            scope: device.map_or(Scope::Country(position(dice).country), Scope::Device),
            proved: factors(dice),
            from: Timestamp::from_seconds(second(dice, u32::MAX)),
            until: Timestamp::from_seconds(second(dice, u32::MAX)),
        }),
        HappeningKind::CompletedInformation => {
            Happening::CompletedInformation { item: *dice.pick(Information::ALL) }
        }
    };
    Event {
        id: EventId(bytes(dice)),
        customer: pseudonym(dice),
        key_id: u32::try_from(dice.next() >> 32).unwrap(),
        at: moment(dice),
        what,
    }
}
