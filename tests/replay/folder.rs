//! A folder with a mapping and a policy of its own, in which a replay runs as from the command line.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::replay;

pub const MAP: &str = r#"
name = "synthetic"
policy = "policy.toml"
bands = ["100.00", "1000.00"]
columns = { time = "when", customer = "who", payee = "to", amount = "much", label = "bad" }
time = { format = "%Y-%m-%d %H:%M:%S", offset = "+01:00" }
amount = { decimals = 2, currency = "EUR" }
label = { fraud = "yes", clean = "no", delay = "7d" }
peers = { amount = "50.00", amount_spread = 256, outflow = "100.00", outflow_spread = 256 }

[transfer]
operation = "transfer"
channel = "terminal"
customer_kind = "customer"
payee_kind = "device"
brought = ["sc"]
enrolled = ["sc", "pin"]
proved = ["sc", "pin"]
teach_upto = "step-up"

[given]
device = { state = "not-applicable", why = "none" }
integrity = { state = "not-applicable", why = "none" }
device_reputation = { state = "not-applicable", why = "none" }
position = { state = "not-applicable", why = "none" }
network = { state = "not-applicable", why = "none" }
network_position = { state = "not-applicable", why = "none" }
balance = { state = "missing", why = "not exported" }
own_limit = { state = "not-applicable", why = "none" }
payee_relation = { state = "not-applicable", why = "none" }
payee_added = { state = "not-applicable", why = "none" }
payee_check = { state = "not-applicable", why = "none" }
destination = { state = "not-applicable", why = "none" }
behaviour = { state = "not-applicable", why = "none" }
coercion = { state = "not-applicable", why = "none" }
alert = { state = "not-applicable", why = "none" }
tra_band = { state = "not-applicable", why = "none" }
"#;

pub const POLICY: &str = r#"
schema = 1
name = "synthetic"
currency = "EUR"
accept = [{ code = "P033", reason = "of a test" }, { code = "P038", reason = "of a test" }]
[scorecard.payee_record]
fresh = 30
fresh-run = 90
[risk]
medium = 20
high = 60
critical = 120
[[ladder]]
name = "card+pin"
any_of = [["sc", "pin"]]
max_age = "5min"
[grade]
low = ["balance-query", "transfer", "lower-limit"]
medium = ["wealth-purchase", "raise-limit"]
high = ["loss-report", "card-reissue", "lift-freeze"]
[[rule]]
id = "large"
when = { amount_from = "1000.00" }
require = { rung = "card+pin" }
accept = [{ code = "P037", reason = "of a test" }]
[[rule]]
id = "run"
when = { payee_record_from = "fresh-run" }
require = { refuse = true }
accept = [{ code = "P031", reason = "of a test" }]
"#;

/// A folder of this test run's own, with mapping and policy; removed when it is dropped.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("stepup-replay-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        let folder = Self(path);
        folder.write("map.toml", MAP);
        folder.write("policy.toml", POLICY);
        folder
    }

    pub fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.0.join(name), text).unwrap();
    }

    /// Replays `data.csv` by `map.toml`: exit code, report, errors.
    pub fn run(&self, more: &[&str]) -> (u8, String, String) {
        run(&self.path("data.csv"), &self.path("map.toml"), more)
    }

    /// The same, and its numbers.
    pub fn numbers(&self, more: &[&str]) -> Value {
        let json = self.path("out.json");
        let (code, _, errors) = self.run(&[more, &["--json", &json]].concat());
        assert_eq!((code, errors.as_str()), (0, ""));
        serde_json::from_str(&fs::read_to_string(json).unwrap()).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _left = fs::remove_dir_all(&self.0);
    }
}

pub fn run(data: &str, map: &str, more: &[&str]) -> (u8, String, String) {
    let args = [&["--data", data, "--map", map], more].concat();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut screen = replay::Screen { out: &mut out, err: &mut err, colour: false, bar: false, width: None };
    let code = replay::run(args.into_iter().map(OsString::from), &mut screen);
    (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}
