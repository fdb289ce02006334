//! What a profile learns, from what, and how slowly.

use proptest::prelude::*;
use stepup::event::{Happening, Movement};
use stepup::factor::{Factor, FactorSet};
use stepup::profile::TRUSTED_AFTER;

use crate::stream::{Life, OPENED, PEERS, STRONG, beijing, device, fresh, movement, payee, steps, time, utc};

const HOUR: u32 = 3_600;
const DAY: u32 = 86_400;
const FACE: FactorSet = FactorSet::NONE.with(Factor::Face);

fn failed(device: Option<stepup::id::Pseudonym>) -> Happening {
    Happening::LogInFailed { device }
}

fn bound(number: u8) -> Happening {
    Happening::DeviceBound { device: device(number), at_opening: false }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_not_proved_teaches_nothing(stream in steps(60, 5_000)) {
        let (mut life, mut now) = (Life::new(), OPENED);
        for step in &stream {
            now += step.ahead;
            let movement = Movement {
                device: Some(device(step.which % 3)),
                position: Some(beijing()),
                payee: Some(payee(step.which)),
                ..movement(u64::from(step.which), step.minor)
            };
            let what = match step.what {
                0..=4 => Happening::Attempted(Movement { proved: STRONG, ..movement }),
                5..=9 => Happening::Settled(movement),
                10 => failed(movement.device),
                11 => bound(step.which % 3),
                12 => Happening::Returned { transfer: movement.transfer },
                _ => Happening::Credited { minor: step.minor, currency: stepup::units::Currency::CNY },
            };
            life.see(utc(now), what);
            prop_assert!(!life.profile.has_paid(payee(step.which)));
        }
        let (told, new) = (&life.profile, fresh());
        prop_assert_eq!(told.amount_habit(), new.amount_habit());
        prop_assert_eq!(told.outflow_habit(), new.outflow_habit());
        prop_assert!(told.hours(false).is_none() && told.hours(true).is_none());
        prop_assert_eq!(told.places(time(now)).count(), 0);
        prop_assert_eq!((told.last_seen(), told.last_active()), (None, time(OPENED)));
    }
}

#[test]
fn no_number_of_unproved_transfers_makes_an_attacker_look_usual() {
    let mut life = Life::new();
    for number in 0..2_000_u32 {
        let large = Movement {
            device: Some(device(9)),
            position: Some(beijing()),
            ..movement(number.into(), 9_000_000)
        };
        life.see(utc(OPENED + 600 * number), Happening::Settled(large));
    }
    assert_eq!(life.profile.amount_habit(), fresh().amount_habit());
    assert_eq!(life.profile.outflow_habit(), fresh().outflow_habit());
    assert_eq!(life.profile.places(time(OPENED)).count(), 0);
}

#[test]
fn a_customer_is_learned_from_what_they_proved() {
    let mut life = Life::new();
    life.see(utc(OPENED), bound(1));
    for number in 0..40_u32 {
        let coffee = Movement {
            device: Some(device(1)),
            position: Some(beijing()),
            proved: FACE,
            ..movement(number.into(), 2_000 + 20 * i64::from(number))
        };
        life.see(utc(OPENED + DAY * number), Happening::Settled(coffee));
    }
    let told = &life.profile;
    let now = time(OPENED + 40 * DAY);
    let truth = stepup::profile::log2_256(2_400);
    assert!(told.amount_habit().centre.abs_diff(truth) < 60 && told.amount_habit().count == 40);
    assert!(told.amount_habit().spread < PEERS.amount_spread);
    assert!(told.outflow_habit().centre.abs_diff(truth) < 80 && told.outflow_habit().count == 39);
    assert!(told.has_paid(payee(1)) && !told.has_paid(payee(2)));
    assert!(told.payee_first_seen(payee(1)).unwrap().since(time(OPENED)) <= DAY);
    assert_eq!(told.places(now).count(), 1);
    assert!(told.hours(false).is_some() && told.hours(true).is_some());
    assert_eq!(told.last_active(), time(OPENED + 39 * DAY));
    let device = told.bound_device(device(1)).unwrap();
    assert_eq!((device.bound, device.proved_since), (time(OPENED), Some(time(OPENED))));
    assert!(now.since(device.proved_since.unwrap()) > TRUSTED_AFTER);
    assert_eq!((told.counters().settled, told.counters().active_months), (40, 2));
}

#[test]
fn a_trusted_device_teaches_at_a_quarter_of_the_weight() {
    let on = |number: u32, minor, proved| {
        Happening::Settled(Movement { device: Some(device(1)), proved, ..movement(number.into(), minor) })
    };
    let mut life = Life::new();
    life.see(utc(OPENED), bound(1));
    for number in 0..20 {
        life.see(utc(OPENED + number * HOUR), on(number, 5_000, FACE));
    }
    let start = OPENED + TRUSTED_AFTER + 1;
    let (mut proved, mut not) = (life.clone(), life.clone());
    life.see(utc(start - 1), on(99, 900_000, FactorSet::NONE));
    assert_eq!(life.profile.amount_habit(), not.profile.amount_habit(), "not yet trusted");
    let before = not.profile.amount_habit();
    for number in 100..104 {
        proved.see(utc(start), on(number, 900_000, FACE));
        not.see(utc(start), on(number, 900_000, FactorSet::NONE));
    }
    let moved = |life: &Life| life.profile.amount_habit().centre - before.centre;
    assert!(moved(&not) > 0 && moved(&not) * 3 < moved(&proved), "{} {}", moved(&not), moved(&proved));
    assert_eq!(not.profile.amount_habit().count, before.count + 1, "of four, one is counted");
    assert!(not.profile.has_paid(payee(1)));
}
