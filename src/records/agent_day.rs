//! A platform's own figures of an agent and a day. Times and shares stand as the platform writes them: `23.5`, `98.6%`. A
//! day is no event: how new its figures are, only the file tells.

use super::{Column, GenericRecord, Merge, Origin, Schema, Type};
use crate::model::Field as F;

pub static AGENT_DAYS: Schema = Schema {
    key: "agent_days",
    table: "agent_days",
    zh: "客服日数据",
    en: "agents' days",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::RECORD_NO,
        Column::of(F::At).titled("日期", "Day"),
        Column::of(F::Account).titled("客服账号", "Account").is(Type::Text).merged(Merge::Newer),
        Column::of(F::Handler).titled("客服", "Agent"),
        Column::of(F::Chats),
        Column::of(F::Buyers),
        Column::of(F::FirstReply),
        Column::of(F::AverageReply),
        Column::of(F::ReplyShare),
        Column::of(F::Satisfaction),
        Column::of(F::Orders),
        Column::of(F::Amount).titled("销售额", "Sales"),
        Column::of(F::Detail).titled("备注", "Note"),
        Column::EXTRA,
        Column::OFFERED,
    ],
    number: None,
    identity: &[F::At, F::Account],
    required: &[&[F::At], &[F::Account], &[F::Chats, F::Buyers]],
    age: &[],
    at: &[F::At],
    origin: Origin::Export,
    make: || GenericRecord::boxed(&AGENT_DAYS),
};
