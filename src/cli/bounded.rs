//! Reading what somebody hands over with an end in sight: a file that is none, or a pipe that never ends, is refused
//! before it has filled the memory.

use crate::error::{Error, Result};
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// A configuration, a layout, a text to paste: larger ones are something else.
const TEXT: u64 = 1 << 20;
/// The rows that a terminal remembers.
pub(super) const ROWS: u64 = 64 << 20;
/// All that may come from standard input or from one file of names.
const ALL: u64 = 64 << 20;
/// One line of it.
const LINE: u64 = 64 << 10;
/// So many names at once.
pub(super) const NAMES: usize = 100_000;

/// The text of a configuration, a layout, a template. Bytes that are no UTF-8 are an error, and so is more than 1 MiB.
pub(super) fn text(path: &Path) -> io::Result<String> {
    up_to(path, TEXT)
}

/// The text of a file of at most so many bytes.
pub(super) fn up_to(path: &Path, most: u64) -> io::Result<String> {
    let mut text = String::new();
    // One byte more tells a file that is too large from one that just fits.
    File::open(path)?.take(most + 1).read_to_string(&mut text).or_else(|e| match e.kind() {
        // The cut may have gone through a sign.
        ErrorKind::InvalidData if path.metadata().is_ok_and(|m| m.len() > most) => Ok(0),
        _ => Err(e),
    })?;
    let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
    if length > most || path.metadata().is_ok_and(|m| m.len() > most) {
        let mebibytes = most >> 20;
        return Err(io::Error::new(ErrorKind::FileTooLarge, format!("larger than {mebibytes} MiB")));
    }
    Ok(text)
}

/// Passes bytes on until a line, or the whole, is longer than names can be.
pub(super) struct Lines<R> {
    inner: R,
    /// What is read, as messages call it.
    place: String,
    line: u64,
    in_line: u64,
    all: u64,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(inner: R, place: &str) -> Lines<R> {
        Lines { inner, place: place.to_owned(), line: 1, in_line: 0, all: 0 }
    }

    /// What reading failed of: the limit that was passed, or else what the system says.
    pub(super) fn failed(&self, cause: impl Into<anyhow::Error>) -> Error {
        let (place, line) = (&self.place, self.line);
        let long = self.in_line > LINE;
        if !long && self.all <= ALL {
            return Error::input(format!("{place}：读取失败"), format!("{place}: can't be read"))
                .because(cause);
        }
        let (zh, en) = match long {
            true => (format!("超过 {} KiB", LINE >> 10), format!("is longer than {} KiB", LINE >> 10)),
            false => (
                format!("起超过 {} MiB", ALL >> 20),
                format!("and what stands before it are more than {} MiB", ALL >> 20),
            ),
        };
        Error::input(format!("{place}：第 {line} 行{zh}"), format!("{place}: line {line} {en}")).hint(
            "要的是编号，每行一个；或有 order_no 列的 CSV，用 --from 文件",
            "what is wanted are numbers, one in each line; or a CSV with the column `order_no`: `--from FILE`",
        )
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.in_line > LINE || self.all > ALL {
            return Err(ErrorKind::FileTooLarge.into());
        }
        let read = self.inner.read(buf)?;
        for byte in buf.iter().take(read) {
            self.all += 1;
            self.in_line += 1;
            if self.in_line > LINE || self.all > ALL {
                return Err(ErrorKind::FileTooLarge.into());
            }
            if *byte == b'\n' {
                (self.line, self.in_line) = (self.line + 1, 0);
            }
        }
        Ok(read)
    }
}

/// Refuses names beyond the most that are taken at once.
pub(super) fn enough(place: &str, line: u64, names: usize) -> Result<()> {
    if names <= NAMES {
        return Ok(());
    }
    Err(Error::input(
        format!("{place}：到第 {line} 行已超过 {NAMES} 个编号"),
        format!("{place}: more than {NAMES} numbers up to line {line}"),
    )
    .hint(
        "分几次给，例如先用 split -l 100000 分成几个文件",
        "give them in parts, such as those of `split -l 100000`",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_the_whole_have_an_end() {
        let read = |bytes: Box<dyn Read>| {
            let mut lines = Lines::new(bytes, "x");
            let result = io::copy(&mut lines, &mut io::sink());
            result.map_err(|e| lines.failed(e).report(crate::model::Lang::En))
        };
        assert_eq!(read(Box::new(&b"1\n2\n"[..])), Ok(4));
        let zeros = read(Box::new(io::repeat(0))).expect_err("no line end");
        assert!(zeros.contains("x: line 1 is longer than 64 KiB"), "{zeros}");
        let endless = read(Box::new(io::repeat(b'\n'))).expect_err("no end");
        assert!(endless.contains("more than 64 MiB"), "{endless}");
    }

    #[test]
    fn a_text_is_whole_or_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.toml");
        for (bytes, good) in [(1 << 20, true), ((1 << 20) + 1, false), (9 << 20, false)] {
            std::fs::write(&path, "a".repeat(bytes)).expect("a file");
            assert_eq!(text(&path).map(|t| t.len()).ok(), good.then_some(bytes));
        }
        std::fs::write(&path, "啊".repeat(1 << 20)).expect("a file");
        assert_eq!(text(&path).expect_err("too large").kind(), ErrorKind::FileTooLarge);
        std::fs::write(&path, b"\xff").expect("a file");
        assert_eq!(text(&path).expect_err("no text").kind(), ErrorKind::InvalidData);
    }
}
