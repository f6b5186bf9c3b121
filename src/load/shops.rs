//! The shops that a file tells of, and how new its facts about each are.

use super::age::as_of;
use super::loaded::Loaded;
use super::query::Query;
use crate::model::Stamp;

/// Platform and shop.
pub(super) type Shop = (String, String);

/// Few enough to be looked through for every order.
#[derive(Default)]
pub(super) struct Shops(Vec<(Shop, Option<Stamp>)>);

impl Shops {
    /// The shop has an order, of which something happened at this moment; what is still to come tells nothing.
    pub(super) fn note(&mut self, platform: &str, shop: &str, event: Option<Stamp>, now: Stamp) {
        let event = event.filter(|at| *at <= now);
        match self.0.iter_mut().find(|known| known.0.1 == shop && known.0.0 == platform) {
            Some((_, newest)) => *newest = (*newest).max(event),
            None => self.0.push(((platform.to_owned(), shop.to_owned()), event)),
        }
    }

    pub(super) fn absorb(&mut self, other: Shops) {
        for (shop, event) in other.0 {
            match self.0.iter_mut().find(|known| known.0 == shop) {
                Some((_, newest)) => *newest = (*newest).max(event),
                None => self.0.push((shop, event)),
            }
        }
    }

    /// In order.
    pub(super) fn all(&self) -> Vec<(Shop, Option<Stamp>)> {
        let mut all = self.0.clone();
        all.sort();
        all
    }

    pub(super) fn names(&self) -> Vec<Shop> {
        self.all().into_iter().map(|(shop, _)| shop).collect()
    }

    /// How fresh the facts of each shop are, see [`as_of`]. Shops of which only the file's own time tells go to
    /// `undated`.
    pub(super) fn ages(
        &self,
        query: &Query,
        time: Option<Stamp>,
        own: Option<Stamp>,
        loaded: &mut Loaded,
        undated: &mut Vec<(Shop, Stamp)>,
    ) {
        for (shop, newest) in self.all() {
            let is_dated = time.is_some() || newest.is_some();
            let Some(at) = as_of(query, (time, newest), own) else { continue };
            if let Some(ranked) = as_of(query, (time, newest), None) {
                let known = loaded.ranked.entry(shop.clone()).or_insert(ranked);
                *known = (*known).max(ranked);
            }
            if is_dated {
                let known = loaded.as_of.entry(shop).or_insert(at);
                *known = (*known).max(at);
            } else {
                undated.push((shop, at));
            }
        }
    }
}

/// The file's own time counts only where no file of the platform tells more.
pub(super) fn age_undated(loaded: &mut Loaded, undated: Vec<(Shop, Stamp)>) {
    for (shop, at) in undated {
        if !loaded.as_of.keys().any(|known| known.0 == shop.0) {
            loaded.ranked.insert(shop.clone(), at);
            loaded.as_of.insert(shop, at);
        }
    }
}
