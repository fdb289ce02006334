//! The unordered things, enumerated: operations, channels, flags and times that a policy cannot tell apart are one class.

use crate::bits::Bits;
use crate::exemption::AtMost;
use crate::fact::{Metered, Ranked};
use crate::guarantee::Region;
use crate::operation::{Channel, Operation};
use crate::policy::Policy;
use crate::reading::metered_states;
use crate::rule::{AtLeast, Circumstances};

/// Circumstances in which the same entries can take effect.
#[derive(Clone, Debug)]
pub(super) struct Class {
    pub operation: Operation,
    pub channel: Channel,
    pub flags: u8,
    pub minute: u16,
    /// Rules, distrusts and exemptions whose unordered conditions, and those on the grade, hold.
    pub live: Bits<4>,
}

/// One value of one unordered thing, and which entries it suits.
type Kind<T> = (T, Bits<4>);

/// Every value of every unordered thing that a region leaves, each with the entries that it suits.
#[derive(Clone, Debug)]
pub(super) struct Kinds {
    operations: Vec<Kind<Operation>>,
    channels: Vec<Kind<Channel>>,
    flags: Vec<Kind<u8>>,
    minutes: Vec<Kind<u16>>,
}

impl Kinds {
    pub fn new(policy: &Policy, region: &Region) -> Self {
        let entries: Vec<&Circumstances> = policy
            .rules()
            .iter()
            .map(|rule| &rule.circumstances)
            .chain(policy.exemptions().iter().map(|exemption| &exemption.circumstances))
            .collect();
        let mut operations = kinds(Operation::ALL.iter().copied(), &entries, region, |c, operation| {
            c.operations >> operation.code() & 1 != 0
        });
        operations.retain(|(operation, _)| fits_grade(policy, region, *operation));
        operations.iter_mut().for_each(|(operation, row)| row.keep(&graded(policy, *operation)));
        let channels = kinds(Channel::ALL.iter().copied(), &entries, region, |c, channel| {
            c.channels >> channel.code() & 1 != 0
        });
        let flags = kinds(0..16_u8, &entries, region, |c, flags| {
            c.flags.is_empty() || c.flags.iter().any(|flag| flags >> flag.code() & 1 != 0)
        });
        let windows = entries.iter().copied().chain([&region.circumstances]).filter_map(|c| c.clock);
        let mut times: Vec<u16> =
            windows.flat_map(|(from, to)| [from, to]).chain([0]).filter(|minute| *minute < 1_440).collect();
        times.sort_unstable();
        times.dedup();
        let minutes = kinds(times.into_iter(), &entries, region, |c, minute| {
            let anywhere = Circumstances { clock: c.clock, ..Circumstances::ANY };
            anywhere.hold(Operation::Transfer, Channel::App, 0, minute)
        });
        Self { operations, channels, flags, minutes }
    }

    /// The classes that a question about these entries can tell apart, each once.
    pub fn classes(&self, about: &Bits<4>) -> Vec<Class> {
        let mut found: Vec<Class> = Vec::new();
        let operations = distinct(&self.operations, about, silences);
        let channels = distinct(&self.channels, about, |_| ());
        let flags = distinct(&self.flags, about, |_| ());
        let minutes = distinct(&self.minutes, about, |_| ());
        for (operation, by_operation) in &operations {
            for (channel, by_channel) in &channels {
                for (flags, by_flags) in &flags {
                    for (minute, by_minute) in &minutes {
                        let live = by_operation.and(by_channel).and(by_flags).and(by_minute);
                        let known = |other: &Class| {
                            other.live == live && silences(other.operation) == silences(*operation)
                        };
                        if !found.iter().any(known) {
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

/// Every value with the entries that it suits; those outside the region are left out.
fn kinds<T: Copy>(
    all: impl Iterator<Item = T>,
    entries: &[&Circumstances],
    region: &Region,
    suits: impl Fn(&Circumstances, T) -> bool,
) -> Vec<Kind<T>> {
    let row = |value: T| {
        let mut row = Bits::NONE;
        let suited = entries.iter().enumerate().filter(|(_, circumstances)| suits(circumstances, value));
        suited.for_each(|(number, _)| row.insert(number));
        (value, row)
    };
    all.filter(|value| suits(&region.circumstances, *value)).map(row).collect()
}

/// The states that metered facts can be in with an operation.
fn silences(operation: Operation) -> (bool, usize) {
    // What moves no money has none known; a payee's total may be absent where no payee is needed.
    (operation.moves_money(), metered_states(Metered::Total24hPayee, operation).len())
}

/// One value of each row about some entries; values that `also` tells apart stay apart.
fn distinct<T: Copy, A: PartialEq>(
    kinds: &[Kind<T>],
    about: &Bits<4>,
    also: impl Fn(T) -> A,
) -> Vec<Kind<T>> {
    let mut found: Vec<Kind<T>> = Vec::new();
    for (value, row) in kinds {
        let row = row.and(about);
        if !found.iter().any(|known| known.1 == row && also(known.0) == also(*value)) {
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
