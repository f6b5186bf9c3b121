//! How far parcels have come, until the orders come whose parcels they are.

use super::{GenericRecord, Journey, Order, Parcel, numbers};
use crate::model::Field;
use std::collections::HashMap;

/// Journeys by tracking number, until their orders come.
#[derive(Debug, Default)]
pub struct Journeys(HashMap<String, Journey>);

impl Journeys {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
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
        for parcel in &mut order.parcels {
            if let Some(journey) = self.0.get(&parcel.tracking_no.to_ascii_uppercase()) {
                parcel.journey.join(journey);
            }
        }
        for (number, item_no) in tracking_numbers(order) {
            let Some(journey) = self.0.get(&number.to_ascii_uppercase()) else { continue };
            if order.parcels.iter().any(|parcel| parcel.tracking_no.eq_ignore_ascii_case(&number)) {
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
