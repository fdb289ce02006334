//! One request: what the bank knows now, checked when it is made.

mod encoding;

use thiserror::Error;

use crate::event::Movement;
use crate::fact::{Given, State};
use crate::factor::{Factor, FactorSet};
use crate::id::{Pseudonym, TransferId};
use crate::operation::{Channel, CustomerFlags, Operation};
use crate::place::Position;
use crate::reputation::Reputation;
use crate::units::{Amount, Currency, Moment, Timestamp};
use crate::word::vocabulary;

pub use encoding::RequestDecodeError;

/// A request that is right in itself: amounts in one currency, proofs not from the future, nothing out of range.
///
/// What only a pair can show (another customer's profile, a currency that is not the policy's) is left to `decide`.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    fields: Fields,
}

/// Everything a request may say. [`Fields::new`] claims nothing: every optional fact is `Missing`.
#[derive(Clone, PartialEq, Eq)]
pub struct Fields {
    /// What the customer asks for.
    pub operation: Operation,
    /// Where.
    pub channel: Channel,
    /// Who, as a keyed pseudonym.
    pub customer: Pseudonym,
    /// The number of the key that made the pseudonyms.
    pub key_id: u32,
    /// When, with the customer's offset from UTC.
    pub at: Moment,
    /// The caller's own reference, echoed in the decision so that a stale answer shows.
    pub reference: [u8; 16],
    /// The transfer's id; with it, a transfer that comes back with its proofs is not counted twice.
    pub transfer: Option<TransferId>,
    /// How much; known for operations that move money, `NotApplicable` for the others.
    pub amount: Given<Amount>,
    /// The balance before this transfer.
    pub balance: Given<Amount>,
    /// The customer's own daily limit; `NotApplicable` where they set none.
    pub own_limit: Given<Amount>,
    /// The device; `NotApplicable` only on a channel that has none (counter, cash machine, telephone, terminal, file).
    pub device: Given<Pseudonym>,
    /// What is known of the device's soundness.
    pub integrity: Given<Integrity>,
    /// What other customers' use says of the device.
    pub device_reputation: Given<Reputation>,
    /// Where the device says it is.
    pub position: Given<Position>,
    /// What kind of line it uses.
    pub network: Given<Network>,
    /// Where the line says it is.
    pub network_position: Given<Position>,
    /// To whom; known for a transfer, as the amount is.
    pub payee: Given<Pseudonym>,
    /// What the bank's own books say of the payee.
    pub payee_relation: Given<PayeeRelation>,
    /// When the payee was added to the customer's list.
    pub payee_added: Given<Timestamp>,
    /// The answer of the name check.
    pub payee_check: Given<PayeeCheck>,
    /// What other customers' transfers say of the payee.
    pub payee_reputation: Given<Reputation>,
    /// Where the money goes.
    pub destination: Given<Destination>,
    /// How unlike themselves the customer behaves, in thousandths, `0 ..= 1000`.
    pub behaviour: Given<u16>,
    /// Signs of a scam.
    pub coercion: Given<CoercionSigns>,
    /// What shared signals and lists say.
    pub alert: Given<Alert>,
    /// The fraud-rate band in force.
    pub tra_band: Given<TraBand>,
    /// What the bank has marked the customer as.
    pub flags: CustomerFlags,
    /// Proofs already given, at most [`Request::MOST_PROOFS`]; of two for one factor the younger counts.
    pub proofs: Vec<Proof>,
    /// Whether the customer confirmed this amount and payee. The caller vouches that it is bound to both.
    pub confirmed: bool,
    /// Factors that are enrolled and usable on this channel.
    pub enrolled: FactorSet,
}

impl Fields {
    /// A request of which nothing optional is known.
    #[must_use]
    pub fn new(operation: Operation, channel: Channel, customer: Pseudonym, key_id: u32, at: Moment) -> Self {
        Self {
            operation,
            channel,
            customer,
            key_id,
            at,
            reference: [0; 16],
            transfer: None,
            amount: if operation.moves_money() { Given::Missing } else { Given::NotApplicable },
            balance: Given::Missing,
            own_limit: Given::Missing,
            device: Given::Missing,
            integrity: Given::Missing,
            device_reputation: Given::Missing,
            position: Given::Missing,
            network: Given::Missing,
            network_position: Given::Missing,
            payee: Given::Missing,
            payee_relation: Given::Missing,
            payee_added: Given::Missing,
            payee_check: Given::Missing,
            payee_reputation: Given::Missing,
            destination: Given::Missing,
            behaviour: Given::Missing,
            coercion: Given::Missing,
            alert: Given::Missing,
            tra_band: Given::Missing,
            flags: CustomerFlags::NONE,
            proofs: Vec::new(),
            confirmed: false,
            enrolled: FactorSet::NONE,
        }
    }
}

/// A factor that was passed: which, when, where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The factor.
    pub factor: Factor,
    /// When it was passed.
    pub at: Timestamp,
    /// On which channel.
    pub channel: Channel,
}

vocabulary! {
    /// What is known of a device's soundness, least to most suspicious.
    pub enum Integrity {
        /// Attested by its maker.
        Attested = 0, "attested", "已证明";
        /// Not attested.
        Unattested = 1, "unattested", "未证明";
        /// Rooted, jail-broken or emulated.
        Rooted = 2, "rooted", "已破解";
        /// Under remote control, or its screen is shared or overlaid.
        RemoteControl = 3, "remote-control", "受远程控制";
    }
}

vocabulary! {
    /// What kind of line the device uses, least to most suspicious.
    pub enum Network {
        /// A home or mobile line.
        Home = 0, "home", "家庭或移动";
        /// A company's or carrier's gateway.
        Corporate = 1, "corporate", "企业或运营商网关";
        /// A VPN or privacy relay.
        Vpn = 2, "vpn", "VPN或中继";
        /// A hosting provider.
        Hosting = 3, "hosting", "机房";
        /// The Tor network.
        Tor = 4, "tor", "Tor";
    }
}

impl Network {
    /// Whether the line hides where the customer is, so that a position taken from it means nothing.
    #[must_use]
    pub const fn is_anonymising(self) -> bool {
        matches!(self, Self::Vpn | Self::Hosting | Self::Tor)
    }
}

vocabulary! {
    /// What the bank's books say of a payee, by itself, before memory is asked.
    pub enum PayeeRelation {
        /// The customer's own account at this bank.
        OwnAccountHere = 0, "own-account-here", "本行本人";
        /// On the customer's list of trusted payees.
        TrustedList = 1, "trusted-list", "白名单";
        /// Paid before, according to the books.
        PaidBefore = 2, "paid-before", "付过款";
        /// The customer's own account at another bank.
        OwnAccountElsewhere = 3, "own-account-elsewhere", "他行本人";
        /// None of these.
        Unrelated = 4, "unrelated", "无关系";
    }
}

vocabulary! {
    /// The answer of a confirmation or verification of payee, least to most suspicious.
    pub enum PayeeCheck {
        /// Name and account fit.
        Match = 0, "match", "相符";
        /// Nearly.
        CloseMatch = 1, "close-match", "近似";
        /// The check gave no answer.
        Unavailable = 2, "unavailable", "不可用";
        /// They do not fit.
        NoMatch = 3, "no-match", "不符";
        /// The account is reported as a mule's.
        ReportedMule = 4, "reported-mule", "被举报账户";
    }
}

vocabulary! {
    /// Where the money goes, least to most suspicious.
    pub enum Destination {
        /// In this country.
        Domestic = 0, "domestic", "境内";
        /// In another.
        Abroad = 1, "abroad", "境外";
        /// In a country of high risk, by the bank's list.
        HighRisk = 2, "high-risk", "高风险地区";
    }
}

vocabulary! {
    /// What shared signals or the bank's lists say, least to most suspicious.
    pub enum Alert {
        /// Nothing.
        None = 0, "none", "无";
        /// A credential was changed.
        CredentialChange = 1, "credential-change", "凭证变更";
        /// A credential is known to be compromised.
        Compromised = 2, "compromised", "凭证泄露";
        /// The device is reported lost.
        DeviceLost = 3, "device-lost", "设备丢失";
        /// The account is under attack.
        UnderAttack = 4, "under-attack", "账户受攻击";
    }
}

vocabulary! {
    /// The fraud-rate band in force (RTS (EU) 2018/389, Art. 18 and annex), best to worst.
    pub enum TraBand {
        /// Exemption threshold 500.
        Etv500 = 0, "etv-500", "500档";
        /// Exemption threshold 250.
        Etv250 = 1, "etv-250", "250档";
        /// Exemption threshold 100.
        Etv100 = 2, "etv-100", "100档";
        /// No exemption.
        None = 3, "none", "无";
    }
}

/// Signs that somebody is being talked into a payment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CoercionSigns {
    /// A call is in progress on the device.
    pub call_in_progress: bool,
    /// The customer says that they are told to hurry.
    pub told_to_hurry: bool,
    /// The customer, or a bank, reports a scam.
    pub reported: bool,
}

/// What is wrong with a request: which field, and what it may be.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RequestError {
    /// An operation that moves money says no amount, or one that moves none says one.
    #[error("field `amount`: {operation} needs {needs}")]
    Amount {
        /// The operation.
        operation: Operation,
        /// What it needs.
        needs: &'static str,
    },
    /// A transfer of nothing.
    #[error("field `amount`: a transfer moves at least 1 minor unit, not 0")]
    NothingMoved,
    /// Two amounts of one request are in different currencies.
    #[error("field `{field}`: in {found}, but the amount is in {expected}")]
    Currency {
        /// The field.
        field: &'static str,
        /// Its currency.
        found: Currency,
        /// The amount's currency.
        expected: Currency,
    },
    /// A number outside its range.
    #[error("field `{field}`: {given} is not in 0 ..= {most}")]
    Range {
        /// The field.
        field: &'static str,
        /// What was given.
        given: u32,
        /// The most it may be.
        most: u32,
    },
    /// A time after the request's own.
    #[error("field `{field}`: {seconds} s after the request's own time; nothing can have happened later")]
    Future {
        /// The field.
        field: &'static str,
        /// How far in the future.
        seconds: u32,
    },
    /// A proof that was given after the request's own time.
    #[error(
        "field `proofs[{index}]` ({factor}): {seconds} s after the request's own time; nothing can have happened later"
    )]
    FutureProof {
        /// Which one, counted from 0.
        index: usize,
        /// Its factor.
        factor: Factor,
        /// How far in the future.
        seconds: u32,
    },
    /// More proofs than there can be a use for.
    #[error("field `proofs`: {given} proofs; at most {most}, and of one factor only the youngest counts")]
    TooManyProofs {
        /// How many were given.
        given: usize,
        /// How many there may be.
        most: usize,
    },
    /// A transfer that does not say to whom.
    #[error(
        "field `payee`: a transfer names whom it pays, and this is {state}; give the pseudonym of the payee's account"
    )]
    Payee {
        /// The state that stands where the payee should.
        state: State,
    },
    /// No device, or nothing of a device, on a channel on which there always is one.
    #[error(
        "field `{field}`: not-applicable on the channel {channel}, where there is a device; give it, or say that it is missing"
    )]
    Device {
        /// The field.
        field: &'static str,
        /// The channel.
        channel: Channel,
    },
}

impl Request {
    /// How many proofs a request may bring: twice as many as there are factors, and so a bound on the work of deciding.
    pub const MOST_PROOFS: usize = 32;

    /// The movement of money that it asks for; `None` where no money moves or the transfer has no id.
    #[must_use]
    pub fn movement(&self) -> Option<Movement> {
        let fields = &self.fields;
        let (amount, transfer) = (fields.amount.known()?, fields.transfer?);
        Some(Movement {
            transfer,
            minor: amount.minor(),
            currency: amount.currency(),
            payee: fields.payee.known(),
            own_account_here: fields.payee_relation == Given::Known(PayeeRelation::OwnAccountHere),
            device: fields.device.known(),
            position: fields.position.known(),
            proved: fields.proofs.iter().map(|proof| proof.factor).collect(),
        })
    }

    /// A request from its fields.
    ///
    /// # Errors
    /// [`RequestError`] names the field and the legal range; nothing of a wrong request is used.
    pub fn new(fields: Fields) -> Result<Self, RequestError> {
        check_money(&fields)?;
        if let Given::Known(given) = fields.behaviour
            && given > 1_000
        {
            return Err(RequestError::Range { field: "behaviour", given: u32::from(given), most: 1_000 });
        }
        // WHY: what does not apply stands for the least; whoever could say so of a payee or phone would have none.
        if fields.operation == Operation::Transfer && fields.payee.state() != State::Known {
            return Err(RequestError::Payee { state: fields.payee.state() });
        }
        let absent = [
            ("device", fields.device.state()),
            ("integrity", fields.integrity.state()),
            ("position", fields.position.state()),
            ("network", fields.network.state()),
        ];
        let absent = absent.into_iter().find(|(_, state)| *state == State::NotApplicable);
        if let Some((field, _)) = absent.filter(|_| fields.channel.has_device()) {
            return Err(RequestError::Device { field, channel: fields.channel });
        }
        let now = fields.at.at();
        if let Some(added) = fields.payee_added.known().filter(|added| *added > now) {
            return Err(RequestError::Future { field: "payee_added", seconds: added.since(now) });
        }
        check_proofs(&fields.proofs, now)?;
        Ok(Self { fields })
    }

    /// What it says.
    #[must_use]
    pub const fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The fields again, to change and check anew.
    #[must_use]
    pub fn into_fields(self) -> Fields {
        self.fields
    }
}

/// Who, what, where and when, and how many proofs: no amount, balance or place, and pseudonyms shortened.
impl core::fmt::Debug for Fields {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Fields")
            .field("operation", &self.operation)
            .field("channel", &self.channel)
            .field("customer", &self.customer)
            .field("at", &self.at)
            .field("transfer", &self.transfer)
            .field("device", &self.device)
            .field("payee", &self.payee)
            .field("proofs", &self.proofs.len())
            .finish_non_exhaustive()
    }
}

impl core::fmt::Debug for Request {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("Request").field(&self.fields).finish()
    }
}

fn check_proofs(proofs: &[Proof], now: Timestamp) -> Result<(), RequestError> {
    let (given, most) = (proofs.len(), Request::MOST_PROOFS);
    if given > most {
        return Err(RequestError::TooManyProofs { given, most });
    }
    match proofs.iter().enumerate().find(|(_, proof)| proof.at > now) {
        Some((index, Proof { factor, at, .. })) => {
            Err(RequestError::FutureProof { index, factor: *factor, seconds: at.since(now) })
        }
        None => Ok(()),
    }
}

fn check_money(fields: &Fields) -> Result<(), RequestError> {
    let operation = fields.operation;
    let amount = match (operation.moves_money(), fields.amount) {
        (true, Given::Known(amount)) => Some(amount),
        (true, _) => return Err(RequestError::Amount { operation, needs: "a known amount" }),
        (false, Given::NotApplicable) => None,
        (false, _) => return Err(RequestError::Amount { operation, needs: "no amount (not applicable)" }),
    };
    let Some(amount) = amount else { return Ok(()) };
    if amount.minor() == 0 {
        return Err(RequestError::NothingMoved);
    }
    for (field, other) in [("balance", fields.balance), ("own_limit", fields.own_limit)] {
        match other {
            Given::Known(other) if other.currency() != amount.currency() => {
                let (found, expected) = (other.currency(), amount.currency());
                return Err(RequestError::Currency { field, found, expected });
            }
            _ => {}
        }
    }
    Ok(())
}
