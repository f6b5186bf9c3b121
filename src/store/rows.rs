//! Orders as rows of their table, made where they are read: what is left to the one who writes is to bind them.

use super::cells::{Cell, Sum};
use super::orders::{self, COLUMNS, ORD};
use super::statements::order_new;
use super::tables::{SHOP, TAIL};
use crate::model::{Item, Order, Stamp};
use rusqlite::{Connection, Result as Sql, Statement};
use std::borrow::Cow;

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
}

/// Places that are filled when the row is written; the checksum of what stands here leaves them out.
pub(super) const OPEN: [usize; 4] = [SHOP, ORD, COLUMNS - TAIL, COLUMNS - TAIL + 1];

/// One row.
#[derive(Clone, Copy)]
pub(super) struct OrderRow<'a> {
    text: &'a str,
    cells: &'a [Packed; COLUMNS],
    sum: Sum,
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
        let mut sum = self.sum;
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
        let mut sum = Sum::default();
        for (place, cell) in orders::cells(order, &order.shop).iter().enumerate() {
            if place < COLUMNS - 1 && !OPEN.contains(&place) {
                sum.add(place, cell.value());
            }
            self.cells.push(match cell {
                Cell::Int(value) => Packed::Int(*value),
                Cell::Text(text) => {
                    let begins = self.text.len();
                    self.text.push_str(text);
                    Packed::Text(begins, self.text.len())
                }
            });
        }
        self.rows.push(About { seen, items, sum });
    }

    pub(super) fn each(&self) -> impl Iterator<Item = (Option<Stamp>, &[Item], OrderRow<'_>)> {
        let rows = self.cells.as_chunks().0.iter();
        rows.zip(&self.rows).map(|(cells, about)| {
            (about.seen, &about.items[..], OrderRow { text: &self.text, cells, sum: about.sum })
        })
    }
}

/// Writes orders of which nothing is stored.
pub(super) struct NewOrders<'c> {
    put: Statement<'c>,
    /// What is bound by now: from one order to the next much stays as it is.
    bound: Vec<Option<Cell<'static>>>,
}

/// A longer text hardly ever comes twice.
const REMEMBERED: usize = 40;

impl<'c> NewOrders<'c> {
    pub(super) fn new(conn: &'c Connection) -> Sql<NewOrders<'c>> {
        Ok(NewOrders { put: conn.prepare(order_new())?, bound: vec![None; COLUMNS] })
    }

    pub(super) fn put(&mut self, row: &OrderRow<'_>, ord: i64, seen: i64, import_id: &str) -> Sql<()> {
        let mut sum = row.sum;
        let open = [row.cell(SHOP), Cell::int(ord), Cell::int(seen), Cell::text(import_id)];
        for (place, cell) in OPEN.iter().zip(&open) {
            sum.add(*place, cell.value());
        }
        for place in 0..COLUMNS - TAIL {
            if place != ORD {
                self.bind(place, row.cell(place))?;
            }
        }
        let [_, ord, seen, import_id] = open;
        self.bind(ORD, ord)?;
        self.bind(COLUMNS - TAIL, seen)?;
        self.bind(COLUMNS - TAIL + 1, import_id)?;
        self.bind(COLUMNS - 1, Cell::int(sum.number()))?;
        self.put.raw_execute().map(|_| ())
    }

    fn bind(&mut self, place: usize, cell: Cell<'_>) -> Sql<()> {
        let bound = &mut self.bound[place];
        match (&cell, bound.as_mut()) {
            (Cell::Int(new), Some(Cell::Int(old))) if new == old => return Ok(()),
            (Cell::Text(new), Some(Cell::Text(old))) if new == old => return Ok(()),
            (Cell::Text(new), Some(Cell::Text(Cow::Owned(old)))) if new.len() <= REMEMBERED => {
                old.clear();
                old.push_str(new);
            }
            (Cell::Text(new), _) if new.len() > REMEMBERED => *bound = None,
            _ => *bound = Some(cell.owned()),
        }
        self.put.raw_bind_parameter(place + 1, &cell)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{cells, migrate};
    use super::*;
    use crate::model::Cents;

    #[test]
    fn what_is_written_is_what_was_read_and_is_sealed() {
        let conn = Connection::open_in_memory().expect("a database");
        migrate::create(&conn).expect("the schema");
        let order = |at: i64| Order {
            order_no: format!("41{at}"),
            shop: if at == 3 { "乙店" } else { "甲店" }.into(),
            address: "长".repeat(at as usize * 9),
            payable: (at != 2).then_some(Cents(at)),
            ..Order::default()
        };
        let mut rows = OrderRows::default();
        for at in 0..5 {
            let items = vec![Item::default(); usize::from(at == 1)];
            rows.push(&mut Order { items, ..order(at) }, (at == 2).then_some(Stamp(7)));
        }
        let mut put = NewOrders::new(&conn).expect("prepared");
        for (ord, (seen, items, row)) in (1..).zip(rows.each()) {
            assert_eq!((seen, items.len()), ((ord == 3).then_some(Stamp(7)), usize::from(ord == 2)));
            put.put(&row, ord, 99, if ord == 4 { "b" } else { "a" }).expect("written");
        }
        drop(put);
        let written =
            cells::take_all(&mut conn.prepare(super::super::statements::ORDER_ALL).expect("sql"), &[]);
        let written = written.expect("rows");
        assert_eq!(written.len(), 5);
        for (at, row) in (0..).zip(&written) {
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
