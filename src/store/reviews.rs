//! Reviews: how they lie in their table, and reading them.

use super::cells::{Cell, Reader};
use super::merge::Rule;
use super::orders::OrderFilter;
use super::{Store, statements as sql};
use crate::error::Result;
use crate::model::Field;
use crate::records::Review;
use rusqlite::{Result as Sql, Row};
use std::ops::ControlFlow;

pub(super) const SEQ: usize = 4;

/// One rule per column of `reviews`.
pub(super) const RULES: &[Rule] = &[
    Rule::Keep,    // platform
    Rule::Keep,    // shop
    Rule::Keep,    // review_id
    Rule::Text,    // order_no
    Rule::Keep,    // ord
    Rule::Text,    // product
    Rule::Text,    // sku
    Rule::Private, // buyer
    Rule::Number,  // rating
    Rule::Text,    // content
    Rule::Text,    // append_content
    Rule::Text,    // reply
    Rule::Time(Field::CreatedAt),
    Rule::Time(Field::AppendAt),
    Rule::Time(Field::RepliedAt),
    Rule::Number, // has_media
    Rule::Extra,
    Rule::Bits,
    Rule::Sentinels,
    Rule::Keep, // seen_at
    Rule::Keep, // import_id
    Rule::Keep, // sum
];

/// The review as a row; the columns that the store fills are empty.
pub(super) fn cells<'a>(review: &'a Review, shop: &'a str) -> [Cell<'a>; 22] {
    let (text, time) = (Cell::text, Cell::time);
    [
        text(&review.platform),
        text(shop),
        text(&review.review_id),
        text(&review.order_no),
        Cell::Int(None),
        text(&review.product),
        text(&review.sku),
        text(&review.buyer),
        Cell::Int(review.rating),
        text(&review.content),
        text(&review.append_content),
        text(&review.reply),
        time(review.created_at),
        time(review.append_at),
        time(review.replied_at),
        Cell::Int(review.has_media.map(i64::from)),
        text(&review.extra),
        Cell::fields(review.have),
        Cell::fields(review.sentinels),
        Cell::Int(None),
        text(""),
        Cell::Int(None),
    ]
}

pub(super) fn read(row: &Row<'_>) -> Sql<Review> {
    let mut review = Review::default();
    let mut r = Reader::new(row);
    r.text(&mut review.platform)?;
    r.text(&mut review.shop)?;
    r.text(&mut review.review_id)?;
    r.text(&mut review.order_no)?;
    r.skip();
    r.text(&mut review.product)?;
    r.text(&mut review.sku)?;
    r.text(&mut review.buyer)?;
    review.rating = r.int()?;
    r.text(&mut review.content)?;
    r.text(&mut review.append_content)?;
    r.text(&mut review.reply)?;
    review.created_at = r.time()?;
    review.append_at = r.time()?;
    review.replied_at = r.time()?;
    review.has_media = r.int()?.map(|n| n != 0);
    r.text(&mut review.extra)?;
    review.have = r.fields()?;
    review.sentinels = r.fields()?;
    Ok(review)
}

impl Store {
    /// Reads reviews: by platform and shop, in the order of their files. Of the filter's window nothing is used.
    pub fn each_review(
        &self,
        filter: &OrderFilter,
        f: &mut dyn FnMut(&mut Review) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        self.each_row(sql::REVIEW_ALL, read, &mut |review| match filter.holds_key(
            &review.platform,
            &review.shop,
            &review.order_no,
        ) {
            true => f(review),
            false => Ok(ControlFlow::Continue(())),
        })
    }
}
