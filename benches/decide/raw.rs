//! A request and a profile as plain structs, taken out of the crate's once, before anything is timed.

use stepup::fact::Given;
use stepup::place::Position;
use stepup::profile::Profile;
use stepup::reputation::Reputation;
use stepup::request::Request;

/// A supplied fact, or why there is none.
#[derive(Clone, Copy)]
pub enum Give<T> {
    Known(T),
    NotApplicable,
    Missing,
    Late,
    Invalid,
}

#[derive(Clone, Copy)]
pub struct RawPoint {
    pub latitude: i32,
    pub longitude: i32,
    pub radius: u32,
}

#[derive(Clone, Copy)]
pub struct RawPosition {
    pub country: u16,
    pub point: Option<RawPoint>,
}

#[derive(Clone, Copy)]
pub struct RawReputation {
    pub run: u8,
    pub reports: u16,
    /// 0 for no run.
    pub run_began: u32,
    /// Days on which up to six customers were seen; 0 where free.
    pub days: [u16; 6],
}

#[derive(Clone, Copy)]
pub struct RawProof {
    pub factor: u8,
    pub at: u32,
    pub channel: u8,
}

/// A request, field by field.
pub struct RawRequest {
    pub operation: u8,
    pub channel: u8,
    pub customer: [u8; 16],
    pub key_id: u32,
    pub at: u32,
    pub offset_minutes: i16,
    pub reference: [u8; 16],
    pub transfer: Option<[u8; 16]>,
    /// Minor units and the currency's number.
    pub amount: Give<(i64, u16)>,
    pub balance: Give<i64>,
    pub own_limit: Give<i64>,
    pub device: Give<[u8; 16]>,
    pub integrity: Give<u8>,
    pub device_reputation: Give<RawReputation>,
    pub position: Give<RawPosition>,
    pub network: Give<u8>,
    pub network_position: Give<RawPosition>,
    pub payee: Give<[u8; 16]>,
    pub payee_relation: Give<u8>,
    pub payee_added: Give<u32>,
    pub payee_check: Give<u8>,
    pub payee_reputation: Give<RawReputation>,
    pub destination: Give<u8>,
    pub behaviour: Give<u16>,
    /// Call in progress, told to hurry, reported.
    pub coercion: Give<[bool; 3]>,
    pub alert: Give<u8>,
    pub tra_band: Give<u8>,
    pub flags: u8,
    pub proofs: Vec<RawProof>,
    pub confirmed: bool,
    pub enrolled: u16,
}

fn give<T, U>(given: Given<T>, turn: impl FnOnce(T) -> U) -> Give<U> {
    match given {
        Given::Known(value) => Give::Known(turn(value)),
        Given::NotApplicable => Give::NotApplicable,
        Given::Missing => Give::Missing,
        Given::Late => Give::Late,
        Given::Invalid => Give::Invalid,
    }
}

fn raw_position(position: Position) -> RawPosition {
    let point = position.point.map(|point| RawPoint {
        latitude: point.latitude(),
        longitude: point.longitude(),
        radius: point.radius_m(),
    });
    RawPosition { country: position.country.to_number(), point }
}

fn raw_reputation(reputation: Reputation) -> RawReputation {
    let mut bytes = Bytes(&reputation.encode(), 24);
    let run_began = bytes.u32();
    bytes.1 = 36;
    let days = core::array::from_fn(|_| {
        let _tag = bytes.u16();
        bytes.u16()
    });
    RawReputation { run: reputation.run(), reports: reputation.reports(), run_began, days }
}

impl RawRequest {
    pub fn of(request: &Request) -> Self {
        let fields = request.fields().clone();
        let proof = |proof: &stepup::request::Proof| RawProof {
            factor: proof.factor.code(),
            at: proof.at.seconds(),
            channel: proof.channel.code(),
        };
        Self {
            operation: fields.operation.code(),
            channel: fields.channel.code(),
            customer: fields.customer.to_bytes(),
            key_id: fields.key_id,
            at: fields.at.at().seconds(),
            offset_minutes: fields.at.offset_minutes(),
            reference: fields.reference,
            transfer: fields.transfer.map(|transfer| transfer.0),
            amount: give(fields.amount, |amount| (amount.minor(), amount.currency().numeric())),
            balance: give(fields.balance, |amount| amount.minor()),
            own_limit: give(fields.own_limit, |amount| amount.minor()),
            device: give(fields.device, |device| device.to_bytes()),
            integrity: give(fields.integrity, |word| word.code()),
            device_reputation: give(fields.device_reputation, raw_reputation),
            position: give(fields.position, raw_position),
            network: give(fields.network, |word| word.code()),
            network_position: give(fields.network_position, raw_position),
            payee: give(fields.payee, |payee| payee.to_bytes()),
            payee_relation: give(fields.payee_relation, |word| word.code()),
            payee_added: give(fields.payee_added, |time| time.seconds()),
            payee_check: give(fields.payee_check, |word| word.code()),
            payee_reputation: give(fields.payee_reputation, raw_reputation),
            destination: give(fields.destination, |word| word.code()),
            behaviour: give(fields.behaviour, |number| number),
            coercion: give(fields.coercion, |s| [s.call_in_progress, s.told_to_hurry, s.reported]),
            alert: give(fields.alert, |word| word.code()),
            tra_band: give(fields.tra_band, |word| word.code()),
            flags: fields.flags.bits(),
            proofs: fields.proofs.iter().map(proof).collect(),
            confirmed: fields.confirmed,
            enrolled: fields.enrolled.bits(),
        }
    }
}

/// Buckets, newest first, as running sums; what fell off the end by whole UTC days.
pub struct RawWindow<const N: usize> {
    pub upto: [i64; N],
    pub tail: [i64; 2],
}

#[derive(Clone, Copy)]
pub struct RawReservation {
    pub tag: u64,
    pub minor: i64,
    pub at: u32,
    pub payee: u32,
    pub own_account: bool,
    pub new_device: bool,
    pub new_payee: bool,
    pub before_sca: bool,
}

#[derive(Clone, Copy)]
pub struct RawDevice {
    pub tag: u64,
    pub bound: u32,
    pub used: u32,
    pub proved_since: u32,
    pub failures: u8,
    pub failed: u32,
    pub at_opening: bool,
}

#[derive(Clone, Copy)]
pub struct RawPlace {
    /// `None` where only the country is known.
    pub point: Option<RawPoint>,
    pub country: u16,
    pub weight: u16,
    pub last: u16,
}

/// A profile, field by field; times are 0 for never, tags 0 for free.
pub struct RawProfile {
    pub customer: [u8; 16],
    pub currency: u16,
    pub key_id: u32,
    pub frozen: bool,
    pub information: u8,
    pub high_water: u32,
    pub opened: u32,
    pub day_offset: i16,
    pub day_last: u32,
    pub day_total: i64,
    pub day_new_device: i64,
    pub since_sca: i64,
    pub count_since_sca: u16,
    pub count_ever: u16,
    pub outflow_ever: i64,
    pub attempted_ever: i64,
    pub last_proof: u32,
    pub last_active: u32,
    pub last_incident: u32,
    pub changed: [u32; 3],
    pub reservations: [RawReservation; 4],
    pub devices: [RawDevice; 4],
    pub unbound: (u8, u32),
    pub foreign: [i64; 5],
    pub money: RawWindow<25>,
    pub counts: RawWindow<25>,
    pub ten_minutes: [i64; 7],
    pub attempted: RawWindow<5>,
    pub credits: [i64; 7],
    pub new_payees: RawWindow<5>,
    pub payees: [u32; 6],
    pub payee_sums: [[i64; 4]; 6],
    pub payee_floor: [i64; 4],
    /// Payee, and the day from which it counts as paid.
    pub paid: [(u32, u16); 12],
    pub peers: [u16; 4],
    /// Centre, spread, count of amounts and of a day's outflow.
    pub habits: [(u16, u16, u8); 2],
    pub hours: [[u8; 24]; 2],
    pub learned: [u8; 2],
    pub places: [RawPlace; 4],
    pub last_seen: RawPoint,
    /// 0 where the customer was never seen.
    pub last_seen_at: u32,
    /// Kind, number, from, until.
    pub announcements: [(u8, u64, u32, u32); 2],
    pub settled: u16,
    pub active_months: u8,
}

/// A reader of little-endian numbers at a place that moves on.
struct Bytes<'a>(&'a [u8], usize);

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let taken = self.0[self.1..self.1 + N].try_into().unwrap();
        self.1 += N;
        taken
    }

    fn u8(&mut self) -> u8 {
        self.take::<1>()[0]
    }

    fn u16(&mut self) -> u16 {
        u16::from_le_bytes(self.take())
    }

    fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.take())
    }

    fn u64(&mut self) -> u64 {
        u64::from_le_bytes(self.take())
    }

    fn i64(&mut self) -> i64 {
        i64::from_le_bytes(self.take())
    }

    /// Three bytes: six bits of exponent, eighteen of mantissa.
    fn money(&mut self) -> i64 {
        let [a, b, c] = self.take();
        let code = i64::from(u32::from_le_bytes([a, b, c, 0]));
        let (exponent, mantissa) = (code >> 18, code & ((1 << 18) - 1));
        if exponent == 0 { mantissa } else { (mantissa | 1 << 18) << (exponent - 1) }
    }

    fn point(&mut self) -> RawPoint {
        let (latitude, longitude) = (self.u32().cast_signed(), self.u32().cast_signed());
        let [a, b, c] = self.take();
        RawPoint { latitude, longitude, radius: u32::from_le_bytes([a, b, c, 0]) }
    }

    fn sums<const N: usize>(&mut self, mut next: impl FnMut(&mut Self) -> i64) -> [i64; N] {
        let mut sum = 0;
        core::array::from_fn(|_| {
            sum += next(self);
            sum
        })
    }

    fn window<const N: usize>(&mut self, mut next: impl FnMut(&mut Self) -> i64) -> RawWindow<N> {
        let upto = self.sums(&mut next);
        RawWindow { upto, tail: [next(self), next(self)] }
    }

    fn reservation(&mut self) -> RawReservation {
        let (tag, minor, at, payee, flags) = (self.u64(), self.i64(), self.u32(), self.u32(), self.u8());
        let [own_account, new_device, new_payee, before_sca] = [1, 2, 4, 8].map(|bit| flags & bit != 0);
        RawReservation { tag, minor, at, payee, own_account, new_device, new_payee, before_sca }
    }

    fn device(&mut self) -> RawDevice {
        let (tag, bound, used, proved_since) = (self.u64(), self.u32(), self.u32(), self.u32());
        let (failures, failed, flags) = (self.u8(), self.u32(), self.u8());
        // A lost one is not bound.
        let tag = if flags == 2 { 0 } else { tag };
        RawDevice { tag, bound, used, proved_since, failures, failed, at_opening: flags == 1 }
    }

    fn place(&mut self) -> RawPlace {
        let point = Some(self.point()).filter(|point| point.radius < 0xff_ffff);
        RawPlace { point, country: self.u16(), weight: self.u16(), last: self.u16() }
    }
}

impl RawProfile {
    /// What the 1,024 bytes say, by the table in the documentation of `stepup::profile`.
    pub fn of(profile: &Profile) -> Self {
        let encoded = profile.encode();
        let from = |place: usize| Bytes(&encoded, place);
        let small = |bytes: &mut Bytes<'_>| i64::from(bytes.u8());
        let (mut head, mut day) = (from(10), from(74));
        let (flags, information, key_id, customer) = (head.u8(), head.u8(), head.u32(), head.take());
        let mut state = from(128);
        let mut money = from(366);
        let mut payees = from(557);
        let each: [(u32, [i64; 4]); 6] = core::array::from_fn(|_| (payees.u32(), payees.sums(Bytes::money)));
        let (mut habits, mut last_seen, mut announced) = (from(745), from(873), from(888));
        Self {
            customer,
            currency: from(992).u16(),
            key_id,
            frozen: flags & 1 != 0,
            information,
            high_water: from(40).u32(),
            opened: from(44).u32(),
            day_offset: day.u16().cast_signed(),
            day_last: day.u32(),
            day_total: day.i64(),
            day_new_device: day.i64(),
            since_sca: day.i64(),
            count_since_sca: day.u16(),
            count_ever: day.u16(),
            outflow_ever: from(112).i64(),
            attempted_ever: from(120).i64(),
            last_proof: state.u32(),
            last_active: state.u32(),
            last_incident: state.u32().max(if flags & 4 == 0 { from(994).u32() } else { 0 }),
            changed: core::array::from_fn(|_| state.u32()),
            reservations: core::array::from_fn(|_| state.reservation()),
            devices: core::array::from_fn(|_| state.device()),
            unbound: (state.u8(), state.u32()),
            foreign: state.sums(small),
            money: money.window(Bytes::money),
            counts: money.window(|bytes| i64::from(bytes.u16())),
            ten_minutes: money.sums(small),
            attempted: money.window(Bytes::money),
            credits: money.sums(Bytes::money),
            new_payees: money.window(small),
            payees: each.map(|(tag, _)| tag),
            payee_sums: each.map(|(_, sums)| sums),
            payee_floor: payees.sums(Bytes::money),
            paid: core::array::from_fn(|place| {
                let mut paid = from(665 + 6 * place);
                (paid.u32(), paid.u16())
            }),
            peers: core::array::from_fn(|place| from(737 + 2 * place).u16()),
            habits: core::array::from_fn(|_| (habits.u16(), habits.u16(), habits.u8())),
            hours: [from(755).take(), from(779).take()],
            learned: from(803).take(),
            places: core::array::from_fn(|place| from(805 + 17 * place).place()),
            last_seen: last_seen.point(),
            last_seen_at: last_seen.u32(),
            announcements: core::array::from_fn(|_| {
                (announced.u8(), announced.u64(), announced.u32(), announced.u32())
            }),
            settled: from(925).u16(),
            active_months: from(927).u8(),
        }
    }
}
