//! Expectations held against a decision: each that fails says what was expected and what came.

use std::collections::BTreeSet;

use stepup::decision::Decision;
use stepup::explain::Explanation;
use stepup::fact::{Metered, Ranked};
use stepup::factor::FactorSet;
use stepup::policy::Policy;
use stepup::profile::Profile;
use stepup::requirement::{Notice, Notices};
use stepup::signal::scale;
use stepup::units::{Amount, Span};

use super::happen::set;
use super::play::Played;
use super::story::Expect;
use super::words::{Lasting, Named};

/// What a decision is checked beside.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The policy that decided.
    pub policy: &'a Policy,
    /// The profile that it was decided from.
    pub profile: &'a Profile,
    /// The steps before.
    pub earlier: &'a [Played],
}

impl Scene<'_> {
    /// An earlier step, counted from 1.
    fn step(&self, key: &str, number: usize) -> Result<&Played, String> {
        let step = number.checked_sub(1).and_then(|index| self.earlier.get(index));
        step.ok_or_else(|| format!("`{key}`: {number} is no earlier step"))
    }
}

/// What fails, in the order of the expectation.
struct Failures(Vec<String>);

impl Failures {
    fn same<T: PartialEq>(&mut self, what: &str, expected: Option<T>, got: T, say: impl Fn(&T) -> String) {
        if let Some(expected) = expected.filter(|expected| *expected != got) {
            self.0.push(format!("{what}: expected {}, got {}", say(&expected), say(&got)));
        }
    }

    fn holds(&mut self, holds: bool, said: impl FnOnce() -> String) {
        if !holds {
            self.0.push(said());
        }
    }
}

/// The expectations that do not hold.
///
/// # Errors
/// An expectation names something that there is not.
pub fn failures(expect: &Expect, decision: &Decision, scene: &Scene<'_>) -> Result<Vec<String>, String> {
    let why = decision.explain(scene.policy).map_err(|error| error.to_string())?;
    let mut found = Failures(Vec::new());
    demands(expect, decision, scene.policy, &mut found);
    rules(expect, &why, scene.policy, &mut found);
    means(expect, decision, scene.policy, &mut found);
    reckoning(expect, decision, &why, &mut found)?;
    sums(expect, decision, scene.policy, &mut found)?;
    if let Some(number) = expect.not_softer_than {
        let milder = *scene.step("not_softer_than", number)?.decision.verdict().requirement();
        let holds = decision.verdict().requirement().is_at_least(milder);
        found.holds(holds, || format!("softer in some part than step {number}"));
    }
    if let Some(number) = expect.habit_as_before {
        let holds = is_habit_same(&scene.step("habit_as_before", number)?.profile, scene.profile);
        found.holds(holds, || format!("habit: expected as before step {number}, got another"));
    }
    Ok(found.0)
}

fn demands(expect: &Expect, decision: &Decision, policy: &Policy, found: &mut Failures) {
    let asked = *decision.verdict().requirement();
    let yes = |expected: bool| Some(expected);
    let span = |lasting: Option<Lasting>| Some(lasting.map_or(Span::from_seconds(0), |lasting| lasting.0));
    let number = |demanded: u8| if demanded == 0 { "none".to_owned() } else { demanded.to_string() };
    let lasting = |span: &Span| if span.seconds() == 0 { "none".to_owned() } else { span.to_string() };
    let names = |factors: &FactorSet| list(factors.iter().map(|factor| factor.name()));
    let rung = |number: u8| policy.rung(number).map_or_else(none, |rung| rung.name.clone());
    found.same("outcome", Some(expect.outcome.0), decision.outcome(), ToString::to_string);
    found.same("rung", Some(expect.rung.clone().unwrap_or_else(none)), rung(asked.rung), Clone::clone);
    found.same("include", Some(set(&expect.include)), asked.include, names);
    found.same("kinds", Some(expect.kinds), asked.kinds, |kinds| number(*kinds));
    let max_age = if asked.max_age == u32::MAX { 0 } else { asked.max_age };
    found.same("max_age", span(expect.max_age), Span::from_seconds(max_age), lasting);
    found.same("confirm", yes(expect.confirm), asked.confirm, ToString::to_string);
    found.same("hold", span(expect.hold), Span::from_seconds(asked.hold), lasting);
    found.same("hold_days", Some(expect.hold_days), asked.hold_days, |days| number(*days));
    let review = decision.remaining().review.max(asked.review);
    found.same("review", Some(expect.review), review, |people| number(*people));
    found.same("refuse", yes(expect.refuse), asked.refuse, ToString::to_string);
    found.same("freeze", yes(expect.freeze), asked.freeze, ToString::to_string);
    let notices = expect.notify.iter().fold(Notices::NONE, |all, word| all.with(word.0));
    found.same("notify", Some(notices), asked.notify, |notices| {
        list(Notice::ALL.iter().filter(|notice| notices.contains(**notice)).map(|notice| notice.name()))
    });
    found.same("distrusted", Some(set(&expect.distrusted)), asked.distrusted, names);
    found.same("to a person", yes(expect.to_a_person), decision.verdict().is_routed(), ToString::to_string);
    found.same("rung left", expect.rung_left.clone(), rung(decision.remaining().rung), Clone::clone);
}

fn rules(expect: &Expect, why: &Explanation, policy: &Policy, found: &mut Failures) {
    let ids = |kind: &str| {
        let fired = why.fired.iter().filter(|one| one.kind == kind);
        fired.map(|one| one.id.clone()).collect::<BTreeSet<_>>()
    };
    let strange: Vec<&String> =
        expect.rules.iter().filter(|id| !policy.rules().iter().any(|rule| rule.id == **id)).collect();
    let say = |ids: &BTreeSet<String>| list(ids.iter());
    let before = found.0.len();
    found.same("rules", Some(expect.rules.clone()), ids("rule"), say);
    // WHY: under another policy that is an answer like any other, not a mistake in the story.
    if let (Some(failure), false) = (found.0.get_mut(before), strange.is_empty()) {
        failure.push_str(&format!("; the policy `{}` has no rule {}", policy.name(), list(strange.iter())));
    }
    let exemption = expect.exemption.clone().unwrap_or_else(none);
    found.same("exemption", Some(exemption), say(&ids("exemption")), Clone::clone);
}

fn means(expect: &Expect, decision: &Decision, policy: &Policy, found: &mut Failures) {
    let verdict = decision.verdict();
    let names = |factors: &FactorSet| list(factors.iter().map(|factor| factor.name()));
    let sets = policy.ladder().sets().iter().enumerate();
    let open: Vec<FactorSet> =
        sets.filter(|(number, _)| verdict.ways() >> number & 1 == 1).map(|(_, set)| *set).collect();
    for way in expect.ways.iter().map(|way| set(way)) {
        found.holds(open.contains(&way), || {
            format!("ways: expected {}, got {}", names(&way), list(open.iter().map(names)))
        });
    }
}

fn reckoning(
    expect: &Expect,
    decision: &Decision,
    why: &Explanation,
    found: &mut Failures,
) -> Result<(), String> {
    let verdict = decision.verdict();
    if let Some([least, most]) = expect.score {
        let holds = (least..=most).contains(&verdict.score());
        found.holds(holds, || format!("score: expected {least} to {most}, got {}", verdict.score()));
    }
    found.same("risk", expect.risk.clone(), why.risk.to_owned(), Clone::clone);
    found.same("tier", expect.tier.clone(), why.tier.to_owned(), Clone::clone);
    for (name, level) in &expect.levels {
        let fact =
            Ranked::from_name(name).ok_or_else(|| format!("no fact with levels is called `{name}`"))?;
        let levels = scale(fact).levels;
        if !levels.iter().any(|known| known.name == level) {
            let known = list(levels.iter().map(|level| level.name));
            return Err(format!("`{name}` has no level `{level}`; one of: {known}"));
        }
        let got = levels.get(usize::from(verdict.level(fact))).map_or("", |level| level.name);
        found.same(name, Some(level.as_str()), got, ToString::to_string);
    }
    let unknown = expect.unknown.as_ref().map(|names| names.iter().map(String::as_str).collect());
    let got: BTreeSet<&str> = why.uncertain.iter().map(|fact| fact.fact).collect();
    found.same("unknown", unknown, got, |names: &BTreeSet<&str>| list(names.iter().copied()));
    let bounds = expect.bounds.map(|bounds| bounds.map(|Named(outcome)| outcome));
    let got = [verdict.least().outcome, verdict.most().outcome];
    found.same("bounds", bounds, got, |[least, most]| format!("{least} .. {most}"));
    Ok(())
}

fn sums(expect: &Expect, decision: &Decision, policy: &Policy, found: &mut Failures) -> Result<(), String> {
    for (name, money) in &expect.sums {
        let fact = Metered::from_name(name).ok_or_else(|| format!("no sum is called `{name}`"))?;
        let expected = money.in_currency(policy.currency())?.minor();
        let got = decision.reading().metered(fact).unwrap_or(0);
        let say = |minor: &i64| {
            Amount::new(*minor, policy.currency()).map_or_else(|_| minor.to_string(), Amount::grouped)
        };
        found.same(name, Some(expected), got, say);
    }
    Ok(())
}

/// Whether two profiles have learned the same of the customer's ways.
fn is_habit_same(one: &Profile, two: &Profile) -> bool {
    let now = two.high_water();
    one.amount_habit() == two.amount_habit()
        && one.outflow_habit() == two.outflow_habit()
        && [false, true].iter().all(|weekend| one.hours(*weekend) == two.hours(*weekend))
        && one.places(now).eq(two.places(now))
        && one.last_seen() == two.last_seen()
}

fn none() -> String {
    "none".to_owned()
}

/// Names side by side; `none` where there is none.
fn list<T: AsRef<str>>(names: impl Iterator<Item = T>) -> String {
    let names: Vec<String> = names.map(|name| name.as_ref().to_owned()).collect();
    if names.is_empty() { none() } else { names.join(", ") }
}
