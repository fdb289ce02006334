//! `policy page`: a policy on one page for a review board, in English and Chinese; it needs nothing but itself.
//!
//! No script, no font, no address: one file that opens anywhere, prints, and is read by those who see no colours. Every
//! text of the policy is escaped where it is written.

mod change;
pub mod heat;
mod ladder;
mod proofs;
mod rules;
mod scorecard;

use std::path::{Path, PathBuf};

use maud::{DOCTYPE, Markup, PreEscaped, html};
use stepup::document::{Draft, Sealed};
use stepup::finding::Said;
use stepup::language::Language;
use stepup::policy::Policy;
use stepup::verify::{Proof, Proven, guarantees};

use super::args::Asked;
use super::load::sealed;
use super::whole::{is_same, put, unwritten};
use super::words::{identity, short_identity};
use super::{Answer, Failure, Screen, said};

pub use heat::maps;

/// How it looks.
const STYLE: &str = include_str!("page/page.css");

/// A policy and what is known of it.
pub struct Shown {
    /// The policy, and what was found.
    pub sealed: Sealed,
    /// Its canonical form as a tree: what the policy says of points, states, groups and bands.
    pub tree: Draft,
    /// Its guarantees, proved or not.
    pub proven: Vec<Proven>,
    /// The least scores of the bands above the first.
    pub bands: Vec<i64>,
}

impl Shown {
    /// What a page tells of a policy.
    pub fn new(sealed: Sealed) -> Self {
        let tree = Draft::read("canonical", sealed.policy.canonical());
        let proven = guarantees(&sealed.policy);
        let bands = tree.get("risk").map_or(Vec::new(), |risk| {
            risk.value.entries().iter().filter_map(|entry| scorecard::integer(&entry.value.value)).collect()
        });
        Self { sealed, tree, proven, bands }
    }

    /// The policy.
    pub fn policy(&self) -> &Policy {
        &self.sealed.policy
    }

    fn proved(&self) -> usize {
        self.proven.iter().filter(|proven| proven.proof == Proof::Proved).count()
    }
}

/// Writes the page of a policy.
pub fn run(asked: &Asked, screen: &mut Screen<'_>) -> Result<Answer, Failure> {
    let shown = Shown::new(sealed(asked, 0)?);
    let old = match asked.value("--against") {
        Some(file) => {
            let before = Asked { files: vec![file.into()], ..asked.clone() };
            Some(sealed(&before, 0)?.policy)
        }
        None => None,
    };
    if let Some(old) = old.as_ref().filter(|old| old.currency() != shown.policy().currency()) {
        let (old, new) = (old.currency(), shown.policy().currency());
        return Err(said(
            asked,
            format!(
                "the old policy is about {old}, the new one about {new}: policies of one currency can be compared"
            ),
            format!("旧策略币种为{old}，新策略为{new}：只能比较同一币种的策略"),
        ));
    }
    let text = page(&shown, old.as_ref(), asked.language).into_string();
    match asked.value("-o") {
        Some(path) => {
            let read =
                asked.files.iter().map(PathBuf::as_path).chain(asked.value("--against").map(Path::new));
            if read.into_iter().any(|read| is_same(read, Path::new(path))) {
                return Err(said(
                    asked,
                    format!(
                        "{path}: this is a policy that the page is about: name another file for the page"
                    ),
                    format!("{path}：这是网页所述的策略文件：请另指定网页文件名"),
                ));
            }
            put(Path::new(path), &text).map_err(|error| unwritten(asked, path, &error))?;
            writeln!(screen.out, "{path}: {} {}", shown.policy().name(), short_identity(shown.policy()))?;
        }
        None => write!(screen.out, "{text}")?,
    }
    Ok(Answer::Good)
}

/// A text in both languages; the reader chooses which is seen.
pub fn both(said: &Said) -> Markup {
    if said.en == said.zh {
        return html! { (said.en) };
    }
    html! { span.en lang="en" { (said.en) } span.zh lang="zh" { (said.zh) } }
}

/// The same of two fixed texts.
pub fn words(en: &str, zh: &str) -> Markup {
    html! { span.en lang="en" { (en) } span.zh lang="zh" { (zh) } }
}

/// The whole page.
pub fn page(shown: &Shown, old: Option<&Policy>, language: Language) -> Markup {
    let policy = shown.policy();
    let is_zh = language == Language::Chinese;
    html! {
        (DOCTYPE)
        html lang=(language.of("en", "zh")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                // WHY: were a text ever not escaped, this would still keep it from running or calling anybody.
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (policy.name()) " – stepup" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (choice(is_zh))
                (head(shown))
                main {
                    @if let Some(old) = old { (change::section(old, policy)) }
                    (heat_section(shown))
                    (rules::section(policy))
                    (proofs::guarantees(shown))
                    (proofs::leaks(policy))
                    (ladder::section(policy))
                    (proofs::dead_ends(policy))
                    (scorecard::section(shown))
                    (ladder::silence(shown))
                    (proofs::findings(shown))
                }
                footer {
                    (words("Made by stepup from the sealed policy ", "由stepup根据封装后的策略生成，标识 "))
                    code { (identity(policy)) }
                }
            }
        }
    }
}

/// Which language is seen: kept by the page itself, without a script.
fn choice(is_zh: bool) -> Markup {
    html! {
        nav.choice aria-label="Language 语言" {
            input type="radio" name="language" id="see-en" checked[!is_zh];
            label for="see-en" { "English" }
            input type="radio" name="language" id="see-zh" checked[is_zh];
            label for="see-zh" lang="zh" { "中文" }
            input type="radio" name="language" id="see-both";
            label for="see-both" { "both 双语" }
        }
    }
}

fn head(shown: &Shown) -> Markup {
    let policy = shown.policy();
    let distrusts = policy.rules().iter().filter(|rule| rule.distrust).count();
    let (all, proved) = (shown.proven.len(), shown.proved());
    let figures = [
        (policy.currency().code().to_owned(), "currency", "币种"),
        ((policy.rules().len() - distrusts).to_string(), "rules", "规则"),
        (policy.exemptions().len().to_string(), "exemptions", "豁免"),
        (distrusts.to_string(), "distrusts", "不信任"),
        (format!("{proved}/{all}"), "guarantees proved", "保证已证明"),
        (shown.sealed.findings.0.len().to_string(), "findings", "发现"),
    ];
    html! {
        header {
            p.kind { (words("Step-up policy", "加强认证策略")) }
            h1 { (policy.name()) }
            p.identity { (words("identity ", "标识 ")) code { (short_identity(policy)) } }
            dl.figures {
                @for (figure, en, zh) in figures { div { dt { (words(en, zh)) } dd { (figure) } } }
            }
        }
    }
}

fn heat_section(shown: &Shown) -> Markup {
    html! {
        section #outcomes {
            h2 { (words("What happens, by amount and risk", "按金额与风险的结果")) }
            p.note {
                (words(
                    "On the app at noon, the first transfer of the day, to a payee who was paid before, by a customer without \
                     flags; all else is at its best. As much is asked of every such transfer with that amount and score \
                     or more, whatever made the score, and to a newer payee; other facts can only add to it.",
                    "手机银行、正午、当日首笔、收款人曾付款、客户无特殊标记，其余一切均为最佳。无论评分由何而来，金额与评分不低于此、或收款人更新的每笔此类业务至少有此要求；其他因素只会增加要求。",
                ))
            }
            (heat::legend())
            @for map in maps(shown) { (heat::table(&map, shown)) }
        }
    }
}
