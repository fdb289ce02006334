//! Conditions in the schema: which sides a fact may have where, and what stands behind each.

use serde_json::{Map, Value, json};
use stepup::document::SCORE_MOST;
use stepup::fact::{Measure, MeterUnit, Metered, Ranked};
use stepup::operation::{Channel, CustomerFlag, Operation};
use stepup::signal::scale;

use super::{list, object, words};

/// Which bounds a table of conditions may have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Rules and distrusts: from here up.
    Up,
    /// Exemptions: up to here.
    Down,
    /// Guarantees: both.
    Both,
}

/// A comparison: its ending, whether it looks up, whether it leaves out the value itself, what it says.
const SIDES: [(&str, bool, bool, &str); 4] = [
    ("_from", true, false, "From this up, itself included."),
    ("_above", true, true, "Above this, itself not included."),
    ("_upto", false, false, "Up to this, itself included."),
    ("_below", false, true, "Below this, itself not included."),
];

/// A table of conditions, all of which must hold.
pub fn conditions(direction: Direction, said: &str) -> Value {
    let mut keys = Map::new();
    for fact in Ranked::ALL.iter().copied() {
        for (ending, up, strict, side) in SIDES {
            // WHY: the tier runs from the highest down, so that "below" there is more suspicious.
            let up = up != (fact == Ranked::Tier);
            if fits(direction, up) {
                keys.insert(format!("{fact}{ending}"), ranked(fact, up, strict, side));
            }
        }
    }
    for fact in Metered::ALL.iter().copied() {
        for (ending, up, strict, side) in SIDES {
            if fits(direction, up) {
                keys.insert(format!("{fact}{ending}"), metered(fact, up, strict, side));
            }
        }
    }
    let named = |names: Vec<&str>, said| list(words(names, ""), 1, None, said);
    keys.insert(
        "operation".into(),
        named(Operation::ALL.iter().map(|one| one.name()).collect(), "Any of these operations."),
    );
    keys.insert(
        "channel".into(),
        named(Channel::ALL.iter().map(|one| one.name()).collect(), "Any of these channels."),
    );
    keys.insert(
        "flag".into(),
        named(
            CustomerFlag::ALL.iter().map(|one| one.name()).collect(),
            "Any of these flags of the customer.",
        ),
    );
    keys.insert("clock".into(), json!({ "$ref": "#/$defs/clock" }));
    object(keys, &[], said)
}

fn fits(direction: Direction, up: bool) -> bool {
    match direction {
        Direction::Up => up,
        Direction::Down => !up,
        Direction::Both => true,
    }
}

/// A level; beyond the last one nothing lies.
fn ranked(fact: Ranked, up: bool, strict: bool, side: &str) -> Value {
    let mut levels: Vec<&str> = scale(fact).levels.iter().map(|level| level.name).collect();
    if strict {
        levels.remove(if up { levels.len() - 1 } else { 0 });
    }
    words(levels, &format!("{} {side}", scale(fact).question))
}

fn metered(fact: Metered, up: bool, strict: bool, side: &str) -> Value {
    let said = format!("{} {side}", about(fact));
    let numbers = |least: i64, most: i64| {
        let (least, most) = match (strict, up) {
            (true, true) => (least, most - 1),
            (true, false) => (least + 1, most),
            (false, _) => (least, most),
        };
        json!({ "type": "integer", "minimum": least, "maximum": most, "description": said })
    };
    let text = |name: &str| {
        let mut text = json!({ "$ref": format!("#/$defs/{name}"), "description": said });
        if strict && !up {
            // Below nothing there is nothing.
            text["pattern"] = "[1-9]".into();
        }
        text
    };
    match fact.unit() {
        MeterUnit::Money => text("amount"),
        MeterUnit::Seconds => text("age"),
        MeterUnit::Count => numbers(0, i64::from(Measure::MAX)),
        MeterUnit::Points => numbers(-SCORE_MOST, SCORE_MOST),
    }
}

/// What a metered fact is.
pub const fn about(fact: Metered) -> &'static str {
    match fact {
        Metered::Amount => "Amount of this transfer.",
        Metered::Balance => "Balance before this transfer.",
        Metered::Total24h => "All that leaves in 24 hours, this transfer included.",
        Metered::Total24hPayee => "What goes to this payee in 24 hours, this transfer included.",
        Metered::TotalDay => "What leaves on the local day, own accounts here left out.",
        Metered::TotalDayNewDevice => "What leaves on the local day from recent, fresh or unknown devices.",
        Metered::TotalSinceSca => "What left since the last strong authentication.",
        Metered::Attempted24h => "What was tried in 24 hours, refused transfers too.",
        Metered::Count1h => "Transfers within an hour.",
        Metered::Count24h => "Transfers within 24 hours.",
        Metered::CountSinceSca => "Transfers since the last strong authentication.",
        Metered::NewPayees24h => "New payees within 24 hours.",
        Metered::SinceProof => "Time since the last proof of any factor.",
        Metered::Score => "The score, in points.",
    }
}

/// The facts of money, as a pattern of the keys of their conditions.
pub fn money_keys() -> String {
    let money = Metered::ALL.iter().filter(|fact| fact.unit() == MeterUnit::Money);
    let names: Vec<&str> = money.map(|fact| fact.name()).collect();
    format!("^(?:{})_(?:from|above|upto|below)$", names.join("|"))
}
