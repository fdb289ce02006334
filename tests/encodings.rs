//! Canonical bytes of requests and events: read back as written, and nothing else is read.

mod common;

use common::dice::Dice;
use common::messages::{bytes, event, moment, pseudonym, request};
use stepup::event::{Announcement, Credential, Event, EventError, Happening, HappeningKind, Movement, Scope};
use stepup::fact::{Given, State};
use stepup::factor::{Factor, FactorSet};
use stepup::id::{EventId, Pseudonym, TransferId};
use stepup::operation::{Channel, CustomerFlags, Operation};
use stepup::place::{Country, Point, Position};
use stepup::profile::{PeerGroup, Profile};
use stepup::reading::Reading;
use stepup::reputation::Reputation;
use stepup::request::{
    Alert, CoercionSigns, Fields, Network, Proof, Request, RequestDecodeError, RequestError, TraBand,
};
use stepup::units::{Amount, Currency, Moment, Timestamp};

/// Every other value of every single byte.
fn each_flip<const N: usize>(good: [u8; N], mut check: impl FnMut(usize, [u8; N])) {
    for place in 0..N {
        for mask in 1..=255 {
            let mut bytes = good;
            bytes[place] ^= mask;
            check(place, bytes);
        }
    }
}

fn differing<const N: usize>(one: [u8; N], two: [u8; N]) -> Vec<usize> {
    (0..N).filter(|place| one[*place] != two[*place]).collect()
}

#[test]
fn sizes_never_change_within_a_version() {
    assert_eq!((Request::BYTES, Event::BYTES, Reading::BYTES), (392, 128, 224));
    assert_eq!(request(&mut Dice(1)).encode()[..2], [1, 0]);
    assert_eq!(event(&mut Dice(1), HappeningKind::Frozen).encode()[..4], [1, 0, 4, 0]);
}

#[test]
fn a_request_reads_back_as_it_was_written_and_its_proofs_as_they_are_judged() {
    let peers = PeerGroup {
        currency: Currency::CNY,
        amount_centre: 3_000,
        amount_spread: 300,
        outflow_centre: 3_300,
        outflow_spread: 300,
    };
    let profile = Profile::new(pseudonym(&mut Dice(1)), 1, moment(&mut Dice(1)), peers);
    for seed in 0..20_000 {
        let request = request(&mut Dice(seed));
        let bytes = request.encode();
        let back = Request::decode(&bytes).unwrap();
        assert_eq!(back.encode(), bytes, "{seed}");
        let reading = Reading::of(&request, &profile);
        assert_eq!(Reading::of(&back, &profile), reading, "{seed}");
        let codes: Vec<u8> = back.fields().proofs.iter().map(|proof| proof.factor.code()).collect();
        assert!(codes.is_sorted_by(|one, next| one < next), "{seed}: one proof a factor, in order");
        let plain = |request: &Request| Fields { proofs: Vec::new(), ..request.clone().into_fields() };
        assert_eq!(plain(&back), plain(&request), "{seed}");
        let once_more = Request::decode(&back.encode()).unwrap();
        assert_eq!(once_more, back, "{seed}");
    }
}

#[test]
fn an_event_of_every_kind_reads_back_as_it_was_written() {
    for (index, kind) in HappeningKind::ALL.iter().enumerate() {
        for seed in 0..2_000 {
            let event = event(&mut Dice(seed * 100 + u64::try_from(index).unwrap()), *kind);
            let bytes = event.encode();
            assert_eq!((bytes[2], event.what.kind()), (kind.code(), *kind));
            assert_eq!(Event::decode(&bytes), Ok(event), "{kind} {seed}");
        }
    }
}

#[test]
fn a_changed_byte_of_a_request_is_refused_or_is_another_request_with_those_bytes() {
    let mut accepted = 0;
    for seed in 0..20 {
        let request = request(&mut Dice(seed));
        let good = request.encode();
        let held = Request::decode(&good).unwrap();
        each_flip(good, |place, bytes| {
            if let Ok(other) = Request::decode(&bytes) {
                accepted += 1;
                assert_ne!(other, held, "{seed} {place}");
                assert_eq!(other.encode(), bytes, "{seed} {place}");
            }
        });
    }
    assert!(accepted > 100_000, "most bytes are identifiers and times: {accepted}");
}

#[test]
fn a_changed_byte_of_an_event_is_refused_or_is_another_event_with_those_bytes() {
    for kind in HappeningKind::ALL {
        for seed in 0..5 {
            let event = event(&mut Dice(seed), *kind);
            each_flip(event.encode(), |place, bytes| {
                if let Ok(other) = Event::decode(&bytes) {
                    assert_ne!(other, event, "{kind} {seed} {place}");
                    assert_eq!(other.encode(), bytes, "{kind} {seed} {place}");
                }
            });
        }
    }
}

#[test]
fn bytes_that_nobody_wrote_are_refused_without_a_panic() {
    assert_eq!(Request::decode(&[0; Request::BYTES]), Err(RequestDecodeError::Version { found: 0 }));
    assert_eq!(Event::decode(&[0; Event::BYTES]), Err(EventError::Version { found: 0 }));
    for fill in 0..=255 {
        assert!(Request::decode(&[fill; Request::BYTES]).is_err());
        assert!(Event::decode(&[fill; Event::BYTES]).is_err());
    }
    let mut dice = Dice(7);
    for round in 0..50_000 {
        let (mut request, mut event) =
            (bytes::<{ Request::BYTES }>(&mut dice), bytes::<{ Event::BYTES }>(&mut dice));
        if round % 2 == 0 {
            request[..2].copy_from_slice(&[1, 0]);
            event[..2].copy_from_slice(&[1, 0]);
        }
        assert!(Request::decode(&request).is_err());
        if let Ok(read) = Event::decode(&event) {
            assert_eq!(read.encode(), event);
        }
    }
}

#[test]
fn zeroed_facts_are_missing_and_zeroed_proofs_are_none() {
    let who = Pseudonym::from_bytes([0; 16]);
    let at = Moment::at_offset(Timestamp::from_seconds(0), 0);
    let blank = Fields::new(Operation::BalanceQuery, Channel::App, who, 0, at);
    let bytes = Request::new(blank.clone()).unwrap().encode();
    // The version, and the amount that does not apply.
    assert_eq!(differing(bytes, [0; Request::BYTES]), [0, 162]);
    assert_eq!(Request::decode(&bytes).unwrap().fields(), &blank);
    assert_eq!(blank.balance.state(), State::Missing);
}

/// A request with money, places and one proof, whose bytes are mostly other than zero.
fn full() -> Fields {
    let id = |byte| Pseudonym::from_bytes([byte; 16]);
    let time = |seconds| Timestamp::from_seconds(seconds);
    let at = Moment::at_offset(time(0x7fff_ffff), 0x102);
    let yuan = |minor| Given::Known(Amount::new(minor, Currency::CNY).unwrap());
    let place = |n| {
        let point = Point::new(n, n + 1, 30).unwrap();
        Given::Known(Position { country: Country::from_code("CN").unwrap(), point: Some(point) })
    };
    let mut fields = Fields::new(Operation::Transfer, Channel::Web, id(1), 0x0101_0101, at);
    (fields.amount, fields.balance, fields.own_limit) = (yuan(1), yuan(2), yuan(3));
    (fields.device, fields.payee) = (Given::Known(id(2)), Given::Known(id(3)));
    (fields.position, fields.network_position) = (place(10), place(20));
    fields.transfer = Some(TransferId([4; 16]));
    fields.proofs = vec![Proof { factor: Factor::Fpt, at: time(0x0202_0202), channel: Channel::App }];
    fields
}

#[test]
fn each_field_of_a_request_lies_where_the_table_says() {
    type Change = fn(&mut Fields);
    let changes: [(Change, &[usize]); 22] = [
        (|f| f.operation = Operation::WealthPurchase, &[2]),
        (|f| f.channel = Channel::File, &[3]),
        (|f| f.flags = CustomerFlags::from_bits(9), &[4]),
        (|f| f.confirmed = true, &[5]),
        (|f| f.enrolled = FactorSet::ALL, &[6, 7]),
        (|f| f.key_id = 0x0202_0202, &[8, 9, 10, 11]),
        (|f| f.at = Moment::at_offset(Timestamp::from_seconds(0x8000_0000), 0x102), &[12, 13, 14, 15]),
        (|f| f.at = Moment::at_offset(f.at.at(), 0x203), &[16, 17]),
        (|f| f.behaviour = Given::Known(0x102), &[18, 19, 177]),
        (|f| f.payee_added = Given::Known(Timestamp::from_seconds(0x0101_0101)), &[20, 21, 22, 23, 173]),
        (|f| f.reference[15] = 1, &[55]),
        (|f| f.transfer = Some(TransferId([4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5])), &[71]),
        (|f| f.amount = Given::Known(Amount::new(9, Currency::CNY).unwrap()), &[104]),
        (|f| f.own_limit = Given::Missing, &[120, 156, 164]),
        (|f| f.own_limit = Given::Late, &[120, 156, 164]),
        (|f| f.network = Given::Known(Network::Tor), &[169, 182]),
        (|f| f.alert = Given::Known(Alert::UnderAttack), &[179, 187]),
        (|f| f.tra_band = Given::Known(TraBand::None), &[180, 188]),
        (|f| f.proofs[0].channel = Channel::File, &[190]),
        (|f| f.proofs[0].at = Timestamp::from_seconds(0x0303_0303), &[208, 209, 210, 211]),
        (|f| f.network_position = Given::Invalid, &[5, 140, 144, 148, 160, 161, 170]),
        (
            |f| f.coercion = Given::Known(CoercionSigns { reported: true, ..CoercionSigns::default() }),
            &[178, 186],
        ),
    ];
    let before = Request::new(full()).unwrap().encode();
    for (number, (change, places)) in changes.iter().enumerate() {
        let mut fields = full();
        change(&mut fields);
        let after = Request::new(fields).unwrap().encode();
        assert_eq!(differing(before, after), *places, "change {number}");
    }
    let mut fields = full();
    let record = Reputation::new();
    fields.payee_reputation = Given::Known(record);
    let bytes = Request::new(fields).unwrap().encode();
    assert_eq!((&bytes[328..392], bytes[175]), (&record.encode()[..], 1));
}

#[test]
fn each_field_of_an_event_lies_where_the_table_says() {
    let who = |byte| Some(Pseudonym::from_bytes([byte; 16]));
    let point = Point::new(0x0101_0101, 0x0202_0202, 0x0303_0303).unwrap();
    let movement = Movement {
        transfer: TransferId([0x33; 16]),
        minor: 0x0101_0101_0101_0101,
        currency: Currency::CNY,
        payee: who(0x44),
        own_account_here: true,
        device: who(0x55),
        position: Some(Position { country: Country::from_code("CN").unwrap(), point: Some(point) }),
        proved: FactorSet::from_bits(0x1234),
    };
    let event = |what| Event {
        id: EventId([0x11; 16]),
        customer: Pseudonym::from_bytes([0x22; 16]),
        key_id: 0x0403_0201,
        at: Moment::at_offset(Timestamp::from_seconds(0x0807_0605), -2),
        what,
    };
    let moved = event(Happening::Settled(movement)).encode();
    let head = [1, 0, 2, 0b1111, 1, 2, 3, 4, 5, 6, 7, 8, 0xfe, 0xff, 0x34, 0x12];
    let ids = [0x11, 0x22, 0x33, 0x44, 0x55].map(|byte| [byte; 16]);
    let place = [[1; 4], [2; 4], [3; 4], [b'C', b'N', 156, 0]];
    assert_eq!(moved[..16], head);
    assert_eq!((&moved[16..96], &moved[96..104]), (ids.as_flattened(), &[1; 8][..]));
    assert_eq!((&moved[104..120], &moved[120..]), (place.as_flattened(), &[0; 8][..]));
    let announced = event(Happening::Announced(Announcement {
        scope: Scope::Country(Country::from_code("CN").unwrap()),
        proved: FactorSet::NONE,
        from: Timestamp::from_seconds(0x0403_0201),
        until: Timestamp::from_seconds(0x0807_0605),
    }));
    assert_eq!(announced.encode()[116..], [b'C', b'N', 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
    let credential = Happening::CredentialChanged { credential: Credential::Biometric, first: true };
    let changed = event(credential).encode();
    assert_eq!((changed[3], changed[118]), (16, 2));
    let device = Pseudonym::from_bytes([9; 16]);
    let bound = event(Happening::DeviceBound { device, at_opening: true }).encode();
    assert_eq!((bound[3], &bound[80..96]), (32, &[9; 16][..]));
}

#[test]
fn what_is_wrong_in_a_request_is_named() {
    use RequestDecodeError as E;
    let good = Request::new(full()).unwrap().encode();
    let with = |changes: &[(usize, u8)]| {
        let mut bytes = good;
        changes.iter().for_each(|(place, byte)| bytes[*place] = *byte);
        Request::decode(&bytes).unwrap_err()
    };
    let range = |error: E| match error {
        E::Range { field, .. } => field,
        other => panic!("{other}"),
    };
    assert_eq!(with(&[(0, 2)]), E::Version { found: 2 });
    assert_eq!(with(&[(2, 8)]), E::Code { field: "operation", found: 8, least: 0, most: 7 });
    assert_eq!(with(&[(3, 8)]), E::Code { field: "channel", found: 8, least: 0, most: 7 });
    assert_eq!(with(&[(162, 5)]), E::State { field: "amount", found: 5 });
    assert_eq!(with(&[(180, 255)]), E::State { field: "tra_band", found: 255 });
    assert_eq!(with(&[(163, 0)]), E::Unused { field: "balance" });
    assert_eq!(with(&[(18, 1)]), E::Unused { field: "behaviour" });
    assert_eq!(with(&[(5, 4 | 8)]), E::Unused { field: "transfer" });
    assert_eq!(with(&[(5, 2 | 4)]), E::Unused { field: "network_position" });
    assert_eq!(with(&[(204, 1)]), E::Unused { field: "proofs" });
    assert_eq!(with(&[(203, 9)]), E::Code { field: "proofs", found: 9, least: 0, most: 8 });
    assert_eq!(with(&[(391, 1)]), E::Unused { field: "payee_reputation" });
    assert!(matches!(with(&[(175, 1)]), E::Reputation { field: "payee_reputation", .. }));
    assert!(matches!(with(&[(131, 0x7f)]), E::Point { field: "position", .. }));
    assert_eq!(range(with(&[(4, 16)])), "flags");
    assert_eq!(range(with(&[(5, 16 | 14)])), "marks");
    assert_eq!(range(with(&[(7, 0x80)])), "enrolled");
    assert_eq!(range(with(&[(17, 0x7f)])), "offset_minutes");
    assert_eq!(range(with(&[(111, 0x80)])), "amount");
    assert_eq!(range(with(&[(153, 0xff)])), "amount");
    assert_eq!(range(with(&[(158, b'c')])), "position");
    assert_eq!(range(with(&[(178, 1), (186, 8)])), "coercion");
    let behaviour = RequestError::Range { field: "behaviour", given: 1001, most: 1000 };
    assert_eq!(with(&[(18, 0xe9), (19, 3), (177, 1)]), E::Request(behaviour));
    assert_eq!(
        with(&[(15, 0)]),
        E::Request(RequestError::FutureProof { index: 0, factor: Factor::Fpt, seconds: 0x0102_0203 })
    );
    assert_eq!(with(&[(104, 0)]), E::Request(RequestError::NothingMoved));
    assert!(with(&[(3, 8)]).to_string().contains("`channel`"));
}

#[test]
fn what_is_wrong_in_an_event_is_named() {
    let mut dice = Dice(3);
    let mut with = |kind, changes: &[(usize, u8)]| {
        let mut bytes = event(&mut dice, kind).encode();
        changes.iter().for_each(|(place, byte)| bytes[*place] = *byte);
        Event::decode(&bytes).unwrap_err()
    };
    use EventError as E;
    use HappeningKind as K;
    let range = |error: E| match error {
        E::Range { field, .. } => field,
        other => panic!("{other}"),
    };
    assert_eq!(with(K::Frozen, &[(1, 1)]), E::Version { found: 257 });
    assert_eq!(with(K::Frozen, &[(2, 0)]), E::Code { field: "kind", found: 0, least: 1, most: 16 });
    assert_eq!(
        with(K::CredentialChanged, &[(118, 3)]),
        E::Code { field: "credential", found: 3, least: 0, most: 2 }
    );
    assert_eq!(
        with(K::CompletedInformation, &[(118, 4)]),
        E::Code { field: "information", found: 4, least: 0, most: 3 }
    );
    assert_eq!(
        with(K::CredentialChanged, &[(118, 0), (119, 1)]),
        E::Code { field: "credential", found: 255, least: 0, most: 2 }
    );
    for kind in [K::Attempted, K::Settled, K::Credited] {
        assert_eq!(range(with(kind, &[(118, 0), (119, 0)])), "currency");
    }
    assert_eq!(range(with(K::Frozen, &[(13, 0x7f)])), "offset_minutes");
    assert_eq!(range(with(K::Credited, &[(103, 0x80)])), "minor");
    assert_eq!(range(with(K::Settled, &[(103, 0x7f)])), "minor");
    assert_eq!(range(with(K::Proved, &[(15, 0x80)])), "factors");
    assert_eq!(range(with(K::Proved, &[(116, 1), (117, 0)])), "country");
    let zeroed = [3, 116, 117].map(|place| (place, 0)).into_iter();
    let no_scope: Vec<_> = zeroed.chain((80..96).map(|place| (place, 0))).collect();
    assert_eq!(range(with(K::Announced, &no_scope)), "country");
    let both = [(3, 1), (80, 1), (116, b'C'), (117, b'N')];
    assert_eq!(with(K::Announced, &both), E::Unused { field: "country" });
    for (place, field) in [
        (3, "marks"),
        (14, "factors"),
        (63, "transfer"),
        (79, "payee"),
        (95, "device"),
        (103, "minor"),
        (115, "point"),
        (117, "country"),
        (118, "detail"),
        (119, "detail"),
        (123, "from"),
        (127, "until"),
    ] {
        assert_eq!(with(K::Cleared, &[(place, 1)]), E::Unused { field });
    }
    let north = [(3, 4), (107, 0x7f), (116, b'C'), (117, b'N')];
    assert!(matches!(with(K::Settled, &north), E::Point(_)));
}

#[test]
fn an_amount_out_of_range_is_never_written_as_another() {
    for minor in [-1, i64::MIN, Amount::MAX_MINOR + 1, i64::MAX] {
        let event = Event {
            what: Happening::Credited { minor, currency: Currency::CNY },
            ..event(&mut Dice(1), HappeningKind::Frozen)
        };
        assert!(matches!(Event::decode(&event.encode()), Err(EventError::Range { field: "minor", .. })));
    }
}
