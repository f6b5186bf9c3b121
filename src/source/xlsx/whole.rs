//! Whether the tables of a workbook are whole: the reader of cells stops at what it takes for their end and passes over
//! tags that it does not know, so rows behind a broken tag would be missing in silence.

use crate::error::{Error, Result};
use crate::source::sheet_rows::ReadSeek;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor, Read};
use zip::ZipArchive;

/// What may stand in what, by the depth of the tag: the rest of a cell is its own matter.
#[derive(Clone, Copy)]
struct Plan {
    root: &'static str,
    /// The part of the root that holds the table; `None`: the root itself.
    table: Option<&'static str>,
    /// From the table inwards. What an extension adds is passed over.
    inside: &'static [&'static str],
}

const SHEET: Plan = Plan { root: "worksheet", table: Some("sheetData"), inside: &["row", "c"] };
const TEXTS: Plan = Plan { root: "sst", table: None, inside: &["si"] };
const EXTENSION: &str = "extLst";

/// Refuses a workbook one of whose sheets, or whose list of texts, is broken. `list`: bytes of the parts that tell of the
/// others, at most.
pub(super) fn check(data: &mut Box<dyn ReadSeek>, list: u64) -> Result<()> {
    let Ok(mut zip) = ZipArchive::new(data) else { return Ok(()) };
    let names = sheet_names(&mut zip, list);
    for place in 0..zip.len() {
        let Ok(part) = zip.by_index(place) else { continue };
        let Ok(name) = part.name().map(|name| name.replace('\\', "/")) else { continue };
        let lower = name.to_ascii_lowercase();
        let plan = match lower.rsplit_once('/') {
            Some((folder, file)) if folder.ends_with("worksheets") && file.ends_with(".xml") => SHEET,
            _ if lower.ends_with("sharedstrings.xml") => TEXTS,
            _ => continue,
        };
        if let Err(fault) = look(BufReader::new(part), plan) {
            return Err(broken(names.get(&lower).map_or(name.as_str(), String::as_str), fault));
        }
    }
    Ok(())
}

fn broken(sheet: &str, fault: String) -> Error {
    let sheet = crate::model::text::one_line(sheet, 40);
    Error::input(
        format!("工作表「{sheet}」的内容已损坏或不完整，没有读取"),
        format!("the sheet `{sheet}` is damaged or cut off; nothing of it was read"),
    )
    .because(std::io::Error::other(fault))
    .hint(
        "请重新导出；或用 Excel/WPS 打开核对后另存",
        "export it again, or open it in Excel or WPS, check it and save it anew",
    )
}

/// Reads one part to its end. `Err`: what is wrong with it, and at which byte.
fn look(part: impl BufRead, plan: Plan) -> std::result::Result<(), String> {
    let mut reader = Reader::from_reader(part);
    let mut place = PathMatch { plan, path: 0, matched: 0, skipped: 0, tables: 0, roots: 0 };
    let mut buf = Vec::new();
    loop {
        buf.clear();
        let at = reader.buffer_position();
        let event = reader.read_event_into(&mut buf).map_err(|e| format!("byte {at}: {e}"))?;
        let strange = match event {
            Event::Start(tag) => !place.enter(tag.local_name().as_ref()),
            Event::Empty(tag) => {
                let known = place.enter(tag.local_name().as_ref());
                place.leave();
                !known
            }
            Event::End(_) => {
                place.leave();
                false
            }
            Event::Text(text) => place.is_between() && !text.trim_ascii().is_empty(),
            Event::CData(_) | Event::GeneralRef(_) => place.is_between(),
            Event::Eof => return place.end().map_err(|what| format!("byte {at}: {what}")),
            _ => false,
        };
        if strange {
            return Err(format!("byte {at}: what stands here belongs to no cell"));
        }
    }
}

/// Where in the part we are.
struct PathMatch {
    plan: Plan,
    /// Open tags.
    path: usize,
    /// How many of them are root, table, row, cell.
    matched: usize,
    /// Open tags within what is not looked at.
    skipped: usize,
    tables: usize,
    roots: usize,
}

impl PathMatch {
    /// How many tags lead to the table.
    fn to_table(&self) -> usize {
        1 + usize::from(self.plan.table.is_some())
    }

    /// Between the tags of the table, where only tags may stand.
    fn is_between(&self) -> bool {
        let rows = self.matched.checked_sub(self.to_table());
        self.skipped == 0 && rows.is_some_and(|rows| rows < self.plan.inside.len()) || self.path == 0
    }

    /// False: the tag has no business here.
    fn enter(&mut self, name: &str) -> bool {
        self.path += 1;
        if self.skipped > 0 {
            self.skipped += 1;
            return true;
        }
        let table = self.to_table();
        let known = match self.matched {
            0 => {
                self.roots += 1;
                self.roots == 1 && name == self.plan.root
            }
            1 if table == 2 => {
                if Some(name) != self.plan.table {
                    self.skipped = 1;
                    // Rows of which the table's own tag is lost.
                    return !self.plan.inside.contains(&name);
                }
                self.tables += 1;
                self.tables == 1
            }
            depth => match self.plan.inside.get(depth - table) {
                Some(_) if name == EXTENSION || name.ends_with("phoneticPr") => {
                    self.skipped = 1;
                    return true;
                }
                Some(expected) => name == *expected,
                None => {
                    self.skipped = 1;
                    return true;
                }
            },
        };
        self.matched += 1;
        known
    }

    fn leave(&mut self) {
        self.path = self.path.saturating_sub(1);
        if self.skipped > 0 {
            self.skipped -= 1;
        } else {
            self.matched = self.matched.saturating_sub(1);
        }
    }

    fn end(&self) -> std::result::Result<(), &'static str> {
        match (self.path, self.roots, self.plan.table.is_some() && self.tables == 0) {
            (0, 1, false) => Ok(()),
            (0, 1, true) => Err("the table is not there"),
            _ => Err("it ends too soon"),
        }
    }
}

/// Path of a sheet's part in small letters → the sheet's name, as far as the workbook tells.
fn sheet_names(zip: &mut ZipArchive<&mut Box<dyn ReadSeek>>, list: u64) -> HashMap<String, String> {
    let targets: HashMap<String, String> =
        attributes(zip, "xl/_rels/workbook.xml.rels", list, "Relationship")
            .into_iter()
            .filter_map(|mut tag| Some((tag.remove("Id")?, tag.remove("Target")?)))
            .collect();
    let sheets = attributes(zip, "xl/workbook.xml", list, "sheet").into_iter();
    let path = |target: &str| match target.strip_prefix('/') {
        Some(whole) => whole.to_ascii_lowercase(),
        None => format!("xl/{target}").to_ascii_lowercase(),
    };
    sheets.filter_map(|mut tag| Some((path(targets.get(&tag.remove("id")?)?), tag.remove("name")?))).collect()
}

/// Of each such tag of a part its attributes, by their local names.
fn attributes(
    zip: &mut ZipArchive<&mut Box<dyn ReadSeek>>,
    part: &str,
    list: u64,
    wanted: &str,
) -> Vec<HashMap<String, String>> {
    let mut bytes = Vec::new();
    let read = zip.by_name(part).map(|part| part.take(list).read_to_end(&mut bytes));
    if !matches!(read, Ok(Ok(_))) {
        return Vec::new();
    }
    let mut reader = Reader::from_reader(Cursor::new(bytes));
    let (mut buf, mut all) = (Vec::new(), Vec::new());
    while let Ok(event) = reader.read_event_into(&mut buf) {
        match event {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == wanted => {
                let pair = |a: quick_xml::events::attributes::Attribute<'_>| {
                    let value = quick_xml::escape::unescape(&a.value).ok()?.into_owned();
                    Some((a.key.local_name().as_ref().to_owned(), value))
                };
                all.push(tag.attributes().flatten().filter_map(pair).collect());
            }
            Event::Eof => break,
            _ => {}
        }
        buf.clear();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "<?xml version=\"1.0\"?>\n<worksheet xmlns=\"x\"><dimension ref=\"A1\"/><sheetData>\
        <row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\"/></row>\n<row r=\"2\"><c><is><t>a&amp;b</t></is></c>\
        <extLst><ext><row/></ext></extLst></row></sheetData><pageMargins/><extLst><ext/></extLst></worksheet>\n";

    fn is_whole(text: &str) -> bool {
        look(text.as_bytes(), SHEET).is_ok()
    }

    #[test]
    fn a_sheet_as_programs_write_it() {
        assert_eq!(look(GOOD.as_bytes(), SHEET), Ok(()));
        assert!(is_whole("<x:worksheet xmlns:x=\"x\"><x:sheetData/></x:worksheet>"));
        assert_eq!(look(&b"<sst><si><t>a</t></si><si/></sst>"[..], TEXTS), Ok(()));
    }

    #[test]
    fn any_cut_is_seen() {
        for end in 1..GOOD.trim_end().len() {
            assert!(!GOOD.is_char_boundary(end) || !is_whole(&GOOD[..end]), "{}", &GOOD[..end]);
        }
    }

    #[test]
    fn any_tag_that_is_not_what_it_should_be_is_seen() {
        for (from, to) in [
            ("<row r=\"2\">", "<rov r=\"2\">"),
            ("<c r=\"A1\" t=\"s\"><v>0</v></c>", "<k r=\"A1\" t=\"s\"><v>0</v></k>"),
            ("<c><is>", "<is>"),
            ("</row>\n", "</row></sheetData>\n"),
            ("<sheetData>", "<sheetData/>"),
            ("<sheetData>", ""),
            ("</sheetData>", "</sheetData><sheetData></sheetData>"),
            ("</row>\n", "</row>\0"),
            ("</row>\n", "x</row>\n"),
            ("</worksheet>", "</worksheet><worksheet></worksheet>"),
            ("worksheet", "workshop"),
        ] {
            assert!(GOOD.contains(from));
            assert!(!is_whole(&GOOD.replacen(from, to, 1)), "{from} {to}");
        }
        assert!(look(&b"<sst><si><t>a</t></si><xi><t>b</t></xi></sst>"[..], TEXTS).is_err());
        assert!(look(&b""[..], SHEET).is_err());
    }
}
