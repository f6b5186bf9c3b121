//! Parcels and scans find their orders when orders are read: nothing of them is written there, so that either may be imported
//! first, or again.

use super::children::Told;
use super::chunks::{CHUNK, filled};
use super::column_sets::ColumnSets;
use super::db::{Db, Sql};
use super::statements as sql;
use super::stored::Stored;
use crate::model::Field;
use crate::records::{
    FREIGHT, GenericRecord, Journeys, Order, PARCELS, Parcel, Schema, TRACKS, tracking_numbers,
};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The kinds of lines that complete orders.
pub(super) const KINDS: [&Schema; 3] = [&PARCELS, &FREIGHT, &TRACKS];

/// Those of them that tell how far a parcel has come.
const JOURNEYS: [&Schema; 2] = [&PARCELS, &TRACKS];

/// Asks for the parcels of orders.
pub(super) struct Parcels {
    kinds: Vec<Named>,
    journeys: Vec<Stored>,
    sets: ColumnSets,
}

struct Named {
    stored: Stored,
    /// Where a row has its cell of order numbers.
    order_no: usize,
    /// Order number → the cells in which it stands among others.
    several: HashMap<String, Vec<String>>,
}

impl Parcels {
    /// `None` where there is no parcel.
    pub(super) fn of(db: &Db) -> Sql<Option<Parcels>> {
        let mut kinds = Vec::new();
        for schema in KINDS {
            let stored = Stored::of(schema);
            if !db.one::<bool>(&stored.any_of_order(), &[])? {
                continue;
            }
            let mut several: HashMap<String, Vec<String>> = HashMap::new();
            for cell in db.rows(&stored.several_orders(), &[], |row| row.get::<String>(0))? {
                for number in cell.split(',') {
                    several.entry(number.to_owned()).or_default().push(cell.clone());
                }
            }
            let order_no = stored.column(Field::OrderNo.key()).unwrap_or_default();
            kinds.push(Named { stored, order_no, several });
        }
        let mut journeys = Vec::new();
        for stored in JOURNEYS.map(Stored::of) {
            if db.one::<bool>(&stored.any(), &[])? {
                journeys.push(stored);
            }
        }
        if kinds.is_empty() && journeys.is_empty() {
            return Ok(None);
        }
        Ok(Some(Parcels { kinds, journeys, sets: ColumnSets::read(db)? }))
    }

    /// Gives the orders their parcels.
    pub(super) fn attach(&self, db: &Db, orders: &mut [Told]) -> Sql<()> {
        for kind in &self.kinds {
            let parcels = self.by_cell(db, kind, orders)?;
            if parcels.is_empty() {
                continue;
            }
            for (order, _) in orders.iter_mut() {
                let among = kind.several.get(&order.order_no).into_iter().flatten();
                let cells = among.chain([&order.order_no]);
                let found = cells.filter_map(|cell| parcels.get(cell.as_str())).flatten().cloned();
                order.parcels.extend(found);
            }
        }
        self.keep_own(db, orders)?;
        self.tell_journeys(db, orders)
    }

    /// How far the parcels have come whose numbers the orders tell, whether they name an order or not.
    fn tell_journeys(&self, db: &Db, orders: &mut [Told]) -> Sql<()> {
        if self.journeys.is_empty() {
            return Ok(());
        }
        let mut numbers = BTreeSet::new();
        for (order, _) in orders.iter() {
            let own = tracking_numbers(order).into_iter().map(|(number, _)| number);
            for number in own.chain(order.parcels.iter().map(|parcel| parcel.tracking_no.clone())) {
                // As carriers write it, whoever wrote it otherwise.
                numbers.insert(number.to_ascii_uppercase());
                numbers.insert(number);
            }
        }
        let numbers: Vec<String> = numbers.into_iter().collect();
        let mut journeys = Journeys::default();
        for stored in &self.journeys {
            for numbers in numbers.chunks(CHUNK) {
                let mut statement = db.prepare(&stored.of_tracking(numbers.len()))?;
                let mut rows = statement.rows(&filled(numbers))?;
                while let Some(row) = rows.next()? {
                    let mut line = GenericRecord::new(stored.schema);
                    stored.fill(&mut line, &row, &self.sets)?;
                    journeys.see(&line);
                }
            }
        }
        orders.iter_mut().for_each(|(order, _)| journeys.tell(order));
        Ok(())
    }

    /// Cell of order numbers → its parcels, in the order of their files.
    fn by_cell(&self, db: &Db, kind: &Named, orders: &[Told]) -> Sql<HashMap<String, Vec<Parcel>>> {
        let cells_of = |(order, _): &Told| {
            let among = kind.several.get(&order.order_no).into_iter().flatten();
            among.cloned().chain([order.order_no.clone()]).collect::<Vec<_>>()
        };
        let cells: BTreeSet<String> = orders.iter().flat_map(cells_of).collect();
        let cells: Vec<String> = cells.into_iter().collect();
        let mut found: HashMap<String, Vec<Parcel>> = HashMap::new();
        // Every scan names its order.
        let mut scanned: HashSet<(String, String)> = HashSet::new();
        for cells in cells.chunks(CHUNK) {
            let mut statement = db.prepare(&kind.stored.of_numbers(cells.len()))?;
            let mut rows = statement.rows(&filled(cells))?;
            while let Some(row) = rows.next()? {
                let mut line = GenericRecord::new(kind.stored.schema);
                kind.stored.fill(&mut line, &row, &self.sets)?;
                if let Some(parcel) = Parcel::of(&line) {
                    let cell: String = row.get(kind.order_no)?;
                    if !parcel.scan || scanned.insert((cell.clone(), parcel.tracking_no.clone())) {
                        found.entry(cell).or_default().push(parcel);
                    }
                }
            }
        }
        Ok(found)
    }

    /// Takes away the parcels that belong to another order of the same number.
    fn keep_own(&self, db: &Db, orders: &mut [Told]) -> Sql<()> {
        let with_parcels = orders.iter().filter(|(order, _)| !order.parcels.is_empty());
        let numbers: BTreeSet<String> = with_parcels.map(|(order, _)| order.order_no.clone()).collect();
        let numbers: Vec<String> = numbers.into_iter().collect();
        if numbers.is_empty() {
            return Ok(());
        }
        let mut shops: HashMap<String, Vec<(String, String)>> = HashMap::new();
        let text = sql::order_keys(numbers.len());
        db.rows(&text, &filled(&numbers), |row| {
            shops.entry(row.get(0)?).or_default().push((row.get(1)?, row.get(2)?));
            Ok(())
        })?;
        for (order, _) in orders.iter_mut().filter(|(order, _)| !order.parcels.is_empty()) {
            let Order { parcels, order_no, platform, shop, .. } = order;
            let of_number = shops.get(order_no.as_str()).map_or(&[][..], Vec::as_slice);
            let others = || {
                let others = of_number.iter().filter(|(p, s)| (p, s) != (&*platform, &*shop));
                others.map(|(platform, shop)| (platform.as_str(), shop.as_str()))
            };
            parcels.retain(|parcel| parcel.is_of(platform, shop, others()));
        }
        Ok(())
    }
}
