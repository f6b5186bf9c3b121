//! What stands above and below a table: notes, totals, and how many records it should have.

use super::row::Row;
use crate::error::{Error, Result};
use crate::model::seal;

/// Empty rows, and the notes and totals that platforms put under a table. `keys` are the columns that tell whose row it
/// is: a title may begin as a note does, and a row that has its number is none.
pub(super) fn is_note(row: &Row<'_>, keys: &[usize]) -> bool {
    if (0..row.len()).all(|i| row.is_blank(i)) {
        return true;
    }
    begins_as_note(row) && (is_sum(row) || keys.iter().all(|column| *column == 0 || row.is_blank(*column)))
}

/// The word alone, or what no title says: a note whatever stands beside it.
fn is_sum(row: &Row<'_>) -> bool {
    let sum =
        |t: String| t.is_empty() || matches!(t.trim_end_matches(['：', ':']), "合计" | "总计" | "总交易单数");
    row.text(0).is_ok_and(sum) || row.text(1).is_ok_and(|t| t.contains("record(s) downloaded"))
}

fn begins_as_note(row: &Row<'_>) -> bool {
    // Nearly every row begins with a number: it is neither note nor header, and nothing has to be decoded.
    if matches!(row.first_byte(0), Some(b'0'..=b'9' | b'=' | b'\'')) && row.first_byte(1) != Some(b'r') {
        return false;
    }
    let Ok(first) = row.text(0) else { return false };
    let Some(start) = first.chars().next() else { return is_total(row) };
    match start {
        '#' => !first[1..].starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_alphabetic()),
        '-' => first.starts_with("---"),
        'c' => seal::is_seal(&first) && (1..row.len()).all(|i| row.is_blank(i)),
        '共' | '合' | '总' | '注' | '说' => {
            ["合计", "总计", "总交易单数", "注：", "注:", "说明"].iter().any(|w| first.starts_with(w))
                || (first.starts_with('共') && (first.ends_with('笔') || first.contains("笔记录")))
        }
        '已' | '待' | '导' if row.len() <= 3 || (1..row.len()).all(|i| row.is_blank(i)) => {
            ["已收入", "待收入", "已支出", "待支出", "导出时间"]
                .iter()
                .any(|w| first.strip_prefix(w).is_some_and(|rest| rest.starts_with([':', '：'])))
        }
        _ => {
            first.contains("仅支持在页面查看")
                || first.starts_with("Seller ID")
                || row.text(1).is_ok_and(|t| t.contains("record(s) downloaded"))
        }
    }
}

/// A row of totals whose first cells are empty.
fn is_total(row: &Row<'_>) -> bool {
    let filled = (1..row.len().min(4)).find(|i| !row.is_blank(*i));
    let word = filled.and_then(|i| row.text(i).ok());
    word.is_some_and(|w| matches!(w.trim_end_matches(['：', ':']), "合计" | "总计" | "小计"))
}

/// How many records a file says it has: `共66笔记录`, `#收入合计：1笔`, WeChat's two lines of totals.
#[derive(Default)]
pub(super) struct Declared {
    all: Option<u64>,
    /// Of several lines, one each for what came in and what went out.
    parts: Option<u64>,
    summary: Summary,
}

/// The line that names totals, the one that holds them, and then nothing more.
#[derive(Clone, Copy, Default, PartialEq)]
enum Summary {
    #[default]
    No,
    /// The next row holds the totals, of so many titles.
    Next(usize),
    Seen,
    /// The row that counts all others has come.
    Sealed,
}

impl Declared {
    /// Whether the rows are totals from here on.
    pub(super) fn summary(&self) -> bool {
        self.summary != Summary::No
    }

    /// Looks at a row that is no record. Refuses what stands below the totals: it would be passed over.
    pub(super) fn look(&mut self, row: &Row<'_>) -> Result<()> {
        let Ok(text) = row.text(0) else { return Ok(()) };
        let filled = (0..row.len()).filter(|column| !row.is_blank(*column)).count();
        match self.summary {
            Summary::Next(_) | Summary::Seen if filled == 0 => {}
            Summary::Next(titles) => {
                self.all = text.parse().ok();
                if self.all.is_none() || filled > titles {
                    return Err(below_totals(row.line));
                }
                self.summary = Summary::Seen;
            }
            Summary::Seen => return Err(below_totals(row.line)),
            Summary::Sealed if filled == 0 => {}
            Summary::Sealed => return Err(below_seal(row.line)),
            Summary::No if seal::is_seal(&text) => {
                self.all = seal::count(&text);
                if self.all.is_none() {
                    return Err(damaged_seal(row.line));
                }
                self.summary = Summary::Sealed;
            }
            Summary::No if text == "总交易单数" => self.summary = Summary::Next(filled),
            Summary::No => {
                if let Some(n) = text.strip_prefix('共').and_then(records) {
                    self.all = Some(n);
                } else if let Some(n) =
                    text.trim_start_matches('#').split_once("合计：").and_then(|t| records(t.1))
                {
                    self.parts = Some(self.parts.unwrap_or(0).saturating_add(n));
                }
            }
        }
        Ok(())
    }

    pub(super) fn count(&self) -> Option<u64> {
        self.all.or(self.parts)
    }

    pub(super) fn is_sealed(&self) -> bool {
        self.summary == Summary::Sealed
    }
}

fn below_totals(line: u64) -> Error {
    Error::input(
        format!("第 {line} 行在合计的下面：文件里有两张表，或被改过"),
        format!("line {line} stands below the totals: the file holds two tables, or was changed"),
    )
    .hint("把两张表存成两个文件，再一起给出", "save the tables as two files and name both")
}

fn below_seal(line: u64) -> Error {
    Error::input(
        format!("第 {line} 行在写着行数的最后一行（cs_seal）的下面：文件被接在一起，或被改过"),
        format!(
            "line {line} stands below the row that counts all others (cs_seal): files were joined, or changed"
        ),
    )
    .hint("把它们分别给出", "name them one by one")
}

pub(super) fn damaged_seal(line: u64) -> Error {
    Error::input(
        format!("第 {line} 行本该写明前面有几行（cs_seal），却不完整"),
        format!("line {line} should say how many rows went before (cs_seal), but it is not whole"),
    )
    .hint("重新导出", "write it again")
}

/// `66笔记录` → 66
fn records(text: &str) -> Option<u64> {
    text.split_once('笔').and_then(|t| t.0.trim().parse().ok())
}
