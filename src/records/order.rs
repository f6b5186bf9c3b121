//! One order of one shop, as a rule or a renderer sees it.

use super::slot::{self, Visit};
use super::{Column, Item, Origin, Parcel, Record, Refund, Schema, Seen, Slot, Type};
use crate::model::{Cents, Field, Field as F, Fields, Flag, OrderKind, Stamp, Status, platform};
use std::borrow::Cow;

/// What an order is told apart by.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub platform: String,
    pub shop: String,
    pub order_no: String,
}

/// An order. Empty text, `None` and `Unknown` mean that the export did not say.
///
/// `have` tells the columns that the source offers: an empty value in a column that is there is a fact,
/// a column that is not there is not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Order {
    pub platform: String,
    pub shop: String,
    pub order_no: String,
    pub status: Status,
    pub status_raw: String,
    pub kind: OrderKind,
    pub buyer: String,
    pub receiver: String,
    pub phone: String,
    pub address: String,
    /// The titles as the order export joins them.
    pub titles: String,
    pub quantity: Option<i64>,
    pub goods: Option<Cents>,
    pub freight: Option<Cents>,
    pub payable: Option<Cents>,
    /// Before refunds.
    pub paid: Option<Cents>,
    pub refunded: Option<Cents>,
    /// What the platform has paid out to the shop.
    pub received: Option<Cents>,
    /// ISO code as the export states it; empty = the platform's own. [`Order::money_is`] tells which that is.
    pub currency: String,
    pub created_at: Option<Stamp>,
    pub paid_at: Option<Stamp>,
    pub shipped_at: Option<Stamp>,
    pub completed_at: Option<Stamp>,
    /// Deadlines that the export states itself.
    pub ship_due: Option<Stamp>,
    pub pay_due: Option<Stamp>,
    pub modified_at: Option<Stamp>,
    pub carrier: String,
    pub tracking_no: String,
    pub flag: Flag,
    pub seller_note: String,
    pub buyer_note: String,
    pub close_reason: String,
    pub pay_no: String,
    pub items: Vec<Item>,
    pub refunds: Vec<Refund>,
    pub parcels: Vec<Parcel>,
    pub have: Fields,
    /// Time columns that held a date which means "never".
    pub sentinels: Fields,
    /// Unmapped columns as a JSON object, kept so that nothing is lost; empty where nobody asked.
    pub extra: String,
    pub seen: Seen,
    /// Exports contradict each other about it, so that what is true of it hangs on which is the newer.
    pub contested: bool,
    /// Its items are older than it is and tell otherwise: what they say of states and amounts is over.
    pub items_overtaken: bool,
}

impl Order {
    pub fn key(&self) -> Key {
        Key { platform: self.platform.clone(), shop: self.shop.clone(), order_no: self.order_no.clone() }
    }

    /// The ISO code of every amount of the order; empty where nobody tells. Amounts of different codes are never
    /// added up.
    pub fn money_is(&self) -> &str {
        if self.currency.is_empty() { platform::currency(&self.platform) } else { &self.currency }
    }

    /// Nothing of it is known but its refunds.
    pub fn is_only_refunds(&self) -> bool {
        self.items.is_empty() && self.have == Fields::of(&[F::OrderNo, F::RefundNo])
    }

    /// The status says that nobody paid, the amounts say that all of it was: one of the two is wrong.
    pub fn is_called_unpaid_and_paid(&self) -> bool {
        self.status == Status::Unpaid
            && self.kind != OrderKind::Cod
            && self.payable.zip(self.paid).is_some_and(|(payable, paid)| payable.0 > 0 && paid >= payable)
    }

    /// The currency that its amounts are in, as far as they make one among others; `None` where neither currency nor amount
    /// is known.
    pub fn deals_in(&self) -> Option<&str> {
        Some(self.money_is()).filter(|code| !code.is_empty() || self.has_amounts())
    }

    /// Nothing was to be paid, and nothing was: a present, a sample, an order that coupons paid for.
    pub fn costs_nothing(&self) -> bool {
        let nothing = |cents: Cents| cents.0 == 0;
        match self.payable {
            Some(payable) => nothing(payable) && self.paid.is_none_or(nothing),
            None => self.status.is_paid() && self.kind != OrderKind::Cod && self.paid.is_some_and(nothing),
        }
    }

    /// Some amount of it is known.
    pub fn has_amounts(&self) -> bool {
        [self.goods, self.freight, self.payable, self.paid, self.refunded, self.received]
            .iter()
            .any(Option::is_some)
    }

    /// `paid − refunded`.
    pub fn received_net(&self) -> Option<Cents> {
        Some(Cents(self.paid?.0.checked_sub(self.refunded.unwrap_or_default().0)?))
    }

    /// [`Record::slots`] for what is made anew for every value.
    #[inline(always)]
    pub fn visit<'r>(&'r mut self, visit: &mut impl Visit<'r>) {
        visit.slot(Slot::Text(&mut self.platform));
        visit.slot(Slot::Text(&mut self.shop));
        visit.slot(Slot::Text(&mut self.order_no));
        visit.slot(Slot::Word(&mut self.status));
        visit.slot(Slot::Text(&mut self.status_raw));
        visit.slot(Slot::Word(&mut self.kind));
        visit.slot(Slot::Text(&mut self.buyer));
        visit.slot(Slot::Text(&mut self.receiver));
        visit.slot(Slot::Text(&mut self.phone));
        visit.slot(Slot::Text(&mut self.address));
        visit.slot(Slot::Text(&mut self.titles));
        visit.slot(Slot::Count(&mut self.quantity));
        visit.slot(Slot::Money(&mut self.goods));
        visit.slot(Slot::Money(&mut self.freight));
        visit.slot(Slot::Money(&mut self.payable));
        visit.slot(Slot::Money(&mut self.paid));
        visit.slot(Slot::Money(&mut self.refunded));
        visit.slot(Slot::Money(&mut self.received));
        visit.slot(Slot::Text(&mut self.currency));
        visit.slot(Slot::Time(&mut self.created_at));
        visit.slot(Slot::Time(&mut self.paid_at));
        visit.slot(Slot::Time(&mut self.shipped_at));
        visit.slot(Slot::Time(&mut self.completed_at));
        visit.slot(Slot::Time(&mut self.ship_due));
        visit.slot(Slot::Time(&mut self.pay_due));
        visit.slot(Slot::Time(&mut self.modified_at));
        visit.slot(Slot::Text(&mut self.carrier));
        visit.slot(Slot::Text(&mut self.tracking_no));
        visit.slot(Slot::Word(&mut self.flag));
        visit.slot(Slot::Text(&mut self.seller_note));
        visit.slot(Slot::Text(&mut self.buyer_note));
        visit.slot(Slot::Text(&mut self.close_reason));
        visit.slot(Slot::Text(&mut self.pay_no));
        visit.slot(Slot::Text(&mut self.extra));
        visit.slot(Slot::Columns(&mut self.have));
        visit.slot(Slot::Columns(&mut self.sentinels));
    }

    /// Empties the record but keeps its buffers, for the next row.
    pub fn clear(&mut self) {
        self.visit(&mut slot::Clear);
        self.items.clear();
        self.refunds.clear();
        self.parcels.clear();
        self.seen = Seen::default();
        self.contested = false;
        self.items_overtaken = false;
    }

    /// The first of `required` that the source does not offer, or offers only masked in this row.
    pub fn lacks(&self, required: Fields) -> Option<Field> {
        required.missing_in(self.have)
    }

    /// The moments that [`Order::last_event`] looks at.
    pub const EVENTS: &[Field] =
        &[Field::CreatedAt, Field::PaidAt, Field::ShippedAt, Field::CompletedAt, Field::ModifiedAt];

    /// The newest moment that the record tells of; deadlines are not events.
    pub fn last_event(&self) -> Option<Stamp> {
        // Nothing comes before everything else.
        let [first, others @ ..] =
            [self.created_at, self.paid_at, self.shipped_at, self.completed_at, self.modified_at];
        others.into_iter().fold(first, Option::max)
    }

    /// What was ordered, in words: the export's titles, else the items' own.
    pub fn product(&self) -> Cow<'_, str> {
        if !self.titles.is_empty() || self.items.is_empty() {
            return Cow::Borrowed(&self.titles);
        }
        let mut titles: Vec<&str> = self.items.iter().map(|i| i.title.as_str()).collect();
        titles.dedup();
        Cow::Owned(titles.join("，"))
    }
}

pub static ORDERS: Schema = Schema {
    key: "orders",
    table: "orders",
    zh: "订单",
    en: "orders",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::of(F::OrderNo).key(),
        Column::of(F::Status).state(&["unknown"]).telling().ledger(),
        Column::of(F::StatusRaw).hidden(),
        Column::of(F::Kind).silent(&["normal"]).hidden(),
        Column::of(F::Buyer),
        Column::of(F::Receiver).hidden(),
        Column::of(F::Phone).hidden().ledger(),
        Column::of(F::Address).hidden().ledger(),
        Column::of(F::Items),
        Column::of(F::Quantity),
        Column::of(F::Goods).hidden(),
        Column::of(F::Freight).hidden(),
        Column::of(F::Payable),
        Column::of(F::Paid).ledger(),
        Column::of(F::Refunded).ledger(),
        Column::of(F::Received).hidden(),
        Column::of(F::Currency).is(Type::Id).hidden(),
        Column::of(F::CreatedAt),
        Column::of(F::PaidAt).hidden(),
        Column::of(F::ShippedAt).hidden(),
        Column::of(F::CompletedAt).hidden(),
        Column::of(F::ShipDue).hidden().ledger(),
        Column::of(F::PayDue).hidden(),
        Column::of(F::ModifiedAt).hidden(),
        Column::of(F::Carrier).hidden(),
        Column::of(F::TrackingNo).hidden(),
        Column::of(F::Flag).silent(&[""]).hidden().ledger(),
        Column::of(F::SellerNote).hidden().ledger(),
        Column::of(F::BuyerNote).hidden().ledger(),
        Column::of(F::CloseReason).hidden(),
        Column::of(F::PayNo).hidden(),
        Column::EXTRA,
        Column::OFFERED,
        Column::SENTINELS,
    ],
    number: Some(F::OrderNo),
    identity: &[],
    required: &[],
    age: Order::EVENTS,
    at: &[F::CreatedAt],
    origin: Origin::Export,
    make: || Box::new(Order::default()),
};

impl Record for Order {
    fn schema(&self) -> &'static Schema {
        &ORDERS
    }

    fn slots<'r>(&'r mut self, f: &mut dyn FnMut(Slot<'r>)) {
        self.visit(&mut slot::Dyn(f));
    }

    fn as_any(&mut self) -> &mut dyn std::any::Any {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cleared_order_is_an_empty_one() {
        let mut order = Order {
            order_no: "1".into(),
            paid: Some(Cents(5)),
            paid_at: Some(Stamp(1)),
            items: vec![Item::default()],
            have: Fields::of(&[Field::Paid]),
            extra: "{}".into(),
            quantity: Some(1),
            flag: Flag::Red,
            ..Order::default()
        };
        order.clear();
        assert_eq!(order, Order::default());
    }
}
