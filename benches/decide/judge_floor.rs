//! What an engineer would write by hand for the preset retail-cn alone: a reading in, the same verdict out.
//!
//! Rules are comparisons with constants, no table is searched but the ladder's sets; nothing here is data.

use super::plain::{RawDemand, RawExtreme, RawReading, RawVerdict};

const FACE: u16 = 1;
const FPT: u16 = 1 << 1;
const VBM: u16 = 1 << 4;
const PIN: u16 = 1 << 5;
const SMS: u16 = 1 << 8;
const OTP: u16 = 1 << 10;
const HWK: u16 = 1 << 12;
const KNOWLEDGE: u16 = 0b0000_0000_1110_0000;
const POSSESSION: u16 = 0b0111_1111_0000_0000;
const INHERENCE: u16 = 0b0000_0000_0001_1111;
/// Flags of customers who are vulnerable, minors or of old age.
const CARE: u8 = 0b0111;

/// The ladder's factor sets: those of the first rung, then those of the second.
const SETS: [u16; 11] = [
    FACE,
    FPT,
    VBM,
    HWK | PIN,
    FACE | SMS,
    FPT | SMS,
    FACE | OTP,
    FPT | OTP,
    FACE | HWK,
    FPT | HWK,
    HWK | PIN,
];
/// How many of them are of the first rung.
const WEAK: usize = 4;

/// Judges a reading of which everything is known, does not apply, or is not learned yet.
#[inline(never)]
pub fn judge(reading: &RawReading, identity: &[u8; 32], verdict: &mut RawVerdict) {
    if reading.currency != 0 && reading.currency != 156 {
        *verdict = RawVerdict { policy: *identity, mismatch: 3, ..RawVerdict::BLANK };
        return;
    }
    let least = reading.lanes.iter().fold(0, |least, lane| lane.min(&least).to_owned());
    let money = reading.money.iter().fold(false, |any, value| any | (*value < -2));
    let counts = reading.counts.iter().fold(false, |any, value| any | (*value < -2));
    if (least < -2) | money | counts | (reading.since_proof < -2) {
        silence();
    }
    let sums = customer(reading, verdict);
    let sums = transfer(reading, verdict, sums);
    let score = tally(sums, verdict);
    let risk = u8::from(score >= 40) + u8::from(score >= 100) + u8::from(score >= 130);
    verdict.levels[29] = risk;
    verdict.levels[26] = [0, 0, 1, 2, 2, 1, 0, 1][usize::from(reading.operation & 7)];
    let fired = rules(reading, &verdict.levels);
    verdict.policy = *identity;
    verdict.fired = [fired, 0, 0, 0];
    verdict.score = score;
    verdict.semantics = 2; // the library's number; the comparison fails when it rises
    verdict.mismatch = 0;
    let demand = demand(fired);
    verdict.requirement = demand;
    remaining(reading, demand, verdict);
}

/// Where something is missing the answer has bounds; no input of this floor is such.
#[cold]
#[inline(never)]
fn silence() {
    panic!("the floor is for readings without missing facts");
}

/// A fact whose measure is its level: level and points of `lane`; gives the points.
macro_rules! rank {
    ($reading:ident, $verdict:ident, $lane:literal, $unlearned:literal, $points:expr) => {
        rank!($reading, $verdict, $lane, $unlearned, 0, $points)
    };
    ($reading:ident, $verdict:ident, $lane:literal, $unlearned:literal, $absent:literal, $points:expr) => {{
        const POINTS: [i16; 8] = $points;
        let raw = $reading.lanes[$lane];
        let level = if raw >= 0 {
            raw
        } else if raw == -2 {
            $unlearned
        } else {
            $absent
        };
        let points = POINTS[usize::from(level.cast_unsigned() & 7)];
        $verdict.levels[$lane] = level.to_le_bytes()[0];
        $verdict.points[$lane] = points;
        points
    }};
}

/// A fact that is cut at three edges: level and points of `lane`; gives the points.
macro_rules! cut {
    ($reading:ident, $verdict:ident, $lane:literal, $unlearned:literal, [$a:literal, $b:literal, $c:literal], $points:expr) => {
        cut!($reading, $verdict, $lane, $unlearned, 0, [$a, $b, $c], $points)
    };
    ($reading:ident, $verdict:ident, $lane:literal, $unlearned:literal, $absent:literal, [$a:literal, $b:literal, $c:literal], $points:expr) => {{
        const POINTS: [i16; 4] = $points;
        let raw = $reading.lanes[$lane];
        let known = u8::from(raw >= $a) + u8::from(raw >= $b) + u8::from(raw >= $c);
        let level = match raw {
            -2 => $unlearned,
            -1 => $absent,
            _ => known,
        };
        let points = POINTS[usize::from(level & 3)];
        $verdict.levels[$lane] = level;
        $verdict.points[$lane] = points;
        points
    }};
}

/// Points of what concerns the customer, their device and their place; sums of the eight groups.
#[inline(always)]
fn customer(r: &RawReading, v: &mut RawVerdict) -> [i16; 8] {
    let device = rank!(r, v, 0, 5, 1, [-20, 0, 15, 30, 35, 45, 45, 45])
        + rank!(r, v, 8, 2, [0, 0, 30, 90, 90, 90, 90, 90])
        + cut!(r, v, 16, 0, [2, 3, 6], [0, 5, 15, 40]);
    let place = rank!(r, v, 1, 2, 1, [-10, 0, 5, 10, 15, 40, 40, 40])
        + rank!(r, v, 9, 1, [0, 5, 20, 20, 20, 20, 20, 20])
        + cut!(r, v, 17, 2, [501, 901, 2001], [0, 10, 35, 60])
        + rank!(r, v, 25, 2, [0, 0, 15, 30, 50, 50, 50, 50]);
    let time = cut!(r, v, 2, 1, [7_500, 9_000, 9_900], [0, 5, 15, 30])
        + cut!(r, v, 10, 0, [30, 90, 180], [0, 5, 15, 30]);
    let credentials = cut!(r, v, 5, 0, [28_447, 31_327, 32_707], [0, 5, 15, 25])
        + cut!(r, v, 13, 0, [28_447, 31_327, 32_707], [0, 10, 25, 40])
        + cut!(r, v, 21, 0, [28_447, 31_327, 32_707], [0, 10, 25, 40]);
    let conduct = cut!(r, v, 6, 0, [1, 3, 5], [0, 5, 20, 50])
        + cut!(r, v, 14, 0, [1, 5, 32_767], [0, 5, 20, 20])
        + cut!(r, v, 22, 1, 1, [300, 600, 900], [-5, 0, 25, 80])
        + rank!(r, v, 30, 0, [0, 10, 45, 130, 130, 130, 130, 130]);
    let lists = rank!(r, v, 7, 0, [0, 15, 50, 90, 110, 110, 110, 110])
        + rank!(r, v, 15, 3, [-10, -5, 0, 5, 5, 5, 5, 5]);
    let _no_points = rank!(r, v, 18, 1, [0; 8]) + rank!(r, v, 23, 1, [0; 8]) + rank!(r, v, 24, 3, [0; 8]);
    [device, place, time, 0, 0, credentials, conduct, lists]
}

/// Points of what concerns money and payee, added to the sums.
#[inline(always)]
fn transfer(r: &RawReading, v: &mut RawVerdict, mut sums: [i16; 8]) -> [i16; 8] {
    let amount = r.money[0];
    let of_amount = if amount >= 10_000_000 {
        10
    } else if amount >= 2_000_000 {
        5
    } else {
        0
    };
    v.metered_points = [of_amount, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    sums[3] = of_amount
        + cut!(r, v, 3, 1, [150, 300, 500], [0, 8, 20, 35])
        + cut!(r, v, 11, 1, [150, 300, 500], [0, 5, 12, 25])
        + cut!(r, v, 19, 2, [2_500, 5_000, 8_000], [0, 5, 10, 30])
        + cut!(r, v, 27, 0, [2_500, 5_000, 9_000], [0, 10, 25, 45]);
    sums[4] = rank!(r, v, 4, 4, 2, [-15, -10, 0, 5, 20, 25, 25, 25])
        + rank!(r, v, 12, 2, [0, 5, 5, 30, 120, 120, 120, 120])
        + rank!(r, v, 20, 1, [-5, 0, 15, 60, 120, 120, 120, 120])
        + rank!(r, v, 28, 1, [0, 10, 35, 35, 35, 35, 35, 35]);
    sums
}

/// Floors and caps, and the score.
#[inline(always)]
fn tally(sums: [i16; 8], verdict: &mut RawVerdict) -> i16 {
    const FLOORS: [i16; 8] = [-20, -10, 0, 0, -15, 0, -5, -10];
    const CAPS: [i16; 8] = [110, 70, 45, 70, 130, 60, 140, i16::MAX];
    let mut score = 0;
    for group in 0..8 {
        let held = sums[group].max(FLOORS[group]).min(CAPS[group]);
        verdict.clamps[group] = held - sums[group];
        score += held;
    }
    score
}

/// The rules, distrusts and the exemption, each a comparison; the bits of those that take effect.
#[inline(always)]
fn rules(reading: &RawReading, levels: &[u8; 32]) -> u64 {
    let [amount, _, total, to_payee, day, day_new, _, _] = reading.money;
    let (risk, grade, frozen, tier) = (levels[29], levels[26], levels[23], levels[15]);
    let (alert, coercion, operation) = (levels[7], levels[30], reading.operation);
    let holds = [
        to_payee >= 5_000_000,
        total >= 20_000_000,
        to_payee >= 30_000_000,
        (day >= 20_000) & (tier >= 2),
        day >= 200_000,
        levels[18] >= 1,
        risk >= 1,
        (risk >= 2) & (total >= 20_000),
        risk >= 3,
        (levels[0] >= 3) & (day_new >= 500_000),
        (levels[17] >= 3) & (total >= 20_000),
        alert >= 2,
        alert >= 3,
        (levels[8] >= 3) & (amount >= 1),
        (coercion >= 2) & (total >= 100_000),
        (coercion >= 2) & (levels[19] >= 3) & (total >= 100_000),
        (reading.flags & CARE != 0) & (levels[4] >= 4) & (total >= 1_000_000),
        (coercion >= 3) & (amount >= 1),
        (levels[27] >= 2) & (total >= 500_000),
        levels[12] >= 4,
        levels[20] >= 4,
        grade >= 1,
        grade >= 2,
        operation == 3,
        (frozen >= 1) & (amount >= 1),
        (frozen >= 1) & (operation == 5),
        operation == 7,
        (levels[1] >= 4) & (levels[3] >= 2) & (total >= 5_000_000),
        levels[6] >= 3,
        (levels[0] >= 3) & (amount >= 1),
        (levels[0] >= 3) & (amount >= 5_000_000),
        (levels[6] >= 2) & (levels[1] >= 4) & (levels[3] >= 2) & (total >= 500_000),
        levels[13] >= 2,
        levels[21] >= 3,
    ];
    let mut fired = 0;
    for (number, holds) in holds.into_iter().enumerate() {
        fired |= u64::from(holds) << number;
    }
    let exempt = (levels[4] <= 1) & (amount <= 100_000) & (risk == 0);
    if exempt && fired & 1 << 3 != 0 { fired ^ (1 << 3 | 1 << 34) } else { fired }
}

/// What the rules that fired demand together, part by part.
#[inline(always)]
fn demand(fired: u64) -> RawDemand {
    const fn of(rules: &[u8]) -> u64 {
        let (mut mask, mut place) = (0, 0);
        while place < rules.len() {
            mask |= 1 << rules[place];
            place += 1;
        }
        mask
    }
    let any = |mask: u64| fired & mask != 0;
    let strong = any(const { of(&[0, 1, 2, 6, 7, 8, 9, 10, 11, 15, 16, 18, 20, 22, 26, 30]) });
    let some = any(const { of(&[3, 4, 21, 29]) });
    let seen = any(const { of(&[2, 8, 15, 20, 22, 26]) });
    let long = any(const { of(&[2, 8, 15, 16, 20, 22]) });
    let short = any(const { of(&[0, 1, 7, 9, 14, 18, 30]) });
    let asked = any(const { of(&[12, 27, 28, 31]) });
    let agent = any(const { of(&[8, 12, 13, 14, 15, 16, 17, 19, 23, 24, 25, 27, 31]) });
    RawDemand {
        rung: if strong { 2 } else { u8::from(some) },
        include: 0,
        kinds: if any(1 << 11) { 2 } else { 0 },
        distrusted: if any(1 << 32) { SMS } else { 0 } | if any(1 << 33) { FACE } else { 0 },
        max_age: u32::MAX,
        confirm: any(const { of(&[0, 1, 2, 7, 8, 10, 14, 15, 16, 18, 20, 21, 26]) }),
        hold: if long {
            86_400
        } else if short {
            7_200
        } else {
            0
        },
        hold_days: 0,
        review: u8::from(seen),
        refuse: any(const { of(&[5, 12, 13, 17, 19, 24, 25, 28]) }),
        freeze: any(const { of(&[23, 27, 31]) }),
        notify: u8::from(asked) | (u8::from(agent) << 1),
    }
}

fn kinds(set: u16) -> u8 {
    u8::from(set & KNOWLEDGE != 0) + u8::from(set & POSSESSION != 0) + u8::from(set & INHERENCE != 0)
}

/// Factors whose proof is at most so many seconds old.
fn young(proofs: &[u32; 15], seconds: u32) -> u16 {
    let mut set = 0;
    for (code, word) in proofs.iter().enumerate() {
        set |= u16::from(*word != u32::MAX && word & 0x0fff_ffff <= seconds) << code;
    }
    set
}

/// What proofs leave of the demand, the ways to meet it, and the outcome.
#[inline(always)]
fn remaining(reading: &RawReading, demand: RawDemand, verdict: &mut RawVerdict) {
    let mut rest = demand;
    rest.confirm = demand.confirm & (reading.marks & 1 == 0);
    let (mut given, mut weak, mut strong) = (0, 0, 0);
    if reading.proofs.iter().any(|word| *word != u32::MAX) {
        given = young(&reading.proofs, u32::MAX) & !demand.distrusted;
        strong = given & young(&reading.proofs, 300);
        weak = given & young(&reading.proofs, 900);
        if demand.rung > 0 {
            let mut met = SETS[WEAK..].iter().any(|set| set & !strong == 0);
            if demand.rung == 1 {
                met |= SETS[..WEAK].iter().any(|set| set & !weak == 0);
            }
            if met {
                rest.rung = 0;
            }
        }
        if kinds(given) >= demand.kinds {
            rest.kinds = 0;
        }
    }
    let usable = reading.enrolled & !demand.distrusted;
    let mut ways = 0_u64;
    if rest.rung > 0 || rest.kinds > 0 {
        for (bit, set) in SETS.iter().enumerate() {
            let reach = usable | if bit < WEAK { weak } else { strong };
            ways |= u64::from(set & !reach == 0) << bit;
        }
        if rest.rung > 1 {
            ways &= !0 << WEAK;
        }
    }
    let unmet = rest.rung > 0 && ways == 0;
    if rest.kinds > 0 {
        let mut covering = 0;
        for (bit, set) in SETS.iter().enumerate() {
            covering |= u64::from(ways >> bit & 1 != 0 && kinds(set | given) >= rest.kinds) << bit;
        }
        ways = if covering != 0 || rest.rung == 0 { covering } else { ways };
    }
    let routed = unmet || (rest.kinds > 0 && rest.kinds > kinds(usable | given));
    rest.review = rest.review.max(u8::from(routed));
    let outcome = if rest.freeze {
        6
    } else if rest.refuse {
        0
    } else if rest.review > 0 {
        5
    } else if rest.hold > 0 {
        4
    } else if rest.rung > 0 || rest.kinds > 0 {
        3
    } else {
        1 + u8::from(rest.confirm)
    };
    verdict.ways = ways;
    verdict.remaining = rest;
    verdict.outcome = outcome;
    verdict.least = RawExtreme { score: verdict.score, outcome, rung: demand.rung };
    verdict.most = verdict.least;
    verdict.marks = u8::from(routed) << 1;
}
