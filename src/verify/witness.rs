//! A witness: a reading that refutes a guarantee, and the situation told as a story.

use crate::fact::{Fact, Measure, MeterUnit, State};
use crate::factor::FactorSet;
use crate::finding::Said;
use crate::operation::{CustomerFlag, CustomerFlags};
use crate::policy::Policy;
use crate::reading::{Reading, ReadingParts};
use crate::requirement::ProofAges;
use crate::signal::scale;
use crate::units::{Amount, Span};
use crate::verify::class::Class;
use crate::verify::space::Space;

/// A reading that refutes a guarantee. It was judged again before it was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The reading.
    pub reading: Reading,
    /// What happens there, as one sentence.
    pub story: Said,
}

/// The reading behind one value a fact: each known cell at its least measure.
pub(super) fn reading(policy: &Policy, space: &Space, class: &Class, values: &[usize]) -> Reading {
    let mut reading = Reading::blank(&ReadingParts {
        operation: class.operation,
        channel: class.channel,
        flags: CustomerFlags::from_bits(class.flags),
        minute: class.minute,
        currency: policy.currency(),
        enrolled: FactorSet::NONE,
        confirmed: false,
        out_of_order: false,
        proofs: ProofAges::NONE,
    });
    for (axis, value) in space.axes.iter().zip(values) {
        let state = axis.state(*value).unwrap_or(State::Known);
        let cell = axis.cells.get(*value).copied().unwrap_or(0);
        match (axis.fact, state) {
            (Fact::Ranked(fact), State::Known) => {
                reading.set(fact, Measure::known(u16::try_from(cell).unwrap_or(Measure::MAX)));
            }
            (Fact::Ranked(fact), state) => reading.set(fact, Measure::of_state(state)),
            (Fact::Metered(fact), State::Known) => reading.set_metered(fact, cell),
            (Fact::Metered(fact), state) => reading.set_metered_state(fact, state),
        }
    }
    reading.close();
    reading
}

/// What stands out of the least suspicious, and then what is missing or too much.
pub(super) fn story(policy: &Policy, space: &Space, class: &Class, values: &[usize], but: &Said) -> Said {
    let mut en = vec![format!("{} on {}", class.operation, class.channel)];
    let mut zh = vec![format!("{}经{}", class.operation.name_zh(), class.channel.name_zh())];
    let flags = CustomerFlags::from_bits(class.flags);
    for flag in CustomerFlag::ALL.iter().copied().filter(|flag| flags.contains(*flag)) {
        en.push(format!("a customer who is {flag}"));
        zh.push(format!("{}客户", flag.name_zh()));
    }
    if class.minute > 0 {
        let (hour, minute) = (class.minute / 60, class.minute % 60);
        en.push(format!("at {hour:02}:{minute:02}"));
        zh.push(format!("{hour:02}:{minute:02}"));
    }
    for (axis, value) in space.axes.iter().zip(values) {
        let least = axis.state(*value).is_none() && *value == 0;
        let absent = axis.state(*value) == Some(State::NotApplicable);
        if least || absent {
            continue;
        }
        let (word, word_zh) = match (axis.state(*value), axis.fact) {
            (Some(state), _) => (state.name().to_owned(), state.name_zh().to_owned()),
            (None, Fact::Ranked(fact)) => {
                let level = scale(fact).levels.get(*value);
                level.map_or((String::new(), String::new()), |l| (l.name.to_owned(), l.name_zh.to_owned()))
            }
            (None, Fact::Metered(fact)) => {
                let cell = axis.cells.get(*value).copied().unwrap_or(0);
                let shown = match fact.unit() {
                    MeterUnit::Money => Amount::new(cell, policy.currency())
                        .map_or_else(|_| cell.to_string(), |amount| amount.to_string()),
                    MeterUnit::Seconds => {
                        Span::from_seconds(u32::try_from(cell).unwrap_or(u32::MAX)).to_string()
                    }
                    _ => cell.to_string(),
                };
                (shown.clone(), shown)
            }
        };
        en.push(format!("{} {word}", axis.fact.name()));
        zh.push(format!("{}{word_zh}", axis.fact.name_zh()));
    }
    Said::new(
        format!("{}, everything else at its best: {}", en.join(", "), but.en),
        format!("{}，其余皆为最佳：{}", zh.join("，"), but.zh),
    )
}
