//! What changed against an older policy: in words, and in effect, each with the situation that shows it.

use maud::{Markup, html};
use stepup::finding::Said;
use stepup::policy::Policy;
use stepup::verify::{Comparison, Difference};

use super::super::compare::verdict;
use super::super::diff::{Change, changes, section_zh};
use super::super::plain;
use super::super::words::short_identity;
use super::{both, words};

/// The change, where both policies are of one currency.
pub fn section(old: &Policy, new: &Policy) -> Markup {
    let changes = changes(old, new);
    html! {
        section #change {
            h2 { (words("What changes", "改动")) }
            p.note {
                (words("against ", "相对于 ")) (old.name()) " " code { (short_identity(old)) }
            }
            @if let Ok(found) = old.compare(new) { (effect(old, new, &found)) }
            h3 { (words("In words", "文字改动")) }
            @if changes.is_empty() { p.none { (words("Nothing but the order of what it says.", "仅书写顺序不同。")) } }
            ol.entries { @for change in &changes { (entry(change)) } }
        }
    }
}

fn effect(old: &Policy, new: &Policy, found: &Comparison) -> Markup {
    let [_, en, zh] = verdict(found);
    html! {
        p.verdict.good[found.is_nowhere_weaker()] {
            (if found.is_nowhere_weaker() { "✓ " } else { "✗ " }) (words(en, zh))
        }
        @for (channel, factors) in found.counted.iter() {
            @let names: Vec<&str> = factors.iter().map(|factor| factor.name()).collect();
            p.reason { (words(channel.name(), channel.name_zh())) ": " (names.join(", ")) " " (words("prove something again", "重新作数")) }
        }
        @if found.shorter { p.reason { (words(
            "A hold of business days can end earlier by the new calendar.", "按新日历，营业日延时可能提前结束。",
        )) } }
        (differences(&found.weaker, (old, new), &Said::new("Weaker", "更弱")))
        (differences(&found.stricter, (old, new), &Said::new("Stricter", "更严")))
        @if !found.undecided.is_empty() {
            h3 { (words("Not found within the budget of work", "预算内未能判定")) }
            ul { @for doubt in &found.undecided {
                li { code { (doubt.rule) } " " (words(doubt.part.name(), doubt.part.name_zh())) ": " (both(&doubt.open)) }
            } }
        }
    }
}

fn differences(all: &[Difference], (old, new): (&Policy, &Policy), title: &Said) -> Markup {
    html! { @if !all.is_empty() {
        h3 { (both(title)) " (" (all.len()) ")" }
        div.wide { table.plain {
            thead { tr {
                th scope="col" { (words("rule", "规则")) }
                th scope="col" { (words("situation", "情形")) }
                th scope="col" { (words("was asked", "原要求")) }
                th scope="col" { (words("is asked", "现要求")) }
            } }
            tbody { @for one in all { tr {
                th scope="row" { code { (one.rule) } small { (words(one.part.name(), one.part.name_zh())) } }
                td { (both(&one.witness.story)) }
                td { (both(&plain::demand(&one.old, old))) }
                td { (both(&plain::demand(&one.new, new))) }
            } } }
        } }
    } }
}

fn entry(change: &Change) -> Markup {
    html! { li {
        div.id { strong { (words(change.section, section_zh(change.section))) } " " (both(&change.what)) }
        @if let Some(old) = &change.old { p.said { del { (both(old)) } } }
        @if let Some(new) = &change.new { p.said { ins { (both(new)) } } }
    } }
}
