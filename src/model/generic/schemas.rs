//! Every kind of line: what it holds. A new kind is one entry here and its table in a migration.

use super::{Col, Schema};
use crate::model::Field;

/// Every kind, in the order in which they are shown.
pub const SCHEMAS: &[&Schema] =
    &[&PAYMENTS, &SETTLEMENTS, &FREIGHT, &PARCELS, &MESSAGES, &STOCK, &PROMOTIONS, &GIFTS, &ROSTER];

const fn col(field: Field, zh: &'static str, en: &'static str) -> Col {
    Col { field, zh, en }
}

/// Bills and fund flows: money that came and went, line by line.
pub static PAYMENTS: Schema = Schema {
    key: "payments",
    zh: "资金流水",
    en: "payments",
    cols: &[
        col(Field::EntryNo, "流水号", "Entry"),
        col(Field::At, "时间", "Time"),
        col(Field::Direction, "收支", "Direction"),
        col(Field::Amount, "金额", "Amount"),
        col(Field::Fee, "手续费", "Fee"),
        col(Field::Refunded, "已退", "Refunded"),
        col(Field::Balance, "余额", "Balance"),
        col(Field::Currency, "币种", "Currency"),
        col(Field::EntryKind, "类型", "Kind"),
        col(Field::Reason, "业务描述", "Business"),
        col(Field::PayNo, "交易号", "Payment no."),
        col(Field::OrderNo, "订单号", "Order"),
        col(Field::ItemNo, "子订单号", "Item"),
        col(Field::RefundNo, "退款单号", "Refund"),
        col(Field::Items, "商品", "Goods"),
        col(Field::Party, "对方", "Party"),
        col(Field::Account, "对方账号", "Account"),
        col(Field::Method, "支付方式", "Method"),
        col(Field::StatusRaw, "状态", "Status"),
        col(Field::PaidAt, "付款时间", "Paid at"),
        col(Field::Detail, "备注", "Note"),
    ],
    number: Some(Field::EntryNo),
    identity: &[
        Field::At,
        Field::PayNo,
        Field::OrderNo,
        Field::ItemNo,
        Field::RefundNo,
        Field::Amount,
        Field::EntryKind,
        Field::Reason,
    ],
    required: &[&[Field::At], &[Field::Amount]],
    age: &[Field::At, Field::PaidAt],
};

/// What a platform pays out for orders, and what it keeps.
pub static SETTLEMENTS: Schema = Schema {
    key: "settlements",
    zh: "结算",
    en: "settlements",
    cols: &[
        col(Field::EntryNo, "结算单号", "Statement"),
        col(Field::OrderNo, "订单号", "Order"),
        col(Field::ItemNo, "子订单号", "Item"),
        col(Field::RefundNo, "售后单号", "Refund"),
        col(Field::ProductId, "商品ID", "Product id"),
        col(Field::Items, "商品", "Goods"),
        col(Field::Quantity, "件数", "Qty"),
        col(Field::EntryKind, "费用", "Kind"),
        col(Field::Reason, "说明", "Business"),
        col(Field::Direction, "收支", "Direction"),
        col(Field::Amount, "结算金额", "Amount"),
        col(Field::Payable, "订单总价", "Order total"),
        col(Field::Paid, "用户实付", "Paid by buyer"),
        col(Field::Received, "收入合计", "Income"),
        col(Field::Fee, "费用合计", "Fees"),
        col(Field::Refunded, "已退", "Refunded"),
        col(Field::Freight, "运费", "Freight"),
        col(Field::Currency, "币种", "Currency"),
        col(Field::Method, "账户", "Account"),
        col(Field::StatusRaw, "状态", "Status"),
        col(Field::CreatedAt, "下单时间", "Ordered"),
        col(Field::CompletedAt, "完成时间", "Completed"),
        col(Field::At, "出账时间", "Billed"),
        col(Field::SettledAt, "结算时间", "Settled"),
        col(Field::PayNo, "支付单号", "Payment no."),
        col(Field::Detail, "备注", "Note"),
    ],
    // A statement's number stands on many lines.
    number: None,
    identity: &[
        Field::EntryNo,
        Field::OrderNo,
        Field::ItemNo,
        Field::RefundNo,
        Field::ProductId,
        Field::EntryKind,
        Field::Reason,
        Field::Amount,
    ],
    required: &[&[Field::Amount]],
    age: &[Field::At, Field::SettledAt, Field::CreatedAt],
};

/// Bills of carriers and warehouses. A waybill may stand on several lines: they add up.
pub static FREIGHT: Schema = Schema {
    key: "freight",
    zh: "快递账单",
    en: "carrier bills",
    cols: &[
        col(Field::TrackingNo, "运单号", "Tracking"),
        col(Field::OrderNo, "订单号", "Order"),
        col(Field::At, "时间", "Time"),
        col(Field::Carrier, "快递", "Carrier"),
        col(Field::Party, "客户", "Customer"),
        col(Field::Region, "目的地", "Region"),
        col(Field::Weight, "重量", "Weight"),
        col(Field::Items, "货品", "Goods"),
        col(Field::Quantity, "件数", "Qty"),
        col(Field::Freight, "运费", "Freight"),
        col(Field::Fee, "面单或操作费", "Handling"),
        col(Field::Surcharge, "附加费", "Surcharge"),
        col(Field::Payable, "合计", "Total"),
        col(Field::EntryKind, "产品类型", "Product"),
        col(Field::Method, "付款方式", "Paid by"),
        col(Field::Detail, "备注", "Note"),
    ],
    number: None,
    identity: &[
        Field::TrackingNo,
        Field::OrderNo,
        Field::At,
        Field::Weight,
        Field::Items,
        Field::Freight,
        Field::Fee,
        Field::Surcharge,
        Field::Payable,
    ],
    required: &[&[Field::TrackingNo, Field::Payable]],
    age: &[Field::At],
};

/// Shipments, and how far they have come.
pub static PARCELS: Schema = Schema {
    key: "parcels",
    zh: "包裹",
    en: "parcels",
    cols: &[
        col(Field::TrackingNo, "运单号", "Tracking"),
        col(Field::Carrier, "快递", "Carrier"),
        col(Field::OrderNo, "订单号", "Order"),
        col(Field::ItemNo, "子订单号", "Item"),
        col(Field::StatusRaw, "状态", "Status"),
        col(Field::ShippedAt, "发货时间", "Shipped at"),
        col(Field::PickedAt, "揽收时间", "Picked up"),
        col(Field::At, "最新时间", "Last track at"),
        col(Field::Content, "最新轨迹", "Last track"),
        col(Field::CompletedAt, "签收时间", "Delivered at"),
        col(Field::Receiver, "收货人", "Receiver"),
        col(Field::Phone, "电话", "Phone"),
        col(Field::Address, "地址", "Address"),
        col(Field::Quantity, "件数", "Qty"),
        col(Field::Weight, "重量", "Weight"),
        col(Field::Detail, "备注", "Note"),
    ],
    number: None,
    identity: &[Field::TrackingNo, Field::OrderNo, Field::ItemNo],
    required: &[&[Field::TrackingNo]],
    age: &[Field::At, Field::ShippedAt, Field::PickedAt, Field::CompletedAt],
};

/// What was said in chats.
pub static MESSAGES: Schema = Schema {
    key: "messages",
    zh: "聊天记录",
    en: "messages",
    cols: &[
        col(Field::EntryNo, "消息编号", "Message"),
        col(Field::At, "时间", "Time"),
        col(Field::Chat, "会话", "Chat"),
        col(Field::Buyer, "买家", "Buyer"),
        col(Field::SentBy, "发送者", "Sent by"),
        col(Field::Handler, "客服", "Agent"),
        col(Field::Content, "内容", "Text"),
        col(Field::Media, "图片视频", "Pictures"),
        col(Field::OrderNo, "订单号", "Order"),
        col(Field::Items, "商品", "Goods"),
    ],
    number: Some(Field::EntryNo),
    identity: &[Field::At, Field::Chat, Field::Buyer, Field::SentBy, Field::Handler, Field::Content],
    required: &[&[Field::At], &[Field::Content, Field::Media]],
    age: &[Field::At],
};

/// What is in the warehouse.
pub static STOCK: Schema = Schema {
    key: "stock",
    zh: "库存",
    en: "stock",
    cols: &[
        col(Field::Sku, "商家编码", "SKU"),
        col(Field::ProductId, "商品ID", "Product id"),
        col(Field::Items, "商品", "Goods"),
        col(Field::Spec, "规格", "Variant"),
        col(Field::Warehouse, "仓库", "Warehouse"),
        col(Field::Quantity, "库存", "In stock"),
        col(Field::Price, "单价", "Price"),
        col(Field::At, "盘点时间", "Counted at"),
        col(Field::Detail, "备注", "Note"),
    ],
    number: None,
    identity: &[Field::Warehouse, Field::Sku, Field::ProductId, Field::Spec],
    required: &[&[Field::Sku, Field::ProductId], &[Field::Quantity]],
    age: &[Field::At],
};

/// What is promised in which days.
pub static PROMOTIONS: Schema = Schema {
    key: "promotions",
    zh: "活动",
    en: "promotions",
    cols: &[
        col(Field::Title, "活动", "Promotion"),
        col(Field::Items, "商品", "Goods"),
        col(Field::Sku, "商家编码", "SKU"),
        col(Field::ProductId, "商品ID", "Product id"),
        col(Field::Price, "活动价", "Price"),
        col(Field::Content, "规则", "Rule"),
        col(Field::StartsAt, "开始时间", "Starts"),
        col(Field::EndsAt, "结束时间", "Ends"),
        col(Field::Detail, "备注", "Note"),
    ],
    number: None,
    identity: &[Field::Title, Field::Sku, Field::ProductId, Field::Items, Field::StartsAt],
    required: &[&[Field::Title]],
    age: &[],
};

/// What is given along, and with what.
pub static GIFTS: Schema = Schema {
    key: "gifts",
    zh: "赠品",
    en: "gifts",
    cols: &[
        col(Field::Title, "赠品", "Gift"),
        col(Field::Sku, "赠品编码", "Gift SKU"),
        col(Field::Items, "商品", "With goods"),
        col(Field::ProductId, "商品ID", "Product id"),
        col(Field::Content, "条件", "Condition"),
        col(Field::Amount, "满额", "From amount"),
        col(Field::Quantity, "数量", "Qty"),
        col(Field::StartsAt, "开始时间", "Starts"),
        col(Field::EndsAt, "结束时间", "Ends"),
        col(Field::Detail, "备注", "Note"),
    ],
    number: None,
    identity: &[Field::Title, Field::Sku, Field::Items, Field::ProductId, Field::Content, Field::StartsAt],
    required: &[&[Field::Title]],
    age: &[],
};

/// Who works when.
pub static ROSTER: Schema = Schema {
    key: "roster",
    zh: "排班",
    en: "roster",
    cols: &[
        col(Field::At, "日期", "Date"),
        col(Field::Handler, "姓名", "Name"),
        col(Field::Shift, "班次", "Shift"),
        col(Field::Chat, "接待账号", "Seat"),
        col(Field::Detail, "备注", "Note"),
    ],
    number: None,
    identity: &[Field::At, Field::Handler],
    required: &[&[Field::At], &[Field::Handler]],
    age: &[Field::At],
};
