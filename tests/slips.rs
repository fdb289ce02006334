//! The verifier's slips: one step left out or one sign turned, each by the smallest policy that shows it.

#[path = "common/bare.rs"]
mod bare;

use bare::{HEAD, policy, rule};
use stepup::exemption::AtMost;
use stepup::fact::{Metered, Ranked, State};
use stepup::guarantee::{Guarantee, Promise, Region};
use stepup::operation::Operation;
use stepup::policy::Policy;
use stepup::reading::Reading;
use stepup::requirement::{Notice, Notices, Requirement};
use stepup::rule::{AtLeast, Circumstances};
use stepup::signal::scale;
use stepup::units::Amount;
use stepup::verify::{BUDGET, Leaked, Proof, Proven, guarantees, prove};

const REVIEW: Requirement = Requirement { review: 1, ..Requirement::NOTHING };

fn ask(policy: &Policy, from: &[AtLeast], upto: &[AtMost], least: Requirement) -> Proven {
    let region = Region { from: from.to_vec(), upto: upto.to_vec(), circumstances: Circumstances::ANY };
    prove(policy, &Guarantee { id: "slip".to_owned(), region, promise: Promise::AtLeast(least) }, BUDGET)
}

fn refuted(proven: Proven) -> Reading {
    match proven.proof {
        Proof::Refuted(witness) => witness.reading,
        other => panic!("{other:?}"),
    }
}

/// Every fact is cut where the region's bounds on that fact begin and end: not at another's, nor at a wider one.
#[test]
fn a_region_is_cut_at_the_tightest_of_its_own_bounds() {
    let amount = |least| AtLeast::Metered(Metered::Amount, least);
    let total = |most| AtMost::Metered(Metered::Total24h, most);
    let free = policy("");
    let reading = refuted(ask(&free, &[amount(100), amount(350)], &[], REVIEW));
    assert_eq!(reading.metered(Metered::Amount), Ok(350));
    assert_eq!(ask(&free, &[amount(500)], &[total(900), total(255)], REVIEW).proof, Proof::Empty);
    // Below the line of the rule, although the total is beyond it.
    let line = policy(&rule("r", "amount_from = \"3.00\"", "review = 1"));
    let reading = refuted(ask(&line, &[amount(100), AtLeast::Metered(Metered::Total24h, 500)], &[], REVIEW));
    assert_eq!(reading.metered(Metered::Amount), Ok(100));
    let payee = AtLeast::Metered(Metered::Total24hPayee, 6_000);
    let within = [AtMost::Metered(Metered::Amount, 1_000), total(5_000)];
    assert_eq!(ask(&free, &[payee], &within, REVIEW).proof, Proof::Empty);
}

/// A region's upper bound on the grade leaves out the operations above it.
#[test]
fn a_region_up_to_a_grade_is_about_operations_up_to_it() {
    let head = HEAD.replace("low = [\"balance-query\", ", "medium = [\"balance-query\"]\nlow = [");
    let others: Vec<String> =
        Operation::ALL.iter().skip(1).map(|operation| format!("\"{}\"", operation.name())).collect();
    let text = format!("{head}{}", rule("r", &format!("operation = [{}]", others.join(", ")), "review = 1"));
    let policy = Policy::from_toml("slip.toml", &text).unwrap_or_else(|findings| panic!("{findings}")).policy;
    let upto = |grade| [AtMost::Ranked(Ranked::Grade, grade)];
    assert_eq!(ask(&policy, &[], &upto(0), REVIEW).proof, Proof::Proved);
    let reading = refuted(ask(&policy, &[], &upto(1), REVIEW));
    assert_eq!(reading.operation(), Operation::BalanceQuery);
}

/// A state at a high level implies nothing, also beside a known value that does.
#[test]
fn a_state_at_the_level_that_implies_implies_nothing() {
    let state = "[state.payee]\nmissing = \"new-under-24h\"\n";
    let day = policy(&format!("{}{state}", rule("r", "new_payees_24h_from = 1", "review = 1")));
    // Money moves, so that the day's new payees are counted.
    let added = [AtLeast::Ranked(Ranked::Payee, 5), AtLeast::Metered(Metered::Amount, 1)];
    let reading = refuted(ask(&day, &added, &[], REVIEW));
    assert_eq!(reading.measure(Ranked::Payee).state(), State::Missing);
    let known = policy(&rule("r", "new_payees_24h_from = 1", "review = 1"));
    assert_eq!(ask(&known, &added, &[], REVIEW).proof, Proof::Proved);
}

/// A line may lie at the first measure there is, or at the last.
#[test]
fn a_line_at_either_end_of_a_fact_cuts_it() {
    let coin = policy(&rule("r", "amount_from = \"0.01\"", "review = 1"));
    let amount = |least| AtLeast::Metered(Metered::Amount, least);
    assert_eq!(ask(&coin, &[amount(1)], &[], REVIEW).proof, Proof::Proved);
    let reading = refuted(ask(&policy(""), &[amount(Amount::MAX_MINOR)], &[], REVIEW));
    assert_eq!(reading.metered(Metered::Amount), Ok(Amount::MAX_MINOR));
}

/// What is demanded of the decision is asked about as a whole where one rule demands it all; what lasts is asked about
/// all the same, and is itself no reason to ask no more.
#[test]
fn a_whole_that_is_kept_says_nothing_of_what_lasts_and_the_other_way_round() {
    let all = Requirement { review: 1, hold: 2, freeze: true, ..Requirement::NOTHING };
    let device = policy(&rule("r", "device_from = \"fresh\"", "review = 1, hold = \"2h\", freeze = true"));
    let reading = refuted(ask(&device, &[AtLeast::Ranked(Ranked::Device, 3)], &[], all));
    assert!(reading.measure(Ranked::Device).state().is_uncertain());
    let notify = Notices::NONE.with(Notice::Agent);
    let lasting = Requirement { review: 1, freeze: true, notify, ..Requirement::NOTHING };
    let reported = policy(&rule("r", "coercion_from = \"reported\"", "freeze = true, notify = [\"agent\"]"));
    refuted(ask(&reported, &[AtLeast::Ranked(Ranked::Coercion, 3)], &[], lasting));
}

/// Packing: rules about different facts that must all be silent take their points together, which is seen before branching.
#[test]
fn points_that_silence_takes_add_up_before_anything_is_tried() {
    let pairs = [
        (Ranked::Device, Ranked::Network),
        (Ranked::Hour, Ranked::Dormancy),
        (Ranked::Drain, Ranked::Alert),
        (Ranked::SimAge, Ranked::Destination),
    ];
    let mut text = String::new();
    for fact in pairs.iter().flat_map(|(one, two)| [*one, *two]) {
        text += &format!("[scorecard.{fact}]\n");
        for level in scale(fact).levels.iter().skip(1) {
            text += &format!("{} = 10\n", level.name);
        }
    }
    for (place, (one, two)) in pairs.iter().enumerate() {
        let first = |fact: Ranked| format!("{fact}_from = \"{}\"", scale(fact).levels[1].name);
        text += &rule(&format!("r{place}"), &format!("{}, {}", first(*one), first(*two)), "review = 1");
    }
    let pairs = policy(&text);
    let score = |least| AtLeast::Metered(Metered::Score, least);
    let reading = refuted(ask(&pairs, &[score(40)], &[], REVIEW));
    assert_eq!(pairs.judge(&reading).score(), 40);
    let proven = ask(&pairs, &[score(41)], &[], REVIEW);
    assert_eq!((proven.proof, proven.nodes), (Proof::Proved, 3));
}

/// Rules that one fact silences together take its points once.
#[test]
fn points_that_silence_two_rules_are_taken_once() {
    let facts = [Ranked::Device, Ranked::Network, Ranked::Hour];
    let mut text = String::new();
    for fact in facts {
        text += &format!("[scorecard.{fact}]\n");
        for level in scale(fact).levels.iter().skip(1) {
            text += &format!("{} = 10\n", level.name);
        }
    }
    let first = |fact: Ranked| format!("{fact}_from = \"{}\"", scale(fact).levels[1].name);
    for other in [Ranked::Network, Ranked::Hour] {
        text +=
            &rule(&other.to_string(), &format!("{}, {}", first(Ranked::Device), first(other)), "review = 1");
    }
    let shared = policy(&text);
    let score = |least| [AtLeast::Metered(Metered::Score, least)];
    let reading = refuted(ask(&shared, &score(20), &[], REVIEW));
    assert_eq!(shared.judge(&reading).level(Ranked::Device), 0);
    assert_eq!(ask(&shared, &score(21), &[], REVIEW).proof, Proof::Proved);
}

/// Points from far below zero to far above: every sum between is there.
#[test]
fn sums_of_points_on_both_sides_of_zero_are_all_found() {
    let mut text =
        String::from("[group.device]\nfloor = -510\ncap = 510\n[group.place]\nfloor = -510\ncap = 510\n");
    for fact in [Ranked::Device, Ranked::Integrity, Ranked::Place] {
        text += &format!("[scorecard.{fact}]\n");
        let levels = scale(fact).levels;
        for (place, level) in levels.iter().enumerate() {
            let points = if place == 0 {
                -255
            } else if place + 1 == levels.len() {
                255
            } else {
                0
            };
            text += &format!("{} = {points}\n", level.name);
        }
    }
    let wide = policy(&text);
    for (score, possible) in [(-765, true), (-256, false), (-255, true), (0, true), (1, false), (510, true)] {
        let region = ([AtLeast::Metered(Metered::Score, score)], [AtMost::Metered(Metered::Score, score)]);
        let empty = ask(&wide, &region.0, &region.1, REVIEW).proof == Proof::Empty;
        assert_eq!(empty, !possible, "{score}");
    }
    assert!(refuted(ask(&wide, &[AtLeast::Metered(Metered::Score, i64::MIN)], &[], REVIEW)).is_closed());
}

/// Judging for a leak bound is work like any other: what it does not last for is not proved.
#[test]
fn a_leak_bound_takes_of_the_budget() {
    let lines = [
        "amount_from = \"0.50\"",
        "count_24h_from = 9",
        "total_day_from = \"2.00\"",
        "total_24h_from = \"3.01\"",
    ];
    let rules: String =
        (0..).zip(lines).map(|(n, line)| rule(&format!("r{n}"), line, "review = 1")).collect();
    let policy = policy(&rules);
    let region = Region { from: Vec::new(), upto: Vec::new(), circumstances: Circumstances::ANY };
    let promise = Promise::LeakAtMost(300, REVIEW);
    let bound = Guarantee { id: "slip".to_owned(), region, promise };
    let of = |budget| prove(&policy, &bound, budget).proof;
    assert!([0, 1].map(of).iter().all(|proof| matches!(proof, Proof::Undecided(_))), "{:?}", of(1));
    assert_eq!(of(BUDGET), Proof::Proved);
}

/// A leak bound is about all payees together: a line for each payee bounds nothing.
#[test]
fn a_leak_bound_is_about_all_payees_together() {
    let each = policy(&rule("r", "total_24h_payee_from = \"1.00\"", "review = 1"));
    let region = Region { from: Vec::new(), upto: Vec::new(), circumstances: Circumstances::ANY };
    let bound = Guarantee { id: "slip".to_owned(), region, promise: Promise::LeakAtMost(99, REVIEW) };
    let Proof::Leaks(leaked) = prove(&each, &bound, BUDGET).proof else { panic!("to one payee only") };
    assert_eq!(*leaked, Leaked::Unbounded { each: 99 });
}

/// A leak bound over a region in which nothing is promises nothing.
#[test]
fn a_leak_bound_of_an_empty_region_is_empty() {
    let bound = |least| {
        let from = vec![AtLeast::Metered(Metered::Amount, least)];
        let upto = vec![AtMost::Metered(Metered::Amount, 300)];
        let region = Region { from, upto, circumstances: Circumstances::ANY };
        let promise = Promise::LeakAtMost(300, REVIEW);
        prove(
            &policy(&rule("r", "total_24h_from = \"3.01\"", "review = 1")),
            &Guarantee { id: "slip".to_owned(), region, promise },
            BUDGET,
        )
    };
    assert_eq!([bound(100).proof, bound(301).proof], [Proof::Proved, Proof::Empty]);
}

/// More lines than a space has room for in one fact: each guarantee is asked about in a space of its own.
#[test]
fn guarantees_with_more_lines_than_fit_one_space_are_proved_each_by_itself() {
    let mut text = rule("r", "amount_from = \"1.00\"", "review = 1");
    for line in 1..=64 {
        text += &format!("[[guarantee]]\nid = \"g{line}\"\ngiven = {{ amount_from = \"{line}.00\" }}\n");
        text += "at_least = { review = 1 }\n";
    }
    let proven = guarantees(&policy(&text));
    assert!(proven.iter().all(|proven| proven.proof == Proof::Proved), "{proven:?}");
    assert_eq!(proven.len(), 64);
}

/// Whether a policy that asks for a review becomes weaker when it is replaced.
fn weakens(old: &str, new: &str) -> bool {
    let [old, new] = [old, new].map(policy);
    !old.compare(&new).unwrap().is_nowhere_weaker()
}

/// A rule that fires in other circumstances, be it by its list, its grade or its exemptions, covers nothing.
#[test]
fn a_rule_covers_another_only_where_its_circumstances_are_as_wide() {
    let on = |when: &str| rule("r", when, "review = 1");
    let operations: Vec<String> =
        Operation::ALL.iter().map(|operation| format!("operation = [\"{}\"]", operation.name())).collect();
    for pair in operations.windows(2) {
        assert!(weakens(&on(&pair[0]), &on(&pair[1])) && weakens(&on(&pair[1]), &on(&pair[0])), "{pair:?}");
    }
    assert!(weakens(&on("flag = [\"senior\"]"), &on("flag = [\"minor\"]")));
    let wide_and_narrow = [
        ("", "flag = [\"minor\"]"),
        ("flag = [\"minor\", \"vulnerable\"]", "flag = [\"minor\"]"),
        ("channel = [\"app\", \"web\"]", "channel = [\"app\"]"),
        ("", "clock = \"22:00-06:00\""),
    ];
    for (wide, narrow) in wide_and_narrow {
        assert!(weakens(&on(wide), &on(narrow)) && !weakens(&on(narrow), &on(wide)), "{narrow}");
        let spared = |when: &str| {
            let comma = if when.is_empty() { "" } else { ", " };
            let exempt = format!(
                "[[exemption]]\nid = \"e\"\nholds_while = {{ hour_upto = \"usual\"{comma}{when} }}\n"
            );
            format!("{}{exempt}from = [\"r\"]\n", on("device_from = \"known\""))
        };
        assert!(
            weakens(&spared(narrow), &spared(wide)) && !weakens(&spared(wide), &spared(narrow)),
            "{narrow}"
        );
    }
}

/// An exemption up to a score is wider where the score is lower, and one up to a grade where the grade is.
#[test]
fn an_exemption_covers_another_only_where_it_spares_no_more() {
    let spared = |upto: &str, points: i64| {
        let card = format!("[scorecard.device]\nunknown = {points}\n");
        let exempt = format!("[[exemption]]\nid = \"e\"\nholds_while = {{ {upto} }}\nfrom = [\"r\"]\n");
        format!("{card}{}{exempt}", rule("r", "network_from = \"corporate\"", "review = 1"))
    };
    let scored = "hour_upto = \"usual\", score_upto = 50";
    assert!(weakens(&spared(scored, 60), &spared(scored, 40)));
    assert!(!weakens(&spared(scored, 40), &spared(scored, 60)));
    let graded = |grade: &str| {
        let text = spared(&format!("hour_upto = \"usual\", grade_upto = \"{grade}\""), 0);
        let head = HEAD.replace("low = [\"balance-query\", ", "medium = [\"balance-query\"]\nlow = [");
        Policy::from_toml("slip.toml", &format!("{head}{text}"))
            .unwrap_or_else(|found| panic!("{found}"))
            .policy
    };
    assert!(!graded("low").compare(&graded("medium")).unwrap().is_nowhere_weaker());
    assert!(graded("medium").compare(&graded("low")).unwrap().is_nowhere_weaker());
}

/// A rung means as much only with no factor less and no proof older.
#[test]
fn a_rung_means_less_by_an_older_proof_and_by_another_factor() {
    let rung = |factor: &str, age: &str| {
        let ladder = format!("[[ladder]]\nname = \"one\"\nany_of = [[\"{factor}\"]]\nmax_age = \"{age}\"\n");
        format!("{ladder}{}", rule("r", "device_from = \"known\"", "rung = \"one\""))
    };
    assert!(weakens(&rung("face", "15min"), &rung("face", "30min")));
    assert!(weakens(&rung("face", "15min"), &rung("sms", "15min")));
    assert!(weakens(&rung("face", "15min"), &rung("sms", "5min")));
    assert!(!weakens(&rung("face", "15min"), &rung("face", "5min")));
}

/// What a cap takes anyway is no loss: a rule that can be silenced by a fact of a full group takes nothing from the score
/// that others must spare.
#[test]
fn silencing_costs_no_score_where_the_group_is_beyond_its_cap() {
    let card = "[scorecard.device]\nunknown = 45\n[scorecard.integrity]\nremote-control = 50\n\
        [scorecard.network]\nvpn = 20\n[scorecard.hour]\nrare = 20\n[scorecard.dormancy]\nover-30d = 20\n\
        [group.device]\ncap = 50\n";
    let rules = [
        rule("a", "device_from = \"unknown\", network_from = \"vpn\"", "review = 1"),
        rule("b", "hour_from = \"rare\", dormancy_from = \"over-30d\"", "review = 1"),
    ];
    let policy = policy(&format!("{card}{}", rules.concat()));
    let from = |score| [AtLeast::Metered(Metered::Score, score)];
    // Of 110, rule `a` costs nothing without the device and `b` 20.
    let reading = refuted(ask(&policy, &from(80), &[], REVIEW));
    assert_eq!(policy.judge(&reading).score(), 90);
    assert_eq!(ask(&policy, &from(91), &[], REVIEW).proof, Proof::Proved);
}

/// A story tells the state of a fact, and not the level that the policy reads it as.
#[test]
fn a_story_says_missing_where_a_fact_is_missing() {
    let policy = policy(&rule("f", "device_from = \"fresh\"", "freeze = true"));
    let region = Region {
        from: vec![AtLeast::Ranked(Ranked::Device, 3)],
        upto: Vec::new(),
        circumstances: Circumstances::ANY,
    };
    let least = Requirement { freeze: true, ..Requirement::NOTHING };
    let guarantee = Guarantee { id: "f".to_owned(), region, promise: Promise::AtLeast(least) };
    let Proof::Refuted(witness) = prove(&policy, &guarantee, BUDGET).proof else {
        panic!("silence freezes nobody")
    };
    assert!(witness.reading.measure(Ranked::Device).state().is_uncertain());
    assert!(!witness.reading.is_confirmed() && !witness.reading.is_out_of_order());
    assert!(witness.story.en.contains("device missing"), "{}", witness.story.en);
    assert!(witness.story.zh.contains("设备缺失"), "{}", witness.story.zh);
}

/// A fact that a reported scam raises is raised within what the question leaves of it: to a state, where no level does.
#[test]
fn what_ties_raise_stays_within_the_region() {
    let card = "[scorecard.coercion]\nreported = 7\n[scorecard.alert]\nunder-attack = 7\n";
    let listed = policy(&format!("{card}{}", rule("p", "payee_from = \"trusted-list\"", "review = 1")));
    let from = [AtLeast::Metered(Metered::Score, 7)];
    let upto = [AtMost::Metered(Metered::Score, 7)];
    let reading = refuted(ask(&listed, &from, &upto, REVIEW));
    assert_eq!(listed.judge(&reading).score(), 7);
    assert_eq!(listed.judge(&reading).requirement(), &Requirement::NOTHING);
    // Without a rule, the witness must be in the region: to an own account here nobody is talked.
    let own = [upto[0], AtMost::Ranked(Ranked::Payee, 0)];
    let free = policy(card);
    let verdict = free.judge(&refuted(ask(&free, &from, &own, REVIEW)));
    assert_eq!((verdict.score(), verdict.level(Ranked::Payee)), (7, 0));
    // So the new policy is weaker, and that is not left open.
    let old = policy(&format!("{card}{}", rule("r", "score_from = 7", "review = 1")));
    let rules =
        [rule("p", "payee_from = \"trusted-list\"", "review = 1"), rule("q", "score_from = 8", "review = 1")];
    let found = old.compare(&policy(&format!("{card}{}", rules.concat()))).unwrap();
    assert_eq!((found.weaker.len(), found.undecided.len()), (1, 0), "{found:?}");
}
