//! Whether day or month stands first: decided for each column over the whole file, when the first date needs it.

use super::columns::Columns;
use super::fault::{Fault, Value};
use crate::model::time::{ColumnOrder, DateOrder};
use crate::model::{Say, quote};

impl Columns {
    /// The order of a column in which `text` stands, which can be read in several ways.
    pub(super) fn day_or_month(&self, column: usize, text: &str) -> Value<DateOrder> {
        let found = match self.told.dates {
            DateOrder::Open => self.found().dates.get(&column),
            _ => None,
        };
        if let Some(ColumnOrder::Told(order)) = found {
            return Ok(*order);
        }
        let Say { zh: shown_zh, en: shown_en } = quote::cell(text);
        if self.told.dates != DateOrder::Open {
            return Err(Fault::at(
                column,
                format!("{shown_zh}不是年份在前的日期；用 --dates dmy 或 --dates mdy 指明日月的顺序"),
                format!("the year does not stand first in {shown_en}; say `--dates dmy` or `--dates mdy`"),
            ));
        }
        let (zh, en) = match found {
            Some(ColumnOrder::Contradiction(a, b)) => {
                let (first, last) = (a.min(b), a.max(b));
                (
                    format!("这一列有的日在前、有的月在前（第 {first} 行与第 {last} 行）"),
                    format!(
                        "some dates of this column begin with the day, some with the month (lines {first} and {last})"
                    ),
                )
            }
            Some(ColumnOrder::Undecided(line)) => (
                format!("整列（从第 {line} 行起）都看不出{shown_zh}是日在前还是月在前"),
                format!(
                    "nothing in this column (from line {line} on) tells whether day or month comes first in {shown_en}"
                ),
            ),
            Some(ColumnOrder::Told(_)) | None => (
                format!("分不清{shown_zh}是日在前还是月在前"),
                format!("day and month of {shown_en} can't be told apart"),
            ),
        };
        Err(Fault::at(
            column,
            format!("{zh}；用 --dates dmy 或 --dates mdy 指明"),
            format!("{en}; say `--dates dmy` or `--dates mdy`"),
        ))
    }
}
