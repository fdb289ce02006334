//! From request and profile to an explained answer: mismatches refuse, explanations add up, customers learn no secrets.

mod common;

use std::collections::BTreeMap;

use common::dice::Dice;
use common::people::{DAY, HOUR, NOW, calm, customer, movement, name, observe, yuan};
use common::readings;
use stepup::decision::Decision;
use stepup::document::presets::RETAIL_CN;
use stepup::event::Happening;
use stepup::fact::{Given, Metered};
use stepup::factor::{Factor, FactorSet};
use stepup::language::Language;
use stepup::operation::Channel;
use stepup::policy::Policy;
use stepup::profile::Profile;
use stepup::request::{Fields, Proof, Request, RequestError};
use stepup::requirement::{Notice, Notices};
use stepup::units::{Amount, Currency, Timestamp};
use stepup::verdict::{Mismatch, Outcome};

const DESIGN: &str = include_str!("policies/design.toml");

fn retail() -> Policy {
    RETAIL_CN.seal().unwrap().policy
}

fn decide(fields: &Fields, profile: &Profile) -> Decision {
    retail().decide(&Request::new(fields.clone()).unwrap(), profile)
}

#[test]
fn an_everyday_payment_is_allowed_and_a_large_one_is_not() {
    let profile = customer();
    assert_eq!(decide(&calm(2_800), &profile).outcome(), Outcome::Allow);
    assert_eq!(decide(&calm(800_000), &profile).outcome(), Outcome::StepUp);
    assert_eq!(decide(&calm(8_000_000), &profile).outcome(), Outcome::Hold);
}

#[test]
fn what_does_not_belong_together_is_refused_and_says_why() {
    let (policy, profile) = (retail(), customer());
    let mut other = calm(2_800);
    other.customer = name(2);
    let mut key = calm(2_800);
    key.key_id = 8;
    let mut currency = calm(2_800);
    currency.amount = Given::Known(Amount::new(2_800, Currency::from_code("EUR").unwrap()).unwrap());
    currency.balance = Given::Missing;
    for (fields, mismatch) in
        [(other, Mismatch::Customer), (key, Mismatch::Key), (currency, Mismatch::Currency)]
    {
        let decision = policy.decide(&Request::new(fields).unwrap(), &profile);
        assert_eq!(decision.outcome(), Outcome::Refuse);
        assert_eq!(decision.verdict().mismatch(), mismatch);
        let explanation = decision.explain(&policy).unwrap();
        assert_eq!(explanation.mismatch, mismatch.name());
        let mending = explanation.mending.as_ref().unwrap();
        assert!(explanation.text(Language::English).contains(mismatch.name()) && mending.en.contains("; "));
        assert!(explanation.text(Language::English).contains(&mending.en), "why, and what to do");
        assert!(explanation.text(Language::Chinese).contains(&mending.zh));
        assert!(!decision.message(&policy, Language::Chinese).unwrap().is_empty());
    }
}

#[test]
fn only_the_policy_that_decided_explains() {
    let decision = decide(&calm(8_000_000), &customer());
    let other = Policy::from_toml("design.toml", DESIGN).unwrap().policy;
    assert!(decision.explain(&other).is_err());
    assert!(decision.message(&other, Language::English).is_err());
}

#[test]
fn an_explanation_adds_up_to_the_score_and_names_what_fired() {
    let policy = retail();
    let decision = policy.decide(&Request::new(calm(8_000_000)).unwrap(), &customer());
    let explanation = decision.explain(&policy).unwrap();
    let points: i16 = explanation.contributions.iter().map(|line| line.points).sum();
    let clamps: i16 = explanation.clamps.iter().map(|line| line.points).sum();
    assert_eq!(points + clamps, explanation.score);
    assert!(explanation.fired.iter().any(|fired| fired.id == "express-line" && !fired.reason.is_empty()));
    for language in [Language::English, Language::Chinese] {
        assert!(explanation.text(language).contains("express-line"));
    }
    let chinese = explanation.text(Language::Chinese);
    assert!(chinese.contains("延时2小时") && chinese.contains("人脸 + 短信验证码"), "{chinese}");
    assert!(explanation.text(Language::English).contains("face + text-message code"));
    for word in ["hold ", "low", "basic", "known", "rule ", "2h"] {
        assert!(!chinese.contains(word), "`{word}` is no Chinese: {chinese}");
    }
    let json = serde_json::to_value(&explanation).unwrap();
    assert_eq!(json["outcome"], "hold");
    assert_eq!(json["policy"].as_str().unwrap().len(), 64);
}

/// The customer's text depends on what is asked of them alone, and holds none of the policy's amounts or names.
#[test]
fn a_customers_message_reveals_neither_a_threshold_nor_which_element_failed() {
    let (policy, mut dice) = (retail(), Dice(5));
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    for _ in 0..20_000 {
        let reading = readings::reading(&mut dice, 10);
        let mut decision = Decision::refused();
        let fields = calm(1);
        policy.decide_into(&Request::new(fields).unwrap(), &customer_once(), &mut decision);
        let verdict = policy.judge(&reading);
        let decision = decision.with(reading, verdict);
        for language in [Language::English, Language::Chinese] {
            let message = decision.message(&policy, language).unwrap();
            let mut asked = *decision.remaining();
            // Which agent is told, what does not count and how old a proof may be are not the customer's to read.
            let asks = asked.notify.contains(Notice::WasItYou);
            asked.notify = if asks { Notices::NONE.with(Notice::WasItYou) } else { Notices::NONE };
            let routed = decision.verdict().is_routed();
            asked.distrusted = FactorSet::NONE;
            asked.max_age = u32::MAX;
            let key = format!(
                "{language} {:?} {asked:?} {routed} {}",
                decision.outcome(),
                decision.verdict().ways()
            );
            assert_eq!(message.contains(language.of("Was it you?", "是您本人操作吗？")), asks, "{message}");
            assert!(!message.contains("prove that it is you."), "a way, or a person: {message}");
            assert!(!message.contains("请验证身份。"), "{message}");
            let latin = |c: char| c.is_ascii_lowercase();
            assert!(language == Language::English || !message.contains(latin), "no Chinese: {message}");
            let first = said.entry(key).or_insert_with(|| message.clone());
            assert_eq!(*first, message);
            for secret in [
                "nothing has left",
                "未转出",
                "50,000",
                "50000",
                "200",
                "score",
                "risk",
                "device",
                "评分",
                "风险",
                "设备",
            ] {
                assert!(!message.contains(secret), "{message}");
            }
        }
    }
    assert!(said.len() > 20, "{} different situations", said.len());
}

fn customer_once() -> Profile {
    use std::sync::OnceLock;
    static ONCE: OnceLock<Profile> = OnceLock::new();
    ONCE.get_or_init(customer).clone()
}

#[test]
fn a_decision_is_its_bytes_and_no_other_bytes_are_a_decision() {
    let (policy, mut dice) = (retail(), Dice(6));
    for _ in 0..500 {
        let reading = readings::reading(&mut dice, 20);
        let decision = Decision::refused().with(reading, policy.judge(&reading));
        let bytes = decision.encode();
        assert_eq!(Decision::decode(&bytes).as_ref(), Ok(&decision));
        for _ in 0..40 {
            let mut damaged = bytes;
            damaged[dice.below(Decision::BYTES)] ^= 1 << dice.below(8);
            if let Ok(other) = Decision::decode(&damaged) {
                assert_eq!(other.encode(), damaged);
            }
        }
    }
    assert!(Decision::decode(&[0; Decision::BYTES]).is_err(), "zeros are no decision");
}

#[test]
fn the_reference_is_echoed_so_that_a_stale_answer_shows() {
    let mut fields = calm(2_800);
    fields.reference = *b"reference-000042";
    assert_eq!(decide(&fields, &customer()).reference(), b"reference-000042");
    fields.customer = name(2);
    assert_eq!(decide(&fields, &customer()).reference(), b"reference-000042", "also when refused");
}

/// 49,999.99 in one go or in parts: the total that is judged is never less.
#[test]
fn splitting_a_sum_never_lowers_a_total_and_the_line_is_met_by_the_last_part() {
    let mut profile = customer();
    let whole = decide(&calm(5_000_000), &profile);
    assert!(whole.remaining().hold > 0);
    for (number, part) in [(1_001, 1_999_999), (1_002, 1_500_000)] {
        let before = decide(&calm(part), &profile);
        assert_eq!(before.remaining().hold, 0);
        observe(&mut profile, NOW - HOUR, Happening::Attempted(movement(number, part, 60)));
        observe(&mut profile, NOW - HOUR + 1, Happening::Settled(movement(number, part, 60)));
    }
    let last = decide(&calm(1_500_001), &profile);
    assert!(last.remaining().hold > 0, "the third part meets the line");
    for fact in [Metered::Total24h, Metered::Total24hPayee, Metered::TotalDay, Metered::Attempted24h] {
        assert!(last.reading().metered(fact).unwrap() >= 5_000_000, "{fact}");
    }
}

/// Decide, reserve, prove, decide again with the same transfer id: counted once.
#[test]
fn a_transfer_that_comes_back_with_its_proofs_is_not_counted_twice() {
    let mut profile = customer();
    let mut fields = calm(3_000_000);
    let first = decide(&fields, &profile);
    assert_eq!(first.outcome(), Outcome::StepUp);
    observe(&mut profile, NOW, Happening::Attempted(movement(9_999, 3_000_000, 60)));
    let proof = |factor| Proof { factor, at: Timestamp::from_seconds(NOW), channel: Channel::App };
    fields.proofs = vec![proof(Factor::Face), proof(Factor::Sms)];
    let second = decide(&fields, &profile);
    assert_eq!(second.outcome(), Outcome::Allow);
    assert_eq!(second.reading().metered(Metered::Total24h), first.reading().metered(Metered::Total24h));
    fields.transfer = None;
    let stranger = decide(&fields, &profile);
    assert!(stranger.remaining().hold > 0, "without its id it is another transfer of 30,000.00");
}

/// Face in the app at 16:00; the web takes it for fifteen minutes.
#[test]
fn a_proof_from_one_channel_counts_on_another_for_as_long_as_the_rung_allows() {
    let profile = customer();
    for (minutes, outcome) in [(3, Outcome::Allow), (15, Outcome::Allow), (16, Outcome::StepUp)] {
        let mut fields = calm(800_000);
        fields.channel = Channel::Web;
        let at = Timestamp::from_seconds(NOW - minutes * 60);
        fields.proofs = vec![Proof { factor: Factor::Face, at, channel: Channel::App }];
        assert_eq!(decide(&fields, &profile).outcome(), outcome, "{minutes} minutes");
    }
}

#[test]
fn a_wrong_request_names_its_field_and_the_legal_range() {
    let wrong = |change: &dyn Fn(&mut Fields)| {
        let mut fields = calm(1);
        change(&mut fields);
        Request::new(fields).unwrap_err()
    };
    let error = wrong(&|fields| fields.behaviour = Given::Known(1_001));
    assert_eq!(error, RequestError::Range { field: "behaviour", given: 1_001, most: 1_000 });
    assert!(error.to_string().contains("`behaviour`") && error.to_string().contains("1000"));
    let later = Timestamp::from_seconds(NOW + 5);
    let proof = Proof { factor: Factor::Face, at: later, channel: Channel::App };
    let early = Proof { at: Timestamp::from_seconds(NOW), ..proof };
    let error = wrong(&|f| f.proofs = vec![early, proof]);
    assert_eq!(error, RequestError::FutureProof { index: 1, factor: Factor::Face, seconds: 5 });
    assert!(error.to_string().contains("proofs[1]` (face)"), "{error}");
    assert_eq!(
        wrong(&|f| f.payee_added = Given::Known(later)),
        RequestError::Future { field: "payee_added", seconds: 5 }
    );
    let error = wrong(&|f| f.proofs = vec![early; Request::MOST_PROOFS + 1]);
    assert_eq!(error, RequestError::TooManyProofs { given: 33, most: 32 });
    assert!(matches!(wrong(&|f| f.amount = Given::Missing), RequestError::Amount { .. }));
    assert_eq!(wrong(&|f| f.amount = Given::Known(yuan(0))), RequestError::NothingMoved);
    let euro = Amount::new(1, Currency::from_code("EUR").unwrap()).unwrap();
    assert!(matches!(
        wrong(&|f| f.balance = Given::Known(euro)),
        RequestError::Currency { field: "balance", .. }
    ));
    assert!(matches!(
        wrong(&|f| f.operation = stepup::operation::Operation::BalanceQuery),
        RequestError::Amount { .. }
    ));
}

/// Everything missing: decided, at least as strict as everything known and calm, and nobody is frozen.
#[test]
fn a_request_that_claims_nothing_is_stricter_than_a_calm_one_and_freezes_nobody() {
    let profile = customer();
    let fields = Fields {
        enrolled: calm(1).enrolled,
        ..Fields::new(
            stepup::operation::Operation::Transfer,
            Channel::App,
            name(1),
            common::people::KEY,
            common::people::at(NOW),
        )
    };
    for minor in [2_800, 800_000, 80_000_000] {
        let mut silent = fields.clone();
        silent.amount = Given::Known(yuan(minor));
        silent.payee = Given::Known(name(60));
        let (silent, calm) = (decide(&silent, &profile), decide(&calm(minor), &profile));
        assert!(silent.verdict().requirement().is_at_least(*calm.verdict().requirement()));
        assert!(silent.verdict().is_uncertain() && !calm.verdict().is_uncertain());
        assert!(!silent.verdict().requirement().freeze);
        assert!(silent.verdict().least().outcome <= silent.outcome());
    }
}

#[test]
fn an_order_from_the_night_file_behind_online_traffic_is_decided_and_marked() {
    let mut profile = customer();
    observe(&mut profile, NOW + DAY, Happening::LogInFailed { device: None });
    let decision = decide(&calm(2_800), &profile);
    assert!(decision.reading().is_out_of_order());
    let explanation = decision.explain(&retail()).unwrap();
    assert!(explanation.out_of_order && explanation.text(Language::English).contains("older than"));
    let on_time = decide(&calm(2_800), &customer()).explain(&retail()).unwrap();
    assert!(!on_time.out_of_order && !on_time.text(Language::English).contains("older than"));
    assert_eq!(decision.verdict().mismatch(), Mismatch::None);
}

/// What does not apply stands for the least, so nobody may say it of what there is.
#[test]
fn a_transfer_has_a_payee_and_an_app_has_a_device() {
    let of = |change: &dyn Fn(&mut Fields)| {
        let mut fields = calm(1);
        change(&mut fields);
        Request::new(fields).map(drop)
    };
    for payee in [Given::NotApplicable, Given::Missing, Given::Late, Given::Invalid] {
        let error = of(&|f| f.payee = payee).unwrap_err();
        assert_eq!(error, RequestError::Payee { state: payee.state() });
        assert!(error.to_string().contains("`payee`") && error.to_string().contains("give"), "{error}");
        let purchase = of(&|f| {
            f.operation = stepup::operation::Operation::WealthPurchase;
            f.payee = payee;
        });
        assert_eq!(purchase, Ok(()), "a purchase may have none");
    }
    for channel in Channel::ALL.iter().copied() {
        for field in ["device", "integrity", "position", "network"] {
            let found = of(&|f| {
                f.channel = channel;
                match field {
                    "device" => f.device = Given::NotApplicable,
                    "integrity" => f.integrity = Given::NotApplicable,
                    "position" => f.position = Given::NotApplicable,
                    _ => f.network = Given::NotApplicable,
                }
            });
            let expected = Err(RequestError::Device { field, channel });
            assert_eq!(found, if channel.has_device() { expected } else { Ok(()) });
        }
        assert_eq!(of(&|f| (f.channel, f.device) = (channel, Given::Missing)), Ok(()));
    }
    let devices: Vec<&str> =
        Channel::ALL.iter().filter(|channel| channel.has_device()).map(|channel| channel.name()).collect();
    assert_eq!(devices, ["app", "web", "partner"]);
}

#[test]
fn money_of_another_currency_than_the_profiles_is_a_mismatch() {
    let yen = Currency::from_code("JPY").unwrap();
    let peers = stepup::profile::PeerGroup {
        currency: yen,
        amount_centre: 3_400,
        amount_spread: 300,
        outflow_centre: 3_600,
        outflow_spread: 300,
    };
    let opened = common::people::at(NOW - 400 * DAY);
    let profile = Profile::new(name(1), common::people::KEY, opened, peers);
    assert_eq!(decide(&calm(2_800), &profile).verdict().mismatch(), Mismatch::Currency);
    let mut asking = calm(1);
    asking.operation = stepup::operation::Operation::BalanceQuery;
    asking.amount = Given::NotApplicable;
    assert_eq!(decide(&asking, &profile).verdict().mismatch(), Mismatch::Currency);
    assert_eq!(decide(&asking, &customer()).verdict().mismatch(), Mismatch::None);
}

#[test]
fn a_debug_print_shows_no_amount_no_place_and_no_whole_id() {
    let mut fields = calm(1_234_567);
    fields.balance = Given::Known(yuan(7_654_321));
    let printed = format!(
        "{fields:?} {:?} {:?} {:?}",
        Request::new(fields.clone()).unwrap(),
        Happening::Attempted(movement(7, 1_234_567, 60)),
        stepup::id::EventId([0xab; 16]),
    );
    for secret in ["1234567", "7654321", "12345.67", "39", "116", "abababababab", "3c3c3c3c3c"] {
        assert!(!printed.contains(secret), "`{secret}` in {printed}");
    }
    assert!(printed.contains("transfer") && printed.contains("3c3c3c3c…") && printed.contains("abababab…"));
}
