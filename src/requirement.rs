//! The lattice of requirements: its parts, their join, and what proofs leave of a demand.

use crate::factor::{Factor, FactorSet};
use crate::operation::Channel;
use crate::word::vocabulary;

vocabulary! {
    /// Who is told, at once.
    pub enum Notice {
        /// The customer is asked whether it was them.
        WasItYou = 0, "was-it-you", "询问本人";
        /// An agent of the bank takes it up: a person.
        Agent = 1, "agent", "人工坐席";
    }
}

/// A set of notices: bit `n` is the notice with code `n`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Notices(u8);

impl Notices {
    /// Nobody.
    pub const NONE: Self = Self(0);

    /// The set with these bits; bits that name no notice are dropped.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits & 0b11)
    }

    /// Bit `n` is the notice with code `n`.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// This set and `notice`.
    #[must_use]
    pub const fn with(self, notice: Notice) -> Self {
        Self(self.0 | (1 << notice.code()))
    }

    /// Whether `notice` is in the set.
    #[must_use]
    pub const fn contains(self, notice: Notice) -> bool {
        self.0 & (1 << notice.code()) != 0
    }
}

/// What is demanded of one request. Each part is a chain or a set; the strictest of each part wins.
///
/// `Requirement::NOTHING` is the bottom of the lattice and [`Requirement::join`] its least upper bound: associative,
/// commutative, idempotent, never below either side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Requirement {
    /// Rung of the policy's ladder to be reached, counted from 1; 0 is none. Chain, largest wins.
    pub rung: u8,
    /// Factors that must be among the proofs, whatever the rung. Set, union wins.
    pub include: FactorSet,
    /// Categories that the proofs must cover, `0 ..= 3`. Chain, largest wins.
    pub kinds: u8,
    /// Factors that prove nothing just now. Set, union wins.
    pub distrusted: FactorSet,
    /// Oldest proof that counts, in seconds; `u32::MAX` is any age. Chain, shortest wins.
    pub max_age: u32,
    /// The customer confirms this amount and payee.
    pub confirm: bool,
    /// Delay of the money in seconds. Chain, longest wins.
    pub hold: u32,
    /// Delay of the money in business days; not comparable with hours, so apart. Chain, longest wins.
    pub hold_days: u8,
    /// People who must agree, `0 ..= 2`. Chain, most wins.
    pub review: u8,
    /// The request is refused.
    pub refuse: bool,
    /// The account is frozen: an effect that outlasts the decision.
    pub freeze: bool,
    /// Who is told: an effect that outlasts the decision. Set, union wins.
    pub notify: Notices,
}

impl Requirement {
    /// Nothing is demanded: the bottom of the lattice.
    pub const NOTHING: Self = Self {
        rung: 0,
        include: FactorSet::NONE,
        kinds: 0,
        distrusted: FactorSet::NONE,
        max_age: u32::MAX,
        confirm: false,
        hold: 0,
        hold_days: 0,
        review: 0,
        refuse: false,
        freeze: false,
        notify: Notices::NONE,
    };

    /// The stricter of each part: the least requirement that is at least as strict as both.
    #[must_use]
    pub const fn join(self, other: Self) -> Self {
        const fn larger(a: u8, b: u8) -> u8 {
            if a > b { a } else { b }
        }
        Self {
            rung: larger(self.rung, other.rung),
            include: self.include.union(other.include),
            kinds: larger(self.kinds, other.kinds),
            distrusted: self.distrusted.union(other.distrusted),
            max_age: if self.max_age < other.max_age { self.max_age } else { other.max_age },
            confirm: self.confirm | other.confirm,
            hold: if self.hold > other.hold { self.hold } else { other.hold },
            hold_days: larger(self.hold_days, other.hold_days),
            review: larger(self.review, other.review),
            refuse: self.refuse | other.refuse,
            freeze: self.freeze | other.freeze,
            notify: Notices(self.notify.0 | other.notify.0),
        }
    }

    /// Whether every part is at least as strict as in `other`.
    #[must_use]
    pub fn is_at_least(self, other: Self) -> bool {
        self.join(other) == self
    }

    /// The parts, each alone with everything else nothing; their join is the requirement.
    pub(crate) fn parts(self) -> impl Iterator<Item = Self> {
        let none = Self::NOTHING;
        [
            Self { rung: self.rung, ..none },
            Self { include: self.include, ..none },
            Self { kinds: self.kinds, ..none },
            Self { distrusted: self.distrusted, ..none },
            Self { max_age: self.max_age, ..none },
            Self { confirm: self.confirm, ..none },
            Self { hold: self.hold, ..none },
            Self { hold_days: self.hold_days, ..none },
            Self { review: self.review, ..none },
            Self { refuse: self.refuse, ..none },
            Self { freeze: self.freeze, ..none },
            Self { notify: self.notify, ..none },
        ]
        .into_iter()
        .filter(|part| *part != Self::NOTHING)
    }
}

impl Default for Requirement {
    fn default() -> Self {
        Self::NOTHING
    }
}

/// A factor passed: which, how long ago, and where. What a [`ProofAges`] holds for each factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ProofAge {
    /// Seconds since it was passed, `0 ..= ProofAge::MAX_SECONDS`.
    pub seconds: u32,
    /// The channel on which it was passed.
    pub channel: Channel,
}

impl ProofAge {
    /// The oldest proof that is told apart: 2^28 - 2 s, over eight years; older ones count as this old.
    pub const MAX_SECONDS: u32 = 0x0fff_fffe;
}

/// The youngest proof of each factor, 4 bytes each: channel in the top 4 bits, seconds in the lower 28.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ProofAges([u32; 15]);

impl ProofAges {
    /// No proofs.
    pub const NONE: Self = Self([Self::ABSENT; 15]);
    const ABSENT: u32 = u32::MAX;
    const SECONDS: u32 = 0x0fff_ffff;

    /// The age of `factor`'s proof, if there is one.
    #[must_use]
    pub fn get(&self, factor: Factor) -> Option<ProofAge> {
        self.0.get(usize::from(factor.code())).copied().and_then(Self::unpack)
    }

    /// This set with a proof; of two for one factor the younger stays, and of two as young the first.
    #[must_use]
    pub fn with(mut self, factor: Factor, proof: ProofAge) -> Self {
        let seconds = proof.seconds.min(ProofAge::MAX_SECONDS);
        if let Some(slot) = self.0.get_mut(usize::from(factor.code())) {
            let younger = Self::unpack(*slot).is_none_or(|held| seconds < held.seconds);
            if younger {
                *slot = (u32::from(proof.channel.code()) << 28) | seconds;
            }
        }
        self
    }

    /// The packed words, by factor code.
    #[must_use]
    pub const fn words(&self) -> &[u32; 15] {
        &self.0
    }

    /// The set behind packed words; `None` where one names no channel.
    #[must_use]
    pub fn from_words(words: [u32; 15]) -> Option<Self> {
        let legal = |word: &u32| *word == Self::ABSENT || Self::unpack(*word).is_some();
        words.iter().all(legal).then_some(Self(words))
    }

    /// Whether there is no proof at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == Self::ABSENT)
    }

    /// Factors whose proof is at most `max_age` old, wherever it was passed.
    #[must_use]
    pub fn young(&self, max_age: u32) -> FactorSet {
        // WHY: the seconds of what is absent are one more than the oldest, so one comparison tells both.
        let oldest = max_age.min(ProofAge::MAX_SECONDS);
        let (mut young, mut bit) = (0, 1);
        for word in self.0 {
            young |= if word & Self::SECONDS <= oldest { bit } else { 0 };
            bit <<= 1;
        }
        FactorSet::from_bits(young)
    }

    fn unpack(word: u32) -> Option<ProofAge> {
        let channel = Channel::from_code(channel_bits(word))?;
        let seconds = word & Self::SECONDS;
        (seconds <= ProofAge::MAX_SECONDS).then_some(ProofAge { seconds, channel })
    }
}

impl core::fmt::Debug for ProofAges {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_map()
            .entries(Factor::ALL.iter().filter_map(|factor| Some((factor, self.get(*factor)?))))
            .finish()
    }
}

/// The top four bits.
const fn channel_bits(word: u32) -> u8 {
    (word >> 28).to_le_bytes()[0]
}

/// One rung of a ladder: the factor sets that reach it, and the oldest proof that counts for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rung {
    /// Oldest proof that counts, in seconds.
    pub max_age: u32,
    /// Index of its first factor set in [`Ladder::sets`].
    pub first: u8,
    /// Index after its last factor set.
    pub end: u8,
}

/// The policy's ways to prove oneself, in order: a higher rung met means that every lower one is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    rungs: Vec<Rung>,
    sets: [FactorSet; Self::MAX_SETS],
    set_count: u8,
    excluded: [FactorSet; 16],
    /// For each factor, the factor sets that it is in, bit `n` for set `n`; and the factors that are in any.
    sets_with: [u64; 16],
    used: FactorSet,
}

/// What the request brings: proofs given, factors that could be given, and whether it was confirmed.
#[derive(Clone, Copy, Debug)]
pub struct Means<'a> {
    /// Proofs already given.
    pub proofs: &'a ProofAges,
    /// Factors enrolled and usable on this channel.
    pub enrolled: FactorSet,
    /// Whether this amount and payee were confirmed.
    pub confirmed: bool,
    /// The channel of the request.
    pub channel: Channel,
}

/// A requirement less what was proved, and how the rest can be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remaining {
    /// What is still demanded.
    pub requirement: Requirement,
    /// Bit `n`: factor set `n` of the ladder, together with `requirement.include`, would meet the remaining rung and
    /// kinds with this enrolment on this channel; of a set, what was proved already need not be proved again. Where no
    /// set covers the kinds, those that meet the rung: a factor of another kind is needed beside them.
    pub ways: u64,
    /// Nothing that is enrolled meets it, so it goes to a person: `requirement.review` is at least 1.
    pub routed: bool,
}

impl Ladder {
    /// Factor sets that all rungs have together, at the most.
    pub const MAX_SETS: usize = 64;
    /// Rungs, at the most.
    pub const MAX_RUNGS: usize = 16;
    /// Factor sets of one rung, at the most.
    pub const MAX_SETS_OF_A_RUNG: usize = 8;

    /// A ladder of rungs from the lowest up, each with its factor sets and oldest proof, and for each channel the
    /// factors that prove nothing to a request on it, wherever they were passed. `None` beyond the limits above.
    #[must_use]
    pub fn new(rungs: &[(Vec<FactorSet>, u32)], excluded: [FactorSet; 16]) -> Option<Self> {
        if rungs.len() > Self::MAX_RUNGS {
            return None;
        }
        let mut ladder = Self {
            rungs: Vec::new(),
            sets: [FactorSet::NONE; Self::MAX_SETS],
            set_count: 0,
            excluded,
            sets_with: [0; 16],
            used: FactorSet::NONE,
        };
        for (sets, max_age) in rungs {
            let first = ladder.set_count;
            for set in sets {
                *ladder.sets.get_mut(usize::from(ladder.set_count))? = *set;
                ladder.used = ladder.used.union(*set);
                for factor in set.iter() {
                    *ladder.sets_with.get_mut(usize::from(factor.code()))? |= 1 << (ladder.set_count & 63);
                }
                ladder.set_count = ladder.set_count.checked_add(1)?;
            }
            ladder.rungs.push(Rung { max_age: *max_age, first, end: ladder.set_count });
        }
        Some(ladder)
    }

    /// The rungs, lowest first; rung `n` of a requirement is at index `n - 1`.
    #[must_use]
    pub fn rungs(&self) -> &[Rung] {
        &self.rungs
    }

    /// The factor sets of all rungs, lowest rung first.
    #[must_use]
    pub fn sets(&self) -> &[FactorSet] {
        self.sets.get(..usize::from(self.set_count)).unwrap_or(&[])
    }

    /// The factors that prove nothing to a request on a channel, wherever they were passed.
    #[must_use]
    pub fn excluded(&self, channel: Channel) -> FactorSet {
        self.excluded.get(usize::from(channel.code())).copied().unwrap_or(FactorSet::ALL)
    }

    /// What `demand` leaves to do after the proofs that were given. More or younger proofs never leave more.
    #[must_use]
    pub fn remaining(&self, demand: Requirement, means: Means<'_>) -> Remaining {
        let mut rest = demand;
        rest.confirm = demand.confirm && !means.confirmed;
        // WHY: where nothing is to be proved, neither proofs nor enrolment change what remains.
        if demand.rung == 0 && demand.kinds == 0 && demand.include.is_empty() {
            return Remaining { requirement: rest, ways: 0, routed: false };
        }
        let worthless = demand.distrusted.union(self.excluded(means.channel));
        let given = means.proofs.young(demand.max_age).without(worthless);
        if !given.is_empty() {
            if self.reaches(demand, given, means.proofs) {
                rest.rung = 0;
            }
            rest.include = demand.include.without(given);
            if given.kinds() >= demand.kinds {
                rest.kinds = 0;
            }
        }
        self.meet(rest, given, means.proofs, means.enrolled.without(worthless))
    }

    /// Whether proofs reach the demanded rung or a higher one, each by its own age and the demand's.
    fn reaches(&self, demand: Requirement, given: FactorSet, proofs: &ProofAges) -> bool {
        let from = usize::from(demand.rung).saturating_sub(1);
        demand.rung == 0
            || self.rungs.iter().skip(from).any(|rung| {
                let young = given.intersection(proofs.young(rung.max_age));
                self.sets_within(young) & from_bit(rung.first) & !from_bit(rung.end) != 0
            })
    }

    /// The factor sets of which every factor is in `factors`: all but those with one that is not.
    fn sets_within(&self, factors: FactorSet) -> u64 {
        let mut within = !from_bit(self.set_count);
        let mut lacking = self.used.without(factors).bits();
        while lacking != 0 {
            let code = usize::try_from(lacking.trailing_zeros()).unwrap_or(0);
            within &= !self.sets_with.get(code & 15).copied().unwrap_or(u64::MAX);
            lacking &= lacking.wrapping_sub(1);
        }
        within
    }

    /// The ways to meet the rest with `usable` factors beside those `given`; a person where there is none.
    fn meet(
        &self,
        mut rest: Requirement,
        given: FactorSet,
        proofs: &ProofAges,
        usable: FactorSet,
    ) -> Remaining {
        let reachable = usable.union(given);
        let mut ways = 0;
        if rest.rung > 0 || rest.kinds > 0 {
            ways = self.within_reach(rest.rung, given, proofs, usable);
        }
        let rung_unmet = rest.rung > 0 && ways == 0;
        if rest.kinds > 0 {
            // WHY: where no set of the rung covers the kinds, any way to the rung and another factor of their own do.
            let covering = self.covering(ways, rest.kinds, reachable.intersection(rest.include).union(given));
            ways = if covering != 0 || rest.rung == 0 { covering } else { ways };
        }
        let routed = rung_unmet || !rest.include.is_within(reachable) || rest.kinds > reachable.kinds();
        rest.review = rest.review.max(u8::from(routed));
        Remaining { requirement: rest, ways, routed }
    }

    /// The factor sets of a rung and those above it whose factors are usable, or given and young enough for their rung.
    fn within_reach(&self, rung: u8, given: FactorSet, proofs: &ProofAges, usable: FactorSet) -> u64 {
        let from = usize::from(rung).saturating_sub(1);
        if given.is_empty() {
            let first = self.rungs.get(from).map_or(self.set_count, |rung| rung.first);
            return self.sets_within(usable) & from_bit(first);
        }
        self.rungs.iter().skip(from).fold(0, |ways, rung| {
            let young = given.intersection(proofs.young(rung.max_age));
            ways | (self.sets_within(usable.union(young)) & from_bit(rung.first) & !from_bit(rung.end))
        })
    }

    /// Of these factor sets, those that cover so many kinds together with `more`.
    fn covering(&self, sets: u64, kinds: u8, more: FactorSet) -> u64 {
        let covers = |number: &usize| {
            let set = self.sets.get(*number).copied().unwrap_or(FactorSet::NONE);
            set.union(more).kinds() >= kinds
        };
        let numbers = (0..Self::MAX_SETS).filter(|number| sets >> number & 1 != 0);
        numbers.filter(covers).fold(0, |ways, number| ways | 1 << number)
    }
}

/// All bits from this one up; none from 64 on.
fn from_bit(bit: u8) -> u64 {
    u64::MAX.checked_shl(u32::from(bit)).unwrap_or(0)
}
