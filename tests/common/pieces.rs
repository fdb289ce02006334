//! Requirements piece by piece, and what rungs mean, restated for comparing policies.

use stepup::factor::{Factor, FactorSet};
use stepup::operation::Channel;
use stepup::requirement::{Ladder, Means, Notice, Notices, ProofAge, ProofAges, Requirement};
use stepup::verify::Part;

/// Whether whoever reaches a rung of the new ladder has reached one of the old, tried with every set of proofs.
pub fn means_as_much(old: &Ladder, rung: u8, new: &Ladder, other: u8) -> bool {
    const FACTORS: [Factor; 5] = [Factor::Face, Factor::Sms, Factor::Fpt, Factor::Otp, Factor::Pin];
    const AGES: [Option<u32>; 4] = [None, Some(200), Some(400), Some(700)];
    let reached = |ladder: &Ladder, rung: u8, proofs: &ProofAges| {
        let means = Means { proofs, enrolled: FactorSet::NONE, confirmed: false, channel: Channel::App };
        ladder.remaining(Requirement { rung, ..Requirement::NOTHING }, means).requirement.rung == 0
    };
    (0..AGES.len().pow(5)).all(|mut number| {
        let mut proofs = ProofAges::NONE;
        for factor in FACTORS {
            if let Some(seconds) = AGES[number % AGES.len()] {
                proofs = proofs.with(factor, ProofAge { seconds, channel: Channel::App });
            }
            number /= AGES.len();
        }
        !reached(new, other, &proofs) || reached(old, rung, &proofs)
    })
}

/// The pieces of a demand, sets by element.
pub fn pieces(demand: Requirement) -> Vec<(Part, Requirement)> {
    let none = Requirement::NOTHING;
    let mut all = vec![
        (Part::Rung, Requirement { rung: demand.rung, ..none }),
        (Part::Kinds, Requirement { kinds: demand.kinds, ..none }),
        (Part::MaxAge, Requirement { max_age: demand.max_age, ..none }),
        (Part::Confirm, Requirement { confirm: demand.confirm, ..none }),
        (Part::Hold, Requirement { hold: demand.hold, ..none }),
        (Part::HoldDays, Requirement { hold_days: demand.hold_days, ..none }),
        (Part::Review, Requirement { review: demand.review, ..none }),
        (Part::Refuse, Requirement { refuse: demand.refuse, ..none }),
        (Part::Freeze, Requirement { freeze: demand.freeze, ..none }),
    ];
    for factor in Factor::ALL.iter().copied() {
        let one = FactorSet::NONE.with(factor);
        all.push((Part::Include, Requirement { include: demand.include.intersection(one), ..none }));
        all.push((Part::Distrusted, Requirement { distrusted: demand.distrusted.intersection(one), ..none }));
    }
    for notice in Notice::ALL.iter().copied().filter(|notice| demand.notify.contains(*notice)) {
        all.push((Part::Notify, Requirement { notify: Notices::NONE.with(notice), ..none }));
    }
    all.retain(|(_, piece)| *piece != none);
    all
}

/// What lasts is judged with silence at its least, which no verdict lists rule by rule.
pub fn lasts(part: Part) -> bool {
    matches!(part, Part::Freeze | Part::Notify)
}

/// For each rung of one ladder and each of another, from none up: whether the second is adequate for the first.
#[derive(Default)]
pub struct Rungs(Vec<(Ladder, Ladder, Vec<Vec<bool>>)>);

impl Rungs {
    pub fn of(&mut self, first: &Ladder, second: &Ladder) -> Vec<Vec<bool>> {
        if let Some((.., known)) = self.0.iter().find(|(one, two, _)| (one, two) == (first, second)) {
            return known.clone();
        }
        let numbers = |ladder: &Ladder| 0..=u8::try_from(ladder.rungs().len()).unwrap();
        let row = |rung| numbers(second).map(|other| means_as_much(first, rung, second, other)).collect();
        let rows: Vec<Vec<bool>> = numbers(first).map(row).collect();
        self.0.push((first.clone(), second.clone(), rows.clone()));
        rows
    }
}
