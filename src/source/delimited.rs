//! Records of delimited text, split on raw bytes, with the line each begins on.

use crate::error::{Error, Result};
use csv_core::ReadRecordResult;
use std::io::Read;

const CHUNK: usize = 256 * 1024;
/// A longer cell is no cell but a broken file.
const MAX_RECORD: usize = 8 << 20;
const MAX_COLUMNS: usize = 2_000;

/// Reads one record after another into reused buffers.
pub(crate) struct Delimited<R> {
    inner: R,
    csv: csv_core::Reader,
    input: Vec<u8>,
    at: usize,
    end: usize,
    eof: bool,
    data: Vec<u8>,
    used: usize,
    ends: Vec<usize>,
    fields: usize,
    /// Line that the next byte stands on, from 1.
    line: u64,
    after_cr: bool,
}

/// The bytes of one record.
#[derive(Clone, Copy)]
pub(crate) struct Bytes<'a> {
    pub(crate) data: &'a [u8],
    pub(crate) ends: &'a [usize],
    pub(crate) line: u64,
}

impl<'a> Bytes<'a> {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn cell(&self, place: usize) -> &'a [u8] {
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        &self.data[start..self.ends[place]]
    }
}

impl<R: Read> Delimited<R> {
    pub(crate) fn new(inner: R, delimiter: u8, quoting: bool) -> Delimited<R> {
        Delimited {
            inner,
            csv: csv_core::ReaderBuilder::new().delimiter(delimiter).quoting(quoting).build(),
            input: vec![0; CHUNK],
            at: 0,
            end: 0,
            eof: false,
            data: vec![0; 4096],
            used: 0,
            ends: vec![0; 128],
            fields: 0,
            line: 1,
            after_cr: false,
        }
    }

    /// The next record, or `None` at the end. Blank lines are passed over.
    pub(crate) fn next(&mut self) -> Result<Option<Bytes<'_>>> {
        if !self.skip_blank_lines()? {
            return Ok(None);
        }
        let line = self.line;
        self.used = 0;
        self.fields = 0;
        let mut probed = false;
        loop {
            if self.at == self.end && !self.eof {
                self.fill()?;
            }
            // At the end of the input a line end is tried: inside a quoted cell it would only be text.
            let probe = self.at == self.end && self.eof;
            let input: &[u8] = if probe { b"\n" } else { &self.input[self.at..self.end] };
            if probe && probed {
                return Err(unclosed(line));
            }
            let (result, read, wrote, ends) =
                self.csv.read_record(input, &mut self.data[self.used..], &mut self.ends[self.fields..]);
            if probe {
                probed = read > 0;
            } else {
                self.count_lines(read);
                self.at += read;
            }
            self.used += wrote;
            self.fields += ends;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.data.len() >= MAX_RECORD => return Err(too_long(line)),
                ReadRecordResult::OutputFull => self.data.resize(self.data.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() >= MAX_COLUMNS => {
                    return Err(too_wide(line));
                }
                ReadRecordResult::OutputEndsFull => {
                    self.ends.resize((self.ends.len() * 2).min(MAX_COLUMNS), 0);
                }
                ReadRecordResult::Record => {
                    return Ok(Some(Bytes {
                        data: &self.data[..self.used],
                        ends: &self.ends[..self.fields],
                        line,
                    }));
                }
                ReadRecordResult::End => return Ok(None),
            }
        }
    }

    fn fill(&mut self) -> Result<()> {
        self.at = 0;
        self.end = loop {
            match self.inner.read(&mut self.input) {
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(e) if e.kind() == std::io::ErrorKind::InvalidData => {
                    return Err(Error::input(
                        format!("第 {} 行之后有不合法的字节", self.line),
                        format!(
                            "there are bytes after line {} that are no text in the file's encoding",
                            self.line
                        ),
                    ));
                }
                Err(e) => return Err(Error::io("读取失败", "can't read", e)),
                Ok(n) => break n,
            }
        };
        self.eof = self.end == 0;
        if let Some(at) = self.input[..self.end].iter().position(|b| *b == 0) {
            self.count_lines(at);
            return Err(Error::input(
                format!("第 {} 行有 NUL 字节：这不是文本表格", self.line),
                format!("there is a NUL byte in line {}: this is no text table", self.line),
            )
            .hint("请从平台重新下载导出文件", "download the export from the platform again"));
        }
        Ok(())
    }

    fn skip_blank_lines(&mut self) -> Result<bool> {
        loop {
            if self.at == self.end {
                if self.eof {
                    return Ok(false);
                }
                self.fill()?;
                if self.eof {
                    return Ok(false);
                }
            }
            match self.input[self.at] {
                b'\n' | b'\r' => {
                    self.count_lines(1);
                    self.at += 1;
                }
                _ => return Ok(true),
            }
        }
    }

    fn count_lines(&mut self, read: usize) {
        for &b in &self.input[self.at..self.at + read] {
            if b == b'\n' {
                self.line += u64::from(!self.after_cr);
                self.after_cr = false;
            } else if b == b'\r' {
                self.line += 1;
                self.after_cr = true;
            } else {
                self.after_cr = false;
            }
        }
    }
}

/// Records whose cells begin with a backtick instead of being quoted: a comma inside a cell parts nothing.
#[derive(Default)]
pub(crate) struct Joined {
    data: Vec<u8>,
    ends: Vec<usize>,
}

impl Joined {
    /// The record as it was meant; one that is not of this sort, or has its `width`, stays as it is.
    pub(crate) fn backticks<'a>(&'a mut self, record: Bytes<'a>, delimiter: u8, width: usize) -> Bytes<'a> {
        if record.len() <= width || record.cell(0).first() != Some(&b'`') {
            return record;
        }
        self.data.clear();
        self.ends.clear();
        for place in 0..record.len() {
            let cell = record.cell(place);
            if cell.first() != Some(&b'`') {
                self.ends.pop();
                self.data.push(delimiter);
            }
            self.data.extend_from_slice(cell);
            self.ends.push(self.data.len());
        }
        Bytes { data: &self.data, ends: &self.ends, line: record.line }
    }
}

fn unclosed(line: u64) -> Error {
    Error::input(
        format!("第 {line} 行开始的引号一直没有闭合"),
        format!("a quote opened in the record at line {line} is never closed"),
    )
    .hint("文件可能被截断，请重新导出", "the file may be cut off: export it again")
}

fn too_long(line: u64) -> Error {
    Error::input(
        format!("第 {line} 行开始的记录超过 8 MiB"),
        format!("the record at line {line} is longer than 8 MiB"),
    )
    .hint("多半是引号没有闭合，或这不是表格文件", "most likely a quote is not closed, or this is no table")
}

fn too_wide(line: u64) -> Error {
    Error::input(
        format!("第 {line} 行超过 {MAX_COLUMNS} 列"),
        format!("line {line} has more than {MAX_COLUMNS} columns"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &[u8]) -> Result<Vec<(u64, Vec<String>)>> {
        let mut rows = Vec::new();
        let mut source = Delimited::new(text, b',', true);
        while let Some(r) = source.next()? {
            let cells = (0..r.len()).map(|i| String::from_utf8_lossy(r.cell(i)).into_owned()).collect();
            rows.push((r.line, cells));
        }
        Ok(rows)
    }

    #[test]
    fn records_know_their_lines() {
        let rows = read(b"a,b\r\n\r\n\"x\r\ny\",2\r\n3,4").expect("good");
        assert_eq!(rows.iter().map(|r| r.0).collect::<Vec<_>>(), [1, 3, 5]);
        assert_eq!(rows[1].1, ["x\r\ny", "2"]);
        let rows = read(b"a\rb\rc").expect("good");
        assert_eq!(rows.iter().map(|r| r.0).collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[test]
    fn a_comma_between_backticks_parts_nothing() {
        let cells = |text: &str, width| {
            let mut source = Delimited::new(text.as_bytes(), b',', true);
            let mut joined = Joined::default();
            let record = source.next().expect("good").expect("a record");
            let record = joined.backticks(record, b',', width);
            (0..record.len())
                .map(|i| String::from_utf8_lossy(record.cell(i)).into_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(cells("`1,`cup, blue, big,`\n", 3), ["`1", "`cup, blue, big", "`"]);
        assert_eq!(cells("`1,x,2\n", 3), ["`1", "x", "2"]);
        assert_eq!(cells("1,`x,2\n", 2), ["1", "`x", "2"]);
    }

    #[test]
    fn a_quote_that_never_closes_is_named() {
        let e = read(b"a,b\n1,\"2\n3,4\n").expect_err("unclosed");
        assert!(e.what.en.contains("line 2"), "{}", e.what.en);
        assert!(read(b"a,\"b\"").is_ok());
        assert!(read(b"a,\"b\"\n").is_ok());
    }

    #[test]
    fn too_many_columns_and_nul_are_refused() {
        assert!(read(&[b','; 5000]).is_err());
        assert!(read(b"a,\0\n").is_err());
    }

    proptest! {
        #[test]
        fn the_same_records_as_the_csv_crate(text in "[a,\"\n\r 你]{0,60}") {
            let ours = read(text.as_bytes());
            let mut plain = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> = plain.records().map(|r| r.expect("utf-8").iter().map(str::to_owned).collect()).collect();
            if let Ok(ours) = ours {
                prop_assert_eq!(ours.into_iter().map(|r| r.1).collect::<Vec<_>>(), theirs);
            }
        }
    }
}
