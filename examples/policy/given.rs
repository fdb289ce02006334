//! A reading from facts on the command line: `device=unknown amount=5000.00 place=missing proof=face:30s`.

use stepup::fact::{Fact, Measure, MeterUnit, Metered, Ranked, State};
use stepup::factor::{Factor, FactorSet};
use stepup::language::Language;
use stepup::operation::{Channel, CustomerFlag, CustomerFlags, Operation};
use stepup::policy::Policy;
use stepup::reading::{Reading, ReadingParts, metered_states};
use stepup::requirement::{ProofAge, ProofAges};
use stepup::signal::scale;
use stepup::units::{Amount, Span};

use super::args::meant;
use super::snippet::pairs;

/// Names that are no ordered fact.
const OTHERS: [&str; 7] = ["operation", "channel", "flag", "clock", "proof", "enrolled", "confirmed"];

/// A reading, and the named facts that others raised above what was named.
pub struct Told {
    /// The reading; closed.
    pub reading: Reading,
    /// Facts that were named and stand higher.
    pub raised: Vec<Metered>,
}

/// Says what is wrong, in the reader's language.
struct Speaker(Language);

impl Speaker {
    fn say(&self, en: String, zh: String) -> String {
        match self.0 {
            Language::English => en,
            Language::Chinese => zh,
        }
    }

    /// A word that is none of these.
    fn unknown(&self, (kind, kind_zh): (&str, &str), typed: &str, words: &[&str]) -> String {
        let meant = meant(typed, words, self.0);
        self.say(format!("there is no {kind} `{typed}`{meant}"), format!("没有{kind_zh}`{typed}`{meant}"))
    }

    fn no_value(&self, key: &str, typed: &str, such_as: &str) -> String {
        self.say(
            format!("`{key}={typed}` cannot be read; write such as `{key}={such_as}`"),
            format!("无法读取`{key}={typed}`；写法如`{key}={such_as}`"),
        )
    }
}

/// The reading of these words; what they do not name is at its least.
pub fn reading(words: &[String], policy: &Policy, language: Language) -> Result<Told, String> {
    let speaker = Speaker(language);
    let pairs = pairs(words);
    for (place, (key, values)) in pairs.iter().enumerate() {
        if values.is_empty() {
            return Err(speaker.no_value(key, "", "..."));
        }
        if pairs[..place].iter().any(|(other, _)| other == key) {
            return Err(speaker.say(format!("`{key}` is given twice"), format!("`{key}`重复")));
        }
    }
    let parts = parts(&pairs, policy, &speaker)?;
    let mut reading = Reading::blank(&parts);
    for fact in Ranked::ALL.iter().copied().filter(|fact| fact.is_measured()) {
        reading.set(fact, Measure::known(0));
    }
    // Only a transfer has a payee.
    if parts.operation != Operation::Transfer {
        reading.set(Ranked::Payee, Measure::of_state(State::NotApplicable));
    }
    for fact in Metered::ALL.iter().copied() {
        match metered_states(fact, reading.operation()) {
            [_, State::NotApplicable] => reading.set_metered_state(fact, State::NotApplicable),
            _ => reading.set_metered(fact, 0),
        }
    }
    let mut named: Vec<Metered> = Vec::new();
    for (key, values) in pairs.iter().filter(|(key, _)| !OTHERS.contains(&key.as_str())) {
        let text = match values.as_slice() {
            [text] => text.as_str(),
            _ => return Err(speaker.no_value(key, &values.join(","), "...")),
        };
        match Fact::from_name(key) {
            Some(Fact::Ranked(fact)) => ranked(&mut reading, fact, text, policy, &speaker)?,
            Some(Fact::Metered(fact)) => {
                metered(&mut reading, fact, text, policy, &speaker)?;
                named.push(fact);
            }
            None => return Err(speaker.unknown(("fact", "指标"), key, &facts())),
        }
    }
    let before = reading;
    reading.close();
    counted(&mut reading);
    named.retain(|fact| reading.metered(*fact) != before.metered(*fact));
    Ok(Told { reading, raised: named })
}

/// Counts this transfer in the day's totals, as a request does: they leave out what goes to an own account here.
fn counted(reading: &mut Reading) {
    let own = reading.measure(Ranked::Payee) == Measure::known(0);
    let Some(amount) = reading.metered(Metered::Amount).ok().filter(|_| !own) else { return };
    let device = reading.measure(Ranked::Device);
    // Where the day's total from new devices begins, whatever the policy calls the levels above.
    let recent = scale(Ranked::Device).level("recent").and_then(|level| usize::from(level).checked_sub(1));
    let recent = recent.and_then(|edge| scale(Ranked::Device).edges.get(edge)).copied().unwrap_or(0);
    let is_new = device.value().map_or(device.state() != State::NotApplicable, |measure| measure >= recent);
    for fact in [Metered::TotalDay].into_iter().chain(is_new.then_some(Metered::TotalDayNewDevice)) {
        if let Ok(total) = reading.metered(fact) {
            reading.set_metered(fact, total.max(amount));
        }
    }
    reading.close();
}

/// Every name that may be given.
fn facts() -> Vec<&'static str> {
    let ranked = Ranked::ALL.iter().filter(|fact| fact.is_measured()).map(|fact| fact.name());
    let metered = Metered::ALL.iter().filter(|fact| fact.is_measured()).map(|fact| fact.name());
    ranked.chain(metered).chain(OTHERS).collect()
}

/// What is no ordered fact.
fn parts(
    pairs: &[(String, Vec<String>)],
    policy: &Policy,
    speaker: &Speaker,
) -> Result<ReadingParts, String> {
    let of = |key: &str| pairs.iter().find(|(name, _)| name == key).map(|(_, values)| values.as_slice());
    let one = |key: &str| of(key).map(|values| values.join(","));
    let operation = match one("operation") {
        None => Operation::Transfer,
        Some(name) => {
            let words: Vec<&str> = Operation::ALL.iter().map(|word| word.name()).collect();
            let kind = ("operation", "业务");
            Operation::from_name(&name).ok_or_else(|| speaker.unknown(kind, &name, &words))?
        }
    };
    let channel = match one("channel") {
        None => Channel::App,
        Some(name) => self::channel(&name, speaker)?,
    };
    let mut flags = CustomerFlags::NONE;
    for name in of("flag").unwrap_or_default() {
        let words: Vec<&str> = CustomerFlag::ALL.iter().map(|word| word.name()).collect();
        let flag = CustomerFlag::from_name(name);
        flags = flags.with(flag.ok_or_else(|| speaker.unknown(("customer flag", "客户标记"), name, &words))?);
    }
    let minute = match one("clock") {
        None => 12 * 60,
        Some(text) => minute(&text).ok_or_else(|| speaker.no_value("clock", &text, "23:30"))?,
    };
    let declared = policy.enrolments().iter().find(|(own, _)| *own == channel).map(|(_, factors)| *factors);
    let mut enrolled = declared.unwrap_or(FactorSet::ALL);
    if let Some(names) = of("enrolled") {
        enrolled = FactorSet::NONE;
        for name in names.iter().filter(|name| *name != "none") {
            enrolled = enrolled.with(factor(name, speaker)?);
        }
    }
    let mut proofs = ProofAges::NONE;
    for text in of("proof").unwrap_or_default() {
        let (name, age) = text.split_once(':').unwrap_or((text, "0s"));
        let age = Span::parse(age).map_err(|_| speaker.no_value("proof", text, "face:30s"))?;
        let proof = ProofAge { seconds: age.seconds(), channel };
        proofs = proofs.with(factor(name, speaker)?, proof);
    }
    let confirmed = match one("confirmed").as_deref() {
        None | Some("false") => false,
        Some("true") => true,
        Some(other) => return Err(speaker.no_value("confirmed", other, "true")),
    };
    let currency = policy.currency();
    Ok(ReadingParts {
        operation,
        channel,
        flags,
        minute,
        currency,
        enrolled,
        confirmed,
        out_of_order: false,
        proofs,
    })
}

fn channel(name: &str, speaker: &Speaker) -> Result<Channel, String> {
    let words: Vec<&str> = Channel::ALL.iter().map(|word| word.name()).collect();
    Channel::from_name(name).ok_or_else(|| speaker.unknown(("channel", "渠道"), name, &words))
}

fn factor(name: &str, speaker: &Speaker) -> Result<Factor, String> {
    let words: Vec<&str> = Factor::ALL.iter().map(|word| word.name()).collect();
    Factor::from_name(name).ok_or_else(|| speaker.unknown(("factor", "认证因素"), name, &words))
}

/// `23:30` as a minute of the day.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    let legal = digits(hour) && digits(minute);
    let (hour, minute) = legal.then_some((hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?))?;
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// The state with this name; `known` is none that anything could be put into.
fn state(text: &str) -> Option<State> {
    State::from_name(text).filter(|state| *state != State::Known)
}

/// What is said of a fact that nobody measures.
fn computed(fact: &str, speaker: &Speaker) -> String {
    speaker.say(
        format!("`{fact}` follows from the rest by the policy; it cannot be given"),
        format!("`{fact}`由策略得出，不能给定"),
    )
}

fn ranked(
    reading: &mut Reading,
    fact: Ranked,
    text: &str,
    policy: &Policy,
    speaker: &Speaker,
) -> Result<(), String> {
    if !fact.is_measured() {
        return Err(computed(fact.name(), speaker));
    }
    if let Some(state) = state(text) {
        reading.set(fact, Measure::of_state(state));
        return Ok(());
    }
    let levels: Vec<&str> = scale(fact).levels.iter().map(|level| level.name).collect();
    let states: Vec<&str> = State::ALL.iter().skip(1).map(|state| state.name()).collect();
    let level = scale(fact).level(text).ok_or_else(|| {
        let kind = (format!("level of {fact}"), format!("{}等级", fact.name_zh()));
        speaker.unknown((&kind.0, &kind.1), text, &[levels, states].concat())
    })?;
    reading.set(fact, Measure::known(least(reading, fact, level, policy)));
    Ok(())
}

/// The least measure that the policy cuts to a level, by asking it: levels never fall where measures rise.
fn least(reading: &Reading, fact: Ranked, level: u8, policy: &Policy) -> u16 {
    let (mut low, mut high) = (0, scale(fact).largest());
    while low < high {
        let middle = u16::midpoint(low, high);
        let mut tried = *reading;
        tried.set(fact, Measure::known(middle));
        if policy.judge(&tried).level(fact) >= level { high = middle } else { low = middle + 1 }
    }
    low
}

fn metered(
    reading: &mut Reading,
    fact: Metered,
    text: &str,
    policy: &Policy,
    speaker: &Speaker,
) -> Result<(), String> {
    if !fact.is_measured() {
        return Err(computed(fact.name(), speaker));
    }
    let operation = reading.operation();
    let asked = state(text).unwrap_or(State::Known);
    if !metered_states(fact, operation).contains(&asked) {
        return Err(speaker.say(
            format!("`{fact}={text}`: of a {operation} it is never {asked}"),
            format!(
                "`{fact}={text}`：{}的{}不会是“{}”",
                operation.name_zh(),
                fact.name_zh(),
                asked.name_zh()
            ),
        ));
    }
    if asked != State::Known {
        reading.set_metered_state(fact, asked);
        return Ok(());
    }
    let value = match fact.unit() {
        MeterUnit::Money => Amount::parse(text, policy.currency()).map(Amount::minor).map_err(|error| {
            speaker.say(format!("`{fact}`: {error}"), format!("`{fact}`：无法读取金额`{text}`（{error}）"))
        })?,
        MeterUnit::Seconds => {
            let span = Span::parse(text).map_err(|_| speaker.no_value(fact.name(), text, "2h"))?;
            i64::from(span.seconds())
        }
        MeterUnit::Count | MeterUnit::Points => {
            let count = text.parse::<u16>().map_err(|_| speaker.no_value(fact.name(), text, "3"))?;
            i64::from(count)
        }
    };
    reading.set_metered(fact, value);
    Ok(())
}
