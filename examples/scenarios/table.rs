//! The table: stories and twins side by side, aligned also where characters are two columns wide.

use core::fmt::Write as _;

use stepup::explain::WrongPolicy;
use stepup::finding::Said;
use stepup::language::Language;
use stepup::policy::Policy;
use stepup::verdict::Outcome;

pub use super::lines::{paint, width, wrap};
use super::pair::Pair;
use super::play::Played;
use super::report::{Line, line, said, step_title};

/// How the table is written.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whose language.
    pub language: Language,
    /// With colour.
    pub colour: bool,
    /// With the whole reckoning under each step.
    pub explain: bool,
    /// The columns of the terminal, at least 80; `None` where there is no end to a line.
    pub width: Option<usize>,
}

/// The widest a column gets; longer text goes on in the next line.
const WIDEST: [usize; 7] = [40, 6, 8, 8, 9, 28, 40];
/// The columns whose text may go on in the next line, and the least that is left to each.
const WRAPPED: [(usize, usize); 3] = [(0, 22), (5, 18), (6, 24)];
/// The last column: where there is no room beside the others, it stands under them.
const REASONS: usize = 6;
/// Blanks before what stands under a row.
const UNDER: usize = 5;

/// One line, or several where the text is long, and what stands under it.
struct Row {
    cells: [String; 7],
    outcome: Option<Outcome>,
    failures: Vec<Said>,
    under: String,
}

/// The table of these stories, with a line for each step.
///
/// # Errors
/// A decision names another policy.
pub fn table(pairs: &[Pair], policy: &Policy, style: Style) -> Result<String, WrongPolicy> {
    let mut groups = Vec::new();
    for (index, pair) in pairs.iter().enumerate() {
        groups.push(rows(index + 1, pair, policy, style)?);
    }
    let heads = match style.language {
        Language::English => ["story", "score", "risk", "tier", "outcome", "to do", "top reasons"],
        Language::Chinese => ["故事", "评分", "风险", "等级", "结果", "待办", "主要原因"],
    };
    let mut widths = heads.map(width);
    for row in groups.iter().flatten() {
        for ((widest, cell), most) in widths.iter_mut().zip(&row.cells).zip(WIDEST) {
            *widest = (*widest).max(width(cell)).min(most);
        }
    }
    if let Some(most) = style.width {
        fit(&mut widths, most);
    }
    let mut out = String::new();
    let head = Row { cells: heads.map(str::to_owned), outcome: None, failures: vec![], under: String::new() };
    write_row(&mut out, &head, &widths, style, "1");
    out.push_str(&"─".repeat(whole(&widths)));
    out.push('\n');
    for group in &groups {
        for row in group {
            write_row(&mut out, row, &widths, style, "");
        }
        out.push('\n');
    }
    Ok(out)
}

/// Columns of a line: those that are shown, with two blanks between them.
fn whole(widths: &[usize; 7]) -> usize {
    let shown: Vec<usize> = widths.iter().copied().filter(|width| *width > 0).collect();
    shown.iter().sum::<usize>() + 2 * shown.len().saturating_sub(1)
}

/// Takes from the columns that can be wrapped, the widest first, until a line fits; reasons go under the row (their
/// column is nothing then) where that is not enough.
fn fit(widths: &mut [usize; 7], most: usize) {
    while whole(widths) > most {
        let shrinkable = WRAPPED.iter().filter(|(column, least)| widths[*column] > *least);
        match shrinkable.max_by_key(|(column, _)| widths[*column]) {
            Some((column, _)) => widths[*column] -= 1,
            None if widths[REASONS] > 0 => {
                widths[REASONS] = 0;
                // What they leave is the others' again.
                for (column, _) in &WRAPPED[..2] {
                    widths[*column] = WIDEST[*column];
                }
            }
            None => return,
        }
    }
}

/// The rows of a story and its twin.
fn rows(number: usize, pair: &Pair, policy: &Policy, style: Style) -> Result<Vec<Row>, WrongPolicy> {
    let mut rows = Vec::new();
    let title = format!("{number:>2} {}", said(&pair.story.title, style.language));
    match pair.played.as_slice() {
        [only] => rows.push(row(title, only, policy, style)?),
        [] => rows.push(Row::title(title)),
        [first, ..] => {
            rows.push(Row::title(title));
            for step in &pair.played {
                rows.push(row(
                    format!("     {}", step_title(step, first, policy, style.language)),
                    step,
                    policy,
                    style,
                )?);
            }
        }
    }
    if let (Some(twin), Some((played, index))) = (&pair.story.twin, &pair.twin)
        && let Some(step) = played.get(*index)
    {
        let title = format!("   └ {}", said(&twin.title, style.language));
        rows.push(row(title, step, policy, style)?);
    }
    if let Some(last) = rows.last_mut() {
        last.failures.extend(pair.failures.iter().cloned());
    }
    Ok(rows)
}

fn row(title: String, played: &Played, policy: &Policy, style: Style) -> Result<Row, WrongPolicy> {
    let under = if style.explain {
        let whole = played.decision.explain(policy)?.text(style.language);
        let message = played.decision.message(policy, style.language)?;
        format!("{whole}{:<10} {message}\n", style.language.of("customer", "客户"))
    } else {
        String::new()
    };
    let Line { title, score, risk, tier, outcome, to_do, reasons, failures } =
        line(title, played, policy, style.language)?;
    let word = style.language.of(outcome.name(), outcome.name_zh()).to_owned();
    Ok(Row {
        cells: [title, score, risk, tier, word, to_do, reasons],
        outcome: Some(outcome),
        failures,
        under,
    })
}

impl Row {
    fn title(title: String) -> Self {
        let mut cells: [String; 7] = Default::default();
        cells[0] = title;
        Self { cells, outcome: None, failures: Vec::new(), under: String::new() }
    }
}

fn write_row(out: &mut String, row: &Row, widths: &[usize; 7], style: Style, all: &str) {
    let indent = row.cells[0].chars().take_while(|c| *c == ' ' || *c == '└').count();
    let mut lines: Vec<Vec<String>> = Vec::new();
    for (column, cell) in row.cells.iter().enumerate() {
        let deeper = if column == 0 { indent.max(3) } else { 0 };
        lines.push(if widths[column] == 0 { Vec::new() } else { wrap(cell, widths[column], deeper) });
    }
    let height = lines.iter().map(Vec::len).max().unwrap_or(0);
    for at in 0..height {
        let mut text = String::new();
        for (column, of_column) in lines.iter().enumerate() {
            let part = of_column.get(at).map_or("", String::as_str);
            let gap = " ".repeat(widths[column].saturating_sub(width(part)));
            let shown = match (column, row.outcome) {
                (4, Some(outcome)) => paint(part, colour_of(outcome), style.colour),
                _ => paint(part, all, style.colour),
            };
            // A number is read from its right end.
            let aligned = if column == 1 { gap + &shown } else { shown + &gap };
            text.push_str(&aligned);
            text.push_str("  ");
        }
        out.push_str(text.trim_end());
        out.push('\n');
    }
    if widths[REASONS] == 0 && row.outcome.is_some() {
        under(out, &format!("← {}", row.cells[REASONS]), style, "2");
    }
    for failure in &row.failures {
        under(out, &format!("✗ {}", style.language.of(&failure.en, &failure.zh)), style, "1;31");
    }
    for line in row.under.lines() {
        under(out, line, style, "2");
    }
}

/// A line that stands under a row.
fn under(out: &mut String, line: &str, style: Style, colour: &str) {
    let most = style.width.map_or(usize::MAX, |width| width - UNDER);
    let deeper = line.chars().take_while(|c| *c == ' ').count() + 2;
    for part in wrap(line, most, deeper) {
        let _infallible = writeln!(out, "{:UNDER$}{}", "", paint(&part, colour, style.colour));
    }
}

const fn colour_of(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Allow => "32",
        Outcome::Confirm => "36",
        Outcome::StepUp => "33",
        Outcome::Hold => "34",
        Outcome::Review => "35",
        Outcome::Refuse => "31",
        Outcome::Freeze => "1;31",
    }
}
