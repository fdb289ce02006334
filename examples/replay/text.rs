//! The report as text: aligned, made to be read.

use std::io::{self, Write};

use super::Screen;
use super::protocol::{Measured, PUBLISHED};
use super::report::Report;
use super::table::{Table, bold, figure, grouped, percent};
use super::tally::{Band, Caught};

/// Writes a report.
pub fn write(report: &Report, screen: &mut Screen<'_>) -> io::Result<()> {
    let colour = screen.colour;
    let out = &mut *screen.out;
    read(report, out, colour)?;
    facts(report, out, colour)?;
    speed(report, out, colour)?;
    writeln!(out, "\n{}", bold("Outcomes by amount", colour))?;
    bands(&report.bands, report.labels.is_some(), out, colour)?;
    if report.labels.is_some() {
        writeln!(out, "\n{}", bold("What each outcome caught", colour))?;
        caught(&report.caught, out, colour)?;
    }
    if let Some(ranking) = &report.ranking {
        let (auc, precision) = (figure(ranking.roc_auc), figure(ranking.average_precision));
        writeln!(out, "\n  over all of it, the score ranks at ROC AUC {auc}, average precision {precision}")?;
    }
    match &report.handbook {
        Some(measured) => handbook(report, measured, out, colour),
        None => Ok(()),
    }
}

fn read(report: &Report, out: &mut dyn Write, colour: bool) -> io::Result<()> {
    writeln!(out, "{}", bold(&report.mapping, colour))?;
    let mut line = |name: &str, value: String| writeln!(out, "  {name:<22}{value}");
    line("data", report.data.clone())?;
    line("policy", format!("{} ({}...)", report.policy, report.policy_identity))?;
    line("rows", grouped(report.rows))?;
    line("malformed, skipped", grouped(report.malformed.rows))?;
    for (number, said) in &report.malformed.first {
        line("", format!("line {number}: {said}"))?;
    }
    if report.malformed.rows > report.malformed.first.len() as u64 {
        line("", "...".to_owned())?;
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

fn facts(report: &Report, out: &mut dyn Write, colour: bool) -> io::Result<()> {
    let how = if report.stricter { " (stricter reading: all of it missing)" } else { "" };
    writeln!(out, "\n{}{how}", bold("What the data does not have", colour))?;
    let mut table =
        Table::new(&["fact", "said to be", "signal", "read as", "points", "why"], &[0, 1, 2, 3, 5]);
    for fact in &report.facts {
        table.row([
            fact.fact.to_owned(),
            fact.state.to_owned(),
            fact.signal.to_owned(),
            fact.level.unwrap_or("(memory)").to_owned(),
            fact.points.map_or_else(String::new, |points| points.to_string()),
            fact.why.clone(),
        ]);
    }
    table.write(out, colour)
}

fn speed(report: &Report, out: &mut dyn Write, colour: bool) -> io::Result<()> {
    let speed = &report.speed;
    writeln!(out, "\n{}", bold("Speed", colour))?;
    let requests = grouped(speed.requests as u64);
    let (alone, whole) = (grouped(speed.deciding_alone as u64), grouped(speed.with_parsing as u64));
    let width = alone.len().max(whole.len());
    writeln!(
        out,
        "  {alone:>width$} decisions/s  deciding alone: the last {requests} requests, ready, in one thread"
    )?;
    writeln!(
        out,
        "  {whole:>width$} decisions/s  with reading, parsing, learning and labels: {:.2} s",
        speed.seconds
    )
}

fn bands(bands: &[Band], labelled: bool, out: &mut dyn Write, colour: bool) -> io::Result<()> {
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
    table.write(out, colour)
}

fn caught(rows: &[Caught], out: &mut dyn Write, colour: bool) -> io::Result<()> {
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
    table.write(out, colour)
}

fn handbook(report: &Report, measured: &Measured, out: &mut dyn Write, colour: bool) -> io::Result<()> {
    writeln!(out, "\n{}", bold("On the handbook's protocol", colour))?;
    let (transactions, frauds) = (grouped(measured.transactions), grouped(measured.frauds));
    let agree = if measured.counts_agree { "as published" } else { "NOT the published 58,264 and 385" };
    writeln!(out, "  test week 2018-08-08 .. 14: {transactions} transactions, {frauds} frauds ({agree})")?;
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
    table.write(out, colour)?;
    writeln!(out, "\n{}", bold("What each outcome caught in that week", colour))?;
    caught(&measured.caught, out, colour)
}
