//! The choice between an expression and its mutant, by a number in the environment: copied into the tree that is rewritten.
#![allow(dead_code, missing_docs, clippy::all)]
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
static ACTIVE: AtomicU32 = AtomicU32::new(u32::MAX);
static COVER: AtomicU32 = AtomicU32::new(2);
static SEEN: [AtomicBool; 16384] = [const { AtomicBool::new(false) }; 16384];
#[inline(always)]
pub fn on(id: u32) -> bool {
    let active = ACTIVE.load(Relaxed);
    if active == u32::MAX {
        return slow(id);
    }
    active == id
}
#[cold]
#[inline(never)]
fn slow(id: u32) -> bool {
    if COVER.load(Relaxed) == 2 {
        let cover = std::env::var_os("STEPUP_COVER").is_some();
        COVER.store(u32::from(cover), Relaxed);
        if !cover {
            let want = std::env::var("STEPUP_MUTANT").ok().and_then(|x| x.parse().ok()).unwrap_or(0);
            ACTIVE.store(want, Relaxed);
            return want == id;
        }
    }
    if COVER.load(Relaxed) == 1 {
        if !SEEN[id as usize & 16383].swap(true, Relaxed) {
            use std::io::Write;
            let path = std::env::var_os("STEPUP_COVER").unwrap();
            let mut f = std::fs::OpenOptions::new().append(true).create(true).open(path).unwrap();
            f.write_all(format!("{id}\n").as_bytes()).unwrap();
        }
        return false;
    }
    ACTIVE.load(Relaxed) == id
}
use core::ops::*;
#[inline(always)]
pub fn lt<T: PartialOrd + ?Sized>(id: u32, a: &T, b: &T) -> bool {
    if on(id) { a <= b } else { a < b }
}
#[inline(always)]
pub fn le<T: PartialOrd + ?Sized>(id: u32, a: &T, b: &T) -> bool {
    if on(id) { a < b } else { a <= b }
}
#[inline(always)]
pub fn gt<T: PartialOrd + ?Sized>(id: u32, a: &T, b: &T) -> bool {
    if on(id) { a >= b } else { a > b }
}
#[inline(always)]
pub fn ge<T: PartialOrd + ?Sized>(id: u32, a: &T, b: &T) -> bool {
    if on(id) { a > b } else { a >= b }
}
#[inline(always)]
pub fn add<T: Add<Output = T> + Sub<Output = T>>(id: u32, a: T, b: T) -> T {
    if on(id) { a - b } else { a + b }
}
#[inline(always)]
pub fn sub<T: Add<Output = T> + Sub<Output = T>>(id: u32, a: T, b: T) -> T {
    if on(id) { a + b } else { a - b }
}
#[inline(always)]
pub fn mul<T: Mul<Output = T>>(id: u32, a: T, b: T) -> T {
    if on(id) { a } else { a * b }
}
#[inline(always)]
pub fn div<T: Div<Output = T>>(id: u32, a: T, b: T) -> T {
    if on(id) { a } else { a / b }
}
#[inline(always)]
pub fn rem<T: Rem<Output = T>>(id: u32, a: T, b: T) -> T {
    if on(id) { a } else { a % b }
}
#[inline(always)]
pub fn xor<T: BitXor<Output = T> + BitOr<Output = T>>(id: u32, a: T, b: T) -> T {
    if on(id) { a | b } else { a ^ b }
}
#[inline(always)]
pub fn shl<T: Shl<U, Output = O> + Shr<U, Output = O>, U, O>(id: u32, a: T, b: U) -> O {
    if on(id) { a >> b } else { a << b }
}
#[inline(always)]
pub fn shr<T: Shl<U, Output = O> + Shr<U, Output = O>, U, O>(id: u32, a: T, b: U) -> O {
    if on(id) { a << b } else { a >> b }
}
#[inline(always)]
pub fn bitand<T: BitAnd<Output = T> + BitOr<Output = T>>(id: u32, two: u32, a: T, b: T) -> T {
    if on(id) {
        a | b
    } else if on(two) {
        a
    } else {
        a & b
    }
}
#[inline(always)]
pub fn bitor<T: BitAnd<Output = T> + BitOr<Output = T>>(id: u32, two: u32, a: T, b: T) -> T {
    if on(id) {
        a & b
    } else if on(two) {
        a
    } else {
        a | b
    }
}
#[inline(always)]
pub fn not<T: Not<Output = T>>(id: u32, a: T) -> T {
    if on(id) { a } else { !a }
}
#[inline(always)]
pub fn neg<T: Neg<Output = T>>(id: u32, a: T) -> T {
    if on(id) { a } else { -a }
}
#[inline(always)]
pub fn lit<T: From<u8> + Add<Output = T>>(id: u32, a: T) -> T {
    if on(id) { a + T::from(1) } else { a }
}
#[inline(always)]
pub fn dec<T: From<u8> + Sub<Output = T>>(id: u32, a: T) -> T {
    if on(id) { a - T::from(1) } else { a }
}
#[inline(always)]
pub fn zero<T: From<u8>>(id: u32, a: T) -> T {
    if on(id) { T::from(0) } else { a }
}
#[inline(always)]
pub fn one<T: From<u8>>(id: u32, a: T) -> T {
    if on(id) { T::from(1) } else { a }
}
#[inline(always)]
pub fn min<T: Ord>(id: u32, a: T, b: T) -> T {
    if on(id) { a.max(b) } else { a.min(b) }
}
#[inline(always)]
pub fn max<T: Ord>(id: u32, a: T, b: T) -> T {
    if on(id) { a.min(b) } else { a.max(b) }
}
#[inline(always)]
pub fn imin<I: Iterator>(id: u32, a: I) -> Option<I::Item>
where
    I::Item: Ord,
{
    if on(id) { a.max() } else { a.min() }
}
#[inline(always)]
pub fn imax<I: Iterator>(id: u32, a: I) -> Option<I::Item>
where
    I::Item: Ord,
{
    if on(id) { a.min() } else { a.max() }
}
#[inline(always)]
pub fn min_by_key<I: Iterator, K: Ord, F: FnMut(&I::Item) -> K>(id: u32, a: I, f: F) -> Option<I::Item> {
    if on(id) { a.max_by_key(f) } else { a.min_by_key(f) }
}
#[inline(always)]
pub fn max_by_key<I: Iterator, K: Ord, F: FnMut(&I::Item) -> K>(id: u32, a: I, f: F) -> Option<I::Item> {
    if on(id) { a.min_by_key(f) } else { a.max_by_key(f) }
}
pub struct Way<I> {
    it: I,
    forth: bool,
}
pub fn rev<I: DoubleEndedIterator>(id: u32, it: I) -> Way<I> {
    Way { it, forth: on(id) }
}
impl<I: DoubleEndedIterator> Iterator for Way<I> {
    type Item = I::Item;
    fn next(&mut self) -> Option<I::Item> {
        if self.forth { self.it.next() } else { self.it.next_back() }
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.it.size_hint()
    }
}
impl<I: DoubleEndedIterator> DoubleEndedIterator for Way<I> {
    fn next_back(&mut self) -> Option<I::Item> {
        if self.forth { self.it.next_back() } else { self.it.next() }
    }
}
impl<I: DoubleEndedIterator + ExactSizeIterator> ExactSizeIterator for Way<I> {}
#[derive(Clone)]
pub struct Keep<I> {
    it: I,
    none: bool,
}
pub fn keep<I: IntoIterator>(id: u32, it: I) -> Keep<I::IntoIter> {
    Keep { it: it.into_iter(), none: on(id) }
}
impl<I: Iterator> Iterator for Keep<I> {
    type Item = I::Item;
    fn next(&mut self) -> Option<I::Item> {
        if self.none { None } else { self.it.next() }
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        if self.none { (0, Some(0)) } else { self.it.size_hint() }
    }
}
impl<I: DoubleEndedIterator> DoubleEndedIterator for Keep<I> {
    fn next_back(&mut self) -> Option<I::Item> {
        if self.none { None } else { self.it.next_back() }
    }
}
#[inline(always)]
pub fn bitand1<T: BitAnd<U, Output = O> + BitOr<U, Output = O>, U, O>(id: u32, a: T, b: U) -> O {
    if on(id) { a | b } else { a & b }
}
#[inline(always)]
pub fn bitor1<T: BitAnd<U, Output = O> + BitOr<U, Output = O>, U, O>(id: u32, a: T, b: U) -> O {
    if on(id) { a & b } else { a | b }
}
