//! Policies from files, the standard input and presets; and their guarantees, also those that keep one from being sealed.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use stepup::document::presets::{PRESETS, Preset, RETAIL_CN};
use stepup::document::{Draft, MAX_BYTES, Sealed};
use stepup::finding::{Finding, Findings};
use stepup::language::Language;
use stepup::policy::Policy;

use super::args::{Asked, meant};
use super::{Failure, said};

/// The text of a policy, and what findings call it.
pub struct Text {
    /// The file as the caller named it, or the preset.
    pub name: String,
    /// The text.
    pub text: String,
}

/// The text behind an argument; the preset where there is none.
pub fn text(asked: &Asked, place: usize) -> Result<Text, Failure> {
    text_upto(asked, place, MAX_BYTES)
}

/// The same, of so many bytes at the most.
pub fn text_upto(asked: &Asked, place: usize, most: usize) -> Result<Text, Failure> {
    let Some(path) = asked.files.get(place) else {
        return Ok(Text { name: RETAIL_CN.name.to_owned(), text: RETAIL_CN.text.to_owned() });
    };
    let name = path.display().to_string();
    if let Some(preset) = preset(path) {
        return Ok(Text { name, text: preset.text.to_owned() });
    }
    let bytes = bytes(path, most).map_err(|error| unreadable(asked, &name, &error))?;
    if bytes.is_empty() {
        return Err(said(asked, format!("{name}: the file is empty"), format!("{name}：文件为空")));
    }
    if bytes.len() > most {
        let most = most / 1024;
        return Err(said(
            asked,
            format!("{name}: more than the {most} KiB that a policy may have"),
            format!("{name}：超过策略文件上限{most} KiB"),
        ));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        said(
            asked,
            format!("{name}: this is no text: byte {} is not UTF-8", at + 1),
            format!("{name}：不是文本：第{}字节不是UTF-8", at + 1),
        )
    })?;
    Ok(Text { name, text })
}

/// The preset that an argument names.
pub fn preset(path: &Path) -> Option<&'static Preset> {
    let preset = PRESETS.iter().find(|preset| path.as_os_str() == preset.name);
    // WHY: of a file and a preset with one name the file is meant, since it could not be named otherwise.
    preset.filter(|_| !path.exists())
}

/// One byte more than a policy may have is enough to know that there are too many.
fn bytes(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    let most = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    } else {
        File::open(path)?.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

fn unreadable(asked: &Asked, name: &str, error: &io::Error) -> Failure {
    let names: Vec<&str> = PRESETS.iter().map(|preset| preset.name).collect();
    let absent = error.kind() == io::ErrorKind::NotFound && !name.contains(['/', '.']);
    let meant = if absent { meant(name, &names, asked.language) } else { String::new() };
    said(
        asked,
        format!("{name}: cannot be read: {error}{meant}"),
        format!("{name}：无法读取：{error}{meant}"),
    )
}

/// The sealed policy behind an argument.
pub fn sealed(asked: &Asked, place: usize) -> Result<Sealed, Failure> {
    let text = text(asked, place)?;
    let sealed = Policy::seal(&draft(&text));
    sealed.map_err(|findings| Failure::Said(unsealed(asked, &text.name, &findings)))
}

/// What a text says.
pub fn draft(Text { name, text }: &Text) -> Draft {
    if is_json(name, text) { Draft::read_json(name, text) } else { Draft::read(name, text) }
}

/// Whether a text is JSON: where its name or its first character tells so; TOML begins with no brace.
pub fn is_json(name: &str, text: &str) -> bool {
    let named = Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    named || text.trim_start_matches('\u{feff}').trim_start().starts_with('{')
}

/// Why a policy does not seal.
pub fn unsealed(asked: &Asked, name: &str, findings: &Findings) -> String {
    let head = match asked.language {
        Language::English => format!("{name}: the policy does not seal"),
        Language::Chinese => format!("{name}：策略不可封装"),
    };
    let found: Vec<String> = findings.0.iter().map(|finding| told(finding, asked.language)).collect();
    format!("{head}\n\n{}", found.join("\n"))
}

/// A finding as lines for reading.
pub fn told(finding: &Finding, language: Language) -> String {
    match language {
        Language::English => finding.to_string(),
        Language::Chinese => finding.to_string_zh(),
    }
}
