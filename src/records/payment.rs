//! Bills and fund flows: money that came and went, line by line.

use super::{Column, GenericRecord, Origin, Schema};
use crate::model::DIRECTIONS;
use crate::model::Field as F;

pub static PAYMENTS: Schema = Schema {
    key: "payments",
    table: "payments",
    zh: "资金流水",
    en: "payments",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::RECORD_NO,
        Column::of(F::EntryNo).titled("流水号", "Entry"),
        Column::of(F::At).titled("时间", "Time"),
        Column::of(F::Direction).titled("收支", "Direction").words(DIRECTIONS),
        Column::of(F::Amount).titled("金额", "Amount"),
        Column::of(F::Fee).titled("手续费", "Fee"),
        Column::of(F::Refunded).titled("已退", "Refunded"),
        Column::of(F::Balance).titled("余额", "Balance"),
        Column::of(F::Currency).titled("币种", "Currency"),
        Column::of(F::EntryKind).titled("类型", "Kind"),
        Column::of(F::Reason).titled("业务描述", "Business"),
        Column::of(F::PayNo).titled("交易号", "Payment no."),
        Column::of(F::OrderNo).titled("订单号", "Order"),
        Column::of(F::ItemNo).titled("子订单号", "Item"),
        Column::of(F::RefundNo).titled("退款单号", "Refund"),
        Column::of(F::Items).titled("商品", "Goods"),
        Column::of(F::Party).titled("对方", "Party"),
        Column::of(F::Account).titled("对方账号", "Account"),
        Column::of(F::Method).titled("支付方式", "Method"),
        Column::of(F::StatusRaw).titled("状态", "Status"),
        Column::of(F::PaidAt).titled("付款时间", "Paid at"),
        Column::of(F::Detail).titled("备注", "Note"),
        Column::EXTRA,
        Column::OFFERED,
    ],
    number: Some(F::EntryNo),
    identity: &[F::At, F::PayNo, F::OrderNo, F::ItemNo, F::RefundNo, F::Amount, F::EntryKind, F::Reason],
    required: &[&[F::At], &[F::Amount]],
    age: &[F::At, F::PaidAt],
    at: &[F::At],
    origin: Origin::Export,
    make: || GenericRecord::boxed(&PAYMENTS),
};
