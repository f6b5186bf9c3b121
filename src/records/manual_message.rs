//! Messages of chats that no platform exports, entered by hand.

use super::{Column, Origin, Record, Schema, Slot, Type};
use crate::model::{Field as F, Stamp, Words};

/// Who says something in a chat.
pub const SIDES: &Words = &[("buyer", "买家", "buyer"), ("shop", "商家", "shop")];

/// Where something is said.
pub const VIAS: &Words =
    &[("chat", "聊天", "chat"), ("phone", "电话", "phone"), ("sms", "短信", "sms"), ("mail", "邮件", "mail")];

/// One message of a chat that no platform exports, entered by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ManualMessage {
    pub id: String,
    pub platform: String,
    pub shop: String,
    pub order_no: String,
    pub buyer: String,
    /// When it was said.
    pub at: Stamp,
    /// `buyer` or `shop`.
    pub sent_by: String,
    /// `chat`, `phone`, `sms` or `mail`.
    pub via: String,
    pub text: String,
    pub entered_at: Stamp,
    /// Who entered it.
    pub by: String,
}

pub static MANUAL_MESSAGES: Schema = Schema {
    key: "messages_entered",
    table: "said",
    zh: "手工录入的消息",
    en: "messages entered",
    columns: &[
        Column::ID,
        Column::of(F::Platform).is(Type::Id),
        Column::of(F::Shop),
        Column::of(F::OrderNo),
        Column::of(F::Buyer),
        Column::of(F::At),
        Column::new("sent_by", "谁说的", "From", Type::Word).words(SIDES),
        Column::new("via", "方式", "Via", Type::Word).words(VIAS),
        Column::new("text", "内容", "Text", Type::Text).stored("body"),
        Column::new("entered_at", "录入时间", "Entered", Type::Time),
        Column::BY,
    ],
    number: None,
    identity: &[],
    required: &[],
    age: &[],
    at: &[F::At],
    origin: Origin::Team,
    make: || Box::new(ManualMessage::default()),
};

impl Record for ManualMessage {
    fn schema(&self) -> &'static Schema {
        &MANUAL_MESSAGES
    }

    fn slots<'r>(&'r mut self, f: &mut dyn FnMut(Slot<'r>)) {
        f(Slot::Text(&mut self.id));
        f(Slot::Text(&mut self.platform));
        f(Slot::Text(&mut self.shop));
        f(Slot::Text(&mut self.order_no));
        f(Slot::Text(&mut self.buyer));
        f(Slot::At(&mut self.at));
        f(Slot::Text(&mut self.sent_by));
        f(Slot::Text(&mut self.via));
        f(Slot::Text(&mut self.text));
        f(Slot::At(&mut self.entered_at));
        f(Slot::Text(&mut self.by));
    }

    fn as_any(&mut self) -> &mut dyn std::any::Any {
        self
    }
}
