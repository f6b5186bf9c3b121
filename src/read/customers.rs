//! Customers by their number, for the orders that name them by it.

use crate::model::{Field, Fields};
use crate::records::Order;
use std::collections::HashMap;

/// What a customer's row may tell.
pub(crate) const FIELDS: [Field; 4] = [Field::Buyer, Field::Receiver, Field::Phone, Field::Address];
pub(super) type Person = [String; FIELDS.len()];

/// Customers by platform and number.
#[derive(Clone, Debug, Default)]
pub struct Customers {
    pub(super) of: HashMap<(String, String), Person>,
    /// What their tables have columns for.
    pub(super) have: Vec<Field>,
    /// The same for the same customers, in whatever order their rows stand.
    pub(super) print: u64,
}

impl Customers {
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// Changes with anything that an order may take over.
    pub fn print(&self) -> u64 {
        self.print
    }

    /// Fills in what the order itself does not say.
    pub(super) fn complete(&self, order: &mut Order, no: &str, want: Fields) {
        let Some(person) = self.of.get(&(order.platform.clone(), no.to_owned())) else { return };
        for (field, text) in FIELDS.into_iter().zip(person) {
            if !self.have.contains(&field) {
                continue;
            }
            order.have.add(field);
            if !want.has(field) {
                continue;
            }
            let slot = match field {
                Field::Buyer => &mut order.buyer,
                Field::Receiver => &mut order.receiver,
                Field::Phone => &mut order.phone,
                _ => &mut order.address,
            };
            if slot.is_empty() {
                slot.clone_from(text);
            }
        }
    }
}
