//! What is told across the border, field by field: beside the canonical bytes stand numbers that C and COBOL act on.
#![expect(unsafe_code, reason = "these calls are what is tested")]

use core::ptr;

use stepup::decision::Decision as Decided;
use stepup::document::presets::RETAIL_CN;
use stepup::fact::Ranked;
use stepup::factor::FactorSet;
use stepup::ffi::layout::Record;
use stepup::ffi::records::{Abi, Decision, LAYOUTS, PolicyInfo, ProfileInfo};
use stepup::ffi::{ABI, words};
use stepup::policy::Policy;
use stepup::profile::Profile;
use stepup::standing::Standing;
use stepup::units::Timestamp;
use stepup::verdict::{Mismatch, SEMANTICS};

use crate::calls::{self, load, plain, said, text};
use crate::common::people;
use crate::{preset, told};

/// The record of a decision, from what Rust says of it.
pub fn record(decided: &Decided, policy: &Policy) -> Decision {
    let verdict = decided.verdict();
    let (left, asked) = (verdict.remaining(), verdict.requirement());
    let judged = verdict.mismatch() == Mismatch::None;
    let level = |fact: Ranked| if judged { verdict.level(fact) + 1 } else { 0 };
    let ladder = policy.ladder().sets();
    let mut sets: Vec<FactorSet> =
        (0..ladder.len()).filter(|at| verdict.ways() >> at & 1 == 1).map(|at| ladder[at]).collect();
    sets.sort_by_key(|set| set.bits().count_ones());
    let mut ways = [0; 8];
    ways.iter_mut().zip(&sets).for_each(|(to, set)| *to = told::set(*set));
    let rules = policy.rules().len();
    let fired: Vec<i32> = (0..256)
        .filter(|at| verdict.fired()[at / 64] >> (at % 64) & 1 == 1)
        .map(|at| i32::try_from(at).unwrap() + 1)
        .map(|number| {
            let rules = i32::try_from(rules).unwrap();
            if number > rules { rules - number } else { number }
        })
        .collect();
    let mut took_effect = [0; 16];
    took_effect.iter_mut().zip(&fired).for_each(|(to, number)| *to = *number);
    Decision {
        outcome: verdict.outcome().code(),
        mismatch: verdict.mismatch().code(),
        confirm: u8::from(left.confirm),
        refuse: u8::from(left.refuse),
        reference: *decided.reference(),
        policy: *policy.identity(),
        hold_seconds: i64::from(left.hold),
        max_proof_age: if left.max_age == u32::MAX { -1 } else { i64::from(left.max_age) },
        hold_days: i32::from(left.hold_days),
        rung: i32::from(left.rung),
        kinds: i32::from(left.kinds),
        review: i32::from(left.review),
        include: told::set(left.include),
        distrusted: told::set(left.distrusted),
        notify: i32::from(left.notify.bits()) << 1,
        demanded_include: told::set(asked.include),
        demanded_rung: i32::from(asked.rung),
        demanded_kinds: i32::from(asked.kinds),
        demanded_review: i32::from(asked.review),
        score: i32::from(verdict.score()),
        least_score: i32::from(verdict.least().score),
        most_score: i32::from(verdict.most().score),
        semantics: i32::from(SEMANTICS),
        way_count: i32::try_from(sets.len()).unwrap(),
        ways,
        fired: i32::try_from(fired.len()).unwrap(),
        took_effect,
        freeze: u8::from(left.freeze),
        uncertain: u8::from(verdict.is_uncertain()),
        routed: u8::from(verdict.is_routed()),
        out_of_order: u8::from(decided.reading().is_out_of_order()),
        risk: level(Ranked::Risk),
        tier: level(Ranked::Tier),
        grade: level(Ranked::Grade),
        least_outcome: verdict.least().outcome.code(),
        most_outcome: verdict.most().outcome.code(),
        demanded_confirm: u8::from(asked.confirm),
        canonical: decided.encode(),
        ..Decision::BLANK
    }
}

#[test]
fn a_profile_tells_all_that_is_known_of_its_customer() {
    let mut frozen = people::customer();
    people::observe(&mut frozen, 9_000_000, stepup::event::Happening::Frozen);
    let item = stepup::event::Information::ALL[1];
    people::observe(&mut frozen, 9_000_001, stepup::event::Happening::CompletedInformation { item });
    for profile in [people::newcomer(), people::customer(), frozen] {
        let (bytes, mut info) = (profile.encode(), ProfileInfo { frozen: 7, ..ProfileInfo::BLANK });
        let status = unsafe { calls::stepup_profile_info(bytes.as_ptr(), &raw mut info, ptr::null_mut()) };
        let counters = profile.counters();
        let standing = Standing::of(&counters, profile.high_water());
        let seconds = |at: Option<Timestamp>| at.map_or(-1, |at| i64::from(at.seconds()));
        let expected = ProfileInfo {
            key_id: i32::try_from(profile.key_id()).unwrap(),
            customer: profile.customer().to_bytes(),
            revision: i64::try_from(profile.revision()).unwrap(),
            high_water: i64::from(profile.high_water().seconds()),
            opened: i64::from(counters.opened.seconds()),
            last_incident: seconds(counters.last_incident),
            last_sca: seconds(profile.last_sca()),
            currency: 156,
            settled: i32::from(counters.settled),
            active_months: i32::from(counters.active_months),
            held_down_seconds: i32::try_from(standing.held_down_for().unwrap_or(0)).unwrap(),
            frozen: u8::from(profile.is_frozen()),
            tier: standing.tier().code() + 1,
            information: i32::from(counters.information) << 1,
            ..ProfileInfo::BLANK
        };
        assert_eq!((status, info), (0, expected));
        let same: Profile = Profile::decode(&bytes).unwrap();
        assert!(same == profile, "looking changes nothing");
    }
}

#[test]
fn a_policy_tells_what_it_is() {
    let (handle, policy) = preset();
    let mut info = PolicyInfo { rules: -1, ..PolicyInfo::BLANK };
    assert_eq!(unsafe { calls::stepup_policy_info(handle, &raw mut info, ptr::null_mut()) }, 0);
    let count = |number: usize| i32::try_from(number).unwrap();
    let expected = PolicyInfo {
        currency: 156,
        identity: *policy.identity(),
        canonical_bytes: i64::try_from(policy.canonical().len()).unwrap(),
        semantics: i32::from(SEMANTICS),
        rules: count(policy.rules().len()),
        exemptions: count(policy.exemptions().len()),
        guarantees: count(policy.guarantees().len()),
        rungs: count(policy.ladder().rungs().len()),
        enrolments: count(policy.enrolments().len()),
        ..PolicyInfo::BLANK
    };
    assert_eq!(info, expected);
    let all = [info.rules, info.exemptions, info.guarantees, info.rungs];
    assert!(all.iter().all(|number| *number > 0), "{all:?}: what is zero could be anything");
}

#[test]
fn the_library_says_what_it_is() {
    let mut abi = Abi::BLANK;
    assert_eq!(unsafe { calls::stepup_abi(&raw mut abi, ptr::null_mut()) }, 0);
    assert_eq!((abi.abi, abi.semantics), (ABI, i32::from(SEMANTICS)));
    for (size, layout) in abi.sizes.iter().zip(&LAYOUTS) {
        assert_eq!(usize::try_from(*size), Ok(layout.size), "{}", layout.name);
    }
    assert!(abi.sizes[LAYOUTS.len()..].iter().all(|size| *size == 0));
    let version = String::from_utf8(abi.version.to_vec()).unwrap();
    assert_eq!(version.trim_end(), env!("CARGO_PKG_VERSION"));
}

/// Every word of every vocabulary: its number gives its name in both languages, and its English name the number.
#[test]
fn every_word_has_its_number_and_every_number_its_words() {
    for vocabulary in words::all() {
        for word in &vocabulary.words {
            for (language, name) in [(1, word.name), (2, word.name_zh)] {
                let mut form = plain();
                form.language = language;
                let (status, bytes, form, error) = text(form, 256, |form, buffer, error| unsafe {
                    calls::stepup_name(vocabulary.kind, word.number, form, buffer, error)
                });
                assert_eq!(status, 0, "{}", said(&error));
                let length = usize::try_from(form.needed).unwrap() - 1;
                assert_eq!(core::str::from_utf8(&bytes[..length]), Ok(name), "{}", vocabulary.name);
            }
            let mut value = -1;
            let length = i32::try_from(word.name.len()).unwrap();
            let status = unsafe {
                let (text, to) = (word.name.as_ptr(), &raw mut value);
                calls::stepup_value(vocabulary.kind, text, length, 1, to, ptr::null_mut())
            };
            assert_eq!((status, value), (0, word.number), "{} {}", vocabulary.name, word.name);
        }
    }
    assert_eq!(words::all().len(), 33, "as the fault of an unknown kind says");
}

/// As many policies as can be, and one more; then one is freed, and its place is another's.
#[test]
fn one_policy_too_many_is_a_status() {
    // In a process of its own, as other tests load policies too.
    if std::env::var_os("STEPUP_TEST_ALONE").is_none() {
        let own = std::env::current_exe().unwrap();
        let alone = std::process::Command::new(own)
            .args(["--exact", "answers::one_policy_too_many_is_a_status"])
            .env("STEPUP_TEST_ALONE", "1")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&alone.stdout).into_owned();
        assert!(alone.status.success() && said.contains("1 passed"), "{said}");
        return;
    }
    let handles: Vec<i64> = (0..64).map(|_| load(RETAIL_CN.text, None).unwrap()).collect();
    let Err(full) = load(RETAIL_CN.text, None) else { panic!("a 65th policy was loaded") };
    assert_eq!((full.0, said(&full.1).contains("64 policies")), (-14, true), "{}", said(&full.1));
    assert_eq!(unsafe { calls::stepup_policy_free(handles[30], ptr::null_mut()) }, 0);
    let again = load(RETAIL_CN.text, None).unwrap();
    assert!(!handles.contains(&again), "the handle that was freed names nothing");
}
