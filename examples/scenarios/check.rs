//! Expectations held against a decision: each that fails says what was expected and what came.

use std::collections::BTreeSet;

use stepup::decision::Decision;
use stepup::explain::Explanation;
use stepup::fact::{Metered, Ranked};
use stepup::factor::FactorSet;
use stepup::finding::Said;
use stepup::language::Language;
use stepup::policy::Policy;
use stepup::profile::Profile;
use stepup::requirement::{Notice, Notices};
use stepup::signal::scale;
use stepup::units::{Amount, Span};
use stepup::verdict::Outcome;

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
struct Failures(Vec<Said>);

impl Failures {
    fn same<T: PartialEq>(
        &mut self,
        what: (&str, &str),
        expected: Option<T>,
        got: T,
        say: impl Fn(&T, Language) -> String,
    ) {
        let Some(expected) = expected.filter(|expected| *expected != got) else { return };
        let (en, zh) = (Language::English, Language::Chinese);
        self.0.push(Said::new(
            format!("{}: expected {}, got {}", what.0, say(&expected, en), say(&got, en)),
            format!("{}：应为{}，实为{}", what.1, say(&expected, zh), say(&got, zh)),
        ));
    }

    fn holds(&mut self, holds: bool, said: impl FnOnce() -> Said) {
        if !holds {
            self.0.push(said());
        }
    }
}

/// The expectations that do not hold.
///
/// # Errors
/// An expectation names something that there is not.
pub fn failures(expect: &Expect, decision: &Decision, scene: &Scene<'_>) -> Result<Vec<Said>, String> {
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
        found.holds(holds, || {
            Said::new(format!("softer in some part than step {number}"), format!("某部分比第{number}步宽松"))
        });
    }
    if let Some(number) = expect.habit_as_before {
        let holds = is_habit_same(&scene.step("habit_as_before", number)?.profile, scene.profile);
        found.holds(holds, || {
            Said::new(
                format!("habit: expected as before step {number}, got another"),
                format!("习惯：应与第{number}步之前相同，实已改变"),
            )
        });
    }
    Ok(found.0)
}

fn demands(expect: &Expect, decision: &Decision, policy: &Policy, found: &mut Failures) {
    let asked = *decision.verdict().requirement();
    let span = |lasting: Option<Lasting>| Some(lasting.map_or(Span::from_seconds(0), |lasting| lasting.0));
    let lasting = |span: &Span, l| if span.seconds() == 0 { none(l) } else { span.to_string() };
    let count = |demanded: &u8, l| if *demanded == 0 { none(l) } else { demanded.to_string() };
    let rung = |number: u8| policy.rung(number).map(|rung| rung.name.clone());
    let named = |name: &Option<String>, l| name.clone().unwrap_or_else(|| none(l));
    found.same(("outcome", "结果"), Some(expect.outcome.0), decision.outcome(), outcome);
    found.same(("rung", "认证阶梯"), Some(expect.rung.clone()), rung(asked.rung), named);
    found.same(("include", "附加因素"), Some(set(&expect.include)), asked.include, factors);
    found.same(("kinds", "因素类别数"), Some(expect.kinds), asked.kinds, count);
    let max_age = if asked.max_age == u32::MAX { 0 } else { asked.max_age };
    found.same(("max_age", "认证时效"), span(expect.max_age), Span::from_seconds(max_age), lasting);
    found.same(("confirm", "确认"), Some(expect.confirm), asked.confirm, yes);
    found.same(("hold", "延迟"), span(expect.hold), Span::from_seconds(asked.hold), lasting);
    found.same(("hold_days", "延迟工作日"), Some(expect.hold_days), asked.hold_days, count);
    let review = decision.remaining().review.max(asked.review);
    found.same(("review", "审核人数"), Some(expect.review), review, count);
    found.same(("refuse", "拒绝"), Some(expect.refuse), asked.refuse, yes);
    found.same(("freeze", "冻结"), Some(expect.freeze), asked.freeze, yes);
    let notices = expect.notify.iter().fold(Notices::NONE, |all, word| all.with(word.0));
    found.same(("notify", "通知"), Some(notices), asked.notify, |notices, l| {
        let told = Notice::ALL.iter().filter(|notice| notices.contains(**notice));
        list(told.map(|notice| l.of(notice.name(), notice.name_zh())), l)
    });
    found.same(("distrusted", "不可信因素"), Some(set(&expect.distrusted)), asked.distrusted, factors);
    found.same(("to a person", "转人工"), Some(expect.to_a_person), decision.verdict().is_routed(), yes);
    let left = expect.rung_left.clone().map(|name| Some(name).filter(|name| name != "none"));
    found.same(("rung left", "尚缺阶梯"), left, rung(decision.remaining().rung), named);
}

fn rules(expect: &Expect, why: &Explanation, policy: &Policy, found: &mut Failures) {
    let ids = |kind: &str| {
        let fired = why.fired.iter().filter(|one| one.kind == kind);
        fired.map(|one| one.id.clone()).collect::<BTreeSet<_>>()
    };
    let strange: Vec<&String> =
        expect.rules.iter().filter(|id| !policy.rules().iter().any(|rule| rule.id == **id)).collect();
    let say = |ids: &BTreeSet<String>, l| list(ids.iter(), l);
    let before = found.0.len();
    found.same(("rules", "规则"), Some(expect.rules.clone()), ids("rule"), say);
    // WHY: under another policy that is an answer like any other, not a mistake in the story.
    if let (Some(failure), false) = (found.0.get_mut(before), strange.is_empty()) {
        let ids = |l| list(strange.iter(), l);
        let (en, zh) = (ids(Language::English), ids(Language::Chinese));
        failure.en.push_str(&format!("; the policy `{}` has no rule {en}", policy.name()));
        failure.zh.push_str(&format!("；策略`{}`没有规则{zh}", policy.name()));
    }
    let exemption = expect.exemption.clone().into_iter().collect::<BTreeSet<_>>();
    found.same(("exemption", "豁免"), Some(exemption), ids("exemption"), say);
}

fn means(expect: &Expect, decision: &Decision, policy: &Policy, found: &mut Failures) {
    let verdict = decision.verdict();
    let sets = policy.ladder().sets().iter().enumerate();
    let open: Vec<FactorSet> =
        sets.filter(|(number, _)| verdict.ways() >> number & 1 == 1).map(|(_, set)| *set).collect();
    for way in expect.ways.iter().map(|way| set(way)) {
        let said = |l| (factors(&way, l), list(open.iter().map(|open| factors(open, l)), l));
        let ((way_en, open_en), (way_zh, open_zh)) = (said(Language::English), said(Language::Chinese));
        found.holds(open.contains(&way), || {
            Said::new(
                format!("ways: expected {way_en}, got {open_en}"),
                format!("可用方式：应有{way_zh}，实为{open_zh}"),
            )
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
    let as_is = |text: &String, _| text.clone();
    if let Some([least, most]) = expect.score {
        let (holds, score) = ((least..=most).contains(&verdict.score()), verdict.score());
        found.holds(holds, || {
            Said::new(
                format!("score: expected {least} to {most}, got {score}"),
                format!("评分：应为{least}至{most}，实为{score}"),
            )
        });
    }
    found.same(("risk", "风险"), expect.risk.clone(), why.risk.to_owned(), as_is);
    found.same(("tier", "等级"), expect.tier.clone(), why.tier.to_owned(), as_is);
    for (name, level) in &expect.levels {
        let fact =
            Ranked::from_name(name).ok_or_else(|| format!("no fact with levels is called `{name}`"))?;
        let levels = scale(fact).levels;
        if !levels.iter().any(|known| known.name == level) {
            let known = list(levels.iter().map(|level| level.name), Language::English);
            return Err(format!("`{name}` has no level `{level}`; one of: {known}"));
        }
        let got = levels.get(usize::from(verdict.level(fact))).map_or("", |level| level.name);
        found.same((name, fact.name_zh()), Some(level.clone()), got.to_owned(), as_is);
    }
    let unknown = expect.unknown.as_ref().map(|names| names.iter().map(String::as_str).collect());
    let got: BTreeSet<&str> = why.uncertain.iter().map(|fact| fact.fact).collect();
    found.same(("unknown", "未知"), unknown, got, |names: &BTreeSet<&str>, l| list(names.iter(), l));
    let bounds = expect.bounds.map(|bounds| bounds.map(|Named(outcome)| outcome));
    let got = [verdict.least().outcome, verdict.most().outcome];
    found.same(("bounds", "范围"), bounds, got, |[least, most], l| {
        format!("{} .. {}", outcome(least, l), outcome(most, l))
    });
    Ok(())
}

fn sums(expect: &Expect, decision: &Decision, policy: &Policy, found: &mut Failures) -> Result<(), String> {
    for (name, money) in &expect.sums {
        let fact = Metered::from_name(name).ok_or_else(|| format!("no sum is called `{name}`"))?;
        let expected = money.in_currency(policy.currency())?.minor();
        let got = decision.reading().metered(fact).unwrap_or(0);
        let say = |minor: &i64, _| {
            Amount::new(*minor, policy.currency()).map_or_else(|_| minor.to_string(), Amount::grouped)
        };
        found.same((name, fact.name_zh()), Some(expected), got, say);
    }
    Ok(())
}

fn outcome(outcome: &Outcome, language: Language) -> String {
    language.of(outcome.name(), outcome.name_zh()).to_owned()
}

fn factors(factors: &FactorSet, language: Language) -> String {
    list(factors.iter().map(|factor| factor.name()), language)
}

fn yes(yes: &bool, language: Language) -> String {
    if *yes { language.of("true", "是") } else { language.of("false", "否") }.to_owned()
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

fn none(language: Language) -> String {
    language.of("none", "无").to_owned()
}

/// Names side by side; `none` where there is none.
fn list<T: AsRef<str>>(names: impl Iterator<Item = T>, language: Language) -> String {
    let names: Vec<String> = names.map(|name| name.as_ref().to_owned()).collect();
    if names.is_empty() { none(language) } else { names.join(language.of(", ", "、")) }
}
