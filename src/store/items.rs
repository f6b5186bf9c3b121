//! Items: how they lie in their table, and the orders of which nothing else is known.

use super::belongings::Belongings;
use super::cells::Reader;
use super::children::Told;
use super::chunks::Chunk;
use super::db::{Db, Param, Sql};
use super::orders::{EachOrder, OrderFilter};
use super::stored::Stored;
use super::{Store, statements as sql};
use crate::error::Result;
use crate::records::ITEMS;
use crate::records::Order;
use std::ops::ControlFlow;

impl Store {
    /// Orders that are known by their items only: key, items, refunds and parcels are filled, nothing else. A window of
    /// creation times does not hold them back.
    pub fn each_orphan_items(&self, filter: &OrderFilter, f: &mut EachOrder<'_>) -> Result<()> {
        let fail = |e| self.fail(e);
        let _view = self.view().map_err(fail)?;
        if !self.any(sql::ANY_ITEM).map_err(fail)? {
            return Ok(());
        }
        let mut orphans = Orphans::of(&self.db).map_err(fail)?;
        if filter.order_no.is_some() {
            return orphans.read(self, filter, None, f).map(drop);
        }
        let mut chunks = Stored::of(&ITEMS).chunks();
        while let Some(chunk) = chunks.next(&self.db).map_err(fail)? {
            if orphans.read(self, filter, Some(&chunk), f)?.is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// What belongs to orders of which nothing else is known.
struct Orphans {
    belongings: Belongings,
    /// The orders of the last chunk; behind them what earlier ones left, to be filled again.
    orders: Vec<Told>,
}

impl Orphans {
    fn of(db: &Db) -> Sql<Orphans> {
        Ok(Orphans { belongings: Belongings::of(db)?, orders: Vec::new() })
    }

    /// Shows the orders that begin in a chunk of items; without one those of the filter's number.
    fn read(
        &mut self,
        store: &Store,
        filter: &OrderFilter,
        chunk: Option<&Chunk>,
        f: &mut EachOrder<'_>,
    ) -> Result<ControlFlow<()>> {
        let filled = self.fill(&store.db, filter, chunk).map_err(|e| store.fail(e))?;
        for (order, _) in self.orders.iter_mut().take(filled) {
            if f(order)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// How many orders were filled.
    fn fill(&mut self, db: &Db, filter: &OrderFilter, chunk: Option<&Chunk>) -> Sql<usize> {
        let number: Vec<&dyn Param> = filter.order_no.iter().map(|no| no as &dyn Param).collect();
        let (text, values) = match chunk {
            Some(chunk) => (sql::orphans(chunk), chunk.values()),
            None => (sql::ORPHANS_BY_NO.to_owned(), number),
        };
        let mut filled = 0;
        db.rows(&text, &values, |row| {
            let mut r = Reader::new(row);
            let (platform, shop, order_no) = (r.str()?, r.str()?, r.str()?);
            if !filter.holds_shop(platform, shop) {
                return Ok(());
            }
            if self.orders.len() == filled {
                self.orders.push((Order::default(), 0));
            }
            if let Some((order, _)) = self.orders.get_mut(filled) {
                order.clear();
                platform.clone_into(&mut order.platform);
                shop.clone_into(&mut order.shop);
                order_no.clone_into(&mut order.order_no);
                filled += 1;
            }
            Ok(())
        })?;
        let Some(orders) = self.orders.get_mut(..filled).filter(|orders| !orders.is_empty()) else {
            return Ok(0);
        };
        self.belongings.attach(db, None, orders)?;
        Ok(filled)
    }
}
