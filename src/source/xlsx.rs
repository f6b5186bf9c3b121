//! Cells of a workbook, streamed row by row; never a dense range, whose size a file can lie about.

mod whole;

use super::sheet_rows::{ReadSeek, RowFn, SheetRows, XCell, locked};
use crate::error::{Error, Result};
use calamine::{DataRef, Reader as _, Xlsx, XlsxError};
use std::io::Read;

/// Unpacked bytes in all, and for the texts that are held in memory.
const MAX_UNPACKED: u64 = 4 << 30;
const MAX_STRINGS: u64 = 256 << 20;
const MAX_TEXTS: u64 = 5_000_000;
/// Of the parts that tell of the others, and of formats.
const MAX_LIST: u64 = 16 << 20;
const MAX_STYLES: u64 = 64 << 20;
/// Between two tags: a cell of a workbook holds 32,767 characters.
const MAX_TEXT: u64 = 8 << 20;

const MAX_PARTS: usize = 10_000;

pub(crate) type Workbook = Xlsx<Box<dyn ReadSeek>>;

/// Opens a workbook after its unpacked size has been measured.
pub(crate) fn open(mut data: Box<dyn ReadSeek>) -> Result<Workbook> {
    measure(&mut data)?;
    data.rewind().map_err(|e| Error::io("读取失败", "can't read", e))?;
    Xlsx::new(data).map_err(explain)
}

/// Refuses a workbook with a broken sheet; its size was measured.
pub(crate) fn check(mut data: Box<dyn ReadSeek>) -> Result<()> {
    whole::check(&mut data, MAX_LIST)
}

/// Unpacks every part into nothing, so that a bomb is found by counting.
fn measure(data: &mut Box<dyn ReadSeek>) -> Result<()> {
    let bad = |e: zip::result::ZipError| {
        Error::input("这个 XLSX 文件打不开", "this XLSX file can't be opened")
            .because(e)
            .hint("可能没有下载完整，请重新导出", "it may be cut off: export it again")
    };
    if super::archive::declared(data).is_some_and(|parts| parts > MAX_PARTS) {
        return Err(Error::input(
            "这个 XLSX 的部件过多，可能是恶意文件",
            "this XLSX has far too many parts: it may be hostile",
        )
        .hint("请改用 CSV 导出", "export it as CSV instead"));
    }
    let mut zip = zip::ZipArchive::new(data).map_err(bad)?;
    let mut total = 0;
    let mut buffer = vec![0; 64 * 1024];
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).map_err(bad)?;
        let name = part.name().map(|n| n.to_ascii_lowercase()).unwrap_or_default();
        let mut marks = Marks::default();
        let most = match name.as_str() {
            n if n.contains("sharedstrings") => MAX_STRINGS,
            n if n.ends_with("styles.xml") => MAX_STYLES,
            n if n.ends_with("workbook.xml") || n.ends_with(".rels") => MAX_LIST,
            _ => MAX_UNPACKED,
        };
        // One letter repeated: no sheet of real orders packs a thousandfold.
        let cap = part.compressed_size().saturating_mul(400).max(1 << 20);
        let mut size: u64 = 0;
        loop {
            let n = part
                .read(&mut buffer)
                .map_err(|e| Error::input("这个 XLSX 文件已损坏", "this XLSX file is damaged").because(e))?;
            if n == 0 {
                break;
            }
            size += n as u64;
            total += n as u64;
            let held = marks.look(buffer.get(..n).unwrap_or(&buffer));
            if total > MAX_UNPACKED || size > cap.min(most) || !held {
                return Err(Error::input(
                    "这个 XLSX 解压后过大，可能是恶意文件",
                    "this XLSX unpacks to far too much: it may be hostile",
                )
                .hint("请改用 CSV 导出", "export it as CSV instead"));
            }
        }
    }
    Ok(())
}

/// What a part of tags would take in memory, whatever its size.
#[derive(Default)]
struct Marks {
    tags: Option<bool>,
    /// Bytes since the last `<`.
    run: u64,
    texts: u64,
    /// How much of `<si` the bytes before ended with.
    met: usize,
}

impl Marks {
    /// Whether it can still be held.
    fn look(&mut self, bytes: &[u8]) -> bool {
        let tags =
            *self.tags.get_or_insert(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).starts_with(b"<"));
        if !tags {
            return true;
        }
        match (bytes.iter().position(|b| *b == b'<'), bytes.iter().rposition(|b| *b == b'<')) {
            (Some(first), Some(last)) => {
                if self.run + first as u64 > MAX_TEXT {
                    return false;
                }
                self.run = (bytes.len() - last) as u64;
            }
            _ => self.run += bytes.len() as u64,
        }
        for byte in bytes {
            self.met = match (self.met, byte) {
                (3, b'>' | b'/' | b' ') => {
                    self.texts += 1;
                    0
                }
                (_, b'<') => 1,
                (1, b's') => 2,
                (2, b'i') => 3,
                _ => 0,
            };
        }
        self.run <= MAX_TEXT && self.texts <= MAX_TEXTS
    }
}

fn explain(e: XlsxError) -> Error {
    match e {
        XlsxError::Password => locked(),
        other => Error::input("这个 XLSX 文件读不了", "this XLSX file can't be read").because(other),
    }
}

pub(crate) fn sheets(book: &Workbook) -> Vec<String> {
    book.sheet_names()
}

/// Calls `f` with (row number from 1, cells) for every row of a sheet that holds anything.
pub(crate) fn each_row(book: &mut Workbook, sheet: &str, f: &mut RowFn<'_>) -> Result<()> {
    let shift = if book.has_1904_epoch() { 1462.0 } else { 0.0 };
    let mut cells = book.worksheet_cells_reader(sheet).map_err(explain)?;
    let mut rows = SheetRows::default();
    while let Some(cell) = cells.next_cell().map_err(explain)? {
        let (row, column) = cell.get_position();
        if rows.put(row, column, convert(cell.get_value(), shift), f)?.is_break() {
            return Ok(());
        }
    }
    rows.finish(f).map(|_| ())
}

fn convert(value: &DataRef<'_>, shift: f64) -> XCell {
    match value {
        DataRef::Empty => XCell::Empty,
        DataRef::Int(n) => XCell::Number(*n as f64),
        DataRef::Float(n) => XCell::Number(*n),
        DataRef::String(s) => text(s),
        DataRef::SharedString(s) => text(s),
        DataRef::Bool(b) => XCell::Text(if *b { "是" } else { "否" }.to_owned()),
        DataRef::DateTime(at) => XCell::Serial(at.as_f64() + shift),
        DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => text(s),
        DataRef::Error(e) => XCell::Error(e.to_string()),
    }
}

fn text(s: &str) -> XCell {
    if s.is_empty() { XCell::Empty } else { XCell::Text(s.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_take_too_much_memory() {
        let look = |parts: &[&[u8]]| {
            let mut marks = Marks::default();
            parts.iter().all(|part| marks.look(part))
        };
        let (one, letters) = (b"<t>".as_slice(), vec![b'a'; 1 << 20]);
        let long = |n: usize| [vec![one], vec![&letters; n], vec![b"</t>"]].concat();
        assert!(look(&long(7)));
        assert!(!look(&long(8)));
        assert!(look(&[&long(7)[..], &long(7)].concat()), "two texts");
        assert!(look(&[&[b"\x89PNG".as_slice()][..], &[&letters[..]; 9]].concat()), "no tags");
    }

    #[test]
    fn texts_are_counted_wherever_the_bytes_part() {
        let bytes = b"<sst><si><t>si</t></si><si/><sid/><si xml:space=\"preserve\"><t/></si></sst>";
        for cut in 1..bytes.len() {
            let mut marks = Marks::default();
            assert!(marks.look(&bytes[..cut]) && marks.look(&bytes[cut..]));
            assert_eq!(marks.texts, 3, "{cut}");
        }
    }
}
