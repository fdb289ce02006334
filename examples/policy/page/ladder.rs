//! How customers prove themselves, and what silence of a fact is read as.

use maud::{Markup, html};
use stepup::fact::{Ranked, State};
use stepup::factor::FactorSet;
use stepup::finding::Said;
use stepup::operation::Channel;
use stepup::policy::Policy;
use stepup::units::Span;

use super::super::plain::{self, factors};
use super::{Shown, both, words};

/// The rungs, from the lowest up: which factors together, and how old a proof may be.
pub fn section(policy: &Policy) -> Markup {
    let rungs = policy.ladder().rungs();
    let excluded = Channel::ALL.iter().map(|channel| (*channel, policy.ladder().excluded(*channel)));
    let excluded: Vec<(Channel, FactorSet)> = excluded.filter(|(_, factors)| !factors.is_empty()).collect();
    html! {
        section #ladder {
            h2 { (words("Ways to prove oneself", "认证级别")) }
            p.note { (words(
                "From the lowest rung up; any one of the ways does, and who reaches a rung has reached every lower one.",
                "由低到高；任一方式即可，达到某级即视为达到其下各级。",
            )) }
            @if rungs.is_empty() { p.none { (words("No rung: nothing can be proved.", "无认证级别。")) } }
            @else { div.wide { table.plain {
                thead { tr {
                    th scope="col" { (words("rung", "级别")) }
                    th scope="col" { (words("any one of", "任一")) }
                    th scope="col" { (words("not older than", "有效期")) }
                    th scope="col" { "acr" }
                } }
                tbody { @for (number, rung) in (1_u8..).zip(rungs) {
                    @let named = policy.rung(number);
                    @let sets = policy.ladder().sets().get(usize::from(rung.first)..usize::from(rung.end));
                    tr {
                        th scope="row" { (number) " " (named.map_or("", |named| &named.name)) }
                        td { @for set in sets.unwrap_or(&[]) { div { (both(&together(*set))) } } }
                        td { (Span::from_seconds(rung.max_age)) }
                        td { (named.and_then(|named| named.acr.as_deref()).unwrap_or("")) }
                    }
                } }
            } } }
            @for (channel, factors) in &excluded {
                p.reason {
                    (words("Proves nothing on ", "以下因素不作数：")) (words(channel.name(), channel.name_zh()))
                    ": " (both(&together(*factors)))
                }
            }
        }
    }
}

fn together(set: FactorSet) -> Said {
    factors(set, " + ", " + ")
}

/// What each state of a fact stands for.
pub fn silence(shown: &Shown) -> Markup {
    let states = || State::ALL.iter().copied().filter(|state| *state != State::Known);
    let table = shown.tree.get("state").map_or(&[][..], |at| at.value.entries());
    let rows =
        table.iter().filter_map(|entry| Some((Ranked::from_name(&entry.key.value)?, &entry.value.value)));
    html! {
        section #silence {
            h2 { (words("What silence means", "信息缺失如何看待")) }
            p.note { (words(
                "The level that a fact counts as where it is not known. Nothing that outlasts the decision is built on silence.",
                "某项指标未知时视为的等级。决定之后仍持续的措施不以缺失为依据。",
            )) }
            div.wide { table.plain {
                thead { tr {
                    th scope="col" { (words("fact", "指标")) }
                    @for state in states() { th scope="col" { (words(state.name(), state.name_zh())) } }
                } }
                tbody { @for (fact, levels) in rows {
                    tr {
                        th scope="row" { (words(&fact.name().replace('_', " "), fact.name_zh())) }
                        @for state in states() {
                            @let level = levels.get(state.name()).and_then(|at| at.value.text());
                            td { (both(&plain::level(fact, level.unwrap_or("")))) }
                        }
                    }
                } }
            } }
        }
    }
}
