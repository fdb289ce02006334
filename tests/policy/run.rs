//! The command line of the policy example as a function; files of a test's own; a small policy.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::policy;

/// What came of a command line.
pub struct Answered {
    pub code: u8,
    pub out: String,
    pub err: String,
}

pub fn run_on(width: Option<usize>, colour: bool, args: &[&str]) -> Answered {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut screen = policy::Screen { out: &mut out, err: &mut err, colour, width };
    let code = policy::run(args.iter().map(OsString::from).collect(), &mut screen);
    Answered { code, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}

pub fn run(args: &[&str]) -> Answered {
    run_on(None, false, args)
}

/// The answer as JSON, which goes to the standard output alone.
pub fn json(args: &[&str]) -> (u8, Value) {
    let Answered { code, out, err } = run(&[args, &["--json"]].concat());
    assert_eq!(err, "");
    (code, serde_json::from_str(&out).unwrap())
}

/// The names in an object, which scripts rely on.
pub fn keys(value: &Value) -> String {
    value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ")
}

/// A folder of this test's own; removed when it is dropped.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("stepup-policy-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _left = fs::remove_dir_all(&self.0);
    }
}

/// A small policy of which nothing is to be said.
pub const SMALL: &str = r#"
schema = 1
name = "small"
currency = "CNY"
risk = { medium = 40, high = 80, critical = 130 }
grade = { low = ["balance-query", "transfer", "lower-limit"], medium = ["wealth-purchase", "raise-limit"], high = ["loss-report", "card-reissue", "lift-freeze"] }
accept = [{ code = "P038", reason = "small on purpose" }, { code = "P033", reason = "there is one line only" }]
scorecard.device = { trusted = -20, unknown = 45 }
ladder = [{ name = "face", any_of = [["face"], ["fpt"]], max_age = "15min" }]
[[rule]]
id = "line"
when = { total_24h_payee_from = "50000.00" }
require = { rung = "face", confirm = true, hold = "2h" }
accept = [{ code = "P031", reason = "the express line" }]
[[guarantee]]
id = "line-holds"
given = { amount_from = "50000.00", operation = ["transfer"] }
at_least = { hold = "2h" }
"#;

/// The same with one text in place of another.
pub fn small(from: &str, to: &str) -> String {
    assert!(SMALL.contains(from), "{from}");
    SMALL.replacen(from, to, 1)
}
