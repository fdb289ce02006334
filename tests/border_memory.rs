//! Work on a policy takes no more memory than the C interface makes sure of before it begins.
#![expect(unsafe_code, reason = "an allocator that counts")]

#[path = "common/mod.rs"]
mod common;

use core::sync::atomic::{AtomicUsize, Ordering};
use std::alloc::{GlobalAlloc, Layout, System};

use common::ordinary::ordinary;
use stepup::document::MAX_BYTES;
use stepup::document::presets::{PRESETS, RETAIL_CN};
use stepup::ffi::memory_for;
use stepup::policy::Policy;

static LIVE: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

struct Counting;

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let live = LIVE.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        MOST.fetch_max(live, Ordering::Relaxed);
        // SAFETY: as the caller promised.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as the caller promised.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// The most that some work had at once, beyond what there was before it.
fn most_of(work: impl FnOnce()) -> usize {
    let before = LIVE.load(Ordering::Relaxed);
    MOST.store(before, Ordering::Relaxed);
    work();
    MOST.load(Ordering::Relaxed) - before
}

/// Presets, policies of the most entries, and texts of the most bytes that are all comment, all keys, all mistakes.
fn texts() -> Vec<String> {
    let filled = |line: &str| {
        RETAIL_CN.text.to_owned() + &line.repeat((MAX_BYTES - RETAIL_CN.text.len()) / line.len())
    };
    let mut texts: Vec<String> = PRESETS.iter().map(|preset| preset.text.to_owned()).collect();
    // Their guarantees are refuted; without them they seal.
    let promised = |text: &str| text.find("[[guarantee]]").unwrap_or(text.len());
    texts.extend((0..4).map(ordinary).flat_map(|text| [text[..promised(&text)].to_owned(), text]));
    texts.extend(["# so\n", "a=1\n", "[[rule]]\n", "x = [\n", "[[", "\u{7b56}=\n"].map(filled));
    texts
}

// One test alone, since what others allocate would be counted here.
#[test]
fn the_memory_that_is_made_sure_of_is_enough() {
    let mut sealed = Vec::new();
    for text in texts() {
        let mut policy = None;
        let most = most_of(|| policy = Policy::from_toml("policy", &text).ok());
        let head: String = text.lines().rev().take(1).collect();
        assert!(most <= memory_for(text.len()), "{most} for {} bytes that end with `{head}`", text.len());
        sealed.extend(policy.map(|sealed| sealed.policy));
    }
    assert_eq!(
        sealed.len(),
        PRESETS.len() + 4 + 1,
        "presets, policies of the most entries, and the comments"
    );
    for pair in sealed.windows(2) {
        let length = pair.iter().map(|policy| policy.canonical().len()).sum();
        let most = most_of(|| drop(pair[0].compare(&pair[1])));
        assert!(most <= memory_for(length), "{most} for two of {length} bytes");
    }
}
