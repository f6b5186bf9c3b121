//! One self-contained page: no script, no network; for phones, screens and paper, in light and dark.

mod element;
mod svg;

use super::{Head, Meta, Renderer, Sink, Style, cells};
use crate::model::report::{Body, Figure, Report, Section, Series};
use crate::model::{Align, Cell, Column, Lang};
use element::{element, escape, push, value};
use std::io::{self, Write};

pub(super) struct Html;

/// A table with more columns is printed in smaller type, and a list of them across the paper.
const MANY: usize = 8;

/// A table with more columns becomes cards on a phone.
const FEW: usize = 4;
/// A text that is not wider than so many letters stays on one line.
const SHORT: usize = 24;

impl Renderer for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm"]
    }

    fn about(&self, lang: Lang) -> &'static str {
        lang.pick(
            "单个网页，手机可看，可打印，不联网",
            "one page for phone, screen and paper, without network",
        )
    }

    fn start<'w>(&self, head: Head, style: &Style, out: &'w mut dyn Write) -> io::Result<Box<dyn Sink + 'w>> {
        let title = cells::say(&head.title, style);
        let titles = titles(&head.columns, style);
        begin(&title, titles.len() > MANY, &labels(1, &titles), style, out)?;
        let mut text = String::new();
        table_head(&title, &titles, 1, &mut text);
        out.write_all(text.as_bytes())?;
        Ok(Box::new(HtmlRows { out, style: style.clone(), columns: head.columns, line: text, count: 0 }))
    }

    fn report(&self, report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        let tables = (1..).zip(&report.sections).filter_map(|(number, section)| match &section.body {
            Body::Table { columns, rows } if !rows.is_empty() => {
                Some(labels(number, &titles(columns, style)))
            }
            _ => None,
        });
        let css: String = tables.collect();
        begin(&cells::say(&report.title, style), false, &css, style, out)?;
        let mut text = String::new();
        for line in &report.subtitle {
            element("p", "sub", &cells::say(line, style), &mut text);
        }
        for (number, section) in (1..).zip(&report.sections) {
            body(section, number, style, &mut text);
        }
        if !report.notes.is_empty() {
            text.push_str("<ul class=\"notes\">\n");
            report.notes.iter().for_each(|note| element("li", "", &cells::say(note, style), &mut text));
            text.push_str("</ul>\n");
        }
        text.push_str(END);
        out.write_all(text.as_bytes())?;
        out.flush()
    }
}

const END: &str = "</main>\n</body>\n</html>\n";

fn begin(title: &str, wide: bool, css: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let (lang, title) = (style.lang.pick("zh-CN", "en"), escape(title));
    let class = if wide { " class=\"wide\"" } else { "" };
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
         <style>\n{}{css}</style>\n</head>\n<body{class}>\n<main>\n<h1>{title}</h1>",
        include_str!("page.css")
    )
}

struct HtmlRows<'w> {
    out: &'w mut dyn Write,
    style: Style,
    columns: Vec<Column>,
    line: String,
    count: u64,
}

impl Sink for HtmlRows<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.count += 1;
        self.line.clear();
        table_row(&self.columns, cells, &self.style, &mut self.line);
        self.out.write_all(self.line.as_bytes())
    }

    fn finish(self: Box<Self>, _: &Meta) -> io::Result<()> {
        let rows = match self.count {
            1 => self.style.lang.pick("共 1 行", "1 row").to_owned(),
            n => self.style.lang.pick(&format!("共 {n} 行"), &format!("{n} rows")).to_owned(),
        };
        let mut text = String::from(TABLE_END);
        element("p", "foot", &rows, &mut text);
        text.push_str(END);
        self.out.write_all(text.as_bytes())?;
        self.out.flush()
    }
}

const TABLE_END: &str = "</tbody>\n</table>\n</div>\n";

/// Titles of the columns that are shown, and whether they stand on the right.
fn titles(columns: &[Column], style: &Style) -> Vec<(String, bool)> {
    let shown = columns.iter().filter(|c| c.shown);
    shown.map(|c| (c.title(style.lang).to_owned(), c.align == Align::Right)).collect()
}

/// On a phone each row of a table with many columns is a card. A page has no place for the titles beside each value, so
/// they come from its style.
fn labels(number: usize, titles: &[(String, bool)]) -> String {
    if titles.len() <= FEW {
        return String::new();
    }
    let mut css = String::from("@media screen and (max-width:36rem){");
    for (index, (title, _)) in (1..).zip(titles) {
        css.push_str(&format!(".k{number} td:nth-child({index})::before{{content:\""));
        for c in title.chars() {
            // Nothing ends the string or the style.
            if c.is_alphanumeric() || c == ' ' {
                css.push(c)
            } else {
                css.push_str(&format!("\\{:x} ", c as u32))
            }
        }
        css.push_str("\"}");
    }
    css + "}\n"
}

/// A table scrolls in a box of its own, which a keyboard can reach.
fn table_head(title: &str, titles: &[(String, bool)], number: usize, text: &mut String) {
    let wide = if titles.len() > MANY { " wide" } else { "" };
    let stack = if titles.len() > FEW { format!(" stack k{number}") } else { String::new() };
    text.push_str(&format!("<div class=\"scroll{wide}{stack}\""));
    text.push_str(" tabindex=\"0\" role=\"region\" aria-label=\"");
    push(title, text);
    text.push_str("\">\n<table>\n<thead>\n<tr>");
    for (title, right) in titles {
        text.push_str(if *right { "<th scope=\"col\" class=\"r\">" } else { "<th scope=\"col\">" });
        push(title, text);
        text.push_str("</th>");
    }
    text.push_str("</tr>\n</thead>\n<tbody>\n");
}

fn table_row(columns: &[Column], cells: &[Cell<'_>], style: &Style, text: &mut String) {
    text.push_str("<tr>");
    for (column, cell) in columns.iter().zip(cells).filter(|(column, _)| column.shown) {
        let said = cells::page(cell, style);
        let class = match cell {
            Cell::Word("P0", ..) => "p0",
            Cell::Word("P1", ..) => "p1",
            Cell::Text(_) | Cell::Address(_) if is_long(&said) => "t",
            _ if column.align == Align::Right => "r",
            _ => "",
        };
        text.push_str("<td");
        if !class.is_empty() {
            text.push_str(&format!(" class=\"{class}\""));
        }
        text.push('>');
        push(&said, text);
        text.push_str("</td>");
    }
    text.push_str("</tr>\n");
}

/// Worth a column of its own width, in which it is broken into lines.
fn is_long(text: &str) -> bool {
    text.contains('\n') || text.len() > SHORT && unicode_width::UnicodeWidthStr::width(text) > SHORT
}

fn body(section: &Section, number: usize, style: &Style, text: &mut String) {
    let title = cells::say(&section.title, style);
    text.push_str("<section>\n");
    element("h2", "", &title, text);
    match &section.body {
        Body::Figures(all) => {
            text.push_str("<div class=\"figures\">\n");
            all.iter().for_each(|one| figure(one, style, text));
            text.push_str("</div>\n");
        }
        Body::Table { rows, .. } if rows.is_empty() => {
            element("p", "why", style.lang.pick("（无）", "(none)"), text);
        }
        Body::Table { columns, rows } => {
            table_head(&title, &titles(columns, style), number, text);
            rows.iter().for_each(|row| table_row(columns, row, style, text));
            text.push_str(TABLE_END);
        }
        Body::Text(lines) => lines.iter().for_each(|line| element("p", "", &cells::say(line, style), text)),
        Body::Bars(all) => svg::bars(&title, number, all, style, text),
        Body::Lines { labels, series, caption } => {
            svg::lines(&title, number, labels, series, style, text);
            if let Some(caption) = caption {
                element("p", "why", &cells::say(caption, style), text);
            }
            values(&title, labels, series, style, text);
        }
    }
    text.push_str("</section>\n");
}

/// What a line chart draws, in figures.
fn values(title: &str, labels: &[String], series: &[Series], style: &Style, text: &mut String) {
    let mut columns = vec![Column::new("label", "", "")];
    columns.extend(series.iter().map(|_| Column::new("value", "", "").right()));
    let mut titles = vec![(String::new(), false)];
    titles.extend(series.iter().map(|s| (cells::say(&s.name, style), true)));
    table_head(title, &titles, 0, text);
    for (at, label) in labels.iter().enumerate() {
        let value = |s: &Series| s.values.get(at).cloned().unwrap_or(Cell::Empty);
        let mut told: Vec<Cell<'_>> = series.iter().map(value).collect();
        // An empty cell of a day that is told apart would be taken for a zero.
        if told.iter().all(|cell| *cell == Cell::Empty)
            && let Some(first) = told.first_mut()
        {
            *first = Cell::Id("–".into());
        }
        let row: Vec<Cell<'_>> = std::iter::once(Cell::text(label)).chain(told).collect();
        table_row(&columns, &row, style, text);
    }
    text.push_str(TABLE_END);
}

fn figure(figure: &Figure, style: &Style, text: &mut String) {
    text.push_str("<div class=\"figure\">");
    element("p", "name", &cells::say(&figure.title, style), text);
    text.push_str("<p class=\"value\">");
    push(&value(&figure.value, style), text);
    if let Some(permille) = figure.change_permille {
        text.push_str(" <small>");
        push(&cells::change(permille), text);
        text.push_str("</small>");
    }
    text.push_str("</p>\n");
    if figure.beside.iter().any(|cell| *cell != Cell::Empty) {
        text.push_str("<dl>");
        for (title, cell) in cells::beside(style).iter().zip(&figure.beside) {
            text.push_str("<dt>");
            push(title, text);
            text.push_str("</dt><dd>");
            push(&value(cell, style), text);
            text.push_str("</dd>");
        }
        text.push_str("</dl>\n");
    }
    if let Some(note) = &figure.note {
        element("p", "why", &cells::say(note, style), text);
    }
    text.push_str("</div>\n");
}
