//! Arbitrary bytes in every record, wrong sizes, null pointers, odd addresses, random handles, records on top of each
//! other: every function of the C interface answers with a status, and a failed decision refuses.
//!
//! Each argument is a block of exactly the bytes that the header lets the library touch, so that the address sanitizer
//! sees the first byte beyond. Functions and arguments are those of the interface's own table: one that is added and not
//! called here ends the run.
#![no_main]

#[path = "common/mod.rs"]
mod common;
#[path = "surface/blocks.rs"]
mod blocks;
#[path = "surface/calls.rs"]
mod calls;
#[path = "surface/content.rs"]
mod content;
#[allow(dead_code, reason = "shared with the tests of the C interface")]
#[path = "../../tests/border/told.rs"]
mod told;

use std::sync::OnceLock;

use blocks::Blocks;
use common::dice::Dice;
use libfuzzer_sys::fuzz_target;
use stepup::ffi::layout::Function;

fuzz_target!(|input: &[u8]| {
    static FUNCTIONS: OnceLock<Vec<Function>> = OnceLock::new();
    let functions = FUNCTIONS.get_or_init(|| {
        let functions = stepup::ffi::functions();
        let listed: Vec<&str> = functions.iter().map(|function| function.name).collect();
        assert_eq!(listed, calls::NAMES, "the functions that are called here, in the table's order");
        functions
    });
    let mut dice = Dice::new(input);
    for _ in 0..3 {
        let function = dice.pick(functions);
        let blocks = Blocks::of(function, &mut dice);
        let status = calls::call(function.name, &blocks.values());
        assert!((-15..=8).contains(&status), "{}: {status}", function.name);
        blocks.check(function, status);
        if dice.is_empty() {
            break;
        }
    }
});
