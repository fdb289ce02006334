//! Rules, distrusts, exemptions, guarantees, rungs and enrolments in the schema.

use serde_json::{Map, Value, json};
use stepup::document::{MAX_GUARANTEES, MOST_DAYS};
use stepup::factor::Factor;
use stepup::finding::Code;
use stepup::operation::Channel;
use stepup::policy::MAX_ENTRIES;
use stepup::requirement::{Ladder, Notice};

use super::conditions::{Direction, conditions};
use super::{list, map, object, text, words};

/// What the tables are called, for `$ref`.
pub fn definitions() -> Value {
    json!({
        "factors": list(words(Factor::ALL.iter().map(|factor| factor.name()).collect(), ""), 1, None, "Factors by their RFC 8176 names."),
        "channel": words(Channel::ALL.iter().map(|channel| channel.name()).collect(), "How the customer comes."),
        "accept": accept(),
        "when": conditions(Direction::Up, "When it applies: all of these at once. It says only \"from here up\"."),
        "holds_while": conditions(Direction::Down, "While it holds: all of these at once. It says only \"up to here\"."),
        "given": conditions(Direction::Both, "The region that it speaks of; without it, everything."),
        "require": demand(false, true, "What is demanded."),
        "at_least": demand(true, true, "At least this is demanded."),
        "at_most": demand(true, false, "At most this is demanded; what is not named must not be."),
    })
}

/// The sections of a policy that list entries.
pub fn sections() -> Map<String, Value> {
    let of_channel = |more: Value, said: &str| {
        let mut keys = map(json!({
            "channel": { "$ref": "#/$defs/channel" },
            "factors": { "$ref": "#/$defs/factors" },
        }));
        keys.extend(map(more));
        list(object(keys, &["channel", "factors"], ""), 1, None, said)
    };
    map(json!({
        "ladder": list(rung(), 1, Some(Ladder::MAX_RUNGS), "The rungs of authentication, lowest first; a higher one met means every lower one is met."),
        "enrolment": of_channel(
            json!({ "accept": { "$ref": "#/$defs/accept" } }),
            "What customers of a channel have, so that no answer is a dead end.",
        ),
        "proof_exclusion": of_channel(json!({}), "Factors that prove nothing to a request on a channel."),
        "rule": list(rule(), 1, Some(MAX_ENTRIES), "Rules: from here up, at least this. All that apply are joined."),
        "distrust": list(distrust(), 1, Some(MAX_ENTRIES), "When a factor proves nothing."),
        "exemption": list(exemption(), 1, Some(MAX_ENTRIES), "Regions in which named rules demand nothing."),
        "guarantee": list(guarantee(), 1, Some(MAX_GUARANTEES), "Promises that are proved when the policy is sealed."),
    }))
}

/// A table with keys of its own and the notes that every entry may have.
fn entry(keys: Value, required: &[&str]) -> Value {
    let mut keys = map(keys);
    keys.extend(map(json!({
        "owner": text("Who answers for it."),
        "reason": text("Why it is so."),
        "review_by": text("When to look at it again."),
        "accept": { "$ref": "#/$defs/accept" },
    })));
    object(keys, required, "")
}

fn rule() -> Value {
    let keys = json!({
        "id": { "$ref": "#/$defs/id" },
        "when": { "$ref": "#/$defs/when" },
        "require": { "$ref": "#/$defs/require" },
        "shadow": shadow(),
    });
    entry(keys, &["id", "when", "require"])
}

fn distrust() -> Value {
    let keys = json!({
        "id": { "$ref": "#/$defs/id" },
        "factor": words(Factor::ALL.iter().map(|factor| factor.name()).collect(), "The factor that proves nothing just now."),
        "when": { "$ref": "#/$defs/when" },
        "shadow": shadow(),
    });
    entry(keys, &["factor", "when"])
}

fn shadow() -> Value {
    json!({ "type": "boolean", "description": "Reported where it applies, and nothing demanded." })
}

fn exemption() -> Value {
    let keys = json!({
        "id": { "$ref": "#/$defs/id" },
        "holds_while": { "$ref": "#/$defs/holds_while" },
        "from": list(text("A rule's id."), 1, None, "The rules that it exempts from."),
    });
    entry(keys, &["id", "holds_while", "from"])
}

/// A guarantee makes one promise of three.
fn guarantee() -> Value {
    let keys = json!({
        "id": { "$ref": "#/$defs/id" },
        "given": { "$ref": "#/$defs/given" },
        "at_least": { "$ref": "#/$defs/at_least" },
        "at_most": { "$ref": "#/$defs/at_most" },
        "leak_at_most": { "$ref": "#/$defs/amount", "description": "The most money that leaves in 24 hours before `before` is asked." },
        "before": { "$ref": "#/$defs/at_least" },
    });
    let mut guarantee = entry(keys, &["id"]);
    guarantee["oneOf"] =
        json!([{ "required": ["at_least"] }, { "required": ["at_most"] }, { "required": ["leak_at_most"] }]);
    guarantee["dependentRequired"] = json!({ "leak_at_most": ["before"], "before": ["leak_at_most"] });
    guarantee
}

fn rung() -> Value {
    let sets = json!({ "$ref": "#/$defs/factors" });
    let keys = map(json!({
        "name": { "type": "string", "minLength": 1, "description": "What rules call it." },
        "any_of": list(sets, 1, Some(Ladder::MAX_SETS_OF_A_RUNG), "Sets of factors; any one of them reaches the rung."),
        "max_age": { "$ref": "#/$defs/duration", "description": "How old a proof may be, such as \"15min\"." },
        "acr": text("Its name in `acr_values` (RFC 9470)."),
    }));
    object(keys, &["name", "any_of", "max_age"], "")
}

/// What is demanded; something must be, unless it may be nothing.
fn demand(of_guarantee: bool, something: bool, said: &str) -> Value {
    let flag = |said: &str| json!({ "type": "boolean", "description": said });
    let number = |most: i64, said: &str| json!({ "type": "integer", "minimum": 1, "maximum": most, "description": said });
    let notices = words(Notice::ALL.iter().map(|notice| notice.name()).collect(), "");
    let mut keys = map(json!({
        "rung": text("The name of a rung of the ladder."),
        "include": { "$ref": "#/$defs/factors", "description": "Factors that must be among the proofs." },
        "kinds": number(3, "How many kinds of factor: knowledge, possession, inherence."),
        "max_age": { "$ref": "#/$defs/duration", "description": "How old a proof may be, such as \"5min\"." },
        "confirm": flag("The customer confirms amount and payee."),
        "hold": { "$ref": "#/$defs/duration", "description": "How long the money is held, such as \"2h\"." },
        "hold_days": number(MOST_DAYS, "How many business days the money is held."),
        "review": number(2, "How many people look at it."),
        "refuse": flag("The transfer is refused."),
        "freeze": flag("The account is frozen."),
        "notify": list(notices, 1, None, "Who is told."),
    }));
    if of_guarantee {
        let distrusted = json!({ "$ref": "#/$defs/factors", "description": "Factors that prove nothing." });
        keys.insert("distrusted".into(), distrusted);
    }
    let parts = keys.keys().filter(|key| !["confirm", "refuse", "freeze"].contains(&key.as_str()));
    let mut some: Vec<Value> = parts.map(|key| json!({ "required": [key] })).collect();
    for flag in ["confirm", "refuse", "freeze"] {
        some.push(json!({ "required": [flag], "properties": { flag: { "const": true } } }));
    }
    let mut demand = object(keys, &[], said);
    if something {
        demand["anyOf"] = some.into();
    }
    demand
}

fn accept() -> Value {
    let codes = Code::ALL.iter().filter(|code| code.is_acceptable()).map(|code| code.name()).collect();
    let keys = map(json!({
        "code": words(codes, "The finding's code."),
        "reason": text("Why that is lawful."),
    }));
    list(
        object(keys, &["code", "reason"], ""),
        1,
        Some(MAX_ENTRIES),
        "Findings that are accepted here, each with a reason.",
    )
}
