//! Random streams of events for profiles, and the customer, payees and devices that they speak of.

use proptest::prelude::*;
use stepup::event::{Event, Happening, Movement};
use stepup::factor::{Factor, FactorSet};
use stepup::id::{EventId, Pseudonym, TransferId};
use stepup::place::{Country, Point, Position};
use stepup::profile::{PeerGroup, Profile};
use stepup::units::{Currency, Moment, Timestamp};

/// When every test's account was opened.
pub const OPENED: u32 = 1_700_000_000;
/// The peer group of every test's customer.
pub const PEERS: PeerGroup = PeerGroup {
    currency: Currency::CNY,
    amount_centre: 3_400,
    amount_spread: 400,
    outflow_centre: 3_700,
    outflow_spread: 450,
};
/// Two kinds of factor.
pub const STRONG: FactorSet = FactorSet::NONE.with(Factor::Face).with(Factor::Sms);

pub fn customer() -> Pseudonym {
    Pseudonym::from_bytes([7; 16])
}

pub fn payee(number: u8) -> Pseudonym {
    Pseudonym::from_bytes([100, number, 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7])
}

pub fn device(number: u8) -> Pseudonym {
    Pseudonym::from_bytes([200, number, 2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5, 9, 0])
}

pub fn transfer(number: u64) -> TransferId {
    TransferId(u128::from(number + 1).to_le_bytes())
}

pub fn time(seconds: u32) -> Timestamp {
    Timestamp::from_seconds(seconds)
}

pub fn utc(seconds: u32) -> Moment {
    Moment::at_offset(time(seconds), 0)
}

pub fn beijing() -> Position {
    let point = Point::new(39_904_200, 116_407_400, 100).unwrap();
    Position { country: Country::from_code("CN").unwrap(), point: Some(point) }
}

pub fn fresh() -> Profile {
    Profile::new(customer(), 3, utc(OPENED), PEERS)
}

pub fn event(id: u64, at: Moment, what: Happening) -> Event {
    Event { id: EventId(u128::from(id).to_le_bytes()), customer: customer(), key_id: 3, at, what }
}

/// A movement to payee 1 that was proved by nothing, from no device.
pub fn movement(number: u64, minor: i64) -> Movement {
    Movement {
        transfer: transfer(number),
        minor,
        currency: Currency::CNY,
        payee: Some(payee(1)),
        own_account_here: false,
        device: None,
        position: None,
        proved: FactorSet::NONE,
    }
}

/// A profile, and a counter that gives each event its id.
#[derive(Clone)]
pub struct Life {
    pub profile: Profile,
    pub next: u64,
}

impl Life {
    pub fn new() -> Self {
        Self { profile: fresh(), next: 1 }
    }

    pub fn see(&mut self, at: Moment, what: Happening) {
        let before = self.profile.revision();
        let seen = self.profile.observe(&event(self.next, at, what));
        assert_eq!(seen, Ok(stepup::profile::Observed::New));
        assert_eq!(self.profile.revision(), before + 1);
        self.next += 1;
    }
}

/// One step of a random stream: what to do, when, with what.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub what: u8,
    pub ahead: u32,
    pub late: u32,
    pub which: u8,
    pub minor: i64,
}

/// Streams of up to `most` steps; `late` is the farthest that an event may lie before the one before it, seconds.
pub fn steps(most: usize, late: u32) -> impl Strategy<Value = Vec<Step>> {
    let ahead = prop_oneof![4 => 0_u32..900, 3 => 0_u32..8_000, 2 => 0_u32..50_000, 1 => 0_u32..300_000];
    let lateness = prop_oneof![2 => Just(0_u32), 1 => 0..=late];
    let minor =
        prop_oneof![3 => 1_i64..100_000, 2 => 100_000_i64..50_000_000, 1 => Just(999_999_999_999_999_999)];
    let step = (0_u8..16, ahead, lateness, any::<u8>(), minor)
        .prop_map(|(what, ahead, late, which, minor)| Step { what, ahead, late, which, minor });
    prop::collection::vec(step, 1..most)
}
