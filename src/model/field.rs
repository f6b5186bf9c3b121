//! The names of everything a record can hold: one vocabulary for layouts, rules and columns.

use std::fmt;

/// How the text of a field is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// Kept exactly; `null`, `-` and the like are empty.
    Id,
    Text,
    /// Integer cents.
    Money,
    Count,
    /// Unix seconds.
    Time,
    /// A word of a vocabulary in the layout.
    Word,
}

/// One field of an order, an item, a refund, a review or a line. The order is stored in databases: append only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    Platform,
    Shop,
    OrderNo,
    Status,
    Buyer,
    Receiver,
    Phone,
    Address,
    Items,
    Quantity,
    Goods,
    Freight,
    Payable,
    Paid,
    Refunded,
    Received,
    Currency,
    CreatedAt,
    PaidAt,
    ShippedAt,
    CompletedAt,
    ShipDue,
    PayDue,
    ModifiedAt,
    Carrier,
    TrackingNo,
    Flag,
    SellerNote,
    BuyerNote,
    CloseReason,
    Kind,
    PayNo,
    StatusRaw,
    ItemNo,
    Sku,
    Spec,
    ProductId,
    Price,
    RefundState,
    RefundNo,
    RefundKind,
    Reason,
    Detail,
    Amount,
    AppliedAt,
    DueAt,
    DoneAt,
    GoodsState,
    BackCarrier,
    BackTrackingNo,
    BackAt,
    PlatformStep,
    Phase,
    Handler,
    ReviewNo,
    Rating,
    Content,
    AppendContent,
    Reply,
    AppendAt,
    RepliedAt,
    Media,
    BackSignedAt,
    // From here on: only of lines (`super::generic`), and in no set of bits that a database stores.
    EntryNo,
    At,
    Direction,
    Income,
    Outgo,
    Fee,
    Balance,
    EntryKind,
    Party,
    Account,
    Method,
    SettledAt,
    Surcharge,
    Weight,
    Region,
    Warehouse,
    Title,
    StartsAt,
    EndsAt,
    Shift,
    Chat,
    SentBy,
    PickedAt,
    Chats,
    Buyers,
    FirstReply,
    AverageReply,
    ReplyShare,
    Satisfaction,
    Orders,
    Score,
    Change,
    Level,
    Points,
    FirstWeight,
    FirstPrice,
    FurtherWeight,
    FurtherPrice,
    Bundle,
    Share,
    Works,
}

struct Info {
    field: Field,
    key: &'static str,
    kind: FieldType,
    zh: &'static str,
    en: &'static str,
}

const fn info(field: Field, key: &'static str, kind: FieldType, zh: &'static str, en: &'static str) -> Info {
    Info { field, key, kind, zh, en }
}

const TABLE: &[Info] = &[
    info(Field::Platform, "platform", FieldType::Word, "平台", "Platform"),
    info(Field::Shop, "shop", FieldType::Text, "店铺", "Shop"),
    info(Field::OrderNo, "order_no", FieldType::Id, "订单号", "Order"),
    info(Field::Status, "status", FieldType::Word, "状态", "Status"),
    info(Field::Buyer, "buyer", FieldType::Text, "买家", "Buyer"),
    info(Field::Receiver, "receiver", FieldType::Text, "收货人", "Receiver"),
    info(Field::Phone, "phone", FieldType::Text, "电话", "Phone"),
    info(Field::Address, "address", FieldType::Text, "地址", "Address"),
    info(Field::Items, "items", FieldType::Text, "商品", "Items"),
    info(Field::Quantity, "quantity", FieldType::Count, "件数", "Qty"),
    info(Field::Goods, "goods", FieldType::Money, "货款", "Goods"),
    info(Field::Freight, "freight", FieldType::Money, "运费", "Freight"),
    info(Field::Payable, "payable", FieldType::Money, "应付", "Payable"),
    info(Field::Paid, "paid", FieldType::Money, "实付", "Paid"),
    info(Field::Refunded, "refunded", FieldType::Money, "已退", "Refunded"),
    info(Field::Received, "received", FieldType::Money, "打款", "Paid out"),
    info(Field::Currency, "currency", FieldType::Word, "币种", "Currency"),
    info(Field::CreatedAt, "created_at", FieldType::Time, "下单时间", "Created"),
    info(Field::PaidAt, "paid_at", FieldType::Time, "付款时间", "Paid at"),
    info(Field::ShippedAt, "shipped_at", FieldType::Time, "发货时间", "Shipped at"),
    info(Field::CompletedAt, "completed_at", FieldType::Time, "完成时间", "Completed"),
    info(Field::ShipDue, "ship_due", FieldType::Time, "应发货时间", "Ship by"),
    info(Field::PayDue, "pay_due", FieldType::Time, "付款截止", "Pay by"),
    info(Field::ModifiedAt, "modified_at", FieldType::Time, "修改时间", "Modified"),
    info(Field::Carrier, "carrier", FieldType::Text, "快递", "Carrier"),
    info(Field::TrackingNo, "tracking_no", FieldType::Id, "运单号", "Tracking"),
    info(Field::Flag, "flag", FieldType::Word, "旗帜", "Flag"),
    info(Field::SellerNote, "seller_note", FieldType::Text, "商家备注", "Seller note"),
    info(Field::BuyerNote, "buyer_note", FieldType::Text, "买家留言", "Buyer note"),
    info(Field::CloseReason, "close_reason", FieldType::Text, "关闭原因", "Close reason"),
    info(Field::Kind, "kind", FieldType::Word, "订单类型", "Kind"),
    info(Field::PayNo, "pay_no", FieldType::Id, "支付单号", "Payment no."),
    info(Field::StatusRaw, "status_raw", FieldType::Text, "平台状态", "Platform status"),
    info(Field::ItemNo, "item_no", FieldType::Id, "子订单号", "Item"),
    info(Field::Sku, "sku", FieldType::Text, "商家编码", "SKU"),
    info(Field::Spec, "spec", FieldType::Text, "规格", "Variant"),
    info(Field::ProductId, "product_id", FieldType::Id, "商品ID", "Product id"),
    info(Field::Price, "price", FieldType::Money, "单价", "Price"),
    info(Field::RefundState, "refund_state", FieldType::Word, "退款状态", "Refund state"),
    info(Field::RefundNo, "refund_no", FieldType::Id, "退款编号", "Refund"),
    info(Field::RefundKind, "refund_kind", FieldType::Word, "售后类型", "Refund kind"),
    info(Field::Reason, "reason", FieldType::Text, "退款原因", "Reason"),
    info(Field::Detail, "detail", FieldType::Text, "退款说明", "Details"),
    info(Field::Amount, "amount", FieldType::Money, "退款金额", "Amount"),
    info(Field::AppliedAt, "applied_at", FieldType::Time, "申请时间", "Applied"),
    info(Field::DueAt, "due_at", FieldType::Time, "截止时间", "Due"),
    info(Field::DoneAt, "done_at", FieldType::Time, "完结时间", "Done"),
    info(Field::GoodsState, "goods_state", FieldType::Text, "货物状态", "Goods"),
    info(Field::BackCarrier, "back_carrier", FieldType::Text, "退货快递", "Return carrier"),
    info(Field::BackTrackingNo, "back_tracking_no", FieldType::Id, "退货运单号", "Return tracking"),
    info(Field::BackAt, "back_at", FieldType::Time, "退货时间", "Sent back"),
    info(Field::PlatformStep, "platform_step", FieldType::Text, "平台介入", "Platform step"),
    info(Field::Phase, "phase", FieldType::Text, "售中售后", "Phase"),
    info(Field::Handler, "handler", FieldType::Text, "处理人", "Handler"),
    info(Field::ReviewNo, "review_no", FieldType::Id, "评价编号", "Review"),
    info(Field::Rating, "rating", FieldType::Word, "评分", "Rating"),
    info(Field::Content, "content", FieldType::Text, "评价", "Review text"),
    info(Field::AppendContent, "append_content", FieldType::Text, "追评", "Follow-up"),
    info(Field::Reply, "reply", FieldType::Text, "商家回复", "Reply"),
    info(Field::AppendAt, "append_at", FieldType::Time, "追评时间", "Followed up"),
    info(Field::RepliedAt, "replied_at", FieldType::Time, "回复时间", "Replied"),
    info(Field::Media, "media", FieldType::Text, "图片视频", "Pictures"),
    info(Field::BackSignedAt, "back_signed_at", FieldType::Time, "退货签收", "Goods back"),
    info(Field::EntryNo, "entry_no", FieldType::Id, "流水号", "Entry"),
    info(Field::At, "at", FieldType::Time, "时间", "Time"),
    info(Field::Direction, "direction", FieldType::Word, "收支", "Direction"),
    info(Field::Income, "income", FieldType::Money, "收入", "Income"),
    info(Field::Outgo, "outgo", FieldType::Money, "支出", "Outgo"),
    info(Field::Fee, "fee", FieldType::Money, "手续费", "Fee"),
    info(Field::Balance, "balance", FieldType::Money, "余额", "Balance"),
    info(Field::EntryKind, "entry_kind", FieldType::Text, "账务类型", "Entry kind"),
    info(Field::Party, "party", FieldType::Text, "对方", "Party"),
    info(Field::Account, "account", FieldType::Text, "账号", "Account"),
    info(Field::Method, "method", FieldType::Text, "支付方式", "Method"),
    info(Field::SettledAt, "settled_at", FieldType::Time, "结算时间", "Settled at"),
    info(Field::Surcharge, "surcharge", FieldType::Money, "附加费", "Surcharge"),
    info(Field::Weight, "weight", FieldType::Text, "重量", "Weight"),
    info(Field::Region, "region", FieldType::Text, "目的地", "Region"),
    info(Field::Warehouse, "warehouse", FieldType::Text, "仓库", "Warehouse"),
    info(Field::Title, "title", FieldType::Text, "名称", "Title"),
    info(Field::StartsAt, "starts_at", FieldType::Time, "开始时间", "Starts"),
    info(Field::EndsAt, "ends_at", FieldType::Time, "结束时间", "Ends"),
    info(Field::Shift, "shift", FieldType::Text, "班次", "Shift"),
    info(Field::Chat, "chat", FieldType::Id, "会话", "Chat"),
    info(Field::SentBy, "sent_by", FieldType::Text, "发送者", "Sent by"),
    info(Field::PickedAt, "picked_at", FieldType::Time, "揽收时间", "Picked up"),
    info(Field::Chats, "chats", FieldType::Count, "接待会话", "Chats"),
    info(Field::Buyers, "buyers", FieldType::Count, "接待人数", "Buyers"),
    info(Field::FirstReply, "first_reply", FieldType::Text, "首次响应", "First reply"),
    info(Field::AverageReply, "average_reply", FieldType::Text, "平均响应", "Average reply"),
    info(Field::ReplyShare, "reply_share", FieldType::Text, "按时回复率", "Answered in time"),
    info(Field::Satisfaction, "satisfaction", FieldType::Text, "满意度", "Satisfaction"),
    info(Field::Orders, "orders", FieldType::Count, "成交订单", "Orders"),
    info(Field::Score, "score", FieldType::Text, "分值", "Score"),
    info(Field::Change, "change", FieldType::Text, "变化", "Change"),
    info(Field::Level, "level", FieldType::Text, "等级", "Level"),
    info(Field::Points, "points", FieldType::Text, "扣分", "Points"),
    info(Field::FirstWeight, "first_weight", FieldType::Text, "首重", "First weight"),
    info(Field::FirstPrice, "first_price", FieldType::Money, "首重价", "First price"),
    info(Field::FurtherWeight, "further_weight", FieldType::Text, "续重", "Further weight"),
    info(Field::FurtherPrice, "further_price", FieldType::Money, "续重价", "Further price"),
    info(Field::Bundle, "bundle", FieldType::Text, "组合装编码", "Bundle SKU"),
    info(Field::Share, "share", FieldType::Text, "比例", "Share"),
    info(Field::Works, "works", FieldType::Text, "是否上班", "Works"),
];

/// The place of a field in [`TABLE`] is its number.
const _: () = {
    let (mut rest, mut number) = (TABLE, 0);
    while let [info, others @ ..] = rest {
        assert!(info.field as usize == number, "a field stands in another place than its own");
        (rest, number) = (others, number + 1);
    }
    assert!(number == Field::Works as usize + 1, "a field is not in the table");
};

impl Field {
    /// Every field, in the order of their bits.
    pub fn all() -> impl Iterator<Item = Field> {
        TABLE.iter().map(|i| i.field)
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "that the table holds every field is checked when it is compiled"
    )]
    const fn info(self) -> &'static Info {
        &TABLE[self as usize]
    }

    /// The machine key used in layouts and CSV headings.
    pub const fn key(self) -> &'static str {
        self.info().key
    }

    pub const fn kind(self) -> FieldType {
        self.info().kind
    }

    /// Heading for people: (Chinese, English).
    pub const fn title(self) -> (&'static str, &'static str) {
        (self.info().zh, self.info().en)
    }
}

impl Field {
    pub fn by_key(key: &str) -> Option<Field> {
        Field::all().find(|f| f.key() == key)
    }

    /// Whether only lines have it: orders, items, refunds and reviews never do.
    pub fn is_of_lines(self) -> bool {
        self >= Field::EntryNo
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// A set of fields.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Fields(pub u128);

impl Fields {
    pub const NONE: Fields = Fields(0);

    pub const fn of(mut list: &[Field]) -> Fields {
        let mut bits = 0;
        while let [field, others @ ..] = list {
            bits |= 1 << *field as u32;
            list = others;
        }
        Fields(bits)
    }

    pub fn has(self, field: Field) -> bool {
        self.0 & (1 << field as u32) != 0
    }

    pub fn add(&mut self, field: Field) {
        self.0 |= 1 << field as u32;
    }

    pub fn remove(&mut self, field: Field) {
        self.0 &= !(1 << field as u32);
    }

    pub const fn or(self, other: Fields) -> Fields {
        Fields(self.0 | other.0)
    }

    pub fn iter(self) -> impl Iterator<Item = Field> {
        Field::all().filter(move |f| self.has(*f))
    }

    /// The first field of `self` that `other` lacks.
    pub fn missing_in(self, other: Fields) -> Option<Field> {
        let missing = self.0 & !other.0;
        TABLE.get(missing.trailing_zeros() as usize).map(|i| i.field)
    }
}

impl FromIterator<Field> for Fields {
    fn from_iter<I: IntoIterator<Item = Field>>(fields: I) -> Fields {
        fields.into_iter().fold(Fields::NONE, |mut set, field| {
            set.add(field);
            set
        })
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Field::key)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique_and_found_again() {
        for (index, field) in Field::all().enumerate() {
            assert_eq!(field as usize, index, "the table stands in another order than the enum");
            assert_eq!(Field::by_key(field.key()), Some(field));
        }
        assert!(TABLE.len() <= 128);
    }

    #[test]
    fn a_set_names_what_another_lacks() {
        let required = Fields::of(&[Field::Buyer, Field::Items]);
        assert_eq!(required.missing_in(Fields::of(&[Field::Buyer])), Some(Field::Items));
        assert_eq!(required.missing_in(required), None);
    }
}
