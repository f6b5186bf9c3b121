//! What belongs to an order, one order after the other.

use super::column_sets::ColumnSets;
use super::stored::Stored;
use crate::records::{Item, Order, OwnedItem, Refund, Schema};
use rusqlite::{Connection, Result as Sql, Row, Statement};

/// The rows of a kind that belong to one order, in the order of their files.
pub(super) struct Children<'a> {
    stored: Stored,
    of_order: Statement<'a>,
    sets: ColumnSets,
}

impl<'a> Children<'a> {
    pub(super) fn of(conn: &'a Connection, schema: &'static Schema) -> Sql<Children<'a>> {
        let stored = Stored::of(schema);
        let of_order = conn.prepare(&stored.of_order())?;
        Ok(Children { stored, of_order, sets: ColumnSets::read(conn)? })
    }

    fn each(
        &mut self,
        order: &Order,
        mut fill: impl FnMut(&Stored, &Row<'_>, &ColumnSets) -> Sql<()>,
    ) -> Sql<()> {
        let mut rows = self.of_order.query([&order.order_no, &order.platform, &order.shop])?;
        while let Some(row) = rows.next()? {
            fill(&self.stored, row, &self.sets)?;
        }
        Ok(())
    }

    pub(super) fn attach_items(&mut self, order: &mut Order) -> Sql<()> {
        let mut items: Vec<Item> = Vec::new();
        self.each(order, |stored, row, sets| {
            let mut owned = OwnedItem::default();
            stored.fill(&mut owned, row, sets)?;
            items.push(owned.item);
            Ok(())
        })?;
        order.items = items;
        Ok(())
    }

    pub(super) fn attach_refunds(&mut self, order: &mut Order) -> Sql<()> {
        let mut refunds: Vec<Refund> = Vec::new();
        self.each(order, |stored, row, sets| {
            let mut refund = Refund::default();
            stored.fill(&mut refund, row, sets)?;
            refunds.push(refund);
            Ok(())
        })?;
        order.refunds = refunds;
        Ok(())
    }
}
