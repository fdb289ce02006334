//! Requests and events as records, written by hand: what a caller from another language would fill in.

use stepup::event::{Event, Happening, Scope};
use stepup::fact::{Given, State};
use stepup::factor::FactorSet;
use stepup::ffi::layout::Record;
use stepup::ffi::records;
use stepup::id::Pseudonym;
use stepup::place::{Point, Position};
use stepup::request::{Fields, Request};
use stepup::units::Amount;

fn state<T>(given: &Given<T>) -> u8 {
    match given.state() {
        State::Known => 1,
        State::NotApplicable => 2,
        State::Late => 3,
        State::Invalid => 4,
        _ => 0,
    }
}

pub fn set(factors: FactorSet) -> i32 {
    i32::from(factors.bits()) << 1
}

fn minor(given: Given<Amount>) -> i64 {
    given.known().map_or(0, Amount::minor)
}

fn id(given: Given<Pseudonym>) -> [u8; 16] {
    given.known().map_or([0; 16], Pseudonym::to_bytes)
}

/// Country, mark of a point, north, east, radius.
fn place(position: Option<Position>) -> ([u8; 2], u8, [i32; 3]) {
    let country = position.map_or([0; 2], |position| position.country.to_number().to_le_bytes());
    let point = position.and_then(|position| position.point);
    let at = point.map_or([0; 3], |point: Point| {
        [point.latitude(), point.longitude(), i32::try_from(point.radius_m()).unwrap_or(i32::MAX)]
    });
    (country, point.is_some().into(), at)
}

/// The record of a request; `None` where its amounts are in several currencies, which a record cannot say.
pub fn request(request: &Request) -> Option<records::Request> {
    let fields = request.fields();
    let amounts = [fields.amount, fields.balance, fields.own_limit];
    let mut currencies =
        amounts.iter().filter_map(|given| given.known()).map(|amount| amount.currency().numeric());
    let currency = currencies.next().unwrap_or(0);
    if currencies.any(|other| other != currency) || fields.proofs.len() > 16 {
        return None;
    }
    let (country, position_point, [latitude, longitude, radius_m]) = place(fields.position.known());
    let (network_country, network_position_point, [network_latitude, network_longitude, network_radius_m]) =
        place(fields.network_position.known());
    let mut record = records::Request {
        operation: fields.operation.code() + 1,
        channel: fields.channel.code() + 1,
        confirmed: fields.confirmed.into(),
        transfer_state: fields.transfer.is_some().into(),
        enrolled: set(fields.enrolled),
        key_id: fields.key_id.cast_signed(),
        at: fields.at.at().seconds().into(),
        offset_minutes: fields.at.offset_minutes().into(),
        currency: currency.into(),
        customer: fields.customer.to_bytes(),
        reference: fields.reference,
        transfer: fields.transfer.map_or([0; 16], |transfer| transfer.0),
        device: id(fields.device),
        payee: id(fields.payee),
        amount: minor(fields.amount),
        balance: minor(fields.balance),
        own_limit: minor(fields.own_limit),
        payee_added: fields.payee_added.known().map_or(0, |at| at.seconds().into()),
        latitude,
        longitude,
        radius_m,
        network_latitude,
        network_longitude,
        network_radius_m,
        country,
        network_country,
        position_point,
        network_position_point,
        flags: i32::from(fields.flags.bits()) << 1,
        ..states(fields)
    };
    for (place, proof) in fields.proofs.iter().enumerate() {
        record.proof_at[place] = proof.at.seconds().into();
        record.proof_factor[place] = proof.factor.code() + 1;
        record.proof_channel[place] = proof.channel.code() + 1;
    }
    Some(record)
}

/// States, and what is a word or a number of its own.
fn states(fields: &Fields) -> records::Request {
    let reputation = |given: &Given<stepup::reputation::Reputation>| match given {
        Given::Known(reputation) => reputation.encode(),
        _ => [0; 64],
    };
    let signs = fields.coercion.known().map_or(0, |signs| {
        i32::from(signs.call_in_progress) << 1
            | i32::from(signs.told_to_hurry) << 2
            | i32::from(signs.reported) << 3
    });
    macro_rules! word {
        ($field:ident) => {
            fields.$field.known().map_or(0, |word| word.code() + 1)
        };
    }
    records::Request {
        amount_state: state(&fields.amount),
        balance_state: state(&fields.balance),
        own_limit_state: state(&fields.own_limit),
        device_state: state(&fields.device),
        payee_state: state(&fields.payee),
        payee_added_state: state(&fields.payee_added),
        position_state: state(&fields.position),
        network_position_state: state(&fields.network_position),
        behaviour_state: state(&fields.behaviour),
        behaviour: fields.behaviour.known().unwrap_or(0).into(),
        coercion_state: state(&fields.coercion),
        coercion: signs,
        integrity_state: state(&fields.integrity),
        integrity: word!(integrity),
        network_state: state(&fields.network),
        network: word!(network),
        payee_relation_state: state(&fields.payee_relation),
        payee_relation: word!(payee_relation),
        payee_check_state: state(&fields.payee_check),
        payee_check: word!(payee_check),
        destination_state: state(&fields.destination),
        destination: word!(destination),
        alert_state: state(&fields.alert),
        alert: word!(alert),
        tra_band_state: state(&fields.tra_band),
        tra_band: word!(tra_band),
        device_reputation_state: state(&fields.device_reputation),
        device_reputation: reputation(&fields.device_reputation),
        payee_reputation_state: state(&fields.payee_reputation),
        payee_reputation: reputation(&fields.payee_reputation),
        ..records::Request::BLANK
    }
}

/// The record of an event.
pub fn event(event: &Event) -> records::Event {
    let mut record = records::Event {
        kind: event.what.kind().code(),
        key_id: event.key_id.cast_signed(),
        at: event.at.at().seconds().into(),
        offset_minutes: event.at.offset_minutes().into(),
        id: event.id.0,
        customer: event.customer.to_bytes(),
        ..records::Event::BLANK
    };
    let mut device_of = None;
    let mut payee_of = None;
    let mut position_of = None;
    match event.what {
        Happening::Attempted(moved) | Happening::Settled(moved) => {
            (record.transfer, record.minor) = (moved.transfer.0, moved.minor);
            record.currency = moved.currency.numeric().into();
            record.own_account_here = moved.own_account_here.into();
            record.proved = set(moved.proved);
            (device_of, payee_of, position_of) = (moved.device, moved.payee, moved.position);
        }
        Happening::Returned { transfer } => record.transfer = transfer.0,
        Happening::Frozen | Happening::Unfrozen | Happening::Cleared => {}
        Happening::Proved { factors, device, position } => {
            record.proved = set(factors);
            (device_of, position_of) = (device, position);
        }
        Happening::ProofFailed { device } | Happening::LogInFailed { device } => device_of = device,
        Happening::Credited { minor, currency } => {
            (record.minor, record.currency) = (minor, currency.numeric().into());
        }
        Happening::ReportedFraud { transfer, payee } => (record.transfer, payee_of) = (transfer.0, payee),
        Happening::CredentialChanged { credential, first } => {
            (record.credential, record.first) = (credential.code() + 1, first.into());
        }
        Happening::DeviceBound { device, at_opening } => {
            (device_of, record.at_opening) = (Some(device), at_opening.into());
        }
        Happening::DeviceLost { device } => device_of = Some(device),
        Happening::Announced(made) => {
            record.proved = set(made.proved);
            record.announced_from = made.from.seconds().into();
            record.announced_until = made.until.seconds().into();
            match made.scope {
                Scope::Device(device) => device_of = Some(device),
                Scope::Country(country) => position_of = Some(Position { country, point: None }),
            }
        }
        Happening::CompletedInformation { item } => record.information = item.code() + 1,
    }
    let (country, position_point, [latitude, longitude, radius_m]) = place(position_of);
    records::Event {
        device_state: device_of.is_some().into(),
        device: device_of.map_or([0; 16], Pseudonym::to_bytes),
        payee_state: payee_of.is_some().into(),
        payee: payee_of.map_or([0; 16], Pseudonym::to_bytes),
        position_state: position_of.is_some().into(),
        country,
        position_point,
        latitude,
        longitude,
        radius_m,
        ..record
    }
}
