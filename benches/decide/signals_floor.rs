//! The decide floor's signals: each the number of one fact, a measure from 0 up or a state below.

use super::arithmetic::{basis_points, distance, is_within, log2_256};
use super::decide_floor::{MISSING, Seen, number, weight};
use super::raw::{Give, RawDevice, RawPlace, RawPoint, RawPosition, RawProfile, RawRequest};
use super::totals_floor::{ring, sum};

const NOT_APPLICABLE: i16 = -1;
const UNLEARNED: i16 = -2;
const INVALID: i16 = -5;
const DAY: u32 = 86_400;

fn bound(p: &RawProfile, device: u64) -> Option<&RawDevice> {
    p.devices.iter().find(|slot| slot.tag == device && device != 0)
}

pub fn device(r: &RawRequest, p: &RawProfile, tag: u64) -> i16 {
    number(r.device, |_| {
        let Some(device) = bound(p, tag) else {
            let told = |it: &(u8, u64, u32, u32)| it.0 == 1 && it.1 == tag && it.2 <= r.at && r.at < it.3;
            return 5 - i16::from(p.announcements.iter().any(told));
        };
        let age = r.at.saturating_sub(device.bound);
        let settled = age >= 3 * DAY;
        let trusted = device.proved_since != 0 && r.at.saturating_sub(device.proved_since) > 30 * DAY;
        if settled && trusted {
            0
        } else if device.used != 0 && (settled || device.at_opening) {
            1
        } else if age < DAY && !device.at_opening {
            3
        } else {
            2
        }
    })
}

pub fn payee(r: &RawRequest, p: &RawProfile, short: u32) -> i16 {
    if matches!(r.payee, Give::NotApplicable) {
        return NOT_APPLICABLE;
    }
    let first = p.paid.iter().find(|paid| short != 0 && paid.0 == short);
    let paid = first.is_some_and(|paid| r.at.saturating_sub(u32::from(paid.1).saturating_mul(DAY)) >= DAY);
    let fresh = matches!(r.payee_added, Give::Known(added) if r.at.saturating_sub(added) < DAY);
    let state = number(r.payee_relation, |_| 0);
    match r.payee_relation {
        Give::Known(code) => {
            let rank = if fresh && matches!(code, 1 | 4) { 5 } else { i16::from(code) };
            if paid { rank.min(2) } else { rank }
        }
        _ if paid => 2,
        _ if fresh => 5,
        _ if state != NOT_APPLICABLE => state,
        _ => number(r.payee, |_| 4),
    }
}

fn usable(position: RawPosition) -> Option<RawPoint> {
    position.point.filter(|point| point.radius <= 100_000)
}

pub fn place(r: &RawRequest, p: &RawProfile) -> i16 {
    number(r.position, |position| {
        let point = usable(position);
        let mut nearest = i16::MAX;
        for place in p.places.iter().filter(|place| place.country != 0) {
            let by_country = if place.country == position.country { 4 } else { 5 };
            let here = point.and_then(|point| near(point, place, r.at)).unwrap_or(by_country);
            nearest = nearest.min(here);
            if here == 0 {
                break;
            }
        }
        let country = u64::from(position.country);
        let told = |it: &(u8, u64, u32, u32)| it.0 == 2 && it.1 == country && it.2 <= r.at && r.at < it.3;
        match nearest {
            i16::MAX => UNLEARNED,
            4 | 5 if p.announcements.iter().any(told) => 3,
            rank => rank,
        }
    })
}

fn near(point: RawPoint, place: &RawPlace, now: u32) -> Option<i16> {
    let centre = place.point?;
    if is_within(point, centre, centre.radius.saturating_add(10_000)) {
        Some(i16::from(weight(place.weight, place.last, now) < 48))
    } else {
        is_within(point, centre, centre.radius.saturating_add(150_000)).then_some(2)
    }
}

pub fn place_conflict(r: &RawRequest) -> i16 {
    let (Give::Known(device), Give::Known(line)) = (r.position, r.network_position) else {
        let (one, two) = (number(r.position, |_| 0), number(r.network_position, |_| 0));
        let either = one == NOT_APPLICABLE || two == NOT_APPLICABLE;
        return if either {
            NOT_APPLICABLE
        } else if one < 0 {
            one
        } else {
            two
        };
    };
    if device.country != line.country {
        return 2;
    }
    match (usable(device), usable(line)) {
        (Some(device), Some(line)) => {
            let radii = device.radius.saturating_add(line.radius).saturating_add(150_000);
            i16::from(!is_within(device, line, radii))
        }
        _ => 0,
    }
}

pub fn travel(r: &RawRequest, p: &RawProfile) -> i16 {
    let unseen = p.last_seen_at == 0 && p.places.iter().all(|place| place.country == 0);
    if unseen || matches!(r.position, Give::NotApplicable) {
        return NOT_APPLICABLE;
    }
    if matches!(r.network, Give::Known(2..)) {
        return INVALID;
    }
    number(r.position, |position| {
        if p.last_seen_at == 0 {
            let mut known = p.places.iter().filter(|place| place.country != 0).peekable();
            let possible = known.peek().is_none() || known.any(|place| place.country == position.country);
            return if possible { NOT_APPLICABLE } else { MISSING };
        }
        let Some(here) = usable(position) else { return MISSING };
        let radii = here.radius.saturating_add(p.last_seen.radius);
        if is_within(here, p.last_seen, radii.saturating_add(49_999)) {
            return 0;
        }
        let gap = distance(here, p.last_seen).saturating_sub(radii);
        if gap < 50_000 {
            return 0;
        }
        let time = u64::from(r.at.saturating_sub(p.last_seen_at).max(60)) * 5;
        (u64::from(gap) * 18).div_ceil(time).min(32_766) as i16
    })
}

pub fn hour(r: &RawRequest, p: &RawProfile) -> i16 {
    let local = i64::from(r.at) + 60 * i64::from(r.offset_minutes);
    let weekend = (local.div_euclid(DAY.into()) + 3).rem_euclid(7) >= 5;
    if p.learned[usize::from(weekend)] < 4 {
        return UNLEARNED;
    }
    let hours = &p.hours[usize::from(weekend)];
    let hour = (local.rem_euclid(DAY.into()) / 3_600) as usize;
    let mut around = [0_u16; 28];
    for (place, slot) in around.iter_mut().enumerate() {
        *slot = u16::from(hours[(place + 22) % 24]);
    }
    let mut weights = [0_u16; 24];
    for (place, weight) in weights.iter_mut().enumerate() {
        let [a, b, c, d, e] = [0, 1, 2, 3, 4].map(|off| around[place + off]);
        *weight = a + 2 * b + 3 * c + 2 * d + e;
    }
    let busiest = weights.iter().fold(0, |most, weight| most.max(*weight));
    if busiest == 0 {
        return UNLEARNED;
    }
    10_000 - (u32::from(weights[hour]) * 10_000 / u32::from(busiest)) as i16
}

fn failures((count, last): (u8, u32), now: u32) -> u16 {
    if now.saturating_sub(last) >= DAY { 0 } else { u16::from(count) }
}

pub fn attempts(r: &RawRequest, p: &RawProfile, tag: u64) -> i16 {
    let held = bound(p, tag).map_or(p.unbound, |device| (device.failures, device.failed));
    let failures = failures(held, r.at).cast_signed();
    match r.device {
        Give::NotApplicable if unguessable(r) => NOT_APPLICABLE,
        Give::NotApplicable => failures.min(4),
        _ => failures,
    }
}

/// At a counter or in a file.
fn unguessable(r: &RawRequest) -> bool {
    r.channel == 2 || r.channel == 7
}

pub fn probing(r: &RawRequest, p: &RawProfile, seen: &Seen) -> i16 {
    let mut others = 0_u16;
    for slot in p.devices.iter().filter(|slot| slot.tag != seen.device_tag) {
        others += failures((slot.failures, slot.failed), r.at);
    }
    let row = if bound(p, seen.device_tag).is_some() { 0 } else { failures(p.unbound, r.at) };
    let first = (r.at / 21_600).saturating_sub(4);
    let unbound = ring(&p.foreign, first, p.high_water / 21_600).unwrap_or(p.foreign[4]);
    others = others.saturating_add(u16::try_from(unbound).unwrap_or(u16::MAX).saturating_sub(row));
    let capped = seen.device == 0 || (seen.device == NOT_APPLICABLE && unguessable(r));
    let most = if capped { 1 } else { 32_766 };
    others.min(most).cast_signed()
}

/// The freshness of a change; 0 where there was none.
pub fn freshness(changed: u32, now: u32) -> i16 {
    if changed == 0 { 0 } else { 32_766 - (now.saturating_sub(changed) / 60).min(32_766) as i16 }
}

/// Centre and spread of a habit, a thin one leaning on its peers.
pub fn blend((centre, spread, count): (u16, u16, u8), peers: u16, peer_spread: u16) -> (u16, u16) {
    if count >= 8 {
        return (centre, spread);
    }
    let own = u32::from(count);
    let mix = |mine: u16, theirs: u16| ((u32::from(mine) * own + u32::from(theirs) * 8) / (own + 8)) as u16;
    (mix(centre, peers), mix(spread, peer_spread).max(1))
}

/// Hundredths of a spread above the centre.
pub fn above((centre, spread): (u16, u16), minor: i64) -> i16 {
    let over = u32::from(log2_256(minor).saturating_sub(centre)) * 100;
    (over / u32::from(spread.max(128))).min(32_766) as i16
}

pub fn pass_through(seen: &Seen, centre: u16) -> i16 {
    let credited = seen.totals.credited_1h;
    if credited <= 0 || log2_256(credited) + 3 * 256 < centre {
        return 0;
    }
    basis_points(sum(seen.totals.outflow_1h, seen.minor), credited).unwrap_or(0).cast_signed()
}
