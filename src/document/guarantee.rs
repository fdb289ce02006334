//! Guarantees as written: read and checked here, proved by the verifier, and reported where they are not.

use crate::document::conditions::Direction;
use crate::document::desk::{Desk, Kind, Section};
use crate::document::entries::{Context, NOTES};
use crate::document::resolved::Written;
use crate::document::tree::Draft;
use crate::finding::{Code, Edit, Finding, Said};
use crate::guarantee::{Guarantee, Promise, Region};
use crate::policy::Policy;
use crate::rule::Circumstances;
use crate::verify::{self, Proof};

/// Guarantees that a policy may have.
pub const MAX_GUARANTEES: usize = 64;

impl<'a> Desk<'a> {
    /// All guarantees as written.
    pub fn guarantees(&mut self, root: Section<'a>, context: &mut Context<'_>) -> Vec<Written> {
        let mut guarantees = Vec::new();
        let items = self.items(root, "guarantee", Kind("guarantee", "保证"));
        for (place, item) in items.iter().enumerate() {
            let section = self.table(item);
            let keys =
                [&["id", "given", "at_least", "at_most", "leak_at_most", "before"][..], &NOTES].concat();
            self.only(section, &keys);
            let kind = Kind("a guarantee", "保证");
            let default = format!("\"guarantee-{}\"", place.saturating_add(1));
            let id = self.need(section, "id", &default, kind).and_then(|at| self.named(at, context));
            let anywhere =
                || Region { from: Vec::new(), upto: Vec::new(), circumstances: Circumstances::ANY };
            let given = section.get("given");
            let region =
                given.map_or_else(anywhere, |at| self.conditions(at, Direction::Both, context.currency));
            let promise = self.promise(section, context);
            let notes = self.notes(section);
            context.notes.push(Self::noted("guarantee", id.unwrap_or(""), section, notes));
            if let (Some(id), Some(promise)) = (id, promise) {
                let at = section.entries.iter().find(|entry| entry.key.value == "id");
                let span = at.map_or(section.span.clone(), |entry| entry.value.span.clone());
                let guarantee = Guarantee { id: id.to_owned(), region, promise };
                guarantees.push(Written { guarantee, span, edit: self.comment_out(section) });
            }
        }
        let spans = items.iter().map(|item| &item.span);
        self.at_most(spans, Kind("guarantees", "保证"), items.len(), MAX_GUARANTEES);
        guarantees
    }

    /// The one promise that a guarantee makes.
    fn promise(&mut self, section: Section<'a>, context: &Context<'_>) -> Option<Promise> {
        let rungs = context.rungs;
        let made = ["leak_at_most", "at_most", "at_least"].into_iter().find(|key| section.get(key).is_some());
        for entry in section.entries {
            let key = entry.key.value.as_str();
            let second = ["at_most", "at_least"].contains(&key) && made != Some(key);
            if second || (key == "before" && made != Some("leak_at_most")) {
                let message = Said::new(
                    format!("`{key}` beside `{}`: a guarantee makes one promise", made.unwrap_or("nothing")),
                    format!("`{key}`多余：一项保证只作一个承诺"),
                );
                let mending = Said::new("make two guarantees of it", "拆成两项保证");
                self.report(Code::UnknownKey, &entry.key.span, message, mending, None);
            }
        }
        if let Some(at) = section.get("leak_at_most") {
            let text = self.text(at)?;
            let most = self.amount(text, &at.span, context.currency);
            let default =
                rungs.last().map_or("{ review = 1 }".to_owned(), |rung| format!("{{ rung = \"{rung}\" }}"));
            let before = self.need(section, "before", &default, Kind("a leak bound", "流失上限"))?;
            return Some(Promise::LeakAtMost(most?, self.some_demand(before, rungs, true)));
        }
        if let Some(at) = section.get("at_most") {
            return Some(Promise::AtMost(self.demand(at, rungs, true)));
        }
        let at = self.need(section, "at_least", "{ review = 1 }", Kind("a guarantee", "保证"))?;
        Some(Promise::AtLeast(self.some_demand(at, rungs, true)))
    }

    /// An edit that turns every line of a section into a comment.
    fn comment_out(&self, section: Section<'_>) -> Option<Edit> {
        // A guarantee inside braces has no lines of its own.
        if !self.slice(section.span)?.starts_with('[') {
            return None;
        }
        let last = section.entries.iter().map(|entry| entry.value.span.end).max()?;
        let span = section.span.start.min(last)..last;
        let text = self.slice(&span)?;
        Self::perhaps(&span, format!("# {}", text.replace('\n', "\n# ")))
    }
}

/// A finding for every guarantee of a policy that is refuted, with its witness, or not proved.
pub(super) fn unproved(draft: &Draft, policy: &Policy, written: &[Written]) -> Vec<Finding> {
    let proven = verify::guarantees(policy);
    let failed = written.iter().zip(proven).filter_map(|(written, proven)| {
        let id = &written.guarantee.id;
        let (code, message, mending) = match proven.proof {
            Proof::Proved => return None,
            Proof::Leaks(leaked) => {
                let leaked = leaked.said(policy.currency());
                (
                    Code::Refuted,
                    Said::new(
                        format!("the guarantee `{id}` does not hold: before as much is asked, {}", leaked.en),
                        format!("保证`{id}`不成立：在提出该要求之前，{}", leaked.zh),
                    ),
                    Said::new(
                        "add a rule about a total (`total_24h_from`), or raise the bound",
                        "增设累计规则（`total_24h_from`），或提高上限",
                    ),
                )
            }
            Proof::Empty => (
                Code::NeverHolds,
                Said::new(
                    format!("the guarantee `{id}` promises nothing: no reading meets its `given`"),
                    format!("保证`{id}`没有对象：没有任何情形符合其`given`"),
                ),
                Said::new("mend `given`", "修改`given`"),
            ),
            Proof::Refuted(witness) => (
                Code::Refuted,
                Said::new(
                    format!("the guarantee `{id}` does not hold: {}", witness.story.en),
                    format!("保证`{id}`不成立：{}", witness.story.zh),
                ),
                Said::new(
                    "mend the rules, or narrow `given` to what they keep",
                    "修改规则，或把`given`缩小到规则所能保证的范围",
                ),
            ),
            Proof::Undecided(why) => (
                Code::Unproved,
                Said::new(
                    format!("the guarantee `{id}` is not proved; do not rely on it: {}", why.en),
                    format!("保证`{id}`未被证明，请勿依赖：{}", why.zh),
                ),
                Said::new(
                    "narrow `given`, or take it out to silence this",
                    "缩小`given`，或去掉该保证以消除此提示",
                ),
            ),
        };
        let mut finding =
            Finding::new(&draft.file, &draft.text, written.span.clone(), code, message, mending);
        finding.edit = written.edit.clone();
        Some(finding)
    });
    failed.collect()
}
