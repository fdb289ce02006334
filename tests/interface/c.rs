//! The part of the header that comes from the table.

use std::fmt::Write as _;

use stepup::ffi::layout::{Argument, Field, Layout, Passing, Unit};
use stepup::ffi::records::LAYOUTS;
use stepup::ffi::{ABI, functions, words};

use crate::upper;

pub fn header() -> String {
    let mut out = String::new();
    writeln!(out, "\n#define STEPUP_ABI {ABI}\n").unwrap();
    out.push_str("/* Bytes of what has no record. */\n");
    for (name, bytes) in crate::plain() {
        writeln!(out, "#define STEPUP_{}_BYTES {bytes}", upper(name)).unwrap();
    }
    out.push('\n');
    for words in words::all() {
        writeln!(out, "/* {}: kind {} */", words.name, words.kind).unwrap();
        writeln!(out, "#define STEPUP_KIND_{} {}", upper(words.name), words.kind).unwrap();
        for word in &words.words {
            let name = format!("STEPUP_{}_{}", upper(words.name), upper(word.name));
            writeln!(out, "#define {name} {}", bracketed(word.number)).unwrap();
        }
        out.push('\n');
    }
    for layout in &LAYOUTS {
        record(&mut out, layout);
    }
    for function in functions() {
        let doc = function.doc.join(" ");
        out.push_str(&comment(&doc, ""));
        let arguments: Vec<String> = function.arguments.iter().map(argument).collect();
        let list = arguments.join(",\n    ");
        writeln!(out, "STEPUP_API int32_t {}(\n    {list});", function.name).unwrap();
        writeln!(out, "STEPUP_API int32_t {}(\n    {list});\n", function.alias).unwrap();
    }
    out.push_str("#ifdef __cplusplus\n}\n#endif\n\n#endif /* STEPUP_H */\n");
    out
}

fn bracketed(number: i32) -> String {
    if number < 0 { format!("({number})") } else { number.to_string() }
}

/// A comment, broken at 100 columns.
fn comment(text: &str, indent: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().unwrap();
        if !last.is_empty() && last.len() + word.len() + indent.len() > 96 {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    format!("{indent}/* {} */\n", lines.join(&format!("\n{indent}   ")))
}

fn unit(field: &Field) -> &'static str {
    match field.unit {
        Unit::Byte | Unit::Bytes => "uint8_t",
        Unit::Int32 => "int32_t",
        Unit::Int64 => "int64_t",
    }
}

fn record(out: &mut String, layout: &Layout) {
    out.push_str(&comment(layout.doc, ""));
    writeln!(out, "typedef struct stepup_{} {{", layout.name).unwrap();
    for field in layout.fields {
        let words = field.words.map(|words| format!(" STEPUP_{}_*.", upper(words)));
        let set = field.set.map(|words| format!(" STEPUP_BIT(STEPUP_{}_*).", upper(words)));
        let more = words.or(set).unwrap_or_default();
        out.push_str(&comment(&format!("{}{more}", field.doc), "    "));
        let array = if field.count > 1 { format!("[{}]", field.count) } else { String::new() };
        writeln!(out, "    {} {}{array};", unit(field), field.name).unwrap();
    }
    writeln!(out, "}} stepup_{};\n", layout.name).unwrap();
    writeln!(out, "STEPUP_ASSERT(sizeof(stepup_{}) == {}, size_of_{0});", layout.name, layout.size).unwrap();
    out.push('\n');
}

/// A program that does not compile where a field lies elsewhere than the table says.
pub fn places() -> String {
    let mut out = String::from("#include <stddef.h>\n#include <stepup.h>\n\n");
    for layout in &LAYOUTS {
        for field in layout.fields {
            let (record, name) = (layout.name, field.name);
            let place = format!("offsetof(stepup_{record}, {name}) == {}", field.offset);
            writeln!(out, "STEPUP_ASSERT({place}, {record}_{name});").unwrap();
        }
    }
    out
}

fn argument(argument: &Argument) -> String {
    let of = match argument.of {
        plain @ ("int32_t" | "int64_t" | "void") => plain.to_owned(),
        record => format!("stepup_{record}"),
    };
    match argument.passing {
        Passing::Value => format!("{of} {}", argument.name),
        Passing::In => format!("const {of} *{}", argument.name),
        Passing::Out => format!("{of} *{}", argument.name),
    }
}
