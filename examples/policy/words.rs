//! Regions, demands and identities in words.

use stepup::exemption::AtMost;
use stepup::fact::{MeterUnit, Metered, Ranked};
use stepup::finding::Said;
use stepup::guarantee::{Guarantee, Promise, Region};
use stepup::language::Language;
use stepup::operation::{Channel, Operation};
use stepup::policy::Policy;
use stepup::requirement::Requirement;
use stepup::rule::{AtLeast, Circumstances};
use stepup::signal::scale;
use stepup::units::{Amount, Span};

/// A sentence in a language.
pub fn say(said: &Said, language: Language) -> &str {
    language.of(&said.en, &said.zh)
}

/// A demand in words.
pub fn demand(demand: &Requirement, policy: &Policy, language: Language) -> String {
    let parts = demand.said(policy);
    parts.iter().map(|said| say(said, language)).collect::<Vec<_>>().join(language.of(", ", "、"))
}

/// A guarantee in words, without its id.
pub fn promise(guarantee: &Guarantee, policy: &Policy, language: Language) -> String {
    let given = region(&guarantee.region, policy, language);
    let what = |asked: &Requirement| demand(asked, policy, language);
    match (&guarantee.promise, language) {
        (Promise::AtLeast(least), Language::English) => format!("{given}: at least {}", what(least)),
        (Promise::AtLeast(least), Language::Chinese) => format!("{given}：至少{}", what(least)),
        (Promise::AtMost(most), Language::English) => format!("{given}: at most {}", what(most)),
        (Promise::AtMost(most), Language::Chinese) => format!("{given}：至多{}", what(most)),
        (Promise::LeakAtMost(minor, before), Language::English) => {
            format!("{given}: at most {} leave in 24 h before {}", money(*minor, policy), what(before))
        }
        (Promise::LeakAtMost(minor, before), Language::Chinese) => {
            format!("{given}：在要求{}之前，24小时内至多流出{}", what(before), money(*minor, policy))
        }
    }
}

/// Minor units as people read them.
pub fn money(minor: i64, policy: &Policy) -> String {
    Amount::new(minor, policy.currency()).map_or_else(|_| minor.to_string(), Amount::grouped)
}

/// A region in words; a bound on the tier, which runs from the highest down, as a policy file has it.
pub fn region(region: &Region, policy: &Policy, language: Language) -> String {
    let mut parts = circumstances(&region.circumstances, language);
    for bound in &region.from {
        parts.push(match bound {
            AtLeast::Ranked(fact, level) => ranked(*fact, "≥", *level, language),
            AtLeast::Metered(fact, value) => metered(*fact, "≥", *value, policy, language),
        });
    }
    for bound in &region.upto {
        parts.push(match bound {
            AtMost::Ranked(fact, level) => ranked(*fact, "≤", *level, language),
            AtMost::Metered(fact, value) => metered(*fact, "≤", *value, policy, language),
        });
    }
    if parts.is_empty() {
        return language.of("always", "任何情形").to_owned();
    }
    parts.join(language.of(", ", "，"))
}

fn ranked(fact: Ranked, side: &'static str, level: u8, language: Language) -> String {
    let level = scale(fact).levels.get(usize::from(level));
    let level = level.map_or("", |level| language.of(level.name, level.name_zh));
    let side = match (fact, side) {
        (Ranked::Tier, "≥") => "≤",
        (Ranked::Tier, _) => "≥",
        _ => side,
    };
    format!("{} {side} {level}", language.of(fact.name(), fact.name_zh()))
}

fn metered(fact: Metered, side: &str, value: i64, policy: &Policy, language: Language) -> String {
    format!("{} {side} {}", language.of(fact.name(), fact.name_zh()), value_of(fact, value, policy))
}

/// A value of a metered fact as people read it.
pub fn value_of(fact: Metered, value: i64, policy: &Policy) -> String {
    match fact.unit() {
        MeterUnit::Money => money(value, policy),
        MeterUnit::Seconds => Span::from_seconds(u32::try_from(value).unwrap_or(u32::MAX)).to_string(),
        MeterUnit::Count | MeterUnit::Points => value.to_string(),
    }
}

fn circumstances(circumstances: &Circumstances, language: Language) -> Vec<String> {
    let mut parts = Vec::new();
    let fits = |mask: u16, code: u8| mask & 1_u16.checked_shl(u32::from(code)).unwrap_or(0) != 0;
    let mut add = |word: &str, names: Vec<&str>, of_all: usize| {
        if names.len() < of_all {
            parts.push(format!("{word} {}", names.join("/")));
        }
    };
    let named = Operation::ALL.iter().filter(|one| fits(circumstances.operations, one.code()));
    let named = named.map(|one| language.of(one.name(), one.name_zh())).collect();
    add(language.of("operation", "业务"), named, Operation::ALL.len());
    let named = Channel::ALL.iter().filter(|one| fits(circumstances.channels, one.code()));
    let named = named.map(|one| language.of(one.name(), one.name_zh())).collect();
    add(language.of("channel", "渠道"), named, Channel::ALL.len());
    if !circumstances.flags.is_empty() {
        let named = circumstances.flags.iter().map(|flag| language.of(flag.name(), flag.name_zh()));
        add(language.of("customer", "客户"), named.collect(), usize::MAX);
    }
    if let Some((from, to)) = circumstances.clock {
        let (from, to) = ((from / 60, from % 60), (to / 60, to % 60));
        parts.push(format!("{:02}:{:02}-{:02}:{:02}", from.0, from.1, to.0, to.1));
    }
    parts
}

/// The SHA-256 that names a policy, in full.
pub fn identity(policy: &Policy) -> String {
    policy.identity().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Its first twelve digits: enough for people.
pub fn short_identity(policy: &Policy) -> String {
    identity(policy).chars().take(12).collect()
}

/// A duration of ours as people read it.
pub fn elapsed(took: std::time::Duration) -> String {
    if took.as_millis() >= 10 {
        format!("{} ms", took.as_millis())
    } else {
        format!("{}.{} ms", took.as_micros() / 1_000, took.as_micros() % 1_000 / 100)
    }
}
