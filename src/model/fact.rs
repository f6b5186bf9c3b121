//! A fact of the database as `cs export` writes it and `cs import` reads it back: one table of columns for both, so
//! that what goes out comes in again.

use super::generic::{SCHEMAS, Value};
use super::{
    Cell, Cents, Column, Direction, Field, FieldType, Fields, Flag, GenericRecord, Item, Lang, Order,
    OrderKind, Refund, RefundKind, RefundState, Review, Schema, Stamp, Status, Titled,
};

/// The heading of the column that tells an export from other files, and a masked one from a whole one.
pub const MARK: &str = "cs_export";

/// What the column [`MARK`] holds, behind the kind.
pub const FULL: &str = "full";
pub const MASKED: &str = "masked";

/// One record of any kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    Order(Box<Order>),
    Item(Box<OwnedItem>),
    Refund(Box<Refund>),
    Review(Box<Review>),
    Generic(GenericRecord),
}

/// An item, and the order it belongs to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OwnedItem {
    pub platform: String,
    pub shop: String,
    pub order_no: String,
    pub item: Item,
}

/// Where a value of a record lies, and what it means.
#[derive(Debug)]
pub enum Slot<'r> {
    /// Kept to the last digit.
    Id(&'r mut String),
    Text(&'r mut String),
    Nick(&'r mut String),
    Name(&'r mut String),
    Phone(&'r mut String),
    Address(&'r mut String),
    Money(&'r mut Option<Cents>),
    Count(&'r mut Option<i64>),
    Time(&'r mut Option<Stamp>),
    Yes(&'r mut Option<bool>),
    Status(&'r mut Status),
    Kind(&'r mut OrderKind),
    Flag(&'r mut Flag),
    RefundKind(&'r mut RefundKind),
    RefundState(&'r mut RefundState),
    /// A set of fields, by their keys.
    Fields(&'r mut Fields),
    /// A JSON object of what no field holds.
    Extra(&'r mut String),
    /// A value of a line.
    Generic(Field, &'r mut Value),
}

type FactPart<'r> = (Column, Slot<'r>);

const fn named(key: &'static str, zh: &'static str, en: &'static str) -> Column {
    Column::new(key, zh, en)
}

fn of(field: Field) -> Column {
    let (zh, en) = field.title();
    let column = Column::new(field.key(), zh, en);
    match field.kind() {
        FieldType::Money | FieldType::Count => column.right(),
        _ => column,
    }
}

const LINE_NO: Column = named("line_no", "行编号", "Line").hidden();
const EXTRA: Column = named("extra", "其他列", "Other columns").hidden();
const HAVE: Column = named("have", "来源有的列", "Columns offered").hidden();
const SENTINELS: Column = named("sentinels", "写作“从不”的时间", "Times of never").hidden();
const SEEN_AT: Column = named("seen_at", "数据截至", "As of").hidden();
const MARKED: Column = named(MARK, MARK, MARK).hidden();

impl Fact {
    /// An empty record of a kind: `orders`, `items`, `refunds`, `reviews`, or a kind of lines.
    pub fn of(kind: &str) -> Option<Fact> {
        Some(match kind {
            "orders" => Fact::Order(Box::default()),
            "items" => Fact::Item(Box::default()),
            "refunds" => Fact::Refund(Box::default()),
            "reviews" => Fact::Review(Box::default()),
            _ => Fact::Generic(GenericRecord::new(Schema::by_key(kind)?)),
        })
    }

    /// Every kind that can be written.
    pub fn kinds() -> impl Iterator<Item = &'static str> {
        ["orders", "items", "refunds", "reviews"].into_iter().chain(SCHEMAS.iter().map(|s| s.key))
    }

    pub fn kind(&self) -> &'static str {
        match self {
            Fact::Order(_) => "orders",
            Fact::Item(_) => "items",
            Fact::Refund(_) => "refunds",
            Fact::Review(_) => "reviews",
            Fact::Generic(line) => line.kind.key,
        }
    }

    /// Platform, shop, and the number that tells it from others of the shop.
    pub fn key(&self) -> (&str, &str, String) {
        match self {
            Fact::Order(r) => (&r.platform, &r.shop, r.order_no.clone()),
            Fact::Item(r) => (&r.platform, &r.shop, format!("{}\n{}", r.order_no, r.item.item_no)),
            Fact::Refund(r) => (&r.platform, &r.shop, r.refund_no.clone()),
            Fact::Review(r) => (&r.platform, &r.shop, r.review_id.clone()),
            Fact::Generic(r) => (&r.platform, &r.shop, r.line_no.clone()),
        }
    }

    /// The moment by which it is chosen: of ordering, of applying, of writing, of the line itself.
    pub fn at(&self) -> Option<Stamp> {
        match self {
            Fact::Order(r) => r.created_at,
            Fact::Item(r) => r.item.created_at,
            Fact::Refund(r) => r.applied_at,
            Fact::Review(r) => r.created_at,
            Fact::Generic(r) => {
                let by_start = r.kind.age.is_empty().then(|| r.time(Field::StartsAt)).flatten();
                r.time(Field::At).or_else(|| r.last_event()).or(by_start)
            }
        }
    }

    pub fn last_event(&self) -> Option<Stamp> {
        match self {
            Fact::Order(r) => r.last_event(),
            Fact::Item(r) => r.item.last_event(),
            Fact::Refund(r) => r.last_event(),
            Fact::Review(r) => r.last_event(),
            Fact::Generic(r) => r.last_event(),
        }
    }

    /// The columns of its kind, with what its record has in each: everything but the mark and the age.
    pub fn parts(&mut self) -> Vec<FactPart<'_>> {
        match self {
            Fact::Order(r) => order(r),
            Fact::Item(r) => item(r),
            Fact::Refund(r) => refund(r),
            Fact::Review(r) => review(r),
            Fact::Generic(r) => line(r),
        }
    }

    /// The columns of an export of its kind, in order.
    pub fn columns(&self) -> Vec<Column> {
        let mut copy = self.clone();
        let own = copy.parts().into_iter().map(|part| part.0);
        std::iter::once(MARKED).chain(own).chain([SEEN_AT]).collect()
    }

    /// The row of an export; without `reveal` nothing of what no field holds is shown.
    pub fn row(&mut self, seen_at: Stamp, reveal: bool) -> Vec<Cell<'_>> {
        let mark = format!("{} {}", self.kind(), if reveal { FULL } else { MASKED });
        let own = self.parts().into_iter().map(|(_, slot)| slot.into_cell(reveal));
        std::iter::once(Cell::own_text(mark)).chain(own).chain([Cell::Time(seen_at)]).collect()
    }
}

impl<'r> Slot<'r> {
    fn into_cell(self, reveal: bool) -> Cell<'r> {
        use super::lang::Lang::{En, Zh};
        let filled = |text: &'r mut String, kind: fn(std::borrow::Cow<'r, str>) -> Cell<'r>| {
            if text.is_empty() { Cell::Empty } else { kind(text.as_str().into()) }
        };
        match self {
            Slot::Id(t) => filled(t, Cell::Id),
            Slot::Text(t) => filled(t, Cell::Text),
            Slot::Nick(t) => filled(t, Cell::Nick),
            Slot::Name(t) => filled(t, Cell::Name),
            Slot::Phone(t) => filled(t, Cell::Phone),
            Slot::Address(t) => filled(t, Cell::Address),
            Slot::Money(m) => Cell::money(*m),
            Slot::Count(n) => Cell::int(*n),
            Slot::Time(at) => Cell::time(*at),
            Slot::Yes(None) => Cell::Empty,
            Slot::Yes(Some(true)) => Cell::Word("yes", "有", "yes"),
            Slot::Yes(Some(false)) => Cell::Word("no", "没有", "no"),
            Slot::Status(s) => Cell::Word(s.key(), s.title(Zh), s.title(En)),
            Slot::Kind(k) => Cell::key(k.key()),
            Slot::Flag(Flag::None) => Cell::Empty,
            Slot::Flag(f) => Cell::Word(f.key(), f.title(Zh), f.title(En)),
            Slot::RefundKind(k) => Cell::Word(k.key(), k.title(Zh), k.title(En)),
            Slot::RefundState(s) => Cell::Word(s.key(), s.title(Zh), s.title(En)),
            Slot::Fields(set) => Cell::words(set.iter().map(titled).collect()),
            Slot::Extra(t) if reveal => filled(t, Cell::Text),
            Slot::Extra(t) => Cell::own_text(hidden(t)),
            Slot::Generic(field, value) => line_cell(field, value),
        }
    }
}

fn titled(field: Field) -> Titled {
    let (zh, en) = field.title();
    (field.key(), zh, en)
}

/// What no field holds may be anybody's name: only the headings stay.
fn hidden(extra: &str) -> String {
    let object: Option<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(extra).ok();
    match object {
        Some(object) => {
            let masked = object.into_iter().map(|(key, _)| (key, "***".into())).collect();
            serde_json::Value::Object(masked).to_string()
        }
        None if extra.is_empty() => String::new(),
        None => "***".to_owned(),
    }
}

fn line_cell(field: Field, value: &Value) -> Cell<'_> {
    match value {
        Value::None => Cell::Empty,
        Value::Number(n) => match field.kind() {
            FieldType::Money => Cell::Money(Cents(*n)),
            FieldType::Time => Cell::Time(Stamp(*n)),
            _ => Cell::Int(*n),
        },
        Value::Text(text) => match (field, Direction::by_key(text)) {
            (Field::Direction, Some(d)) => Cell::Word(d.key(), d.title(Lang::Zh), d.title(Lang::En)),
            _ => super::generic::text_cell(field, text),
        },
    }
}

fn order(r: &mut Order) -> Vec<FactPart<'_>> {
    use Field as F;
    vec![
        (of(F::Platform), Slot::Id(&mut r.platform)),
        (of(F::Shop), Slot::Text(&mut r.shop)),
        (of(F::OrderNo), Slot::Id(&mut r.order_no)),
        (of(F::Status), Slot::Status(&mut r.status)),
        (of(F::StatusRaw).hidden(), Slot::Text(&mut r.status_raw)),
        (of(F::Kind).hidden(), Slot::Kind(&mut r.kind)),
        (of(F::Buyer), Slot::Nick(&mut r.buyer)),
        (of(F::Receiver).hidden(), Slot::Name(&mut r.receiver)),
        (of(F::Phone).hidden(), Slot::Phone(&mut r.phone)),
        (of(F::Address).hidden(), Slot::Address(&mut r.address)),
        (of(F::Items), Slot::Text(&mut r.titles)),
        (of(F::Quantity), Slot::Count(&mut r.quantity)),
        (of(F::Goods).hidden(), Slot::Money(&mut r.goods)),
        (of(F::Freight).hidden(), Slot::Money(&mut r.freight)),
        (of(F::Payable), Slot::Money(&mut r.payable)),
        (of(F::Paid), Slot::Money(&mut r.paid)),
        (of(F::Refunded), Slot::Money(&mut r.refunded)),
        (of(F::Received).hidden(), Slot::Money(&mut r.received)),
        (of(F::Currency).hidden(), Slot::Id(&mut r.currency)),
        (of(F::CreatedAt), Slot::Time(&mut r.created_at)),
        (of(F::PaidAt).hidden(), Slot::Time(&mut r.paid_at)),
        (of(F::ShippedAt).hidden(), Slot::Time(&mut r.shipped_at)),
        (of(F::CompletedAt).hidden(), Slot::Time(&mut r.completed_at)),
        (of(F::ShipDue).hidden(), Slot::Time(&mut r.ship_due)),
        (of(F::PayDue).hidden(), Slot::Time(&mut r.pay_due)),
        (of(F::ModifiedAt).hidden(), Slot::Time(&mut r.modified_at)),
        (of(F::Carrier).hidden(), Slot::Text(&mut r.carrier)),
        (of(F::TrackingNo).hidden(), Slot::Id(&mut r.tracking_no)),
        (of(F::Flag).hidden(), Slot::Flag(&mut r.flag)),
        (of(F::SellerNote).hidden(), Slot::Text(&mut r.seller_note)),
        (of(F::BuyerNote).hidden(), Slot::Text(&mut r.buyer_note)),
        (of(F::CloseReason).hidden(), Slot::Text(&mut r.close_reason)),
        (of(F::PayNo).hidden(), Slot::Id(&mut r.pay_no)),
        (EXTRA, Slot::Extra(&mut r.extra)),
        (HAVE, Slot::Fields(&mut r.have)),
        (SENTINELS, Slot::Fields(&mut r.sentinels)),
    ]
}

fn item(r: &mut OwnedItem) -> Vec<FactPart<'_>> {
    use Field as F;
    let OwnedItem { platform, shop, order_no, item: r } = r;
    vec![
        (of(F::Platform), Slot::Id(platform)),
        (of(F::Shop), Slot::Text(shop)),
        (of(F::OrderNo), Slot::Id(order_no)),
        (of(F::ItemNo), Slot::Id(&mut r.item_no)),
        (of(F::Items), Slot::Text(&mut r.title)),
        (of(F::Sku), Slot::Text(&mut r.sku)),
        (of(F::Spec), Slot::Text(&mut r.spec)),
        (of(F::ProductId).hidden(), Slot::Id(&mut r.product_id)),
        (of(F::Quantity), Slot::Count(&mut r.quantity)),
        (of(F::Price), Slot::Money(&mut r.price)),
        (of(F::Payable).hidden(), Slot::Money(&mut r.payable)),
        (of(F::Paid), Slot::Money(&mut r.paid)),
        (of(F::Refunded).hidden(), Slot::Money(&mut r.refunded)),
        (of(F::Status), Slot::Status(&mut r.status)),
        (of(F::StatusRaw).hidden(), Slot::Text(&mut r.status_raw)),
        (of(F::RefundState), Slot::RefundState(&mut r.refund_state)),
        (of(F::ShipDue).hidden(), Slot::Time(&mut r.ship_due)),
        (of(F::ShippedAt).hidden(), Slot::Time(&mut r.shipped_at)),
        (of(F::Carrier).hidden(), Slot::Text(&mut r.carrier)),
        (of(F::TrackingNo).hidden(), Slot::Id(&mut r.tracking_no)),
        (of(F::CreatedAt), Slot::Time(&mut r.created_at)),
        (of(F::PaidAt).hidden(), Slot::Time(&mut r.paid_at)),
        (of(F::Flag).hidden(), Slot::Flag(&mut r.flag)),
        (of(F::SellerNote).hidden(), Slot::Text(&mut r.seller_note)),
        (of(F::BuyerNote).hidden(), Slot::Text(&mut r.buyer_note)),
        (EXTRA, Slot::Extra(&mut r.extra)),
        (HAVE, Slot::Fields(&mut r.have)),
        (SENTINELS, Slot::Fields(&mut r.sentinels)),
    ]
}

fn refund(r: &mut Refund) -> Vec<FactPart<'_>> {
    use Field as F;
    vec![
        (of(F::Platform), Slot::Id(&mut r.platform)),
        (of(F::Shop), Slot::Text(&mut r.shop)),
        (of(F::RefundNo), Slot::Id(&mut r.refund_no)),
        (of(F::OrderNo), Slot::Id(&mut r.order_no)),
        (of(F::ItemNo).hidden(), Slot::Id(&mut r.item_no)),
        (of(F::Buyer), Slot::Nick(&mut r.buyer)),
        (of(F::Items), Slot::Text(&mut r.product)),
        (of(F::Sku).hidden(), Slot::Text(&mut r.sku)),
        (of(F::RefundKind), Slot::RefundKind(&mut r.kind)),
        (of(F::RefundState), Slot::RefundState(&mut r.state)),
        (of(F::StatusRaw).hidden(), Slot::Text(&mut r.state_raw)),
        (of(F::Reason), Slot::Text(&mut r.reason)),
        (of(F::Detail).hidden(), Slot::Text(&mut r.detail)),
        (of(F::Amount), Slot::Money(&mut r.amount)),
        (of(F::Paid).hidden(), Slot::Money(&mut r.paid)),
        (of(F::AppliedAt), Slot::Time(&mut r.applied_at)),
        (of(F::DueAt).hidden(), Slot::Time(&mut r.due_at)),
        (of(F::DoneAt).hidden(), Slot::Time(&mut r.done_at)),
        (of(F::BackAt).hidden(), Slot::Time(&mut r.back_at)),
        (of(F::BackSignedAt).hidden(), Slot::Time(&mut r.back_signed_at)),
        (of(F::GoodsState).hidden(), Slot::Text(&mut r.goods_state)),
        (of(F::Carrier).hidden(), Slot::Text(&mut r.carrier)),
        (of(F::TrackingNo).hidden(), Slot::Id(&mut r.tracking_no)),
        (of(F::BackCarrier).hidden(), Slot::Text(&mut r.back_carrier)),
        (of(F::BackTrackingNo).hidden(), Slot::Id(&mut r.back_tracking_no)),
        (of(F::PlatformStep).hidden(), Slot::Text(&mut r.platform_step)),
        (of(F::Phase).hidden(), Slot::Text(&mut r.phase)),
        (of(F::Handler).hidden(), Slot::Text(&mut r.handler)),
        (of(F::SellerNote).hidden(), Slot::Text(&mut r.seller_note)),
        (EXTRA, Slot::Extra(&mut r.extra)),
        (HAVE, Slot::Fields(&mut r.have)),
        (SENTINELS, Slot::Fields(&mut r.sentinels)),
    ]
}

fn review(r: &mut Review) -> Vec<FactPart<'_>> {
    use Field as F;
    vec![
        (of(F::Platform), Slot::Id(&mut r.platform)),
        (of(F::Shop), Slot::Text(&mut r.shop)),
        (of(F::ReviewNo), Slot::Id(&mut r.review_id)),
        (of(F::OrderNo), Slot::Id(&mut r.order_no)),
        (of(F::Items), Slot::Text(&mut r.product)),
        (of(F::Sku).hidden(), Slot::Text(&mut r.sku)),
        (of(F::Buyer), Slot::Nick(&mut r.buyer)),
        (of(F::Rating).right(), Slot::Count(&mut r.rating)),
        (of(F::Content), Slot::Text(&mut r.content)),
        (of(F::AppendContent).hidden(), Slot::Text(&mut r.append_content)),
        (of(F::Reply).hidden(), Slot::Text(&mut r.reply)),
        (of(F::CreatedAt), Slot::Time(&mut r.created_at)),
        (of(F::AppendAt).hidden(), Slot::Time(&mut r.append_at)),
        (of(F::RepliedAt).hidden(), Slot::Time(&mut r.replied_at)),
        (of(F::Media).hidden(), Slot::Yes(&mut r.has_media)),
        (EXTRA, Slot::Extra(&mut r.extra)),
        (HAVE, Slot::Fields(&mut r.have)),
        (SENTINELS, Slot::Fields(&mut r.sentinels)),
    ]
}

fn line(r: &mut GenericRecord) -> Vec<FactPart<'_>> {
    let mut parts = vec![
        (of(Field::Platform), Slot::Id(&mut r.platform)),
        (of(Field::Shop), Slot::Text(&mut r.shop)),
        (LINE_NO, Slot::Id(&mut r.line_no)),
    ];
    for (col, value) in r.kind.cols.iter().zip(&mut r.values) {
        let align = of(col.field);
        parts.push((Column { zh: col.zh, en: col.en, ..align }, Slot::Generic(col.field, value)));
    }
    parts.push((EXTRA, Slot::Extra(&mut r.extra)));
    parts.push((HAVE, Slot::Fields(&mut r.have)));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_has_its_columns_once() {
        for kind in Fact::kinds() {
            let fact = Fact::of(kind).expect(kind);
            assert_eq!(fact.kind(), kind);
            let keys: Vec<&str> = fact.columns().iter().map(|c| c.key).collect();
            assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{kind}: {keys:?}");
            assert_eq!((keys[0], keys[keys.len() - 1]), (MARK, "seen_at"));
            let row = fact.clone().row(Stamp(0), true).len();
            assert_eq!(row, keys.len(), "{kind}");
        }
        assert!(Fact::of("nothing").is_none());
    }

    #[test]
    fn what_no_field_holds_shows_only_its_headings() {
        assert_eq!(hidden(r#"{"联系人":"王小明","x":"1"}"#), r#"{"x":"***","联系人":"***"}"#);
        assert_eq!(hidden(""), "");
        assert_eq!(hidden("13812345678"), "***");
        let mut fact = Fact::Order(Box::new(Order { extra: r#"{"a":"b"}"#.into(), ..Order::default() }));
        let of = |cells: Vec<Cell<'_>>| cells.into_iter().map(Cell::into_owned).collect::<Vec<_>>();
        let index = fact.columns().iter().position(|c| c.key == "extra").expect("a column");
        assert_eq!(of(fact.row(Stamp(0), true))[index], Cell::Text(r#"{"a":"b"}"#.into()));
        assert_eq!(of(fact.row(Stamp(0), false))[index], Cell::Text(r#"{"a":"***"}"#.into()));
        assert_eq!(of(fact.row(Stamp(0), false))[0], Cell::Text("orders masked".into()));
    }
}
