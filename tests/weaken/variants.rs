//! Every number of a policy's text that decides an answer, and the text with that one number a step weaker.
//!
//! Numbers are amounts, points, ages and holds, counts, and the levels, tiers and grades that stand for them. Names
//! (rungs, factors, operations of a rule), switches (`confirm`, `refuse`, ...) and texts are none. Not numbers of the
//! *rules*, and so left alone: guarantees (they are what catches), enrolments and `[limits]` (they describe customers and
//! law), and what is accepted. Whatever is none of these is reported, so that no number is forgotten.

use std::ops::Range;

use stepup::fact::Ranked;
use stepup::operation::Grade;
use stepup::signal::scale;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The text with one number a step weaker.
#[derive(Debug)]
pub struct Variant {
    /// Where, what it was, and what it became.
    pub what: String,
    /// The whole text.
    pub text: String,
}

/// What the numbers of a text become.
#[derive(Debug, Default)]
pub struct Weakened {
    /// One for each number that can be weaker.
    pub variants: Vec<Variant>,
    /// Numbers that are at their weakest already, or cannot move alone, and why.
    pub fixed: Vec<String>,
    /// Values that are neither known to be numbers of rules nor known to be none.
    pub strange: Vec<String>,
}

/// One value of the text.
struct Leaf<'t> {
    /// Keys from the top; an entry of a list of tables goes by its id or name.
    path: Vec<String>,
    /// Its key, where it is not an item of a list.
    key: Range<usize>,
    span: Range<usize>,
    /// As it is written, without quotes.
    value: &'t str,
}

/// Every number of a text, weakened alone.
pub fn weakened(text: &str) -> Weakened {
    let table = DeTable::parse(text).unwrap();
    let mut leaves = Vec::new();
    walk(text, table.get_ref(), &mut Vec::new(), &mut leaves);
    let mut found = Weakened::default();
    for (place, leaf) in leaves.iter().enumerate() {
        let above = place.checked_sub(1).and_then(|place| leaves.get(place));
        weaken(text, leaf, above, &mut found);
    }
    found
}

fn walk<'t>(text: &'t str, table: &DeTable<'_>, path: &mut Vec<String>, leaves: &mut Vec<Leaf<'t>>) {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in entries {
        path.push(key.get_ref().to_string());
        value_of(text, key.span(), value, path, leaves);
        path.pop();
    }
}

fn value_of<'t>(
    text: &'t str,
    key: Range<usize>,
    value: &Spanned<DeValue<'_>>,
    path: &mut Vec<String>,
    leaves: &mut Vec<Leaf<'t>>,
) {
    match value.get_ref() {
        DeValue::Table(table) => walk(text, table, path, leaves),
        DeValue::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                let name = item.get_ref().as_table().and_then(|table| {
                    let own = table.get("id").or(table.get("name")).or(table.get("factor"))?;
                    own.get_ref().as_str().map(str::to_owned)
                });
                path.push(name.unwrap_or_else(|| (place + 1).to_string()));
                value_of(text, key.clone(), item, path, leaves);
                path.pop();
            }
        }
        _ => {
            let value_text = text[value.span()].trim_matches('"');
            leaves.push(Leaf { path: path.clone(), key, span: value.span(), value: value_text });
        }
    }
}

fn weaken(text: &str, leaf: &Leaf<'_>, above: Option<&Leaf<'_>>, found: &mut Weakened) {
    let path: Vec<&str> = leaf.path.iter().map(String::as_str).collect();
    match *path.as_slice() {
        ["schema" | "name" | "currency"]
        | ["guarantee" | "enrolment" | "limits", ..]
        | ["ladder", _, "name" | "acr" | "any_of", ..]
        | ["rule" | "exemption" | "distrust", _, "id" | "reason" | "accept" | "from" | "factor", ..]
        | ["rule" | "distrust", _, "when", "operation" | "channel" | "flag", ..]
        | ["rule", _, "require", "rung" | "confirm" | "refuse" | "freeze" | "notify", ..] => {}
        ["scorecard", fact, level] => points(text, leaf, (fact, level), above, found),
        ["state", fact, _] => match level(fact, leaf.value, -1) {
            Some(lower) => found.replaced(text, leaf, &format!("\"{lower}\"")),
            None => found.stays(leaf, "its least level"),
        },
        ["group", _, _] => found.replaced(text, leaf, &(number(leaf) - 5).to_string()),
        ["risk", _] => found.replaced(text, leaf, &(number(leaf) + 5).to_string()),
        ["ladder", _, "max_age"] => found.replaced(text, leaf, &format!("\"{}min\"", minutes(leaf) + 1)),
        ["rule", _, "require", "hold"] => {
            found.replaced(text, leaf, &format!("\"{}min\"", minutes(leaf) - 1));
        }
        ["rule", _, "require", "review" | "kinds"] if number(leaf) > 1 => {
            found.replaced(text, leaf, &(number(leaf) - 1).to_string());
        }
        ["rule", _, "require", "review" | "kinds"] => found.without(text, leaf),
        ["grade", grade, _] => lower_grade(text, leaf, grade, found),
        ["rule" | "distrust", _, "when", bound] | ["exemption", _, "holds_while", bound] => {
            condition(text, leaf, bound, found);
        }
        _ => found.strange.push(format!("{} = {}", leaf.path.join("."), leaf.value)),
    }
}

/// Points 5 fewer, but never fewer than those of the level below; and the amount that they are for, one minor unit later.
fn points(
    text: &str,
    leaf: &Leaf<'_>,
    (fact, level): (&str, &str),
    above: Option<&Leaf<'_>>,
    found: &mut Weakened,
) {
    if fact == "amount" {
        let later = format!("\"{}\"", one_more(level));
        let changed = [&text[..leaf.key.start], later.as_str(), &text[leaf.key.end..]].concat();
        found.add(format!("scorecard.amount: {level} -> {}", one_more(level)), changed);
    }
    let here = number(leaf);
    let below = above.filter(|other| other.path.get(..2) == leaf.path.get(..2)).map(number);
    let column = Ranked::from_name(fact).map(scale);
    // A level that is not written has the points of the one below it, and the least has none.
    let least = column.is_some_and(|column| column.levels[0].name == level);
    let below = if least { None } else { Some(below.unwrap_or(0)) };
    let lower = below.map_or(here - 5, |below| below.max(here - 5));
    if lower < here {
        found.replaced(text, leaf, &lower.to_string());
    } else {
        found.stays(leaf, "the points of the level below");
    }
}

/// A condition one step later: of levels the next one, and where there is none the whole entry is left out; of amounts one
/// minor unit more. Of an exemption, one step further, and where there is none without that bound.
fn condition(text: &str, leaf: &Leaf<'_>, bound: &str, found: &mut Weakened) {
    if leaf.value.contains('.') {
        found.replaced(text, leaf, &format!("\"{}\"", one_more(leaf.value)));
        return;
    }
    let (fact, _) = bound.rsplit_once('_').unwrap();
    match level(fact, leaf.value, 1) {
        // Below the next tier there must be one, or the rule never fires.
        Some(next) if bound != "tier_below" || level(fact, next, 1).is_some() => {
            found.replaced(text, leaf, &format!("\"{next}\""));
        }
        _ if leaf.path[0] == "exemption" => found.without(text, leaf),
        _ => found.without_entry(text, leaf),
    }
}

/// The operation one grade down.
fn lower_grade(text: &str, leaf: &Leaf<'_>, grade: &str, found: &mut Weakened) {
    let grade = Grade::from_name(grade).unwrap();
    let Some(lower) = grade.code().checked_sub(1).and_then(Grade::from_code) else {
        found.stays(leaf, "the least grade");
        return;
    };
    let head = format!("\n{lower} = [");
    let rest = [&text[..leaf.span.start], text[leaf.span.end..].trim_start_matches(", ")].concat();
    let rest = rest.replacen(", ]", "]", 1);
    let changed = rest.replacen(&head, &format!("{head}\"{}\", ", leaf.value), 1);
    found.add(format!("grade of {}: {grade} -> {lower}", leaf.value), changed);
}

impl Weakened {
    fn add(&mut self, what: String, text: String) {
        self.variants.push(Variant { what, text });
    }

    fn stays(&mut self, leaf: &Leaf<'_>, why: &str) {
        self.fixed.push(format!("{}: {} is {why}", leaf.path.join("."), leaf.value));
    }

    fn replaced(&mut self, text: &str, leaf: &Leaf<'_>, by: &str) {
        let changed = [&text[..leaf.span.start], by, &text[leaf.span.end..]].concat();
        self.add(format!("{}: {} -> {}", leaf.path.join("."), leaf.value, by.trim_matches('"')), changed);
    }

    /// Without a key of an inline table, which has others.
    fn without(&mut self, text: &str, leaf: &Leaf<'_>) {
        let (before, after) = (&text[..leaf.key.start], &text[leaf.span.end..]);
        let changed = match after.strip_prefix(", ") {
            Some(after) => [before, after].concat(),
            None => [before.trim_end_matches(", "), after].concat(),
        };
        self.add(format!("{}: {} -> none", leaf.path.join("."), leaf.value), changed);
    }

    /// Without the rule or distrust that it belongs to: from its header to the next.
    fn without_entry(&mut self, text: &str, leaf: &Leaf<'_>) {
        let begin = text[..leaf.span.start].rfind("\n[[").unwrap();
        let end = text[leaf.span.end..].find("\n[").map_or(text.len(), |end| leaf.span.end + end);
        let changed = [&text[..begin], &text[end..]].concat();
        self.add(format!("{}: {} -> never", leaf.path.join("."), leaf.value), changed);
    }
}

/// A level of a fact so many steps up.
fn level(fact: &str, name: &str, steps: isize) -> Option<&'static str> {
    let levels = scale(Ranked::from_name(fact).unwrap()).levels;
    let place = levels.iter().position(|level| level.name == name).unwrap();
    place.checked_add_signed(steps).and_then(|place| levels.get(place)).map(|level| level.name)
}

fn number(leaf: &Leaf<'_>) -> i64 {
    leaf.value.parse().unwrap()
}

/// A duration in minutes.
fn minutes(leaf: &Leaf<'_>) -> i64 {
    match (leaf.value.strip_suffix("min"), leaf.value.strip_suffix('h')) {
        (Some(minutes), _) => minutes.parse().unwrap(),
        (_, Some(hours)) => hours.parse::<i64>().unwrap() * 60,
        _ => panic!("{} is no duration", leaf.value),
    }
}

/// An amount with two decimals, one minor unit more.
fn one_more(amount: &str) -> String {
    let minor: i64 = amount.replace('.', "").parse().unwrap();
    format!("{}.{:02}", (minor + 1) / 100, (minor + 1) % 100)
}
