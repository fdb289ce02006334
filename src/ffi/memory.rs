//! The caller's memory: the only place where a pointer is followed. Everything is copied in once and copied out last, at
//! any alignment, so that records may overlap and may change while they are read.
#![expect(unsafe_code, reason = "pointers of another language are followed here and nowhere else")]

use core::marker::PhantomData;
use core::ops::Range;
use core::ptr;

use crate::ffi::fault::{Fault, Status};
use crate::ffi::layout::{Passed, Passing, Record, small};

/// The largest record that a caller can have; what is larger is no record, whatever its size field says.
pub(super) const LARGEST: i32 = 65_536;

/// A record of the caller's that is read.
///
/// INVARIANT: made by callers from other languages alone, who promise that it is null or valid for its size.
#[repr(transparent)]
pub struct In<R>(*const u8, PhantomData<R>);

/// A record of the caller's that is written, and perhaps read before.
///
/// INVARIANT: as for [`In`].
#[repr(transparent)]
pub struct Out<R>(*mut u8, PhantomData<R>);

/// Bytes of the caller's that are read; how many is said by another argument, or by what they are.
///
/// INVARIANT: as for [`In`].
#[repr(transparent)]
pub struct Bytes(*const u8);

/// Bytes of the caller's that are written.
///
/// INVARIANT: as for [`In`].
#[repr(transparent)]
pub struct Room(*mut u8);

/// Numbers of 32 bits that are read, one behind the other.
///
/// INVARIANT: as for [`In`].
#[repr(transparent)]
pub struct Numbers(*const i32);

/// A number of the caller's that is written.
///
/// INVARIANT: as for [`In`].
#[repr(transparent)]
pub struct Number<T>(*mut T);

// A pointer may be copied as in C; what may be done with it is checked at each use.
macro_rules! copied {
    ($($name:ident $(<$of:ident>)?),+) => {$(
        impl$(<$of>)? Clone for $name$(<$of>)? {
            fn clone(&self) -> Self {
                *self
            }
        }
        impl$(<$of>)? Copy for $name$(<$of>)? {}
    )+};
}

copied!(In<R>, Out<R>, Bytes, Room, Numbers, Number<T>);

impl<R: Record> Passed for In<R> {
    const PASSING: Passing = Passing::In;
    const OF: &'static str = R::LAYOUT.name;
}

impl<R: Record> Passed for Out<R> {
    const PASSING: Passing = Passing::Out;
    const OF: &'static str = R::LAYOUT.name;
}

impl Passed for Bytes {
    const PASSING: Passing = Passing::In;
    const OF: &'static str = "void";
}

impl Passed for Room {
    const PASSING: Passing = Passing::Out;
    const OF: &'static str = "void";
}

impl Passed for Numbers {
    const PASSING: Passing = Passing::In;
    const OF: &'static str = "int32_t";
}

impl Passed for Number<i32> {
    const PASSING: Passing = Passing::Out;
    const OF: &'static str = "int32_t";
}

impl Passed for Number<i64> {
    const PASSING: Passing = Passing::Out;
    const OF: &'static str = "int64_t";
}

/// The size that a record says it has, where it can be one: at least the first version's, and no more than `most`.
fn size_of_record<R: Record>(at: *const u8, name: &'static str, most: i32) -> Result<usize, Fault> {
    if at.is_null() {
        return Err(Fault::null(name));
    }
    // SAFETY: not null, so valid for the size field, which every record begins with.
    let said = unsafe { at.cast::<i32>().read_unaligned() };
    let least = small(R::LAYOUT.first);
    match usize::try_from(said) {
        Ok(size) if (least..=most).contains(&said) => Ok(size),
        _ => Err(Fault::size(R::LAYOUT.name, said, small(R::LAYOUT.size), most)),
    }
}

impl<R: Record> In<R> {
    /// The record, copied once. Of a longer one, what this version does not know must be zero.
    pub(super) fn read(self, name: &'static str) -> Result<R, Fault> {
        copy_in(self.0, name, LARGEST)
    }

    /// The record `count` strides further on; a longer one than the stride would be part of the next.
    pub(super) fn read_nth(self, name: &'static str, stride: i32, count: usize) -> Result<R, Fault> {
        let at = usize::try_from(stride).unwrap_or(0).wrapping_mul(count);
        copy_in(self.0.wrapping_add(at), name, stride.min(LARGEST))
    }

    pub(super) fn is_null(self) -> bool {
        self.0.is_null()
    }
}

#[inline]
fn copy_in<R: Record>(at: *const u8, name: &'static str, most: i32) -> Result<R, Fault> {
    copy_in_sized(at, size_of_record::<R>(at, name, most)?)
}

/// A record of so many bytes, copied once.
#[inline]
fn copy_in_sized<R: Record>(at: *const u8, size: usize) -> Result<R, Fault> {
    let own = R::LAYOUT.size;
    let mut record = if size >= own {
        // SAFETY: the caller's record is valid for `size >= own` bytes, at any alignment, and any bytes are an `R`.
        unsafe { at.cast::<R>().read_unaligned() }
    } else {
        let mut record = R::BLANK;
        // SAFETY: the caller's record is valid for `size` bytes, and ours for `own`, which are more: what an older caller does not have stays zero.
        unsafe { ptr::copy_nonoverlapping(at, (&raw mut record).cast::<u8>(), size) };
        record
    };
    // WHY: the size was read once and is not believed again; another thread may have changed what was copied.
    // SAFETY: a record begins with its size.
    unsafe { (&raw mut record).cast::<i32>().write(small(own)) };
    // SAFETY: inside the caller's `size` bytes.
    let beyond = (own..size).find(|place| unsafe { at.add(*place).read() } != 0);
    match beyond {
        None => Ok(record),
        Some(place) => Err(Fault::newer(R::LAYOUT.name, place)),
    }
}

/// A record of the caller's that was cleared and will be written.
pub(super) struct Place<R> {
    at: *mut u8,
    size: usize,
    record: PhantomData<R>,
}

impl<R: Record> Out<R> {
    /// As a caller from another language gives it.
    #[cfg(test)]
    pub(super) const fn of(at: *mut R) -> Self {
        Self(at.cast(), PhantomData)
    }

    pub(super) fn is_null(self) -> bool {
        self.0.is_null()
    }

    /// The record as it is, and the place to write it to when all else is done: its size is read once.
    pub(super) fn held(self, name: &'static str) -> Result<(R, Place<R>), Fault> {
        let size = size_of_record::<R>(self.0, name, LARGEST)?;
        Ok((copy_in_sized(self.0, size)?, Place { at: self.0, size, record: PhantomData }))
    }

    /// Zeros in all of the record but its size, before anything is decided.
    pub(super) fn clear(self, name: &'static str) -> Result<Place<R>, Fault> {
        self.cleared(name, LARGEST)
    }

    /// The same, `count` strides further on; a longer record than the stride would be part of the next.
    pub(super) fn clear_nth(self, name: &'static str, stride: i32, count: usize) -> Result<Place<R>, Fault> {
        let at = usize::try_from(stride).unwrap_or(0).wrapping_mul(count);
        Self(self.0.wrapping_add(at), PhantomData).cleared(name, stride.min(LARGEST))
    }

    fn cleared(self, name: &'static str, most: i32) -> Result<Place<R>, Fault> {
        let size = size_of_record::<R>(self.0, name, most).inspect_err(|_| self.refuse())?;
        let place = Place { at: self.0, size, record: PhantomData };
        place.clear();
        Ok(place)
    }

    /// Clears what follows the size where that cannot be right: of a decision the outcome, so that no old one stands.
    fn refuse(self) {
        if !self.0.is_null() {
            // SAFETY: not null, and every record has at least eight bytes, whatever it says of its size.
            unsafe { self.0.add(size_of::<i32>()).write_bytes(0, size_of::<i32>()) };
        }
    }

    /// Writes the record where there is one whose size can be right; says whether there was.
    pub(super) fn write(self, name: &'static str, record: &R) -> Result<(), Fault> {
        let size = size_of_record::<R>(self.0, name, LARGEST)?;
        Place { at: self.0, size, record: PhantomData }.write(record);
        Ok(())
    }
}

impl<R: Record> Place<R> {
    /// Zeros in all of it but the size.
    fn clear(&self) {
        let head = size_of::<i32>();
        // SAFETY: the caller's record is valid for `size` bytes, of which the first four are its size.
        unsafe { ptr::write_bytes(self.at.add(head), 0, self.size.saturating_sub(head)) };
    }

    /// The record, and zeros in what the caller's has more; the size stays the caller's.
    pub(super) fn write(&self, record: &R) {
        let own = R::LAYOUT.size.min(self.size);
        let from = ptr::from_ref(record).cast::<u8>();
        let head = size_of::<i32>();
        // SAFETY: the caller's record is valid for `size >= own` bytes, ours for `own`; ours cannot lie in the caller's. The four bytes of the size are left as they are.
        unsafe {
            ptr::copy_nonoverlapping(from.add(head), self.at.add(head), own.saturating_sub(head));
            ptr::write_bytes(self.at.add(own), 0, self.size.saturating_sub(own));
        }
    }
}

impl Bytes {
    /// So many bytes, copied once.
    pub(super) fn take<const N: usize>(self, name: &'static str) -> Result<[u8; N], Fault> {
        let mut bytes = [0; N];
        self.copy_to(name, &mut bytes)?;
        Ok(bytes)
    }

    /// The same, copied to where they are looked at.
    pub(super) fn copy_to<const N: usize>(self, name: &'static str, to: &mut [u8; N]) -> Result<(), Fault> {
        if self.0.is_null() {
            return Err(Fault::null(name));
        }
        // SAFETY: not null, so valid for the bytes that the header says.
        unsafe { ptr::copy_nonoverlapping(self.0, to.as_mut_ptr(), N) };
        Ok(())
    }

    /// As many bytes as another argument says, up to `most`, copied once.
    pub(super) fn copied(self, name: &'static str, length: i64, most: i64) -> Result<Vec<u8>, Fault> {
        let count = usize::try_from(length).ok().filter(|_| length <= most);
        let Some(count) = count else { return Err(Fault::range(name, length, 0, most)) };
        if count == 0 {
            return Ok(Vec::new());
        }
        if self.0.is_null() {
            return Err(Fault::null(name));
        }
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(count).map_err(|_| Fault::of(Status::Memory, "no memory for the text"))?;
        // SAFETY: not null, so valid for the length that the caller says; the room was reserved, and all of it is written.
        unsafe {
            ptr::copy_nonoverlapping(self.0, bytes.as_mut_ptr(), count);
            bytes.set_len(count);
        }
        Ok(bytes)
    }

    pub(super) fn is_null(self) -> bool {
        self.0.is_null()
    }
}

impl Room {
    /// Writes bytes; the caller has said that there is room for them.
    pub(super) fn put(self, name: &'static str, bytes: &[u8]) -> Result<(), Fault> {
        if bytes.is_empty() {
            return Ok(());
        }
        if self.0.is_null() {
            return Err(Fault::null(name));
        }
        // SAFETY: not null, so valid for the capacity that the caller stated, which callers of this have compared.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), self.0, bytes.len()) };
        Ok(())
    }

    /// Fills a range of it with one byte; the caller has said that there is room for it.
    pub(super) fn fill(self, name: &'static str, range: Range<usize>, byte: u8) -> Result<(), Fault> {
        if range.is_empty() {
            return Ok(());
        }
        if self.0.is_null() {
            return Err(Fault::null(name));
        }
        // SAFETY: not null, so valid for the capacity that the caller stated, within which the range lies.
        unsafe { self.0.add(range.start).write_bytes(byte, range.len()) };
        Ok(())
    }

    /// So many bytes as they are, copied once.
    pub(super) fn take<const N: usize>(self, name: &'static str) -> Result<[u8; N], Fault> {
        Bytes(self.0).take(name)
    }

    /// The same, copied to where they are looked at.
    pub(super) fn copy_to<const N: usize>(self, name: &'static str, to: &mut [u8; N]) -> Result<(), Fault> {
        Bytes(self.0).copy_to(name, to)
    }

    /// The bytes `count` strides further on.
    pub(super) fn nth(self, stride: usize, count: usize) -> Self {
        Self(self.0.wrapping_add(stride.wrapping_mul(count)))
    }

    pub(super) fn is_null(self) -> bool {
        self.0.is_null()
    }

    /// So many bytes: the size, what follows it in the record, and zeros. Written once, whatever stands there.
    pub(super) fn blank(self, size: i32, record: &[u8]) -> Result<(), Fault> {
        let Ok(count) = usize::try_from(size) else {
            return Err(Fault::range("size", size.into(), 0, LARGEST.into()));
        };
        let mut bytes = record.to_vec();
        bytes.resize(count, 0);
        size.to_ne_bytes().iter().zip(&mut bytes).for_each(|(from, to)| *to = *from);
        self.put("area", &bytes)
    }
}

impl Numbers {
    /// The number `count` places further on, copied once.
    pub(super) fn nth(self, name: &'static str, count: usize) -> Result<i32, Fault> {
        let at = self.0.wrapping_add(count);
        Bytes(at.cast()).take(name).map(i32::from_ne_bytes)
    }

    pub(super) fn is_null(self) -> bool {
        self.0.is_null()
    }
}

impl<T> Number<T> {
    /// Writes what was made, or 0 where nothing was: no number of an earlier call stands.
    pub(super) fn settle(self, name: &'static str, made: Result<T, Fault>) -> Result<(), Fault>
    where
        T: Default,
    {
        match made {
            Ok(number) => self.put(name, number),
            Err(fault) if self.is_null() => Err(fault),
            Err(fault) => self.put(name, T::default()).and(Err(fault)),
        }
    }

    /// Writes a number; a null pointer is a fault.
    pub(super) fn put(self, name: &'static str, value: T) -> Result<(), Fault> {
        if self.0.is_null() {
            return Err(Fault::null(name));
        }
        // SAFETY: not null, so valid for one number, at any alignment.
        unsafe { self.0.write_unaligned(value) };
        Ok(())
    }

    pub(super) fn is_null(self) -> bool {
        self.0.is_null()
    }

    /// The number `count` places further on.
    pub(super) fn nth(self, count: usize) -> Self {
        Self(self.0.wrapping_add(count))
    }
}
