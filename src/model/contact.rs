//! Contacts: what was done for a buyer about an order.

use super::Stamp;

/// Something done for a buyer about an order: `done` or `skip`, for one purpose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// Given by the store.
    pub id: String,
    pub platform: String,
    pub shop: String,
    pub order_no: String,
    pub purpose: String,
    pub action: String,
    /// When the buyer was contacted; given by the store, from `Who`, where it is 0.
    pub at: Stamp,
    /// Given by the store, from `Who`.
    pub by: String,
    pub via: String,
    /// `paid`, `promised`, `no-answer`, `refused`, or nothing.
    pub result: String,
    pub note: String,
}
