//! Several grains become one order: items, refunds and parcels join the order they belong to, whichever came first.

mod newer;
mod parcels;
mod shelf;

use crate::error::Result;
use crate::model::{Cents, Field, Fields, Flag, RefundState, Stamp, Status};
use crate::read::closed_by_all;
use crate::records::{GenericRecord, Item, Order, OwnedItem, Parcel, Refund, Seen};
pub use newer::{is_contested, let_newer_speak};
use parcels::Waiting;
use shelf::Shelf;
use std::collections::HashMap;
use std::ops::ControlFlow;

/// Items, refunds and parcels that wait for their order.
#[derive(Default)]
pub struct Parts {
    items: Shelf,
    refunds: Shelf,
    parcels: Waiting,
    /// Of the items: a handful.
    platforms: Vec<String>,
    items_seen: Seen,
    refunds_seen: Seen,
}

/// What waits takes no more memory than this, about: a million items and more. Beyond it a database that lives as long as the
/// command does it, in several times the time.
const MOST: usize = 256 << 20;

impl Parts {
    pub fn add_item(&mut self, platform: &str, shop: &str, order_no: &str, item: Item) {
        if !self.platforms.iter().any(|p| p == platform) {
            self.platforms.push(platform.to_owned());
        }
        let [of, shop, no] = [platform, shop, order_no].map(str::to_owned);
        self.items.put(platform, order_no, &mut OwnedItem { platform: of, shop, order_no: no, item });
    }

    pub fn add_refund(&mut self, mut refund: Refund) {
        let (platform, order_no) = (refund.platform.clone(), refund.order_no.clone());
        self.refunds.put(&platform, &order_no, &mut refund);
    }

    /// There is no room for more.
    pub fn is_full(&self) -> bool {
        self.items.size() + self.refunds.size() + self.parcels.size() > MOST
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

    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.refunds.is_empty() && self.parcels.is_empty()
    }

    /// Gives an order its items, refunds and parcels.
    pub fn attach(&mut self, order: &mut Order) {
        let (items, refunds) = self.take(&order.platform, &order.order_no);
        order.items.extend(items.into_iter().map(|owned| owned.item));
        order.refunds.extend(refunds);
        self.attach_parcels(order);
    }

    fn take(&mut self, platform: &str, order_no: &str) -> (Vec<OwnedItem>, Vec<Refund>) {
        let is_mine = |r: &Refund| r.platform == platform && r.order_no == order_no;
        let mut refunds: Vec<Refund> = Vec::new();
        let mut by_number: HashMap<String, usize> = HashMap::new();
        for refund in self.refunds.take(platform, order_no, is_mine) {
            let refund = Refund { seen: self.refunds_seen, ..refund };
            let index = *by_number.entry(refund.refund_no.clone()).or_insert(refunds.len());
            // A number that stands twice is one case: the later row tells of it.
            match refunds.get_mut(index) {
                Some(known) => *known = refund,
                None => refunds.push(refund),
            }
        }
        let is_mine = |i: &OwnedItem| i.platform == platform && i.order_no == order_no;
        let mut items = self.items.take(platform, order_no, is_mine);
        items.iter_mut().for_each(|owned| owned.item.seen = self.items_seen);
        (items, refunds)
    }

    fn attach_parcels(&mut self, order: &mut Order) {
        let (platforms, items) = (&self.platforms, &self.items);
        self.parcels.attach(order, |order_no| {
            let mut known = Vec::new();
            for platform in platforms {
                let is_mine = |i: &OwnedItem| i.platform == *platform && i.order_no == order_no;
                let items = items.of(platform, order_no, is_mine);
                if !items.is_empty() {
                    known.push((platform.clone(), shop_of(items.iter().map(|(_, i)| &i.shop), &[])));
                }
            }
            known
        });
    }

    /// Refunds whose order stands nowhere, not even by its items.
    pub fn strays(&mut self) -> Vec<Refund> {
        let mut out = Vec::new();
        for index in 0..self.refunds.len() {
            let Some(refund) = self.refunds.waiting::<Refund>(index) else { continue };
            let (platform, order_no) = (&refund.platform, &refund.order_no);
            let is_mine = |i: &OwnedItem| i.platform == *platform && i.order_no == *order_no;
            if self.items.of(platform, order_no, is_mine).is_empty() {
                out.extend(self.take(platform, order_no).1);
            }
        }
        out
    }

    /// Shows the orders that are known by their items only, and, where `bare` ones are wanted, by their refunds only.
    pub fn leftovers(
        mut self,
        bare: bool,
        f: &mut dyn FnMut(&mut Order) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        for index in 0..self.refunds.len() {
            let Some(refund) = self.refunds.waiting::<Refund>(index) else { continue };
            if let Some(mut order) = self.leftover(&refund.platform, &refund.order_no, bare)
                && f(&mut order)?.is_break()
            {
                return Ok(());
            }
        }
        for index in 0..self.items.len() {
            let Some(owned) = self.items.waiting::<OwnedItem>(index) else { continue };
            if let Some(mut order) = self.leftover(&owned.platform, &owned.order_no, bare)
                && f(&mut order)?.is_break()
            {
                return Ok(());
            }
        }
        Ok(())
    }

    fn leftover(&mut self, platform: &str, order_no: &str, bare: bool) -> Option<Order> {
        let (items, refunds) = self.take(platform, order_no);
        let shop = shop_of(items.iter().map(|i| &i.shop), &refunds);
        let (platform, order_no) = (platform.to_owned(), order_no.to_owned());
        if items.is_empty() {
            return bare.then(|| from_refunds(platform, shop, order_no, refunds));
        }
        let mut order = Order { platform, shop, order_no, ..Order::default() };
        order.items = items.into_iter().map(|owned| owned.item).collect();
        self.attach_parcels(&mut order);
        Some(from_items(Order { refunds, ..order }))
    }
}

/// The first shop that anything names which belongs to an order.
fn shop_of<'s>(items: impl Iterator<Item = &'s String>, refunds: &'s [Refund]) -> String {
    let mut all = refunds.iter().map(|r| &r.shop).chain(items);
    all.find(|shop| !shop.is_empty()).cloned().unwrap_or_default()
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
    if !order.items.is_empty() || !order.refunds.is_empty() {
        closed_by_all(order);
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

    /// The orders that are left when no more come.
    pub(super) fn left(parts: Parts) -> Vec<Order> {
        let mut left = Vec::new();
        let take = |order: &mut Order| {
            left.push(std::mem::take(order));
            Ok(ControlFlow::Continue(()))
        };
        parts.leftovers(false, &mut { take }).expect("no error");
        left
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
        assert!(left(parts).is_empty());
    }
}
