//! Batches: each request is answered as if it were asked alone, after those of its profile that stand before it.
#![expect(unsafe_code, reason = "these calls are what is tested")]

use core::ptr;

use stepup::ffi::event_of;
use stepup::ffi::layout::Record;
use stepup::ffi::records::{Batch, Decision, Error, Request as Told};
use stepup::id::{EventId, TransferId};
use stepup::profile::{Observed, Profile};
use stepup::request::{Fields, Request};

use crate::calls::{self, decide, said};
use crate::common::dice::Dice;
use crate::common::{messages, people};
use crate::{preset, told};

fn stride(size: usize) -> i64 {
    i64::try_from(size).unwrap()
}

/// A batch as it is given, with what stands in it before it is decided.
struct Night {
    batch: Batch,
    records: Vec<Told>,
    profiles: Vec<[u8; Profile::BYTES]>,
    indexes: Vec<i32>,
    decisions: Vec<Decision>,
    statuses: Vec<i32>,
    error: Error,
}

impl Night {
    /// These requests, all of one customer.
    fn of(records: Vec<Told>) -> Self {
        let count = records.len();
        Self {
            batch: Batch {
                count: i32::try_from(count).unwrap(),
                profiles: 1,
                request_stride: stride(size_of::<Told>()),
                profile_stride: stride(Profile::BYTES),
                decision_stride: stride(size_of::<Decision>()),
                decided: 77,
                ..Batch::BLANK
            },
            records,
            profiles: vec![people::customer().encode()],
            indexes: vec![0; count],
            decisions: vec![Decision { outcome: 1, ..Decision::BLANK }; count],
            statuses: vec![7; count],
            error: Error::BLANK,
        }
    }

    /// So many requests that are calm.
    fn new(count: usize) -> Self {
        let record = told::request(&Request::new(people::calm(100)).unwrap()).unwrap();
        Self::of(vec![record; count])
    }

    fn decide(&mut self, handle: i64) -> i32 {
        unsafe {
            calls::stepup_decide_batch(
                handle,
                &raw mut self.batch,
                if self.records.is_empty() { ptr::null() } else { self.records.as_ptr() },
                self.profiles.as_mut_ptr().cast(),
                if self.indexes.is_empty() { ptr::null() } else { self.indexes.as_ptr() },
                self.decisions.as_mut_ptr(),
                self.statuses.as_mut_ptr(),
                &raw mut self.error,
            )
        }
    }
}

fn asked(number: u8, minor: i64) -> Request {
    let mut fields = people::calm(minor);
    fields.reference = [number; 16];
    fields.transfer = Some(TransferId([number; 16]));
    Request::new(fields).unwrap()
}

/// Three transfers of one customer that together pass the express limit, and one record that is none among them.
#[test]
fn a_batch_counts_each_transfer_of_a_customer_for_the_next() {
    let (handle, policy) = preset();
    let requests: Vec<Request> = (1..=3).map(|number| asked(number, 1_999_900)).collect();
    let mut records: Vec<Told> = requests.iter().map(|request| told::request(request).unwrap()).collect();
    records.insert(1, Told { operation: 99, ..records[0] });
    let mut night = Night::of(records);
    night.batch.reserve = 1;
    let status = night.decide(handle);
    assert_eq!((status, night.batch.decided, night.batch.failed), (7, 3, 1), "{}", said(&night.error));
    assert_eq!(night.statuses, [0, -5, 0, 0]);
    assert_eq!(night.decisions[1], Decision::BLANK);
    let mut profile = people::customer();
    let mut outcomes = Vec::new();
    for (request, decided) in requests.iter().zip([0, 2, 3]) {
        let expected = policy.decide(request, &profile);
        assert_eq!(night.decisions[decided].canonical, expected.encode());
        outcomes.push((expected.verdict().score(), *expected.verdict().requirement()));
        let event = event_of(request).unwrap().unwrap();
        assert_eq!(event.id, EventId(request.fields().reference));
        assert_eq!(profile.observe(&event).unwrap(), Observed::New);
    }
    assert!(night.profiles[0] == profile.encode());
    let [(_, first), .., (_, third)] = outcomes[..] else { panic!("three were decided") };
    assert!(
        third != first && third.is_at_least(first),
        "three times 19,999 is asked no more than once: {outcomes:?}"
    );
}

/// What one call after another answers, in the order of the array: statuses, decisions, and what is left in the profiles.
fn one_by_one(handle: i64, night: &Night) -> (Vec<i32>, Vec<Decision>, Vec<[u8; Profile::BYTES]>) {
    let (mut statuses, mut decisions, mut profiles) = (Vec::new(), Vec::new(), night.profiles.clone());
    for (record, index) in night.records.iter().zip(&night.indexes) {
        let profile = usize::try_from(*index).ok().and_then(|index| profiles.get_mut(index));
        let (status, decision) = match profile {
            None => (-5, Decision::BLANK),
            Some(profile) => {
                let (mut status, mut decision, _) = decide(handle, record, profile);
                if status == 0 && decision.mismatch == 0 {
                    let (to, from) = (profile.as_mut_ptr(), &raw const *record);
                    status = unsafe { calls::stepup_profile_reserve(to, from, ptr::null_mut()) };
                }
                if status < 0 {
                    decision = Decision::BLANK;
                }
                (status, decision)
            }
        };
        statuses.push(status);
        decisions.push(decision);
    }
    (statuses, decisions, profiles)
}

/// Some of it the customer's own and calm, some anything, some of it wrong.
fn any_request(dice: &mut Dice, owner: &Profile) -> Told {
    let fields =
        if dice.chance(60) { people::calm(dice.between(1, 3_000_000)) } else { messages::fields(dice) };
    let stranger = dice.chance(3);
    let customer = if stranger { fields.customer } else { owner.customer() };
    let transfer = dice.chance(90).then(|| TransferId(messages::bytes(dice)));
    let fields =
        Fields { customer, key_id: owner.key_id(), reference: messages::bytes(dice), transfer, ..fields };
    let request = Request::new(fields).ok().and_then(|request| told::request(&request));
    let operation = if dice.chance(2) { 99 } else { 1 };
    request.unwrap_or(Told { operation, ..Told::BLANK })
}

#[test]
fn a_batch_answers_as_one_call_after_another_whatever_the_order_of_its_customers() {
    let (handle, _) = preset();
    let mut dice = Dice(63);
    let owners: Vec<Profile> = (0..40)
        .map(|_| {
            let fields = Fields { customer: messages::pseudonym(&mut dice), ..people::calm(100) };
            crate::whose(&Request::new(fields).unwrap(), stepup::units::Currency::CNY)
        })
        .collect();
    let (mut indexes, mut records) = (Vec::new(), Vec::new());
    for number in 0..3_000_i32 {
        // A stretch of one customer's, then of all of them, then of two in turn.
        let most = [1, 40, 2][usize::try_from(number / 1_000).unwrap()];
        let index = if dice.chance(1) { -1 } else { i32::try_from(dice.below(most)).unwrap() };
        let owner = &owners[usize::try_from(index).unwrap_or(0)];
        indexes.push(if dice.chance(1) { 40 } else { index });
        let repeats = number > 0 && dice.chance(2);
        records.push(if repeats { records[records.len() - 1] } else { any_request(&mut dice, owner) });
    }
    let mut night = Night::of(records);
    night.indexes = indexes;
    night.profiles = owners.iter().map(Profile::encode).collect();
    night.profiles[7][500] ^= 1;
    (night.batch.profiles, night.batch.reserve) = (40, 1);
    let (statuses, decisions, profiles) = one_by_one(handle, &night);
    assert_eq!(night.decide(handle), 7);
    for number in 0..night.records.len() {
        assert_eq!(night.statuses[number], statuses[number], "{number}");
        assert!(night.decisions[number] == decisions[number], "{number}");
    }
    assert!(night.profiles == profiles);
    let decided = statuses.iter().filter(|status| **status >= 0).count();
    assert_eq!(usize::try_from(night.batch.decided), Ok(decided));
    assert_eq!(usize::try_from(night.batch.failed), Ok(3_000 - decided));
    let kinds: std::collections::BTreeSet<i32> = statuses.into_iter().collect();
    assert!(decided > 2_000 && kinds == [-9, -5, 0, 1].into(), "{decided} decided; {kinds:?}");
}

/// Whatever is wrong with the batch's own record or its pointers, no old decision stands where its place is known.
#[test]
fn a_batch_that_cannot_be_decided_leaves_no_old_decision_standing() {
    let (handle, _) = preset();
    type Spoil = fn(&mut Night);
    let wrong: [(i32, Spoil); 6] = [
        (-5, |night| night.batch.reserve = 2),
        (-5, |night| night.batch.profiles = -1),
        (-5, |night| night.batch.request_stride = 0),
        (-5, |night| night.batch.profile_stride = 1_023),
        (-1, |night| night.records.clear()),
        (-1, |night| night.indexes.clear()),
    ];
    for (status, spoil) in wrong {
        let mut night = Night::new(5);
        spoil(&mut night);
        assert_eq!(night.decide(handle), status);
        assert_eq!((night.error.status, night.batch.decided, night.batch.failed), (status, 0, 5));
        assert_eq!(night.statuses, [status; 5]);
        assert!(night.decisions.iter().all(|decision| *decision == Decision::BLANK));
    }
    // Where the decisions lie is not known then: what is returned says it, and every status.
    let mut night = Night::new(5);
    night.batch.decision_stride = 4;
    assert_eq!((night.decide(handle), night.statuses), (-5, vec![-5; 5]));
}

#[test]
fn a_batch_without_a_policy_leaves_no_old_decision_standing() {
    let mut night = Night::new(5);
    assert_eq!(night.decide(1_000), -4);
    assert_eq!((night.batch.decided, night.batch.failed), (0, 5));
    assert!(night.statuses.iter().all(|status| *status == -4));
    assert!(night.decisions.iter().all(|decision| *decision == Decision::BLANK));
}

#[test]
fn a_record_of_a_batch_ends_where_the_next_begins() {
    let (handle, _) = preset();
    let mut night = Night::new(4);
    // Each says that it is as long as two; the last of them would end behind the array.
    night.records[1].size += 504;
    night.records[3].size += 504;
    night.decisions[0].size *= 2;
    night.decisions[3].size *= 2;
    assert_eq!(night.decide(handle), 7);
    assert_eq!(night.statuses, [-2, -2, 0, -2]);
    assert_eq!((night.batch.decided, night.batch.failed), (1, 3));
    assert_eq!(
        night.decisions[1],
        Decision::BLANK,
        "a decision whose size is wrong writes nothing into the next"
    );
    assert_eq!(night.decisions[2].outcome, 1);
    // Of an empty one nothing is looked at but its counts.
    let mut empty = Night::new(0);
    (empty.batch.request_stride, empty.batch.profile_stride, empty.batch.decision_stride) = (0, 0, 0);
    assert_eq!(empty.decide(handle), 0);
}
