//! `payee`: do they know the payee?
//!
//! SOURCE: RTS (EU) 2018/389 Art. 13 (trusted beneficiaries) and 15 (own accounts at the same provider only).

use crate::fact::{Given, Measure, Ranked, State};
use crate::request::PayeeRelation;
use crate::signal::scene::Scene;
use crate::signal::{Level, Meaning, Scale, Unit};

/// The scale of `payee`.
pub const SCALE: Scale = Scale {
    fact: Ranked::Payee,
    question: "do they know the payee?",
    question_zh: "认识收款人吗？",
    unit: Unit::Rank,
    levels: &[
        Level::new("own-account-here", "本行本人"),
        Level::new("trusted-list", "白名单"),
        Level::new("paid-before", "付过款"),
        Level::new("own-account-elsewhere", "他行本人"),
        Level::new("new", "新收款人"),
        Level::new("new-under-24h", "新增不足24小时"),
    ],
    edges: &[1, 2, 3, 4, 5],
    meaning: Meaning { unlearned: 4, missing: 4, late: 4, invalid: 4 },
    accusation: None,
};

pub(crate) const OWN_ACCOUNT_HERE: u16 = 0;
const TRUSTED_LIST: u16 = 1;
const PAID_BEFORE: u16 = 2;
const OWN_ACCOUNT_ELSEWHERE: u16 = 3;
pub(crate) const NEW: u16 = 4;
const NEW_UNDER_24H: u16 = 5;

const DAY_S: u32 = 86_400;

/// The rank of the payee by the bank's books and by memory, whichever knows them better.
///
/// Only a stated time of adding makes a payee `new-under-24h`. WHY: not when memory first saw them; then a transfer
/// that comes back with its proofs would be asked for more than the first time. Nor does memory make one `paid-before`
/// within 24 h of the first payment. WHY: a test with a penny would open the way for the rest.
pub(crate) fn measure(scene: &Scene<'_>) -> Measure {
    let fields = scene.fields;
    scene.of_money(|_| {
        let first = fields.payee.known().and_then(|payee| scene.profile.payee_first_seen(payee));
        let paid = first.is_some_and(|first| scene.now.since(first) >= DAY_S);
        let fresh = fields.payee_added.known().is_some_and(|added| scene.now.since(added) < DAY_S);
        weigh(fields.payee.state(), fields.payee_relation, paid, fresh)
    })
}

/// The rank of a payee: how it was supplied, what the books say, whether memory paid it a day ago or earlier, whether
/// it was just added.
fn weigh(payee: State, relation: Given<PayeeRelation>, paid: bool, fresh: bool) -> Measure {
    if payee == State::NotApplicable {
        return Measure::of_state(payee);
    }
    let stranger = if fresh { NEW_UNDER_24H } else { NEW };
    let by_books = relation.known().map(|relation| match relation {
        PayeeRelation::OwnAccountHere => OWN_ACCOUNT_HERE,
        // WHY: whoever holds the customer's phone can put themselves on the list; a day gives time to notice.
        PayeeRelation::TrustedList if fresh => stranger,
        PayeeRelation::TrustedList => TRUSTED_LIST,
        PayeeRelation::PaidBefore => PAID_BEFORE,
        PayeeRelation::OwnAccountElsewhere => OWN_ACCOUNT_ELSEWHERE,
        PayeeRelation::Unrelated => stranger,
    });
    match (by_books, paid) {
        (Some(rank), true) => Measure::known(rank.min(PAID_BEFORE)),
        (Some(rank), false) => Measure::known(rank),
        (None, true) => Measure::known(PAID_BEFORE),
        // WHY: the time of adding was supplied, so this is what is known, not a guess about what is missing.
        (None, false) if fresh => Measure::known(NEW_UNDER_24H),
        (None, false) if relation.state() != State::NotApplicable => Measure::of_state(relation.state()),
        // A bank without such books leaves it to memory, which must then know whom it is asked for.
        (None, false) if payee == State::Known => Measure::known(NEW),
        (None, false) => Measure::of_state(payee),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Happening, Movement};
    use crate::factor::{Factor, FactorSet};
    use crate::signal::trial::{
        DAY, NOT_APPLICABLE, NOW, ago, bare, happen, level, measured, measured_on, measured_without_money,
        movement, name, states_pass,
    };

    #[test]
    fn books_and_memory_are_weighed_and_the_better_acquaintance_wins() {
        use PayeeRelation::{OwnAccountElsewhere, OwnAccountHere, PaidBefore, TrustedList, Unrelated};
        for (relation, paid, fresh, expected) in [
            (OwnAccountHere, false, true, "own-account-here"),
            (OwnAccountHere, true, false, "own-account-here"),
            (TrustedList, false, true, "new-under-24h"),
            (TrustedList, true, true, "paid-before"),
            (TrustedList, false, false, "trusted-list"),
            (TrustedList, true, false, "trusted-list"),
            (PaidBefore, false, true, "paid-before"),
            (OwnAccountElsewhere, false, false, "own-account-elsewhere"),
            (OwnAccountElsewhere, false, true, "own-account-elsewhere"),
            (OwnAccountElsewhere, true, false, "paid-before"),
            (Unrelated, true, true, "paid-before"),
            (Unrelated, false, false, "new"),
            (Unrelated, false, true, "new-under-24h"),
        ] {
            let measure = weigh(State::Known, Given::Known(relation), paid, fresh);
            assert_eq!(level(Ranked::Payee, measure), expected, "{relation} {paid} {fresh}");
        }
    }

    #[test]
    fn what_the_books_do_not_say_memory_may() {
        for unknown in [Given::Missing, Given::Late, Given::Invalid] {
            let state = Measure::of_state(unknown.state());
            assert_eq!(weigh(State::Known, unknown, true, true), Measure::known(PAID_BEFORE));
            assert_eq!(weigh(State::Known, unknown, false, true), Measure::known(NEW_UNDER_24H));
            assert_eq!(weigh(State::Known, unknown, false, false), state);
            assert_eq!(weigh(unknown.state(), Given::NotApplicable, false, false), state);
            let listed = Given::Known(PayeeRelation::TrustedList);
            assert_eq!(weigh(unknown.state(), listed, false, false), Measure::known(TRUSTED_LIST));
        }
        assert_eq!(weigh(State::Known, Given::NotApplicable, false, false), Measure::known(NEW));
        assert_eq!(weigh(State::Known, Given::NotApplicable, true, false), Measure::known(PAID_BEFORE));
        assert_eq!(weigh(State::NotApplicable, Given::Missing, false, true), NOT_APPLICABLE);
    }

    #[test]
    fn a_penny_makes_nobody_paid_before_within_a_day_and_never_unproved() {
        let proved = FactorSet::NONE.with(Factor::Face);
        let mut profile = bare();
        let bound = Happening::DeviceBound { device: name(9), at_opening: true };
        happen(&mut profile, 90 * DAY, bound);
        let on_phone = Movement { device: Some(name(9)), payee: Some(name(4)), proved, ..movement(1, 100) };
        happen(&mut profile, 90 * DAY, Happening::Settled(on_phone));
        let penny = |number, payee, proved| {
            Happening::Settled(Movement {
                payee: Some(name(payee)),
                proved,
                ..Movement { transfer: movement(number, 1).transfer, ..on_phone }
            })
        };
        happen(&mut profile, 9 * DAY, penny(2, 6, FactorSet::NONE));
        happen(&mut profile, 60, penny(3, 5, proved));
        let of = |payee, added| {
            measured_on(&profile, measure, |fields| {
                fields.payee = Given::Known(name(payee));
                fields.payee_relation = Given::Known(PayeeRelation::Unrelated);
                fields.payee_added = Given::Known(ago(added));
            })
        };
        assert_eq!(of(4, 90 * DAY), Measure::known(PAID_BEFORE));
        assert_eq!(of(5, 120), Measure::known(NEW_UNDER_24H));
        assert_eq!(of(6, 9 * DAY), Measure::known(NEW), "not proved");
    }

    #[test]
    fn a_payee_is_fresh_for_a_day_from_when_it_was_added() {
        let added = |time| {
            measured(measure, |fields| {
                fields.payee = Given::Known(name(5));
                fields.payee_relation = Given::Known(PayeeRelation::Unrelated);
                fields.payee_added = time;
            })
        };
        assert_eq!(added(Given::Known(NOW)), Measure::known(NEW_UNDER_24H));
        assert_eq!(added(Given::Known(ago(DAY - 1))), Measure::known(NEW_UNDER_24H));
        assert_eq!(added(Given::Known(ago(DAY))), Measure::known(NEW));
        assert_eq!(added(Given::Missing), Measure::known(NEW));
        states_pass(measure, |fields, given| {
            fields.payee = Given::Known(name(5));
            fields.payee_relation = if given == Given::NotApplicable { Given::Missing } else { given };
            if given == Given::NotApplicable {
                fields.payee = Given::NotApplicable;
            }
        });
        assert_eq!(measured_without_money(measure), NOT_APPLICABLE);
    }
}
