//! Days off, and days off that are worked after all: kept by hand. Days to come are no events.

use super::{Column, GenericRecord, Origin, Schema};
use crate::model::Field as F;

pub static HOLIDAYS: Schema = Schema {
    key: "holidays",
    table: "holidays",
    zh: "节假日",
    en: "holidays",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::RECORD_NO,
        Column::of(F::At).titled("日期", "Day"),
        Column::of(F::Title).titled("节日", "Holiday"),
        Column::of(F::Works),
        Column::of(F::Detail).titled("备注", "Note"),
        Column::EXTRA,
        Column::OFFERED,
    ],
    number: None,
    identity: &[F::At],
    required: &[&[F::At], &[F::Works]],
    age: &[],
    at: &[F::At],
    origin: Origin::Export,
    make: || GenericRecord::boxed(&HOLIDAYS),
};
