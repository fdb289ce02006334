//! The records of texts, policies and batches: how something is shown, and what came of it.

use crate::ffi::layout::record;

record! {
    /// How a text is written into the caller's buffer.
    pub struct Text = 7, "text", "ST", 40 {
        /// Input: code page.
        charset: i32 = "charset",
        /// Input: language.
        language: i32 = "language",
        /// Input: 0 ends the text with a zero byte, 1 fills the buffer with blanks.
        fill: i32,
        /// Input: 0 separates lines by a line end; else each line has so many bytes, filled with blanks.
        width: i32,
        /// Zero.
        reserved: i32,
        /// Input: bytes of the buffer.
        capacity: i64,
        /// Output: bytes that the whole text takes, with its zero byte where it ends with one.
        needed: i64,
        /// What a later version has more.
        #[cfg(stepup_appended)]
        appended: i64,
    }
}

record! {
    /// What a policy is.
    pub struct PolicyInfo = 8, "policy_facts", "SI", 88 {
        /// Currency of all its amounts: its number in ISO 4217.
        currency: i32,
        /// SHA-256 of its canonical form: names it in every decision.
        identity: [u8; 32],
        /// Bytes of its canonical form.
        canonical_bytes: i64,
        /// Number of the semantics by which this library decides.
        semantics: i32,
        /// How many rules and distrusts.
        rules: i32,
        /// How many exemptions.
        exemptions: i32,
        /// How many guarantees.
        guarantees: i32,
        /// How many rungs.
        rungs: i32,
        /// How many enrolments are declared.
        enrolments: i32,
        /// Zero.
        reserved: [i32; 4],
        /// What a later version has more.
        #[cfg(stepup_appended)]
        appended: i64,
    }
}

record! {
    /// What was proved of a policy's guarantees.
    pub struct Proofs = 9, "proofs", "SG", 32 {
        /// How many hold for every request.
        proved: i32,
        /// How many are refuted.
        refuted: i32,
        /// How many are open.
        undecided: i32,
        /// Zero.
        reserved: [i32; 4],
    }
}

record! {
    /// What changes from one policy to another.
    pub struct Comparison = 10, "comparison", "SC", 32 {
        /// Parts and rules by which the new one is weaker somewhere.
        weaker: i32,
        /// Parts and rules by which it is stricter somewhere.
        stricter: i32,
        /// Questions that stayed open.
        undecided: i32,
        /// 1: they are the same in effect.
        identical: i32,
        /// Zero.
        reserved: [i32; 3],
    }
}

record! {
    /// A batch: how its arrays lie, and what came of it.
    pub struct Batch = 11, "batch", "SB", 88 {
        /// How many requests.
        count: i32,
        /// How many profiles.
        profiles: i32,
        /// 1: what was decided is reserved in the profile, so that the customer's next request counts it. 0: it is not.
        reserve: i32,
        /// Bytes from one request to the next.
        request_stride: i64,
        /// Bytes from one profile to the next, at least 1024.
        profile_stride: i64,
        /// Bytes from one decision to the next.
        decision_stride: i64,
        /// Output: how many were decided.
        decided: i32,
        /// Output: how many failed; their statuses say why.
        failed: i32,
        /// Output: how many of each outcome, refuse first.
        outcomes: [i32; 8],
        /// Output: money of what was allowed as it stands, minor units.
        allowed_minor: i64,
        /// What a later version has more.
        #[cfg(stepup_appended)]
        appended: i64,
    }
}

record! {
    /// What this library is.
    pub struct Abi = 12, "abi_facts", "SA", 96 {
        /// Version of this interface; it rises when an old caller can no longer use it.
        abi: i32,
        /// Number of the semantics by which this library decides.
        semantics: i32,
        /// Bytes of each record, in the order of their numbers.
        sizes: [i32; 16],
        /// Version of the library, blank-filled ASCII.
        version: [u8; 20],
    }
}
