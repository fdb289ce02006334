//! What is wrong is a status that says where, and a decision that refuses; nothing is read or written beside the records.
#![expect(unsafe_code, reason = "these calls are what is tested")]

use core::mem::MaybeUninit;
use core::ptr;
use std::thread;

use stepup::document::presets::RETAIL_CN;
use stepup::ffi::layout::Record;
use stepup::ffi::records::{Decision, Error, Event, Opening, Request as Told, Text};
use stepup::request::Request;

use crate::calls::{self, decide, load, plain, said, text};
use crate::common::people;
use crate::{preset, told};

fn calm() -> (Told, [u8; 1024]) {
    (told::request(&Request::new(people::calm(100)).unwrap()).unwrap(), people::customer().encode())
}

#[test]
fn a_record_of_zeros_or_blanks_claims_nothing_and_is_refused() {
    let (handle, _) = preset();
    let (_, profile) = calm();
    for byte in [0x00, 0x20, 0x40, 0xff] {
        let mut record = MaybeUninit::<Told>::uninit();
        unsafe { record.as_mut_ptr().write_bytes(byte, 1) };
        let record = Told { size: Told::BLANK.size, ..unsafe { record.assume_init() } };
        let (status, decision, error) = decide(handle, &record, &profile);
        assert_eq!((status, decision), (-5, Decision::BLANK), "{byte:02x}: {}", said(&error));
    }
}

/// The most money that there can be, minor units.
const MOST: i64 = 999_999_999_999_999_999;

#[test]
fn a_wrong_field_is_named_with_its_number_and_what_is_legal() {
    let (handle, _) = preset();
    let (record, profile) = calm();
    let home = Told { position_state: 1, country: *b"CN", ..record };
    let wrong = [
        (Told { channel: 9, ..record }, "channel", 1, 8),
        (Told { at: -1, ..record }, "at", 0, 4_294_967_295),
        (Told { offset_minutes: 1_440, ..record }, "offset_minutes", -1_439, 1_439),
        (Told { operation: 0, ..record }, "operation", 1, 8),
        (Told { amount: -1, ..record }, "amount", 1, MOST),
        (Told { amount: 0, ..record }, "amount", 1, MOST),
        (Told { amount: i64::MAX, ..record }, "amount", 1, MOST),
        (Told { position_state: 1, position_point: 1, radius_m: -1, ..record }, "radius_m", 0, 2_147_483_647),
        (Told { position_point: 1, latitude: i32::MIN, ..home }, "latitude", -90_000_000, 90_000_000),
        (Told { position_point: 1, longitude: i32::MAX, ..home }, "longitude", -180_000_000, 180_000_000),
        (Told { balance_state: 1, balance: -1, ..record }, "balance", 0, MOST),
        (Told { own_limit_state: 1, own_limit: MOST + 1, ..record }, "own_limit", 0, MOST),
        (Told { enrolled: 1, ..record }, "enrolled", 0, 0xfffe),
        (Told { device_state: 5, ..record }, "device_state", 0, 4),
        (Told { flags: 1, ..record }, "flags", 0, 0b1_1110),
        (Told { confirmed: 2, ..record }, "confirmed", 0, 1),
        (Told { behaviour_state: 1, behaviour: 1_001, ..record }, "behaviour", 0, 1_000),
    ];
    for (record, name, least, most) in wrong {
        let (status, decision, error) = decide(handle, &record, &profile);
        assert_eq!((status, error.status, decision), (-5, -5, Decision::BLANK), "{name}");
        assert_eq!(
            (error.field, error.least, error.most),
            (Told::LAYOUT.number(name), least, most),
            "{name}"
        );
        assert!(error.name.starts_with(name.as_bytes()) && said(&error).contains(name), "{}", said(&error));
    }
    assert_eq!(decide(handle, &Told { reserved: [0, 0, 0, 1], ..record }, &profile).0, -3);
    assert_eq!(decide(handle, &Told { currency: 999, ..record }, &profile).0, -5);
}

#[test]
fn bytes_that_are_no_profile_are_never_a_new_customer() {
    let (handle, _) = preset();
    let (record, profile) = calm();
    let mut damaged = profile;
    damaged[500] ^= 1;
    for bytes in [[0; 1024], [0x20; 1024], [0x40; 1024], damaged] {
        let (status, decision, error) = decide(handle, &record, &bytes);
        assert_eq!((status, decision), (-9, Decision::BLANK), "{}", said(&error));
    }
}

#[test]
fn null_pointers_and_strange_sizes_are_a_status() {
    let (handle, _) = preset();
    let (record, profile) = calm();
    let mut decision = Decision { outcome: 1, ..Decision::BLANK };
    let call = |request: *const Told, profile: *const u8, decision: *mut Decision| unsafe {
        calls::stepup_decide(handle, request, profile, decision, ptr::null_mut())
    };
    let (bytes, request) = (profile.as_ptr(), &raw const record);
    assert_eq!(call(ptr::null(), bytes, &raw mut decision), -1);
    assert_eq!(decision, Decision::BLANK, "cleared although the request is null");
    decision.outcome = 1;
    assert_eq!((call(request, ptr::null(), &raw mut decision), decision), (-1, Decision::BLANK));
    assert_eq!(call(request, bytes, ptr::null_mut()), -1);
    for size in [0, 1, -1, 503, 65_537, i32::MIN, i32::MAX, 0x2020_2020, 0x4040_4040] {
        let strange = Told { size, ..record };
        assert_eq!(call(&raw const strange, bytes, &raw mut decision), -2, "{size}");
        let mut strange = Decision { size, ..Decision::BLANK };
        if size != 503 {
            assert_eq!(call(request, bytes, &raw mut strange), -2, "{size}");
        }
    }
}

/// A record of a later header: what this library does not know must be zero, and of what it writes the rest is cleared.
#[test]
fn a_longer_record_is_taken_where_the_rest_is_zero() {
    let (handle, policy) = preset();
    let (record, profile) = calm();
    let mut request = vec![0; 600];
    unsafe { request.as_mut_ptr().cast::<Told>().write_unaligned(Told { size: 600, ..record }) };
    let mut decision = vec![0x55; 900];
    decision[..4].copy_from_slice(&800_i32.to_ne_bytes());
    let mut call = |request: &[u8]| unsafe {
        let to = decision.as_mut_ptr().cast();
        let status =
            calls::stepup_decide(handle, request.as_ptr().cast(), profile.as_ptr(), to, ptr::null_mut());
        (status, decision.clone())
    };
    let (status, bytes) = call(&request);
    assert_eq!((status, &bytes[..4]), (0, &800_i32.to_ne_bytes()[..]));
    assert!(bytes[760..800].iter().all(|byte| *byte == 0) && bytes[800..].iter().all(|byte| *byte == 0x55));
    assert_eq!(bytes[40..56], policy.identity()[16..]);
    request[599] = 1;
    assert_eq!(call(&request).0, -3);
}

#[test]
fn records_may_lie_anywhere_and_on_top_of_each_other() {
    let (handle, policy) = preset();
    let (record, profile) = calm();
    let expected = policy.decide(&Request::new(people::calm(100)).unwrap(), &people::customer());
    for odd in 0..8 {
        let mut area = vec![0; 4_096];
        unsafe {
            let at = area.as_mut_ptr().add(odd);
            at.cast::<Told>().write_unaligned(record);
            at.add(1_001).copy_from_nonoverlapping(profile.as_ptr(), profile.len());
            let to = at.add(2_501).cast::<Decision>();
            to.write_unaligned(Decision::BLANK);
            let status = calls::SUDECIDE(handle, at.cast(), at.add(1_001), to, ptr::null_mut());
            assert_eq!((status, to.read_unaligned().canonical), (0, expected.encode()), "{odd}");
        }
    }
    // The decision over the request: the request was copied before the decision is cleared. Both begin with their size.
    let mut area = [0; 1_024];
    unsafe {
        area.as_mut_ptr().cast::<Told>().write_unaligned(Told { size: Decision::BLANK.size, ..record });
        let at: *mut u8 = area.as_mut_ptr();
        let status = calls::stepup_decide(handle, at.cast(), profile.as_ptr(), at.cast(), ptr::null_mut());
        assert_eq!((status, at.cast::<Decision>().read_unaligned().canonical), (0, expected.encode()));
    }
}

#[test]
fn a_handle_that_names_nothing_is_a_status() {
    let (record, profile) = calm();
    let freed = load(RETAIL_CN.text, None).unwrap();
    assert!(freed > 0 && freed < 1_000_000_000_000_000_000);
    let free = |handle| unsafe { calls::stepup_policy_free(handle, ptr::null_mut()) };
    assert_eq!((free(freed), free(freed)), (0, -4));
    for handle in [freed, 0, 1, -1, 64, i64::MAX, i64::MIN, 0x2020_2020_2020_2020] {
        let (status, decision, error) = decide(handle, &record, &profile);
        assert_eq!((status, decision), (-4, Decision::BLANK), "{}", said(&error));
        assert_eq!(free(handle), -4);
    }
    let next = load(RETAIL_CN.text, None).unwrap();
    assert_ne!(next, freed);
    assert_eq!(free(next), 0);
}

#[test]
fn threads_decide_by_one_policy_or_the_other_while_it_is_replaced() {
    let one = RETAIL_CN.text.to_owned();
    let two = one.replace("\"20000.00\" = 5", "\"25000.00\" = 5");
    let handle = load(&one, None).unwrap();
    let (record, profile) = calm();
    let by = |text: &str| {
        let handle = load(text, None).unwrap();
        let decision = decide(handle, &record, &profile).1;
        assert_eq!(unsafe { calls::stepup_policy_free(handle, ptr::null_mut()) }, 0);
        decision
    };
    let either = [by(&one), by(&two)];
    thread::scope(|scope| {
        let deciders: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let mut seen = [0_u32; 2];
                    while seen.iter().sum::<u32>() < 20_000 || seen.contains(&0) {
                        let (status, decision, error) = decide(handle, &record, &profile);
                        assert_eq!(status, 0, "{}", said(&error));
                        let which = either.iter().position(|known| *known == decision).unwrap();
                        seen[which] += 1;
                    }
                })
            })
            .collect();
        let mut texts = [&one, &two].into_iter().cycle();
        while deciders.iter().any(|decider| !decider.is_finished()) {
            let text = texts.next().unwrap();
            let length = i64::try_from(text.len()).unwrap();
            let status = unsafe {
                calls::stepup_policy_replace(handle, text.as_ptr(), length, 1, ptr::null(), ptr::null_mut())
            };
            assert!(status >= 0, "{status}");
        }
    });
    assert_eq!(unsafe { calls::stepup_policy_free(handle, ptr::null_mut()) }, 0);
}

#[test]
fn a_policy_that_does_not_seal_says_where() {
    let text = RETAIL_CN.text.replacen("schema = 1", "schema = 7", 1);
    let line = 1 + text.lines().position(|line| line.starts_with("schema")).unwrap();
    let (status, error) = *load(&text, None).unwrap_err();
    assert_eq!(
        (status, usize::try_from(error.line).unwrap(), error.column),
        (-8, line, 10),
        "{}",
        said(&error)
    );
    let status = unsafe {
        let (mut policy, text) = (0, b"x");
        calls::stepup_policy_load(text.as_ptr(), i64::MAX, 1, ptr::null(), &raw mut policy, ptr::null_mut())
    };
    assert_eq!(status, -5);
}

#[test]
fn packed_decimals_and_civil_times_are_what_they_say() {
    let packed = |bytes: &[u8], decimals, currency| {
        let (mut minor, mut error) = (-1, Error::BLANK);
        let length = i32::try_from(bytes.len()).unwrap();
        let (from, to) = (bytes.as_ptr(), &raw mut minor);
        (
            unsafe { calls::stepup_amount_from_packed(from, length, decimals, currency, to, &raw mut error) },
            minor,
        )
    };
    assert_eq!(packed(&[0x00, 0x04, 0x99, 0x99, 0x00, 0x0c], 2, 156), (0, 49_999_000));
    assert_eq!(packed(&[0x12, 0x3f], 0, 392), (0, 123));
    assert_eq!(packed(&[0x00, 0x0d], 2, 156), (0, 0));
    for (bytes, decimals, currency) in [
        (&[0x12, 0x3d][..], 2, 156),
        (&[0x12, 0x31], 2, 156),
        (&[0xf1, 0xf2], 2, 156),
        (&[0x12, 0x3c], 0, 156),
        (&[0x12, 0x3c], 2, 0),
        (&[], 2, 156),
        (&[0x99; 18], 2, 156),
    ] {
        assert_eq!(packed(bytes, decimals, currency), (-5, 0), "{bytes:02x?}");
    }
    let civil = |digits: &[u8; 14], offset| {
        let mut seconds = -1;
        (
            unsafe {
                calls::stepup_time_from_civil(digits.as_ptr(), offset, &raw mut seconds, ptr::null_mut())
            },
            seconds,
        )
    };
    assert_eq!(civil(b"19700101080000", 480), (0, 0));
    assert_eq!(civil(b"20240229235959", 0), (0, 1_709_251_199));
    assert_eq!(civil(&b"20240229235959".map(|digit| digit - b'0' + 0xf0), 0), (0, 1_709_251_199));
    for wrong in
        [b"20230229000000", b"20240101240000", b"2024 101000000", b"19691231235959", b"99991231235959"]
    {
        assert_eq!(civil(wrong, 0), (-5, 0));
    }
}

#[test]
fn what_an_event_does_not_carry_is_not_passed_over() {
    let mut profile = people::customer().encode();
    let before = profile;
    let event = stepup::ffi::records::Event {
        kind: 4,
        id: [1; 16],
        at: 1_700_000_000,
        customer: people::customer().customer().to_bytes(),
        key_id: people::customer().key_id().cast_signed(),
        payee: [1; 16],
        ..stepup::ffi::records::Event::BLANK
    };
    let mut error = Error::BLANK;
    let status =
        unsafe { calls::stepup_profile_observe(profile.as_mut_ptr(), &raw const event, &raw mut error) };
    assert_eq!((status, error.name.starts_with(b"payee\0")), (-5, true), "{}", said(&error));
    assert!(profile == before);
    let blank = Opening::BLANK;
    assert_eq!(
        unsafe { calls::stepup_profile_new(&raw const blank, profile.as_mut_ptr(), ptr::null_mut()) },
        -5
    );
    assert!(profile == before && Text::BLANK.charset == 0);
}

#[test]
fn what_is_legal_is_told_where_a_number_or_a_length_is_wrong() {
    let (handle, _) = preset();
    // Room that is too small: what it takes, and what a buffer can have.
    let (status, _, form, error) = text(plain(), 3, |form, buffer, error| unsafe {
        calls::stepup_policy_canonical(handle, form, buffer, error)
    });
    assert_eq!((status, error.least, error.most), (-7, form.needed, i64::from(i32::MAX)));
    // A policy that is too long, whether or not it was worth copying.
    for length in [262_145, 600_000] {
        let Err(refused) = load(&"#".repeat(length), None) else { panic!("{length} bytes were loaded") };
        let told = said(&refused.1);
        assert!(told.contains("262144") || told.contains("262,144") || told.contains("256 KiB"), "{told}");
    }
    // Another policy than the one that was demanded: which one it is.
    let Err(other) = load(RETAIL_CN.text, Some(&[9; 32])) else { panic!("another policy was loaded") };
    let found: String =
        RETAIL_CN.seal().unwrap().policy.identity().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!((other.0, said(&other.1).contains(&found)), (-13, true), "{}", said(&other.1));
    // Canonical bytes that nobody wrote.
    let (status, _, _, error) = text(plain(), 4_096, |form, buffer, error| unsafe {
        calls::stepup_explain(handle, [0; 512].as_ptr(), form, buffer, error)
    });
    assert_eq!((status, said(&error).contains("zeros")), (-12, true), "{}", said(&error));
}

#[test]
fn reserved_bytes_are_zero_in_every_record() {
    let mut profile = people::customer().encode();
    let before = profile;
    let mut error = Error::BLANK;
    let event = Event { kind: 4, reserved: [1; 12], id: [1; 16], customer: [7; 16], ..Event::BLANK };
    let opening = Opening { reserved: 1, ..Opening::BLANK };
    let mut form = Text { reserved: 1, ..plain() };
    let mut buffer = [0; 8];
    unsafe {
        let (to, told) = (profile.as_mut_ptr(), &raw mut error);
        assert_eq!(calls::stepup_profile_observe(to, &raw const event, told), -3, "{}", said(&error));
        assert_eq!(error.field, Event::LAYOUT.number("reserved"));
        assert_eq!(calls::stepup_profile_new(&raw const opening, to, told), -3, "{}", said(&error));
        assert_eq!(
            calls::stepup_name(1, 0, &raw mut form, buffer.as_mut_ptr(), told),
            -3,
            "{}",
            said(&error)
        );
        let nameless = Event { id: [0; 16], reserved: [0; 12], ..event };
        assert_eq!(calls::stepup_profile_observe(to, &raw const nameless, told), -5, "{}", said(&error));
        assert_eq!(error.field, Event::LAYOUT.number("id"), "{}", said(&error));
    }
    assert!(profile == before);
}

/// What was never filled in is nobody's id: neither zeros nor blanks of either code page.
#[test]
fn an_id_that_was_never_written_is_refused() {
    let (handle, _) = preset();
    let (record, profile) = calm();
    for nothing in [[0; 16], [b' '; 16], [0x40; 16]] {
        let wrong = [
            (Told { customer: nothing, ..record }, "customer"),
            (Told { transfer_state: 1, transfer: nothing, ..record }, "transfer"),
            (Told { payee_state: 1, payee: nothing, ..record }, "payee"),
            (Told { device_state: 1, device: nothing, ..record }, "device"),
        ];
        for (record, name) in wrong {
            let (status, decision, error) = decide(handle, &record, &profile);
            assert_eq!((status, decision, error.field), (-5, Decision::BLANK, Told::LAYOUT.number(name)));
            assert!(said(&error).contains("never filled in"), "{}", said(&error));
        }
        let settled = Event {
            kind: 2,
            key_id: record.key_id,
            at: record.at,
            currency: 156,
            minor: 100,
            id: [1; 16],
            customer: record.customer,
            transfer: [2; 16],
            ..Event::BLANK
        };
        let observe = |event: Event| {
            let (mut bytes, mut error) = (profile, Error::BLANK);
            let to = bytes.as_mut_ptr();
            let status = unsafe { calls::stepup_profile_observe(to, &raw const event, &raw mut error) };
            (status, error.field, bytes == profile)
        };
        assert_eq!(observe(settled), (0, 0, false));
        let field = |name| Event::LAYOUT.number(name);
        assert_eq!(observe(Event { id: nothing, ..settled }), (-5, field("id"), true));
        assert_eq!(observe(Event { customer: nothing, ..settled }), (-5, field("customer"), true));
        assert_eq!(observe(Event { transfer: nothing, ..settled }), (-5, field("transfer"), true));
        assert_eq!(observe(Event { payee_state: 1, payee: nothing, ..settled }), (-5, field("payee"), true));
        assert_eq!(
            observe(Event { device_state: 1, device: nothing, ..settled }),
            (-5, field("device"), true)
        );
        let asked = Told { reference: nothing, transfer_state: 1, transfer: [2; 16], ..record };
        let mut bytes = profile;
        let to = bytes.as_mut_ptr();
        let status = unsafe { calls::stepup_profile_reserve(to, &raw const asked, ptr::null_mut()) };
        assert_eq!((status, bytes == profile), (-5, true), "a reservation is known by its reference");
    }
}

/// What a failed call was to write is zero afterwards, so that nothing of the record before goes on as if it were made.
#[test]
fn a_number_or_a_pseudonym_that_was_not_made_does_not_stand() {
    let (mut number, mut long, mut pseudonym) = (777_i32, 777_i64, [7; 16]);
    let none = ptr::null_mut();
    unsafe {
        assert_eq!(calls::stepup_value(1, b"nothing".as_ptr(), 7, 1, &raw mut number, none), -5);
        assert_eq!(core::mem::replace(&mut number, 777), 0);
        assert_eq!(calls::stepup_set(1, b"nothing".as_ptr(), 7, 1, &raw mut number, none), -5);
        assert_eq!(number, 0);
        let blanks = [0x40; 4];
        assert_eq!(calls::stepup_amount_from_packed(blanks.as_ptr(), 4, 2, 156, &raw mut long, none), -5);
        assert_eq!(core::mem::replace(&mut long, 777), 0);
        assert_eq!(calls::stepup_time_from_civil(b"20269999999999".as_ptr(), 0, &raw mut long, none), -5);
        assert_eq!(long, 0);
        let (key, to) = ([7; 32], pseudonym.as_mut_ptr());
        assert_eq!(calls::stepup_pseudonym(key.as_ptr(), 32, 2, b"GB00".as_ptr(), 4, 1, to, none), -5);
        assert_eq!(pseudonym, [0; 16]);
    }
}
