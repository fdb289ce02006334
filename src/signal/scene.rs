//! What every signal looks at: one request beside one profile, each lookup made once.

use crate::fact::{Given, Measure, State};
use crate::place::{COARSE_M, Point, Position};
use crate::profile::{Profile, Totals, TotalsAt};
use crate::request::{Fields, Request};
use crate::signal::{device, payee};
use crate::units::{Amount, Timestamp};

/// One request beside one profile.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    /// What the request says.
    pub(crate) fields: &'a Fields,
    /// What is remembered.
    pub(crate) profile: &'a Profile,
    /// The request's own time. WHY: not the profile's high-water mark; what is newer than the request is 0 s old.
    pub(crate) now: Timestamp,
    /// Minor units that leave, where the operation moves money.
    pub(crate) money: Option<i64>,
    /// Totals before this transfer; nothing where no money moves.
    pub(crate) totals: Totals,
    /// What `device` measures; other signals and totals hang on it.
    pub(crate) device: Measure,
    /// What `payee` measures; other signals and totals hang on it.
    pub(crate) payee: Measure,
}

impl<'a> Scene<'a> {
    /// The scene of `request` and `profile`. Whether they belong together is checked elsewhere.
    pub(crate) fn of(request: &'a Request, profile: &'a Profile) -> Self {
        let fields = request.fields();
        let money =
            if fields.operation.moves_money() { fields.amount.known().map(Amount::minor) } else { None };
        let asked = || TotalsAt {
            at: fields.at,
            payee: fields.payee.known().map(crate::id::Pseudonym::tag),
            transfer: fields.transfer.map(crate::id::TransferId::tag),
        };
        let unmeasured = Measure::of_state(State::NotApplicable);
        let mut scene = Self {
            fields,
            profile,
            now: fields.at.at(),
            money,
            totals: money.map_or_else(Totals::default, |_| profile.totals(asked())),
            device: unmeasured,
            payee: unmeasured,
        };
        scene.device = device::measure(&scene);
        scene.payee = payee::measure(&scene);
        scene
    }

    /// The measure of a fact that only a movement of money has; `NotApplicable` for every other operation.
    pub(crate) fn of_money(&self, measure: impl FnOnce(i64) -> Measure) -> Measure {
        self.money.map_or(Measure::of_state(State::NotApplicable), measure)
    }

    /// Outflow of 24 hours with this transfer, minor units.
    pub(crate) fn total_24h(&self) -> i64 {
        sum(self.totals.total_24h, self.money.unwrap_or(0))
    }

    /// Whether the device is the customer's own of old.
    pub(crate) fn is_device_trusted(&self) -> bool {
        self.device == Measure::known(device::TRUSTED)
    }

    /// Whether the device is `recent` or worse, or not known. Where there is no device (a counter) it is not new.
    pub(crate) fn is_device_new(&self) -> bool {
        is_from(self.device, device::RECENT)
    }

    /// Whether the payee is `new` or worse, or not known. Where there is no payee, none is new.
    pub(crate) fn is_payee_new(&self) -> bool {
        is_from(self.payee, payee::NEW)
    }

    /// Whether the payee was paid at all, also within the last day: then a new one was counted at that time.
    pub(crate) fn is_payee_paid(&self) -> bool {
        self.fields.payee.known().is_some_and(|payee| self.profile.has_paid(payee))
    }

    /// Whether the money stays with the customer at this bank, and so outside the day's totals.
    ///
    /// WHY: not where a scam is reported; then nothing that the request says of the payee lowers a total.
    pub(crate) fn stays_here(&self) -> bool {
        let reported = self.fields.coercion.known().is_some_and(|signs| signs.reported);
        self.payee == Measure::known(payee::OWN_ACCOUNT_HERE) && !reported
    }
}

/// Whether a measure is at least `least`, or unknown in a way that could hide it.
fn is_from(measure: Measure, least: u16) -> bool {
    measure.value().map_or(measure.state() != State::NotApplicable, |value| value >= least)
}

/// The sum of two sums of money, `0 ..= Amount::MAX_MINOR`; what would be more stays at the largest amount.
pub(crate) fn sum(a: i64, b: i64) -> i64 {
    a.saturating_add(b).clamp(0, Amount::MAX_MINOR)
}

/// `part` of `whole` in basis points, rounded down, at most 10,000; `None` of nothing. Below zero counts as nothing.
///
/// WHY: rounded down, so that a measure reaches an edge exactly where the share does.
pub(crate) fn basis_points(part: i64, whole: i64) -> Option<u16> {
    const ALL: u64 = 10_000;
    let (part, whole) = (u64::try_from(part).unwrap_or(0), u64::try_from(whole).unwrap_or(0));
    if part >= whole && whole > 0 {
        return Some(10_000);
    }
    // WHY: 64 bits where they suffice; a division of 128 bits takes several times as long.
    let share = match part.checked_mul(ALL) {
        Some(scaled) => scaled.checked_div(whole)?,
        None => {
            let scaled = u128::from(part).saturating_mul(u128::from(ALL));
            u64::try_from(scaled.checked_div(u128::from(whole))?).unwrap_or(ALL)
        }
    };
    Some(u16::try_from(share).unwrap_or(10_000))
}

/// The point of a position, where it has one that is not too coarse to mean anything.
pub(crate) fn usable(position: Position) -> Option<Point> {
    position.point.filter(|point| point.radius_m() <= COARSE_M)
}

/// The first of two supplied facts that is not known, as a state; `NotApplicable` before any other.
pub(crate) fn unknown_of<T, U>(one: &Given<T>, two: &Given<U>) -> Option<State> {
    match (one.state(), two.state()) {
        (State::Known, State::Known) => None,
        (State::NotApplicable, _) | (_, State::NotApplicable) => Some(State::NotApplicable),
        (State::Known, state) | (state, _) => Some(state),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_share_is_exact_at_every_size() {
        for whole in [1, 3, 10_000, 1_234_567, 1_844_674_407_370_956, Amount::MAX_MINOR] {
            for edge in [1_i128, 2_500, 5_000, 8_000, 9_999] {
                let least = (edge * i128::from(whole)).div_euclid(10_000);
                let least =
                    i64::try_from(if least * 10_000 < edge * i128::from(whole) { least + 1 } else { least });
                let least = least.unwrap();
                let edge = u16::try_from(edge).unwrap();
                assert!(basis_points(least, whole).unwrap() >= edge, "{least} of {whole}");
                assert!(
                    least == 0 || basis_points(least - 1, whole).unwrap() < edge,
                    "below {least} of {whole}"
                );
            }
            assert_eq!(basis_points(whole, whole), Some(10_000));
            assert_eq!(basis_points(i64::MAX, whole), Some(10_000));
            assert_eq!(basis_points(0, whole), Some(0));
            assert_eq!(basis_points(-1, whole), Some(0));
        }
        assert_eq!(basis_points(5, 0), None);
        assert_eq!(basis_points(0, 0), None);
        assert_eq!(basis_points(i64::MAX, -1), None);
    }

    proptest! {
        #[test]
        fn a_larger_part_is_never_a_smaller_share(a in any::<i64>(), b in any::<i64>(), whole in any::<i64>()) {
            prop_assert!(basis_points(a.min(b), whole) <= basis_points(a.max(b), whole));
        }
    }

    #[test]
    fn what_is_unknown_of_two_is_never_lost() {
        let known = Given::Known(());
        assert_eq!(unknown_of(&known, &known), None);
        let late: Given<()> = Given::Late;
        assert_eq!(unknown_of(&known, &late), Some(State::Late));
        assert_eq!(unknown_of(&late, &known), Some(State::Late));
        assert_eq!(unknown_of(&late, &Given::<()>::Missing), Some(State::Late));
        assert_eq!(unknown_of(&late, &Given::<()>::NotApplicable), Some(State::NotApplicable));
        assert_eq!(unknown_of(&Given::<()>::NotApplicable, &late), Some(State::NotApplicable));
    }
}
