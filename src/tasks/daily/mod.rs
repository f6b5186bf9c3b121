//! The daily report: figures of one day, for each shop and together, beside those of the days before.

mod brief;
mod calendar;
mod count;
mod day_totals;
mod document;
mod figure;
mod figure_line;
mod label;
mod lacks;
mod metric;
mod metrics;
mod outcome;
mod problems;
mod record_row;
mod records;
mod row;
mod settings;
mod slot;
mod sums;
mod tally;
mod terms;

#[cfg(test)]
mod tests;

use super::handover::Leads;
use super::reviews::{self, Judged};
use crate::model::{Cell, Field, Reach, RefundState, Stamp};
use crate::records::{Order, Refund, Review};
pub use brief::brief;
pub use calendar::Calendar;
use count::parts;
pub use count::was_paid;
pub use day_totals::{Counter, DayTotals, Depth, Head, Indexes, Terms};
pub use document::{definitions, document};
use figure::Group;
pub use figure_line::{FigureLine, Lack, State};
use label::labels;
pub use metric::{Metric, SECTIONS, Source, Unit};
pub use metrics::{COMMON, METRICS, key_of, metric_of};
pub use outcome::Outcome;
pub use record_row::RECORD_COLUMNS;
use records::Named;
pub use records::Records;
pub use row::{COLUMNS, row};
pub use settings::{RefundBy, Settings};
pub use slot::{Family, Slot};
use std::collections::BTreeMap;
use sums::{REASONS, Sums};
use tally::What;
pub use terms::{TERMS, Term};

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

/// So many shops are looked through for each order.
const NEAR: usize = 8;

/// Sums up a stream of orders; memory: one row of sums for each shop and day.
pub struct Daily<'a> {
    settings: &'a Settings<'a>,
    shops: BTreeMap<(String, String), usize>,
    sums: Vec<Sums>,
    /// Shops of the last orders: the next one is most likely of one of them.
    near: Vec<((String, String), usize)>,
    records: Option<&'a Records>,
    named: Named,
    leads: Leads,
    most_reasons: usize,
    /// What belongs to none of the shops, or to one that has no orders: only all together count it.
    elsewhere: Sums,
    traced: Option<Slot>,
    category: Option<String>,
    rows: Vec<Vec<Cell<'static>>>,
    judged: Vec<Judged>,
}

/// Up to when something of (platform, shop) is known.
pub type ReachOf<'a> = dyn Fn(&str, &str) -> Option<Stamp> + 'a;

impl<'a> Daily<'a> {
    pub fn new(settings: &'a Settings<'a>) -> Daily<'a> {
        Daily {
            settings,
            shops: BTreeMap::new(),
            sums: Vec::new(),
            near: Vec::new(),
            records: None,
            named: Named::default(),
            leads: Leads::new(Vec::new()),
            most_reasons: REASONS,
            elsewhere: Sums::new(settings.calendar.len()),
            traced: None,
            category: None,
            rows: Vec::new(),
            judged: Vec::new(),
        }
    }

    /// With what the team wrote down.
    pub fn with(mut self, records: &'a Records) -> Daily<'a> {
        self.named = Named::of(records);
        self.leads = Leads::new(records.consults.clone());
        self.records = Some(records);
        self
    }

    /// Keeps what stands behind a figure of reviews or records; of problems only those of one category, if it is given.
    pub fn trace(mut self, slot: Slot, category: Option<&str>) -> Daily<'a> {
        self.traced = Some(slot);
        self.category = category.map(str::to_owned);
        self
    }

    pub fn see(&mut self, order: &Order) {
        self.meet(order);
        let (settings, most_reasons) = (self.settings, self.most_reasons);
        let calendar = &settings.calendar;
        let sums = self.sums_of(&order.platform, &order.shop);
        if let Some(at) = order.created_at.filter(|at| *at <= settings.scope.now) {
            sums.begins(at);
        }
        let today = |at: Option<Stamp>| at.and_then(|at| calendar.index(at)) == Some(calendar.today());
        if order.kind.is_excluded() {
            sums.excluded += i64::from(today(order.created_at));
            return;
        }
        sums.cases |= !order.refunds.is_empty();
        let mut counted = false;
        let mut refunded = false;
        parts(order, settings, &mut |slot, days, what| {
            counted |= matches!(what, What::Add(n) if n != 0);
            let on_today = days.contains(&calendar.today());
            match slot {
                Slot::Created if on_today && what == What::Add(1) => {
                    let hour = order.created_at.and_then(|at| sums.hours.get_mut(calendar.hour(at)));
                    hour.into_iter().for_each(|n| *n += 1);
                }
                Slot::RefundedOrders if on_today && what == What::Add(1) => refunded = true,
                _ => {}
            }
            sums.take(slot, days, what);
        });
        if let Some(code) = order.deals_in().filter(|_| counted) {
            sums.deals_in(code);
        }
        if refunded {
            let by_day = settings.refund_by == RefundBy::Refund;
            for refund in order.refunds.iter().filter(|r| {
                r.state == RefundState::Success && !r.reason.is_empty() && (!by_day || today(r.done_at))
            }) {
                sums.reason(&refund.reason, 1, most_reasons);
            }
        }
    }

    /// Whether orders add to sums and nothing else, so that [`Daily::part`] and [`Daily::absorb`] come to the same.
    pub fn adds_up(&self) -> bool {
        self.named.is_empty() && !self.leads.any_open()
    }

    /// For the orders of a part of the data.
    pub fn part(settings: &'a Settings<'a>) -> Daily<'a> {
        // All together may know a reason that is one too many here.
        Daily { most_reasons: usize::MAX, ..Daily::new(settings) }
    }

    /// Takes over what a part has seen of the orders that follow, and leaves it empty.
    pub fn absorb(&mut self, part: &mut Daily<'_>) {
        for ((platform, shop), index) in &part.shops {
            let Some(sums) = part.sums.get_mut(*index) else { continue };
            self.sums_of(platform, shop).absorb(sums);
        }
    }

    /// An order that counts already, where records may tell of it.
    pub fn meet(&mut self, order: &Order) {
        self.named.see(order);
        if self.records.is_some() {
            self.leads.see(order, self.settings.scope.now);
        }
    }

    /// Counts the orders of a day_totals, which are not seen. Comes before what is no order. False: there are so many
    /// reasons of refunds that it takes the orders themselves to tell which are left out.
    pub fn recall(
        &mut self,
        day_totals: &DayTotals,
        terms: &Terms,
        takes: impl Fn(&str, &str) -> bool,
    ) -> bool {
        let settings = self.settings;
        for past in day_totals.shops(terms, settings).filter(|past| takes(past.platform, past.shop)) {
            past.add_to(self.sums_of(past.platform, past.shop));
        }
        self.sums.iter().all(|sums| sums.reasons.len() < REASONS)
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
        let settings = self.settings;
        let sums = self.sums_of(&refund.platform, shop);
        sums.cases = true;
        count::stray(refund, settings, &mut |slot, days, what| {
            let today = days.contains(&settings.calendar.today());
            sums.strays += i64::from(slot == Slot::RefundedOrders && today && what == What::Add(1));
            sums.take(slot, days, what);
        });
    }

    /// How far the reviews of a shop reach. Comes after the orders.
    pub fn reviews_reach(&mut self, platform: &str, shop: &str, reach: Reach) {
        let known = self.known(platform, shop).reviews.get_or_insert(reach);
        known.first = [known.first, reach.first].into_iter().flatten().min();
        known.until = known.until.max(reach.until);
    }

    /// Comes after the orders and after [`Daily::reviews_reach`].
    pub fn see_review(&mut self, review: Review) {
        let (settings, traced) = (self.settings, self.traced);
        let mut kept = None;
        let sums = self.known(&review.platform, &review.shop);
        records::review(review, settings, &mut |slot, days, what, judged| {
            if slot == Slot::ReviewsWaiting && what == What::Add(1) {
                let at = judged.review.created_at;
                sums.oldest = [sums.oldest, at].into_iter().flatten().min();
            }
            if traced == Some(slot) && what == What::Add(1) && days.contains(&settings.calendar.today()) {
                kept = Some(judged.clone());
            }
            sums.take(slot, days, what);
        });
        self.judged.extend(kept);
    }

    /// The sums of a shop that has orders; else those that belong to none.
    fn known(&mut self, platform: &str, shop: &str) -> &mut Sums {
        let index = self.known_index(platform, shop);
        index.and_then(|index| self.sums.get_mut(index)).unwrap_or(&mut self.elsewhere)
    }

    /// Without a shop it is that of the platform's only one.
    fn known_index(&self, platform: &str, shop: &str) -> Option<usize> {
        let exact = self.shops.iter().find(|(key, _)| key.0 == platform && key.1 == shop);
        let mut of_platform = self.shops.iter().filter(|(key, _)| key.0 == platform && shop.is_empty());
        let only = || of_platform.next().filter(|_| of_platform.next().is_none());
        exact.or_else(only).map(|(_, index)| *index)
    }

    fn count_records(&mut self, as_of: &dyn Fn(&str, &str) -> Option<Stamp>) {
        let Some(records) = self.records else { return };
        let leads = std::mem::replace(&mut self.leads, Leads::new(Vec::new()));
        let records = Records { consults: leads.finish(), ..records.clone() };
        let named = std::mem::take(&mut self.named);
        let settings = self.settings;
        let calendar = &settings.calendar;
        records::parts(&records, &named, settings, as_of, &mut |part| {
            let wanted = self.category.as_deref().is_none_or(|c| c == part.category);
            if self.traced == Some(part.slot) && wanted && part.days.contains(&calendar.today()) {
                self.rows.push(record_row::row(&part));
            }
            let sums = self.known(part.shop.0, part.shop.1);
            if part.slot == Slot::Problems {
                sums.problems.add(part.category, part.days.clone(), calendar.len());
            }
            sums.take(part.slot, part.days, What::Add(1));
        });
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "a place is given out together with its sums, which are never taken away"
    )]
    fn sums_of(&mut self, platform: &str, shop: &str) -> &mut Sums {
        let index = self.index(platform, shop);
        &mut self.sums[index]
    }

    /// The place of a shop's sums.
    fn index(&mut self, platform: &str, shop: &str) -> usize {
        let near = self.near.iter().find(|(key, _)| key.1 == shop && key.0 == platform);
        if let Some((_, index)) = near {
            return *index;
        }
        let key = (platform.to_owned(), shop.to_owned());
        let index = *self.shops.entry(key.clone()).or_insert(self.sums.len());
        if index == self.sums.len() {
            self.sums.push(Sums::new(self.settings.calendar.len()));
        }
        if self.near.len() == NEAR {
            self.near.clear();
        }
        self.near.push((key, index));
        index
    }

    /// Whether the order stands behind the figure of the report's day. `None`: it lacks the column that tells.
    pub fn is_behind(order: &Order, metric: &Metric, settings: &Settings<'_>) -> Option<bool> {
        let wanted = metric.source.slot();
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

    /// The figures. `as_of`: how new the orders of a shop are; `refunds`: how new its exports of refunds, if it has any.
    pub fn finish(mut self, as_of: &ReachOf<'_>, refunds: &ReachOf<'_>) -> Outcome {
        self.count_records(as_of);
        let settings = self.settings;
        let has_records = self.records.is_some();
        let names = labels(self.shops.keys());
        let mut shops: Vec<Group> = Vec::new();
        let mut all: Vec<Option<Sums>> = self.sums.into_iter().map(Some).collect();
        for (((platform, shop), index), label) in self.shops.into_iter().zip(names) {
            let Some(sums) = all.get_mut(index).and_then(Option::take) else { continue };
            shops.push(Group::of(
                label,
                sums,
                (as_of(&platform, &shop), refunds(&platform, &shop)),
                has_records,
                settings,
            ));
        }
        shops.sort_by(|a, b| a.label.key.cmp(&b.label.key));
        let together = Group::together(&shops, self.elsewhere, has_records, settings);
        // One shop without a name is already what all are together.
        if let [only] = &shops[..]
            && only.label.unnamed
        {
            shops.clear();
        }
        let mut outcome = Outcome::new(settings, together, shops);
        outcome.rows = self.rows;
        reviews::sort(&mut self.judged);
        outcome.judged = self.judged;
        outcome
    }
}
