//! A witness made real: a request and a customer's past whose reading refutes too.
//!
//! A witness is a reading, and not every reading arises. Here one that does is built fact by fact: what a request says
//! itself is said so, what memory decides is lived through, event by event. Where two facts get in each other's way the
//! next plan gives way elsewhere; the caller's predicate has the last word, on what [`Reading::of`] makes of it.

mod asked;
mod lived;
mod moved;
mod names;
mod plan;
mod region;

use crate::profile::Profile;
use crate::reading::Reading;
use crate::request::Request;
use crate::units::Currency;
use crate::verify::realise::plan::Plan;

pub(super) use region::is_inside;

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
/// stays abstract. The same every time; at most sixteen pasts of a few hundred events are tried.
pub(super) fn realise(
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

    fn best() -> Reading {
        let mut reading = blank(Operation::Transfer, Channel::App);
        facts().for_each(|fact| reading.set(fact, Measure::known(0)));
        reading.close();
        reading
    }

    fn level(fact: Ranked, measure: Measure) -> u8 {
        let scale = scale(fact);
        match measure.value() {
            Some(value) => u8::try_from(scale.edges.iter().filter(|edge| **edge <= value).count()).unwrap(),
            None => scale.of_state(measure.state()),
        }
    }

    #[test]
    fn probe_levels_each() {
        for fact in facts() {
            for (at, measure) in core::iter::once(0).chain(scale(fact).edges.iter().copied()).enumerate() {
                let at = u8::try_from(at).unwrap();
                for (what, mut reading) in
                    [("blank", blank(Operation::Transfer, Channel::App)), ("best", best())]
                {
                    reading.set(fact, Measure::known(measure));
                    reading.close();
                    let real = realise(&reading, Currency::CNY, |got| level(fact, got.measure(fact)) == at);
                    let Some(real) = real else {
                        println!("{what} {fact} {at}: abstract");
                        continue;
                    };
                    let got = Reading::of(&real.request, &real.profile);
                    let off: Vec<String> = facts()
                        .filter(|other| {
                            *other != fact
                                && level(*other, got.measure(*other)) > level(*other, reading.measure(*other))
                                && what == "best"
                        })
                        .map(|other| format!("{other} {:?}", got.measure(other)))
                        .collect();
                    if !off.is_empty() || got.measure(fact) != reading.measure(fact) {
                        println!("{what} {fact} {at}: {:?} for {measure}; above: {off:?}", got.measure(fact));
                    }
                }
            }
        }
    }

    #[test]
    fn probe_states_each() {
        for fact in facts() {
            for state in State::ALL.iter().copied().filter(|state| *state != State::Known) {
                let mut made = Vec::new();
                for operation in Operation::ALL.iter().copied() {
                    for channel in [Channel::App, Channel::Phone, Channel::Counter] {
                        for measure in [Measure::of_state(State::NotApplicable), Measure::known(0)] {
                            let mut reading = blank(operation, channel);
                            facts().for_each(|fact| reading.set(fact, measure));
                            reading.set(fact, Measure::of_state(state));
                            reading.close();
                            if realise(&reading, Currency::CNY, |got| {
                                got.measure(fact).state() == state
                                    && got.operation() == operation
                                    && got.channel() == channel
                            })
                            .is_some()
                            {
                                made.push(format!("{operation}/{channel}"));
                            }
                        }
                    }
                }
                println!(
                    "{fact} {state}: {}",
                    if made.is_empty() { "abstract".to_owned() } else { made.len().to_string() }
                );
            }
        }
    }
}
