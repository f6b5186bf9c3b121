//! A table in GitHub's Markdown.

mod inert;

use super::{Head, Meta, Renderer, Sink, Style, cells};
use crate::model::report::{Body, Report, Section};
use crate::model::{Align, Cell, Lang};
use std::io::{self, Write};

pub(super) struct Markdown;

impl Renderer for Markdown {
    fn name(&self) -> &'static str {
        "md"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn about(&self, lang: Lang) -> &'static str {
        lang.pick("Markdown 表格，用于文档和群公告", "a Markdown table, for documents")
    }

    fn start<'w>(&self, head: Head, style: &Style, out: &'w mut dyn Write) -> io::Result<Box<dyn Sink + 'w>> {
        let shown: Vec<bool> = head.columns.iter().map(|c| c.shown).collect();
        let (mut titles, mut rule) = (String::from("|"), String::from("|"));
        for column in head.columns.iter().filter(|c| c.shown) {
            push(column.title(style.lang), &mut titles);
            rule.push_str(if column.align == Align::Right { " ---: |" } else { " --- |" });
        }
        writeln!(out, "{titles}\n{rule}")?;
        Ok(Box::new(MdRows { out, style: style.clone(), shown, line: String::new() }))
    }

    fn report(&self, report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "# {}", inert::line(&cells::say(&report.title, style)))?;
        for line in &report.subtitle {
            writeln!(out, "\n{}", inert::line(&cells::say(line, style)))?;
        }
        for section in &report.sections {
            writeln!(out, "\n## {}\n", inert::line(&cells::say(&section.title, style)))?;
            body(section, style, out)?;
        }
        for (n, note) in report.notes.iter().enumerate() {
            writeln!(
                out,
                "{}- {}",
                if n == 0 { "\n---\n\n" } else { "" },
                inert::line(&cells::say(note, style))
            )?;
        }
        out.flush()
    }
}

fn body(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = style.lang;
    let row = |cells: &[String], out: &mut dyn Write| -> io::Result<()> {
        let mut line = String::from("|");
        cells.iter().for_each(|text| push(text, &mut line));
        writeln!(out, "{line}")
    };
    let head = |titles: &[&str], out: &mut dyn Write| -> io::Result<()> {
        row(&titles.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>(), out)?;
        writeln!(out, "| ---{}|", " | ---:".repeat(titles.len() - 1) + " ")
    };
    let value = |cell: &Cell<'_>| match cell {
        Cell::Empty => "–".to_owned(),
        cell => cells::human(cell, style).into_owned(),
    };
    match &section.body {
        Body::Figures(all) => {
            let [previous, week_ago, month] = cells::beside(style);
            writeln!(
                out,
                "| {} | {} | {} | {previous} | {week_ago} | {month} | {} |\n| --- | ---: | ---: | ---: | ---: | ---: | --- |",
                lang.pick("项目", "Figure"),
                lang.pick("数值", "Value"),
                lang.pick("变化", "Change"),
                lang.pick("说明", "Note")
            )?;
            all.iter().try_for_each(|f| {
                let change = f.change_permille.map(cells::change).unwrap_or_default();
                let note = f.note.as_ref().map(|n| cells::say(n, style)).unwrap_or_default();
                let [a, b, c] = f.beside.each_ref().map(|cell| match cell {
                    Cell::Empty => String::new(),
                    cell => value(cell),
                });
                row(&[cells::say(&f.title, style), value(&f.value), change, a, b, c, note], out)
            })
        }
        Body::Table { rows, .. } if rows.is_empty() => writeln!(out, "{}", lang.pick("（无）", "(none)")),
        Body::Table { columns, rows } => {
            let head = Head { title: section.title.clone(), columns: columns.clone(), name_column: "" };
            let mut sink = Markdown.start(head, style, out)?;
            rows.iter().try_for_each(|row| sink.row(row))?;
            sink.finish(&Meta::default())
        }
        Body::Text(lines) => lines.iter().enumerate().try_for_each(|(n, line)| {
            writeln!(out, "{}{}", if n > 0 { "\n" } else { "" }, inert::line(&cells::say(line, style)))
        }),
        Body::Bars(all) => {
            head(&[lang.pick("项目", "Item"), lang.pick("数值", "Value")], out)?;
            all.iter().try_for_each(|b| row(&[cells::say(&b.label, style), value(&b.value)], out))
        }
        Body::Lines { labels, series, caption } => {
            let names: Vec<String> = series.iter().map(|s| cells::say(&s.name, style)).collect();
            let titles: Vec<&str> = std::iter::once("").chain(names.iter().map(String::as_str)).collect();
            head(&titles, out)?;
            labels.iter().enumerate().try_for_each(|(at, label)| {
                let values = series.iter().map(|s| match s.values.get(at) {
                    None | Some(Cell::Empty) if s.partial => String::new(),
                    cell => cell.map_or_else(String::new, value),
                });
                let label = cells::human(&Cell::text(label), style).into_owned();
                row(&std::iter::once(label).chain(values).collect::<Vec<_>>(), out)
            })?;
            caption.iter().try_for_each(|c| writeln!(out, "\n{}", inert::line(&cells::say(c, style))))
        }
    }
}

struct MdRows<'w> {
    out: &'w mut dyn Write,
    style: Style,
    shown: Vec<bool>,
    line: String,
}

impl Sink for MdRows<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.line.clear();
        self.line.push('|');
        for (cell, _) in cells.iter().zip(&self.shown).filter(|(_, shown)| **shown) {
            push(&cells::human(cell, &self.style), &mut self.line);
        }
        self.line.push('\n');
        self.out.write_all(self.line.as_bytes())
    }

    fn finish(self: Box<Self>, _: &Meta) -> io::Result<()> {
        self.out.flush()
    }
}

fn push(text: &str, line: &mut String) {
    line.push(' ');
    inert::inside(text, line);
    line.push_str(" |");
}
