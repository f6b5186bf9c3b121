//! Changes that are likely to be met in files, or to upset a reader.

use super::random::Random;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// No input grows beyond this.
const MOST: usize = 24 << 10;

/// What files of shops are made of, and what they ought not to be made of.
pub(crate) const WORDS: &[&[u8]] = &[
    b"=\"",
    b"\"",
    b"\"\"",
    b"'",
    b"`",
    b",",
    b"\t",
    b";",
    b"|",
    b"\n",
    b"\r",
    b"\r\n",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\x81",
    b"\x81\x5c",
    b"\x84\x31\x95\x33",
    b"\xb6\xa9\xb5\xa5",
    b"\x83\x5c",
    b"92233720368547758.07",
    b"92233720368547758.08",
    b"9223372036854775807",
    b"1e308",
    b"4.12346E+18",
    b"-0.005",
    b"(59.90)",
    b"1,234.50",
    "１２３．４５".as_bytes(),
    "¥".as_bytes(),
    b"US $",
    b"2026-02-30",
    b"2026-02-28 24:00:00",
    b"03/04/2026",
    b"0000-00-00 00:00:00",
    b"9999-12-31T23:59:59-14:00",
    b"1900-01-01T00:00:00+14:00",
    "2026年11月20日 下午 3:10".as_bytes(),
    "２０２６".as_bytes(),
    "星期".as_bytes(),
    b"45981.5",
    b"Nov 5, 2026 9:30 PM",
    b"JD",
    b"JD_",
    b"13812345678",
    "１３８１２３４５６７８".as_bytes(),
    b"9123456789012345678",
    "合计".as_bytes(),
    "总交易单数".as_bytes(),
    "共2笔记录".as_bytes(),
    "订单编号".as_bytes(),
    "\u{202e}".as_bytes(),
    "\u{feff}".as_bytes(),
    "\u{0130}".as_bytes(),
    "𠮷".as_bytes(),
    b"<td rowspan=3>",
    b"<td colspan=9>",
    b"<tr>",
    b"</table>",
    b"<!--",
    b"&#x10ffff;",
    b"&#xd800;",
    b" r=\"A1048577\"",
    b" r=\"ABCDEFGH99999999999\"",
    b"t=\"s\"",
    b"<v>-1</v>",
    b"[columns]",
    b"[add]",
    b"payable = [\"a * b\"]",
    b"grain = \"item\"",
    b"kind = \"refunds\"",
    b"requires = []",
];

/// One to eight changes.
pub(crate) fn mutate(random: &mut Random, mut bytes: Vec<u8>, others: &[Vec<u8>]) -> Vec<u8> {
    for _ in 0..1 + random.below(8) {
        change(random, &mut bytes, others);
        bytes.truncate(MOST);
    }
    bytes
}

fn change(random: &mut Random, bytes: &mut Vec<u8>, others: &[Vec<u8>]) {
    let at = random.below(bytes.len() + 1);
    match random.below(10) {
        0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
        1 if at < bytes.len() => bytes[at] = random.next() as u8,
        2 => bytes.truncate(at),
        3 => {
            let end = at + random.below((bytes.len() - at).min(64) + 1);
            bytes.drain(at..end);
        }
        4 => {
            // Another seed from here on.
            let other = random.one_of(others);
            let from = random.below(other.len() + 1);
            bytes.truncate(at);
            bytes.extend_from_slice(&other[from..]);
        }
        5 => {
            let end = at + random.below((bytes.len() - at).min(200) + 1);
            let again = bytes[at..end].repeat(1 + random.below(4));
            bytes.splice(at..at, again);
        }
        6 => {
            let (start, end) = line(bytes, at);
            bytes.drain(start..end);
        }
        7 => {
            let (start, end) = line(bytes, at);
            let copy = bytes[start..end].to_vec();
            let (to, _) = line(bytes, random.below(bytes.len() + 1));
            bytes.splice(to..to, copy);
        }
        _ => {
            // In place of a whole cell as often as inside one.
            let word = random.one_of(WORDS).iter().copied();
            let end = if random.below(2) == 0 { at } else { cell_end(bytes, at) };
            bytes.splice(at..end, word);
        }
    }
}

fn line(bytes: &[u8], at: usize) -> (usize, usize) {
    let start = bytes[..at].iter().rposition(|b| *b == b'\n').map_or(0, |n| n + 1);
    let end = bytes[at..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |n| at + n + 1);
    (start, end)
}

fn cell_end(bytes: &[u8], at: usize) -> usize {
    let ends = |b: &u8| matches!(b, b',' | b'\t' | b'\n' | b'<' | b'"' | b'=');
    bytes[at..].iter().position(ends).map_or(bytes.len(), |n| at + n)
}

/// Half of the workbooks are changed in one of their parts, which a change of the packed bytes would never reach.
pub(crate) fn workbook(random: &mut Random, bytes: Vec<u8>, others: &[Vec<u8>]) -> Vec<u8> {
    match random.below(2) {
        0 => mutate(random, bytes, others),
        _ => inside(random, &bytes).unwrap_or_else(|| mutate(random, bytes, others)),
    }
}

fn inside(random: &mut Random, bytes: &[u8]) -> Option<Vec<u8>> {
    const TELLING: [&str; 4] = ["sheet1.xml", "sharedStrings.xml", "workbook.xml", "styles.xml"];
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for place in 0..archive.len() {
        let mut entry = archive.by_index(place).ok()?;
        let mut part = Vec::new();
        entry.read_to_end(&mut part).ok()?;
        let name = entry.name().ok()?.into_owned();
        drop(entry);
        parts.push((name, part));
    }
    let chosen = *random.one_of(&TELLING);
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, mut part) in parts {
        if name.ends_with(chosen) {
            part = mutate(random, part, &[WORDS.concat()]);
        }
        out.start_file(name, stored).ok()?;
        out.write_all(&part).ok()?;
    }
    Some(out.finish().ok()?.into_inner())
}
