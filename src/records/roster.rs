//! Who works when.

use super::{Column, GenericRecord, Origin, Schema};
use crate::model::Field as F;

pub static ROSTER: Schema = Schema {
    key: "roster",
    table: "roster",
    zh: "排班",
    en: "roster",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::RECORD_NO,
        Column::of(F::At).titled("日期", "Date"),
        Column::of(F::Handler).titled("姓名", "Name"),
        Column::of(F::Shift).titled("班次", "Shift"),
        Column::of(F::Chat).titled("接待账号", "Seat"),
        Column::of(F::Detail).titled("备注", "Note"),
        Column::EXTRA,
        Column::OFFERED,
    ],
    number: None,
    identity: &[F::At, F::Handler],
    required: &[&[F::At], &[F::Handler]],
    age: &[F::At],
    at: &[F::At],
    origin: Origin::Export,
    make: || GenericRecord::boxed(&ROSTER),
};
