//! The JSON Schema of policy files beside the loader: never stricter, and as strict wherever one place of a file decides.

mod common;
#[path = "policy/changes.rs"]
mod changes;
#[path = "../examples/policy/mod.rs"]
#[allow(dead_code, reason = "the example uses what the test does not")]
mod policy;
#[path = "policy/run.rs"]
#[allow(dead_code, reason = "a few of its helpers are enough")]
mod runs;

use std::collections::BTreeMap;

use boon::{Compiler, SchemaIndex, Schemas};
use changes::{change, everything, value};
use common::dice::Dice;
use common::policies;
use runs::{Answered, SMALL, run};
use serde_json::{Value, json};
use stepup::document::presets::{PRESETS, Preset};
use stepup::fact::Ranked;
use stepup::finding::{Code, Finding, Severity};
use stepup::policy::Policy;

const DESIGN: &str = include_str!("policies/design.toml");
const UNPROVED: &str = include_str!("policies/unproved.toml");
const HANDBOOK: &str = include_str!("../examples/replay/handbook.policy.toml");
const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// A schema that is ready to judge.
struct Judge {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Judge {
    fn of(schema: Value) -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource("policy.json", schema).unwrap();
        let index = compiler.compile("policy.json", &mut schemas).unwrap();
        Self { schemas, index }
    }

    fn complaint(&self, value: &Value) -> Option<String> {
        self.schemas.validate(value, self.index).err().map(|error| format!("{error:#}"))
    }
}

/// The schema as the command writes it.
fn schema() -> Value {
    let Answered { code, out, err } = run(&["schema"]);
    assert_eq!((code, err.as_str()), (0, ""));
    serde_json::from_str(&out).unwrap()
}

fn findings(value: &Value) -> Vec<Finding> {
    let text = value.to_string();
    Policy::from_json("p.json", &text).map_or_else(|findings| findings.0, |sealed| sealed.findings.0)
}

#[test]
fn the_schema_is_one_of_its_draft_and_names_it() {
    let schema = schema();
    assert_eq!(schema["$schema"], DRAFT);
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    let draft = compiler.compile(DRAFT, &mut schemas).unwrap();
    schemas.validate(&schema, draft).unwrap_or_else(|error| panic!("{error:#}"));
    // What the draft refuses is seen to be refused.
    assert!(schemas.validate(&json!({ "type": 5 }), draft).is_err());
    assert!(run(&["schema", "x"]).code == 2 && run(&["--help"]).out.contains("policy schema"));
}

/// Whoever is asked for a key sees what it is; a reference says it where it leads.
#[test]
fn every_key_says_what_it_is() {
    let schema = schema();
    let keys = schema["properties"].as_object().unwrap();
    for (key, about) in keys {
        let said = about.get("description").is_some() || about.get("$ref").is_some();
        assert!(said, "{key}");
    }
    let conditions = ["when", "holds_while", "given"].map(|name| &schema["$defs"][name]["properties"]);
    for (key, about) in conditions.iter().flat_map(|keys| keys.as_object().unwrap()) {
        assert!(about.get("description").is_some() || key == "clock", "{key}");
    }
    for fact in Ranked::ALL {
        assert!(conditions[2].get(format!("{fact}_from")).is_some(), "{fact}");
    }
}

#[test]
fn every_good_policy_and_its_canonical_form_are_valid() {
    let judge = Judge::of(schema());
    let files = [DESIGN, UNPROVED, HANDBOOK, SMALL].map(str::to_owned);
    let presets = PRESETS.iter().map(|preset| preset.text.to_owned());
    let diced = (0..60).map(|seed| policies::policy(&mut Dice(seed)));
    for toml in files.into_iter().chain(presets).chain(diced) {
        assert_eq!(judge.complaint(&value(&toml)), None, "{toml}");
        // One of the files is there to break its promises.
        if let Ok(sealed) = Policy::from_toml("p.toml", &toml) {
            assert_eq!(judge.complaint(&value(sealed.policy.canonical())), None, "{toml}");
        }
    }
}

#[test]
fn days_and_times_are_told_as_the_loader_tells_them() {
    let judge = Judge::of(schema());
    let mut small = value(SMALL);
    let leap = |year: i32| year % 4 == 0 && year % 100 != 0 || year % 400 == 0;
    let years =
        (1969..=2107).filter(|year| leap(*year) || [1969, 1970, 2027, 2100, 2105, 2106, 2107].contains(year));
    let days = years.flat_map(|year| {
        (0..=13).flat_map(move |month| {
            [0, 1, 6, 7, 28, 29, 30, 31, 32].map(|day| format!("{year}-{month:02}-{day:02}"))
        })
    });
    let odd =
        ["2027-1-05", "2027-01-5", "02027-01-05", "2027/01/05", "", "2027-01-01T00:00:00", "２０２７-01-01"];
    for day in days.chain(odd.map(str::to_owned)) {
        small["calendar"] = json!({ "from": day, "until": "2106-02-06" });
        let good = stepup::calendar::Day::parse(&day).is_some();
        assert_eq!(judge.complaint(&small).is_none(), good, "{day}");
    }
    let mut small = value(SMALL);
    for clock in [
        "20:00-06:00",
        "00:00-23:59",
        "06:00-06:01",
        "19:00-09:00",
        "06:00-06:00",
        "6:00-07:00",
        "24:00-01:00",
        "20:60-21:00",
        "20:00",
        "20:00-06:00 ",
        "29:00-01:00",
        "23:59-23:59",
    ] {
        small["rule"][0]["when"]["clock"] = clock.into();
        let good = findings(&small).iter().all(|one| one.code != Code::BadClock);
        assert_eq!(judge.complaint(&small).is_none(), good, "{clock}");
    }
}

/// Codes of which one place of a file decides, so that a schema can tell. The others need the rest of the file: P006 to
/// P008, P016 and P019 compare numbers or sets of different places, P013 and P015 compare names; P001 is no value at
/// all; from P030 on speaks the verifier. What a schema cannot tell either is 1.0 from 1: both are integers to it.
const STRUCTURAL: [Code; 16] = [
    Code::UnknownKey,
    Code::MissingKey,
    Code::WrongType,
    Code::MissingBand,
    Code::BadAmount,
    Code::BadDuration,
    Code::WrongDirection,
    Code::GroupNotAroundZero,
    Code::SilenceAccuses,
    Code::UnknownSchema,
    Code::BadClock,
    Code::Empty,
    Code::UnknownName,
    Code::LimitExceeded,
    Code::NeverHolds,
    Code::BadCalendar,
];

/// Whether a finding is of such a code, and not one of those of its code that need the rest of the file.
fn is_structural(finding: &Finding) -> bool {
    let said = |what: &str| finding.message.en.contains(what);
    let here = match finding.code {
        // A rung and a rule are named elsewhere.
        Code::UnknownName => !said("there is no rung `") && !said("there is no rule `"),
        // How many there are of all kinds together, how wide the score is, which hold is lawful: elsewhere.
        Code::LimitExceeded => {
            [" is not in ", " is no id", "ages are measured up to", "than any age is measured"]
                .iter()
                .any(|text| said(text))
        }
        // Whether a guarantee's region is empty is for the verifier.
        Code::NeverHolds => said("nothing lies beyond this value"),
        // Whether days follow each other.
        Code::BadCalendar => said(" is no day "),
        _ => true,
    };
    here && STRUCTURAL.contains(&finding.code)
}

/// How many cases fell where.
#[derive(Default, Debug)]
struct Tally {
    /// Neither complains.
    both_good: usize,
    /// Both complain, the loader of something that one place decides.
    structural: usize,
    /// The loader alone complains.
    loader_alone: usize,
    /// Both complain, the loader of something else.
    in_other_words: usize,
    codes: BTreeMap<&'static str, usize>,
}

/// So many changed policies before schema and loader; an error is where they do not agree as they must.
fn compared(schema: Value, cases: u64) -> Result<Tally, String> {
    let judge = Judge::of(schema);
    let mut tally = Tally::default();
    let presets = PRESETS.iter().map(|Preset { text, .. }| value(text));
    let files = [DESIGN, HANDBOOK].map(value);
    let bases: Vec<Value> = [0, 2, 3, 4].map(everything).into_iter().chain(files).chain(presets).collect();
    for seed in 0..cases {
        let mut dice = Dice(seed);
        // Most often of those where every part of the language stands.
        let base = if dice.chance(60) { dice.below(4) } else { dice.below(bases.len()) };
        let mut policy = bases[base].clone();
        for _ in 0..=usize::from(dice.chance(20)) {
            change(&mut policy, &mut dice);
        }
        let complaint = judge.complaint(&policy);
        let found = findings(&policy);
        let errors = found.iter().any(|one| one.severity == Severity::Error);
        let structural: Vec<&Finding> = found.iter().filter(|one| is_structural(one)).collect();
        for finding in &structural {
            *tally.codes.entry(finding.code.name()).or_default() += 1;
        }
        match (&complaint, structural.first()) {
            (Some(complaint), _) if !errors => {
                return Err(format!("seed {seed}: stricter than the loader\n{complaint}\n{policy:#}"));
            }
            (None, Some(finding)) => {
                return Err(format!("seed {seed}: not as strict as the loader\n{finding}"));
            }
            (Some(_), Some(_)) => tally.structural += 1,
            (Some(_), None) => tally.in_other_words += 1,
            (None, None) if errors => tally.loader_alone += 1,
            (None, None) => tally.both_good += 1,
        }
    }
    Ok(tally)
}

#[test]
fn the_schema_is_never_stricter_than_the_loader_and_as_strict_where_one_place_decides() {
    for decimals in [0, 2, 3, 4] {
        let found = findings(&everything(decimals));
        assert!(found.iter().all(|one| one.severity != Severity::Error), "{decimals}: {found:?}");
    }
    let tally = compared(schema(), 8_000).unwrap_or_else(|found| panic!("{found}"));
    println!("{tally:?}");
    // Every class has its share, and every code that one place decides was met.
    let Tally { both_good, structural, loader_alone, codes, .. } = &tally;
    assert!(*both_good >= 800 && *structural >= 4_000 && *loader_alone >= 200, "{tally:?}");
    for code in STRUCTURAL {
        assert!(codes.get(code.name()).is_some_and(|met| *met >= 3), "{code}: {tally:?}");
    }
}

/// The comparison sees what it is there to see: a schema with a hole, and one that is too strict.
#[test]
fn a_schema_with_a_hole_or_too_strict_does_not_pass() {
    let hole = |path: &str, key: &str, value: Value, said: &str| {
        let mut schema = schema();
        let place = schema.pointer_mut(path).unwrap_or_else(|| panic!("{path}"));
        assert_ne!(place.get(key), Some(&value), "{path} {key}");
        place[key] = value;
        let found = compared(schema, 8_000).map(|_| path).unwrap_err();
        assert!(found.contains(said), "{path}: {found}");
    };
    hole("", "additionalProperties", true.into(), "not as strict");
    hole("/$defs/when", "additionalProperties", true.into(), "not as strict");
    hole("/$defs/duration", "pattern", "".into(), "not as strict");
    hole("", "allOf", json!([{}]), "not as strict");
    hole("/properties/rule/items", "required", json!(["id"]), "not as strict");
    hole("/properties/calendar/properties/weekend", "minItems", 1.into(), "stricter than");
    hole("/properties/risk/properties/medium", "maximum", 41.into(), "stricter than");
    hole("/$defs/duration", "pattern", "^[0-9]+(min|h)$".into(), "stricter than");
}
