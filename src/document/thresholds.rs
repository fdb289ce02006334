//! How often a policy may cut one fact, or the clock: that bounds what a decision costs.

use core::ops::Range;
use std::collections::BTreeSet;

use crate::document::desk::{Desk, Section};
use crate::document::tree::{At, Entry, Node};
use crate::exemption::Exemption;
use crate::fact::Metered;
use crate::finding::Said;
use crate::policy::{MAX_THRESHOLDS, thresholds};
use crate::rule::Rule;

/// Where conditions stand, by section.
const CONDITIONS: [(&str, &str); 3] = [("rule", "when"), ("distrust", "when"), ("exemption", "holds_while")];

impl Desk<'_> {
    /// Complains of each fact that is cut too often, where the text cuts it last.
    pub fn thresholds(
        &mut self,
        rules: &[Rule],
        exemptions: &[Exemption],
        columns: &[(Metered, Vec<(i64, i16)>)],
        root: Section<'_>,
    ) {
        for fact in Metered::ALL.iter().copied() {
            let cuts = thresholds(rules, exemptions, columns, fact);
            if cuts.len() > MAX_THRESHOLDS {
                let (name, name_zh) = (fact.name(), fact.name_zh());
                let things =
                    Said::new(format!("thresholds on `{name}`"), format!("{name_zh}（`{name}`）的阈值"));
                let column = root.get("scorecard").and_then(|at| at.value.get(name));
                let points = column.map_or(&[][..], |at| at.value.entries()).iter();
                let about = |entry: &&Entry| is_about(&entry.key.value, name);
                let span = last(points.chain(conditions(root).filter(about)));
                self.too_many(&span, things, cuts.len(), MAX_THRESHOLDS);
            }
        }
        let windows = rules.iter().map(|rule| &rule.circumstances);
        let windows = windows.chain(exemptions.iter().map(|exemption| &exemption.circumstances));
        let times: BTreeSet<u16> =
            windows.filter_map(|c| c.clock).flat_map(|(from, to)| [from, to]).collect();
        if times.len() > MAX_THRESHOLDS {
            let things = Said::new("times at which clock windows begin or end", "时段端点");
            let span = last(conditions(root).filter(|entry| entry.key.value == "clock"));
            self.too_many(&span, things, times.len(), MAX_THRESHOLDS);
        }
    }
}

/// Every condition of rules, distrusts and exemptions as written.
fn conditions(root: Section<'_>) -> impl Iterator<Item = &Entry> {
    CONDITIONS.into_iter().flat_map(move |(section, key)| {
        let items: &[At<Node>] = root.get(section).map_or(&[], |at| at.value.items());
        items.iter().filter_map(move |item| item.value.get(key)).flat_map(|at| at.value.entries())
    })
}

/// Whether a condition's key is the fact's name with a side.
fn is_about(key: &str, fact: &str) -> bool {
    key.strip_prefix(fact).is_some_and(|side| ["_from", "_above", "_upto", "_below"].contains(&side))
}

fn last<'e>(entries: impl Iterator<Item = &'e Entry>) -> Range<usize> {
    entries.map(|entry| entry.key.span.clone()).max_by_key(|span| span.start).unwrap_or(0..0)
}
