//! What is proved of a policy: its guarantees, what can leak, that no answer is a dead end, and what was found.

use maud::{Markup, html};
use stepup::document::Node;
use stepup::factor::FactorSet;
use stepup::finding::Code;
use stepup::guarantee::Region;
use stepup::operation::Channel;
use stepup::policy::Policy;
use stepup::requirement::Requirement;
use stepup::rule::Circumstances;
use stepup::verify::{Flaw, Leaked, Proof};

use super::super::plain;
use super::super::prove::{verdict, why};
use super::super::words::money;
use super::{Shown, both, words};

/// Each guarantee, with a tick and what was proved.
pub fn guarantees(shown: &Shown) -> Markup {
    let policy = shown.policy();
    html! {
        section #guarantees {
            h2 { (words("Guarantees", "保证")) }
            p.note { (words(
                "Proved for every reading there is, not for examples, each time the policy is loaded.",
                "每次加载策略时对所有可能情形逐一证明，而非抽样。",
            )) }
            @if policy.guarantees().is_empty() { p.none { (words("This policy promises nothing.", "此策略没有保证。")) } }
            ol.entries { @for (guarantee, proven) in policy.guarantees().iter().zip(&shown.proven) {
                @let tick = match proven.proof {
                    Proof::Proved => "✓",
                    Proof::Refuted(_) | Proof::Leaks(_) => "✗",
                    Proof::Undecided(_) => "?",
                    Proof::Empty => "∅",
                };
                li {
                    div.id {
                        code { (guarantee.id) }
                        span.tick.proved[proven.proof == Proof::Proved] { (tick) " " (both(&verdict(&proven.proof))) }
                    }
                    p.said { (both(&plain::guarantee(guarantee, policy))) }
                    @if let Some(why) = why(&proven.proof, policy) { p.reason { (both(&why)) } }
                }
            } }
        }
    }
}

/// The numbers of the rungs, from the lowest up.
fn rungs(policy: &Policy) -> impl Iterator<Item = u8> {
    (1..=u8::MAX).zip(policy.ladder().rungs()).map(|(rung, _)| rung)
}

/// The most that leaves in 24 hours before each rung is asked for.
pub fn leaks(policy: &Policy) -> Markup {
    let region = Region { from: Vec::new(), upto: Vec::new(), circumstances: Circumstances::ANY };
    let rows: Vec<(Requirement, _)> = rungs(policy)
        .map(|rung| {
            let before = Requirement { rung, ..Requirement::NOTHING };
            (before, policy.leak(before, &region))
        })
        .collect();
    html! {
        section #leaks {
            h2 { (words("What can leak", "流失上限")) }
            p.note { (words(
                "The most that leaves in any 24 hours before so much is asked, by the worst schedule of transfers, where everything but the sums is as usual.",
                "除金额外一切如常时，以最坏的转账顺序，任意24小时内在提出该要求之前最多可流出的金额。",
            )) }
            div.wide { table.plain {
                thead { tr {
                    th scope="col" { (words("before", "在此要求之前")) }
                    th scope="col" { (words("to one payee", "同一收款人")) }
                    th scope="col" { (words("to all payees", "全部收款人")) }
                } }
                tbody { @for (before, leak) in &rows { tr {
                    th scope="row" { (both(&plain::demand(before, policy))) }
                    td { (leaked(&leak.to_one, policy)) }
                    td { (leaked(&leak.to_all, policy)) }
                } } }
            } }
        }
    }
}

fn leaked(leaked: &Leaked, policy: &Policy) -> Markup {
    html! {
        @match leaked.minor() {
            Some(minor) => b { (money(minor, policy)) },
            None => b { (words("no bound", "无上限")) },
        }
        small { (both(&leaked.said(policy.currency()))) }
    }
}

/// Which rung each enrolment can reach, and whether any answer leads nowhere.
pub fn dead_ends(policy: &Policy) -> Markup {
    let flaws = policy.flaws();
    let ends = |channel: Channel, factors: FactorSet| {
        flaws.iter().filter_map(move |flaw| match flaw {
            Flaw::DeadEnd(end) if end.channel == channel && end.factors == factors => Some(end),
            _ => None,
        })
    };
    let rungs: Vec<u8> = rungs(policy).collect();
    html! {
        section #dead-ends {
            h2 { (words("No dead ends", "没有死路")) }
            p.note { (words(
                "What customers of a channel have, which rungs they can reach with it, and whether every answer there can be met or leads to a person.",
                "各渠道客户已登记的认证因素、可达到的认证级别，以及每个答复是否都能满足或转人工。",
            )) }
            @if policy.enrolments().is_empty() { p.none { (words("No enrolment is declared.", "未声明登记情况。")) } }
            @else { div.wide { table.plain {
                thead { tr {
                    th scope="col" { (words("channel", "渠道")) }
                    th scope="col" { (words("enrolled", "已登记")) }
                    @for rung in &rungs { th scope="col" { (policy.rung(*rung).map_or("", |rung| &rung.name)) } }
                    th scope="col" { (words("every answer", "每个答复")) }
                } }
                tbody { @for (channel, factors) in policy.enrolments() { tr {
                    th scope="row" { (words(channel.name(), channel.name_zh())) }
                    td { (both(&plain::factors(*factors, ", ", "、"))) }
                    @for rung in &rungs { td.centre { (reach(policy, *channel, *factors, *rung)) } }
                    td { (way_out(ends(*channel, *factors).map(|end| end.as_ref()), policy)) }
                } } }
            } } }
        }
    }
}

fn way_out<'a>(ends: impl Iterator<Item = &'a stepup::verify::DeadEnd>, policy: &Policy) -> Markup {
    let ends: Vec<_> = ends.collect();
    html! {
        @if ends.is_empty() { span.tick.proved { "✓ " (words("met, or to a person", "可满足或转人工")) } }
        @for end in ends {
            span.tick { "✗ " (both(&plain::demand(&end.unmet, policy))) }
            @if let Some(witness) = &end.witness { small { (both(&witness.story)) } }
        }
    }
}

/// Whether a rung can be reached with these factors on that channel.
fn reach(policy: &Policy, channel: Channel, factors: FactorSet, rung: u8) -> Markup {
    let ladder = policy.ladder();
    let excluded = ladder.excluded(channel);
    let usable =
        |set: &FactorSet| set.iter().all(|factor| factors.contains(factor) && !excluded.contains(factor));
    let own = usize::from(rung).checked_sub(1).and_then(|at| ladder.rungs().get(at));
    let sets = own.and_then(|own| ladder.sets().get(usize::from(own.first)..)).unwrap_or(&[]);
    // A higher rung that is met meets every lower one.
    if sets.iter().any(usable) {
        html! { span.tick.proved title="reached 可达" { "✓" } }
    } else {
        html! { span.tick title="not reached 不可达" { "–" } }
    }
}

/// What was found when the policy was sealed.
pub fn findings(shown: &Shown) -> Markup {
    let findings = &shown.sealed.findings.0;
    html! {
        section #findings {
            h2 { (words("Findings", "发现")) }
            @if findings.is_empty() {
                p.none { (words("Nothing was found but what the file accepts with a reason.", "除文件中已说明理由予以接受的外，没有发现。")) }
            } @else {
                ol.entries { @for finding in findings { li {
                    div.id { code { (finding.code.name()) } }
                    p.said { (both(&finding.message)) }
                    p.reason { (both(&finding.mending)) }
                } } }
            }
            (accepted(shown))
        }
    }
}

/// What the file accepts, with its reasons.
fn accepted(shown: &Shown) -> Markup {
    let mut rows: Vec<(&str, &Node)> = Vec::new();
    for entry in &shown.tree.root {
        let items = entry.value.value.items();
        if entry.key.value == "accept" {
            rows.extend(items.iter().map(|item| ("", &item.value)));
            continue;
        }
        for at in items {
            let named = ["id", "channel"].iter().find_map(|key| at.value.get(key)?.value.text());
            let accept = at.value.get("accept").map_or(&[][..], |accept| accept.value.items());
            rows.extend(accept.iter().map(|item| (named.unwrap_or(""), &item.value)));
        }
    }
    html! { @if !rows.is_empty() {
        h3 { (words("Accepted, with a reason", "已说明理由予以接受")) }
        ol.entries { @for (id, item) in &rows {
            @let text = |key: &str| item.get(key).and_then(|at| at.value.text()).unwrap_or("");
            li {
                div.id { code { (text("code")) " " (id) } }
                @if let Some(code) = Code::from_name(text("code")) { p.said { (words(title(code), code.name_zh())) } }
                p.reason { (text("reason")) }
            }
        } }
    } }
}

/// What advice is about, in a few words.
const fn title(code: Code) -> &'static str {
    match code {
        Code::Cliff => "from one step to the next the answer rises steeply",
        Code::UnboundedLeak => "money without end can leave before anything is asked",
        Code::DeadEnd => "an answer that an enrolment cannot meet",
        Code::Redundant => "a rule that changes nothing",
        Code::NeverFires => "a rule that never fires",
        Code::Splittable => "splitting gets below it",
        Code::UnusedSignal => "signals that nothing uses",
        Code::NoCalendar => "business days without a calendar",
        _ => "advice",
    }
}
