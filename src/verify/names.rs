//! Who, when and where: the names, times and places of a customer who is made up.

use crate::factor::{Factor, FactorSet};
use crate::id::{Pseudonym, TransferId};
use crate::place::{Country, Point, Position};
use crate::units::{Moment, Timestamp};

/// When it is asked: 2027-01-14 12:00:59 UTC, a Thursday. WHY: at noon UTC every local minute of that date is half a day
/// of offset away at the most, six-hour buckets begin at that very minute, and what was just before is in the same one.
pub(super) const NOW: u32 = 1_799_928_059;
/// The minute of the UTC day of [`NOW`].
pub(super) const NOON: u16 = 720;
pub(super) const DAY: u32 = 86_400;
pub(super) const HOUR: u32 = 3_600;

/// The phone that asks.
pub(super) const PHONE: u8 = 1;
/// One that is known, where the asking one is not.
pub(super) const OLD_PHONE: u8 = 2;
/// One on which others fail.
pub(super) const TABLET: u8 = 3;

/// A pseudonym of a kind and number.
pub(super) fn name(kind: u8, number: u32) -> Pseudonym {
    let [a, b, c, d] = number.to_le_bytes();
    let k = kind;
    Pseudonym::from_bytes([k, a, b, c, d, k, k, k, k, k, k, k, k, k, k, k])
}

pub(super) fn customer() -> Pseudonym {
    name(7, 0)
}

pub(super) fn phone(number: u8) -> Pseudonym {
    name(5, u32::from(number))
}

/// Payee 0 is the one who is asked about.
pub(super) fn payee(number: u32) -> Pseudonym {
    name(6, number)
}

/// Transfer 0 is the one that asks.
pub(super) fn transfer(number: u32) -> TransferId {
    TransferId(name(4, number).to_bytes())
}

/// So many seconds before [`NOW`], where it is `minute` now.
pub(super) fn ago(age: u32, minute: u16) -> Moment {
    let offset = i16::try_from(i32::from(minute).saturating_sub(i32::from(NOON))).unwrap_or(0);
    Moment::at_offset(Timestamp::from_seconds(NOW.saturating_sub(age).max(1)), offset)
}

/// Two kinds of factor.
pub(super) fn strong() -> FactorSet {
    FactorSet::NONE.with(Factor::Face).with(Factor::Sms)
}

/// So many metres south of home; of this country or a neighbour's.
pub(super) fn south(metres: u32, abroad: bool) -> Option<Position> {
    // A metre along the meridian is a little less than nine microdegrees.
    let down = i32::try_from(metres.saturating_mul(9)).ok()?;
    let latitude = 39_904_200_i32.saturating_sub(down).max(-90_000_000);
    let point = Point::new(latitude, 116_407_400, 50).ok()?;
    Some(Position { point: Some(point), ..country(abroad)? })
}

/// A country and no point in it.
pub(super) fn country(abroad: bool) -> Option<Position> {
    Some(Position { country: Country::from_code(if abroad { "SG" } else { "CN" })?, point: None })
}

pub(super) fn home() -> Option<Position> {
    south(0, false)
}
