//! The decide floor's totals: sums of buckets and of open reservations before a transfer.

use super::arithmetic::tag;
use super::raw::{RawProfile, RawRequest, RawReservation, RawWindow};

const MOST: i64 = ((1 << 19) - 1) << 44;
const LARGEST: i64 = 999_999_999_999_999_999;

pub struct Totals {
    pub total_24h: i64,
    pub total_24h_payee: i64,
    pub total_day: i64,
    pub total_day_new_device: i64,
    pub total_since_sca: i64,
    pub attempted_24h: i64,
    pub credited_1h: i64,
    pub outflow_1h: i64,
    pub count_1h: u16,
    pub count_24h: u16,
    pub count_since_sca: u16,
    pub new_payees_24h: u16,
}

impl Totals {
    pub const NONE: Self = Self {
        total_24h: 0,
        total_24h_payee: 0,
        total_day: 0,
        total_day_new_device: 0,
        total_since_sca: 0,
        attempted_24h: 0,
        credited_1h: 0,
        outflow_1h: 0,
        count_1h: 0,
        count_24h: 0,
        count_since_sca: 0,
        new_payees_24h: 0,
    };
}

/// The sum of two sums of money, held between nothing and the largest amount.
pub fn sum(a: i64, b: i64) -> i64 {
    a.saturating_add(b).clamp(0, LARGEST)
}

/// The sum of a ring from a period on; `None` where it does not reach back that far.
#[inline(always)]
pub fn ring<const N: usize>(upto: &[i64; N], first: u32, newest: u32) -> Option<i64> {
    if first > newest { Some(0) } else { upto.get((newest - first) as usize).copied() }
}

#[inline(always)]
fn window<const N: usize>(window: &RawWindow<N>, per_day: u32, first: u32, newest: u32) -> Option<i64> {
    if let Some(sum) = ring(&window.upto, first, newest) {
        return Some(sum);
    }
    let back = (newest.saturating_sub(N as u32) / per_day).saturating_sub(first / per_day);
    match back {
        0 => Some(window.upto[N - 1] + window.tail[0]),
        1 => Some(window.upto[N - 1] + window.tail[0] + window.tail[1]),
        _ => None,
    }
}

fn began(at: u32, offset_minutes: i16) -> i64 {
    let offset = 60 * i64::from(offset_minutes);
    let local = i64::from(at) + offset;
    local - local.rem_euclid(86_400) - offset
}

fn count(sum: i64) -> u16 {
    u16::try_from(sum).unwrap_or(u16::MAX)
}

/// Totals before the transfer of this request to the payee with this short tag, 0 for nobody.
#[inline(always)]
pub fn totals(r: &RawRequest, p: &RawProfile, payee: u32) -> Totals {
    let (now, mark) = (r.at, p.high_water);
    let (hour, last_hour) = ((now / 3_600).saturating_sub(24), (now / 3_600).saturating_sub(1));
    let ten = (now / 600).saturating_sub(6);
    let six = (now / 21_600).saturating_sub(4);
    let eight = (now / 28_800).saturating_sub(3);
    let total_24h = window(&p.money, 24, hour, mark / 3_600).unwrap_or(p.outflow_ever);
    let ever = i64::from(p.count_ever);
    let recent = || window(&p.counts, 24, last_hour, mark / 3_600).unwrap_or(ever);
    let exact = ring(&p.ten_minutes, ten, mark / 600).filter(|sum| *sum < 255);
    let slot = p.payees.iter().position(|tag| *tag == payee);
    let sums = slot.map_or(&p.payee_floor, |slot| &p.payee_sums[slot]);
    let to_payee = if payee == 0 { 0 } else { ring(sums, eight, mark / 28_800).unwrap_or(total_24h) };
    let strangers = window(&p.new_payees, 4, six, mark / 21_600).filter(|sum| *sum < 255);
    let mut totals = Totals {
        total_24h,
        total_24h_payee: to_payee,
        total_day: 0,
        total_day_new_device: 0,
        total_since_sca: p.since_sca,
        attempted_24h: window(&p.attempted, 4, six, mark / 21_600).unwrap_or(p.attempted_ever),
        credited_1h: ring(&p.credits, ten, mark / 600).unwrap_or(p.credits[6]),
        outflow_1h: window(&p.money, 24, last_hour, mark / 3_600).unwrap_or(p.outflow_ever),
        count_1h: count(exact.unwrap_or_else(recent)),
        count_24h: count(window(&p.counts, 24, hour, mark / 3_600).unwrap_or(ever)),
        count_since_sca: p.count_since_sca,
        new_payees_24h: count(strangers.unwrap_or(i64::MAX)),
    };
    let floor = began(now, p.day_offset).min(began(now, r.offset_minutes));
    if i64::from(p.day_last) >= floor {
        let latest = || began(p.day_last, p.day_offset).max(began(p.day_last, r.offset_minutes));
        if now >= p.day_last || i64::from(now) >= latest() {
            (totals.total_day, totals.total_day_new_device) = (p.day_total, p.day_new_device);
        } else {
            (totals.total_day, totals.total_day_new_device) = (totals.total_24h, totals.total_24h);
        }
    }
    let own = r.transfer.map_or(0, tag);
    for open in p.reservations.iter().filter(|open| open.tag != 0) {
        if open.tag == own {
            take_out(&mut totals, open, six);
        } else {
            put_in(
                &mut totals,
                open,
                (hour * 3_600, last_hour * 3_600, ten * 600, eight * 28_800),
                payee,
                floor,
            );
        }
    }
    totals.total_24h_payee = totals.total_24h_payee.min(totals.total_24h);
    totals.count_1h = totals.count_1h.min(totals.count_24h);
    totals
}

/// A reservation of another transfer counts.
#[inline(always)]
fn put_in(
    totals: &mut Totals,
    open: &RawReservation,
    (hour, last_hour, ten, eight): (u32, u32, u32, u32),
    payee: u32,
    floor: i64,
) {
    let today = !open.own_account & (i64::from(open.at) >= floor);
    let minor = |holds: bool| if holds { open.minor } else { 0 };
    totals.total_24h = totals.total_24h.saturating_add(minor(open.at >= hour));
    totals.outflow_1h = totals.outflow_1h.saturating_add(minor(open.at >= last_hour));
    let to_payee = (payee != 0) & (open.payee == payee) & (open.at >= eight);
    totals.total_24h_payee = totals.total_24h_payee.saturating_add(minor(to_payee));
    totals.total_since_sca = totals.total_since_sca.saturating_add(minor(!open.before_sca));
    totals.total_day = totals.total_day.saturating_add(minor(today));
    totals.total_day_new_device = totals.total_day_new_device.saturating_add(minor(today & open.new_device));
    totals.count_24h = totals.count_24h.saturating_add(u16::from(open.at >= hour));
    totals.count_1h = totals.count_1h.saturating_add(u16::from(open.at >= ten));
    totals.count_since_sca = totals.count_since_sca.saturating_add(u16::from(!open.before_sca));
}

/// The reservation of this very transfer does not count again.
fn take_out(totals: &mut Totals, open: &RawReservation, six: u32) {
    if open.at / 21_600 < six {
        return;
    }
    if totals.attempted_24h < MOST {
        totals.attempted_24h = (totals.attempted_24h - open.minor).max(0);
    }
    if open.new_payee && totals.new_payees_24h < u16::MAX {
        totals.new_payees_24h = totals.new_payees_24h.saturating_sub(1);
    }
}
