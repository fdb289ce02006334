//! What is to be built of a reading, and what gives way where facts get in each other's way.

use crate::fact::{Measure, Metered, Ranked, State};
use crate::operation::{Channel, Operation};
use crate::reading::Reading;
use crate::request::Network;
use crate::signal::payee::{NEW, OWN_ACCOUNT_HERE};
use crate::signal::scale;
use crate::units::{Amount, Currency};
use crate::verify::names::NOON;

/// The reading that is aimed at, and what is settled beforehand.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plan {
    /// What is aimed at, fact by fact.
    pub reading: Reading,
    pub currency: Currency,
    pub operation: Operation,
    pub channel: Channel,
    pub minute: u16,
    /// Minor units of this transfer, at least one.
    pub amount: i64,
    /// Whether the customer may have proved themselves strongly between earlier transfers, for what counts since then.
    pub proves: bool,
}

/// How much of a total this transfer is.
#[derive(Clone, Copy)]
enum Share {
    /// As much as the reading says.
    Said,
    /// All that goes to the payee.
    Payee,
    /// Everything: nothing was sent before.
    All,
}

/// The plans for a reading, the likeliest first.
///
/// WHY these: a witness has each fact at the least measure that does, so that its amount may be next to nothing beside a
/// total; and where no entry tells two operations, channels or times apart, it has the first of them.
pub(super) fn plans(reading: &Reading, currency: Currency) -> impl Iterator<Item = Plan> {
    let (operation, channel) = (reading.operation(), reading.channel());
    let elsewhere = if reading.measure(Ranked::Attempts).state() == State::NotApplicable {
        Channel::Counter
    } else {
        Channel::Phone
    };
    // What moves no money has no payee; what moves money may.
    let other = if operation.moves_money() { Operation::WealthPurchase } else { Operation::Transfer };
    let reading = possible(*reading);
    let (minute, all) = (reading.minute(), &[Share::Said, Share::Payee, Share::All][..]);
    let aim =
        |reading: Reading, proves| Plan { reading, currency, operation, channel, minute, amount: 1, proves };
    let noon = Plan { minute: NOON, ..aim(reading, true) };
    let tried = [
        (aim(reading, true), all),
        (noon.clone(), all),
        (Plan { minute: NOON, ..aim(still(reading), true) }, all),
        (Plan { minute: NOON, ..aim(moving(reading), false) }, &[Share::Said, Share::All]),
        (Plan { channel: elsewhere, ..noon.clone() }, all),
        (Plan { operation: other, ..noon }, &[Share::Said, Share::All]),
    ];
    tried.into_iter().flat_map(|(plan, shares)| {
        shares.iter().map(move |share| Plan { amount: amount(&plan.reading, *share), ..plan.clone() })
    })
}

/// What the profile says of every request, or of every one that moves money or has a device.
const REMEMBERED: [Ranked; 12] = [
    Ranked::Hour,
    Ranked::Dormancy,
    Ranked::AmountHabit,
    Ranked::OutflowHabit,
    Ranked::PassThrough,
    Ranked::Attempts,
    Ranked::Probing,
    Ranked::PasswordAge,
    Ranked::SimAge,
    Ranked::EnrolmentAge,
    Ranked::Frozen,
    Ranked::Tier,
];

/// The reading with what cannot be beside something else that is worse: the worse stays.
fn possible(mut reading: Reading) -> Reading {
    let rank = |reading: &Reading, fact: Ranked| reading.measure(fact).value();
    // What the profile always says is never silent: the level stays that silence stands for, unless a policy moved it.
    for fact in REMEMBERED {
        let (scale, state) = (scale(fact), reading.measure(fact).state());
        if state.is_uncertain() {
            let below = usize::from(scale.of_state(state)).checked_sub(1);
            let least = below.and_then(|below| scale.edges.get(below)).copied().unwrap_or(0);
            reading.set(fact, Measure::known(least));
        }
    }
    // A trusted phone sees at most one failure elsewhere.
    if rank(&reading, Ranked::Probing) > Some(1) && rank(&reading, Ranked::Device) == Some(0) {
        reading.set(Ranked::Device, Measure::known(1));
    }
    // What goes to an account of one's own here is within any limit of the day.
    if rank(&reading, Ranked::OwnLimit) > Some(0) && rank(&reading, Ranked::Payee) == Some(OWN_ACCOUNT_HERE) {
        reading.set(Ranked::Payee, Measure::known(1));
    }
    // Whoever is new has used the account for less than a week, or next to never.
    let habits = rank(&reading, Ranked::Place) == Some(0) || rank(&reading, Ranked::Hour).is_some();
    if rank(&reading, Ranked::Tier) == Some(3) && habits {
        if rank(&reading, Ranked::Dormancy).unwrap_or(0) > 5 {
            reading.set(Ranked::Hour, Measure::of_state(State::Unlearned));
            let place = rank(&reading, Ranked::Place).map(|place| Measure::known(place.max(1)));
            place.into_iter().for_each(|place| reading.set(Ranked::Place, place));
        } else if rank(&reading, Ranked::Device) == Some(0) {
            reading.set(Ranked::Device, Measure::known(1));
        }
    }
    reading
}

/// Where facts get in each other's way, the one that is less suspicious gives way: nobody has seen the customer anywhere,
/// so that no line makes a journey of theirs impossible; the balance is what it is, whatever share of it leaves; a call is
/// none.
fn still(mut reading: Reading) -> Reading {
    if reading.measure(Ranked::Travel) == Measure::known(0) {
        reading.set(Ranked::Travel, Measure::of_state(State::NotApplicable));
        reading.set(Ranked::Place, Measure::of_state(State::Unlearned));
    }
    reading.set(Ranked::Drain, Measure::of_state(State::NotApplicable));
    if is_a_call_to_a_stranger(&reading) {
        reading.set(Ranked::Coercion, Measure::known(0));
    }
    reading
}

/// The other way round: the line is an honest one, so that a journey can be measured; and the payee is known.
fn moving(mut reading: Reading) -> Reading {
    if is_anonymous(&reading) {
        reading.set(Ranked::Network, Measure::known(1));
    }
    if is_a_call_to_a_stranger(&reading) {
        reading.set(Ranked::Payee, Measure::known(PAID));
    }
    reading
}

/// A call is only possible, not likely, where the payee is known.
fn is_a_call_to_a_stranger(reading: &Reading) -> bool {
    let payee = reading.measure(Ranked::Payee);
    let stranger = payee.value().map_or(payee.state() != State::NotApplicable, |rank| rank >= NEW);
    stranger && reading.measure(Ranked::Coercion) == Measure::known(1)
}

/// Whether the line hides where it is.
fn is_anonymous(reading: &Reading) -> bool {
    let code = reading.measure(Ranked::Network).value().and_then(|rank| u8::try_from(rank).ok());
    code.and_then(Network::from_code).is_some_and(Network::is_anonymising)
}

/// Minor units to send, so many that a habit of amounts can be exceeded as far as the reading wants.
fn amount(reading: &Reading, share: Share) -> i64 {
    let of = |fact: Metered| reading.metered(fact).unwrap_or(0);
    let said = match share {
        Share::Said => of(Metered::Amount),
        Share::Payee => of(Metered::Total24hPayee).max(of(Metered::Amount)),
        Share::All => {
            use Metered::{
                Amount, Attempted24h, Total24h, Total24hPayee, TotalDay, TotalDayNewDevice, TotalSinceSca,
            };
            let sums = [Amount, Total24h, Total24hPayee, TotalDay, TotalDayNewDevice, TotalSinceSca];
            sums.into_iter().map(of).fold(of(Attempted24h), i64::max)
        }
    };
    let habits = [Ranked::AmountHabit, Ranked::OutflowHabit].map(|fact| reading.measure(fact).value());
    let least = habits.into_iter().flatten().map(least_above).max();
    // As said it stays, and a habit is exceeded less.
    let least = if matches!(share, Share::Said) { None } else { least };
    said.max(least.unwrap_or(1)).clamp(1, Amount::MAX_MINOR)
}

/// Octaves in 256ths by which so many hundredths of the least spread are above a centre, rounded up.
pub(super) fn octaves(above: u16) -> u16 {
    u16::try_from(u32::from(above).saturating_mul(u32::from(SPREAD)).div_ceil(100)).unwrap_or(u16::MAX)
}

/// The spread of a habit, in 256ths of log2: the least that counts.
pub(super) const SPREAD: u16 = 128;

/// The least amount that can be so far above a centre.
fn least_above(above: u16) -> i64 {
    1_i64.checked_shl(u32::from(octaves(above).div_ceil(256))).filter(|least| *least > 0).unwrap_or(1)
}

impl Plan {
    /// The measure of a ranked fact, where it is known.
    pub fn rank(&self, fact: Ranked) -> Option<u16> {
        self.reading.measure(fact).value()
    }

    /// The state of a ranked fact.
    pub fn state(&self, fact: Ranked) -> State {
        self.reading.measure(fact).state()
    }

    /// The value of a metered fact; nothing where it has none.
    pub fn meter(&self, fact: Metered) -> i64 {
        self.reading.metered(fact).unwrap_or(0)
    }

    /// The rank of the payee, where one is to be known; one who was paid before where nobody minds.
    pub fn payee(&self) -> Option<u16> {
        match (self.rank(Ranked::Payee), self.state(Ranked::Payee)) {
            (Some(rank), _) => Some(rank),
            (None, State::NotApplicable) if self.meter(Metered::TotalDay) < self.amount => {
                Some(OWN_ACCOUNT_HERE)
            }
            (None, State::NotApplicable) => Some(PAID),
            _ => None,
        }
    }

    /// Whether there is a payee at all.
    pub fn has_payee(&self) -> bool {
        match self.operation {
            Operation::Transfer => true,
            // Whoever is their own account here may as well be nobody; what there is of a sum decides.
            _ if matches!(self.rank(Ranked::Payee), Some(OWN_ACCOUNT_HERE)) => {
                self.operation.moves_money() && self.reading.metered(Metered::Total24hPayee).is_ok()
            }
            _ => self.operation.moves_money() && self.state(Ranked::Payee) != State::NotApplicable,
        }
    }

    /// Whether the money stays with the customer at this bank.
    pub fn stays_here(&self) -> bool {
        self.has_payee()
            && self.payee() == Some(OWN_ACCOUNT_HERE)
            && self.rank(Ranked::Coercion) != Some(REPORTED)
    }

    /// Whether no device of the customer's own is used.
    pub fn is_without_device(&self) -> bool {
        !self.channel.has_device() && self.state(Ranked::Device) == State::NotApplicable
    }

    /// Whether the line hides where it is.
    pub fn is_anonymous(&self) -> bool {
        is_anonymous(&self.reading)
    }
}

/// The payee was paid before.
pub(super) const PAID: u16 = 2;
/// A scam is reported.
const REPORTED: u16 = 3;
