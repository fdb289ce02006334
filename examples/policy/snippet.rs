//! Conditions, demands and guarantees read by the library itself: in a policy of its own that has nothing but them.

use stepup::document::{At, Draft, Entry, Node};
use stepup::fact::{Fact, MeterUnit, Metered};
use stepup::factor::Factor;
use stepup::finding::Findings;
use stepup::guarantee::{Guarantee, Region};
use stepup::policy::Policy;
use stepup::requirement::{Notice, Requirement};

/// What a policy's words need to mean what they mean there: its currency, grades, ladder; no rules.
fn grammar(policy: &Policy) -> String {
    let canonical = policy.canonical();
    let ends =
        ["\n[[enrolment]]", "\n[[proof_exclusion]]", "\n[[rule]]", "\n[[distrust]]", "\n[[exemption]]"];
    let ends = ends.iter().chain(&["\n[[guarantee]]", "\n[limits]"]).filter_map(|end| canonical.find(end));
    let head = &canonical[..ends.min().unwrap_or(canonical.len())];
    // WHY: what is accepted in the policy is not to be found here.
    head.lines().filter(|line| !line.starts_with("accept")).map(|line| format!("{line}\n")).collect()
}

/// The region and the demand of a leak; `file` is how findings call them.
pub fn leak(policy: &Policy, given: &str, before: &str) -> Result<(Region, Requirement), Findings> {
    let demand = format!("rule = [{{ id = \"before\", when = {{}}, shadow = true, require = {before} }}]");
    let text = format!("{demand}\n{}", grammar(policy));
    let sealed = Policy::from_toml("--before", &text)?;
    let demand = sealed.policy.rules().first().map_or(Requirement::NOTHING, |rule| rule.demand);
    let region = format!("guarantee = [{{ id = \"given\", given = {given}, at_most = {{}} }}]");
    let text = format!("{region}\n{}", grammar(policy));
    let sealed = Policy::from_toml("--given", &text)?;
    let region = sealed.policy.guarantees().first().map(|guarantee| guarantee.region.clone());
    Ok((region.unwrap_or(ANYWHERE), demand))
}

/// Every reading.
pub const ANYWHERE: Region =
    Region { from: Vec::new(), upto: Vec::new(), circumstances: stepup::rule::Circumstances::ANY };

/// A guarantee as written in a file, whatever the file's rules make of it: beside a rule that demands everything of
/// everybody, or none, it holds.
pub fn guarantee(policy: &Policy, item: &At<Node>) -> Option<Guarantee> {
    let grammar = grammar(policy);
    let key = At { value: "guarantee".to_owned(), span: 0..0 };
    let only = Entry { key, value: At { value: Node::List(vec![item.clone()]), span: 0..0 } };
    let [strict, free] = [everything(policy), String::new()].map(|rules| {
        let mut draft = Draft::read("", &format!("{grammar}{rules}"));
        draft.root.push(only.clone());
        Policy::seal(&draft)
    });
    strict.ok().or(free.ok())?.policy.guarantees().first().cloned()
}

/// Rules that demand all there is.
fn everything(policy: &Policy) -> String {
    let quoted = |name: &str| serde_json::Value::from(name).to_string();
    let list = |names: Vec<&str>| names.into_iter().map(quoted).collect::<Vec<_>>().join(", ");
    let factors = list(Factor::ALL.iter().map(|factor| factor.name()).collect());
    let notices = list(Notice::ALL.iter().map(|notice| notice.name()).collect());
    let top = u8::try_from(policy.ladder().rungs().len()).unwrap_or(u8::MAX);
    let rung = policy.rung(top).map_or(String::new(), |rung| format!("rung = {}, ", quoted(&rung.name)));
    let mut rules = format!(
        "[[rule]]\nid = \"every-thing-there-is\"\nwhen = {{}}\nrequire = {{ {rung}include = [{factors}], kinds = 3, \
         max_age = \"1s\", confirm = true, hold = \"49710d\", hold_days = 90, review = 2, refuse = true, \
         freeze = true, notify = [{notices}] }}\n"
    );
    for factor in Factor::ALL {
        rules += &format!("[[distrust]]\nid = \"no-more-{factor}\"\nfactor = \"{factor}\"\nwhen = {{}}\n");
    }
    rules
}

/// `device_upto=known,amount_from=5000.00` as the table that a policy file has; what opens a brace is one already.
pub fn table(words: &[String]) -> String {
    if let [whole] = words
        && whole.trim_start().starts_with('{')
    {
        return whole.clone();
    }
    let entries: Vec<String> = pairs(words).into_iter().map(|(key, values)| entry(&key, &values)).collect();
    format!("{{ {} }}", entries.join(", "))
}

/// Names and their values: what stands behind a comma and has no `=` is one more value of the name before.
pub fn pairs(words: &[String]) -> Vec<(String, Vec<String>)> {
    let mut pairs: Vec<(String, Vec<String>)> = Vec::new();
    for part in words.iter().flat_map(|word| word.split(',')).map(str::trim).filter(|part| !part.is_empty()) {
        match (part.split_once('='), pairs.last_mut()) {
            (Some((key, value)), _) => {
                pairs.push((key.trim().to_owned(), vec![value.trim().to_owned()]));
            }
            (None, Some((_, values))) => values.push(part.to_owned()),
            (None, None) => pairs.push((part.to_owned(), Vec::new())),
        }
    }
    pairs
}

/// One entry as TOML: lists, numbers and truth values by what the key takes, all else text.
fn entry(key: &str, values: &[String]) -> String {
    let quoted = |text: &String| serde_json::Value::from(text.as_str()).to_string();
    let lists = ["operation", "channel", "flag", "include", "notify", "distrusted"];
    let shown = match values {
        [one] if !lists.contains(&key) => {
            let bare = one.parse::<i64>().is_ok() && !is_text(key);
            if bare || one == "true" || one == "false" { one.clone() } else { quoted(one) }
        }
        _ => format!("[{}]", values.iter().map(quoted).collect::<Vec<_>>().join(", ")),
    };
    // A key that is none is the library's to refuse.
    let plain = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    if plain { format!("{key} = {shown}") } else { format!("{} = {shown}", quoted(&key.to_owned())) }
}

/// Whether a condition's value is written as text though it may look like a number: money and ages.
fn is_text(key: &str) -> bool {
    let fact = key.rsplit_once('_').and_then(|(fact, _)| Fact::from_name(fact));
    let unit = |fact: Metered| matches!(fact.unit(), MeterUnit::Money | MeterUnit::Seconds);
    matches!(fact, Some(Fact::Metered(fact)) if unit(fact)) || ["hold", "max_age"].contains(&key)
}
