//! Documents of several parts as text or Markdown, put together from the tables of the formats.

use crate::model::report::{Body, Report};
use crate::model::{Cell, Column, Say};
use crate::render::{self, Head, Meta, Renderer, Style, safe};
use std::borrow::Cow;
use std::io::{self, Write};

/// The longest bar, in signs.
const BAR: i64 = 30;

/// Whether the format writes a document, not rows.
pub(crate) fn is_document(format: &str) -> bool {
    matches!(format, "text" | "md" | "html" | "xlsx")
}

/// Writes the document in the format: the one place to give it to renderers instead.
pub(crate) fn write_document(
    renderer: &dyn Renderer,
    report: &Report,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let markdown = renderer.name() == "md";
    let table = render::by_name(if markdown { "md" } else { "table" })
        .ok_or_else(|| io::Error::other("a format without tables"))?;
    let line = |say: &Say| {
        let text = safe::terminal(say.in_lang(style.lang)).into_owned();
        if markdown { escaped(&text) } else { text }
    };
    writeln!(out, "{}{}", if markdown { "# " } else { "" }, line(&report.title))?;
    if markdown {
        writeln!(out)?;
    }
    for under in &report.subtitle {
        writeln!(out, "{}{}", line(under), if markdown { "  " } else { "" })?;
    }
    for section in &report.sections {
        writeln!(out, "\n{}{}", if markdown { "## " } else { "" }, line(&section.title))?;
        if markdown {
            writeln!(out)?;
        }
        if let Body::Text(lines) = &section.body {
            lines.iter().try_for_each(|l| writeln!(out, "{}", line(l)))?;
            continue;
        }
        let (columns, rows) = as_table(&section.body, style);
        let head = Head { title: section.title.clone(), columns, name_column: "" };
        let mut sink = table.start(head, style, out)?;
        rows.iter().try_for_each(|row| sink.row(row))?;
        sink.finish(&Meta::default())?;
    }
    if !report.notes.is_empty() {
        writeln!(out)?;
    }
    for note in &report.notes {
        writeln!(out, "{}{}", if markdown { "- " } else { "" }, line(note))?;
    }
    out.flush()
}

/// Data must not become markup of a page.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '|' | '\\' | '<' | '`' | '*' | '[') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

type Table = (Vec<Column>, Vec<Vec<Cell<'static>>>);

fn as_table(body: &Body, style: &Style) -> Table {
    let text = |say: &Say| Cell::own_text(say.in_lang(style.lang).to_owned());
    match body {
        Body::Text(_) => (Vec::new(), Vec::new()),
        Body::Table { columns, rows } => (columns.clone(), rows.clone()),
        Body::Figures(figures) => {
            let columns = vec![
                Column::new("figure", "指标", "Figure"),
                Column::new("value", "数值", "Value").right(),
                Column::new("change", "比前一天 %", "Change %").right(),
                Column::new("note", "说明", "Note"),
            ];
            let row = |f: &crate::model::report::Figure| {
                vec![
                    text(&f.title),
                    f.value.clone(),
                    f.change_permille.map_or(Cell::Empty, |n| Cell::Hours(n.saturating_mul(360))),
                    f.note.as_ref().map_or(Cell::Empty, text),
                ]
            };
            (columns, figures.iter().map(row).collect())
        }
        Body::Bars(bars) => {
            let columns = vec![
                Column::new("label", "项目", "Item"),
                Column::new("value", "数量", "Count").right(),
                Column::new("bar", "图", "Bar"),
            ];
            let most = bars.iter().map(|b| size(&b.value)).max().unwrap_or(0);
            let row = |b: &crate::model::report::Bar| {
                vec![text(&b.label), b.value.clone(), Cell::own_text(bar(size(&b.value), most))]
            };
            (columns, bars.iter().map(row).collect())
        }
        Body::Lines { labels, series } => {
            let mut columns = vec![Column::new("day", "日期", "Day")];
            columns.extend(
                series.iter().map(|s| {
                    Column::new("series", fixed(s.name.zh.clone()), fixed(s.name.en.clone())).right()
                }),
            );
            columns.push(Column::new("bar", "图", "Bar"));
            let first = |at: usize| series.first().and_then(|s| s.values.get(at)).map_or(0, size);
            let most = (0..labels.len()).map(first).max().unwrap_or(0);
            let row = |(at, label): (usize, &String)| {
                let values = series.iter().map(|s| s.values.get(at).cloned().unwrap_or(Cell::Empty));
                let mut row = vec![Cell::own_text(label.clone())];
                row.extend(values);
                row.push(Cell::own_text(bar(first(at), most)));
                row
            };
            (columns, labels.iter().enumerate().map(row).collect())
        }
    }
}

fn size(cell: &Cell<'_>) -> i64 {
    match cell {
        Cell::Int(n) => (*n).max(0),
        Cell::Money(m) => m.0.max(0),
        _ => 0,
    }
}

/// Something is never drawn as nothing.
fn bar(value: i64, most: i64) -> String {
    if value == 0 || most == 0 {
        return String::new();
    }
    let signs = i128::from(value) * i128::from(BAR) / i128::from(most);
    "█".repeat(signs.max(1) as usize)
}

fn fixed(text: Cow<'static, str>) -> &'static str {
    match text {
        Cow::Borrowed(text) => text,
        Cow::Owned(_) => "",
    }
}
