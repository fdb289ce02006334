//! The format of a story file: who the customer is, what happened, what they ask for, and what is expected.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use stepup::event::{Credential, Information};
use stepup::factor::Factor;
use stepup::operation::{Channel, CustomerFlag, Operation};
use stepup::request::{Alert, Destination, Integrity, Network, PayeeCheck, PayeeRelation};
use stepup::requirement::Notice;
use stepup::verdict::Outcome;

use super::moments::{Day, Every, When};
use super::words::{Lasting, Money, Named, Told};

/// A sentence in both languages.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

/// One story.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// What it is about.
    pub title: Title,
    /// A customer of `common.toml`.
    #[serde(default = "usual_customer")]
    pub customer: String,
    /// The day of the story; else that of `common.toml`.
    pub today: Option<Day>,
    /// Places beyond those of `common.toml`.
    #[serde(default)]
    pub place: BTreeMap<String, Spot>,
    /// What happened before, beyond the customer's habits.
    #[serde(default)]
    pub history: Vec<Happened>,
    /// What the customer asks for, in order.
    pub step: Vec<Step>,
    /// The same story with one fact changed.
    pub twin: Option<Twin>,
}

fn usual_customer() -> String {
    "lin".to_owned()
}

/// The one fact in which a twin differs, and its own answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Twin {
    /// In what it differs.
    pub title: Title,
    /// The one fact: a path such as `step.1.pay` (counted from 1), or `history.+` for one event more, and its value.
    #[serde(default)]
    pub set: toml::Table,
    /// Or the path of one thing that is left out.
    pub unset: Option<String>,
    /// The step whose answers are compared; else the last.
    pub step: Option<usize>,
    /// The twin's answer there.
    pub expect: Expect,
}

/// Where something is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spot {
    /// Two letters.
    pub country: String,
    /// Latitude and longitude in microdegrees.
    pub at: Option<[i32; 2]>,
    /// Radius of accuracy in metres.
    #[serde(default = "usual_radius")]
    pub radius: u32,
}

const fn usual_radius() -> u32 {
    50
}

/// One request; what is not said is calm and ordinary.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Said in the table; else what is asked for.
    pub title: Option<Title>,
    /// When; else 12:30, and later steps ten minutes after the one before.
    pub at: Option<When>,
    /// Else a transfer.
    pub operation: Option<Named<Operation>>,
    /// How much.
    pub pay: Option<Money>,
    /// The payee's name, or the state that stands for it.
    pub to: Option<String>,
    /// The device's name, or the state that stands for it; else `phone`.
    pub on: Option<String>,
    /// The place, or the state that stands for it; else `home`.
    #[serde(rename = "where")]
    pub place: Option<String>,
    /// Where the line is, or the state that stands for it; else where the device is.
    pub line: Option<String>,
    /// Else `home`.
    pub network: Option<Told<Network>>,
    /// Else `app`.
    pub channel: Option<Named<Channel>>,
    /// Else `attested`.
    pub integrity: Option<Told<Integrity>>,
    /// An amount, or the state that stands for it; else 120,000.00.
    pub balance: Option<Money>,
    /// An amount, or the state that stands for it; else none is set.
    pub own_limit: Option<Money>,
    /// What the bank's books say of the payee; else `unrelated`, so that memory says.
    pub relation: Option<Told<PayeeRelation>>,
    /// How long ago the payee was put on the list; else not known to be new.
    pub added: Option<Lasting>,
    /// Else `match`.
    pub name_check: Option<Told<PayeeCheck>>,
    /// Reports of fraud against the payee, of the last days, since the last transfer known to be clean.
    #[serde(default)]
    pub payee_reports: u8,
    /// Else `domestic`.
    pub destination: Option<Told<Destination>>,
    /// Thousandths of unlikeness; else 100, and where there is no device there is no such thing.
    pub behaviour: Option<u16>,
    /// Whether a call is in progress.
    #[serde(default)]
    pub call: bool,
    /// Whether the customer says that they are told to hurry.
    #[serde(default)]
    pub hurried: bool,
    /// Whether a scam is reported.
    #[serde(default)]
    pub reported: bool,
    /// Else `none`.
    pub alert: Option<Told<Alert>>,
    /// What the bank has marked the customer as.
    #[serde(default)]
    pub flags: Vec<Named<CustomerFlag>>,
    /// Proofs that the request brings.
    #[serde(default)]
    pub proofs: Vec<Shown>,
    /// Whether this amount and payee were confirmed.
    #[serde(default)]
    pub confirmed: bool,
    /// Else what the preset says that customers of the channel have.
    pub enrolled: Option<Vec<Named<Factor>>>,
    /// The transfer's name; the same name is the same transfer. Else a transfer of its own.
    pub transfer: Option<String>,
    /// What becomes of it; else `asked`.
    pub becomes: Option<Becomes>,
    /// What happens next.
    #[serde(default)]
    pub then: Vec<Happened>,
    /// What is expected. Needed in every step of a story; its twin says it only of the step that is compared.
    pub expect: Option<Expect>,
}

/// A proof that a request brings.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// Which factor was passed.
    pub factor: Named<Factor>,
    /// How long ago; else a minute.
    pub ago: Option<Lasting>,
    /// Where; else on the channel of the request.
    pub channel: Option<Named<Channel>>,
}

/// What becomes of a transfer after the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Becomes {
    /// Asked for, so that its amount is reserved.
    Asked,
    /// Asked for and settled, proved by the proofs that the request brings.
    Settled,
    /// Asked for and returned.
    Returned,
    /// Nothing is told to the profile.
    Nothing,
}

/// Something that happened: exactly one of the verbs, and what goes with it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Happened {
    /// When; else a minute after what came before.
    pub at: Option<When>,
    /// Again and again, up to the day before the story's, at the time of the clock that `at` says.
    pub every: Option<Every>,
    /// For so many days; else since the day after the opening.
    pub days: Option<i64>,

    /// A transfer of so much was asked for and settled.
    pub pay: Option<Money>,
    /// So much was asked for, and is reserved.
    pub asked: Option<Money>,
    /// The transfer of this name was settled.
    pub settled: Option<String>,
    /// The transfer of this name will not happen.
    pub returned: Option<String>,
    /// These factors were passed.
    pub prove: Option<Vec<Named<Factor>>>,
    /// A factor was tried and failed so many times.
    pub fail: Option<u16>,
    /// A log-in failed so many times.
    pub log_in_fails: Option<u16>,
    /// So much came in.
    pub credit: Option<Money>,
    /// A credential was changed.
    pub changed: Option<Named<Credential>>,
    /// A device was bound.
    pub bind: Option<String>,
    /// A device was bound when the account was opened.
    pub bind_at_opening: Option<String>,
    /// A device was lost.
    pub lost: Option<String>,
    /// A device was announced.
    pub announce_device: Option<String>,
    /// A journey to a country was announced.
    pub announce_country: Option<String>,
    /// These were completed.
    pub complete: Option<Vec<Named<Information>>>,
    /// The account was frozen.
    #[serde(default)]
    pub freeze: bool,
    /// The account was released.
    #[serde(default)]
    pub unfreeze: bool,
    /// A suspicion was cleared.
    #[serde(default)]
    pub clear: bool,
    /// The transfer of this name was confirmed as fraud.
    pub fraud: Option<String>,
    /// The event before is delivered again, under the same id or another.
    pub again: Option<Again>,

    /// The transfer's name, for `pay` and `asked`.
    pub transfer: Option<String>,
    /// The payee, for `pay` and `asked`.
    pub to: Option<String>,
    /// The device, else `phone`.
    pub on: Option<String>,
    /// The place, else `home`.
    #[serde(rename = "where")]
    pub place: Option<String>,
    /// The factors that were proved for it; else none.
    #[serde(default)]
    pub proved: Vec<Named<Factor>>,
    /// How long an announcement lasts; else 30 days.
    pub lasting: Option<Lasting>,
}

/// Under which id an event comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Again {
    /// The same: a retry.
    SameId,
    /// A new one: another event.
    NewId,
}

/// What is expected of a decision. What is demanded and which rules fire is checked whole: a part that is not named is
/// none. The rest is checked where it is stated.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// The answer in one word.
    pub outcome: Named<Outcome>,
    /// The rung that is demanded; else none.
    pub rung: Option<String>,
    /// Factors that are demanded beside it; else none.
    #[serde(default)]
    pub include: Vec<Named<Factor>>,
    /// How many kinds of factor are demanded; else none.
    #[serde(default)]
    pub kinds: u8,
    /// How old a proof may be at most; else as the rung says.
    pub max_age: Option<Lasting>,
    /// Whether a confirmation is demanded.
    #[serde(default)]
    pub confirm: bool,
    /// How long the money is held; else not at all.
    pub hold: Option<Lasting>,
    /// How many business days it is held; else none.
    #[serde(default)]
    pub hold_days: u8,
    /// How many people must agree; else nobody.
    #[serde(default)]
    pub review: u8,
    /// Whether the account is frozen.
    #[serde(default)]
    pub freeze: bool,
    /// Whether it is refused.
    #[serde(default)]
    pub refuse: bool,
    /// Who is told, exactly; else nobody.
    #[serde(default)]
    pub notify: Vec<Named<Notice>>,
    /// Factors that prove nothing just now, exactly; else none.
    #[serde(default)]
    pub distrusted: Vec<Named<Factor>>,
    /// Rules that fire, exactly; else none.
    #[serde(default)]
    pub rules: BTreeSet<String>,
    /// The exemption that is used; else none.
    pub exemption: Option<String>,
    /// Whether nothing that is enrolled will do.
    #[serde(default)]
    pub to_a_person: bool,
    /// The rung that is still to be reached; `none`.
    pub rung_left: Option<String>,
    /// Factor sets that would do, among others.
    #[serde(default)]
    pub ways: Vec<Vec<Named<Factor>>>,
    /// Least and greatest score.
    pub score: Option<[i16; 2]>,
    /// The band of the score.
    pub risk: Option<String>,
    /// The customer's tier.
    pub tier: Option<String>,
    /// Levels of other facts by their name.
    #[serde(default)]
    pub levels: BTreeMap<String, String>,
    /// Sums of money by their name, exactly.
    #[serde(default)]
    pub sums: BTreeMap<String, Money>,
    /// Facts that are named as missing, late or invalid, exactly.
    pub unknown: Option<Vec<String>>,
    /// Mildest and strictest outcome, were they known.
    pub bounds: Option<[Named<Outcome>; 2]>,
    /// An earlier step than which this answer is softer in no part.
    pub not_softer_than: Option<usize>,
    /// What the profile has learned of amounts, days, hours and places is as it was before this step.
    pub habit_as_before: Option<usize>,
}
