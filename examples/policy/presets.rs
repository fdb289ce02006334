//! `policy presets`: what comes with the crate; `policy new`: a commented file to begin with.

use serde_json::{Value, json};
use stepup::document::presets::{PRESETS, Preset};
use stepup::language::Language;
use stepup::policy::Policy;

use super::args::{Asked, meant};
use super::table::Table;
use super::words::identity;
use super::{Answer, Failure, Screen, said};

/// Lists every preset.
pub fn list(asked: &Asked, screen: &mut Screen<'_>) -> Result<Answer, Failure> {
    let mut rows = Vec::new();
    for preset in PRESETS {
        let sealed = preset.seal().map_err(|findings| Failure::Said(findings.to_string()))?;
        rows.push((preset, sealed.policy));
    }
    if asked.json {
        let one = |(preset, policy): &(&Preset, Policy)| {
            json!({
                "name": preset.name, "currency": policy.currency().code(), "identity": identity(policy),
                "rules": rules(policy), "exemptions": policy.exemptions().len(),
                "guarantees": policy.guarantees().len(), "about": about(preset),
            })
        };
        super::json(screen, &rows.iter().map(one).collect::<Vec<Value>>())?;
        return Ok(Answer::Good);
    }
    let head = match asked.language {
        Language::English => ["preset", "currency", "rules", "guarantees", "about"],
        Language::Chinese => ["预设", "货币", "规则", "保证", "内容"],
    };
    let mut table = Table::new(&head, &[2, 3]);
    for (preset, policy) in rows {
        let counts = [rules(&policy), policy.guarantees().len()].map(|count| count.to_string());
        let [rules, guarantees] = counts;
        let currency = policy.currency().code().to_owned();
        table.row([preset.name.to_owned(), currency, rules, guarantees, about(preset).to_owned()]);
    }
    table.write(screen)?;
    Ok(Answer::Good)
}

/// Rules as `check` counts them: distrusts are told apart.
fn rules(policy: &Policy) -> usize {
    policy.rules().iter().filter(|rule| !rule.distrust).count()
}

/// The first line of its text: whose payments it is about.
fn about(preset: &Preset) -> &'static str {
    let first = preset.text.lines().next().unwrap_or("");
    first.split_once(": ").map_or(first, |(_, about)| about).trim_start_matches("# ")
}

/// Writes a preset's text, comments and all.
pub fn new(asked: &Asked, screen: &mut Screen<'_>) -> Result<Answer, Failure> {
    let name = asked.value("--preset").ok_or_else(|| {
        let en = "`policy new` needs `--preset NAME`; `policy presets` lists them";
        said(asked, en.into(), "`policy new`需要`--preset 名称`；`policy presets`列出全部预设".into())
    })?;
    let preset = PRESETS.iter().find(|preset| preset.name == name).ok_or_else(|| {
        let names: Vec<&str> = PRESETS.iter().map(|preset| preset.name).collect();
        let meant = meant(name, &names, asked.language);
        said(asked, format!("there is no preset `{name}`{meant}"), format!("没有预设`{name}`{meant}"))
    })?;
    write!(screen.out, "{}", preset.text)?;
    Ok(Answer::Good)
}
