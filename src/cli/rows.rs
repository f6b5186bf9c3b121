//! The rows of the last table in this terminal, by their numbers: `remind done 1-20,23`.

use super::context::Context;
use super::{bounded, terminal};
use crate::error::{Error, Result};
use crate::model::text::hash64;
use crate::model::time::MINUTE;
use crate::model::{Cell, Stamp};
use crate::scratch::Scratch;
use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

/// Row numbers hold so long.
const VALID: i64 = 30 * MINUTE;

/// What a verb wants to know of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Want {
    /// The row's own name: a case, an item of a handover.
    Name,
    /// The order, or several, that it is about.
    Orders,
    /// The same, of the queue of unpaid orders and of no other table.
    Unpaid,
    /// A review, of a table of reviews and of no other.
    Review,
    /// The case that it is, else its orders: they may have cases.
    Case,
}

/// Tables whose rows mean more than a name; the rest is remembered as `""`.
pub(crate) const UNPAID: &str = "unpaid";
pub(crate) const REVIEWS: &str = "reviews";

impl Want {
    /// The only table whose rows are taken.
    fn table(self) -> Option<&'static str> {
        match self {
            Want::Name | Want::Orders | Want::Case => None,
            Want::Unpaid => Some(UNPAID),
            Want::Review => Some(REVIEWS),
        }
    }

    /// The headings of a file's column that is read, the first that it has.
    fn heads(self) -> &'static [&'static str] {
        match self {
            Want::Review => &["review_id", "id", "评价编号"],
            _ => &["order_no", "orders", "id", "订单号", "订单编号"],
        }
    }

    /// Rows of another table would be written down as something they are not.
    fn refuse(self, word: &str) -> Error {
        let (zh, en, list) = match self {
            Want::Review => ("评价", "reviews", "cs reviews negative"),
            _ => ("催付队列", "the reminder queue", "cs remind unpaid"),
        };
        Error::usage(
            format!("第 {word} 行不是{zh}的行：这个终端的上一张表格是别的"),
            format!("the rows {word} are none of {en}: the last table of this terminal was another one"),
        )
        .hint(
            format!("先用 {list} 列出，或写出编号"),
            format!("list them with `{list}` first, or write the numbers out"),
        )
    }
}

/// A row as it is remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Remembered {
    pub(crate) name: String,
    pub(crate) orders: String,
    /// Platform and shop, where the table has them: the same number may stand in several shops.
    pub(crate) place: Option<(String, String)>,
}

/// What a word means, and of which shop where a row says so.
pub(crate) type Placed = (String, Option<(String, String)>);

/// The rows of a table, and which table it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Recalled {
    table: String,
    rows: Vec<Remembered>,
}

/// Where this terminal's rows stand.
#[derive(Clone, Debug)]
pub(crate) struct Memory {
    path: PathBuf,
    now: Stamp,
}

impl Memory {
    /// `None` where there is no terminal, or no place to keep anything.
    pub(crate) fn here(cx: &Context) -> Option<Memory> {
        let terminal = terminal::key()?;
        let folder = super::config::state_folder()?.join("rows");
        let name = format!("{:016x}.tsv", hash64(&[terminal.as_bytes()]));
        Some(Memory { path: folder.join(name), now: cx.now })
    }

    /// Keeps rows; what can't be kept is no reason to fail.
    pub(crate) fn keep(&self, table: &str, rows: &[Remembered]) {
        let _ = self.try_keep(table, rows);
    }

    fn try_keep(&self, table: &str, rows: &[Remembered]) -> std::io::Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        crate::scratch::make_folder(folder)?;
        let mut scratch = Scratch::beside(folder)?;
        let mut file = std::io::BufWriter::new(scratch.as_file_mut());
        writeln!(file, "{}\t{table}", self.now.0)?;
        let one_line = |text: &str| text.replace(['\t', '\n', '\r'], " ");
        for row in rows {
            write!(file, "{}\t{}", one_line(&row.name), one_line(&row.orders))?;
            if let Some((platform, shop)) = &row.place {
                write!(file, "\t{}\t{}", one_line(platform), one_line(shop))?;
            }
            writeln!(file)?;
        }
        file.flush()?;
        drop(file);
        scratch.persist(&self.path).map_err(|e| e.error)?;
        Ok(())
    }

    /// The rows of the last table, while they hold.
    pub(crate) fn recall(&self) -> Option<Recalled> {
        let text = bounded::up_to(&self.path, bounded::ROWS).ok()?;
        let mut lines = text.lines();
        let first = lines.next()?;
        let (at, table) = first.split_once('\t').unwrap_or((first, ""));
        let at: i64 = at.parse().ok()?;
        if !(0..=VALID).contains(&(self.now.0 - at)) {
            return None;
        }
        let split = |line: &str| {
            let mut cells = line.split('\t').map(str::to_owned);
            let (name, orders) = (cells.next()?, cells.next()?);
            Some(Remembered { name, orders, place: cells.next().zip(cells.next()) })
        };
        Some(Recalled { table: table.to_owned(), rows: lines.filter_map(split).collect() })
    }
}

/// The text by which a cell is found again.
pub(crate) fn text_of(cell: Option<&Cell<'_>>) -> String {
    match cell {
        Some(Cell::Id(text) | Cell::Text(text)) => text.to_string(),
        Some(Cell::Word(key, ..)) => (*key).to_owned(),
        _ => String::new(),
    }
}

/// What the words of a record verb mean: row numbers of the last table, names, `-` for standard input, and the
/// lines of a file.
pub(crate) fn names(cx: &Context, words: &[String], file: Option<&Path>, want: Want) -> Result<Vec<String>> {
    let mut all: Vec<String> = placed(cx, words, file, want)?.into_iter().map(|named| named.0).collect();
    let mut seen = HashSet::new();
    all.retain(|name| seen.insert(name.clone()));
    Ok(all)
}

/// [`names`], with the shop where a row says it.
pub(crate) fn placed(cx: &Context, words: &[String], file: Option<&Path>, want: Want) -> Result<Vec<Placed>> {
    let here = Memory::here(cx);
    let terminal = here.is_some();
    let memory = here.and_then(|m| m.recall());
    let parts = |text: &str| -> Vec<String> {
        let parts = text.split([',', '，', ' ', '\t', '\n', '\r']);
        parts.filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let mut all: Vec<Placed> = Vec::new();
    let bare = |name: String| (name, None);
    for word in words {
        if word == "-" {
            // Another program's output has names, never rows of this terminal.
            all.extend(
                of_lines(std::io::stdin().lock(), cx.lang.pick("标准输入", "standard input"), &parts)?
                    .into_iter()
                    .map(bare),
            );
        } else {
            for part in parts(word) {
                all.extend(meant(&part, memory.as_ref(), want, terminal)?);
            }
        }
    }
    if let Some(path) = file {
        all.extend(of_file(path, want)?.into_iter().map(bare));
    }
    let mut seen = HashSet::new();
    all.retain(|name| seen.insert(name.clone()));
    Ok(all)
}

/// One word: `7` and `1-20` are rows of the table that is remembered, everything else is a name.
fn meant(word: &str, memory: Option<&Recalled>, want: Want, terminal: bool) -> Result<Vec<Placed>> {
    let number = |text: &str| -> Option<usize> {
        text.parse().ok().filter(|n| (1..=9999).contains(n) && !text.starts_with(['0', '+']))
    };
    let (range, is_range) = match word.split_once('-') {
        Some((a, b)) => (number(a).zip(number(b)), true),
        None => (number(word).map(|n| (n, n)), false),
    };
    let Some((from, to)) = range.filter(|(a, b)| a <= b) else {
        return Ok(vec![(word.to_owned(), None)]);
    };
    let (table, rows) = memory.map_or(("", &[][..]), |m| (m.table.as_str(), m.rows.as_slice()));
    let Some(rows) = rows.get(from - 1..to) else {
        if !is_range && memory.is_none() && matches!(want, Want::Orders | Want::Unpaid) {
            // An order number may be short. After a table, even an empty one, a row is meant.
            return Ok(vec![(word.to_owned(), None)]);
        }
        if memory.is_none() {
            return Err(nothing_remembered(word, terminal));
        }
        return Err(Error::usage(
            format!("没有第 {word} 行：这个终端 30 分钟内的表格有 {} 行", rows.len()),
            format!("there are no rows {word}: the last table of this terminal has {} rows", rows.len()),
        )
        .hint("先列出表格，再用它的行号", "show the table first, then use its row numbers"));
    };
    if want.table().is_some_and(|wanted| wanted != table) {
        return Err(want.refuse(word));
    }
    let mut out = Vec::new();
    for Remembered { name, orders, place } in rows {
        let numbers = orders.split_whitespace().map(|number| (number.to_owned(), place.clone()));
        match want {
            Want::Name | Want::Review => out.push((name.clone(), None)),
            Want::Orders | Want::Unpaid => out.extend(numbers),
            Want::Case if is_case(name) || orders.trim().is_empty() => out.push((name.clone(), None)),
            Want::Case => out.extend(numbers),
        }
    }
    Ok(out)
}

fn is_case(name: &str) -> bool {
    name.strip_prefix("C-").is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()))
}

fn nothing_remembered(word: &str, terminal: bool) -> Error {
    let (zh, en) = match terminal {
        true => {
            ("这个终端 30 分钟内没有显示过表格", "this terminal has shown no table in the last 30 minutes")
        }
        false => (
            "行号只在显示过表格的终端里有效，这里不是终端（也没有 CS_TERMINAL）",
            "row numbers hold only in the terminal that showed the table, and this is none (nor is CS_TERMINAL set)",
        ),
    };
    Error::usage(format!("「{word}」是行号：{zh}"), format!("`{word}` is a row number: {en}")).hint(
        "先列出表格，再用它的行号；或者写编号、订单号",
        "show the table first, then use its row numbers; or write ids or order numbers",
    )
}

/// The words of every line.
fn of_lines(input: impl Read, place: &str, parts: &dyn Fn(&str) -> Vec<String>) -> Result<Vec<String>> {
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
fn of_file(path: &Path, want: Want) -> Result<Vec<String>> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_mean_rows_where_a_table_has_them() {
        let row = |name: &str, orders: &str| Remembered {
            name: name.to_owned(),
            orders: orders.to_owned(),
            place: None,
        };
        let meant = |word: &str, memory: Option<&Recalled>, want, terminal| {
            meant(word, memory, want, terminal).map(|all| all.into_iter().map(|n| n.0).collect::<Vec<_>>())
        };
        let rows = vec![row("C-0001", "111"), row("C-0002", "222 333"), row("C-0003", "")];
        let table = Recalled { table: String::new(), rows };
        let say = |word, want| meant(word, Some(&table), want, true).map_err(|e| e.to_string());
        assert_eq!(say("1-2", Want::Orders), Ok(vec!["111".into(), "222".into(), "333".into()]));
        assert_eq!(say("3", Want::Name), Ok(vec!["C-0003".into()]));
        assert!(say("4", Want::Name).is_err(), "the table has three rows");
        for name in ["C-0001", "0", "01", "3512260000000000042", "2-1"] {
            assert_eq!(say(name, Want::Name), Ok(vec![name.to_owned()]), "{name}");
        }
        assert!(say("2-4", Want::Name).is_err());
        assert_eq!(say("1-3", Want::Case), Ok(vec!["C-0001".into(), "C-0002".into(), "C-0003".into()]));
        let others = Recalled {
            table: String::new(),
            rows: vec![row("45be448674fc", "111"), row("C-0002.p", "222"), row("G-0001", "")],
        };
        let cases = meant("1-3", Some(&others), Want::Case, true).map_err(|e| e.to_string());
        assert_eq!(cases, Ok(vec!["111".into(), "C-0002.p".into(), "G-0001".into()]));
        for (terminal, said) in [(true, "no table in the last 30 minutes"), (false, "CS_TERMINAL")] {
            for word in ["1-2", "7"] {
                let e = meant(word, None, Want::Name, terminal).expect_err("nothing is remembered");
                assert!(e.to_string().contains(said), "{e}");
            }
        }
        assert_eq!(meant("7", None, Want::Orders, false).map_err(|e| e.to_string()), Ok(vec!["7".into()]));
        let empty = Recalled::default();
        for want in [Want::Orders, Want::Unpaid] {
            assert!(meant("7", Some(&empty), want, true).is_err(), "the table shown last has no row 7");
        }
    }

    #[test]
    fn a_row_knows_its_shop() {
        let place = Some(("jd".to_owned(), "甲店".to_owned()));
        let row = Remembered { name: "111".into(), orders: "111".into(), place: place.clone() };
        let folder = tempfile::tempdir().expect("a folder");
        let memory = Memory { path: folder.path().join("cs/rows.tsv"), now: Stamp(9) };
        memory.keep(UNPAID, &[row]);
        let table = memory.recall().expect("rows");
        #[cfg(unix)]
        for (path, mode) in [("cs", 0o700), ("cs/rows.tsv", 0o600)] {
            let meta = std::fs::metadata(folder.path().join(path)).expect("made");
            assert_eq!(std::os::unix::fs::MetadataExt::mode(&meta) & 0o777, mode, "{path}");
        }
        let meant = meant("1", Some(&table), Want::Unpaid, true).expect("a row");
        assert_eq!(meant, [("111".to_owned(), place)]);
    }

    #[test]
    fn some_verbs_take_the_rows_of_one_table_only() {
        let rows = vec![Remembered { name: "R1".into(), orders: "111".into(), place: None }];
        let meant = |word: &str, memory: Option<&Recalled>, want, terminal| {
            meant(word, memory, want, terminal).map(|all| all.into_iter().map(|n| n.0).collect::<Vec<_>>())
        };
        let of = |table: &str| Recalled { table: table.to_owned(), rows: rows.clone() };
        let say = |table: &str, want| meant("1", Some(&of(table)), want, true).map_err(|e| e.to_string());
        assert_eq!(say(UNPAID, Want::Unpaid), Ok(vec!["111".to_owned()]));
        assert_eq!(say(REVIEWS, Want::Review), Ok(vec!["R1".to_owned()]));
        for (table, want) in [("", Want::Unpaid), (REVIEWS, Want::Unpaid), (UNPAID, Want::Review)] {
            let refused = say(table, want).expect_err("another table");
            assert!(refused.contains("rows 1 are none of"), "{refused}");
        }
        assert_eq!(say(REVIEWS, Want::Orders), Ok(vec!["111".to_owned()]), "the order is asked for");
        // Numbers that are written out are no rows.
        assert_eq!(
            meant("3512260000000000042", Some(&of("")), Want::Unpaid, true).map(|n| n.len()).ok(),
            Some(1)
        );
    }

    #[test]
    fn rows_are_kept_for_half_an_hour_and_for_their_owner() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |now| Memory { path: folder.path().join("new/rows.tsv"), now: Stamp(now) };
        let row = |name: &str, orders: &str| Remembered {
            name: name.to_owned(),
            orders: orders.to_owned(),
            place: None,
        };
        let rows = vec![row("a\tb", "1 2"), row("", "3")];
        at(1000).keep(UNPAID, &rows);
        let rows = vec![row("a b", "1 2"), row("", "3")];
        let back = Recalled { table: UNPAID.to_owned(), rows };
        assert_eq!(at(1000 + VALID).recall(), Some(back));
        assert_eq!(at(1001 + VALID).recall(), None);
        assert_eq!(at(999).recall(), None);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(at(0).path).expect("the file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}
