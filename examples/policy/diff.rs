//! `policy diff`: what changed in a policy file, in words: points, levels, rules, promises. What that does, `compare` says.

use std::collections::BTreeMap;

use serde_json::json;
use stepup::document::{Draft, Node};
use stepup::fact::{Fact, Group, State};
use stepup::finding::Said;
use stepup::policy::Policy;

use super::args::Asked;
use super::lines::paint;
use super::load::sealed;
use super::plain;
use super::table::flow;
use super::words::{identity, say, short_identity};
use super::{Answer, Failure, Screen};

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The section of the policy file it is in.
    pub section: &'static str,
    /// What it is.
    pub what: Said,
    /// As it was; `None` where it is new.
    pub old: Option<Said>,
    /// As it is; `None` where it is gone.
    pub new: Option<Said>,
}

/// Says what changed between two policies.
pub fn run(asked: &Asked, screen: &mut Screen<'_>) -> Result<Answer, Failure> {
    let (old, new) = (sealed(asked, 0)?.policy, sealed(asked, 1)?.policy);
    let changes = changes(&old, &new);
    if asked.json {
        let rows: Vec<_> = changes
            .iter()
            .map(|one| json!({ "section": one.section, "what": one.what, "old": one.old, "new": one.new }))
            .collect();
        let named = |policy: &Policy| json!({ "name": policy.name(), "identity": identity(policy) });
        super::json(screen, &json!({ "old": named(&old), "new": named(&new), "changes": rows }))?;
    } else {
        write(asked, screen, (&old, &new), &changes)?;
    }
    Ok(if changes.is_empty() { Answer::Good } else { Answer::Bad })
}

fn write(
    asked: &Asked,
    screen: &mut Screen<'_>,
    (old, new): (&Policy, &Policy),
    changes: &[Change],
) -> Result<(), Failure> {
    let language = asked.language;
    let [from, to] = [old, new].map(|one| format!("{} {}", one.name(), short_identity(one)));
    let count = match changes.len() {
        0 if old.identity() == new.identity() => Said::new("the same policy", "同一策略"),
        0 => Said::new("the same but for the order of what it says", "仅书写顺序不同"),
        1 => Said::new("1 change", "1处改动"),
        many => Said::new(format!("{many} changes"), format!("{many}处改动")),
    };
    writeln!(screen.out, "{from} → {to}: {}", say(&count, language))?;
    let mut section = "";
    for change in changes {
        if change.section != section {
            section = change.section;
            let title = language.of(section, section_zh(section));
            writeln!(screen.out, "\n{}", paint(title, "1", screen.colour))?;
        }
        let what = say(&change.what, language);
        match (&change.old, &change.new) {
            (Some(old), Some(new)) if is_short(old) && is_short(new) => {
                flow(screen, 2, 4, &format!("~ {what}: {} → {}", say(old, language), say(new, language)))?;
            }
            (None, Some(one)) | (Some(one), None) if is_short(one) => {
                let sign = if change.old.is_none() { "+" } else { "-" };
                flow(screen, 2, 4, &format!("{sign} {what}: {}", say(one, language)))?;
            }
            (old, new) => {
                let sign = if old.is_none() {
                    "+"
                } else if new.is_none() {
                    "-"
                } else {
                    "~"
                };
                flow(screen, 2, 4, &format!("{sign} {what}"))?;
                for (sign, side, colour) in [("-", old, "31"), ("+", new, "32")] {
                    if let Some(side) = side {
                        let line = paint(&format!("{sign} {}", say(side, language)), colour, screen.colour);
                        flow(screen, 6, 2, &line)?;
                    }
                }
            }
        }
    }
    Ok(())
}

/// What a section is called in Chinese.
pub fn section_zh(section: &str) -> &str {
    match section {
        "schema" => "格式版本",
        "name" => "名称",
        "currency" => "币种",
        "accept" => "接受的发现",
        "scorecard" => "评分卡",
        "state" => "缺失的含义",
        "group" => "证据组",
        "risk" => "风险分档",
        "levels" => "等级边界",
        "ladder" => "认证级别",
        "grade" => "业务等级",
        "limits" => "法定上限",
        "calendar" => "营业日历",
        "enrolment" => "登记",
        "rule" => "规则",
        "distrust" => "不信任",
        "exemption" => "豁免",
        "guarantee" => "保证",
        "reason" => "理由",
        other => other,
    }
}

fn is_short(said: &Said) -> bool {
    said.en.chars().count() <= 28
}

/// What changed, in the order of the canonical form.
pub fn changes(old: &Policy, new: &Policy) -> Vec<Change> {
    let [was, is] = [old, new].map(leaves);
    let mut keys: Vec<&Vec<String>> = was.keys().chain(is.keys()).collect();
    keys.sort();
    keys.dedup();
    let value = |leaves: &BTreeMap<Vec<String>, String>, key: &Vec<String>| {
        leaves.get(key).map(|text| value_said(key, text))
    };
    let told = keys.into_iter().filter(|key| was.get(*key) != is.get(*key)).map(|key| {
        let (section, what) = path_said(key);
        Change { section, what, old: value(&was, key), new: value(&is, key) }
    });
    let mut changes: Vec<Change> = told.collect();
    changes.sort_by_key(|change| SECTIONS.iter().position(|section| *section == change.section));
    changes.extend(entries("rule", named_rules(old, false), named_rules(new, false)));
    changes.extend(entries("distrust", named_rules(old, true), named_rules(new, true)));
    let exemptions = |policy: &Policy| -> Vec<(String, Said)> {
        let told = policy.exemptions().iter().map(|one| (one.id.clone(), plain::exemption(one, policy)));
        told.collect()
    };
    changes.extend(entries("exemption", exemptions(old), exemptions(new)));
    let guarantees = |policy: &Policy| -> Vec<(String, Said)> {
        let told = policy.guarantees().iter().map(|one| (one.id.clone(), plain::guarantee(one, policy)));
        told.collect()
    };
    changes.extend(entries("guarantee", guarantees(old), guarantees(new)));
    changes.extend(entries("reason", reasons(old), reasons(new)));
    changes
}

/// Sections that are compared value by value, in the order of the canonical form.
const SECTIONS: [&str; 14] = [
    "schema",
    "name",
    "currency",
    "accept",
    "scorecard",
    "state",
    "group",
    "risk",
    "levels",
    "ladder",
    "grade",
    "limits",
    "calendar",
    "enrolment",
];

/// Sections that are compared as sentences.
const SENTENCES: [&str; 4] = ["rule", "distrust", "exemption", "guarantee"];

/// Rules or distrusts by id, each as a sentence; shadow rules say so.
fn named_rules(policy: &Policy, distrust: bool) -> Vec<(String, Said)> {
    let rules = policy.rules().iter().filter(|rule| rule.distrust == distrust);
    let told = rules.map(|rule| {
        let said = plain::rule(rule, policy);
        let said = match rule.shadow {
            true => Said::new(format!("(only reported) {}", said.en), format!("（仅报告）{}", said.zh)),
            false => said,
        };
        (rule.id.clone(), said)
    });
    told.collect()
}

/// Why each entry is there, and what is accepted of it.
fn reasons(policy: &Policy) -> Vec<(String, Said)> {
    let draft = Draft::read("canonical", policy.canonical());
    let mut told = Vec::new();
    for section in SENTENCES {
        for item in draft.get(section).map_or(&[][..], |at| at.value.items()) {
            let text = |key: &str| item.value.get(key).and_then(|at| at.value.text()).unwrap_or("");
            let accepted =
                item.value.get("accept").map_or(String::new(), |at| format!(" [{}]", shown(&at.value)));
            let source = text("source");
            let source = if source.is_empty() { String::new() } else { format!(" ({source})") };
            let why = format!("{}{source}{accepted}", text("reason"));
            if !why.is_empty() {
                told.push((format!("{section} {}", text("id")), Said::new(why.clone(), why)));
            }
        }
    }
    told
}

/// Entries with an id: new ones, those that are gone, those that say something else.
fn entries(section: &'static str, old: Vec<(String, Said)>, new: Vec<(String, Said)>) -> Vec<Change> {
    let find = |all: &[(String, Said)], id: &str| {
        all.iter().find(|(known, _)| known == id).map(|(_, said)| said.clone())
    };
    let gone = old.iter().filter(|(id, _)| find(&new, id).is_none()).map(|(id, _)| id);
    let ids = new.iter().map(|(id, _)| id).chain(gone);
    let told = ids.filter_map(|id| {
        let (was, is) = (find(&old, id), find(&new, id));
        let what = Said::new(id.clone(), id.clone());
        (was != is).then_some(Change { section, what, old: was, new: is })
    });
    told.collect()
}

/// The values of the canonical form, by where they stand; entries of lists of tables by what names them.
fn leaves(policy: &Policy) -> BTreeMap<Vec<String>, String> {
    let mut leaves = BTreeMap::new();
    for entry in &Draft::read("canonical", policy.canonical()).root {
        if !SENTENCES.contains(&entry.key.value.as_str()) {
            collect(&mut leaves, vec![entry.key.value.clone()], &entry.value.value);
        }
    }
    leaves
}

fn collect(leaves: &mut BTreeMap<Vec<String>, String>, path: Vec<String>, node: &Node) {
    let below = |key: &str| path.iter().cloned().chain([key.to_owned()]).collect::<Vec<_>>();
    match node {
        Node::Table(entries) => {
            entries.iter().for_each(|entry| collect(leaves, below(&entry.key.value), &entry.value.value));
        }
        Node::List(items) if items.iter().any(|item| !item.value.entries().is_empty()) => {
            for (place, item) in items.iter().enumerate() {
                let name = ["name", "code"].iter().find_map(|key| item.value.get(key));
                match name.and_then(|at| at.value.text()) {
                    Some(name) => {
                        // A rung is what it is by its height as well.
                        let is_rung = path.first().is_some_and(|section| section == "ladder");
                        let name = if is_rung { format!("{} {name}", place + 1) } else { name.into() };
                        collect(leaves, below(&name), &item.value);
                    }
                    None => drop(leaves.insert(below(&shown(&item.value)), "✓".to_owned())),
                }
            }
        }
        other => drop(leaves.insert(path, shown(other))),
    }
}

/// A value in a line.
fn shown(node: &Node) -> String {
    match node {
        Node::Text(text) => text.clone(),
        Node::Integer(number) => number.to_string(),
        Node::Boolean(value) => value.to_string(),
        Node::Other(what) => (*what).to_owned(),
        Node::List(items) => {
            let parts = items.iter().map(|item| match &item.value {
                list @ Node::List(_) => shown(list).replace(", ", "+"),
                other => shown(other),
            });
            parts.collect::<Vec<_>>().join(", ")
        }
        Node::Table(entries) => {
            let parts =
                entries.iter().map(|entry| format!("{} {}", entry.key.value, shown(&entry.value.value)));
            parts.collect::<Vec<_>>().join(": ")
        }
    }
}

/// Where a value stands, in words.
fn path_said(path: &[String]) -> (&'static str, Said) {
    let parts: Vec<&str> = path.iter().map(String::as_str).collect();
    let section = SECTIONS.iter().find(|section| parts.first() == Some(*section)).copied();
    let as_it_is = || Said::new(parts.join(" "), parts.join(" "));
    let fact =
        |name: &str| Fact::from_name(name).map_or_else(|| name.to_owned(), |fact| fact.name_zh().to_owned());
    let spaced = |name: &str| name.replace('_', " ");
    let said = match parts[..] {
        ["scorecard", name, level] => Said::new(
            format!("points of {} {level}", spaced(name)),
            format!("{}的评分：{}", fact(name), level_zh(name, level)),
        ),
        ["state", name, state] => {
            let zh = State::from_name(state).map_or(state, |known| known.name_zh());
            Said::new(
                format!("{} that is {state} reads as", spaced(name)),
                format!("{}{zh}时视为", fact(name)),
            )
        }
        ["levels", name, level] => Said::new(
            format!("where {} {level} begins", spaced(name)),
            format!("{}{}的起点", fact(name), level_zh(name, level)),
        ),
        ["group", group, end] => {
            let zh = Group::from_name(group).map_or(group, |known| known.name_zh());
            Said::new(
                format!("{end} of the evidence on {group}"),
                format!("{zh}证据的{}", if end == "cap" { "上限" } else { "下限" }),
            )
        }
        ["risk", band] => Said::new(
            format!("least score of risk {band}"),
            format!("风险{}的最低分", level_zh("risk", band)),
        ),
        ["ladder", rung, key] => {
            Said::new(format!("rung {rung}: {}", spaced(key)), format!("认证级别{rung}：{key}"))
        }
        ["grade", grade] => {
            Said::new(format!("operations of grade {grade}"), format!("{}级业务", level_zh("grade", grade)))
        }
        ["limits", what] => Said::new(format!("legal maximum of a {what}"), format!("法定上限：{what}")),
        ["enrolment", which] => Said::new(format!("enrolment on {which}"), format!("登记：{which}")),
        ["proof_exclusion", which] => {
            Said::new(format!("proves nothing on {which}"), format!("不作数：{which}"))
        }
        _ => as_it_is(),
    };
    (section.unwrap_or(if parts.first() == Some(&"proof_exclusion") { "enrolment" } else { "schema" }), said)
}

fn level_zh(fact: &str, level: &str) -> String {
    match Fact::from_name(fact) {
        Some(Fact::Ranked(fact)) => plain::level(fact, level).zh,
        _ => level.to_owned(),
    }
}

fn value_said(path: &[String], text: &str) -> Said {
    let zh = match path {
        [section, fact, _] if section == "state" => level_zh(fact, text),
        _ => text.to_owned(),
    };
    Said::new(text, zh)
}
