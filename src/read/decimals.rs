//! Amounts that read in two ways.

use super::columns::Columns;
use super::fault::{Fault, Value};
use crate::model::amount::Fine;
use crate::model::decimal::{ColumnCents, Decimal, is_open};
use crate::model::{Say, quote};

impl Columns {
    /// The number of a text; `None` where it is none, as the flag, the layout or the column say.
    pub(super) fn number(&self, column: usize, text: &str) -> Value<Option<Fine>> {
        if let Some(told) = self.told.decimal {
            return Ok(Fine::parse(text, told == Decimal::Comma));
        }
        match Fine::parse(text, false) {
            Some(number) if !is_open(text) => return Ok(Some(number)),
            None if Fine::parse(text, true).is_none() => return Ok(None),
            _ => {}
        }
        let decided = match self.found().decimals.get(&column) {
            Some(decided) => *decided,
            None if self.in_part => ColumnCents::Undecided(0),
            // A stream that is gone, or a part of a cell.
            None => return Ok(Fine::parse(text, false)),
        };
        let Say { zh: shown_zh, en: shown_en } = quote::cell(text);
        let (zh, en) = match decided {
            ColumnCents::Told(told) => return Ok(Fine::parse(text, told == Decimal::Comma)),
            ColumnCents::Contradiction(a, b) => {
                let (first, last) = (a.min(b), a.max(b));
                (
                    format!("这一列有的用点、有的用逗号作小数点（第 {first} 行与第 {last} 行）"),
                    format!(
                        "some amounts of this column have a point before the cents, some a comma (lines {first} and {last})"
                    ),
                )
            }
            ColumnCents::Undecided(line) => (
                format!("整列（从第 {line} 行起）都看不出{shown_zh}里是小数点还是千分位"),
                format!(
                    "nothing in this column (from line {line} on) tells whether {shown_en} has cents or thousands"
                ),
            ),
        };
        Err(Fault::at(
            column,
            format!("{zh}；用 --decimal comma 或 --decimal point 指明"),
            format!("{en}; say `--decimal comma` or `--decimal point`"),
        ))
    }
}
