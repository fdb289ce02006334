//! The barest policy: everything of low grade, no points, no rungs. What a test is about stands behind it.

use stepup::policy::Policy;

/// All that a policy must say.
pub const HEAD: &str = r#"schema = 1
name = "bare"
currency = "CNY"
[risk]
medium = 40
high = 80
critical = 130
[grade]
low = ["balance-query", "transfer", "lower-limit", "wealth-purchase", "raise-limit", "loss-report", "card-reissue", "lift-freeze"]
"#;

/// The barest policy and more.
pub fn policy(more: &str) -> Policy {
    Policy::from_toml("bare.toml", &format!("{HEAD}{more}"))
        .unwrap_or_else(|findings| panic!("{findings}"))
        .policy
}

/// One rule, by what it takes to fire and what it demands.
pub fn rule(id: &str, when: &str, require: &str) -> String {
    format!("[[rule]]\nid = \"{id}\"\nwhen = {{ {when} }}\nrequire = {{ {require} }}\n")
}
