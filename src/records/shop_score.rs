//! What a platform scores a shop with, day by day. Scores stand as the platform writes them. A day is no event: how new
//! its scores are, only the file tells.

use super::{Column, GenericRecord, Origin, Schema};
use crate::model::Field as F;

pub static SHOP_SCORES: Schema = Schema {
    key: "shop_scores",
    table: "shop_scores",
    zh: "店铺评分",
    en: "shop scores",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::RECORD_NO,
        Column::of(F::At).titled("日期", "Day"),
        Column::of(F::Title).titled("评分名称", "Score name"),
        Column::of(F::Score),
        Column::of(F::Change),
        Column::of(F::Level),
        Column::of(F::Detail).titled("备注", "Note"),
        Column::EXTRA,
        Column::OFFERED,
    ],
    number: None,
    identity: &[F::At, F::Title],
    required: &[&[F::At], &[F::Title], &[F::Score]],
    age: &[],
    at: &[F::At],
    origin: Origin::Export,
    make: || GenericRecord::boxed(&SHOP_SCORES),
};
