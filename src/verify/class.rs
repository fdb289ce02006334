//! The unordered things, enumerated: operations, channels, flags and times that no entry tells apart are one class.

use std::collections::BTreeSet;

use crate::bits::Bits;
use crate::exemption::AtMost;
use crate::fact::{Metered, Ranked};
use crate::guarantee::Region;
use crate::operation::{Channel, Operation};
use crate::policy::Policy;
use crate::reading::metered_states;
use crate::rule::{AtLeast, Circumstances};
use crate::verify::axis::Side;

/// Circumstances in which the same entries can take effect.
#[derive(Clone, Debug)]
pub(super) struct Class {
    pub operation: Operation,
    pub channel: Channel,
    pub flags: u8,
    pub minute: u16,
    /// By side: rules, distrusts and exemptions whose unordered conditions, and those on the grade, hold.
    live: Rows,
}

/// Entries of each side's policy: rules and distrusts first, then exemptions.
pub(super) type Rows = [Bits<4>; 2];

/// One value of one unordered thing, and which entries it suits.
type Kind<T> = (T, Rows);

/// Every value of every unordered thing that a region leaves, each with the entries that it suits.
#[derive(Clone, Debug)]
pub(super) struct Kinds {
    operations: Vec<Kind<Operation>>,
    channels: Vec<Kind<Channel>>,
    flags: Vec<Kind<u8>>,
    minutes: Vec<Kind<u16>>,
}

impl Class {
    /// Whether an entry of a side can take effect here.
    pub fn is_live(&self, side: Side, entry: usize) -> bool {
        self.live.get(side as usize).is_some_and(|row| row.contains(entry))
    }
}

impl Kinds {
    /// Every value there is, for two policies; the same one twice where there is but one.
    pub fn of(policies: [&Policy; 2]) -> Self {
        let entries = policies.map(entries);
        let [first, second] = policies;
        let same = core::ptr::eq(first, second);
        let mut operations = kinds(Operation::ALL.iter().copied(), &entries, same, |c, operation| {
            c.operations >> operation.code() & 1 != 0
        });
        for (operation, rows) in &mut operations {
            for (row, policy) in rows.iter_mut().zip(policies) {
                row.keep(&graded(policy, *operation));
            }
        }
        let channels = kinds(Channel::ALL.iter().copied(), &entries, same, |c, channel| {
            c.channels >> channel.code() & 1 != 0
        });
        let flags = kinds(0..16_u8, &entries, same, |c, flags| {
            c.flags.is_empty() || c.flags.iter().any(|flag| flags >> flag.code() & 1 != 0)
        });
        let windows = entries.iter().flatten().filter_map(|c| c.clock);
        let mut times: Vec<u16> =
            windows.flat_map(|(from, to)| [from, to]).chain([0]).filter(|minute| *minute < 1_440).collect();
        times.sort_unstable();
        times.dedup();
        let minutes = kinds(times.into_iter(), &entries, same, |c, minute| {
            let anywhere = Circumstances { clock: c.clock, ..Circumstances::ANY };
            anywhere.hold(Operation::Transfer, Channel::App, 0, minute)
        });
        Self { operations, channels, flags, minutes }
    }

    /// The values that a region leaves, its bounds on the grade read by `policy`; what no entry tells apart once.
    pub fn within(&self, policy: &Policy, region: &Region) -> Self {
        let Circumstances { operations, channels, flags, clock } = &region.circumstances;
        let mut left = self.clone();
        left.operations.retain(|(operation, _)| {
            operations >> operation.code() & 1 != 0 && fits_grade(policy, region, *operation)
        });
        left.channels.retain(|(channel, _)| channels >> channel.code() & 1 != 0);
        left.flags
            .retain(|(bits, _)| flags.is_empty() || flags.iter().any(|flag| bits >> flag.code() & 1 != 0));
        if let Some((from, to)) = *clock {
            // No entry tells a minute from the last one at which any begins or ends.
            for minute in [from, to] {
                let same = self.minutes.iter().rfind(|(known, _)| *known <= minute).map(|(_, rows)| *rows);
                left.minutes.extend(same.filter(|_| minute < 1_440).map(|rows| (minute, rows)));
            }
            left.minutes.sort_by_key(|(minute, _)| *minute);
            left.minutes.retain(|(minute, _)| {
                let window = Circumstances { clock: Some((from, to)), ..Circumstances::ANY };
                window.hold(Operation::Transfer, Channel::App, 0, *minute)
            });
        }
        Self {
            operations: distinct(left.operations, silences),
            channels: distinct(left.channels, |_| ()),
            flags: distinct(left.flags, |_| ()),
            minutes: distinct(left.minutes, |_| ()),
        }
    }

    /// The classes that can decide a question, each once: where another leaves it easier to reach, a class is left out.
    pub fn classes(&self, wish: &Wish) -> Vec<Class> {
        let mut found: Vec<Class> = Vec::new();
        let mut known = BTreeSet::new();
        let operations = best(&self.operations, wish, silences);
        let channels = best(&self.channels, wish, |_| ());
        let flags = best(&self.flags, wish, |_| ());
        let minutes = best(&self.minutes, wish, |_| ());
        for (operation, by_operation) in &operations {
            for (channel, by_channel) in &channels {
                let by_channel = both(by_operation, by_channel);
                for (flags, by_flags) in &flags {
                    let by_flags = both(&by_channel, by_flags);
                    for (minute, by_minute) in &minutes {
                        let live = both(&by_flags, by_minute);
                        if known.insert((live.map(|row| row.0), silences(*operation))) {
                            let (operation, channel) = (*operation, *channel);
                            found.push(Class { operation, channel, flags: *flags, minute: *minute, live });
                        }
                    }
                }
            }
        }
        found
    }
}

/// What would make a question easier to reach: entries that take effect, and entries that do not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish {
    pub present: Rows,
    pub absent: Rows,
}

impl Wish {
    /// Nothing is asked about.
    pub const NONE: Self = Self { present: [Bits::NONE; 2], absent: [Bits::NONE; 2] };

    /// Whether whatever can be reached with `other` live can be reached with `row` live, whatever else they are met with.
    fn prefers(&self, row: &Rows, other: &Rows) -> bool {
        let within = |one: &Rows, two: &Rows, what: &Rows| {
            one.iter().zip(two).zip(what).all(|((one, two), what)| one.and(what).and(two) == one.and(what))
        };
        within(row, other, &self.absent) && within(other, row, &self.present)
    }

    /// The entries that are asked about, of a row.
    fn of(&self, row: &Rows) -> Rows {
        let mut about = self.present;
        for (about, absent) in about.iter_mut().zip(&self.absent) {
            about.0.iter_mut().zip(&absent.0).for_each(|(one, two)| *one |= two);
        }
        both(row, &about)
    }
}

/// The unordered conditions of every entry of a policy.
fn entries(policy: &Policy) -> Vec<&Circumstances> {
    let rules = policy.rules().iter().map(|rule| &rule.circumstances);
    rules.chain(policy.exemptions().iter().map(|exemption| &exemption.circumstances)).collect()
}

/// The entries in both.
fn both(one: &Rows, two: &Rows) -> Rows {
    let ([a, b], [c, d]) = (one, two);
    [a.and(c), b.and(d)]
}

/// Every value with the entries that it suits.
fn kinds<T: Copy>(
    all: impl Iterator<Item = T>,
    entries: &[Vec<&Circumstances>; 2],
    same: bool,
    suits: impl Fn(&Circumstances, T) -> bool,
) -> Vec<Kind<T>> {
    let row = |entries: &[&Circumstances], value: T| {
        let mut row = Bits::NONE;
        let suited = entries.iter().enumerate().filter(|(_, circumstances)| suits(circumstances, value));
        suited.for_each(|(number, _)| row.insert(number));
        row
    };
    let [first, second] = entries;
    let rows = |value: T| {
        let one = row(first, value);
        (value, [one, if same { one } else { row(second, value) }])
    };
    all.map(rows).collect()
}

/// The states that metered facts can be in with an operation.
fn silences(operation: Operation) -> (bool, usize) {
    // What moves no money has none known; a payee's total may be absent where no payee is needed.
    (operation.moves_money(), metered_states(Metered::Total24hPayee, operation).len())
}

/// The first of all values with one row; values that `also` tells apart stay apart.
fn distinct<T: Copy, A: PartialEq>(kinds: Vec<Kind<T>>, also: impl Fn(T) -> A) -> Vec<Kind<T>> {
    let mut found: Vec<Kind<T>> = Vec::new();
    for (value, row) in kinds {
        if !found.iter().any(|known| known.1 == row && also(known.0) == also(value)) {
            found.push((value, row));
        }
    }
    found
}

/// The values whose rows no other's is preferred to; values that `also` tells apart stay apart.
fn best<T: Copy, A: PartialEq>(kinds: &[Kind<T>], wish: &Wish, also: impl Fn(T) -> A) -> Vec<Kind<T>> {
    let mut found: Vec<Kind<T>> = Vec::new();
    for (value, row) in kinds {
        let row = wish.of(row);
        let alike = |known: &Kind<T>| also(known.0) == also(*value);
        if !found.iter().any(|known| alike(known) && wish.prefers(&known.1, &row)) {
            found.retain(|known| !(alike(known) && wish.prefers(&row, &known.1)));
            found.push((*value, row));
        }
    }
    found
}

/// The entries whose conditions on the grade hold for an operation.
fn graded(policy: &Policy, operation: Operation) -> Bits<4> {
    let grade = policy.grade(operation).code();
    let reached = |conditions: &[AtLeast]| {
        conditions.iter().all(|condition| match condition {
            AtLeast::Ranked(Ranked::Grade, least) => grade >= *least,
            _ => true,
        })
    };
    let mut row = Bits::NONE;
    let first = policy.rules().len();
    for (number, _) in policy.rules().iter().enumerate().filter(|(_, rule)| reached(&rule.from)) {
        row.insert(number);
    }
    for (number, exemption) in policy.exemptions().iter().enumerate() {
        if holds_grade(&exemption.upto, grade) {
            row.insert(first.saturating_add(number));
        }
    }
    row
}

fn holds_grade(bounds: &[AtMost], grade: u8) -> bool {
    bounds.iter().all(|bound| match bound {
        AtMost::Ranked(Ranked::Grade, most) => grade <= *most,
        _ => true,
    })
}

/// Whether the region's bounds on the grade hold for an operation.
fn fits_grade(policy: &Policy, region: &Region, operation: Operation) -> bool {
    let grade = policy.grade(operation).code();
    let reached = region.from.iter().all(|condition| match condition {
        AtLeast::Ranked(Ranked::Grade, least) => grade >= *least,
        _ => true,
    });
    reached && holds_grade(&region.upto, grade)
}
