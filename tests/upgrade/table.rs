//! An answer as rows of cells by their columns, whatever its format.

use std::collections::{BTreeMap, BTreeSet};

pub(crate) type Row = BTreeMap<String, String>;

pub(crate) struct Table {
    pub(crate) columns: BTreeSet<String>,
    pub(crate) rows: Vec<Row>,
}

impl Table {
    /// `name`: a file's, whose ending tells the format. Prose has one column, `line`.
    pub(crate) fn of(name: &str, text: &str) -> Table {
        let rows = match name.rsplit_once('.').expect("an ending").1 {
            "csv" => csv_rows(text),
            "json" => json_rows(text),
            "txt" => text.lines().map(|line| Row::from([("line".to_owned(), line.to_owned())])).collect(),
            other => panic!("{name}: {other} is not compared"),
        };
        let heads = if name.ends_with(".csv") { csv_heads(text) } else { BTreeSet::new() };
        let columns = rows.iter().flat_map(Row::keys).cloned().chain(heads).collect();
        Table { columns, rows }
    }
}

fn csv_heads(text: &str) -> BTreeSet<String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.headers().expect("a header").iter().map(str::to_owned).collect()
}

fn csv_rows(text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads = reader.headers().expect("a header").clone();
    let row = |cells: csv::StringRecord| {
        heads.iter().map(str::to_owned).zip(cells.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|cells| row(cells.expect("CSV"))).collect()
}

/// A list is rows; of an object each list is rows too, and the rest is one row.
fn json_rows(text: &str) -> Vec<Row> {
    use serde_json::Value;
    let (mut rows, mut rest) = (Vec::new(), Row::new());
    match serde_json::from_str(text).expect("JSON") {
        Value::Array(list) => rows.extend(list.iter().map(|value| flat("", value))),
        Value::Object(object) => {
            for (key, value) in &object {
                match value {
                    Value::Array(list) => rows.extend(list.iter().map(|value| flat(key, value))),
                    other => rest.extend(flat(key, other)),
                }
            }
        }
        other => rest.extend(flat("", &other)),
    }
    if !rest.is_empty() {
        rows.insert(0, rest);
    }
    rows
}

fn flat(head: &str, value: &serde_json::Value) -> Row {
    match value {
        serde_json::Value::Object(object) => {
            let of = |key: &String| if head.is_empty() { key.clone() } else { format!("{head}.{key}") };
            object.iter().flat_map(|(key, value)| flat(&of(key), value)).collect()
        }
        other => Row::from([(head.to_owned(), other.to_string())]),
    }
}
