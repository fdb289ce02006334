//! What the bytes of a request mean: fields to numbers, and numbers back to fields or a refusal.

use super::{CONFIRMED, NETWORK_POINT, POINT, Raw, RequestDecodeError, TRANSFER};
use crate::fact::Given;
use crate::factor::{Factor, FactorSet};
use crate::id::{Pseudonym, TransferId};
use crate::operation::{Channel, CustomerFlags, Operation};
use crate::place::{Country, Point, Position};
use crate::reputation::Reputation;
use crate::request::{
    Alert, CoercionSigns, Destination, Fields, Integrity, Network, PayeeCheck, PayeeRelation, Proof, TraBand,
};
use crate::requirement::ProofAge;
use crate::units::{Amount, Currency, Moment, Timestamp};
use crate::word::codes;

type Decoded<T> = Result<T, RequestDecodeError>;

impl Raw {
    pub(super) fn of(fields: &Fields) -> Self {
        let money = [fields.amount, fields.balance, fields.own_limit].map(Given::known);
        let positions = [fields.position, fields.network_position].map(Given::known);
        let points = positions.map(|position| position.and_then(|position| position.point));
        let [pointed, network_pointed] = points.map(|point| point.is_some());
        let id = |given: Option<Pseudonym>| given.map_or([0; 16], Pseudonym::to_bytes);
        let (proof_channels, proof_times) = youngest(fields);
        Self {
            operation: fields.operation.code(),
            channel: fields.channel.code(),
            flags: fields.flags.bits(),
            marks: mark(CONFIRMED, fields.confirmed)
                | mark(TRANSFER, fields.transfer.is_some())
                | mark(POINT, pointed)
                | mark(NETWORK_POINT, network_pointed),
            enrolled: fields.enrolled.bits(),
            key_id: fields.key_id,
            at: fields.at.at().seconds(),
            offset: fields.at.offset_minutes(),
            behaviour: fields.behaviour.known().unwrap_or(0),
            payee_added: fields.payee_added.known().map_or(0, Timestamp::seconds),
            ids: [
                fields.customer.to_bytes(),
                fields.reference,
                fields.transfer.map_or([0; 16], |transfer| transfer.0),
                id(fields.device.known()),
                id(fields.payee.known()),
            ],
            money: money.map(|amount| amount.map_or(0, Amount::minor)),
            points: points.map(|point| point.map_or([0; 12], Point::to_bytes)),
            currencies: money.map(|amount| amount.map_or(0, |amount| amount.currency().numeric())),
            countries: positions.map(|position| position.map_or(0, |position| position.country.to_number())),
            states: states(fields),
            words: words(fields),
            proof_channels,
            proof_times,
            reputations: [&fields.device_reputation, &fields.payee_reputation].map(|given| match given {
                Given::Known(reputation) => reputation.encode(),
                _ => [0; 64],
            }),
        }
    }

    pub(super) fn fields(&self) -> Decoded<Fields> {
        let [
            s_amount,
            s_balance,
            s_own_limit,
            s_device,
            s_integrity,
            s_device_rep,
            s_position,
            s_network,
            rest @ ..,
        ] = self.states;
        let [s_network_position, s_payee, s_relation, s_added, s_check, s_payee_rep, rest @ ..] = rest;
        let [s_destination, s_behaviour, s_coercion, s_alert, s_band] = rest;
        let [amount, balance, own_limit] = self.amounts();
        let [position, network_position] = self.positions();
        let [customer, reference, _, device, payee] = self.ids;
        let [integrity, network, relation, check, destination, coercion, alert, band] = self.words;
        let [device_rep, payee_rep] = &self.reputations;
        Ok(Fields {
            operation: word(Operation::from_code)("operation", self.operation)?,
            channel: word(Channel::from_code)("channel", self.channel)?,
            customer: Pseudonym::from_bytes(customer),
            key_id: self.key_id,
            at: self.moment()?,
            reference,
            transfer: self.transfer()?,
            amount: given("amount", s_amount, amount, money)?,
            balance: given("balance", s_balance, balance, money)?,
            own_limit: given("own_limit", s_own_limit, own_limit, money)?,
            device: given("device", s_device, device, pseudonym)?,
            integrity: given("integrity", s_integrity, integrity, word(Integrity::from_code))?,
            device_reputation: reputation("device_reputation", s_device_rep, device_rep)?,
            position: given("position", s_position, position, place)?,
            network: given("network", s_network, network, word(Network::from_code))?,
            network_position: given("network_position", s_network_position, network_position, place)?,
            payee: given("payee", s_payee, payee, pseudonym)?,
            payee_relation: given("payee_relation", s_relation, relation, word(PayeeRelation::from_code))?,
            payee_added: given("payee_added", s_added, self.payee_added, |_, at| {
                Ok(Timestamp::from_seconds(at))
            })?,
            payee_check: given("payee_check", s_check, check, word(PayeeCheck::from_code))?,
            payee_reputation: reputation("payee_reputation", s_payee_rep, payee_rep)?,
            destination: given("destination", s_destination, destination, word(Destination::from_code))?,
            behaviour: given("behaviour", s_behaviour, self.behaviour, |_, thousandths| Ok(thousandths))?,
            coercion: given("coercion", s_coercion, coercion, signs)?,
            alert: given("alert", s_alert, alert, word(Alert::from_code))?,
            tra_band: given("tra_band", s_band, band, word(TraBand::from_code))?,
            flags: self.flags()?,
            proofs: self.proofs()?,
            confirmed: self.confirmed()?,
            enrolled: self.enrolled()?,
        })
    }

    fn moment(&self) -> Decoded<Moment> {
        let moment = Moment::at_offset(Timestamp::from_seconds(self.at), self.offset);
        let is_legal = moment.offset_minutes() == self.offset;
        within("offset_minutes", "-1439 to 1439", moment, is_legal)
    }

    fn flags(&self) -> Decoded<CustomerFlags> {
        let flags = CustomerFlags::from_bits(self.flags);
        within("flags", "bits 0 to 3", flags, flags.bits() == self.flags)
    }

    fn enrolled(&self) -> Decoded<FactorSet> {
        let enrolled = FactorSet::from_bits(self.enrolled);
        within("enrolled", "bits 0 to 14", enrolled, enrolled.bits() == self.enrolled)
    }

    fn confirmed(&self) -> Decoded<bool> {
        let known = CONFIRMED | TRANSFER | POINT | NETWORK_POINT;
        within("marks", "bits 0 to 3", self.marks & CONFIRMED != 0, self.marks & !known == 0)
    }

    fn transfer(&self) -> Decoded<Option<TransferId>> {
        let [_, _, transfer, ..] = self.ids;
        match self.marks & TRANSFER != 0 {
            true => Ok(Some(TransferId(transfer))),
            false => unused("transfer", transfer == [0; 16]).map(|()| None),
        }
    }

    fn amounts(&self) -> [(i64, u16); 3] {
        let ([a, b, c], [d, e, f]) = (self.money, self.currencies);
        [(a, d), (b, e), (c, f)]
    }

    fn positions(&self) -> [RawPosition; 2] {
        let ([country, network_country], [point, network_point]) = (self.countries, self.points);
        [
            (country, self.marks & POINT != 0, point),
            (network_country, self.marks & NETWORK_POINT != 0, network_point),
        ]
    }

    fn proofs(&self) -> Decoded<Vec<Proof>> {
        let mut proofs = Vec::new();
        let slots = self.proof_channels.iter().zip(self.proof_times);
        for (factor, (channel, seconds)) in Factor::ALL.iter().zip(slots) {
            // WHY: a channel's code plus 1, so that zeroed bytes prove nothing.
            match channel.checked_sub(1) {
                None => unused("proofs", seconds == 0)?,
                Some(code) => proofs.push(Proof {
                    factor: *factor,
                    at: Timestamp::from_seconds(seconds),
                    channel: Channel::from_code(code).ok_or_else(|| {
                        let most = codes(Channel::from_code).1.saturating_add(1);
                        RequestDecodeError::Code { field: "proofs", found: *channel, least: 0, most }
                    })?,
                }),
            }
        }
        Ok(proofs)
    }
}

/// Country, whether there is a point, and the point.
type RawPosition = (u16, bool, [u8; 12]);

const fn mark(bit: u8, set: bool) -> u8 {
    if set { bit } else { 0 }
}

/// The youngest proof of each factor, by factor code: channel code plus 1, and when.
fn youngest(fields: &Fields) -> ([u8; 15], [u32; 15]) {
    let (mut channels, mut times) = ([0; 15], [0; 15]);
    // WHY: as `ProofAges` keeps them: of two that count as old, the first one's channel. What is decoded is judged
    // the same even where both are older than the oldest age that is told apart.
    let age = |proof: &&Proof| fields.at.at().since(proof.at).min(ProofAge::MAX_SECONDS);
    for (factor, (channel, time)) in Factor::ALL.iter().zip(channels.iter_mut().zip(&mut times)) {
        let own = || fields.proofs.iter().filter(|proof| proof.factor == *factor);
        *channel = own().min_by_key(age).map_or(0, |proof| proof.channel.code().saturating_add(1));
        *time = own().map(|proof| proof.at.seconds()).max().unwrap_or(0);
    }
    (channels, times)
}

fn states(fields: &Fields) -> [u8; 19] {
    [
        state(&fields.amount),
        state(&fields.balance),
        state(&fields.own_limit),
        state(&fields.device),
        state(&fields.integrity),
        state(&fields.device_reputation),
        state(&fields.position),
        state(&fields.network),
        state(&fields.network_position),
        state(&fields.payee),
        state(&fields.payee_relation),
        state(&fields.payee_added),
        state(&fields.payee_check),
        state(&fields.payee_reputation),
        state(&fields.destination),
        state(&fields.behaviour),
        state(&fields.coercion),
        state(&fields.alert),
        state(&fields.tra_band),
    ]
}

fn words(fields: &Fields) -> [u8; 8] {
    let bits = |signs: CoercionSigns| {
        mark(1, signs.call_in_progress) | mark(2, signs.told_to_hurry) | mark(4, signs.reported)
    };
    [
        fields.integrity.known().map_or(0, Integrity::code),
        fields.network.known().map_or(0, Network::code),
        fields.payee_relation.known().map_or(0, PayeeRelation::code),
        fields.payee_check.known().map_or(0, PayeeCheck::code),
        fields.destination.known().map_or(0, Destination::code),
        fields.coercion.known().map_or(0, bits),
        fields.alert.known().map_or(0, Alert::code),
        fields.tra_band.known().map_or(0, TraBand::code),
    ]
}

/// The byte of a state. WHY: not the code of `State`, whose 0 is `Known`; zeroed bytes must claim nothing.
const fn state<T>(given: &Given<T>) -> u8 {
    match given {
        Given::Missing => 0,
        Given::Known(_) => 1,
        Given::NotApplicable => 2,
        Given::Late => 3,
        Given::Invalid => 4,
    }
}

/// A fact from its state and its bytes, which are zero where it is not known.
fn given<R: Default + PartialEq, T>(
    field: &'static str,
    state: u8,
    raw: R,
    read: impl FnOnce(&'static str, R) -> Decoded<T>,
) -> Decoded<Given<T>> {
    let unknown = match state {
        0 => Given::Missing,
        1 => return read(field, raw).map(Given::Known),
        2 => Given::NotApplicable,
        3 => Given::Late,
        4 => Given::Invalid,
        found => return Err(RequestDecodeError::State { field, found }),
    };
    unused(field, raw == R::default()).map(|()| unknown)
}

fn reputation(field: &'static str, state: u8, bytes: &[u8; 64]) -> Decoded<Given<Reputation>> {
    given(field, state, *bytes != [0; 64], |field, _| {
        Reputation::decode(bytes).map_err(|reason| RequestDecodeError::Reputation { field, reason })
    })
}

fn money(field: &'static str, (minor, number): (i64, u16)) -> Decoded<Amount> {
    let range = |legal| RequestDecodeError::Range { field, legal };
    let currency = Currency::from_numeric(number).ok_or(range("a currency by its ISO 4217 number"))?;
    Amount::new(minor, currency).map_err(|_| range("0 to 999999999999999999 minor units"))
}

fn place(field: &'static str, (country, pointed, point): RawPosition) -> Decoded<Position> {
    let legal = "a country by two upper-case letters";
    let country = Country::from_number(country).ok_or(RequestDecodeError::Range { field, legal })?;
    let point = if pointed {
        Some(Point::from_bytes(point).map_err(|reason| RequestDecodeError::Point { field, reason })?)
    } else {
        unused(field, point == [0; 12])?;
        None
    };
    Ok(Position { country, point })
}

fn pseudonym(_: &'static str, bytes: [u8; 16]) -> Decoded<Pseudonym> {
    Ok(Pseudonym::from_bytes(bytes))
}

fn signs(field: &'static str, bits: u8) -> Decoded<CoercionSigns> {
    let signs = CoercionSigns {
        call_in_progress: bits & 1 != 0,
        told_to_hurry: bits & 2 != 0,
        reported: bits & 4 != 0,
    };
    within(field, "bits 0 to 2", signs, bits < 8)
}

fn word<T>(from_code: fn(u8) -> Option<T>) -> impl FnOnce(&'static str, u8) -> Decoded<T> {
    move |field, found| {
        from_code(found).ok_or_else(|| {
            let (least, most) = codes(from_code);
            RequestDecodeError::Code { field, found, least, most }
        })
    }
}

fn within<T>(field: &'static str, legal: &'static str, value: T, is_legal: bool) -> Decoded<T> {
    if is_legal { Ok(value) } else { Err(RequestDecodeError::Range { field, legal }) }
}

fn unused(field: &'static str, is_zero: bool) -> Decoded<()> {
    if is_zero { Ok(()) } else { Err(RequestDecodeError::Unused { field }) }
}
