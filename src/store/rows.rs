//! Orders as rows of their table, made where they are read: what is left to the one who writes is to bind them.

use super::cells::{BareCell, Cell, Checksum};
use super::column_sets::ColumnSets;
use super::db::{Fault, Row, Sql, SqlValue};
use super::filled::Filled;
use super::offered::Offered;
use super::orders::{COLUMNS, SEQ, stored};
use super::stored::Stored;
use super::tables::{SHOP, TAIL};
use crate::error::Result;
use crate::model::hash::{quick_hash_of, same};
use crate::model::{Field, Stamp};
use crate::records::{Column, Item, Order};
use std::sync::LazyLock;

/// Rows of orders. Of each only what differs from the row before it is kept: most of an order is as in the one before, and
/// what is small comes quickly from the core that made it to the one that writes.
#[derive(Debug)]
pub struct OrderRows {
    text: String,
    /// The cells that differ, row after row.
    cells: Vec<CompactCell>,
    rows: Vec<About>,
    /// The sets of columns that occur.
    pub(super) sets: ColumnSets,
    /// The last row, whole, and what its cells add to its checksum.
    last: [CompactCell; COLUMNS],
    checksums: [Checksum; COLUMNS],
    filled: Filled,
}

#[derive(Clone, Copy, Debug)]
enum CompactCell {
    Int(Option<i64>),
    /// Where the text begins and ends.
    Text(usize, usize),
}

#[derive(Debug)]
pub(super) struct About {
    /// How new the order is, where the file tells it of each.
    pub(super) seen: Option<Stamp>,
    pub(super) items: Vec<Item>,
    /// Over the cells that stand here.
    pub(super) checksum: Checksum,
    /// What the shop adds, which may have to be another one.
    pub(super) shop: Checksum,
    /// What the numbers of its sets of columns add.
    pub(super) sets: Checksum,
    /// Of what tells the order apart.
    pub(super) key: u64,
    /// A bit for every cell that is not as in the row before.
    pub(super) differs: u64,
}

/// How orders lie in their table.
struct Shape {
    stored: &'static Stored,
    /// Columns that are filled when the row is written, or whose number may differ where they say the same; the checksum of
    /// what stands here leaves them out.
    open: [usize; 6],
    offered: usize,
    sentinels: usize,
    /// A bit for every column that the checksum of what stands here counts.
    counted: u64,
}

pub(super) const SEEN: [usize; 2] = [COLUMNS - TAIL, COLUMNS - TAIL + 1];

fn shape() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        let stored = stored();
        let [offered, sentinels] =
            [Column::OFFERED, Column::SENTINELS].map(|column| stored.column(column.key).unwrap_or(COLUMNS));
        let open = [SHOP, SEQ, offered, sentinels, SEEN[0], SEEN[1]];
        let counted =
            (0..COLUMNS - 1).filter(|column| !open.contains(column)).map(|column| 1 << column).sum();
        Shape { stored, open, offered, sentinels, counted }
    });
    &SHAPE
}

/// One row.
#[derive(Clone, Copy)]
pub(super) struct OrderRow<'a> {
    text: &'a str,
    cells: &'a [CompactCell; COLUMNS],
    pub(super) about: &'a About,
}

impl<'a> OrderRow<'a> {
    fn compact(&self, column: usize) -> CompactCell {
        self.cells.get(column).copied().unwrap_or(CompactCell::Int(None))
    }

    fn bare(&self, column: usize) -> BareCell<'a> {
        bare(self.text, self.compact(column))
    }

    pub(super) fn cell(&self, column: usize) -> Cell<'a> {
        self.bare(column).into()
    }

    pub(super) fn str(&self, column: usize) -> &'a str {
        match self.bare(column) {
            BareCell::Text(text) => text,
            BareCell::Int(_) => "",
        }
    }

    /// Of platform and number.
    pub(super) fn key(&self) -> u64 {
        self.about.key
    }

    /// The running number and the age of a stored order (the columns of [`Shape::open`], sum), if it is the same.
    pub(super) fn is_as_stored(
        &self,
        stored: &Row<'_>,
        (sets, elder): (&ColumnSets, &[Field]),
    ) -> Sql<Option<(i64, i64)>> {
        let (mut checksum, shape) = (self.about.checksum, shape());
        for (at, column) in shape.open.iter().enumerate() {
            checksum.add(shape.stored.seals, *column, stored.value(at)?);
        }
        let shop = match stored.value(0)? {
            SqlValue::Text(bytes) => bytes,
            SqlValue::Null => &[],
            _ => return Err(Fault::text(0, "Invalid type")),
        };
        let says_the_same = |at: usize, column: usize| -> Sql<bool> {
            let (there, here): (i64, _) = (stored.get(at)?, self.cell(column).num().unwrap_or_default());
            Ok(there == here || sets.set(there, elder).is_some_and(|set| sets.set(here, elder) == Some(set)))
        };
        let same = shop == self.str(SHOP).as_bytes()
            && stored.get::<i64>(shape.open.len())? == checksum.number()
            && says_the_same(2, shape.offered)?
            && says_the_same(3, shape.sentinels)?;
        Ok(if same { Some((stored.get(1)?, stored.get(4)?)) } else { None })
    }

    pub(super) fn cells(&self) -> [Cell<'a>; COLUMNS] {
        std::array::from_fn(|column| self.cell(column))
    }
}

impl Default for OrderRows {
    fn default() -> OrderRows {
        let (last, checksums) = ([CompactCell::Int(None); COLUMNS], [Checksum::default(); COLUMNS]);
        OrderRows {
            text: String::new(),
            cells: Vec::new(),
            rows: Vec::new(),
            sets: ColumnSets::default(),
            last,
            checksums,
            filled: Filled::default(),
        }
    }
}

impl OrderRows {
    /// Forgets its rows, but not the room that they took.
    pub fn clear(&mut self) {
        self.text.clear();
        self.cells.clear();
        self.rows.clear();
        self.filled = Filled::default();
    }

    /// Counts what its rows offer.
    pub(super) fn add_to(&self, offered: &mut Offered) {
        self.filled.add_to(offered, self.rows.len());
    }

    /// Takes an order with its items. `seen`: how new it is, where the file tells it of each.
    pub fn push(&mut self, order: &mut Order, seen: Option<Stamp>) {
        let items = std::mem::take(&mut order.items);
        self.push_row(order, items, seen);
    }

    #[expect(clippy::indexing_slicing, reason = "a row has as many cells as the last one and its sums")]
    pub(super) fn push_row(&mut self, order: &mut Order, items: Vec<Item>, seen: Option<Stamp>) {
        let (mut checksum, mut differs, shape) = (Checksum::default(), 0, shape());
        let key = quick_hash_of([order.platform.as_bytes(), order.order_no.as_bytes()]);
        let have = order.have;
        let mut row = [BareCell::Int(None); COLUMNS];
        shape.stored.cells_of_order(order, &self.sets, &mut row);
        for (column, cell) in row.into_iter().enumerate() {
            if self.rows.is_empty() || !self.is_last(column, cell) {
                differs |= 1 << column;
                let compact = self.compact_of(cell);
                self.cells.push(compact);
                self.last[column] = compact;
                self.checksums[column] = Checksum::default();
                self.checksums[column].add(shape.stored.seals, column, cell.value());
                self.filled.note(column, self.rows.len(), &cell.into());
                if column == shape.offered {
                    self.filled.have(have);
                }
            }
            if shape.counted & 1 << column != 0 {
                checksum.join(self.checksums[column]);
            }
        }
        let mut sets = self.checksums[shape.offered];
        sets.join(self.checksums[shape.sentinels]);
        self.rows.push(About { seen, items, checksum, shop: self.checksums[SHOP], sets, key, differs });
    }

    /// Takes a row of others. What it offers was counted where they were.
    #[expect(clippy::indexing_slicing, reason = "a row has as many cells as the last one")]
    pub(super) fn keep(&mut self, row: &OrderRow<'_>, (seen, items): (Option<Stamp>, &[Item])) {
        let mut differs = 0;
        for column in 0..COLUMNS {
            let cell = row.bare(column);
            if self.rows.is_empty() || bare(&self.text, self.last[column]) != cell {
                differs |= 1 << column;
                let compact = self.compact_of(cell);
                self.cells.push(compact);
                self.last[column] = compact;
            }
        }
        let About { checksum, shop, sets, key, .. } = *row.about;
        self.rows.push(About { seen, items: items.to_vec(), checksum, shop, sets, key, differs });
    }

    /// About how many bytes of memory its rows take.
    pub(super) fn bytes(&self) -> usize {
        let items: usize = self.rows.iter().map(|about| about.items.len()).sum();
        self.text.len()
            + size_of_val(self.cells.as_slice())
            + size_of_val(self.rows.as_slice())
            + items * size_of::<Item>()
    }

    fn compact_of(&mut self, cell: BareCell<'_>) -> CompactCell {
        match cell {
            BareCell::Int(value) => CompactCell::Int(value),
            BareCell::Text(text) => {
                let begins = self.text.len();
                self.text.push_str(text);
                CompactCell::Text(begins, self.text.len())
            }
        }
    }

    /// Whether the cell is as in the last row.
    fn is_last(&self, column: usize, cell: BareCell<'_>) -> bool {
        match (self.last.get(column), cell) {
            (Some(CompactCell::Int(last)), BareCell::Int(value)) => *last == value,
            (Some(&CompactCell::Text(begins, ends)), BareCell::Text(text)) => {
                let last = self.text.as_bytes().get(begins..ends);
                last.is_some_and(|last| same(last, text.as_bytes()))
            }
            _ => false,
        }
    }

    /// Of platforms and numbers, from a row on.
    pub(super) fn keys(&self, from: usize) -> impl Iterator<Item = u64> {
        self.rows.iter().skip(from).map(|about| about.key)
    }

    /// Shows every row.
    pub(super) fn each(&self, f: &mut EachRow<'_>) -> Result<()> {
        let (mut row, mut cells) = ([CompactCell::Int(None); COLUMNS], self.cells.iter());
        for about in &self.rows {
            for column in bits(about.differs) {
                if let (Some(slot), Some(cell)) = (row.get_mut(column), cells.next()) {
                    *slot = *cell;
                }
            }
            f(about.seen, &about.items, OrderRow { text: &self.text, cells: &row, about })?;
        }
        Ok(())
    }
}

fn bare(text: &str, cell: CompactCell) -> BareCell<'_> {
    match cell {
        CompactCell::Int(value) => BareCell::Int(value),
        CompactCell::Text(begins, ends) => BareCell::Text(text.get(begins..ends).unwrap_or_default()),
    }
}

/// What is done with each row, its age and its items.
type EachRow<'a> = dyn FnMut(Option<Stamp>, &[Item], OrderRow<'_>) -> Result<()> + 'a;

/// The places of the bits that are set, from the lowest on.
pub(super) fn bits(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let column = (set != 0).then(|| set.trailing_zeros() as usize);
        set &= set.wrapping_sub(1);
        column
    })
}

#[cfg(test)]
mod tests {
    use super::super::cells;
    use super::super::db::on_each_engine;
    use super::super::new_orders::NewOrders;
    use super::*;
    use crate::model::Cents;

    #[test]
    fn what_is_written_is_what_was_read_and_is_sealed() {
        /// The buyer is another one from here on, and this one is not written.
        const SKIPPED: i64 = 5;
        on_each_engine(|db| {
            let order = |at: i64| Order {
                order_no: format!("41{at}"),
                shop: if at == 3 { "乙店" } else { "甲店" }.into(),
                address: "长".repeat(at as usize * 9),
                seller_note: "\\N\ta\\.\r\n".into(),
                payable: (at != 2).then_some(Cents(at)),
                buyer: if at < 4 { "甲" } else { "乙" }.into(),
                ..Order::default()
            };
            let mut rows = OrderRows::default();
            // What was there before leaves nothing behind.
            rows.push(&mut order(6), None);
            rows.push(&mut order(0), Some(Stamp(8)));
            rows.clear();
            for at in 0..7 {
                let items = vec![Item::default(); usize::from(at == 1)];
                rows.push(&mut Order { items, ..order(at) }, (at == 2).then_some(Stamp(7)));
            }
            let mut put = NewOrders::new(db).expect("prepared");
            let mut seq = 0;
            let each = rows.each(&mut |seen, items, row| {
                seq += 1;
                assert_eq!((seen, items.len()), ((seq == 3).then_some(Stamp(7)), usize::from(seq == 2)));
                put.pass(&row);
                if seq != SKIPPED {
                    put.put(&row, (seq, 99, if seq == 4 { "b" } else { "a" }), seq == 2).expect("written");
                }
                Ok(())
            });
            each.expect("all rows");
            put.flush().expect("written");
            drop(put);
            let written = cells::take_all(&mut db.prepare(&stored().all()).expect("sql"), &[]);
            let written = written.expect("rows");
            assert_eq!(written.len(), 6);
            for (at, row) in (0..).filter(|at| at + 1 != SKIPPED).zip(&written) {
                let mut order = order(at);
                let mut plain = stored().cells(&mut order, &ColumnSets::default());
                plain[SEQ] = Cell::int(at + 1);
                plain[COLUMNS - TAIL] = Cell::int(99);
                plain[COLUMNS - TAIL + 1] = Cell::text(if at == 3 { "b" } else { "a" });
                cells::seal(cells::Seals::POSITIONS, &mut plain);
                assert_eq!(&plain[..], &row[..]);
            }
        });
    }
}
