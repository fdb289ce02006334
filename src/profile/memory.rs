//! What is remembered: the record behind a profile, and the order of its bytes.

use core::fmt;

use crate::event::Credential;
use crate::id::Pseudonym;
use crate::place::Point;
use crate::profile::announce::Announcements;
use crate::profile::day::Day;
use crate::profile::device::Devices;
use crate::profile::freeze::Freezes;
use crate::profile::hours::Hours;
use crate::profile::known::Places;
use crate::profile::payee::{PaidBefore, PayeeTotals};
use crate::profile::reservation::Reservations;
use crate::profile::sample::Sampled;
use crate::profile::view::{Habit, LastSeen, PeerGroup};
use crate::profile::window::{Ring, Window};
use crate::profile::wire::Wire;
use crate::units::{Moment, Timestamp};

/// What is remembered of one customer. [The module](crate::profile) draws its 1,024 bytes.
///
/// There is no "absent" profile: a caller who finds nothing in the store holds an `Option`, and decides whether the
/// customer is new ([`Profile::new`]) or the store is at fault. Zeros and blanks are refused by
/// [`Profile::decode`], so that neither ever passes for a new customer.
#[derive(Clone, PartialEq, Eq)]
pub struct Profile {
    pub(super) customer: Pseudonym,
    pub(super) key_id: u32,
    pub(super) revision: u64,
    pub(super) high_water: Timestamp,
    pub(super) opened: Timestamp,
    pub(super) freezes: Freezes,
    pub(super) sampled: Sampled,
    pub(super) information: u8,
    /// The 30 days since the opening in which money left last, counted from 1; 0 for never.
    pub(super) last_month: u16,
    pub(super) day: Day,
    pub(super) since_sca: i64,
    pub(super) count_since_sca: u16,
    /// Transfers ever counted, up to 65,535.
    pub(super) count_ever: u16,
    pub(super) last_sca: Option<Timestamp>,
    pub(super) outflow_ever: i64,
    pub(super) attempted_ever: i64,
    pub(super) last_proof: Option<Timestamp>,
    pub(super) last_active: Option<Timestamp>,
    /// The last incident but the last freeze.
    pub(super) last_incident: Option<Timestamp>,
    /// By the code of the credential.
    pub(super) changed: [Option<Timestamp>; 3],
    pub(super) reservations: Reservations,
    pub(super) devices: Devices,
    /// Failures on unbound devices by six hours, whatever was proved since.
    pub(super) foreign: Ring<5>,
    pub(super) money: Window<25, 24>,
    pub(super) counts: Window<25, 24>,
    pub(super) ten_minutes: Ring<7>,
    pub(super) attempted: Window<5, 4>,
    pub(super) credits: Ring<7>,
    pub(super) new_payees: Window<5, 4>,
    pub(super) payees: PayeeTotals,
    pub(super) paid: PaidBefore,
    pub(super) peers: PeerGroup,
    pub(super) amounts: Habit,
    pub(super) outflows: Habit,
    pub(super) hours: Hours,
    pub(super) places: Places,
    pub(super) last_seen: Option<LastSeen>,
    pub(super) announcements: Announcements,
    pub(super) settled: u16,
    pub(super) active_months: u8,
    /// Tags of the last events, newest first; 0 where there were fewer.
    pub(super) events: [u64; 8],
}

const _: () = assert!(Credential::ALL.len() == 3);

impl Profile {
    /// Bytes of an encoded profile, for ever.
    pub const BYTES: usize = 1024;
    /// Where the revision stands in the bytes: eight of them, little-endian, so that a store can compare and swap
    /// without decoding.
    pub const REVISION_AT: usize = 32;

    /// The profile of a customer of whom nothing has been observed. Spreads of the peer group are at least 1; its
    /// currency is the profile's for ever.
    #[must_use]
    pub fn new(customer: Pseudonym, key_id: u32, opened: Moment, peers: PeerGroup) -> Self {
        let peers = PeerGroup {
            amount_spread: peers.amount_spread.max(1),
            outflow_spread: peers.outflow_spread.max(1),
            ..peers
        };
        let habit = |centre, spread| Habit { centre, spread, count: 0 };
        Self {
            customer,
            key_id,
            revision: 0,
            high_water: opened.at(),
            opened: opened.at(),
            freezes: Freezes::NONE,
            sampled: Sampled::NONE,
            information: 0,
            last_month: 0,
            day: Day { offset: opened.offset_minutes(), ..Day::NONE },
            since_sca: 0,
            count_since_sca: 0,
            count_ever: 0,
            last_sca: None,
            outflow_ever: 0,
            attempted_ever: 0,
            last_proof: None,
            last_active: None,
            last_incident: None,
            changed: [None; 3],
            reservations: Reservations::NONE,
            devices: Devices::NONE,
            foreign: Ring::EMPTY,
            money: Window::EMPTY,
            counts: Window::EMPTY,
            ten_minutes: Ring::EMPTY,
            attempted: Window::EMPTY,
            credits: Ring::EMPTY,
            new_payees: Window::EMPTY,
            payees: PayeeTotals::EMPTY,
            paid: PaidBefore::NOBODY,
            peers,
            amounts: habit(peers.amount_centre, peers.amount_spread),
            outflows: habit(peers.outflow_centre, peers.outflow_spread),
            hours: Hours::EMPTY,
            places: Places::NOWHERE,
            last_seen: None,
            announcements: Announcements::NONE,
            settled: 0,
            active_months: 0,
            events: [0; 8],
        }
    }

    /// Every field behind the magic and the version, in the order of the bytes.
    pub(super) fn walk(&mut self, wire: &mut impl Wire) {
        self.walk_header(wire);
        self.walk_state(wire);
        self.reservations.walk(wire);
        self.devices.walk(wire);
        wire.small_ring(&mut self.foreign);
        wire.money_window(&mut self.money, "hourly money");
        wire.count_window(&mut self.counts);
        wire.small_ring(&mut self.ten_minutes);
        wire.money_window(&mut self.attempted, "attempted money");
        wire.money_ring(&mut self.credits, "credited money");
        wire.small_window(&mut self.new_payees);
        self.payees.walk(wire);
        self.paid.walk(wire);
        self.walk_habits(wire);
        self.hours.walk(wire);
        self.places.walk(wire);
        walk_last_seen(&mut self.last_seen, wire);
        self.announcements.walk(wire);
        wire.money(&mut self.day.learned, "learned today");
        wire.u16(&mut self.settled);
        wire.u8(&mut self.active_months);
        self.events.iter_mut().for_each(|tag| wire.u64(tag));
        wire.currency(&mut self.peers.currency, "currency");
        wire.time_or_never(&mut self.freezes.last);
        wire.time_or_never(&mut self.freezes.released);
        self.payees.walk_counted(wire);
    }

    fn walk_header(&mut self, wire: &mut impl Wire) {
        let mut flags = u8::from(self.freezes.frozen)
            | (u8::from(self.day.unproved) << 1)
            | (u8::from(self.freezes.false_alarm) << 2)
            | (self.sampled.transfers << 4)
            | (self.sampled.days << 6);
        wire.u8(&mut flags);
        wire.check(flags & 8 == 0, "flags");
        (self.freezes.frozen, self.day.unproved) = (flags & 1 != 0, flags & 2 != 0);
        self.freezes.false_alarm = flags & 4 != 0;
        self.sampled = Sampled { transfers: (flags >> 4) & 3, days: flags >> 6 };
        wire.u8(&mut self.information);
        wire.check(self.information < 16, "information");
        wire.u32(&mut self.key_id);
        let mut customer = self.customer.to_bytes();
        wire.bytes(&mut customer);
        self.customer = Pseudonym::from_bytes(customer);
        wire.u64(&mut self.revision);
        wire.time(&mut self.high_water);
        wire.time(&mut self.opened);
        let (mut checksum, mut mac) = ([0; 8], [0; 16]);
        wire.bytes(&mut checksum);
        wire.bytes(&mut mac);
    }

    fn walk_state(&mut self, wire: &mut impl Wire) {
        wire.u16(&mut self.last_month);
        self.day.walk(wire);
        wire.sum(&mut self.since_sca, i64::MAX, "total since strong authentication");
        wire.u16(&mut self.count_since_sca);
        wire.u16(&mut self.count_ever);
        wire.time_or_never(&mut self.last_sca);
        wire.sum(&mut self.outflow_ever, i64::MAX, "outflow ever");
        wire.sum(&mut self.attempted_ever, i64::MAX, "attempted ever");
        wire.time_or_never(&mut self.last_proof);
        wire.time_or_never(&mut self.last_active);
        wire.time_or_never(&mut self.last_incident);
        self.changed.iter_mut().for_each(|time| wire.time_or_never(time));
    }

    fn walk_habits(&mut self, wire: &mut impl Wire) {
        let PeerGroup { amount_centre, amount_spread, outflow_centre, outflow_spread, .. } = &mut self.peers;
        for number in [amount_centre, &mut *amount_spread, outflow_centre, &mut *outflow_spread] {
            wire.u16(number);
        }
        wire.check(*amount_spread > 0 && *outflow_spread > 0, "peer group");
        for habit in [&mut self.amounts, &mut self.outflows] {
            wire.u16(&mut habit.centre);
            wire.u16(&mut habit.spread);
            wire.u8(&mut habit.count);
            wire.check(habit.spread > 0, "habit");
        }
    }
}

/// The later of two times, as the bytes can hold it.
pub(super) fn later(time: Option<Timestamp>, at: Timestamp) -> Option<Timestamp> {
    // WHY: the bytes hold "never" as 0, so the first second of 1970 is told as the next.
    time.max(Some(at.max(Timestamp::from_seconds(1))))
}

fn walk_last_seen(it: &mut Option<LastSeen>, wire: &mut impl Wire) {
    let mut point = it.map(|seen| seen.point);
    let mut at = it.map(|seen| seen.at);
    wire.point(&mut point, "last seen");
    wire.time_or_never(&mut at);
    *it = point.zip(at).map(|(point, at)| LastSeen { point, at });
    let free = Point::new(0, 0, 0).ok() == point;
    wire.check(it.is_some() || free || point.is_none(), "last seen");
}

/// Pseudonym and revision only: what a profile remembers does not belong in logs.
impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile")
            .field("customer", &self.customer)
            .field("revision", &self.revision)
            .finish_non_exhaustive()
    }
}
