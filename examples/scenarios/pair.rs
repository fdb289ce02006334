//! A story beside its twin: one fact changed, and the answers must differ.

use serde::Deserialize as _;
use stepup::finding::Said;
use stepup::policy::Policy;
use toml::{Table, Value};

use super::cast::Common;
use super::play::{Played, Spot, Wrong, play};
use super::story::{Story, Twin};

/// A story and its twin as they were played.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The story as it is written.
    pub story: Story,
    /// Its steps.
    pub played: Vec<Played>,
    /// Its twin's steps, and the index of the one that is compared.
    pub twin: Option<(Vec<Played>, usize)>,
    /// What fails that is of neither one step nor another.
    pub failures: Vec<Said>,
}

impl Pair {
    /// Everything that fails, with where.
    pub fn all_failures(&self) -> Vec<Said> {
        let of = |who: (&str, &str), played: &[Played]| {
            let steps = played.iter().enumerate();
            let said = steps.flat_map(|(index, step)| {
                step.failures.iter().map(move |failure| (index + 1, failure.clone()))
            });
            let placed = said.map(|(step, Said { en, zh })| {
                Said::new(format!("{}step {step}: {en}", who.0), format!("{}第{step}步：{zh}", who.1))
            });
            placed.collect::<Vec<_>>()
        };
        let mut all = of(("", ""), &self.played);
        if let Some((twin, _)) = &self.twin {
            all.extend(of(("twin, ", "孪生情形，"), twin));
        }
        all.extend(self.failures.iter().cloned());
        all
    }
}

/// Reads a story file and plays it and its twin.
///
/// # Errors
/// [`Wrong`] says what in the file cannot be played.
pub fn play_pair(story: Story, source: &Table, common: &Common, policy: &Policy) -> Result<Pair, Wrong> {
    whole(&story)?;
    let played = play(&story, common, policy)?;
    let Some(twin) = &story.twin else {
        return Ok(Pair { story, played, twin: None, failures: Vec::new() });
    };
    let wrong = Wrong::at(Spot::Twin);
    let number = twin.step.unwrap_or(story.step.len());
    let index = number.checked_sub(1).filter(|index| *index < story.step.len());
    let index = index.ok_or_else(|| wrong(format!("`step`: the story has no step {number}")))?;
    let other = twin_of(twin, source, index).map_err(&wrong)?;
    // WHY: what is wrong with the twin alone is wrong with what was changed, so that is the line to name.
    let answers = play(&other, common, policy).map_err(|inner| wrong(inner.said))?;
    let mut failures = Vec::new();
    if let (Some(one), Some(two)) = (played.get(index), answers.get(index))
        && answer(one) == answer(two)
    {
        failures.push(Said::new(
            format!("twin, step {number}: expected another answer than the story's, got the same"),
            format!("孪生情形，第{number}步：应与故事的结果不同，实为相同"),
        ));
    }
    Ok(Pair { story, played, twin: Some((answers, index)), failures })
}

/// A story that decides nothing, or expects nothing of a decision, would be as expected whatever happens.
fn whole(story: &Story) -> Result<(), Wrong> {
    if story.step.is_empty() {
        let said = "`step` is empty: a story decides at least once; write `[[step]]`".to_owned();
        return Err(Wrong { spot: Spot::Whole, said });
    }
    match story.step.iter().position(|step| step.expect.is_none()) {
        Some(index) => {
            let said =
                "`expect` is missing: what should be decided? At least `expect = { outcome = \"allow\" }`";
            Err(Wrong { spot: Spot::Step(index), said: said.to_owned() })
        }
        None => Ok(()),
    }
}

/// What counts as an answer: what is demanded, what remains, and the ways that are left.
fn answer(played: &Played) -> impl PartialEq + use<> {
    let verdict = played.decision.verdict();
    (verdict.outcome(), *verdict.requirement(), *verdict.remaining(), verdict.ways(), verdict.mismatch())
}

/// The story with the twin's one fact changed, and the twin's expectation instead of its own.
fn twin_of(twin: &Twin, source: &Table, index: usize) -> Result<Story, String> {
    let mut table = source.clone();
    table.remove("twin");
    let changes: Vec<(&String, &Value)> = twin.set.iter().collect();
    match (changes.as_slice(), &twin.unset) {
        ([(path, value)], None) => change(&mut table, path, Some((*value).clone()))?,
        ([], Some(path)) => change(&mut table, path, None)?,
        _ => return Err(ONE_FACT.to_owned()),
    }
    let mut story = Story::deserialize(Value::Table(table)).map_err(|error| error.message().to_owned())?;
    for step in &mut story.step {
        step.expect = None;
    }
    if let Some(step) = story.step.get_mut(index) {
        step.expect = Some(twin.expect.clone());
    }
    Ok(story)
}

const ONE_FACT: &str = "a twin differs in exactly one fact: one `set`, or one `unset`, of a single value such as \
    `step.1.pay`, or of one event, `history.+` or `history.1`";

/// Sets, adds or takes away the one fact that a path leads to.
fn change(table: &mut Table, path: &str, value: Option<Value>) -> Result<(), String> {
    let nowhere = || format!("`{path}` leads nowhere in this story");
    let mut whole = Value::Table(std::mem::take(table));
    let (head, last) = path.rsplit_once('.').unwrap_or(("", path));
    let is_event = head == "history" || head.ends_with(".then");
    if is_event && last == "+" {
        // WHY: a story without a history gets one.
        let (way, list) = head.rsplit_once('.').unwrap_or(("", head));
        if let Some(Value::Table(owner)) = reach(&mut whole, way) {
            owner.entry(list).or_insert_with(|| Value::Array(Vec::new()));
        }
    }
    let added = value.clone();
    let was = match (reach(&mut whole, head).ok_or_else(nowhere)?, value) {
        (Value::Table(owner), Some(value)) => owner.insert(last.to_owned(), value),
        (Value::Table(owner), None) => Some(owner.remove(last).ok_or_else(nowhere)?),
        (Value::Array(owner), Some(value)) if last == "+" => {
            owner.push(value);
            None
        }
        (Value::Array(owner), value) => {
            let index = place_in(last).filter(|index| *index < owner.len()).ok_or_else(nowhere)?;
            let old = owner.remove(index);
            if let Some(value) = value {
                owner.insert(index, value);
            }
            Some(old)
        }
        _ => return Err(nowhere()),
    };
    if was == added {
        return Err(format!("`{path}` is so in the story already"));
    }
    // WHY: a table holds several facts; only a whole event may come or go, and is never exchanged for another.
    let is_one = match (&was, &added) {
        (Some(Value::Table(_)), None) | (None, Some(Value::Table(_))) => is_event,
        (was, added) => [was, added].into_iter().flatten().all(is_single),
    };
    if !is_one {
        return Err(ONE_FACT.to_owned());
    }
    if let Value::Table(changed) = whole {
        *table = changed;
    }
    Ok(())
}

/// A value that is no collection of facts; a list of words, as of factors, is one value.
fn is_single(value: &Value) -> bool {
    match value {
        Value::Table(_) => false,
        Value::Array(items) => items.iter().all(|item| !matches!(item, Value::Table(_) | Value::Array(_))),
        _ => true,
    }
}

/// What a path leads to; the whole for an empty one.
fn reach<'v>(whole: &'v mut Value, path: &str) -> Option<&'v mut Value> {
    path.split('.').filter(|name| !name.is_empty()).try_fold(whole, |value, name| match value {
        Value::Table(table) => table.get_mut(name),
        Value::Array(array) => array.get_mut(place_in(name)?),
        _ => None,
    })
}

/// Places are counted from 1.
fn place_in(name: &str) -> Option<usize> {
    name.parse::<usize>().ok()?.checked_sub(1)
}
