//! The account's last freeze and its last release, as they are remembered.

use crate::units::Timestamp;

/// The last freeze and the last release, apart from other incidents, so that a false alarm can be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Freezes {
    /// Whether the account is frozen.
    pub(super) frozen: bool,
    /// When it was frozen last.
    pub(super) last: Option<Timestamp>,
    /// When it was released last.
    pub(super) released: Option<Timestamp>,
    /// The suspicion behind the last freeze was cleared.
    pub(super) false_alarm: bool,
}

impl Freezes {
    /// Never frozen.
    pub(super) const NONE: Self = Self { frozen: false, last: None, released: None, false_alarm: false };

    /// The last freeze that still counts as an incident.
    pub(super) fn incident(&self) -> Option<Timestamp> {
        self.last.filter(|_| !self.false_alarm)
    }
}
