//! Whether day or month stands first: decided for each column over the whole file, when the first date needs it.

use super::Reading;
use super::value::{Fault, Value};
use crate::layouts::Dates;
use crate::model::time::{ColumnDates, ColumnOrder, DateOrder};
use crate::model::{Field, FieldType};
use crate::source::row::Raw;
use crate::source::table::Table;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::ops::ControlFlow;

/// The order of the dates of one file.
pub(super) struct Orders {
    told: DateOrder,
    /// The file, to be read for the decision; `None` where none is wanted, or a stream is gone.
    file: RefCell<Option<Table>>,
    decided: OnceCell<HashMap<usize, ColumnOrder>>,
}

impl Orders {
    pub(super) fn of(table: &Table, reading: &Reading) -> Orders {
        let told = reading.dates.unwrap_or(match table.bound.layout.dates {
            Dates::Auto => DateOrder::Open,
            Dates::Ymd => DateOrder::Year,
            Dates::Dmy => DateOrder::DayMonth,
            Dates::Mdy => DateOrder::MonthDay,
        });
        let file = if told == DateOrder::Open { table.again() } else { None };
        Orders { told, file: RefCell::new(file), decided: OnceCell::new() }
    }

    /// The same for a stretch of the file: what only the whole file can decide is left undecided.
    pub(super) fn of_stretch(told: DateOrder) -> Orders {
        Orders { told, file: RefCell::new(None), decided: OnceCell::new() }
    }

    /// What flag or layout say, for the columns that need no decision.
    pub(super) fn told(&self) -> DateOrder {
        self.told
    }

    /// The order of a column in which `text` stands, which can be read in several ways.
    pub(super) fn decide(&self, place: usize, text: &str) -> Value<DateOrder> {
        let shown = super::value::shown(text);
        if self.told != DateOrder::Open {
            return Err(Fault::at(
                place,
                format!("「{shown}」不是年份在前的日期；用 --dates dmy 或 --dates mdy 指明日月的顺序"),
                format!("the year does not stand first in `{shown}`; say `--dates dmy` or `--dates mdy`"),
            ));
        }
        let decided = self.decided.get_or_init(|| {
            self.file.borrow_mut().take().map(|mut file| columns(&mut file)).unwrap_or_default()
        });
        let (zh, en) = match decided.get(&place) {
            Some(ColumnOrder::Told(order)) => return Ok(*order),
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
                format!("整列（从第 {line} 行起）都看不出「{shown}」是日在前还是月在前"),
                format!(
                    "nothing in this column (from line {line} on) tells whether day or month comes first in `{shown}`"
                ),
            ),
            None => (
                format!("分不清「{shown}」是日在前还是月在前"),
                format!("day and month of `{shown}` can't be told apart"),
            ),
        };
        Err(Fault::at(
            place,
            format!("{zh}；用 --dates dmy 或 --dates mdy 指明"),
            format!("{en}; say `--dates dmy` or `--dates mdy`"),
        ))
    }
}

/// Reads the columns of times to the end of the file. What can't be read is left to the reading itself.
fn columns(file: &mut Table) -> HashMap<usize, ColumnOrder> {
    let is_time = |c: &&(Field, Vec<usize>)| c.0.kind() == FieldType::Time;
    let bound = &file.bound;
    let mut found: HashMap<usize, ColumnDates> = bound
        .columns
        .iter()
        .chain(&bound.item)
        .filter(is_time)
        .flat_map(|c| c.1.iter().map(|place| (*place, ColumnDates::default())))
        .collect();
    let mut buf = String::new();
    // An error here stops the reading of the rows as well, and is told there.
    let _ = file.each(&mut |row| {
        for (place, dates) in &mut found {
            if let Ok(Raw::Text(text)) = row.get(*place, &mut buf) {
                dates.look(text, row.line);
            }
        }
        Ok(ControlFlow::Continue(()))
    });
    found.into_iter().map(|(place, dates)| (place, dates.order())).collect()
}
