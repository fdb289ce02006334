//! A profile's 1,024 bytes: where fields stand, what is refused and why, and that nothing in them makes it panic.

use proptest::prelude::*;
use stepup::event::{Credential, Happening, Movement};
use stepup::profile::{Profile, ProfileError, TotalsAt};
use stepup::units::Moment;

use crate::stream::{
    Life, OPENED, STRONG, Step, beijing, device, movement, payee, steps, time, transfer, utc,
};

/// A profile with something in every field.
fn lived(stream: &[Step]) -> Life {
    let mut life = Life::new();
    let japan = stepup::place::Country::from_code("JP").unwrap();
    life.see(utc(OPENED), Happening::DeviceBound { device: device(1), at_opening: true });
    life.see(utc(OPENED), Happening::LogInFailed { device: None });
    life.see(utc(OPENED), Happening::LogInFailed { device: Some(device(1)) });
    life.see(utc(OPENED), Happening::Frozen);
    for scope in [stepup::event::Scope::Device(device(2)), stepup::event::Scope::Country(japan)] {
        let until = time(u32::MAX);
        let made = stepup::event::Announcement { scope, proved: STRONG, from: time(0), until };
        life.see(utc(OPENED), Happening::Announced(made));
    }
    life.see(utc(OPENED), Happening::CredentialChanged { credential: Credential::Password, first: false });
    let mut now = OPENED;
    for step in stream {
        now += step.ahead;
        let made = Movement {
            payee: Some(payee(step.which % 30)),
            device: Some(device(step.which % 5)),
            position: Some(beijing()),
            proved: STRONG,
            ..movement(u64::from(step.which), step.minor)
        };
        let at = Moment::at_offset(time(now - step.late), i16::from(step.which) * 3);
        life.see(
            at,
            match step.what {
                0..=5 => Happening::Attempted(made),
                6..=11 => Happening::Settled(made),
                12 => Happening::Returned { transfer: transfer(u64::from(step.which)) },
                13 => Happening::Proved { factors: STRONG, device: made.device, position: made.position },
                _ => Happening::Credited { minor: step.minor, currency: stepup::units::Currency::CNY },
            },
        );
    }
    life
}

/// Asks everything that can be asked.
fn ask_everything(profile: &Profile, at: u32) {
    for offset in [-1439, 0, 1439] {
        for own in [None, Some(transfer(1).tag())] {
            let at = Moment::at_offset(time(at), offset);
            let told = profile.totals(TotalsAt { at, payee: Some(payee(1).tag()), transfer: own });
            assert!(told.total_24h >= 0 && told.attempted_24h >= 0 && told.total_day >= 0);
        }
    }
    let now = time(at);
    assert!(profile.places(now).count() <= 4);
    assert!(profile.amount_habit().spread > 0 && profile.outflow_habit().spread > 0);
    for which in [None, Some(device(1))] {
        assert!(profile.failures_on(which, now) <= 255);
        let _any = profile.failures_elsewhere(which, now);
    }
    let _any = (profile.bound_device(device(1)), profile.is_device_announced(device(2), now));
    let _any = (profile.has_paid(payee(1)), profile.payee_first_seen(payee(1)), profile.last_seen());
    let _any = (profile.hours(true), profile.hours(false), profile.counters(), profile.last_active());
}

fn resealed(mut bytes: [u8; 1024]) -> [u8; 1024] {
    Profile::seal_bytes(&mut bytes);
    bytes
}

fn refusal(bytes: &[u8; 1024]) -> ProfileError {
    Profile::decode(bytes).unwrap_err()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_profile_reads_back_as_it_was_written(stream in steps(60, 90_000)) {
        let profile = lived(&stream).profile;
        let bytes = profile.encode();
        let again = Profile::decode(&bytes).unwrap();
        prop_assert_eq!(&again, &profile);
        prop_assert_eq!(again.encode(), bytes);
    }

    #[test]
    fn whatever_is_observed_decodes_again_after_every_event(stream in steps(80, 200_000)) {
        let (mut life, mut now) = (Life::new(), OPENED);
        for step in stream {
            now += step.ahead;
            life.see(utc(now - step.late), crate::rules::any_happening(step));
            let again = Profile::decode(&life.profile.encode());
            prop_assert_eq!(again.as_ref(), Ok(&life.profile));
        }
    }

    #[test]
    fn a_profile_that_was_stored_in_between_learns_the_same(stream in steps(30, 90_000)) {
        let (mut kept, mut stored) = (lived(&[]), lived(&[]));
        for step in stream {
            let made = Movement { proved: STRONG, ..movement(step.which.into(), step.minor) };
            let at = utc(OPENED + step.ahead);
            kept.see(at, Happening::Settled(made));
            stored.see(at, Happening::Settled(made));
            stored.profile = Profile::decode(&stored.profile.encode()).unwrap();
        }
        prop_assert_eq!(kept.profile, stored.profile);
    }

    #[test]
    fn forged_bytes_are_refused_or_harmless(
        stream in steps(20, 9_000),
        forged in prop::collection::vec((8_usize..1024, any::<u8>()), 1..40),
        at in any::<u32>(), step in steps(2, 9),
    ) {
        let mut bytes = lived(&stream).profile.encode();
        for (place, byte) in forged {
            if !(1005..1024).contains(&place) && !(48..72).contains(&place) && place > 9 {
                bytes[place] = byte;
            }
        }
        let bytes = resealed(bytes);
        if let Ok(mut profile) = Profile::decode(&bytes) {
            prop_assert_eq!(profile.encode(), bytes);
            ask_everything(&profile, at);
            let what = Happening::Settled(Movement { proved: STRONG, ..movement(1, step[0].minor) });
            let event = stepup::event::Event {
                customer: profile.customer(), key_id: profile.key_id(),
                ..crate::stream::event(77, utc(at), what)
            };
            let _either = profile.observe(&event);
            ask_everything(&profile, at);
            prop_assert_eq!(Profile::decode(&profile.encode()), Ok(profile));
        }
    }

    #[test]
    fn any_bytes_are_a_profile_or_a_refusal(mut noise in prop::collection::vec(any::<u8>(), 1024), keep in any::<bool>()) {
        if keep {
            noise[..10].copy_from_slice(&Life::new().profile.encode()[..10]);
            noise[56..72].fill(0);
            noise[1005..].fill(0);
        }
        let bytes = resealed(noise.try_into().unwrap());
        if let Ok(profile) = Profile::decode(&bytes) {
            prop_assert_eq!(profile.encode(), bytes);
        }
    }
}

/// What two fields say against each other: at these places, these bytes.
#[test]
fn what_contradicts_itself_is_no_profile() {
    let mut life = lived(&[]);
    life.see(utc(OPENED + 90_000), Happening::Attempted(movement(1, 500)));
    life.see(utc(OPENED + 90_000), Happening::Attempted(movement(2, 500)));
    for number in 3..5 {
        let paid = Movement { payee: Some(payee(2)), proved: STRONG, ..movement(number, 700) };
        life.see(utc(OPENED + 90_000), Happening::Settled(paid));
    }
    let good = life.profile.encode();
    let changed = |changes: &[(usize, &[u8])]| {
        let mut bytes = good;
        for (place, with) in changes {
            bytes[*place..*place + with.len()].copy_from_slice(with);
        }
        match refusal(&resealed(bytes)) {
            ProfileError::Contradiction { fields } => fields,
            other => panic!("{other}"),
        }
    };
    assert!(Profile::decode(&good).is_ok());
    let early = (OPENED - 9).to_le_bytes();
    let (late, first) = ((OPENED + 90_001).to_le_bytes(), 1_u32.to_le_bytes());
    let device = "the parts of a device, or two devices";
    // The device: bound at 260, used at 264, first proved use at 268.
    assert_eq!(changed(&[(264, &[0; 4]), (268, &first)]), device, "proved and never used");
    assert_eq!(changed(&[(264, &late), (268, &late)]), device, "used later than anything happened");
    assert_eq!(changed(&[(264, &early), (268, &early)]), device, "used before it was bound");
    assert_eq!(changed(&[(278, &good[252..278])]), device, "bound twice");
    assert_eq!(changed(&[(108, &late)]), "a time and the high-water mark");
    assert_eq!(changed(&[(112, &[0; 8])]), "a sum and what was ever counted", "outflow");
    assert_eq!(changed(&[(120, &[0; 8])]), "a sum and what was ever counted", "attempted");
    assert_eq!(changed(&[(106, &[0; 2])]), "a sum and what was ever counted", "transfers");
    assert_eq!(changed(&[(88, &[0xff, 0xff])]), "the parts of the day");
    assert_eq!(changed(&[(925, &[0, 0])]), "counters of settled transfers");
    let reservations = "the parts of a reservation, or two reservations";
    assert_eq!(changed(&[(177, &good[152..160])]), reservations, "one transfer twice");
    assert_eq!(changed(&[(168, &late)]), reservations, "asked for later than anything happened");
    assert_eq!(changed(&[(550, &[0])]), "two payees, or new payees and their count");
    assert_eq!(changed(&[(671, &good[665..671])]), "two payees, or new payees and their count");
    assert_eq!(changed(&[(994, &[0; 4])]), "frozen, last freeze and last release");
    assert_eq!(changed(&[(32, &[3])]), "revision and events");
    assert_eq!(changed(&[(936, &good[928..936])]), "revision and events");
}

#[test]
fn every_flip_of_every_byte_is_refused() {
    let good = lived(&[]).profile.encode();
    for place in 0..1024 {
        for flip in [0x01, 0x10, 0x80, 0xff] {
            let mut bytes = good;
            bytes[place] ^= flip;
            assert!(Profile::decode(&bytes).is_err(), "byte {place}");
        }
    }
}

#[test]
fn fields_stand_where_the_table_says() {
    let profile = lived(&[]).profile;
    let bytes = profile.encode();
    let number = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    assert_eq!(&bytes[..10], b"\xd3STU\r\n \x15\x01\x00");
    assert_eq!((bytes[10], number(12)), (1, 3));
    assert_eq!(bytes[16..32], profile.customer().to_bytes());
    assert_eq!(bytes[Profile::REVISION_AT..][..8], profile.revision().to_le_bytes());
    assert_eq!((Profile::REVISION_AT, number(40), number(44)), (32, OPENED, OPENED));
    assert!(bytes[56..72].iter().chain(&bytes[1005..]).all(|byte| *byte == 0));
    assert_eq!(number(140), OPENED, "the password was changed");
    assert_eq!(bytes[252..260], device(1).tag().to_le_bytes());
    assert_eq!((bytes[356], bytes[361]), (1, 1), "one failure elsewhere");
    assert_eq!(u16::from_le_bytes([bytes[737], bytes[738]]), crate::stream::PEERS.amount_centre);
    assert_eq!((bytes[888], bytes[888 + 17]), (1, 2), "a device and a country are announced");
    assert_eq!(
        (bytes[992], bytes[993], number(994), number(998)),
        (156, 0, OPENED, 0),
        "currency, freeze, release"
    );
    let newest = crate::stream::event(7, utc(OPENED), Happening::Frozen).id.tag();
    assert_eq!(bytes[928..936], newest.to_le_bytes());
    // Reserved in the third slot, 500 minor units.
    let mut life = lived(&[]);
    life.see(utc(OPENED), Happening::Attempted(movement(1, 500)));
    let bytes = life.profile.encode();
    assert_eq!(bytes[152..160], transfer(1).tag().to_le_bytes());
    assert_eq!(bytes[160..168], 500_i64.to_le_bytes());
    // Settled: the newest hour, and the newest of six hours of what was attempted.
    life.see(utc(OPENED), Happening::Settled(movement(1, 500)));
    let bytes = life.profile.encode();
    assert_eq!((bytes[366..369].to_vec(), bytes[508..511].to_vec()), (vec![0xf4, 1, 0], vec![0xf4, 1, 0]));
    assert_eq!((bytes[447], bytes[501], bytes[550], bytes[925]), (1, 1, 1, 1));
}

#[test]
fn what_is_no_profile_is_named_and_none_of_it_is_a_new_customer() {
    let good = lived(&[]).profile.encode();
    assert_eq!(refusal(&[0; 1024]), ProfileError::Zeros);
    assert_eq!(refusal(&[b' '; 1024]), ProfileError::Blanks);
    assert_eq!(refusal(&[0x40; 1024]), ProfileError::Blanks);
    assert_eq!(refusal(&[0x5a; 1024]), ProfileError::NotAProfile);
    let with = |place: usize, bytes: &[u8]| {
        let mut changed = good;
        changed[place..place + bytes.len()].copy_from_slice(bytes);
        changed
    };
    let future = with(8, &[2, 0]);
    assert_eq!(refusal(&future), ProfileError::FutureVersion { found: 2 });
    assert_eq!(refusal(&with(500, &[0x77])), ProfileError::Damaged);
    assert_eq!(refusal(&resealed(with(1023, &[1]))), ProfileError::ReservedUsed);
    assert_eq!(refusal(&resealed(with(56, &[1]))), ProfileError::ReservedUsed);
    assert_eq!(refusal(&resealed(with(8, &[0, 0]))), ProfileError::OutOfRange { field: "version" });
    assert_eq!(refusal(&resealed(with(10, &[0x08]))), ProfileError::OutOfRange { field: "flags" });
    assert_eq!(refusal(&resealed(with(74, &[0xff, 0x7f]))), ProfileError::OutOfRange { field: "day offset" });
    assert_eq!(refusal(&resealed(with(160, &[0xff; 8]))), ProfileError::OutOfRange { field: "reservation" });
    assert_eq!(refusal(&resealed(with(366, &[0xff; 3]))), ProfileError::OutOfRange { field: "hourly money" });
    for error in [
        ProfileError::Zeros,
        ProfileError::Blanks,
        ProfileError::Converted,
        ProfileError::NotAProfile,
        ProfileError::Damaged,
        ProfileError::ReservedUsed,
        ProfileError::FutureVersion { found: 9 },
        ProfileError::OutOfRange { field: "flags" },
        ProfileError::Contradiction { fields: "two devices" },
    ] {
        let text = error.to_string();
        let says_what_to_do = ["look", "store", "check", "update", "restore", "transfer"];
        assert!(says_what_to_do.iter().any(|word| text.contains(word)), "{text}");
    }
}

#[test]
fn a_text_transfer_shows_in_the_magic() {
    let good = lived(&[]).profile.encode();
    let with = |head: &[u8]| {
        let mut bytes = good;
        bytes[..head.len()].copy_from_slice(head);
        bytes
    };
    let converted: [(&str, &[u8]); 8] = [
        ("line ends to LF", b"\xd3STU\n \x15\x01"),
        ("line ends to CRLF twice", b"\xd3STU\r\r\n "),
        ("seven bits", b"\x53STU\r\n \x15"),
        ("UTF-8 from Latin-1", b"\xc3\x93STU\r\n "),
        ("blanks trimmed", b"\xd3STU\r\n\x15\x01"),
        ("ASCII to EBCDIC", b"\x6f\xe2\xe3\xe4\x0d\x25\x40\x3d"),
        ("EBCDIC to Latin-1", b"L\xeb\xe8\xed\r\x8e\x80\n"),
        ("EBCDIC to UTF-8's replacement and letters kept", b"?STU\r\n \n"),
    ];
    for (how, head) in converted {
        assert_eq!(refusal(&with(head)), ProfileError::Converted, "{how}");
    }
}
