//! Requirements piece by piece, and what rungs mean, restated for comparing policies.

use stepup::factor::{Factor, FactorSet};
use stepup::operation::Channel;
use stepup::requirement::{Ladder, Means, Notice, Notices, ProofAge, ProofAges, Requirement};
use stepup::verify::Part;

/// Whether proofs reach a rung.
fn reaches(ladder: &Ladder, rung: u8, proofs: &ProofAges) -> bool {
    let means = Means { proofs, enrolled: FactorSet::NONE, confirmed: false, channel: Channel::App };
    ladder.remaining(Requirement { rung, ..Requirement::NOTHING }, means).requirement.rung == 0
}

fn proofs(factors: impl IntoIterator<Item = (Factor, u32)>) -> ProofAges {
    factors.into_iter().fold(ProofAges::NONE, |proofs, (factor, seconds)| {
        proofs.with(factor, ProofAge { seconds, channel: Channel::App })
    })
}

/// Whether whoever reaches a rung of the new ladder has reached one of the old: tried with the least that reaches it, each
/// factor set of it and of those above as old as it may be. More or younger proofs reach no less.
pub fn means_as_much(old: &Ladder, rung: u8, new: &Ladder, other: u8) -> bool {
    let above = new.rungs().iter().skip(usize::from(other.saturating_sub(1)));
    let sets = above.flat_map(|above| {
        let sets = &new.sets()[usize::from(above.first)..usize::from(above.end)];
        sets.iter().map(|set| proofs(set.iter().map(|factor| (factor, above.max_age))))
    });
    let least: Vec<ProofAges> = if other == 0 { vec![ProofAges::NONE] } else { sets.collect() };
    least.iter().all(|proofs| {
        assert!(reaches(new, other, proofs), "{new:?} {other}");
        reaches(old, rung, proofs)
    })
}

/// The same, tried with every set of proofs: right where ladders know no other factors and ages than these.
pub fn means_as_much_by_every_proof(old: &Ladder, rung: u8, new: &Ladder, other: u8) -> bool {
    const FACTORS: [Factor; 5] = [Factor::Face, Factor::Sms, Factor::Fpt, Factor::Otp, Factor::Pin];
    const AGES: [Option<u32>; 4] = [None, Some(200), Some(400), Some(700)];
    (0..AGES.len().pow(5)).all(|mut number| {
        let mut given = Vec::new();
        for factor in FACTORS {
            given.extend(AGES[number % AGES.len()].map(|seconds| (factor, seconds)));
            number /= AGES.len();
        }
        let proofs = proofs(given);
        !reaches(new, other, &proofs) || reaches(old, rung, &proofs)
    })
}

/// A ladder to which every proof counts on every channel: what does not count is compared apart.
fn bare(ladder: &Ladder) -> Ladder {
    let sets = |first: u8, end: u8| ladder.sets()[usize::from(first)..usize::from(end)].to_vec();
    let rungs: Vec<_> =
        ladder.rungs().iter().map(|rung| (sets(rung.first, rung.end), rung.max_age)).collect();
    Ladder::new(&rungs, [FactorSet::NONE; 16]).unwrap()
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
        let (one, two) = (bare(first), bare(second));
        let numbers = |ladder: &Ladder| 0..=u8::try_from(ladder.rungs().len()).unwrap();
        let row = |rung| numbers(second).map(|other| means_as_much(&one, rung, &two, other)).collect();
        let rows: Vec<Vec<bool>> = numbers(first).map(row).collect();
        self.0.push((first.clone(), second.clone(), rows.clone()));
        rows
    }
}
