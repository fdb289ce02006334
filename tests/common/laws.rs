//! The laws of `judge`, each checked of one policy and one reading.

use stepup::fact::{Group, Measure, Metered, Ranked, State};
use stepup::factor::Factor;
use stepup::operation::Channel;
use stepup::policy::Policy;
use stepup::reading::Reading;
use stepup::requirement::ProofAge;
use stepup::signal::scale;
use stepup::verdict::{Extreme, Verdict};

use super::dice::Dice;
use super::{oracle, readings};

/// Softer in no part, and no milder in what remains.
pub fn not_softer(after: &Verdict, before: &Verdict) -> bool {
    let above = |after: Extreme, before: Extreme| {
        after.score >= before.score && after.outcome >= before.outcome && after.rung >= before.rung
    };
    after.requirement().is_at_least(*before.requirement())
        && after.outcome() >= before.outcome()
        && after.score() >= before.score()
        && above(after.least(), before.least())
        && above(after.most(), before.most())
}

/// A larger measure of any fact, and more money, more transfers, more time, never soften.
pub fn monotone(dice: &mut Dice, policy: &Policy, reading: &Reading, text: &str) {
    let before = policy.judge(reading);
    for fact in Ranked::ALL.iter().copied().filter(|fact| fact.is_measured()) {
        let Some(here) = reading.measure(fact).value() else { continue };
        let higher = dice.between(i64::from(here), i64::from(scale(fact).largest()));
        let mut raised = *reading;
        raised.set(fact, Measure::known(u16::try_from(higher).unwrap()));
        raised.close();
        assert!(not_softer(&policy.judge(&raised), &before), "{fact} to {higher}: {reading:?}\n{text}");
    }
    for fact in Metered::ALL.iter().copied().filter(|fact| fact.is_measured()) {
        let Ok(here) = reading.metered(fact) else { continue };
        let mut raised = *reading;
        raised.set_metered(fact, here.max(readings::metered(dice, fact)));
        raised.close();
        assert!(not_softer(&policy.judge(&raised), &before), "{fact}: {reading:?}\n{text}");
    }
}

/// Silence is never softer than the best it could hide, nor stricter than the worst that is no accusation; what lasts
/// is judged at the best.
pub fn states_lie_between(dice: &mut Dice, policy: &Policy, reading: &Reading, text: &str) {
    let state = *dice.pick(&[State::Missing, State::Late, State::Invalid]);
    for fact in Ranked::ALL.iter().copied().filter(|fact| fact.is_measured()) {
        let scale = scale(fact);
        let with = |measure| {
            let mut with = *reading;
            with.set(fact, measure);
            with
        };
        let edge = usize::from(scale.worst_unaccused()).checked_sub(1).and_then(|at| scale.edges.get(at));
        // WHY: generated policies move an edge up by one, and ages anywhere.
        let worst = match fact {
            Ranked::PasswordAge | Ranked::SimAge | Ranked::EnrolmentAge => scale.largest(),
            _ => edge.map_or(0, |edge| edge.saturating_add(u16::from(oracle::is_movable(fact)))),
        };
        let silent = policy.judge(&with(Measure::of_state(state)));
        let best = policy.judge(&with(Measure::known(0)));
        let worst = policy.judge(&with(Measure::known(worst)));
        assert!(not_softer(&silent, &best), "{fact} {state}: {reading:?}\n{text}");
        let lasting = |verdict: &Verdict| (verdict.requirement().freeze, verdict.requirement().notify);
        assert_eq!(lasting(&silent), lasting(&best), "{fact} {state}: {reading:?}\n{text}");
        assert!(
            worst.requirement().is_at_least(*silent.requirement()),
            "{fact} {state}: {reading:?}\n{text}"
        );
        assert!(silent.least().score <= silent.score() && silent.score() <= silent.most().score);
        assert!(silent.least().outcome <= silent.outcome() && silent.outcome() <= silent.most().outcome);
        assert!(silent.least().rung <= silent.requirement().rung);
        assert!(silent.requirement().rung <= silent.most().rung);
    }
}

/// Another proof, or a younger one, and a confirmation never make an answer stricter.
pub fn proofs_never_make_stricter(dice: &mut Dice, policy: &Policy, reading: &Reading, text: &str) {
    let before = policy.judge(reading);
    for factor in Factor::ALL.iter().copied() {
        let held = reading.proofs().get(factor).map_or(u32::MAX, |held| held.seconds);
        let seconds = held.min(u32::try_from(dice.between(0, 1_000)).unwrap());
        let proof = ProofAge { seconds, channel: *dice.pick(Channel::ALL) };
        let after = policy.judge(&reading.with_proofs(reading.proofs().with(factor, proof)));
        assert!(after.outcome() <= before.outcome(), "{factor}: {reading:?}\n{text}");
        assert!(before.remaining().is_at_least(*after.remaining()), "{factor}: {reading:?}\n{text}");
    }
    let confirmed = |yes| policy.judge(&reading.with_confirmed(yes));
    assert!(confirmed(true).outcome() <= confirmed(false).outcome(), "{reading:?}\n{text}");
}

/// Contributions and cap lines sum exactly to the score.
pub fn contributions_add_up(policy: &Policy, reading: &Reading, text: &str) {
    let verdict = policy.judge(reading);
    let points: i16 = Ranked::ALL.iter().map(|fact| verdict.points(*fact)).sum();
    let metered: i16 = Metered::ALL.iter().map(|fact| verdict.metered_points(*fact)).sum();
    let clamps: i16 = Group::ALL.iter().map(|group| verdict.clamp(*group)).sum();
    assert_eq!(points + metered + clamps, verdict.score(), "{reading:?}\n{text}");
}
