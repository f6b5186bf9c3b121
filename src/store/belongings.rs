//! What belongs to orders, wherever these come from: their items, refunds and parcels.

use super::ages::Ages;
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

    /// Whether there is anything that may be older or newer than its order.
    pub(super) fn age(&self) -> bool {
        self.items.is_some() || self.refunds.is_some() || self.parcels.is_some()
    }

    /// Gives the orders what belongs to them.
    pub(super) fn attach(&self, db: &Db, ages: Option<&Ages>, orders: &mut [Told]) -> Sql<()> {
        if let Some(items) = &self.items {
            items.attach_items(db, ages, orders)?;
        }
        if let Some(refunds) = &self.refunds {
            refunds.attach_refunds(db, ages, orders)?;
        }
        self.parcels.as_ref().map_or(Ok(()), |parcels| parcels.attach(db, orders))
    }
}
