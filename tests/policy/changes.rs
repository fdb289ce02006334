//! Policies as JSON values, and one random change of them: another key, word, number, type; something more or less.

use serde_json::{Map, Value, json};
use stepup::document::Draft;
use stepup::fact::{Fact, Metered, Ranked};
use stepup::signal::scale;

use super::common::dice::Dice;
use super::runs::SMALL;

/// What a text of TOML says.
pub fn value(toml: &str) -> Value {
    serde_json::to_value(Draft::read("p.toml", toml)).unwrap()
}

/// Where a value stands, from the root.
type Path = Vec<String>;

fn paths(value: &Value, here: &Path, all: &mut Vec<Path>) {
    all.push(here.clone());
    let step = |name: String| here.iter().cloned().chain([name]).collect::<Path>();
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(key, value)| paths(value, &step(key.clone()), all))
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(place, value)| paths(value, &step(place.to_string()), all));
        }
        _ => {}
    }
}

fn at<'v>(value: &'v mut Value, path: &[String]) -> &'v mut Value {
    path.iter().fold(value, |value, step| match value {
        Value::Array(items) => &mut items[step.parse::<usize>().unwrap()],
        other => &mut other[step.as_str()],
    })
}

const TEXTS: [&str; 44] = [
    "5000.00",
    "0.00",
    "5000",
    "5,000.00",
    "5000.0",
    "-1.00",
    ".50",
    "1e3",
    "0005000.00",
    "10000000000000000.00",
    "9999999999999999.99",
    " 1.00",
    "15min",
    "2h",
    "0h",
    "0s",
    "2 h",
    "2H",
    "90",
    "1.5h",
    "49710d",
    "49711d",
    "4294967295s",
    "4294967296s",
    "0022d",
    "23d",
    "24855d",
    "24856d",
    "2147483648s",
    "20:00-06:00",
    "8:00-9:00",
    "06:00-06:00",
    "2027-02-28",
    "2027-02-29",
    "2027-2-1",
    "an-id_1.+/",
    "not an id",
    "",
    "编号",
    "transfer",
    "known",
    "medium",
    "P031",
    "P001",
];
const NUMBERS: [i64; 19] =
    [-8193, -8192, -256, -255, -1, 0, 1, 2, 3, 4, 90, 91, 255, 256, 8192, 8193, 32_766, 32_767, i64::MAX];
const KEYS: [&str; 24] = [
    "id",
    "when",
    "require",
    "given",
    "at_least",
    "at_most",
    "leak_at_most",
    "before",
    "shadow",
    "reason",
    "accept",
    "clock",
    "flag",
    "hold",
    "review",
    "max_age",
    "distrusted",
    "floor",
    "score_below",
    "since_proof_from",
    "amount_below",
    "count_24h_above",
    "tier_below",
    "$schema",
];

/// A name of a level, factor, fact ... that means something somewhere.
fn word(dice: &mut Dice) -> String {
    let fact = *dice.pick(Ranked::ALL);
    dice.pick(scale(fact).levels).name.to_owned()
}

fn leaf(dice: &mut Dice) -> Value {
    match dice.below(12) {
        0..=3 => (*dice.pick(&TEXTS)).into(),
        4..=6 => (*dice.pick(&NUMBERS)).into(),
        7 | 8 => word(dice).into(),
        9 => dice.chance(50).into(),
        10 => [json!([]), json!({}), json!(null), json!(1.5)][dice.below(4)].clone(),
        _ => [json!(["face"]), json!([["face"]]), json!(["transfer"]), json!([{}]), json!({ "review": 1 })]
            [dice.below(5)]
        .clone(),
    }
}

/// A key with a slip, one that is a key elsewhere, or a fact with any side.
fn key(dice: &mut Dice, from: &str) -> String {
    let mut letters: Vec<char> = from.chars().collect();
    match dice.below(4) {
        0 if letters.len() > 1 => {
            letters.remove(dice.below(letters.len()));
            letters.into_iter().collect()
        }
        1 if letters.len() > 1 => {
            let place = dice.below(letters.len() - 1);
            letters.swap(place, place + 1);
            letters.into_iter().collect()
        }
        2 => (*dice.pick(&KEYS)).to_owned(),
        _ => {
            let fact = if dice.chance(60) {
                Fact::Ranked(*dice.pick(Ranked::ALL))
            } else {
                Fact::Metered(*dice.pick(Metered::ALL))
            };
            format!("{}{}", fact.name(), dice.pick(&["_from", "_above", "_upto", "_below", "", "_form"]))
        }
    }
}

/// Another level of the fact that a path names, if it names one.
fn own_level(path: &Path, dice: &mut Dice) -> Option<String> {
    let named = |step: &String| {
        let sides = ["_from", "_above", "_upto", "_below"];
        let bare = sides.iter().find_map(|side| step.strip_suffix(side)).unwrap_or(step);
        Ranked::from_name(bare)
    };
    let fact = path.iter().rev().take(2).find_map(named)?;
    let levels = scale(fact).levels;
    // The ends of a scale are where a schema can be wrong.
    let end = *dice.pick(&[0, levels.len() - 1]);
    Some(if dice.chance(50) { levels[end] } else { *dice.pick(levels) }.name.to_owned())
}

/// One change somewhere in a policy.
pub fn change(policy: &mut Value, dice: &mut Dice) {
    let mut all = Vec::new();
    paths(policy, &Vec::new(), &mut all);
    // WHY: short sections are changed as often as long ones.
    let sections: Vec<&Path> = all.iter().filter(|path| path.len() == 1).collect();
    let section = sections.get(dice.below(sections.len())).and_then(|path| path.first());
    let inside: Vec<Path> = all.iter().filter(|path| path.first() == section).cloned().collect();
    let from = if dice.chance(80) && !inside.is_empty() { &inside } else { &all };
    let path = dice.pick(from).clone();
    let other = at(policy, &dice.pick(&all).clone()).clone();
    let place = at(policy, &path);
    match dice.below(10) {
        // A value that stands elsewhere, or one from the bag.
        0 | 1 => *place = other,
        2..=4 => *place = leaf(dice),
        _ => match place {
            Value::Object(members) => change_members(members, other, dice),
            Value::Array(items) => match dice.below(4) {
                0 => items.clear(),
                1 if !items.is_empty() => drop(items.remove(dice.below(items.len()))),
                2 if !items.is_empty() => items.push(items[dice.below(items.len())].clone()),
                _ => items.push(if dice.chance(50) { other } else { leaf(dice) }),
            },
            Value::String(text) => match dice.below(7) {
                4..=6 => {
                    let level = own_level(&path, dice);
                    *text = level.unwrap_or_else(|| "a few words".to_owned());
                }
                0 => *text = key(dice, &text.clone()),
                1 => *text = word(dice),
                2 => text.push(*dice.pick(&['0', '.', 'd', ' ', '-', '界'])),
                _ => *text = (*dice.pick(&TEXTS)).to_owned(),
            },
            Value::Number(number) if dice.chance(40) => {
                *place = (number.as_i64().unwrap_or(0).saturating_add(dice.between(-2, 2))).into();
            }
            Value::Number(_) => *place = (*dice.pick(&NUMBERS)).into(),
            other => *other = leaf(dice),
        },
    }
}

fn change_members(members: &mut Map<String, Value>, other: Value, dice: &mut Dice) {
    let names: Vec<String> = members.keys().cloned().collect();
    let one = if names.is_empty() { String::new() } else { dice.pick(&names).clone() };
    match dice.below(4) {
        0 => drop(members.remove(&one)),
        1 => {
            let value = members.remove(&one).unwrap_or(Value::Null);
            members.insert(key(dice, &one), value);
        }
        2 => drop(members.insert(key(dice, &one), other)),
        _ => drop(members.insert(key(dice, &one), leaf(dice))),
    }
}

/// Every part of the language at once, with little to prove, in a currency with so many decimals.
pub fn everything(decimals: usize) -> Value {
    let amount = |whole: &str| {
        if decimals == 0 { whole.to_owned() } else { format!("{whole}.{}", "0".repeat(decimals)) }
    };
    let mut policy = value(SMALL);
    policy["currency"] = ["JPY", "", "CNY", "KWD", "CLF"][decimals].into();
    policy["scorecard"]["amount"] = json!({ amount("100"): 1, amount("20000"): 5 });
    policy["scorecard"]["count_24h"] = json!({ "3": 1, "+5": 2 });
    policy["levels"] =
        json!({ "travel": { "fast": 600 }, "password_age": { "under-72h": "96h" }, "payee": {} });
    policy["state"] = json!({
        "payee_check": { "missing": "no-match", "late": "match" }, "place": { "late": "usual" },
        "coercion": { "missing": "none", "invalid": "likely" }, "alert": { "late": "none" }, "behaviour": { "unlearned": "alike" },
    });
    policy["group"] = json!({ "device": { "floor": -20, "cap": 90 }, "place": {} });
    policy["limits"] = json!({ "hold": "72h" });
    policy["calendar"] = json!({ "from": "2027-01-01", "until": "2027-12-31", "weekend": ["sunday"], "holidays": ["2027-05-01"] });
    policy["enrolment"] = json!([{ "channel": "app", "factors": ["face", "fpt"] }]);
    policy["proof_exclusion"] = json!([{ "channel": "web", "factors": ["sms"] }]);
    policy["ladder"][0]["acr"] = "urn:x".into();
    policy["rule"] = json!([
        { "id": "line", "when": { "total_24h_from": amount("50000") }, "require": { "rung": "face", "hold": "2h" } },
        {
            "id": "more",
            "when": {
                "tier_below": "trusted", "device_above": "known", "network_above": "hosting", "alert_above": "none",
                "count_24h_above": 3, "score_from": 5, "since_proof_from": "30d", "channel": ["app"],
                "operation": ["transfer"], "flag": ["minor"], "clock": "20:00-06:00",
            },
            "require": {
                "include": ["face"], "kinds": 2, "max_age": "5min", "confirm": true, "hold_days": 1, "review": 1,
                "refuse": true, "freeze": true, "notify": ["agent"],
            },
            "shadow": true, "owner": "o", "reason": "r", "review_by": "2027-06-01",
        },
    ]);
    policy["distrust"] = json!([{ "factor": "sms", "when": { "sim_age_from": "under-24h" } }]);
    let small = json!({
        "amount_upto": amount("100"), "amount_below": amount("90"), "total_24h_upto": amount("100"),
        "payee_upto": "trusted-list", "attempts_below": "many", "hour_below": "never",
    });
    policy["exemption"] = json!([{ "id": "small", "holds_while": small, "from": ["line"] }]);
    policy["guarantee"] = json!([
        { "id": "g", "given": { "amount_from": amount("50000"), "frozen_upto": "no" }, "at_least": { "hold": "2h" } },
        {
            "id": "m", "given": { "amount_upto": amount("100") },
            "at_most": { "rung": "face", "hold": "2h", "distrusted": ["sms"] },
        },
        { "id": "l", "leak_at_most": amount("50000"), "before": { "rung": "face" } },
    ]);
    policy
}
