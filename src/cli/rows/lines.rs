//! Names from standard input and from files.

use super::want::Want;
use crate::cli::bounded;
use crate::error::{Error, Result};
use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// The words of every line.
pub(super) fn of_lines(
    input: impl Read,
    place: &str,
    parts: &dyn Fn(&str) -> Vec<String>,
) -> Result<Vec<String>> {
    let mut input = BufReader::new(bounded::Lines::new(input, place));
    let (mut out, mut line, mut number) = (Vec::new(), String::new(), 0);
    loop {
        line.clear();
        match input.read_line(&mut line) {
            Ok(0) => return Ok(out),
            Ok(_) => number += 1,
            Err(e) => return Err(input.get_ref().failed(e)),
        }
        out.extend(parts(&line));
        bounded::enough(place, number, out.len())?;
    }
}

/// Names in a file: the column `order_no` of a CSV (of reviews: `review_id`), or one in each line.
pub(super) fn of_file(path: &Path, want: Want) -> Result<Vec<String>> {
    let shown = path.display().to_string();
    let file = std::fs::File::open(path).map_err(|e| {
        Error::input(format!("打不开文件 {shown}"), format!("can't read the file {shown}")).because(e)
    })?;
    // Neither encoding has a comma, a quote or a line end inside a sign.
    let bare = |cell: &[u8]| {
        let cell = match std::str::from_utf8(cell) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => encoding_rs::GB18030.decode(cell).0,
        };
        cell.trim().trim_matches(['=', '"', '\'', '\u{feff}']).trim().to_owned()
    };
    let file = bounded::Lines::new(file, &shown);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file);
    let (mut record, mut first) = (csv::ByteRecord::new(), true);
    let mut column = None;
    let mut out = Vec::new();
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(out),
            Err(e) => return Err(reader.get_ref().failed(e)),
        }
        if std::mem::take(&mut first) {
            let heads = want.heads();
            column = heads.iter().find_map(|head| record.iter().position(|cell| bare(cell) == *head));
            if column.is_some() {
                continue;
            }
            if record.len() > 1
                && let [head, ..] = heads
            {
                return Err(Error::input(
                    format!("{shown} 没有 {head} 列"),
                    format!("{shown} has no column {head}"),
                ));
            }
        }
        let cell = bare(record.get(column.unwrap_or(0)).unwrap_or_default());
        out.extend(cell.split_whitespace().map(str::to_owned));
        bounded::enough(&shown, record.position().map_or(0, csv::Position::line), out.len())?;
    }
}
