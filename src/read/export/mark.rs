//! The mark of each row of an export: a masked row is no fact.

use crate::error::Error;
use crate::layouts::{Bound, Kind, normalize_name};
use crate::model::quote;
use crate::read::fault::{Fault, Value, undecodable};
use crate::records::{MARK, MASKED};
use crate::source::Row;

/// Looks at the mark of each row, in any file: a masked row is no fact.
pub(in crate::read) struct Whole {
    index: Option<usize>,
    file: String,
    kind: &'static str,
}

impl Whole {
    pub(in crate::read) fn of(bound: &Bound, file: &str) -> Whole {
        let index = bound.header.iter().position(|h| normalize_name(h) == MARK);
        Whole { index, file: file.to_owned(), kind: bound.layout.kind.key() }
    }

    pub(in crate::read) fn look(&self, row: &Row<'_>) -> Value<()> {
        let Some(index) = self.index else { return Ok(()) };
        let said = text(row, index)?;
        if !said.split_whitespace().any(|word| word == MASKED) {
            return Ok(());
        }
        let of = said.split_whitespace().next().filter(|w| *w != MASKED).unwrap_or(self.kind);
        Err(Fault::Fatal(masked(&self.file, of)))
    }
}

pub(in crate::read) fn masked(file: &str, kind: &str) -> Error {
    let kind = Kind::by_key(kind).map_or_else(|| quote::number(kind), |kind| kind.key().to_owned());
    Error::input(
        format!("{file}：这份导出打了码（{MARK} 列写着 {MASKED}），姓名、电话、地址和文字不是原样，不能当作数据"),
        format!("{file}: this export is masked (so says its column {MARK}): names, phones, addresses and texts are not what they were, and no facts"),
    )
    .hint(
        format!("要能再读回来的：cs export {kind} --reveal -o 文件.csv"),
        format!("one that can be read back: `cs export {kind} --reveal -o FILE.csv`"),
    )
}

/// A text to the byte; a `'` in front was put there by the writer, as spreadsheets would compute the cell.
pub(in crate::read) fn text(row: &Row<'_>, index: usize) -> Value<String> {
    let mut text = row.exact(index).map_err(|fault| undecodable(fault, index))?;
    if text.starts_with('\'') {
        text.remove(0);
    }
    Ok(text)
}
