//! Random readings: closed, with every state, near the edges that matter.

use stepup::fact::{Measure, MeterUnit, Metered, Ranked, State};
use stepup::factor::{Factor, FactorSet};
use stepup::operation::{Channel, CustomerFlags, Operation};
use stepup::reading::{Reading, ReadingParts};
use stepup::requirement::{ProofAge, ProofAges};
use stepup::signal::scale;
use stepup::units::Currency;

use super::dice::Dice;

/// Values of metered facts that random policies cut at; readings fall on them and beside them.
pub const POOL: [i64; 6] = [1, 20_000, 100_000, 500_000, 5_000_000, 20_000_000];
pub const COUNTS: [i64; 6] = [1, 2, 3, 5, 8, 20];
pub const SECONDS: [i64; 6] = [60, 300, 900, 7_200, 86_400, 30 * 86_400];

const STATES: [State; 5] =
    [State::NotApplicable, State::Unlearned, State::Missing, State::Late, State::Invalid];

/// A transfer in the app at midnight with every measured fact at its best, closed.
pub fn best() -> Reading {
    let mut reading = Reading::blank(&ReadingParts {
        operation: Operation::Transfer,
        channel: Channel::App,
        flags: CustomerFlags::NONE,
        minute: 0,
        currency: Currency::CNY,
        enrolled: FactorSet::NONE,
        confirmed: false,
        out_of_order: false,
        proofs: ProofAges::NONE,
    });
    let ranked = Ranked::ALL.iter().copied().filter(|fact| fact.is_measured());
    ranked.for_each(|fact| reading.set(fact, Measure::known(0)));
    let metered = Metered::ALL.iter().copied().filter(|fact| fact.is_measured());
    metered.for_each(|fact| reading.set_metered(fact, 0));
    reading.close();
    reading
}

/// Any closed reading in yuan; `uncertain` is how many facts in a hundred are in a state.
pub fn reading(dice: &mut Dice, uncertain: usize) -> Reading {
    reading_in(dice, uncertain, Currency::CNY)
}

/// Any closed reading in a currency.
pub fn reading_in(dice: &mut Dice, uncertain: usize, currency: Currency) -> Reading {
    let operation = *dice.pick(Operation::ALL);
    let parts = ReadingParts {
        operation,
        channel: *dice.pick(Channel::ALL),
        flags: CustomerFlags::from_bits(u8::try_from(dice.below(16)).unwrap()),
        minute: u16::try_from(dice.below(1_440)).unwrap(),
        currency,
        enrolled: FactorSet::from_bits(u16::try_from(dice.next() & 0x7fff).unwrap()),
        confirmed: dice.chance(30),
        out_of_order: dice.chance(10),
        proofs: proofs(dice),
    };
    let mut reading = Reading::blank(&parts);
    for fact in Ranked::ALL.iter().copied().filter(|fact| fact.is_measured()) {
        let measure = measure(dice, fact, uncertain);
        reading.set(fact, measure);
    }
    for fact in Metered::ALL.iter().copied().filter(|fact| fact.is_measured()) {
        // What an operation does not allow stays as it is.
        if dice.chance(uncertain) {
            reading.set_metered_state(fact, *dice.pick(&STATES));
        } else {
            let value = metered(dice, fact);
            reading.set_metered(fact, value);
        }
    }
    reading.close();
    reading
}

pub fn measure(dice: &mut Dice, fact: Ranked, uncertain: usize) -> Measure {
    let scale = scale(fact);
    if dice.chance(uncertain) {
        return Measure::of_state(*dice.pick(&STATES));
    }
    let near = i64::from(*dice.pick(scale.edges)) + dice.between(-2, 2);
    let value = if dice.chance(60) { near } else { dice.between(0, i64::from(scale.largest())) };
    Measure::known(u16::try_from(value.clamp(0, i64::from(scale.largest()))).unwrap())
}

pub fn metered(dice: &mut Dice, fact: Metered) -> i64 {
    let pool = match fact.unit() {
        MeterUnit::Money => POOL,
        MeterUnit::Count => COUNTS,
        _ => SECONDS,
    };
    let edge = *dice.pick(&pool);
    match dice.below(10) {
        0 => 0,
        1 => i64::MAX,
        2..=6 => (edge + dice.between(-1, 1)).max(0),
        _ => dice.between(0, edge),
    }
}

pub fn proofs(dice: &mut Dice) -> ProofAges {
    let mut proofs = ProofAges::NONE;
    if dice.chance(50) {
        return proofs;
    }
    for _ in 0..dice.below(5) {
        let seconds = u32::try_from(dice.pick(&SECONDS) + dice.between(-1, 1)).unwrap();
        let proof = ProofAge { seconds, channel: *dice.pick(Channel::ALL) };
        proofs = proofs.with(*dice.pick(Factor::ALL), proof);
    }
    proofs
}
