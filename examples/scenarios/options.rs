//! The command line of the stories.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use stepup::language::Language;

/// What `--help` prints.
const HELP: &str = "\
Plays stories against a policy and prints what is decided of each.

usage: scenarios [options] [STORY.toml ...]

  --policy FILE   decide by this policy; without it by the preset retail-cn
  --explain       the whole reckoning under each step
  --json          everything for machines
  --lang zh       Chinese; en is the default
  -h, --help      this text

Without files, the stories in examples/scenarios. Exit code 0: all as expected; 1: an expectation fails;
2: a file or an option is wrong. Lines are as wide as the terminal, or as COLUMNS says.
";

const HELP_ZH: &str = "\
按策略演算故事，并列出每个故事的判定。

用法：scenarios [选项] [故事.toml ...]

  --policy 文件   使用此策略；否则使用预设retail-cn
  --explain       在每一步下列出完整的评估过程
  --json          供程序读取的全部内容
  --lang zh       中文；默认为en
  -h, --help      本说明

不给文件时演算examples/scenarios中的故事。退出码0：全部符合预期；1：有预期不符；
2：文件或选项有误。行宽随终端，或由COLUMNS指定。
";

/// What the command line says.
pub struct Options {
    /// Stories; none for those that come with the example.
    pub files: Vec<PathBuf>,
    /// The policy's file, where one is given.
    pub policy: Option<PathBuf>,
    /// With the whole reckoning.
    pub explain: bool,
    /// For machines.
    pub json: bool,
    /// The reader's language.
    pub language: Language,
    /// Whether only the help is asked for.
    pub help: bool,
}

/// The help in a language.
pub fn help(language: Language) -> &'static str {
    language.of(HELP, HELP_ZH)
}

/// The language that is asked for anywhere, so that whatever else is wrong is said in it.
pub fn language(args: &[OsString]) -> Language {
    let asked = args.windows(2).rev().find(|pair| pair[0] == "--lang");
    asked.and_then(|pair| Language::from_name(pair[1].to_str()?)).unwrap_or(Language::English)
}

/// Reads the arguments behind the program's name; an error says what is wrong with them.
pub fn options(args: Vec<OsString>) -> Result<Options, String> {
    let language = language(&args);
    let said = |en: String, zh: String| format!("scenarios: {}", language.of(&en, &zh));
    let mut options =
        Options { files: Vec::new(), policy: None, explain: false, json: false, language, help: false };
    let mut args = args.into_iter();
    while let Some(arg) = args.next() {
        match arg.to_str() {
            Some("--policy") => {
                let file = args.next();
                let file = file
                    .ok_or_else(|| said("`--policy` needs a file".into(), "`--policy`需要一个文件".into()))?;
                options.policy = Some(PathBuf::from(file));
            }
            Some("--lang") => {
                let name = args.next().and_then(|name| Language::from_name(name.to_str()?));
                options.language = name.ok_or_else(|| {
                    said("`--lang` needs `en` or `zh`".into(), "`--lang`需要`en`或`zh`".into())
                })?;
            }
            Some("--explain") => options.explain = true,
            Some("--json") => options.json = true,
            Some("-h" | "--help") => options.help = true,
            _ if is_option(&arg) => {
                let name = arg.display();
                return Err(said(
                    format!("there is no option `{name}`; see --help"),
                    format!("没有选项`{name}`，见--help"),
                ));
            }
            // A file's name need not be UTF-8.
            _ => options.files.push(PathBuf::from(arg)),
        }
    }
    Ok(options)
}

fn is_option(arg: &OsStr) -> bool {
    arg.as_encoded_bytes().starts_with(b"-")
}
