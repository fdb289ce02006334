//! What a story came to, in words: one line a step for the table, the whole for machines.

use serde::Serialize;
use stepup::explain::{Explanation, WrongPolicy};
use stepup::fact::{Ranked, State};
use stepup::finding::Said;
use stepup::language::Language;
use stepup::policy::Policy;
use stepup::signal::scale;
use stepup::units::Amount;
use stepup::verdict::Outcome;

use super::pair::Pair;
use super::play::Played;
use super::story::Title;

/// Reasons that are shown of one decision.
const REASONS: usize = 3;

/// A text in both languages.
pub fn said(title: &Title, language: Language) -> &str {
    language.of(&title.en, &title.zh)
}

/// One decision as a line of the table.
#[derive(Clone, Debug)]
pub struct Line {
    /// The story, twin or step.
    pub title: String,
    /// The score.
    pub score: String,
    /// The band of the score.
    pub risk: String,
    /// The customer's tier.
    pub tier: String,
    /// The answer in one word.
    pub outcome: Outcome,
    /// What is to be done.
    pub to_do: String,
    /// The top reasons.
    pub reasons: String,
    /// What fails.
    pub failures: Vec<Said>,
}

/// The line of one step.
///
/// # Errors
/// The decision names another policy.
pub fn line(
    title: String,
    played: &Played,
    policy: &Policy,
    language: Language,
) -> Result<Line, WrongPolicy> {
    let why = played.decision.explain(policy)?;
    let verdict = played.decision.verdict();
    let level = |fact: Ranked| {
        let level = scale(fact).levels.get(usize::from(verdict.level(fact)));
        level.map_or("", |level| language.of(level.name, level.name_zh)).to_owned()
    };
    Ok(Line {
        title,
        score: verdict.score().to_string(),
        risk: level(Ranked::Risk),
        tier: level(Ranked::Tier),
        outcome: verdict.outcome(),
        to_do: to_do(&why, language),
        reasons: reasons(&why, policy, language).join(language.of(", ", "，")),
        failures: played.failures.clone(),
    })
}

/// What is to be done; where something is not known, how far the answer could lie from here.
fn to_do(why: &Explanation, language: Language) -> String {
    let say = |said: &Said| language.of(&said.en, &said.zh).to_owned();
    let mut parts: Vec<String> = why.to_do.iter().map(say).collect();
    if why.routed_to_a_person {
        parts.push(language.of("nothing enrolled will do", "已登记方式均不可用").to_owned());
    }
    if let Some(bounds) = why.bounds {
        let names: Vec<&str> =
            why.uncertain.iter().map(|fact| language.of(fact.fact, fact.fact_zh)).collect();
        let word = |name: &str| {
            let outcome = Outcome::from_name(name).unwrap_or(Outcome::Refuse);
            language.of(outcome.name(), outcome.name_zh())
        };
        let (least, most) = (word(bounds.least_outcome), word(bounds.most_outcome));
        let names = names.join(language.of(", ", "、"));
        parts.push(match language {
            Language::English if least == most => format!("(whatever {names} is)"),
            Language::Chinese if least == most => format!("（{names}不影响结果）"),
            Language::English => format!("({least} to {most}, for want of {names})"),
            Language::Chinese => format!("（缺{names}：{least}至{most}）"),
        });
    }
    parts.join(language.of(", ", "，"))
}

/// What weighed most: the strictest rules that fired, then the facts with the most points; where nothing speaks
/// against the customer, what speaks for them.
fn reasons(why: &Explanation, policy: &Policy, language: Language) -> Vec<String> {
    let mut rules: Vec<((u8, u32, u8), &str)> = Vec::new();
    for fired in why.fired.iter().filter(|fired| fired.kind == "rule") {
        let rule = policy.rules().iter().find(|rule| rule.id == fired.id);
        rules.extend(rule.map(|rule| {
            let demand = &rule.demand;
            ((Outcome::of(demand).rank(), demand.hold, demand.rung), rule.id.as_str())
        }));
    }
    rules.sort_by_key(|(strictness, _)| std::cmp::Reverse(*strictness));
    let others = why.fired.iter().filter(|fired| fired.kind == "exemption" || fired.kind == "distrust");
    let mut reasons: Vec<String> = others.map(|fired| fired.id.clone()).collect();
    reasons.extend(rules.iter().map(|(_, id)| (*id).to_owned()));
    reasons.truncate(REASONS - 1);
    const NOT_APPLICABLE: &str = State::NotApplicable.name();
    let mut facts: Vec<_> =
        why.contributions.iter().filter(|fact| fact.points != 0 && fact.state != NOT_APPLICABLE).collect();
    facts.sort_by_key(|fact| (fact.points < 0, -fact.points.abs()));
    let against = facts.iter().any(|fact| fact.points > 0);
    for fact in facts.iter().filter(|fact| !against || fact.points > 0) {
        let (name, level) = (language.of(fact.fact, fact.fact_zh), language.of(&fact.level, &fact.level_zh));
        reasons.push(format!("{name} {level} {:+}", fact.points));
    }
    reasons.truncate(REASONS);
    reasons
}

/// A step in a few words: its own title, or when, how much and to whom; with the date where it is not that of the first.
pub fn step_title(played: &Played, first: &Played, policy: &Policy, language: Language) -> String {
    let step = &played.step;
    let is_same_day = played.at.date_naive() == first.at.date_naive();
    let at = played.at.format(if is_same_day { "%H:%M" } else { "%m-%d %H:%M" });
    if let Some(title) = &step.title {
        return format!("{at} {}", said(title, language));
    }
    let operation = played.decision.reading().operation();
    let what = match &step.pay {
        Some(money) => {
            let amount =
                money.in_currency(policy.currency()).map_or_else(|_| money.0.clone(), Amount::grouped);
            match &step.to {
                Some(to) => format!("{amount} → {to}"),
                None => format!("{} {amount}", language.of(operation.name(), operation.name_zh())),
            }
        }
        None => language.of(operation.name(), operation.name_zh()).to_owned(),
    };
    format!("{at} {what}")
}

/// A story for machines.
#[derive(Serialize)]
pub struct StoryReport {
    /// The file.
    pub file: String,
    /// What it is about.
    pub title: Title,
    /// Its steps.
    pub steps: Vec<StepReport>,
    /// Its twin.
    pub twin: Option<TwinReport>,
    /// What fails; nothing where everything is as expected.
    pub failures: Vec<String>,
}

/// A twin for machines.
#[derive(Serialize)]
pub struct TwinReport {
    /// In what it differs.
    pub title: Title,
    /// The step that is compared, from 1.
    pub step: usize,
    /// Its steps.
    pub steps: Vec<StepReport>,
}

/// A step for machines.
#[derive(Serialize)]
pub struct StepReport {
    /// When, by the customer's clock.
    pub at: String,
    /// What is asked for.
    pub what: String,
    /// What the customer is told, English.
    pub message: String,
    /// The same, Chinese.
    pub message_zh: String,
    /// The whole reckoning.
    pub explanation: Explanation,
}

/// A pair for machines.
///
/// # Errors
/// A decision names another policy.
pub fn report(file: &str, pair: &Pair, policy: &Policy) -> Result<StoryReport, WrongPolicy> {
    let steps = |all: &[Played]| {
        let Some(first) = all.first() else { return Ok(Vec::new()) };
        let of = |played: &Played| {
            Ok(StepReport {
                at: played.at.to_rfc3339(),
                what: step_title(played, first, policy, Language::English),
                message: played.decision.message(policy, Language::English)?,
                message_zh: played.decision.message(policy, Language::Chinese)?,
                explanation: played.decision.explain(policy)?,
            })
        };
        all.iter().map(of).collect::<Result<Vec<_>, WrongPolicy>>()
    };
    let twin = match (&pair.story.twin, &pair.twin) {
        (Some(twin), Some((played, index))) => {
            Some(TwinReport { title: twin.title.clone(), step: index + 1, steps: steps(played)? })
        }
        _ => None,
    };
    Ok(StoryReport {
        file: file.to_owned(),
        title: pair.story.title.clone(),
        steps: steps(&pair.played)?,
        twin,
        failures: pair.all_failures().into_iter().map(|failure| failure.en).collect(),
    })
}
