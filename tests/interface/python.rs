//! Offsets, sizes and words for Python: what `numpy.dtype` takes, without asking for NumPy.

use std::fmt::Write as _;

use stepup::ffi::layout::{Passing, Unit};
use stepup::ffi::records::LAYOUTS;
use stepup::ffi::{ABI, functions, words};

pub fn layout() -> String {
    let mut out = String::new();
    writeln!(out, "ABI = {ABI}\n\n# What has no record: bytes of each.\nBYTES = {{").unwrap();
    for (name, bytes) in crate::plain() {
        writeln!(out, "    \"{name}\": {bytes},").unwrap();
    }
    out.push_str("}\n\nRECORDS = {\n");
    for layout in LAYOUTS {
        writeln!(out, "    \"{}\": {{\n        \"kind\": {},", layout.name, layout.code).unwrap();
        writeln!(out, "        \"itemsize\": {},\n        \"fields\": [", layout.size).unwrap();
        for field in layout.fields {
            let format = match (field.unit, field.words.is_some()) {
                (Unit::Byte, _) => "u1".to_owned(),
                (Unit::Bytes, true) => format!("({},)u1", field.count),
                (Unit::Bytes, false) => format!("V{}", field.count),
                (Unit::Int32, _) if field.count > 1 => format!("({},)=i4", field.count),
                (Unit::Int32, _) => "=i4".to_owned(),
                (Unit::Int64, _) if field.count > 1 => format!("({},)=i8", field.count),
                (Unit::Int64, _) => "=i8".to_owned(),
            };
            writeln!(out, "            (\"{}\", \"{format}\", {}),", field.name, field.offset).unwrap();
        }
        out.push_str("        ],\n    },\n");
    }
    out.push_str("}\n\nWORDS = {\n");
    for words in words::all() {
        writeln!(out, "    \"{}\": {{", words.name).unwrap();
        for word in words.words {
            writeln!(out, "        \"{}\": {},", word.name, word.number).unwrap();
        }
        out.push_str("    },\n");
    }
    let kinds: Vec<String> =
        words::all().iter().map(|words| format!("    \"{}\": {},\n", words.name, words.kind)).collect();
    writeln!(out, "}}\n\nKINDS = {{\n{}}}\n\nFUNCTIONS = {{", kinds.concat()).unwrap();
    for function in functions() {
        writeln!(out, "    \"{}\": [", function.name).unwrap();
        for argument in function.arguments {
            let (name, of) = (argument.name, argument.of.trim_end_matches("_t"));
            let passing = match argument.passing {
                Passing::Value => "value",
                Passing::In => "in",
                Passing::Out => "out",
            };
            writeln!(out, "        (\"{name}\", \"{of}\", \"{passing}\"),").unwrap();
        }
        out.push_str("    ],\n");
    }
    out.push_str("}\n");
    out
}
