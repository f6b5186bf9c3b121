//! What belongs to orders, a chunk of them at a time.

use super::ages::Ages;
use super::chunks::filled;
use super::column_sets::ColumnSets;
use super::db::{Db, Row, Sql};
use super::stored::Stored;
use super::tables::SHOP;
use crate::model::Field;
use crate::records::{Order, OwnedItem, Refund, Schema};

/// The rows of a kind that belong to orders.
pub(super) struct Children {
    stored: Stored,
    sets: ColumnSets,
    /// Where a row has the number of its order.
    order_no: usize,
}

/// Orders with their running numbers.
pub(super) type Told = (Order, i64);

/// Orders in the order of what tells them apart: where they stand.
pub(super) struct ByKey(Vec<usize>);

fn key(order: &Order) -> (&str, &str, &str) {
    (&order.order_no, &order.platform, &order.shop)
}

impl ByKey {
    pub(super) fn of(orders: &[Told]) -> ByKey {
        let mut places: Vec<usize> = (0..orders.len()).collect();
        places.sort_unstable_by(|a, b| {
            orders.get(*a).map(|o| key(&o.0)).cmp(&orders.get(*b).map(|o| key(&o.0)))
        });
        ByKey(places)
    }

    /// Where the order of this key stands.
    fn find(&self, orders: &[Told], wanted: (&str, &str, &str)) -> Option<usize> {
        let compare = |place: &usize| orders.get(*place).map(|o| key(&o.0)).cmp(&Some(wanted));
        self.0.binary_search_by(compare).ok().and_then(|at| self.0.get(at)).copied()
    }
}

impl Children {
    pub(super) fn of(db: &Db, schema: &'static Schema) -> Sql<Children> {
        let stored = Stored::of(schema);
        let order_no = stored.column(Field::OrderNo.key()).unwrap_or_default();
        Ok(Children { stored, sets: ColumnSets::read(db)?, order_no })
    }

    /// Shows every row with the order that it belongs to, in the order of their files.
    fn each(
        &self,
        db: &Db,
        orders: &mut [Told],
        mut add: impl FnMut(&mut Order, &Row<'_>) -> Sql<()>,
    ) -> Sql<()> {
        if orders.is_empty() {
            return Ok(());
        }
        let numbers: Vec<String> = orders.iter().map(|(order, _)| order.order_no.clone()).collect();
        let by_key = ByKey::of(orders);
        let mut statement = db.prepare(&self.stored.of_numbers(numbers.len()))?;
        let mut rows = statement.rows(&filled(&numbers))?;
        while let Some(row) = rows.next()? {
            let text = |column: usize| row.value(column)?.text(column);
            let wanted = (text(self.order_no)?, text(0)?, text(SHOP)?);
            let Some(place) = by_key.find(orders, wanted) else { continue };
            if let Some((order, _)) = orders.get_mut(place) {
                add(order, &row)?;
            }
        }
        Ok(())
    }

    /// Gives the orders their items.
    pub(super) fn attach_items(&self, db: &Db, ages: Option<&Ages>, orders: &mut [Told]) -> Sql<()> {
        self.each(db, orders, |order, row| {
            let mut owned = OwnedItem::default();
            self.stored.fill(&mut owned, row, &self.sets)?;
            if let Some(ages) = ages {
                owned.item.seen = ages.of_item(&self.stored, row)?;
            }
            order.items.push(owned.item);
            Ok(())
        })
    }

    /// Gives the orders their refunds.
    pub(super) fn attach_refunds(&self, db: &Db, ages: Option<&Ages>, orders: &mut [Told]) -> Sql<()> {
        self.each(db, orders, |order, row| {
            let mut refund = Refund::default();
            self.stored.fill(&mut refund, row, &self.sets)?;
            if let Some(ages) = ages {
                refund.seen = ages.of_refund(&self.stored, row)?;
            }
            order.refunds.push(refund);
            Ok(())
        })
    }
}
