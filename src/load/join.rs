//! Several grains become one order: items, refunds and parcels join the order they belong to, whichever came first.

mod newer;
mod parcels;

use crate::model::{Cents, Field, Fields, Flag, RefundState, Stamp, Status};
use crate::records::{GenericRecord, Item, Order, Parcel, Refund, Seen};
pub use newer::{is_contested, let_newer_speak};
use parcels::Waiting;
use std::collections::HashMap;

/// Items, refunds and parcels that wait for their order.
#[derive(Default)]
pub struct Parts {
    /// By platform and order number.
    groups: HashMap<(String, String), Group>,
    /// First come, first listed.
    order: Vec<(String, String)>,
    parcels: Waiting,
    /// Of the groups: a handful.
    platforms: Vec<String>,
    items_seen: Seen,
    refunds_seen: Seen,
}

#[derive(Default)]
struct Group {
    shop: String,
    items: Vec<Item>,
    refunds: Vec<Refund>,
    /// Where each refund stands, by its number.
    by_number: HashMap<String, usize>,
}

impl Parts {
    pub fn add_item(&mut self, platform: &str, shop: &str, order_no: &str, item: Item) {
        self.group(platform, shop, order_no).items.push(item);
    }

    pub fn add_refund(&mut self, refund: Refund) {
        let (platform, shop, order_no) =
            (refund.platform.clone(), refund.shop.clone(), refund.order_no.clone());
        let Group { refunds, by_number, .. } = self.group(&platform, &shop, &order_no);
        let end = refunds.len();
        let index = *by_number.entry(refund.refund_no.clone()).or_insert(end);
        // A number that stands twice is one case: the later row tells of it.
        match refunds.get_mut(index) {
            Some(known) => *known = refund,
            None => refunds.push(refund),
        }
    }

    /// `orders`: the numbers that it names, with commas between.
    pub fn add_parcel(&mut self, orders: &str, parcel: &Parcel) {
        self.parcels.add(orders, parcel);
    }

    /// A line of parcels, of what carriers scanned or billed.
    pub fn add_line(&mut self, line: &GenericRecord) {
        self.parcels.journeys.see(line);
        if let Some(parcel) = Parcel::of(line) {
            self.add_parcel(line.text(Field::OrderNo), &parcel);
        }
    }

    /// All items that were added are of an export of this rank.
    pub fn items_are_of(&mut self, rank: Stamp) {
        self.items_seen = Seen::at(Some(rank));
    }

    /// All refunds that were added are of an export of this rank.
    pub fn refunds_are_of(&mut self, rank: Stamp) {
        self.refunds_seen = Seen::at(Some(rank));
    }

    fn group(&mut self, platform: &str, shop: &str, order_no: &str) -> &mut Group {
        let key = (platform.to_owned(), order_no.to_owned());
        if !self.groups.contains_key(&key) {
            self.order.push(key.clone());
            if !self.platforms.iter().any(|p| p == platform) {
                self.platforms.push(platform.to_owned());
            }
        }
        let group = self.groups.entry(key).or_default();
        if group.shop.is_empty() {
            group.shop.push_str(shop);
        }
        group
    }

    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.parcels.is_empty()
    }

    /// Gives an order its items, refunds and parcels.
    pub fn attach(&mut self, order: &mut Order) {
        if let Some(group) = self.groups.remove(&(order.platform.clone(), order.order_no.clone())) {
            let (items_seen, refunds_seen) = (self.items_seen, self.refunds_seen);
            order.items.extend(group.items.into_iter().map(|item| Item { seen: items_seen, ..item }));
            order.refunds.extend(group.refunds.into_iter().map(|r| Refund { seen: refunds_seen, ..r }));
        }
        self.attach_parcels(order);
    }

    fn attach_parcels(&mut self, order: &mut Order) {
        let (platforms, groups) = (&self.platforms, &self.groups);
        self.parcels.attach(order, |order_no| {
            let keys = platforms.iter().map(|platform| (platform.clone(), order_no.to_owned()));
            let known = keys.filter_map(|key| groups.get(&key).map(|group| (key.0, group)));
            let with_items = known.filter(|(_, group)| !group.items.is_empty());
            with_items.map(|(platform, group)| (platform, group.shop.clone())).collect()
        });
    }

    /// Refunds whose order stands nowhere, not even by its items.
    pub fn strays(&mut self) -> Vec<Refund> {
        let mut out = Vec::new();
        for key in &self.order {
            if let Some(group) = self.groups.get_mut(key)
                && group.items.is_empty()
            {
                out.append(&mut group.refunds);
            }
        }
        out
    }

    /// Orders that are known by their items only, and, where `bare` ones are wanted, by their refunds only.
    pub fn leftovers(mut self, bare: bool) -> Vec<Order> {
        let mut out = Vec::new();
        for key in std::mem::take(&mut self.order) {
            let Some(group) = self.groups.remove(&key) else { continue };
            if !group.items.is_empty() {
                let mut order =
                    Order { platform: key.0, shop: group.shop, order_no: key.1, ..Order::default() };
                self.attach_parcels(&mut order);
                out.push(from_items(Order { items: group.items, refunds: group.refunds, ..order }));
            } else if bare {
                out.push(from_refunds(key.0, group.shop, key.1, group.refunds));
            }
        }
        out
    }
}

/// An order of which nothing is known but its refunds.
pub fn from_refunds(platform: String, shop: String, order_no: String, refunds: Vec<Refund>) -> Order {
    Order {
        platform,
        shop,
        order_no,
        refunds,
        have: Fields::of(&[Field::OrderNo, Field::RefundNo]),
        ..Order::default()
    }
}

/// An order put together from its item rows. Of `parts` only what tells it apart counts, and what belongs to it.
pub fn from_items(parts: Order) -> Order {
    let Order { platform, shop, order_no, items, refunds, parcels, .. } = parts;
    let have = items.iter().fold(Fields(u128::MAX), |all, i| Fields(all.0 & i.have.0));
    let sum = |value: fn(&Item) -> Option<Cents>| -> Option<Cents> {
        items.iter().try_fold(Cents(0), |all, i| all.checked_add(value(i)?))
    };
    let taken = Fields::of(&[
        Field::Flag,
        Field::SellerNote,
        Field::BuyerNote,
        Field::Carrier,
        Field::TrackingNo,
        Field::CreatedAt,
        Field::PaidAt,
        Field::ShippedAt,
    ]);
    let mut order = Order {
        platform,
        shop,
        order_no,
        status: Status::of_parts(items.iter().map(|i| i.status)),
        status_raw: items.first().map(|i| i.status_raw.clone()).unwrap_or_default(),
        quantity: items.iter().try_fold(0_i64, |all, i| all.checked_add(i.quantity?)),
        payable: sum(|i| i.payable),
        paid: sum(|i| i.paid),
        refunded: if have.has(Field::Refunded) {
            items.iter().filter_map(|i| i.refunded).try_fold(Cents(0), Cents::checked_add)
        } else {
            None
        },
        // What `complete` takes from the items is not the order's own yet.
        have: Fields(have.0 & !taken.0),
        items,
        refunds,
        parcels,
        ..Order::default()
    };
    order.have.add(Field::OrderNo);
    order.titles = order.product().into_owned();
    complete(&mut order);
    order
}

/// Fills what the order's own export does not offer from its items, refunds and parcels.
pub fn complete(order: &mut Order) {
    let items = &order.items;
    let mut have = order.have;
    // A column is offered by the items if every item row had it; the order's own export goes first.
    let mut take = |field: Field| {
        let offered = !items.is_empty() && items.iter().all(|i| i.have.has(field));
        let wanted = offered && !order.have.has(field);
        if offered {
            have.add(field);
        }
        wanted
    };
    if take(Field::Flag) && order.flag == Flag::None {
        order.flag = items.iter().map(|i| i.flag).find(|f| *f != Flag::None).unwrap_or_default();
    }
    if take(Field::SellerNote) && order.seller_note.is_empty() {
        order.seller_note = first(items, |i| &i.seller_note);
    }
    if take(Field::BuyerNote) && order.buyer_note.is_empty() {
        order.buyer_note = first(items, |i| &i.buyer_note);
    }
    if take(Field::Carrier) && order.carrier.is_empty() {
        order.carrier = first(items, |i| &i.carrier);
    }
    if take(Field::TrackingNo) && order.tracking_no.is_empty() {
        order.tracking_no = first(items, |i| &i.tracking_no);
    }
    if take(Field::CreatedAt) && order.created_at.is_none() {
        order.created_at = items.iter().filter_map(|i| i.created_at).min();
    }
    if take(Field::PaidAt) && order.paid_at.is_none() {
        order.paid_at = items.iter().filter_map(|i| i.paid_at).max();
    }
    if take(Field::ShippedAt) && order.shipped_at.is_none() {
        order.shipped_at = items.iter().filter_map(|i| i.shipped_at).max();
    }
    let sum = |value: fn(&Item) -> Option<Cents>| {
        items.iter().try_fold(Cents(0), |all, i| all.checked_add(value(i)?))
    };
    if take(Field::Payable) {
        order.payable = sum(|i| i.payable);
    }
    if take(Field::Paid) {
        order.paid = sum(|i| i.paid);
    }
    if take(Field::Quantity) && order.quantity.is_none() {
        order.quantity = items.iter().try_fold(0_i64, |all, i| all.checked_add(i.quantity?));
    }
    order.have = have;
    if !order.refunds.is_empty() {
        order.have.add(Field::RefundNo);
    }
    if !order.have.has(Field::Refunded) && !order.refunds.is_empty() {
        // One refund of which it is not known whether it was paid back, or how much, makes the sum unknown.
        let untold = |r: &Refund| r.state == RefundState::None && !r.have.has(Field::RefundState);
        let paid_back = |r: &Refund| match r.state {
            RefundState::Success => r.amount,
            RefundState::Unknown => None,
            _ if untold(r) => None,
            _ => Some(Cents(0)),
        };
        let sum = order.refunds.iter().try_fold(Cents(0), |all, r| all.checked_add(paid_back(r)?));
        if sum.is_some() {
            order.refunded = sum;
            order.have.add(Field::Refunded);
        }
    }
    if !order.parcels.is_empty() {
        parcels::complete(order);
    }
}

fn first(items: &[Item], value: fn(&Item) -> &String) -> String {
    items.iter().map(value).find(|t| !t.is_empty()).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(status: Status, paid: i64) -> Item {
        Item {
            status,
            paid: Some(Cents(paid)),
            quantity: Some(1),
            have: Fields::of(&[Field::Status, Field::Paid, Field::SellerNote]),
            seller_note: "改地址".into(),
            title: "杯".into(),
            ..Item::default()
        }
    }

    #[test]
    fn items_alone_make_an_order() {
        let items = vec![item(Status::Paid, 100), item(Status::ClosedRefunded, 50)];
        let order = from_items(Order { platform: "taobao".into(), items, ..Order::default() });
        assert_eq!(order.status, Status::Paid);
        assert_eq!(order.paid, Some(Cents(150)));
        assert_eq!(order.quantity, Some(2));
        assert_eq!(order.seller_note, "改地址");
        assert_eq!(order.payable, None);
        assert!(!order.have.has(Field::CreatedAt));
    }

    #[test]
    fn a_refund_of_an_unknown_amount_makes_the_sum_unknown() {
        let refund = |amount: Option<i64>| Refund {
            state: RefundState::Success,
            amount: amount.map(Cents),
            ..Refund::default()
        };
        let sum = |refunds: Vec<Refund>| {
            let mut order = Order { refunds, ..Order::default() };
            complete(&mut order);
            (order.refunded, order.have.has(Field::Refunded))
        };
        assert_eq!(sum(vec![refund(Some(100)), refund(Some(50))]), (Some(Cents(150)), true));
        assert_eq!(sum(vec![refund(Some(100)), refund(None)]), (None, false));
    }

    #[test]
    fn what_the_order_says_itself_stands() {
        let mut parts = Parts::default();
        parts.add_item("taobao", "", "1", item(Status::Paid, 1));
        let mut order = Order {
            platform: "taobao".into(),
            order_no: "1".into(),
            status: Status::Paid,
            have: Fields::of(&[Field::SellerNote]),
            ..Order::default()
        };
        parts.attach(&mut order);
        complete(&mut order);
        assert_eq!(order.items.len(), 1);
        assert_eq!(order.seller_note, "");
        assert!(parts.leftovers(false).is_empty());
    }
}
