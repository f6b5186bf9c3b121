//! What orders add to every report, kept by day: a report takes the days it tells of from here and reads no orders.
//!
//! All that is kept is a sum over orders. So the orders of which something changed are taken out with what they added
//! before, and put in anew, and the others are never looked at.

mod counter;
mod indexes;
mod past;

#[cfg(test)]
mod tests;

mod totals;

use super::settings::Settings;
use crate::model::Stamp;
pub use counter::Counter;
use indexes::{ALL, DUES, TotalsByDay, depth_of, index, span};
pub use indexes::{Depth, Indexes, Terms};
pub(super) use past::Past;
use std::collections::{BTreeMap, BTreeSet};
use totals::{Of, Written};

/// What some orders add.
#[derive(Clone, Debug, Default)]
pub struct DayTotals {
    /// By platform and shop.
    shops: Vec<((String, String), TotalsByDay)>,
    last: usize,
    pub head: Head,
}

/// What can't be taken out again, and has to be joined anew.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// The newest creation of an order.
    pub newest: Option<Stamp>,
    /// The oldest of each shop.
    first: BTreeMap<(String, String), Stamp>,
}

impl Head {
    fn see(&mut self, shop: &(String, String), at: Stamp) {
        self.newest = self.newest.max(Some(at));
        match self.first.get_mut(shop) {
            Some(first) => *first = at.min(*first),
            None => drop(self.first.insert(shop.clone(), at)),
        }
    }

    pub fn join(&mut self, other: &Head) {
        self.newest = self.newest.max(other.newest);
        for (shop, at) in &other.first {
            let first = self.first.entry(shop.clone()).or_insert(*at);
            *first = (*at).min(*first);
        }
    }

    pub fn write(&self) -> String {
        let first: Vec<_> = self.first.iter().map(|((p, s), at)| (p, s, at.0)).collect();
        serde_json::to_string(&(self.newest.map(|at| at.0), first)).unwrap_or_default()
    }

    /// What [`Head::write`] wrote; `None` where it was not.
    pub fn read(text: &str) -> Option<Head> {
        let (newest, first): (Option<i64>, Vec<(String, String, i64)>) = serde_json::from_str(text).ok()?;
        let first = first.into_iter().map(|(p, s, at)| ((p, s), Stamp(at))).collect();
        Some(Head { newest: newest.map(Stamp), first })
    }
}

/// Of each shop: platform, shop, and what stands there.
type Shops<'t> = Vec<(String, String, Written<'t>)>;

impl DayTotals {
    /// Most orders are of the same shop as the one before.
    fn place_of(&mut self, platform: &str, shop: &str) -> usize {
        let is = |((p, s), _): &((String, String), TotalsByDay)| p == platform && s == shop;
        if !self.shops.get(self.last).is_some_and(is) {
            let found = self.shops.iter().position(is);
            self.last = found.unwrap_or(self.shops.len());
            if found.is_none() {
                self.shops.push(((platform.to_owned(), shop.to_owned()), TotalsByDay::new()));
            }
        }
        self.last
    }

    /// Puts in what another holds, or takes it out (`-1`). The head is left alone.
    pub fn add(&mut self, other: &DayTotals, sign: i64) {
        for ((platform, shop), indexes) in &other.shops {
            let at = self.place_of(platform, shop);
            let Some((_, own)) = self.shops.get_mut(at) else { continue };
            for (index, totals) in indexes {
                own.entry(*index).or_default().join(totals, sign);
            }
        }
    }

    /// The places where anything stands.
    pub fn filled(&self) -> BTreeSet<i64> {
        let indexes = self.shops.iter().flat_map(|(_, indexes)| indexes);
        indexes.filter(|(_, totals)| !totals.is_empty()).map(|(index, _)| *index).collect()
    }

    fn at(&self, index: i64, takes: impl Fn(Of) -> bool + Copy) -> Shops<'static> {
        let totals = self.shops.iter().filter_map(|(shop, indexes)| Some((shop, indexes.get(&index)?)));
        let written =
            totals.map(|((platform, shop), totals)| (platform.clone(), shop.clone(), totals.write(takes)));
        written.filter(|(_, _, (numbers, texts))| !numbers.is_empty() || !texts.is_empty()).collect()
    }

    fn put(&mut self, index: i64, all: Shops<'_>) -> Option<()> {
        for (platform, shop, written) in all {
            let at = self.place_of(&platform, &shop);
            let (_, own) = self.shops.get_mut(at)?;
            own.entry(index).or_default().put(written)?;
        }
        Some(())
    }

    /// What stands at one place, as text: a line for each [`Depth`]. Empty where nothing stands.
    pub fn write(&self, index: i64) -> String {
        let lines = Depth::EVERY.map(|depth| self.at(index, |of| depth_of(of) == depth));
        if lines.iter().all(Vec::is_empty) {
            return String::new();
        }
        lines.map(|all| serde_json::to_string(&all).unwrap_or_default()).join("\n")
    }

    /// Puts in what [`DayTotals::write`] wrote of a place, down to a depth. `None` where it was not.
    pub fn read(&mut self, index: i64, text: &str, depth: Depth) -> Option<()> {
        let mut lines = text.split('\n');
        for _ in Depth::EVERY.into_iter().filter(|line| *line <= depth) {
            self.put(index, serde_json::from_str(lines.next()?).ok()?)?;
        }
        Some(())
    }

    /// All places as one text.
    pub fn write_all(&self) -> String {
        let all: Vec<(i64, Shops<'_>)> =
            self.filled().into_iter().map(|index| (index, self.at(index, |_| true))).collect();
        serde_json::to_string(&all).unwrap_or_default()
    }

    /// What [`DayTotals::write_all`] wrote; `None` where it was not.
    pub fn read_all(text: &str) -> Option<DayTotals> {
        let all: Vec<(i64, Shops<'_>)> = serde_json::from_str(text).ok()?;
        let mut day_totals = DayTotals::default();
        all.into_iter().try_for_each(|(index, shops)| day_totals.put(index, shops))?;
        Some(day_totals)
    }

    /// The running numbers of the orders that each report has to look at itself.
    pub fn apart(&self) -> Vec<i64> {
        let totals = self.shops.iter().filter_map(|(_, indexes)| indexes.get(&ALL));
        totals
            .flat_map(|totals| totals.each().filter(|(key, _)| key.of == Of::Apart).map(|(key, _)| key.at))
            .collect()
    }

    /// What each shop adds to a report.
    pub(super) fn shops<'l>(
        &'l self,
        terms: &'l Terms,
        settings: &'l Settings<'_>,
    ) -> impl Iterator<Item = Past<'l>> {
        self.shops.iter().filter_map(|(shop, indexes)| {
            let first = self.head.first.get(shop).copied();
            Past::of(shop, first, indexes, terms, settings)
        })
    }
}
