//! Findings: what is wrong with a policy, where, and how to mend it, in English and Chinese.

use core::fmt;
use core::ops::Range;

use serde::Serialize;

use crate::word::vocabulary;

vocabulary! {
    /// What kind of mistake a finding reports. Codes are never reused.
    pub enum Code {
        /// The text is not TOML here, or not JSON.
        Syntax = 1, "P001", "语法错误";
        /// A key that means nothing here.
        UnknownKey = 2, "P002", "未知的键";
        /// A name that nothing bears: a level, factor, rung, rule ...
        UnknownName = 3, "P003", "未知的名称";
        /// A key that must be there is not.
        MissingKey = 4, "P004", "缺少键";
        /// A number where text belongs, and the like.
        WrongType = 5, "P005", "类型不对";
        /// Points that fall along a chain: the riskier, the less.
        DecreasingPoints = 6, "P006", "分值递减";
        /// A rung that can be met without meeting the one below.
        RungsOutOfOrder = 7, "P007", "认证阶梯次序不对";
        /// Bands of risk that do not ascend.
        BandsOutOfOrder = 8, "P008", "风险分档次序不对";
        /// A band of risk without a score.
        MissingBand = 9, "P009", "缺少风险分档";
        /// Text that is no amount of the policy's currency.
        BadAmount = 10, "P010", "金额写法不对";
        /// Text that is no duration.
        BadDuration = 11, "P011", "时长写法不对";
        /// More than the stated limits allow.
        LimitExceeded = 12, "P012", "超出上限";
        /// Two things with one id.
        DuplicateId = 13, "P013", "编号重复";
        /// "At most" in a rule, or "at least" in an exemption.
        WrongDirection = 14, "P014", "方向不对";
        /// An operation that no grade lists.
        Ungraded = 15, "P015", "业务未分级";
        /// An operation that two grades list.
        GradedTwice = 16, "P016", "业务重复分级";
        /// An evidence group whose floor is above zero or whose cap is below.
        GroupNotAroundZero = 17, "P017", "证据组上下限不含零";
        /// A state that would accuse somebody.
        SilenceAccuses = 18, "P018", "沉默不得定罪";
        /// Edges of levels that do not ascend.
        EdgesOutOfOrder = 19, "P019", "等级边界次序不对";
        /// A schema number that this version does not read.
        UnknownSchema = 20, "P020", "未知的格式版本";
        /// Text that is no window of the clock.
        BadClock = 21, "P021", "时段写法不对";
        /// A rule that demands nothing, or a list without anything in it.
        Empty = 22, "P022", "空的要求";
        /// A condition that no value meets.
        NeverHolds = 23, "P023", "条件永不成立";
        /// Dates that are none, or that make no calendar.
        BadCalendar = 24, "P024", "日历写法不对";
        /// A text with a character that cannot be seen, or that turns the others around.
        Unseen = 25, "P025", "不可见字符";
        /// A guarantee that nothing has proved.
        Unproved = 30, "P030", "尚未证明";
        /// From one step of one fact to the next, the outcome rises three ranks or more.
        Cliff = 31, "P031", "要求陡升";
        /// A guarantee that a witness refutes.
        Refuted = 32, "P032", "保证不成立";
        /// Money without end can leave in a day before anything at all is asked.
        UnboundedLeak = 33, "P033", "流失无上限";
        /// An answer that an enrolment cannot meet, and that leads to no person.
        DeadEnd = 34, "P034", "无路可走";
        /// A rule that changes nothing: wherever it fires, others demand as much.
        Redundant = 35, "P035", "多余的规则";
        /// A rule that never fires.
        NeverFires = 36, "P036", "规则永不触发";
        /// A rule about a single amount that splitting gets below.
        Splittable = 37, "P037", "拆分可规避";
        /// Signals that neither points nor conditions use.
        UnusedSignal = 38, "P038", "未使用的信号";
        /// An acceptance of something that is not found.
        NothingToAccept = 39, "P039", "无可接受之事";
        /// A hold counted in business days, and no calendar that says which days those are.
        NoCalendar = 40, "P040", "缺少营业日历";
    }
}

vocabulary! {
    /// What a finding means for the policy.
    #[derive(PartialOrd, Ord)]
    pub enum Severity {
        /// Better mended, or accepted with a reason: the policy seals.
        Advice = 0, "advice", "建议";
        /// Not proved: the policy seals, and the bank must not rely on the guarantee.
        Unproved = 1, "unproved", "未证明";
        /// Wrong: there is no policy until it is mended.
        Error = 2, "error", "错误";
    }
}

impl Code {
    /// What a finding of this kind means for the policy.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::Cliff
            | Self::UnboundedLeak
            | Self::DeadEnd
            | Self::Redundant
            | Self::NeverFires
            | Self::Splittable
            | Self::UnusedSignal
            | Self::NoCalendar
            | Self::NothingToAccept => Severity::Advice,
            Self::Unproved => Severity::Unproved,
            _ => Severity::Error,
        }
    }

    /// Whether a policy may accept such a finding, with a reason, where it stands.
    #[must_use]
    pub fn is_acceptable(self) -> bool {
        self.severity() == Severity::Advice && self != Self::NothingToAccept
    }
}

/// A change of the text that mends a finding: replace these bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// Whether it may be made without asking: it says what was meant, or something stricter. Where this is false (a
    /// line commented out, a key deleted) the finding goes, and a person must say what was meant.
    pub certain: bool,
    /// Bytes to replace.
    pub span: Range<usize>,
    /// What to put there.
    pub text: String,
}

/// One mistake: what, where, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stable code, such as `P006`.
    #[serde(serialize_with = "as_name")]
    pub code: Code,
    /// What it means for the policy.
    #[serde(serialize_with = "as_name")]
    pub severity: Severity,
    /// The file, as the caller named it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Bytes of the text that it is about.
    pub span: Range<usize>,
    /// The line, and carets below the bytes.
    pub snippet: String,
    /// What is wrong.
    pub message: Said,
    /// How to mend it.
    pub mending: Said,
    /// The mending as a change of the text, where one change does it.
    pub edit: Option<Edit>,
}

/// A sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

impl Said {
    /// The sentence in both languages.
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { en: en.into(), zh: zh.into() }
    }
}

/// Names serialise as their word.
trait Named {
    fn word(&self) -> &'static str;
}

impl Named for Code {
    fn word(&self) -> &'static str {
        self.name()
    }
}

impl Named for Severity {
    fn word(&self) -> &'static str {
        self.name()
    }
}

fn as_name<S: serde::Serializer>(named: &impl Named, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(named.word())
}

impl Finding {
    /// A finding about some bytes of a text; line, column and snippet follow from them.
    pub(crate) fn new(
        file: &str,
        text: &str,
        span: Range<usize>,
        code: Code,
        message: Said,
        mending: Said,
    ) -> Self {
        let start = floor(text, span.start);
        let end = floor(text, span.end.max(span.start)).max(start);
        let before = text.get(..start).unwrap_or("");
        let line_start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
        let rest = text.get(line_start..).unwrap_or("");
        let line_text = rest.lines().next().unwrap_or("");
        let line = before.matches('\n').count().saturating_add(1);
        let column = before.get(line_start..).unwrap_or("").chars().count().saturating_add(1);
        let severity = code.severity();
        let shown = text.get(start..end).unwrap_or("").lines().next().unwrap_or("").chars().count().max(1);
        let snippet = snippet(line, &seen(line_text), column, shown);
        // WHY: a message names what stands in the text, and must not be able to draw lines of its own on a terminal.
        let [message, mending] =
            [message, mending].map(|said| Said { en: seen(&said.en), zh: seen(&said.zh) });
        Self {
            code,
            severity,
            file: file.to_owned(),
            line,
            column,
            span: start..end,
            snippet,
            message,
            mending,
            edit: None,
        }
    }

    /// The text with this finding's change made; unchanged where there is none.
    #[must_use]
    pub fn mend(&self, text: &str) -> String {
        let Some(edit) = &self.edit else { return text.to_owned() };
        let (before, after) = (text.get(..edit.span.start), text.get(edit.span.end..));
        match (before, after) {
            (Some(before), Some(after)) => [before, &edit.text, after].concat(),
            _ => text.to_owned(),
        }
    }

    /// The finding as lines for reading, in Chinese.
    #[must_use]
    pub fn to_string_zh(&self) -> String {
        let (code, title) = (self.code.name(), self.code.name_zh());
        let place = format!("{}:{}:{}", self.file, self.line, self.column);
        let (message, mending) = (&self.message.zh, &self.mending.zh);
        let severity = self.severity.name_zh();
        format!(
            "{severity}[{code}] {title}：{message}\n  --> {place}\n{}\n   = 改法：{mending}\n",
            self.snippet
        )
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}[{}]: {}", self.severity.name(), self.code.name(), self.message.en)?;
        writeln!(f, "  --> {}:{}:{}", self.file, self.line, self.column)?;
        writeln!(f, "{}", self.snippet)?;
        writeln!(f, "   = mend: {}", self.mending.en)
    }
}

/// Everything that was found, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Findings(pub Vec<Finding>);

impl Findings {
    /// Whether any finding keeps the policy from being sealed.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// Findings of advice that are shown together: what fits a screen. Mending the first often mends the rest.
const SCREEN: usize = 8;

/// Everything that keeps a policy from sealing or proving, and a screen of the advice.
impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut advice = 0_usize;
        for finding in &self.0 {
            advice = advice.saturating_add(usize::from(finding.severity == Severity::Advice));
            if finding.severity != Severity::Advice || advice <= SCREEN {
                writeln!(f, "{finding}")?;
            }
        }
        match advice.saturating_sub(SCREEN) {
            0 => Ok(()),
            more => writeln!(f, "... and {more} more findings of advice: mend these first"),
        }
    }
}

impl core::error::Error for Findings {}

/// Characters of a line that a finding shows at the most.
const SHOWN: usize = 160;

/// The line with its number, and carets below; of a very long line the part around the place.
fn snippet(line: usize, text: &str, column: usize, shown: usize) -> String {
    let number = line.to_string();
    let gutter = " ".repeat(number.len());
    let long = text.chars().nth(SHOWN).is_some();
    let skipped = if long { column.saturating_sub(SHOWN / 2) } else { 0 };
    let text: String = text.chars().skip(skipped).take(SHOWN).collect();
    let ahead = column.saturating_sub(1).saturating_sub(skipped);
    let before: String = text.chars().take(ahead).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    let room = text.chars().count().saturating_sub(ahead).max(1);
    let carets = "^".repeat(shown.min(room));
    format!(" {gutter} |\n {number} | {text}\n {gutter} | {before}{carets}")
}

/// Whether a character cannot be seen where it stands: controls of a terminal, and those that turn the direction of text.
/// SOURCE: Unicode Standard Annex 9, the explicit directional characters; categories Cc, and U+2028 and U+2029.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text with a mark in place of every character that cannot be seen; tabs stay.
fn seen(text: &str) -> String {
    text.chars().map(|c| if c != '\t' && is_unseen(c) { '\u{fffd}' } else { c }).collect()
}

/// The nearest boundary of a character at or below a byte.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
