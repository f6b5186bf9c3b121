//! Parcels complete the orders that they name.

use crate::model::{Field, Fields, Stamp};
use crate::records::numbers;
use crate::records::{Journeys, Order, Parcel};
use std::collections::{HashMap, HashSet};

/// Parcels that wait for their orders.
#[derive(Default)]
pub(super) struct Waiting {
    /// By order number.
    named: HashMap<String, Named>,
    pub(super) journeys: Journeys,
    /// How many parcels there are.
    many: usize,
}

#[derive(Default)]
struct Named {
    parcels: Vec<Parcel>,
    /// Tracking numbers of which a scan named the order: every scan does.
    scanned: HashSet<String>,
    /// Platforms and shops of the orders of this number that were there already.
    met: Vec<(String, String)>,
}

impl Waiting {
    pub(super) fn is_empty(&self) -> bool {
        self.named.is_empty() && self.journeys.is_empty()
    }

    /// What they take in memory, about.
    pub(super) fn size(&self) -> usize {
        self.many * 400 + self.journeys.len() * 130
    }

    /// `orders`: the numbers that it names, with commas between.
    pub(super) fn add(&mut self, orders: &str, parcel: &Parcel) {
        for number in orders.split(',').filter(|n| !n.is_empty()) {
            let named = self.named.entry(number.to_owned()).or_default();
            if !parcel.scan || named.scanned.insert(parcel.tracking_no.clone()) {
                named.parcels.push(parcel.clone());
                self.many += 1;
            }
        }
    }

    /// Gives an order its parcels. `others`: where else orders of a number are known (platform, shop).
    pub(super) fn attach(&mut self, order: &mut Order, others: impl Fn(&str) -> Vec<(String, String)>) {
        self.attach_named(order, others);
        self.journeys.tell(order);
    }

    fn attach_named(&mut self, order: &mut Order, others: impl Fn(&str) -> Vec<(String, String)>) {
        let Some(named) = self.named.get_mut(&order.order_no) else { return };
        let others = others(&order.order_no);
        let others =
            named.met.iter().chain(&others).map(|(platform, shop)| (platform.as_str(), shop.as_str()));
        let of = |p: &&Parcel| p.is_of(&order.platform, &order.shop, others.clone());
        order.parcels.extend(named.parcels.iter().filter(of).cloned());
        named.met.push((order.platform.clone(), order.shop.clone()));
    }
}

/// Where a tracking number and what belongs to it are told: an order, or one of its items.
struct ParcelSlot<'a> {
    tracking_no: &'a mut String,
    carrier: &'a mut String,
    shipped_at: &'a mut Option<Stamp>,
    have: &'a mut Fields,
    /// Its own export says that it was never shipped.
    never: bool,
}

/// Fills what neither the order's own export nor its items tell from its parcels.
pub(super) fn complete(order: &mut Order) {
    // In whichever order they came, they are told in one.
    order.parcels.sort_by(|a, b| {
        let key = |p: &Parcel| (p.shipped_at.is_none(), p.shipped_at);
        key(a)
            .cmp(&key(b))
            .then_with(|| a.tracking_no.cmp(&b.tracking_no))
            .then_with(|| a.carrier.cmp(&b.carrier))
    });
    let all: Vec<&Parcel> = order.parcels.iter().collect();
    let mut by_item: HashMap<&str, Vec<&Parcel>> = HashMap::new();
    for parcel in all.iter().filter(|p| !p.item_no.is_empty()) {
        by_item.entry(&parcel.item_no).or_default().push(parcel);
    }
    for item in &mut order.items {
        let Some(mine) = by_item.get(item.item_no.as_str()) else { continue };
        let never = item.sentinels.has(Field::ShippedAt);
        let place = ParcelSlot {
            tracking_no: &mut item.tracking_no,
            carrier: &mut item.carrier,
            shipped_at: &mut item.shipped_at,
            have: &mut item.have,
            never,
        };
        fill(place, mine);
    }
    let place = ParcelSlot {
        tracking_no: &mut order.tracking_no,
        carrier: &mut order.carrier,
        shipped_at: &mut order.shipped_at,
        have: &mut order.have,
        never: order.sentinels.has(Field::ShippedAt),
    };
    fill(place, &all);
}

fn fill(place: ParcelSlot<'_>, parcels: &[&Parcel]) {
    let told = |no: &str| numbers(no).into_iter().map(|n| n.to_ascii_uppercase()).collect::<Vec<_>>();
    let own: HashSet<String> = told(place.tracking_no).into_iter().collect();
    // Beside a number of its own only what is said of that parcel belongs to it.
    let silent = place.tracking_no.is_empty();
    let mine: Vec<&&Parcel> =
        parcels.iter().filter(|p| silent || told(&p.tracking_no).iter().any(|n| own.contains(n))).collect();
    if mine.is_empty() {
        return;
    }
    if silent {
        *place.tracking_no = each_once(mine.iter().map(|p| p.tracking_no.as_str()));
        place.have.add(Field::TrackingNo);
    }
    if place.carrier.is_empty() {
        *place.carrier = each_once(mine.iter().map(|p| p.carrier.as_str()));
        if !place.carrier.is_empty() {
            place.have.add(Field::Carrier);
        }
    }
    if place.shipped_at.is_none() && !place.never {
        *place.shipped_at = mine.iter().filter_map(|p| p.shipped_at).min();
        if place.shipped_at.is_some() {
            place.have.add(Field::ShippedAt);
        }
    }
}

/// As an order export writes several into one cell.
fn each_once<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut known = HashSet::new();
    let mut out: Vec<&str> = Vec::new();
    for text in texts.filter(|t| !t.is_empty()) {
        if known.insert(text.to_ascii_lowercase()) {
            out.push(text);
        }
    }
    out.join(",")
}

#[cfg(test)]
mod tests {
    use super::super::Parts;
    use super::*;
    use crate::model::Status;
    use crate::records::Item;

    fn parcel(tracking_no: &str, carrier: &str, shipped_at: Option<i64>) -> Parcel {
        Parcel {
            platform: "douyin".into(),
            tracking_no: tracking_no.into(),
            carrier: carrier.into(),
            shipped_at: shipped_at.map(Stamp),
            ..Parcel::default()
        }
    }

    fn told(order: Order, parcels: Vec<Parcel>) -> Order {
        let mut order = Order { parcels, ..order };
        super::super::complete(&mut order);
        order
    }

    fn three(order: &Order) -> (&str, &str, Option<i64>) {
        (&order.tracking_no, &order.carrier, order.shipped_at.map(|at| at.0))
    }

    #[test]
    fn several_parcels_are_joined_each_number_once() {
        let paid = Order { status: Status::Paid, ..Order::default() };
        let parcels =
            vec![parcel("YT2", "圆通", None), parcel("SF1", "顺丰", Some(9)), parcel("sf1", "顺丰", Some(7))];
        let order = told(paid, parcels);
        assert_eq!(three(&order), ("sf1,YT2", "顺丰,圆通", Some(7)));
        assert_eq!(order.status, Status::Paid, "a waybill is no status");
        let have = [Field::TrackingNo, Field::Carrier, Field::ShippedAt];
        assert_eq!(order.have, Fields::of(&have));
        let again = told(order.clone(), order.parcels.clone());
        assert_eq!(again, order);
    }

    #[test]
    fn what_nobody_told_is_not_had() {
        let order = told(Order::default(), vec![parcel("YT2", "", None)]);
        assert_eq!(order.have, Fields::of(&[Field::TrackingNo]));
    }

    #[test]
    fn the_orders_own_values_stand() {
        let own = Order {
            tracking_no: "YT10000001".into(),
            shipped_at: Some(Stamp(3)),
            have: Fields::of(&[Field::TrackingNo, Field::ShippedAt]),
            ..Order::default()
        };
        let other = vec![parcel("SF10000002", "顺丰", Some(9))];
        assert_eq!(three(&told(own.clone(), other)), ("YT10000001", "", Some(3)), "another parcel's carrier");
        let both = vec![parcel("SF10000002", "顺丰", Some(9)), parcel("yt10000001", "圆通", Some(8))];
        assert_eq!(three(&told(own, both)), ("YT10000001", "圆通", Some(3)));
        let never = Order { sentinels: Fields::of(&[Field::ShippedAt]), ..Order::default() };
        assert_eq!(told(never, vec![parcel("SF1", "", Some(9))]).shipped_at, None);
    }

    #[test]
    fn an_item_number_leads_to_the_item() {
        let item = |no: &str| Item { item_no: no.into(), ..Item::default() };
        let order = Order { items: vec![item("1"), item("2")], ..Order::default() };
        let of = |no: &str, p| Parcel { item_no: no.into(), ..p };
        let order = told(order, vec![of("2", parcel("SF2", "顺丰", Some(9))), parcel("SF3", "", None)]);
        let items: Vec<&str> = order.items.iter().map(|i| i.tracking_no.as_str()).collect();
        assert_eq!((items, order.tracking_no.as_str()), (vec!["", "SF2"], "SF2,SF3"));
        assert_eq!(order.items[1].shipped_at, Some(Stamp(9)));
    }

    #[test]
    fn one_waybill_counts_for_each_order_that_it_names() {
        let mut parts = Parts::default();
        parts.add_parcel("1,2", &parcel("SF1", "", None));
        parts.add_parcel("1", &Parcel { platform: String::new(), ..parcel("SF2", "", None) });
        let item = Item { item_no: "9".into(), ..Item::default() };
        parts.add_item("pdd", "", "1", item);
        let mut number = |platform: &str, order_no: &str| {
            let mut order =
                Order { platform: platform.into(), order_no: order_no.into(), ..Order::default() };
            parts.attach(&mut order);
            super::super::complete(&mut order);
            order.tracking_no
        };
        assert_eq!(number("douyin", "1"), "SF1", "SF2 may be of either platform's order");
        assert_eq!(number("douyin", "2"), "SF1");
        assert_eq!(number("douyin", "3"), "");
        let left = super::super::tests::left(parts);
        assert_eq!((left.len(), left[0].tracking_no.as_str()), (1, ""));
    }
}
