//! What orders add to every report, kept by day: a report takes the days it tells of from here and reads no orders.
//!
//! All that is kept is a sum over orders. So the orders of which something changed are taken out with what they added
//! before, and put in anew, and the others are never looked at.

mod counter;
mod past;
#[cfg(test)]
mod tests;
mod totals;

pub use counter::Counter;
pub(super) use past::Past;

use super::calendar::Calendar;
use super::count::{RefundBy, Settings};
use crate::model::Stamp;
use crate::model::hash::quick_hash;
use crate::model::time::DAY;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use totals::{Of, Totals, Written};

/// Where stands what belongs to no day, and the totals of what lasts for more than one.
pub(super) const ALL: i64 = 0;
/// Days stand at places from 1 on, by their number in the calendar of all days; from here on stand deadlines.
pub(super) const DUES: i64 = 1_000_000;
/// From here on stands what lasts of [`SPAN`] days together, so that of days long behind a report it reads little.
pub(super) const SPANS: i64 = 2_000_000;
const SPAN: i64 = 32;

/// What some orders add.
#[derive(Clone, Debug, Default)]
pub struct DayTotals {
    /// By platform and shop.
    shops: Vec<((String, String), TotalsByDay)>,
    last: usize,
    pub head: Head,
}

type TotalsByDay = HashMap<i64, Totals>;

/// What can't be taken out again, and has to be joined anew.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// The newest creation of an order.
    pub newest: Option<Stamp>,
    /// The oldest of each shop.
    first: BTreeMap<(String, String), Stamp>,
}

/// What all that is kept depends on, beside the orders.
pub struct Terms {
    /// As a word: what was kept under another is of no use.
    pub kind: String,
    calendar: Calendar,
}

impl Terms {
    pub fn of(settings: &Settings<'_>) -> Terms {
        let calendar = settings.calendar.of_all_days();
        let by = if settings.refund_by == RefundBy::Order { "order" } else { "refund" };
        // Deadlines follow from these.
        let scope = format!("{:?} {:?}", settings.scope.common, settings.scope.shops);
        let (start, hash) = (calendar.start(0).0, quick_hash(scope.as_bytes()));
        // The hours of a day follow from the zone, even where another one's days begin at the same moment.
        let (zone, version) = (calendar.zone().0, env!("CARGO_PKG_VERSION"));
        let kind = format!("daily 3 {by} {start} {zone} {hash:016x} {version}");
        Terms { kind, calendar }
    }

    /// The places that a report needs; `None` where it looks beyond the calendar.
    pub fn indexes(&self, settings: &Settings<'_>) -> Option<Indexes> {
        let first = self.calendar.index(settings.calendar.start(0)).filter(|day| *day > 0)?;
        self.calendar.index(settings.calendar.next_end())?;
        self.calendar.index(settings.scope.now)?;
        let at = settings.scope.now.min(settings.calendar.end());
        let day = self.day(at);
        let within = self.calendar.start(0).0 + day * DAY != at.0;
        let today = index(first + settings.calendar.today());
        Some(Indexes { first: index(first), today, dues: within.then_some(DUES + day) })
    }

    /// The number of a day, be it in the calendar or not.
    fn day(&self, at: Stamp) -> i64 {
        (at.0 - self.calendar.start(0).0).div_euclid(DAY)
    }
}

/// Places that a report needs, beside [`ALL`].
#[derive(Clone, Copy, Debug)]
pub struct Indexes {
    /// Of its first day. All that follow are needed.
    first: i64,
    /// Of its own day.
    today: i64,
    /// Of deadlines.
    dues: Option<i64>,
}

/// How much of what stands at a place is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// What lasts: of days behind the report's own.
    Lasts,
    /// What is summed up for every day.
    Sums,
    /// What is told of the report's own day only.
    Whole,
}

impl Depth {
    const EVERY: [Depth; 3] = [Depth::Lasts, Depth::Sums, Depth::Whole];
}

fn depth_of(of: Of) -> Depth {
    match of {
        of if of.lasts() => Depth::Lasts,
        Of::Hour | Of::Excluded | Of::Reason => Depth::Whole,
        _ => Depth::Sums,
    }
}

impl Indexes {
    /// Those that are needed.
    pub fn ranges(&self) -> Vec<Range<i64>> {
        let one = |index: i64| index..index + 1;
        let [rest, spans] = behind(self.today);
        let all = [Some(one(ALL)), Some(self.first..rest.end), Some(spans), self.dues.map(one)];
        all.into_iter().flatten().collect()
    }

    pub fn depth(&self, index: i64) -> Depth {
        match index {
            day if (self.first..self.today).contains(&day) => Depth::Sums,
            behind if behind > self.today && !(DUES..SPANS).contains(&behind) => Depth::Lasts,
            _ => Depth::Whole,
        }
    }
}

/// The span of a day's place.
fn span(index: i64) -> i64 {
    SPANS + index / SPAN
}

/// Behind a day's place: the days of its span, and the spans that follow.
fn behind(index: i64) -> [Range<i64>; 2] {
    [index + 1..(index / SPAN + 1) * SPAN, span(index) + 1..i64::MAX]
}

fn index(day: usize) -> i64 {
    i64::try_from(day).map_or(DUES, |day| day + 1)
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
