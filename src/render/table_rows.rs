//! Rows laid out in columns for people, as wide as there is room.

use super::{Head, Meta, Sink, Style, cells};
use crate::model::{Align, Cell, Column};
use comfy_table::{CellAlignment, ContentArrangement, presets};
use std::io::{self, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Takes the rows of a table.
pub(super) fn start<'w>(head: &Head, style: &Style, out: &'w mut dyn Write) -> Box<dyn Sink + 'w> {
    let columns = head.columns.iter().map(|c| Fit::new(*c, style)).collect();
    Box::new(TableRows { out, style: style.clone(), columns, rows: Vec::new() })
}

/// Blanks between columns.
const GAP: usize = 2;
/// No text column is made narrower than this.
const NARROWEST: usize = 8;
/// A text that is cut to less says nothing.
const READABLE: usize = 14;
/// No cell is wider, whatever the width: a table is for reading.
const WIDEST: usize = 2000;

/// Marks that stand in a line until it is laid out. [`crate::render::safe::terminal`] takes them out of data.
/// They have no width, like the colours they become.
const RED: char = '\u{e0001}';
const YELLOW: char = '\u{e0020}';
const END: char = '\u{e007f}';
/// Has a width of one; stands for the second half of a sign that the terminal draws wide.
const HALF: char = '\u{1}';

/// A column and how wide it has to be.
struct Fit {
    column: Column,
    width: usize,
    filled: bool,
    /// The first text, and whether another one came.
    first: Option<String>,
    differs: bool,
    /// Free text may be cut; ids, money and times may not.
    free: bool,
}

impl Fit {
    fn new(column: Column, style: &Style) -> Fit {
        Fit {
            column,
            width: width(column.title(style.lang), style),
            filled: false,
            first: None,
            differs: false,
            free: true,
        }
    }
}

/// A cell's text, and the severity it stands for.
struct Shown {
    text: String,
    mark: Option<char>,
}

struct TableRows<'w> {
    out: &'w mut dyn Write,
    style: Style,
    columns: Vec<Fit>,
    rows: Vec<Vec<Shown>>,
}

impl Sink for TableRows<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        let mut row = Vec::with_capacity(cells.len());
        for (fit, cell) in self.columns.iter_mut().zip(cells) {
            let text = if fit.column.shown || fit.column.telling {
                cells::human(cell, &self.style)
            } else {
                "".into()
            };
            let text = cut(&text, WIDEST, &self.style);
            fit.filled |= !text.is_empty();
            if fit.column.telling || fit.column.alike {
                fit.differs |= fit.first.as_ref().is_some_and(|first| *first != text);
                fit.first.get_or_insert_with(|| text.clone());
            }
            fit.width = fit.width.max(width(&text, &self.style));
            fit.free &= matches!(
                cell,
                Cell::Empty
                    | Cell::Words(_)
                    | Cell::Told(..)
                    | Cell::Text(_)
                    | Cell::Nick(_)
                    | Cell::Name(_)
                    | Cell::Address(_)
            );
            let mark = match cell {
                Cell::Word("P0", ..) => Some(RED),
                Cell::Word("P1", ..) => Some(YELLOW),
                _ => None,
            };
            row.push(Shown { text, mark: mark.filter(|_| self.style.color) });
        }
        self.rows.push(row);
        Ok(())
    }

    fn finish(mut self: Box<Self>, _: &Meta) -> io::Result<()> {
        if self.rows.is_empty() {
            return self.out.flush();
        }
        for fit in self.columns.iter_mut().filter(|f| f.column.telling && !f.column.shown) {
            fit.filled &= fit.differs;
        }
        if let Some(limit) = self.style.width {
            fit_in(&mut self.columns, limit);
        }
        let mut table = comfy_table::Table::new();
        table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        let shown = || self.columns.iter().filter(|f| f.filled);
        let laid = |text: &str, fit: &Fit, mark: Option<char>| {
            let cell = comfy_table::Cell::new_owned(lay(text, fit.width, mark, &self.style));
            let right = fit.column.align == Align::Right;
            cell.set_alignment(if right { CellAlignment::Right } else { CellAlignment::Left })
        };
        table.set_header(shown().map(|f| laid(f.column.title(self.style.lang), f, None)));
        for row in &self.rows {
            let cells = self.columns.iter().zip(row).filter(|(f, _)| f.filled);
            table.add_row(cells.map(|(f, shown)| laid(&shown.text, f, shown.mark)));
        }
        for column in table.column_iter_mut() {
            column.set_padding((0, GAP as u16));
        }
        for line in table.lines() {
            writeln!(self.out, "{}", unmark(line.trim_end()))?;
        }
        self.out.flush()
    }
}

/// Narrows the texts; where that is not enough, the last of the spare columns goes, then the next.
fn fit_in(columns: &mut [Fit], limit: usize) {
    let wide: Vec<usize> = columns.iter().map(|f| f.width).collect();
    let cut = |columns: &[Fit]| {
        let mut free = columns.iter().zip(&wide).filter(|(f, _)| f.filled && f.free);
        free.any(|(f, width)| f.width < READABLE.min(*width))
    };
    // Without some columns the others are as wide again as they would be.
    let leave_out = |columns: &mut [Fit], which: &dyn Fn(&Fit) -> bool| {
        columns.iter_mut().filter(|f| which(f)).for_each(|f| f.filled = false);
        columns.iter_mut().zip(&wide).for_each(|(fit, width)| fit.width = *width);
    };
    // What is only told of rows that differ must not cost the sentences.
    let extra = |f: &Fit| f.filled && f.column.telling && !f.column.shown;
    if columns.iter().any(extra) && (!shrink(columns, limit) || cut(columns)) {
        leave_out(columns, &extra);
    }
    while !shrink(columns, limit) {
        let Some(last) = columns.iter().rev().find(|f| f.filled && f.column.low_priority) else { break };
        let key = last.column.key;
        leave_out(columns, &|f| f.column.key == key);
    }
    // Nor must what is the same in all of them.
    let alike = |f: &Fit| f.filled && f.column.alike && !f.differs;
    if columns.iter().any(alike) && cut(columns) {
        leave_out(columns, &alike);
        shrink(columns, limit);
    }
}

/// Makes the widest text column narrower until the line fits, if it can.
fn shrink(columns: &mut [Fit], limit: usize) -> bool {
    let line = |columns: &[Fit]| columns.iter().filter(|f| f.filled).map(|f| f.width + GAP).sum::<usize>();
    let mut over = line(columns).saturating_sub(limit + GAP);
    while over > 0 {
        let free = columns.iter_mut().filter(|f| f.filled && f.free && f.width > NARROWEST);
        let Some(widest) = free.max_by_key(|f| f.width) else { return false };
        widest.width -= 1;
        over -= 1;
    }
    true
}

pub(super) fn width(text: &str, style: &Style) -> usize {
    if style.wide_ambiguous { text.width_cjk() } else { text.width() }
}

/// The text, or its beginning and `…` where it is wider than `limit`.
pub(super) fn cut(text: &str, limit: usize, style: &Style) -> String {
    // A text has no more columns than bytes.
    if text.len() <= limit || width(text, style) <= limit {
        return text.to_owned();
    }
    let mut left = limit - width("…", style);
    let fits = |c: &char| {
        let width = if style.wide_ambiguous { c.width_cjk() } else { c.width() }.unwrap_or(0);
        left.checked_sub(width).inspect(|rest| left = *rest).is_some()
    };
    let mut out: String = text.chars().take_while(fits).collect();
    out.push('…');
    out
}

/// Cuts and marks a cell for the layout.
fn lay(text: &str, limit: usize, mark: Option<char>, style: &Style) -> String {
    let mut out = cut(text, limit, style);
    let halves = width(&out, style).saturating_sub(out.width());
    out.extend(std::iter::repeat_n(HALF, halves));
    match mark {
        Some(mark) => format!("{mark}{out}{END}"),
        None => out,
    }
}

/// Turns the marks into what the terminal gets.
fn unmark(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            RED => out.push_str("\u{1b}[31m"),
            YELLOW => out.push_str("\u{1b}[33m"),
            END => out.push_str("\u{1b}[0m"),
            HALF => {}
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}
