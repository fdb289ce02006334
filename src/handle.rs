//! A policy that can be replaced while threads decide: nobody waits, nobody sees half, a failed load changes nothing.

mod swap;

/// What the core is built from; its test puts loom's in their place.
mod sync {
    pub(super) use std::sync::atomic::{AtomicU64, Ordering};
    pub(super) use std::sync::{Arc, Mutex, TryLockError};
}

use std::sync::{Arc, Mutex, PoisonError};

use crate::document::{Draft, Sealed};
use crate::finding::Findings;
use crate::handle::swap::{Seen, Swap};
use crate::policy::Policy;

/// The policy in force, shared by all threads that decide; [`PolicyHandle::reader`] makes one reader for each.
///
/// ```
/// use stepup::document::Draft;
/// use stepup::document::presets::RETAIL_CN;
/// use stepup::handle::PolicyHandle;
///
/// let handle = PolicyHandle::new(RETAIL_CN.seal()?.policy);
/// let mut reader = handle.reader();
/// let before = *reader.policy().identity();
///
/// // A file that does not seal changes nothing, and says why.
/// let broken = Draft::read("policy.toml", "schema = 1\n");
/// assert!(handle.reload(&broken).is_err());
/// assert_eq!(*reader.policy().identity(), before);
///
/// let edited = RETAIL_CN.text.replace("\"20000.00\" = 5", "\"25000.00\" = 5");
/// handle.reload(&Draft::read("policy.toml", &edited))?;
/// assert_ne!(*reader.policy().identity(), before);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct PolicyHandle {
    shared: Arc<Swap<Policy>>,
    /// The serial of the newest bundle that was put in force, 0 where none was; held while one is, by nobody else.
    serial: Arc<Mutex<u64>>,
}

/// One thread's view of a [`PolicyHandle`].
///
/// Keeps the policy it saw last alive until it looks again or is dropped: a thread that sleeps for a day holds a policy of
/// the day before.
pub struct PolicyReader {
    shared: Arc<Swap<Policy>>,
    seen: Seen<Policy>,
}

impl PolicyHandle {
    /// A handle on a policy.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        Self { shared: Arc::new(Swap::new(policy)), serial: Arc::new(Mutex::new(0)) }
    }

    /// A reader for one thread.
    #[must_use]
    pub fn reader(&self) -> PolicyReader {
        PolicyReader { shared: Arc::clone(&self.shared), seen: self.shared.see() }
    }

    /// The policy in force now. For a thread that decides often, [`PolicyHandle::reader`] is cheaper.
    #[must_use]
    pub fn policy(&self) -> Arc<Policy> {
        self.shared.see().value
    }

    /// Puts a policy in force and gives back the one before. Decisions that have begun end by the policy they began with,
    /// and name it.
    pub fn replace(&self, policy: Policy) -> Arc<Policy> {
        self.shared.replace(policy)
    }

    /// Puts a policy in force where its serial is above every one before; else gives the serial that stays. Whoever comes
    /// with an older one at the same time loses, in whatever order they arrive.
    pub(crate) fn replace_newer(&self, policy: Policy, serial: u64) -> Result<(), u64> {
        let mut newest = self.serial.lock().unwrap_or_else(PoisonError::into_inner);
        if serial <= *newest {
            return Err(*newest);
        }
        *newest = serial;
        self.replace(policy);
        Ok(())
    }

    /// Seals a draft and puts it in force; gives what it was sealed in spite of.
    ///
    /// # Errors
    /// Its findings, where it does not seal; the policy in force stays.
    pub fn reload(&self, draft: &Draft) -> Result<Findings, Findings> {
        let Sealed { policy, findings } = Policy::seal(draft)?;
        self.replace(policy);
        Ok(findings)
    }
}

impl PolicyReader {
    /// The policy in force: the newest, or, where it is being replaced this very moment, the one before. Never waits: a
    /// load and a comparison where nothing has changed. Take it once a decision, so that reasons and answer are of one policy.
    #[must_use]
    pub fn policy(&mut self) -> &Policy {
        self.shared.look_again(&mut self.seen);
        &self.seen.value
    }
}

impl core::fmt::Debug for PolicyHandle {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("PolicyHandle").field(&self.policy().name()).finish()
    }
}

impl core::fmt::Debug for PolicyReader {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("PolicyReader").field(&self.seen.value.name()).finish()
    }
}
