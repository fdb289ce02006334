//! The lattice laws of requirements, exhaustively on a reduced domain, and what proofs do to a demand.

mod common;

use common::dice::Dice;
use common::readings;
use stepup::factor::{Factor, FactorSet};
use stepup::operation::Channel;
use stepup::requirement::{Ladder, Means, Notice, Notices, ProofAge, ProofAges, Requirement};

/// Every combination of two values of each part: 4,096 requirements.
fn domain() -> Vec<Requirement> {
    let face = FactorSet::NONE.with(Factor::Face);
    let sms = FactorSet::NONE.with(Factor::Sms);
    let mut all = vec![Requirement::NOTHING];
    let mut cross = |choices: &[&dyn Fn(Requirement) -> Requirement]| {
        all = all.iter().flat_map(|r| choices.iter().map(move |choice| choice(*r))).collect();
    };
    let same = |r: Requirement| r;
    cross(&[&same, &|r| Requirement { rung: 1, ..r }]);
    cross(&[&same, &|r| Requirement { include: face, ..r }]);
    cross(&[&same, &|r| Requirement { kinds: 2, ..r }]);
    cross(&[&same, &|r| Requirement { distrusted: sms, ..r }]);
    cross(&[&same, &|r| Requirement { max_age: 60, ..r }]);
    cross(&[&same, &|r| Requirement { confirm: true, ..r }]);
    cross(&[&same, &|r| Requirement { hold: 7_200, ..r }]);
    cross(&[&same, &|r| Requirement { hold_days: 1, ..r }]);
    cross(&[&same, &|r| Requirement { review: 1, ..r }]);
    cross(&[&same, &|r| Requirement { refuse: true, ..r }]);
    cross(&[&same, &|r| Requirement { freeze: true, ..r }]);
    cross(&[&same, &|r| Requirement { notify: Notices::NONE.with(Notice::Agent), ..r }]);
    all
}

/// Every combination of parts taken two at a time, each with all its values: where parts could be mistaken for another.
fn small_domain() -> Vec<Requirement> {
    let of = |factors: [bool; 2]| {
        let [face, sms] = factors;
        let set = if face { FactorSet::NONE.with(Factor::Face) } else { FactorSet::NONE };
        if sms { set.with(Factor::Sms) } else { set }
    };
    let sets = [[false, true], [true, false], [true, true]].map(of);
    let notices = [Notice::Agent, Notice::WasItYou].map(|notice| Notices::NONE.with(notice));
    let both = notices.iter().fold(0, |bits, notice| bits | notice.bits());
    let none = Requirement::NOTHING;
    let mut parts: Vec<Requirement> = vec![
        none,
        Requirement { confirm: true, ..none },
        Requirement { refuse: true, ..none },
        Requirement { freeze: true, ..none },
    ];
    for value in 1..=2 {
        parts.push(Requirement { rung: value, ..none });
        parts.push(Requirement { kinds: value + 1, ..none });
        parts.push(Requirement { max_age: 60 * u32::from(value), ..none });
        parts.push(Requirement { hold: 60 * u32::from(value), ..none });
        parts.push(Requirement { hold_days: value, ..none });
        parts.push(Requirement { review: value, ..none });
    }
    for set in sets {
        parts.push(Requirement { include: set, ..none });
        parts.push(Requirement { distrusted: set, ..none });
    }
    for notify in [notices[0], notices[1], Notices::from_bits(both)] {
        parts.push(Requirement { notify, ..none });
    }
    let pairs = parts.iter().flat_map(|a| parts.iter().map(|b| merge(*a, *b)));
    let mut all: Vec<Requirement> = Vec::new();
    for requirement in pairs {
        if !all.contains(&requirement) {
            all.push(requirement);
        }
    }
    all
}

/// The parts of `a`, and those of `b` where `a` says nothing; not the join, which is on trial.
fn merge(a: Requirement, b: Requirement) -> Requirement {
    let none = Requirement::NOTHING;
    Requirement {
        rung: if a.rung == none.rung { b.rung } else { a.rung },
        include: if a.include == none.include { b.include } else { a.include },
        kinds: if a.kinds == none.kinds { b.kinds } else { a.kinds },
        distrusted: if a.distrusted == none.distrusted { b.distrusted } else { a.distrusted },
        max_age: if a.max_age == none.max_age { b.max_age } else { a.max_age },
        confirm: a.confirm || b.confirm,
        hold: if a.hold == none.hold { b.hold } else { a.hold },
        hold_days: if a.hold_days == none.hold_days { b.hold_days } else { a.hold_days },
        review: if a.review == none.review { b.review } else { a.review },
        refuse: a.refuse || b.refuse,
        freeze: a.freeze || b.freeze,
        notify: if a.notify == none.notify { b.notify } else { a.notify },
    }
}

/// Part by part, in the plainest words.
fn plainly_at_least(a: Requirement, b: Requirement) -> bool {
    a.rung >= b.rung
        && b.include.iter().all(|factor| a.include.contains(factor))
        && a.kinds >= b.kinds
        && b.distrusted.iter().all(|factor| a.distrusted.contains(factor))
        && a.max_age <= b.max_age
        && (a.confirm || !b.confirm)
        && a.hold >= b.hold
        && a.hold_days >= b.hold_days
        && a.review >= b.review
        && (a.refuse || !b.refuse)
        && (a.freeze || !b.freeze)
        && Notice::ALL.iter().all(|notice| a.notify.contains(*notice) || !b.notify.contains(*notice))
}

#[test]
fn join_is_an_upper_bound_of_every_pair_with_every_part_in_play() {
    let domain = domain();
    assert_eq!(domain.len(), 1 << 12);
    for a in &domain {
        assert_eq!(a.join(*a), *a, "idempotent");
        assert_eq!(a.join(Requirement::NOTHING), *a, "nothing is the bottom");
        for b in &domain {
            let joined = a.join(*b);
            assert!(joined == b.join(*a), "commutative: {a:?} {b:?}");
            assert!(plainly_at_least(joined, *a) && plainly_at_least(joined, *b), "{a:?} {b:?}");
            assert!(a.is_at_least(*b) == plainly_at_least(*a, *b), "{a:?} {b:?}");
        }
    }
}

#[test]
fn join_is_associative_and_the_least_upper_bound_of_every_triple_of_two_parts_each() {
    let domain = small_domain();
    println!("{} requirements", domain.len());
    for a in &domain {
        for b in &domain {
            let joined = a.join(*b);
            for c in &domain {
                assert!(joined.join(*c) == a.join(b.join(*c)), "{a:?} {b:?} {c:?}");
                let bounds = plainly_at_least(*c, *a) && plainly_at_least(*c, *b);
                assert!(!bounds || plainly_at_least(*c, joined), "no smaller upper bound: {a:?} {b:?} {c:?}");
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

/// What was proved elsewhere need not be enrolled here: only the rest of a set must be usable.
#[test]
fn a_proof_from_another_channel_completes_a_set_that_is_not_enrolled_here() {
    let ladder = ladder();
    let demand = Requirement { rung: 2, ..Requirement::NOTHING };
    let enrolled = [Factor::Sms, Factor::Otp].into_iter().collect();
    let left = |proofs: &ProofAges| {
        ladder.remaining(demand, Means { proofs, enrolled, confirmed: false, channel: Channel::Web })
    };
    let none = left(&ProofAges::NONE);
    assert!(none.routed && none.ways == 0, "nothing enrolled on the web reaches it alone");
    let face = left(&proof(ProofAges::NONE, Factor::Face, 60, Channel::App));
    assert!(!face.routed && face.ways == 0b100, "SMS completes face and SMS: {face:?}");
    let old = left(&proof(ProofAges::NONE, Factor::Face, 301, Channel::App));
    assert!(old.routed && old.ways == 0, "a face too old for the rung completes nothing");
}

/// A way meets the kinds that remain, not only the rung.
#[test]
fn ways_cover_the_kinds_that_remain() {
    let ladder = ladder();
    let enrolled: FactorSet = [Factor::Face, Factor::Sms, Factor::Pin].into_iter().collect();
    let left = |rung, kinds, include| {
        let demand = Requirement { rung, kinds, include, ..Requirement::NOTHING };
        let means = Means { proofs: &ProofAges::NONE, enrolled, confirmed: false, channel: Channel::App };
        ladder.remaining(demand, means)
    };
    let pin = FactorSet::NONE.with(Factor::Pin);
    assert_eq!(left(1, 0, FactorSet::NONE).ways, 0b101, "face alone, or with SMS");
    assert_eq!(left(1, 2, FactorSet::NONE).ways, 0b100, "two kinds: face and SMS");
    assert_eq!(left(0, 2, FactorSet::NONE).ways, 0b100, "kinds alone");
    assert_eq!(left(1, 2, pin).ways, 0b101, "the included pin is of a kind of its own");
    let three = left(1, 3, FactorSet::NONE);
    assert!(three.ways == 0b101 && !three.routed, "any way to the rung, and a pin beside it");
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
