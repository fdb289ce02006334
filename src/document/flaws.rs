//! Flaws of a sealed policy as findings: where each stands, how to mend it, and what the policy accepts.

use core::ops::Range;

use crate::document::resolved::Noted;
use crate::document::tree::Draft;
use crate::fact::{Fact, MeterUnit, Metered, Ranked};
use crate::factor::FactorSet;
use crate::finding::{Code, Finding, Said};
use crate::policy::Policy;
use crate::requirement::Requirement;
use crate::signal::scale;
use crate::units::{Amount, Span};
use crate::verdict::Outcome;
use crate::verify::{DeadEnd, Flaw};

/// The flaws of a policy that nothing accepts, and acceptances of nothing, in the order of the text.
pub(super) fn flawed(draft: &Draft, policy: &Policy, notes: &[Noted]) -> Vec<Finding> {
    let mut used: Vec<(usize, Code)> = Vec::new();
    let mut findings: Vec<Finding> = Vec::new();
    for flaw in policy.flaws() {
        let told = told(policy, &flaw);
        let place = notes.iter().position(|noted| noted.is_about(&told));
        let noted = place.and_then(|place| notes.get(place));
        let accepted =
            noted.is_some_and(|noted| noted.notes.accept.iter().any(|(code, _)| *code == told.code));
        if accepted {
            used.extend(place.map(|place| (place, told.code)));
            continue;
        }
        let span = noted.map_or(0..0, |noted| noted.span.clone());
        findings.push(told.finding(draft, span));
    }
    for (place, noted) in notes.iter().enumerate() {
        for (code, _) in noted.notes.accept.iter().filter(|(code, _)| !used.contains(&(place, *code))) {
            findings.push(nothing_to_accept(draft, noted, *code));
        }
    }
    findings.sort_by_key(|finding| (finding.span.start, finding.code.code()));
    findings
}

fn nothing_to_accept(draft: &Draft, noted: &Noted, code: Code) -> Finding {
    let message = Said::new(
        format!("`{}` is accepted here, and not found", code.name()),
        format!("此处接受`{}`，但并未发现", code.name()),
    );
    let mending = Said::new("delete the acceptance", "删除该接受项");
    Finding::new(&draft.file, &draft.text, noted.span.clone(), Code::NothingToAccept, message, mending)
}

/// A flaw in words.
struct Told {
    code: Code,
    /// What it is about: a rule's id, an enrolment's place, or the whole policy.
    about: About,
    message: Said,
    mending: Said,
}

#[derive(PartialEq, Eq)]
enum About {
    Rule(String),
    Enrolment(usize),
    Whole,
}

impl Noted {
    fn is_about(&self, told: &Told) -> bool {
        match &told.about {
            About::Rule(id) => ["rule", "distrust"].contains(&self.section) && self.id == *id,
            About::Enrolment(place) => self.section == "enrolment" && self.id == place.to_string(),
            About::Whole => self.section == "policy",
        }
    }
}

impl Told {
    fn finding(self, draft: &Draft, span: Range<usize>) -> Finding {
        Finding::new(&draft.file, &draft.text, span, self.code, self.message, self.mending)
    }
}

fn told(policy: &Policy, flaw: &Flaw) -> Told {
    let id = |rule: usize| policy.rules().get(rule).map_or(String::new(), |rule| rule.id.clone());
    match flaw {
        Flaw::NeverFires { rule } => never_fires(id(*rule)),
        Flaw::Redundant { rule, by } => redundant(&id(*rule), by.map(id)),
        Flaw::Cliff { rule, fact, step: [_, above], outcomes } => {
            cliff(id(*rule), *fact, &measure(policy, *fact, *above), *outcomes)
        }
        Flaw::Splittable { rule } => splittable(id(*rule)),
        Flaw::Unused { signals } => unused(signals),
        Flaw::DeadEnd(end) => dead_end(policy, end),
        Flaw::NoCalendar { rule } => no_calendar(id(*rule)),
        Flaw::UnboundedLeak { each } => unbounded(&metered(policy, Metered::Amount, *each)),
    }
}

fn never_fires(id: String) -> Told {
    Told {
        code: Code::NeverFires,
        message: Said::new(
            format!("the rule `{id}` never fires: no reading meets its conditions together"),
            format!("规则`{id}`永不触发：没有任何情形同时满足其条件"),
        ),
        mending: Said::new("mend its conditions, or delete it", "修改条件，或删除该规则"),
        about: About::Rule(id),
    }
}

fn cliff(id: String, fact: Fact, at: &Said, [from, to]: [Outcome; 2]) -> Told {
    let (fact_zh, from_zh, to_zh) = (fact.name_zh(), from.name_zh(), to.name_zh());
    Told {
        code: Code::Cliff,
        about: About::Rule(id),
        message: Said::new(
            format!(
                "at {} {} the answer rises from {from} to {to}, all else at its best",
                fact.name(),
                at.en
            ),
            format!("{fact_zh}达到{}时，其余皆为最佳，答复由{from_zh}升至{to_zh}", at.zh),
        ),
        mending: Said::new(
            "put a milder step below it, or accept it: `accept = [{ code = \"P031\", reason = \"...\" }]`",
            "在其下设一个较轻的要求，或写明理由接受：`accept = [{ code = \"P031\", reason = \"……\" }]`",
        ),
    }
}

fn splittable(id: String) -> Told {
    Told {
        code: Code::Splittable,
        message: Said::new(
            format!("`{id}` looks at the single amount: who splits the sum gets below it"),
            format!("规则`{id}`只看单笔金额：拆分即可规避"),
        ),
        mending: Said::new(
            "name a total (`total_24h_from`), or add a rule about one that asks as much",
            "改用累计额（`total_24h_from`），或增设一条同等要求的累计规则",
        ),
        about: About::Rule(id),
    }
}

fn unused(signals: &[Ranked]) -> Told {
    let names: Vec<&str> = signals.iter().map(|signal| signal.name()).collect();
    let names = names.join(", ");
    Told {
        code: Code::UnusedSignal,
        about: About::Whole,
        message: Said::new(
            format!("neither points nor conditions use these signals: {names}"),
            format!("以下信号既无分值也无条件：{names}"),
        ),
        mending: Said::new(
            "give them points, or accept it at the top: `accept = [{ code = \"P038\", reason = \"...\" }]`",
            "给它们分值，或在文件开头写明理由接受：`accept = [{ code = \"P038\", reason = \"……\" }]`",
        ),
    }
}

fn unbounded(each: &str) -> Told {
    Told {
        code: Code::UnboundedLeak,
        about: About::Whole,
        message: Said::new(
            format!("any sum can leave in 24 hours, in transfers of {each}, and nothing is asked"),
            format!("以每笔{each}在24小时内可流出任意金额，而无任何要求"),
        ),
        mending: Said::new(
            "add a rule about a total (`total_24h_from`), or accept it at the top: \
             `accept = [{ code = \"P033\", reason = \"...\" }]`",
            "增设累计规则（`total_24h_from`），或在文件开头写明理由接受：\
             `accept = [{ code = \"P033\", reason = \"……\" }]`",
        ),
    }
}

fn no_calendar(id: String) -> Told {
    Told {
        code: Code::NoCalendar,
        message: Said::new(
            format!("`{id}` holds money for business days, and no calendar says which days those are"),
            format!("规则`{id}`按营业日延时，但未提供营业日历"),
        ),
        mending: Said::new(
            "add `[calendar]` with `from`, `until` and `holidays`, or accept it where the bank's core counts the days",
            "增设`[calendar]`，写明`from`、`until`与`holidays`；若由核心系统计算，可写明理由接受",
        ),
        about: About::Rule(id),
    }
}

fn redundant(id: &str, by: Option<String>) -> Told {
    let by = by.map_or_else(
        || Said::new("other rules", "其他规则"),
        |by| Said::new(format!("`{by}`"), format!("`{by}`")),
    );
    Told {
        code: Code::Redundant,
        about: About::Rule(id.to_owned()),
        message: Said::new(
            format!("the rule `{id}` changes nothing: wherever it fires, {} demand as much", by.en),
            format!("规则`{id}`不起作用：凡其触发之处，{}已有同等要求", by.zh),
        ),
        mending: Said::new("delete it, or mend what it demands", "删除它，或修改其要求"),
    }
}

fn dead_end(policy: &Policy, end: &DeadEnd) -> Told {
    let place = policy.enrolments().iter().position(|known| *known == (end.channel, end.factors));
    let unmet = unmet(policy, &end.unmet);
    let story = end.witness.as_ref().map_or_else(
        || {
            Said::new(
                "whether there is one was not found within the budget of work",
                "预算内未能判定是否存在",
            )
        },
        |witness| witness.story.clone(),
    );
    let (way, way_zh) = if end.frozen { (" of a frozen account", "冻结账户的") } else { ("", "") };
    Told {
        code: Code::DeadEnd,
        about: place.map_or(About::Whole, About::Enrolment),
        message: Said::new(
            format!("a dead end{way} on {}: {} cannot be met; {}", end.channel, unmet.en, story.en),
            format!("{}{way_zh}无路可走：无法满足{}；{}", end.channel.name_zh(), unmet.zh, story.zh),
        ),
        mending: Said::new(
            "add a rule that leads there to a person (`review = 1`), or a factor set that they have",
            "增设一条转人工的规则（`review = 1`），或其已登记的要素组合",
        ),
    }
}

/// The least demand that cannot be met, in words.
fn unmet(policy: &Policy, unmet: &Requirement) -> Said {
    let list = |set: FactorSet| set.iter().map(|factor| factor.name()).collect::<Vec<_>>().join(", ");
    let (mut en, mut zh) = (Vec::new(), Vec::new());
    if let Some(rung) = policy.rung(unmet.rung) {
        en.push(format!("`{}`", rung.name));
        zh.push(format!("`{}`", rung.name));
    }
    if !unmet.include.is_empty() {
        en.push(format!("`{}`", list(unmet.include)));
        zh.push(format!("`{}`", list(unmet.include)));
    }
    if unmet.kinds > 0 {
        en.push(format!("{} kinds of factor", unmet.kinds));
        zh.push(format!("{}类要素", unmet.kinds));
    }
    if unmet.refuse {
        en.push("a refusal".to_owned());
        zh.push("拒绝".to_owned());
    }
    if !unmet.distrusted.is_empty() {
        en.push(format!("while `{}` is distrusted", list(unmet.distrusted)));
        zh.push(format!("且`{}`不受信任", list(unmet.distrusted)));
    }
    Said::new(en.join(" "), zh.join(""))
}

/// A measure of a fact in words.
fn measure(policy: &Policy, fact: Fact, measure: i64) -> Said {
    match fact {
        Fact::Ranked(fact) => {
            let column = policy.ranked.iter().find(|column| column.fact == fact);
            let level = column
                .map_or(0, |column| column.edges.iter().filter(|edge| i64::from(**edge) <= measure).count());
            let level = scale(fact).levels.get(level);
            level.map_or(Said::new("", ""), |level| Said::new(level.name, level.name_zh))
        }
        Fact::Metered(fact) => {
            let shown = metered(policy, fact, measure);
            Said::new(shown.clone(), shown)
        }
    }
}

fn metered(policy: &Policy, fact: Metered, measure: i64) -> String {
    match fact.unit() {
        MeterUnit::Money => Amount::new(measure, policy.currency())
            .map_or_else(|_| measure.to_string(), |amount| format!("{amount} {}", policy.currency())),
        MeterUnit::Seconds => Span::from_seconds(u32::try_from(measure).unwrap_or(u32::MAX)).to_string(),
        MeterUnit::Count | MeterUnit::Points => measure.to_string(),
    }
}
