//! What a profile answers: each a look at its record, without changing anything.

use crate::event::Credential;
use crate::id::Pseudonym;
use crate::place::Country;
use crate::profile::habit::blend;
use crate::profile::memory::Profile;
use crate::profile::payee::short;
use crate::profile::totals::SIX_HOURS;
use crate::profile::view::{BoundDevice, Counters, Habit, KnownPlace, LastSeen};
use crate::units::{Currency, Timestamp};

impl Profile {
    /// Whose profile it is.
    #[must_use]
    pub const fn customer(&self) -> Pseudonym {
        self.customer
    }

    /// The number of the key that made the pseudonyms.
    #[must_use]
    pub const fn key_id(&self) -> u32 {
        self.key_id
    }

    /// The currency in which it counts.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.peers.currency
    }

    /// How many new events were observed.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// The latest time of any event observed; when it was opened, before the first.
    #[must_use]
    pub const fn high_water(&self) -> Timestamp {
        self.high_water
    }

    /// Whether the account is frozen. A freeze that arrives late holds all the same, unless a later release is known.
    #[must_use]
    pub const fn is_frozen(&self) -> bool {
        self.freezes.frozen
    }

    /// What is known of this device, if it is bound.
    #[must_use]
    pub fn bound_device(&self, device: Pseudonym) -> Option<BoundDevice> {
        self.devices.bound(Some(device.tag()))
    }

    /// Failed proofs and log-ins in a row on this device, up to 255; all devices that are not bound (and none at
    /// all) share one count. 0 from 24 hours after the last.
    #[must_use]
    pub fn failures_on(&self, device: Option<Pseudonym>, now: Timestamp) -> u16 {
        self.devices.failures_on(device.map(Pseudonym::tag), now)
    }

    /// Failures of 24 hours on other devices than this one.
    ///
    /// On unbound devices by six hours counted whole, whatever was proved there since; on other bound devices those
    /// in a row. Unbound devices share one row, which [`Profile::failures_on`] gives for each of them; asked for
    /// one of them, "others" had what the row does not say: failures that a proof has ended since.
    #[must_use]
    pub fn failures_elsewhere(&self, device: Option<Pseudonym>, now: Timestamp) -> u16 {
        let tag = device.map(Pseudonym::tag);
        let others = self.devices.failures_on_others(tag, now);
        let row = if self.devices.bound(tag).is_some() { 0 } else { self.devices.failures_unbound(now) };
        let first = (now.seconds() / SIX_HOURS).saturating_sub(4);
        let unbound = self.foreign.from(first, self.high_water.seconds() / SIX_HOURS);
        let unbound = u16::try_from(unbound.unwrap_or(self.foreign.all())).unwrap_or(u16::MAX);
        others.saturating_add(unbound.saturating_sub(row))
    }

    /// Whether this device was announced under strong proof at least 24 hours ago, and still is.
    #[must_use]
    pub fn is_device_announced(&self, device: Pseudonym, now: Timestamp) -> bool {
        self.announcements.device(device, now)
    }

    /// Whether a journey to this country was.
    #[must_use]
    pub fn is_country_announced(&self, country: Country, now: Timestamp) -> bool {
        self.announcements.country(country, now)
    }

    /// Up to four places, their weights faded to `now`.
    pub fn places(&self, now: Timestamp) -> impl Iterator<Item = KnownPlace> {
        self.places.at(now)
    }

    /// Where and when the customer was last seen: on a proof that vouches for them, or where a transfer that teaches was
    /// asked for; never by a point with a radius over 100 km.
    #[must_use]
    pub const fn last_seen(&self) -> Option<LastSeen> {
        self.last_seen
    }

    /// Decayed counts of activity by local hour, in 16ths; `None` until four events of such days were learned.
    #[must_use]
    pub const fn hours(&self, weekend: bool) -> Option<&[u8; 24]> {
        self.hours.of(weekend)
    }

    /// When the customer last proved themselves or settled a transfer that teaches; when it was opened, before that.
    #[must_use]
    pub fn last_active(&self) -> Timestamp {
        self.last_active.unwrap_or(self.opened)
    }

    /// The habit of amounts; below eight learned values blended with the peer group's.
    #[must_use]
    pub fn amount_habit(&self) -> Habit {
        blend(self.amounts, self.peers.amount_centre, self.peers.amount_spread)
    }

    /// The habit of a local day's outflow; below eight learned days blended with the peer group's.
    #[must_use]
    pub fn outflow_habit(&self) -> Habit {
        blend(self.outflows, self.peers.outflow_centre, self.peers.outflow_spread)
    }

    /// Whether a proved transfer to this payee settled before; the last twelve payees are remembered.
    #[must_use]
    pub fn has_paid(&self, payee: Pseudonym) -> bool {
        self.paid.has(short(payee.tag()))
    }

    /// When this payee was first paid, told up to a day too late; `None` where [`Profile::has_paid`] is false.
    #[must_use]
    pub fn payee_first_seen(&self, payee: Pseudonym) -> Option<Timestamp> {
        self.paid.since(short(payee.tag()))
    }

    /// When this credential was last changed; `None` where only the first one is known, which counts as settled.
    #[must_use]
    pub fn changed(&self, credential: Credential) -> Option<Timestamp> {
        self.changed.get(usize::from(credential.code())).copied().flatten()
    }

    /// When the customer last proved themselves by any factor.
    #[must_use]
    pub const fn last_proof(&self) -> Option<Timestamp> {
        self.last_proof
    }

    /// When the customer last proved themselves by two kinds of factor, or asked for a transfer that was so proved and
    /// settled while its reservation was open.
    #[must_use]
    pub const fn last_sca(&self) -> Option<Timestamp> {
        self.last_sca
    }

    /// The counters from which standing is reckoned.
    #[must_use]
    pub fn counters(&self) -> Counters {
        Counters {
            opened: self.opened,
            last_incident: self.last_incident.max(self.freezes.incident()),
            active_months: self.active_months,
            settled: self.settled,
            information: self.information,
        }
    }
}
