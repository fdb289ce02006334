//! The scorecard: for each fact its levels, and the points of each as a bar to the left or right of nothing.

use maud::{Markup, html};
use stepup::document::Node;
use stepup::fact::{Fact, Group};
use stepup::finding::Said;
use stepup::signal::scale;

use super::super::plain;
use super::{Shown, both, words};

/// A whole number of the tree.
pub fn integer(node: &Node) -> Option<i64> {
    match node {
        Node::Integer(number) => Some(*number),
        _ => None,
    }
}

/// The span of scores: a floor or cap there is none.
const SPAN: i64 = 8_192;

/// One fact and the points of its levels.
struct Column {
    fact: Fact,
    levels: Vec<(Said, i64)>,
}

/// All columns that weigh, by evidence group; and floor and cap of each group.
pub fn section(shown: &Shown) -> Markup {
    let columns = columns(shown);
    let points = || columns.iter().flat_map(|column| &column.levels).map(|(_, points)| *points);
    let ends = (points().min().unwrap_or(0).min(0).abs(), points().max().unwrap_or(0).max(0));
    html! {
        section #scorecard {
            h2 { (words("Scorecard", "评分卡")) }
            p.note { (words(
                "Points of each level; bars to the left speak for the customer, bars to the right against. Levels run from the least to the most suspicious, and points never fall along them.",
                "各等级的评分：向左为有利，向右为不利。等级由可疑程度低到高排列，评分沿此只升不降。",
            )) }
            (bands(shown))
            @for group in Group::ALL {
                @let own: Vec<&Column> = columns.iter().filter(|column| group_of(column.fact) == *group).collect();
                @if !own.is_empty() {
                    h3 { (words(group.name(), group.name_zh())) (limits(shown, *group)) }
                    div.columns { @for column in own { (bars(column, ends)) } }
                }
            }
        }
    }
}

fn columns(shown: &Shown) -> Vec<Column> {
    let entries = shown.tree.get("scorecard").map_or(&[][..], |at| at.value.entries());
    let column = entries.iter().filter_map(|entry| {
        let fact = Fact::from_name(&entry.key.value)?;
        let level = |name: &str| match fact {
            Fact::Ranked(ranked) => plain::level(ranked, name),
            Fact::Metered(_) => Said::new(format!("from {name}"), format!("自{name}")),
        };
        let levels = entry.value.value.entries().iter();
        let levels: Vec<(Said, i64)> =
            levels.filter_map(|one| Some((level(&one.key.value), integer(&one.value.value)?))).collect();
        levels.iter().any(|(_, points)| *points != 0).then_some(Column { fact, levels })
    });
    column.collect()
}

/// Money and counts are one group.
const fn group_of(fact: Fact) -> Group {
    match fact {
        Fact::Ranked(fact) => fact.group(),
        Fact::Metered(_) => Group::Money,
    }
}

fn limits(shown: &Shown, group: Group) -> Markup {
    let table = shown.tree.get("group").and_then(|at| at.value.get(group.name()));
    let written = |key: &str| table.and_then(|at| at.value.get(key)).and_then(|at| integer(&at.value));
    // WHY: where a policy sets no limit, its canonical form has the span of all scores.
    let end = |key: &str| written(key).filter(|limit| limit.abs() < SPAN);
    html! { small {
        @if let Some(floor) = end("floor") { " " (words("not below ", "不低于")) (floor) }
        @if end("floor").is_some() && end("cap").is_some() { (words(",", "，")) }
        @if let Some(cap) = end("cap") { " " (words("not above ", "不高于")) (cap) }
    } }
}

fn bands(shown: &Shown) -> Markup {
    let levels = scale(stepup::fact::Ranked::Risk).levels;
    html! {
        p.bands { @for (level, least) in levels.iter().skip(1).zip(&shown.bands) {
            span.band { (words("risk ", "风险")) (words(level.name, level.name_zh)) " " (words("from ", "自")) b { (least) } }
        } }
    }
}

/// One point is as wide to the left as to the right: both sides share the width as their ends do.
fn bars(column: &Column, (least, most): (i64, i64)) -> Markup {
    let fact = Said::new(column.fact.name().replace('_', " "), column.fact.name_zh());
    // WHY: in tenths of a percent, since bars need no floats either.
    let part = |points: i64, of: i64, whole: i64| {
        let tenths = points.abs().saturating_mul(whole) / of.max(1);
        format!("width:{}.{}%", tenths / 10, tenths % 10)
    };
    let both_sides = least.saturating_add(most);
    html! {
        table.bars {
            caption { (both(&fact)) }
            tbody { @for (level, points) in &column.levels {
                tr {
                    th scope="row" { (both(level)) }
                    td.against style=(part(least, both_sides, 460)) {
                        @if *points < 0 { i style=(part(*points, least, 1_000)) {} }
                    }
                    td.for style=(part(most, both_sides, 460)) {
                        @if *points > 0 { i style=(part(*points, most, 1_000)) {} }
                    }
                    td.points { (points) }
                }
            } }
        }
    }
}
