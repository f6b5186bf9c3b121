//! A row as a list of values, in the order of its table's columns: for merging, writing, checksums.

use super::db::{Fault, Param, Row, Sql, SqlValue, Statement};
use crate::model::hash::{both, quick_hash};
use crate::model::{Stamp, text};
use std::borrow::Cow;

/// One value. Empty text and no number mean "not stated".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell<'a> {
    Text(Cow<'a, str>),
    Int(Option<i64>),
}

/// The same where the text stands elsewhere: nothing is to be done when it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BareCell<'a> {
    Text(&'a str),
    Int(Option<i64>),
}

impl<'a> BareCell<'a> {
    pub(super) fn value(self) -> SqlValue<'a> {
        match self {
            BareCell::Text(text) => SqlValue::Text(text.as_bytes()),
            BareCell::Int(Some(value)) => SqlValue::Int(value),
            BareCell::Int(None) => SqlValue::Null,
        }
    }
}

impl<'a> From<BareCell<'a>> for Cell<'a> {
    fn from(bare: BareCell<'a>) -> Cell<'a> {
        match bare {
            BareCell::Text(text) => Cell::text(text),
            BareCell::Int(value) => Cell::Int(value),
        }
    }
}

pub(super) type CellRow = Vec<Cell<'static>>;

impl<'a> Cell<'a> {
    pub(super) fn text(text: &'a str) -> Cell<'a> {
        Cell::Text(Cow::Borrowed(text))
    }

    pub(super) fn int(value: i64) -> Cell<'a> {
        Cell::Int(Some(value))
    }

    pub(super) fn time(value: Option<Stamp>) -> Cell<'a> {
        Cell::Int(value.map(|t| t.0))
    }

    pub(super) fn value(&self) -> SqlValue<'_> {
        match self {
            Cell::Text(text) => SqlValue::Text(text.as_bytes()),
            Cell::Int(Some(value)) => SqlValue::Int(*value),
            Cell::Int(None) => SqlValue::Null,
        }
    }

    pub(super) fn str(&self) -> &str {
        match self {
            Cell::Text(text) => text,
            Cell::Int(_) => "",
        }
    }

    pub(super) fn num(&self) -> Option<i64> {
        match self {
            Cell::Text(_) => None,
            Cell::Int(value) => *value,
        }
    }

    /// Whether nothing is stated. Of words the column knows more that state nothing.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Cell::Text(text) => text.is_empty(),
            Cell::Int(number) => number.is_none(),
        }
    }

    pub(super) fn owned(&self) -> Cell<'static> {
        match self {
            Cell::Text(text) => Cell::Text(Cow::Owned(text.as_ref().to_owned())),
            Cell::Int(value) => Cell::Int(*value),
        }
    }
}

impl Param for Cell<'_> {
    fn value(&self) -> SqlValue<'_> {
        self.value()
    }
}

/// The text at a place of a row; empty where there is none.
pub(super) fn str_at<'r>(row: &'r [Cell<'_>], column: usize) -> &'r str {
    row.get(column).map_or("", Cell::str)
}

/// The number at a place of a row; `None` where there is none.
pub(super) fn num_at(row: &[Cell<'_>], column: usize) -> Option<i64> {
    row.get(column).and_then(Cell::num)
}

/// The checksum that a row's last column holds: a sum over its other cells, each with its place. So what only the
/// database knows is added to what was summed up elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Checksum(u64);

impl Checksum {
    /// A cell by where it stands in the row.
    pub(super) fn add(&mut self, seals: Seals, column: usize, value: SqlValue<'_>) {
        self.count(seals.at(column), value);
    }

    fn count(&mut self, seal: u64, value: SqlValue<'_>) {
        if is_not_there_yet(seal, value) {
            return;
        }
        self.0 = self.0.wrapping_add(both(seal, word(value)));
    }

    pub(super) fn join(&mut self, other: Checksum) {
        self.0 = self.0.wrapping_add(other.0);
    }

    pub(super) fn of(seals: Seals, cells: &[Cell<'_>]) -> Checksum {
        let mut checksum = Checksum::default();
        for (column, cell) in cells.iter().enumerate() {
            checksum.add(seals, column, cell.value());
        }
        checksum
    }

    pub(super) fn number(self) -> i64 {
        self.0.cast_signed()
    }
}

/// A column that came later is empty in older rows, whose checksums know nothing of it.
fn is_not_there_yet(seal: u64, value: SqlValue<'_>) -> bool {
    seal > POSITIONS && matches!(value, SqlValue::Null | SqlValue::Text(b""))
}

/// No table of schema 15 has more columns; hashes are greater.
const POSITIONS: u64 = 64;

/// What each column of a table adds to the checksums of its rows: a hash of its name. The columns that schema 15 had are
/// counted by their positions, as they were then.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seals(pub(super) &'static [u64]);

impl Seals {
    pub(super) const POSITIONS: Seals = Seals(&[]);

    fn at(self, column: usize) -> u64 {
        self.0.get(column).copied().unwrap_or(column as u64 + 1)
    }
}

/// A value as a number. Stands in databases: it never changes.
fn word(value: SqlValue<'_>) -> u64 {
    match value {
        SqlValue::Null => 0x9ae1_6a3b_2f90_404f,
        SqlValue::Int(number) => both(0xc949_d7c7_509e_6557, number.cast_unsigned()),
        SqlValue::Text(text) => quick_hash(text),
        // No column holds these: whatever stands there can't match.
        SqlValue::Other(_) => 3,
    }
}

/// Writes the checksum over all other cells into the last one.
pub(super) fn seal(seals: Seals, cells: &mut [Cell<'_>]) {
    let Some((last, rest)) = cells.split_last_mut() else { return };
    *last = Cell::int(Checksum::of(seals, rest).number());
}

/// Whether the last cell is the checksum over all others.
pub(super) fn is_sealed(seals: Seals, cells: &[Cell<'_>]) -> bool {
    let Some((last, rest)) = cells.split_last() else { return false };
    let values = (0..).zip(rest).map(|(column, cell)| (column, cell.value()));
    let values = values.filter(|(column, value)| !is_not_there_yet(seals.at(*column), *value)).map(|of| of.1);
    last.num().is_some_and(|checksum| {
        checksum == Checksum::of(seals, rest).number() || is_elder_checksum(checksum, values)
    })
}

/// Whether the row, read with its checksum as the last column, is what was written.
pub(super) fn is_whole(seals: Seals, row: &Row<'_>, columns: usize) -> Sql<bool> {
    let SqlValue::Int(written) = row.value(columns - 1)? else { return Ok(false) };
    let mut checksum = Checksum::default();
    for column in 0..columns - 1 {
        checksum.count(seals.at(column), row.value(column)?);
    }
    if checksum.number() == written {
        return Ok(true);
    }
    let cells: Vec<_> = (0..columns - 1).map(|column| row.value(column)).collect::<Sql<_>>()?;
    let cells = (0..).zip(cells).filter(|(column, value)| !is_not_there_yet(seals.at(*column), *value));
    Ok(is_elder_checksum(written, cells.map(|of| of.1)))
}

/// Whether a number is the checksum of a row as earlier programs wrote it.
fn is_elder_checksum<'v>(checksum: i64, cells: impl Iterator<Item = SqlValue<'v>>) -> bool {
    let mut bytes = Vec::with_capacity(1024);
    for value in cells {
        match value {
            SqlValue::Null => bytes.push(0),
            SqlValue::Int(number) => {
                bytes.push(1);
                bytes.extend_from_slice(&number.to_le_bytes());
            }
            SqlValue::Text(text) => {
                bytes.push(2);
                bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
                bytes.extend_from_slice(text);
            }
            SqlValue::Other(_) => bytes.push(3),
        }
    }
    [quick_hash(&bytes), text::hash64(&[&bytes])].map(u64::cast_signed).contains(&checksum)
}

/// Seals the cells and writes them with a statement that takes them all.
pub(super) fn put(statement: &mut Statement<'_>, seals: Seals, cells: &mut [Cell<'_>]) -> Sql<()> {
    seal(seals, cells);
    statement.put(cells)
}

/// All values of a row.
pub(super) fn take(row: &Row<'_>, columns: usize) -> Sql<CellRow> {
    // Collected as results it would not be known how many come.
    let mut cells = Vec::with_capacity(columns);
    for column in 0..columns {
        cells.push(match row.value(column)? {
            SqlValue::Null => Cell::Int(None),
            SqlValue::Int(value) => Cell::int(value),
            text @ SqlValue::Text(_) => Cell::Text(Cow::Owned(text.text(column)?.to_owned())),
            SqlValue::Other(kind) => return Err(Fault::Cell { column, kind, why: "not a value".into() }),
        });
    }
    Ok(cells)
}

/// Every row that a statement answers with.
pub(super) fn take_all(statement: &mut Statement<'_>, keys: &[&dyn Param]) -> Sql<Vec<CellRow>> {
    let columns = statement.column_count();
    statement.map(keys, |row| take(row, columns))
}

/// Reads a row from left to right into the buffers of a record.
pub(super) struct Reader<'a> {
    row: &'a Row<'a>,
    column: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(row: &'a Row<'a>) -> Reader<'a> {
        Reader { row, column: 0 }
    }

    fn next(&mut self) -> Sql<(SqlValue<'a>, usize)> {
        let column = self.column;
        self.column += 1;
        Ok((self.row.value(column)?, column))
    }

    pub(super) fn str(&mut self) -> Sql<&'a str> {
        let (value, column) = self.next()?;
        value.text(column)
    }

    pub(super) fn text(&mut self, into: &mut String) -> Sql<()> {
        into.clear();
        into.push_str(self.str()?);
        Ok(())
    }

    pub(super) fn time(&mut self) -> Sql<Option<Stamp>> {
        let (value, column) = self.next()?;
        Ok(value.number(column)?.map(Stamp))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cell() -> impl Strategy<Value = Cell<'static>> {
        let number =
            proptest::option::of(prop_oneof![Just(0_i64), Just(1), any::<i64>()]).prop_map(Cell::Int);
        let text = "[01甲]{0,3}".prop_map(|text| Cell::Text(Cow::Owned(text)));
        prop_oneof![number, text]
    }

    proptest! {
        #[test]
        fn a_sum_knows_every_cell_and_its_place(
            mut row in proptest::collection::vec(cell(), 3..9),
            other in cell(),
            (at, to) in (0..8_usize, 0..8_usize),
        ) {
            let seals = Seals(&[3, 1, 7, 8, 9, 10, 11, 12]);
            seal(seals, &mut row);
            prop_assert!(is_sealed(seals, &row));
            let cells = row.len() - 1;
            let (mut changed, mut moved) = (row.clone(), row.clone());
            changed[at % cells] = other;
            prop_assert_eq!(is_sealed(seals, &changed), changed == row);
            moved.swap(at % cells, to % cells);
            prop_assert_eq!(is_sealed(seals, &moved), moved == row);
        }
    }

    #[test]
    fn a_row_stays_whole_when_a_column_comes() {
        let mut old = [Cell::text("淘宝"), Cell::int(-5), Cell::Int(None)];
        seal(Seals::POSITIONS, &mut old);
        let [name, number, sum] = old;
        let later = Seals(&[1, 2, 1 << 63 | 7, 1 << 63 | 8]);
        let mut row = [name, number, Cell::text(""), Cell::Int(None), sum];
        assert!(is_sealed(later, &row));
        row[2] = Cell::text("新");
        assert!(!is_sealed(later, &row), "what came into it was not written by us");
        seal(later, &mut row);
        assert!(is_sealed(later, &row));
    }

    #[test]
    fn what_stands_in_databases_never_changes() {
        let row = [Cell::text("淘宝"), Cell::int(-5), Cell::Int(None), Cell::text("")];
        assert_eq!(Checksum::of(Seals::POSITIONS, &row).number(), -6_541_132_181_184_924_218);
    }
}
