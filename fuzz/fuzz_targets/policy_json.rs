//! Any text is a policy in JSON or findings that lie within it; what seals is the same policy in TOML, and in JSON again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stepup::document::Draft;
use stepup::policy::Policy;

fuzz_target!(|text: &str| match Policy::from_json("fuzz.json", text) {
    Ok(sealed) => {
        let canonical = Draft::read("canonical.toml", sealed.policy.canonical());
        let json = serde_json::to_string(&canonical).expect("a canonical form can be said in JSON");
        let again = Policy::from_json("canonical.json", &json).expect("and is a policy there");
        assert_eq!(again.policy.identity(), sealed.policy.identity());
        let own =
            serde_json::to_string(&Draft::read_json("fuzz.json", text)).expect("what sealed can be said");
        let own = Policy::from_json("own.json", &own).expect("and seals again");
        assert_eq!(own.policy.identity(), sealed.policy.identity());
    }
    Err(findings) => {
        assert!(findings.has_errors());
        for finding in &findings.0 {
            assert!(finding.span.end <= text.len() && finding.line >= 1 && finding.column >= 1);
            assert!(finding.edit.is_none(), "a change would be TOML");
            let _text = (finding.to_string(), finding.to_string_zh());
        }
    }
});
