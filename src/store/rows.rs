//! Orders as rows of their table, made where they are read: what is left to the one who writes is to bind them.

use super::cells::{Cell, Sum};
use super::orders::{self, COLUMNS, ORD};
use super::statements::order_new;
use super::tables::{SHOP, TAIL};
use crate::model::{Item, Order, Stamp};
use rusqlite::{Connection, Result as Sql, Statement};

/// Rows of orders, in two buffers.
#[derive(Debug, Default)]
pub struct OrderRows {
    text: String,
    cells: Vec<Packed>,
    rows: Vec<About>,
}

#[derive(Clone, Copy, Debug)]
enum Packed {
    Int(Option<i64>),
    /// Where the text begins and ends.
    Text(usize, usize),
}

#[derive(Debug)]
struct About {
    /// How new the order is, where the file tells it of each.
    seen: Option<Stamp>,
    items: Vec<Item>,
    /// Over the cells that stand here.
    sum: Sum,
    /// A bit for every cell that is not as in the row before.
    differs: u64,
}

/// Places that are filled when the row is written; the checksum of what stands here leaves them out.
pub(super) const OPEN: [usize; 4] = [SHOP, ORD, COLUMNS - TAIL, COLUMNS - TAIL + 1];

/// One row.
#[derive(Clone, Copy)]
pub(super) struct OrderRow<'a> {
    text: &'a str,
    cells: &'a [Packed; COLUMNS],
    about: &'a About,
}

impl<'a> OrderRow<'a> {
    pub(super) fn cell(&self, place: usize) -> Cell<'a> {
        match self.cells[place] {
            Packed::Int(value) => Cell::Int(value),
            Packed::Text(begins, ends) => Cell::text(self.text.get(begins..ends).unwrap_or_default()),
        }
    }

    pub(super) fn str(&self, place: usize) -> &'a str {
        match self.cells[place] {
            Packed::Text(begins, ends) => self.text.get(begins..ends).unwrap_or_default(),
            Packed::Int(_) => "",
        }
    }

    /// The running number and the age of a stored order (shop, ord, seen_at, import_id, sum), if it is the same.
    pub(super) fn is_as_stored(&self, stored: &rusqlite::Row<'_>) -> Sql<Option<(i64, i64)>> {
        let mut sum = self.about.sum;
        for (at, place) in OPEN.iter().enumerate() {
            sum.add(*place, stored.get_ref(at)?);
        }
        let shop = stored.get_ref(0)?.as_bytes_or_null()?.unwrap_or_default();
        let same = shop == self.str(SHOP).as_bytes() && stored.get::<_, i64>(4)? == sum.number();
        Ok(if same { Some((stored.get(1)?, stored.get(2)?)) } else { None })
    }

    pub(super) fn cells(&self) -> [Cell<'a>; COLUMNS] {
        std::array::from_fn(|place| self.cell(place))
    }
}

impl OrderRows {
    /// Takes an order with its items. `seen`: how new it is, where the file tells it of each.
    pub fn push(&mut self, order: &mut Order, seen: Option<Stamp>) {
        let items = std::mem::take(&mut order.items);
        self.push_row(order, items, seen);
    }

    pub(super) fn push_row(&mut self, order: &Order, items: Vec<Item>, seen: Option<Stamp>) {
        let (mut sum, mut differs) = (Sum::default(), 0);
        let before = self.cells.len().checked_sub(COLUMNS);
        for (place, cell) in orders::cells(order, &order.shop).iter().enumerate() {
            if place < COLUMNS - 1 && !OPEN.contains(&place) {
                sum.add(place, cell.value());
            }
            let packed = match cell {
                Cell::Int(value) => Packed::Int(*value),
                Cell::Text(text) => {
                    let begins = self.text.len();
                    self.text.push_str(text);
                    Packed::Text(begins, self.text.len())
                }
            };
            let same = before.is_some_and(|before| self.is_same(self.cells[before + place], packed));
            differs |= u64::from(!same) << place;
            self.cells.push(packed);
        }
        self.rows.push(About { seen, items, sum, differs });
    }

    fn is_same(&self, one: Packed, other: Packed) -> bool {
        match (one, other) {
            (Packed::Int(one), Packed::Int(other)) => one == other,
            (Packed::Text(a, b), Packed::Text(c, d)) => b - a == d - c && self.text[a..b] == self.text[c..d],
            _ => false,
        }
    }

    pub(super) fn each(&self) -> impl Iterator<Item = (Option<Stamp>, &[Item], OrderRow<'_>)> {
        let rows = self.cells.as_chunks().0.iter();
        rows.zip(&self.rows)
            .map(|(cells, about)| (about.seen, &about.items[..], OrderRow { text: &self.text, cells, about }))
    }
}

/// Writes orders of which nothing is stored. What is bound stays: from one order to the next much is the same.
pub(super) struct NewOrders<'c> {
    put: Statement<'c>,
    /// A bit for every cell that is not bound as it is in the row that was passed last.
    unbound: u64,
    seen: Option<i64>,
    import_id: String,
}

const _: () = assert!(COLUMNS <= 64, "a row has no bit for every cell");

impl<'c> NewOrders<'c> {
    pub(super) fn new(conn: &'c Connection) -> Sql<NewOrders<'c>> {
        Ok(NewOrders { put: conn.prepare(order_new())?, unbound: 0, seen: None, import_id: String::new() })
    }

    /// Every row comes by here, in the order of its collection, whether it is written or not.
    pub(super) fn pass(&mut self, row: &OrderRow<'_>) {
        self.unbound |= row.about.differs;
    }

    /// Writes the row that was passed last.
    pub(super) fn put(&mut self, row: &OrderRow<'_>, ord: i64, seen: i64, import_id: &str) -> Sql<()> {
        let mut sum = row.about.sum;
        let open = [row.cell(SHOP), Cell::int(ord), Cell::int(seen), Cell::text(import_id)];
        for (place, cell) in OPEN.iter().zip(&open) {
            sum.add(*place, cell.value());
        }
        let mut left = std::mem::take(&mut self.unbound) & OURS;
        while left != 0 {
            let place = left.trailing_zeros() as usize;
            left &= left - 1;
            self.bind(place, &row.cell(place))?;
        }
        let [_, ord, at, import] = open;
        self.bind(ORD, &ord)?;
        if self.seen != Some(seen) {
            self.bind(COLUMNS - TAIL, &at)?;
            self.seen = Some(seen);
        }
        if self.import_id != import_id {
            self.bind(COLUMNS - TAIL + 1, &import)?;
            import_id.clone_into(&mut self.import_id);
        }
        self.bind(COLUMNS - 1, &Cell::int(sum.number()))?;
        self.put.raw_execute().map(|_| ())
    }

    fn bind(&mut self, place: usize, cell: &Cell<'_>) -> Sql<()> {
        self.put.raw_bind_parameter(place + 1, cell)
    }
}

/// A bit for every cell that is bound as it stands in the row.
const OURS: u64 = ((1 << (COLUMNS - TAIL)) - 1) & !(1 << ORD);

#[cfg(test)]
mod tests {
    use super::super::{cells, migrate};
    use super::*;
    use crate::model::Cents;

    #[test]
    fn what_is_written_is_what_was_read_and_is_sealed() {
        /// The buyer is another one from here on, and this one is not written.
        const SKIPPED: i64 = 5;
        let conn = Connection::open_in_memory().expect("a database");
        migrate::create(&conn).expect("the schema");
        let order = |at: i64| Order {
            order_no: format!("41{at}"),
            shop: if at == 3 { "乙店" } else { "甲店" }.into(),
            address: "长".repeat(at as usize * 9),
            payable: (at != 2).then_some(Cents(at)),
            buyer: if at < 4 { "甲" } else { "乙" }.into(),
            ..Order::default()
        };
        let mut rows = OrderRows::default();
        for at in 0..7 {
            let items = vec![Item::default(); usize::from(at == 1)];
            rows.push(&mut Order { items, ..order(at) }, (at == 2).then_some(Stamp(7)));
        }
        let mut put = NewOrders::new(&conn).expect("prepared");
        for (ord, (seen, items, row)) in (1..).zip(rows.each()) {
            assert_eq!((seen, items.len()), ((ord == 3).then_some(Stamp(7)), usize::from(ord == 2)));
            put.pass(&row);
            if ord == SKIPPED {
                continue;
            }
            put.put(&row, ord, 99, if ord == 4 { "b" } else { "a" }).expect("written");
        }
        drop(put);
        let written =
            cells::take_all(&mut conn.prepare(super::super::statements::ORDER_ALL).expect("sql"), &[]);
        let written = written.expect("rows");
        assert_eq!(written.len(), 6);
        for (at, row) in (0..).filter(|at| at + 1 != SKIPPED).zip(&written) {
            let order = order(at);
            let mut plain = orders::cells(&order, &order.shop);
            plain[ORD] = Cell::int(at + 1);
            plain[COLUMNS - TAIL] = Cell::int(99);
            plain[COLUMNS - TAIL + 1] = Cell::text(if at == 3 { "b" } else { "a" });
            cells::seal(&mut plain);
            assert_eq!(&plain[..], &row[..]);
        }
    }
}
