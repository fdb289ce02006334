//! The part of the copybook that comes from the table: one group a record, condition names for every word.

use std::fmt::Write as _;

use stepup::ffi::layout::{Field, Layout, Unit};
use stepup::ffi::records::LAYOUTS;
use stepup::ffi::words;

use crate::words_of;

/// What a COBOL word has at the most.
const LONGEST: usize = 30;

pub fn copybook() -> String {
    let mut out = String::new();
    constants(&mut out);
    for layout in &LAYOUTS {
        record(&mut out, layout);
    }
    for line in out.lines() {
        assert!(line.len() <= 72, "{line}");
    }
    out
}

fn upper(word: &str) -> String {
    word.to_uppercase().replace('_', "-")
}

fn line(out: &mut String, text: &str) {
    writeln!(out, "       {text}").unwrap();
}

fn comment(out: &mut String, text: &str) {
    let mut row = String::new();
    for word in text.split(' ') {
        if row.len() + word.len() > 60 {
            writeln!(out, "      *{row}").unwrap();
            row.clear();
        }
        row.push(' ');
        row.push_str(word);
    }
    writeln!(out, "      *{row}").unwrap();
}

/// Numbers that a program passes: kinds of records and words, words that are no condition, bits of sets.
fn constants(out: &mut String) {
    let passed = ["record", "charset", "language", "id", "item", "sighting"];
    let sets = ["flag", "factor", "coercion", "notice", "information"];
    comment(out, "Numbers to pass.");
    line(out, "01  SU-CONSTANTS.");
    let mut put = |name: String, value: i64| {
        assert!(name.len() <= LONGEST, "{name}");
        line(out, &format!("    05  {name}"));
        line(out, &format!("            PIC S9(9) COMP-5 VALUE {value}."));
    };
    for (name, bytes) in crate::plain() {
        put(format!("SU-{}-BYTES", upper(name)), i64::try_from(bytes).unwrap());
    }
    for words in words::all() {
        let name = upper(words.name);
        put(format!("SU-KIND-{name}"), words.kind.into());
        for word in words.words.iter().filter(|_| passed.contains(&words.name)) {
            put(format!("SU-{name}-{}", upper(word.name)), word.number.into());
        }
        for word in words.words.iter().filter(|_| sets.contains(&words.name)) {
            put(format!("SU-BIT-{}", upper(word.name)), 1_i64 << word.number);
        }
    }
    comment(out, "The status that a function returns: RETURNING SU-STATUS.");
    line(out, "01  SU-STATUS PIC S9(9) COMP-5 VALUE 0.");
    for (kind, prefix) in [("status", "SU-STATUS"), ("note", "SU-NOTE")] {
        for word in words_of(kind).words {
            line(out, &format!("    88  {prefix}-{} VALUE {}.", upper(word.name), word.number));
        }
    }
    line(out, "    88  SU-STATUS-FAILED VALUE -99 THRU -1.");
    comment(out, "Numbers of words that stand in no record as such: MOVE one here to ask what it is.");
    line(out, "01  SU-WORDS.");
    let in_a_field =
        |name: &str| LAYOUTS.iter().flat_map(|layout| layout.fields).any(|field| field.words == Some(name));
    for words in words::all().iter().filter(|words| !in_a_field(words.name) && words.name != "note") {
        let name = upper(words.name);
        line(out, &format!("    05  SU-{name}"));
        line(out, "            PIC S9(9) COMP-5 VALUE 0.");
        for word in &words.words {
            let full = format!("SU-IS-{name}-{}", upper(word.name));
            let short = format!("SU-IS-{}", upper(word.name));
            let condition = if full.len() <= LONGEST { full } else { short };
            assert!(condition.len() <= LONGEST, "{condition}");
            line(out, &format!("        88  {condition} VALUE {}.", word.number));
        }
    }
    out.push('\n');
}

fn record(out: &mut String, layout: &Layout) {
    comment(out, layout.doc);
    let group = format!("STEPUP-{}", upper(layout.name));
    line(out, &format!("01  {group}."));
    let mut names = std::collections::BTreeSet::new();
    for field in layout.fields {
        comment(out, field.doc);
        let name = format!("{}-{}", layout.prefix, upper(field.name));
        assert!(name.len() <= LONGEST && names.insert(name.clone()), "{name}");
        line(out, &format!("    05  {name}"));
        line(out, &format!("            {}.", picture(layout, field)));
        for (condition, value) in conditions(layout, field) {
            assert!(condition.len() <= LONGEST && names.insert(condition.clone()), "{condition}");
            line(out, &format!("        88  {condition} VALUE {value}."));
        }
    }
    out.push('\n');
}

fn picture(layout: &Layout, field: &Field) -> String {
    let one_byte_each = field.unit == Unit::Bytes && field.words.is_some();
    let times = match (field.unit, field.count) {
        (Unit::Bytes, _) if !one_byte_each => String::new(),
        (_, 1) => String::new(),
        (_, count) => format!("OCCURS {count} TIMES "),
    };
    // Of a table the value is each one's.
    let value = |text: String| format!(" VALUE {text}");
    match field.unit {
        _ if one_byte_each => format!("{times}PIC X{}", value("LOW-VALUE".to_owned())),
        Unit::Byte => format!("PIC X{}", value("LOW-VALUE".to_owned())),
        Unit::Bytes => format!("PIC X({}){}", field.count, value("LOW-VALUES".to_owned())),
        Unit::Int32 => {
            let number = if field.name == "size" { layout.size } else { 0 };
            format!("{times}PIC S9(9) COMP-5{}", value(number.to_string()))
        }
        Unit::Int64 => format!("{times}PIC S9(18) COMP-5{}", value("0".to_owned())),
    }
}

/// The names of what a field may hold: with the field's own name where that fits, else without.
fn conditions(layout: &Layout, field: &Field) -> Vec<(String, String)> {
    let literal = |number: i32| match field.unit {
        Unit::Int32 | Unit::Int64 => number.to_string(),
        Unit::Byte | Unit::Bytes => format!("X\"{number:02X}\""),
    };
    let prefix = layout.prefix;
    if let Some(kind) = field.words {
        let stem = upper(field.name.strip_suffix("_state").unwrap_or(field.name));
        let named = words_of(kind).words.into_iter().map(|word| {
            // The one state whose name is too long beside a fact's.
            let short = if word.name == "not-applicable" { "NA".to_owned() } else { upper(word.name) };
            let full = format!("{prefix}-{stem}-{short}");
            let name = if full.len() <= LONGEST { full } else { format!("{prefix}-{short}") };
            (name, literal(word.number))
        });
        return named.collect();
    }
    if field.unit == Unit::Byte {
        let name = format!("{prefix}-{}", upper(field.name));
        let yes = if name.len() + 4 <= LONGEST { format!("{name}-YES") } else { format!("{name}-Y") };
        return vec![(yes, literal(1))];
    }
    Vec::new()
}

/// A program that says which field of the copybook lies elsewhere than the table says, or is longer or shorter.
pub fn places() -> String {
    let mut out = String::new();
    let mut paragraphs = String::new();
    for layout in &LAYOUTS {
        let group = format!("STEPUP-{}", upper(layout.name));
        line(&mut out, &format!("    PERFORM {group}-PLACES"));
        line(&mut paragraphs, &format!("{group}-PLACES."));
        line(&mut paragraphs, &format!("    SET AT-RECORD TO ADDRESS OF {group}"));
        for field in layout.fields {
            let name = format!("{}-{}", layout.prefix, upper(field.name));
            let one = if is_table(field) { format!("{name} (1)") } else { name.clone() };
            line(&mut paragraphs, &format!("    MOVE \"{name}\" TO FIELD-NAME"));
            line(&mut paragraphs, &format!("    SET AT-FIELD TO ADDRESS OF {one}"));
            line(&mut paragraphs, &format!("    MOVE LENGTH OF {one} TO HAS-BYTES"));
            line(&mut paragraphs, &format!("    MOVE {} TO WANTED-PLACE", field.offset));
            line(&mut paragraphs, &format!("    MOVE {} TO WANTED-BYTES", bytes_of_one(field)));
            line(&mut paragraphs, "    PERFORM CHECK-FIELD");
        }
        line(&mut paragraphs, "    .");
    }
    line(&mut out, "    MOVE BROKEN TO RETURN-CODE");
    line(&mut out, "    STOP RUN.");
    out + &paragraphs
}

fn is_table(field: &Field) -> bool {
    field.count > 1 && (field.unit != Unit::Bytes || field.words.is_some())
}

fn bytes_of_one(field: &Field) -> usize {
    if is_table(field) { field.unit.bytes() } else { field.unit.bytes() * field.count }
}
