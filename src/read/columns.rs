//! What only a whole column tells: whether day or month stands first, whether numbers are Unix times, what parts the
//! cents. The file is read for it when the first cell needs it, once.

use super::raw::is_nothing;
use super::reading::Reading;
use super::ways::{Way, ways};
use crate::layouts::{Bound, Dates};
use crate::model::decimal::{ColumnCents, ColumnDecimal, Decimal};
use crate::model::time::{ColumnDates, ColumnOrder, DateOrder};
use crate::model::unix::ColumnUnix;
use crate::model::{Field, FieldType, Stamp};
use crate::source::{Raw, Table};
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

/// What flag and layout say.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) dates: DateOrder,
    pub(super) decimal: Option<Decimal>,
    /// Columns of which the layout says that their numbers are Unix times.
    pub(super) unix: Vec<usize>,
    /// What the cells of orders nearly always are, column by column.
    pub(super) ways: Arc<[Way]>,
}

/// What is told of the columns of one file, and what they tell themselves.
pub(super) struct Columns {
    pub(super) told: Told,
    /// Only a chunk of the file is read: what the whole file decides stays undecided.
    pub(super) in_part: bool,
    now: Stamp,
    /// The file, to be read for the decision; `None` where a stream is gone.
    file: RefCell<Option<Table>>,
    found: OnceCell<Found>,
}

#[derive(Default)]
pub(super) struct Found {
    pub(super) dates: HashMap<usize, ColumnOrder>,
    pub(super) unix: HashMap<usize, Result<(), Option<u64>>>,
    pub(super) decimals: HashMap<usize, ColumnCents>,
}

impl Columns {
    pub(super) fn of(table: &Table, reading: &Reading) -> Columns {
        let layout = &table.bound.layout;
        let dates = reading.dates.unwrap_or(match layout.dates {
            Dates::Auto => DateOrder::Open,
            Dates::Ymd => DateOrder::Year,
            Dates::Dmy => DateOrder::DayMonth,
            Dates::Mdy => DateOrder::MonthDay,
        });
        let unix = all(&table.bound).filter(|c| layout.unix.has(c.0)).flat_map(|c| c.1.clone());
        let decimal = reading.decimal.or(layout.decimal);
        let told = Told { dates, decimal, unix: unix.collect(), ways: ways(&table.bound, decimal) };
        Columns { file: RefCell::new(table.reopen()), in_part: false, ..Columns::of_chunk(&told, reading) }
    }

    /// The same for a chunk of the file.
    pub(super) fn of_chunk(told: &Told, reading: &Reading) -> Columns {
        Columns {
            told: told.clone(),
            in_part: true,
            now: reading.now,
            file: RefCell::new(None),
            found: OnceCell::new(),
        }
    }

    /// What the columns tell; nothing of a stream that is gone.
    pub(super) fn found(&self) -> &Found {
        self.found.get_or_init(|| {
            self.file.borrow_mut().take().map(|mut file| look(&mut file, self.now)).unwrap_or_default()
        })
    }
}

fn all(bound: &Bound) -> impl Iterator<Item = &(Field, Vec<usize>)> {
    bound.columns.iter().chain(&bound.item)
}

/// Reads the columns of times and amounts to the end of the file. What can't be read is left to the reading itself.
fn look(file: &mut Table, now: Stamp) -> Found {
    let of = |kind: FieldType| {
        all(&file.bound).filter(move |c| c.0.kind() == kind).flat_map(|c| c.1.iter().copied())
    };
    let added = file.bound.adds.iter().flat_map(|sum| &sum.parts).flatten();
    let prices = added.filter_map(|part| part.indexes.last().copied());
    let mut times: HashMap<usize, (ColumnDates, ColumnUnix)> =
        of(FieldType::Time).map(|column| (column, Default::default())).collect();
    let mut amounts: HashMap<usize, ColumnDecimal> =
        of(FieldType::Money).chain(prices).map(|column| (column, ColumnDecimal::default())).collect();
    let empty = file.bound.layout.empty.clone();
    let is_empty = |text: &str| is_nothing(text) || empty.iter().any(|w| w.eq_ignore_ascii_case(text));
    let mut buf = String::new();
    // An error here stops the reading of the rows as well, and is told there.
    let _ = file.each(&mut |row| {
        for (column, (dates, unix)) in &mut times {
            match row.get(*column, &mut buf) {
                Ok(Raw::Text(text)) if !is_empty(text) => {
                    dates.look(text, row.line);
                    unix.look(text, row.line, now);
                }
                Ok(Raw::Number(n) | Raw::Serial(n)) => unix.look(&n.to_string(), row.line, now),
                _ => {}
            }
        }
        for (column, amounts) in &mut amounts {
            if let Ok(Raw::Text(text)) = row.get(*column, &mut buf)
                && !is_empty(text)
            {
                amounts.look(text, row.line);
            }
        }
        Ok(ControlFlow::Continue(()))
    });
    Found {
        dates: times.iter().map(|(column, of)| (*column, of.0.order())).collect(),
        unix: times.iter().map(|(column, of)| (*column, of.1.verdict())).collect(),
        decimals: amounts.iter().map(|(column, of)| (*column, of.verdict())).collect(),
    }
}
