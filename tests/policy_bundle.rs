//! `policy key`, `policy sign` and `policy verify`: from a maker's file to what a server puts in force.

#[path = "../examples/policy/mod.rs"]
#[allow(dead_code, reason = "the example uses what the test does not")]
mod policy;
#[path = "policy/run.rs"]
#[allow(dead_code, reason = "a few of its helpers are enough")]
mod runs;

use runs::{Answered, Folder, SMALL, json, run};

const FROM: &str = "2027-01-15T00:00:00Z";

/// A folder with two keys and their signers, and a policy.
fn desk(name: &str) -> (Folder, [String; 2], [String; 2], String) {
    let folder = Folder::new(name);
    let policy = folder.write("small.toml", SMALL);
    let keys = ["maker.key", "checker.key"].map(|key| policy.replace("small.toml", key));
    let signers = keys.each_ref().map(|key| {
        let Answered { code, out, err } = run(&["key", key]);
        assert_eq!((code, err.as_str()), (0, ""));
        out.trim().to_owned()
    });
    (folder, keys, signers, policy)
}

#[test]
fn a_policy_signed_by_two_is_what_a_server_puts_in_force() {
    let (folder, [maker, checker], [one, two], policy) = desk("signed");
    let Answered { code, out, err } =
        run(&["sign", &policy, "--key", &maker, "--serial", "7", "--from", FROM]);
    assert_eq!((code, err.as_str()), (0, ""));
    let half = folder.write("half.bundle", out);
    let ask = |bundle: &str, more: &[&str]| {
        let args = ["verify", bundle, "--signer", &one, "--signer", &two, "--now", FROM];
        run(&[&args, more].concat())
    };
    assert_eq!(ask(&half, &["--needed", "1"]).code, 0);
    let Answered { code, out, .. } = ask(&half, &[]);
    assert!(code == 1 && out.contains("1 of 2 signatures"), "{out}");
    let whole = folder.write("whole.bundle", run(&["sign", &half, "--key", &checker]).out);
    let Answered { code, out, .. } = ask(&whole, &["--after", "6"]);
    assert!(
        code == 0 && out.contains("serial 7: signed by ") && out.contains(&one) && out.contains(&two),
        "{out}"
    );
    let older = ask(&whole, &["--after", "7"]);
    assert!(older.code == 1 && older.out.contains("serial 7 is not above 7"), "{}", older.out);
    let early = run(&["verify", &whole, "--signer", &one, "--signer", &two, "--now", "2027-01-14T23:59:59Z"]);
    let until = "it holds from 2027-01-15T00:00:00Z on, and now is 2027-01-14T23:59:59Z";
    assert!(early.code == 1 && early.out.contains(until), "{}", early.out);
    for needed in ["0", "3", "99999999999"] {
        let Answered { code, err, .. } = ask(&whole, &["--needed", needed]);
        assert!(code == 2 && err.contains("one signature or two"), "{err}");
    }
    let (code, answer) = json(&["verify", &whole, "--signer", &one, "--signer", &two, "--now", FROM]);
    assert_eq!((code, &answer["holds"], &answer["serial"]), (0, &true.into(), &7.into()));
    let altered = folder
        .write("altered.bundle", std::fs::read_to_string(&whole).unwrap().replace("serial 7", "serial 8"));
    let (code, answer) = json(&["verify", &altered, "--signer", &one, "--signer", &two, "--now", FROM]);
    assert_eq!((code, &answer["holds"]), (1, &false.into()));
    assert!(answer["refused"].as_str().unwrap().contains("was altered"), "{answer}");
}

#[test]
fn what_cannot_be_signed_is_2_and_says_why() {
    let (folder, [maker, _], [one, _], policy) = desk("unsigned");
    let bundle = run(&["sign", &policy, "--key", &maker, "--serial", "7", "--from", FROM]).out;
    let bundle = folder.write("one.bundle", bundle);
    let no_key = folder.write("no.key", "this is no key");
    for (args, said) in [
        (&["sign", &policy, "--serial", "7", "--from", FROM][..], "needs `--key`"),
        (&["sign", &policy, "--key", &maker, "--from", FROM], "needs `--serial`"),
        (&["sign", &policy, "--key", &maker, "--serial", "7"], "needs `--from`"),
        (&["sign", &policy, "--key", &maker, "--serial", "0", "--from", FROM], "serials begin at 1"),
        (&["sign", &policy, "--key", &maker, "--serial", "x", "--from", FROM], "write a whole number"),
        (&["sign", &policy, "--key", &maker, "--serial", "7", "--from", "2027-01-15"], "write an instant"),
        (&["sign", &policy, "--key", &no_key, "--serial", "7", "--from", FROM], "no Ed25519 key"),
        (&["sign", &policy, "--key", "/nowhere", "--serial", "7", "--from", FROM], "cannot be read"),
        (&["sign", &bundle, "--key", &maker], "has signed it already"),
        (&["sign", &bundle, "--key", &maker, "--serial", "8"], "has its serial and instant already"),
        (&["key", &maker], "cannot be written"),
        (&["verify", &bundle, "--signer", "abc"], "64 lower-case hexadecimal digits"),
    ] {
        let Answered { code, out, err } = run(args);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}");
        assert!(err.contains(said), "{args:?}: {err}");
    }
    // The key is still the maker's, and nobody else may read it.
    assert_eq!(run(&["verify", &bundle, "--signer", &one, "--needed", "1", "--now", FROM]).code, 0);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&maker).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
