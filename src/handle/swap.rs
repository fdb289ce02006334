//! The core of the handle: one value that many threads read while another is put in its place, without waiting.

use super::sync::{Arc, AtomicU64, Mutex, Ordering, TryLockError};

/// A value that can be replaced, and how often it was.
pub(crate) struct Swap<T> {
    /// INVARIANT: rises while `current` is locked, so that whoever holds the lock reads the number of what is there.
    replaced: AtomicU64,
    current: Mutex<Arc<T>>,
}

/// What one thread has read: the value, and the number by which it knows whether there is a newer one.
pub(crate) struct Seen<T> {
    replaced: u64,
    pub(crate) value: Arc<T>,
}

impl<T> Swap<T> {
    pub(crate) fn new(value: T) -> Self {
        Self { replaced: AtomicU64::new(0), current: Mutex::new(Arc::new(value)) }
    }

    /// Puts a value in place and gives back the one before, which is dropped outside the lock.
    pub(crate) fn replace(&self, value: T) -> Arc<T> {
        let value = Arc::new(value);
        // WHY: the lock is held for two moves, neither of which can panic; a poisoned one still holds a whole value.
        let mut current = self.current.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let before = core::mem::replace(&mut *current, value);
        self.replaced.fetch_add(1, Ordering::Release);
        before
    }

    /// What is there now. Waits while another thread is between the two moves of [`Self::replace`].
    pub(crate) fn see(&self) -> Seen<T> {
        let current = self.current.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        Seen { replaced: self.replaced.load(Ordering::Relaxed), value: Arc::clone(&current) }
    }

    /// Takes what is there now where there is something newer. Never waits: where the lock is held just now, the value
    /// seen before still holds, and the next look finds the newer one.
    pub(crate) fn look_again(&self, seen: &mut Seen<T>) {
        if self.replaced.load(Ordering::Acquire) == seen.replaced {
            return;
        }
        let current = match self.current.try_lock() {
            Ok(current) => current,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return,
        };
        seen.replaced = self.replaced.load(Ordering::Relaxed);
        let before = core::mem::replace(&mut seen.value, Arc::clone(&current));
        drop(current);
        // The last reader of a policy frees it, and holds nobody up while it does.
        drop(before);
    }
}
