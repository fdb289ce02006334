//! A witness: a reading that refutes a guarantee, and the situation told as a story.

use crate::fact::{Fact, Measure, MeterUnit, Metered, State};
use crate::factor::FactorSet;
use crate::finding::Said;
use crate::operation::{CustomerFlag, CustomerFlags};
use crate::policy::Policy;
use crate::reading::{Reading, ReadingParts};
use crate::requirement::ProofAges;
use crate::signal::scale;
use crate::units::{Amount, Span};
use crate::verify::ask::Ground;
use crate::verify::axis::{Axis, Side, highest, lowest};
use crate::verify::class::Class;
use crate::verify::realise::{Realised, realise};
use crate::verify::room::Room;

/// A reading that refutes a guarantee. It was judged again before it was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The reading.
    pub reading: Reading,
    /// What happens there, as one sentence, and at its end whether a real request shows it.
    pub story: Said,
    /// A request and a profile whose reading refutes as well, and which need not be this reading; `None` where none was
    /// built, so that the reading is abstract: it may arise or not.
    pub realised: Option<Box<Realised>>,
}

impl Witness {
    /// A witness that was judged again, made real where that can be done: `holds` says whether a reading refutes.
    pub(super) fn new(
        policy: &Policy,
        reading: Reading,
        story: Said,
        holds: impl Fn(&Reading) -> bool,
    ) -> Self {
        let realised = realise(&reading, policy.currency(), holds);
        let (en, zh) = match realised {
            Some(_) => (", as a real request shows", "，真实请求可以重现"),
            None => (", abstractly: no request was built for it", "，仅为抽象：未能构造出相应的请求"),
        };
        let story = Said::new(format!("{}{en}", story.en), format!("{}{zh}", story.zh));
        Self { reading, story, realised }
    }
}

/// The reading behind one value a fact: each known cell at its least measure.
pub(super) fn reading(ground: &Ground<'_>, class: &Class, values: &[usize]) -> Reading {
    let [policy, _] = ground.policies();
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
    for (axis, value) in ground.space.axes.iter().zip(values) {
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
pub(super) fn story(
    ground: &Ground<'_>,
    class: &Class,
    values: &[usize],
    reading: &Reading,
    but: &Said,
) -> Said {
    let (mut en, mut zh) = circumstances(class);
    for (axis, value) in ground.space.axes.iter().zip(values) {
        let least = axis.state(*value).is_none() && *value == 0;
        let absent = axis.state(*value) == Some(State::NotApplicable);
        if least || absent {
            continue;
        }
        let word = match axis.fact {
            // A total is at least the amount, also where its cell begins below.
            Fact::Metered(fact) => match reading.metered(fact) {
                Ok(measure) => amount(ground, fact, measure),
                Err(state) => Said::new(state.name(), state.name_zh()),
            },
            Fact::Ranked(_) => word(ground, axis, *value),
        };
        en.push(format!("{} {}", axis.fact.name(), word.en));
        zh.push(format!("{}{}", axis.fact.name_zh(), word.zh));
    }
    Said::new(
        format!("{}, everything else at its best: {}", en.join(", "), but.en),
        format!("{}，其余皆为最佳：{}", zh.join("，"), but.zh),
    )
}

/// A room in words: what each fact that it narrows may still be.
pub(super) fn region(ground: &Ground<'_>, class: &Class, room: &Room) -> Said {
    let (mut en, mut zh) = circumstances(class);
    let axes = ground.space.axes.iter().zip(room.masks()).zip(&ground.space.whole);
    for ((axis, mask), whole) in axes {
        let known = mask & axis.known();
        if known == whole & axis.known() || known == 0 {
            continue;
        }
        let (from, upto) = (word(ground, axis, lowest(known)), word(ground, axis, highest(known)));
        let name = (axis.fact.name(), axis.fact.name_zh());
        if from == upto {
            en.push(format!("{} {}", name.0, from.en));
            zh.push(format!("{}{}", name.1, from.zh));
        } else {
            en.push(format!("{} {} to {}", name.0, from.en, upto.en));
            zh.push(format!("{}{}至{}", name.1, from.zh, upto.zh));
        }
    }
    let (least, most) = room.score(Side::First);
    if room.is_bounded(Side::First) {
        en.push(format!("score {least} to {most}"));
        zh.push(format!("评分{least}至{most}"));
    }
    Said::new(en.join(", "), zh.join("，"))
}

fn circumstances(class: &Class) -> (Vec<String>, Vec<String>) {
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
    (en, zh)
}

/// A value of a fact in words: a level, where the two policies cut alike, else both; an amount, a count; a state.
fn word(ground: &Ground<'_>, axis: &Axis, value: usize) -> Said {
    if let Some(state) = axis.state(value) {
        return Said::new(state.name(), state.name_zh());
    }
    match axis.fact {
        Fact::Ranked(fact) => {
            let level = |side| usize::try_from(axis.worth_of(side, value)).ok();
            let named = |side| level(side).and_then(|level| scale(fact).levels.get(level));
            match (named(Side::First), named(Side::Second)) {
                (Some(one), Some(two)) if one != two => Said::new(
                    format!("{} (now {})", one.name, two.name),
                    format!("{}（现为{}）", one.name_zh, two.name_zh),
                ),
                (Some(one), _) => Said::new(one.name, one.name_zh),
                (None, _) => Said::new("", ""),
            }
        }
        Fact::Metered(fact) => amount(ground, fact, axis.cells.get(value).copied().unwrap_or(0)),
    }
}

/// A measure of a metered fact in words.
fn amount(ground: &Ground<'_>, fact: Metered, measure: i64) -> Said {
    let [policy, _] = ground.policies();
    let shown = match fact.unit() {
        MeterUnit::Money => Amount::new(measure, policy.currency())
            .map_or_else(|_| measure.to_string(), |amount| amount.to_string()),
        MeterUnit::Seconds => Span::from_seconds(u32::try_from(measure).unwrap_or(u32::MAX)).to_string(),
        _ => measure.to_string(),
    };
    Said::new(shown.clone(), shown)
}
