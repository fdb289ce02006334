//! `policy presets` and `policy new`: what comes with the crate, to look at and to begin with.

#[path = "../examples/policy/mod.rs"]
#[allow(dead_code, reason = "the example uses what the test does not")]
mod policy;
#[path = "policy/run.rs"]
#[allow(dead_code, reason = "a few of its helpers are enough")]
mod runs;

use runs::{Answered, json, run};
use stepup::document::presets::PRESETS;
use stepup::policy::Policy;

#[test]
fn every_preset_is_listed_with_what_it_has() {
    let Answered { code, out, err } = run(&["presets"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let (_, listed) = json(&["presets"]);
    for (preset, row) in PRESETS.iter().zip(listed.as_array().unwrap()) {
        let line = out.lines().find(|line| line.starts_with(&format!("{} ", preset.name))).unwrap();
        let policy = preset.seal().unwrap().policy;
        assert!(line.contains(policy.currency().code()), "{line}");
        assert_eq!(
            (&row["name"], &row["guarantees"]),
            (&preset.name.into(), &policy.guarantees().len().into())
        );
        assert!(row["about"].as_str().is_some_and(|about| about.len() > 20), "{row}");
    }
    assert_eq!(out.lines().count(), PRESETS.len() + 1);
    assert!(run(&["presets", "--lang", "zh"]).out.starts_with("预设"));
}

#[test]
fn a_new_file_is_the_preset_comments_and_all() {
    for preset in PRESETS {
        let Answered { code, out, .. } = run(&["new", "--preset", preset.name]);
        assert_eq!((code, out.as_str()), (0, preset.text));
        let sealed = Policy::from_toml("mine.toml", &out).unwrap().policy;
        assert_eq!(sealed.identity(), preset.seal().unwrap().policy.identity());
    }
}
