//! The policy example: every command, its exit codes, its tables and its JSON, on good files and on broken ones.

#[path = "../examples/policy/mod.rs"]
#[allow(dead_code, reason = "the example uses what the test does not")]
mod policy;
#[path = "policy/run.rs"]
mod runs;

use std::ffi::{OsStr, OsString};
use std::io::{self, Write};

use policy::lines::width;
use policy::terminal::is_coloured;
use runs::{Answered, Folder, SMALL, json, keys, run, run_on, small};
use serde_json::Value;
use stepup::document::presets::RETAIL_CN;
use stepup::finding::Code;

#[test]
fn check_says_in_one_line_what_a_good_file_has() {
    let folder = Folder::new("good");
    let file = folder.write("small.toml", SMALL);
    let Answered { code, out, err } = run(&["check", &file, "--strict"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    let identity = {
        let sealed = stepup::policy::Policy::from_toml("", SMALL).unwrap();
        sealed.policy.identity().iter().take(6).map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let has = "seals; rules 1, exemptions 0, distrusts 0, guarantees 1 (1 proved); nothing found";
    assert_eq!(out, format!("{file}: {has}; identity {identity}\n"));
    let (code, files) = json(&["check", &file]);
    assert_eq!(code, 0);
    assert_eq!(keys(&files[0]), "file findings policy seals");
    assert_eq!(keys(&files[0]["policy"]), "distrusts exemptions guarantees identity name proved rules");
    assert_eq!((&files[0]["seals"], &files[0]["findings"]), (&true.into(), &serde_json::json!([])));
}

#[test]
fn check_is_1_where_a_file_does_not_seal_and_goes_on_with_the_others() {
    let folder = Folder::new("bad");
    let good = folder.write("good.toml", SMALL);
    let bad = folder.write("bad.toml", small("unknown = 45", "unknwn = 45"));
    let Answered { code, out, .. } = run(&["check", &bad, &good]);
    assert_eq!(code, 1);
    assert!(out.contains("P002") || out.contains("P003"), "{out}");
    assert!(
        out.contains("did you mean") && out.contains("bad.toml: does not seal; found: 1 error\n"),
        "{out}"
    );
    assert!(out.lines().last().unwrap().contains("good.toml: seals;"), "{out}");
    assert_eq!(json(&["check", &bad]).1[0]["policy"], Value::Null);
}

#[test]
fn advice_is_0_and_1_only_where_everything_counts() {
    let folder = Folder::new("advice");
    let file =
        folder.write("a.toml", small("accept = [{ code = \"P031\", reason = \"the express line\" }]", ""));
    let advised = run(&["check", &file]);
    assert_eq!(advised.code, 0);
    assert!(advised.out.starts_with(&format!("advice[{}]", Code::Cliff.name())), "{}", advised.out);
    assert_eq!(run(&["check", &file, "--strict"]).code, 1);
}

/// Errors first, whatever their place; a screen of them, and all of them where that is asked for.
#[test]
fn check_shows_the_worst_first_and_no_more_than_a_screen() {
    let folder = Folder::new("screen");
    let rules: String = (0..12)
        .map(|n| {
            format!(
                "[[rule]]\nid = \"r{n}\"\nwhen = {{ devise_from = \"fresh\" }}\nrequire = {{ review = 1 }}\n"
            )
        })
        .collect();
    let file = folder.write("many.toml", format!("{SMALL}{rules}"));
    let screen = run(&["check", &file]);
    assert!(screen.code == 1 && screen.out.lines().count() <= 24, "{}", screen.out);
    assert!(screen.out.contains(" more; --all shows them\n"), "{}", screen.out);
    let all = run(&["check", &file, "--all"]);
    assert_eq!(all.out.matches("`devise_from` means nothing here").count(), 12, "{}", all.out);
    let unproved = "[[guarantee]]\nid = \"no\"\ngiven = { }\nat_least = { review = 1 }\n";
    let advice = small("accept = [{ code = \"P031\", reason = \"the express line\" }]", "");
    let file = folder.write("order.toml", format!("{advice}{unproved}"));
    let (_, files) = json(&["check", &file]);
    let severities: Vec<&str> = files[0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["severity"].as_str().unwrap())
        .collect();
    let rank = |severity: &str| ["error", "unproved", "advice"].iter().position(|one| *one == severity);
    assert!(severities.is_sorted_by_key(|severity| rank(severity)), "{severities:?}");
    assert_eq!(severities.first(), Some(&"error"));
}

#[test]
fn prove_without_a_file_is_about_the_preset() {
    let (code, answer) = json(&["prove"]);
    assert_eq!(answer["policy"], RETAIL_CN.name);
    let rows = answer["guarantees"].as_array().unwrap();
    let guarantees = RETAIL_CN.seal().unwrap().policy.guarantees().len();
    assert_eq!(rows.len(), guarantees);
    assert!(rows.iter().all(|row| row["verdict"] != "refuted"), "{answer}");
    let proved = rows.iter().all(|row| row["verdict"] == "proved");
    assert_eq!((code == 0, answer["proved"] == true), (proved, proved));
    assert_eq!(keys(&answer), "guarantees identity micros policy proved");
    assert_eq!(keys(&rows[0]), "id nodes promise verdict why");
    assert_eq!(run(&["prove", "retail-cn"]).code, code);
}

#[test]
fn prove_tells_of_a_refuted_guarantee_its_promise_and_its_story() {
    let folder = Folder::new("refuted");
    let good = folder.write("good.toml", SMALL);
    let proved = run(&["prove", &good]);
    assert!(proved.code == 0 && proved.out.contains("1 of 1 guarantees proved"), "{}", proved.out);
    let weak =
        folder.write("weak.toml", small("confirm = true, hold = \"2h\"", "confirm = true, hold = \"1h\""));
    let Answered { code, out, .. } = run(&["prove", &weak]);
    assert_eq!(code, 1);
    for said in [
        "line-holds  refuted",
        "operation transfer, amount ≥ 50,000.00: at least hold 2h",
        "✗ transfer on app, amount 50000.00",
        "0 of 1 guarantees proved",
    ] {
        assert!(out.contains(said), "{said}\n{out}");
    }
    let empty = small(
        "{ amount_from = \"50000.00\", operation",
        "{ amount_from = \"5.00\", amount_upto = \"1.00\", operation",
    );
    let (code, answer) = json(&["prove", &folder.write("empty.toml", empty)]);
    assert_eq!((code, &answer["guarantees"][0]["verdict"]), (1, &"empty".into()));
    let leak = "[[guarantee]]\nid = \"leaky\"\nleak_at_most = \"1.00\"\nbefore = { hold = \"2h\" }\n";
    let leaky = run(&["prove", &folder.write("leaky.toml", format!("{SMALL}{leak}"))]);
    assert!(leaky.code == 1 && leaky.out.contains("leaky       refuted"), "{}{}", leaky.out, leaky.err);
    assert!(leaky.out.contains("always: at most 1.00 leave in 24 h before hold 2h"), "{}", leaky.out);
    let zh = run(&["prove", &weak, "--lang", "zh"]).out;
    assert!(zh.contains("不成立") && zh.contains("至少延时2小时"), "{zh}");
}

#[test]
fn compare_with_itself_is_identical_and_0() {
    let Answered { code, out, err } = run(&["compare", "retail-cn", "retail-cn"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.lines().next().unwrap().ends_with(": identical in effect"), "{out}");
    let (code, answer) = json(&["compare", "retail-cn", "retail-cn"]);
    assert_eq!((code, &answer["verdict"]), (0, &"identical".into()));
    assert_eq!(
        keys(&answer),
        "counted longer_holds micros new nodes nowhere_stricter nowhere_weaker old shorter_holds stricter uncounted undecided verdict weaker"
    );
}

#[test]
fn compare_names_the_rule_that_one_number_weakened_and_is_1() {
    let folder = Folder::new("weakened");
    let old = folder.write("old.toml", SMALL);
    let weak = small("confirm = true, hold = \"2h\"", "confirm = true, hold = \"1h\"");
    let new = folder
        .write("new.toml", weak.replace("at_least = { hold = \"2h\" }", "at_least = { hold = \"1h\" }"));
    let Answered { code, out, .. } = run(&["compare", &old, &new]);
    assert_eq!(code, 1);
    assert!(out.contains(": weaker somewhere, and nowhere stricter\n"), "{out}");
    let row = out.lines().find(|line| line.starts_with("line ")).unwrap();
    assert!(row.contains("hold  face, confirm, hold 2h  face, confirm, hold 1h"), "{out}");
    assert!(
        out.contains("    transfer on app, total_24h_payee 50000.00, everything else at its best: less"),
        "{out}"
    );
    assert!(out.contains("demanded of `hold`, as a real request shows\n"), "{out}");
    let (code, answer) = json(&["compare", &old, &new]);
    assert_eq!((code, &answer["verdict"], &answer["nowhere_weaker"]), (1, &"weaker".into(), &false.into()));
    let weaker = answer["weaker"].as_array().unwrap();
    assert_eq!(weaker.len(), 1);
    assert_eq!(keys(&weaker[0]), "demands new old part realised rule story");
    assert_eq!((&weaker[0]["rule"], &weaker[0]["part"]), (&"line".into(), &"hold".into()));
    assert_eq!(weaker[0]["realised"], true);
    // The other way round it is stricter, and a CI has nothing to stop.
    let (code, answer) = json(&["compare", &new, &old]);
    assert_eq!((code, &answer["verdict"]), (0, &"nowhere-weaker".into()));
    assert_eq!(
        (answer["stricter"].as_array().unwrap().len(), &answer["weaker"]),
        (1, &serde_json::json!([]))
    );
}

#[test]
fn compare_shows_a_screen_and_counts_the_rest() {
    let folder = Folder::new("much");
    // Its guarantees would not let it seal.
    let rules = RETAIL_CN.text.split("[[guarantee]]").next().unwrap();
    let much = rules.replace("hold = \"2h\"", "hold = \"1h\"").replace("unknown = 45", "unknown = 40");
    let new = folder.write("new.toml", much);
    let (_, answer) = json(&["compare", "retail-cn", &new]);
    let count = ["weaker", "stricter", "undecided"].map(|side| answer[side].as_array().unwrap().len());
    let count = count.iter().sum::<usize>();
    assert!(count > 6, "{count}");
    let stories = |out: &str| out.matches("else at its best").count();
    let screen = run_on(Some(100), false, &["compare", "retail-cn", &new]).out;
    assert_eq!(stories(&screen.replace("\n      ", " ")), 6, "{screen}");
    assert!(screen.contains(&format!("... and {} more; --all shows them", count - 6)), "{screen}");
    assert_eq!(stories(&run(&["compare", "retail-cn", &new, "--all"]).out), count);
}

#[test]
fn compare_of_two_currencies_or_of_what_does_not_seal_is_2() {
    let folder = Folder::new("apart");
    let euro = folder.write("euro.toml", small("\"CNY\"", "\"EUR\""));
    let Answered { code, out, err } = run(&["compare", &euro, "retail-cn"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("the old policy is about EUR"), "{err}");
    let bad = folder.write("bad.toml", small("unknown = 45", "unknwn = 45"));
    let Answered { code, err, .. } = run(&["compare", &euro, &bad]);
    assert!(code == 2 && err.contains("bad.toml: the policy does not seal"), "{err}");
}

#[test]
fn leak_is_bounded_with_its_transfers_or_unbounded_and_1() {
    let args = ["leak", "retail-cn", "--before", "rung=face+sms", "--given", "device_upto=known"];
    let (code, answer) = json(&args);
    assert_eq!(code, 0);
    assert_eq!(keys(&answer), "before currency given identity policy to_all to_one");
    assert_eq!(keys(&answer["to_one"]), "bounded flags kind minor runs");
    for side in ["to_one", "to_all"] {
        let runs = answer[side]["runs"].as_array().unwrap().iter();
        let sum: i64 = runs.map(|run| run["times"].as_i64().unwrap() * run["minor"].as_i64().unwrap()).sum();
        assert_eq!(Some(sum), answer[side]["minor"].as_i64());
    }
    let policy = RETAIL_CN.seal().unwrap().policy;
    let to_all = answer["to_all"]["minor"].as_i64().unwrap();
    let shown = policy::words::money(to_all, &policy);
    let Answered { code, out, .. } = run(&args);
    assert!(code == 0 && out.contains(&format!("to all payees: {shown} CNY (")), "{out}");
    // The running total ends at the bound.
    let last = out.lines().last().unwrap();
    assert!(last.ends_with(&format!("  {shown}")), "{out}");
    let Answered { code, out, .. } = run(&["leak", "--before", "notify=agent"]);
    assert!(code == 1 && out.contains("to one payee: unbounded"), "{out}");
}

/// Conditions are read by the library, so that its own findings say what is wrong with them.
#[test]
fn leak_reports_what_is_wrong_with_its_conditions_as_a_policy_file_would() {
    for (args, said) in [
        (&["--before", "rung=fase+sms"][..], "did you mean `face+sms`?"),
        (&["--before", "rung=face", "--given", "devise_upto=known"], "did you mean `device_upto`?"),
        (&["--before", "rung=face", "--given", "amount_from=5000"], "write \"5000.00\""),
        (&["--before", "rung=face", "--given", "device_from=fresh,device_upto=known"], "promises nothing"),
        (&["--given", "device_upto=known"], "needs `--before`"),
        (&["--before"], "`--before` needs something"),
    ] {
        let Answered { code, out, err } = run(&[&["leak"], args].concat());
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}");
        assert!(err.contains(said), "{args:?}: {err}");
    }
    let whole = run(&[
        "leak",
        "--before",
        "{ rung = \"face+sms\" }",
        "--given",
        "{ count_24h_upto = 3, operation = [\"transfer\"] }",
    ]);
    let words = run(&["leak", "--before", "rung=face+sms", "--given", "count_24h_upto=3,operation=transfer"]);
    assert_eq!((whole.code, &whole.out), (words.code, &words.out), "{}", whole.err);
    assert!(words.out.contains("operation transfer, count_24h ≤ 3"), "{}", words.out);
}

#[test]
fn explain_says_why_and_what_would_change_it() {
    let args = ["explain", "--given", "device=unknown", "amount=60000.00", "place=missing"];
    let Answered { code, out, err } = run(&args);
    assert_eq!((code, err.as_str()), (0, ""));
    for said in
        ["outcome    hold", "device = unknown", "(missing)", "express-line", "softer", "harder", "customer"]
    {
        assert!(out.contains(said), "{said}\n{out}");
    }
    let (_, answer) = json(&args);
    assert_eq!(answer["outcome"], "hold");
    assert!(!answer["changes"]["softer"].as_array().unwrap().is_empty(), "{answer}");
    assert_eq!(keys(&answer["changes"]), "ask_next harder softer");
}

/// What is asked for next is what the same command would be given next.
#[test]
fn explain_names_the_fact_to_ask_for_next() {
    let (_, answer) = json(&["explain", "--given", "place=missing", "integrity=missing", "device=fresh"]);
    let ask = answer["changes"]["ask_next"]["en"].as_str().unwrap();
    assert!(["place", "integrity"].iter().any(|fact| ask.starts_with(fact)), "{ask}");
}

#[test]
fn every_level_of_every_fact_is_read_as_that_level() {
    let policy = RETAIL_CN.seal().unwrap().policy;
    for fact in stepup::fact::Ranked::ALL.iter().copied().filter(|fact| fact.is_measured()) {
        for (place, level) in stepup::signal::scale(fact).levels.iter().enumerate() {
            let words = [format!("{fact}={}", level.name)];
            let told = policy::given::reading(&words, &policy, stepup::language::Language::English).unwrap();
            assert!(told.reading.is_closed());
            assert_eq!(usize::from(policy.judge(&told.reading).level(fact)), place, "{words:?}");
        }
    }
}

#[test]
fn proofs_enrolment_and_confirmation_of_the_command_line_count() {
    let asked = "amount=60000.00";
    let to_do = |more: &[&str]| {
        let (code, answer) = json(&[&["explain", "--given", asked], more].concat());
        assert_eq!(code, 0);
        answer["to_do"]
            .as_array()
            .unwrap()
            .iter()
            .map(|part| part["en"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(to_do(&[]), ["face+sms", "confirm", "hold 2h"]);
    assert_eq!(to_do(&["confirmed=true"]), ["face+sms", "hold 2h"]);
    assert_eq!(to_do(&["proof=face:30s,sms"]), ["confirm", "hold 2h"]);
    assert_eq!(to_do(&["proof=face:1h,sms"]), ["face+sms", "confirm", "hold 2h"], "too old");
    assert!(to_do(&["enrolled=none"]).iter().any(|part| part.starts_with("review")), "routed to a person");
}

#[test]
fn what_explain_cannot_read_is_2_with_what_was_meant() {
    for (given, said) in [
        ("devise=unknown", "did you mean `device`?"),
        ("device=unknwn", "did you mean `unknown`?"),
        ("channel=ap", "did you mean `app`?"),
        ("operation=transfr", "did you mean `transfer`?"),
        ("proof=fase:30s", "did you mean `face`?"),
        ("flag=vulnerabel", "did you mean `vulnerable`?"),
        ("proof=face:soon", "write such as `proof=face:30s`"),
        ("amount=60000", "CNY has 2"),
        ("count_24h=many", "write such as `count_24h=3`"),
        ("since_proof=long", "write such as `since_proof=2h`"),
        ("clock=25:00", "write such as `clock=23:30`"),
        ("confirmed=maybe", "write such as `confirmed=true`"),
        ("risk=high", "follows from the rest"),
        ("score=3", "follows from the rest"),
        ("amount=missing", "never missing"),
        ("operation=balance-query,amount=5.00", "never known"),
        ("device=known,device=unknown", "given twice"),
    ] {
        let Answered { code, out, err } = run(&["explain", "--given", given]);
        assert_eq!((code, out.as_str()), (2, ""), "{given}");
        assert!(err.contains(said), "{given}: {err}");
    }
    let raised = run(&["explain", "--given", "amount=60.00", "total_24h=5.00"]).out;
    assert!(raised.contains("total_24h is read as 60.00"), "{raised}");
}

#[test]
fn a_wrong_command_line_is_2_and_says_what_was_meant() {
    for (args, said) in [
        (&[][..], "usage: policy check"),
        (&["prov"], "did you mean `prove`?"),
        (
            &["nonsense"],
            "there is check, prove, compare, diff, leak, explain, page, presets, new, fmt, key, sign, verify, json, schema",
        ),
        (&["diff", "-", "-"], "can be read once"),
        (&["page", "-", "--against", "-"], "can be read once"),
        (&["prove", "--jsn"], "did you mean `--json`?"),
        (&["prove", "--all"], "`policy prove` takes no `--all`"),
        (&["check"], "takes at least one policy"),
        (&["prove", "a", "b"], "takes at most one policy"),
        (&["compare", "a"], "takes two policies, OLD and NEW, not 1"),
        (&["prove", "--lang", "fr"], "needs `en` or `zh`"),
        (&["explain"], "needs `--given`"),
        (&["presets", "a"], "takes no file"),
        (&["key"], "takes one file"),
        (&["new"], "needs `--preset NAME`"),
        (&["new", "--preset"], "needs a value"),
        (&["new", "--preset", "retial-cn"], "did you mean `retail-cn`?"),
    ] {
        let Answered { code, out, err } = run(args);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}");
        assert!(err.starts_with("policy: ") && err.contains(said), "{args:?}: {err}");
    }
    assert!(run(&["prov", "--lang", "zh"]).err.contains("没有子命令"));
    for args in [&["--help"][..], &["prove", "-h"], &["nonsense", "--help", "--lang", "zh"]] {
        let Answered { code, out, err } = run(args);
        assert!(code == 0 && err.is_empty() && out.contains("policy compare"), "{args:?}");
    }
}

#[test]
fn what_is_no_policy_at_all_is_2_and_named() {
    let folder = Folder::new("broken");
    let file = |name: &str, bytes: &[u8]| folder.write(name, bytes);
    let absent = folder.0.join("absent.toml").to_str().unwrap().to_owned();
    let place = folder.0.to_str().unwrap().to_owned();
    for (file, said) in [
        (absent, "cannot be read: No such file"),
        (place, "cannot be read: Is a directory"),
        (file("empty.toml", b""), "the file is empty"),
        (file("binary.toml", b"\x7fELF\xff\x00"), "this is no text: byte 5 is not UTF-8"),
        (file("long.toml", &[b' '; 300_000]), "more than the 256 KiB"),
        ("retail-ch".to_owned(), "did you mean `retail-cn`?"),
    ] {
        for command in ["check", "prove"] {
            let Answered { code, out, err } = run(&[command, &file]);
            assert_eq!((code, out.as_str()), (2, ""), "{file}");
            assert!(err.contains(&file) && err.contains(said), "{err}");
        }
    }
    // Text that is no policy is a policy that does not seal, with a place.
    let nonsense = file("nonsense.toml", b"schema = ");
    assert_eq!(run(&["check", &nonsense]).code, 1);
    assert_eq!(run(&["prove", &nonsense]).code, 2);
}

/// A head's columns begin where the cells of every row begin, also where characters are two columns wide.
#[test]
fn columns_are_aligned_and_no_line_is_wider_than_the_terminal() {
    for language in ["en", "zh"] {
        let out = run(&["prove", "--lang", language]).out;
        let rows: Vec<&str> = out.lines().take_while(|line| !line.is_empty()).collect();
        let promise = rows[0].split("  ").last().unwrap();
        let at = width(rows[0]) - width(promise);
        for row in rows.iter().skip(1).filter(|row| !row.starts_with(' ')) {
            let before: String = row
                .chars()
                .scan(0, |columns, c| {
                    *columns += width(&c.to_string());
                    (*columns <= at).then_some(c)
                })
                .collect();
            assert_eq!(width(&before), at, "{out}");
            assert!(before.ends_with("  ") && !row[before.len()..].starts_with(' '), "{out}");
        }
    }
    for columns in [80, 100, 120] {
        for args in [
            &["prove"][..],
            &["prove", "--lang", "zh"],
            &["leak", "--before", "rung=face+sms"],
            &["explain", "--given", "device=unknown", "amount=60000.00", "place=missing"],
        ] {
            let out = run_on(Some(columns), false, args).out;
            assert!(out.lines().all(|line| width(line) <= columns), "{columns} {args:?}\n{out}");
        }
    }
}

#[test]
fn colours_are_for_terminals_only_and_json_has_none() {
    let commands = [
        &["prove"][..],
        &["compare", "retail-cn", "retail-cn"],
        &["check", "retail-cn"],
        &["leak", "--before", "rung=face+sms"],
    ];
    for args in commands {
        assert!(run_on(None, true, args).out.contains('\x1b'), "{args:?}");
        assert!(!run(args).out.contains('\x1b'), "{args:?}");
        assert!(!run_on(None, true, &[args, &["--json"]].concat()).out.contains('\x1b'), "{args:?}");
    }
    assert!(!is_coloured(true, Some(OsStr::new("1")), None), "NO_COLOR");
}

/// Takes so many bytes, then is closed.
struct Pipe(usize);

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    for room in [0, 1, 100] {
        for args in [&["prove"][..], &["check", "retail-cn"], &["prove", "--json"], &["--help"]] {
            let (mut out, mut err) = (Pipe(room), Vec::new());
            let mut screen = policy::Screen { out: &mut out, err: &mut err, colour: false, width: None };
            let code = policy::run(args.iter().map(OsString::from).collect(), &mut screen);
            assert_eq!((code, err.as_slice()), (0, &b""[..]), "{args:?}");
        }
    }
}
