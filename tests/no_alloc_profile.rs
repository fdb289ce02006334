//! Observing, encoding, decoding and asking totals allocate nothing; `no_alloc_decide.rs` has deciding and judging.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "small numbers of tests, with overflow checks on")]

#[path = "common/counting.rs"]
mod counting;

use counting::allocations;
use stepup::event::{Event, Happening, Movement};
use stepup::factor::{Factor, FactorSet};
use stepup::id::{EventId, Pseudonym, TransferId};
use stepup::place::{Country, Point, Position};
use stepup::profile::{PeerGroup, Profile, TotalsAt};
use stepup::units::{Currency, Moment, Timestamp};

const fn somebody(number: u8) -> Pseudonym {
    Pseudonym::from_bytes([number; 16])
}

fn at(number: u32) -> Moment {
    Moment::at_offset(Timestamp::from_seconds(1_700_000_000 + 999 * number), 480)
}

fn life(profile: &mut Profile, events: &[Event]) -> i64 {
    let mut sum = 0_i64;
    for event in events {
        let _seen = profile.observe(event);
        let bytes = profile.encode();
        if let Ok(again) = Profile::decode(&bytes) {
            *profile = again;
        }
        let transfer = Some(TransferId([1; 16]).tag());
        let asked = TotalsAt { at: event.at, payee: Some(somebody(3).tag()), transfer };
        sum += profile.totals(asked).total_24h;
        sum += i64::from(profile.places(event.at.at()).map(|place| place.weight).sum::<u16>());
        sum += i64::from(profile.failures_elsewhere(Some(somebody(2)), event.at.at()));
    }
    sum
}

#[test]
fn observing_decoding_encoding_and_asking_allocate_nothing() {
    let strong = FactorSet::NONE.with(Factor::Face).with(Factor::Sms);
    let point = Point::new(39_904_200, 116_407_400, 100).ok();
    let position = Country::from_code("CN").map(|country| Position { country, point });
    let made = Movement {
        transfer: TransferId([1; 16]),
        minor: 700,
        currency: Currency::CNY,
        payee: Some(somebody(3)),
        own_account_here: false,
        device: Some(somebody(2)),
        position,
        proved: strong,
    };
    let whats = [
        Happening::DeviceBound { device: somebody(2), at_opening: true },
        Happening::Attempted(made),
        Happening::Settled(made),
        Happening::Credited { minor: 9, currency: Currency::CNY },
        Happening::Proved { factors: strong, device: None, position },
        Happening::LogInFailed { device: None },
        Happening::Frozen,
        Happening::Unfrozen,
        Happening::Cleared,
        Happening::Returned { transfer: made.transfer },
    ];
    let events: Vec<Event> = (1_u32..200)
        .zip(whats.iter().cycle())
        .map(|(number, what)| {
            let id = EventId(u128::from(number).to_le_bytes());
            Event { id, customer: somebody(1), key_id: 3, at: at(number), what: *what }
        })
        .collect();
    let peers = PeerGroup {
        currency: Currency::CNY,
        amount_centre: 3_400,
        amount_spread: 400,
        outflow_centre: 3_700,
        outflow_spread: 450,
    };
    let mut profile = Profile::new(somebody(1), 3, at(0), peers);
    let mut sum = 0;
    assert_eq!(allocations(|| sum = life(&mut profile, &events)), 0);
    assert!(sum > 0 && profile.revision() == 199 && profile.high_water() == at(199).at());
}
