//! What a bundle is made of, from when until when: kept by hand, one row per part.

use super::{Column, GenericRecord, Origin, Schema};
use crate::model::Field as F;

pub static BUNDLES: Schema = Schema {
    key: "bundles",
    table: "bundles",
    zh: "组合装",
    en: "bundles",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::RECORD_NO,
        Column::of(F::Bundle),
        Column::of(F::Sku).titled("单品编码", "Part SKU"),
        Column::of(F::Items).titled("单品", "Part"),
        Column::of(F::Quantity).titled("数量", "Qty"),
        Column::of(F::Share).titled("分摊比例", "Share"),
        Column::of(F::StartsAt).titled("生效日期", "From"),
        Column::of(F::EndsAt).titled("失效日期", "Until"),
        Column::of(F::Detail).titled("备注", "Note"),
        Column::EXTRA,
        Column::OFFERED,
    ],
    number: None,
    identity: &[F::Bundle, F::Sku, F::StartsAt],
    required: &[&[F::Bundle], &[F::Sku], &[F::Quantity]],
    age: &[],
    at: &[F::StartsAt],
    origin: Origin::Export,
    make: || GenericRecord::boxed(&BUNDLES),
};
