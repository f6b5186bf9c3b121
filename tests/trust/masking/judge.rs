//! Whether a secret can be read, and whether a text is true: over every format, all failures told together.

use super::list::{self, Line};
use crate::sandbox::{Sandbox, Sheet};
use std::collections::BTreeMap;

const TEXTS: [&str; 7] = ["tsv", "jsonl", "md", "html", "table", "text", "name"];

/// What someone reads who leaves out everything but letters and digits, and takes each digit for what it means.
pub(super) fn squeezed(text: &str) -> String {
    let text = text.to_lowercase();
    let mut out = String::new();
    for c in without_escapes(&text).chars() {
        match digit(c) {
            Some(d) => out.push(d),
            None if c.is_alphanumeric() => out.push(c),
            None => {}
        }
    }
    out
}

fn digit(c: char) -> Option<char> {
    const ROWS: [&str; 9] = [
        "0123456789",
        "０１２３４５６７８９",
        "⓪①②③④⑤⑥⑦⑧⑨",
        "⓿❶❷❸❹❺❻❼❽❾",
        "零一二三四五六七八九",
        "〇幺二三四五六七八九",
        "零壹贰叁肆伍陆柒捌玖",
        "⁰¹²³⁴⁵⁶⁷⁸⁹",
        "\u{1d7ce}\u{1d7cf}\u{1d7d0}\u{1d7d1}\u{1d7d2}\u{1d7d3}\u{1d7d4}\u{1d7d5}\u{1d7d6}\u{1d7d7}",
    ];
    let at = ROWS.iter().find_map(|row| row.chars().position(|d| d == c));
    let bracketed = ('⑴'..='⑼').position(|d| d == c).map(|at| at + 1);
    at.or(bracketed).and_then(|at| char::from_digit(u32::try_from(at).ok()?, 10))
}

/// Without what a format writes for a sign: `\u200e`, `\u{200e}`, `&#39;`, `&amp;`.
fn without_escapes(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = if let Some(code) = rest.strip_prefix("\\u{") {
            code.find('}').map(|end| end + 4)
        } else if rest.starts_with("\\u") {
            rest.get(..6).map(str::len)
        } else if rest.starts_with("\\n") || rest.starts_with("\\r") || rest.starts_with("\\t") {
            Some(2)
        } else {
            rest.find(';').filter(|end| *end < 8 && rest.starts_with('&')).map(|end| end + 1)
        };
        rest = &rest[length.unwrap_or(1)..];
    }
    out + rest
}

pub(super) fn run(sandbox: &Sandbox, verb: &str, column: &str, file: &str, more: &[&str]) -> String {
    let columns = format!("{},{column}", list::key(verb));
    sandbox.ok(&[&[verb, "list", file, "--columns", &columns], more].concat())
}

fn csv_cells(answer: &str, verb: &str, column: &str) -> BTreeMap<String, String> {
    let sheet = Sheet::of(answer);
    let cells = sheet.column(column).into_iter().map(str::to_owned);
    sheet.column(list::key(verb)).into_iter().map(str::to_owned).zip(cells).collect()
}

fn json_cells(answer: &str, verb: &str, column: &str) -> BTreeMap<String, String> {
    let rows: Vec<BTreeMap<String, serde_json::Value>> = serde_json::from_str(answer).expect("JSON");
    let text = |row: &BTreeMap<String, serde_json::Value>, key: &str| {
        row.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_owned()
    };
    rows.iter().map(|row| (text(row, list::key(verb)), text(row, column))).collect()
}

/// A spreadsheet's cell without the `'` that keeps it from being a formula.
fn unquoted(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}

/// The parts of an answer by row: from its number to the next one's.
fn slices<'a>(answer: &'a str, lines: &[&Line]) -> BTreeMap<String, &'a str> {
    let mut starts: Vec<(usize, String)> = lines
        .iter()
        .flat_map(|line| {
            answer
                .match_indices(&list::id(line))
                .map(|(at, id)| (at, id.to_owned()))
                .take(1)
                .collect::<Vec<_>>()
        })
        .collect();
    starts.sort();
    let ends: Vec<usize> = starts.iter().skip(1).map(|s| s.0).chain([answer.len()]).collect();
    starts.into_iter().zip(ends).map(|((at, id), end)| (id.clone(), &answer[at + id.len()..end])).collect()
}

/// What is wrong with the answers about these lines, one text for each.
pub(super) fn faults(verb: &str, lines: &[Line]) -> Vec<String> {
    let mut columns: Vec<&str> = lines.iter().filter(|l| l.verb == verb).map(|l| l.column).collect();
    columns.sort_unstable();
    columns.dedup();
    assert!(!columns.is_empty(), "no lines of {verb}");
    columns
        .into_iter()
        .flat_map(|column| {
            let of_it: Vec<&Line> = lines.iter().filter(|l| l.verb == verb && l.column == column).collect();
            column_faults(verb, column, &of_it)
        })
        .collect()
}

fn column_faults(verb: &str, column: &str, lines: &[&Line]) -> Vec<String> {
    let sandbox = Sandbox::new();
    let file = list::export(&sandbox, verb, lines);
    let answer = |more: &[&str]| run(&sandbox, verb, column, &file, more);
    let mut faults = Vec::new();
    let mut say = |line: &Line, format: &str, what: &str, cell: &str| {
        faults.push(format!(
            "line {} {verb}.{column} {:?} -F {format}: {what}: {cell:?}",
            line.number, line.text
        ));
    };
    for (format, cells) in [
        ("csv", csv_cells(&answer(&["-F", "csv"]), verb, column)),
        ("json", json_cells(&answer(&["-F", "json"]), verb, column)),
    ] {
        for line in lines {
            let Some(cell) = cells.get(&list::id(line)) else {
                say(line, format, "no such row", "");
                continue;
            };
            if let Some(secret) = leaked(line, cell) {
                say(line, format, &format!("{secret} can be read"), cell);
            }
            let true_cell = if format == "csv" { unquoted(cell) } else { cell };
            if line.shown.as_deref().is_some_and(|shown| shown != true_cell) {
                say(line, format, &format!("not {:?}", line.shown), cell);
            }
        }
    }
    for (format, cells) in [
        ("csv --reveal", csv_cells(&answer(&["-F", "csv", "--reveal"]), verb, column)),
        ("json --reveal", json_cells(&answer(&["-F", "json", "--reveal"]), verb, column)),
    ] {
        for line in lines {
            let cell = cells.get(&list::id(line)).map(String::as_str).unwrap_or_default();
            let true_cell = if format.starts_with("csv") { unquoted(cell) } else { cell };
            if true_cell != line.text.trim_start_matches('\'') {
                say(line, format, "not true to the byte", cell);
            }
        }
    }
    for format in TEXTS {
        let whole = answer(&["-F", format]);
        let slices = slices(&whole, lines);
        for line in lines {
            let Some(slice) = slices.get(&list::id(line)) else {
                say(line, format, "no such row", "");
                continue;
            };
            if let Some(secret) = leaked(line, slice) {
                say(line, format, &format!("{secret} can be read"), slice);
            }
            let told = matches!(format, "tsv" | "jsonl" | "md" | "html" | "text");
            if line.secrets.is_empty() && told && !squeezed(slice).contains(&squeezed(&line.text)) {
                say(line, format, "altered", slice);
            }
        }
    }
    faults
}

fn leaked<'l>(line: &'l Line, output: &str) -> Option<&'l String> {
    let output = squeezed(output);
    line.secrets.iter().find(|secret| output.contains(&squeezed(secret)))
}

/// All lines of a group in one kind of export are hidden, true with `--reveal`, and shown as the list says.
#[track_caller]
pub(super) fn hides(group: &str, verb: &str) {
    let lines: Vec<Line> = list::hidden().into_iter().filter(|l| l.group == group).collect();
    none(&faults(verb, &lines));
}

#[track_caller]
pub(super) fn keeps(verb: &str) {
    none(&faults(verb, &list::kept()));
}

#[track_caller]
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
