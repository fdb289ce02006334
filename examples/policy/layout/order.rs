//! The order of sections and keys: that of the canonical form and of the presets; the author's where it may mean something.

use stepup::fact::{Group as Evidence, Metered, Ranked, State};
use stepup::signal::scale;

use super::sheet::{Line, Name, Part, Section, Sheet, Value};

const TOP: [&str; 19] = [
    "schema",
    "name",
    "currency",
    "accept",
    "scorecard",
    "levels",
    "state",
    "group",
    "risk",
    "ladder",
    "grade",
    "limits",
    "calendar",
    "enrolment",
    "proof_exclusion",
    "rule",
    "distrust",
    "exemption",
    "guarantee",
];

/// Entries whose order is the author's, of several kinds too.
const ENTRIES: [&str; 4] = ["rule", "distrust", "exemption", "guarantee"];

const ENTRY: [&str; 16] = [
    "id",
    "factor",
    "when",
    "holds_while",
    "given",
    "from",
    "require",
    "at_least",
    "at_most",
    "leak_at_most",
    "before",
    "shadow",
    "owner",
    "reason",
    "review_by",
    "accept",
];

const DEMAND: [&str; 12] = [
    "rung",
    "include",
    "kinds",
    "distrusted",
    "max_age",
    "confirm",
    "review",
    "hold",
    "hold_days",
    "refuse",
    "freeze",
    "notify",
];

const STATES: [State; 5] =
    [State::NotApplicable, State::Unlearned, State::Missing, State::Late, State::Invalid];

/// Where something stands among its neighbours; what the language does not know, last.
type Place = Vec<i128>;
const LAST: i128 = i128::MAX;

/// A section with those that stand in it, which move together.
struct Unit<'a> {
    place: Place,
    sections: Vec<Section<'a>>,
}

/// Puts sections and keys in order.
pub fn arrange(sheet: &mut Sheet<'_>) {
    for section in &mut sheet.sections {
        let path = names(&section.path);
        section.lines.sort_by_key(|line: &Line<'_>| place(&path, &line.path));
        for line in &mut section.lines {
            inside(&mut line.value, &[&path[..], &names(&line.path)].concat());
        }
    }
    let mut units = units(std::mem::take(&mut sheet.sections));
    // WHY: what stands above the first of a kind and touches nothing is the heading of the kind, whichever comes first.
    let mut headings = Vec::new();
    for unit in &mut units {
        let kind = unit.place.first().copied();
        if kind.is_some() && headings.iter().all(|(known, _)| *known != kind) {
            let blocks = unit.sections.first_mut().map(|section| section.above.take_loose());
            headings.push((kind, blocks.unwrap_or_default()));
        }
    }
    units.sort_by(|one, other| one.place.cmp(&other.place));
    for (kind, mut blocks) in headings {
        let first = units.iter_mut().find(|unit| unit.place.first().copied() == kind);
        if let Some(section) = first.and_then(|unit| unit.sections.first_mut()) {
            let above = &mut section.above;
            above.loose |= above.blocks.is_empty() && !blocks.is_empty();
            blocks.append(&mut above.blocks);
            above.blocks = blocks;
        }
    }
    sheet.sections = units.into_iter().flat_map(|unit| unit.sections).collect();
}

/// Sections that move together, in the order of the text; those inside an entry in the order of its keys.
fn units(sections: Vec<Section<'_>>) -> Vec<Unit<'_>> {
    let mut units: Vec<Unit<'_>> = Vec::new();
    for section in sections {
        let same =
            |unit: &&mut Unit<'_>| unit.sections.first().is_some_and(|head| head.entry == section.entry);
        match units.iter_mut().rev().find(same).filter(|_| section.entry.is_some()) {
            Some(unit) => unit.sections.push(section),
            None => {
                let kind = section.path.first().map_or("", |name| name.name.as_str());
                let place = match rank(&[], ENTRIES[0]) {
                    Some(entries) if ENTRIES.contains(&kind) => vec![entries],
                    _ => place(&[], &section.path),
                };
                units.push(Unit { place, sections: vec![section] });
            }
        }
    }
    for unit in &mut units {
        let Some((head, inner)) = unit.sections.split_first_mut() else { continue };
        let path = names(&head.path);
        // WHY: only the key next to the entry counts; a table further in must stay behind the one that holds it.
        inner.sort_by_key(|section| {
            let key = section.path.get(path.len()).and_then(|name| rank(&path, &name.name));
            key.unwrap_or(LAST)
        });
    }
    units
}

/// Puts the keys inside braces in order; `path` is the key of the value, the same for every item of a list.
fn inside(value: &mut Value<'_>, path: &[String]) {
    let Value::Group(group) = value else { return };
    if group.braces {
        group.parts.sort_by_key(|part: &Part<'_>| place(path, &part.path));
    }
    for part in &mut group.parts {
        inside(&mut part.value, &[path, &names(&part.path)].concat());
    }
}

fn names(path: &[Name<'_>]) -> Vec<String> {
    path.iter().map(|name| name.name.clone()).collect()
}

/// The place of a key with dots: that of each of its parts, up to one that has none.
fn place(base: &[String], path: &[Name<'_>]) -> Place {
    let mut base = base.to_vec();
    let mut place = Place::new();
    for name in path {
        let rank = rank(&base, &name.name);
        place.push(rank.unwrap_or(LAST));
        if rank.is_none() {
            break;
        }
        base.push(name.name.clone());
    }
    place
}

/// Where a key stands in the table at a path; `None` where it is unknown, or the author's order counts.
pub fn rank(path: &[String], key: &str) -> Option<i128> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let among = |names: &[&str]| numbered(names.iter().position(|name| *name == key)?);
    match path[..] {
        [] => among(&TOP),
        ["scorecard" | "levels" | "state"] => fact(key),
        ["scorecard" | "levels", fact] => match Ranked::from_name(fact) {
            Some(fact) => numbered(scale(fact).levels.iter().position(|level| level.name == key)?),
            None => step(key),
        },
        ["state", _] => among(&STATES.map(State::name)),
        ["group"] => numbered(Evidence::ALL.iter().position(|group| group.name() == key)?),
        ["group", _] => among(&["floor", "cap"]),
        ["risk"] => among(&["medium", "high", "critical"]),
        ["grade"] => among(&["low", "medium", "high"]),
        ["limits"] => among(&["hold"]),
        ["ladder"] => among(&["name", "any_of", "max_age", "acr"]),
        ["calendar"] => among(&["from", "until", "weekend", "holidays"]),
        ["enrolment" | "proof_exclusion"] => among(&["channel", "factors", "accept"]),
        ["rule" | "distrust" | "exemption" | "guarantee"] => among(&ENTRY),
        ["rule", "require"] | ["guarantee", "at_least" | "at_most" | "before"] => among(&DEMAND),
        [.., "accept"] => among(&["code", "reason"]),
        _ => None,
    }
}

fn numbered(place: usize) -> Option<i128> {
    i128::try_from(place).ok()
}

fn fact(key: &str) -> Option<i128> {
    let ranked = Ranked::ALL.iter().map(|fact| fact.name());
    numbered(ranked.chain(Metered::ALL.iter().map(|fact| fact.name())).position(|name| name == key)?)
}

/// An amount or a count as a number that compares with others: in millionths.
fn step(key: &str) -> Option<i128> {
    let (whole, part) = key.split_once('.').unwrap_or((key, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let legal = digits(whole) && digits(part) && (1..=20).contains(&whole.len()) && part.len() <= 6;
    format!("{whole}{part:0<6}").parse().ok().filter(|_| legal)
}
