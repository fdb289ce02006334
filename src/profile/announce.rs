//! Changes that a customer announced beforehand, under strong proof.

use crate::event::{Announcement, Scope};
use crate::id::Pseudonym;
use crate::place::Country;
use crate::profile::wire::Wire;
use crate::units::Timestamp;

/// An announcement counts from so many seconds after it was made.
/// SOURCE: the design's 24 hours, after cooling-off practice (MAS/ABS: at least 12 hours after a key change).
pub const AGED_AFTER: u32 = 24 * 3_600;
/// An announcement ends at most so many seconds after it was made. SOURCE: the design's 90 days.
pub const AT_MOST: u32 = 90 * 86_400;

/// What a stored announcement covers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Covers {
    Nothing,
    Device(u64),
    Country(Country),
}

/// One stored announcement.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Announced {
    covers: Covers,
    from: Timestamp,
    until: Timestamp,
}

impl Announced {
    const NOTHING: Self =
        Self { covers: Covers::Nothing, from: Timestamp::from_seconds(0), until: Timestamp::from_seconds(0) };

    /// Seventeen bytes.
    fn walk(&mut self, wire: &mut impl Wire) {
        let (mut kind, mut number) = match self.covers {
            Covers::Nothing => (0, 0),
            Covers::Device(tag) => (1, tag),
            Covers::Country(country) => (2, u64::from(country.to_number())),
        };
        wire.u8(&mut kind);
        wire.u64(&mut number);
        wire.time(&mut self.from);
        wire.time(&mut self.until);
        let country = u16::try_from(number).ok().and_then(Country::from_number);
        self.covers = match (kind, country) {
            (1, _) => Covers::Device(number),
            (2, Some(country)) => Covers::Country(country),
            _ => Covers::Nothing,
        };
        let empty = kind == 0 && number == 0 && *self == Self::NOTHING;
        wire.check(empty || (self.covers != Covers::Nothing && self.from < self.until), "announcement");
    }
}

/// Two announcements.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Announcements {
    slots: [Announced; 2],
}

impl Announcements {
    /// None.
    pub(super) const NONE: Self = Self { slots: [Announced::NOTHING; 2] };

    /// Takes one up, made at `at`. Without two kinds of proof, or where it would end before it is aged, it counts
    /// for nothing. It replaces what covers the same, else what ends first.
    pub(super) fn take(&mut self, made: Announcement, at: Timestamp) {
        let from = made.from.max(at.plus(AGED_AFTER));
        let until = made.until.min(at.plus(AT_MOST));
        if made.proved.kinds() < 2 || from >= until {
            return;
        }
        let covers = match made.scope {
            Scope::Device(device) => Covers::Device(device.tag()),
            Scope::Country(country) => Covers::Country(country),
        };
        let slot = self.slots.iter_mut().min_by_key(|slot| (slot.covers != covers, slot.until));
        if let Some(slot) = slot {
            // WHY: one that covers the same and still runs has aged already; announcing it again only prolongs it.
            let runs = slot.covers == covers && slot.until > at;
            *slot = Announced { covers, from: if runs { slot.from.min(from) } else { from }, until };
        }
    }

    /// Forgets what was announced of a lost device.
    pub(super) fn lose(&mut self, device: u64) {
        for slot in self.slots.iter_mut().filter(|slot| slot.covers == Covers::Device(device)) {
            *slot = Announced::NOTHING;
        }
    }

    /// Whether no two cover the same.
    pub(super) fn fit(&self) -> bool {
        let [one, two] = self.slots.map(|slot| slot.covers);
        one != two || one == Covers::Nothing
    }

    fn holds(&self, covers: Covers, now: Timestamp) -> bool {
        self.slots.iter().any(|slot| slot.covers == covers && slot.from <= now && now < slot.until)
    }

    /// Whether this device is announced, aged, and not over.
    pub(super) fn device(&self, device: Pseudonym, now: Timestamp) -> bool {
        self.holds(Covers::Device(device.tag()), now)
    }

    /// Whether a journey to this country is.
    pub(super) fn country(&self, country: Country, now: Timestamp) -> bool {
        self.holds(Covers::Country(country), now)
    }

    /// Thirty-four bytes.
    pub(super) fn walk(&mut self, wire: &mut impl Wire) {
        self.slots.iter_mut().for_each(|slot| slot.walk(wire));
    }
}
