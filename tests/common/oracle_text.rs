//! What the oracle reads in a draft: its words, taken apart once.

use std::collections::{BTreeMap, BTreeSet};

use stepup::document::{At, Draft, Node};
use stepup::fact::{MeterUnit, Metered};

use super::oracle::Parts;

/// A rung's name, its factor sets, its oldest proof.
type RungText = (String, Vec<BTreeSet<String>>, i64);

/// A draft's words, taken apart once.
pub struct Oracle {
    pub(super) currency: String,
    pub(super) columns: BTreeMap<String, BTreeMap<String, i64>>,
    pub(super) edges: BTreeMap<String, BTreeMap<String, i64>>,
    pub(super) states: BTreeMap<String, BTreeMap<String, String>>,
    pub(super) groups: BTreeMap<String, (i64, i64)>,
    pub(super) bands: [i64; 3],
    pub(super) rungs: Vec<RungText>,
    pub(super) grades: BTreeMap<String, usize>,
    pub(super) excluded: BTreeSet<(String, String)>,
    pub(super) entries: Vec<EntryText>,
}

pub(super) struct EntryText {
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) when: Vec<(String, Node)>,
    pub(super) demand: Parts,
    pub(super) from: Vec<String>,
    pub(super) shadow: bool,
}

impl Oracle {
    pub fn new(draft: &Draft) -> Self {
        let table = |key: &str| draft.get(key).map(|at| at.value.clone()).unwrap_or(Node::Table(Vec::new()));
        let tables = |key: &str| {
            let node = table(key);
            node.entries().iter().map(|e| (e.key.value.clone(), e.value.value.clone())).collect::<Vec<_>>()
        };
        let list = |key: &str| draft.get(key).map(|at| at.value.items().to_vec()).unwrap_or_default();
        let risk = numbers(&table("risk"));
        let mut grades = BTreeMap::new();
        for (rank, grade) in ["low", "medium", "high"].iter().enumerate() {
            for word in words(table("grade").get(grade)) {
                grades.insert(word, rank);
            }
        }
        let rungs: Vec<_> = list("ladder").iter().map(|at| rung(&at.value)).collect();
        let mut excluded = BTreeSet::new();
        for at in list("proof_exclusion") {
            for factor in words(at.value.get("factors")) {
                excluded.insert((word(&at.value, "channel"), factor));
            }
        }
        let mut entries = Vec::new();
        for (kind, key) in [("rule", "rule"), ("distrust", "distrust"), ("exemption", "exemption")] {
            for (place, at) in list(key).into_iter().enumerate() {
                let mut entry = EntryText::new(kind, &at, &rungs);
                if entry.id.is_empty() {
                    entry.id = format!("distrust-{}-{}", word(&at.value, "factor"), place + 1);
                }
                entries.push(entry);
            }
        }
        Self {
            currency: draft.get("currency").and_then(|at| at.value.text()).unwrap().to_owned(),
            columns: tables("scorecard").iter().map(|(key, node)| (key.clone(), numbers(node))).collect(),
            edges: tables("levels").iter().map(|(key, node)| (key.clone(), edges(node))).collect(),
            states: tables("state").iter().map(|(key, node)| (key.clone(), texts(node))).collect(),
            groups: tables("group")
                .iter()
                .map(|(key, node)| {
                    let own = numbers(node);
                    let bound = |key, open| own.get(key).copied().unwrap_or(open);
                    (key.clone(), (bound("floor", -8_192), bound("cap", 8_192)))
                })
                .collect(),
            bands: ["medium", "high", "critical"].map(|band| risk[band]),
            rungs,
            grades,
            excluded,
            entries,
        }
    }
}

impl EntryText {
    fn new(kind: &'static str, at: &At<Node>, rungs: &[RungText]) -> Self {
        let when = at.value.get(if kind == "exemption" { "holds_while" } else { "when" }).unwrap();
        let when =
            when.value.entries().iter().map(|e| (e.key.value.clone(), e.value.value.clone())).collect();
        let mut demand = Parts::default();
        if kind == "distrust" {
            demand.distrusted.insert(word(&at.value, "factor"));
        }
        for entry in at.value.get("require").map_or(&[][..], |at| at.value.entries()) {
            let (key, value) = (entry.key.value.as_str(), &entry.value);
            let text = || value.value.text().unwrap();
            match key {
                "rung" => demand.rung = rungs.iter().position(|rung| rung.0 == text()).unwrap() + 1,
                "include" => demand.include = words(Some(value)).into_iter().collect(),
                "notify" => demand.notify = words(Some(value)).into_iter().collect(),
                "kinds" => demand.kinds = integer(&value.value),
                "max_age" => demand.max_age = Some(seconds(text())),
                "hold" => demand.hold = seconds(text()),
                "hold_days" => demand.hold_days = integer(&value.value),
                "review" => demand.review = integer(&value.value),
                "confirm" => demand.confirm = value.value == Node::Boolean(true),
                "refuse" => demand.refuse = value.value == Node::Boolean(true),
                "freeze" => demand.freeze = value.value == Node::Boolean(true),
                other => panic!("the oracle does not know the part {other}"),
            }
        }
        let shadow = at.value.get("shadow").is_some_and(|at| at.value == Node::Boolean(true));
        Self { id: word(&at.value, "id"), kind, when, demand, from: words(at.value.get("from")), shadow }
    }
}

fn rung(node: &Node) -> RungText {
    let sets = node.get("any_of").unwrap().value.items().iter();
    let sets = sets.map(|set| words(Some(set)).into_iter().collect()).collect();
    (word(node, "name"), sets, seconds(&word(node, "max_age")))
}

fn numbers(node: &Node) -> BTreeMap<String, i64> {
    node.entries().iter().map(|e| (e.key.value.clone(), integer(&e.value.value))).collect()
}

fn texts(node: &Node) -> BTreeMap<String, String> {
    node.entries().iter().map(|e| (e.key.value.clone(), e.value.value.text().unwrap().to_owned())).collect()
}

pub(super) fn number(fact: Metered, text: &str) -> i64 {
    match fact.unit() {
        MeterUnit::Seconds => seconds(text),
        _ => text.replace('.', "").parse().unwrap(),
    }
}

fn seconds(text: &str) -> i64 {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let unit = match &text[digits.len()..] {
        "s" => 1,
        "min" => 60,
        "h" => 3_600,
        "d" => 86_400,
        other => panic!("unit {other}"),
    };
    digits.parse::<i64>().unwrap() * unit
}

/// Moved edges as least measures; ages count down from the freshest.
fn edges(node: &Node) -> BTreeMap<String, i64> {
    let edge = |value: &Node| match value {
        Node::Integer(number) => *number,
        other => 32_766 - (seconds(other.text().unwrap()) / 60 - 1),
    };
    node.entries().iter().map(|e| (e.key.value.clone(), edge(&e.value.value))).collect()
}

fn integer(node: &Node) -> i64 {
    match node {
        Node::Integer(number) => *number,
        other => panic!("no number: {other:?}"),
    }
}

fn word(node: &Node, key: &str) -> String {
    node.get(key).and_then(|at| at.value.text()).unwrap_or_default().to_owned()
}

fn words(at: Option<&At<Node>>) -> Vec<String> {
    at.map_or(&[][..], |at| at.value.items())
        .iter()
        .map(|item| item.value.text().unwrap().to_owned())
        .collect()
}
