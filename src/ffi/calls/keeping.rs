//! What is kept: profiles of customers, reputations of payees and devices.
#![expect(unsafe_code, reason = "functions that other languages call by their name")]

use crate::ffi::ask::{currency, moment, most, pseudonym, time};
use crate::ffi::batch::{learn, profile as decoded, reservation};
use crate::ffi::fault::{Fault, Status};
use crate::ffi::guard::export;
use crate::ffi::layout::Record;
use crate::ffi::memory::{Bytes, In, Out, Room};
use crate::ffi::records;
use crate::ffi::words::Sighting;
use crate::profile::{PeerGroup, Profile, log2_256};
use crate::reputation::Reputation;
use crate::standing::Standing;
use crate::units::{Amount, Timestamp};

export! {
    FUNCTIONS:

    /// The profile of a customer of whom nothing is known yet, 1024 bytes.
    fn stepup_profile_new SUPRONEW (
        opening: In<records::Opening>, profile: Room, error: Out<records::Error>,
    ) else error => {
        let record = opening.read("opening")?;
        let made = opened(&record).map_err(|fault| fault.within(&records::Opening::LAYOUT))?;
        profile.put("profile", &made.encode())?;
        Ok(0)
    }

    /// What a profile says of itself.
    fn stepup_profile_info SUPROINF (
        profile: Bytes, info: Out<records::ProfileInfo>, error: Out<records::Error>,
    ) else error => {
        let profile = profile.take("profile");
        let place = info.clear("info")?;
        place.write(&told(&decoded(&profile?)?));
        Ok(0)
    }

    /// Learns from one event, in place. On a fault the profile is as it was, to the byte; a repeat is a note.
    fn stepup_profile_observe SUPROOBS (
        profile: Room, event: In<records::Event>, error: Out<records::Error>,
    ) else error => {
        let (mut bytes, record) = (profile.take("profile")?, event.read("event")?);
        let (mut learned, event) = (decoded(&bytes)?, record.event()?);
        learn(&mut learned, &event, &mut bytes, profile)
    }

    /// Reserves in a profile what a request asks for, as a batch does: the event that a transfer was attempted, whose id
    /// is the request's reference. A request that moves no money changes nothing. What settles it needs an id of its own:
    /// with the reference as its id it would be a repeat.
    fn stepup_profile_reserve SUPRORES (
        profile: Room, request: In<records::Request>, error: Out<records::Error>,
    ) else error => {
        let (mut bytes, record) = (profile.take("profile")?, request.read("request")?);
        let (mut learned, request) = (decoded(&bytes)?, record.request()?);
        let event = reservation(&request)?;
        let Some(event) = event else { return Ok(0) };
        learn(&mut learned, &event, &mut bytes, profile)
    }

    /// Reads a profile of any version that this library knows, and writes it in a version: 1 is the only one so far.
    fn stepup_profile_convert SUPROCON (
        from: Bytes, version: i32, to: Room, error: Out<records::Error>,
    ) else error => {
        if version != 1 {
            return Err(Fault::range("version", version.into(), 1, 1));
        }
        let converted = decoded(&from.take("from")?)?;
        to.put("to", &converted.encode())?;
        Ok(0)
    }

    /// Learns what happened to a payee or device across customers, in its 64 bytes: it was seen with a customer, a
    /// transfer of transfer_at was reported as fraud at at, or is known to be clean. The sighting of nobody makes a new record.
    fn stepup_reputation_observe SUREPOBS (
        reputation: Room, sighting: i32, customer: Bytes, at: i64, transfer_at: i64, error: Out<records::Error>,
    ) else error => {
        let kind = u8::try_from(sighting.saturating_sub(1)).ok().and_then(Sighting::from_code);
        let kind = kind.ok_or_else(|| Fault::range("sighting", sighting.into(), 1, most!(Sighting).into()))?;
        let record = if kind == Sighting::Nobody { Reputation::new() } else { known(reputation)? };
        let learned = sighted(record, kind, customer, (at, transfer_at))?;
        reputation.put("reputation", &learned.encode())?;
        Ok(0)
    }
}

fn known(reputation: Room) -> Result<Reputation, Fault> {
    Reputation::decode(&reputation.take("reputation")?)
        .map_err(|error| Fault { field: "reputation", ..Fault::of(Status::Reputation, error.to_string()) })
}

fn sighted(
    mut record: Reputation,
    kind: Sighting,
    customer: Bytes,
    times: (i64, i64),
) -> Result<Reputation, Fault> {
    let (at, transfer_at) = times;
    match kind {
        Sighting::Nobody => {}
        Sighting::Seen => record.seen(pseudonym("customer", customer.take("customer")?)?, time("at", at)?),
        Sighting::Reported => record.reported(time("transfer_at", transfer_at)?, time("at", at)?),
        Sighting::Clean => record.known_clean(time("transfer_at", transfer_at)?),
    }
    Ok(record)
}

fn opened(record: &records::Opening) -> Result<Profile, Fault> {
    if record.reserved != 0 {
        return Err(Fault::reserved());
    }
    let centre = |name, minor: i64| {
        let legal = (1..=Amount::MAX_MINOR).contains(&minor);
        if legal { Ok(log2_256(minor)) } else { Err(Fault::range(name, minor, 1, Amount::MAX_MINOR)) }
    };
    let spread = |name, given: i32| {
        let spread = u16::try_from(given).ok().filter(|spread| *spread > 0);
        spread.ok_or_else(|| Fault::range(name, given.into(), 1, u16::MAX.into()))
    };
    let peers = PeerGroup {
        currency: currency(record.currency)?,
        amount_centre: centre("usual_amount", record.usual_amount)?,
        amount_spread: spread("amount_spread", record.amount_spread)?,
        outflow_centre: centre("usual_outflow", record.usual_outflow)?,
        outflow_spread: spread("outflow_spread", record.outflow_spread)?,
    };
    let at = moment(record.at, record.offset_minutes)?;
    Ok(Profile::new(pseudonym("customer", record.customer)?, record.key_id.cast_unsigned(), at, peers))
}

fn told(profile: &Profile) -> records::ProfileInfo {
    let counters = profile.counters();
    let standing = Standing::of(&counters, profile.high_water());
    let seconds = |at: Option<Timestamp>| at.map_or(-1, |at| i64::from(at.seconds()));
    let held_down = standing.held_down_for().unwrap_or(0);
    records::ProfileInfo {
        key_id: profile.key_id().cast_signed(),
        customer: profile.customer().to_bytes(),
        revision: i64::try_from(profile.revision()).unwrap_or(i64::MAX),
        high_water: profile.high_water().seconds().into(),
        opened: counters.opened.seconds().into(),
        last_incident: seconds(counters.last_incident),
        last_sca: seconds(profile.last_sca()),
        currency: profile.currency().numeric().into(),
        settled: counters.settled.into(),
        active_months: counters.active_months.into(),
        held_down_seconds: i32::try_from(held_down).unwrap_or(i32::MAX),
        frozen: profile.is_frozen().into(),
        tier: standing.tier().code().saturating_add(1),
        information: i32::from(counters.information) << 1,
        ..records::ProfileInfo::BLANK
    }
}
