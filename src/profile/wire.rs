//! One walk over the fields serves both directions: a reader fills them, a writer takes them.

use crate::place::{Country, Point};
use crate::profile::money;
use crate::profile::window::{Ring, Round, Window};
use crate::units::{Currency, Timestamp};

/// A direction over the bytes. Each field is given with its present value, which a reader replaces.
pub(super) trait Wire {
    /// Whether fields are filled, so that what is reckoned from them must be reckoned anew.
    const READS: bool;

    /// The next `N` bytes.
    fn bytes<const N: usize>(&mut self, it: &mut [u8; N]);
    /// Notes that what was just read is not a legal `field`.
    fn refuse(&mut self, field: &'static str);

    /// Notes an illegal field unless `legal`.
    fn check(&mut self, legal: bool, field: &'static str) {
        if !legal {
            self.refuse(field);
        }
    }

    /// One byte.
    fn u8(&mut self, it: &mut u8) {
        let mut bytes = it.to_le_bytes();
        self.bytes(&mut bytes);
        *it = u8::from_le_bytes(bytes);
    }

    /// Two bytes.
    fn u16(&mut self, it: &mut u16) {
        let mut bytes = it.to_le_bytes();
        self.bytes(&mut bytes);
        *it = u16::from_le_bytes(bytes);
    }

    /// Two bytes with a sign.
    fn i16(&mut self, it: &mut i16) {
        let mut bytes = it.to_le_bytes();
        self.bytes(&mut bytes);
        *it = i16::from_le_bytes(bytes);
    }

    /// Four bytes.
    fn u32(&mut self, it: &mut u32) {
        let mut bytes = it.to_le_bytes();
        self.bytes(&mut bytes);
        *it = u32::from_le_bytes(bytes);
    }

    /// Eight bytes.
    fn u64(&mut self, it: &mut u64) {
        let mut bytes = it.to_le_bytes();
        self.bytes(&mut bytes);
        *it = u64::from_le_bytes(bytes);
    }

    /// Eight bytes that hold a sum, `0 ..= most`.
    fn sum(&mut self, it: &mut i64, most: i64, field: &'static str) {
        let mut bytes = it.to_le_bytes();
        self.bytes(&mut bytes);
        *it = i64::from_le_bytes(bytes);
        self.check((0..=most).contains(it), field);
    }

    /// Three bytes that hold a sum of money.
    fn money(&mut self, it: &mut i64, field: &'static str) {
        let mut code = money::to_code(*it);
        self.bytes(&mut code);
        match money::from_code(code) {
            Some(sum) => *it = sum,
            None => self.refuse(field),
        }
    }

    /// Four bytes, seconds since 1970.
    fn time(&mut self, it: &mut Timestamp) {
        let mut seconds = it.seconds();
        self.u32(&mut seconds);
        *it = Timestamp::from_seconds(seconds);
    }

    /// Four bytes, seconds since 1970, where 0 is never.
    fn time_or_never(&mut self, it: &mut Option<Timestamp>) {
        let mut seconds = it.map_or(0, Timestamp::seconds);
        self.u32(&mut seconds);
        *it = (seconds != 0).then_some(Timestamp::from_seconds(seconds));
    }

    /// Two bytes: a country, or 0 for none.
    fn country(&mut self, it: &mut Option<Country>, field: &'static str) {
        let mut number = it.map_or(0, Country::to_number);
        self.u16(&mut number);
        *it = Country::from_number(number);
        self.check(it.is_some() || number == 0, field);
    }

    /// Two bytes: a currency by its number.
    fn currency(&mut self, it: &mut Currency, field: &'static str) {
        let mut number = it.numeric();
        self.u16(&mut number);
        match Currency::from_numeric(number) {
            Some(currency) => *it = currency,
            None => self.refuse(field),
        }
    }

    /// Eleven bytes: latitude, longitude, and the radius in three bytes (at most [`FARTHEST`] metres).
    fn point(&mut self, it: &mut Option<Point>, field: &'static str) {
        let numbers = it.map_or((0, 0, 0), |point| (point.latitude(), point.longitude(), point.radius_m()));
        let (mut latitude, mut longitude) = (numbers.0.to_le_bytes(), numbers.1.to_le_bytes());
        let [a, b, c, _] = numbers.2.min(FARTHEST).to_le_bytes();
        let mut radius = [a, b, c];
        self.bytes(&mut latitude);
        self.bytes(&mut longitude);
        self.bytes(&mut radius);
        let [a, b, c] = radius;
        let radius = u32::from_le_bytes([a, b, c, 0]);
        *it = Point::new(i32::from_le_bytes(latitude), i32::from_le_bytes(longitude), radius).ok();
        self.check(it.is_some(), field);
    }

    /// A ring of money, three bytes a bucket.
    fn money_ring<const N: usize>(&mut self, it: &mut Ring<N>, field: &'static str) {
        let mut buckets = *it.buckets();
        buckets.iter_mut().for_each(|bucket| self.money(bucket, field));
        if Self::READS {
            *it = Ring::of(buckets);
        }
    }

    /// A ring of counts, one byte a bucket.
    fn small_ring<const N: usize>(&mut self, it: &mut Ring<N>) {
        let mut buckets = *it.buckets();
        for bucket in &mut buckets {
            let mut count = u8::try_from(*bucket).unwrap_or(u8::MAX);
            self.u8(&mut count);
            *bucket = i64::from(count);
        }
        if Self::READS {
            *it = Ring::of(buckets);
        }
    }

    /// A window of money, three bytes a bucket.
    fn money_window<const N: usize, const D: u32>(&mut self, it: &mut Window<N, D>, field: &'static str) {
        self.money_ring(&mut it.ring, field);
        it.tail.iter_mut().for_each(|day| self.money(day, field));
    }

    /// A window of counts, one byte a bucket.
    fn small_window<const N: usize, const D: u32>(&mut self, it: &mut Window<N, D>) {
        self.small_ring(&mut it.ring);
        for day in &mut it.tail {
            let mut count = u8::try_from(*day).unwrap_or(u8::MAX);
            self.u8(&mut count);
            *day = i64::from(count);
        }
    }

    /// A window of counts, two bytes a bucket.
    fn count_window<const N: usize, const D: u32>(&mut self, it: &mut Window<N, D>) {
        let mut buckets = *it.ring.buckets();
        for bucket in buckets.iter_mut().chain(&mut it.tail) {
            let mut count = u16::try_from(*bucket).unwrap_or(u16::MAX);
            self.u16(&mut count);
            *bucket = i64::from(count);
        }
        if Self::READS {
            it.ring = Ring::of(buckets);
        }
    }
}

/// The largest radius that three bytes hold, metres; nowhere on Earth is farther apart than 20,040 km.
pub(super) const FARTHEST: u32 = (1 << 24) - 1;

/// The most that a count of one byte says.
pub(super) const SMALL: i64 = 255;

/// A count of one byte; at its top it is no longer known, and readers fall back to a coarser one.
pub(super) const ROUND_SMALL: Round = |count| count.min(SMALL);

/// A count of two bytes, the most that an answer can say.
pub(super) const ROUND_COUNT: Round = |count| count.min(65_535);

/// Fills fields from bytes.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
    refused: Option<&'static str>,
}

impl<'a> Reader<'a> {
    /// A reader of these bytes.
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, refused: None }
    }

    /// The first field that was not legal.
    pub(super) const fn refused(&self) -> Option<&'static str> {
        self.refused
    }
}

impl Wire for Reader<'_> {
    const READS: bool = true;

    fn bytes<const N: usize>(&mut self, it: &mut [u8; N]) {
        match self.rest.split_first_chunk::<N>() {
            Some((head, rest)) => (*it, self.rest) = (*head, rest),
            None => self.refuse("length"),
        }
    }

    fn refuse(&mut self, field: &'static str) {
        self.refused = self.refused.or(Some(field));
    }
}

/// Writes fields to bytes.
pub(super) struct Writer<'a> {
    rest: &'a mut [u8],
}

impl<'a> Writer<'a> {
    /// A writer to these bytes.
    pub(super) const fn new(bytes: &'a mut [u8]) -> Self {
        Self { rest: bytes }
    }
}

impl Wire for Writer<'_> {
    const READS: bool = false;

    fn bytes<const N: usize>(&mut self, it: &mut [u8; N]) {
        if let Some((head, rest)) = core::mem::take(&mut self.rest).split_first_chunk_mut::<N>() {
            *head = *it;
            self.rest = rest;
        }
    }

    fn refuse(&mut self, _field: &'static str) {}
}
