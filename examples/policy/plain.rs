//! Conditions, rules and exemptions as sentences, for those who do not read policy files.

use stepup::exemption::{AtMost, Exemption};
use stepup::fact::{MeterUnit, Metered, Ranked};
use stepup::factor::FactorSet;
use stepup::finding::Said;
use stepup::guarantee::{Guarantee, Promise, Region};
use stepup::operation::{Channel, Operation};
use stepup::policy::Policy;
use stepup::requirement::Requirement;
use stepup::rule::{AtLeast, Circumstances, Rule};
use stepup::signal::scale;
use stepup::units::Span;

use super::words::money;

/// What a rule says.
pub fn rule(rule: &Rule, policy: &Policy) -> Said {
    let mut when = circumstances(&rule.circumstances);
    when.extend(rule.from.iter().map(|bound| from(*bound, policy)));
    sentence(when, demand(&rule.demand, policy))
}

/// What an exemption says.
pub fn exemption(exemption: &Exemption, policy: &Policy) -> Said {
    let mut when = circumstances(&exemption.circumstances);
    when.extend(exemption.upto.iter().map(|bound| upto(*bound, policy)));
    let ids: Vec<&str> =
        exemption.from.iter().filter_map(|at| Some(policy.rules().get(*at)?.id.as_str())).collect();
    let of = Said::new(
        format!("what {} asks is not asked", ids.join(", ")),
        format!("不提出{}的要求", ids.join("、")),
    );
    sentence(when, of)
}

/// What a guarantee promises.
pub fn guarantee(guarantee: &Guarantee, policy: &Policy) -> Said {
    let what = |asked: &Requirement| demand(asked, policy);
    let promised = match &guarantee.promise {
        Promise::AtLeast(least) => {
            Said::new(format!("at least {}", what(least).en), format!("至少{}", what(least).zh))
        }
        Promise::AtMost(most) => {
            Said::new(format!("at most {}", what(most).en), format!("至多{}", what(most).zh))
        }
        Promise::LeakAtMost(minor, before) => {
            let (sum, before) = (money(*minor, policy), what(before));
            Said::new(
                format!("at most {sum} leave in 24 hours before {} is asked", before.en),
                format!("在要求{}之前，24小时内至多流出{sum}", before.zh),
            )
        }
    };
    sentence(region(&guarantee.region, policy), promised)
}

/// The conditions of a region.
pub fn region(region: &Region, policy: &Policy) -> Vec<Said> {
    let mut when = circumstances(&region.circumstances);
    when.extend(region.from.iter().map(|bound| from(*bound, policy)));
    when.extend(region.upto.iter().map(|bound| upto(*bound, policy)));
    when
}

/// A demand, its parts in a row.
pub fn demand(demand: &Requirement, policy: &Policy) -> Said {
    joined(&demand.said(policy), ", ", "、")
}

/// Factors by their names, in a row.
pub fn factors(set: FactorSet, en: &str, zh: &str) -> Said {
    let names: Vec<Said> = set.iter().map(|factor| Said::new(factor.name(), factor.name_zh())).collect();
    joined(&names, en, zh)
}

/// A level by its name in a policy file; what is none stays as it is.
pub fn level(fact: Ranked, name: &str) -> Said {
    let known = scale(fact).levels.iter().find(|level| level.name == name);
    Said::new(name, known.map_or(name, |level| level.name_zh))
}

/// Sentences in a row.
pub fn joined(all: &[Said], en: &str, zh: &str) -> Said {
    let of = |pick: fn(&Said) -> &str, by: &str| all.iter().map(pick).collect::<Vec<_>>().join(by);
    Said::new(of(|said| &said.en, en), of(|said| &said.zh, zh))
}

fn sentence(when: Vec<Said>, then: Said) -> Said {
    if when.is_empty() {
        return Said::new(format!("Always: {}.", then.en), format!("任何情形：{}。", then.zh));
    }
    // WHY: "and" between two or three reads well; between a dozen it is lost.
    let by = if when.len() > 3 { "; " } else { " and " };
    let when = joined(&when, by, "，且");
    Said::new(format!("When {}: {}.", when.en, then.en), format!("当{}时：{}。", when.zh, then.zh))
}

/// "From here up".
pub fn from(bound: AtLeast, policy: &Policy) -> Said {
    match bound {
        AtLeast::Ranked(Ranked::Frozen, 1) => Said::new("the account is frozen", "账户已冻结"),
        AtLeast::Ranked(fact, level) => ranked(fact, level, scale(fact).top(), [up(fact), "或更高风险"]),
        AtLeast::Metered(Metered::SinceProof, value) => {
            let age = span(value);
            Said::new(format!("the last proof is at least {age} old"), format!("距上次认证至少{age}"))
        }
        AtLeast::Metered(fact, value) => {
            let value = shown(fact, value, policy);
            Said::new(format!("{} reaches {value}", noun(fact)), format!("{}达到{value}", fact.name_zh()))
        }
    }
}

/// "Up to here".
pub fn upto(bound: AtMost, policy: &Policy) -> Said {
    match bound {
        AtMost::Ranked(Ranked::Frozen, 0) => Said::new("the account is not frozen", "账户未冻结"),
        AtMost::Ranked(fact, level) => ranked(fact, level, 0, [down(fact), "或更低风险"]),
        AtMost::Metered(Metered::SinceProof, value) => {
            let age = span(value);
            Said::new(format!("the last proof is at most {age} old"), format!("距上次认证不超过{age}"))
        }
        AtMost::Metered(fact, value) => {
            let value = shown(fact, value, policy);
            Said::new(
                format!("{} is at most {value}", noun(fact)),
                format!("{}不超过{value}", fact.name_zh()),
            )
        }
    }
}

/// A level and those beyond it; at the `end` of the scale there are none.
fn ranked(fact: Ranked, level: u8, end: u8, [beyond, beyond_zh]: [&str; 2]) -> Said {
    let words = scale(fact).levels.get(usize::from(level));
    let (name, name_zh) = words.map_or(("", ""), |level| (level.name, level.name_zh));
    let noun = fact.name().replace('_', " ");
    if level == end {
        return Said::new(format!("{noun} is {name}"), format!("{}为{name_zh}", fact.name_zh()));
    }
    Said::new(format!("{noun} is {name}{beyond}"), format!("{}为{name_zh}{beyond_zh}", fact.name_zh()))
}

/// How English calls what lies above a level: of some scales it is no worse, only more.
const fn up(fact: Ranked) -> &'static str {
    match fact {
        Ranked::Tier => " or lower",
        Ranked::Grade | Ranked::Risk => " or higher",
        _ => " or worse",
    }
}

const fn down(fact: Ranked) -> &'static str {
    match fact {
        Ranked::Tier => " or higher",
        Ranked::Grade | Ranked::Risk => " or lower",
        _ => " or better",
    }
}

/// A metered fact in English prose.
pub const fn noun(fact: Metered) -> &'static str {
    match fact {
        Metered::Amount => "the amount",
        Metered::Balance => "the balance",
        Metered::Total24h => "the total of 24 hours",
        Metered::Total24hPayee => "the total of 24 hours to this payee",
        Metered::TotalDay => "the day's total",
        Metered::TotalDayNewDevice => "the day's total from new devices",
        Metered::TotalSinceSca => "the total since the last strong authentication",
        Metered::Attempted24h => "the total tried in 24 hours",
        Metered::Count1h => "the count of one hour",
        Metered::Count24h => "the count of 24 hours",
        Metered::CountSinceSca => "the count since the last strong authentication",
        Metered::NewPayees24h => "the count of new payees in 24 hours",
        Metered::SinceProof => "the age of the last proof",
        Metered::Score => "the score",
    }
}

fn shown(fact: Metered, value: i64, policy: &Policy) -> String {
    if fact.unit() == MeterUnit::Money { money(value, policy) } else { value.to_string() }
}

fn span(seconds: i64) -> String {
    Span::from_seconds(u32::try_from(seconds).unwrap_or(u32::MAX)).to_string()
}

/// The conditions without an order.
fn circumstances(circumstances: &Circumstances) -> Vec<Said> {
    let fits = |mask: u16, code: u8| mask & 1_u16.checked_shl(u32::from(code)).unwrap_or(0) != 0;
    let named = |all: &[Said], en: &str, zh: &str| {
        let list = joined(all, " or ", "或");
        Said::new(format!("{en} {}", list.en), format!("{zh}{}", list.zh))
    };
    let mut when = Vec::new();
    let operations = Operation::ALL.iter().filter(|one| fits(circumstances.operations, one.code()));
    let operations: Vec<Said> = operations.map(|one| Said::new(one.name(), one.name_zh())).collect();
    if operations.len() < Operation::ALL.len() {
        when.push(named(&operations, "the operation is", "业务为"));
    }
    let channels = Channel::ALL.iter().filter(|one| fits(circumstances.channels, one.code()));
    let channels: Vec<Said> = channels.map(|one| Said::new(one.name(), one.name_zh())).collect();
    if channels.len() < Channel::ALL.len() {
        when.push(named(&channels, "the channel is", "渠道为"));
    }
    let flags: Vec<Said> =
        circumstances.flags.iter().map(|one| Said::new(one.name(), one.name_zh())).collect();
    if !flags.is_empty() {
        when.push(named(&flags, "the customer is", "客户为"));
    }
    if let Some((from, to)) = circumstances.clock {
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let (from, to) = (clock(from), clock(to));
        when.push(Said::new(format!("it is {from} to {to} there"), format!("当地时间{from}至{to}")));
    }
    when
}
