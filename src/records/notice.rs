//! What platforms tell a shop: letters in the back office, changes of rules, penalties announced.

use super::{Column, GenericRecord, Origin, Schema};
use crate::model::Field as F;

pub static NOTICES: Schema = Schema {
    key: "notices",
    table: "notices",
    zh: "站内信",
    en: "notices",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::RECORD_NO,
        Column::of(F::EntryNo).titled("编号", "Notice"),
        Column::of(F::At).titled("时间", "Time"),
        Column::of(F::EntryKind).titled("类型", "Kind"),
        Column::of(F::Title).titled("标题", "Title"),
        Column::of(F::Content).titled("内容", "Text"),
        Column::of(F::DueAt).titled("处理截止", "Answer by"),
        Column::of(F::OrderNo).titled("订单号", "Order"),
        Column::of(F::StatusRaw).titled("状态", "State"),
        Column::of(F::Detail).titled("备注", "Note"),
        Column::EXTRA,
        Column::OFFERED,
    ],
    number: Some(F::EntryNo),
    identity: &[F::At, F::Title, F::OrderNo, F::Content],
    required: &[&[F::At], &[F::Title, F::Content]],
    age: &[F::At],
    at: &[F::At],
    origin: Origin::Export,
    make: || GenericRecord::boxed(&NOTICES),
};
