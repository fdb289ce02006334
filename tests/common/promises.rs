//! Promises about any policy, readings at the edges of their regions, and whether they are kept there.

use stepup::exemption::AtMost;
use stepup::fact::{Measure, Metered, Ranked, State};
use stepup::factor::FactorSet;
use stepup::guarantee::{Guarantee, Promise, Region};
use stepup::operation::{Channel, CustomerFlags, Operation};
use stepup::policy::Policy;
use stepup::reading::{Reading, ReadingParts, metered_states};
use stepup::requirement::{ProofAges, Requirement};
use stepup::rule::{AtLeast, Circumstances};
use stepup::signal::scale;

use super::dice::Dice;
use super::readings;

/// A guarantee that stands a chance: what a rule demands, about where it fires or a little beside; or a ceiling.
pub fn guarantee(dice: &mut Dice, policy: &Policy) -> Guarantee {
    let rule = dice.pick(policy.rules()).clone();
    let mut region = Region { from: rule.from, upto: Vec::new(), circumstances: rule.circumstances };
    if dice.chance(20) && !region.from.is_empty() {
        region.from.remove(dice.below(region.from.len()));
    }
    for _ in 0..dice.below(3) {
        let fact = *dice.pick(&Ranked::SIGNALS);
        let level = u8::try_from(dice.below(scale(fact).levels.len())).unwrap();
        if dice.chance(50) {
            region.from.push(AtLeast::Ranked(fact, level));
        } else {
            region.upto.push(AtMost::Ranked(fact, level));
        }
    }
    if dice.chance(20) {
        let fact = *dice.pick(&[Metered::Amount, Metered::Total24h, Metered::TotalDay, Metered::Balance]);
        let value = readings::metered(dice, fact).min(100_000_000);
        region.upto.push(AtMost::Metered(fact, value));
    }
    if dice.chance(20) {
        let least = dice.between(-30, 120);
        region.from.push(AtLeast::Metered(Metered::Score, least));
        if dice.chance(50) {
            region.upto.push(AtMost::Metered(Metered::Score, least + dice.between(0, 40)));
        }
    }
    if dice.chance(15) {
        region.circumstances.operations = 1 << dice.pick(Operation::ALL).code();
    }
    let all = Requirement {
        rung: u8::MAX,
        include: FactorSet::ALL,
        kinds: 3,
        distrusted: FactorSet::ALL,
        max_age: 1,
        confirm: true,
        hold: u32::MAX,
        hold_days: u8::MAX,
        review: 2,
        refuse: true,
        freeze: true,
        notify: stepup::requirement::Notices::from_bits(3),
    };
    let promise = if dice.chance(60) {
        let mut parts = super::pieces::pieces(rule.demand);
        let part = parts.swap_remove(dice.below(parts.len()));
        Promise::AtLeast(part.1)
    } else {
        // Everything but one part or two: a ceiling that many regions keep.
        let mut most = all;
        match dice.below(5) {
            0 => most.freeze = false,
            1 => most.refuse = false,
            2 => most.review = 1,
            3 => most.hold = 72 * 3_600,
            _ => most.rung = 2,
        }
        Promise::AtMost(most)
    };
    Guarantee { id: "g".to_owned(), region, promise }
}

/// A reading about the edges of a region: each bound just met, or met by a step, or by a state that means such a level;
/// everything else anywhere, at its least, or at its most. Not always inside: bounds may exclude each other.
pub fn at_the_edge(dice: &mut Dice, policy: &Policy, region: &Region) -> Reading {
    let Circumstances { operations, channels, flags, clock } = &region.circumstances;
    let fits = |bits: u16, code: u8| bits >> code & 1 != 0;
    let suited: Vec<Operation> =
        Operation::ALL.iter().copied().filter(|operation| fits(*operations, operation.code())).collect();
    let open: Vec<Channel> =
        Channel::ALL.iter().copied().filter(|channel| fits(*channels, channel.code())).collect();
    let mut marks = CustomerFlags::from_bits(u8::try_from(dice.below(16)).unwrap());
    if !flags.is_empty() {
        marks = marks.with(*dice.pick(flags));
    }
    let minute = match *clock {
        Some((from, to)) => *dice.pick(&[from, (to + 1_439) % 1_440, (from + 1) % 1_440]),
        None => u16::try_from(dice.below(1_440)).unwrap(),
    };
    let mut reading = Reading::blank(&ReadingParts {
        operation: *dice.pick(&suited),
        channel: *dice.pick(&open),
        flags: marks,
        minute,
        currency: policy.currency(),
        enrolled: FactorSet::ALL,
        confirmed: dice.chance(50),
        out_of_order: false,
        proofs: ProofAges::NONE,
    });
    let calm = dice.below(3);
    for fact in Ranked::ALL.iter().copied().filter(|fact| fact.is_measured()) {
        let any = match calm {
            0 => Measure::known(0),
            1 => Measure::known(scale(fact).largest()),
            _ => readings::measure(dice, fact, 20),
        };
        reading.set(fact, bounded(dice, policy, region, fact, any));
    }
    for fact in Metered::ALL.iter().copied().filter(|fact| fact.is_measured()) {
        let states = metered_states(fact, reading.operation());
        if dice.chance(15) {
            reading.set_metered_state(fact, *dice.pick(states));
            continue;
        }
        let any = match calm {
            0 => 0,
            1 => i64::MAX,
            _ => readings::metered(dice, fact),
        };
        let least = region.from.iter().filter_map(|bound| match bound {
            AtLeast::Metered(named, value) if *named == fact => Some(*value),
            _ => None,
        });
        let most = region.upto.iter().filter_map(|bound| match bound {
            AtMost::Metered(named, value) if *named == fact => Some(*value),
            _ => None,
        });
        let (least, most) = (least.max().unwrap_or(0), most.min().unwrap_or(i64::MAX));
        let value = if dice.chance(60) { *dice.pick(&[least, most.max(least)]) } else { any };
        reading.set_metered(fact, value.max(least).min(most.max(least)));
    }
    reading.close();
    reading
}

/// A measure that meets the region's bounds on a fact, near `any`; or a state that means a level within them.
fn bounded(dice: &mut Dice, policy: &Policy, region: &Region, fact: Ranked, any: Measure) -> Measure {
    let level = |measure: Measure| {
        let mut alone = Reading::blank(&ReadingParts {
            operation: Operation::Transfer,
            channel: Channel::App,
            flags: CustomerFlags::NONE,
            minute: 0,
            currency: policy.currency(),
            enrolled: FactorSet::NONE,
            confirmed: false,
            out_of_order: false,
            proofs: ProofAges::NONE,
        });
        alone.set(fact, measure);
        policy.judge(&alone).level(fact)
    };
    let fits = |measure: Measure| {
        let level = level(measure);
        region
            .from
            .iter()
            .all(|bound| !matches!(bound, AtLeast::Ranked(f, least) if *f == fact && level < *least))
            && region
                .upto
                .iter()
                .all(|bound| !matches!(bound, AtMost::Ranked(f, most) if *f == fact && level > *most))
    };
    let named = region.from.iter().any(|bound| matches!(bound, AtLeast::Ranked(f, _) if *f == fact))
        || region.upto.iter().any(|bound| matches!(bound, AtMost::Ranked(f, _) if *f == fact));
    if !named || (dice.chance(30) && fits(any)) {
        return any;
    }
    // Edges may be moved: every measure at which the level changes by the scale, and about there.
    let mut tried: Vec<Measure> = scale(fact)
        .edges
        .iter()
        .flat_map(|edge| [*edge, edge.saturating_sub(1), edge.saturating_add(1)])
        .chain([0, scale(fact).largest()])
        .map(Measure::known)
        .collect();
    for state in [State::NotApplicable, State::Unlearned, State::Missing, State::Late, State::Invalid] {
        tried.push(Measure::of_state(state));
    }
    tried.retain(|measure| fits(*measure));
    if tried.is_empty() { any } else { *dice.pick(&tried) }
}
