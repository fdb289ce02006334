//! What is asked for again, arrives late or was a mistake: it counts as of the latest asking and undoes nothing since.

use stepup::event::{Announcement, Happening, Movement, Scope};
use stepup::factor::{Factor, FactorSet};
use stepup::profile::{Profile, TotalsAt};
use stepup::units::Currency;

use crate::rules::{DAY, FACE, HOUR, bound, failed, proved_on, totals};
use crate::stream::{Life, OPENED, STRONG, beijing, device, movement, payee, time, transfer, utc};

/// Four just below a line, asked for one day and again the next night, each with its proofs: together they show.
#[test]
fn transfers_asked_for_again_count_as_of_the_latest_asking() {
    let mut life = Life::new();
    for number in 0..4 {
        life.see(utc(OPENED), Happening::Attempted(movement(number, 4_194_304)));
    }
    let night = OPENED + 33 * HOUR;
    for number in 0..4_u32 {
        let at = night + 60 * number;
        let own = totals(&life.profile, at, Some(number.into()));
        assert_eq!(own.total_24h_payee, 4_194_304 * i64::from(number), "what was asked for again before");
        assert_eq!((own.count_24h, own.attempted_24h), (u16::try_from(number).unwrap(), own.total_24h_payee));
        life.see(utc(at), Happening::Proved { factors: STRONG, device: None, position: None });
        life.see(utc(at), Happening::Attempted(movement(number.into(), 4_194_304)));
        life.see(
            utc(at + 1),
            Happening::Settled(Movement { proved: FACE, ..movement(number.into(), 4_194_304) }),
        );
    }
    let told = totals(&life.profile, night + HOUR, None);
    assert_eq!((told.total_24h, told.attempted_24h, told.count_24h), (16_777_216, 16_777_216, 4));
}

#[test]
fn one_strong_proof_covers_nothing_that_is_asked_for_again_after_it() {
    let mut life = Life::new();
    for number in 0..4 {
        life.see(utc(OPENED), Happening::Attempted(movement(number, 7)));
    }
    life.see(utc(OPENED + 9), Happening::Proved { factors: STRONG, device: None, position: None });
    assert_eq!(totals(&life.profile, OPENED + 9, None).total_since_sca, 0);
    for number in 0..4 {
        life.see(utc(OPENED + 10), Happening::Attempted(movement(number, 7)));
    }
    let told = totals(&life.profile, OPENED + 10, None);
    assert_eq!((told.total_since_sca, told.count_since_sca), (28, 4));
}

#[test]
fn a_held_transfer_that_settles_covers_nothing_that_was_asked_for_while_it_was_held() {
    let mut life = Life::new();
    life.see(utc(OPENED), Happening::Attempted(movement(0, 1_000)));
    for number in 1..4_u32 {
        let at = OPENED + 1_800 * number;
        life.see(utc(at), Happening::Attempted(movement(number.into(), 5)));
        life.see(utc(at + 9), Happening::Settled(movement(number.into(), 5)));
    }
    let proved = Movement { proved: STRONG, ..movement(0, 1_000) };
    life.see(utc(OPENED + 2 * HOUR), Happening::Settled(proved));
    let told = totals(&life.profile, OPENED + 2 * HOUR, None);
    assert_eq!((told.total_since_sca, told.count_since_sca), (15, 3));
    assert_eq!(life.profile.last_sca(), Some(time(OPENED)));
}

#[test]
fn payees_prepared_by_transfers_that_were_taken_back_are_as_new_as_ever() {
    let mut life = Life::new();
    let to = |number: u8| Movement { payee: Some(payee(number)), ..movement(number.into(), 5) };
    let asked = |life: &Life, number: u8, at: u32| {
        let (payee, transfer) = (Some(payee(number).tag()), Some(transfer(number.into()).tag()));
        life.profile.totals(TotalsAt { at: utc(at), payee, transfer }).new_payees_24h
    };
    for number in 1..=6 {
        life.see(utc(OPENED), Happening::Attempted(to(number)));
        life.see(utc(OPENED + 1), Happening::Returned { transfer: transfer(number.into()) });
    }
    assert_eq!(asked(&life, 7, OPENED + 2), 6);
    let later = OPENED + 10 * DAY;
    for number in 1..=6_u8 {
        assert_eq!(asked(&life, number, later), u16::from(number) - 1, "this one comes on top");
        life.see(utc(later), Happening::Attempted(to(number)));
        assert_eq!(asked(&life, number, later), u16::from(number) - 1, "nor does it count twice");
        life.see(utc(later), Happening::Settled(Movement { proved: FACE, ..to(number) }));
    }
    let day = later + 2 * DAY;
    for number in 1..=6_u8 {
        life.see(utc(day), Happening::Attempted(Movement { transfer: transfer(20), ..to(number) }));
        assert_eq!(asked(&life, 7, day), 0, "who was paid is known");
    }
}

#[test]
fn a_return_from_before_the_latest_asking_speaks_of_an_earlier_one() {
    let mut life = Life::new();
    life.see(utc(OPENED), Happening::Attempted(movement(1, 500)));
    life.see(utc(OPENED + 60), Happening::Attempted(movement(1, 500)));
    life.see(utc(OPENED + 30), Happening::Returned { transfer: transfer(1) });
    assert_eq!(totals(&life.profile, OPENED + 60, None).total_24h, 500);
    life.see(utc(OPENED + 90), Happening::Returned { transfer: transfer(1) });
    assert_eq!(totals(&life.profile, OPENED + 90, None).total_24h, 0);
}

#[test]
fn a_password_alone_on_a_strange_phone_ends_nothing_and_moves_nobody() {
    let (mut life, thief) = (Life::new(), Some(device(9)));
    let knows = FactorSet::NONE.with(Factor::Pwd).with(Factor::Kba);
    for _ in 0..4 {
        life.see(utc(OPENED + 5), failed(thief));
    }
    let proved = |factors, device| Happening::Proved { factors, device, position: Some(beijing()) };
    life.see(utc(OPENED + 6), proved(knows, thief));
    life.see(utc(OPENED + 6), proved(knows, None));
    let paid = Movement { device: thief, position: Some(beijing()), proved: knows, ..movement(1, 5) };
    life.see(utc(OPENED + 7), Happening::Settled(paid));
    let told = &life.profile;
    assert_eq!(told.failures_on(thief, time(OPENED + 7)), 4);
    assert_eq!((told.last_seen(), told.last_active(), told.last_proof()), (None, time(OPENED), None));
    assert!(!told.has_paid(payee(1)) && told.places(time(OPENED)).count() == 0);
    for factor in [Factor::Otp, Factor::Face] {
        let mut life = life.clone();
        life.see(utc(OPENED + 8), proved(FactorSet::NONE.with(factor), thief));
        assert_eq!(life.profile.failures_on(thief, time(OPENED + 8)), 0);
        assert_eq!(life.profile.failures_elsewhere(thief, time(OPENED + 8)), 4, "they happened all the same");
        assert!(life.profile.last_seen().is_some());
    }
    life.see(utc(OPENED + 9), Happening::DeviceBound { device: device(9), at_opening: false });
    life.see(utc(OPENED + 9), proved(knows, thief));
    assert_eq!(life.profile.last_active(), time(OPENED + 9), "on a bound device it counts");
}

#[test]
fn who_was_reported_is_a_stranger_again() {
    let mut life = Life::new();
    for number in 1..=3_u8 {
        let paid = Movement { payee: Some(payee(number)), proved: FACE, ..movement(number.into(), 5) };
        life.see(utc(OPENED), Happening::Settled(paid));
    }
    let reported = Happening::ReportedFraud { transfer: transfer(2), payee: Some(payee(2)) };
    life.see(utc(OPENED + DAY), reported);
    let known = [1, 2, 3].map(|number| life.profile.has_paid(payee(number)));
    assert_eq!(known, [true, false, true]);
    assert_eq!(Profile::decode(&life.profile.encode()), Ok(life.profile));
}

/// More devices than memory holds, one of them lost after the first: what comes again of the first stays out.
#[test]
fn a_lost_phone_stays_lost_when_memory_of_it_had_to_give_way() {
    let mut life = Life::new();
    life.see(utc(OPENED), Happening::DeviceBound { device: device(1), at_opening: true });
    let announced = Happening::Announced(Announcement {
        scope: Scope::Device(device(1)),
        proved: STRONG,
        from: time(OPENED),
        until: time(OPENED + 9 * DAY),
    });
    life.see(utc(OPENED + 1), announced);
    life.see(utc(OPENED + 10), Happening::DeviceLost { device: device(1) });
    life.see(utc(OPENED + 1), announced);
    assert!(!life.profile.is_device_announced(device(1), time(OPENED + 2 * DAY)));
    for number in 2..=5_u8 {
        life.see(utc(OPENED + 20 + u32::from(number)), bound(number));
    }
    life.see(utc(OPENED + 30), Happening::DeviceLost { device: device(5) });
    life.see(utc(OPENED), Happening::DeviceBound { device: device(1), at_opening: true });
    assert_eq!(life.profile.bound_device(device(1)), None);
    life.see(utc(OPENED + 40), bound(6));
    assert!(life.profile.bound_device(device(6)).is_some());
}

/// Each of these arrives once more, long after the last eight events.
#[test]
fn what_is_delivered_again_late_undoes_nothing_that_came_since() {
    let mut life = Life::new();
    life.see(utc(OPENED), Happening::DeviceBound { device: device(1), at_opening: true });
    life.see(utc(OPENED + 5), proved_on(1));
    let trusted = life.profile.bound_device(device(1));
    life.see(utc(OPENED), Happening::DeviceBound { device: device(1), at_opening: true });
    assert_eq!(life.profile.bound_device(device(1)), trusted, "bound again at the same second");
    life.see(utc(OPENED + 10), Happening::DeviceLost { device: device(1) });
    for at in [OPENED, OPENED + 10] {
        life.see(utc(at), Happening::DeviceBound { device: device(1), at_opening: true });
        assert_eq!(life.profile.bound_device(device(1)), None, "a lost phone stays lost");
    }
    life.see(utc(OPENED + 20), bound(1));
    life.see(utc(OPENED + 10), Happening::DeviceLost { device: device(1) });
    assert!(life.profile.bound_device(device(1)).is_some(), "found, and bound anew since");
    life.see(utc(OPENED + 15), Happening::DeviceLost { device: device(2) });
    life.see(utc(OPENED + 14), bound(2));
    assert_eq!(life.profile.bound_device(device(2)), None, "the loss came first, the binding is older");
    for number in 3..=5 {
        life.see(utc(OPENED + 20), bound(number));
    }
    life.see(utc(OPENED + 19), bound(6));
    assert_eq!(life.profile.bound_device(device(6)), None, "no late one pushes out what was bound since");

    life.see(utc(OPENED + 30), Happening::Frozen);
    life.see(utc(OPENED + 40), Happening::Unfrozen);
    life.see(utc(OPENED + 30), Happening::Frozen);
    assert!(!life.profile.is_frozen());
    life.see(utc(OPENED + 41), Happening::Frozen);
    life.see(utc(OPENED + 40), Happening::Unfrozen);
    assert!(life.profile.is_frozen());
}

#[test]
fn a_false_alarm_is_no_incident_and_what_was_confirmed_stays_one() {
    let incident = |life: &Life| life.profile.counters().last_incident;
    let mut life = Life::new();
    life.see(utc(OPENED + 1), Happening::Frozen);
    assert_eq!(incident(&life), Some(time(OPENED + 1)));
    life.see(utc(OPENED + 2), Happening::Cleared);
    assert!(incident(&life).is_none() && life.profile.is_frozen(), "cleared, not yet released");
    life.see(utc(OPENED + 1), Happening::Unfrozen);
    life.see(utc(OPENED), Happening::Unfrozen);
    assert!(!life.profile.is_frozen());
    life.see(utc(OPENED + 10), Happening::Frozen);
    life.see(utc(OPENED + 20), Happening::Frozen);
    life.see(utc(OPENED + 21), Happening::Cleared);
    assert_eq!(incident(&life), Some(time(OPENED + 10)), "the alarm before was not cleared");
    life.see(utc(OPENED + 30), Happening::ReportedFraud { transfer: transfer(1), payee: None });
    life.see(utc(OPENED + 31), Happening::Cleared);
    assert_eq!(incident(&life), Some(time(OPENED + 30)));
}

#[test]
fn of_four_unproved_transfers_one_is_counted_however_many_events_each_takes() {
    for events in 1..=5_u32 {
        let mut life = Life::new();
        life.see(utc(OPENED), bound(1));
        life.see(utc(OPENED), proved_on(1));
        let start = OPENED + 40 * DAY;
        for number in 0..40_u32 {
            for more in 1..events {
                let minor = i64::from(more);
                life.see(utc(start + number), Happening::Credited { minor, currency: Currency::CNY });
            }
            let paid = Movement { device: Some(device(1)), ..movement(number.into(), 500) };
            life.see(utc(start + number), Happening::Settled(paid));
        }
        assert_eq!(life.profile.amount_habit().count, 10, "{events} events a transfer");
    }
}

/// Settled a day later, elsewhere: hours, places and uses are those of the asking.
#[test]
fn a_settlement_teaches_the_time_at_which_it_was_asked_for() {
    let mut life = Life::new();
    life.see(utc(OPENED), bound(1));
    let asked =
        Movement { device: Some(device(1)), position: Some(beijing()), proved: FACE, ..movement(1, 5) };
    life.see(utc(OPENED + HOUR), Happening::Attempted(asked));
    life.see(utc(OPENED + DAY), Happening::Settled(asked));
    let told = &life.profile;
    let at = time(OPENED + HOUR);
    assert_eq!((told.last_active(), told.last_seen().unwrap().at), (at, at));
    assert_eq!(told.bound_device(device(1)).unwrap().used, Some(at));
}
