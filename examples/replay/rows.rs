//! Rows of a CSV file as transfers, each read by the mapping or refused with the reason.

use std::collections::HashMap;
use std::io::Read;

use chrono::format::{Item, Parsed, StrftimeItems};
use csv::ByteRecord;
use stepup::fact::Given;
use stepup::id::{IdKind, Pseudonym, Pseudonymizer};
use stepup::request::{Alert, Destination, Integrity, Network, PayeeCheck, PayeeRelation};
use stepup::units::{Amount, Moment, Timestamp};

use super::mapping::Mapping;
use super::report::shown;

/// The key of a replay's pseudonyms. They live as long as the replay and are never shown, so it need not be secret.
const KEY: &[u8; 32] = b"replay: pseudonyms of one run...";
/// The number of that key.
pub const KEY_ID: u32 = 1;

/// Somebody that a row names: a running number for tables of ours, and a pseudonym for requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Party {
    /// From 0, in the order in which they appear.
    pub index: u32,
    /// The pseudonym.
    pub name: Pseudonym,
}

/// One transfer as its row says it.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Its number among all rows that were read, from 0.
    pub number: u64,
    /// When.
    pub at: Moment,
    /// Who.
    pub customer: Party,
    /// How much, minor units.
    pub minor: i64,
    /// To whom; only with a column.
    pub payee: Given<Party>,
    /// From which device; only with a column.
    pub device: Given<Party>,
    /// The balance before, minor units; only with a column.
    pub balance: Given<i64>,
    /// Facts in this crate's words; only with a column.
    pub words: Words,
    /// Whether it was fraud, where a label says so.
    pub fraud: Option<bool>,
}

/// Facts in this crate's own words; `None` without a column.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words {
    /// The device's soundness.
    pub integrity: Option<Given<Integrity>>,
    /// The kind of line.
    pub network: Option<Given<Network>>,
    /// What the books say of the payee.
    pub payee_relation: Option<Given<PayeeRelation>>,
    /// The answer of the name check.
    pub payee_check: Option<Given<PayeeCheck>>,
    /// Where the money goes.
    pub destination: Option<Given<Destination>>,
    /// What lists say.
    pub alert: Option<Given<Alert>>,
}

/// Why there is no row.
#[derive(Debug)]
pub enum Fault {
    /// This row is malformed; the next may be good.
    Row(String),
    /// The file cannot be read further. Says where.
    File(String),
}

/// Identifiers of one kind, each with its number and pseudonym.
struct Names {
    kind: IdKind,
    maker: Pseudonymizer,
    known: HashMap<Box<str>, Party>,
}

impl Names {
    fn new(kind: IdKind) -> Result<Self, String> {
        let maker = Pseudonymizer::new(KEY_ID, KEY).map_err(|error| error.to_string())?;
        Ok(Self { kind, maker, known: HashMap::new() })
    }

    fn party(&mut self, id: &str) -> Result<Party, String> {
        if let Some(party) = self.known.get(id) {
            return Ok(*party);
        }
        let name = self.maker.pseudonym(self.kind, id).map_err(|error| error.to_string())?;
        let index = u32::try_from(self.known.len()).map_err(|_| "more than 2^32 identifiers".to_owned())?;
        let party = Party { index, name };
        self.known.insert(id.into(), party);
        Ok(party)
    }
}

/// Places of the mapped columns.
struct Places {
    time: usize,
    customer: usize,
    amount: usize,
    label: Option<usize>,
    payee: Option<usize>,
    device: Option<usize>,
    balance: Option<usize>,
    integrity: Option<usize>,
    network: Option<usize>,
    payee_relation: Option<usize>,
    payee_check: Option<usize>,
    destination: Option<usize>,
    alert: Option<usize>,
}

/// The rows of a file, one after another.
pub struct Rows<'m, R> {
    mapping: &'m Mapping,
    reader: csv::Reader<R>,
    record: ByteRecord,
    file: String,
    fields: usize,
    places: Places,
    time: Vec<Item<'static>>,
    customers: Names,
    payees: Names,
    devices: Names,
    read: u64,
    raised: u64,
}

impl<'m, R: Read> Rows<'m, R> {
    /// Reads the header; an error names the file and the column that is not there.
    pub fn new(from: R, file: &str, mapping: &'m Mapping) -> Result<Self, String> {
        // WHY: with line ends of two bytes the library tells the line before; so lines end at the second, and what is
        // left of the first is trimmed with the blanks.
        let lines = csv::Terminator::Any(b'\n');
        let mut reader = csv::ReaderBuilder::new().flexible(true).terminator(lines).from_reader(from);
        let header = reader.byte_headers().map_err(|error| format!("{file}:1: {error}"))?.clone();
        let place = |name: &str| {
            let place = header.iter().position(|cell| cell.trim_ascii() == name.as_bytes());
            place.ok_or_else(|| {
                let found: Vec<_> =
                    header.iter().map(|cell| String::from_utf8_lossy(cell.trim_ascii())).collect();
                format!("{file}:1: no column `{name}`; there are {}", shown(&found.join(", ")))
            })
        };
        let maybe = |name: &Option<String>| name.as_deref().map(place).transpose();
        let columns = &mapping.columns;
        let places = Places {
            time: place(&columns.time)?,
            customer: place(&columns.customer)?,
            amount: place(&columns.amount)?,
            label: maybe(&columns.label)?,
            payee: maybe(&columns.payee)?,
            device: maybe(&columns.device)?,
            balance: maybe(&columns.balance)?,
            integrity: maybe(&columns.integrity)?,
            network: maybe(&columns.network)?,
            payee_relation: maybe(&columns.payee_relation)?,
            payee_check: maybe(&columns.payee_check)?,
            destination: maybe(&columns.destination)?,
            alert: maybe(&columns.alert)?,
        };
        let items = StrftimeItems::new(&mapping.time_format).parse_to_owned();
        Ok(Self {
            mapping,
            fields: header.len(),
            reader,
            record: ByteRecord::new(),
            file: file.to_owned(),
            places,
            time: items.map_err(|_| format!("`{}` is no format of times", mapping.time_format))?,
            customers: Names::new(mapping.transfer.customer_kind)?,
            payees: Names::new(mapping.transfer.payee_kind)?,
            devices: Names::new(IdKind::Device)?,
            read: 0,
            raised: 0,
        })
    }

    /// The next row, malformed or not; `None` at the end.
    pub fn next(&mut self) -> Option<Result<Row, Fault>> {
        loop {
            match self.reader.read_byte_record(&mut self.record) {
                Ok(false) => return None,
                Ok(true) if self.is_blank() => {}
                Ok(true) => {
                    self.read += 1;
                    return Some(self.row().map_err(Fault::Row));
                }
                Err(error) => return Some(Err(Fault::File(format!("{}: {error}", self.file)))),
            }
        }
    }

    /// Whether the latest line holds nothing but blanks.
    fn is_blank(&self) -> bool {
        self.record.len() < 2 && self.record.as_slice().trim_ascii().is_empty()
    }

    /// The line on which the latest row begins, from 1.
    pub fn line(&self) -> u64 {
        self.record.position().map_or(0, csv::Position::line)
    }

    /// Bytes read so far.
    pub fn bytes(&self) -> u64 {
        self.reader.position().byte()
    }

    /// Rows read, malformed ones too.
    pub const fn read(&self) -> u64 {
        self.read
    }

    /// Amounts of nothing that were read as the smallest amount.
    pub const fn raised(&self) -> u64 {
        self.raised
    }

    fn row(&mut self) -> Result<Row, String> {
        let (record, places) = (&self.record, &self.places);
        if record.len() != self.fields {
            return Err(format!("{} fields, where the header has {}", record.len(), self.fields));
        }
        let cell = |place: usize| {
            let bytes = record.get(place).unwrap_or_default();
            std::str::from_utf8(bytes).map(str::trim).map_err(|_| format!("field {} is not UTF-8", place + 1))
        };
        let time = cell(places.time)?;
        let at = moment(time, &self.time, self.mapping.offset)
            .ok_or_else(|| format!("`{time}` is no time of the form `{}`", self.mapping.time_format))?;
        let mut minor = minor(cell(places.amount)?, self.mapping)?;
        if minor == 0 && self.mapping.zero_is_smallest {
            minor = 1;
            self.raised += 1;
        }
        let balance = match places.balance.map(cell).transpose()? {
            None | Some("") => Given::Missing,
            Some(text) => Given::Known(self::minor(text, self.mapping)?),
        };
        Ok(Row {
            number: self.read - 1,
            at,
            customer: self.customers.party(cell(places.customer)?)?,
            minor,
            payee: party(&mut self.payees, places.payee.map(cell).transpose()?)?,
            device: party(&mut self.devices, places.device.map(cell).transpose()?)?,
            balance,
            words: Words {
                integrity: word(places.integrity.map(cell).transpose()?, Integrity::from_name)?,
                network: word(places.network.map(cell).transpose()?, Network::from_name)?,
                payee_relation: word(places.payee_relation.map(cell).transpose()?, PayeeRelation::from_name)?,
                payee_check: word(places.payee_check.map(cell).transpose()?, PayeeCheck::from_name)?,
                destination: word(places.destination.map(cell).transpose()?, Destination::from_name)?,
                alert: word(places.alert.map(cell).transpose()?, Alert::from_name)?,
            },
            fraud: label(places.label.map(cell).transpose()?, self.mapping)?,
        })
    }
}

fn party(names: &mut Names, id: Option<&str>) -> Result<Given<Party>, String> {
    match id {
        None | Some("") => Ok(Given::Missing),
        Some(id) => names.party(id).map(Given::Known),
    }
}

fn word<T>(cell: Option<&str>, from: fn(&str) -> Option<T>) -> Result<Option<Given<T>>, String> {
    match cell {
        None => Ok(None),
        Some("") => Ok(Some(Given::Missing)),
        Some(text) => {
            from(text).map(|word| Some(Given::Known(word))).ok_or_else(|| format!("`{text}` is no word here"))
        }
    }
}

fn label(cell: Option<&str>, mapping: &Mapping) -> Result<Option<bool>, String> {
    match (cell, &mapping.label) {
        (Some(text), Some(label)) if text == label.fraud => Ok(Some(true)),
        (Some(text), Some(label)) if text == label.clean => Ok(Some(false)),
        (Some(""), _) | (None, _) => Ok(None),
        (Some(text), _) => Err(format!("`{text}` is no label")),
    }
}

fn moment(text: &str, items: &[Item<'static>], offset: Option<i16>) -> Option<Moment> {
    let mut parsed = Parsed::new();
    chrono::format::parse(&mut parsed, text, items.iter()).ok()?;
    match offset {
        None => Moment::new(parsed.to_datetime().ok()?).ok(),
        Some(minutes) => {
            let local = parsed.to_naive_datetime_with_offset(0).ok()?.and_utc().timestamp();
            let seconds = u32::try_from(local - i64::from(minutes) * 60).ok()?;
            Some(Moment::at_offset(Timestamp::from_seconds(seconds), minutes))
        }
    }
}

/// Minor units of an amount that may be written with fewer decimals than the currency has, and never with more than
/// the mapping says.
fn minor(text: &str, mapping: &Mapping) -> Result<i64, String> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) || (text.contains('.') && fraction.is_empty())
    {
        return Err(format!("`{text}` is no amount"));
    }
    if fraction.len() > usize::from(mapping.decimals) {
        return Err(format!("`{text}` has more than {} decimals", mapping.decimals));
    }
    let places = u32::from(mapping.currency.minor_digits());
    let scale =
        |digits: &str, places: u32| digits.parse::<i64>().ok()?.checked_mul(10_i64.checked_pow(places)?);
    let left = places.saturating_sub(u32::try_from(fraction.len()).unwrap_or(u32::MAX));
    let sum = scale(whole, places)
        .and_then(|whole| whole.checked_add(if fraction.is_empty() { 0 } else { scale(fraction, left)? }));
    sum.filter(|sum| *sum <= Amount::MAX_MINOR)
        .ok_or_else(|| format!("`{text}` is more than an amount can be"))
}
