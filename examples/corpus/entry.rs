//! One entry of the corpus: 512 bytes, and what Rust makes of it.

use stepup::decision::Decision;
use stepup::event::Event;
use stepup::ffi::layout::{Record, bytes_of};
use stepup::ffi::records;
use stepup::id::Pseudonym;
use stepup::request::Request;
use stepup::units::{Currency, Moment};

/// What a profile begins with, in the words of `stepup_opening`.
#[derive(Clone, Debug)]
pub struct Opening {
    pub customer: Pseudonym,
    pub key_id: u32,
    pub at: Moment,
    pub currency: Currency,
    pub usual_amount: i64,
    pub usual_outflow: i64,
    pub amount_spread: u16,
    pub outflow_spread: u16,
}

/// One entry; the index is of the customer's profile.
#[derive(Clone, Debug)]
pub enum Entry {
    /// A request to decide.
    Decide { index: usize, request: Box<Request> },
    /// A record that is no request, and the status that says so.
    Wrong { index: usize, record: Box<records::Request>, status: i32 },
    /// An event to learn from.
    Observe { index: usize, event: Event },
    /// A profile to begin.
    Open { index: usize, opening: Opening },
}

/// What came of an entry.
pub struct Answer {
    pub status: i32,
    pub decision: Option<Decision>,
}

impl Answer {
    /// The decision's canonical bytes; zeros where nothing was decided.
    pub fn canonical(&self) -> [u8; Decision::BYTES] {
        self.decision.as_ref().map_or([0; Decision::BYTES], Decision::encode)
    }
}

impl Entry {
    /// Bytes of an entry.
    pub const BYTES: usize = 512;

    /// The entry as it stands in the file: kind, index, record, zeros.
    pub fn bytes(&self) -> [u8; Self::BYTES] {
        match self {
            Self::Decide { index, request } => {
                let record = super::told::request(request).unwrap_or(records::Request::BLANK);
                framed(1, *index, bytes_of(&record))
            }
            Self::Wrong { index, record, .. } => framed(1, *index, bytes_of(record.as_ref())),
            Self::Observe { index, event } => framed(2, *index, bytes_of(&super::told::event(event))),
            Self::Open { index, opening } => framed(3, *index, bytes_of(&opening.record())),
        }
    }
}

fn framed(kind: i32, index: usize, record: &[u8]) -> [u8; Entry::BYTES] {
    let mut bytes = [0; Entry::BYTES];
    bytes[..4].copy_from_slice(&kind.to_ne_bytes());
    bytes[4..8].copy_from_slice(&u32::try_from(index).unwrap_or(u32::MAX).to_ne_bytes());
    bytes[8..8 + record.len()].copy_from_slice(record);
    bytes
}

impl Opening {
    fn record(&self) -> records::Opening {
        records::Opening {
            key_id: self.key_id.cast_signed(),
            at: self.at.at().seconds().into(),
            offset_minutes: self.at.offset_minutes().into(),
            currency: self.currency.numeric().into(),
            customer: self.customer.to_bytes(),
            usual_amount: self.usual_amount,
            usual_outflow: self.usual_outflow,
            amount_spread: self.amount_spread.into(),
            outflow_spread: self.outflow_spread.into(),
            ..records::Opening::BLANK
        }
    }
}
