//! `policy check`: what is found in each file, the worst first, and one line about it.

use serde_json::{Value, json};
use stepup::finding::{Finding, Severity};
use stepup::language::Language;
use stepup::policy::Policy;
use stepup::verify::{Proof, guarantees};

use super::args::Asked;
use super::lines::{paint, width};
use super::load::{draft, text, told};
use super::words::{identity, short_identity};
use super::{Answer, Failure, Screen};

/// Lines of a screen that findings may take, so that a line for each file still fits.
const SCREEN: usize = 22;

/// What was found of one file.
struct Checked {
    name: String,
    policy: Option<Policy>,
    /// The worst first, of equal ones in the order of the text.
    findings: Vec<Finding>,
}

/// Checks every file.
pub fn run(asked: &Asked, screen: &mut Screen<'_>) -> Result<Answer, Failure> {
    let mut all = Vec::new();
    for place in 0..asked.files.len() {
        let text = text(asked, place)?;
        let (policy, findings) = match Policy::seal(&draft(&text)) {
            Ok(sealed) => (Some(sealed.policy), sealed.findings),
            Err(findings) => (None, findings),
        };
        let mut findings = findings.0;
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        all.push(Checked { name: text.name, policy, findings });
    }
    if asked.json {
        super::json(screen, &all.iter().map(Checked::json).collect::<Vec<_>>())?;
    } else {
        let mut left = SCREEN;
        for checked in &all {
            checked.write(asked, screen, &mut left)?;
        }
    }
    let bad = |checked: &Checked| checked.policy.is_none() || (asked.strict && !checked.findings.is_empty());
    Ok(if all.iter().any(bad) { Answer::Bad } else { Answer::Good })
}

impl Checked {
    fn write(&self, asked: &Asked, screen: &mut Screen<'_>, left: &mut usize) -> Result<(), Failure> {
        let mut shown = 0;
        for finding in &self.findings {
            let told = told(finding, asked.language);
            let lines = lines(&told, screen.width) + 1;
            // WHY: the first of a file is shown whatever room there is: it is the root of what follows.
            if shown > 0 && lines > *left && !asked.all {
                break;
            }
            *left = left.saturating_sub(lines);
            shown += 1;
            writeln!(screen.out, "{}", headed(&told, finding.severity, screen.colour))?;
        }
        let more = self.findings.len() - shown;
        if more > 0 {
            match asked.language {
                Language::English => writeln!(screen.out, "... and {more} more; --all shows them")?,
                Language::Chinese => writeln!(screen.out, "……另有{more}项，--all可全部列出")?,
            }
        }
        writeln!(screen.out, "{}: {}", self.name, self.summary(asked.language, screen.colour))?;
        Ok(())
    }

    /// One line: whether it seals, what it has, what was found.
    fn summary(&self, language: Language, colour: bool) -> String {
        let of = |severity: Severity| self.findings.iter().filter(|one| one.severity == severity).count();
        let found: Vec<String> = Severity::ALL
            .iter()
            .rev()
            .map(|severity| (severity, of(*severity)))
            .filter(|(_, count)| *count > 0)
            .map(|(severity, count)| match language {
                Language::English if *severity == Severity::Error && count > 1 => format!("{count} errors"),
                Language::English => format!("{count} {severity}"),
                Language::Chinese => format!("{}{count}项", severity.name_zh()),
            })
            .collect();
        let found = if found.is_empty() {
            language.of("nothing found", "无发现").to_owned()
        } else {
            language.of("found: ", "发现：").to_owned() + &found.join(language.of(", ", "，"))
        };
        let Some(policy) = &self.policy else {
            return format!("{}; {found}", paint(language.of("does not seal", "不可封装"), "1;31", colour));
        };
        let counts = Counts::of(policy);
        let Counts { rules, exemptions, distrusts, guarantees, proved } = counts;
        let seals = paint(language.of("seals", "可封装"), "32", colour);
        let identity = short_identity(policy);
        match language {
            Language::English => format!(
                "{seals}; rules {rules}, exemptions {exemptions}, distrusts {distrusts}, guarantees {guarantees} \
                 ({proved} proved); {found}; identity {identity}"
            ),
            Language::Chinese => format!(
                "{seals}；规则{rules}，豁免{exemptions}，不信任{distrusts}，保证{guarantees}（已证明{proved}）；\
                 {found}；标识{identity}"
            ),
        }
    }

    fn json(&self) -> Value {
        let policy = self.policy.as_ref().map(|policy| {
            let Counts { rules, exemptions, distrusts, guarantees, proved } = Counts::of(policy);
            json!({
                "name": policy.name(), "identity": identity(policy), "rules": rules, "exemptions": exemptions,
                "distrusts": distrusts, "guarantees": guarantees, "proved": proved,
            })
        });
        json!({ "file": self.name, "seals": self.policy.is_some(), "policy": policy, "findings": self.findings })
    }
}

/// What a policy has.
struct Counts {
    rules: usize,
    exemptions: usize,
    distrusts: usize,
    guarantees: usize,
    proved: usize,
}

impl Counts {
    fn of(policy: &Policy) -> Self {
        let distrusts = policy.rules().iter().filter(|rule| rule.distrust).count();
        let proved = guarantees(policy).iter().filter(|proven| proven.proof == Proof::Proved).count();
        Self {
            rules: policy.rules().len() - distrusts,
            exemptions: policy.exemptions().len(),
            distrusts,
            guarantees: policy.guarantees().len(),
            proved,
        }
    }
}

/// Lines that a text takes on a terminal of this width.
fn lines(text: &str, columns: Option<usize>) -> usize {
    let of_line = |line: &str| columns.map_or(1, |columns| width(line).div_ceil(columns.max(1)).max(1));
    text.lines().map(of_line).sum()
}

/// A finding with its first words in the colour of its severity.
fn headed(told: &str, severity: Severity, colour: bool) -> String {
    let shade = match severity {
        Severity::Error => "1;31",
        Severity::Unproved => "1;33",
        Severity::Advice => "1;36",
    };
    match told.split_once(']') {
        Some((head, rest)) => format!("{}{rest}", paint(&format!("{head}]"), shade, colour)),
        None => told.to_owned(),
    }
}
