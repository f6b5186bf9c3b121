//! Rows that were refused.

use crate::error::Error;
use crate::model::Say;

/// A row that was refused.
#[derive(Clone, Debug)]
pub struct Reject {
    pub file: String,
    pub line: u64,
    /// Heading of the cell at fault; empty where the row as a whole is.
    pub column: String,
    pub reason: Say,
    /// The row's cells as text.
    pub cells: Vec<String>,
}

impl Reject {
    /// `a.csv:12: 总金额: …`
    pub fn error(&self) -> Error {
        let index = |lang_zh: bool| {
            let what = if lang_zh { &self.reason.zh } else { &self.reason.en };
            let column = if self.column.is_empty() { String::new() } else { format!("{}: ", self.column) };
            format!("{}:{}: {column}{what}", self.file, self.line)
        };
        Error::input(index(true), index(false)).hint(
            "改好这一行，或用 --keep-going --rejects bad.csv 先放到一边",
            "mend the row, or set it aside with `--keep-going --rejects bad.csv`",
        )
    }
}
