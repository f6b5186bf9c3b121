//! One line of an order.

use super::{Column, Origin, Record, Schema, Seen, Slot};
use crate::model::{Cents, Field as F, Fields, Flag, RefundState, Stamp, Status};

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
    pub seen: Seen,
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

/// An item, and the order it belongs to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OwnedItem {
    pub platform: String,
    pub shop: String,
    pub order_no: String,
    pub item: Item,
}

pub static ITEMS: Schema = Schema {
    key: "items",
    table: "order_items",
    zh: "商品",
    en: "items",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::of(F::OrderNo).key(),
        Column::of(F::ItemNo).key(),
        Column::of(F::Items).stored("title"),
        Column::of(F::Sku),
        Column::of(F::Spec),
        Column::of(F::ProductId).hidden(),
        Column::of(F::Quantity),
        Column::of(F::Price),
        Column::of(F::Payable).hidden(),
        Column::of(F::Paid).ledger(),
        Column::of(F::Refunded).hidden().ledger(),
        Column::of(F::Status).state(&["unknown"]).ledger(),
        Column::of(F::StatusRaw).hidden(),
        Column::of(F::RefundState).silent(&["none"]).ledger(),
        Column::of(F::ShipDue).hidden().ledger(),
        Column::of(F::ShippedAt).hidden(),
        Column::of(F::Carrier).hidden(),
        Column::of(F::TrackingNo).hidden(),
        Column::of(F::CreatedAt),
        Column::of(F::PaidAt).hidden(),
        Column::of(F::Flag).silent(&[""]).hidden().ledger(),
        Column::of(F::SellerNote).hidden().ledger(),
        Column::of(F::BuyerNote).hidden().ledger(),
        Column::EXTRA,
        Column::OFFERED,
        Column::SENTINELS,
    ],
    number: Some(F::ItemNo),
    identity: &[],
    required: &[],
    age: &[F::CreatedAt, F::PaidAt, F::ShippedAt],
    at: &[F::CreatedAt],
    origin: Origin::Export,
    make: || Box::new(OwnedItem::default()),
};

impl Record for OwnedItem {
    fn schema(&self) -> &'static Schema {
        &ITEMS
    }

    fn slots<'r>(&'r mut self, f: &mut dyn FnMut(Slot<'r>)) {
        let OwnedItem { platform, shop, order_no, item } = self;
        f(Slot::Text(platform));
        f(Slot::Text(shop));
        f(Slot::Text(order_no));
        f(Slot::Text(&mut item.item_no));
        f(Slot::Text(&mut item.title));
        f(Slot::Text(&mut item.sku));
        f(Slot::Text(&mut item.spec));
        f(Slot::Text(&mut item.product_id));
        f(Slot::Count(&mut item.quantity));
        f(Slot::Money(&mut item.price));
        f(Slot::Money(&mut item.payable));
        f(Slot::Money(&mut item.paid));
        f(Slot::Money(&mut item.refunded));
        f(Slot::Word(&mut item.status));
        f(Slot::Text(&mut item.status_raw));
        f(Slot::Word(&mut item.refund_state));
        f(Slot::Time(&mut item.ship_due));
        f(Slot::Time(&mut item.shipped_at));
        f(Slot::Text(&mut item.carrier));
        f(Slot::Text(&mut item.tracking_no));
        f(Slot::Time(&mut item.created_at));
        f(Slot::Time(&mut item.paid_at));
        f(Slot::Word(&mut item.flag));
        f(Slot::Text(&mut item.seller_note));
        f(Slot::Text(&mut item.buyer_note));
        f(Slot::Text(&mut item.extra));
        f(Slot::Columns(&mut item.have));
        f(Slot::Columns(&mut item.sentinels));
    }

    fn as_any(&mut self) -> &mut dyn std::any::Any {
        self
    }
}
