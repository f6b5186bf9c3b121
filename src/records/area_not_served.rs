//! Where carriers do not deliver, and from when until when: kept by hand. Without a carrier it holds for all of them.

use super::{Column, GenericRecord, Origin, Schema};
use crate::model::Field as F;

pub static AREAS_NOT_SERVED: Schema = Schema {
    key: "areas_not_served",
    table: "areas_not_served",
    zh: "不配送地区",
    en: "areas not served",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::RECORD_NO,
        Column::of(F::Carrier).titled("快递", "Carrier"),
        Column::of(F::Region).titled("地区", "Region"),
        Column::of(F::StartsAt).titled("生效日期", "From"),
        Column::of(F::EndsAt).titled("失效日期", "Until").telling(),
        Column::of(F::Reason).titled("原因", "Reason"),
        Column::of(F::Detail).titled("备注", "Note"),
        Column::EXTRA,
        Column::OFFERED,
    ],
    number: None,
    identity: &[F::Carrier, F::Region, F::StartsAt],
    required: &[&[F::Region]],
    age: &[],
    at: &[F::StartsAt],
    origin: Origin::Export,
    make: || GenericRecord::boxed(&AREAS_NOT_SERVED),
};
