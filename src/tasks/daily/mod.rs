//! The daily report: figures of one day, for each shop and together, beside those of the days before.

mod brief;
mod calendar;
mod count;
mod document;
mod figure;
mod metric;
mod row;
mod terms;
#[cfg(test)]
mod tests;

pub use brief::brief;
pub use calendar::Calendar;
pub use count::{RefundBy, Settings, Slot, was_paid};
pub use document::{definitions, document};
pub use figure::{Lack, Line, State};
pub use metric::{COMMON, METRICS, Metric, SECTIONS, Source, Unit, by_key};
pub use row::{COLUMNS, row};
pub use terms::{TERMS, Term};

use crate::model::{Field, Order, Refund, RefundState, Say, Stamp};
use count::{SLOTS, Tally, What, parts};
use figure::Group;
use std::collections::{BTreeMap, BTreeSet};

/// Fields that the report looks at.
pub const FIELDS: &[Field] = &[
    Field::Platform,
    Field::Shop,
    Field::OrderNo,
    Field::Status,
    Field::Kind,
    Field::Payable,
    Field::Paid,
    Field::Refunded,
    Field::Currency,
    Field::CreatedAt,
    Field::PaidAt,
    Field::ShippedAt,
    Field::CompletedAt,
    Field::ShipDue,
    Field::ItemNo,
    Field::RefundState,
    Field::RefundNo,
    Field::RefundKind,
    Field::Reason,
    Field::Amount,
    Field::DoneAt,
];

/// Most reasons of refunds that are told apart.
const REASONS: usize = 500;

/// What is summed up about one shop.
#[derive(Clone, Debug)]
struct Sums {
    days: Vec<[Tally; SLOTS]>,
    hours: [i64; 24],
    reasons: BTreeMap<String, i64>,
    first: Option<Stamp>,
    /// Refund cases were seen, so that an order without one was not refunded.
    cases: bool,
    currencies: BTreeSet<String>,
    excluded: i64,
    /// Refunds of the day whose order is not in the data.
    strays: i64,
}

impl Sums {
    fn new(days: usize) -> Sums {
        Sums {
            days: vec![[Tally::default(); SLOTS]; days],
            hours: [0; 24],
            reasons: BTreeMap::new(),
            first: None,
            cases: false,
            currencies: BTreeSet::new(),
            excluded: 0,
            strays: 0,
        }
    }
}

/// Sums up a stream of orders; memory: one row of sums for each shop and day.
pub struct Daily<'a> {
    settings: &'a Settings<'a>,
    shops: BTreeMap<(String, String), usize>,
    sums: Vec<Sums>,
    /// The shop of the last order: most orders are of the same shop as the one before.
    last: Option<((String, String), usize)>,
}

impl<'a> Daily<'a> {
    pub fn new(settings: &'a Settings<'a>) -> Daily<'a> {
        Daily { settings, shops: BTreeMap::new(), sums: Vec::new(), last: None }
    }

    pub fn see(&mut self, order: &Order) {
        let calendar = &self.settings.calendar;
        let place = self.place(&order.platform, &order.shop);
        let sums = &mut self.sums[place];
        if let Some(at) = order.created_at.filter(|at| *at <= self.settings.scope.now) {
            sums.first = Some(sums.first.map_or(at, |first| first.min(at)));
        }
        let today = |at: Option<Stamp>| at.and_then(|at| calendar.place(at)) == Some(calendar.today());
        if order.kind.is_excluded() {
            sums.excluded += i64::from(today(order.created_at));
            return;
        }
        sums.cases |= !order.refunds.is_empty();
        let mut counted = false;
        let mut refunded = false;
        parts(order, self.settings, &mut |slot, days, what| {
            counted |= matches!(what, What::Add(n) if n != 0);
            let on_today = days.contains(&calendar.today());
            match slot {
                Slot::Created if on_today && what == What::Add(1) => {
                    if let Some(at) = order.created_at {
                        sums.hours[calendar.hour(at)] += 1;
                    }
                }
                Slot::RefundedOrders if on_today && what == What::Add(1) => refunded = true,
                _ => {}
            }
            for day in days {
                sums.days[day][slot as usize].take(what);
            }
        });
        if counted && !sums.currencies.contains(currency(order)) {
            sums.currencies.insert(currency(order).to_owned());
        }
        if refunded {
            let by_day = self.settings.refund_by == RefundBy::Refund;
            for refund in order.refunds.iter().filter(|r| {
                r.state == RefundState::Success && !r.reason.is_empty() && (!by_day || today(r.done_at))
            }) {
                if sums.reasons.len() < REASONS || sums.reasons.contains_key(&refund.reason) {
                    *sums.reasons.entry(refund.reason.clone()).or_default() += 1;
                }
            }
        }
    }

    /// Counts a refund whose order is not in the data: the money of the day, and what waits.
    pub fn see_stray(&mut self, refund: &Refund) {
        let mut shop = refund.shop.as_str();
        // Without a shop it is that of the platform's only one.
        let mut of_platform = self.shops.keys().filter(|k| k.0 == refund.platform);
        let only = of_platform.next().filter(|_| of_platform.next().is_none()).map(|k| k.1.clone());
        if let Some(only) = only.as_deref().filter(|_| shop.is_empty()) {
            shop = only;
        }
        let place = self.place(&refund.platform, shop);
        let sums = &mut self.sums[place];
        sums.cases = true;
        count::stray(refund, self.settings, &mut |slot, days, what| {
            let today = days.contains(&self.settings.calendar.today());
            sums.strays += i64::from(slot == Slot::RefundedOrders && today && what == What::Add(1));
            for day in days {
                sums.days[day][slot as usize].take(what);
            }
        });
    }

    /// The place of a shop's sums.
    fn place(&mut self, platform: &str, shop: &str) -> usize {
        if let Some((key, place)) = &self.last
            && key.0 == platform
            && key.1 == shop
        {
            return *place;
        }
        let key = (platform.to_owned(), shop.to_owned());
        let place = *self.shops.entry(key.clone()).or_insert(self.sums.len());
        if place == self.sums.len() {
            self.sums.push(Sums::new(self.settings.calendar.len()));
        }
        self.last = Some((key, place));
        place
    }

    /// Whether the order stands behind the figure of the report's day. `None`: it lacks the column that tells.
    pub fn is_behind(order: &Order, metric: &Metric, settings: &Settings<'_>) -> Option<bool> {
        let wanted = match metric.source {
            Source::Flow(slot) | Source::Stock(slot) | Source::Rate(slot, ..) => slot,
        };
        let (mut behind, mut unclear) = (false, false);
        parts(order, settings, &mut |slot, days, what| {
            if slot == wanted && days.contains(&settings.calendar.today()) {
                match what {
                    What::Lacks(_) | What::Untold(0, _) => unclear = true,
                    What::Add(_) | What::Untold(..) => behind = true,
                }
            }
        });
        if behind || !unclear { Some(behind) } else { None }
    }

    /// The figures. `as_of`: how new the data of a shop are.
    pub fn finish(self, as_of: &dyn Fn(&str, &str) -> Option<Stamp>) -> Outcome {
        let settings = self.settings;
        let names = labels(self.shops.keys());
        let mut shops: Vec<Group> = Vec::new();
        let mut all: Vec<Option<Sums>> = self.sums.into_iter().map(Some).collect();
        for (((platform, shop), place), label) in self.shops.into_iter().zip(names) {
            let Some(sums) = all.get_mut(place).and_then(Option::take) else { continue };
            shops.push(Group::of(label, sums, as_of(&platform, &shop), settings));
        }
        shops.sort_by(|a, b| a.label.cmp(&b.label));
        let together = Group::together(&shops, settings);
        // One shop without a name is already what all are together.
        if let [only] = &shops[..]
            && only.unnamed
        {
            shops.clear();
        }
        Outcome::new(settings, together, shops)
    }
}

/// The currency of an order; the yuan needs no name.
fn currency(order: &Order) -> &str {
    if order.currency == "CNY" { "" } else { &order.currency }
}

/// What shops are called in the report: by their names where these tell them apart.
fn labels<'k>(keys: impl Iterator<Item = &'k (String, String)>) -> Vec<(String, bool)> {
    let keys: Vec<_> = keys.collect();
    let label = |key: &(String, String)| {
        let (platform, shop) = key;
        match keys.iter().filter(|k| k.1 == *shop).count() {
            _ if shop.is_empty() => (platform.clone(), true),
            1 => (shop.clone(), false),
            _ => (format!("{platform}/{shop}"), false),
        }
    };
    keys.iter().map(|key| label(key)).collect()
}

/// A finished report.
pub struct Outcome {
    pub calendar: Calendar,
    pub refund_by: RefundBy,
    /// Together first, then each shop.
    pub lines: Vec<Line>,
    /// Why figures are missing; what was left out.
    pub notes: Vec<Say>,
    /// Those of the notes that say that the data end too early.
    age: Vec<Say>,
    /// Shops that the report tells of one by one.
    pub shops: Vec<String>,
    together: Group,
}

impl Outcome {
    fn new(settings: &Settings<'_>, together: Group, shops: Vec<Group>) -> Outcome {
        let groups: Vec<&Group> = std::iter::once(&together).chain(&shops).collect();
        let lines: Vec<Line> = groups.iter().flat_map(|g| g.lines(settings)).collect();
        let mut told = Vec::new();
        // What a shop lacks is told with the shop.
        for group in if shops.is_empty() { &groups[..] } else { &groups[1..] } {
            group.tell(&lines, settings, &mut told);
        }
        let is_age = |lack: &Lack| matches!(lack, Lack::Nothing | Lack::Ends);
        let age = told.iter().filter(|n| is_age(&n.0)).map(|n| n.1.clone()).collect();
        let mut notes: Vec<Say> = told.into_iter().map(|n| n.1).collect();
        if together.is_mixed() && !shops.is_empty() {
            notes.push(Say::new(
                "各店币种不同，金额不合计",
                "the shops have different currencies, so money is not added up",
            ));
        }
        if together.excluded > 0 {
            let n = together.excluded;
            notes.push(Say::new(
                format!("当天有 {n} 个测试单或内部单，不计入"),
                format!("{n} test or internal orders of the day are left out"),
            ));
        }
        if together.sums.strays > 0 {
            let n = together.sums.strays;
            notes.push(Say::new(
                format!("当天的退款里有 {n} 笔的订单不在数据里，已计入退款，--rows 列不出"),
                format!("{n} of the day's refunds belong to orders that are not in the data: they count, but `--rows` can't list them"),
            ));
        }
        let names = shops.iter().map(|s| s.label.clone()).collect();
        Outcome {
            calendar: settings.calendar,
            refund_by: settings.refund_by,
            lines,
            notes,
            age,
            shops: names,
            together,
        }
    }

    /// The line of a metric: of a shop, or of all together.
    pub fn line(&self, shop: &str, key: &str) -> Option<&Line> {
        self.lines.iter().find(|l| l.shop == shop && METRICS[l.metric].key == key)
    }
}
