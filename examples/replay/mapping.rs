//! The mapping: which foreign column is which field of a request, and what the data cannot have, read from TOML.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use stepup::fact::State;
use stepup::factor::{Factor, FactorSet};
use stepup::id::IdKind;
use stepup::operation::{Channel, Operation};
use stepup::profile::PeerGroup;
use stepup::units::{Amount, Currency, Span};
use stepup::verdict::Outcome;
use toml::Spanned;

use super::facts::FACTS;

/// A mapping, checked.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// What the data is.
    pub name: String,
    /// The policy that fits it, where the mapping names one; found beside the mapping.
    pub policy: Option<PathBuf>,
    /// The least amount of each band of the report but the first, minor units.
    pub bands: Vec<i64>,
    /// The columns.
    pub columns: Columns,
    /// How times are written, in chrono's `strftime` letters.
    pub time_format: String,
    /// Local time less UTC, in minutes; `None` where each time says it itself.
    pub offset: Option<i16>,
    /// Decimals that amounts may have.
    pub decimals: u8,
    /// The currency of all amounts.
    pub currency: Currency,
    /// Whether an amount of nothing is read as the smallest amount, rather than as malformed.
    pub zero_is_smallest: bool,
    /// What labels look like, where there are labels.
    pub label: Option<Label>,
    /// What all transfers have in common.
    pub transfer: Transfer,
    /// How the peers of all customers spend.
    pub peers: PeerGroup,
    /// Facts that no column has: state and reason.
    absent: BTreeMap<String, (State, String)>,
}

/// Names of columns.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// When.
    pub time: String,
    /// Who.
    pub customer: String,
    /// How much.
    pub amount: String,
    /// Whether it was fraud.
    pub label: Option<String>,
    /// To whom.
    pub payee: Option<String>,
    /// From which device.
    pub device: Option<String>,
    /// The balance before.
    pub balance: Option<String>,
    /// Facts in this crate's own words; empty where they are missing.
    pub integrity: Option<String>,
    /// The kind of line.
    pub network: Option<String>,
    /// What the books say of the payee.
    pub payee_relation: Option<String>,
    /// The answer of the name check.
    pub payee_check: Option<String>,
    /// Where the money goes.
    pub destination: Option<String>,
    /// What lists say.
    pub alert: Option<String>,
}

/// What labels look like, and when they are known.
#[derive(Clone, Debug)]
pub struct Label {
    /// The text for fraud.
    pub fraud: String,
    /// The text for clean.
    pub clean: String,
    /// Seconds from a transfer until its label is known.
    pub delay: u32,
}

/// What all transfers have in common.
#[derive(Clone, Copy, Debug)]
pub struct Transfer {
    /// The operation; it moves money.
    pub operation: Operation,
    /// The channel.
    pub channel: Channel,
    /// The kind of identifier that customers have.
    pub customer_kind: IdKind,
    /// The kind of identifier that payees have.
    pub payee_kind: IdKind,
    /// Factors that every request brings as proofs.
    pub brought: FactorSet,
    /// Factors that a transfer has proved when it settles, where it teaches.
    pub proved: FactorSet,
    /// Factors that a customer could still prove on this channel.
    pub enrolled: FactorSet,
    /// The strictest outcome after which a transfer still teaches habits.
    pub teach_upto: Outcome,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MapFile {
    name: String,
    policy: Option<String>,
    bands: Vec<Spanned<String>>,
    columns: Columns,
    time: TimeFormat,
    amount: AmountFormat,
    label: Option<LabelFormat>,
    transfer: TransferFormat,
    peers: PeersFormat,
    given: BTreeMap<String, Spanned<Absent>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TimeFormat {
    format: Spanned<String>,
    offset: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AmountFormat {
    decimals: Spanned<u8>,
    currency: Spanned<String>,
    zero: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelFormat {
    fraud: String,
    clean: String,
    delay: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TransferFormat {
    operation: Spanned<String>,
    channel: Spanned<String>,
    customer_kind: Spanned<String>,
    payee_kind: Spanned<String>,
    brought: Vec<Spanned<String>>,
    proved: Vec<Spanned<String>>,
    enrolled: Vec<Spanned<String>>,
    teach_upto: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PeersFormat {
    amount: Spanned<String>,
    amount_spread: u16,
    outflow: Spanned<String>,
    outflow_spread: u16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Absent {
    state: Spanned<String>,
    why: String,
}

/// The text of a mapping, to say where in it something is wrong.
struct Source<'a> {
    name: &'a str,
    text: &'a str,
}

impl Source<'_> {
    fn wrong<T>(&self, at: &Spanned<T>, said: impl std::fmt::Display) -> String {
        self.at(at.span().start, said)
    }

    fn at(&self, byte: usize, said: impl std::fmt::Display) -> String {
        let before = self.text.get(..byte).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        format!("{}:{line}: {said}", self.name)
    }

    fn word<T>(
        &self,
        at: &Spanned<String>,
        what: &str,
        from: impl Fn(&str) -> Option<T>,
    ) -> Result<T, String> {
        from(at.get_ref()).ok_or_else(|| self.wrong(at, format!("`{}` is no {what}", at.get_ref())))
    }

    fn factors(&self, list: &[Spanned<String>]) -> Result<FactorSet, String> {
        list.iter().map(|word| self.word(word, "factor", Factor::from_name)).collect()
    }

    fn minor(&self, at: &Spanned<String>, currency: Currency) -> Result<i64, String> {
        Amount::parse(at.get_ref(), currency).map(Amount::minor).map_err(|error| self.wrong(at, error))
    }
}

impl Mapping {
    /// Reads a mapping; with `stricter`, what is not applicable counts as missing. An error names file and line.
    pub fn load(path: &Path, stricter: bool) -> Result<Self, String> {
        let text = super::read(path)?;
        let mut mapping = Self::parse(&path.display().to_string(), &text)?;
        mapping.policy = mapping.policy.map(|policy| path.parent().unwrap_or(Path::new("")).join(policy));
        if stricter {
            mapping.absent.values_mut().for_each(|(state, _)| *state = State::Missing);
        }
        Ok(mapping)
    }

    /// Reads the text of a mapping.
    pub fn parse(name: &str, text: &str) -> Result<Self, String> {
        let source = Source { name, text };
        let file: MapFile = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            source.at(at, error.message())
        })?;
        let currency = source.word(&file.amount.currency, "currency", Currency::from_code)?;
        let decimals = *file.amount.decimals.get_ref();
        if decimals > currency.minor_digits() {
            let said = format!("{} has {} decimals", currency.code(), currency.minor_digits());
            return Err(source.wrong(&file.amount.decimals, said));
        }
        let zero = file.amount.zero.as_ref().map(|word| source.word(word, "`smallest` or `malformed`", zero));
        let bands =
            file.bands.iter().map(|band| source.minor(band, currency)).collect::<Result<Vec<_>, _>>()?;
        if let Some(late) = bands.windows(2).position(|pair| pair[0] >= pair[1]) {
            return Err(source.wrong(&file.bands[late + 1], "bands must ascend"));
        }
        let absent = absent(&source, &file)?;
        Ok(Self {
            bands,
            offset: offset(&source, &file.time)?,
            time_format: file.time.format.into_inner(),
            decimals,
            currency,
            zero_is_smallest: zero.transpose()?.unwrap_or(false),
            label: label(&source, file.label, &file.columns)?,
            transfer: transfer(&source, &file.transfer)?,
            peers: peers(&source, &file.peers, currency)?,
            absent,
            columns: file.columns,
            policy: file.policy.map(PathBuf::from),
            name: file.name,
        })
    }

    /// The state that stands in place of a fact, and why; `None` for a fact that a column has.
    pub fn absent(&self, fact: &str) -> Option<(State, &str)> {
        self.absent.get(fact).map(|(state, why)| (*state, why.as_str()))
    }
}

fn zero(word: &str) -> Option<bool> {
    match word {
        "smallest" => Some(true),
        "malformed" => Some(false),
        _ => None,
    }
}

/// Every fact has a column or a state, and none has both.
fn absent(source: &Source<'_>, file: &MapFile) -> Result<BTreeMap<String, (State, String)>, String> {
    let columns = &file.columns;
    let mut held: Vec<&str> = Vec::new();
    for (fact, column) in [
        ("payee", &columns.payee),
        ("payee_reputation", &columns.payee),
        ("device", &columns.device),
        ("device_reputation", &columns.device),
        ("balance", &columns.balance),
        ("integrity", &columns.integrity),
        ("network", &columns.network),
        ("payee_relation", &columns.payee_relation),
        ("payee_check", &columns.payee_check),
        ("destination", &columns.destination),
        ("alert", &columns.alert),
    ] {
        held.extend(column.as_ref().map(|_| fact));
    }
    let mut absent = BTreeMap::new();
    for (fact, said) in &file.given {
        if !FACTS.contains(&fact.as_str()) {
            return Err(source.wrong(said, format!("there is no fact `{fact}`")));
        }
        if held.contains(&fact.as_str()) {
            return Err(source.wrong(said, format!("`{fact}` has a column, so it is not absent")));
        }
        let Absent { state, why } = said.get_ref();
        let known = |word: &str| {
            State::from_name(word).filter(|state| matches!(state, State::NotApplicable | State::Missing))
        };
        let state = source.word(state, "`not-applicable` or `missing`", known)?;
        absent.insert(fact.clone(), (state, why.clone()));
    }
    let unsaid: Vec<&str> =
        FACTS.iter().copied().filter(|fact| !held.contains(fact) && !absent.contains_key(*fact)).collect();
    if !unsaid.is_empty() {
        let list = unsaid.join("`, `");
        return Err(format!(
            "{}: no column and no `[given]` for `{list}`; say `not-applicable` or `missing`",
            source.name
        ));
    }
    Ok(absent)
}

fn offset(source: &Source<'_>, time: &TimeFormat) -> Result<Option<i16>, String> {
    let in_text = ["%z", "%:z", "%#z", "%+"].iter().any(|letters| time.format.get_ref().contains(letters));
    match &time.offset {
        Some(at) if in_text => Err(source.wrong(at, "the format has an offset already")),
        None if in_text => Ok(None),
        Some(at) => source.word(at, "offset such as `+08:00`", minutes).map(Some),
        None => Err(source.wrong(&time.format, "the format has no offset; say `offset = \"+08:00\"`")),
    }
}

/// Minutes of `+08:00`.
fn minutes(text: &str) -> Option<i16> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) =
        rest.split_once(':').filter(|(hours, minutes)| hours.len() == 2 && minutes.len() == 2)?;
    let digits =
        |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<i16>().ok());
    let (hours, minutes) = (digits(hours)??, digits(minutes)??);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

fn label(source: &Source<'_>, said: Option<LabelFormat>, columns: &Columns) -> Result<Option<Label>, String> {
    match (said, &columns.label) {
        (None, None) => Ok(None),
        (Some(said), Some(_)) => {
            let delay =
                Span::parse(said.delay.get_ref()).map_err(|error| source.wrong(&said.delay, error))?;
            Ok(Some(Label { fraud: said.fraud, clean: said.clean, delay: delay.seconds() }))
        }
        _ => Err(format!("{}: `columns.label` and `[label]` need each other", source.name)),
    }
}

fn transfer(source: &Source<'_>, said: &TransferFormat) -> Result<Transfer, String> {
    let moves = |word: &str| Operation::from_name(word).filter(|operation| operation.moves_money());
    Ok(Transfer {
        operation: source.word(&said.operation, "operation that moves money", moves)?,
        channel: source.word(&said.channel, "channel", Channel::from_name)?,
        customer_kind: source.word(&said.customer_kind, "kind of identifier", IdKind::from_name)?,
        payee_kind: source.word(&said.payee_kind, "kind of identifier", IdKind::from_name)?,
        brought: source.factors(&said.brought)?,
        proved: source.factors(&said.proved)?,
        enrolled: source.factors(&said.enrolled)?,
        teach_upto: source.word(&said.teach_upto, "outcome", Outcome::from_name)?,
    })
}

fn peers(source: &Source<'_>, said: &PeersFormat, currency: Currency) -> Result<PeerGroup, String> {
    Ok(PeerGroup {
        currency,
        amount_centre: stepup::profile::log2_256(source.minor(&said.amount, currency)?),
        amount_spread: said.amount_spread,
        outflow_centre: stepup::profile::log2_256(source.minor(&said.outflow, currency)?),
        outflow_spread: said.outflow_spread,
    })
}
