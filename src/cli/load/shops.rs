//! The shops that a file tells of, and how new its facts about each are.

use super::super::args::InputArgs;
use super::Loaded;
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

    /// How new the facts of each shop are: as the user or the file's name tells, else by what happened last. Shops of
    /// which neither tells go to `undated`, with the file's own time.
    pub(super) fn ages(
        &self,
        from: &InputArgs,
        time: Option<Stamp>,
        modified: Option<Stamp>,
        loaded: &mut Loaded,
        undated: &mut Vec<(Shop, Stamp)>,
    ) {
        for (shop, newest) in self.all() {
            // A name tells the day at least; what happened later the file has seen.
            let at = if from.reading.exported_at.is_some() { time } else { time.max(newest) };
            if let Some(at) = at {
                let known = loaded.as_of.entry(shop).or_insert(at);
                *known = (*known).max(at);
            } else if let Some(at) = modified {
                undated.push((shop, at));
            }
        }
    }
}
