//! Observing, encoding, decoding and asking totals allocate nothing.
#![cfg(test)]

mod profile_stream;

use core::sync::atomic::{AtomicU64, Ordering};
use std::alloc::{GlobalAlloc, Layout, System};

use stepup::event::{Event, Happening, Movement};
use stepup::profile::{Profile, TotalsAt};

use profile_stream::{OPENED, STRONG, beijing, device, event, fresh, movement, payee, time, transfer, utc};

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

struct Counting;

#[expect(unsafe_code, reason = "an allocator that counts and hands on; nothing else is changed")]
// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: as the caller promised.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: as the caller promised.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn life(profile: &mut Profile, events: &[Event]) -> i64 {
    let mut sum = 0_i64;
    for event in events {
        let _seen = profile.observe(event);
        let bytes = profile.encode();
        if let Ok(again) = Profile::decode(&bytes) {
            *profile = again;
        }
        let asked = TotalsAt { at: event.at, payee: Some(payee(1).tag()), transfer: Some(transfer(1).tag()) };
        sum = sum.wrapping_add(profile.totals(asked).total_24h);
        sum += i64::from(profile.places(event.at.at()).map(|place| place.weight).sum::<u16>());
        sum += i64::from(profile.failures_elsewhere(Some(device(1)), event.at.at()));
    }
    sum
}

#[test]
fn observing_decoding_encoding_and_asking_allocate_nothing() {
    let made =
        Movement { device: Some(device(1)), position: Some(beijing()), proved: STRONG, ..movement(1, 700) };
    let whats = [
        Happening::DeviceBound { device: device(1), at_opening: true },
        Happening::Attempted(made),
        Happening::Settled(made),
        Happening::Credited { minor: 9 },
        Happening::Proved { factors: STRONG, device: None, position: Some(beijing()) },
        Happening::LogInFailed { device: None },
        Happening::Frozen,
        Happening::Unfrozen,
        Happening::Cleared,
        Happening::Returned { transfer: transfer(1) },
    ];
    let events: Vec<Event> = (1_u64..200)
        .zip(whats.iter().cycle())
        .map(|(id, what)| event(id, utc(OPENED + 999 * u32::try_from(id).unwrap()), *what))
        .collect();
    let mut profile = fresh();
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    let sum = life(&mut profile, &events);
    let after = ALLOCATIONS.load(Ordering::Relaxed);
    assert_eq!(after, before);
    assert!(sum > 0 && profile.revision() == 199 && profile.high_water() > time(OPENED));
}
