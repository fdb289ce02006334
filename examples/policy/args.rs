//! The command line.

use std::ffi::{OsStr, OsString};
use std::iter::Peekable;
use std::path::PathBuf;
use std::vec::IntoIter;

use stepup::language::Language;

use super::suggest::nearest;

/// What `--help` prints.
const HELP: &str = "\
Looks at policies: what is wrong with them, what they guarantee, what a change does, what an answer hangs on.

usage: policy check FILE... [--all] [--strict] [--json]
       policy prove [FILE] [--json]
       policy compare OLD NEW [--all] [--json]
       policy diff OLD NEW [--json]
       policy leak [FILE] --before PART=VALUE,... [--given CONDITION=VALUE,...] [--json]
       policy explain [FILE] --given FACT=VALUE ... [--json]
       policy page [FILE] [-o PAGE] [--against OLD]
       policy presets [--json]
       policy new --preset NAME
       policy fmt FILE... [--check] [--write] [--json]
       policy key FILE
       policy sign FILE --key KEY [--serial NUMBER --from INSTANT]
       policy verify BUNDLE --signer SIGNER ... [--needed 2] [--after SERIAL] [--now INSTANT] [--json]
       policy json [FILE] [--canonical]
       policy schema

  check     what is found in each file, the worst first, and one line about it. 0: every file seals; 1: one does not
  prove     each guarantee: proved, refuted by a situation, or undecided. 0: all are proved; 1: one is not
  compare   whether NEW is nowhere weaker than OLD, else one situation for each rule and part. 0: nowhere weaker;
            1: weaker somewhere, or not known to be nowhere weaker
  diff      what changed in the file, in words: points, rules, promises. 0: nothing but order; 1: something
  leak      the most money that leaves in 24 hours before at least so much is asked. 0: there is a bound; 1: none
  explain   the answer to one situation: why, what would change it, which fact to ask for next. 0
  page      the policy on one HTML page for a review board, and what changed against OLD. 0
  presets   the policies that come with the crate. 0
  new       a preset's text, commented, to be changed: policy new --preset retail-cn > mine.toml. 0
  fmt       a file in canonical layout, comments kept, on the standard output. 0; with --check 1 where one is not
  key       a new signing key in FILE, and its public half: who signs with it. 0
  sign      a policy as a bundle, or a bundle once more by its checker: policy sign mine.toml ... > mine.bundle. 0
  verify    whether a server with these signers would put a bundle in force. 0: it would; 1: why it would not
  json      the policy file as JSON, which every command reads as well; --canonical says every default too. 0
  schema    the JSON Schema of policy files, so that an editor completes and checks them. 0

  FILE is a policy in TOML or JSON, `-` the standard input, or the name of a preset; where it may be left out, the
  preset retail-cn.

  --before  a demand as in a policy file: rung=face+sms,hold=2h,confirm=true
  --given   of `leak`, conditions as in a policy file: device_upto=known,operation=transfer
            of `explain`, facts as they stand: device=unknown amount=5000.00 count_24h=3 since_proof=2h place=missing
            and operation=transfer channel=app flag=vulnerable clock=23:30 proof=face:30s enrolled=face,sms
            confirmed=true; what is not named is at its least, enrolled is what the policy says of the channel
  -o        the file to write; the standard output where it is left out
  --against the older policy, of which the page says what changed
  --all     everything that was found, not a screen of it
  --strict  advice and what is not proved count as well: 1 where anything is found
  --check   of `fmt`: says which files are not in canonical layout, and writes nothing
  --write   of `fmt`: writes each file in place, where it is not in canonical layout
  --json    the same for machines
  --lang zh Chinese; en is the default
  --help    this text

Exit code 2: the command line is wrong, a file cannot be read, or (but for
`check`, `fmt` and `json`, which only need to read it) a policy does not seal.
Lines are as wide as the terminal, or as COLUMNS says; colours only on a terminal, and not where NO_COLOR is set.
";

const HELP_ZH: &str = "\
检视策略：有何问题、保证了什么、改动有何影响、答复取决于什么。

用法：policy check 文件... [--all] [--strict] [--json]
      policy prove [文件] [--json]
      policy compare 旧 新 [--all] [--json]
      policy diff 旧 新 [--json]
      policy leak [文件] --before 要求=值,... [--given 条件=值,...] [--json]
      policy explain [文件] --given 指标=值 ... [--json]
      policy page [文件] [-o 网页] [--against 旧]
      policy presets [--json]
      policy new --preset 名称
      policy fmt 文件... [--check] [--write] [--json]
      policy key 文件
      policy sign 文件 --key 密钥 [--serial 序号 --from 时刻]
      policy verify 签名包 --signer 签名人 ... [--needed 2] [--after 序号] [--now 时刻] [--json]
      policy json [文件] [--canonical]
      policy schema

  check     每个文件的发现，最严重的在先，并附一行概要。0：均可封装；1：有文件不可封装
  prove     逐项保证：已证明、被情形推翻、未能判定。0：全部已证明；1：有未证明的
  compare   新策略是否处处不弱于旧策略，否则按规则与部分各给一个情形。0：处处不弱；1：有更弱之处，或不能确定
  diff      文件有何改动，以文字说明：评分、规则、保证。0：仅顺序不同；1：有改动
  leak      在至少提出该要求之前，24小时内最多可流出的金额。0：有上限；1：无上限
  explain   一个情形的答复：缘由、何种变化会改变它、下一步应补哪项信息。0
  page      供评审委员会查看的单页HTML，以及相对旧策略的改动。0
  presets   随库提供的策略。0
  new       一个预设的全文与注释，供修改：policy new --preset retail-cn > mine.toml。0
  fmt       按规范排版，保留注释，写到标准输出。0；--check：有文件不合规范即为1
  key       在文件中生成新的签名密钥，并给出其公钥（签名人）。0
  sign      把策略签成签名包，或由复核人再签一次：policy sign mine.toml ... > mine.bundle。0
  verify    持有这些签名人的服务器是否会启用该签名包。0：会；1：不会，及缘由
  json      把策略文件写成JSON（各子命令均可读取）；--canonical则写出全部默认值。0
  schema    策略文件的JSON Schema，供编辑器补全与检查。0

  文件为TOML或JSON策略文件、`-`（标准输入）或预设名称；可省略处默认为预设retail-cn。

  --before  与策略文件写法相同的要求：rung=face+sms,hold=2h,confirm=true
  --given   leak：与策略文件写法相同的条件：device_upto=known,operation=transfer
            explain：各项事实：device=unknown amount=5000.00 count_24h=3 since_proof=2h place=missing
            以及operation=transfer channel=app flag=vulnerable clock=23:30 proof=face:30s enrolled=face,sms
            confirmed=true；未写明的取最低值，enrolled取策略对该渠道的登记
  -o        写入的文件；省略则写到标准输出
  --against 旧策略，网页会说明相对它的改动
  --all     列出全部发现，而非一屏
  --strict  建议与未证明的保证也计入：有任何发现即为1
  --check   fmt：指出不合规范排版的文件，不写文件
  --write   fmt：就地改写不合规范排版的文件
  --json    供程序读取
  --lang zh 中文；默认为en
  --help    本说明

退出码2：命令行有误、文件无法读取，或策略不可封装（check、fmt、json只需可读）。
行宽随终端或由COLUMNS指定；仅在终端上着色，设置NO_COLOR时不着色。
";

/// The help in a language.
pub const fn help(language: Language) -> &'static str {
    language.of(HELP, HELP_ZH)
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Show what is wrong with policies.
    Check,
    /// Prove the guarantees of one.
    Prove,
    /// Compare two.
    Compare,
    /// Say what changed.
    Diff,
    /// Bound what leaks.
    Leak,
    /// Explain an answer.
    Explain,
    /// Show one on a page.
    Page,
    /// List the presets.
    Presets,
    /// Begin a policy.
    New,
    /// Lay out policy files.
    Fmt,
    /// Make a signing key.
    Key,
    /// Sign a policy or a bundle.
    Sign,
    /// Check a bundle.
    Verify,
    /// Show a policy as JSON.
    Json,
    /// Show the schema of policy files.
    Schema,
}

const COMMANDS: [(&str, Command); 15] = [
    ("check", Command::Check),
    ("prove", Command::Prove),
    ("compare", Command::Compare),
    ("diff", Command::Diff),
    ("leak", Command::Leak),
    ("explain", Command::Explain),
    ("page", Command::Page),
    ("presets", Command::Presets),
    ("new", Command::New),
    ("fmt", Command::Fmt),
    ("key", Command::Key),
    ("sign", Command::Sign),
    ("verify", Command::Verify),
    ("json", Command::Json),
    ("schema", Command::Schema),
];

impl Command {
    /// Files that it takes, at least and at the most, and its options beside `--json`.
    const fn takes(self) -> (usize, usize, &'static [&'static str]) {
        match self {
            Self::Check => (1, usize::MAX, &["--all", "--strict"]),
            Self::Prove => (0, 1, &[]),
            Self::Compare => (2, 2, &["--all"]),
            Self::Diff => (2, 2, &[]),
            Self::Leak => (0, 1, &["--before", "--given"]),
            Self::Explain => (0, 1, &["--given"]),
            Self::Page => (0, 1, &["-o", "--against"]),
            Self::Presets => (0, 0, &[]),
            Self::New => (0, 0, &["--preset"]),
            Self::Fmt => (1, usize::MAX, &["--check", "--write"]),
            Self::Key => (1, 1, &[]),
            Self::Sign => (1, 1, &["--key", "--serial", "--from"]),
            Self::Verify => (1, 1, &["--signer", "--needed", "--after", "--now"]),
            Self::Json => (0, 1, &["--canonical"]),
            Self::Schema => (0, 0, &[]),
        }
    }
}

/// A question as asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What is to be done; `None` only where help is asked for.
    pub command: Option<Command>,
    /// Files, or names of presets.
    pub files: Vec<PathBuf>,
    /// Everything, not a screen.
    pub all: bool,
    /// Every finding counts.
    pub strict: bool,
    /// With every default.
    pub canonical: bool,
    /// Only say what would be written.
    pub check: bool,
    /// Write in place.
    pub write: bool,
    /// For machines.
    pub json: bool,
    /// The words behind `--given`.
    pub given: Option<Vec<String>>,
    /// The words behind `--before`.
    pub before: Option<Vec<String>>,
    /// Options with a value, as given.
    pub valued: Vec<(&'static str, String)>,
    /// The reader's language.
    pub language: Language,
    /// Whether only the help is asked for.
    pub help: bool,
}

/// Options with one value each.
const VALUED: [&str; 10] = [
    "-o",
    "--against",
    "--preset",
    "--key",
    "--serial",
    "--from",
    "--signer",
    "--needed",
    "--after",
    "--now",
];

impl Asked {
    /// The value of an option; the last, where it was given twice.
    pub fn value(&self, name: &str) -> Option<&str> {
        let mut given = self.valued.iter().rev();
        given.find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Every value of an option.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.valued.iter().filter(move |(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

/// Reads the arguments behind the program's name; an error says what is wrong with them.
pub fn parse(args: Vec<OsString>) -> Result<Asked, String> {
    let mut asked = Asked {
        command: None,
        files: Vec::new(),
        all: false,
        strict: false,
        canonical: false,
        check: false,
        write: false,
        json: false,
        given: None,
        before: None,
        valued: Vec::new(),
        language: language(&args),
        help: args.iter().any(|arg| arg == "--help" || arg == "-h"),
    };
    let speak = asked.language;
    if asked.help {
        return Ok(asked);
    }
    let mut used: Vec<String> = Vec::new();
    let mut args = args.into_iter().peekable();
    while let Some(arg) = args.next() {
        match arg.to_str() {
            Some("--all") => asked.all = true,
            Some("--strict") => asked.strict = true,
            Some("--canonical") => asked.canonical = true,
            Some("--check") => asked.check = true,
            Some("--write") => asked.write = true,
            Some("--json") => asked.json = true,
            Some("--lang") => {
                let name = args.next().and_then(|name| Language::from_name(name.to_str()?));
                name.ok_or_else(|| speak.of("`--lang` needs `en` or `zh`", "`--lang`需要`en`或`zh`"))?;
                continue;
            }
            Some(name @ ("--given" | "--before")) => {
                let words = words(name, &mut args, speak)?;
                let place = if name == "--given" { &mut asked.given } else { &mut asked.before };
                place.get_or_insert_default().extend(words);
            }
            Some(name) if VALUED.contains(&name) => {
                let name = VALUED.into_iter().find(|known| *known == name).unwrap_or("");
                let value = args.next().and_then(|value| value.into_string().ok());
                let (en, zh) =
                    (format!("`{name}` needs a value; see --help"), format!("`{name}`需要值，见--help"));
                asked.valued.push((name, value.ok_or_else(|| speak.of(&en, &zh).to_owned())?));
            }
            _ if is_option(&arg) => return Err(no_option(&arg, speak)),
            _ if asked.command.is_none() => asked.command = Some(command(&arg, speak)?),
            // A file's name need not be UTF-8.
            _ => asked.files.push(PathBuf::from(&arg)),
        }
        used.extend(is_option(&arg).then(|| arg.to_string_lossy().into_owned()));
    }
    checked(asked, &used)
}

/// Whether the command takes so many files and these options.
fn checked(asked: Asked, used: &[String]) -> Result<Asked, String> {
    let of = |en: String, zh: String| asked.language.of(&en, &zh).to_owned();
    let Some(command) = asked.command else {
        return Err(format!(
            "{}\n\n{}",
            asked.language.of("say what to do", "请指明子命令"),
            help(asked.language)
        ));
    };
    let name = COMMANDS.iter().find(|(_, known)| *known == command).map_or("", |(name, _)| *name);
    let (least, most, options) = command.takes();
    let stray = used.iter().find(|option| *option != "--json" && !options.contains(&option.as_str()));
    if let Some(stray) = stray {
        return Err(of(
            format!("`policy {name}` takes no `{stray}`; see --help"),
            format!("`policy {name}`没有选项`{stray}`，见--help"),
        ));
    }
    let inputs = asked.files.iter().filter(|file| file.as_os_str() == "-").count();
    if inputs + usize::from(asked.value("--against") == Some("-")) > 1 {
        return Err(of(
            "the standard input, `-`, can be read once: name a file for the other".to_owned(),
            "标准输入`-`只能读取一次：另一个请指定文件".to_owned(),
        ));
    }
    let found = asked.files.len();
    if (least..=most).contains(&found) {
        return Ok(asked);
    }
    let wanted = match (least, most) {
        (2, _) => ("two policies, OLD and NEW", "旧、新两个策略"),
        (1, 1) => ("one file", "一个文件"),
        (1, _) => ("at least one policy", "至少一个策略"),
        (_, 0) => ("no file", "零个文件"),
        _ => ("at most one policy", "至多一个策略"),
    };
    Err(of(
        format!("`policy {name}` takes {}, not {found}; see --help", wanted.0),
        format!("`policy {name}`需要{}，而不是{found}个，见--help", wanted.1),
    ))
}

/// The language that is asked for anywhere, so that whatever else is wrong is said in it.
fn language(args: &[OsString]) -> Language {
    let asked = args.windows(2).rev().find(|pair| pair[0] == "--lang");
    asked.and_then(|pair| Language::from_name(pair[1].to_str()?)).unwrap_or(Language::English)
}

fn command(arg: &OsStr, language: Language) -> Result<Command, String> {
    let known = |name: &str| COMMANDS.iter().find(|(known, _)| *known == name).map(|(_, command)| *command);
    let text = arg.to_string_lossy();
    known(&text).ok_or_else(|| {
        let names = COMMANDS.map(|(name, _)| name);
        let meant = meant(&text, &names, language);
        match language {
            Language::English => format!("there is no command `{text}`{meant}"),
            Language::Chinese => format!("没有子命令`{text}`{meant}"),
        }
    })
}

fn no_option(arg: &OsStr, language: Language) -> String {
    let text = arg.to_string_lossy();
    let switches = ["--all", "--strict", "--canonical", "--check", "--write", "--json"];
    let names = [&switches[..], &["--lang", "--given", "--before", "--help"]].concat();
    let names = [&names[..], &VALUED].concat();
    let meant = meant(&text, &names, language);
    match language {
        Language::English => format!("there is no option `{text}`{meant}"),
        Language::Chinese => format!("没有选项`{text}`{meant}"),
    }
}

/// "Did you mean", or all that there is.
pub fn meant(typed: &str, words: &[&str], language: Language) -> String {
    match (nearest(typed, words.iter().copied()), language) {
        (Some(word), Language::English) => format!("; did you mean `{word}`?"),
        (Some(word), Language::Chinese) => format!("；是不是`{word}`？"),
        (None, Language::English) => format!("; there is {}", words.join(", ")),
        (None, Language::Chinese) => format!("；可选：{}", words.join("、")),
    }
}

/// `name=value` and more, up to the next option; the first word stands there whatever it looks like.
fn words(
    name: &str,
    args: &mut Peekable<IntoIter<OsString>>,
    language: Language,
) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    while let Some(arg) = args.next_if(|arg| arg.to_str().is_some_and(|text| text.contains('='))) {
        words.push(arg.to_string_lossy().into_owned());
    }
    if words.is_empty() {
        return Err(match language {
            Language::English => format!("`{name}` needs something like `device=unknown`; see --help"),
            Language::Chinese => format!("`{name}`需要形如`device=unknown`的值，见--help"),
        });
    }
    Ok(words)
}

fn is_option(arg: &OsStr) -> bool {
    let bytes = arg.as_encoded_bytes();
    bytes.starts_with(b"-") && bytes != b"-"
}
