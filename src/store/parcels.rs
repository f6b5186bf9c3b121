//! Parcels find their orders when orders are read: nothing of them is written there, so that either may be imported
//! first, or again.

use super::column_sets::ColumnSets;
use super::statements as sql;
use super::stored::Stored;
use crate::records::{FREIGHT, GenericRecord, Order, PARCELS, Parcel, Schema};
use rusqlite::{Connection, Result as Sql, Statement};
use std::collections::HashMap;

/// The kinds of lines that complete orders.
pub(super) const KINDS: [&Schema; 2] = [&PARCELS, &FREIGHT];

/// Asks for the parcels of one order after the other.
pub(super) struct Parcels<'a> {
    kinds: Vec<Named<'a>>,
    sets: ColumnSets,
    keys: Statement<'a>,
}

struct Named<'a> {
    stored: Stored,
    of: Statement<'a>,
    /// Order number → the cells in which it stands among others.
    several: HashMap<String, Vec<String>>,
}

impl<'a> Parcels<'a> {
    /// `None` where no parcel names an order.
    pub(super) fn of(conn: &'a Connection) -> Sql<Option<Parcels<'a>>> {
        let mut kinds = Vec::new();
        for schema in KINDS {
            let stored = Stored::of(schema);
            if !conn.query_row(&stored.any_of_order(), [], |row| row.get::<_, bool>(0))? {
                continue;
            }
            let mut several: HashMap<String, Vec<String>> = HashMap::new();
            let mut cells = conn.prepare(&stored.several_orders())?;
            let mut rows = cells.query([])?;
            while let Some(row) = rows.next()? {
                let cell: String = row.get(0)?;
                for number in cell.split(',') {
                    several.entry(number.to_owned()).or_default().push(cell.clone());
                }
            }
            kinds.push(Named { of: conn.prepare(&stored.naming_order())?, stored, several });
        }
        Ok(match kinds.is_empty() {
            true => None,
            false => {
                Some(Parcels { kinds, sets: ColumnSets::read(conn)?, keys: conn.prepare(sql::ORDER_KEYS)? })
            }
        })
    }

    /// Fetches the parcels of an order.
    pub(super) fn attach(&mut self, order: &mut Order) -> Sql<()> {
        let mut found = Vec::new();
        for kind in &mut self.kinds {
            let among = kind.several.get(&order.order_no).into_iter().flatten();
            for cell in among.chain([&order.order_no]) {
                let mut rows = kind.of.query([cell])?;
                while let Some(row) = rows.next()? {
                    let mut line = GenericRecord::new(kind.stored.schema);
                    kind.stored.fill(&mut line, row, &self.sets)?;
                    found.extend(Parcel::of(&line));
                }
            }
        }
        if found.is_empty() {
            return Ok(());
        }
        let mut others: Vec<(String, String)> = self
            .keys
            .query_map([&order.order_no], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Sql<_>>()?;
        others.retain(|(platform, shop)| (platform, shop) != (&order.platform, &order.shop));
        found.retain(|parcel| {
            let others = others.iter().map(|(platform, shop)| (platform.as_str(), shop.as_str()));
            parcel.is_of(&order.platform, &order.shop, others)
        });
        order.parcels = found;
        Ok(())
    }
}
