//! Records of delimited text, split on raw bytes, with the line each begins on.

use super::split::{MAX_COLUMNS, Split, Splitter, count_lines};
use crate::error::{Error, Result};
use memchr::memchr;
use std::io::Read;

const CHUNK: usize = 256 * 1024;
/// What the last record of a chunk may have behind its end.
const SLACK: u64 = 4 * 1024;
/// A longer cell is no cell but a broken file.
const MAX_RECORD: usize = 8 << 20;

/// Reads one record after another into reused buffers.
pub(crate) struct Delimited<R> {
    inner: R,
    splitter: Splitter,
    input: Vec<u8>,
    at: usize,
    end: usize,
    eof: bool,
    /// Hardly more is wanted than the bytes before this one.
    until: u64,
    /// Bytes before the input buffer.
    before: u64,
    /// Line that the next byte stands on, from 1.
    line: u64,
    after_cr: bool,
}

/// The bytes of one record: its cells, with one delimiter between.
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

    /// Empty behind the last one.
    pub(crate) fn cell(&self, column: usize) -> &'a [u8] {
        let Some(end) = self.ends.get(column) else { return &[] };
        let start =
            column.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |before| before + 1);
        self.data.get(start..*end).unwrap_or_default()
    }
}

impl<R: Read> Delimited<R> {
    pub(crate) fn new(inner: R, delimiter: u8, quoting: bool) -> Delimited<R> {
        Delimited::with_buffer(inner, delimiter, quoting, Vec::new())
    }

    /// The same with a buffer that was used before.
    pub(crate) fn with_buffer(inner: R, delimiter: u8, quoting: bool, mut input: Vec<u8>) -> Delimited<R> {
        input.resize(CHUNK.max(input.len()), 0);
        Delimited {
            inner,
            splitter: Splitter::new(delimiter, quoting),
            input,
            at: 0,
            end: 0,
            eof: false,
            until: u64::MAX,
            before: 0,
            line: 1,
            after_cr: false,
        }
    }

    pub(crate) fn into_buffer(self) -> Vec<u8> {
        self.input
    }

    /// The reader stands at this byte of the file, at the beginning of a record on this line.
    pub(crate) fn from(self, byte: u64, line: u64) -> Delimited<R> {
        Delimited { before: byte, line, ..self }
    }

    /// Only records that begin before this byte are wanted, so little is read behind it.
    pub(crate) fn until(self, byte: u64) -> Delimited<R> {
        Delimited { until: byte, ..self }
    }

    /// Where the next record begins: its byte and its line; the end of the input where there is none. Blank lines are
    /// passed over.
    pub(crate) fn next_begins(&mut self) -> Result<(u64, u64)> {
        self.skip_blank_lines()?;
        Ok((self.before + self.at as u64, self.line))
    }

    /// The next record, or `None` at the end. Blank lines are passed over.
    pub(crate) fn next(&mut self) -> Result<Option<Bytes<'_>>> {
        if !self.skip_blank_lines()? {
            return Ok(None);
        }
        let line = self.line;
        let length = loop {
            let fresh = self.input.get(self.at..self.end).ok_or_else(outside)?;
            match self.splitter.split(fresh, self.eof) {
                Split::Record(length) => break length,
                Split::More if self.end - self.at >= MAX_RECORD => return Err(too_long(line)),
                Split::More => self.more()?,
                Split::Unclosed => return Err(unclosed(line)),
                Split::Wide => return Err(too_wide(line)),
            }
        };
        let record = self.input.get(self.at..self.at + length).ok_or_else(outside)?;
        self.at += length;
        if self.splitter.copied {
            self.line += count_lines(record, &mut self.after_cr);
        } else {
            let ending = record.last();
            self.line += u64::from(matches!(ending, Some(b'\n' | b'\r')));
            self.after_cr = ending == Some(&b'\r');
        }
        let ends = &self.splitter.ends[..];
        let cells = ends.last().copied().unwrap_or_default();
        let of = if self.splitter.copied { &self.splitter.data } else { record };
        let data = of.get(..cells).ok_or_else(outside)?;
        Ok(Some(Bytes { data, ends, line }))
    }

    /// Reads on; what is not used up yet moves to the front.
    fn more(&mut self) -> Result<()> {
        self.input.copy_within(self.at..self.end, 0);
        self.before += self.at as u64;
        self.end -= self.at;
        self.at = 0;
        if self.end == self.input.len() {
            self.input.resize(self.input.len() * 2, 0);
        }
        // A record that goes on and on is read in ever larger pieces.
        let wanted = self
            .until
            .saturating_sub(self.before + self.end as u64)
            .max(self.end as u64)
            .saturating_add(SLACK);
        let room = (self.input.len() - self.end).min(usize::try_from(wanted).unwrap_or(usize::MAX));
        let read = loop {
            let free = self.input.get_mut(self.end..self.end + room).ok_or_else(outside)?;
            match self.inner.read(free) {
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
        self.eof = read == 0;
        let fresh = self.end;
        self.end += read;
        let read = self.input.get(fresh..self.end).ok_or_else(outside)?;
        if let Some(at) = memchr(0, read) {
            let before = self.input.get(self.at..fresh + at).ok_or_else(outside)?;
            let line = self.line + count_lines(before, &mut self.after_cr);
            return Err(Error::input(
                format!("第 {line} 行有 NUL 字节：这不是文本表格"),
                format!("there is a NUL byte in line {line}: this is no text table"),
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
                self.more()?;
                if self.eof {
                    return Ok(false);
                }
            }
            match self.input.get(self.at..=self.at) {
                Some(end @ [b'\n' | b'\r']) => {
                    self.line += count_lines(end, &mut self.after_cr);
                    self.at += 1;
                }
                _ => return Ok(true),
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
        for column in 0..record.len() {
            let cell = record.cell(column);
            if cell.first() != Some(&b'`') {
                self.ends.pop();
            }
            if column > 0 {
                self.data.push(delimiter);
            }
            self.data.extend_from_slice(cell);
            self.ends.push(self.data.len());
        }
        Bytes { data: &self.data, ends: &self.ends, line: record.line }
    }
}

fn outside() -> Error {
    Error::bug("a place outside of what was read")
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

    type Records = Vec<(u64, Vec<String>)>;

    fn read(text: &[u8]) -> Result<Records> {
        read_from(text)
    }

    fn read_from(source: impl Read) -> Result<Records> {
        let mut rows = Vec::new();
        let mut source = Delimited::new(source, b',', true);
        while let Some(r) = source.next()? {
            let cells = (0..r.len()).map(|i| String::from_utf8_lossy(r.cell(i)).into_owned()).collect();
            rows.push((r.line, cells));
        }
        Ok(rows)
    }

    /// Gives one byte at a time, as a slow pipe does.
    struct Drops<'a>(&'a [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
            let n = self.0.len().min(1);
            self.0.read(&mut buf[..n])
        }
    }

    /// The lines on which records begin, counted character by character.
    fn lines_by_hand(text: &[u8]) -> Vec<u64> {
        let (mut lines, mut line, mut fresh, mut quoted, mut cell) = (Vec::new(), 1, true, false, true);
        let mut at = 0;
        while at < text.len() {
            let b = text[at];
            let ends = !quoted && matches!(b, b'\n' | b'\r');
            if fresh && !ends {
                lines.push(line);
                fresh = false;
            }
            if quoted && b == b'"' {
                if text.get(at + 1) == Some(&b'"') { at += 1 } else { quoted = false }
            } else if !quoted && cell && b == b'"' {
                quoted = true;
            }
            cell = !quoted && (b == b',' || ends);
            fresh |= ends;
            line += u64::from(b == b'\n' && (at == 0 || text[at - 1] != b'\r') || b == b'\r');
            at += 1;
        }
        lines
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
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn the_same_records_as_the_csv_crate(text in "[a,,\"\"\n\r你=]{0,60}") {
            let ours = read(text.as_bytes());
            let mut plain = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> = plain.records().map(|r| r.expect("utf-8").iter().map(str::to_owned).collect()).collect();
            if let Ok(ours) = ours {
                prop_assert_eq!(ours.iter().map(|r| r.0).collect::<Vec<_>>(), lines_by_hand(text.as_bytes()));
                prop_assert_eq!(ours.into_iter().map(|r| r.1).collect::<Vec<_>>(), theirs);
            }
        }

        #[test]
        fn the_same_records_drop_by_drop(text in "[a,,\"\"\n\r你=]{0,60}") {
            let told = |e: Error| e.what.en;
            prop_assert_eq!(read_from(Drops(text.as_bytes())).map_err(told), read(text.as_bytes()).map_err(told));
        }
    }
}
