//! `policy prove`: each guarantee, what it promises, and what the verifier says of it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use stepup::document::{At, Draft, Node};
use stepup::finding::{Code, Finding, Said};
use stepup::guarantee::Guarantee;
use stepup::language::Language;
use stepup::policy::Policy;
use stepup::verify::{BUDGET, Proof, Proven, guarantees, prove};

use super::args::Asked;
use super::lines::paint;
use super::load::{draft, text, unsealed};
use super::snippet;
use super::table::Table;
use super::words::{elapsed, identity, promise, say, short_identity};
use super::{Answer, Failure, Screen};

/// One guarantee and what was found of it.
struct Row {
    id: String,
    /// `None` where the file's own words could not be taken out of it.
    guarantee: Option<Guarantee>,
    proof: Proof,
    nodes: u64,
}

/// Proves the guarantees of a policy.
pub fn run(asked: &Asked, screen: &mut Screen<'_>) -> Result<Answer, Failure> {
    let text = text(asked, 0)?;
    let began = Instant::now();
    let (policy, mut rows) = read(asked, draft(&text))?;
    let own = policy.guarantees().iter().zip(guarantees(&policy));
    rows.extend(own.map(|(guarantee, Proven { id, proof, nodes })| Row {
        id,
        guarantee: Some(guarantee.clone()),
        proof,
        nodes,
    }));
    let took = began.elapsed();
    let all_proved = rows.iter().all(|row| row.proof == Proof::Proved);
    if asked.json {
        let rows: Vec<Value> = rows.iter().map(|row| row.json(&policy)).collect();
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let answer = json!({
            "policy": policy.name(), "identity": identity(&policy), "proved": all_proved, "guarantees": rows,
            "micros": micros,
        });
        super::json(screen, &answer)?;
    } else {
        write(asked, screen, &policy, &rows, took)?;
    }
    Ok(if all_proved { Answer::Good } else { Answer::Bad })
}

/// The policy, and the guarantees that keep the file from being sealed: those are left out and looked at by themselves.
fn read(asked: &Asked, draft: Draft) -> Result<(Policy, Vec<Row>), Failure> {
    let findings = match Policy::seal(&draft) {
        Ok(sealed) => return Ok((sealed.policy, Vec::new())),
        Err(findings) => findings,
    };
    let whole = || Failure::Said(unsealed(asked, &draft.file, &findings));
    let failed = |item: &At<Node>| {
        let id = item.value.get("id")?;
        let about = |finding: &&Finding| {
            matches!(finding.code, Code::Refuted | Code::NeverHolds) && finding.span == id.span
        };
        Some((item.clone(), findings.0.iter().find(about)?))
    };
    let left_out: Vec<(At<Node>, &Finding)> =
        draft.get("guarantee").map_or(&[][..], |at| at.value.items()).iter().filter_map(failed).collect();
    let mut rest = draft.clone();
    for entry in rest.root.iter_mut().filter(|entry| entry.key.value == "guarantee") {
        if let Node::List(items) = &mut entry.value.value {
            items.retain(|item| left_out.iter().all(|(out, _)| out != item));
        }
    }
    rest.root.retain(|entry| entry.key.value != "guarantee" || !entry.value.value.items().is_empty());
    let policy = Policy::seal(&rest).map_err(|_| whole())?.policy;
    let rows = left_out.iter().map(|(item, finding)| row(&policy, item, finding)).collect();
    Ok((policy, rows))
}

/// A guarantee that was left out.
fn row(policy: &Policy, item: &At<Node>, finding: &Finding) -> Row {
    let id = item.value.get("id").and_then(|at| at.value.text()).unwrap_or("").to_owned();
    let guarantee = snippet::guarantee(policy, item);
    let proven = guarantee.as_ref().map(|guarantee| prove(policy, guarantee, BUDGET));
    match proven {
        Some(Proven { proof, nodes, .. }) if proof != Proof::Proved => Row { id, guarantee, proof, nodes },
        _ if finding.code == Code::NeverHolds => Row { id, guarantee, proof: Proof::Empty, nodes: 0 },
        // What was said of it when the file was read is all there is.
        _ => Row { id, guarantee, proof: Proof::Undecided(finding.message.clone()), nodes: 0 },
    }
}

/// The verdict in a word.
pub fn verdict(proof: &Proof) -> Said {
    match proof {
        Proof::Proved => Said::new("proved", "已证明"),
        Proof::Refuted(_) | Proof::Leaks(_) => Said::new("refuted", "不成立"),
        Proof::Undecided(_) => Said::new("undecided", "未判定"),
        Proof::Empty => Said::new("empty", "无对象"),
    }
}

/// Why something is not proved; `None` where it is.
pub fn why(proof: &Proof, policy: &Policy) -> Option<Said> {
    match proof {
        Proof::Proved => None,
        Proof::Refuted(witness) => Some(witness.story.clone()),
        Proof::Leaks(leaked) => Some(leaked.said(policy.currency())),
        Proof::Undecided(why) => Some(why.clone()),
        Proof::Empty => Some(Said::new("no reading meets its `given`", "没有任何情形符合其`given`")),
    }
}

impl Row {
    fn promise(&self, policy: &Policy, language: Language) -> String {
        self.guarantee.as_ref().map_or(String::new(), |guarantee| promise(guarantee, policy, language))
    }

    fn json(&self, policy: &Policy) -> Value {
        let of = |language| self.promise(policy, language);
        json!({
            "id": self.id, "promise": { "en": of(Language::English), "zh": of(Language::Chinese) },
            "verdict": verdict(&self.proof).en, "why": why(&self.proof, policy), "nodes": self.nodes,
        })
    }
}

fn write(
    asked: &Asked,
    screen: &mut Screen<'_>,
    policy: &Policy,
    rows: &[Row],
    took: Duration,
) -> Result<(), Failure> {
    let language = asked.language;
    let head = match language {
        Language::English => ["guarantee", "verdict", "nodes", "promise"],
        Language::Chinese => ["保证", "结论", "节点", "承诺"],
    };
    let mut table = Table::new(&head, &[2]);
    for row in rows {
        let verdict = say(&verdict(&row.proof), language).to_owned();
        table.row([row.id.clone(), verdict, row.nodes.to_string(), row.promise(policy, language)]);
        table.coloured(1, if row.proof == Proof::Proved { "32" } else { "1;31" });
        if let Some(why) = why(&row.proof, policy) {
            table.under(format!("✗ {}", say(&why, language)));
        }
    }
    if !rows.is_empty() {
        table.write(screen)?;
        writeln!(screen.out)?;
    }
    let proved = rows.iter().filter(|row| row.proof == Proof::Proved).count();
    let (all, nodes) = (rows.len(), rows.iter().map(|row| row.nodes).sum::<u64>());
    let (name, identity, took) = (policy.name(), short_identity(policy), elapsed(took));
    let line = match language {
        Language::English => {
            format!("{name} {identity}: {proved} of {all} guarantees proved, nodes {nodes}, {took}")
        }
        Language::Chinese => {
            format!("{name} {identity}：{all}项保证中{proved}项已证明，{nodes}个节点，{took}")
        }
    };
    let colour = if proved == all { "32" } else { "1;31" };
    writeln!(screen.out, "{}", paint(&line, colour, screen.colour))?;
    Ok(())
}
