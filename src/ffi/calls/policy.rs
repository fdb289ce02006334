//! Policies: loaded, replaced, freed, proved, compared and shown.
#![expect(unsafe_code, reason = "functions that other languages call by their name")]

use crate::ffi::ask::most;
use crate::ffi::calls::Asked;
use crate::ffi::fault::{Fault, Note, Status};
use crate::ffi::guard::export;
use crate::ffi::layout::Record;
use crate::ffi::memory::{Bytes, Number, Out, Room};
use crate::ffi::policies::{self, Source, ensure_memory, held};
use crate::ffi::records;
use crate::ffi::words::Item;
use crate::finding::Findings;
use crate::language::Language;
use crate::policy::Policy;
use crate::verdict::SEMANTICS;
use crate::verify::{Comparison, Proof, Proven, guarantees};

fn count(things: usize) -> i32 {
    i32::try_from(things).unwrap_or(i32::MAX)
}

/// The note of a policy that is in force in spite of findings.
fn noted(findings: &Findings) -> i32 {
    if findings.0.is_empty() { 0 } else { Note::Advice.number() }
}

fn found(findings: &Findings, language: Language) -> String {
    match language {
        Language::English => findings.to_string(),
        Language::Chinese => findings.0.iter().map(|finding| finding.to_string_zh() + "\n").collect(),
    }
}

export! {
    FUNCTIONS:

    /// Loads a policy from its text, TOML, and gives its handle; where sha256 is not null, only the policy with this
    /// identity. Nothing is loaded where it does not seal: the error record has the first finding.
    fn stepup_policy_load SUPOLLD (
        text: Bytes, length: i64, charset: i32, sha256: Bytes, policy: Number<i64>, error: Out<records::Error>,
    ) else error => {
        let source = Source { text, length, charset };
        source.load(sha256, policy).map(|findings| noted(&findings))
    }

    /// Puts another policy behind a handle; who decides just now ends by the one before. On a fault that one stays.
    fn stepup_policy_replace SUPOLRP (
        policy: i64, text: Bytes, length: i64, charset: i32, sha256: Bytes, error: Out<records::Error>,
    ) else error => {
        let source = Source { text, length, charset };
        source.replace(policy, sha256).map(|findings| noted(&findings))
    }

    /// Frees a handle; who decides by it just now ends in peace. Freed twice is a status.
    fn stepup_policy_free SUPOLFR (policy: i64, error: Out<records::Error>) else error => {
        policies::free(policy).map(|()| 0)
    }

    /// Everything that was found in a policy's text, each finding with its place and its mending.
    fn stepup_policy_findings SUPOLFI (
        text: Bytes, length: i64, charset: i32, form: Out<records::Text>, buffer: Room, error: Out<records::Error>,
    ) else error => {
        let asked = Asked::of(form)?;
        let draft = Source { text, length, charset }.draft()?;
        let (findings, sealed) = match Policy::seal(&draft) {
            Ok(sealed) => (sealed.findings, true),
            Err(findings) => (findings, false),
        };
        asked.write(buffer, &found(&findings, asked.language()))?;
        if sealed { Ok(noted(&findings)) } else { Ok(Note::Refused.number()) }
    }

    /// Proves the policy's guarantees again, counts them, and says what was found of each, one line a guarantee.
    fn stepup_policy_prove SUPOLPR (
        policy: i64, proofs: Out<records::Proofs>, form: Out<records::Text>, buffer: Room, error: Out<records::Error>,
    ) else error => {
        let asked = Asked::of(form);
        let place = proofs.clear("proofs")?;
        let (asked, held) = (asked?, held(policy)?);
        ensure_memory(held.value().canonical().len())?;
        let proven = guarantees(held.value());
        let counted = counts(&proven);
        let lines: String = proven.iter().map(|one| line(one, asked.language())).collect();
        asked.write(buffer, &lines)?;
        place.write(&counted);
        let open = counted.refuted != 0 || counted.undecided != 0;
        Ok(if open { Note::Unproved.number() } else { 0 })
    }

    /// What changes from one policy to another, over every request there can be: counts, and one line a difference.
    fn stepup_policy_compare SUPOLCM (
        older: i64, newer: i64, comparison: Out<records::Comparison>, form: Out<records::Text>, buffer: Room,
        error: Out<records::Error>,
    ) else error => {
        let asked = Asked::of(form);
        let place = comparison.clear("comparison")?;
        let (asked, old, new) = (asked?, held(older)?, held(newer)?);
        ensure_memory(old.value().canonical().len().saturating_add(new.value().canonical().len()))?;
        let compared = old.value().compare(new.value());
        let compared = compared.map_err(|error| Fault::of(Status::Policy, error.to_string()))?;
        asked.write(buffer, &differences(&compared, asked.language()))?;
        place.write(&records::Comparison {
            weaker: count(compared.weaker.len().saturating_add(compared.counted.len())).saturating_add(compared.shorter.into()),
            stricter: count(compared.stricter.len().saturating_add(compared.uncounted.len())).saturating_add(compared.longer.into()),
            undecided: count(compared.undecided.len()),
            identical: compared.is_identical().into(),
            ..records::Comparison::BLANK
        });
        Ok(if compared.is_nowhere_weaker() { 0 } else { Note::Weaker.number() })
    }

    /// What a policy is: currency, identity, how much of what.
    fn stepup_policy_info SUPOLIN (
        policy: i64, info: Out<records::PolicyInfo>, error: Out<records::Error>,
    ) else error => {
        let held = held(policy)?;
        let policy = held.value();
        info.write("info", &records::PolicyInfo {
            currency: policy.currency().numeric().into(),
            identity: *policy.identity(),
            canonical_bytes: i64::try_from(policy.canonical().len()).unwrap_or(i64::MAX),
            semantics: SEMANTICS.into(),
            rules: count(policy.rules().len()),
            exemptions: count(policy.exemptions().len()),
            guarantees: count(policy.guarantees().len()),
            rungs: count(policy.ladder().rungs().len()),
            enrolments: count(policy.enrolments().len()),
            ..records::PolicyInfo::BLANK
        })?;
        Ok(0)
    }

    /// The canonical form of a policy: a file that says everything, in fixed order; loading it gives this policy.
    fn stepup_policy_canonical SUPOLCA (
        policy: i64, form: Out<records::Text>, buffer: Room, error: Out<records::Error>,
    ) else error => {
        let asked = Asked::of(form)?;
        let held = held(policy)?;
        asked.write(buffer, held.value().canonical())?;
        Ok(0)
    }

    /// One thing of a policy: its name, or the id and reason of a rule, an exemption, a guarantee or a rung, from 0.
    fn stepup_policy_item SUPOLIT (
        policy: i64, item: i32, number: i32, form: Out<records::Text>, buffer: Room, error: Out<records::Error>,
    ) else error => {
        let asked = Asked::of(form)?;
        let held = held(policy)?;
        let kind = u8::try_from(item.saturating_sub(1)).ok().and_then(Item::from_code);
        let kind = kind.ok_or_else(|| Fault::range("item", item.into(), 1, most!(Item).into()))?;
        let Some(text) = usize::try_from(number).ok().and_then(|number| told(held.value(), kind, number)) else {
            return Ok(Note::End.number());
        };
        asked.write(buffer, &text)?;
        Ok(0)
    }
}

/// Id and reason, with a colon between where there is a reason.
fn told(policy: &Policy, kind: Item, number: usize) -> Option<String> {
    let reasoned = |id: &str, reason: &str| {
        if reason.is_empty() { id.to_owned() } else { format!("{id}: {reason}") }
    };
    match kind {
        Item::Name => (number == 0).then(|| policy.name().to_owned()),
        Item::Rule => policy.rules().get(number).map(|rule| reasoned(&rule.id, &rule.reason)),
        Item::Exemption => policy.exemptions().get(number).map(|one| reasoned(&one.id, &one.reason)),
        Item::Guarantee => policy.guarantees().get(number).map(|guarantee| guarantee.id.clone()),
        Item::Rung => {
            let rung = u8::try_from(number.checked_add(1)?).ok()?;
            policy.rung(rung).map(|rung| rung.name.clone())
        }
    }
}

fn counts(proven: &[Proven]) -> records::Proofs {
    let of = |which: fn(&Proof) -> bool| count(proven.iter().filter(|one| which(&one.proof)).count());
    records::Proofs {
        proved: of(|proof| matches!(proof, Proof::Proved)),
        refuted: of(|proof| matches!(proof, Proof::Refuted(_) | Proof::Leaks(_))),
        undecided: of(|proof| matches!(proof, Proof::Undecided(_) | Proof::Empty)),
        ..records::Proofs::BLANK
    }
}

fn line(proven: &Proven, language: Language) -> String {
    let of = |english, chinese| language.of(english, chinese).to_owned();
    let (word, why) = match &proven.proof {
        Proof::Proved => (of("proved", "已证明"), String::new()),
        Proof::Refuted(witness) => (of("refuted", "被否证"), of(&witness.story.en, &witness.story.zh)),
        Proof::Leaks(_) => (of("leaks", "泄漏超限"), String::new()),
        Proof::Undecided(said) => (of("undecided", "未决"), of(&said.en, &said.zh)),
        Proof::Empty => (of("about nothing", "无对象"), String::new()),
    };
    let colon = if why.is_empty() { "" } else { ": " };
    format!("{}: {word}{colon}{why}\n", proven.id)
}

fn differences(compared: &Comparison, language: Language) -> String {
    let mut out = String::new();
    for one in compared.weaker.iter().chain(&compared.stricter) {
        let word =
            if one.weaker { language.of("weaker", "更宽") } else { language.of("stricter", "更严") };
        let story = language.of(&one.witness.story.en, &one.witness.story.zh);
        out += &format!(
            "{word}: {} ({}): {story}\n",
            one.rule,
            language.of(one.part.name(), one.part.name_zh())
        );
    }
    for doubt in &compared.undecided {
        let open = language.of(&doubt.open.en, &doubt.open.zh);
        let part = language.of(doubt.part.name(), doubt.part.name_zh());
        out += &format!("{}: {} ({part}): {open}\n", language.of("undecided", "未决"), doubt.rule);
    }
    if compared.is_identical() {
        out += language.of("the same in effect\n", "效果相同\n");
    }
    out
}
