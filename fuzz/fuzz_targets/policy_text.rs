//! Any text is a policy or findings that lie within it; what seals, seals again from its canonical form.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stepup::policy::Policy;

fuzz_target!(|text: &str| match Policy::from_toml("fuzz.toml", text) {
    Ok(sealed) => {
        let canonical = sealed.policy.canonical();
        let again = Policy::from_toml("canonical.toml", canonical).expect("a canonical form is a policy");
        assert_eq!(again.policy.identity(), sealed.policy.identity());
        assert_eq!(again.policy.canonical(), canonical, "canonical forms are canonical");
        for finding in &sealed.findings.0 {
            assert!(!sealed.findings.has_errors() && finding.span.end <= text.len());
            let _text = (finding.to_string(), finding.to_string_zh());
        }
    }
    Err(findings) => {
        assert!(findings.has_errors());
        for finding in &findings.0 {
            assert!(finding.span.end <= text.len() && finding.line >= 1 && finding.column >= 1);
            let mended = finding.mend(text);
            assert!(finding.edit.is_some() || mended == text);
            let _text = (finding.to_string(), finding.to_string_zh());
        }
    }
});
