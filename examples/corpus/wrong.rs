//! Records that are no request: a good one, and one thing in it that cannot be.

use stepup::ffi::Status;
use stepup::ffi::records;
use stepup::request::Request;

use super::dice::Dice;
use super::told;

type Broken = (fn(&mut records::Request), Status);

/// One thing each, and the status that must say so.
const BROKEN: &[Broken] = &[
    (|record| record.size = 0, Status::Size),
    (|record| record.size = 503, Status::Size),
    (|record| record.size = -1, Status::Size),
    (|record| record.size = i32::MAX, Status::Size),
    (|record| record.reserved[2] = 1, Status::Reserved),
    (|record| record.operation = 0, Status::Field),
    (|record| record.operation = 9, Status::Field),
    (|record| record.channel = b' ', Status::Field),
    (|record| record.at = -1, Status::Field),
    (|record| record.at = i64::MAX, Status::Field),
    (|record| record.offset_minutes = 1_440, Status::Field),
    (|record| record.transfer_state = 2, Status::Field),
    (|record| record.confirmed = 0x40, Status::Field),
    (|record| record.enrolled = 1, Status::Field),
    (|record| record.enrolled = i32::MIN, Status::Field),
    (|record| record.flags = 1 << 5, Status::Field),
    (|record| (record.coercion_state, record.coercion) = (1, 1), Status::Field),
    (|record| record.payee_state = 5, Status::Field),
    (|record| record.alert_state = 255, Status::Field),
    (|record| (record.balance_state, record.balance) = (1, -1), Status::Field),
    (|record| (record.balance_state, record.currency) = (1, 0), Status::Field),
    (|record| (record.behaviour_state, record.behaviour) = (1, 1_001), Status::Field),
    (|record| (record.position_state, record.country) = (1, *b"cn"), Status::Field),
    (|record| (record.network_state, record.network) = (1, 0), Status::Field),
    (|record| (record.payee_added_state, record.payee_added) = (1, record.at + 1), Status::Field),
    (|record| (record.proof_factor[15], record.proof_channel[15]) = (16, 1), Status::Field),
    (|record| (record.payee_reputation_state, record.payee_reputation) = (1, [b' '; 64]), Status::Reputation),
    (
        |record| (record.device_reputation_state, record.device_reputation) = (1, [b'@'; 64]),
        Status::Reputation,
    ),
];

/// The record of a request, broken in one place, and the status that must say so.
pub fn record(request: &Request, dice: &mut Dice) -> (records::Request, i32) {
    let mut record = told::request(request).expect("requests of the corpus can be told");
    let (breaks, status) = dice.pick(BROKEN);
    breaks(&mut record);
    (record, status.number())
}
