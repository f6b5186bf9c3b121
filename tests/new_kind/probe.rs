//! Probes: a kind that nobody needs. `.ci/new-kind` adds it to a copy of the sources, to show what a kind takes.

use super::{Column, GenericRecord, Origin, Schema};
use crate::model::Field as F;

pub static PROBES: Schema = Schema {
    key: "probes",
    table: "probes",
    zh: "探针",
    en: "probes",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::RECORD_NO,
        Column::of(F::At).titled("日期", "Day"),
        Column::of(F::Title).titled("探针", "Probe").telling(),
        Column::of(F::Amount).titled("读数", "Reading"),
        Column::of(F::Detail).titled("备注", "Note"),
        Column::EXTRA,
        Column::OFFERED,
    ],
    number: None,
    identity: &[F::At, F::Title],
    required: &[&[F::At], &[F::Title], &[F::Amount]],
    age: &[],
    at: &[F::At],
    origin: Origin::Export,
    make: || GenericRecord::boxed(&PROBES),
};
