//! What is given along, and with what.

use super::{Column, GenericRecord, Origin, Schema};
use crate::model::Field as F;

pub static GIFTS: Schema = Schema {
    key: "gifts",
    table: "gifts",
    zh: "赠品",
    en: "gifts",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::RECORD_NO,
        Column::of(F::Title).titled("赠品", "Gift"),
        Column::of(F::Sku).titled("赠品编码", "Gift SKU"),
        Column::of(F::Items).titled("商品", "With goods"),
        Column::of(F::ProductId).titled("商品ID", "Product id"),
        Column::of(F::Content).titled("条件", "Condition"),
        Column::of(F::Amount).titled("满额", "From amount").telling(),
        Column::of(F::Quantity).titled("数量", "Qty"),
        Column::of(F::StartsAt).titled("开始时间", "Starts"),
        Column::of(F::EndsAt).titled("结束时间", "Ends"),
        Column::of(F::Detail).titled("备注", "Note"),
        Column::EXTRA,
        Column::OFFERED,
    ],
    number: None,
    identity: &[F::Title, F::Sku, F::Items, F::ProductId, F::Content, F::StartsAt],
    required: &[&[F::Title]],
    age: &[],
    at: &[F::StartsAt],
    origin: Origin::Export,
    make: || GenericRecord::boxed(&GIFTS),
};
