//! A customer with a month of ordinary life behind them, and what they ask for.

use stepup::event::{Event, Happening, Movement};
use stepup::fact::Given;
use stepup::factor::{Factor, FactorSet};
use stepup::id::{EventId, Pseudonym, TransferId};
use stepup::operation::{Channel, Operation};
use stepup::place::{Country, Point, Position};
use stepup::profile::{PeerGroup, Profile};
use stepup::request::{
    Alert, CoercionSigns, Destination, Fields, Integrity, Network, PayeeCheck, PayeeRelation, TraBand,
};
use stepup::units::{Amount, Currency, Moment, Timestamp};

pub const KEY: u32 = 7;
/// 2027-01-15 08:00 UTC, 16:00 in Beijing, a Friday.
pub const NOW: u32 = 1_800_000_000;
pub const HOUR: u32 = 3_600;
pub const DAY: u32 = 24 * HOUR;

pub fn name(number: u8) -> Pseudonym {
    Pseudonym::from_bytes([number; 16])
}

pub fn at(seconds: u32) -> Moment {
    Moment::at_offset(Timestamp::from_seconds(seconds), 480)
}

pub fn yuan(minor: i64) -> Amount {
    Amount::new(minor, Currency::CNY).unwrap()
}

pub fn home() -> Position {
    let point = Point::new(39_904_200, 116_407_400, 50).unwrap();
    Position { country: Country::from_code("CN").unwrap(), point: Some(point) }
}

pub fn transfer(number: u64) -> TransferId {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&number.to_le_bytes());
    TransferId(id)
}

pub fn movement(number: u64, minor: i64, payee: u8) -> Movement {
    Movement {
        transfer: transfer(number),
        minor,
        currency: Currency::CNY,
        payee: Some(name(payee)),
        own_account_here: false,
        device: Some(name(50)),
        position: Some(home()),
        proved: FactorSet::NONE.with(Factor::Face),
    }
}

pub fn observe(profile: &mut Profile, seconds: u32, what: Happening) {
    let mut id = [9; 16];
    id[..8].copy_from_slice(&profile.revision().to_le_bytes());
    let event = Event { id: EventId(id), customer: profile.customer(), key_id: KEY, at: at(seconds), what };
    assert_eq!(profile.observe(&event), Ok(stepup::profile::Observed::New));
}

/// Opened 400 days ago, and nothing since.
pub fn newcomer() -> Profile {
    let peers = PeerGroup {
        currency: Currency::CNY,
        amount_centre: 3_400,
        amount_spread: 300,
        outflow_centre: 3_600,
        outflow_spread: 300,
    };
    Profile::new(name(1), KEY, at(NOW - 400 * DAY), peers)
}

/// Opened 400 days ago on phone 50; sixty days of 100.00 to payee 60 at home, each proved by face.
pub fn customer() -> Profile {
    let mut profile = newcomer();
    observe(&mut profile, NOW - 400 * DAY, Happening::DeviceBound { device: name(50), at_opening: true });
    for day in (1..=60).rev() {
        let paid = movement(u64::from(day), 10_000, 60);
        observe(&mut profile, NOW - day * DAY, Happening::Attempted(paid));
        observe(&mut profile, NOW - day * DAY + 60, Happening::Settled(paid));
    }
    profile
}

/// A calm transfer of so much to payee 60, from phone 50 at home, everything known.
pub fn calm(minor: i64) -> Fields {
    let mut fields = Fields::new(Operation::Transfer, Channel::App, name(1), KEY, at(NOW));
    fields.amount = Given::Known(yuan(minor));
    fields.transfer = Some(transfer(9_999));
    fields.balance = Given::Known(yuan(10_000_000));
    fields.own_limit = Given::NotApplicable;
    fields.device = Given::Known(name(50));
    fields.integrity = Given::Known(Integrity::Attested);
    fields.device_reputation = Given::NotApplicable;
    fields.position = Given::Known(home());
    fields.network = Given::Known(Network::Home);
    fields.network_position = Given::Known(home());
    fields.payee = Given::Known(name(60));
    fields.payee_relation = Given::Known(PayeeRelation::Unrelated);
    fields.payee_added = Given::Known(Timestamp::from_seconds(NOW - 100 * DAY));
    fields.payee_check = Given::Known(PayeeCheck::Match);
    fields.payee_reputation = Given::NotApplicable;
    fields.destination = Given::Known(Destination::Domestic);
    fields.behaviour = Given::Known(0);
    fields.coercion = Given::Known(CoercionSigns::default());
    fields.alert = Given::Known(Alert::None);
    fields.tra_band = Given::Known(TraBand::None);
    fields.enrolled = [Factor::Face, Factor::Sms, Factor::Fpt, Factor::Otp].into_iter().collect();
    fields
}
