//! Reviews: how they lie in their table, and reading them.

use super::Store;
use super::orders::OrderFilter;
use crate::error::Result;
use crate::records::REVIEWS;
use crate::records::Review;
use std::ops::ControlFlow;

impl Store {
    /// Reads reviews: by platform and shop, in the order of their files. Of the filter's window nothing is used.
    pub fn each_review(
        &self,
        filter: &OrderFilter,
        f: &mut dyn FnMut(&mut Review) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        self.each_of(&REVIEWS, &mut |review: &mut Review| match filter.holds_key(
            &review.platform,
            &review.shop,
            &review.order_no,
        ) {
            true => f(review),
            false => Ok(ControlFlow::Continue(())),
        })
    }
}
