//! Reviews of buyers: the stars, the text, the follow-up, the shop's reply.

use super::{Fields, Stamp};

/// How numbers begin that `cs` made itself.
pub const MADE: &str = "h-";

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
