//! Items: how they lie in their table, and the orders of which nothing else is known.

use super::cells::Reader;
use super::children::Children;
use super::orders::{EachOrder, OrderFilter};
use super::parcels::Parcels;
use super::{Store, statements as sql};
use crate::error::Result;
use crate::records::Order;
use crate::records::{ITEMS, REFUNDS};
use rusqlite::Result as Sql;

impl Store {
    /// Orders that are known by their items only: key, items, refunds and parcels are filled, nothing else. A window of
    /// creation times does not hold them back.
    pub fn each_orphan_items(&self, filter: &OrderFilter, f: &mut EachOrder<'_>) -> Result<()> {
        let fail = |e| self.fail(e);
        let _view = self.view().map_err(fail)?;
        if !self.any(sql::ANY_ITEM).map_err(fail)? {
            return Ok(());
        }
        let text = if filter.order_no.is_some() { sql::ORPHANS_BY_NO } else { sql::ORPHANS };
        let mut keys = self.conn.prepare(text).map_err(fail)?;
        let mut items = Children::of(&self.conn, &ITEMS).map_err(fail)?;
        let mut refunds = Children::of(&self.conn, &REFUNDS).map_err(fail)?;
        let mut parcels = Parcels::of(&self.conn).map_err(fail)?;
        let mut rows = keys.query(rusqlite::params_from_iter(filter.order_no.iter())).map_err(fail)?;
        let mut order = Order::default();
        while let Some(row) = rows.next().map_err(fail)? {
            order.clear();
            let mut key = || -> Sql<()> {
                let mut r = Reader::new(row);
                r.text(&mut order.platform)?;
                r.text(&mut order.shop)?;
                r.text(&mut order.order_no)
            };
            key().map_err(fail)?;
            if !filter.holds_shop(&order.platform, &order.shop) {
                continue;
            }
            items.attach_items(&mut order).map_err(fail)?;
            refunds.attach_refunds(&mut order).map_err(fail)?;
            if let Some(parcels) = &mut parcels {
                parcels.attach(&mut order).map_err(fail)?;
            }
            if f(&mut order)?.is_break() {
                break;
            }
        }
        Ok(())
    }
}
