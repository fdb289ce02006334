//! Offsets, sizes and words for Java, whose records are direct buffers.

use std::fmt::Write as _;

use stepup::ffi::layout::{Field, Unit};
use stepup::ffi::records::LAYOUTS;
use stepup::ffi::{ABI, words};

use crate::upper;

pub fn layout() -> String {
    let mut out = String::new();
    writeln!(out, "final class Layout {{\n    private Layout() {{ }}\n\n    static final int ABI = {ABI};")
        .unwrap();
    for (name, bytes) in crate::plain() {
        writeln!(out, "    static final int {}_BYTES = {bytes};", upper(name)).unwrap();
    }
    for layout in LAYOUTS {
        let class: String = layout.name.split('_').map(capital).collect();
        writeln!(out, "\n    /** {} */\n    static final class {class} {{", layout.doc).unwrap();
        writeln!(
            out,
            "        private {class}() {{ }}\n\n        static final int RECORD = {};",
            layout.code
        )
        .unwrap();
        writeln!(out, "        static final int BYTES = {};", layout.size).unwrap();
        for field in layout.fields {
            writeln!(out, "        /** {} {} */", field.doc, holds(field)).unwrap();
            writeln!(out, "        static final int {} = {};", upper(field.name), field.offset).unwrap();
        }
        out.push_str("    }\n");
    }
    for words in words::all() {
        let class: String = words.name.split('-').map(capital).collect();
        writeln!(out, "\n    /** Words of kind {}. */\n    static final class {class}Word {{", words.kind)
            .unwrap();
        writeln!(
            out,
            "        private {class}Word() {{ }}\n\n        static final int KIND = {};",
            words.kind
        )
        .unwrap();
        for word in words.words {
            writeln!(
                out,
                "        static final int {} = {};",
                upper(&word.name.replace(' ', "_")),
                word.number
            )
            .unwrap();
        }
        out.push_str("    }\n");
    }
    out.push_str("}\n");
    out
}

/// What a field is made of, and of which vocabulary it holds a word or a set.
fn holds(field: &Field) -> String {
    let unit = match (field.unit, field.count) {
        (Unit::Byte, _) => "A byte".to_owned(),
        (Unit::Bytes, count) => format!("{count} bytes"),
        (Unit::Int32, 1) => "An int".to_owned(),
        (Unit::Int32, count) => format!("{count} ints"),
        (Unit::Int64, 1) => "A long".to_owned(),
        (Unit::Int64, count) => format!("{count} longs"),
    };
    let class = |words: &str| words.split('-').map(capital).collect::<String>() + "Word";
    match (field.words, field.set) {
        (Some(words), _) => format!("{unit}, of {}.", class(words)),
        (_, Some(words)) => format!("{unit}, bits of {}.", class(words)),
        _ => format!("{unit}."),
    }
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}
