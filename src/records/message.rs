//! What was said in chats.

use super::{Column, GenericRecord, Origin, Schema};
use crate::model::Field as F;

pub static MESSAGES: Schema = Schema {
    key: "messages",
    table: "messages",
    zh: "聊天记录",
    en: "messages",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::RECORD_NO,
        Column::of(F::EntryNo).titled("消息编号", "Message"),
        Column::of(F::At).titled("时间", "Time"),
        Column::of(F::Chat).titled("会话", "Chat"),
        Column::of(F::Buyer).titled("买家", "Buyer"),
        Column::of(F::SentBy).titled("发送者", "Sent by"),
        Column::of(F::Handler).titled("客服", "Agent"),
        Column::of(F::Content).titled("内容", "Text"),
        Column::of(F::Media).titled("图片视频", "Pictures"),
        Column::of(F::OrderNo).titled("订单号", "Order"),
        Column::of(F::Items).titled("商品", "Goods"),
        Column::EXTRA,
        Column::OFFERED,
    ],
    number: Some(F::EntryNo),
    identity: &[F::At, F::Chat, F::Buyer, F::SentBy, F::Handler, F::Content],
    required: &[&[F::At], &[F::Content, F::Media]],
    age: &[F::At],
    at: &[F::At],
    origin: Origin::Export,
    make: || GenericRecord::boxed(&MESSAGES),
};
