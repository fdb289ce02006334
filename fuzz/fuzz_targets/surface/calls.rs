//! The exported functions as C declares them, called with numbers and addresses that were chosen before.

use core::ffi::c_void;

/// An argument: a number or an address.
pub type Value = i64;

type I = i32;
type L = i64;
type P = *mut c_void;

/// What a value is as an argument of C.
trait Passed {
    fn of(value: Value) -> Self;
}

impl Passed for I {
    fn of(value: Value) -> Self {
        value as Self
    }
}

impl Passed for L {
    fn of(value: Value) -> Self {
        value
    }
}

impl Passed for P {
    fn of(value: Value) -> Self {
        core::ptr::with_exposed_provenance_mut(value as usize)
    }
}

/// Declares each function by its arguments, lists them, and calls one by its name.
macro_rules! surface {
    ($(fn $name:ident($($kind:ty),+);)+) => {
        /// Every function, in the order of the interface's table.
        pub const NAMES: &[&str] = &[$(stringify!($name)),+];

        mod declared {
            use super::{I, L, P};
            unsafe extern "C" {
                $(pub fn $name($(_: $kind),+) -> i32;)+
            }
        }

        /// Calls a function. Values are valid as the header asks: `Blocks` makes them so.
        pub fn call(name: &str, values: &[Value]) -> i32 {
            let mut values = values.iter().copied();
            match name {
                $(stringify!($name) => unsafe {
                    declared::$name($(<$kind as Passed>::of(values.next().expect(stringify!($kind)))),+)
                })+
                other => panic!("{other} is not called here"),
            }
        }
    };
}

surface! {
    fn stepup_abi(P, P);
    fn stepup_init(I, P, I, P);
    fn stepup_name(I, I, P, P, P);
    fn stepup_value(I, P, I, I, P, P);
    fn stepup_set(I, P, I, I, P, P);
    fn stepup_pseudonym(P, I, I, P, I, I, P, P);
    fn stepup_amount_from_packed(P, I, I, I, P, P);
    fn stepup_time_from_civil(P, I, P, P);
    fn stepup_policy_load(P, L, I, P, P, P);
    fn stepup_policy_replace(L, P, L, I, P, P);
    fn stepup_policy_free(L, P);
    fn stepup_policy_findings(P, L, I, P, P, P);
    fn stepup_policy_prove(L, P, P, P, P);
    fn stepup_policy_compare(L, L, P, P, P, P);
    fn stepup_policy_info(L, P, P);
    fn stepup_policy_canonical(L, P, P, P);
    fn stepup_policy_item(L, I, I, P, P, P);
    fn stepup_decide(L, P, P, P, P);
    fn stepup_decide_batch(L, P, P, P, P, P, P, P);
    fn stepup_explain(L, P, P, P, P);
    fn stepup_message(L, P, P, P, P);
    fn stepup_replay(L, P, P, P);
    fn stepup_profile_new(P, P, P);
    fn stepup_profile_info(P, P, P);
    fn stepup_profile_observe(P, P, P);
    fn stepup_profile_reserve(P, P, P);
    fn stepup_profile_convert(P, I, P, P);
    fn stepup_reputation_observe(P, I, P, L, L, P);
}
