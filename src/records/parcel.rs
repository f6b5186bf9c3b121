//! What a parcel tells of the orders that it names.

use super::{Column, FREIGHT, GenericRecord, Journey, Origin, Schema, TRACKS};
use crate::model::{Field, Field as F, Stamp};
use std::collections::HashSet;

pub static PARCELS: Schema = Schema {
    key: "parcels",
    table: "parcels",
    zh: "包裹",
    en: "parcels",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::RECORD_NO,
        Column::of(F::TrackingNo).titled("运单号", "Tracking"),
        Column::of(F::Carrier).titled("快递", "Carrier"),
        Column::of(F::OrderNo).titled("订单号", "Order"),
        Column::of(F::ItemNo).titled("子订单号", "Item"),
        Column::of(F::StatusRaw).titled("状态", "Status"),
        Column::of(F::ShippedAt).titled("发货时间", "Shipped at"),
        Column::of(F::PickedAt).titled("揽收时间", "Picked up").telling(),
        Column::of(F::At).titled("最新时间", "Last track at"),
        Column::of(F::Content).titled("最新轨迹", "Last track"),
        Column::of(F::CompletedAt).titled("签收时间", "Delivered at"),
        Column::of(F::Receiver).titled("收货人", "Receiver"),
        Column::of(F::Phone).titled("电话", "Phone"),
        Column::of(F::Address).titled("地址", "Address"),
        Column::of(F::Quantity).titled("件数", "Qty"),
        Column::of(F::Weight).titled("重量", "Weight"),
        Column::of(F::Detail).titled("备注", "Note"),
        Column::EXTRA,
        Column::OFFERED,
    ],
    number: None,
    identity: &[F::TrackingNo, F::OrderNo, F::ItemNo],
    required: &[&[F::TrackingNo]],
    age: &[F::At, F::ShippedAt, F::PickedAt, F::CompletedAt],
    at: &[F::At],
    origin: Origin::Export,
    make: || GenericRecord::boxed(&PARCELS),
};

/// A parcel of an order. Empty text and `None` mean that nobody said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parcel {
    pub platform: String,
    pub shop: String,
    /// Never empty.
    pub tracking_no: String,
    pub carrier: String,
    /// The item that it brings; empty: any of the order's.
    pub item_no: String,
    /// When it was shipped, else when the carrier fetched it.
    pub shipped_at: Option<Stamp>,
    pub journey: Journey,
    /// Known by a scan of its carrier only.
    pub scan: bool,
}

/// Words of waybills that were given back unused.
const VOID: &[&str] = &["作废", "已取消", "取消面单", "已回收", "voided", "cancel"];
/// Words of bills for what came back from buyers.
const BACK: &[&str] = &["退", "逆向", "return"];

impl Parcel {
    /// `None` for a line of another kind, without a number, of an unused waybill, or of goods that came back. The
    /// times of bills tell when something was billed, not when it was shipped.
    pub fn of(line: &GenericRecord) -> Option<Parcel> {
        let says = |field, words: &[&str]| {
            let text = line.text(field).to_lowercase();
            words.iter().any(|word| text.contains(word))
        };
        let shipped_at = if *line.kind == PARCELS && !says(Field::StatusRaw, VOID) {
            line.time(Field::ShippedAt).or(line.time(Field::PickedAt))
        } else if *line.kind == TRACKS || *line.kind == FREIGHT && !says(Field::EntryKind, BACK) {
            None
        } else {
            return None;
        };
        let text = |field| line.text(field).to_owned();
        Some(Parcel {
            platform: line.platform.clone(),
            shop: line.shop.clone(),
            tracking_no: Some(text(Field::TrackingNo)).filter(|no| !no.is_empty())?,
            carrier: text(Field::Carrier),
            item_no: text(Field::ItemNo),
            shipped_at,
            journey: Parcel::journey(line),
            scan: *line.kind == TRACKS,
        })
    }

    /// How far a line says that its parcel has come; nothing where it is of another kind.
    pub fn journey(line: &GenericRecord) -> Journey {
        match line.kind {
            kind if *kind == TRACKS => Journey::scanned(line),
            kind if *kind == PARCELS => Journey::listed(line),
            _ => Journey::default(),
        }
    }

    /// Whether it is a parcel of this order and not of one of the `others` of the same number (platform, shop): what
    /// names no platform or no shop may be anyone's, and where two could be meant it is nobody's.
    pub fn is_of<'k>(
        &self,
        platform: &str,
        shop: &str,
        mut others: impl Iterator<Item = (&'k str, &'k str)>,
    ) -> bool {
        match self.fits(platform, shop) {
            None => false,
            Some(true) => true,
            Some(false) => !others.any(|(platform, shop)| self.fits(platform, shop).is_some()),
        }
    }

    /// `Some(true)`: to the letter; `Some(false)`: as far as either tells.
    fn fits(&self, platform: &str, shop: &str) -> Option<bool> {
        let may = |a: &str, b: &str| a == b || a.is_empty() || b.is_empty();
        let exact = self.platform == platform && self.shop == shop;
        (may(&self.platform, platform) && may(&self.shop, shop)).then_some(exact)
    }
}

/// What stands between several numbers in one cell.
const BETWEEN: [char; 8] = [',', '，', ';', '；', '、', '|', '\n', '\r'];

/// The order numbers in a cell, each once, with commas between. Blanks stand between numbers, but exports also put
/// stray ones into a number: pieces that are too short to be numbers belong together.
pub fn order_list(cell: &str) -> String {
    let mut known = HashSet::new();
    let mut out: Vec<String> = Vec::new();
    for number in cell.split(BETWEEN).flat_map(pieces).filter(|n| !n.is_empty()) {
        if known.insert(number.clone()) {
            out.push(number);
        }
    }
    out.join(",")
}

/// The tracking numbers in a cell, as [`order_list`] tells them apart. A carrier's name beside them is not one.
pub fn numbers(cell: &str) -> Vec<String> {
    let mut out: Vec<String> = cell
        .split(BETWEEN)
        .flat_map(|list| {
            let plain: Vec<&str> = list.split_whitespace().filter(|p| p.is_ascii()).collect();
            pieces(&plain.join(" "))
        })
        .collect();
    out.retain(|number| digits(number) >= 6);
    out
}

fn pieces(list: &str) -> Vec<String> {
    let pieces: Vec<&str> = list.split_whitespace().collect();
    if pieces.iter().all(|p| digits(p) >= 8) {
        return pieces.into_iter().map(str::to_owned).collect();
    }
    vec![pieces.concat()]
}

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::super::{MESSAGES, Value};
    use super::*;

    fn parcel(platform: &str, shop: &str) -> Parcel {
        Parcel { platform: platform.into(), shop: shop.into(), ..Parcel::default() }
    }

    #[test]
    fn stray_blanks_belong_to_the_number() {
        assert_eq!(numbers("SF 990011 2233"), ["SF9900112233"]);
        assert_eq!(numbers("中通快递 ZT300000001"), ["ZT300000001"]);
        assert_eq!(numbers("ZT300000001 JD400000001"), ["ZT300000001", "JD400000001"]);
        assert_eq!(numbers("自提"), Vec::<String>::new());
    }

    #[test]
    fn a_cell_of_several_orders_is_a_list() {
        assert_eq!(
            order_list("6900000000000000001\t,6900000000000000002\t"),
            "6900000000000000001,6900000000000000002"
        );
        assert_eq!(order_list("8001；8002、8001\n8003"), "8001,8002,8003");
        assert_eq!(order_list("800100000001 800100000002"), "800100000001,800100000002");
        assert_eq!(order_list(" 8001 00 0001 "), "8001000001", "stray blanks");
        assert_eq!(order_list(",\t"), "");
    }

    #[test]
    fn what_could_be_two_orders_parcel_is_nobodys() {
        let none = || std::iter::empty();
        assert!(parcel("douyin", "A").is_of("douyin", "A", [("douyin", "B"), ("douyin", "")].into_iter()));
        assert!(parcel("douyin", "").is_of("douyin", "A", none()));
        assert!(parcel("", "").is_of("douyin", "A", [("", "")].into_iter().take(0)));
        assert!(!parcel("douyin", "").is_of("douyin", "A", [("douyin", "B")].into_iter()));
        assert!(!parcel("", "").is_of("douyin", "A", [("pdd", "A")].into_iter()));
        assert!(
            !parcel("douyin", "").is_of("douyin", "A", [("douyin", "")].into_iter()),
            "it fits the other to the letter"
        );
        assert!(!parcel("douyin", "B").is_of("douyin", "A", none()));
        assert!(!parcel("pdd", "").is_of("douyin", "", none()));
    }

    #[test]
    fn unused_waybills_and_returns_are_no_parcels() {
        let line = |kind, field, word: &str| {
            let mut line = GenericRecord::new(kind);
            line.set(Field::TrackingNo, Value::Text("SF1".into()));
            line.set(Field::PickedAt, Value::Number(5));
            line.set(Field::At, Value::Number(7));
            line.set(field, Value::Text(word.into()));
            Parcel::of(&line).map(|p| p.shipped_at)
        };
        assert_eq!(line(&PARCELS, Field::StatusRaw, "已揽收"), Some(Some(Stamp(5))));
        assert_eq!(line(&PARCELS, Field::StatusRaw, "已作废"), None);
        assert_eq!(line(&FREIGHT, Field::EntryKind, "标快"), Some(None), "a bill's time is no shipping time");
        assert_eq!(line(&FREIGHT, Field::EntryKind, "退货件"), None);
        assert_eq!(line(&MESSAGES, Field::Content, "SF1"), None);
        assert_eq!(line(&PARCELS, Field::TrackingNo, ""), None);
    }
}
