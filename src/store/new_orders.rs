//! Writes orders that are new: nearly all that an import ever writes.

use super::cells::{Cell, Checksum};
use super::db::{Db, Load, Sql};
use super::orders::{COLUMNS, SEQ, stored};
use super::rows::{OrderRow, SEEN, bits};
use super::tables::TAIL;
use super::tally::Total;

/// Writes orders of which nothing is stored. What is bound stays: from one order to the next much is the same.
pub(super) struct NewOrders<'c> {
    load: Load<'c>,
    /// A bit for every cell that is not bound as it is in the row that was passed last.
    unbound: u64,
    seen: Option<i64>,
    import_id: String,
    /// What these two add to the checksum.
    tail: Checksum,
    pub(super) written: Total,
}

const _: () = assert!(COLUMNS <= 64, "a row has no bit for every cell");

impl<'c> NewOrders<'c> {
    pub(super) fn new(db: &'c Db) -> Sql<NewOrders<'c>> {
        let stored = stored();
        let load = db.load(stored.schema.table, &stored.columns.join(", "), &stored.insert())?;
        let (import_id, tail, written) = (String::new(), Checksum::default(), Total::default());
        Ok(NewOrders { load, unbound: 0, seen: None, import_id, tail, written })
    }

    /// Every row comes by here, in the order of its collection, whether it is written or not.
    pub(super) fn pass(&mut self, row: &OrderRow<'_>) {
        self.unbound |= row.about.differs;
    }

    /// Writes the row that was passed last. Not `at_once`: it need not be there before [`NewOrders::flush`].
    pub(super) fn put(
        &mut self,
        row: &OrderRow<'_>,
        (seq, seen, import_id): (i64, i64, &str),
        at_once: bool,
    ) -> Sql<()> {
        for column in bits(std::mem::take(&mut self.unbound) & OURS) {
            self.bind(column, &row.cell(column))?;
        }
        if self.seen != Some(seen) || self.import_id != import_id {
            self.date(seen, import_id)?;
        }
        let seq = Cell::int(seq);
        self.bind(SEQ, &seq)?;
        let mut checksum = row.about.checksum;
        checksum.add(stored().seals, SEQ, seq.value());
        checksum.join(row.about.shop);
        checksum.join(row.about.sets);
        checksum.join(self.tail);
        self.bind(COLUMNS - 1, &Cell::int(checksum.number()))?;
        self.load.put(at_once)?;
        self.written.came(checksum.number());
        Ok(())
    }

    /// Has every row written.
    pub(super) fn flush(&mut self) -> Sql<()> {
        self.load.flush()
    }

    /// As of when, and by which import, the rows from here on are known.
    fn date(&mut self, seen: i64, import_id: &str) -> Sql<()> {
        let [seen_at, import] = SEEN;
        self.tail = Checksum::default();
        for (column, cell) in [(seen_at, Cell::int(seen)), (import, Cell::text(import_id))] {
            self.tail.add(stored().seals, column, cell.value());
            self.bind(column, &cell)?;
        }
        self.seen = Some(seen);
        import_id.clone_into(&mut self.import_id);
        Ok(())
    }

    fn bind(&mut self, column: usize, cell: &Cell<'_>) -> Sql<()> {
        self.load.bind(column, cell.value())
    }
}

/// A bit for every cell that is bound as it stands in the row.
const OURS: u64 = ((1 << (COLUMNS - TAIL)) - 1) & !(1 << SEQ);
