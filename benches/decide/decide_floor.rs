//! What an engineer would write by hand to decide: from a raw request and profile to the reading, and its judgement.

use super::arithmetic::{faded, tag};
use super::judge_floor;
use super::plain::{RawReading, RawVerdict};
use super::raw::{Give, RawProfile, RawReputation, RawRequest};
use super::signals_floor as signals;
use super::totals_floor::{Totals, sum, totals};

const NOT_APPLICABLE: i16 = -1;
pub const MISSING: i16 = -3;
const LATE: i16 = -4;
const INVALID: i16 = -5;

/// A decision, field by field.
pub struct RawDecision {
    pub reading: RawReading,
    pub verdict: RawVerdict,
    pub reference: [u8; 16],
}

impl RawDecision {
    pub const BLANK: Self =
        Self { reading: RawReading::BLANK, verdict: RawVerdict::BLANK, reference: [0; 16] };
}

/// What the other signals hang on.
pub struct Seen {
    pub device: i16,
    pub device_tag: u64,
    pub payee: i16,
    /// Whether the payee was paid before, however lately.
    pub paid: bool,
    pub totals: Totals,
    /// The amount, where money moves.
    pub minor: i64,
    pub moves: bool,
    /// Outflow of 24 hours with this transfer.
    pub total_24h: i64,
}

/// The number of a fact: its measure, or its state.
pub fn number<T>(given: Give<T>, measure: impl FnOnce(T) -> i16) -> i16 {
    match given {
        Give::Known(value) => measure(value),
        Give::NotApplicable => NOT_APPLICABLE,
        Give::Missing => MISSING,
        Give::Late => LATE,
        Give::Invalid => INVALID,
    }
}

/// Decides a request of a customer.
#[inline(never)]
pub fn decide(r: &RawRequest, p: &RawProfile, identity: &[u8; 32], decision: &mut RawDecision) {
    decision.reference = r.reference;
    let foreign = p.currency != 156 || matches!(r.amount, Give::Known((_, currency)) if currency != 156);
    if r.key_id != p.key_id || r.customer != p.customer || foreign {
        *decision = RawDecision { reference: r.reference, ..RawDecision::BLANK };
        return;
    }
    read(r, p, &mut decision.reading);
    judge_floor::judge(&decision.reading, identity, &mut decision.verdict);
}

fn read(r: &RawRequest, p: &RawProfile, reading: &mut RawReading) {
    let (minor, currency, moves) = match r.amount {
        Give::Known((minor, currency)) if matches!(r.operation, 1 | 2) => (minor, currency, true),
        _ => (0, 0, false),
    };
    let payee_tag = if let Give::Known(payee) = r.payee { (tag(payee) as u32).max(1) } else { 0 };
    let device_tag = if let Give::Known(device) = r.device { tag(device) } else { 0 };
    let totals = if moves { totals(r, p, payee_tag) } else { Totals::NONE };
    let seen = Seen {
        device: signals::device(r, p, device_tag),
        device_tag,
        payee: if moves { signals::payee(r, p, payee_tag) } else { NOT_APPLICABLE },
        paid: p.paid.iter().any(|paid| payee_tag != 0 && paid.0 == payee_tag),
        total_24h: sum(totals.total_24h, minor),
        totals,
        minor,
        moves,
    };
    let total_day = money(r, &seen, reading);
    lanes(r, p, &seen, &mut reading.lanes);
    only_money(r, p, &seen, total_day, &mut reading.lanes);
    proofs(r, p, reading);
    let local = i64::from(r.at) + 60 * i64::from(r.offset_minutes);
    reading.enrolled = r.enrolled;
    reading.currency = currency;
    reading.minute = (local.div_euclid(60).rem_euclid(1_440)) as u16;
    reading.operation = r.operation;
    reading.channel = r.channel;
    reading.flags = r.flags;
    reading.marks = u8::from(r.confirmed) | (u8::from(r.at < p.high_water) << 1);
}

/// The sums with this transfer; gives the day's total.
#[inline(always)]
fn money(r: &RawRequest, seen: &Seen, reading: &mut RawReading) -> i64 {
    if !seen.moves {
        reading.money = [i64::from(NOT_APPLICABLE); 8];
        reading.counts = [NOT_APPLICABLE; 4];
        return 0;
    }
    let (before, minor) = (&seen.totals, seen.minor);
    let reported = matches!(r.coercion, Give::Known([_, _, true]));
    let leaving = if seen.payee == 0 && !reported { 0 } else { minor };
    let new_device = seen.device >= 2 || seen.device < NOT_APPLICABLE;
    let balance = match r.balance {
        Give::Known(balance) => balance,
        other => i64::from(number(other, |_| 0)),
    };
    let to_payee = match r.payee {
        Give::Known(_) => sum(before.total_24h_payee, minor),
        Give::NotApplicable => i64::from(NOT_APPLICABLE),
        _ => seen.total_24h,
    };
    let total_day = sum(before.total_day, leaving);
    let day_new = sum(before.total_day_new_device, if new_device { leaving } else { 0 });
    reading.money = [
        minor,
        balance,
        seen.total_24h,
        to_payee,
        total_day.max(day_new),
        day_new,
        sum(before.total_since_sca, minor),
        sum(before.attempted_24h, minor).max(seen.total_24h),
    ];
    let held = |count: u16| count.min(32_766).cast_signed();
    let new_payee = (seen.payee >= 4 || seen.payee < NOT_APPLICABLE) && !seen.paid;
    reading.counts = [
        held(before.count_1h.saturating_add(1)),
        held(before.count_24h.saturating_add(1)),
        held(before.count_since_sca.saturating_add(1)),
        // A payee added within 24 hours is among the day's new ones, whenever it was counted.
        held(before.new_payees_24h.saturating_add(u16::from(new_payee)).max(u16::from(seen.payee >= 5))),
    ];
    total_day
}

/// Facts that every operation has.
#[inline(always)]
fn lanes(r: &RawRequest, p: &RawProfile, seen: &Seen, lanes: &mut [i16; 32]) {
    let word = |given| number(given, |code: u8| i16::from(code));
    lanes[0] = seen.device;
    lanes[8] = word(r.integrity);
    lanes[16] = number(r.device_reputation, |it| customers(&it, r.at).max(1));
    lanes[1] = signals::place(r, p);
    lanes[9] = signals::place_conflict(r);
    lanes[17] = signals::travel(r, p);
    lanes[25] = word(r.network);
    lanes[2] = signals::hour(r, p);
    let active = if p.last_active == 0 { p.opened } else { p.last_active };
    lanes[10] = (r.at.saturating_sub(active) / 86_400).min(32_766) as i16;
    lanes[6] = signals::attempts(r, p, seen.device_tag);
    lanes[14] = signals::probing(r, p, seen);
    lanes[5] = signals::freshness(p.changed[0], r.at);
    lanes[13] = signals::freshness(p.changed[1], r.at);
    lanes[21] = signals::freshness(p.changed[2], r.at);
    lanes[22] = number(r.behaviour, u16::cast_signed);
    let new_payee = seen.payee >= 4 || seen.payee < NOT_APPLICABLE;
    lanes[30] = number(r.coercion, |[call, hurry, reported]| match (reported, hurry, call) {
        (true, ..) => 3,
        (_, true, _) => 2,
        (.., true) => 1 + i16::from(new_payee),
        _ => 0,
    });
    lanes[7] = word(r.alert);
    lanes[23] = i16::from(p.frozen);
    lanes[15] = tier(p, r.at);
    lanes[24] = word(r.tra_band);
    lanes[4] = if lanes[30] == 3 && seen.payee == 0 { 1 } else { seen.payee };
}

/// Facts that only a movement of money has.
#[inline(always)]
fn only_money(r: &RawRequest, p: &RawProfile, seen: &Seen, total_day: i64, lanes: &mut [i16; 32]) {
    if !seen.moves {
        for lane in [3, 11, 19, 27, 12, 20, 28, 18] {
            lanes[lane] = NOT_APPLICABLE;
        }
        return;
    }
    let amounts = signals::blend(p.habits[0], p.peers[0], p.peers[1]);
    let outflows = signals::blend(p.habits[1], p.peers[2], p.peers[3]);
    lanes[3] = signals::above(amounts, seen.minor);
    lanes[11] = signals::above(outflows, seen.total_24h);
    lanes[19] = number(r.balance, |balance| {
        let before = seen.totals.total_24h;
        super::arithmetic::basis_points(seen.total_24h, sum(balance, before)).unwrap_or(10_000).cast_signed()
    });
    lanes[27] = signals::pass_through(seen, amounts.0);
    lanes[12] = number(r.payee_check, i16::from);
    lanes[20] = number(r.payee_reputation, |it| record(&it, r.at));
    lanes[28] = number(r.destination, i16::from);
    lanes[18] = number(r.own_limit, |limit| i16::from(total_day > limit));
}

/// Customers seen within thirty days; at least one once anybody was seen.
fn customers(reputation: &RawReputation, now: u32) -> i16 {
    let today = (now / 86_400) as u16;
    let (mut lately, mut ever) = (0, 0);
    for day in reputation.days {
        lately += i16::from((day != 0) & (today.saturating_sub(day) <= 30));
        ever |= day;
    }
    lately.max(i16::from(ever != 0))
}

fn record(reputation: &RawReputation, now: u32) -> i16 {
    if reputation.run > 0 {
        return match reputation.run_began {
            0 => 3,
            began if now.saturating_sub(began) >= 28 * 86_400 => 2,
            _ => 3 + i16::from(reputation.run >= 2),
        };
    }
    if reputation.reports > 0 { 2 } else { i16::from(customers(reputation, now) < 5) }
}

fn tier(p: &RawProfile, now: u32) -> i16 {
    let age = now.saturating_sub(p.opened) / 86_400;
    let clean = match p.last_incident {
        0 => age,
        last => age.min(now.saturating_sub(last) / 86_400),
    };
    let meets = |days: u32, clean_days: u32, active: u8, settled: u16, information: u8| {
        (age >= days)
            & (clean >= clean_days)
            & (p.active_months >= active)
            & (p.settled >= settled)
            & (p.information & information == information)
    };
    if meets(365, 360, 9, 100, 15) {
        0
    } else if meets(90, 90, 3, 20, 3) {
        1
    } else {
        3 - i16::from(meets(7, 0, 0, 3, 0))
    }
}

/// The youngest proof of each factor, and of all.
#[inline(always)]
fn proofs(r: &RawRequest, p: &RawProfile, reading: &mut RawReading) {
    reading.proofs = [u32::MAX; 15];
    let mut youngest = u32::MAX;
    for proof in &r.proofs {
        let seconds = r.at.saturating_sub(proof.at);
        youngest = youngest.min(seconds);
        let held = seconds.min(0x0fff_fffe);
        let slot = &mut reading.proofs[usize::from(proof.factor)];
        if *slot == u32::MAX || held < *slot & 0x0fff_ffff {
            *slot = (u32::from(proof.channel) << 28) | held;
        }
    }
    if p.last_proof != 0 {
        youngest = youngest.min(r.at.max(p.high_water).saturating_sub(p.last_proof));
    }
    reading.since_proof = i32::try_from(youngest).unwrap_or(i32::MAX);
}

/// The weight of a remembered place today.
pub fn weight(weight: u16, last: u16, now: u32) -> u16 {
    let today = (now / 86_400) as u16;
    faded(weight, u32::from(today.saturating_sub(last)))
}
