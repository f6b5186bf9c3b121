//! A document for a terminal: titles, figures, tables, bars and lines of block characters.

use super::{Head, Meta, Style, cells, table_rows};
use crate::model::report::{Bar, Body, Figure, Report, Section, Series};
use crate::model::{Cell, Column, Say};
use std::io::{self, Write};

/// Columns of a bar, where the terminal does not say how wide it is.
const BAR: usize = 40;
const EIGHTHS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const STEPS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

pub(super) fn write(report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let title = cells::say(&report.title, style);
    writeln!(out, "{title}\n{}", "═".repeat(ruler(&title, style)))?;
    for line in &report.subtitle {
        writeln!(out, "{}", cells::say(line, style))?;
    }
    for section in &report.sections {
        let title = cells::say(&section.title, style);
        writeln!(out, "\n{title}\n{}", "─".repeat(ruler(&title, style)))?;
        body(section, style, out)?;
    }
    if !report.notes.is_empty() {
        writeln!(out)?;
    }
    for note in &report.notes {
        writeln!(out, "* {}", cells::say(note, style))?;
    }
    out.flush()
}

fn ruler(title: &str, style: &Style) -> usize {
    let line = if style.wide_ambiguous { 2 } else { 1 };
    table_rows::width(title, style).div_ceil(line).min(style.width.unwrap_or(60) / line)
}

fn body(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    match &section.body {
        Body::Figures(all) => figures(all, style, out),
        Body::Table { rows, .. } if rows.is_empty() => {
            writeln!(out, "{}", style.lang.pick("（无）", "(none)"))
        }
        Body::Table { columns, rows } => list(columns.clone(), rows, style, out),
        Body::Text(lines) => lines.iter().try_for_each(|line| writeln!(out, "{}", cells::say(line, style))),
        Body::Bars(all) => bars(all, style, out),
        Body::Lines { labels, series, caption } => {
            lines(labels, series, style, out)?;
            caption.iter().try_for_each(|c| writeln!(out, "{}", cells::say(c, style)))
        }
    }
}

fn list(
    columns: Vec<Column>,
    rows: &[Vec<Cell<'static>>],
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let head = Head { title: Say::new("", ""), columns, name_column: "" };
    let mut sink = table_rows::start(&head, style, out);
    rows.iter().try_for_each(|row| sink.row(row))?;
    sink.finish(&Meta::default())
}

/// A terminal of fewer columns gets no figures of other days.
const WIDE: usize = 88;

/// Right-aligned columns: the value, how it changed, and other days where there is room for them.
fn figures(all: &[Figure], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let titles: Vec<String> = all.iter().map(|f| cells::say(&f.title, style)).collect();
    let left = titles.iter().map(|t| table_rows::width(t, style)).max().unwrap_or(0);
    let wide = style.width.is_none_or(|w| w >= WIDE);
    let other_days = wide && all.iter().any(|f| f.beside.iter().any(|c| *c != Cell::Empty));
    let mut heads = vec![String::new(), String::new()];
    if other_days {
        heads.extend(cells::beside(style).map(str::to_owned));
    }
    let row = |figure: &Figure| {
        let mut row =
            vec![value(&figure.value, style), figure.change_permille.map(cells::change).unwrap_or_default()];
        if other_days {
            let text = |cell: &Cell<'_>| match cell {
                Cell::Empty => String::new(),
                cell => value(cell, style),
            };
            row.extend(figure.beside.iter().map(text));
        }
        row
    };
    let rows: Vec<Vec<String>> = all.iter().map(row).collect();
    let widths: Vec<usize> = (0..heads.len())
        .map(|n| rows.iter().chain([&heads]).filter_map(move |row| row.get(n)))
        .map(|texts| texts.map(|text| table_rows::width(text, style)).max().unwrap_or(0))
        .collect();
    let line = |title: &str, row: &[String], note: &str| {
        let mut line = pad(title, left, style);
        for (text, width) in row.iter().zip(&widths).filter(|(_, width)| **width > 0) {
            line.push_str("  ");
            line.push_str(&lead(text, *width, style));
        }
        format!("{line}  {note}").trim_end().to_owned()
    };
    if other_days {
        writeln!(out, "{}", line("", &heads, ""))?;
    }
    for ((figure, title), row) in all.iter().zip(&titles).zip(&rows) {
        let note = figure.note.as_ref().map(|n| cells::say(n, style)).unwrap_or_default();
        writeln!(out, "{}", line(title, row, &note))?;
    }
    Ok(())
}

fn value(cell: &Cell<'_>, style: &Style) -> String {
    match cell {
        Cell::Empty => "–".to_owned(),
        cell => cells::human(cell, style).into_owned(),
    }
}

fn pad(text: &str, to: usize, style: &Style) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(table_rows::width(text, style))))
}

fn lead(text: &str, to: usize, style: &Style) -> String {
    format!("{}{text}", " ".repeat(to.saturating_sub(table_rows::width(text, style))))
}

fn bars(all: &[Bar], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let labels: Vec<String> =
        all.iter().map(|b| table_rows::cut(&cells::say(&b.label, style), 24, style)).collect();
    let values: Vec<String> = all.iter().map(|b| value(&b.value, style)).collect();
    let left = labels.iter().map(|l| table_rows::width(l, style)).max().unwrap_or(0);
    let right = values.iter().map(|v| table_rows::width(v, style)).max().unwrap_or(0);
    let most = all.iter().filter_map(|b| cells::measure(&b.value)).fold(0.0, |m: f64, v| m.max(v.abs()));
    let room = style.width.unwrap_or(left + right + 4 + BAR).saturating_sub(left + right + 4).clamp(8, BAR);
    for ((bar, label), value) in all.iter().zip(&labels).zip(&values) {
        let size = cells::measure(&bar.value).filter(|_| most > 0.0).map_or(0.0, |v| v.abs() / most);
        let blocks = blocks(size, room, style);
        writeln!(
            out,
            "{}",
            format!("{}  {}  {blocks}", pad(label, left, style), lead(value, right, style)).trim_end()
        )?;
    }
    Ok(())
}

/// A bar of this part of the room, to an eighth of a column; where blocks are drawn wide, of signs that are not.
fn blocks(part: f64, room: usize, style: &Style) -> String {
    let eighths = ((part * (room * 8) as f64).round() as usize).max(usize::from(part > 0.0));
    if style.wide_ambiguous {
        return "#".repeat(eighths.div_ceil(8));
    }
    let mut out = "█".repeat(eighths / 8);
    out.extend((eighths % 8).checked_sub(1).and_then(|at| EIGHTHS.get(at)));
    out
}

fn lines(labels: &[String], series: &[Series], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let names: Vec<String> = series.iter().map(|s| cells::say(&s.name, style)).collect();
    let left = names.iter().map(|n| table_rows::width(n, style)).max().unwrap_or(0);
    if let (Some(first), Some(last)) = (labels.first(), labels.last()) {
        let span = Say::new(format!("{first} 至 {last}"), format!("{first} to {last}"));
        writeln!(out, "{}", cells::say(&span, style))?;
    }
    for (one, name) in series.iter().zip(&names) {
        let sizes: Vec<Option<f64>> = one.values.iter().map(cells::measure).collect();
        if one.partial {
            // As bars they would pass for low values.
            let known = labels.iter().zip(&one.values).filter(|(_, v)| **v != Cell::Empty);
            let told: Vec<String> = known.map(|(l, v)| format!("{l} {}", value(v, style))).collect();
            writeln!(out, "{}  {}", pad(name, left, style), told.join(" · "))?;
            continue;
        }
        let most = sizes.iter().flatten().fold(0.0, |m: f64, v| m.max(*v));
        let step = |size: &Option<f64>| match size {
            None => ' ',
            Some(v) if most > 0.0 && *v > 0.0 => {
                *STEPS.get((v / most * 7.0).round() as usize).unwrap_or(&STEPS[7])
            }
            Some(_) => STEPS[0],
        };
        let spark: String = sizes.iter().map(step).collect();
        let by_size = |a: &&Cell<'_>, b: &&Cell<'_>| {
            let size = |c: &Cell<'_>| cells::measure(c).unwrap_or(0.0);
            size(a).total_cmp(&size(b))
        };
        let known = || one.values.iter().filter(|v| **v != Cell::Empty);
        let (low, high) = (known().min_by(by_size), known().max_by(by_size));
        let text = |cell: Option<&Cell<'_>>| cell.map_or_else(|| "–".to_owned(), |c| value(c, style));
        let (low, high, last) = (text(low), text(high), text(known().next_back()));
        let said = Say::new(
            format!("最低 {low} · 最高 {high} · 最后 {last}"),
            format!("low {low} · high {high} · last {last}"),
        );
        writeln!(out, "{}  {spark}  {}", pad(name, left, style), cells::say(&said, style))?;
    }
    Ok(())
}
