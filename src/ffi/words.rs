//! The words that cross the border as numbers: every vocabulary, its number, and what is added to a word's code.

use crate::event::{Credential, HappeningKind, Information};
use crate::fact::{Metered, Ranked};
use crate::factor::Factor;
use crate::ffi::fault::{Note, Status};
use crate::ffi::layout::Layout;
use crate::ffi::text::Charset;
use crate::finding::Severity;
use crate::id::IdKind;
use crate::language::Language;
use crate::operation::{Channel, CustomerFlag, Grade, Operation};
use crate::request::{Alert, Destination, Integrity, Network, PayeeCheck, PayeeRelation, TraBand};
use crate::requirement::Notice;
use crate::signal::scale;
use crate::verdict::{Mismatch, Outcome};
use crate::word::vocabulary;

/// One word: its number at the border, its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The number.
    pub number: i32,
    /// The word in English.
    pub name: &'static str,
    /// The word in Chinese.
    pub name_zh: &'static str,
}

/// One vocabulary.
#[derive(Clone, Debug)]
pub struct Words {
    /// Its number, for `stepup_name` and `stepup_value`.
    pub kind: i32,
    /// What records and constants call it.
    pub name: &'static str,
    /// Its words, ascending.
    pub words: Vec<Word>,
}

vocabulary! {
    /// The state of a fact in a request.
    pub enum GivenState {
        /// It was not supplied.
        Missing = 0, "missing", "缺失";
        /// It has a value.
        Known = 1, "known", "已知";
        /// This channel or operation has no such thing.
        NotApplicable = 2, "not-applicable", "不适用";
        /// Its provider did not answer in time.
        Late = 3, "late", "超时";
        /// Its provider answered nonsense.
        Invalid = 4, "invalid", "无效";
    }
}

vocabulary! {
    /// A sign of a scam.
    pub enum CoercionSign {
        /// A call is in progress on the device.
        CallInProgress = 0, "call-in-progress", "通话中";
        /// The customer says that they are told to hurry.
        ToldToHurry = 1, "told-to-hurry", "被催促";
        /// The customer, or a bank, reports a scam.
        Reported = 2, "reported", "已举报";
    }
}

vocabulary! {
    /// What `stepup_policy_item` can give.
    pub enum Item {
        /// The policy's name.
        Name = 0, "name", "名称";
        /// A rule or distrust, by its number.
        Rule = 1, "rule", "规则";
        /// An exemption.
        Exemption = 2, "exemption", "豁免";
        /// A guarantee.
        Guarantee = 3, "guarantee", "保证";
        /// A rung of the ladder.
        Rung = 4, "rung", "梯级";
    }
}

vocabulary! {
    /// What `stepup_reputation_observe` can learn.
    pub enum Sighting {
        /// A record of nobody is made.
        Nobody = 0, "nobody", "新记录";
        /// A transfer went to this payee, or came from this device.
        Seen = 1, "seen", "出现";
        /// A transfer was confirmed as fraud.
        Reported = 2, "reported", "欺诈确认";
        /// A transfer is known to be clean.
        Clean = 3, "clean", "确认正常";
    }
}

macro_rules! words {
    ($kind:literal, $name:literal, $from:ty, $number:expr) => {
        Words {
            kind: $kind,
            name: $name,
            words: {
                let number: fn(i32) -> i32 = $number;
                let word = |word: &$from| Word {
                    number: number(i32::from(word.code())),
                    name: word.name(),
                    name_zh: word.name_zh(),
                };
                let mut words: Vec<Word> = <$from>::ALL.iter().map(word).collect();
                words.sort_by_key(|word| word.number);
                words
            },
        }
    };
}

/// Levels of a ranked fact, from 1.
fn levels(kind: i32, name: &'static str, fact: Ranked) -> Words {
    let levels = (1..).zip(scale(fact).levels);
    let words =
        levels.map(|(number, level)| Word { number, name: level.name, name_zh: level.name_zh }).collect();
    Words { kind, name, words }
}

/// A word of a request: codes count from 1.
const FROM_ONE: fn(i32) -> i32 = |code| code.saturating_add(1);
/// Outcome and mismatch, of which 0 is a word; the state of a fact, of which 0 is missing; and what counts from 1 as it is.
const AS_IT_IS: fn(i32) -> i32 = |code| code;

/// Every vocabulary of the interface.
#[must_use]
pub fn all() -> Vec<Words> {
    vec![
        words!(1, "status", Status, i32::saturating_neg),
        words!(2, "note", Note, AS_IT_IS),
        words!(3, "charset", Charset, AS_IT_IS),
        words!(4, "language", Language, FROM_ONE),
        words!(5, "id", IdKind, FROM_ONE),
        words!(6, "state", GivenState, AS_IT_IS),
        words!(7, "operation", Operation, FROM_ONE),
        words!(8, "channel", Channel, FROM_ONE),
        words!(9, "flag", CustomerFlag, FROM_ONE),
        words!(10, "factor", Factor, FROM_ONE),
        words!(11, "integrity", Integrity, FROM_ONE),
        words!(12, "network", Network, FROM_ONE),
        words!(13, "payee-relation", PayeeRelation, FROM_ONE),
        words!(14, "payee-check", PayeeCheck, FROM_ONE),
        words!(15, "destination", Destination, FROM_ONE),
        words!(16, "coercion", CoercionSign, FROM_ONE),
        words!(17, "alert", Alert, FROM_ONE),
        words!(18, "tra-band", TraBand, FROM_ONE),
        words!(19, "outcome", Outcome, AS_IT_IS),
        words!(20, "mismatch", Mismatch, AS_IT_IS),
        words!(21, "notice", Notice, FROM_ONE),
        words!(22, "grade", Grade, FROM_ONE),
        levels(23, "risk", Ranked::Risk),
        levels(24, "tier", Ranked::Tier),
        words!(25, "happening", HappeningKind, AS_IT_IS),
        words!(26, "credential", Credential, FROM_ONE),
        words!(27, "information", Information, FROM_ONE),
        words!(28, "severity", Severity, FROM_ONE),
        words!(29, "item", Item, FROM_ONE),
        words!(30, "sighting", Sighting, FROM_ONE),
        words!(31, "fact", Ranked, FROM_ONE),
        words!(32, "metered", Metered, FROM_ONE),
        Words { kind: 33, name: "record", words: records() },
    ]
}

/// The records by their numbers.
fn records() -> Vec<Word> {
    let word = |layout: &Layout| Word { number: layout.code, name: layout.name, name_zh: layout.name };
    crate::ffi::records::LAYOUTS.iter().map(word).collect()
}

/// The vocabulary of a number.
pub(super) fn of_kind(kind: i32) -> Option<Words> {
    all().into_iter().find(|words| words.kind == kind)
}
