//! Every reading of a small policy's facts, to be judged one by one.

use stepup::fact::{Measure, Metered, Ranked, State};
use stepup::factor::FactorSet;
use stepup::operation::{Channel, CustomerFlags};
use stepup::reading::{Reading, ReadingParts, metered_states};
use stepup::requirement::ProofAges;
use stepup::signal::scale;
use stepup::units::Currency;

use super::small::{MOVED, OPERATIONS, STATES, Small};

impl Small {
    /// Every closed reading of every operation that differs in the facts the policy speaks of: about every cut, in every state.
    pub fn readings(&self) -> Vec<Reading> {
        let mut all: Vec<Reading> = Vec::new();
        for operation in OPERATIONS {
            let mut blank = Reading::blank(&ReadingParts {
                operation,
                channel: Channel::App,
                flags: CustomerFlags::NONE,
                minute: 0,
                currency: Currency::CNY,
                enrolled: FactorSet::NONE,
                confirmed: false,
                out_of_order: false,
                proofs: ProofAges::NONE,
            });
            // What the policy does not name stands where it hinders nothing: known facts about it would only forbid others.
            for fact in Metered::ALL.iter().copied().filter(|fact| fact.is_measured()) {
                blank.set_metered_state(fact, State::NotApplicable);
            }
            let mut here = vec![blank];
            for fact in &self.ranked {
                // About the code's own edges and the moved ones.
                let moved: &[u16] = if *fact == Ranked::SimAge { &MOVED } else { &[] };
                let edges = scale(*fact).edges.iter().chain(moved).copied();
                let measures = [0].into_iter().chain(edges).map(Measure::known);
                let values: Vec<Measure> = measures.chain(STATES.map(Measure::of_state)).collect();
                here = here
                    .iter()
                    .flat_map(|reading| {
                        values.iter().map(|value| {
                            let mut with = *reading;
                            with.set(*fact, *value);
                            with
                        })
                    })
                    .collect();
            }
            for fact in &self.metered {
                let states = metered_states(*fact, operation);
                let known =
                    if states.contains(&State::Known) { vec![0, 1, 2, 3, 4, 5, 6] } else { Vec::new() };
                here = here
                    .iter()
                    .flat_map(|reading| {
                        let numbers = known.iter().map(|value| {
                            let mut with = *reading;
                            with.set_metered(*fact, *value);
                            with
                        });
                        let silent = states.iter().filter(|state| **state != State::Known).map(|state| {
                            let mut with = *reading;
                            with.set_metered_state(*fact, *state);
                            with
                        });
                        numbers.chain(silent).collect::<Vec<_>>()
                    })
                    .collect();
            }
            let closed = here.into_iter().filter_map(|reading| self.closed(reading));
            all.extend(closed);
        }
        all
    }

    /// The reading closed, where that moves nothing the policy speaks of.
    fn closed(&self, reading: Reading) -> Option<Reading> {
        let mut closed = reading;
        closed.close();
        let same = self.ranked.iter().all(|fact| closed.measure(*fact) == reading.measure(*fact))
            && self.metered.iter().all(|fact| closed.metered(*fact) == reading.metered(*fact));
        same.then_some(closed)
    }
}
