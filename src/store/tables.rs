//! The tables of facts, as an import handles them: find a row, write it, move it.

use super::cells::{self, Cell, CellRow};
use super::merge::Rule;
use super::tally::{Tally, checksum_of};
use super::{items, orders, refunds, reviews, statements as sql, work};
use rusqlite::types::ToSql;
use rusqlite::{Connection, Result as Sql, Statement};
use std::borrow::Cow;

/// One of the tables of facts.
pub(super) struct Table<'a> {
    pub(super) name: &'static str,
    pub(super) rules: Cow<'static, [Rule]>,
    pub(super) seq: usize,
    pub(super) put: Statement<'a>,
    pub(super) find: Statement<'a>,
    pub(super) reset: Statement<'a>,
    /// Places of the columns that tell a row apart, beside platform and shop.
    pub(super) key: &'static [usize],
}

pub(super) const SHOP: usize = 1;
/// From the end of a row of facts: seen_at, import_id, sum.
pub(super) const TAIL: usize = 3;

impl<'a> Table<'a> {
    pub(super) fn new(
        conn: &'a Connection,
        name: &'static str,
        rules: impl Into<Cow<'static, [Rule]>>,
        seq: usize,
        key: &'static [usize],
        texts: [&str; 3],
    ) -> Sql<Table<'a>> {
        let [put, find, reset] = texts;
        let (put, find, reset) = (conn.prepare(put)?, conn.prepare(find)?, conn.prepare(reset)?);
        Ok(Table { name, rules: rules.into(), seq, put, find, reset, key })
    }

    pub(super) fn orders(conn: &'a Connection) -> Sql<Table<'a>> {
        let texts = [sql::ORDER_PUT, sql::ORDER_FIND, sql::ORDER_RESET];
        Table::new(conn, "orders", orders::RULES, orders::SEQ, &[2], texts)
    }

    /// Orders that are all new: nothing is there yet to find any by.
    pub(super) fn new_orders(conn: &'a Connection) -> Sql<Table<'a>> {
        let texts = [sql::order_new(), sql::ORDER_FIND, sql::ORDER_RESET];
        Table::new(conn, "orders", orders::RULES, orders::SEQ, &[2], texts)
    }

    pub(super) fn items(conn: &'a Connection) -> Sql<Table<'a>> {
        let texts = [sql::ITEM_PUT, sql::ITEM_FIND, sql::ITEM_RESET];
        Table::new(conn, "order_items", items::RULES, items::SEQ, &[2, 3], texts)
    }

    pub(super) fn refunds(conn: &'a Connection) -> Sql<Table<'a>> {
        let texts = [sql::REFUND_PUT, sql::REFUND_FIND, sql::REFUND_RESET];
        Table::new(conn, "refunds", refunds::RULES, refunds::SEQ, &[2], texts)
    }

    pub(super) fn reviews(conn: &'a Connection) -> Sql<Table<'a>> {
        let texts = [sql::REVIEW_PUT, sql::REVIEW_FIND, sql::REVIEW_RESET];
        Table::new(conn, "reviews", reviews::RULES, reviews::SEQ, &[2], texts)
    }
}

pub(super) fn shop_of(row: &CellRow) -> String {
    cells::str_at(row, SHOP).to_owned()
}

/// As of when a row of facts was written, and its running number. A moment after `now` came from a wrong clock, of the
/// file or of the machine: then the row is as old as its import, and at most as new as `now`.
pub(super) fn seen(row: &CellRow, seq: usize, now: i64) -> (i64, i64) {
    let number = |column: usize| row.get(column).and_then(Cell::num).unwrap_or(i64::MIN);
    let tail = row.len().saturating_sub(TAIL);
    let at = number(tail);
    let imported = || row.get(tail + 1).and_then(|id| work::time_of_id(id.str())).unwrap_or(now);
    (if at > now { imported().min(now) } else { at }, number(seq))
}

/// Writes only shop, snapshot and checksum of a row that stands under `from`, if it still does; the checksum that the row
/// comes with is the one that stands there.
pub(super) fn reset(
    table: &mut Table<'_>,
    tally: &Tally,
    row: &mut CellRow,
    from: &str,
    to: &str,
) -> Sql<()> {
    let before = checksum_of(row);
    if let Some(shop) = row.get_mut(SHOP) {
        *shop = Cell::text(to).owned();
    }
    cells::seal(row);
    let [platform, shop, number, .., seen_at, _, checksum] = row.as_slice() else {
        return Err(rusqlite::Error::InvalidColumnIndex(row.len()));
    };
    let mut values: Vec<&dyn ToSql> = vec![shop, seen_at, checksum, number, platform, &from];
    let rest = table.key.iter().skip(1).filter_map(|column| row.get(*column));
    values.extend(rest.map(|cell| cell as &dyn ToSql));
    if table.reset.execute(values.as_slice())? > 0 {
        tally.wrote(table.name, Some(before), checksum_of(row));
    }
    Ok(())
}
