//! Rules and distrusts: "from here up, at least this". Ordered facts enter only by a least value.

use crate::fact::{Metered, Ranked};
use crate::operation::{Channel, CustomerFlag, Operation};
use crate::requirement::Requirement;

/// The least value from which an ordered fact makes a rule fire.
///
/// There is no way to say "at most": that is what makes every rule, and so the policy, monotone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtLeast {
    /// A level (0 is always reached).
    Ranked(Ranked, u8),
    /// Minor units, a count, seconds or points.
    Metered(Metered, i64),
}

/// The unordered conditions of a rule, exemption or distrust; each holds where it is not narrowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// Bit `n`: the operation with code `n` fits.
    pub operations: u16,
    /// Bit `n`: the channel with code `n` fits.
    pub channels: u16,
    /// Flags of which the customer must have one; empty: any customer.
    pub flags: Vec<CustomerFlag>,
    /// Minutes of the local day `[from, to)`, over midnight where `from > to`; `None`: at any time.
    pub clock: Option<(u16, u16)>,
}

impl Circumstances {
    /// Every operation, channel, customer and time.
    pub const ANY: Self = Self { operations: u16::MAX, channels: u16::MAX, flags: Vec::new(), clock: None };

    /// Whether they hold.
    #[must_use]
    pub fn hold(&self, operation: Operation, channel: Channel, flags: u8, minute: u16) -> bool {
        let flagged = self.flags.is_empty() || self.flags.iter().any(|flag| flags & (1 << flag.code()) != 0);
        let timely = self.clock.is_none_or(|(from, to)| {
            if from <= to { (from..to).contains(&minute) } else { minute >= from || minute < to }
        });
        self.operations & (1 << operation.code()) != 0
            && self.channels & (1 << channel.code()) != 0
            && flagged
            && timely
    }
}

/// One rule: when all conditions hold, at least this is demanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its id in the policy.
    pub id: String,
    /// Ordered conditions; all must be reached.
    pub from: Vec<AtLeast>,
    /// Unordered conditions; all must hold.
    pub circumstances: Circumstances,
    /// What it demands. A distrust is a rule that demands that a factor be distrusted.
    pub demand: Requirement,
    /// Whether it only reports, without demanding.
    pub shadow: bool,
    /// Whether it stands under `[[distrust]]`, where no exemption can name it.
    pub distrust: bool,
    /// Why the bank has it, in its own words.
    pub reason: String,
}
