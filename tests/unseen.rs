//! A policy cannot show its readers something else than what it says.

#[path = "common/bare.rs"]
#[allow(dead_code, reason = "the text of the barest policy is enough")]
mod bare;

use stepup::finding::Code;
use stepup::policy::Policy;

/// What a terminal obeys or a reader cannot see is no text of a policy, and no message shows it as it is.
#[test]
fn characters_that_cannot_be_seen_are_refused_and_never_shown() {
    for hidden in
        ['\u{0}', '\u{7}', '\u{1b}', '\u{7f}', '\u{85}', '\n', '\u{200f}', '\u{202e}', '\u{2028}', '\u{2066}']
    {
        let escaped = format!("\\u{:04X}", u32::from(hidden));
        let named = bare::HEAD.replace("\"bare\"", &format!("\"a{escaped}b\""));
        let reasoned = format!(
            "{}[[rule]]\nid = \"r\"\nwhen = {{ device_from = \"unknown\" }}\nrequire = {{ review = 1 }}\nreason = \"a{escaped}b\"\n",
            bare::HEAD
        );
        for text in [named, reasoned] {
            let findings = Policy::from_toml("x.toml", &text).unwrap_err();
            let [finding] = &findings.0[..] else { panic!("{findings}") };
            assert_eq!(finding.code, Code::Unseen, "{findings}");
            assert!(Policy::from_toml("x.toml", &finding.mend(&text)).is_ok(), "{}", finding.mend(&text));
        }
        let key = format!("{}\"k{escaped}\" = 1\n", bare::HEAD);
        for shown in Policy::from_toml("x.toml", &key).unwrap_err().0 {
            let text = format!("{shown}{}", shown.to_string_zh());
            assert!(!text.trim_end().contains(|c| c == hidden && c != '\n'), "{text:?}");
        }
    }
    // Everything that can be seen stays: other scripts, emoji, combining marks.
    let seen = bare::HEAD.replace("\"bare\"", "\"零售 é ü ع 🏦 e\u{301}\"");
    assert!(Policy::from_toml("x.toml", &seen).is_ok());
}
