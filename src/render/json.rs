//! JSON: an array of objects in the order of the columns, or an envelope with the notes.

use super::{Head, Meta, Renderer, Sink, Style, cells, safe};
use crate::model::report::{Body, Report};
use crate::model::{Cell, Lang, Say};
use std::io::{self, Write};

pub(super) struct Json;

impl Renderer for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn about(&self, lang: Lang) -> &'static str {
        lang.pick("一个 JSON 数组；--meta 带说明", "one array; with the notes under --meta")
    }

    fn start<'w>(&self, head: Head, style: &Style, out: &'w mut dyn Write) -> io::Result<Box<dyn Sink + 'w>> {
        out.write_all(if style.meta { b"{\"rows\":[" } else { b"[" })?;
        Ok(Box::new(JsonRows { out, objects: Objects::new(&head, style), meta: style.meta, any: false }))
    }

    /// The whole document; keys and kinds never change, sentences are in the language that was asked for.
    fn report(&self, report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        let mut text = String::from("{\"title\":");
        say(&report.title, style, &mut text);
        text.push_str(",\"subtitle\":");
        list(&report.subtitle, &mut text, |line, text| say(line, style, text));
        text.push_str(",\"sections\":");
        list(&report.sections, &mut text, |section, text| {
            text.push_str("\n{\"key\":");
            string(section.key, text);
            text.push_str(",\"title\":");
            say(&section.title, style, text);
            body(&section.body, style, text);
            text.push('}');
        });
        text.push_str(",\n\"notes\":");
        list(&report.notes, &mut text, |note, text| say(note, style, text));
        text.push_str("}\n");
        out.write_all(text.as_bytes())?;
        out.flush()
    }
}

fn body(body: &Body, style: &Style, text: &mut String) {
    match body {
        Body::Figures(all) => {
            text.push_str(",\"kind\":\"figures\",\"figures\":");
            list(all, text, |figure, text| {
                text.push_str("{\"title\":");
                say(&figure.title, style, text);
                text.push_str(",\"value\":");
                value(&figure.value, style, text);
                text.push_str(",\"change_permille\":");
                text.push_str(&figure.change_permille.map_or("null".to_owned(), |n| n.to_string()));
                for (key, cell) in ["previous", "week_ago", "month_to_date"].iter().zip(&figure.beside) {
                    text.push_str(&format!(",\"{key}\":"));
                    value(cell, style, text);
                }
                text.push_str(",\"note\":");
                match &figure.note {
                    Some(note) => say(note, style, text),
                    None => text.push_str("null"),
                }
                text.push('}');
            });
        }
        Body::Table { columns, rows } => {
            text.push_str(",\"kind\":\"table\",\"rows\":");
            let head = Head { title: Say::new("", ""), columns: columns.clone(), name_column: "" };
            let mut objects = Objects::new(&head, style);
            list(rows, text, |row, text| text.push_str(objects.object(row)));
        }
        Body::Text(lines) => {
            text.push_str(",\"kind\":\"text\",\"lines\":");
            list(lines, text, |line, text| say(line, style, text));
        }
        Body::Bars(all) => {
            text.push_str(",\"kind\":\"bars\",\"bars\":");
            list(all, text, |bar, text| {
                text.push_str("{\"label\":");
                say(&bar.label, style, text);
                text.push_str(",\"value\":");
                value(&bar.value, style, text);
                text.push('}');
            });
        }
        Body::Lines { labels, series, caption } => {
            text.push_str(",\"kind\":\"lines\",\"labels\":");
            list(labels, text, |label, text| value(&Cell::Text(label.into()), style, text));
            text.push_str(",\"series\":");
            list(series, text, |one, text| {
                text.push_str("{\"name\":");
                say(&one.name, style, text);
                text.push_str(",\"values\":");
                list(&one.values, text, |cell, text| value(cell, style, text));
                text.push_str(&format!(",\"partial\":{}}}", one.partial));
            });
            text.push_str(",\"caption\":");
            match caption {
                Some(caption) => say(caption, style, text),
                None => text.push_str("null"),
            }
        }
    }
}

fn list<T>(items: &[T], text: &mut String, mut write: impl FnMut(&T, &mut String)) {
    text.push('[');
    for (n, item) in items.iter().enumerate() {
        text.push_str(if n > 0 { "," } else { "" });
        write(item, text);
    }
    text.push(']');
}

fn say(said: &Say, style: &Style, text: &mut String) {
    string(&cells::say(said, style), text);
}

struct JsonRows<'w> {
    out: &'w mut dyn Write,
    objects: Objects,
    meta: bool,
    any: bool,
}

impl Sink for JsonRows<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.out.write_all(if self.any { b",\n" } else { b"\n" })?;
        self.any = true;
        self.out.write_all(self.objects.object(cells).as_bytes())
    }

    fn finish(self: Box<Self>, meta: &Meta) -> io::Result<()> {
        let mut end = String::from(if self.any { "\n]" } else { "]" });
        if self.meta {
            end.push_str(",\"meta\":{");
            for (n, (key, value)) in meta.entries.iter().enumerate() {
                end.push_str(if n > 0 { "," } else { "" });
                string(key, &mut end);
                end.push(':');
                // Outside of strings JSON is plain ASCII, so escaping the whole is escaping its strings.
                value
                    .to_string()
                    .chars()
                    .for_each(|c| if safe::is_wild(c) { escape(c, &mut end) } else { end.push(c) });
            }
            end.push_str("}}");
        }
        end.push('\n');
        self.out.write_all(end.as_bytes())?;
        self.out.flush()
    }
}

/// Makes one object per row in a line that is reused.
pub(super) struct Objects {
    /// `"key":` of each column.
    keys: Vec<String>,
    style: Style,
    scratch: String,
    line: String,
}

impl Objects {
    pub(super) fn new(head: &Head, style: &Style) -> Objects {
        let key = |name: &str| {
            let mut out = String::new();
            string(name, &mut out);
            out + ":"
        };
        let keys = head.columns.iter().map(|c| key(c.key)).collect();
        Objects { keys, style: style.clone(), scratch: String::new(), line: String::new() }
    }

    pub(super) fn object(&mut self, cells: &[Cell<'_>]) -> &str {
        self.line.clear();
        for (n, (key, cell)) in self.keys.iter().zip(cells).enumerate() {
            self.line.push(if n > 0 { ',' } else { '{' });
            self.line.push_str(key);
            written(cell, cells::machine(cell, &self.style, &mut self.scratch), &mut self.line);
        }
        self.line.push_str(if self.keys.is_empty() || cells.is_empty() { "{}" } else { "}" });
        &self.line
    }
}

fn value(cell: &Cell<'_>, style: &Style, line: &mut String) {
    written(cell, cells::machine(cell, style, &mut String::new()), line);
}

fn written(cell: &Cell<'_>, text: &str, line: &mut String) {
    match cell {
        Cell::Empty | Cell::Word("", ..) => line.push_str("null"),
        Cell::Int(_) | Cell::Hours(_) | Cell::Minutes(_) => line.push_str(text),
        _ => string(text, line),
    }
}

/// A JSON string in which nothing can drive a terminal and nothing is lost.
fn string(text: &str, out: &mut String) {
    out.push('"');
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let special = matches!(c, '"' | '\\');
        if !special && !safe::is_wild(c) {
            continue;
        }
        out.push_str(&text[from..at]);
        from = at + c.len_utf8();
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => escape(c, out),
        }
    }
    out.push_str(&text[from..]);
    out.push('"');
}

fn escape(c: char, out: &mut String) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        out.push_str(&format!("\\u{unit:04x}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn strings_read_back(text in any::<String>()) {
            let mut out = String::new();
            string(&text, &mut out);
            prop_assert!(!out.chars().any(safe::is_wild));
            prop_assert_eq!(serde_json::from_str::<String>(&out).ok(), Some(text));
        }
    }
}
