//! One row of any container, and the clean-up of its cells.

use super::delimited::Bytes;
use super::encoding::{Decoder, Fault};
use super::sheet_rows::XCell;
use crate::model::hash::{both, quick_hash, row_hash};

/// A row as it stands in the file; cells are decoded when asked for.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    /// Line of a text file, row of a sheet; from 1.
    pub(crate) line: u64,
    /// The sheet, where it is not the one with the header.
    part: Option<&'a str>,
    cells: Cells<'a>,
}

#[derive(Clone, Copy)]
enum Cells<'a> {
    Bytes(Bytes<'a>, &'a Decoder),
    Sheet(&'a [XCell]),
}

/// The value of a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Raw<'b> {
    /// Cleaned; empty where there is nothing.
    Text(&'b str),
    /// A number of a spreadsheet, which may have lost digits.
    Number(f64),
    /// A date of a spreadsheet: days since 1899-12-30.
    Serial(f64),
    /// `#REF!` and its kin.
    Broken(&'b str),
}

impl<'a> Row<'a> {
    pub(crate) fn of_bytes(bytes: Bytes<'a>, decoder: &'a Decoder) -> Row<'a> {
        Row { line: bytes.line, part: None, cells: Cells::Bytes(bytes, decoder) }
    }

    pub(crate) fn of_sheet(line: u64, cells: &'a [XCell]) -> Row<'a> {
        Row { line, part: None, cells: Cells::Sheet(cells) }
    }

    pub(crate) fn in_part(self, part: &'a str) -> Row<'a> {
        Row { part: Some(part), ..self }
    }

    /// Where the row stands, as messages tell it.
    pub(crate) fn file(&self, file: &str) -> String {
        self.part.map_or_else(|| file.to_owned(), |part| format!("{file} [{part}]"))
    }

    pub(crate) fn len(&self) -> usize {
        match self.cells {
            Cells::Bytes(bytes, _) => bytes.len(),
            Cells::Sheet(cells) => cells.len(),
        }
    }

    /// Sheets leave empty cells at the end of a row out; text files do not.
    pub(crate) fn may_be_short(&self) -> bool {
        matches!(self.cells, Cells::Sheet(_))
    }

    /// The raw bytes, where there are any: for telling equal rows.
    pub(crate) fn fingerprint(&self) -> u64 {
        match self.cells {
            Cells::Bytes(bytes, _) => row_hash(bytes.data) ^ bytes.len() as u64,
            Cells::Sheet(cells) => cells.iter().fold(7, |h, c| cell_hash(c) ^ h.rotate_left(9)),
        }
    }

    /// The bytes of a cell, undecoded; `None` where it has none.
    pub(crate) fn bytes(&self, column: usize) -> Option<&[u8]> {
        match self.cells {
            Cells::Bytes(bytes, _) if column < bytes.len() => Some(bytes.cell(column)),
            _ => None,
        }
    }

    /// The first byte of a cell, undecoded; of a sheet's cell, of its text.
    pub(crate) fn first_byte(&self, column: usize) -> Option<u8> {
        match self.cells {
            Cells::Bytes(bytes, _) => {
                if column < bytes.len() {
                    bytes.cell(column).first().copied()
                } else {
                    None
                }
            }
            Cells::Sheet(cells) => match cells.get(column) {
                Some(XCell::Text(t)) => t.as_bytes().first().copied(),
                _ => None,
            },
        }
    }

    /// Whether a cell holds nothing but blanks. Decodes nothing.
    pub(crate) fn is_blank(&self, column: usize) -> bool {
        match self.cells {
            Cells::Bytes(bytes, _) => {
                column >= bytes.len() || bytes.cell(column).iter().all(u8::is_ascii_whitespace)
            }
            Cells::Sheet(cells) => match cells.get(column) {
                None | Some(XCell::Empty) => true,
                Some(XCell::Text(t)) => t.trim().is_empty(),
                Some(_) => false,
            },
        }
    }

    /// A cell's value, decoded and cleaned. `buf` is where its text is kept.
    pub(crate) fn get<'b>(&'b self, column: usize, buf: &'b mut String) -> Result<Raw<'b>, Fault> {
        buf.clear();
        match self.cells {
            Cells::Bytes(bytes, decoder) => {
                if column >= bytes.len() {
                    return Ok(Raw::Text(""));
                }
                decoder.decode(bytes.cell(column), buf)?;
                Ok(Raw::Text(clean(buf)))
            }
            Cells::Sheet(cells) => Ok(match cells.get(column) {
                None | Some(XCell::Empty) => Raw::Text(""),
                Some(XCell::Text(t)) => Raw::Text(clean(t)),
                Some(XCell::Number(n)) => Raw::Number(*n),
                Some(XCell::Serial(n)) => Raw::Serial(*n),
                Some(XCell::Error(e)) => Raw::Broken(e),
            }),
        }
    }

    /// Whether a cell's text is in `out` now, as nearly all stand in text files: with nothing to be taken off.
    pub(crate) fn plain(&self, column: usize, out: &mut String) -> Result<bool, Fault> {
        out.clear();
        match self.cells {
            Cells::Bytes(bytes, decoder) if column < bytes.len() => {
                let cell = match bytes.cell(column) {
                    [b'\'' | b'`', bare @ ..] if decoder.decided().is_some() => bare,
                    whole => whole,
                };
                decoder.decode(cell, out)?;
                Ok(is_clean(out.as_bytes()))
            }
            _ => Ok(false),
        }
    }

    /// A cell as text, not cleaned: for files that `cs` wrote itself.
    pub(crate) fn exact(&self, column: usize) -> Result<String, Fault> {
        match self.cells {
            Cells::Bytes(bytes, decoder) => {
                let mut text = String::new();
                if column < bytes.len() {
                    decoder.decode(bytes.cell(column), &mut text)?;
                }
                Ok(text)
            }
            Cells::Sheet(cells) => match cells.get(column) {
                Some(XCell::Text(t)) => Ok(t.to_string()),
                _ => self.text(column),
            },
        }
    }

    /// A cell as text, whatever it is: for headings, rejects and unmapped columns.
    pub(crate) fn text(&self, column: usize) -> Result<String, Fault> {
        let mut buf = String::new();
        Ok(match self.get(column, &mut buf)? {
            Raw::Text(t) | Raw::Broken(t) => t.to_owned(),
            Raw::Number(n) | Raw::Serial(n) => n.to_string(),
        })
    }
}

/// Equal cells have equal hashes, a number and its text have not.
fn cell_hash(cell: &XCell) -> u64 {
    match cell {
        XCell::Empty => 1,
        XCell::Text(text) => quick_hash(text.as_bytes()),
        XCell::Number(n) => both(2, n.to_bits()),
        XCell::Serial(n) => both(3, n.to_bits()),
        XCell::Error(text) => both(4, quick_hash(text.as_bytes())),
    }
}

/// Blanks and marks that spreadsheet exports put around a value: `="…"`, a leading `'` or `` ` ``, tabs.
pub(crate) fn clean(text: &str) -> &str {
    if is_clean(text.as_bytes()) {
        return text;
    }
    let mut t = trim(text);
    if let Some(inner) = t.strip_prefix("=\"").and_then(|r| r.strip_suffix('"')) {
        t = trim(inner);
    }
    if let Some(rest) = t.strip_prefix(['\'', '`']) {
        t = trim(rest);
    }
    t
}

/// Whether a text begins and ends with what is surely no blank and no mark: a letter, a digit or a Han character. Nearly
/// every cell does.
fn is_clean(bytes: &[u8]) -> bool {
    let sure = |b: u8| b.is_ascii_alphanumeric() || (0xe4..=0xe9).contains(&b);
    let ends = match bytes {
        [.., last] if last.is_ascii() => sure(*last),
        [.., lead, _, _] => sure(*lead),
        _ => false,
    };
    ends && bytes.first().is_some_and(|first| sure(*first))
}

fn trim(text: &str) -> &str {
    text.trim_matches(crate::layouts::is_blank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_sheets_are_told_apart() {
        let text = |t: &str| XCell::Text(t.to_owned());
        let rows = [
            vec![text("1"), text("2")],
            vec![text("2"), text("1")],
            vec![text("12")],
            vec![text("1"), XCell::Empty, text("2")],
            vec![XCell::Number(1.0), XCell::Number(2.0)],
            vec![XCell::Serial(1.0), XCell::Number(2.0)],
            vec![XCell::Error("1".to_owned()), text("2")],
        ];
        let prints = |line| rows.iter().map(move |cells| Row::of_sheet(line, cells).fingerprint() as u32);
        assert!(prints(1).eq(prints(2)));
        assert_eq!(prints(1).collect::<std::collections::HashSet<_>>().len(), rows.len());
    }

    #[test]
    fn marks_around_a_value_are_taken_off() {
        for (raw, value) in [
            ("=\"351234\"", "351234"),
            ("'13812345678", "13812345678"),
            ("\t260301-1\t", "260301-1"),
            ("\u{3000}x\u{a0}", "x"),
            ("=\"\"", ""),
            ("`wx`", "wx`"),
            ("''=1", "'=1"),
            ("王小明", "王小明"),
            ("王\u{3000}", "王"),
            ("\u{200b}王\u{feff}", "王"),
            ("王\u{a0}", "王"),
            ("3号\t", "3号"),
        ] {
            assert_eq!(clean(raw), value, "{raw:?}");
        }
    }
}
