//! Reviews of buyers: the stars, the text, the follow-up, the shop's reply.

use super::generic::MADE;
use super::{Column, Origin, Record, Schema, Slot, Type};
use crate::model::{Field as F, Fields, Stamp};

/// One review of one bought item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Review {
    pub platform: String,
    pub shop: String,
    /// The platform's own number, else one made of buyer, date and text.
    pub review_id: String,
    pub order_no: String,
    pub product: String,
    /// The variant or the shop's code.
    pub sku: String,
    pub buyer: String,
    /// Stars, 1–5; words for good, neutral, bad are 5, 3, 1.
    pub rating: Option<i64>,
    pub content: String,
    /// What the buyer added later.
    pub append_content: String,
    /// The shop's public answer.
    pub reply: String,
    pub created_at: Option<Stamp>,
    pub append_at: Option<Stamp>,
    pub replied_at: Option<Stamp>,
    pub has_media: Option<bool>,
    pub have: Fields,
    pub sentinels: Fields,
    pub extra: String,
}

impl Review {
    pub fn last_event(&self) -> Option<Stamp> {
        [self.created_at, self.append_at, self.replied_at].into_iter().flatten().max()
    }

    /// The number was made by `cs`, of what the review says.
    pub fn has_made_id(&self) -> bool {
        self.review_id.starts_with(MADE)
    }

    /// The shop has answered in public.
    pub fn is_replied(&self) -> bool {
        !self.reply.is_empty() || self.replied_at.is_some()
    }
}

pub static REVIEWS: Schema = Schema {
    key: "reviews",
    table: "reviews",
    zh: "评价",
    en: "reviews",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::of(F::ReviewNo).key().stored("review_id"),
        Column::of(F::OrderNo),
        Column::of(F::Items).stored("product"),
        Column::of(F::Sku).hidden(),
        Column::of(F::Buyer),
        Column::of(F::Rating).is(Type::Count).ledger(),
        Column::of(F::Content).telling(),
        Column::of(F::AppendContent).hidden(),
        Column::of(F::Reply).hidden(),
        Column::of(F::CreatedAt),
        Column::of(F::AppendAt).hidden(),
        Column::of(F::RepliedAt).hidden(),
        Column::of(F::Media).is(Type::Yes).stored("has_media").hidden(),
        Column::EXTRA,
        Column::OFFERED,
        Column::SENTINELS,
    ],
    number: Some(F::ReviewNo),
    identity: &[],
    required: &[],
    age: &[F::CreatedAt, F::AppendAt, F::RepliedAt],
    at: &[F::CreatedAt],
    origin: Origin::Export,
    make: || Box::new(Review::default()),
};

impl Record for Review {
    fn schema(&self) -> &'static Schema {
        &REVIEWS
    }

    fn slots<'r>(&'r mut self, f: &mut dyn FnMut(Slot<'r>)) {
        f(Slot::Text(&mut self.platform));
        f(Slot::Text(&mut self.shop));
        f(Slot::Text(&mut self.review_id));
        f(Slot::Text(&mut self.order_no));
        f(Slot::Text(&mut self.product));
        f(Slot::Text(&mut self.sku));
        f(Slot::Text(&mut self.buyer));
        f(Slot::Count(&mut self.rating));
        f(Slot::Text(&mut self.content));
        f(Slot::Text(&mut self.append_content));
        f(Slot::Text(&mut self.reply));
        f(Slot::Time(&mut self.created_at));
        f(Slot::Time(&mut self.append_at));
        f(Slot::Time(&mut self.replied_at));
        f(Slot::Yes(&mut self.has_media));
        f(Slot::Text(&mut self.extra));
        f(Slot::Columns(&mut self.have));
        f(Slot::Columns(&mut self.sentinels));
    }

    fn as_any(&mut self) -> &mut dyn std::any::Any {
        self
    }
}
