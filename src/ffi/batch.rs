//! A batch: many requests, those of a profile in the order of their array, each decided on what those before it left there.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::event::{Event, Happening};
use crate::ffi::ask::is_nothing;
use crate::ffi::fault::{Fault, Note, Status};
use crate::ffi::guard::panicked;
use crate::ffi::layout::{Record, small};
use crate::ffi::memory::{In, Number, Numbers, Out, Place, Room};
use crate::ffi::records;
use crate::id::EventId;
use crate::policy::Policy;
use crate::profile::{Observed, Profile, ProfileError};
use crate::request::Request;
use crate::units::Amount;
use crate::verdict::{Mismatch, Outcome};

/// A profile as it is stored.
type Stored = [u8; Profile::BYTES];

/// The most requests of one batch.
pub const BATCH_MOST: i32 = 16_000_000;

/// The event that reserves what a request asks for: a transfer was attempted. `None` where no money moves.
///
/// The event's id is the request's reference, so that the same request in a second run is a repeat and counts once.
///
/// # Errors
/// The field without which nothing can be reserved.
pub fn event_of(request: &Request) -> Result<Option<Event>, &'static str> {
    let fields = request.fields();
    if fields.amount.known().is_none() {
        return Ok(None);
    }
    let movement = request.movement().ok_or("transfer_state")?;
    if is_nothing(fields.reference) {
        return Err("reference");
    }
    let (customer, key_id) = (fields.customer, fields.key_id);
    let what = Happening::Attempted(movement);
    Ok(Some(Event { id: EventId(fields.reference), customer, key_id, at: fields.at, what }))
}

/// How many requests are looked at together, so that those of one customer share its profile. No memory is taken for it.
const BLOCK: usize = 1_024;

/// The arrays of a batch.
#[derive(Clone, Copy)]
pub(super) struct Arrays {
    pub(super) requests: In<records::Request>,
    pub(super) profiles: Room,
    /// Of each request, the number of its profile, from 0.
    pub(super) indexes: Numbers,
    pub(super) decisions: Out<records::Decision>,
    pub(super) statuses: Number<i32>,
}

impl Arrays {
    /// Decides nothing: clears every decision, and gives every request this status, as far as the record says how many
    /// there are and where.
    pub(super) fn refuse(&self, batch: &records::Batch, status: Status) -> records::Batch {
        let failed = if (0..=BATCH_MOST).contains(&batch.count) { batch.count } else { 0 };
        let stride = legal_stride(batch.decision_stride, records::Decision::LAYOUT.first);
        for number in 0..usize::try_from(failed).unwrap_or(0) {
            // WHY: a decision whose size cannot be right is nobody's to write, and its request has a status all the same.
            if let Some(stride) = stride.filter(|_| !self.decisions.is_null()) {
                let _cleared = self.decisions.clear_nth("decisions", stride, number);
            }
            if !self.statuses.is_null() {
                let _told = self.statuses.nth(number).put("statuses", status.number());
            }
        }
        records::Batch { failed, ..blank(batch) }
    }
}

/// A batch whose record and pointers can be used: how many of what, and how far apart.
pub(super) struct Shape {
    arrays: Arrays,
    count: usize,
    profiles: usize,
    reserves: bool,
    request_stride: i32,
    profile_stride: usize,
    decision_stride: i32,
}

/// The farthest that two records of an array may lie apart, bytes.
pub(super) const FARTHEST: i32 = 1 << 20;

/// Bytes from one record to the next, where there can be so many.
fn legal_stride(given: i64, least: usize) -> Option<i32> {
    i32::try_from(given).ok().filter(|stride| (small(least)..=FARTHEST).contains(stride))
}

impl Shape {
    /// The shape that the record tells of. Of an empty batch nothing but the counts is looked at.
    pub(super) fn of(batch: &records::Batch, arrays: Arrays) -> Result<Self, Fault> {
        let fault = |name, given: i64, least: i64, most: i64| {
            Fault::range(name, given, least, most).within(&records::Batch::LAYOUT)
        };
        let number = |name, given: i32, most: i32| {
            let number = usize::try_from(given).ok().filter(|_| given <= most);
            number.ok_or_else(|| fault(name, given.into(), 0, most.into()))
        };
        let count = number("count", batch.count, BATCH_MOST)?;
        let stride = |name, given: i64, least: usize| {
            let stride = if count == 0 { Some(0) } else { legal_stride(given, least) };
            stride.ok_or_else(|| fault(name, given, small(least).into(), FARTHEST.into()))
        };
        let profile_stride = stride("profile_stride", batch.profile_stride, Profile::BYTES)?;
        let shape = Self {
            arrays,
            count,
            profiles: number("profiles", batch.profiles, BATCH_MOST)?,
            reserves: number("reserve", batch.reserve, 1)? == 1,
            request_stride: stride("request_stride", batch.request_stride, records::Request::LAYOUT.first)?,
            profile_stride: usize::try_from(profile_stride).unwrap_or(0),
            decision_stride: stride(
                "decision_stride",
                batch.decision_stride,
                records::Decision::LAYOUT.first,
            )?,
        };
        let pointers = [
            ("requests", arrays.requests.is_null()),
            ("profiles", arrays.profiles.is_null()),
            ("indexes", arrays.indexes.is_null()),
            ("decisions", arrays.decisions.is_null()),
            ("statuses", arrays.statuses.is_null()),
        ];
        match pointers.iter().find(|(_, null)| *null && count > 0) {
            Some((name, _)) => Err(Fault::null(name)),
            None => Ok(shape),
        }
    }

    /// Decides every request; a record that fails gets its status, and the rest go on.
    pub(super) fn run(&self, batch: &records::Batch, policy: &Policy) -> Result<records::Batch, Fault> {
        let mut done = blank(batch);
        for first in (0..self.count).step_by(BLOCK) {
            let mut asked = [(0, 0); BLOCK];
            let mut free = asked.iter_mut();
            for number in first..self.count.min(first.saturating_add(BLOCK)) {
                match self.index(number) {
                    Ok(index) => free.next().into_iter().for_each(|place| *place = (index, number)),
                    Err(fault) => {
                        // WHY: a decision whose size cannot be right is nobody's to write; the status says all.
                        let _cleared = self.place(number);
                        self.tell(number, Err(fault), &mut done)?;
                    }
                }
            }
            let free = free.len();
            let asked = asked.get_mut(..BLOCK.saturating_sub(free)).unwrap_or_default();
            asked.sort_unstable();
            for requests in asked.chunk_by(|(one, _), (other, _)| one == other) {
                let mut told = 0;
                let customer = AssertUnwindSafe(|| self.customer(policy, requests, &mut told, &mut done));
                match catch_unwind(customer) {
                    Ok(decided) => decided?,
                    Err(_) => self.give_up(requests.get(told..).unwrap_or_default(), &mut done)?,
                }
            }
        }
        Ok(done)
    }

    /// Of a customer whose profile was a mistake of the library: none of these is decided.
    fn give_up(&self, requests: &[(usize, usize)], done: &mut records::Batch) -> Result<(), Fault> {
        for (_, number) in requests {
            // WHY: a decision whose size cannot be right is nobody's to write; the status says all.
            let _cleared = self.place(*number);
            self.tell(*number, Err(panicked()), done)?;
        }
        Ok(())
    }

    /// Decides requests of one profile, in their order, and counts those that were told: it is decoded once.
    fn customer(
        &self,
        policy: &Policy,
        requests: &[(usize, usize)],
        told: &mut usize,
        done: &mut records::Batch,
    ) -> Result<(), Fault> {
        let index = requests.first().map_or(0, |(index, _)| *index);
        let room = self.arrays.profiles.nth(self.profile_stride, index);
        let mut stored = [0; Profile::BYTES];
        room.copy_to("profiles", &mut stored)?;
        // WHY: looked at where it is: a profile that is moved costs as much as a part of the decision.
        let mut decoded = Profile::decode(&stored);
        for (_, number) in requests {
            let mut open = Open { room, stored: &mut stored, decoded: &mut decoded };
            // WHY: caught here and not at the border, so that the requests behind it are decided or cleared all the same.
            let decided = catch_unwind(AssertUnwindSafe(|| self.decide(policy, *number, &mut open)));
            if decided.is_err() {
                // WHY: nobody knows how much of the reservation the profile has learned.
                decoded = Profile::decode(&stored);
            }
            self.tell(*number, decided.unwrap_or_else(|_| Err(panicked())), done)?;
            *told = told.saturating_add(1);
        }
        Ok(())
    }

    /// The number of the request's profile.
    fn index(&self, number: usize) -> Result<usize, Fault> {
        let index = self.arrays.indexes.nth("indexes", number)?;
        usize::try_from(index).ok().filter(|index| *index < self.profiles).ok_or_else(|| {
            let most = i64::try_from(self.profiles).unwrap_or(i64::MAX).saturating_sub(1);
            Fault::range("indexes", index.into(), 0, most)
        })
    }

    fn place(&self, number: usize) -> Result<Place<records::Decision>, Fault> {
        self.arrays.decisions.clear_nth("decisions", self.decision_stride, number)
    }

    fn decide(&self, policy: &Policy, number: usize, open: &mut Open<'_>) -> Result<Decided, Fault> {
        let record = self.arrays.requests.read_nth("requests", self.request_stride, number);
        let place = self.place(number)?;
        let request = match record {
            Ok(ref record) => record.request()?,
            Err(fault) => return Err(fault),
        };
        let decision = policy.decide(&request, open.profile()?);
        let reserves = self.reserves && decision.verdict().mismatch() == Mismatch::None;
        let note = if reserves { open.reserve(&request)? } else { 0 };
        place.write(&records::Decision::of(&decision, policy));
        let minor = request.fields().amount.known().map_or(0, Amount::minor);
        Ok(Decided { outcome: decision.outcome(), minor, note })
    }

    /// Counts what came of a request, and writes its status.
    fn tell(
        &self,
        number: usize,
        decided: Result<Decided, Fault>,
        done: &mut records::Batch,
    ) -> Result<(), Fault> {
        let status = match decided {
            Ok(Decided { outcome, minor, note }) => {
                done.decided = done.decided.saturating_add(1);
                if let Some(counted) = done.outcomes.get_mut(usize::from(outcome.code())) {
                    *counted = counted.saturating_add(1);
                }
                if outcome == Outcome::Allow {
                    done.allowed_minor = done.allowed_minor.saturating_add(minor);
                }
                note
            }
            Err(fault) => {
                done.failed = done.failed.saturating_add(1);
                fault.status.number()
            }
        };
        self.arrays.statuses.nth(number).put("statuses", status)
    }
}

/// What came of a request: its outcome, the money that it moves, and 0 or the note that it was reserved before.
struct Decided {
    outcome: Outcome,
    minor: i64,
    note: i32,
}

/// The profile of a customer while their requests are decided.
struct Open<'a> {
    room: Room,
    stored: &'a mut Stored,
    decoded: &'a mut Result<Profile, ProfileError>,
}

impl Open<'_> {
    fn profile(&mut self) -> Result<&mut Profile, Fault> {
        self.decoded.as_mut().map_err(|error| no_profile(error))
    }

    /// Reserves what was asked for; a decision without its reservation is not given out. A repeat is a note.
    fn reserve(&mut self, request: &Request) -> Result<i32, Fault> {
        let Some(event) = reservation(request)? else { return Ok(0) };
        let Self { room, ref mut stored, ref mut decoded } = *self;
        let profile = decoded.as_mut().map_err(|error| no_profile(error))?;
        learn(profile, &event, stored, room)
    }
}

/// The record of a batch of which nothing is done yet.
fn blank(batch: &records::Batch) -> records::Batch {
    records::Batch { decided: 0, failed: 0, outcomes: [0; 8], allowed_minor: 0, ..*batch }
}

/// The event that reserves what a request asks for, or what it lacks for that.
pub(super) fn reservation(request: &Request) -> Result<Option<Event>, Fault> {
    event_of(request).map_err(|field| {
        let text = format!("`{field}`: a transfer that is reserved needs an id and a reference of its own");
        Fault::about(Status::Field, &records::Request::LAYOUT, field, text)
    })
}

/// Learns from an event and stores the profile where it changed; a repeat is a note.
pub(super) fn learn(
    profile: &mut Profile,
    event: &Event,
    stored: &mut Stored,
    room: Room,
) -> Result<i32, Fault> {
    match profile.observe(event).map_err(|error| Fault::of(Status::Event, error.to_string()))? {
        Observed::Repeat => Ok(Note::Repeat.number()),
        Observed::New => {
            // As in `Request::request`: a mistake where the profile has learned, and nothing is stored yet.
            #[cfg(stepup_planted)]
            if event.id.0 == [0x98; 16] {
                std::panic::panic_any("planted, so that it is seen to be caught");
            }
            *stored = profile.encoded();
            room.put("profile", stored).map(|()| 0)
        }
    }
}

/// The profile behind its bytes.
pub(super) fn profile(bytes: &Stored) -> Result<Profile, Fault> {
    Profile::decode(bytes).map_err(|error| no_profile(&error))
}

/// What bytes that are no profile are to the caller.
pub(super) fn no_profile(error: &ProfileError) -> Fault {
    Fault { field: "profile", ..Fault::of(Status::Profile, error.to_string()) }
}
