//! The policies in force: the only state that the interface keeps, in one table that no lock guards.

use core::ptr;

use crate::document::Draft;
use crate::ffi::fault::{Fault, Status};
use crate::ffi::memory::{Bytes, Number};
use crate::ffi::sync::{AtomicPtr, AtomicU64};
use crate::ffi::table::{FIRST, Held, Refused, SLOT_BITS, Slot, Table};
use crate::ffi::text::Charset;
use crate::finding::{Finding, Findings, Severity};
use crate::policy::Policy;

/// Policies that can be loaded at once.
pub const MOST_POLICIES: usize = 64;

/// Policies that are loaded or still held by somebody who decides by them.
const SLOTS: usize = 256;

static TABLE: Table<Policy, MOST_POLICIES, SLOTS> = Table {
    entries: [const { AtomicU64::new(FIRST << SLOT_BITS) }; MOST_POLICIES],
    slots: [const { Slot { state: AtomicU64::new(0), value: AtomicPtr::new(ptr::null_mut()) } }; SLOTS],
};

/// Memory that reading, sealing and proving a policy of so many bytes takes at the most; `tests/border_memory.rs` measures.
#[must_use]
pub const fn memory_for(text: usize) -> usize {
    text.saturating_mul(256).saturating_add(4 << 20)
}

/// Makes sure that there is memory for a policy, and gives it back at once.
///
/// WHY: where memory ends in the middle of the work, Rust's library ends the process; here it is still a status.
pub(super) fn ensure_memory(text: usize) -> Result<(), Fault> {
    let mut room: Vec<u8> = Vec::new();
    let short = room.try_reserve_exact(memory_for(text)).is_err();
    core::hint::black_box(&room);
    if short { Err(Fault::of(Status::Memory, "there is no memory to work on this policy")) } else { Ok(()) }
}

/// The policy behind a handle, held as long as a call lasts.
pub(super) fn held(handle: i64) -> Result<Held<'static, Policy>, Fault> {
    TABLE.hold(handle).ok_or_else(unknown)
}

fn unknown() -> Fault {
    let text =
        "this handle names no policy: it was freed, is another process's, or never was one; load the policy";
    Fault { field: "policy", ..Fault::of(Status::Handle, text) }
}

fn refused(refused: Refused) -> Fault {
    match refused {
        Refused::Unknown => unknown(),
        Refused::Full => Fault::of(
            Status::Full,
            format!("{MOST_POLICIES} policies are loaded, or more are still in use; free one"),
        ),
    }
}

/// The text of a policy, as it lies in the caller's memory.
#[derive(Clone, Copy)]
pub(super) struct Source {
    pub(super) text: Bytes,
    pub(super) length: i64,
    pub(super) charset: i32,
}

impl Source {
    /// The draft that the text makes, in a code page that can hold one.
    pub(super) fn draft(self) -> Result<Draft, Fault> {
        let charset = Charset::given(self.charset)?;
        if charset.is_ebcdic() {
            let text =
                "`charset`: a policy crosses as UTF-8 or GB 18030; EBCDIC's invariant characters lack # [ ]";
            return Err(Fault { field: "charset", least: 1, most: 2, ..Fault::of(Status::Field, text) });
        }
        ensure_memory(usize::try_from(self.length).unwrap_or(0).min(crate::document::MAX_BYTES))?;
        let most = i64::try_from(crate::document::MAX_BYTES).unwrap_or(i64::MAX);
        // WHY: a little more than a policy may have, so that the loader itself can say that it is too much.
        let copied = self.text.copied("text", self.length, most.saturating_mul(2));
        let bytes = copied.map_err(|fault| match fault.status {
            Status::Field => Fault::range("length", self.length, 0, most),
            _ => fault,
        })?;
        let text = charset.whole(&bytes)?;
        Ok(Draft::read("policy", text.strip_suffix('\0').unwrap_or(&text)))
    }

    /// The policy, where it seals and is the one that was demanded, and whether there is advice.
    fn policy(self, expected: Bytes) -> Result<(Policy, Findings), Fault> {
        let sealed = Policy::seal(&self.draft()?).map_err(|findings| first(&findings))?;
        if !expected.is_null() && expected.take::<32>("sha256")? != *sealed.policy.identity() {
            let found = crate::bytes::digits(sealed.policy.identity());
            let text =
                format!("SHA-256 of the policy is {found}, and another was demanded; nothing was changed");
            return Err(Fault { field: "sha256", ..Fault::of(Status::Identity, text) });
        }
        Ok((sealed.policy, sealed.findings))
    }

    /// Loads it as a new policy.
    pub(super) fn load(self, expected: Bytes, handle: Number<i64>) -> Result<Findings, Fault> {
        if handle.is_null() {
            return Err(Fault::null("policy"));
        }
        // The text and the SHA-256 are read before the handle is written, which may lie on top of them.
        let loaded = self.policy(expected);
        handle.put("policy", 0)?;
        let (policy, findings) = loaded?;
        handle.put("policy", TABLE.insert(policy, process()).map_err(refused)?)?;
        Ok(findings)
    }

    /// Loads it in the place of another.
    pub(super) fn replace(self, handle: i64, expected: Bytes) -> Result<Findings, Fault> {
        drop(held(handle)?);
        let (policy, findings) = self.policy(expected)?;
        TABLE.replace(handle, policy).map_err(refused)?;
        Ok(findings)
    }
}

/// A number that differs from process to process, so that a handle of one names nothing in another; a child that was
/// forked goes on with its parent's. SplitMix64's mixer (Steele, Lea, Flood 2014).
fn process() -> u64 {
    let at = u64::try_from(ptr::from_ref(&TABLE).addr()).unwrap_or(0);
    let z = at ^ u64::from(std::process::id()).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Frees a handle.
pub(super) fn free(handle: i64) -> Result<(), Fault> {
    if TABLE.remove(handle) { Ok(()) } else { Err(unknown()) }
}

/// The first finding that keeps a policy from sealing, as a fault.
fn first(findings: &Findings) -> Fault {
    let worst = findings.0.iter().find(|finding| finding.severity == Severity::Error);
    let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let told = |finding: &Finding| Fault {
        line: number(finding.line),
        column: number(finding.column),
        ..Fault::of(
            Status::Policy,
            format!("{}: {}; {}", finding.code.name(), finding.message.en, finding.mending.en),
        )
    };
    worst.or(findings.0.first()).map_or_else(|| Fault::of(Status::Policy, "the policy does not seal"), told)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table<u32, 2, 4> {
        Table {
            entries: [const { AtomicU64::new(FIRST << SLOT_BITS) }; 2],
            slots: [const { Slot { state: AtomicU64::new(0), value: AtomicPtr::new(ptr::null_mut()) } }; 4],
        }
    }

    #[test]
    fn an_entry_whose_generations_are_used_up_is_never_given_out_again() {
        let table = table();
        // The generation whose handles are the last below 2^31, in a table of two.
        let last = u64::from(i32::MAX.unsigned_abs()) / 2 - 1;
        let [entry, _] = &table.entries;
        entry.store(last << SLOT_BITS, crate::ffi::sync::Ordering::Release);
        let handle = table.insert(7, 0).unwrap();
        assert!(handle < 1 << 31, "{handle}");
        assert_eq!(table.hold(handle).map(|held| *held.value()), Some(7));
        assert!(table.remove(handle) && table.hold(handle).is_none() && !table.remove(handle));
        let other = table.insert(8, 0).unwrap();
        assert_eq!(other % 2, 1, "the other entry: the first one's are used up");
        assert_eq!(table.insert(9, 0), Err(Refused::Full));
        assert!(table.remove(other) && table.insert(10, 0).unwrap() % 2 == 1);
    }

    #[test]
    fn a_full_table_takes_nothing_and_loses_nothing() {
        let table = table();
        let handles = [table.insert(1, 3).unwrap(), table.insert(2, 3).unwrap()];
        assert_eq!(table.insert(3, 3), Err(Refused::Full));
        // Each replaced value that is held keeps its slot: four slots, two values in force, two held.
        let held: Vec<_> = handles.iter().map(|handle| table.hold(*handle).unwrap()).collect();
        assert_eq!(handles.map(|handle| table.replace(handle, 9)), [Ok(()); 2]);
        assert_eq!(table.replace(handles[0], 10), Err(Refused::Full), "and the one in force stays");
        assert_eq!(table.hold(handles[0]).map(|now| *now.value()), Some(9));
        assert_eq!(held.iter().map(|held| *held.value()).collect::<Vec<_>>(), [1, 2]);
        drop(held);
        assert_eq!(table.replace(handles[0], 10), Ok(()));
    }
}
