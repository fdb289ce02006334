//! The handles: one table, made before the program begins, in which a policy is found, held while it is used, replaced
//! and freed without a lock.
//!
//! A handle is the number of an entry with its generation. The entry names a slot; the slot counts who uses its value.
//!
//! * **hold**: read the entry; raise the slot's count unless it is retired; read the entry again. Where it still names
//!   this slot, the value is its own and stays while the count is held. Else let go and begin again.
//! * **replace**: put the value in a free slot, let the entry name it, retire the slot before.
//! * **retire**: mark the slot; whoever brings its count to 0 afterwards, takes the value out and drops it.
#![expect(
    unsafe_code,
    reason = "values live behind raw pointers, counted by hand, so that no lock is needed"
)]

use core::ptr;

use super::sync::{AtomicPtr, AtomicU64, Ordering};

/// Set in a slot whose value may be held.
const LIVE: u64 = 1 << 63;
/// Set in a slot whose value goes when nobody holds it any more.
const RETIRED: u64 = 1 << 62;
/// Set in a slot while a value is put in or taken out.
const BUSY: u64 = 1 << 61;

/// Generations begin here, so that small numbers and blanks are no handles.
pub(crate) const FIRST: u64 = 0x53_5455;
/// Generations at which the entries of a process may begin.
const PROCESSES: u64 = 1 << 24;
/// Bits of an entry that name its slot; 0 names none.
pub(crate) const SLOT_BITS: u32 = 16;

/// One value, and in the same word who holds it.
pub(crate) struct Slot<T> {
    /// Its marks, and below them how many hold it. INVARIANT: 0 where it is free.
    pub(crate) state: AtomicU64,
    pub(crate) value: AtomicPtr<T>,
}

/// So many entries, and twice as many slots, since what is replaced is held for a while by who uses it.
pub(crate) struct Table<T, const ENTRIES: usize, const SLOTS: usize> {
    /// Generation, and the slot's number from 1.
    pub(crate) entries: [AtomicU64; ENTRIES],
    pub(crate) slots: [Slot<T>; SLOTS],
}

/// A value that is held; it is not freed before this is dropped.
pub(crate) struct Held<'a, T> {
    slot: &'a Slot<T>,
}

/// Why a value was not taken; it is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// There is no room.
    Full,
    /// The handle names no entry.
    Unknown,
}

// A value is used by whoever holds it, and dropped by the last of them: on any thread.
impl<T: Send + Sync, const ENTRIES: usize, const SLOTS: usize> Table<T, ENTRIES, SLOTS> {
    /// A new entry for a value; its handle is between 1 and 2^31.
    ///
    /// An entry that was never used begins at a generation that `process` chooses.
    pub(crate) fn insert(&self, value: T, process: u64) -> Result<i64, Refused> {
        let slot = self.fill(value).ok_or(Refused::Full)?;
        for (index, entry) in (0_u64..).zip(&self.entries) {
            let seen = entry.load(Ordering::Acquire);
            // WHY: an entry whose generations are used up stays empty, so that no handle is ever given out twice.
            if slot_of(seen).is_some() || seen >> SLOT_BITS > last(ENTRIES) {
                continue;
            }
            let generation = match seen >> SLOT_BITS {
                FIRST => FIRST.saturating_add(1).saturating_add(process % PROCESSES),
                used => used,
            };
            let named = generation << SLOT_BITS | u64::from(slot).saturating_add(1);
            if entry.compare_exchange(seen, named, Ordering::AcqRel, Ordering::Relaxed).is_ok() {
                return Ok(handle(index, generation, ENTRIES));
            }
        }
        self.retire(usize::from(slot));
        Err(Refused::Full)
    }

    /// The value behind a handle, held; `None` where the handle names none now.
    pub(crate) fn hold(&self, handle: i64) -> Option<Held<'_, T>> {
        let (entry, generation) = self.entry(handle)?;
        loop {
            let seen = entry.load(Ordering::Acquire);
            if seen >> SLOT_BITS != generation {
                return None;
            }
            let slot = self.slots.get(slot_of(seen)?)?;
            let before = slot.state.fetch_add(1, Ordering::AcqRel);
            let held = Held { slot };
            // WHY: counted before it is asked whether that was right: a slot whose count is held is not used anew, so what
            // the entry names now is what is held, if it names this slot at all.
            if before & LIVE != 0 && entry.load(Ordering::Acquire) == seen {
                return Some(held);
            }
            drop(held);
        }
    }

    /// Puts a value in the place of another. Who holds the one before, goes on with it.
    pub(crate) fn replace(&self, handle: i64, value: T) -> Result<(), Refused> {
        let Some((entry, generation)) = self.entry(handle) else { return Err(Refused::Unknown) };
        let slot = self.fill(value).ok_or(Refused::Full)?;
        let named = (generation << SLOT_BITS) | u64::from(slot).saturating_add(1);
        loop {
            let seen = entry.load(Ordering::Acquire);
            let before = slot_of(seen).filter(|_| seen >> SLOT_BITS == generation);
            let Some(before) = before else {
                self.retire(usize::from(slot));
                return Err(Refused::Unknown);
            };
            if entry.compare_exchange(seen, named, Ordering::AcqRel, Ordering::Relaxed).is_ok() {
                self.retire(before);
                return Ok(());
            }
        }
    }

    /// Frees a handle; says whether it named anything. The value is dropped when nobody holds it any more.
    pub(crate) fn remove(&self, handle: i64) -> bool {
        let Some((entry, generation)) = self.entry(handle) else { return false };
        loop {
            let seen = entry.load(Ordering::Acquire);
            let before = slot_of(seen).filter(|_| seen >> SLOT_BITS == generation);
            let Some(before) = before else { return false };
            let next = generation.saturating_add(1) << SLOT_BITS;
            if entry.compare_exchange(seen, next, Ordering::AcqRel, Ordering::Relaxed).is_ok() {
                self.retire(before);
                return true;
            }
        }
    }

    /// The entry of a handle, and its generation.
    fn entry(&self, handle: i64) -> Option<(&AtomicU64, u64)> {
        let handle = u64::try_from(handle).ok()?;
        let entries = u64::try_from(ENTRIES).ok()?;
        let index = usize::try_from(handle.checked_rem(entries)?).ok()?;
        Some((self.entries.get(index)?, handle.checked_div(entries)?))
    }

    /// A free slot with a value in it; `None` where there is none.
    fn fill(&self, value: T) -> Option<u16> {
        let free = |slot: &Slot<T>| {
            slot.state.compare_exchange(0, BUSY, Ordering::AcqRel, Ordering::Relaxed).is_ok()
        };
        let (number, slot) = (0_u16..).zip(&self.slots).find(|(_, slot)| free(slot))?;
        slot.value.store(Box::into_raw(Box::new(value)), Ordering::Release);
        // WHY: changed, not stored: who read an old entry may have raised the count meanwhile, and will lower it.
        slot.state.fetch_add(LIVE.wrapping_sub(BUSY), Ordering::AcqRel);
        Some(number)
    }

    /// No entry names the slot any more: its value goes when nobody holds it.
    fn retire(&self, slot: usize) {
        let Some(slot) = self.slots.get(slot) else { return };
        // One more holder while the mark changes: letting go frees the value where nobody else has it.
        slot.state.fetch_add(1, Ordering::AcqRel);
        slot.state.fetch_sub(LIVE.wrapping_sub(RETIRED), Ordering::AcqRel);
        drop(Held { slot });
    }
}

fn slot_of(entry: u64) -> Option<usize> {
    let number = entry & ((1 << SLOT_BITS) - 1);
    usize::try_from(number.checked_sub(1)?).ok()
}

/// The last generation whose handles stay below 2^31: GnuCOBOL passes no more of a number, whatever its picture says.
fn last(entries: usize) -> u64 {
    let entries = u64::try_from(entries).unwrap_or(u64::MAX);
    u64::from(i32::MAX.unsigned_abs()).checked_div(entries).unwrap_or(0).saturating_sub(1)
}

fn handle(index: u64, generation: u64, entries: usize) -> i64 {
    let entries = u64::try_from(entries).unwrap_or(1);
    i64::try_from(generation.saturating_mul(entries).saturating_add(index)).unwrap_or(0)
}

impl<T> Held<'_, T> {
    /// The value.
    pub(crate) fn value(&self) -> &T {
        // SAFETY: given out for a live slot only, whose value is not freed while its count is held.
        unsafe { &*self.slot.value.load(Ordering::Acquire) }
    }
}

impl<T> Drop for Held<'_, T> {
    fn drop(&mut self) {
        let before = self.slot.state.fetch_sub(1, Ordering::AcqRel);
        // The last to let go of a retired slot takes the value out. Who counts here in between finds it not live, lets
        // go, and may come to the same end: the exchange lets one of them through.
        let last = before == RETIRED | 1;
        let state = &self.slot.state;
        if last && state.compare_exchange(RETIRED, BUSY, Ordering::AcqRel, Ordering::Relaxed).is_ok() {
            let value = self.slot.value.swap(ptr::null_mut(), Ordering::AcqRel);
            // SAFETY: made by `fill`, taken out once, held by nobody: the slot is busy, and no entry names it.
            drop(unsafe { Box::from_raw(value) });
            state.fetch_sub(BUSY, Ordering::AcqRel);
        }
    }
}
