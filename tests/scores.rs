//! Which scores are possible beside each other: floors, caps, states, ties and second scores, by the smallest cards.

mod common;

use common::bare::{policy, rule};
use stepup::exemption::AtMost;
use stepup::fact::{Metered, Ranked, State};
use stepup::guarantee::{Guarantee, Promise, Region};
use stepup::operation::Operation;
use stepup::policy::Policy;
use stepup::reading::Reading;
use stepup::requirement::Requirement;
use stepup::rule::{AtLeast, Circumstances};
use stepup::verify::{BUDGET, Proof, prove};

const REVIEW: Promise = Promise::AtLeast(Requirement { review: 1, ..Requirement::NOTHING });
const FREEZE: Promise = Promise::AtLeast(Requirement { freeze: true, ..Requirement::NOTHING });
const NOTHING: Promise = Promise::AtMost(Requirement::NOTHING);

/// Points of levels: `network corporate 10, hour occasional 10`.
fn card(points: &str) -> String {
    let columns = points.split(", ").map(|one| {
        let words: Vec<&str> = one.split(' ').collect();
        format!("[scorecard.{}]\n{} = {}\n", words[0], words[1], words[2])
    });
    columns.collect()
}

/// Every level five points more than the one below it.
fn fives(facts: &[Ranked]) -> String {
    let column = |fact: &Ranked| {
        let levels = stepup::signal::scale(*fact).levels.iter().enumerate();
        let rows = levels.map(|(number, level)| format!("{} = {}\n", level.name, 5 * number));
        format!("[scorecard.{fact}]\n{}", rows.collect::<String>())
    };
    facts.iter().map(column).collect()
}

fn freezes(when: &str) -> String {
    rule("f", when, "freeze = true")
}

fn only(operation: Operation) -> Circumstances {
    Circumstances { operations: 1 << operation.code(), ..Circumstances::ANY }
}

fn score(least: i64, most: i64) -> (AtLeast, AtMost) {
    (AtLeast::Metered(Metered::Score, least), AtMost::Metered(Metered::Score, most))
}

fn ask(policy: &Policy, region: Region, promise: &Promise) -> Proof {
    prove(policy, &Guarantee { id: "g".to_owned(), region, promise: promise.clone() }, BUDGET).proof
}

/// What is said of transfers of these scores.
fn scored(policy: &Policy, least: i64, most: i64, promise: &Promise) -> Proof {
    let (from, upto) = score(least, most);
    let circumstances = only(Operation::Transfer);
    ask(policy, Region { from: vec![from], upto: vec![upto], circumstances }, promise)
}

fn refuted(proof: Proof) -> Reading {
    match proof {
        Proof::Refuted(witness) => witness.reading,
        other => panic!("{other:?}"),
    }
}

/// Refuted, by a reading of this score.
fn refuted_at(policy: &Policy, at: i64, promise: &Promise) -> Reading {
    let reading = refuted(scored(policy, at, at, promise));
    assert_eq!(i64::from(policy.judge(&reading).score()), at);
    reading
}

#[test]
fn a_step_as_wide_as_a_word_is_added_up_where_it_is() {
    let wide = policy(&card(
        "device known 64, alert credential-change 64, network corporate 10, hour occasional 10",
    ));
    for (at, possible) in
        [(64, true), (74, true), (75, false), (128, true), (138, true), (148, true), (139, false)]
    {
        let proof = scored(&wide, at, at, &REVIEW);
        assert_eq!(matches!(proof, Proof::Refuted(_)), possible, "{at}: {proof:?}");
        assert!(possible || proof == Proof::Empty, "{at}: {proof:?}");
    }
}

/// Both scores of one policy: with silence as it is read, and at its least, by which what lasts is judged.
#[test]
fn scores_of_what_lasts_are_held_by_floors_and_from_below() {
    let points = card("network corporate 10, hour occasional 10, alert credential-change 5");
    let floors = "[group.place]\nfloor = 0\n[group.time]\nfloor = 0\n[group.lists]\nfloor = 0\n";
    refuted_at(&policy(&format!("{points}{floors}{}", freezes("score_from = 15"))), 15, &NOTHING);
    // Ten less for a network at home and as much more for the hour and for a long rest.
    let below = "[scorecard.network]\nhome = -10\ncorporate = 0\n[state.network]\nmissing = \"corporate\"\n";
    let points = card("hour occasional 10, dormancy over-30d 10");
    refuted_at(&policy(&format!("{below}{points}{}", freezes("score_from = -5"))), 0, &NOTHING);
    // Sums of fives are within the cap, and none is from eleven to fourteen.
    let capped = format!(
        "{}[group.device]\nfloor = 0\ncap = 100\n[state.device]\nmissing = \"recent\"\n[state.integrity]\nmissing = \"rooted\"\n",
        fives(&[Ranked::Device, Ranked::Integrity, Ranked::DeviceSharing])
    );
    for line in ["score_from = -5", "score_from = 0"] {
        assert_eq!(scored(&policy(&format!("{capped}{}", freezes(line))), 11, 14, &NOTHING), Proof::Empty);
    }
}

/// Fifteen needs a payee who is missing, and that is nothing for what lasts: the rule sees ten at the most.
#[test]
fn a_score_that_silence_makes_is_none_for_what_lasts() {
    let text = format!(
        "[scorecard.payee]\nnew-under-24h = 5\n[state.payee]\nmissing = \"new-under-24h\"\n[scorecard.new_payees_24h]\n\"1\" = 7\n{}",
        card("network corporate 10, hour occasional 10")
    );
    let frozen = |least: i64| policy(&format!("{text}{}", freezes(&format!("score_from = {least}"))));
    assert_eq!(scored(&frozen(12), 15, 15, &NOTHING), Proof::Proved);
    assert_eq!(refuted_at(&frozen(10), 15, &NOTHING).measure(Ranked::Payee).state(), State::Missing);
}

/// Of the values that give a score, the least that the ties leave: more would raise what must stay low.
#[test]
fn what_a_tie_raises_is_raised_no_further_than_it_must_be() {
    let text = format!(
        "[scorecard.amount]\n\"1.00\" = 5\n[scorecard.attempted_24h]\n\"50.00\" = 7\n{}{}{}",
        card("network corporate 7"),
        rule("one", "total_24h_from = \"1.00\"", "confirm = true"),
        rule("fifty", "total_24h_from = \"50.00\"", "confirm = true")
    );
    refuted_at(&policy(&text), 12, &REVIEW);
}

/// The least score of all is below the one asked for, and the greatest is not; but the greatest values are those of an
/// amount beside a payee's total that cannot be.
#[test]
fn a_corner_that_cannot_be_refutes_nothing() {
    let text = format!(
        "{}{}{}",
        card("network corporate 10, hour occasional 10"),
        rule("r", "total_24h_payee_from = \"2.00\"", "review = 1"),
        rule("c", "amount_from = \"5.00\"", "confirm = true")
    );
    let listed = policy(&text);
    let region = Region {
        from: vec![score(10, 0).0],
        upto: vec![AtMost::Metered(Metered::Total24hPayee, 100)],
        circumstances: only(Operation::WealthPurchase),
    };
    let reading = refuted(ask(&listed, region, &REVIEW));
    let verdict = listed.judge(&reading);
    assert!(verdict.score() >= 10 && verdict.requirement().review == 0);
    let to_payee = reading.metered(Metered::Total24hPayee);
    assert!(
        to_payee == Err(State::NotApplicable) || to_payee.is_ok_and(|minor| minor <= 100),
        "{to_payee:?}"
    );
}

/// A reported scam raises the payee by one level, and no further.
#[test]
fn a_tie_raises_to_what_it_names() {
    let upto = vec![AtMost::Ranked(Ranked::Payee, 2)];
    let from = vec![AtLeast::Ranked(Ranked::Coercion, 3), AtLeast::Ranked(Ranked::Payee, 1)];
    let region = Region { from, upto, circumstances: Circumstances::ANY };
    let reading = refuted(ask(&policy(""), region, &REVIEW));
    assert_eq!(
        (reading.measure(Ranked::Coercion).value(), reading.measure(Ranked::Payee).value()),
        (Some(3), Some(1))
    );
}

/// A point for every device is in every score; a state with the points of the lowest level is not one of its cells.
#[test]
fn points_of_all_levels_and_of_states_are_counted_where_they_are() {
    refuted_at(&policy(&card("device trusted 1")), 1, &REVIEW);
    assert_eq!(scored(&policy(&card("device trusted 1")), 0, 0, &REVIEW), Proof::Empty);
    let points = card("coercion reported 7, alert under-attack 7, payee trusted-list 5");
    let listed = policy(&format!("{points}{}", freezes("payee_from = \"trusted-list\"")));
    refuted_at(&listed, 7, &FREEZE);
}

/// Bounds on a score at their very ends: beyond all scores, and one that an exemption ends just below.
#[test]
fn bounds_on_a_score_hold_to_the_point() {
    let everywhere = |from, upto| Region { from, upto, circumstances: Circumstances::ANY };
    let upto = everywhere(Vec::new(), vec![AtMost::Metered(Metered::Score, i64::MAX)]);
    refuted(ask(&policy(""), upto, &REVIEW));
    let from = everywhere(vec![AtLeast::Metered(Metered::Score, i64::MAX)], Vec::new());
    assert_eq!(ask(&policy(""), from, &REVIEW), Proof::Empty);
    let text = format!(
        "{}{}[[exemption]]\nid = \"e\"\nholds_while = {{ score_upto = 4 }}\nfrom = [\"r\"]\n",
        card("device unknown 5"),
        rule("r", "device_from = \"known\"", "review = 1")
    );
    let five = policy(&text);
    let region = everywhere(Vec::new(), vec![AtMost::Metered(Metered::Score, 5)]);
    let verdict = five.judge(&refuted(ask(&five, region, &NOTHING)));
    assert!(verdict.level(Ranked::Device) > 0 && verdict.requirement().review == 1);
}

/// Nothing promises anything of readings that there are not.
#[test]
fn nothing_is_proved_of_a_region_in_which_nothing_is() {
    let always = policy(&rule("r", "device_from = \"trusted\"", "review = 1"));
    let amount = AtLeast::Metered(Metered::Amount, 100);
    let of = |from: Vec<AtLeast>, circumstances| {
        ask(&always, Region { from, upto: Vec::new(), circumstances }, &REVIEW)
    };
    assert_eq!(of(vec![amount], only(Operation::BalanceQuery)), Proof::Empty, "a balance moves no money");
    assert_eq!(of(vec![amount], only(Operation::Transfer)), Proof::Proved);
    let high = AtLeast::Metered(Metered::Score, 200);
    let known = AtLeast::Ranked(Ranked::Device, 1);
    for from in [vec![high], vec![known, high], vec![AtLeast::Ranked(Ranked::Risk, 3)]] {
        assert_eq!(of(from, Circumstances::ANY), Proof::Empty, "nothing has points");
    }
    assert_eq!(of(vec![known], Circumstances::ANY), Proof::Proved);
}

/// What stays open is told by what is left of it: a window as far as scores reach, levels from one to another, and one alone.
#[test]
fn what_stays_open_is_told_as_it_is() {
    let text =
        "[scorecard.hour]\nusual = 5\noccasional = 6\n[scorecard.dormancy]\nactive = 5\nover-30d = 6\n";
    let both = rule("r", "hour_from = \"occasional\", dormancy_from = \"over-30d\"", "review = 1");
    let open = |policy: &Policy, from: Vec<AtLeast>, upto: Vec<AtMost>, promise: &Promise, budget: u64| {
        let region = Region { from, upto, circumstances: only(Operation::Transfer) };
        let guarantee = Guarantee { id: "g".to_owned(), region, promise: promise.clone() };
        match prove(policy, &guarantee, budget).proof {
            Proof::Undecided(why) => why,
            other => panic!("{other:?}"),
        }
    };
    let policy_of = policy(&format!("{text}{both}"));
    let said = open(&policy_of, vec![score(11, 0).0], Vec::new(), &REVIEW, 1);
    assert!(said.en.ends_with("score 11 to 12"), "{}", said.en);
    let place = |level| AtLeast::Ranked(Ranked::Place, level);
    let upto = vec![AtMost::Ranked(Ranked::Place, 3)];
    let range = open(&policy_of, vec![score(11, 0).0, place(1)], upto.clone(), &REVIEW, 1);
    assert!(
        range
            .en
            .ends_with("still open: transfer on app, place seen to announced, hour usual, score 11 to 12"),
        "{}",
        range.en
    );
    assert!(
        range.zh.ends_with("尚未判定：转账经手机银行，地点到过至已预告，时段常用，评分11至12"),
        "{}",
        range.zh
    );
    let alone = open(&policy_of, vec![score(11, 0).0, place(3)], upto, &REVIEW, 1);
    assert!(
        alone.en.ends_with("transfer on app, place announced, hour usual, score 11 to 12"),
        "{}",
        alone.en
    );
    // A payee of whom only silence is left: it is told by no level.
    let silent = policy(&format!("[state.payee]\nmissing = \"new-under-24h\"\n{text}{both}"));
    let from = vec![score(11, 0).0, AtLeast::Ranked(Ranked::Payee, 5)];
    let none = vec![AtMost::Metered(Metered::NewPayees24h, 0)];
    let said = open(&silent, from, none, &REVIEW, 1);
    assert!(
        said.en.ends_with("transfer on app, hour usual, new_payees_24h 0, score 11 to 12"),
        "{}",
        said.en
    );
}
