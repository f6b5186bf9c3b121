//! Contacts: what was done for a buyer about an order.

use super::{Column, Origin, Record, Schema, Slot, Type};
use crate::model::{Field as F, Stamp, Words};

/// How a buyer is reached; of a review only by the first two.
pub const WAYS: &Words =
    &[("chat", "聊天", "chat"), ("phone", "电话", "call"), ("sms", "短信", "text message")];

/// What came of a reminder.
pub const REMINDED: &Words = &[
    ("paid", "已付款", "paid"),
    ("promised", "答应付款", "promised"),
    ("no-answer", "没有回应", "no answer"),
    ("refused", "不要了", "refused"),
];

/// Something done for a buyer about an order: `done` or `skip`, for one purpose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// Given by the store.
    pub id: String,
    pub platform: String,
    pub shop: String,
    pub order_no: String,
    pub purpose: String,
    pub action: String,
    /// When the buyer was contacted; given by the store, from `Who`, where it is 0.
    pub at: Stamp,
    /// Given by the store, from `Who`.
    pub by: String,
    pub via: String,
    /// `paid`, `promised`, `no-answer`, `refused`, or nothing.
    pub result: String,
    pub note: String,
}

pub static CONTACTS: Schema = Schema {
    key: "contacts",
    table: "contacts",
    zh: "联系记录",
    en: "contacts",
    columns: &[
        Column::ID,
        Column::of(F::Platform).is(Type::Id),
        Column::of(F::Shop),
        Column::of(F::OrderNo),
        Column::new("purpose", "目的", "Purpose", Type::Word),
        Column::new("action", "做法", "Action", Type::Word),
        Column::of(F::At),
        Column::BY,
        Column::new("via", "方式", "Via", Type::Word).words(WAYS),
        Column::new("result", "结果", "Result", Type::Word).words(REMINDED),
        Column::new("note", "备注", "Note", Type::Text),
    ],
    number: None,
    identity: &[],
    required: &[],
    age: &[],
    at: &[F::At],
    origin: Origin::Team,
    make: || Box::new(Contact::default()),
};

impl Record for Contact {
    fn schema(&self) -> &'static Schema {
        &CONTACTS
    }

    fn slots<'r>(&'r mut self, f: &mut dyn FnMut(Slot<'r>)) {
        f(Slot::Text(&mut self.id));
        f(Slot::Text(&mut self.platform));
        f(Slot::Text(&mut self.shop));
        f(Slot::Text(&mut self.order_no));
        f(Slot::Text(&mut self.purpose));
        f(Slot::Text(&mut self.action));
        f(Slot::At(&mut self.at));
        f(Slot::Text(&mut self.by));
        f(Slot::Text(&mut self.via));
        f(Slot::Text(&mut self.result));
        f(Slot::Text(&mut self.note));
    }

    fn as_any(&mut self) -> &mut dyn std::any::Any {
        self
    }
}
