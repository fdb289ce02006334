//! Tables: aligned also where characters are two columns wide; the last column goes on in the next line.

use std::io;

use super::Screen;
use super::lines::{paint, width, wrap};

/// The least that is left to the last column.
const NARROWEST: usize = 24;
/// Blanks before what stands under a row.
const UNDER: usize = 4;

/// Rows of cells.
pub struct Table {
    head: Vec<&'static str>,
    /// Columns that are read from their right end: numbers.
    right: Vec<usize>,
    rows: Vec<Row>,
}

/// A row, the colour of one of its cells, and what stands under it.
struct Row {
    cells: Vec<String>,
    coloured: Option<(usize, &'static str)>,
    under: Vec<String>,
}

impl Table {
    /// A table with this head; the columns in `right` are numbers.
    pub fn new(head: &[&'static str], right: &[usize]) -> Self {
        Self { head: head.to_vec(), right: right.to_vec(), rows: Vec::new() }
    }

    /// One more row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) -> &mut Self {
        self.rows.push(Row { cells: cells.into_iter().collect(), coloured: None, under: Vec::new() });
        self
    }

    /// One cell of the last row in a colour.
    pub fn coloured(&mut self, column: usize, colour: &'static str) -> &mut Self {
        self.rows.iter_mut().rev().take(1).for_each(|row| row.coloured = Some((column, colour)));
        self
    }

    /// A text under the last row.
    pub fn under(&mut self, text: String) -> &mut Self {
        self.rows.iter_mut().rev().take(1).for_each(|row| row.under.push(text.clone()));
        self
    }

    /// Writes it, as wide as the terminal at the most.
    pub fn write(&self, screen: &mut Screen<'_>) -> io::Result<()> {
        let head: Vec<String> = self.head.iter().map(|&cell| cell.to_owned()).collect();
        let widest = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.cells.get(column)).chain(head.get(column));
            cells.map(|cell| width(cell)).max().unwrap_or(0)
        };
        let mut widths: Vec<usize> = (0..self.head.len()).map(widest).collect();
        let before: usize = widths.iter().rev().skip(1).map(|width| width + 2).sum();
        if let (Some(last), Some(most)) = (widths.last_mut(), screen.width) {
            *last = (*last).min(most.saturating_sub(before).max(NARROWEST));
        }
        let head = Row { cells: head, coloured: None, under: Vec::new() };
        self.line(screen, &head, &widths, "1")?;
        for row in &self.rows {
            self.line(screen, row, &widths, "")?;
            for text in &row.under {
                flow(screen, UNDER, 2, text)?;
            }
        }
        Ok(())
    }

    fn line(&self, screen: &mut Screen<'_>, row: &Row, widths: &[usize], all: &str) -> io::Result<()> {
        let parts: Vec<Vec<String>> =
            row.cells.iter().zip(widths).map(|(cell, width)| wrap(cell, *width, 0)).collect();
        let height = parts.iter().map(Vec::len).max().unwrap_or(0);
        for at in 0..height {
            let mut line = String::new();
            for (column, (part, most)) in parts.iter().zip(widths).enumerate() {
                let part = part.get(at).map_or("", String::as_str);
                let gap = " ".repeat(most.saturating_sub(width(part)));
                let colour = row.coloured.filter(|(own, _)| *own == column).map_or(all, |(_, colour)| colour);
                let shown = paint(part, colour, screen.colour);
                line += &if self.right.contains(&column) { gap + &shown } else { shown + &gap };
                line += "  ";
            }
            writeln!(screen.out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// A text behind so many blanks, in lines that fit; those after the first stand `deeper`.
pub fn flow(screen: &mut Screen<'_>, indent: usize, deeper: usize, text: &str) -> io::Result<()> {
    let most = screen.width.map_or(usize::MAX, |most| most.saturating_sub(indent).max(NARROWEST));
    for line in wrap(text, most, deeper) {
        writeln!(screen.out, "{:indent$}{line}", "")?;
    }
    Ok(())
}
