//! What sealing a policy found and let pass: counted where people look, so that nobody takes it for proved.

use stepup::document::Sealed;
use stepup::finding::Code;
use stepup::language::Language;

/// One line; nothing where nothing was found.
pub fn counted(sealed: &Sealed, language: Language) -> Option<String> {
    let all = sealed.findings.0.len();
    let unproved = sealed.findings.0.iter().filter(|finding| finding.code == Code::Unproved).count();
    let name = sealed.policy.name();
    let said = match language {
        Language::English => {
            format!(
                "policy {name}: findings that are no errors: {all}, of them guarantees not proved yet: {unproved}"
            )
        }
        Language::Chinese => format!("策略{name}：非错误的发现{all}项，其中尚未证明的保证{unproved}项"),
    };
    (all > 0).then_some(said)
}
