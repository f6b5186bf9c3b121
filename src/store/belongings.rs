//! What belongs to orders, wherever these come from: their items, refunds and parcels.

use super::children::{Children, Told};
use super::db::{Db, Sql};
use super::parcels::Parcels;
use super::statements as sql;
use crate::records::{ITEMS, REFUNDS, Schema};

/// Asks for what belongs to orders; for nothing of which nothing is stored.
pub(super) struct Belongings {
    items: Option<Children>,
    refunds: Option<Children>,
    parcels: Option<Parcels>,
}

impl Belongings {
    pub(super) fn of(db: &Db) -> Sql<Belongings> {
        let children = |question, schema: &'static Schema| -> Sql<Option<Children>> {
            db.one::<bool>(question, &[])?.then(|| Children::of(db, schema)).transpose()
        };
        Ok(Belongings {
            items: children(sql::ANY_ITEM, &ITEMS)?,
            refunds: children(sql::ANY_REFUND, &REFUNDS)?,
            parcels: Parcels::of(db)?,
        })
    }

    /// Gives the orders what belongs to them.
    pub(super) fn attach(&self, db: &Db, orders: &mut [Told]) -> Sql<()> {
        if let Some(items) = &self.items {
            items.attach_items(db, orders)?;
        }
        if let Some(refunds) = &self.refunds {
            refunds.attach_refunds(db, orders)?;
        }
        self.parcels.as_ref().map_or(Ok(()), |parcels| parcels.attach(db, orders))
    }
}
