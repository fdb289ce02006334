//! The decision in words: the whole reckoning for analysts, a few safe sentences for customers; English and Chinese.

mod changes;
mod words;

use core::fmt::Write as _;

use serde::Serialize;
use thiserror::Error;

use crate::bits::Bits;
use crate::bytes::digits;
use crate::decision::Decision;
use crate::fact::{Group, Metered, Ranked, State};
use crate::finding::Said;
use crate::language::Language;
use crate::phrase::{demands, shown};
use crate::policy::Policy;
use crate::signal::scale;
use crate::verdict::{Mismatch, Outcome};

pub use changes::{Changes, WrongInputs};
use words::{Told, customer, mending, way};

/// A decision can only be explained with the policy that made it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "the decision was made by another policy than `{given}`; load the one with the identity that it names"
)]
pub struct WrongPolicy {
    /// The name of the policy that was given.
    pub given: String,
}

/// The whole reckoning of one decision, for analysts and auditors. It names levels and thresholds: not for customers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The answer in one word.
    pub outcome: &'static str,
    /// Why request, profile and policy do not belong together; `none` if they do.
    pub mismatch: &'static str,
    /// What is wrong with them, and how to mend it.
    pub mending: Option<Said>,
    /// Whether the request is older than the latest event that its profile has seen.
    pub out_of_order: bool,
    /// The score, in points.
    pub score: i16,
    /// The score's band.
    pub risk: &'static str,
    /// The customer's tier.
    pub tier: &'static str,
    /// The operation's grade.
    pub grade: &'static str,
    /// What each fact contributed; with the clamps these add up to the score.
    pub contributions: Vec<Contribution>,
    /// What floors and caps of evidence groups changed.
    pub clamps: Vec<Clamp>,
    /// Rules, distrusts and exemptions that took effect.
    pub fired: Vec<Fired>,
    /// What the rules demand.
    pub demanded: Vec<Said>,
    /// What is still to be done.
    pub to_do: Vec<Said>,
    /// Factor sets that would do, with this enrolment on this channel.
    pub ways: Vec<Vec<&'static str>>,
    /// Whether nothing that is enrolled meets the answer, so that it goes to a person.
    pub routed_to_a_person: bool,
    /// Facts that are missing, late or invalid.
    pub uncertain: Vec<Uncertain>,
    /// How far the answer could lie from here, were they known.
    pub bounds: Option<Bounds>,
    /// What would change the answer; only where it was asked for, by [`Decision::explain_with`].
    pub changes: Option<Changes>,
    /// The policy, as 64 hexadecimal digits.
    pub policy: String,
    /// The semantics number.
    pub semantics: u16,
}

/// What one fact contributed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Contribution {
    /// Stable reason code: the fact and its level, such as `device:unknown`; a metered fact alone, such as `amount`.
    pub code: String,
    /// The fact.
    pub fact: &'static str,
    /// The fact in Chinese.
    pub fact_zh: &'static str,
    /// Its level, or its value for a metered fact.
    pub level: String,
    /// The level in Chinese.
    pub level_zh: String,
    /// `known`, or the state that stands in for a measure.
    pub state: &'static str,
    /// Points.
    pub points: i16,
}

/// What the floor or cap of an evidence group changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Clamp {
    /// The group.
    pub group: &'static str,
    /// The group in Chinese.
    pub group_zh: &'static str,
    /// Points added (floor) or taken away (cap).
    pub points: i16,
}

/// One rule, distrust or exemption that took effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fired {
    /// Its id.
    pub id: String,
    /// `rule`, `shadow rule`, `distrust` or `exemption`.
    pub kind: &'static str,
    /// Why the bank has it.
    pub reason: String,
}

/// A fact that is missing, late or invalid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Uncertain {
    /// The fact.
    pub fact: &'static str,
    /// The fact in Chinese.
    pub fact_zh: &'static str,
    /// Its state.
    pub state: &'static str,
}

/// How low and how high the answer could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Bounds {
    /// Least score.
    pub least_score: i16,
    /// Greatest score short of an accusation.
    pub most_score: i16,
    /// Mildest outcome.
    pub least_outcome: &'static str,
    /// Strictest outcome short of an accusation.
    pub most_outcome: &'static str,
}

impl Decision {
    /// The whole reckoning, for analysts.
    ///
    /// # Errors
    /// [`WrongPolicy`] where the decision names another policy.
    pub fn explain(&self, policy: &Policy) -> Result<Explanation, WrongPolicy> {
        self.check(policy)?;
        let verdict = self.verdict();
        let level = |fact: Ranked| {
            scale(fact).levels.get(usize::from(verdict.level(fact))).map_or("", |level| level.name)
        };
        let uncertain = uncertain(self);
        let bounds = verdict.is_uncertain().then(|| Bounds {
            least_score: verdict.least().score,
            most_score: verdict.most().score,
            least_outcome: verdict.least().outcome.name(),
            most_outcome: verdict.most().outcome.name(),
        });
        Ok(Explanation {
            outcome: verdict.outcome().name(),
            mismatch: verdict.mismatch().name(),
            mending: mending(verdict.mismatch()),
            out_of_order: self.reading().is_out_of_order(),
            score: verdict.score(),
            risk: level(Ranked::Risk),
            tier: level(Ranked::Tier),
            grade: level(Ranked::Grade),
            contributions: contributions(self, policy),
            clamps: clamps(self),
            fired: fired(self, policy),
            demanded: demands(verdict.requirement(), policy),
            to_do: demands(verdict.remaining(), policy),
            ways: ways(self, policy),
            routed_to_a_person: verdict.is_routed(),
            uncertain,
            bounds,
            changes: None,
            policy: digits(verdict.policy()),
            semantics: verdict.semantics(),
        })
    }

    /// A few sentences for the customer: what happens and what they can do. The same for everybody of whom the same
    /// is asked: it reveals neither a threshold nor which of their circumstances led to it.
    ///
    /// # Errors
    /// [`WrongPolicy`] where the decision names another policy.
    pub fn message(&self, policy: &Policy, language: Language) -> Result<String, WrongPolicy> {
        self.check(policy)?;
        let mut ways = ways(self, policy);
        // WHY: the shortest ways first, and few enough to read.
        ways.sort_by_key(Vec::len);
        let routed = self.verdict().is_routed();
        let told = Told { outcome: self.outcome(), remaining: self.remaining(), ways: &ways, routed };
        Ok(customer(&told, language))
    }

    fn check(&self, policy: &Policy) -> Result<(), WrongPolicy> {
        if self.verdict().policy() == policy.identity() {
            Ok(())
        } else {
            Err(WrongPolicy { given: policy.name().to_owned() })
        }
    }
}

impl Explanation {
    /// The reckoning as lines for reading.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let mut out = String::new();
        // WHY: writing to a String cannot fail, so the results carry nothing.
        let _infallible = self.write(&mut out, language);
        out
    }

    fn write(&self, out: &mut String, language: Language) -> core::fmt::Result {
        let of = |english, chinese| language.of(english, chinese);
        let outcome = Outcome::from_name(self.outcome).unwrap_or(Outcome::Refuse);
        writeln!(out, "{:<10} {}", of("outcome", "结果"), of(outcome.name(), outcome.name_zh()))?;
        if let Some(mismatch) =
            Mismatch::from_name(self.mismatch).filter(|mismatch| *mismatch != Mismatch::None)
        {
            let why = self.mending.as_ref().map_or("", |said| of(&said.en, &said.zh));
            let name = of(mismatch.name(), mismatch.name_zh());
            return writeln!(out, "{:<10} {name}: {why}", of("mismatch", "不匹配"));
        }
        if self.out_of_order {
            let late = of(
                "older than what the profile has seen; no time has passed since",
                "早于档案已记录的最新事件；按未经过时间处理",
            );
            writeln!(out, "{:<10} {late}", of("order", "顺序"))?;
        }
        let (risk, tier) =
            (level_name(Ranked::Risk, self.risk, language), level_name(Ranked::Tier, self.tier, language));
        writeln!(out, "{:<10} {} ({risk})", of("score", "评分"), self.score)?;
        writeln!(out, "{:<10} {tier}", of("tier", "等级"))?;
        for line in self.contributions.iter().filter(|line| line.points != 0 || line.state != "known") {
            let (fact, level) = (of(line.fact, line.fact_zh), of(&line.level, &line.level_zh));
            let state = State::from_name(line.state).filter(|state| *state != State::Known);
            let state =
                state.map_or(String::new(), |state| format!(" ({})", of(state.name(), state.name_zh())));
            writeln!(out, "  {:>+5}  {fact} = {level}{state}", line.points)?;
        }
        for clamp in &self.clamps {
            let group = of(clamp.group, clamp.group_zh);
            let what = if clamp.points < 0 { of("cap", "上限") } else { of("floor", "下限") };
            writeln!(out, "  {:>+5}  {what} {group}", clamp.points)?;
        }
        for fired in &self.fired {
            writeln!(out, "  {}  {}  {}", of(fired.kind, kind_zh(fired.kind)), fired.id, fired.reason)?;
        }
        let say = |said: &Said| language.of(&said.en, &said.zh).to_owned();
        let list = |saids: &[Said]| saids.iter().map(say).collect::<Vec<_>>().join("; ");
        writeln!(out, "{:<10} {}", of("demanded", "要求"), list(&self.demanded))?;
        writeln!(out, "{:<10} {}", of("to do", "待办"), list(&self.to_do))?;
        for names in &self.ways {
            writeln!(out, "  {} {}", of("by", "可用"), way(names, language))?;
        }
        if let Some(bounds) = &self.bounds {
            let names: Vec<&str> = self.uncertain.iter().map(|fact| of(fact.fact, fact.fact_zh)).collect();
            let Bounds { least_score, most_score, .. } = bounds;
            let word =
                |name| Outcome::from_name(name).map_or("", |outcome| of(outcome.name(), outcome.name_zh()));
            let (least_outcome, most_outcome) = (word(bounds.least_outcome), word(bounds.most_outcome));
            let label = of("unknown", "未知");
            writeln!(
                out,
                "{label:<10} {}: {least_score} .. {most_score}, {least_outcome} .. {most_outcome}",
                names.join(", ")
            )?;
        }
        self.changes.as_ref().map_or(Ok(()), |changes| changes.write(out, language))
    }
}

/// The name of a level in a language, by its English one.
fn level_name(fact: Ranked, name: &'static str, language: Language) -> &'static str {
    let level = scale(fact).levels.iter().find(|level| level.name == name);
    level.map_or(name, |level| language.of(level.name, level.name_zh))
}

fn kind_zh(kind: &str) -> &'static str {
    match kind {
        "distrust" => "不信任",
        "exemption" => "豁免",
        "shadow rule" => "影子规则",
        _ => "规则",
    }
}

fn contributions(decision: &Decision, policy: &Policy) -> Vec<Contribution> {
    let (reading, verdict) = (decision.reading(), decision.verdict());
    let ranked = Ranked::ALL.iter().copied().filter(|fact| fact.is_measured()).map(|fact| {
        let level = scale(fact).levels.get(usize::from(verdict.level(fact)));
        let (name, name_zh) = level.map_or(("", ""), |level| (level.name, level.name_zh));
        Contribution {
            code: format!("{fact}:{name}"),
            fact: fact.name(),
            fact_zh: fact.name_zh(),
            level: name.to_owned(),
            level_zh: name_zh.to_owned(),
            state: reading.measure(fact).state().name(),
            points: verdict.points(fact),
        }
    });
    let metered = Metered::ALL.iter().copied().filter(|fact| fact.has_points()).map(|fact| {
        let value = reading.metered(fact);
        let state = |state: State| Said::new(state.name(), state.name_zh());
        let text = value.map_or_else(state, |value| shown(fact, value, policy));
        Contribution {
            code: fact.name().to_owned(),
            fact: fact.name(),
            fact_zh: fact.name_zh(),
            level: text.en,
            level_zh: text.zh,
            state: value.map_or_else(State::name, |_| State::Known.name()),
            points: verdict.metered_points(fact),
        }
    });
    ranked.chain(metered).collect()
}

fn clamps(decision: &Decision) -> Vec<Clamp> {
    let groups = Group::ALL.iter().map(|group| (group, decision.verdict().clamp(*group)));
    let changed = groups.filter(|(_, points)| *points != 0);
    changed.map(|(group, points)| Clamp { group: group.name(), group_zh: group.name_zh(), points }).collect()
}

fn fired(decision: &Decision, policy: &Policy) -> Vec<Fired> {
    let numbers = Bits(*decision.verdict().fired()).iter();
    let found = numbers.filter_map(|number| {
        if let Some(rule) = policy.rules().get(number) {
            let kind = match (rule.distrust, rule.shadow) {
                (true, _) => "distrust",
                (false, true) => "shadow rule",
                (false, false) => "rule",
            };
            return Some(Fired { id: rule.id.clone(), kind, reason: rule.reason.clone() });
        }
        let exemption = policy.exemptions().get(number.checked_sub(policy.rules().len())?)?;
        Some(Fired { id: exemption.id.clone(), kind: "exemption", reason: exemption.reason.clone() })
    });
    found.collect()
}

fn ways(decision: &Decision, policy: &Policy) -> Vec<Vec<&'static str>> {
    let numbers = Bits([decision.verdict().ways()]).iter();
    let sets = numbers.filter_map(|number| policy.ladder().sets().get(number));
    sets.map(|set| set.iter().map(|factor| factor.name()).collect()).collect()
}

fn uncertain(decision: &Decision) -> Vec<Uncertain> {
    let reading = decision.reading();
    let ranked = Ranked::ALL.iter().filter(|fact| fact.is_measured());
    let ranked = ranked.map(|fact| (fact.name(), fact.name_zh(), reading.measure(*fact).state()));
    let metered = Metered::ALL.iter().filter(|fact| fact.is_measured());
    let metered = metered
        .map(|fact| (fact.name(), fact.name_zh(), reading.metered(*fact).err().unwrap_or(State::Known)));
    let silent = ranked.chain(metered).filter(|(_, _, state)| state.is_uncertain());
    silent.map(|(fact, fact_zh, state)| Uncertain { fact, fact_zh, state: state.name() }).collect()
}
