//! What is in the warehouse.

use super::{Column, GenericRecord, Origin, Schema};
use crate::model::Field as F;

pub static STOCK: Schema = Schema {
    key: "stock",
    table: "stock",
    zh: "库存",
    en: "stock",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::RECORD_NO,
        Column::of(F::Sku).titled("商家编码", "SKU"),
        Column::of(F::ProductId).titled("商品ID", "Product id"),
        Column::of(F::Items).titled("商品", "Goods"),
        Column::of(F::Spec).titled("规格", "Variant"),
        Column::of(F::Warehouse).titled("仓库", "Warehouse").telling(),
        Column::of(F::Quantity).titled("库存", "In stock"),
        Column::of(F::Price).titled("单价", "Price"),
        Column::of(F::At).titled("盘点时间", "Counted at"),
        Column::of(F::Detail).titled("备注", "Note"),
        Column::EXTRA,
        Column::OFFERED,
    ],
    number: None,
    identity: &[F::Warehouse, F::Sku, F::ProductId, F::Spec],
    required: &[&[F::Sku, F::ProductId], &[F::Quantity]],
    age: &[F::At],
    at: &[F::At],
    origin: Origin::Export,
    make: || GenericRecord::boxed(&STOCK),
};
