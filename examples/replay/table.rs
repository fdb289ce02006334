//! Tables of aligned columns, and numbers as people read them.

use std::io::{self, Write};

/// A table: the first column to the left, numbers to the right.
pub struct Table {
    rows: Vec<Vec<String>>,
    left: Vec<usize>,
}

impl Table {
    /// A table with this head; columns named in `left` are aligned to the left.
    pub fn new(head: &[&str], left: &[usize]) -> Self {
        Self { rows: vec![head.iter().map(|&cell| cell.to_owned()).collect()], left: left.to_vec() }
    }

    /// One more row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Writes it, the head in bold where colours are allowed. Where a line would be wider than the terminal, the text of
    /// a last column that is aligned to the left goes on in the next line, and columns that still do not fit go on in
    /// another table below, behind the first column again; numbers are never broken.
    pub fn write(&self, out: &mut dyn Write, colour: bool, most: Option<usize>) -> io::Result<()> {
        let mut widths = self.widths();
        if let (Some(last), Some(most)) = (widths.len().checked_sub(1), most)
            && self.left.contains(&last)
        {
            let beyond = whole(&widths).saturating_sub(most);
            widths[last] = widths[last].saturating_sub(beyond).max(NARROWEST.min(widths[last]));
        }
        let mut fits = widths.len();
        while fits > 2 && most.is_some_and(|most| whole(&widths[..fits]) > most) {
            fits -= 1;
            // A column without a head belongs to the one before it.
            while fits > 2 && self.rows.first().is_some_and(|head| head[fits].is_empty()) {
                fits -= 1;
            }
        }
        if fits == widths.len() {
            return self.rows_of(out, colour, &widths);
        }
        let columns = |of: &dyn Fn(usize) -> bool| Self {
            rows: self
                .rows
                .iter()
                .map(|row| (0..row.len()).filter(|at| of(*at)).map(|at| row[at].clone()).collect())
                .collect(),
            left: (0..widths.len())
                .filter(|at| of(*at))
                .enumerate()
                .filter(|(_, at)| self.left.contains(at))
                .map(|(place, _)| place)
                .collect(),
        };
        columns(&|at| at < fits).write(out, colour, most)?;
        writeln!(out)?;
        columns(&|at| at == 0 || at >= fits).write(out, colour, most)
    }

    fn widths(&self) -> Vec<usize> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        (0..columns).map(width).collect()
    }

    fn rows_of(&self, out: &mut dyn Write, colour: bool, widths: &[usize]) -> io::Result<()> {
        let before = " ".repeat(2 + widths.iter().rev().skip(1).map(|width| width + 2).sum::<usize>());
        for (index, row) in self.rows.iter().enumerate() {
            let mut rests: Vec<String> = Vec::new();
            let mut line = String::from(" ");
            for ((column, cell), width) in row.iter().enumerate().zip(widths) {
                let mut parts =
                    if column + 1 == widths.len() { wrap(cell, *width) } else { vec![cell.clone()] };
                let first = parts.remove(0);
                rests = parts;
                let gap = " ".repeat(width.saturating_sub(first.chars().count()));
                let left = self.left.contains(&column);
                line += &if left { format!(" {first}{gap} ") } else { format!(" {gap}{first} ") };
            }
            let line = line.trim_end();
            writeln!(out, "{}", if index == 0 { dim(line, colour) } else { line.to_owned() })?;
            for rest in rests {
                writeln!(out, "{before}{rest}")?;
            }
        }
        Ok(())
    }
}

/// Columns of a line.
fn whole(widths: &[usize]) -> usize {
    // WHY: the blank behind the last column is trimmed.
    widths.iter().map(|width| width + 2).sum()
}

/// A text behind a lead, in lines that fit; those after the first are indented as far.
pub fn flow(out: &mut dyn Write, lead: &str, text: &str, most: Option<usize>) -> io::Result<()> {
    let indent = lead.chars().count();
    let most = most.map_or(usize::MAX, |most| most.saturating_sub(indent).max(NARROWEST));
    for (index, line) in wrap(text, most).iter().enumerate() {
        match index {
            0 => writeln!(out, "{lead}{line}")?,
            _ => writeln!(out, "{:indent$}{line}", "")?,
        }
    }
    Ok(())
}

/// The least that is left to a column that is wrapped.
const NARROWEST: usize = 12;

/// Words in lines of at most so many characters; a longer word stands alone. At least one line.
fn wrap(text: &str, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= most {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// A heading.
pub fn bold(text: &str, colour: bool) -> String {
    if colour { format!("\x1b[1m{text}\x1b[0m") } else { text.to_owned() }
}

fn dim(text: &str, colour: bool) -> String {
    if colour { format!("\x1b[2m{text}\x1b[0m") } else { text.to_owned() }
}

/// A whole number with its thousands apart.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A share in per cent; a dash for a share of nothing.
pub fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{:.1} %", share * 100.0))
}

/// A measure of ranking; a dash where it is not defined.
pub fn figure(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"))
}
