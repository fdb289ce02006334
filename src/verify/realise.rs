//! A witness made real: a request and a customer's past whose reading refutes too.
//!
//! A witness is a reading, and not every reading arises. Here one that does is built fact by fact: what a request says
//! itself is said so, what memory decides is lived through, event by event. Where two facts get in each other's way the
//! next plan gives way elsewhere; the caller's predicate has the last word, on what [`Reading::of`] makes of it.

mod asked;
mod lived;
mod moved;
mod plan;

use crate::profile::Profile;
use crate::reading::Reading;
use crate::request::Request;
use crate::units::Currency;
use crate::verify::realise::plan::Plan;

/// A request and a profile that produce a reading which refutes, as [`Policy::decide`](crate::policy::Policy::decide) sees
/// them: of one customer, one key and the policy's currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Realised {
    /// The request.
    pub request: Request,
    /// The customer's profile, made by observing events.
    pub profile: Profile,
}

/// A request and a profile like a reading, of which a predicate holds; `None` where no plan led there, so that the reading
/// stays abstract. The same every time; at most sixteen pasts of a few hundred events are tried: about a millisecond.
pub fn realise(
    reading: &Reading,
    currency: Currency,
    holds: impl Fn(&Reading) -> bool,
) -> Option<Box<Realised>> {
    let mut tried: Vec<Plan> = Vec::new();
    for plan in plan::plans(reading, currency) {
        if tried.contains(&plan) {
            continue;
        }
        let built = build(&plan);
        tried.push(plan);
        if let Some(real) = built.filter(|real| holds(&Reading::of(&real.request, &real.profile))) {
            return Some(Box::new(real));
        }
    }
    None
}

fn build(plan: &Plan) -> Option<Realised> {
    let flows = moved::Flows::of(plan);
    let request = Request::new(asked::fields(plan, &flows)?).ok()?;
    let profile = lived::profile(plan, &flows)?;
    Some(Realised { request, profile })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::{Measure, Metered, Ranked, State};
    use crate::factor::FactorSet;
    use crate::operation::{Channel, CustomerFlags, Operation};
    use crate::reading::ReadingParts;
    use crate::requirement::ProofAges;
    use crate::signal::scale;

    fn blank(operation: Operation, channel: Channel) -> Reading {
        Reading::blank(&ReadingParts {
            operation,
            channel,
            flags: CustomerFlags::NONE,
            minute: 0,
            currency: Currency::CNY,
            enrolled: FactorSet::NONE,
            confirmed: false,
            out_of_order: false,
            proofs: ProofAges::NONE,
        })
    }

    fn facts() -> impl Iterator<Item = Ranked> {
        Ranked::ALL.iter().copied().filter(|fact| fact.is_measured())
    }

    /// A transfer in the app with every ranked fact at one measure.
    fn all_at(measure: Measure) -> Reading {
        let mut reading = blank(Operation::Transfer, Channel::App);
        facts().for_each(|fact| reading.set(fact, measure));
        reading
    }

    fn level(reading: &Reading, fact: Ranked) -> u8 {
        let (scale, measure) = (scale(fact), reading.measure(fact));
        match measure.value() {
            Some(value) => u8::try_from(scale.edges.iter().filter(|edge| **edge <= value).count()).unwrap(),
            None => scale.of_state(measure.state()),
        }
    }

    /// What cannot be at its best beside a level, how far it rises, and why.
    const RISES: [(Ranked, u8, Ranked, u8, &str); 7] = [
        (
            Ranked::Network,
            2,
            Ranked::Place,
            2,
            "a line that hides where it is makes a journey of who was seen",
        ),
        (Ranked::Network, 3, Ranked::Place, 2, "likewise"),
        (Ranked::Network, 4, Ranked::Place, 2, "likewise"),
        (Ranked::Probing, 2, Ranked::Device, 1, "a trusted phone sees few failures elsewhere"),
        (Ranked::OwnLimit, 1, Ranked::Payee, 1, "what stays here is within any limit of the day"),
        (Ranked::Coercion, 3, Ranked::Payee, 1, "a reported scam is not about an account of one's own"),
        (Ranked::Tier, 3, Ranked::Device, 1, "who has a trusted phone and a usual place is not new"),
    ];

    #[test]
    fn every_level_of_every_fact_is_realised_with_all_else_at_its_best() {
        let best = all_at(Measure::known(0));
        for fact in facts() {
            for (at, measure) in (0_u8..).zip([0].iter().chain(scale(fact).edges)) {
                let mut reading = best;
                reading.set(fact, Measure::known(*measure));
                reading.close();
                let most = |other: Ranked| {
                    let rises = RISES.iter().find(|row| (row.0, row.1, row.2) == (fact, at, other));
                    rises.map_or(0, |row| row.3)
                };
                let alone =
                    |got: &Reading| facts().all(|other| other == fact || level(got, other) <= most(other));
                let real = realise(&reading, Currency::CNY, |got| level(got, fact) == at && alone(got));
                assert!(real.is_some(), "{fact} {at}");
            }
        }
    }

    /// Whoever is built had an account before anything happened to it, and its phone.
    #[test]
    fn no_past_begins_before_its_account_was_opened() {
        use crate::verify::names::{PHONE, phone};
        for tier in 0..=3 {
            let mut reading = all_at(Measure::known(0));
            reading.set(Ranked::Tier, Measure::known(tier));
            reading.close();
            let real = realise(&reading, Currency::CNY, |got| level(got, Ranked::Tier) == tier as u8);
            let profile = real.unwrap_or_else(|| panic!("tier {tier}")).profile;
            let opened = profile.counters().opened;
            let bound = profile.bound_device(phone(PHONE)).map(|device| device.bound);
            assert!(bound.is_none_or(|bound| bound >= opened), "tier {tier}: {bound:?} before {opened:?}");
            assert!(tier > 2 || bound.is_some(), "tier {tier}");
        }
    }

    /// The states in which a fact of a request and a profile can be; every other state arises nowhere.
    fn states(fact: Ranked) -> &'static [State] {
        use State::{Invalid, Late, Missing, NotApplicable, Unlearned};
        match fact {
            // The profile always says.
            Ranked::Dormancy
            | Ranked::Probing
            | Ranked::PasswordAge
            | Ranked::SimAge
            | Ranked::EnrolmentAge
            | Ranked::Frozen
            | Ranked::Tier => &[],
            Ranked::Hour => &[Unlearned],
            // The profile says, of whatever moves money; or of a device, where there is one.
            Ranked::AmountHabit | Ranked::OutflowHabit | Ranked::PassThrough | Ranked::Attempts => {
                &[NotApplicable]
            }
            Ranked::Place => &[NotApplicable, Unlearned, Missing, Late, Invalid],
            _ => &[NotApplicable, Missing, Late, Invalid],
        }
    }

    #[test]
    fn every_state_that_arises_is_realised_and_no_other() {
        for fact in facts() {
            for state in State::ALL.iter().copied().filter(|state| *state != State::Known) {
                let mut made = 0;
                for operation in [Operation::Transfer, Operation::WealthPurchase, Operation::BalanceQuery] {
                    for channel in [Channel::App, Channel::Phone, Channel::Counter] {
                        for rest in [Measure::of_state(State::NotApplicable), Measure::known(0)] {
                            let mut reading = blank(operation, channel);
                            facts().for_each(|fact| reading.set(fact, rest));
                            reading.set(fact, Measure::of_state(state));
                            reading.close();
                            let real = realise(&reading, Currency::CNY, |got| {
                                got.measure(fact).state() == state && got.operation() == operation
                            });
                            made += u32::from(real.is_some());
                        }
                    }
                }
                assert_eq!(made > 0, states(fact).contains(&state), "{fact} {state}");
            }
        }
    }

    /// Two plans share one reading for each sum or count: it is aimed at alone, and met within what a profile rounds up.
    #[test]
    fn every_sum_and_count_is_realised_alone() {
        let metered = Metered::ALL.iter().copied().filter(|fact| fact.is_measured());
        for fact in metered {
            for value in [1, 2, 9, 60, 5_000_000] {
                if fact.unit() == crate::fact::MeterUnit::Count && value > 100 {
                    continue;
                }
                let mut reading = all_at(Measure::known(0));
                reading.set(Ranked::Payee, Measure::known(2));
                reading.set_metered(fact, value);
                reading.close();
                let near = |got: &Reading| {
                    let got = got.metered(fact).unwrap_or(-1);
                    got >= value && got <= value + value / 100_000
                };
                assert!(realise(&reading, Currency::CNY, near).is_some(), "{fact} {value}");
            }
        }
    }

    #[test]
    fn what_never_refutes_stays_abstract_after_sixteen_pasts() {
        let tried = core::cell::Cell::new(0);
        let reading = all_at(Measure::known(3));
        let never = |_: &Reading| {
            tried.set(tried.get() + 1);
            false
        };
        assert!(realise(&reading, Currency::CNY, never).is_none());
        assert!((4..=16).contains(&tried.get()), "{}", tried.get());
    }
}
