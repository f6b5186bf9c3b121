//! One line of an order.

use super::{Cents, Fields, Flag, RefundState, Stamp, Status};

/// One item (子订单) of an order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// The platform's number of the line; `~1`, `~2` … where the export has none.
    pub item_no: String,
    pub title: String,
    pub sku: String,
    pub spec: String,
    pub product_id: String,
    pub quantity: Option<i64>,
    /// List price of one piece.
    pub price: Option<Cents>,
    pub payable: Option<Cents>,
    pub paid: Option<Cents>,
    pub refunded: Option<Cents>,
    pub status: Status,
    pub status_raw: String,
    pub refund_state: RefundState,
    pub ship_due: Option<Stamp>,
    pub shipped_at: Option<Stamp>,
    pub carrier: String,
    pub tracking_no: String,
    /// What an item export repeats of its order; used where no order export says it.
    pub created_at: Option<Stamp>,
    pub paid_at: Option<Stamp>,
    pub flag: Flag,
    pub seller_note: String,
    pub buyer_note: String,
    pub have: Fields,
    /// Time columns that held a date which means "never".
    pub sentinels: Fields,
    pub extra: String,
}

impl Item {
    /// Neither closed nor refunded: the buyer still expects it, or has it.
    pub fn is_live(&self) -> bool {
        !self.status.is_closed() && self.refund_state != RefundState::Success
    }

    /// The newest moment that the row tells of.
    pub fn last_event(&self) -> Option<Stamp> {
        [self.created_at, self.paid_at, self.shipped_at].into_iter().flatten().max()
    }

    /// What tells goods apart: the code, else title and variant.
    pub fn goods_key(&self) -> (&str, &str) {
        if self.sku.is_empty() { (&self.title, &self.spec) } else { (&self.sku, &self.spec) }
    }

    /// The number to show; empty where we made it up.
    pub fn shown_no(&self) -> &str {
        if self.item_no.starts_with('~') { "" } else { &self.item_no }
    }
}
