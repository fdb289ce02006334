//! Texts in the code pages of old cores: what goes in, what comes out, and what is said of a text in another page.
#![expect(unsafe_code, reason = "these calls are what is tested")]

use core::ptr;

use stepup::document::presets::RETAIL_CN;
use stepup::ffi::layout::Record;
use stepup::ffi::records::{Proofs, Text};
use stepup::request::Request;

use crate::calls::{self, load, plain, said, text};
use crate::common::people;
use crate::preset;

/// EBCDIC's invariant characters as ASCII, for what is compared here: letters, digits, and some marks.
fn ascii(ebcdic: &[u8]) -> String {
    let letter = |byte: u8| match byte {
        0x40 => ' ',
        0x15 => '\n',
        0x4b => '.',
        0x4c => '<',
        0x4d => '(',
        0x4e => '+',
        0x50 => '&',
        0x5c => '*',
        0x5d => ')',
        0x5e => ';',
        0x60 => '-',
        0x61 => '/',
        0x6b => ',',
        0x6c => '%',
        0x6d => '_',
        0x6e => '>',
        0x6f => '?',
        0x7a => ':',
        0x7d => '\'',
        0x7e => '=',
        0x7f => '"',
        0x81..=0x89 => char::from(byte - 0x81 + b'a'),
        0x91..=0x99 => char::from(byte - 0x91 + b'j'),
        0xa2..=0xa9 => char::from(byte - 0xa2 + b's'),
        0xc1..=0xc9 => char::from(byte - 0xc1 + b'A'),
        0xd1..=0xd9 => char::from(byte - 0xd1 + b'J'),
        0xe2..=0xe9 => char::from(byte - 0xe2 + b'S'),
        0xf0..=0xf9 => char::from(byte - 0xf0 + b'0'),
        other => panic!("{other:02x} is not looked for"),
    };
    ebcdic.iter().map(|byte| letter(*byte)).collect()
}

#[test]
fn a_text_is_written_in_ebcdic_with_its_own_blanks_and_line_ends() {
    let (handle, policy) = preset();
    let mut proofs = Proofs::BLANK;
    let mut prove = |form: Text| {
        text(form, 65_536, |form, buffer, error| unsafe {
            calls::stepup_policy_prove(handle, &raw mut proofs, form, buffer, error)
        })
    };
    let (_, utf8, plainly, _) = prove(plain());
    let length = usize::try_from(plainly.needed).unwrap() - 1;
    let expected = String::from_utf8(utf8[..length].to_vec()).unwrap();
    assert_eq!(expected.lines().count(), policy.guarantees().len());
    for charset in 3..=6 {
        let (status, bytes, form, error) = prove(Text { charset, ..plain() });
        assert_eq!((status, form.needed), (0, plainly.needed), "{}", said(&error));
        assert_eq!((ascii(&bytes[..length]), bytes[length]), (expected.clone(), 0), "page {charset}");
        let (status, bytes, form, _) = prove(Text { charset, fill: 1, ..plain() });
        assert_eq!((status, form.needed), (0, plainly.needed - 1));
        assert!(ascii(&bytes[..length]) == expected && bytes[length..].iter().all(|byte| *byte == 0x40));
    }
}

#[test]
fn reasons_are_told_in_ebcdic_and_what_cannot_be_is_a_status() {
    let (handle, policy) = preset();
    // Beyond every line of the preset, so that the rules of the notice take effect.
    let decided = policy.decide(&Request::new(people::calm(40_000_000)).unwrap(), &people::customer());
    let canonical = decided.encode();
    let explain = |form: Text| {
        text(form, 65_536, |form, buffer, error| unsafe {
            calls::stepup_explain(handle, canonical.as_ptr(), form, buffer, error)
        })
    };
    let (status, bytes, form, error) = explain(Text { charset: 3, ..plain() });
    assert_eq!(status, 0, "{}", said(&error));
    let english = ascii(&bytes[..usize::try_from(form.needed).unwrap() - 1]);
    assert!(english.contains("Notice 261"), "{english}");
    // Chinese has no letters there; nothing is written, and the status names the page.
    let (status, bytes, _, error) = explain(Text { charset: 3, language: 2, ..plain() });
    assert_eq!(status, -6);
    assert!(said(&error).contains("cp037") && bytes.iter().all(|byte| *byte == 0xaa), "{}", said(&error));
}

#[test]
fn a_policy_in_gb18030_is_the_policy_in_utf8() {
    // Every character beyond ASCII becomes one whose bytes in both pages are known: U+53F7, BA C5.
    let utf8: String = RETAIL_CN.text.chars().map(|c| if c.is_ascii() { c } else { '号' }).collect();
    let gb18030: Vec<u8> =
        utf8.chars().flat_map(|c| if c.is_ascii() { vec![c as u8] } else { vec![0xba, 0xc5] }).collect();
    let (mut policy, mut error) = (0, stepup::ffi::records::Error::BLANK);
    let identity = stepup::policy::Policy::from_toml("policy", &utf8).unwrap().policy.identity().to_owned();
    let length = i64::try_from(gb18030.len()).unwrap();
    let mut load_as = |charset: i32| unsafe {
        let (text, to, told) = (gb18030.as_ptr(), &raw mut policy, &raw mut error);
        calls::stepup_policy_load(text, length, charset, identity.as_ptr(), to, told)
    };
    assert!(load_as(2) >= 0, "the SHA-256 that is demanded is that of the text in UTF-8");
    assert_eq!(load_as(1), -6, "and it is no UTF-8");
    assert!(said(&error).contains("utf-8") && !said(&error).contains("EBCDIC"), "{}", said(&error));
    assert!(load(&utf8, Some(&identity)).is_ok());
    // EBCDIC's invariant characters have no brackets: no policy can be written in them, and none is read.
    let mut refused = |text: &[u8], charset: i32| unsafe {
        let length = i64::try_from(text.len()).unwrap();
        let (to, told) = (&raw mut policy, &raw mut error);
        let status = calls::stepup_policy_load(text.as_ptr(), length, charset, ptr::null(), to, told);
        (status, said(&error))
    };
    assert_eq!(refused(&gb18030, 3).0, -5);
    // "schema = 1", a line end, and a comment's first bytes, as a transfer in EBCDIC leaves them.
    let ebcdic = [0xa2, 0x83, 0x88, 0x85, 0x94, 0x81, 0x40, 0x7e, 0x40, 0xf1, 0x25, 0x7b];
    let (status, said) = refused(&ebcdic, 1);
    assert!(status == -6 && said.ends_with("it looks like EBCDIC"), "{said}");
}

#[test]
fn a_text_in_another_page_is_told_as_what_it_looks_like() {
    let key = [7; 32];
    // "GB82 WEST" in EBCDIC and in ASCII.
    let ebcdic = [0xc7, 0xc2, 0xf8, 0xf2, 0x40, 0xe6, 0xc5, 0xe2, 0xe3];
    let told = |bytes: &[u8], charset: i32| {
        let (mut pseudonym, mut error) = ([0; 16], stepup::ffi::records::Error::BLANK);
        let length = i32::try_from(bytes.len()).unwrap();
        let status = unsafe {
            let (text, to) = (bytes.as_ptr(), pseudonym.as_mut_ptr());
            calls::stepup_pseudonym(key.as_ptr(), 32, 2, text, length, charset, to, &raw mut error)
        };
        assert_eq!((status, pseudonym), (-6, [0; 16]));
        said(&error)
    };
    assert!(told(&ebcdic, 1).ends_with("utf-8; it looks like EBCDIC"), "{}", told(&ebcdic, 1));
    assert!(told(b"GB82 WEST", 3).ends_with("cp037; it looks like ASCII"));
    assert!(told(&[0xff, 0xfe], 1).ends_with("utf-8"), "{}", told(&[0xff, 0xfe], 1));
}

/// What the program wants to happen at a panic stays as it is, and no call of the library panics by itself.
#[test]
fn the_panic_hook_is_left_alone() {
    use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
    use std::sync::atomic::{AtomicU32, Ordering};
    static SEEN: AtomicU32 = AtomicU32::new(0);
    let own = std::thread::current().id();
    let before = take_hook();
    set_hook(Box::new(move |told| {
        if std::thread::current().id() == own {
            SEEN.fetch_add(1, Ordering::Relaxed);
        } else {
            before(told);
        }
    }));
    let (handle, _) = preset();
    let record = crate::told::request(&Request::new(people::calm(100)).unwrap()).unwrap();
    for profile in [people::customer().encode(), [0; 1_024]] {
        let (_, _, _) = calls::decide(handle, &record, &profile);
    }
    assert_eq!(unsafe { calls::stepup_policy_free(handle, ptr::null_mut()) }, 0);
    assert_eq!(SEEN.load(Ordering::Relaxed), 0, "nothing panicked, and nobody hid it");
    assert!(catch_unwind(AssertUnwindSafe(|| panic!("to see whose hook is called"))).is_err());
    assert_eq!(SEEN.load(Ordering::Relaxed), 1, "the program's hook was replaced");
    drop(take_hook());
}
