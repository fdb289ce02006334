//! A batch: many requests in the order of their array, each decided on what those before it left in the profile.

use crate::event::{Event, Happening};
use crate::ffi::fault::{Fault, Note, Status};
use crate::ffi::layout::Record;
use crate::ffi::memory::{Bytes, In, Number, Out, Room};
use crate::ffi::records;
use crate::id::EventId;
use crate::policy::Policy;
use crate::profile::{Observed, Profile};
use crate::request::Request;
use crate::verdict::{Mismatch, Outcome};

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
    if fields.reference == [0; 16] {
        return Err("reference");
    }
    let (customer, key_id) = (fields.customer, fields.key_id);
    let what = Happening::Attempted(movement);
    Ok(Some(Event { id: EventId(fields.reference), customer, key_id, at: fields.at, what }))
}

/// The arrays of a batch.
#[derive(Clone, Copy)]
pub(super) struct Arrays {
    pub(super) requests: In<records::Request>,
    pub(super) profiles: Room,
    /// Of each request, the number of its profile, from 0.
    pub(super) indexes: Bytes,
    pub(super) decisions: Out<records::Decision>,
    pub(super) statuses: Number<i32>,
}

/// How far apart the records of the arrays lie.
struct Strides {
    request: usize,
    profile: usize,
    decision: usize,
}

impl Strides {
    fn of(batch: &records::Batch) -> Result<Self, Fault> {
        let stride = |name: &'static str, given: i64, least: usize| {
            let stride = usize::try_from(given).ok().filter(|stride| (least..=1 << 20).contains(stride));
            stride.ok_or_else(|| {
                let least = i64::try_from(least).unwrap_or(i64::MAX);
                Fault::range(name, given, least, 1 << 20).within(&records::Batch::LAYOUT)
            })
        };
        Ok(Self {
            request: stride("request_stride", batch.request_stride, records::Request::LAYOUT.first)?,
            profile: stride("profile_stride", batch.profile_stride, Profile::BYTES)?,
            decision: stride("decision_stride", batch.decision_stride, records::Decision::LAYOUT.first)?,
        })
    }
}

/// Decides every request; a record that fails gets its status, and the rest go on.
pub(super) fn run(policy: &Policy, batch: &records::Batch, arrays: &Arrays) -> Result<records::Batch, Fault> {
    let layout = &records::Batch::LAYOUT;
    let range = |name, given: i32, most: i32| {
        let number = usize::try_from(given).ok().filter(|_| given <= most);
        number.ok_or_else(|| Fault::range(name, given.into(), 0, most.into()).within(layout))
    };
    let count = range("count", batch.count, BATCH_MOST)?;
    let profiles = range("profiles", batch.profiles, BATCH_MOST)?;
    let reserves = range("reserve", batch.reserve, 1)? == 1;
    let strides = Strides::of(batch)?;
    let mut done = records::Batch { decided: 0, failed: 0, outcomes: [0; 8], allowed_minor: 0, ..*batch };
    if count == 0 {
        return Ok(done);
    }
    let pointers = [
        ("requests", arrays.requests.is_null()),
        ("profiles", arrays.profiles.is_null()),
        ("indexes", arrays.indexes.is_null()),
        ("decisions", arrays.decisions.is_null()),
        ("statuses", arrays.statuses.is_null()),
    ];
    if let Some((name, _)) = pointers.iter().find(|(_, null)| *null) {
        return Err(Fault::null(name));
    }
    for number in 0..count {
        let one = One { policy, arrays, strides: &strides, profiles, reserves, number };
        let status = match one.decide() {
            Ok((outcome, minor)) => {
                done.decided = done.decided.saturating_add(1);
                if let Some(counted) = done.outcomes.get_mut(usize::from(outcome.code())) {
                    *counted = counted.saturating_add(1);
                }
                if outcome == Outcome::Allow {
                    done.allowed_minor = done.allowed_minor.saturating_add(minor);
                }
                Status::Ok
            }
            Err(fault) => {
                done.failed = done.failed.saturating_add(1);
                fault.status
            }
        };
        arrays.statuses.nth(number).put("statuses", status.number())?;
    }
    Ok(done)
}

/// One request of a batch.
struct One<'a> {
    policy: &'a Policy,
    arrays: &'a Arrays,
    strides: &'a Strides,
    profiles: usize,
    reserves: bool,
    number: usize,
}

impl One<'_> {
    fn decide(&self) -> Result<(Outcome, i64), Fault> {
        let record = self.arrays.requests.nth(self.strides.request, self.number).read();
        let place = self.arrays.decisions.nth(self.strides.decision, self.number).clear()?;
        let request = record?.request()?;
        let index =
            i32::from_ne_bytes(self.arrays.indexes.nth(size_of::<i32>(), self.number).take("indexes")?);
        let index = usize::try_from(index).ok().filter(|index| *index < self.profiles).ok_or_else(|| {
            let most = i64::try_from(self.profiles).unwrap_or(i64::MAX).saturating_sub(1);
            Fault::range("indexes", index.into(), 0, most)
        })?;
        let room = self.arrays.profiles.nth(self.strides.profile, index);
        let mut profile = profile(&room.take("profiles")?)?;
        let decision = self.policy.decide(&request, &profile);
        if self.reserves && decision.verdict().mismatch() == Mismatch::None {
            reserve(&request, &mut profile, room)?;
        }
        place.write(&records::Decision::of(&decision, self.policy));
        Ok((decision.outcome(), request.fields().amount.known().map_or(0, crate::units::Amount::minor)))
    }
}

/// The event that reserves what a request asks for, or what it lacks for that.
pub(super) fn reservation(request: &Request) -> Result<Option<Event>, Fault> {
    event_of(request).map_err(|field| {
        let text = format!("`{field}`: a transfer that is reserved needs an id and a reference of its own");
        Fault::about(Status::Field, &records::Request::LAYOUT, field, text)
    })
}

/// Reserves what was asked for; a decision without its reservation is not given out.
fn reserve(request: &Request, profile: &mut Profile, room: Room) -> Result<(), Fault> {
    let Some(event) = reservation(request)? else { return Ok(()) };
    learn(profile, &event, room).map(|_note| ())
}

/// Learns from an event and writes the profile where it changed; a repeat is a note.
pub(super) fn learn(profile: &mut Profile, event: &Event, room: Room) -> Result<i32, Fault> {
    match profile.observe(event).map_err(|error| Fault::of(Status::Event, error.to_string()))? {
        Observed::Repeat => Ok(Note::Repeat.number()),
        Observed::New => room.put("profile", &profile.encode()).map(|()| 0),
    }
}

/// The profile behind its bytes.
pub(super) fn profile(bytes: &[u8; Profile::BYTES]) -> Result<Profile, Fault> {
    Profile::decode(bytes)
        .map_err(|error| Fault { field: "profile", ..Fault::of(Status::Profile, error.to_string()) })
}
