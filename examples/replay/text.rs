//! The report as text: aligned, made to be read.

use std::io::{self, Write};

use super::facts::ReadAs;
use super::protocol::{Measured, PUBLISHED};
use super::report::Report;
use super::table::{Table, bold, figure, flow, grouped, percent};
use super::tally::{Band, Caught};
use super::{SHOWN, Screen};

/// How a report is written.
#[derive(Clone, Copy)]
struct Style {
    colour: bool,
    width: Option<usize>,
}

/// Writes a report.
pub fn write(report: &Report, screen: &mut Screen<'_>) -> io::Result<()> {
    let style = Style { colour: screen.colour, width: screen.width };
    let out = &mut *screen.out;
    read(report, out, style)?;
    facts(report, out, style)?;
    speed(report, out, style)?;
    writeln!(out, "\n{}", bold("Outcomes by amount", style.colour))?;
    bands(&report.bands, report.labels.is_some(), out, style)?;
    if report.labels.is_some() {
        writeln!(out, "\n{}", bold("What each outcome caught", style.colour))?;
        caught(&report.caught, out, style)?;
    }
    if let Some(ranking) = &report.ranking {
        let (auc, precision) = (figure(ranking.roc_auc), figure(ranking.average_precision));
        let how = format!("over all of it, the score ranks at ROC AUC {auc}, average precision {precision}");
        writeln!(out)?;
        flow(out, "  ", &how, style.width)?;
    }
    match &report.handbook {
        Some(measured) => handbook(report, measured, out, style),
        None => Ok(()),
    }
}

fn read(report: &Report, out: &mut dyn Write, style: Style) -> io::Result<()> {
    writeln!(out, "{}", bold(&report.mapping, style.colour))?;
    let mut line = |name: &str, value: String| flow(out, &format!("  {name:<25}"), &value, style.width);
    line("data", report.data.clone())?;
    line("policy", format!("{} ({}...)", report.policy, report.policy_identity))?;
    let (proofs, listed) = (&report.proofs, |names: &[&str]| names.join("+"));
    line("proofs, as the map says", format!("{} brought by every request", listed(&proofs.brought)))?;
    line(
        "",
        format!(
            "{} taken as proved where what settled teaches (up to {})",
            listed(&proofs.proved),
            proofs.teach_upto
        ),
    )?;
    line("", format!("{} can be asked for", listed(&proofs.enrolled)))?;
    line("rows", grouped(report.rows))?;
    line("malformed, skipped", grouped(report.malformed.rows))?;
    for (number, said) in report.malformed.lines.iter().take(SHOWN) {
        line("", format!("line {number}: {said}"))?;
    }
    if report.malformed.lines.len() > SHOWN {
        let more = grouped((report.malformed.lines.len() - SHOWN) as u64);
        line("", format!("... and {more} more; --json FILE has them all"))?;
    }
    line("out of time order", grouped(report.out_of_order))?;
    if report.raised_from_zero > 0 {
        line(
            "amounts of nothing",
            format!("{}, read as the smallest amount", grouped(report.raised_from_zero)),
        )?;
    }
    line(
        "customers, payees",
        format!("{}, {}", grouped(report.customers as u64), grouped(report.payees as u64)),
    )?;
    if let Some(labels) = &report.labels {
        let (all, frauds) = (grouped(labels.transfers), grouped(labels.frauds));
        line("labels", format!("{all}, of them fraud {frauds}; known {} after the transfer", labels.delay))?;
        let (reported, late) = (grouped(labels.reported), grouped(labels.unknown_at_end as u64));
        line("", format!("frauds known in time {reported}; labels that come after the end {late}"))?;
    }
    Ok(())
}

fn facts(report: &Report, out: &mut dyn Write, style: Style) -> io::Result<()> {
    let how = if report.stricter { " (stricter reading: all of it missing)" } else { "" };
    writeln!(out, "\n{}{how}", bold("What the data does not have", style.colour))?;
    let mut table =
        Table::new(&["fact", "said to be", "signal", "read as", "points", "why"], &[0, 1, 2, 3, 5]);
    for fact in &report.facts {
        table.row([
            fact.fact.to_owned(),
            fact.state.to_owned(),
            fact.signal.to_owned(),
            read_as(fact),
            fact.points.map_or_else(String::new, |points| points.to_string()),
            fact.why.clone(),
        ]);
    }
    table.write(out, style.colour, style.width)
}

/// The level at which the signal stands, and whose word it is where memory answers in place of the fact.
fn read_as(fact: &ReadAs) -> String {
    match (fact.level, fact.by_memory) {
        (Some(level), true) => format!("{level} (memory)"),
        (Some(level), false) => level.to_owned(),
        (None, _) => "nothing decided".to_owned(),
    }
}

fn speed(report: &Report, out: &mut dyn Write, style: Style) -> io::Result<()> {
    let speed = &report.speed;
    writeln!(out, "\n{}", bold("Speed", style.colour))?;
    let requests = grouped(speed.requests as u64);
    let (alone, whole) = (grouped(speed.deciding_alone as u64), grouped(speed.with_parsing as u64));
    let width = alone.len().max(whole.len());
    let alone = format!("  {alone:>width$} decisions/s  ");
    let how = format!("deciding alone: the last {requests} requests, ready, in one thread");
    flow(out, &alone, &how, style.width)?;
    let whole = format!("  {whole:>width$} decisions/s  ");
    let how = format!("with reading, parsing, learning and labels: {:.2} s", speed.seconds);
    flow(out, &whole, &how, style.width)
}

fn bands(bands: &[Band], labelled: bool, out: &mut dyn Write, style: Style) -> io::Result<()> {
    let outcomes: Vec<&str> =
        bands.first().map(|band| band.outcomes.iter().map(|(name, _)| *name).collect()).unwrap_or_default();
    let mut head = vec!["amount", "transfers"];
    head.extend(labelled.then_some("fraud"));
    for outcome in &outcomes {
        head.extend([*outcome, ""]);
    }
    let mut table = Table::new(&head, &[]);
    for band in bands {
        let mut cells = vec![band.amounts.clone(), grouped(band.transfers)];
        cells.extend(labelled.then(|| grouped(band.frauds)));
        for (_, count) in &band.outcomes {
            let share = (band.transfers > 0).then(|| *count as f64 / band.transfers as f64);
            cells.extend([grouped(*count), percent(share)]);
        }
        table.row(cells);
    }
    table.write(out, style.colour, style.width)
}

fn caught(rows: &[Caught], out: &mut dyn Write, style: Style) -> io::Result<()> {
    let head = [
        "outcome",
        "transfers",
        "share",
        "frauds",
        "of all frauds",
        "fraud value",
        "of all value",
        "fraud among them",
    ];
    let mut table = Table::new(&head, &[0]);
    for row in rows {
        table.row([
            row.outcome.to_owned(),
            grouped(row.transfers),
            percent(row.share),
            grouped(row.frauds),
            percent(row.frauds_share),
            row.fraud_value.clone(),
            percent(row.value_share),
            percent(row.precision),
        ]);
    }
    table.write(out, style.colour, style.width)
}

fn handbook(report: &Report, measured: &Measured, out: &mut dyn Write, style: Style) -> io::Result<()> {
    writeln!(out, "\n{}", bold("On the handbook's protocol", style.colour))?;
    let (transactions, frauds) = (grouped(measured.transactions), grouped(measured.frauds));
    let agree = if measured.counts_agree { "as published" } else { "NOT the published 58,264 and 385" };
    let week = format!("test week 2018-08-08 .. 14: {transactions} transactions, {frauds} frauds ({agree})");
    flow(out, "  ", &week, style.width)?;
    let mut table = Table::new(&["", "ROC AUC", "average precision", "card precision@100"], &[0]);
    table.row([
        format!("this policy, {}", report.policy),
        figure(measured.roc_auc),
        figure(measured.average_precision),
        figure(measured.card_precision),
    ]);
    for (name, figures) in PUBLISHED {
        let figures = figures.iter().map(|value| figure(Some(*value)));
        table.row(std::iter::once(format!("published: {name}")).chain(figures));
    }
    table.write(out, style.colour, style.width)?;
    writeln!(out, "\n{}", bold("What each outcome caught in that week", style.colour))?;
    caught(&measured.caught, out, style)
}
