//! What carriers scanned: one row per parcel and event.

use super::{Column, GenericRecord, Origin, Schema};
use crate::model::Field as F;

pub static TRACKS: Schema = Schema {
    key: "tracks",
    table: "tracks",
    zh: "物流轨迹",
    en: "tracks",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::RECORD_NO,
        Column::of(F::TrackingNo).titled("运单号", "Tracking"),
        Column::of(F::Carrier).titled("快递", "Carrier"),
        Column::of(F::OrderNo).titled("订单号", "Order"),
        Column::of(F::At).titled("时间", "Time"),
        Column::of(F::StatusRaw).titled("状态", "State"),
        Column::of(F::Region).titled("地点", "Place"),
        Column::of(F::Content).titled("轨迹", "Event"),
        Column::of(F::Detail).titled("备注", "Note"),
        Column::EXTRA,
        Column::OFFERED,
    ],
    number: None,
    identity: &[F::TrackingNo, F::At, F::Content],
    required: &[&[F::TrackingNo], &[F::At], &[F::Content, F::StatusRaw]],
    age: &[F::At],
    at: &[F::At],
    origin: Origin::Export,
    make: || GenericRecord::boxed(&TRACKS),
};
