//! Changes in words for analysts: "face alone would do if device were known". They name thresholds: not for customers.

use crate::fact::{Fact, MeterUnit, State};
use crate::finding::Said;
use crate::phrase::{demands, shown};
use crate::policy::Policy;
use crate::requirement::Requirement;
use crate::signal::scale;
use crate::verify::chain::Turn;
use crate::verify::nearest::{Change, Step};

impl Change {
    /// The change as a sentence without a full stop, with the policy that it was found for.
    #[must_use]
    pub fn said(&self, policy: &Policy) -> Said {
        let parts = demands(&self.requirement, policy);
        let list: Vec<&str> = parts.iter().map(|part| part.en.as_str()).collect();
        let list_zh: Vec<&str> = parts.iter().map(|part| part.zh.as_str()).collect();
        let (list, list_zh) = (list.join(", "), list_zh.join("、"));
        let (asked, asked_zh) = match self.turn {
            _ if self.requirement == Requirement::NOTHING => {
                ("nothing would be demanded".to_owned(), "无任何要求".to_owned())
            }
            Turn::Softer if parts.len() == 1 => (format!("{list} alone would do"), format!("仅需{list_zh}")),
            Turn::Softer => (format!("{list} would do"), format!("只需{list_zh}")),
            Turn::Harder => (format!("{list} would be demanded"), format!("将要求{list_zh}")),
        };
        let steps: Vec<Said> = self.steps.iter().map(|step| step.said(self.turn, policy)).collect();
        let conditions: Vec<&str> = steps.iter().map(|step| step.en.as_str()).collect();
        let conditions_zh: Vec<&str> = steps.iter().map(|step| step.zh.as_str()).collect();
        Said::new(
            format!("{asked} if {}", conditions.join(" and ")),
            format!("若{}，则{asked_zh}", conditions_zh.join("且")),
        )
    }
}

impl Step {
    /// The step as a condition: `device were known`, `amount were below 5,000.00 CNY`.
    fn said(&self, turn: Turn, policy: &Policy) -> Said {
        let (name, name_zh) = (self.fact.name(), self.fact.name_zh());
        // WHY: what is known differs from what was only assumed, also where the level is the same.
        let (silent, silent_zh) = match self.from {
            Ok(_) | Err(State::Known) => (String::new(), String::new()),
            Err(state) => (format!(" ({})", state.name()), format!("（{}）", state.name_zh())),
        };
        let fact = match self.fact {
            Fact::Ranked(fact) => {
                let level = scale(fact).levels.get(usize::from(self.to_level));
                let (level, level_zh) = level.map_or(("", ""), |level| (level.name, level.name_zh));
                return Said::new(
                    format!("{name}{silent} were {level}"),
                    format!("{name_zh}{silent_zh}为{level_zh}"),
                );
            }
            Fact::Metered(fact) => fact,
        };
        let unit =
            if fact.unit() == MeterUnit::Money { format!(" {}", policy.currency()) } else { String::new() };
        match turn {
            Turn::Softer => {
                let value = shown(fact, self.to.saturating_add(1), policy);
                Said::new(
                    format!("{name}{silent} were below {}{unit}", value.en),
                    format!("{name_zh}{silent_zh}低于{}{unit}", value.zh),
                )
            }
            Turn::Harder => {
                let value = shown(fact, self.to, policy);
                Said::new(
                    format!("{name}{silent} were {}{unit} or more", value.en),
                    format!("{name_zh}{silent_zh}达到{}{unit}", value.zh),
                )
            }
        }
    }
}
