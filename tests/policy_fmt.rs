//! `policy fmt`: the canonical layout says what the text said, keeps every comment where it belongs, and is the same again.

#[path = "common/dice.rs"]
#[allow(dead_code, reason = "a few of its draws are enough")]
mod dice;
#[path = "../examples/policy/mod.rs"]
#[allow(dead_code, reason = "the example uses what the test does not")]
mod policy;
#[path = "policy/placed.rs"]
mod placed;
#[path = "policy/respell.rs"]
mod respell;
#[path = "policy/run.rs"]
#[allow(dead_code, reason = "a few of its helpers are enough")]
mod runs;
#[path = "policy/scatter.rs"]
mod scatter;

use std::fs;
use std::time::{Duration, UNIX_EPOCH};

use dice::Dice;
use placed::misplaced;
use policy::layout::kept::{Lost, comments, kept};
use policy::layout::order::rank;
use policy::layout::{Unlaid, checked, formatted, laid_out};
use proptest::prelude::*;
use respell::{Respelled, respelled};
use runs::{Answered, Folder, SMALL, json, keys, run, small};
use scatter::scattered;
use stepup::document::MAX_BYTES;
use stepup::document::presets::{PRESETS, RETAIL_CN};
use stepup::policy::Policy;

fn identity(text: &str) -> Option<[u8; 32]> {
    Policy::from_toml("a.toml", text).ok().map(|sealed| *sealed.policy.identity())
}

/// The layout, which must say the same and be the same again.
#[track_caller]
fn laid(text: &str) -> String {
    let out = laid_out(text).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
    assert_eq!(comments(&out), comments(text), "{text}");
    assert_eq!(formatted(&out).unwrap(), out, "{text}");
    for line in out.lines() {
        assert!(!line.ends_with([' ', '\t', '\r']), "{line:?}");
    }
    out
}

#[track_caller]
fn becomes(text: &str, canonical: &str) {
    let out = laid(text);
    assert!(out == canonical, "is\n{out}\nshould be\n{canonical}");
}

#[test]
fn every_preset_is_in_canonical_layout() {
    for preset in PRESETS {
        let Answered { code, out, err } = run(&["fmt", "--check", preset.name]);
        assert_eq!((code, out.as_str(), err.as_str()), (0, "", ""));
        assert_eq!(run(&["fmt", preset.name]).out, preset.text);
    }
}

#[test]
fn the_policies_of_the_tests_keep_what_they_say() {
    for entry in fs::read_dir("tests/policies").unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        // One line of this one is no TOML, on purpose.
        let text =
            text.lines().filter(|line| !line.starts_with("confirm true")).collect::<Vec<_>>().join("\n");
        let out = laid(&text);
        assert_eq!(identity(&out), identity(&text), "{}", path.display());
    }
}

#[test]
fn sections_and_keys_stand_in_the_order_of_the_language() {
    becomes(
        "currency='CNY'\nname='x'\nschema=1\n[risk]\nhigh=2\nmedium=1\n[scorecard.amount]\n'1000.00'=3\n\"200.00\"=1\n\
         [scorecard.device]\nunknown=9\ntrusted=-1\n[state.device]\nlate='known'\nmissing='known'\n[group.time]\ncap=1\nfloor=0\n",
        "schema = 1\nname = \"x\"\ncurrency = \"CNY\"\n\n[scorecard.device]\ntrusted = -1\nunknown = 9\n\n[scorecard.amount]\n\
         \"200.00\" = 1\n\"1000.00\" = 3\n\n[state.device]\nmissing = \"known\"\nlate = \"known\"\n\n[group.time]\nfloor = 0\n\
         cap = 1\n\n[risk]\nmedium = 1\nhigh = 2\n",
    );
    becomes(
        "[[rule]]\nrequire={hold='2h',rung='a'}\nreason='r'\nwhen={risk_from='high',amount_from='1.00'}\nid='z'\n",
        "[[rule]]\nid = \"z\"\nwhen = { risk_from = \"high\", amount_from = \"1.00\" }\n\
         require = { rung = \"a\", hold = \"2h\" }\nreason = \"r\"\n",
    );
    becomes(
        "scorecard.device.unknown = 9\nscorecard.amount.5 = 1\nscorecard.device.trusted = 0\nschema = 1\n",
        "schema = 1\nscorecard.device.trusted = 0\nscorecard.device.unknown = 9\nscorecard.amount.\"5\" = 1\n",
    );
}

#[test]
fn entries_keep_the_authors_order_of_several_kinds_too() {
    let text = "[[rule]]\nid = \"b\"\n\n[[exemption]]\nid = \"e\"\n\n[[rule]]\nid = \"a\"\n\n[[guarantee]]\nid = \"g\"\n\n[[distrust]]\nid = \"d\"\n";
    becomes(text, text);
    becomes(&format!("{text}[risk]\nhigh=1\n"), &format!("[risk]\nhigh = 1\n\n{text}"));
}

#[test]
fn sections_inside_an_entry_move_with_it() {
    becomes(
        "[[rule]]\nid='a'\n[rule.require]\nreview=1\n[rule.when]\n[[rule.accept]]\ncode='1'\n[[rule.accept]]\n[rule.accept.x]\n\
         [[rule]]\nid='b'\n[grade]\n[rule.when]\nb=1\n",
        "[grade]\n\n[[rule]]\nid = \"a\"\n\n[rule.when]\n\n[rule.require]\nreview = 1\n\n[[rule.accept]]\ncode = \"1\"\n\n\
         [[rule.accept]]\n\n[rule.accept.x]\n\n[[rule]]\nid = \"b\"\n\n[rule.when]\nb = 1\n",
    );
}

#[test]
fn unknown_keys_stand_last_in_their_own_order() {
    becomes(
        "zz = 1\nschema = 1\naa.c = 2\nbb = 3\naa.b = 4\n[what]\n[scorecard.zz]\n[ever]\n[scorecard.device]\nzz = 1\nknown = 0\naa = 2\n",
        "schema = 1\nzz = 1\naa.c = 2\nbb = 3\naa.b = 4\n\n[scorecard.device]\nknown = 0\nzz = 1\naa = 2\n\n[scorecard.zz]\n\n\
         [what]\n\n[ever]\n",
    );
}

#[test]
fn comments_stay_at_what_they_belong_to() {
    becomes(
        "# head\n\n# of name\nname='x' # behind\n# of schema\nschema=1\n# tail\n\n# heading\n\n# of risk\n[ risk ]# beside\n\n# of high\nhigh=1\n\n\n# foot",
        "# head\n\n# of schema\nschema = 1\n# of name\nname = \"x\"                      # behind\n# tail\n\n# heading\n\n# of risk\n\
         [risk]                          # beside\n# of high\nhigh = 1\n\n# foot\n",
    );
    becomes(
        "a.b = 1\n# between\na.c = [ # open\n 1 # one\n, # late\n 2, # two\n # close\n]# end\n",
        "a.b = 1\n# between\na.c = [                         # open\n    1,                          # one\n    # late\n\
         \x20   2,                          # two\n    # close\n]                               # end\n",
    );
}

#[test]
fn a_heading_stays_on_top_of_its_kind_and_a_tail_under_its_section() {
    becomes(
        "[risk]\nhigh=1\n# still risk\n\n# == Card ==\n\n[scorecard.place]\nseen=1\n# still place\n\n# of device\n[scorecard.device]\nknown=1\n",
        "# == Card ==\n\n# of device\n[scorecard.device]\nknown = 1\n\n[scorecard.place]\nseen = 1\n# still place\n\n\
         [risk]\nhigh = 1\n# still risk\n",
    );
}

#[test]
fn comments_break_lists_and_only_the_braces_that_they_stand_in() {
    becomes(
        "a = [[1, # one\n 2], [3]]\nb = { c = [1, # one\n 2], d = 3 }\ne = { f = 1, # one\n g = [2] }\n",
        "a = [\n    [\n        1,                      # one\n        2,\n    ],\n    [3],\n]\nb = { c = [\n\
         \x20   1,                          # one\n    2,\n], d = 3 }\ne = {\n    f = 1,                      # one\n\
         \x20   g = [2],\n}\n",
    );
}

#[test]
fn one_blank_line_between_keys_is_the_authors() {
    becomes(
        "\n\na = 1\n\n\n\nb = 2\nc = 3\n[x]\n\n\nd = 1\n\n# e\n\ne = 2\n\n",
        "a = 1\n\nb = 2\nc = 3\n\n[x]\nd = 1\n\n# e\n\ne = 2\n",
    );
}

#[test]
fn long_lists_have_one_item_a_line_and_tables_in_braces_stay() {
    let long = "x".repeat(60);
    becomes(
        &format!("a=['{long}','{long}']\nb=['{long}{long}']\nc={{d=['{long}','{long}'],}}\n"),
        &format!(
            "a = [\n    \"{long}\",\n    \"{long}\",\n]\nb = [\"{long}{long}\"]\nc = {{ d = [\"{long}\", \"{long}\"] }}\n"
        ),
    );
    // The comma behind an item counts.
    let item = |letters: usize| format!("a=[[1],[\"{}\",'b']]", "x".repeat(letters));
    assert_eq!(laid(&item(120 - 4 - 10)).lines().count(), 4);
    assert_eq!(laid(&item(120 - 4 - 9)).lines().count(), 7);
    // 120 columns fit, 121 do not; wide characters count as two.
    let fits = format!("a = [\"{}\", \"b\"]\n", "x".repeat(120 - 13));
    becomes(&fits, &fits);
    assert!(laid(&fits.replacen('x', "xx", 1)).lines().count() == 4);
    assert!(laid(&fits.replacen('x', "规", 1)).lines().count() == 4);
}

#[test]
fn what_is_no_layout_stays_as_it_is() {
    let text = "a = 1.50\nb = 2027-01-01 00:00:00Z\nc = 0x1F\nd = nan\ne = 'a\"b'\nf = \"\"\"\n  x \r\n\ty  \"\"\"\n\"g h\" = '''\n'quoted' '''\n";
    assert!(formatted(text).unwrap() == text, "{:?}", formatted(text).unwrap());
    kept(text, text).unwrap();
    becomes("", "");
    becomes(" \n\t\r\n", "");
    becomes("\u{feff}#only\r\n\r\n\r\n# comments \t", "#only\n\n# comments\n");
    becomes("a = 1 # \u{202e}txet\u{3000}", "a = 1                           # \u{202e}txet\u{3000}\n");
    becomes("\u{feff}'b' = 1\na = [ # c\n]", "b = 1\na = [                           # c\n]\n");
    becomes("a = { b = {}, 'c' = [ [ ], ] }", "a = { b = {}, c = [[]] }\n");
}

#[test]
fn deep_nesting_is_laid_out_or_refused_but_never_lost() {
    for depth in [7, 8, 9, 40, 79] {
        let value = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        let dotted = vec!["a"; depth].join(".");
        becomes(&format!("x={value}\n"), &format!("x = {value}\n"));
        becomes(&format!("[{dotted}]\n"), &format!("[{dotted}]\n"));
        becomes(&format!("{dotted}=1\n"), &format!("{dotted} = 1\n"));
    }
    for depth in [100, 100_000] {
        assert!(laid_out(&format!("x={}1{}", "[".repeat(depth), "]".repeat(depth))).is_err());
        assert!(laid_out(&format!("{} = 1", vec!["a"; depth].join("."))).is_err());
    }
}

#[test]
fn a_file_of_the_largest_size_is_laid_out() {
    let folder = Folder::new("fmt-large");
    let rule = "[[rule]]\nid = \"r\"                        # of r\nwhen={}\n\n\nrequire={review=1}\n\n\n\n\n\n\n\n\n\n";
    let text = rule.repeat(MAX_BYTES / rule.len());
    let file = folder.write("large.toml", &text);
    let Answered { code, out, err } = run(&["fmt", &file]);
    assert_eq!((code, err.as_str(), out), (0, "", laid(&text)));
    let tight = (0..MAX_BYTES / 11 - 1).map(|place| format!("k{place:06}=1\n"));
    let tight = "[what]\n".to_owned() + &tight.collect::<String>();
    assert!(tight.len() <= MAX_BYTES);
    let file = folder.write("tight.toml", &tight);
    let Answered { code, err, .. } = run(&["fmt", "--write", &file]);
    assert!(code == 2 && err.contains("more than the 256 KiB"), "{code} {err}");
    assert_eq!(fs::read_to_string(&file).unwrap(), tight);
}

#[test]
fn every_key_of_the_language_has_its_place() {
    let tables = [
        "",
        "[risk]",
        "[grade]",
        "[limits]",
        "[calendar]",
        "[scorecard]",
        "[levels]",
        "[state]",
        "[group]",
        "[scorecard.device]",
        "[levels.travel]",
        "[state.device]",
        "[group.device]",
        "[[ladder]]",
        "[[enrolment]]",
        "[[proof_exclusion]]",
        "[[rule]]",
        "[[distrust]]",
        "[[exemption]]",
        "[[guarantee]]",
        "[rule.require]",
        "[guarantee.at_least]",
        "[guarantee.at_most]",
        "[guarantee.before]",
        "[rule.accept]",
        "[[accept]]",
    ];
    for table in tables {
        let bare = table.trim_matches(['[', ']']);
        let path: Vec<String> = bare.split('.').filter(|step| !step.is_empty()).map(str::to_owned).collect();
        let promise = if bare == "guarantee.before" { "leak_at_most = \"1.00\"\n" } else { "" };
        let parent = if path.len() > 1 && ["rule", "guarantee"].contains(&path[0].as_str()) {
            format!("[[{}]]\n{promise}", path[0])
        } else {
            String::new()
        };
        let table = if bare == "rule.accept" { "[[rule.accept]]" } else { table };
        let text = format!("{parent}{table}\nqqqqqq = 1\n");
        let findings = Policy::from_toml("a.toml", &text).unwrap_err();
        let about = findings.0.iter().find(|finding| finding.message.en.contains("`qqqqqq` means nothing"));
        let mending = &about.unwrap_or_else(|| panic!("{table}: {text}\n{findings}")).mending.en;
        let allowed = mending.split("allowed here: ").nth(1).unwrap();
        for key in allowed.split(", ") {
            assert!(rank(&path, key).is_some(), "`{key}` of `{table}` has no place");
        }
    }
}

#[test]
fn what_would_be_lost_is_seen() {
    let text = "a = 1 # one\nb = [1, 2]\n";
    let good = laid(text);
    kept(text, &good).unwrap();
    for (from, to, lost) in [
        ("a = 1", "a = 2", Lost::Value),
        ("a = 1", "c = 1", Lost::Value),
        ("[1, 2]", "[2, 1]", Lost::Value),
        ("[1, 2]", "[1]", Lost::Value),
        ("[1, 2]", "[1, 2]\nc = 3", Lost::Value),
        ("[1, 2]", "'x'", Lost::Value),
        ("b = [1, 2]\n", "", Lost::Value),
        ("[1, 2]", "[", Lost::Value),
        ("# one", "# two", Lost::Comment),
        ("# one", "# one # one", Lost::Comment),
        ("# one", "", Lost::Comment),
        ("\n", "\n# one\n", Lost::Comment),
        ("[1, 2]", "[1,2]", Lost::Rest),
    ] {
        assert!(good.contains(from), "{from}");
        assert_eq!(kept(text, &good.replacen(from, to, 1)), Err(lost), "{from} -> {to}");
    }
    for (one, other) in
        [("1.5", "1.50"), ("0x10", "16"), ("2027-01-01", "2027-01-02"), ("true", "false"), ("{}", "[]")]
    {
        assert_eq!(kept(&format!("a = {one}\n"), &format!("a = {other}\n")), Err(Lost::Value), "{one}");
    }
}

#[test]
fn a_layout_that_lost_something_is_handed_to_nobody() {
    assert_eq!(checked("a=1\n", "a = 1\n".to_owned()).unwrap(), "a = 1\n");
    assert!(matches!(checked("a=1\n", "a = 2\n".to_owned()), Err(Unlaid::Lost(Lost::Value))));
}

/// The order of the sections as the language has it; entries are one kind.
fn kinds(out: &str) -> Vec<i128> {
    let headers = out.lines().filter(|line| line.starts_with('['));
    let name = |line: &str| line.trim_matches(['[', ']']).split(['.', ']']).next().unwrap_or("").to_owned();
    let entries = rank(&[], "rule").unwrap();
    headers.map(|line| rank(&[], &name(line)).unwrap().min(entries)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_preset_with_other_blanks_has_the_same_layout(seed in any::<u64>(), place in 0..PRESETS.len()) {
        let canonical = laid(PRESETS[place].text);
        let mangled = scattered(&canonical, &mut Dice(seed));
        let out = formatted(&mangled).unwrap();
        prop_assert!(out == canonical, "{}", difference(&canonical, &out));
    }

    #[test]
    fn a_policy_spelled_in_any_way_keeps_its_identity_and_its_comments(seed in any::<u64>(), place in 0..PRESETS.len()) {
        let preset = PRESETS[place];
        let tree = toml::from_str(preset.text).unwrap();
        let Respelled { text, mut remarks } = respelled(&tree, &mut Dice(seed));
        let own = preset.seal().unwrap().policy;
        prop_assert_eq!(identity(&text), Some(*own.identity()), "the speller is wrong: {}", text);
        let out = laid_out(&text).unwrap();
        prop_assert_eq!(identity(&out), Some(*own.identity()));
        remarks.iter_mut().for_each(|remark| *remark = remark.trim_end_matches([' ', '\t']).to_owned());
        remarks.sort();
        prop_assert_eq!(comments(&out), remarks);
        prop_assert_eq!(&formatted(&out).unwrap(), &out);
        let wrong = misplaced(&out);
        prop_assert!(wrong.is_empty(), "{}\n{text}", wrong.join("\n"));
        prop_assert!(kinds(&out).is_sorted(), "{}", out);
    }
}

/// The first lines that differ.
fn difference(should: &str, is: &str) -> String {
    let pair = should.lines().zip(is.lines()).enumerate().find(|(_, (should, is))| should != is);
    format!("{pair:?} of {} and {} lines", should.lines().count(), is.lines().count())
}

#[test]
fn check_names_each_file_that_is_not_in_layout_and_writes_nothing() {
    let folder = Folder::new("fmt-check");
    let loose = small("schema = 1", "schema=1");
    let (good, bad) = (folder.write("good.toml", laid(SMALL)), folder.write("bad.toml", &loose));
    let Answered { code, out, err } = run(&["fmt", "--check", &good, &bad]);
    assert_eq!((code, err.as_str()), (1, ""));
    assert_eq!(out, format!("{bad}:1: not in canonical layout from here on; --write mends it\n"));
    assert_eq!(fs::read_to_string(&bad).unwrap(), loose);
    assert_eq!(run(&["fmt", "--check", &good]).code, 0);
    assert!(run(&["fmt", "--check", &bad, "--lang", "zh"]).out.contains("不合规范排版"));
    let (code, told) = json(&["fmt", "--check", &good, &bad]);
    assert_eq!((code, keys(&told[0]).as_str()), (1, "canonical file written"));
    assert_eq!((&told[0]["canonical"], &told[1]["canonical"]), (&true.into(), &false.into()));
}

#[test]
fn write_changes_only_what_is_not_in_layout() {
    let folder = Folder::new("fmt-write");
    let (good, bad) = (folder.write("good.toml", laid(SMALL)), folder.write("bad.toml", SMALL));
    let long_ago = UNIX_EPOCH + Duration::from_secs(1_000_000);
    fs::File::options().write(true).open(&good).unwrap().set_modified(long_ago).unwrap();
    let Answered { code, out, err } = run(&["fmt", "--write", &good, &bad]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(out, format!("{bad}: written in canonical layout\n"));
    assert_eq!(fs::read_to_string(&bad).unwrap(), laid(SMALL));
    assert_eq!(fs::metadata(&good).unwrap().modified().unwrap(), long_ago);
    assert_eq!(run(&["fmt", "--write", &good, &bad]).out, "");
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 2, "no temporary file is left");
}

#[cfg(unix)]
#[test]
fn write_keeps_permissions_and_links_and_refuses_what_is_read_only() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new("fmt-unix");
    let file = folder.write("a.toml", SMALL);
    let link = folder.0.join("link.toml");
    symlink(&file, &link).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(run(&["fmt", "--write", link.to_str().unwrap()]).code, 0);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_to_string(&file).unwrap(), laid(SMALL));
    fs::write(&file, SMALL).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o440)).unwrap();
    let Answered { code, err, .. } = run(&["fmt", "--write", &file]);
    assert!(code == 2 && err.contains("read-only"), "{code} {err}");
    assert_eq!(fs::read_to_string(&file).unwrap(), SMALL);
}

#[test]
fn a_text_that_is_no_toml_is_2_with_its_place_and_nothing_is_written() {
    let folder = Folder::new("fmt-broken");
    let loose = folder.write("loose.toml", SMALL);
    for (text, line, what) in [
        ("schema = 1\nname x\n", 2, "not TOML here"),
        ("schema = 1\n\nschema = 2\n", 3, "duplicate key"),
        ("a = [1,\n", 1, "not TOML here"),
        ("a = 99999999999999999999\n", 1, "overflow"),
        ("a = 'x\n'\n", 1, "not TOML here"),
        ("# \u{0}\n", 1, "not TOML here"),
    ] {
        let file = folder.write("broken.toml", text);
        for args in
            [&["fmt", &file][..], &["fmt", "--check", &loose, &file], &["fmt", "--write", &loose, &file]]
        {
            let Answered { code, out, err } = run(args);
            assert_eq!((code, out.as_str()), (2, ""), "{text}");
            assert!(err.contains(&format!("broken.toml:{line}")) && err.contains(what), "{text}\n{err}");
            assert!(err.contains("comment it out"), "{err}");
        }
    }
    assert_eq!(fs::read_to_string(&loose).unwrap(), SMALL);
}

#[test]
fn json_is_told_from_toml_and_has_its_own_command() {
    let folder = Folder::new("fmt-json");
    let json = folder.write("mine.json", run(&["json", "retail-cn"]).out);
    let Answered { code, out, err } = run(&["fmt", &json]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("this is JSON") && err.contains("`policy json`"), "{err}");
}

#[test]
fn what_cannot_be_asked_is_refused_with_a_sentence() {
    let folder = Folder::new("fmt-refused");
    let file = folder.write("a.toml", SMALL);
    for (args, en, zh) in [
        (&["--write", "retail-cn"][..], "is a preset", "是预设"),
        (&["--write", &file, "-"], "needs a file", "需要文件"),
        (&["--write", "--check", &file], "give one of them", "只能给出其一"),
        (&[&file, &file], "give `--check` or `--write`", "多个文件须给出"),
        (&[], "at least one policy", "至少一个策略"),
        (&["--all", &file], "takes no `--all`", "没有选项"),
        (&["nowhere.toml"], "cannot be read", "无法读取"),
    ] {
        let args = [&["fmt"], args].concat();
        let Answered { code, out, err } = run(&args);
        assert!(code == 2 && out.is_empty() && err.contains(en), "{args:?}: {code} {err}");
        assert!(run(&[&args[..], &["--lang", "zh"]].concat()).err.contains(zh), "{args:?}");
    }
    assert!(run(&["fmt", &folder.write("empty.toml", " \n")]).err.contains("the file is empty"));
    assert_eq!(fs::read_to_string(&file).unwrap(), SMALL);
}

#[test]
fn the_help_has_the_command_in_both_languages() {
    for language in ["en", "zh"] {
        let help = run(&["--help", "--lang", language]).out;
        assert!(help.contains("policy fmt ") && help.contains("--check") && help.contains("--write"));
    }
    assert!(RETAIL_CN.text.ends_with('\n'));
}
