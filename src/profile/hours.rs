//! The hours at which a customer is active: decayed counts for weekdays and for weekends.

use crate::profile::habit::Weight;
use crate::profile::wire::Wire;
use crate::units::Moment;

/// From so many learned events on, a histogram says something. SOURCE: the design's four; fewer are chance.
const LEARNED: u8 = 4;
/// What a proved event adds to its hour.
const FULL: u8 = 16;

/// Decayed counts by local hour, in 16ths of one event.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Hours {
    weekday: [u8; 24],
    weekend: [u8; 24],
    /// Learned events of each, up to 255.
    learned: [u8; 2],
}

impl Hours {
    /// Nothing learned.
    pub(super) const EMPTY: Self = Self { weekday: [0; 24], weekend: [0; 24], learned: [0; 2] };

    /// Learns one event; where a count would overflow, all of its histogram are halved first.
    pub(super) fn learn(&mut self, at: Moment, weight: Weight) {
        let weekend = at.local_weekday() >= 5;
        let [on_weekdays, on_weekends] = &mut self.learned;
        let (histogram, learned) =
            if weekend { (&mut self.weekend, on_weekends) } else { (&mut self.weekday, on_weekdays) };
        let more = if matches!(weight, Weight::Full) { FULL } else { FULL / 4 };
        let Some(count) = histogram.get_mut(usize::from(at.local_minute() / 60)) else { return };
        match count.checked_add(more) {
            Some(sum) => *count = sum,
            None => {
                *count = (*count / 2).saturating_add(more);
                let grown = *count;
                for (hour, other) in (0_u16..).zip(histogram.iter_mut()) {
                    *other = if hour == at.local_minute() / 60 { grown } else { *other / 2 };
                }
            }
        }
        if !matches!(weight, Weight::Quarter { counted: false }) {
            *learned = learned.saturating_add(1);
        }
    }

    /// The histogram of weekdays or weekends, once enough is learned.
    pub(super) const fn of(&self, weekend: bool) -> Option<&[u8; 24]> {
        let [on_weekdays, on_weekends] = self.learned;
        let (histogram, learned) =
            if weekend { (&self.weekend, on_weekends) } else { (&self.weekday, on_weekdays) };
        if learned >= LEARNED { Some(histogram) } else { None }
    }

    /// The larger of the numbers of learned events.
    pub(super) fn most(&self) -> u8 {
        let [on_weekdays, on_weekends] = self.learned;
        on_weekdays.max(on_weekends)
    }

    /// Fifty bytes.
    pub(super) fn walk(&mut self, wire: &mut impl Wire) {
        wire.bytes(&mut self.weekday);
        wire.bytes(&mut self.weekend);
        wire.bytes(&mut self.learned);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Timestamp;

    #[test]
    fn hours_unlearned_are_unknown_and_an_old_hour_fades() {
        let mut hours = Hours::EMPTY;
        // 1970-01-05 was a Monday.
        let at = |hour: u32| Moment::at_offset(Timestamp::from_seconds(4 * 86_400 + hour * 3_600), 0);
        for _ in 0..3 {
            hours.learn(at(9), Weight::Full);
        }
        assert_eq!(hours.of(false), None);
        hours.learn(at(9), Weight::Full);
        assert_eq!(hours.of(false).unwrap()[9], 64);
        assert_eq!(hours.of(true), None);
        for _ in 0..200 {
            hours.learn(at(14), Weight::Full);
        }
        assert_eq!(hours.of(false).unwrap()[9], 0);
        assert!(hours.of(false).unwrap()[14] > 100);
    }
}
