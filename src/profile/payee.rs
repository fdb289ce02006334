//! What was sent to whom in 24 hours, and who was paid before.

use crate::profile::money;
use crate::profile::window::Ring;
use crate::profile::wire::Wire;
use crate::units::Timestamp;

/// Seconds of a payee's bucket: eight hours, so that four of them always hold 24.
pub(super) const PERIOD: u32 = 8 * 3_600;

/// Periods of six hours for which it is known where a payee is counted as new: as many as the ring of counts has.
const PERIODS: u8 = 5;

/// Four bytes that stand for a payee, never 0. Two payees share them about once in 2^32: their totals then count
/// together, and one may pass for paid before when the other was.
pub(super) fn short(tag: u64) -> u32 {
    let [a, b, c, d, ..] = tag.to_le_bytes();
    u32::from_le_bytes([a, b, c, d]).max(1)
}

/// Totals of the payees that were sent most, and what any payee that fell out may have had.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct PayeeTotals {
    /// Short tags; 0 where free. WHY: apart from the sums, so that looking for one touches a single line of memory.
    tags: [u32; 6],
    sums: [Ring<4>; 6],
    /// INVARIANT: no bucket is below the same bucket of any payee that fell out.
    floor: Ring<4>,
    /// For each payee that is counted as new: one more than the number of six-hour periods since, up to
    /// [`PERIODS`]; 0 where it is not.
    counted: [u8; 6],
}

impl PayeeTotals {
    /// Nothing sent.
    pub(super) const EMPTY: Self =
        Self { tags: [0; 6], sums: [Ring::EMPTY; 6], floor: Ring::EMPTY, counted: [0; 6] };

    fn place(&self, payee: u32) -> Option<usize> {
        self.tags.iter().position(|tag| *tag == payee).filter(|_| payee != 0)
    }

    /// How many periods ago this payee is counted as new, if it is, among those that are remembered.
    pub(super) fn counted_as_new(&self, payee: u32) -> Option<u32> {
        let counted = self.place(payee).and_then(|place| self.counted.get(place));
        counted.and_then(|counted| u32::from(*counted).checked_sub(1))
    }

    /// Notes that this payee is counted as new, so many periods ago; from [`PERIODS`] on that is forgotten at once.
    pub(super) fn count_as_new(&mut self, payee: u32, back: u32) {
        self.slot(payee);
        let place = self.place(payee);
        if let Some(counted) = place.and_then(|place| self.counted.get_mut(place)) {
            let code = u8::try_from(back.saturating_add(1)).unwrap_or(u8::MAX);
            *counted = if code > PERIODS { 0 } else { code };
        }
    }

    /// Moves the counts on by so many periods of six hours.
    pub(super) fn age(&mut self, periods: u32) {
        for counted in self.counted.iter_mut().filter(|counted| **counted > 0) {
            let code = periods.saturating_add(u32::from(*counted));
            *counted = u8::try_from(code).ok().filter(|code| *code <= PERIODS).unwrap_or(0);
        }
    }

    /// What was sent to this payee from period `first` on; the floor where the payee has fallen out or is new.
    pub(super) fn from(&self, payee: u32, first: u32, newest: u32) -> Option<i64> {
        let sums = self.place(payee).and_then(|place| self.sums.get(place));
        sums.unwrap_or(&self.floor).from(first, newest)
    }

    /// The sums of this payee; a newcomer takes a free slot, or that of the payee who was sent least, and begins
    /// with at least what the one before had.
    fn slot(&mut self, payee: u32) -> Option<&mut Ring<4>> {
        if let Some(place) = self.place(payee) {
            return self.sums.get_mut(place);
        }
        let slots = self.tags.iter_mut().zip(&mut self.sums).zip(&mut self.counted);
        let ((tag, sums), counted) = slots.min_by_key(|((tag, sums), _)| (**tag != 0, sums.all()))?;
        self.floor.raise(sums);
        (*tag, *sums, *counted) = (payee, self.floor, 0);
        Some(sums)
    }

    /// Adds to a payee's bucket; what is older than the ring is not kept by payee.
    pub(super) fn add(&mut self, payee: u32, period: u32, newest: u32, minor: i64) {
        if let Some(sums) = self.slot(payee) {
            sums.add(period, newest, minor, money::round_up);
        }
    }

    /// Moves on from one newest period to a later one.
    pub(super) fn advance(&mut self, from: u32, to: u32) {
        self.sums.iter_mut().for_each(|sums| sums.advance(from, to));
        self.floor.advance(from, to);
    }

    /// 108 bytes.
    pub(super) fn walk(&mut self, wire: &mut impl Wire) {
        const FIELD: &str = "payee totals";
        for (tag, sums) in self.tags.iter_mut().zip(&mut self.sums) {
            wire.u32(tag);
            wire.money_ring(sums, FIELD);
            wire.check(*tag != 0 || *sums == Ring::EMPTY, FIELD);
        }
        wire.money_ring(&mut self.floor, FIELD);
    }

    /// Three bytes, two payees each.
    pub(super) fn walk_counted(&mut self, wire: &mut impl Wire) {
        let (pairs, _) = self.counted.as_chunks_mut::<2>();
        for pair in pairs {
            let [low, high] = *pair;
            let mut both = low | (high << 4);
            wire.u8(&mut both);
            *pair = [both & 15, both >> 4];
        }
        let legal = self
            .counted
            .iter()
            .zip(self.tags)
            .all(|(counted, tag)| *counted <= if tag == 0 { 0 } else { PERIODS });
        wire.check(legal, "payees counted as new");
    }

    /// The payees that have a slot, and 0 for each free one.
    pub(super) const fn tags(&self) -> &[u32; 6] {
        &self.tags
    }
}

/// A payee who was paid before; free where the tag is 0.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Paid {
    tag: u32,
    /// Day since 1970 on which the first payment had been made: the day after it, unless at midnight.
    since: u16,
}

/// Payees paid before, the one paid last first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct PaidBefore {
    list: [Paid; 12],
}

impl PaidBefore {
    /// Nobody.
    pub(super) const NOBODY: Self = Self { list: [Paid { tag: 0, since: 0 }; 12] };

    fn find(&self, payee: u32) -> Option<&Paid> {
        self.list.iter().find(|paid| paid.tag != 0 && paid.tag == payee)
    }

    /// Whether this payee is remembered.
    pub(super) fn has(&self, payee: u32) -> bool {
        self.find(payee).is_some()
    }

    /// When the first payment was made, up to a day too late: a payee must not look older than they are.
    pub(super) fn since(&self, payee: u32) -> Option<Timestamp> {
        self.find(payee).map(|paid| Timestamp::from_seconds(u32::from(paid.since).saturating_mul(86_400)))
    }

    /// Learns a payment: the payee moves to the front; the one at the end falls out where the list is full.
    pub(super) fn learn(&mut self, payee: u32, at: Timestamp) {
        let day = u16::try_from(at.seconds().div_ceil(86_400)).unwrap_or(u16::MAX);
        let known = self.list.iter().position(|paid| paid.tag == payee);
        let first = self.find(payee).copied().unwrap_or(Paid { tag: payee, since: day });
        let reach = known.unwrap_or(self.list.len().saturating_sub(1));
        if let Some(head) = self.list.get_mut(..=reach) {
            head.rotate_right(1);
            if let Some(front) = head.first_mut() {
                *front = Paid { tag: payee, since: first.since.min(day) };
            }
        }
    }

    /// Forgets a payee.
    pub(super) fn forget(&mut self, payee: u32) {
        if let Some(place) = self.list.iter().position(|paid| paid.tag == payee)
            && let Some(behind) = self.list.get_mut(place..)
        {
            behind.rotate_left(1);
            if let Some(last) = behind.last_mut() {
                *last = Paid { tag: 0, since: 0 };
            }
        }
    }

    /// The payees, the one paid last first, and when: days since 1970. Free slots are `(0, 0)`.
    pub(super) fn all(&self) -> impl Iterator<Item = (u32, u16)> + Clone {
        self.list.iter().map(|paid| (paid.tag, paid.since))
    }

    /// Seventy-two bytes.
    pub(super) fn walk(&mut self, wire: &mut impl Wire) {
        for paid in &mut self.list {
            wire.u32(&mut paid.tag);
            wire.u16(&mut paid.since);
            wire.check(paid.tag != 0 || paid.since == 0, "paid before");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payee_who_falls_out_hands_the_total_on() {
        let mut totals = PayeeTotals::EMPTY;
        for payee in 1..=6 {
            totals.add(payee, 100, 100, 1_000 * i64::from(payee));
        }
        totals.add(7, 100, 100, 5);
        assert_eq!(totals.from(7, 97, 100), Some(1_005), "the newcomer begins where the least one ended");
        assert_eq!(totals.from(1, 97, 100), Some(1_000), "who fell out is still not below the truth");
        totals.add(1, 100, 100, 1);
        assert_eq!(totals.from(1, 97, 100), Some(1_006));
        totals.advance(100, 104);
        assert_eq!(totals.from(9, 101, 104), Some(0));
    }

    #[test]
    fn the_payee_paid_longest_ago_is_forgotten_first() {
        let mut paid = PaidBefore::NOBODY;
        for payee in 1..=12 {
            paid.learn(payee, Timestamp::from_seconds(86_401));
        }
        paid.learn(1, Timestamp::from_seconds(9 * 86_400));
        paid.learn(13, Timestamp::from_seconds(9 * 86_400));
        assert!(paid.has(1) && !paid.has(2) && paid.has(13));
        assert_eq!(paid.since(1), Some(Timestamp::from_seconds(2 * 86_400)));
    }
}
