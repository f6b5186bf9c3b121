//! What is known about the orders that were read, beside themselves.

use crate::model::{Reach, Stamp};
use crate::read::Reject;
use crate::records::{Refund, Review};
use std::collections::BTreeMap;

/// What is known about the orders that were read, beside themselves.
#[derive(Default)]
pub(crate) struct Loaded {
    /// (platform, shop) → how new the data are.
    pub(crate) as_of: BTreeMap<(String, String), Stamp>,
    /// (platform, shop) → up to when they reach for certain, whenever their files were written.
    pub(crate) ranked: BTreeMap<(String, String), Stamp>,
    /// The same of the refunds, where they have an age of their own.
    pub(crate) refunds_as_of: BTreeMap<(String, String), Stamp>,
    /// (platform, shop) → up to when exports of refunds reach for certain, where there are any.
    pub(crate) refunds_ranked: BTreeMap<(String, String), Stamp>,
    pub(crate) rejects: Vec<Reject>,
    pub(crate) from_files: bool,
    /// Refunds of orders that are not among those read; only where somebody looks at when refunds were done.
    pub(crate) strays: Vec<Refund>,
    /// Only where somebody asked for them.
    pub(crate) reviews: Vec<Review>,
    /// How far the reviews of each shop reach.
    pub(crate) reach: BTreeMap<(String, String), Reach>,
    /// How many files the database had imported when all was read.
    pub(crate) imports: i64,
}

impl Loaded {
    /// What a wrong clock once told as still to come counts as now, or facts would never be old.
    pub(crate) fn not_ahead_of(mut self, now: Stamp) -> Loaded {
        let all = self.as_of.values_mut().chain(self.ranked.values_mut());
        let all = all.chain(self.refunds_as_of.values_mut()).chain(self.refunds_ranked.values_mut());
        all.for_each(|at| *at = (*at).min(now));
        self
    }

    /// How new the data are of each shop; of refunds, where they are what is listed.
    pub(crate) fn all_ages(&self) -> BTreeMap<(String, String), Stamp> {
        let mut all = self.as_of.clone();
        all.extend(self.refunds_as_of.iter().map(|(shop, at)| (shop.clone(), *at)));
        all
    }
}
