//! What is promised in which days.

use super::{Column, GenericRecord, Origin, Schema};
use crate::model::Field as F;

pub static PROMOTIONS: Schema = Schema {
    key: "promotions",
    table: "promotions",
    zh: "活动",
    en: "promotions",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::RECORD_NO,
        Column::of(F::Title).titled("活动", "Promotion"),
        Column::of(F::Items).titled("商品", "Goods"),
        Column::of(F::Sku).titled("商家编码", "SKU"),
        Column::of(F::ProductId).titled("商品ID", "Product id"),
        Column::of(F::Price).titled("活动价", "Price").telling(),
        Column::of(F::Content).titled("规则", "Rule"),
        Column::of(F::StartsAt).titled("开始时间", "Starts"),
        Column::of(F::EndsAt).titled("结束时间", "Ends"),
        Column::of(F::Detail).titled("备注", "Note"),
        Column::EXTRA,
        Column::OFFERED,
    ],
    number: None,
    identity: &[F::Title, F::Sku, F::ProductId, F::Items, F::StartsAt],
    required: &[&[F::Title]],
    age: &[],
    at: &[F::StartsAt],
    origin: Origin::Export,
    make: || GenericRecord::boxed(&PROMOTIONS),
};
