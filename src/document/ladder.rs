//! The ladder as written: `[[ladder]]`, lowest rung first; every higher rung must include a lower one.

use std::collections::BTreeSet;

use crate::document::desk::{Desk, Kind, Section};
use crate::document::resolved::ResolvedRung;
use crate::document::tree::{At, Node};
use crate::factor::FactorSet;
use crate::finding::{Code, Said};
use crate::requirement::Ladder;
use crate::units::Span;

const KIND: Kind = Kind("a rung", "阶梯");

/// One rung with the places of what can be wrong with it. A rung with a mistake keeps its name and its place, so that
/// nothing that names it is wrong for that.
struct Written<'a> {
    rung: ResolvedRung,
    sets: &'a [At<Node>],
    /// Where the age stands, if it is one.
    max_age: Option<&'a At<Node>>,
}

impl<'a> Desk<'a> {
    /// All rungs, in order.
    pub fn ladder(&mut self, at: Option<&'a At<Node>>) -> Vec<ResolvedRung> {
        let Some(at) = at else { return Vec::new() };
        let mut names = BTreeSet::new();
        let mut written: Vec<Written<'a>> = Vec::new();
        let items = self.list(at, Kind("rung", "阶梯"));
        for item in items {
            let section = self.table(item);
            self.only(section, &["name", "any_of", "max_age", "acr"]);
            written.push(self.rung_of(section, &mut names));
        }
        let rungs = items.iter().map(|item| &item.span);
        self.at_most(rungs, Kind("rungs", "阶梯"), items.len(), Ladder::MAX_RUNGS);
        let sets: Vec<&At<Node>> = written.iter().flat_map(|rung| rung.sets).collect();
        let spans = sets.iter().map(|set| &set.span);
        self.at_most(spans, Kind("factor sets in all rungs", "因素组合"), sets.len(), Ladder::MAX_SETS);
        for (lower, higher) in written.iter().zip(written.iter().skip(1)) {
            self.above(lower, higher);
        }
        written.into_iter().map(|written| written.rung).collect()
    }

    fn rung_of(&mut self, section: Section<'a>, names: &mut BTreeSet<String>) -> Written<'a> {
        let name_at = self.need(section, "name", "\"another-rung\"", KIND);
        let sets_at = self.need(section, "any_of", "[[\"face\"]]", KIND);
        let age_at = self.need(section, "max_age", "\"5min\"", KIND);
        let acr = section.get("acr").and_then(|at| self.text(at)).map(str::to_owned);
        let name = name_at.and_then(|at| self.text(at));
        if let (Some(name), Some(at)) = (name, name_at) {
            self.unique(names, name, at);
            if name.is_empty() {
                let message = Said::new("a rung without a name", "阶梯没有名称");
                let mending = Said::new("give it a name, such as \"face\"", "起个名称，如\"face\"");
                self.report(Code::Empty, &at.span, message, mending, Self::perhaps(&at.span, "\"unnamed\""));
            }
        }
        let sets = sets_at.map_or(&[][..], |at| self.list(at, Kind("factor set", "因素组合")));
        let spans = sets.iter().map(|set| &set.span);
        let kind = Kind("factor sets of one rung", "因素组合");
        self.at_most(spans, kind, sets.len(), Ladder::MAX_SETS_OF_A_RUNG);
        let any_of: Vec<FactorSet> = sets.iter().map(|set| self.factors(set)).collect();
        let max_age = age_at.and_then(|at| self.duration(at));
        Written {
            rung: ResolvedRung {
                name: name.unwrap_or("").to_owned(),
                any_of,
                max_age: max_age.unwrap_or(u32::MAX),
                acr,
            },
            sets,
            max_age: age_at.filter(|_| max_age.is_some()),
        }
    }

    /// A higher rung met must mean that the lower one is met: each of its sets holds one of the lower's, no older.
    fn above(&mut self, lower: &Written<'a>, higher: &Written<'a>) {
        let (below, above) = (&lower.rung, &higher.rung);
        if let (Some(at), Some(_)) = (higher.max_age, lower.max_age)
            && above.max_age > below.max_age
        {
            let most = Span::from_seconds(below.max_age);
            let message = Said::new(
                format!("`{}` takes older proofs than `{}` below it", above.name, below.name),
                format!("`{}`接受的认证比下一级`{}`更旧", above.name, below.name),
            );
            let mending = Said::new(format!("write at most \"{most}\""), format!("至多写\"{most}\""));
            let edit = Self::perhaps(&at.span, format!("\"{most}\""));
            self.report(Code::RungsOutOfOrder, &at.span, message, mending, edit);
        }
        for (set, at) in above.any_of.iter().zip(higher.sets) {
            let holds = below.any_of.iter().any(|lower| lower.is_within(*set));
            let first = below.any_of.first().copied().unwrap_or(FactorSet::NONE);
            if holds || set.is_empty() || first.is_empty() {
                continue;
            }
            let names: Vec<String> = first.union(*set).iter().map(|factor| format!("\"{factor}\"")).collect();
            let meant = format!("[{}]", names.join(", "));
            let message = Said::new(
                format!("this set reaches `{}` without reaching `{}` below it", above.name, below.name),
                format!("此组合达到`{}`却未达到下一级`{}`", above.name, below.name),
            );
            let mending = Said::new(
                format!("write `{meant}`, or put the rungs in order, lowest first"),
                format!("写作`{meant}`，或由低到高排列阶梯"),
            );
            self.report(Code::RungsOutOfOrder, &at.span, message, mending, Self::perhaps(&at.span, meant));
        }
    }
}
