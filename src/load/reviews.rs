//! Reviews beside a stream of orders, for the report.

use super::loaded::Loaded;
use super::query::{Query, ReviewsWanted};
use crate::error::Result;
use crate::layouts::Kind;
use crate::model::Field;
use crate::store::{Freshness, OrderFilter, Store};
use std::collections::HashSet;
use std::ops::ControlFlow;

/// Keeps what happened since, and bad reviews that wait for a reply; of all it is noted how far they reach.
pub(super) fn take(
    store: &Store,
    query: &Query,
    wanted: ReviewsWanted,
    freshness: &Freshness,
    loaded: &mut Loaded,
) -> Result<()> {
    for (platform, shop, kind, at) in freshness {
        if kind == Kind::Reviews.key() && query.pick.takes(platform, shop) {
            loaded.reach.entry((platform.clone(), shop.clone())).or_default().until = Some(*at);
        }
    }
    let mut silent = HashSet::new();
    store.each_review(&OrderFilter::default(), &mut |review| {
        if !query.pick.takes(&review.platform, &review.shop) {
            return Ok(ControlFlow::Continue(()));
        }
        let review = std::mem::take(review);
        let reach = loaded.reach.entry((review.platform.clone(), review.shop.clone())).or_default();
        reach.first = [reach.first, review.created_at].into_iter().flatten().min();
        // One without a date may be of any day.
        let recent = review.created_at.is_none() || review.last_event().is_some_and(|at| at >= wanted.since);
        let undated = review.is_replied() && review.replied_at.is_none()
            || !review.append_content.is_empty() && review.append_at.is_none();
        let told = review.have.has(Field::Reply) || review.have.has(Field::RepliedAt) || review.is_replied();
        // One of those that say nothing of replies is enough to know that they are not known.
        let silent = !told && silent.insert((review.platform.clone(), review.shop.clone()));
        if recent || undated || silent {
            loaded.reviews.push(review);
        } else if !review.is_replied() {
            loaded.reviews.extend((wanted.if_bad)(review));
        }
        Ok(ControlFlow::Continue(()))
    })
}
