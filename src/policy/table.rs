//! Conditions compiled to rows of bits: for each fact that a policy names, which entries are satisfied at each level.

use crate::bits::Bits;
use crate::exemption::{AtMost, Exemption};
use crate::fact::{LANES, METERED, Metered, Ranked};
use crate::operation::{Channel, Operation};
use crate::policy::{MAX_THRESHOLDS, Parts};
use crate::reading::largest;
use crate::requirement::Requirement;
use crate::rule::{AtLeast, Circumstances, Rule};
use crate::scorecard::Silence;

/// The compiled entries of a policy: rules and distrusts first, then exemptions.
#[derive(Clone, Debug)]
pub(crate) struct Table<const W: usize> {
    /// One for each ranked fact that an entry names.
    ranked: Vec<RankedRows<W>>,
    /// One for each metered fact that an entry or a column names; the score apart.
    metered: Vec<MeteredRows<W>>,
    score: Option<Box<MeteredRows<W>>>,
    /// Entries that fit an operation, a channel, a set of flags and a stretch of the clock.
    operations: [Bits<W>; 16],
    channels: [Bits<W>; 16],
    flags: [Bits<W>; 16],
    clock: Option<Box<ClockRows<W>>>,
    exemptions: Bits<W>,
    /// Entries that only report what they would demand.
    shadows: Bits<W>,
    /// What each exemption takes away, by its place among the exemptions.
    exempts: Vec<Bits<W>>,
    first_exemption: usize,
    demands: Vec<Requirement>,
    /// For each part of a demand that any entry makes: the entries that make it.
    shared: Vec<(Bits<W>, Requirement)>,
}

#[derive(Clone, Debug)]
struct RankedRows<const W: usize> {
    lane: u8,
    rows: [Bits<W>; 8],
}

#[derive(Clone, Debug)]
struct MeteredRows<const W: usize> {
    fact: u8,
    /// The largest value of the fact: what silence could hide at the most.
    most: i64,
    cuts: Cuts,
    points: [i16; 16],
    rows: [Bits<W>; 16],
}

#[derive(Clone, Debug)]
struct ClockRows<const W: usize> {
    cuts: Cuts,
    rows: [Bits<W>; 16],
}

/// Up to fifteen ascending thresholds, padded with the largest number, and a sixteenth that is never looked at.
#[derive(Clone, Copy, Debug)]
struct Cuts([i64; 16]);

/// What the metered facts say of one reading: the entries they leave, and points.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms<const W: usize> {
    pub left: Bits<W>,
    pub points: [i16; 12],
    pub sum: i16,
}

impl Cuts {
    fn new(thresholds: &[i64]) -> Option<Self> {
        let mut cuts = [i64::MAX; 16];
        (thresholds.len() <= MAX_THRESHOLDS).then_some(())?;
        cuts.iter_mut().zip(thresholds).for_each(|(cut, threshold)| *cut = *threshold);
        Some(Self(cuts))
    }

    /// How many thresholds a value has reached, `0 ..= 15`, in four steps without a branch.
    fn cell(&self, value: i64) -> usize {
        let reached = |place: usize| self.0.get(place & 15).is_none_or(|cut| value >= *cut);
        let mut cell = usize::from(reached(7)) << 3;
        cell |= usize::from(reached(cell | 3)) << 2;
        cell |= usize::from(reached(cell | 1)) << 1;
        cell | usize::from(reached(cell))
    }

    /// The least value of a cell; the least number there is for the first.
    fn least(&self, cell: usize) -> i64 {
        cell.checked_sub(1).and_then(|below| self.0.get(below).copied()).unwrap_or(i64::MIN)
    }
}

impl<const W: usize> Table<W> {
    /// Compiles the entries. `None` where a metered fact has too many thresholds.
    pub(super) fn new(parts: &Parts) -> Option<Self> {
        let (rules, exemptions) = (&parts.rules, &parts.exemptions);
        let mut metered = Vec::new();
        for fact in Metered::ALL.iter().copied() {
            metered.extend(MeteredRows::new(fact, parts)?);
        }
        let score = metered.iter().position(|rows: &MeteredRows<W>| rows.fact == Metered::Score.code());
        let score = score.map(|place| Box::new(metered.remove(place)));
        let circumstances = || {
            let of_rules = rules.iter().map(|rule| &rule.circumstances);
            of_rules.chain(exemptions.iter().map(|exemption| &exemption.circumstances))
        };
        let row = |fits: &dyn Fn(&Circumstances) -> bool| collect(circumstances().map(fits));
        let mut own = Bits::NONE;
        (0..exemptions.len()).for_each(|place| own.insert(rules.len().saturating_add(place)));
        let silent = Requirement::NOTHING;
        let demands: Vec<Requirement> =
            rules.iter().map(|rule| if rule.shadow { silent } else { rule.demand }).collect();
        Some(Self {
            ranked: Ranked::ALL.iter().filter_map(|fact| RankedRows::new(*fact, parts)).collect(),
            metered,
            score,
            operations: core::array::from_fn(|code| row(&|c| c.operations >> code & 1 != 0)),
            channels: core::array::from_fn(|code| row(&|c| c.channels >> code & 1 != 0)),
            flags: core::array::from_fn(|bits| {
                row(&|c| c.flags.is_empty() || c.flags.iter().any(|flag| bits >> flag.code() & 1 != 0))
            }),
            clock: ClockRows::new(&circumstances().collect::<Vec<_>>())?,
            exemptions: own,
            shadows: collect(rules.iter().map(|rule| rule.shadow)),
            exempts: exemptions.iter().map(|e| numbers(e.from.iter().copied())).collect(),
            first_exemption: rules.len(),
            shared: shared(&demands),
            demands,
        })
    }

    /// Entries whose operation, channel, flags and clock fit.
    pub(crate) fn fitting(&self, codes: [u8; 3], minute: u16) -> Bits<W> {
        let [operation, channel, flags] = codes.map(|code| usize::from(code & 15));
        let mut left = self.operations.get(operation).copied().unwrap_or(Bits::ALL);
        left.keep(self.channels.get(channel).unwrap_or(&Bits::ALL));
        left.keep(self.flags.get(flags).unwrap_or(&Bits::ALL));
        if let Some(clock) = &self.clock {
            left.keep(clock.rows.get(clock.cuts.cell(i64::from(minute))).unwrap_or(&Bits::ALL));
        }
        left
    }

    /// What the metered facts leave of `left`, and their points.
    #[expect(clippy::arithmetic_side_effects, reason = "a sealed policy's points span at most 8,192")]
    pub(crate) fn meter(&self, mut left: Bits<W>, values: &[i64; METERED], silence: Silence) -> Terms<W> {
        let mut terms = Terms { left, points: [0; 12], sum: 0 };
        for rows in &self.metered {
            let raw = values.get(usize::from(rows.fact)).copied().unwrap_or(-5);
            let cell = rows.cuts.cell(voiced(raw, rows.most, silence));
            left.keep(rows.rows.get(cell & 15).unwrap_or(&Bits::ALL));
            let points = rows.points.get(cell & 15).copied().unwrap_or(i16::MAX);
            if let Some(slot) = terms.points.get_mut(usize::from(rows.fact)) {
                *slot = points;
            }
            terms.sum += points;
        }
        terms.left = left;
        terms
    }

    /// The entries that take effect, of those that circumstances and metered facts left.
    pub(crate) fn fired(&self, mut left: Bits<W>, levels: &[i16; LANES], score: i16) -> Bits<W> {
        for rows in &self.ranked {
            let level = levels.get(usize::from(rows.lane & 31)).copied().unwrap_or(7);
            left.keep(rows.rows.get(usize::from(level.cast_unsigned() & 7)).unwrap_or(&Bits::ALL));
        }
        if let Some(rows) = &self.score {
            left.keep(rows.rows.get(rows.cuts.cell(i64::from(score))).unwrap_or(&Bits::ALL));
        }
        if left.meets(&self.exemptions) {
            self.exempt(&mut left);
        }
        left
    }

    /// Takes exempt rules away; an exemption that took no demand away was not used.
    fn exempt(&self, fired: &mut Bits<W>) {
        for number in fired.and(&self.exemptions).iter() {
            let place = number.saturating_sub(self.first_exemption);
            let exempts = self.exempts.get(place).copied().unwrap_or(Bits::NONE);
            let mut spared = fired.and(&exempts);
            spared.drop_all(&self.shadows);
            fired.drop_all(&exempts);
            if spared == Bits::NONE {
                fired.remove(number);
            }
        }
    }

    /// The join of what the fired entries demand: one by one where few fired, part by part where many did.
    pub(crate) fn demand(&self, fired: &Bits<W>) -> Requirement {
        let mut demand = Requirement::NOTHING;
        let few = usize::try_from(fired.count()).is_ok_and(|count| count <= self.shared.len());
        if few {
            for number in fired.iter() {
                demand = demand.join(self.demands.get(number).copied().unwrap_or(Requirement::NOTHING));
            }
        } else {
            for (entries, part) in &self.shared {
                if fired.meets(entries) {
                    demand = demand.join(*part);
                }
            }
        }
        demand
    }
}

impl<const W: usize> RankedRows<W> {
    fn new(fact: Ranked, parts: &Parts) -> Option<Self> {
        let least = |conditions: &[AtLeast]| {
            let levels = conditions.iter().filter_map(|condition| match condition {
                AtLeast::Ranked(named, level) if *named == fact => Some(*level),
                _ => None,
            });
            levels.max()
        };
        let most = |bounds: &[AtMost]| {
            let levels = bounds.iter().filter_map(|bound| match bound {
                AtMost::Ranked(named, level) if *named == fact => Some(*level),
                _ => None,
            });
            levels.min()
        };
        let floors: Vec<Option<u8>> = parts.rules.iter().map(|rule| least(&rule.from)).collect();
        let ceilings: Vec<Option<u8>> = parts.exemptions.iter().map(|e| most(&e.upto)).collect();
        if floors.iter().chain(&ceilings).all(Option::is_none) {
            return None;
        }
        let rows = core::array::from_fn(|level| {
            let level = u8::try_from(level).unwrap_or(7);
            let reached = floors.iter().map(|floor| floor.is_none_or(|floor| level >= floor));
            collect(reached.chain(ceilings.iter().map(|ceiling| ceiling.is_none_or(|top| level <= top))))
        });
        Some(Self { lane: fact.code(), rows })
    }
}

impl<const W: usize> MeteredRows<W> {
    /// The rows of a fact; `Some(None)` where the policy does not name it, `None` where it has too many thresholds.
    fn new(fact: Metered, parts: &Parts) -> Option<Option<Self>> {
        let floor = |conditions: &[AtLeast]| {
            let values = conditions.iter().filter_map(|condition| match condition {
                AtLeast::Metered(named, value) if *named == fact => Some(*value),
                _ => None,
            });
            values.max()
        };
        let ceiling = |bounds: &[AtMost]| {
            let values = bounds.iter().filter_map(|bound| match bound {
                AtMost::Metered(named, value) if *named == fact => Some(*value),
                _ => None,
            });
            values.min()
        };
        let floors: Vec<Option<i64>> = parts.rules.iter().map(|rule| floor(&rule.from)).collect();
        let ceilings: Vec<Option<i64>> = parts.exemptions.iter().map(|e| ceiling(&e.upto)).collect();
        let column = parts.columns.iter().find(|column| column.0 == fact).map_or(&[][..], |column| &column.1);
        let thresholds = thresholds(&parts.rules, &parts.exemptions, &parts.columns, fact);
        if thresholds.is_empty() {
            return Some(None);
        }
        let cuts = Cuts::new(&thresholds)?;
        // WHY: cells beyond the last threshold are met by no value but the largest; they repeat the last one.
        let value = |cell: usize| cuts.least(cell.min(thresholds.len()));
        let rows = core::array::from_fn(|cell| {
            let reached = floors.iter().map(|floor| floor.is_none_or(|floor| value(cell) >= floor));
            collect(reached.chain(ceilings.iter().map(|top| top.is_none_or(|top| value(cell) <= top))))
        });
        let points = core::array::from_fn(|cell| {
            column.iter().rev().find(|(from, _)| value(cell) >= *from).map_or(0, |(_, points)| *points)
        });
        Some(Some(Self { fact: fact.code(), most: largest(fact), cuts, points, rows }))
    }
}

impl<const W: usize> ClockRows<W> {
    fn new(circumstances: &[&Circumstances]) -> Option<Option<Box<Self>>> {
        let windows = circumstances.iter().filter_map(|circumstance| circumstance.clock);
        let mut thresholds: Vec<i64> =
            windows.flat_map(|(from, to)| [i64::from(from), i64::from(to)]).collect();
        thresholds.sort_unstable();
        thresholds.dedup();
        if thresholds.is_empty() {
            return Some(None);
        }
        let cuts = Cuts::new(&thresholds)?;
        let rows = core::array::from_fn(|cell| {
            let minute = u16::try_from(cuts.least(cell.min(thresholds.len())).max(0)).unwrap_or(0);
            collect(circumstances.iter().map(|circumstance| {
                let anywhere = Circumstances { clock: circumstance.clock, ..Circumstances::ANY };
                anywhere.hold(Operation::Transfer, Channel::App, 0, minute)
            }))
        });
        Some(Some(Box::new(Self { cuts, rows })))
    }
}

/// Where rules, exemptions and points cut a metered fact, ascending. A ceiling ends a cell: what exceeds it begins one
/// above.
pub(crate) fn thresholds(
    rules: &[Rule],
    exemptions: &[Exemption],
    columns: &[(Metered, Vec<(i64, i16)>)],
    fact: Metered,
) -> Vec<i64> {
    let floors = rules.iter().flat_map(|rule| &rule.from).filter_map(|condition| match condition {
        AtLeast::Metered(named, value) if *named == fact => Some(*value),
        _ => None,
    });
    let above = exemptions.iter().flat_map(|exemption| &exemption.upto).filter_map(|bound| match bound {
        AtMost::Metered(named, value) if *named == fact => Some(value.saturating_add(1)),
        _ => None,
    });
    let steps = columns.iter().filter(|column| column.0 == fact).flat_map(|column| &column.1);
    let mut all: Vec<i64> = floors.chain(above).chain(steps.map(|(from, _)| *from)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// A metered value as silence is read: what is uncertain counts as nothing at least, as the most otherwise.
fn voiced(raw: i64, most: i64, silence: Silence) -> i64 {
    match (raw, silence) {
        (..=-3, Silence::Least) => 0,
        (..=-3, _) => most,
        _ => raw,
    }
}

fn collect<const W: usize>(holds: impl Iterator<Item = bool>) -> Bits<W> {
    numbers(holds.enumerate().filter_map(|(number, holds)| holds.then_some(number)))
}

fn numbers<const W: usize>(of: impl Iterator<Item = usize>) -> Bits<W> {
    let mut bits = Bits::NONE;
    of.for_each(|number| bits.insert(number));
    bits
}

/// For each distinct part of the demands, who makes it.
fn shared<const W: usize>(demands: &[Requirement]) -> Vec<(Bits<W>, Requirement)> {
    let mut shared: Vec<(Bits<W>, Requirement)> = Vec::new();
    for (number, demand) in demands.iter().enumerate() {
        for part in demand.parts() {
            match shared.iter_mut().find(|(_, known)| *known == part) {
                Some((entries, _)) => entries.insert(number),
                None => shared.push((numbers(core::iter::once(number)), part)),
            }
        }
    }
    shared
}
