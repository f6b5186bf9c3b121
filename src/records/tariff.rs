//! What carriers ask, from when until when: kept by hand. A tariff by steps of weight has one row per step.

use super::{Column, GenericRecord, Origin, Schema};
use crate::model::Field as F;

pub static TARIFFS: Schema = Schema {
    key: "tariffs",
    table: "tariffs",
    zh: "运费价目",
    en: "tariffs",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::RECORD_NO,
        Column::of(F::Carrier).titled("快递", "Carrier"),
        Column::of(F::Warehouse).titled("发货仓", "Warehouse"),
        Column::of(F::Region).titled("目的地", "Region"),
        Column::of(F::FirstWeight),
        Column::of(F::FirstPrice),
        Column::of(F::FurtherWeight),
        Column::of(F::FurtherPrice),
        Column::of(F::StartsAt).titled("生效日期", "From"),
        Column::of(F::EndsAt).titled("失效日期", "Until"),
        Column::of(F::Detail).titled("备注", "Note"),
        Column::EXTRA,
        Column::OFFERED,
    ],
    number: None,
    identity: &[F::Carrier, F::Warehouse, F::Region, F::FirstWeight, F::StartsAt],
    required: &[&[F::Carrier], &[F::Region], &[F::FirstPrice]],
    age: &[],
    at: &[F::StartsAt],
    origin: Origin::Export,
    make: || GenericRecord::boxed(&TARIFFS),
};
