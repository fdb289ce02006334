//! What a replay remembers: a profile for each customer, a reputation for each payee, and labels on their way.

use std::collections::VecDeque;

use stepup::decision::Decision;
use stepup::event::{Event, Happening, Movement};
use stepup::fact::Given;
use stepup::factor::FactorSet;
use stepup::id::{EventId, Pseudonym, TransferId};
use stepup::policy::Policy;
use stepup::profile::Profile;
use stepup::reputation::Reputation;
use stepup::request::{Fields, Proof, Request};
use stepup::units::{Amount, Moment, Timestamp};

use super::facts::{FACTS, leave_out};
use super::mapping::Mapping;
use super::rows::{KEY_ID, Party, Row};

/// A label that nobody has yet.
#[derive(Clone, Copy, Debug)]
struct Pending {
    known: Timestamp,
    number: u64,
    at: Moment,
    customer: Party,
    payee: Option<Party>,
    fraud: bool,
}

/// What is remembered, and the latest decision.
pub struct World<'a> {
    policy: &'a Policy,
    mapping: &'a Mapping,
    /// What every request says alike: what is absent, and the factors of the channel.
    template: Fields,
    profiles: Table<Profile>,
    payees: Table<Reputation>,
    devices: Table<Reputation>,
    pending: VecDeque<Pending>,
    decision: Decision,
    clock: Timestamp,
    out_of_order: u64,
    reported: u64,
    cleared: u64,
}

/// The three events that a transfer may become.
#[derive(Clone, Copy)]
enum Step {
    Attempted = 0,
    Settled = 1,
    Reported = 2,
}

fn transfer(number: u64) -> TransferId {
    TransferId(u128::from(number).to_le_bytes())
}

fn event(row: u64, step: Step, customer: Party, at: Moment, what: Happening) -> Event {
    let id = EventId((u128::from(row) * 3 + step as u128).to_le_bytes());
    Event { id, customer: customer.name, key_id: KEY_ID, at, what }
}

/// One thing for each party that was met, by its number.
struct Table<T> {
    slots: Vec<Option<T>>,
    met: usize,
}

impl<T> Table<T> {
    const fn new() -> Self {
        Self { slots: Vec::new(), met: 0 }
    }

    fn get(&self, index: u32) -> Option<&T> {
        self.slots.get(index as usize)?.as_ref()
    }

    fn get_mut(&mut self, index: u32) -> Option<&mut T> {
        self.slots.get_mut(index as usize)?.as_mut()
    }

    fn meet(&mut self, index: u32, new: impl FnOnce() -> T) {
        let index = index as usize;
        if index >= self.slots.len() {
            self.slots.resize_with(index + 1, || None);
        }
        if let Some(slot) = self.slots.get_mut(index).filter(|slot| slot.is_none()) {
            *slot = Some(new());
            self.met += 1;
        }
    }
}

fn template(mapping: &Mapping) -> Fields {
    let common = &mapping.transfer;
    let (nobody, never) = (Pseudonym::from_bytes([0; 16]), Moment::at_offset(Timestamp::from_seconds(0), 0));
    let mut fields = Fields::new(common.operation, common.channel, nobody, KEY_ID, never);
    fields.enrolled = common.enrolled;
    for fact in FACTS {
        if let Some((state, _)) = mapping.absent(fact) {
            leave_out(&mut fields, fact, state);
        }
    }
    fields
}

impl<'a> World<'a> {
    /// A world in which nothing has happened.
    pub fn new(policy: &'a Policy, mapping: &'a Mapping) -> Self {
        Self {
            policy,
            mapping,
            template: template(mapping),
            profiles: Table::new(),
            payees: Table::new(),
            devices: Table::new(),
            pending: VecDeque::new(),
            decision: Decision::refused(),
            clock: Timestamp::from_seconds(0),
            out_of_order: 0,
            reported: 0,
            cleared: 0,
        }
    }

    /// One transfer: labels that are known by now, the decision, then what is learned from it.
    ///
    /// A row that no request can be made of is an error and changes nothing but the labels.
    pub fn step(&mut self, row: &Row) -> Result<(), String> {
        let now = row.at.at();
        self.labels(self.clock.max(now))?;
        let request = self.request(row, row.at)?;
        self.meet(row);
        if now < self.clock {
            self.out_of_order += 1;
        }
        self.clock = self.clock.max(now);
        let Some(profile) = self.profiles.get(row.customer.index) else { return Ok(()) };
        self.policy.decide_into(&request, profile, &mut self.decision);
        self.learn(row)
    }

    /// Makes room for everybody that a row names.
    fn meet(&mut self, row: &Row) {
        let (peers, customer) = (self.mapping.peers, row.customer);
        self.profiles.meet(customer.index, || Profile::new(customer.name, KEY_ID, row.at, peers));
        for (party, table) in [(row.payee, &mut self.payees), (row.device, &mut self.devices)] {
            if let Some(party) = party.known() {
                table.meet(party.index, Reputation::new);
            }
        }
    }

    /// The request of a row as it would be made at a time.
    pub fn request(&self, row: &Row, at: Moment) -> Result<Request, String> {
        let common = &self.mapping.transfer;
        let mut fields = Fields { customer: row.customer.name, at, ..self.template.clone() };
        let currency = self.mapping.currency;
        let amount = |minor| Amount::new(minor, currency).map_err(|error| error.to_string());
        fields.transfer = Some(transfer(row.number));
        fields.reference = u128::from(row.number).to_le_bytes();
        fields.amount = Given::Known(amount(row.minor)?);
        fields.proofs = common
            .brought
            .iter()
            .map(|factor| Proof { factor, at: at.at(), channel: common.channel })
            .collect();
        let columns = &self.mapping.columns;
        let known =
            |table: &Table<Reputation>, party: Party| table.get(party.index).copied().unwrap_or_default();
        if columns.payee.is_some() {
            fields.payee = row.payee.map(|party| party.name);
            fields.payee_reputation = row.payee.map(|party| known(&self.payees, party));
        }
        if columns.device.is_some() {
            fields.device = row.device.map(|party| party.name);
            fields.device_reputation = row.device.map(|party| known(&self.devices, party));
        }
        if let (Some(_), Given::Known(minor)) = (&columns.balance, row.balance) {
            fields.balance = Given::Known(amount(minor)?);
        }
        let words = row.words;
        fields.integrity = words.integrity.unwrap_or(fields.integrity);
        fields.network = words.network.unwrap_or(fields.network);
        fields.payee_relation = words.payee_relation.unwrap_or(fields.payee_relation);
        fields.payee_check = words.payee_check.unwrap_or(fields.payee_check);
        fields.destination = words.destination.unwrap_or(fields.destination);
        fields.alert = words.alert.unwrap_or(fields.alert);
        Request::new(fields).map_err(|error| error.to_string())
    }

    /// History went on as it did, whatever was answered: the transfer was attempted and settled.
    fn learn(&mut self, row: &Row) -> Result<(), String> {
        let common = &self.mapping.transfer;
        let taught = self.decision.outcome() <= common.teach_upto;
        let movement = |proved| Movement {
            transfer: transfer(row.number),
            minor: row.minor,
            currency: self.mapping.currency,
            payee: row.payee.known().map(|party| party.name),
            own_account_here: false,
            device: row.device.known().map(|party| party.name),
            position: None,
            proved,
        };
        // What was answered more strictly than teaches counts in all totals, but is no habit of the customer's.
        let proved = if taught { common.proved } else { FactorSet::NONE };
        let attempted = Happening::Attempted(movement(FactorSet::NONE));
        self.observe(&event(row.number, Step::Attempted, row.customer, row.at, attempted), row.customer)?;
        let settled = Happening::Settled(movement(proved));
        self.observe(&event(row.number, Step::Settled, row.customer, row.at, settled), row.customer)?;
        for (party, table) in [(row.payee, &mut self.payees), (row.device, &mut self.devices)] {
            if let Some(record) = party.known().and_then(|party| table.get_mut(party.index)) {
                record.seen(row.customer.name, row.at.at());
            }
        }
        if let (Some(label), Some(fraud)) = (&self.mapping.label, row.fraud) {
            let known = row.at.at().plus(label.delay);
            let payee = row.payee.known();
            let pending =
                Pending { known, number: row.number, at: row.at, customer: row.customer, payee, fraud };
            let place = self.pending.partition_point(|other| other.known <= known);
            self.pending.insert(place, pending);
        }
        Ok(())
    }

    fn observe(&mut self, event: &Event, customer: Party) -> Result<(), String> {
        let Some(profile) = self.profiles.get_mut(customer.index) else { return Ok(()) };
        profile.observe(event).map(drop).map_err(|error| error.to_string())
    }

    /// Labels that are known at `now` reach profiles and reputations, in the order in which they became known.
    fn labels(&mut self, now: Timestamp) -> Result<(), String> {
        while let Some(label) = self.pending.front().copied().filter(|label| label.known <= now) {
            self.pending.pop_front();
            let happened = label.at.at();
            let payee = label.payee.and_then(|party| self.payees.get_mut(party.index));
            if label.fraud {
                self.reported += 1;
                if let Some(payee) = payee {
                    payee.reported(happened, label.known);
                }
                let at = Moment::at_offset(label.known, label.at.offset_minutes());
                let what = Happening::ReportedFraud {
                    transfer: transfer(label.number),
                    payee: label.payee.map(|party| party.name),
                };
                self.observe(&event(label.number, Step::Reported, label.customer, at, what), label.customer)?;
            } else {
                self.cleared += 1;
                if let Some(payee) = payee {
                    payee.known_clean(happened);
                }
            }
        }
        Ok(())
    }

    /// The policy that decides.
    pub const fn policy(&self) -> &'a Policy {
        self.policy
    }

    /// The latest decision.
    pub const fn decision(&self) -> &Decision {
        &self.decision
    }

    /// The profile of a customer who was met.
    pub fn profile(&self, customer: Party) -> Option<&Profile> {
        self.profiles.get(customer.index)
    }

    /// The latest time of any row.
    pub const fn clock(&self) -> Timestamp {
        self.clock
    }

    /// Rows that were earlier than one before them.
    pub const fn out_of_order(&self) -> u64 {
        self.out_of_order
    }

    /// Customers met.
    pub fn customers(&self) -> usize {
        self.profiles.met
    }

    /// Payees met.
    pub fn payees(&self) -> usize {
        self.payees.met
    }

    /// Labels that became known: fraud, clean, and those still on their way.
    pub fn labels_known(&self) -> (u64, u64, usize) {
        (self.reported, self.cleared, self.pending.len())
    }
}
