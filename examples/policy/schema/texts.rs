//! Texts of a policy file as patterns: amounts, durations, ids, days, times of the clock. No pattern looks around or back,
//! so every dialect reads them alike.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use stepup::document::LONGEST_AGE;
use stepup::units::{Amount, Currency};

/// What the patterns are called, for `$ref`.
pub fn definitions() -> Value {
    let longest = u64::from(u32::MAX);
    // WHY: a reading holds ages in 31 bits.
    let oldest = u64::from(i32::MAX.unsigned_abs());
    // An edge is measured in whole minutes.
    let edge = u64::from(LONGEST_AGE / 60 * 60 + 59);
    let any: Vec<String> = digits().into_iter().map(amount).collect();
    let text =
        |pattern: String, said: &str| json!({ "type": "string", "pattern": pattern, "description": said });
    json!({
        "amount": text(
            format!("^(?:{})$", any.join("|")),
            "Money: digits, and exactly the decimals of the policy's currency, such as \"5000.00\".",
        ),
        "duration": text(span(false, longest), "A duration: a whole number and s, min, h or d, such as \"15min\"."),
        "age": text(span(true, oldest), "An age: a whole number and s, min, h or d, such as \"30d\"."),
        "edge": text(span(false, edge), "An age up to 22 days: a whole number and s, min, h or d, such as \"72h\"."),
        "id": text(
            "^[-A-Za-z0-9_.+/]{1,64}$".to_owned(),
            "A name of its own: 1 to 64 letters, digits and -_.+/",
        ),
        "day": text(day(), "A day from 1970-01-01 to 2106-02-06, such as \"2027-12-25\"."),
        "clock": clock(),
        "count": text(count(), "A whole number from 0 up."),
    })
}

/// How many decimals there are among currencies.
pub fn digits() -> BTreeSet<u8> {
    currencies().map(Currency::minor_digits).collect()
}

/// Every currency.
pub fn currencies() -> impl Iterator<Item = Currency> {
    (0..1000).filter_map(Currency::from_numeric)
}

/// Digits with so many decimals, up to the largest amount; zeros may stand before.
pub fn amount(digits: u8) -> String {
    let whole = Amount::MAX_MINOR.to_string().len() - usize::from(digits);
    let decimals = if digits == 0 { String::new() } else { format!("\\.[0-9]{{{digits}}}") };
    format!("0*[0-9]{{1,{whole}}}{decimals}")
}

/// A duration of at most so many seconds.
fn span(zero: bool, most: u64) -> String {
    let units = [("s", 1), ("min", 60), ("h", 3_600), ("d", 86_400)];
    let units = units.map(|(unit, seconds)| format!("{}{unit}", number(zero, most / seconds)));
    format!("^(?:{})$", units.join("|"))
}

/// A whole number up to `most`, from 1 or from 0; zeros may stand before.
fn number(zero: bool, most: u64) -> String {
    let text = most.to_string();
    let length = text.len();
    let mut forms: Vec<String> = Vec::new();
    if zero {
        forms.push("0".to_owned());
    }
    match length {
        0 | 1 => {}
        2 => forms.push("[1-9]".to_owned()),
        _ => forms.push(format!("[1-9][0-9]{{0,{}}}", length - 2)),
    }
    for (place, digit) in text.bytes().enumerate() {
        let least = if place == 0 { b'1' } else { b'0' };
        if digit > least {
            let rest = length - place - 1;
            let tail = if rest == 0 { String::new() } else { format!("[0-9]{{{rest}}}") };
            let below = char::from(digit - 1);
            forms.push(format!("{}[{}-{below}]{tail}", &text[..place], char::from(least)));
        }
    }
    forms.push(text);
    format!("0*(?:{})", forms.join("|"))
}

/// A count as a key of a column: also with the signs that the loader lets pass.
fn count() -> String {
    format!("^(?:\\+?{}|-0+)$", number(true, u64::from(stepup::fact::Measure::MAX)))
}

/// Days that there are, with the leap days of their years.
fn day() -> String {
    let leap: Vec<String> = (1970..2106)
        .filter(|year| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
        .map(|year| year.to_string())
        .collect();
    let long = "(?:0[1-9]|[12][0-9]|3[01])";
    let months = format!(
        "(?:0[13578]|1[02])-{long}|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8])"
    );
    format!(
        "^(?:(?:19[7-9][0-9]|20[0-9][0-9]|210[0-5])-(?:{months})|(?:{})-02-29|2106-(?:01-{long}|02-0[1-6]))$",
        leap.join("|")
    )
}

/// A window of the clock: well written, and of two different times, which differ in one digit at least.
fn clock() -> Value {
    let time = "(?:[01][0-9]|2[0-3]):[0-5][0-9]";
    let differs = |digit: char| format!("{digit}.{{5}}[^{digit}]");
    let differs: Vec<String> = ('0'..='9').map(differs).collect();
    let places = [0, 1, 3, 4].map(|place| format!(".{{{place}}}(?:{})", differs.join("|")));
    json!({
        "type": "string",
        "pattern": format!("^{time}-{time}$"),
        "allOf": [{ "pattern": format!("^(?:{})", places.join("|")) }],
        "description": "Local time of the customer, from and until, such as \"20:00-06:00\".",
    })
}
