//! What a platform fined a shop for, and until when it can appeal.

use super::{Column, GenericRecord, Origin, Schema};
use crate::model::Field as F;

pub static PENALTIES: Schema = Schema {
    key: "penalties",
    table: "penalties",
    zh: "处罚",
    en: "penalties",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::RECORD_NO,
        Column::of(F::EntryNo).titled("处罚编号", "Penalty"),
        Column::of(F::At).titled("时间", "Time"),
        Column::of(F::OrderNo).titled("订单号", "Order"),
        Column::of(F::EntryKind).titled("类型", "Kind"),
        Column::of(F::Reason).titled("原因", "Reason"),
        Column::of(F::Amount).titled("金额", "Amount"),
        Column::of(F::Points),
        Column::of(F::StatusRaw).titled("状态", "State"),
        Column::of(F::DueAt).titled("申诉截止", "Appeal by"),
        Column::of(F::Detail).titled("备注", "Note"),
        Column::EXTRA,
        Column::OFFERED,
    ],
    number: Some(F::EntryNo),
    identity: &[F::At, F::OrderNo, F::EntryKind, F::Reason],
    required: &[&[F::At], &[F::EntryKind, F::Reason]],
    age: &[F::At],
    at: &[F::At],
    origin: Origin::Export,
    make: || GenericRecord::boxed(&PENALTIES),
};
