//! Tags: orders and buyers that are tests, or people of the shop's own.

use super::{Column, Origin, Record, Schema, Slot, Type};
use crate::model::{Field as F, Stamp, Words};

/// What an order or a buyer may be tagged as. Suspicion is none of it: what is suspected stays in every figure.
pub const TAG_WORDS: &Words = &[("test", "测试", "test"), ("internal", "内部", "internal")];

/// A tag of one order, or of everything that one buyer orders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    pub platform: String,
    /// Of a buyer empty: it holds in every shop.
    pub shop: String,
    pub order_no: String,
    /// Of an order empty.
    pub buyer: String,
    /// One of [`TAG_WORDS`].
    pub tag: String,
    pub note: String,
    /// When it was set.
    pub at: Stamp,
    pub by: String,
}

pub static TAGS: Schema = Schema {
    key: "tags",
    table: "tags",
    zh: "标签",
    en: "tags",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::of(F::OrderNo).key(),
        Column::of(F::Buyer).key(),
        Column::new("tag", "标签", "Tag", Type::Word).words(TAG_WORDS).key(),
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
    make: || Box::new(Tag::default()),
};

impl Record for Tag {
    fn schema(&self) -> &'static Schema {
        &TAGS
    }

    fn slots<'r>(&'r mut self, f: &mut dyn FnMut(Slot<'r>)) {
        f(Slot::Text(&mut self.platform));
        f(Slot::Text(&mut self.shop));
        f(Slot::Text(&mut self.order_no));
        f(Slot::Text(&mut self.buyer));
        f(Slot::Text(&mut self.tag));
        f(Slot::Text(&mut self.note));
        f(Slot::At(&mut self.at));
        f(Slot::Text(&mut self.by));
    }

    fn as_any(&mut self) -> &mut dyn std::any::Any {
        self
    }
}
