//! Rules, distrusts and exemptions as sentences, each with the bank's reason.

use maud::{Markup, html};
use stepup::policy::Policy;
use stepup::verdict::Outcome;

use super::super::plain;
use super::heat::class;
use super::{both, words};

/// What the policy says, entry by entry.
pub fn section(policy: &Policy) -> Markup {
    let (distrusts, rules): (Vec<_>, Vec<_>) = policy.rules().iter().partition(|rule| rule.distrust);
    html! {
        section #rules {
            h2 { (words("Rules", "规则")) }
            p.note { (words(
                "All rules are looked at; of each part the strictest wins. A rule says “from here up, at least this”: nothing in a policy can say that riskier is easier.",
                "所有规则均生效，每一部分取最严者。规则只能表述“自此以上，至少如此”：策略中没有任何内容能使风险更高者要求更低。",
            )) }
            (table(rules.iter().map(|rule| Row {
                id: &rule.id,
                mark: Some(Outcome::of(&rule.demand)),
                said: both(&plain::rule(rule, policy)),
                shadow: rule.shadow,
                reason: &rule.reason,
            })))
            @if !distrusts.is_empty() {
                h3 { (words("What proves nothing for a while", "暂不信任的认证因素")) }
                (table(distrusts.iter().map(|rule| Row {
                    id: &rule.id,
                    mark: None,
                    said: both(&plain::rule(rule, policy)),
                    shadow: rule.shadow,
                    reason: &rule.reason,
                })))
            }
            @if !policy.exemptions().is_empty() {
                h3 { (words("Exemptions", "豁免")) }
                (table(policy.exemptions().iter().map(|exemption| Row {
                    id: &exemption.id,
                    mark: None,
                    said: both(&plain::exemption(exemption, policy)),
                    shadow: false,
                    reason: &exemption.reason,
                })))
            }
        }
    }
}

struct Row<'a> {
    id: &'a str,
    mark: Option<Outcome>,
    said: Markup,
    shadow: bool,
    reason: &'a str,
}

fn table<'a>(rows: impl Iterator<Item = Row<'a>>) -> Markup {
    html! {
        ol.entries { @for row in rows {
            li {
                div.id {
                    code { (row.id) }
                    @if let Some(mark) = row.mark {
                        span.mark.(class(mark)) { (words(mark.name(), mark.name_zh())) }
                    }
                    @if row.shadow { span.mark.shadow { (words("only reported", "仅报告")) } }
                }
                p.said { (row.said) }
                @if !row.reason.is_empty() { p.reason { (row.reason) } }
            }
        } }
    }
}
