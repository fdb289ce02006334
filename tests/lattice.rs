//! The lattice laws of requirements, exhaustively on a reduced domain, and what proofs do to a demand.

mod common;

use common::dice::Dice;
use common::readings;
use stepup::factor::{Factor, FactorSet};
use stepup::operation::Channel;
use stepup::requirement::{Ladder, Means, Notice, Notices, ProofAge, ProofAges, Requirement};

/// Every combination of two or three values of each part: 3,072 requirements.
fn domain() -> Vec<Requirement> {
    let face = FactorSet::NONE.with(Factor::Face);
    let sms = FactorSet::NONE.with(Factor::Sms);
    let mut all = vec![Requirement::NOTHING];
    let mut cross = |choices: &[&dyn Fn(Requirement) -> Requirement]| {
        all = all.iter().flat_map(|r| choices.iter().map(move |choice| choice(*r))).collect();
    };
    let same = |r: Requirement| r;
    cross(&[&same, &|r| Requirement { rung: 1, ..r }, &|r| Requirement { rung: 2, ..r }]);
    cross(&[&same, &|r| Requirement { include: face, ..r }, &|r| Requirement { include: sms, ..r }]);
    cross(&[&same, &|r| Requirement { kinds: 2, ..r }]);
    cross(&[&same, &|r| Requirement { distrusted: sms, ..r }]);
    cross(&[&same, &|r| Requirement { max_age: 60, ..r }]);
    cross(&[&same, &|r| Requirement { confirm: true, ..r }]);
    cross(&[&same, &|r| Requirement { hold: 7_200, ..r }]);
    cross(&[&same, &|r| Requirement { hold_days: 1, ..r }]);
    cross(&[&same, &|r| Requirement { review: 1, ..r }]);
    cross(&[&same, &|r| Requirement { refuse: true, freeze: true, ..r }]);
    cross(&[&same, &|r| Requirement { notify: Notices::NONE.with(Notice::Agent), ..r }]);
    all
}

#[test]
fn join_is_the_least_upper_bound_of_every_pair() {
    let domain = domain();
    assert_eq!(domain.len(), 9 * 512);
    for a in &domain {
        assert_eq!(a.join(*a), *a, "idempotent");
        assert_eq!(a.join(Requirement::NOTHING), *a, "nothing is the bottom");
    }
    for a in domain.iter().step_by(3) {
        for b in &domain {
            let joined = a.join(*b);
            assert_eq!(joined, b.join(*a), "commutative");
            assert!(joined.is_at_least(*a) && joined.is_at_least(*b), "an upper bound");
            assert_eq!(a.is_at_least(*b) && b.is_at_least(*a), a == b, "antisymmetric");
        }
    }
}

#[test]
fn join_is_associative_and_least_on_every_triple_of_a_coarser_domain() {
    let domain: Vec<Requirement> = domain().into_iter().step_by(23).collect();
    for a in &domain {
        for b in &domain {
            for c in &domain {
                assert_eq!(a.join(*b).join(*c), a.join(b.join(*c)));
                if c.is_at_least(*a) && c.is_at_least(*b) {
                    assert!(c.is_at_least(a.join(*b)), "no smaller upper bound");
                }
            }
        }
    }
}

fn ladder() -> Ladder {
    let set = |factors: &[Factor]| factors.iter().copied().collect::<FactorSet>();
    let rungs = [
        (vec![set(&[Factor::Face]), set(&[Factor::Fpt])], 900),
        (vec![set(&[Factor::Face, Factor::Sms]), set(&[Factor::Fpt, Factor::Otp])], 300),
    ];
    let mut excluded = [FactorSet::NONE; 16];
    excluded[usize::from(Channel::Phone.code())] = set(&[Factor::Vbm, Factor::Face]);
    Ladder::new(&rungs, excluded).unwrap()
}

fn proof(proofs: ProofAges, factor: Factor, seconds: u32, channel: Channel) -> ProofAges {
    proofs.with(factor, ProofAge { seconds, channel })
}

/// A higher rung met means that every lower one is met; ages and exclusions count.
#[test]
fn proofs_meet_a_rung_by_factor_age_and_channel() {
    let ladder = ladder();
    let demand = |rung| Requirement { rung, ..Requirement::NOTHING };
    let left = |proofs: &ProofAges, demand| {
        let enrolled = [Factor::Face, Factor::Sms].into_iter().collect();
        ladder.remaining(demand, Means { proofs, enrolled, confirmed: false, channel: Channel::App })
    };
    let face = proof(ProofAges::NONE, Factor::Face, 200, Channel::App);
    let both = proof(face, Factor::Sms, 299, Channel::App);
    assert_eq!(left(&ProofAges::NONE, demand(1)).ways, 0b101, "face, or face and SMS");
    assert_eq!(left(&face, demand(1)).requirement.rung, 0);
    assert_eq!(left(&face, demand(2)).requirement.rung, 2);
    assert_eq!(left(&both, demand(2)).requirement.rung, 0);
    assert_eq!(left(&both, demand(1)).requirement.rung, 0, "a higher rung met");
    let old = proof(face, Factor::Sms, 301, Channel::App);
    assert_eq!(left(&old, demand(2)).requirement.rung, 2, "one second too old");
    let by_phone = proof(ProofAges::NONE, Factor::Face, 1, Channel::Phone);
    assert_eq!(left(&by_phone, demand(1)).requirement.rung, 0, "passed there, it counts here");
    let enrolled = [Factor::Face, Factor::Sms].into_iter().collect();
    let there = Means { proofs: &face, enrolled, confirmed: false, channel: Channel::Phone };
    let there = ladder.remaining(demand(1), there);
    assert_eq!(there.requirement.rung, 1, "a face proves nothing to a request by telephone");
    assert!(there.ways == 0 && there.routed, "so another way is offered, or a person");
    let shorter = Requirement { max_age: 199, ..demand(1) };
    assert_eq!(left(&face, shorter).requirement.rung, 1, "the shorter age counts");
    let distrusted = Requirement { distrusted: FactorSet::NONE.with(Factor::Face), ..demand(1) };
    let routed = left(&face, distrusted);
    assert!(routed.routed && routed.requirement.review == 1, "nothing else is enrolled: a person");
}

#[test]
fn more_or_younger_proofs_never_leave_more() {
    let ladder = ladder();
    let mut dice = Dice(11);
    let rank = |remaining: stepup::requirement::Remaining| {
        let r = remaining.requirement;
        (r.rung, r.include, r.kinds, r.review)
    };
    for _ in 0..200_000 {
        let proofs = readings::proofs(&mut dice);
        let factor = *dice.pick(Factor::ALL);
        let seconds = u32::try_from(dice.between(0, 1_000)).unwrap();
        let channel = *dice.pick(Channel::ALL);
        let more = proof(proofs, factor, seconds, channel);
        let demand = Requirement {
            rung: u8::try_from(dice.below(3)).unwrap(),
            kinds: u8::try_from(dice.below(4)).unwrap(),
            include: FactorSet::from_bits(
                u16::try_from(dice.next() & dice.next() & dice.next() & 0x7fff).unwrap(),
            ),
            distrusted: FactorSet::from_bits(u16::try_from(dice.next() & dice.next() & 0x7fff).unwrap()),
            max_age: if dice.chance(50) { 500 } else { u32::MAX },
            ..Requirement::NOTHING
        };
        let enrolled = FactorSet::from_bits(u16::try_from(dice.next() & 0x7fff).unwrap());
        let asked = *dice.pick(Channel::ALL);
        let left =
            |proofs| ladder.remaining(demand, Means { proofs, enrolled, confirmed: false, channel: asked });
        let (fewer, more) = (rank(left(&proofs)), rank(left(&more)));
        assert!(more.0 <= fewer.0 && more.1.is_within(fewer.1) && more.2 <= fewer.2 && more.3 <= fewer.3);
    }
}
