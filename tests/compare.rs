//! Comparing policies against brute force: each difference is real, and none is missed, rule by rule and part by part.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::bare;
use common::dice::Dice;
use common::pieces::{Rungs, lasts, means_as_much, means_as_much_by_every_proof, pieces};
use common::small::Small;
use stepup::document::presets::RETAIL_CN;
use stepup::factor::{Factor, FactorSet};
use stepup::finding::Said;
use stepup::operation::Channel;
use stepup::policy::Policy;
use stepup::requirement::{Ladder, Requirement};
use stepup::verdict::Verdict;
use stepup::verify::{Comparison, Difference, Doubt, Part};

/// Every rule and piece of the first policy of which the second demands less somewhere; of what lasts, by piece alone.
fn weaker(rungs: &mut Rungs, pair: [&Policy; 2], verdicts: &[[Verdict; 2]]) -> BTreeSet<String> {
    let [first, second] = pair;
    let adequate = rungs.of(first.ladder(), second.ladder());
    let lacks = |part: Part, piece: Requirement, demand: Requirement| match part {
        Part::Rung => !adequate[usize::from(piece.rung)][usize::from(demand.rung)],
        _ => !demand.is_at_least(piece),
    };
    let mut open: Vec<(usize, Part, Requirement)> = Vec::new();
    for (number, rule) in first.rules().iter().enumerate().filter(|(_, rule)| !rule.shadow) {
        open.extend(pieces(rule.demand).into_iter().map(|(part, piece)| (number, part, piece)));
    }
    let mut found = BTreeSet::new();
    for [one, two] in verdicts {
        let demand = *two.requirement();
        open.retain(|(number, part, piece)| {
            let fired = one.fired()[number / 64] >> (number % 64) & 1 != 0;
            let demands = if lasts(*part) { one.requirement().is_at_least(*piece) } else { fired };
            let less = demands && lacks(*part, *piece, demand);
            if less {
                found.insert(row(&first.rules()[*number].id, *part, *piece));
            }
            !less
        });
    }
    found
}

fn row(rule: &str, part: Part, piece: Requirement) -> String {
    format!("{} {part} {piece:?}", if lasts(part) { "" } else { rule })
}

fn rows(differences: &[Difference]) -> BTreeSet<String> {
    differences.iter().map(|one| row(&one.rule, one.part, one.piece)).collect()
}

/// Each witness is what it says.
fn confirm(pair: [&Policy; 2], comparison: &Comparison) {
    for (differences, [more, less]) in
        [(&comparison.weaker, pair), (&comparison.stricter, [pair[1], pair[0]])]
    {
        for difference in differences {
            let reading = &difference.witness.reading;
            assert!(reading.is_closed());
            assert!(more.judge(reading).requirement().is_at_least(difference.piece), "{difference:?}");
            let demands = pair.map(|policy| *policy.judge(reading).requirement());
            assert_eq!(demands, [difference.old, difference.new]);
            if difference.part != Part::Rung {
                assert!(!less.judge(reading).requirement().is_at_least(difference.piece), "{difference:?}");
            }
        }
    }
}

/// Trap 7 and all the rest: bins, meanings of states, points, ladders, exemptions moved, or everything.
#[test]
fn every_difference_is_found_and_none_is_made_up() {
    let mut mix: BTreeMap<&str, u64> = BTreeMap::new();
    let (mut nodes, mut rungs) = (0, Rungs::default());
    for seed in 0..2_500 {
        let mut dice = Dice(7_000_003 + seed);
        let small = Small::new(&mut dice);
        let other = small.changed(&mut dice);
        let [old, new] = [&small.text, &other.text].map(|text| {
            Policy::from_toml("small.toml", text).unwrap_or_else(|findings| panic!("{findings}{text}")).policy
        });
        let verdicts: Vec<[Verdict; 2]> =
            small.readings().iter().map(|reading| [&old, &new].map(|policy| policy.judge(reading))).collect();
        let turned: Vec<[Verdict; 2]> = verdicts.iter().map(|[one, two]| [*two, *one]).collect();
        let comparison = old.compare(&new).unwrap();
        let shown = || format!("seed {seed}\n{}\n----\n{}\n{comparison:?}", small.text, other.text);
        assert!(comparison.undecided.is_empty(), "{}", shown());
        for (found, pair, verdicts, side) in [
            (&comparison.weaker, [&old, &new], &verdicts, "weaker"),
            (&comparison.stricter, [&new, &old], &turned, "stricter"),
        ] {
            assert_eq!(rows(found), weaker(&mut rungs, pair, verdicts), "{side}: {}", shown());
        }
        confirm([&old, &new], &comparison);
        let (weaker, stricter) = (!comparison.weaker.is_empty(), !comparison.stricter.is_empty());
        let kind = match (weaker, stricter) {
            (false, false) => "identical in effect",
            (true, false) => "weaker",
            (false, true) => "stricter",
            (true, true) => "both",
        };
        nodes += comparison.nodes;
        *mix.entry("pairs").or_insert(0) += 1;
        *mix.entry(kind).or_insert(0) += 1;
        let differ = |what: &str| {
            let lines = |text: &str| {
                text.lines().filter(|line| line.contains(what)).map(str::to_owned).collect::<Vec<_>>()
            };
            lines(&small.text) != lines(&other.text)
        };
        for (what, is_so) in [
            ("texts differ", small.text != other.text),
            ("edges moved", differ("under-72h = \"")),
            ("ladders differ", differ("any_of") || differ("max_age = \"")),
            ("states moved", differ("missing = ") || differ("unlearned = ") || differ("not-applicable = ")),
        ] {
            *mix.entry(what).or_insert(0) += u64::from(is_so);
        }
    }
    for (what, count) in &mix {
        println!("{what:<24} {count:>6}");
    }
    println!("{:<24} {nodes:>6}", "nodes");
    let of = |what: &str| mix.get(what).copied().unwrap_or(0);
    for (what, least) in [
        ("identical in effect", 200),
        ("weaker", 150),
        ("stricter", 150),
        ("both", 500),
        ("texts differ", 2_000),
        ("edges moved", 50),
        ("ladders differ", 300),
        ("states moved", 20),
    ] {
        assert!(of(what) >= least, "{what}: {mix:?}");
    }
}

/// A policy is identical in effect to itself, without a search.
#[test]
fn a_policy_is_identical_to_itself() {
    let policy = RETAIL_CN.seal().unwrap().policy;
    let again = Policy::from_toml("again", RETAIL_CN.text).unwrap().policy;
    let comparison = policy.compare(&again).unwrap();
    assert!(comparison.is_identical(), "{comparison:?}");
    assert_eq!(comparison.nodes, 0);
}

#[test]
fn policies_of_two_currencies_are_not_compared() {
    let policy = RETAIL_CN.seal().unwrap().policy;
    let euro = RETAIL_CN.text.replace("currency = \"CNY\"", "currency = \"EUR\"");
    let error = policy.compare(&Policy::from_toml("euro", &euro).unwrap().policy).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the old policy is about CNY, the new one about EUR: policies of one currency can be compared"
    );
}

/// What the tests say of rungs, they say in two ways: by the least proofs, and by all of them.
#[test]
fn rungs_mean_by_their_least_proofs_what_they_mean_by_every_proof() {
    const FACTORS: [Factor; 5] = [Factor::Face, Factor::Sms, Factor::Fpt, Factor::Otp, Factor::Pin];
    let mut seen = [0; 2];
    for seed in 0..60 {
        let mut dice = Dice(seed);
        let mut ladder = || {
            let rungs: Vec<(Vec<FactorSet>, u32)> = (0..2)
                .map(|_| {
                    let set = |dice: &mut Dice| {
                        let factors = (0..=dice.below(2)).map(|_| *dice.pick(&FACTORS));
                        factors.collect::<FactorSet>()
                    };
                    let sets = (0..=dice.below(2)).map(|_| set(&mut dice)).collect();
                    (sets, *dice.pick(&[200, 400, 700]))
                })
                .collect();
            Ladder::new(&rungs, [FactorSet::NONE; 16]).unwrap()
        };
        let (old, new) = (ladder(), ladder());
        for (rung, other) in (0..3).flat_map(|rung| (0..3).map(move |other| (rung, other))) {
            let by_least = means_as_much(&old, rung, &new, other);
            assert_eq!(
                by_least,
                means_as_much_by_every_proof(&old, rung, &new, other),
                "{old:?} {rung} {new:?} {other}"
            );
            seen[usize::from(by_least)] += 1;
        }
    }
    println!("adequate or not: {seen:?}");
    assert!(seen.iter().all(|times| *times > 100), "{seen:?}");
}

/// Whatever got weaker, or is not known not to have, is enough; and so is whatever got stricter.
#[test]
fn a_policy_is_nowhere_weaker_only_where_nothing_at_all_is() {
    let policy = bare::policy(
        "[[rule]]\nid = \"r\"\nwhen = { device_from = \"unknown\" }\nrequire = { review = 1 }\n",
    );
    let same = policy.compare(&policy).unwrap();
    let other = policy.compare(&bare::policy("")).unwrap();
    assert!(same.is_identical() && other.weaker.len() == 1);
    let doubt = |weaker| {
        let Difference { rule, part, piece, .. } = other.weaker[0].clone();
        Doubt { weaker, rule, part, piece, open: Said::new("all of it", "全部") }
    };
    let sms = vec![(Channel::Web, FactorSet::NONE.with(Factor::Sms))];
    let some = other.weaker.clone();
    let cases = [
        (Comparison { weaker: some.clone(), ..same.clone() }, false, true),
        (Comparison { counted: sms.clone(), ..same.clone() }, false, true),
        (Comparison { shorter: true, ..same.clone() }, false, true),
        (Comparison { undecided: vec![doubt(true)], ..same.clone() }, false, true),
        (Comparison { undecided: vec![doubt(false), doubt(true)], ..same.clone() }, false, false),
        (Comparison { stricter: some, ..same.clone() }, true, false),
        (Comparison { uncounted: sms, ..same.clone() }, true, false),
        (Comparison { longer: true, ..same.clone() }, true, false),
        (Comparison { undecided: vec![doubt(false)], ..same }, true, false),
    ];
    for (found, weaker, stricter) in cases {
        assert_eq!(found.is_nowhere_weaker(), weaker, "{found:?}");
        assert_eq!(found.is_nowhere_stricter(), stricter, "{found:?}");
        assert!(!found.is_identical());
    }
}

/// A rule that only reports demands nothing: one more or one less is no change.
#[test]
fn a_shadow_rule_is_no_difference() {
    let rule = "[[rule]]\nid = \"r\"\nwhen = { device_from = \"unknown\" }\nrequire = { review = 1, notify = [\"agent\"] }\nshadow = true\n";
    let (with, without) = (bare::policy(rule), bare::policy(""));
    assert!(with.compare(&without).unwrap().is_identical());
    assert!(without.compare(&with).unwrap().is_identical());
}
