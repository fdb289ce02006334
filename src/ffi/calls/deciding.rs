//! Decisions: one, many, explained, and judged again.
#![expect(unsafe_code, reason = "functions that other languages call by their name")]

use crate::decision::Decision;
use crate::ffi::batch::{Arrays, Shape, no_profile};
use crate::ffi::calls::Asked;
use crate::ffi::fault::{Fault, Note, Status};
use crate::ffi::guard::export;
use crate::ffi::memory::{Bytes, In, Number, Numbers, Out, Room};
use crate::ffi::policies::held;
use crate::ffi::records;
use crate::profile::Profile;

export! {
    FUNCTIONS:

    /// Decides one request of a customer whose profile is 1024 bytes. The decision is cleared before anything else, so
    /// that it refuses wherever the status is not 0. Takes no lock, and no memory but for proofs that are given and for
    /// what is told of a fault.
    fn stepup_decide SUDECIDE (
        policy: i64, request: In<records::Request>, profile: Bytes, decision: Out<records::Decision>,
        error: Out<records::Error>,
    ) else error => {
        let (request, profile) = (request.read("request"), profile.take("profile"));
        let place = decision.clear("decision")?;
        let held = held(policy)?;
        // WHY: looked at where they are: a profile that is moved costs as much as a part of the decision.
        let request = match request {
            Ok(ref record) => record.request()?,
            Err(fault) => return Err(fault),
        };
        let decoded = match profile {
            Ok(ref bytes) => Profile::decode(bytes),
            Err(fault) => return Err(fault),
        };
        let profile = match decoded {
            Ok(ref profile) => profile,
            Err(error) => return Err(no_profile(&error)),
        };
        let decided = held.value().decide(&request, profile);
        place.write(&records::Decision::of(&decided, held.value()));
        Ok(0)
    }

    /// Decides many requests by one policy, those of a profile in the order of the array, and reserves each in its profile
    /// where that is asked for, so that three transfers of one customer are decided as three. indexes holds for each request the number of its profile,
    /// from 0. A request that fails gets its status in statuses, and the rest go on; one that was reserved before is noted
    /// there as a repeat. Look at what is returned first: where no policy has this handle, or the batch's own record is wrong,
    /// nothing is decided, and decisions are cleared as far as the record says how many there are and where.
    fn stepup_decide_batch SUDECBAT (
        policy: i64, batch: Out<records::Batch>, requests: In<records::Request>, profiles: Room, indexes: Numbers,
        decisions: Out<records::Decision>, statuses: Number<i32>, error: Out<records::Error>,
    ) else error => {
        let (asked, place) = batch.held("batch")?;
        let arrays = Arrays { requests, profiles, indexes, decisions, statuses };
        let ready = Shape::of(&asked, arrays).and_then(|shape| Ok((shape, held(policy)?)));
        let done = match ready {
            Ok((ref shape, ref held)) => shape.run(&asked, held.value())?,
            Err(ref fault) => arrays.refuse(&asked, fault.status),
        };
        place.write(&done);
        ready.map(|_| if done.failed == 0 { 0 } else { Note::Partly.number() })
    }

    /// Why a decision is as it is, from its 512 canonical bytes and the policy that made it. Not for customers.
    fn stepup_explain SUEXPLAN (
        policy: i64, canonical: Bytes, form: Out<records::Text>, buffer: Room, error: Out<records::Error>,
    ) else error => {
        let asked = Asked::of(form)?;
        let held = held(policy)?;
        let decision = decision(canonical)?;
        let explained = decision.explain(held.value());
        let explained = explained.map_err(|error| Fault::of(Status::Identity, error.to_string()))?;
        asked.write(buffer, &explained.text(asked.language()))?;
        Ok(0)
    }

    /// What the customer may be told of a decision: what happens and what they can do, and no threshold.
    fn stepup_message SUMESSAG (
        policy: i64, canonical: Bytes, form: Out<records::Text>, buffer: Room, error: Out<records::Error>,
    ) else error => {
        let asked = Asked::of(form)?;
        let held = held(policy)?;
        let decision = decision(canonical)?;
        let message = decision.message(held.value(), asked.language());
        asked.write(buffer, &message.map_err(|error| Fault::of(Status::Identity, error.to_string()))?)?;
        Ok(0)
    }

    /// Judges a decision's reading again, by this policy: 0 where the answer is the same to the bit, else a note, and in
    /// both cases today's decision. With another policy: what that one would have said.
    fn stepup_replay SUREPLAY (
        policy: i64, canonical: Bytes, decision_again: Out<records::Decision>, error: Out<records::Error>,
    ) else error => {
        let canonical = canonical.take::<{ Decision::BYTES }>("canonical");
        let place = decision_again.clear("decision_again")?;
        let held = held(policy)?;
        let before = decoded(&canonical?)?;
        let again = before.with(*before.reading(), held.value().judge(before.reading()));
        place.write(&records::Decision::of(&again, held.value()));
        Ok(if again == before { 0 } else { Note::Differs.number() })
    }
}

fn decision(canonical: Bytes) -> Result<Decision, Fault> {
    decoded(&canonical.take("canonical")?)
}

fn decoded(bytes: &[u8; Decision::BYTES]) -> Result<Decision, Fault> {
    if bytes.iter().all(|byte| *byte == 0) {
        let text = "these canonical bytes are zeros: the call that was to write them failed, or nothing was written here";
        return Err(Fault { field: "canonical", ..Fault::of(Status::Decision, text) });
    }
    let decoded = Decision::decode(bytes);
    decoded.map_err(|error| Fault { field: "canonical", ..Fault::of(Status::Decision, error.to_string()) })
}
