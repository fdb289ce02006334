//! `policy leak`: the most money that leaves in 24 hours before at least so much is demanded, and by which transfers.

use serde_json::{Value, json};
use stepup::finding::Findings;
use stepup::guarantee::Region;
use stepup::language::Language;
use stepup::operation::CustomerFlag;
use stepup::policy::Policy;
use stepup::requirement::Requirement;
use stepup::verify::{Leak, Leaked, Schedule};

use super::args::Asked;
use super::lines::paint;
use super::load::{sealed, told};
use super::snippet::{self, table as as_table};
use super::table::Table;
use super::words::{demand, identity, money, region, short_identity};
use super::{Answer, Failure, Screen, said};

/// Bounds what leaks.
pub fn run(asked: &Asked, screen: &mut Screen<'_>) -> Result<Answer, Failure> {
    let policy = sealed(asked, 0)?.policy;
    let before = asked.before.as_ref().ok_or_else(|| {
        said(
            asked,
            "`policy leak` needs `--before`; see --help".into(),
            "`policy leak`需要`--before`，见--help".into(),
        )
    })?;
    let given = asked.given.as_ref().map_or("{}".to_owned(), |words| as_table(words));
    let wrong = |findings: Findings| {
        let found: Vec<String> = findings.0.iter().map(|one| told(one, asked.language)).collect();
        Failure::Said(found.join("\n"))
    };
    let (given, before) = snippet::leak(&policy, &given, &as_table(before)).map_err(wrong)?;
    let leak = policy.leak(before, &given);
    let bounded = [&leak.to_one, &leak.to_all].iter().all(|leaked| leaked.minor().is_some());
    if asked.json {
        super::json(screen, &answer(&policy, &given, &before, &leak))?;
    } else {
        write(asked, screen, &policy, (&given, &before), &leak)?;
    }
    Ok(if bounded { Answer::Good } else { Answer::Bad })
}

fn write(
    asked: &Asked,
    screen: &mut Screen<'_>,
    policy: &Policy,
    (given, before): (&Region, &Requirement),
    leak: &Leak,
) -> Result<(), Failure> {
    let language = asked.language;
    let (name, identity) = (policy.name(), short_identity(policy));
    let (given, before) = (region(given, policy, language), demand(before, policy, language));
    match language {
        Language::English => {
            writeln!(
                screen.out,
                "{name} {identity}, {given}: what leaves in 24 h before {before} is demanded"
            )?;
        }
        Language::Chinese => {
            writeln!(screen.out, "{name} {identity}，{given}：在要求{before}之前，24小时内可流出")?;
        }
    }
    let sides = [(&leak.to_one, "to one payee", "同一收款人"), (&leak.to_all, "to all payees", "全部收款人")];
    for (leaked, en, zh) in sides {
        side(asked, screen, policy, leaked, language.of(en, zh))?;
    }
    Ok(())
}

fn side(
    asked: &Asked,
    screen: &mut Screen<'_>,
    policy: &Policy,
    leaked: &Leaked,
    whom: &str,
) -> Result<(), Failure> {
    let (language, currency) = (asked.language, policy.currency());
    match leaked {
        Leaked::Unbounded { each } => {
            let bound = paint(language.of("unbounded", "无上限"), "1;31", screen.colour);
            let each = money(*each, policy);
            match language {
                Language::English => {
                    writeln!(screen.out, "\n{whom}: {bound}, in transfers of {each} {currency}")?
                }
                Language::Chinese => writeln!(screen.out, "\n{whom}：{bound}，每笔{each} {currency}")?,
            }
        }
        Leaked::Bounded(schedule) => {
            let bound = paint(&format!("{} {currency}", money(schedule.minor, policy)), "1", screen.colour);
            let word = kind(schedule);
            let words = match word {
                "realised" => ("realised by requests beside a profile", "已由请求与档案实际重现"),
                _ => ("abstract: no requests were found that lead there", "抽象：未找到实际的请求序列"),
            };
            let customer = customer(schedule, language);
            let colon = language.of(": ", "：");
            writeln!(screen.out, "\n{whom}{colon}{bound}{customer} ({})", language.of(words.0, words.1))?;
            transfers(schedule, policy, language).write(screen)?;
        }
    }
    Ok(())
}

const fn kind(schedule: &Schedule) -> &'static str {
    if schedule.realised { "realised" } else { "abstract" }
}

/// As what the customer is marked who loses so much.
fn customer(schedule: &Schedule, language: Language) -> String {
    let flags = CustomerFlag::ALL.iter().filter(|flag| schedule.flags.contains(**flag));
    let names: Vec<&str> = flags.map(|flag| language.of(flag.name(), flag.name_zh())).collect();
    if names.is_empty() { String::new() } else { format!(", {}", names.join(", ")) }
}

/// Equal transfers in one row.
fn transfers(schedule: &Schedule, policy: &Policy, language: Language) -> Table {
    let head = match language {
        Language::English => ["transfer", "date", "time", "channel", "each", "running total"],
        Language::Chinese => ["笔", "日期", "时间", "渠道", "每笔", "累计"],
    };
    let mut table = Table::new(&head, &[0, 4, 5]);
    let (mut count, mut total) = (0_i64, 0_i64);
    for run in &schedule.runs {
        let first = count.saturating_add(1);
        count = count.saturating_add(run.times);
        total = total.saturating_add(run.minor.saturating_mul(run.times));
        let numbers = if run.times == 1 { count.to_string() } else { format!("{first}-{count}") };
        let date = match run.date {
            1 => language.of("first", "首日"),
            _ => language.of("second", "次日"),
        };
        let channel = language.of(run.channel.name(), run.channel.name_zh());
        table.row([
            numbers,
            date.to_owned(),
            format!("{:02}:{:02}", run.minute / 60, run.minute % 60),
            channel.to_owned(),
            money(run.minor, policy),
            money(total, policy),
        ]);
    }
    table
}

fn answer(policy: &Policy, given: &Region, before: &Requirement, leak: &Leak) -> Value {
    let side = |leaked: &Leaked| match leaked {
        Leaked::Unbounded { each } => json!({ "bounded": false, "minor": null, "each": each }),
        Leaked::Bounded(schedule) => {
            let flags = CustomerFlag::ALL.iter().filter(|flag| schedule.flags.contains(**flag));
            let flags: Vec<&str> = flags.map(|flag| flag.name()).collect();
            let runs = schedule.runs.iter().map(|run| {
                json!({
                    "times": run.times, "minor": run.minor, "date": run.date, "channel": run.channel.name(),
                    "minute": run.minute,
                })
            });
            let runs: Vec<Value> = runs.collect();
            json!({
                "bounded": true, "minor": schedule.minor, "kind": kind(schedule), "flags": flags, "runs": runs,
            })
        }
    };
    let of = |language| region(given, policy, language);
    json!({
        "policy": policy.name(), "identity": identity(policy), "currency": policy.currency().code(),
        "given": { "en": of(Language::English), "zh": of(Language::Chinese) }, "before": before.said(policy),
        "to_one": side(&leak.to_one), "to_all": side(&leak.to_all),
    })
}
