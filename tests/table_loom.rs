//! The table of handles under every interleaving of threads that loom finds: what is held is whole and not yet dropped,
//! a freed handle never names what came after it, and every value is dropped once.

#[allow(dead_code, reason = "this test is about the table alone")]
#[path = "../src/ffi/table.rs"]
mod table;

mod sync {
    pub(super) use loom::sync::atomic::{AtomicPtr, AtomicU64, Ordering};
}

use std::sync::atomic::{AtomicU32, Ordering as Std};
use std::sync::{Arc as Counted, PoisonError};

use loom::sync::Arc;
use loom::thread;
use sync::{AtomicPtr, AtomicU64};
use table::{FIRST, Refused, SLOT_BITS, Slot, Table};

/// A number in two halves that must agree, and a count of what was dropped.
struct Value {
    halves: (u32, u32),
    dropped: Counted<AtomicU32>,
}

impl Value {
    fn new(number: u32, dropped: &Counted<AtomicU32>) -> Self {
        Self { halves: (number, number), dropped: Counted::clone(dropped) }
    }

    fn number(&self) -> u32 {
        assert_eq!(self.halves.0, self.halves.1);
        self.halves.0
    }
}

impl Drop for Value {
    fn drop(&mut self) {
        self.halves.1 = u32::MAX;
        self.dropped.fetch_add(1, Std::SeqCst);
    }
}

type Small = Table<Value, 1, 2>;

fn empty() -> Arc<Small> {
    Arc::new(Table {
        entries: [AtomicU64::new(FIRST << SLOT_BITS)],
        slots: core::array::from_fn(|_| Slot {
            state: AtomicU64::new(0),
            value: AtomicPtr::new(core::ptr::null_mut()),
        }),
    })
}

fn count() -> Counted<AtomicU32> {
    Counted::new(AtomicU32::new(0))
}

#[test]
fn who_holds_a_value_has_it_whole_while_it_is_replaced() {
    loom::model(|| {
        let (table, dropped) = (empty(), count());
        let handle = table.insert(Value::new(1, &dropped), 7).unwrap();
        let writer = {
            let (table, dropped) = (Arc::clone(&table), Counted::clone(&dropped));
            thread::spawn(move || table.replace(handle, Value::new(2, &dropped)).unwrap())
        };
        {
            let held = table.hold(handle).expect("never between two values");
            let number = held.value().number();
            // Held, it stays, whatever the writer does meanwhile.
            thread::yield_now();
            assert_eq!(held.value().number(), number);
        }
        writer.join().unwrap();
        assert_eq!(table.hold(handle).expect("there").value().number(), 2);
        assert_eq!(dropped.load(Std::SeqCst), 1, "the first, and once");
        assert!(table.remove(handle));
        assert_eq!(dropped.load(Std::SeqCst), 2);
    });
}

#[test]
fn a_freed_handle_never_names_what_came_after_it() {
    loom::model(|| {
        let (table, dropped) = (empty(), count());
        let old = table.insert(Value::new(1, &dropped), 7).unwrap();
        let writer = {
            let (table, dropped) = (Arc::clone(&table), Counted::clone(&dropped));
            thread::spawn(move || {
                assert!(table.remove(old));
                table.insert(Value::new(2, &dropped), 7).unwrap()
            })
        };
        if let Some(held) = table.hold(old) {
            assert_eq!(held.value().number(), 1);
        }
        let new = writer.join().unwrap();
        assert!(new != old && table.hold(old).is_none() && !table.remove(old));
        assert_eq!(table.hold(new).expect("there").value().number(), 2);
        assert!(table.remove(new));
        assert_eq!(dropped.load(Std::SeqCst), 2);
    });
}

#[test]
fn of_two_who_replace_and_free_every_value_is_dropped_once() {
    // Without a bound on preemptions two writers alone take hours; three are enough for every known mistake of this kind.
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    let seen = Counted::new(std::sync::Mutex::new([0_u32; 2]));
    let counted = Counted::clone(&seen);
    model.check(move || {
        let (table, dropped) = (empty(), count());
        let handle = table.insert(Value::new(0, &dropped), 7).unwrap();
        let replacer = {
            let (table, dropped) = (Arc::clone(&table), Counted::clone(&dropped));
            thread::spawn(move || table.replace(handle, Value::new(1, &dropped)))
        };
        let remover = {
            let table = Arc::clone(&table);
            thread::spawn(move || table.remove(handle))
        };
        let replaced = replacer.join().unwrap();
        assert!(remover.join().unwrap(), "it was there, old or new");
        let came_late = replaced == Err(Refused::Unknown);
        assert!(came_late || replaced == Ok(()));
        counted.lock().unwrap_or_else(PoisonError::into_inner)[usize::from(came_late)] += 1;
        assert!(table.hold(handle).is_none());
        assert_eq!(dropped.load(Std::SeqCst), 2, "both values, each once");
        // Both slots are free again.
        let next = table.insert(Value::new(2, &dropped), 7).unwrap();
        table.replace(next, Value::new(3, &dropped)).unwrap();
        assert!(table.remove(next));
        assert_eq!(dropped.load(Std::SeqCst), 4);
    });
    assert!(seen.lock().unwrap().iter().all(|times| *times > 0), "both orders were tried");
}
