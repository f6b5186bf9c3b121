//! What share of which sales a franchisee gets, from when until when: kept by hand. What a row leaves out holds for all.

use super::{Column, GenericRecord, Origin, Schema};
use crate::model::Field as F;

pub static FRANCHISE_RATIOS: Schema = Schema {
    key: "franchise_ratios",
    table: "franchise_ratios",
    zh: "加盟分成",
    en: "franchise ratios",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::RECORD_NO,
        Column::of(F::Party).titled("加盟商", "Franchisee").telling(),
        Column::of(F::Region).titled("区域", "Region"),
        Column::of(F::Sku).titled("商家编码", "SKU"),
        Column::of(F::ProductId).titled("商品ID", "Product id"),
        Column::of(F::Items).titled("商品", "Goods"),
        Column::of(F::Share).titled("分成比例", "Ratio"),
        Column::of(F::StartsAt).titled("生效日期", "From"),
        Column::of(F::EndsAt).titled("失效日期", "Until"),
        Column::of(F::Detail).titled("备注", "Note"),
        Column::EXTRA,
        Column::OFFERED,
    ],
    number: None,
    identity: &[F::Party, F::Region, F::Sku, F::ProductId, F::Items, F::StartsAt],
    required: &[&[F::Share]],
    age: &[],
    at: &[F::StartsAt],
    origin: Origin::Export,
    make: || GenericRecord::boxed(&FRANCHISE_RATIOS),
};
