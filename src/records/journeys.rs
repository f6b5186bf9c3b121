//! How far parcels have come, until the orders come whose parcels they are.

use super::{GenericRecord, Journey, Order, Parcel, numbers};
use crate::model::Field;
use std::collections::{HashMap, HashSet};

/// Journeys by tracking number, until their orders come.
#[derive(Debug, Default)]
pub struct Journeys(HashMap<String, Journey>);

impl Journeys {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn see(&mut self, line: &GenericRecord) {
        let number = line.text(Field::TrackingNo);
        let journey = Parcel::journey(line);
        if !number.is_empty() && journey != Journey::default() {
            self.0.entry(number.to_ascii_uppercase()).or_default().join(&journey);
        }
    }

    /// Tells an order how far its parcels have come, those too that only its own tracking numbers name.
    pub fn tell(&self, order: &mut Order) {
        if self.is_empty() {
            return;
        }
        let mut known = HashSet::new();
        for parcel in &mut order.parcels {
            known.insert(parcel.tracking_no.to_ascii_uppercase());
            if let Some(journey) = self.0.get(&parcel.tracking_no.to_ascii_uppercase()) {
                parcel.journey.join(journey);
            }
        }
        for (number, item_no) in tracking_numbers(order) {
            let written = number.to_ascii_uppercase();
            let Some(journey) = self.0.get(&written) else { continue };
            if !known.insert(written) {
                continue;
            }
            let (platform, shop) = (order.platform.clone(), order.shop.clone());
            order.parcels.push(Parcel {
                platform,
                shop,
                tracking_no: number,
                item_no,
                journey: *journey,
                ..Parcel::default()
            });
        }
    }
}

/// The tracking numbers that an order and its items tell themselves, each with the item whose it is.
pub fn tracking_numbers(order: &Order) -> Vec<(String, String)> {
    let of = |cell: &str, item_no: &str| {
        let mut told = numbers(cell);
        if told.is_empty() && !cell.trim().is_empty() {
            told.push(cell.trim().to_owned());
        }
        told.into_iter().map(|number| (number, item_no.to_owned())).collect::<Vec<_>>()
    };
    let own = of(&order.tracking_no, "");
    let of_items = order.items.iter().flat_map(|item| of(&item.tracking_no, &item.item_no));
    own.into_iter().chain(of_items).collect()
}
