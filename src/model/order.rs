//! One order of one shop, as a rule or a renderer sees it.

use super::{Cents, Field, Fields, Item, Lang, Parcel, Refund, Stamp, Status};
use std::borrow::Cow;

/// What an order is told apart by.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub platform: String,
    pub shop: String,
    pub order_no: String,
}

/// Marker colours, by name: their numbers differ between platforms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    #[default]
    None,
    Red,
    Yellow,
    Green,
    Blue,
    Purple,
    Grey,
    Orange,
    Cyan,
    /// A mark that is no colour we know (a seller's own tag).
    Other,
}

impl Flag {
    const ALL: [Flag; Flag::Other as usize + 1] = [
        Flag::None,
        Flag::Red,
        Flag::Yellow,
        Flag::Green,
        Flag::Blue,
        Flag::Purple,
        Flag::Grey,
        Flag::Orange,
        Flag::Cyan,
        Flag::Other,
    ];

    /// Its key, which is its English name too, and its Chinese name.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Flag::None => ("", ""),
            Flag::Red => ("red", "红"),
            Flag::Yellow => ("yellow", "黄"),
            Flag::Green => ("green", "绿"),
            Flag::Blue => ("blue", "蓝"),
            Flag::Purple => ("purple", "紫"),
            Flag::Grey => ("grey", "灰"),
            Flag::Orange => ("orange", "橙"),
            Flag::Cyan => ("cyan", "青"),
            Flag::Other => ("other", "其他"),
        }
    }

    pub fn key(self) -> &'static str {
        self.names().0
    }

    pub fn title(self, lang: Lang) -> &'static str {
        let (en, zh) = self.names();
        lang.pick(zh, en)
    }

    pub fn by_key(key: &str) -> Option<Flag> {
        Flag::ALL.into_iter().find(|flag| flag.key() == key)
    }
}

/// What sort of order: decides which clocks and rules apply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrderKind {
    #[default]
    Normal,
    Presale,
    Virtual,
    Cod,
    Group,
    Sample,
    Reissue,
    Exchange,
    Gift,
    /// The shop's own trial order.
    Test,
    /// Ordered by the company itself.
    Internal,
}

impl OrderKind {
    const ALL: [OrderKind; OrderKind::Internal as usize + 1] = [
        OrderKind::Normal,
        OrderKind::Presale,
        OrderKind::Virtual,
        OrderKind::Cod,
        OrderKind::Group,
        OrderKind::Sample,
        OrderKind::Reissue,
        OrderKind::Exchange,
        OrderKind::Gift,
        OrderKind::Test,
        OrderKind::Internal,
    ];

    pub fn key(self) -> &'static str {
        match self {
            OrderKind::Normal => "normal",
            OrderKind::Presale => "presale",
            OrderKind::Virtual => "virtual",
            OrderKind::Cod => "cod",
            OrderKind::Group => "group",
            OrderKind::Sample => "sample",
            OrderKind::Reissue => "reissue",
            OrderKind::Exchange => "exchange",
            OrderKind::Gift => "gift",
            OrderKind::Test => "test",
            OrderKind::Internal => "internal",
        }
    }

    pub fn by_key(key: &str) -> Option<OrderKind> {
        OrderKind::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Left out of every figure and queue.
    pub fn is_excluded(self) -> bool {
        matches!(self, OrderKind::Test | OrderKind::Internal)
    }

    /// Costs nothing by nature, so a low price is no mistake.
    pub fn is_free(self) -> bool {
        matches!(self, OrderKind::Sample | OrderKind::Gift | OrderKind::Reissue | OrderKind::Exchange)
    }
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
}

impl Order {
    pub fn key(&self) -> Key {
        Key { platform: self.platform.clone(), shop: self.shop.clone(), order_no: self.order_no.clone() }
    }

    /// The ISO code of every amount of the order; empty where nobody tells. Amounts of different codes are never
    /// added up.
    pub fn money_is(&self) -> &str {
        if self.currency.is_empty() { super::platform::currency(&self.platform) } else { &self.currency }
    }

    /// `paid − refunded`.
    pub fn received_net(&self) -> Option<Cents> {
        Some(Cents(self.paid?.0.checked_sub(self.refunded.unwrap_or_default().0)?))
    }

    /// Empties the record but keeps its buffers, for the next row.
    pub fn clear(&mut self) {
        let texts = [
            &mut self.platform,
            &mut self.shop,
            &mut self.order_no,
            &mut self.status_raw,
            &mut self.buyer,
            &mut self.receiver,
            &mut self.phone,
            &mut self.address,
            &mut self.titles,
            &mut self.currency,
            &mut self.carrier,
            &mut self.tracking_no,
            &mut self.seller_note,
            &mut self.buyer_note,
            &mut self.close_reason,
            &mut self.pay_no,
            &mut self.extra,
        ];
        for text in texts {
            text.clear();
        }
        self.status = Status::Unknown;
        self.kind = OrderKind::Normal;
        self.flag = Flag::None;
        self.quantity = None;
        for money in [
            &mut self.goods,
            &mut self.freight,
            &mut self.payable,
            &mut self.paid,
            &mut self.refunded,
            &mut self.received,
        ] {
            *money = None;
        }
        for time in [
            &mut self.created_at,
            &mut self.paid_at,
            &mut self.shipped_at,
            &mut self.completed_at,
            &mut self.ship_due,
            &mut self.pay_due,
            &mut self.modified_at,
        ] {
            *time = None;
        }
        self.items.clear();
        self.refunds.clear();
        self.parcels.clear();
        self.have = Fields::NONE;
        self.sentinels = Fields::NONE;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variant_stands_in_its_list_and_keeps_its_key() {
        for (index, flag) in Flag::ALL.into_iter().enumerate() {
            assert_eq!((flag as usize, Flag::by_key(flag.key())), (index, Some(flag)));
        }
        for (index, kind) in OrderKind::ALL.into_iter().enumerate() {
            assert_eq!((kind as usize, OrderKind::by_key(kind.key())), (index, Some(kind)));
        }
    }

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
