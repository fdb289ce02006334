//! `policy fmt`: policy files in their canonical layout, on the screen, in place, or only asked for.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use stepup::document::MAX_BYTES;
use stepup::finding::Code;
use stepup::policy::Policy;

use super::args::Asked;
use super::layout::sheet::Unread;
use super::layout::{Unlaid, laid_out};
use super::load::{Text, is_json, preset, text, told};
use super::whole::{put, unwritten};
use super::{Answer, Failure, Screen, said};

/// A file as it is and as it should be.
struct Laid {
    path: PathBuf,
    text: Text,
    formatted: String,
}

/// Lays out every file; nothing is written where one cannot be.
pub fn run(asked: &Asked, screen: &mut Screen<'_>) -> Result<Answer, Failure> {
    allowed(asked)?;
    let mut laid = Vec::new();
    let mut failed = Vec::new();
    for (place, path) in asked.files.iter().enumerate() {
        match text(asked, place).and_then(|text| one(asked, path, text)) {
            Ok(one) => laid.push(one),
            Err(Failure::Said(text)) => failed.push(text),
            Err(failure) => return Err(failure),
        }
    }
    if !failed.is_empty() {
        return Err(Failure::Said(failed.join("\n")));
    }
    if asked.write {
        for one in laid.iter().filter(|one| one.is_changed()) {
            put(&one.path, &one.formatted).map_err(|error| unwritten(asked, &one.text.name, &error))?;
        }
    }
    if !asked.check && !asked.write {
        laid.iter().try_for_each(|one| write!(screen.out, "{}", one.formatted))?;
        return Ok(Answer::Good);
    }
    if asked.json {
        let one = |one: &Laid| json!({ "file": one.text.name, "canonical": !one.is_changed(), "written": asked.write && one.is_changed() });
        super::json(screen, &laid.iter().map(one).collect::<Vec<Value>>())?;
    } else {
        for one in laid.iter().filter(|one| one.is_changed()) {
            writeln!(screen.out, "{}", one.line(asked))?;
        }
    }
    let bad = asked.check && laid.iter().any(Laid::is_changed);
    Ok(if bad { Answer::Bad } else { Answer::Good })
}

impl Laid {
    fn is_changed(&self) -> bool {
        self.text.text != self.formatted
    }

    /// What is said of a file that is, or was, not as it should be.
    fn line(&self, asked: &Asked) -> String {
        let name = &self.text.name;
        let (en, zh) = if asked.write {
            (format!("{name}: written in canonical layout"), format!("{name}：已写成规范排版"))
        } else {
            let lines = self.text.text.split('\n').zip(self.formatted.split('\n'));
            let line = lines.take_while(|(is, should)| is == should).count() + 1;
            (
                format!("{name}:{line}: not in canonical layout from here on; --write mends it"),
                format!("{name}:{line}：自此行起不合规范排版；--write可改正"),
            )
        };
        asked.language.of(&en, &zh).to_owned()
    }
}

/// What the options ask for must be possible.
fn allowed(asked: &Asked) -> Result<(), Failure> {
    if asked.check && asked.write {
        let en = "`--check` writes nothing and `--write` writes: give one of them";
        return Err(said(asked, en.into(), "`--check`不写文件，`--write`写文件：只能给出其一".into()));
    }
    if !asked.check && !asked.write && asked.files.len() > 1 {
        let en = "of several files give `--check` or `--write`: on the screen they would run together";
        return Err(said(asked, en.into(), "多个文件须给出`--check`或`--write`：输出会连成一片".into()));
    }
    let unfit = asked.files.iter().find(|path| path.as_os_str() == "-" || preset(path).is_some());
    match unfit.filter(|_| asked.write) {
        Some(path) if path.as_os_str() == "-" => {
            let en = "`--write` needs a file: of the standard input the layout goes to the standard output";
            Err(said(asked, en.into(), "`--write`需要文件：标准输入的排版结果写到标准输出".into()))
        }
        Some(path) => {
            let name = path.display();
            Err(said(
                asked,
                format!(
                    "`{name}` is a preset, which is no file to write: `policy new --preset {name} > mine.toml`"
                ),
                format!("`{name}`是预设，不是可写的文件：`policy new --preset {name} > mine.toml`"),
            ))
        }
        None => Ok(()),
    }
}

fn one(asked: &Asked, path: &Path, text: Text) -> Result<Laid, Failure> {
    let name = &text.name;
    if is_json(name, &text.text) {
        return Err(said(
            asked,
            format!(
                "{name}: this is JSON, which has no comments to keep: `policy json` writes it in one layout"
            ),
            format!("{name}：这是JSON，没有需要保留的注释：`policy json`会按统一排版写出"),
        ));
    }
    match laid_out(&text.text) {
        Ok(formatted) if formatted.is_empty() => {
            Err(said(asked, format!("{name}: the file is empty"), format!("{name}：文件为空")))
        }
        Ok(formatted) if formatted.len() > MAX_BYTES => {
            let most = MAX_BYTES / 1024;
            Err(said(
                asked,
                format!(
                    "{name}: in canonical layout it is more than the {most} KiB that a policy may have: shorten it"
                ),
                format!("{name}：规范排版后超过策略文件上限{most} KiB：请缩短"),
            ))
        }
        Ok(formatted) => Ok(Laid { path: path.to_owned(), text, formatted }),
        Err(Unlaid::Unread(unread)) => Err(Failure::Said(not_toml(asked, &text, &unread))),
        Err(Unlaid::Lost(lost)) => {
            let what = lost.what(asked.language);
            Err(said(
                asked,
                format!(
                    "{name}: nothing is written, because {what}: a mistake of this tool; please report it"
                ),
                format!("{name}：未写入，因为{what}：这是本工具的错误，请报告"),
            ))
        }
    }
}

/// What is wrong with a text that is not TOML: as the loader says it, which knows how to mend it.
fn not_toml(asked: &Asked, Text { name, text }: &Text, unread: &Unread) -> String {
    let findings = Policy::from_toml(name, text).err().map_or(Vec::new(), |findings| findings.0);
    let syntax = findings.iter().filter(|finding| finding.code == Code::Syntax);
    let told: Vec<String> = syntax.map(|finding| told(finding, asked.language)).collect();
    if !told.is_empty() {
        return told.join("\n");
    }
    let line = text.bytes().take(unread.at).filter(|byte| *byte == b'\n').count() + 1;
    let what = &unread.what;
    let (en, zh) = (
        format!("{name}:{line}: not TOML here: {what}; mend the line, or comment it out with `#`"),
        format!("{name}:{line}：此处不是合法的TOML：{what}；改正此行，或用`#`注释掉"),
    );
    asked.language.of(&en, &zh).to_owned()
}
