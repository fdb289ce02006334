//! All that `judge` sees of a request: measures, states, money, proofs; free of any policy, plain, 216 bytes.

mod closure;
mod encoding;
mod of;

use crate::fact::{Fact, LANES, METERED, Measure, MeterUnit, Metered, Ranked, State};
use crate::factor::FactorSet;
use crate::operation::{Channel, CustomerFlags, Operation};
use crate::requirement::ProofAges;
use crate::units::{Amount, Currency};

pub(crate) use closure::{IMPLICATIONS, Implication};
pub use encoding::ReadingError;

/// One request as measures: what is known of each fact, or in which state it is.
///
/// INVARIANT: closed. Facts imply each other (`total_24h` is at least `amount`); every pair of known values obeys the
/// table in `reading/closure.rs`. The only ways to a reading close it or refuse it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Reading {
    /// Minor units, or a state below zero, of the eight money facts.
    money: [i64; 8],
    /// The youngest proof of each factor.
    proofs: ProofAges,
    /// Seconds since the last proof, or a state below zero.
    since_proof: i32,
    /// Measures of the ranked facts, by lane; lanes that nothing measures stay zero.
    lanes: [i16; LANES],
    /// The four counts, or states below zero.
    counts: [i16; 4],
    /// Factors enrolled and usable on this channel.
    enrolled: u16,
    /// ISO 4217 number of the money's currency; 0 where no money moves.
    currency: u16,
    /// Minute of the customer's local day.
    minute: u16,
    operation: u8,
    channel: u8,
    flags: u8,
    /// Bit 0: confirmed. Bit 1: the request is older than the profile's high-water mark.
    marks: u8,
    /// Zero.
    reserved: [u8; 6],
}

// INVARIANT: at most 256 bytes, and no padding.
const _: () = assert!(size_of::<Reading>() == 8 * 8 + 15 * 4 + 4 + LANES * 2 + 4 * 2 + 3 * 2 + 4 + 6);

/// The states that a metered fact can be in when an operation is asked for.
///
/// What moves no money has no money facts and no counts: `NotApplicable`. What moves money has them all known, but for the
/// balance, which somebody else supplies, and the payee's total, which only a transfer always has. How long ago the last
/// proof was is always known.
#[must_use]
pub const fn metered_states(fact: Metered, operation: Operation) -> &'static [State] {
    match fact {
        Metered::SinceProof | Metered::Score => &[State::Known],
        _ if !operation.moves_money() => &[State::NotApplicable],
        Metered::Balance => {
            &[State::Known, State::NotApplicable, State::Missing, State::Late, State::Invalid]
        }
        Metered::Total24hPayee if !matches!(operation, Operation::Transfer) => {
            &[State::Known, State::NotApplicable]
        }
        _ => &[State::Known],
    }
}

/// What a reading is made of before it is closed.
#[derive(Clone, Copy, Debug)]
pub struct ReadingParts {
    /// What the customer asks for.
    pub operation: Operation,
    /// Where.
    pub channel: Channel,
    /// What the bank has marked the customer as.
    pub flags: CustomerFlags,
    /// Minute of the customer's local day, `0 ..= 1439`; later ones count as 1439.
    pub minute: u16,
    /// The currency of the money facts, where money moves; of no meaning elsewhere.
    pub currency: Currency,
    /// Factors enrolled and usable on this channel.
    pub enrolled: FactorSet,
    /// Whether this amount and payee were confirmed.
    pub confirmed: bool,
    /// Whether the request is older than what the profile has already seen.
    pub out_of_order: bool,
    /// The youngest proof of each factor.
    pub proofs: ProofAges,
}

impl Reading {
    /// A reading in which every fact is `NotApplicable`, or known at its least where it always is: start here and
    /// [`set`](Self::set) what is known.
    #[must_use]
    pub fn blank(parts: &ReadingParts) -> Self {
        let mut lanes = [0; LANES];
        for fact in Ranked::ALL.iter().filter(|fact| fact.is_measured()) {
            if let Some(lane) = lanes.get_mut(fact.lane()) {
                *lane = Measure::of_state(State::NotApplicable).raw();
            }
        }
        let moves_money = parts.operation.moves_money();
        let state = if moves_money { 0 } else { i16::from(NOT_APPLICABLE) };
        let mut reading = Self {
            money: [i64::from(state); 8],
            proofs: parts.proofs,
            since_proof: 0,
            lanes,
            counts: [state; 4],
            enrolled: parts.enrolled.bits(),
            currency: if moves_money { parts.currency.numeric() } else { 0 },
            minute: parts.minute.min(1_439),
            operation: parts.operation.code(),
            channel: parts.channel.code(),
            flags: parts.flags.bits(),
            marks: u8::from(parts.confirmed) | (u8::from(parts.out_of_order) << 1),
            reserved: [0; 6],
        };
        reading.set_metered_state(Metered::Balance, State::NotApplicable);
        reading.set_metered_state(Metered::Total24hPayee, State::NotApplicable);
        reading.close();
        reading
    }

    /// Sets a ranked fact; `grade` and `risk` are the policy's and stay unset.
    pub fn set(&mut self, fact: Ranked, measure: Measure) {
        let most = crate::signal::scale(fact).largest();
        let held = measure.value().map_or(measure, |value| Measure::known(value.min(most)));
        if let Some(lane) = self.lanes.get_mut(fact.lane()).filter(|_| fact.is_measured()) {
            *lane = held.raw();
        }
    }

    /// Sets a metered fact to a known value, brought into its range. The score is the policy's and stays unset, and so
    /// does what [`metered_states`] does not allow for this operation.
    pub fn set_metered(&mut self, fact: Metered, value: i64) {
        if metered_states(fact, self.operation()).contains(&State::Known) {
            self.write_metered(fact, value.clamp(0, largest(fact)));
        }
    }

    /// Puts a metered fact into a state; one that [`metered_states`] does not allow for this operation changes nothing.
    pub fn set_metered_state(&mut self, fact: Metered, state: State) {
        if state != State::Known && metered_states(fact, self.operation()).contains(&state) {
            self.write_metered(fact, i64::from(Measure::of_state(state).raw()));
        }
    }

    /// Raises what the facts imply of each other. Call it last: [`Policy::judge`](crate::policy::Policy::judge) relies on it.
    pub fn close(&mut self) {
        closure::close(self);
    }

    /// Lowers what implies more than the facts bear out: the greatest closed reading that is nowhere above this one, but
    /// that this transfer is counted. For what-if questions that soften; a reading of a request is raised.
    pub(crate) fn close_downwards(&mut self) {
        closure::close_downwards(self);
        closure::close(self);
    }

    /// The number that stands for a fact: its measure or value, or a state below zero.
    pub(crate) fn raw(&self, fact: Fact) -> i64 {
        closure::raw(self, fact)
    }

    /// Sets a fact to a known value.
    pub(crate) fn put(&mut self, fact: Fact, value: i64) {
        closure::put(self, fact, value);
    }

    /// Whether every pair of known values obeys the table of implications.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        let mut closed = *self;
        closed.close();
        closed == *self
    }

    /// The measure or state of a ranked fact; 0 for `grade` and `risk`.
    #[must_use]
    pub fn measure(&self, fact: Ranked) -> Measure {
        self.lanes.get(fact.lane()).copied().and_then(Measure::from_raw).unwrap_or(INVALID)
    }

    /// The value of a metered fact, or its state; 0 for the score.
    ///
    /// # Errors
    /// The state, where there is no value.
    pub fn metered(&self, fact: Metered) -> Result<i64, State> {
        let raw = self.raw_metered(fact);
        if raw >= 0 { Ok(raw) } else { Err(state_of(raw)) }
    }

    /// What the customer asks for.
    #[must_use]
    pub fn operation(&self) -> Operation {
        Operation::from_code(self.operation).unwrap_or(Operation::Transfer)
    }

    /// Where.
    #[must_use]
    pub fn channel(&self) -> Channel {
        Channel::from_code(self.channel).unwrap_or(Channel::File)
    }

    /// What the bank has marked the customer as.
    #[must_use]
    pub const fn flags(&self) -> CustomerFlags {
        CustomerFlags::from_bits(self.flags)
    }

    /// Minute of the customer's local day, `0 ..= 1439`.
    #[must_use]
    pub const fn minute(&self) -> u16 {
        self.minute
    }

    /// The currency of the money facts; `None` where no money moves.
    #[must_use]
    pub fn currency(&self) -> Option<Currency> {
        Currency::from_numeric(self.currency)
    }

    /// Factors enrolled and usable on this channel.
    #[must_use]
    pub const fn enrolled(&self) -> FactorSet {
        FactorSet::from_bits(self.enrolled)
    }

    /// Whether this amount and payee were confirmed.
    #[must_use]
    pub const fn is_confirmed(&self) -> bool {
        self.marks & 1 != 0
    }

    /// Whether the request is older than what the profile had already seen.
    #[must_use]
    pub const fn is_out_of_order(&self) -> bool {
        self.marks & 2 != 0
    }

    /// The youngest proof of each factor.
    #[must_use]
    pub const fn proofs(&self) -> &ProofAges {
        &self.proofs
    }

    /// The same reading with other proofs.
    #[must_use]
    pub const fn with_proofs(mut self, proofs: ProofAges) -> Self {
        self.proofs = proofs;
        self
    }

    /// The same reading, confirmed or not.
    #[must_use]
    pub const fn with_confirmed(mut self, confirmed: bool) -> Self {
        self.marks = if confirmed { self.marks | 1 } else { self.marks & !1 };
        self
    }

    /// Whether any fact is missing, late or invalid, so that its true value could be anything.
    #[must_use]
    #[inline]
    pub fn is_uncertain(&self) -> bool {
        let lanes = self.lanes.iter().fold(0, |any, lane| any | lane.saturating_sub(UNLEARNED));
        lanes < 0 || self.is_metered_uncertain()
    }

    /// The same of the metered facts alone.
    #[inline]
    pub(crate) fn is_metered_uncertain(&self) -> bool {
        // WHY: shifted so that exactly what is uncertain is below zero, the signs of all can be looked at together.
        let counts = self.counts.iter().fold(0, |any, count| any | count.saturating_sub(UNLEARNED));
        let long = |any: i64, value: &i64| any | value.saturating_sub(i64::from(UNLEARNED));
        let money = self.money.iter().fold(long(0, &i64::from(self.since_proof)), long);
        counts < 0 || money < 0
    }

    pub(crate) const fn lanes(&self) -> &[i16; LANES] {
        &self.lanes
    }

    pub(crate) const fn currency_number(&self) -> u16 {
        self.currency
    }

    /// Codes of operation, channel, flags.
    pub(crate) const fn codes(&self) -> [u8; 3] {
        [self.operation, self.channel, self.flags]
    }

    /// All metered facts as one row, the score 0; states below zero.
    pub(crate) fn meters(&self) -> [i64; METERED] {
        let [a, b, c, d, e, f, g, h] = self.money;
        let [i, j, k, l] = self.counts.map(i64::from);
        [a, b, c, d, e, f, g, h, i, j, k, l, i64::from(self.since_proof), 0]
    }

    pub(crate) fn raw_metered(&self, fact: Metered) -> i64 {
        self.meters().get(fact.index()).copied().unwrap_or(-5)
    }

    fn write_metered(&mut self, fact: Metered, value: i64) {
        match fact {
            Metered::Count1h | Metered::Count24h | Metered::CountSinceSca | Metered::NewPayees24h => {
                let place = fact.index().saturating_sub(Metered::Count1h.index());
                if let Some(count) = self.counts.get_mut(place) {
                    *count = i16::try_from(value).unwrap_or(i16::MAX);
                }
            }
            Metered::SinceProof => self.since_proof = i32::try_from(value).unwrap_or(i32::MAX),
            Metered::Score => {}
            _ => {
                if let Some(money) = self.money.get_mut(fact.index()) {
                    *money = value;
                }
            }
        }
    }
}

const NOT_APPLICABLE: i8 = -1;
/// States below this one are uncertain: missing, late, invalid.
const UNLEARNED: i16 = Measure::of_state(State::Unlearned).raw();
const INVALID: Measure = Measure::of_state(State::Invalid);

/// The largest value that a reading holds of a metered fact.
pub(crate) const fn largest(fact: Metered) -> i64 {
    match fact.unit() {
        MeterUnit::Money => Amount::MAX_MINOR,
        MeterUnit::Count => Measure::MAX as i64,
        MeterUnit::Seconds => i32::MAX as i64,
        MeterUnit::Points => 0,
    }
}

/// The state behind a raw number below zero.
pub(crate) fn state_of(raw: i64) -> State {
    i16::try_from(raw).ok().and_then(Measure::from_raw).map_or(State::Invalid, Measure::state)
}
