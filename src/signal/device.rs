//! `device`: do we know this device?
//!
//! Trusted: bound, with proved use that began over 30 days ago. Known: bound for 72 h and used. Recent: bound for less, or never used. Fresh:
//! bound for less than 24 h. Announced: told beforehand, proved, aged. SOURCE: the 72 h and 24 h follow cooling-off practice after device
//! registration (MAS/ABS 12 h at least; Pix limits unregistered devices, 3.8); 30 days is the design's.

use crate::fact::{Given, Measure, Ranked};
use crate::profile::BoundDevice;
use crate::signal::scene::Scene;
use crate::signal::{Level, Meaning, Scale, Unit};
use crate::units::Timestamp;

/// The scale of `device`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Device,
    question: "do we know this device?",
    question_zh: "这台设备认识吗？",
    unit: Unit::Rank,
    levels: &[
        Level::new("trusted", "可信"),
        Level::new("known", "已知"),
        Level::new("recent", "新近"),
        Level::new("fresh", "崭新"),
        Level::new("announced", "已预告"),
        Level::new("unknown", "陌生"),
    ],
    edges: &[1, 2, 3, 4, 5],
    meaning: Meaning { unlearned: 5, missing: 5, late: 5, invalid: 5 },
    accusation: None,
};

pub(crate) const TRUSTED: u16 = 0;
const KNOWN: u16 = 1;
pub(crate) const RECENT: u16 = 2;
const FRESH: u16 = 3;
const ANNOUNCED: u16 = 4;
const UNKNOWN: u16 = 5;

const HOUR_S: u32 = 3_600;
/// SOURCE: cooling-off after a device is registered; MAS/ABS ask for 12 h at least, the design for twice that.
const FRESH_S: u32 = 24 * HOUR_S;
/// SOURCE: the design's table, three days: a stolen phone is reported within them.
const SETTLED_S: u32 = 72 * HOUR_S;
/// SOURCE: the design's table, proved use that began over 30 days ago.
const TRUSTED_S: u32 = 30 * 24 * HOUR_S;

/// The rank of the device among those bound to the customer, or its state.
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    let device = match scene.fields.device {
        Given::Known(device) => device,
        other => return Measure::of_state(other.state()),
    };
    Measure::known(match scene.profile.bound_device(device) {
        Some(bound) => rank(&bound, scene.now),
        None if scene.profile.is_device_announced(device, scene.now) => ANNOUNCED,
        None => UNKNOWN,
    })
}

/// The rank of a bound device.
///
/// A device that was bound at the opening of the account is never `fresh`: the branch, or the same identity check that
/// opened the account, vouched for it. It is `known` from its first use on, at any age.
fn rank(device: &BoundDevice, now: Timestamp) -> u16 {
    let age = now.since(device.bound);
    let settled = age >= SETTLED_S;
    let trusted = device.proved_since.is_some_and(|since| now.since(since) > TRUSTED_S);
    if settled && trusted {
        TRUSTED
    } else if device.used.is_some() && (settled || device.at_opening) {
        KNOWN
    } else if age < FRESH_S && !device.at_opening {
        FRESH
    } else {
        RECENT
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Announcement, Happening, Scope};
    use crate::factor::{Factor, FactorSet};
    use crate::signal::trial::{DAY, NOW, ago, bare, happen, level, measured_on, name, states_pass};

    fn bound(seconds: u32) -> BoundDevice {
        BoundDevice { bound: ago(seconds), at_opening: false, used: None, proved_since: None }
    }

    #[test]
    fn a_bound_device_ranks_by_age_use_and_proof() {
        let used = |seconds| BoundDevice { used: Some(NOW), ..bound(seconds) };
        let proved = |seconds, since| BoundDevice { proved_since: Some(ago(since)), ..used(seconds) };
        let opening = |device| BoundDevice { at_opening: true, ..device };
        for (device, expected) in [
            (bound(0), "fresh"),
            (bound(FRESH_S - 1), "fresh"),
            (bound(FRESH_S), "recent"),
            (bound(FRESH_S + 1), "recent"),
            (bound(400 * DAY), "recent"),
            (used(0), "fresh"),
            (used(FRESH_S), "recent"),
            (used(SETTLED_S - 1), "recent"),
            (used(SETTLED_S), "known"),
            (used(SETTLED_S + 1), "known"),
            (used(400 * DAY), "known"),
            (proved(400 * DAY, TRUSTED_S), "known"),
            (proved(400 * DAY, TRUSTED_S + 1), "trusted"),
            (proved(SETTLED_S, TRUSTED_S + 1), "trusted"),
            (proved(SETTLED_S - 1, TRUSTED_S + 1), "recent"),
            (opening(bound(0)), "recent"),
            (opening(bound(400 * DAY)), "recent"),
            (opening(used(0)), "known"),
            (opening(proved(0, TRUSTED_S + 1)), "known"),
            (opening(proved(SETTLED_S, TRUSTED_S + 1)), "trusted"),
        ] {
            let measure = Measure::known(rank(&device, NOW));
            assert_eq!(level(Ranked::Device, measure), expected, "{device:?}");
        }
        let later = BoundDevice { bound: NOW.plus(9), ..used(0) };
        assert_eq!(rank(&later, NOW), FRESH, "bound after an older request");
    }

    #[test]
    fn a_device_that_is_not_bound_is_announced_or_unknown_and_states_pass_through() {
        states_pass(measure, |fields, given| fields.device = given);
        let mut profile = bare();
        let of = |profile: &_| measured_on(profile, measure, |fields| fields.device = Given::Known(name(9)));
        assert_eq!(of(&profile), Measure::known(UNKNOWN));
        let proved = FactorSet::NONE.with(Factor::Face).with(Factor::Sms);
        let (from, until) = (ago(2 * DAY), NOW.plus(DAY));
        let announced = Announcement { scope: Scope::Device(name(9)), proved, from, until };
        happen(&mut profile, 2 * DAY, Happening::Announced(announced));
        assert_eq!(of(&profile), Measure::known(ANNOUNCED));
        happen(&mut profile, 9, Happening::DeviceBound { device: name(9), at_opening: false });
        assert_eq!(of(&profile), Measure::known(FRESH));
    }
}
