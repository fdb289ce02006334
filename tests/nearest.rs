//! The nearest changes are real, and nothing smaller is; the amounts flip at the minor unit; customers never read them.

mod common;

use std::collections::BTreeMap;

use common::dice::Dice;
use common::nearby::{Case, Levels, at, brief, closed, set, turned, with_amount};
use common::people::{DAY, HOUR, NOW, calm, customer, movement, name, newcomer, observe, yuan};
use common::small::Small;
use common::{bare, messages, policies, readings};
use stepup::document::presets::RETAIL_CN;
use stepup::event::Happening;
use stepup::explain::WrongInputs;
use stepup::fact::{Fact, Given, Metered, Ranked, State};
use stepup::language::Language;
use stepup::policy::Policy;
use stepup::profile::Profile;
use stepup::reading::Reading;
use stepup::request::{Fields, PayeeRelation, Request};
use stepup::units::{Amount, Timestamp};
use stepup::verdict::Outcome;
use stepup::verify::{Change, Nearest, Turn, nearest, nearest_reading};

const TURNS: [Turn; 2] = [Turn::Softer, Turn::Harder];

fn retail() -> Policy {
    RETAIL_CN.seal().unwrap().policy
}

fn random_policy(dice: &mut Dice) -> Policy {
    Policy::from_toml("random.toml", &policies::policy(dice)).unwrap().policy
}

fn of(near: &Nearest, turn: Turn) -> &[Change] {
    if turn == Turn::Softer { &near.softer } else { &near.harder }
}

/// How many changes of one and of two steps were compared, and how many times there was none.
#[derive(Debug, Default)]
struct Mix(BTreeMap<String, usize>);

impl Mix {
    fn count(&mut self, what: String) {
        *self.0.entry(what).or_default() += 1;
    }

    fn changes(&mut self, turn: Turn, changes: &[Change]) {
        let steps = changes.first().map_or(0, |change| change.steps.len());
        self.count(format!("{turn:?} by {steps}"));
        for step in changes.iter().flat_map(|change| &change.steps) {
            let kind = match (step.fact, step.from) {
                (_, Err(state)) => format!("from {state}"),
                (Fact::Metered(Metered::Amount), _) => "amount".to_owned(),
                (Fact::Metered(_), _) => "metered".to_owned(),
                (Fact::Ranked(_), _) => "ranked".to_owned(),
            };
            self.count(kind);
        }
    }

    /// Every kind came up at least so often.
    fn has(&self, kinds: &[(&str, usize)]) {
        println!("{:?}", self.0);
        for (kind, least) in kinds {
            assert!(self.0.get(*kind).is_some_and(|count| count >= least), "{kind}: {:?}", self.0);
        }
    }
}

/// Everything that a change says, found again by setting its facts.
fn applies(policy: &Policy, case: &Case<'_>, change: &Change) {
    let now = policy.judge(&case.reading);
    let mut base = case.reading;
    for step in &change.steps {
        assert_eq!(step.from, at(&case.reading, step.fact));
        if let (Fact::Metered(Metered::Amount), Some((request, profile))) = (step.fact, case.request) {
            base = Reading::of(&with_amount(request, step.to), profile);
        }
    }
    for step in &change.steps {
        set(&mut base, step.fact, step.to);
        let Fact::Ranked(fact) = step.fact else { continue };
        let verdict = policy.judge(&base);
        assert_eq!((verdict.level(fact), now.level(fact)), (step.to_level, step.from_level), "{change:?}");
    }
    let after = policy.judge(&closed(&base, change.turn));
    assert!(turned(&after, &now, change.turn), "{change:?}");
    assert_eq!(
        (after.outcome(), after.requirement(), after.remaining()),
        (change.outcome, &change.requirement, &change.remaining)
    );
}

/// Where the amount of a request steps: none between now and there flips beside the other step, and all beyond do.
fn amounts_are_one_end(case: &Case<'_>, change: &Change) {
    const AMOUNT: Fact = Fact::Metered(Metered::Amount);
    let (Some(step), Some(_)) = (change.steps.iter().find(|step| step.fact == AMOUNT), case.request) else {
        return;
    };
    let (_, mut others) = brief(change);
    others.retain(|(fact, _)| *fact != AMOUNT);
    let end = if change.turn == Turn::Softer { 1 } else { Amount::MAX_MINOR };
    let mut dice = Dice(step.to.unsigned_abs());
    let nearer = if change.turn == Turn::Softer { step.to + 1 } else { step.to - 1 };
    let now = step.from.unwrap();
    for _ in 0..8 {
        let between = dice.between(nearer.min(now), nearer.max(now));
        assert!(!case.flips_at(change.turn, between, &others), "{between}: {change:?}");
        let beyond = dice.between(step.to.min(end), step.to.max(end));
        assert!(case.flips_at(change.turn, beyond, &others), "{beyond}: {change:?}");
    }
}

/// The changes shown are exactly the smallest ones that trying everything finds.
fn agrees(case: &Case<'_>, near: &Nearest, mix: &mut Mix, context: &str) {
    for turn in TURNS {
        let shown = of(near, turn);
        let briefs: Vec<_> = shown.iter().map(brief).collect();
        assert_eq!(briefs, case.nearest(turn), "{turn:?} {:?}\n{context}", case.reading);
        for change in shown {
            assert_eq!(change.turn, turn);
            applies(case.policy, case, change);
            amounts_are_one_end(case, change);
        }
        mix.changes(turn, shown);
    }
}

#[test]
fn no_change_of_a_reading_is_smaller_than_those_shown_and_each_flips() {
    let mut mix = Mix::default();
    for number in 0..160 {
        let mut dice = Dice(71_000 + number);
        let text = if dice.chance(50) { policies::policy(&mut dice) } else { Small::new(&mut dice).text };
        let policy = Policy::from_toml("random.toml", &text).unwrap().policy;
        let levels = Levels::of(&policy);
        for _ in 0..12 {
            let uncertain = *dice.pick(&[0, 12, 40]);
            let reading = readings::reading(&mut dice, uncertain);
            let case = Case { policy: &policy, levels: &levels, reading, request: None };
            agrees(&case, &nearest_reading(&policy, &reading), &mut mix, &text);
        }
    }
    mix.has(&[
        ("Softer by 1", 300),
        ("Harder by 1", 300),
        ("Softer by 2", 30),
        ("Harder by 2", 20),
        ("Softer by 0", 60),
        ("from missing", 30),
        ("from unlearned", 30),
        ("metered", 200),
        ("amount", 20),
    ]);
}

/// A customer and what they did lately.
fn somebody(dice: &mut Dice) -> Profile {
    let mut profile = if dice.chance(25) { newcomer() } else { customer() };
    for number in 0..dice.below(6) {
        let minor = readings::POOL[dice.below(5)] - dice.between(0, 1);
        let paid = movement(5_000 + u64::try_from(number).unwrap(), minor.max(1), *dice.pick(&[60, 61, 62]));
        let ago = u32::try_from(dice.below(20)).unwrap() * HOUR / 2;
        let at = (NOW - ago).max(profile.high_water().seconds());
        observe(&mut profile, at, Happening::Attempted(paid));
        if dice.chance(60) {
            observe(&mut profile, at, Happening::Settled(paid));
        }
    }
    if dice.chance(20) {
        observe(&mut profile, NOW, Happening::ProofFailed { device: Some(name(50)) });
    }
    if dice.chance(10) {
        observe(&mut profile, NOW, Happening::Frozen);
    }
    profile
}

/// A calm transfer, but for some of what it says.
fn question(dice: &mut Dice) -> Fields {
    let near = *dice.pick(&readings::POOL) + dice.between(-1, 1);
    let any = dice.between(1, 30_000_000);
    let mut fields = calm(*dice.pick(&[near.max(1), any, Amount::MAX_MINOR]));
    let other = messages::fields(dice);
    let spoil = *dice.pick(&[5, 20, 60]);
    macro_rules! put {
        ($($field:ident = $value:expr;)*) => { $( if dice.chance(spoil) { fields.$field = $value; } )* };
    }
    macro_rules! take {
        ($($field:ident)*) => { put! { $( $field = other.$field; )* } };
    }
    take!(integrity network network_position payee_check payee_reputation device_reputation);
    take!(destination behaviour coercion alert tra_band flags enrolled confirmed operation);
    put! {
        device = Given::Known(name(9));
        device = Given::Missing;
        position = Given::Late;
        balance = Given::Known(yuan(dice.between(0, 50_000_000)));
        balance = Given::Invalid;
        own_limit = Given::Known(yuan(500_000));
        payee = Given::Known(name(99));
        payee_relation = Given::Known(*dice.pick(PayeeRelation::ALL));
        payee_added = Given::Known(Timestamp::from_seconds(NOW - *dice.pick(&[0, DAY / 2, DAY])));
    }
    if !fields.operation.moves_money() {
        fields.amount = Given::NotApplicable;
    }
    fields
}

/// A device of which nothing is said where there is one is missing, so that every question is a request.
fn asked(dice: &mut Dice) -> Request {
    let mut fields = question(dice);
    if fields.integrity == Given::NotApplicable {
        fields.integrity = Given::Missing;
    }
    if fields.network == Given::NotApplicable {
        fields.network = Given::Missing;
    }
    Request::new(fields).unwrap()
}

#[test]
fn no_change_of_a_request_is_smaller_than_those_shown_and_each_flips() {
    let (mut mix, preset) = (Mix::default(), retail());
    for number in 0..240 {
        let mut dice = Dice(72_000 + number);
        let policy = if dice.chance(50) { preset.clone() } else { random_policy(&mut dice) };
        let levels = Levels::of(&policy);
        let profile = somebody(&mut dice);
        for _ in 0..4 {
            let request = asked(&mut dice);
            let reading = Reading::of(&request, &profile);
            let beside = request.fields().operation.moves_money().then_some((&request, &profile));
            let case = Case { policy: &policy, levels: &levels, reading, request: beside };
            agrees(&case, &nearest(&policy, &request, &profile), &mut mix, policy.canonical());
        }
    }
    mix.has(&[
        ("Softer by 1", 300),
        ("Harder by 1", 300),
        ("Softer by 2", 20),
        ("amount", 200),
        ("metered", 100),
        ("from missing", 20),
    ]);
}

/// What the halving stands on: more money lowers no measure and leaves every state.
#[test]
fn a_reading_rises_with_the_amount_of_its_request() {
    let (mut rises, mut dice) = (0, Dice(73_000));
    for _ in 0..400 {
        let profile = somebody(&mut dice);
        let request = loop {
            let request = asked(&mut dice);
            if request.fields().operation.moves_money() {
                break request;
            }
        };
        let mut before = Reading::of(&with_amount(&request, 1), &profile);
        let mut amounts: Vec<i64> =
            (0..8).map(|_| 10_i64.pow(u32::try_from(dice.below(18)).unwrap())).collect();
        amounts.extend([2, 5_000_000, Amount::MAX_MINOR - 1, Amount::MAX_MINOR]);
        amounts.sort_unstable();
        for minor in amounts {
            let after = Reading::of(&with_amount(&request, minor), &profile);
            let ranked = Ranked::ALL.iter().map(|fact| Fact::Ranked(*fact));
            for fact in ranked.chain(Metered::ALL.iter().map(|fact| Fact::Metered(*fact))) {
                match (at(&before, fact), at(&after, fact)) {
                    (Ok(less), Ok(more)) => {
                        assert!(less <= more, "{fact:?} at {minor}: {before:?} {after:?}")
                    }
                    (one, other) => assert_eq!(one, other, "{fact:?} at {minor}"),
                }
                rises += usize::from(at(&before, fact) != at(&after, fact));
            }
            before = after;
        }
    }
    println!("{rises} measures rose");
    assert!(rises > 20_000);
}

/// From just below the line the answer is today's, at it the other: to the minor unit, totals counted.
#[test]
fn an_amount_flips_at_its_minor_unit_and_not_one_nearer() {
    let (policy, mut dice, mut seen) = (retail(), Dice(74_000), [0; 2]);
    for _ in 0..300 {
        let profile = somebody(&mut dice);
        let request = asked(&mut dice);
        let near = nearest(&policy, &request, &profile);
        let now = policy.decide(&request, &profile);
        for turn in TURNS {
            for change in of(&near, turn) {
                let [step] = &change.steps[..] else { continue };
                if step.fact != Fact::Metered(Metered::Amount) {
                    continue;
                }
                let judged = |minor| policy.decide(&with_amount(&request, minor), &profile);
                let nearer = step.to + if turn == Turn::Softer { 1 } else { -1 };
                assert!(turned(judged(step.to).verdict(), now.verdict(), turn));
                assert_eq!(judged(nearer).remaining(), now.remaining(), "{nearer}");
                assert_eq!(judged(nearer).outcome(), now.outcome(), "{nearer}");
                seen[usize::from(turn == Turn::Harder)] += 1;
            }
        }
    }
    println!("{seen:?} amounts softer and harder");
    assert!(seen.iter().all(|count| *count > 60));
}

#[test]
fn what_does_not_belong_together_has_no_nearest_change() {
    let (policy, profile) = (retail(), customer());
    let mut stranger = calm(8_000_000);
    stranger.customer = name(2);
    let stranger = Request::new(stranger).unwrap();
    assert_eq!(nearest(&policy, &stranger, &profile), Nearest::default());
    let decision = policy.decide(&stranger, &profile);
    let changes = decision.explain_with(&policy, &stranger, &profile).unwrap().changes.unwrap();
    assert!(changes.softer.is_empty() && changes.harder.is_empty() && changes.ask_next.is_none());
    assert_eq!(decision.explain_from_reading(&policy).unwrap().changes.unwrap(), changes);
}

#[test]
fn an_explanation_says_what_would_do_in_both_languages() {
    let (policy, profile) = (retail(), customer());
    let mut fields = calm(800_000);
    let request = Request::new(fields.clone()).unwrap();
    let decision = policy.decide(&request, &profile);
    let explanation = decision.explain_with(&policy, &request, &profile).unwrap();
    let (english, chinese) = (explanation.text(Language::English), explanation.text(Language::Chinese));
    assert!(english.contains("\nsofter     ") && english.contains("\nharder     "), "{english}");
    assert!(english.contains(" if amount were below 200.00 CNY"), "{english}");
    assert!(
        chinese.contains("\n放宽") && chinese.contains("若金额低于200.00 CNY，则无任何要求"),
        "{chinese}"
    );
    assert!(decision.explain(&policy).unwrap().changes.is_none(), "only where it is asked for");
    assert!(english.starts_with(&decision.explain(&policy).unwrap().text(Language::English)));
    fields.device = Given::Missing;
    fields.position = Given::Late;
    let request = Request::new(fields).unwrap();
    let decision = policy.decide(&request, &profile);
    let explanation = decision.explain_with(&policy, &request, &profile).unwrap();
    let english = explanation.text(Language::English);
    assert!(english.contains("\nask next   device (missing); it "), "{english}");
    assert!(english.contains("device (missing) were "), "{english}");
    let changes = explanation.changes.as_ref().unwrap();
    let chinese = changes.softer.iter().chain(&changes.harder).chain(&changes.ask_next);
    let chinese: String = chinese.map(|said| said.zh.clone()).collect();
    assert!(explanation.text(Language::Chinese).contains(&changes.softer[0].zh));
    assert!(chinese.contains("设备（缺失）为"), "{chinese}");
    for word in ["would", "were", "below", "missing", "device"] {
        assert!(!chinese.contains(word), "`{word}` is no Chinese: {chinese}");
    }
}

#[test]
fn only_what_was_decided_from_explains_what_would_change() {
    let (policy, profile) = (retail(), customer());
    let request = Request::new(calm(800_000)).unwrap();
    let decision = policy.decide(&request, &profile);
    let other = with_amount(&request, 800_001);
    assert_eq!(decision.explain_with(&policy, &other, &profile), Err(WrongInputs::Inputs));
    let mut later = profile.clone();
    observe(&mut later, NOW, Happening::Attempted(movement(7_777, 5_000, 60)));
    assert_eq!(decision.explain_with(&policy, &request, &later), Err(WrongInputs::Inputs));
    let foreign = random_policy(&mut Dice(1));
    let error = decision.explain_with(&foreign, &request, &profile).unwrap_err();
    assert!(matches!(error, WrongInputs::Policy(_)));
    assert!(decision.explain_from_reading(&foreign).is_err());
}

/// What analysts read of thresholds and facts is in no message, whatever was asked.
#[test]
fn a_customer_is_never_told_what_would_have_changed_the_answer() {
    let (policy, mut dice, mut told) = (retail(), Dice(75_000), 0);
    for _ in 0..400 {
        let profile = somebody(&mut dice);
        let request = asked(&mut dice);
        let decision = policy.decide(&request, &profile);
        let explanation = decision.explain_with(&policy, &request, &profile).unwrap();
        let changes = explanation.changes.unwrap();
        let said = changes.softer.iter().chain(&changes.harder).chain(&changes.ask_next);
        let said: Vec<_> = said.collect();
        for language in [Language::English, Language::Chinese] {
            let message = decision.message(&policy, language).unwrap();
            for said in &said {
                let whole = language.of(&said.en, &said.zh);
                let condition =
                    language.of(said.en.split(" if ").last().unwrap(), said.zh.split('，').next().unwrap());
                assert!(!message.contains(whole) && !message.contains(condition), "{message}: {whole}");
                told += 1;
            }
            for word in ["would", " were ", "CNY", "ask next", "若", "低于", "达到"] {
                assert!(!message.contains(word), "{message}");
            }
        }
    }
    assert!(told > 2_000, "{told} changes");
}

#[test]
fn what_stands_in_the_way_is_named_alone_and_two_only_where_one_does_not_do() {
    let (policy, mut profile) = (retail(), customer());
    observe(&mut profile, NOW, Happening::Frozen);
    let softer = |fields: Fields| nearest(&policy, &Request::new(fields).unwrap(), &profile).softer;
    assert_eq!(policy.decide(&Request::new(calm(2_800)).unwrap(), &profile).outcome(), Outcome::Refuse);
    let [only] = &softer(calm(2_800))[..] else { panic!("{:?}", softer(calm(2_800))) };
    assert_eq!((only.steps.len(), only.outcome), (1, Outcome::Allow));
    assert_eq!(only.said(&policy).en, "nothing would be demanded if frozen were no");
    assert_eq!(only.said(&policy).zh, "若冻结为否，则无任何要求");
    let policy = bare::policy(
        "[[rule]]\nid = \"r\"\nwhen = { amount_from = \"5000.00\", destination_from = \"abroad\" }\nrequire = { hold = \"2h\" }\n",
    );
    let near = nearest(&policy, &Request::new(calm(1_000)).unwrap(), &profile);
    let [both] = &near.harder[..] else { panic!("{near:?}") };
    assert_eq!(
        both.said(&policy).en,
        "hold 2h would be demanded if destination were abroad and amount were 5,000.00 CNY or more"
    );
    let mut abroad = calm(1_000);
    abroad.destination = Given::Known(stepup::request::Destination::Abroad);
    let near = nearest(&policy, &Request::new(abroad).unwrap(), &profile);
    assert_eq!(near.harder.iter().map(|change| change.steps.len()).collect::<Vec<_>>(), [1]);
}

#[test]
fn the_first_and_the_last_amount_are_reached() {
    let policy = |least: &str| {
        let when = format!("when = {{ amount_from = \"{least}\" }}");
        bare::policy(&format!("[[rule]]\nid = \"r\"\n{when}\nrequire = {{ hold = \"2h\" }}\n"))
    };
    let profile = customer();
    let to = |changes: &[Change]| changes.iter().map(|change| change.steps[0].to).collect::<Vec<_>>();
    let near = nearest(&policy("0.02"), &Request::new(calm(2)).unwrap(), &profile);
    assert_eq!(to(&near.softer), [1], "{near:?}");
    let last = policy("9999999999999999.99");
    let near = nearest(&last, &Request::new(calm(2)).unwrap(), &profile);
    assert_eq!(to(&near.harder), [Amount::MAX_MINOR], "{near:?}");
    let near = nearest_reading(&last, &Reading::of(&Request::new(calm(2)).unwrap(), &profile));
    assert_eq!(to(&near.harder), [Amount::MAX_MINOR], "{near:?}");
}

#[test]
fn a_reading_in_another_currency_has_no_nearest_change_and_nothing_to_ask() {
    let (policy, mut fields) = (retail(), calm(8_000_000));
    fields.destination = Given::Missing;
    fields.position = Given::Missing;
    let reading = Reading::of(&Request::new(fields).unwrap(), &customer());
    assert!(nearest_reading(&policy, &reading) != Nearest::default());
    assert!(stepup::verify::ask_next(&policy, &reading).is_some());
    let text = RETAIL_CN.text.replace("\"CNY\"", "\"EUR\"");
    let foreign = Policy::from_toml("euro.toml", &text).unwrap().policy;
    assert_eq!(nearest_reading(&foreign, &reading), Nearest::default());
    assert_eq!(stepup::verify::ask_next(&foreign, &reading), None);
}

/// A balance that is missing is read as the most there is: the nearest known one that softens is just below the line.
#[test]
fn a_balance_that_is_missing_steps_down_from_the_most() {
    let policy = bare::policy(&bare::rule("b", "balance_from = \"100.00\"", "review = 1"));
    let mut reading = readings::best();
    reading.set_metered_state(Metered::Balance, State::Missing);
    assert_eq!(policy.judge(&reading).requirement().review, 1);
    let near = nearest_reading(&policy, &reading);
    let [change] = &near.softer[..] else { panic!("{near:?}") };
    let [step] = &change.steps[..] else { panic!("{change:?}") };
    assert_eq!(
        (step.fact, step.from, step.to),
        (Fact::Metered(Metered::Balance), Err(State::Missing), 9_999)
    );
    assert_eq!((step.from_level, step.to_level, step.levels), (1, 0, 1));
}
