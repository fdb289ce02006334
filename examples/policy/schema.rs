//! `policy schema`: the JSON Schema of policy files (draft 2020-12), for editors, written from the library's own words.
//!
//! It knows what one place of a file may hold. What needs the whole file (points that fall, rungs that no ladder has,
//! guarantees) is for `policy check`; whatever the schema refuses, that refuses too.

mod conditions;
mod entries;
mod texts;

use serde_json::{Map, Value, json};
use stepup::calendar::Weekday;
use stepup::document::{MOST_HOLIDAYS, MOST_POINTS, SCORE_MOST};
use stepup::fact::{Group, Measure, MeterUnit, Metered, Ranked, State};
use stepup::operation::Operation;
use stepup::signal::{Unit, scale};
use stepup::units::Currency;

use super::{Answer, Failure, Screen};
use conditions::{about, money_keys};

/// Writes the schema.
pub fn run(screen: &mut Screen<'_>) -> Result<Answer, Failure> {
    super::json(screen, &schema())?;
    Ok(Answer::Good)
}

/// The schema of a policy file.
pub fn schema() -> Value {
    let mut keys = map(json!({
        "$schema": { "description": "Where this schema lies; in JSON only, and read by editors only." },
        "schema": { "const": 1, "description": "The number of the policy language." },
        "name": text("What the policy is called."),
        "currency": words(texts::currencies().map(Currency::code).collect(), "The ISO 4217 currency of all amounts."),
        "scorecard": scorecard(),
        "levels": object(measured(levels), &[], "Where levels begin, where that is not what the code says."),
        "state": object(measured(states), &[], "The level that a fact counts as when it is not known."),
        "group": groups(),
        "risk": risk(),
        "grade": grade(),
        "limits": object(map(json!({ "hold": { "$ref": "#/$defs/duration", "description": "The longest lawful hold." } })), &[], "Legal maxima."),
        "calendar": calendar(),
        "accept": { "$ref": "#/$defs/accept" },
    }));
    keys.extend(entries::sections());
    let mut schema = object(
        keys,
        &["schema", "name", "currency", "risk", "grade"],
        "A step-up policy: from here up, at least this.",
    );
    let mut definitions = map(texts::definitions());
    definitions.extend(map(entries::definitions()));
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["title"] = "stepup policy".into();
    schema["$defs"] = definitions.into();
    schema["allOf"] = texts::digits().into_iter().map(amounts).collect();
    schema
}

/// In a currency with so many decimals all amounts have as many.
fn amounts(digits: u8) -> Value {
    let codes = texts::currencies().filter(|currency| currency.minor_digits() == digits).map(Currency::code);
    let codes: Vec<&str> = codes.collect();
    let amount = json!({ "pattern": format!("^{}$", texts::amount(digits)) });
    let columns = Metered::ALL.iter().filter(|fact| fact.has_points() && fact.unit() == MeterUnit::Money);
    let columns: Map<String, Value> =
        columns.map(|fact| (fact.to_string(), json!({ "propertyNames": amount }))).collect();
    let conditions = json!({ "patternProperties": { money_keys(): amount } });
    let under = |key: &str| json!({ "items": { "properties": { key: conditions } } });
    let guarantee = json!({ "items": { "properties": { "given": conditions, "leak_at_most": amount } } });
    json!({
        "if": { "properties": { "currency": { "enum": codes } }, "required": ["currency"] },
        "then": { "properties": {
            "scorecard": { "properties": columns },
            "rule": under("when"),
            "distrust": under("when"),
            "exemption": under("holds_while"),
            "guarantee": guarantee,
        } },
    })
}

/// Points of each level, or from each amount or count up.
fn scorecard() -> Value {
    let mut columns = Map::new();
    let points = |least: i64| json!({ "type": "integer", "minimum": least, "maximum": MOST_POINTS });
    for fact in Ranked::ALL.iter().copied().filter(|fact| fact.is_measured() && fact.has_points()) {
        let levels = scale(fact).levels.iter().map(|level| (level.name.to_owned(), points(-MOST_POINTS)));
        columns.insert(fact.to_string(), object(levels.collect(), &[], scale(fact).question));
    }
    for fact in Metered::ALL.iter().copied().filter(|fact| fact.has_points()) {
        let key = if fact.unit() == MeterUnit::Money { "amount" } else { "count" };
        columns.insert(
            fact.to_string(),
            json!({
                "type": "object", "propertyNames": { "$ref": format!("#/$defs/{key}") }, "additionalProperties": points(0),
                "description": format!("{} Points from each threshold up.", about(fact)),
            }),
        );
    }
    object(columns, &[], "Points, never fewer further up; 20 points double the odds of fraud.")
}

/// One table for every measured fact.
fn measured(of: impl Fn(Ranked) -> Value) -> Map<String, Value> {
    let facts = Ranked::ALL.iter().copied().filter(|fact| fact.is_measured());
    facts.map(|fact| (fact.to_string(), of(fact))).collect()
}

/// Where the levels of a fact begin; those that are only counted stay where they are.
fn levels(fact: Ranked) -> Value {
    let scale = scale(fact);
    let movable = if scale.unit == Unit::Rank { &[][..] } else { scale.levels.get(1..).unwrap_or(&[]) };
    let unit = match scale.unit {
        Unit::Rank => "Nothing here can be moved.",
        Unit::Count => "A number.",
        Unit::KilometresPerHour => "Kilometres per hour.",
        Unit::Days => "Whole days.",
        Unit::Deviations => "Hundredths of a spread above the centre.",
        Unit::BasisPoints => "Hundredths of a per cent.",
        Unit::Freshness => "An age up to 22 days; the fresher, the more suspicious.",
        Unit::Permille => "Thousandths.",
    };
    let edge = || match scale.unit {
        Unit::Freshness => json!({ "$ref": "#/$defs/edge" }),
        _ => json!({ "type": "integer", "minimum": 1, "maximum": Measure::MAX }),
    };
    let edges = movable.iter().map(|level| (level.name.to_owned(), edge())).collect();
    object(edges, &[], &format!("{} {unit}", scale.question))
}

/// What a state counts as: never as an accusation.
fn states(fact: Ranked) -> Value {
    let scale = scale(fact);
    let most = usize::from(scale.worst_unaccused()) + 1;
    let levels: Vec<&str> = scale.levels.iter().take(most).map(|level| level.name).collect();
    let states = State::ALL.iter().filter(|state| **state != State::Known);
    let states = states.map(|state| (state.to_string(), words(levels.clone(), "")));
    object(states.collect(), &[], scale.question)
}

fn groups() -> Value {
    let bound = |least: i64, most: i64, said: &str| json!({ "type": "integer", "minimum": least, "maximum": most, "description": said });
    let group = |group: &Group| {
        let keys = map(json!({
            "floor": bound(-SCORE_MOST, 0, "The fewest points that the group counts."),
            "cap": bound(0, SCORE_MOST, "The most points that the group counts."),
        }));
        (group.to_string(), object(keys, &[], ""))
    };
    object(Group::ALL.iter().map(group).collect(), &[], "Evidence that is floored and capped together, once.")
}

fn risk() -> Value {
    let band = || json!({ "type": "integer", "minimum": -SCORE_MOST, "maximum": SCORE_MOST });
    let bands = ["medium", "high", "critical"];
    let keys = bands.map(|word| (word.to_owned(), band())).into_iter().collect();
    object(keys, &bands, "The least score of each band of risk; ascending.")
}

fn grade() -> Value {
    let operations: Vec<&str> = Operation::ALL.iter().map(|operation| operation.name()).collect();
    let keys = ["low", "medium", "high"]
        .map(|word| (word.to_owned(), list(words(operations.clone(), ""), 0, None, "")))
        .into_iter()
        .collect();
    object(keys, &[], "The grade of every operation, each named once.")
}

fn calendar() -> Value {
    let day = || json!({ "$ref": "#/$defs/day" });
    let days = words(Weekday::ALL.iter().map(|day| day.name()).collect(), "");
    let keys = map(json!({
        "weekend": list(days, 0, None, "Days of the week without business; Saturday and Sunday where it is left out."),
        "from": day(),
        "until": day(),
        "holidays": list(day(), 0, Some(MOST_HOLIDAYS), "Days without business, each within the calendar."),
    }));
    object(keys, &["from", "until"], "The business days of the bank, for holds that are counted in them.")
}

/// A table that has these keys and no others.
fn object(keys: Map<String, Value>, required: &[&str], said: &str) -> Value {
    let mut object = json!({ "type": "object", "properties": keys, "additionalProperties": false });
    if !required.is_empty() {
        object["required"] = required.into();
    }
    described(object, said)
}

fn list(items: Value, least: usize, most: Option<usize>, said: &str) -> Value {
    let mut list = json!({ "type": "array", "items": items });
    if least > 0 {
        list["minItems"] = least.into();
    }
    if let Some(most) = most {
        list["maxItems"] = most.into();
    }
    described(list, said)
}

/// Words of a closed vocabulary.
fn words(words: Vec<&str>, said: &str) -> Value {
    described(json!({ "enum": words }), said)
}

fn text(said: &str) -> Value {
    described(json!({ "type": "string" }), said)
}

fn described(mut schema: Value, said: &str) -> Value {
    let mut letters = said.chars();
    if let Some(first) = letters.next() {
        schema["description"] = (first.to_uppercase().to_string() + letters.as_str()).into();
    }
    schema
}

/// The members of an object that is written out.
fn map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
