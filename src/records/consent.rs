//! Consents: what a buyer agreed to, or refused. A refusal holds for every channel and every shop.

use super::{Column, Origin, Record, Schema, Slot, Type, WAYS};
use crate::model::{Field as F, Stamp, Words};

/// What for: messages that sell, visits, surveys, any use of an order's data beyond the order.
pub const CONSENT_PURPOSES: &Words = &[
    ("commercial", "商业消息", "commercial messages"),
    ("visit", "回访", "visits"),
    ("survey", "问卷", "surveys"),
    ("data_use", "数据他用", "other use of data"),
];

pub const CONSENT_STATES: &Words = &[("given", "同意", "given"), ("refused", "拒绝", "refused")];

/// What one buyer says to one purpose. Where the buyer's nick is not known it holds for the order that it was said about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consent {
    pub platform: String,
    /// Of a buyer empty: it holds in every shop.
    pub shop: String,
    pub order_no: String,
    /// Of an order empty.
    pub buyer: String,
    /// One of [`CONSENT_PURPOSES`].
    pub purpose: String,
    /// One of [`CONSENT_STATES`].
    pub state: String,
    pub via: String,
    /// A consent may end by itself.
    pub until: Option<Stamp>,
    /// Where it was said.
    pub note: String,
    /// When it was said.
    pub at: Stamp,
    pub by: String,
}

pub static CONSENTS: Schema = Schema {
    key: "consents",
    table: "consents",
    zh: "同意记录",
    en: "consents",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::of(F::OrderNo).key(),
        Column::of(F::Buyer).key(),
        Column::new("purpose", "用途", "Purpose", Type::Word).words(CONSENT_PURPOSES).key(),
        Column::new("state", "状态", "State", Type::Word).words(CONSENT_STATES),
        Column::new("via", "方式", "Via", Type::Word).words(WAYS),
        Column::new("until", "有效至", "Until", Type::Time).stored("until_at"),
        Column::new("note", "备注", "Note", Type::Text),
        Column::of(F::At),
        Column::BY,
    ],
    number: None,
    identity: &[],
    required: &[&[F::OrderNo, F::Buyer], &[F::At]],
    age: &[],
    at: &[F::At],
    origin: Origin::Portable,
    make: || Box::new(Consent::default()),
};

impl Record for Consent {
    fn schema(&self) -> &'static Schema {
        &CONSENTS
    }

    fn slots<'r>(&'r mut self, f: &mut dyn FnMut(Slot<'r>)) {
        f(Slot::Text(&mut self.platform));
        f(Slot::Text(&mut self.shop));
        f(Slot::Text(&mut self.order_no));
        f(Slot::Text(&mut self.buyer));
        f(Slot::Text(&mut self.purpose));
        f(Slot::Text(&mut self.state));
        f(Slot::Text(&mut self.via));
        f(Slot::Time(&mut self.until));
        f(Slot::Text(&mut self.note));
        f(Slot::At(&mut self.at));
        f(Slot::Text(&mut self.by));
    }

    fn as_any(&mut self) -> &mut dyn std::any::Any {
        self
    }
}
