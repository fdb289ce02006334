//! The replay example counts what a history holds, learns labels when they are due, and measures as it says.

#[path = "../examples/replay/mod.rs"]
#[allow(dead_code, reason = "the example uses what the test does not")]
mod replay;
#[path = "replay/folder.rs"]
mod folder;

use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use folder::{Folder, MAP, POLICY, run};
use replay::mapping::Mapping;
use replay::metrics::{Card, Scores, card_precision};
use replay::rows::{Fault, Rows};
use replay::world::World;
use serde_json::Value;
use stepup::policy::Policy;
use stepup::verdict::Outcome;

/// The outcome of every row, in order.
fn outcomes(csv: &str) -> Vec<Outcome> {
    let mapping = Mapping::parse("map.toml", MAP).unwrap();
    let policy = Policy::from_toml("policy.toml", POLICY).unwrap().policy;
    let mut rows = Rows::new(csv.as_bytes(), "data.csv", &mapping).unwrap();
    let mut world = World::new(&policy, &mapping);
    let mut found = Vec::new();
    while let Some(row) = rows.next() {
        match row {
            Ok(row) => world.step(&row).unwrap(),
            Err(Fault::Row(said) | Fault::File(said)) => panic!("{said}"),
        }
        found.push(world.decision().outcome());
    }
    found
}

/// Good rows on the lines 2, 3 (to 4), 6, 10 and 12; 12 is earlier than those before it, 13 is blank.
const MIXED: &[u8] = b"\xef\xbb\xbfwhen,who,to,much,bad,note\r
2020-01-01 10:00:00,anna,shop,12.50,no,plain\r
2020-01-01 11:00:00,\"anna\",\"shop\",1200.5,no,\"a \"\"quoted\"\" note,\r
over two lines\"\r
2020-01-01 11:30:00,anna,shop,1.234,no,three decimals\r
2020-01-01 12:00:00,ben,shop,99,yes,no decimals\r
2020-01-32 12:00:00,ben,shop,5.00,no,no such day\r
2020-01-02 12:00:00,ben,shop,5.00,no\r
2020-01-02 12:00:00,ben,shop,0.00,no,nothing moved\r
2020-01-02 13:00:00,ben,shop,100.00,,no label yet\r
2020-01-02 13:00:00,b\xe9n,shop,100.00,no,not UTF-8\r
2020-01-02 12:59:59,cem,shop,7.00,no,late\r
\r
2020-01-02 14:00:00,cem,shop,7.00,maybe,no label\r
";

#[test]
fn what_a_history_holds_is_counted_and_what_is_malformed_is_shown() {
    let folder = Folder::new("mixed");
    folder.write("data.csv", MIXED);
    let numbers = folder.numbers(&[]);
    let count = |path: &str| numbers.pointer(path).and_then(Value::as_u64).unwrap();
    assert_eq!((count("/rows"), count("/malformed/rows"), count("/out_of_order")), (11, 6, 1));
    assert_eq!((count("/customers"), count("/payees")), (3, 1));
    assert_eq!((count("/labels/transfers"), count("/labels/frauds")), (4, 1));
    let lines: Vec<u64> = numbers["malformed"]["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row[0].as_u64().unwrap())
        .collect();
    assert_eq!(lines, [5, 7, 8, 9, 11, 14]);
    let bands = numbers["bands"].as_array().unwrap();
    let transfers: Vec<u64> = bands.iter().map(|band| band["transfers"].as_u64().unwrap()).collect();
    assert_eq!(transfers, [3, 1, 1]);
    assert_eq!(bands[2]["outcomes"], serde_json::json!([["allow", 0], ["step-up", 1]]));
    assert_eq!(numbers["caught"][0]["fraud_value"], "99.00");

    let (code, report, errors) = folder.run(&[]);
    assert_eq!((code, errors.as_str()), (0, ""));
    for said in [
        "line 5: `1.234` has more than 2 decimals",
        "line 8: 5 fields",
        "line 14: `maybe` is no label",
        "balance            missing",
        "sc brought by every request",
        "pin+sc taken as proved where what settled teaches (up to step-up)",
    ] {
        assert!(report.contains(said), "{said}\n{report}");
    }
    assert!(!report.contains('\x1b'));
}

#[test]
fn of_many_malformed_rows_twenty_are_shown_and_all_are_in_the_json() {
    let folder = Folder::new("many");
    let mut data = String::from("when,who,to,much,bad,note\n2020-01-01 10:00:00,anna,shop,1.00,no,\n");
    data.extend((0..25).map(|_| "2020-01-01 10:00:00,anna,shop,much,no,\n"));
    folder.write("data.csv", &data);
    let lines = folder.numbers(&[])["malformed"]["lines"].as_array().unwrap().len();
    assert_eq!(lines, 25);
    let (_, report, _) = folder.run(&[]);
    assert_eq!(report.matches(": `much` is no amount").count(), 20);
    assert!(report.contains("... and 5 more; --json FILE has them all"), "{report}");
}

#[test]
fn a_history_of_which_nothing_can_be_decided_is_no_report() {
    let folder = Folder::new("nothing");
    let header = "when,who,to,much,bad,note\n";
    for (data, said) in [
        (header.to_owned(), "no rows behind the header"),
        (
            format!("{header}x,anna,shop,1.00,no,\ny,anna,shop,1.00,no,\n"),
            "all 2 rows are malformed, so nothing was decided; the first is line 2: `x` is no time",
        ),
        (String::new(), "no column `when`"),
    ] {
        folder.write("data.csv", &data);
        let (code, report, errors) = folder.run(&[]);
        assert_eq!((code, report.as_str()), (1, ""), "{data}");
        assert!(errors.contains(said), "{errors}");
    }
}

#[test]
fn a_protocol_without_its_week_or_its_labels_is_an_error_that_says_so() {
    let folder = Folder::new("week");
    folder.write("data.csv", MIXED);
    let (code, report, errors) = folder.run(&["--protocol", "handbook"]);
    assert_eq!((code, report.as_str()), (1, ""));
    assert!(errors.contains("no labelled transfer from 2018-07-25"), "{errors}");
    folder.write(
        "data.csv",
        "when,who,to,much,bad\n2018-07-26 10:00:00,anna,shop,1.00,no\n2018-08-09 10:00:00,anna,shop,1.00,\n",
    );
    let (code, _, errors) = folder.run(&["--protocol", "handbook"]);
    assert!(code == 1 && errors.contains("no labelled transfer in its test week"), "{errors}");
}

#[test]
fn what_is_no_text_in_the_data_is_escaped() {
    let folder = Folder::new("binary");
    folder.write("data.csv", b"when,who,to,much,bad,note\n2020-01-01 10:00:00,anna,shop,1.00,no,\n2020-01-01 10:00:00,anna,shop,\x1b[31m1\x00,no,\n");
    let (code, report, errors) = folder.run(&[]);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert!(report.contains("`\\u{1b}[31m1\\u{0}` is no amount"), "{report}");
    folder.write("data.csv", [&b"\x7fELF\x02\x00"[..], &[0x1b; 4_000]].concat());
    let (code, _, errors) = folder.run(&[]);
    assert!(code == 1 && errors.len() < 600, "{errors}");
    assert!(errors.chars().all(|c| c == '\n' || !c.is_control()), "{errors:?}");
}

/// What memory says in place of a fact is a level too, and is not hidden.
#[test]
fn a_fact_that_memory_answers_shows_the_level_that_was_used() {
    let folder = Folder::new("memory");
    let data = "when,who,to,much,bad\n2020-01-01 10:00:00,anna,shop,1.00,no\n2020-01-03 10:00:00,anna,shop,1.00,no\n";
    folder.write("data.csv", data);
    let numbers = folder.numbers(&[]);
    let fact = |name: &str| {
        let facts = numbers["facts"].as_array().unwrap().iter();
        facts.clone().find(|fact| fact["fact"] == name).unwrap().clone()
    };
    let relation = fact("payee_relation");
    assert_eq!(
        (relation["by_memory"].as_bool(), relation["level"].as_str()),
        (Some(true), Some("paid-before"))
    );
    assert_eq!(fact("balance")["by_memory"], false);
    assert!(folder.run(&[]).1.contains("paid-before (memory)"));
}

#[test]
fn no_line_of_the_report_is_wider_than_the_terminal() {
    let folder = Folder::new("narrow");
    folder.write(
        "map.toml",
        MAP.replace(
            "why = \"not exported\"",
            "why = \"the export of the old core banking system leaves it out on purpose\"",
        ),
    );
    folder.write("data.csv", MIXED);
    let report = |width: Option<usize>| {
        let args =
            ["--data", &folder.path("data.csv"), "--map", &folder.path("map.toml")].map(OsString::from);
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut screen = replay::Screen { out: &mut out, err: &mut err, colour: false, bar: false, width };
        assert_eq!(replay::run(args.into_iter(), &mut screen), 0);
        String::from_utf8(out).unwrap()
    };
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for most in [80, 100, 120] {
        let report = report(Some(most));
        // The folder's own path may be long; what the program says is not.
        let lines = report.lines().filter(|line| !line.contains(&folder.path("")));
        assert!(lines.clone().all(|line| line.chars().count() <= most), "{report}");
        assert!(words(&report).contains("(up to step-up)"), "{report}");
        assert!(report.contains("unknown") || report.contains("under-80"), "{report}");
    }
    assert!(words(&report(Some(100))).contains("on purpose"), "wrapped, not cut");
}

#[test]
fn findings_that_are_no_errors_are_counted_on_stderr() {
    let folder = Folder::new("advice");
    folder.write("data.csv", MIXED);
    let accept = "accept = [{ code = \"P037\", reason = \"of a test\" }]\n";
    assert!(POLICY.contains(accept));
    folder.write("policy.toml", POLICY.replace(accept, ""));
    let (code, report, errors) = folder.run(&[]);
    assert_eq!((code, report.is_empty()), (0, false));
    assert_eq!(
        errors,
        "replay: policy synthetic: findings that are no errors: 1, of them guarantees not proved yet: 0\n"
    );
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_no_utf_8_is_refused_or_is_the_name_of_a_file() {
    use std::os::unix::ffi::OsStringExt as _;
    let odd = OsString::from_vec(b"\xff".to_vec());
    let run = |args: Vec<OsString>| {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut screen =
            replay::Screen { out: &mut out, err: &mut err, colour: false, bar: false, width: None };
        replay::run(args.into_iter(), &mut screen)
    };
    assert_eq!(run(vec![odd.clone()]), 2);
    assert_eq!(run(vec!["--protocol".into(), odd.clone()]), 2);
    assert_eq!(run(vec!["--data".into(), odd.clone(), "--map".into(), odd]), 1, "there is no such file");
}

#[test]
fn strict_stops_at_the_first_malformed_row_and_says_where() {
    let folder = Folder::new("strict");
    folder.write("data.csv", MIXED);
    let (code, report, errors) = folder.run(&["--strict"]);
    assert_eq!((code, report.as_str()), (1, ""));
    assert!(errors.contains("data.csv:5: `1.234` has more than 2 decimals"), "{errors}");
}

#[test]
fn labels_are_known_when_their_delay_is_over_and_not_before() {
    let history = "when,who,to,much,bad
2020-01-01 10:00:00,anna,shop,10.00,yes
2020-01-01 10:00:10,ben,shop,10.00,yes
2020-01-01 10:00:20,cem,shop,10.00,no
2020-01-08 10:00:09,dora,shop,10.00,
2020-01-08 10:00:10,dora,shop,10.00,
2020-01-08 10:00:10,dora,other,10.00,
2020-01-08 10:00:20,dora,shop,10.00,
";
    use Outcome::{Allow, Refuse};
    assert_eq!(outcomes(history), [Allow, Allow, Allow, Allow, Refuse, Allow, Allow]);
}

#[test]
fn a_row_out_of_time_order_does_not_take_labels_back() {
    let history = "when,who,to,much,bad
2020-01-01 10:00:00,anna,shop,10.00,yes
2020-01-01 09:00:00,ben,shop,10.00,yes
2020-01-08 09:30:00,dora,shop,10.00,
2020-01-08 10:00:00,dora,shop,10.00,
2020-01-07 10:00:00,dora,shop,10.00,
";
    use Outcome::{Allow, Refuse};
    assert_eq!(outcomes(history), [Allow, Allow, Allow, Refuse, Refuse]);
}

#[test]
fn the_stricter_reading_turns_not_applicable_into_missing() {
    let folder = Folder::new("missing");
    folder.write("data.csv", MIXED);
    let state = |numbers: &Value| numbers["facts"][0]["state"].as_str().unwrap().to_owned();
    assert_eq!(state(&folder.numbers(&[])), "not-applicable");
    let stricter = folder.numbers(&["--missing"]);
    assert_eq!(
        (state(&stricter), stricter["facts"][0]["level"].as_str()),
        ("missing".to_owned(), Some("unknown"))
    );
}

#[test]
fn a_wrong_command_line_is_2_and_a_wrong_file_is_1_with_its_line() {
    let folder = Folder::new("wrong");
    folder.write("data.csv", MIXED);
    for args in [&["--protocol", "other"][..], &["--json"], &["--strict=yes"], &["stray"]] {
        let (code, _, errors) = folder.run(args);
        assert!(code == 2 && errors.contains("usage: replay"), "{args:?} {errors}");
    }
    for (from, to, said) in [
        ("\"7d\"", "\"7 days\"", "map.toml:8: `7 days` is not a duration"),
        ("brought = [\"sc\"]", "brought = [\"chip\"]", "map.toml:16: `chip` is no factor"),
        ("behaviour = ", "behavior = ", "map.toml:34: there is no fact `behavior`"),
        ("bands = [\"100.00\"", "bands = [\"1000.00\"", "map.toml:4: bands must ascend"),
        (
            "coercion = { state = \"not-applicable\", why = \"none\" }",
            "",
            "say `not-applicable` or `missing`",
        ),
        ("label = \"bad\"", "label = \"worse\"", "data.csv:1: no column `worse`"),
        ("\"+01:00\"", "\"CET\"", "map.toml:6: `CET` is no offset"),
        ("\"EUR\"", "\"CNY\"", "the policy `synthetic` is in EUR"),
    ] {
        folder.write("map.toml", MAP.replacen(from, to, 1));
        let (code, _, errors) = folder.run(&[]);
        assert!(code == 1 && errors.contains(said), "{said}\n{errors}");
    }
}

#[test]
fn ranking_is_as_reckoned_by_hand() {
    let scores = |of: &[(i16, bool)]| {
        let mut scores = Scores::default();
        of.iter().for_each(|(score, fraud)| scores.add(*score, *fraud));
        (scores.roc_auc(), scores.average_precision())
    };
    // Of six pairs the fraud at 3 wins three, the one at 2 wins one and ties two.
    // Precision 1 at 3, then 2 of 4 at 2: half the recall each.
    let ties = [(1, false), (2, false), (2, false), (2, true), (3, true)];
    assert_eq!(scores(&ties), (Some(5.0 / 6.0), Some(0.75)));
    assert_eq!(scores(&[(1, false), (2, true)]), (Some(1.0), Some(1.0)));
    assert_eq!(scores(&[(1, true), (2, false)]), (Some(0.0), Some(0.5)));
    assert_eq!(scores(&[(7, true), (7, false), (7, false), (7, false)]), (Some(0.5), Some(0.25)));
    assert_eq!(scores(&[(7, true)]), (None, Some(1.0)));
    assert_eq!(scores(&[(7, false)]), (None, None));
    // 4, 2 and 1 are fraud: 1 * 1/3, 2/3 * 1/3 (rank 3), 3/4 * 1/3 (rank 4).
    let (auc, precision) = scores(&[(4, true), (3, false), (2, true), (1, true)]);
    assert_eq!(auc, Some(1.0 / 3.0));
    assert!((precision.unwrap() - (1.0 + 2.0 / 3.0 + 3.0 / 4.0) / 3.0).abs() < 1e-12);
}

#[test]
fn card_precision_counts_customers_once_and_leaves_out_who_was_caught() {
    let card = |customer, score, fraud| Card { customer, score, fraud };
    // Customer 1 counts with 9 and is a fraud by their other transfer; 2 stands before 3 at equal scores.
    let first = vec![card(1, 9, false), card(2, 5, true), card(3, 5, true), card(1, 1, true)];
    // 1 and 2 are out: 3 and 4 are the highest two.
    let second =
        vec![card(1, 9, true), card(4, 3, false), card(3, 4, true), card(2, 8, true), card(5, 2, true)];
    assert_eq!(card_precision(std::slice::from_ref(&first), 2), Some(1.0));
    assert_eq!(card_precision(&[first, second], 2), Some(0.75));
    assert_eq!(card_precision(&[], 2), None);
}

#[test]
fn the_protocol_takes_out_customers_whose_frauds_are_known() {
    let folder = Folder::new("protocol");
    folder.write(
        "data.csv",
        "when,who,to,much,bad
2018-07-24 23:59:59,zoe,shop,10.00,yes
2018-07-25 00:00:00,anna,shop,10.00,yes
2018-07-31 23:59:59,ben,shop,10.00,yes
2018-08-01 12:00:00,cem,shop,10.00,yes
2018-08-07 23:59:59,zoe,shop,10.00,no
2018-08-08 00:00:00,zoe,shop,10.00,yes
2018-08-08 12:00:00,anna,shop,10.00,no
2018-08-08 12:00:01,ben,shop,10.00,no
2018-08-08 12:00:02,cem,shop,10.00,no
2018-08-09 12:00:00,cem,shop,10.00,no
2018-08-14 23:59:59,dora,shop,10.00,no
2018-08-15 00:00:00,dora,shop,10.00,no
",
    );
    let numbers = folder.numbers(&["--protocol", "handbook"]);
    let measured = &numbers["handbook"];
    assert_eq!(measured["transactions"], 3, "zoe and cem on the 8th, dora on the 14th");
    assert_eq!((&measured["frauds"], &measured["counts_agree"]), (&1.into(), &false.into()));
    let (_, report, _) = folder.run(&["--protocol", "handbook"]);
    assert!(report.contains("NOT the published"), "{report}");
}

#[test]
fn a_sample_of_the_handbook_data_has_at_least_three_outcomes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = root.join("../shared/data/handbook-transactions.csv");
    let Ok(text) = fs::read_to_string(&data) else {
        // WHY: past the harness, which keeps what a passing test prints.
        let _said = writeln!(std::io::stderr(), "SKIPPED: there is no {}", data.display());
        return;
    };
    let folder = Folder::new("handbook");
    let end = text.match_indices('\n').nth(100_000).map_or(text.len(), |(at, _)| at + 1);
    folder.write("data.csv", &text[..end]);
    let json = folder.path("out.json");
    let map = root.join("examples/replay/handbook.map.toml");
    let (code, _, errors) =
        run(&folder.path("data.csv"), map.to_str().unwrap(), &["--strict", "--json", &json]);
    assert_eq!((code, errors.as_str()), (0, ""));
    let numbers: Value = serde_json::from_str(&fs::read_to_string(json).unwrap()).unwrap();
    assert_eq!(numbers["rows"], 100_000);
    let outcomes: Vec<&str> =
        numbers["caught"].as_array().unwrap().iter().map(|row| row["outcome"].as_str().unwrap()).collect();
    assert!(outcomes.len() >= 3, "{outcomes:?}");
    assert!(numbers["ranking"]["roc_auc"].as_f64().unwrap() > 0.6);
}
