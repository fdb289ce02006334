//! What a profile promises, one rule at a time: reservations, repeats, refusals, habits, devices, announcements.

use proptest::prelude::*;
use stepup::event::{Announcement, Credential, Event, Happening, Information, Movement, Scope};
use stepup::factor::{Factor, FactorSet};
use stepup::place::Country;
use stepup::profile::{
    AGED_AFTER, CENTRE_STEP, FAILURES_LAPSE, KNOWN_AFTER, ObserveError, Observed, Profile, SPREAD_STEP,
    Totals, TotalsAt,
};
use stepup::units::{Amount, Currency};

use crate::stream::{
    Life, OPENED, STRONG, Step, beijing, customer, device, event, movement, payee, steps, time, transfer, utc,
};

pub const HOUR: u32 = 3_600;
pub const DAY: u32 = 86_400;
pub const FACE: FactorSet = FactorSet::NONE.with(Factor::Face);

pub fn totals(profile: &Profile, at: u32, own: Option<u64>) -> Totals {
    let transfer = own.map(|number| transfer(number).tag());
    profile.totals(TotalsAt { at: utc(at), payee: Some(payee(1).tag()), transfer })
}

pub fn failed(device: Option<stepup::id::Pseudonym>) -> Happening {
    Happening::LogInFailed { device }
}

pub fn proved_on(number: u8) -> Happening {
    Happening::Proved { factors: FACE, device: Some(device(number)), position: None }
}

pub fn bound(number: u8) -> Happening {
    Happening::DeviceBound { device: device(number), at_opening: false }
}

/// Any happening of a random step.
pub fn any_happening(step: Step) -> Happening {
    let movement = Movement {
        payee: Some(payee(step.which % 20)),
        own_account_here: step.which.is_multiple_of(20),
        device: Some(device(step.which % 7)),
        position: Some(beijing()),
        proved: if step.which.is_multiple_of(2) { STRONG } else { FactorSet::NONE },
        ..movement(u64::from(step.which % 9), step.minor)
    };
    let device = Some(device(step.which % 7));
    let made = Announcement {
        scope: if step.which > 99 {
            Scope::Device(movement.device.unwrap())
        } else {
            Scope::Country(Country::from_code("JP").unwrap())
        },
        proved: STRONG,
        from: time(OPENED),
        until: time(OPENED + step.late * 10),
    };
    match step.what {
        0..=2 => Happening::Attempted(movement),
        3..=5 => Happening::Settled(movement),
        6 => Happening::Returned { transfer: movement.transfer },
        7 => Happening::Credited { minor: step.minor, currency: Currency::CNY },
        8 => Happening::Proved { factors: STRONG, device, position: Some(beijing()) },
        9 => failed(device),
        10 => Happening::DeviceBound { device: movement.device.unwrap(), at_opening: step.which > 200 },
        11 => Happening::Announced(made),
        12 => Happening::CredentialChanged { credential: Credential::Sim, first: step.which > 100 },
        13 if step.which > 128 => Happening::Frozen,
        13 => Happening::Unfrozen,
        14 if step.which > 128 => Happening::Cleared,
        14 => Happening::CompletedInformation { item: Information::Address },
        _ if step.which > 128 => {
            Happening::ReportedFraud { transfer: movement.transfer, payee: movement.payee }
        }
        _ => Happening::DeviceLost { device: movement.device.unwrap() },
    }
}

/// A profile with a history of anything.
fn lived(stream: &[Step]) -> Life {
    let (mut life, mut now) = (Life::new(), OPENED);
    for step in stream {
        now += step.ahead;
        life.see(utc(now - step.late.min(now)), any_happening(*step));
    }
    life
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_repeat_of_the_last_eight_changes_no_byte(stream in steps(40, 50_000), back in 0_usize..8) {
        let (mut life, mut seen, mut now) = (Life::new(), Vec::new(), OPENED);
        for step in stream {
            now += step.ahead;
            seen.push(event(life.next, utc(now - step.late), any_happening(step)));
            life.see(utc(now - step.late), any_happening(step));
        }
        let bytes = life.profile.encode();
        if let Some(again) = seen.iter().rev().nth(back) {
            prop_assert_eq!(life.profile.observe(again), Ok(Observed::Repeat));
            // The id alone decides.
            let other = Event { what: Happening::Frozen, ..*again };
            prop_assert_eq!(life.profile.observe(&other), Ok(Observed::Repeat));
        }
        prop_assert_eq!(life.profile.encode(), bytes);
    }

    #[test]
    fn a_refused_event_changes_no_byte(stream in steps(30, 50_000), step in steps(2, 9), over in any::<i64>()) {
        let mut life = lived(&stream);
        let before = life.profile.encode();
        let good = event(999, utc(OPENED + DAY), any_happening(step[0]));
        let other = Event { customer: payee(1), ..good };
        prop_assert_eq!(life.profile.observe(&other), Err(ObserveError::AnotherCustomer));
        let key = Event { key_id: 4, ..good };
        prop_assert_eq!(life.profile.observe(&key), Err(ObserveError::AnotherKey { found: 4, expected: 3 }));
        let given = if (0..=Amount::MAX_MINOR).contains(&over) { -1 } else { over };
        for what in [
            Happening::Attempted(movement(1, given)),
            Happening::Settled(movement(1, given)),
            Happening::Credited { minor: given, currency: Currency::CNY },
        ] {
            let wrong = Event { what, ..good };
            prop_assert_eq!(life.profile.observe(&wrong), Err(ObserveError::AmountOutOfRange { given }));
        }
        let (found, expected) = (Currency::from_code("JPY").unwrap(), Currency::CNY);
        for what in [
            Happening::Attempted(Movement { currency: found, ..movement(1, 5) }),
            Happening::Settled(Movement { currency: found, ..movement(1, 5) }),
            Happening::Credited { minor: 5, currency: found },
        ] {
            let wrong = Event { what, ..good };
            prop_assert_eq!(life.profile.observe(&wrong), Err(ObserveError::AnotherCurrency { found, expected }));
        }
        prop_assert_eq!(life.profile.encode(), before);
        for number in 0..8 {
            life.see(utc(OPENED), Happening::Credited { minor: number, currency: Currency::CNY });
        }
        let mut bytes = life.profile.encode();
        bytes[Profile::REVISION_AT..Profile::REVISION_AT + 8].fill(0xff);
        Profile::seal_bytes(&mut bytes);
        let mut last = Profile::decode(&bytes).unwrap();
        prop_assert_eq!(last.observe(&good), Err(ObserveError::RevisionExhausted));
        prop_assert_eq!(last.encode(), bytes);
    }

    #[test]
    fn one_event_moves_habits_only_a_bounded_way(stream in steps(40, 5_000)) {
        let (mut life, mut now) = (Life::new(), OPENED);
        for step in stream {
            now += step.ahead;
            let before = life.profile.clone();
            life.see(utc(now - step.late), any_happening(step));
            for (old, new) in [
                (before.amount_habit(), life.profile.amount_habit()),
                (before.outflow_habit(), life.profile.outflow_habit()),
            ] {
                // Below eight values the share of the peer group moves as well.
                if old.count >= 8 || new.count == old.count {
                    prop_assert!(old.centre.abs_diff(new.centre) <= CENTRE_STEP);
                    prop_assert!(old.spread.abs_diff(new.spread) <= SPREAD_STEP);
                }
            }
        }
    }

    #[test]
    fn failures_on_unbound_devices_evict_no_bound_one(
        fails in prop::collection::vec((any::<u8>(), 0_u32..90_000), 1..80),
    ) {
        let mut life = Life::new();
        for number in 0..4 {
            life.see(utc(OPENED), bound(number));
        }
        let mut now = OPENED;
        for (number, ahead) in fails {
            now += ahead;
            let on = (number > 4).then(|| device(number.max(4)));
            life.see(utc(now), failed(on));
            prop_assert!(life.profile.failures_on(on, time(now)) >= 1);
            for number in 0..4 {
                prop_assert!(life.profile.bound_device(device(number)).is_some());
                prop_assert_eq!(life.profile.failures_on(Some(device(number)), time(now)), 0);
                prop_assert!(life.profile.failures_elsewhere(Some(device(number)), time(now)) >= 1);
            }
        }
    }
}

#[test]
fn a_reservation_counts_until_it_is_returned_and_not_twice_when_it_comes_back() {
    let mut life = Life::new();
    life.see(utc(OPENED), Happening::Attempted(movement(1, 500)));
    assert_eq!(totals(&life.profile, OPENED, None).total_24h, 500);
    let own = totals(&life.profile, OPENED, Some(1));
    assert_eq!(own, Totals::default(), "the transfer that asks adds its own amount anew");
    life.see(utc(OPENED + 9), Happening::Attempted(movement(1, 400)));
    life.see(utc(OPENED + 9), Happening::Attempted(movement(1, 600)));
    let told = totals(&life.profile, OPENED + 9, None);
    assert_eq!((told.total_24h, told.count_24h, told.attempted_24h), (600, 1, 600));
    life.see(utc(OPENED + 20), Happening::Returned { transfer: transfer(1) });
    let told = totals(&life.profile, OPENED + 20, None);
    assert_eq!((told.total_24h, told.count_24h, told.attempted_24h), (0, 0, 600));
    life.see(utc(OPENED + 30), Happening::Settled(movement(2, 70)));
    life.see(utc(OPENED + 40), Happening::Returned { transfer: transfer(2) });
    assert_eq!(totals(&life.profile, OPENED + 40, None).total_24h, 70, "nothing open to undo");
}

#[test]
fn settling_moves_a_reservation_to_the_time_when_it_was_asked_for() {
    let mut life = Life::new();
    life.see(utc(OPENED), Happening::Attempted(movement(1, 500)));
    let before = totals(&life.profile, OPENED + 20 * HOUR, None);
    life.see(utc(OPENED + 20 * HOUR), Happening::Settled(movement(1, 500)));
    let after = totals(&life.profile, OPENED + 20 * HOUR, None);
    assert_eq!(before, after, "settling changes no total");
    assert_eq!((after.total_24h, after.outflow_1h, after.count_1h), (500, 0, 0));
    assert_eq!(totals(&life.profile, OPENED + 26 * HOUR, None).total_24h, 0);
}

#[test]
fn a_fifth_reservation_makes_the_oldest_count_for_good() {
    let mut life = Life::new();
    for number in 0..5 {
        life.see(utc(OPENED + number), Happening::Attempted(movement(number.into(), 10)));
    }
    assert_eq!(totals(&life.profile, OPENED + 9, None).total_24h, 50);
    for number in 0..5 {
        life.see(utc(OPENED + 10), Happening::Returned { transfer: transfer(number) });
    }
    let told = totals(&life.profile, OPENED + 10, None);
    assert_eq!((told.total_24h, told.total_24h_payee, told.count_24h), (10, 10, 1));
}

#[test]
fn a_reservation_to_another_payee_is_another_payment() {
    let mut life = Life::new();
    life.see(utc(OPENED), Happening::Attempted(movement(1, 500)));
    let moved = Movement { payee: Some(payee(2)), ..movement(1, 300) };
    life.see(utc(OPENED), Happening::Attempted(moved));
    let told = totals(&life.profile, OPENED, Some(1));
    assert_eq!((told.total_24h, told.total_24h_payee), (500, 500));
}

#[test]
fn strong_authentication_starts_the_count_again_and_forgets_nothing_that_came_after() {
    let mut life = Life::new();
    let strong = Happening::Proved { factors: STRONG, device: None, position: None };
    let since = |life: &Life| {
        let told = totals(&life.profile, OPENED + 999, None);
        (told.total_since_sca, told.count_since_sca)
    };
    life.see(utc(OPENED + 10), Happening::Settled(movement(1, 5)));
    life.see(utc(OPENED + 20), Happening::Attempted(movement(2, 7)));
    life.see(utc(OPENED + 21), Happening::Proved { factors: FACE, device: None, position: None });
    assert_eq!(since(&life), (12, 2), "one kind of factor is not strong");
    life.see(utc(OPENED + 30), strong);
    assert_eq!(since(&life), (0, 0));
    life.see(utc(OPENED + 40), Happening::Attempted(movement(3, 11)));
    life.see(utc(OPENED + 41), Happening::Settled(movement(2, 7)));
    assert_eq!(since(&life), (11, 1), "what was asked for before stays before");
    life.see(utc(OPENED + 35), strong);
    assert_eq!(since(&life), (11, 1), "a proof that arrives late covers nothing later");
    life.see(utc(OPENED + 45), Happening::Settled(Movement { proved: STRONG, ..movement(5, 17) }));
    assert_eq!(since(&life), (28, 2), "when it was asked for is not known");
    life.see(utc(OPENED + 50), Happening::Attempted(movement(4, 13)));
    life.see(utc(OPENED + 59), Happening::Settled(Movement { proved: STRONG, ..movement(4, 13) }));
    assert_eq!(since(&life), (0, 0));
    assert_eq!(life.profile.last_proof(), Some(time(OPENED + 35)));
    assert_eq!(life.profile.last_sca(), Some(time(OPENED + 50)));
}

#[test]
fn more_payees_than_slots_hand_their_totals_on() {
    let mut life = Life::new();
    for number in 1..=30_u8 {
        let to = Movement { payee: Some(payee(number)), ..movement(number.into(), 100) };
        life.see(utc(OPENED + u32::from(number)), Happening::Settled(to));
    }
    for number in 1..=30 {
        let asked = TotalsAt { at: utc(OPENED + 60), payee: Some(payee(number).tag()), transfer: None };
        let told = life.profile.totals(asked);
        assert!(told.total_24h_payee >= 100 && told.total_24h_payee <= told.total_24h);
    }
    let asked = TotalsAt { at: utc(OPENED + 60), payee: Some(payee(99).tag()), transfer: None };
    assert!(
        life.profile.totals(asked).total_24h_payee < 1_000,
        "a stranger may be over-counted, not absurdly"
    );
    assert_eq!(life.profile.totals(asked).new_payees_24h, 30);
    let later = TotalsAt { at: utc(OPENED + 40 * HOUR), ..asked };
    assert_eq!(life.profile.totals(later).total_24h_payee, 0);
}

#[test]
fn money_from_a_new_device_counts_apart_until_it_is_known() {
    let mut life = Life::new();
    life.see(utc(OPENED), bound(1));
    let from = |number, which| Movement { device: which, ..movement(number, 100) };
    let mut at = OPENED + 10;
    let settle = |life: &mut Life, at: u32, which: Option<u8>| {
        life.see(utc(at), Happening::Settled(from(life.next, which.map(device))));
        let told = totals(&life.profile, at, None);
        (told.total_day, told.total_day_new_device)
    };
    assert_eq!(settle(&mut life, at, Some(1)), (100, 100), "never used");
    life.see(utc(at), proved_on(1));
    assert_eq!(settle(&mut life, at, Some(1)), (200, 200), "bound for less than 72 hours");
    at = OPENED + KNOWN_AFTER + DAY;
    assert_eq!(settle(&mut life, at, Some(1)), (100, 0));
    assert_eq!(settle(&mut life, at, Some(2)), (200, 100), "unbound");
    assert_eq!(settle(&mut life, at, None), (300, 200), "no device is no known device");
    life.see(utc(at), Happening::DeviceBound { device: device(3), at_opening: true });
    assert_eq!(settle(&mut life, at, Some(3)), (400, 300), "bound at the opening, never used");
    life.see(utc(at), proved_on(3));
    assert_eq!(settle(&mut life, at, Some(3)), (500, 300), "bound at the opening and used");
}

#[test]
fn failures_count_where_they_happened_and_lapse_after_a_day() {
    let mut life = Life::new();
    life.see(utc(OPENED), bound(1));
    life.see(utc(OPENED), bound(2));
    for _ in 0..3 {
        life.see(utc(OPENED + 5), failed(Some(device(1))));
    }
    life.see(utc(OPENED + 6), Happening::ProofFailed { device: None });
    life.see(utc(OPENED + 7), failed(Some(device(9))));
    let on = |life: &Life, number: Option<u8>, at| {
        let which = number.map(device);
        (life.profile.failures_on(which, time(at)), life.profile.failures_elsewhere(which, time(at)))
    };
    assert_eq!(on(&life, Some(1), OPENED + 9), (3, 2));
    assert_eq!(on(&life, Some(2), OPENED + 9), (0, 5));
    assert_eq!(on(&life, Some(9), OPENED + 9), (2, 3));
    assert_eq!(on(&life, None, OPENED + 9), (2, 3));
    assert_eq!(on(&life, Some(1), OPENED + 5 + FAILURES_LAPSE).0, 0);
    life.see(utc(OPENED + 4), proved_on(1));
    assert_eq!(on(&life, Some(1), OPENED + 9).0, 3, "an earlier proof that arrives late ends nothing");
    life.see(utc(OPENED + 10), proved_on(1));
    assert_eq!(on(&life, Some(1), OPENED + 10), (0, 2));
    life.see(utc(OPENED + 11), failed(Some(device(2))));
    life.see(utc(OPENED + 12), Happening::DeviceLost { device: device(2) });
    assert_eq!(on(&life, Some(2), OPENED + 12).0, 3, "guesses on a device given up are not forgotten");
    life.see(utc(OPENED + 13), Happening::Cleared);
    assert_eq!((on(&life, None, OPENED + 13), on(&life, Some(1), OPENED + 13)), ((0, 0), (0, 0)));
}

#[test]
fn binding_a_fifth_device_gives_up_the_one_used_least_recently() {
    let mut life = Life::new();
    for number in 1..=4 {
        life.see(utc(OPENED + u32::from(number)), bound(number));
    }
    life.see(utc(OPENED + 50), proved_on(1));
    life.see(utc(OPENED + 60), bound(5));
    let bound_now = |life: &Life| {
        (1..=5).filter(|n| life.profile.bound_device(device(*n)).is_some()).collect::<Vec<u8>>()
    };
    assert_eq!(bound_now(&life), [1, 3, 4, 5]);
    life.see(utc(OPENED + 70), bound(1));
    let again = life.profile.bound_device(device(1)).unwrap();
    assert_eq!((again.bound, again.used, again.proved_since), (time(OPENED + 70), None, None));
    assert_eq!(bound_now(&life), [1, 3, 4, 5]);
}

#[test]
fn an_announcement_needs_two_kinds_of_proof_and_a_day_of_age() {
    let japan = Country::from_code("JP").unwrap();
    let made = |proved, until| {
        Happening::Announced(Announcement {
            scope: Scope::Country(japan),
            proved,
            from: time(OPENED),
            until: time(until),
        })
    };
    let mut life = Life::new();
    life.see(utc(OPENED), made(FACE, OPENED + 9 * DAY));
    assert!(!life.profile.is_country_announced(japan, time(OPENED + 2 * DAY)));
    life.see(utc(OPENED), made(STRONG, u32::MAX));
    for (at, holds) in
        [(0, false), (AGED_AFTER - 1, false), (AGED_AFTER, true), (89 * DAY, true), (90 * DAY, false)]
    {
        assert_eq!(life.profile.is_country_announced(japan, time(OPENED + at)), holds, "{at}");
    }
    let phone = Announcement {
        scope: Scope::Device(device(1)),
        proved: STRONG,
        from: time(0),
        until: time(OPENED + 5 * DAY),
    };
    life.see(utc(OPENED), Happening::Announced(phone));
    assert!(life.profile.is_device_announced(device(1), time(OPENED + 2 * DAY)));
    life.see(utc(OPENED + DAY), Happening::DeviceLost { device: device(1) });
    assert!(!life.profile.is_device_announced(device(1), time(OPENED + 2 * DAY)));
}

#[test]
fn states_and_standing_are_remembered() {
    let mut life = Life::new();
    assert_eq!(life.profile.changed(Credential::Sim), None);
    life.see(utc(OPENED + 1), Happening::CredentialChanged { credential: Credential::Sim, first: true });
    assert_eq!(life.profile.changed(Credential::Sim), None, "the first one counts as settled");
    life.see(utc(OPENED + 2), Happening::CredentialChanged { credential: Credential::Sim, first: false });
    assert_eq!(life.profile.changed(Credential::Sim), Some(time(OPENED + 2)));
    life.see(utc(OPENED + 3), Happening::CredentialChanged { credential: Credential::Sim, first: true });
    assert_eq!(
        life.profile.changed(Credential::Sim),
        Some(time(OPENED + 3)),
        "never set anew by calling it first"
    );
    life.see(utc(OPENED + 5), Happening::Frozen);
    life.see(utc(OPENED + 4), Happening::Unfrozen);
    assert!(life.profile.is_frozen(), "a release from before the freeze does not lift it");
    life.see(utc(OPENED + 6), Happening::Unfrozen);
    assert!(!life.profile.is_frozen());
    life.see(utc(OPENED + 7), Happening::ReportedFraud { transfer: transfer(1), payee: None });
    life.see(utc(OPENED + 8), Happening::CompletedInformation { item: Information::Occupation });
    let counters = life.profile.counters();
    assert_eq!((counters.last_incident, counters.information), (Some(time(OPENED + 7)), 0b100));
    assert_eq!((life.profile.high_water(), life.profile.revision()), (time(OPENED + 8), 8));
    assert_eq!((life.profile.customer(), life.profile.key_id()), (customer(), 3));
    assert_eq!(format!("{:?}", life.profile), "Profile { customer: 07070707…, revision: 8, .. }");
}
