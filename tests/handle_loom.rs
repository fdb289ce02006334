//! The handle's core under every interleaving of threads that loom finds: nothing torn, nothing old after something newer.

#[allow(dead_code, reason = "this test is about the core alone")]
#[path = "../src/handle/swap.rs"]
mod swap;

mod sync {
    pub(super) use loom::sync::atomic::{AtomicU64, Ordering};
    pub(super) use loom::sync::{Arc, Mutex};
    pub(super) use std::sync::TryLockError;
}

use loom::sync::Arc;
use loom::thread;

use swap::Swap;

/// A value in two halves that must agree.
struct Pair(u32, u32);

#[test]
fn a_reader_never_sees_half_nor_goes_back() {
    loom::model(|| {
        let swap = Arc::new(Swap::new(Pair(0, 0)));
        let writer = {
            let swap = Arc::clone(&swap);
            thread::spawn(move || {
                for number in 1..=2 {
                    assert_eq!(swap.replace(Pair(number, number)).0, number - 1);
                }
            })
        };
        let mut seen = swap.see();
        let mut last = seen.value.0;
        for _ in 0..2 {
            swap.look_again(&mut seen);
            let Pair(one, two) = *seen.value;
            assert!(one == two && one >= last);
            last = one;
        }
        writer.join().unwrap();
        swap.look_again(&mut seen);
        assert_eq!(seen.value.0, 2, "nobody replaces any more, so the newest is seen");
    });
}

#[test]
fn of_two_writers_each_takes_what_the_other_put_there_and_nothing_is_lost() {
    loom::model(|| {
        let swap = Arc::new(Swap::new(0_u32));
        let writers: Vec<_> = [1_u32, 2]
            .into_iter()
            .map(|number| {
                let swap = Arc::clone(&swap);
                thread::spawn(move || *swap.replace(number))
            })
            .collect();
        let mut seen = swap.see();
        swap.look_again(&mut seen);
        let mut before: Vec<u32> = writers.into_iter().map(|writer| writer.join().unwrap()).collect();
        swap.look_again(&mut seen);
        before.push(*seen.value);
        before.sort_unstable();
        assert_eq!(before, [0, 1, 2], "each value was in force once, and the last one still is");
    });
}
