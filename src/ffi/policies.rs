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
        ensure_memory(usize::try_from(self.length).unwrap_or(0).min(crate::document::MAX_BYTES))?;
        // WHY: a little more than a policy may have, so that the loader itself can say that it is too much.
        let most = i64::try_from(crate::document::MAX_BYTES).unwrap_or(i64::MAX).saturating_mul(2);
        let text = charset.whole(&self.text.copied("text", self.length, most)?)?;
        Ok(Draft::read("policy", text.strip_suffix('\0').unwrap_or(&text)))
    }

    /// The policy, where it seals and is the one that was demanded, and whether there is advice.
    fn policy(self, expected: Bytes) -> Result<(Policy, Findings), Fault> {
        let sealed = Policy::seal(&self.draft()?).map_err(|findings| first(&findings))?;
        if !expected.is_null() && expected.take::<32>("sha256")? != *sealed.policy.identity() {
            let text = "the policy seals and has another SHA-256 than was demanded; nothing was changed";
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
