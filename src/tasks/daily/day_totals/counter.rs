//! Puts orders into day totals.

use super::totals::{Key, Of, Totals};
use super::{ALL, DUES, DayTotals, Terms, TotalsByDay, index, span};
use crate::model::{RefundState, Stamp};
use crate::records::Order;
use crate::tasks::daily::count::{self, parts};
use crate::tasks::daily::settings::{RefundBy, Settings};
use crate::tasks::daily::slot::Slot;
use crate::tasks::daily::tally::What;
use std::ops::Range;

/// More cents than an order has: the sum over all orders that there may be has room for as many.
const MOST: i64 = 1 << 40;

type OrderPart = (Slot, Range<usize>, What);
/// Slot and moment.
type Dues = [(Slot, Option<Stamp>); 2];

pub struct Counter<'a> {
    terms: &'a Terms,
    /// Of the calendar of all days.
    settings: Settings<'a>,
    made: DayTotals,
    parts: Vec<OrderPart>,
}

impl<'a> Counter<'a> {
    pub fn new(terms: &'a Terms, settings: &Settings<'a>) -> Counter<'a> {
        let (scope, refund_by) = (settings.scope, settings.refund_by);
        let settings = Settings { scope, refund_by, calendar: terms.calendar };
        Counter { terms, settings, made: DayTotals::default(), parts: Vec::new() }
    }

    /// What was counted since the last time.
    pub fn take(&mut self) -> DayTotals {
        std::mem::take(&mut self.made)
    }

    /// `seq`: the running number.
    pub fn see(&mut self, order: &Order, seq: i64) {
        let mut found = std::mem::take(&mut self.parts);
        found.clear();
        parts(order, &self.settings, &mut |slot, days, what| found.push((slot, days, what)));
        let dues = self.dues(order, &found);
        let at = self.made.place_of(&order.platform, &order.shop);
        if dues.is_some()
            && let (Some(created), Some((shop, _))) = (order.created_at, self.made.shops.get(at))
        {
            self.made.head.see(shop, created);
        }
        if let Some((_, indexes)) = self.made.shops.get_mut(at) {
            match dues {
                Some(dues) => count(order, &found, dues, indexes, self.terms, &self.settings),
                None => totals(indexes, ALL).add(Key { at: seq, ..Key::of(Of::Apart) }, 1),
            }
        }
        self.parts = found;
    }

    /// The order's deadlines; `None` where what it adds depends on the moment of the report in another way.
    fn dues(&self, order: &Order, found: &[OrderPart]) -> Option<Dues> {
        let scope = self.settings.scope;
        let ship =
            if count::is_unshipped(order) { count::ship_by(order, scope).ok().flatten() } else { None };
        let (answer, unclear) = count::answer_by(order, scope);
        let dues = [(Slot::NextShip, ship), (Slot::NextRefunds, answer)];
        let future = order.created_at.is_some_and(|at| at > scope.now);
        let far = |at: Stamp| !(0..DUES).contains(&self.terms.day(at));
        let odd = |(slot, days, what): &OrderPart| match what {
            What::Lacks(_) | What::Untold(0, _) => false,
            What::Add(n) | What::Untold(n, _) => {
                n.unsigned_abs() > MOST.unsigned_abs() || !slot.is_standing() && days.len() != 1
            }
        };
        // What exports say of them may turn out older than what others say, without any row of theirs changing.
        let unsettled = order.contested || order.status.awaits_shipping() && names_parcels(order);
        let apart = future
            || unsettled
            || answer.is_some() && unclear.is_some()
            || dues.iter().filter_map(|due| due.1).any(far)
            || found.iter().any(odd);
        (!apart).then_some(dues)
    }
}

fn names_parcels(order: &Order) -> bool {
    !order.tracking_no.is_empty()
        || !order.parcels.is_empty()
        || order.items.iter().any(|item| !item.tracking_no.is_empty())
}

/// The order of things is that of [`super::super::Daily::see`].
fn count(
    order: &Order,
    found: &[OrderPart],
    dues: Dues,
    indexes: &mut TotalsByDay,
    terms: &Terms,
    settings: &Settings<'_>,
) {
    let calendar = settings.calendar;
    totals(indexes, ALL).add(Key::of(Of::Orders), 1);
    let born = order.created_at.and_then(|at| calendar.index(at)).map(index);
    if order.kind.is_excluded() {
        if let Some(day) = born {
            totals(indexes, day).add(Key::of(Of::Excluded), 1);
        }
        return;
    }
    if !order.refunds.is_empty() {
        totals(indexes, ALL).add(Key::of(Of::Cases), 1);
    }
    let (mut active, mut refunded, mut stands) = (Vec::new(), Vec::new(), false);
    for (slot, days, what) in found {
        let sum = matches!(what, What::Add(n) if *n != 0);
        if slot.is_standing() {
            stands |= sum;
            standing(indexes, born, *slot, *what);
            continue;
        }
        daily(indexes, calendar.len(), *slot, days, *what);
        if sum && !active.contains(&days.start) {
            active.push(days.start);
        }
        match (slot, what, order.created_at) {
            (Slot::Created, What::Add(1), Some(at)) => {
                let at = i64::try_from(calendar.hour(at)).unwrap_or(0);
                totals(indexes, index(days.start)).add(Key { at, ..Key::of(Of::Hour) }, 1);
            }
            (Slot::RefundedOrders, What::Add(1), _) => refunded.push(days.start),
            _ => {}
        }
    }
    if let Some(money) = order.deals_in() {
        for day in active {
            totals(indexes, index(day)).tell(Of::Currency, money, 1);
        }
        if stands {
            lasting(indexes, born, |totals| totals.tell(Of::StandingCurrency, money, 1));
        }
    }
    let by_day = settings.refund_by == RefundBy::Refund;
    for day in refunded {
        for refund in order.refunds.iter().filter(|r| {
            let at = || r.done_at.and_then(|at| calendar.index(at));
            r.state == RefundState::Success && !r.reason.is_empty() && (!by_day || at() == Some(day))
        }) {
            totals(indexes, index(day)).tell(Of::Reason, &refund.reason, 1);
        }
    }
    for (slot, due) in dues {
        let Some(at) = due else { continue };
        let day = terms.day(at);
        let key = Key { created: born.unwrap_or(ALL), ..Key::slot(Of::DueOn, slot) };
        totals(indexes, ALL).add(Key { at: day, ..key }, 1);
        totals(indexes, DUES + day).add(Key { of: Of::DueAt, at: at.0, ..key }, 1);
    }
}

fn totals(indexes: &mut TotalsByDay, index: i64) -> &mut Totals {
    indexes.entry(index).or_default()
}

/// Into the totals, the day on which it begins, and that day's span; `None`: before all days.
fn lasting(indexes: &mut TotalsByDay, begins: Option<i64>, f: impl Fn(&mut Totals)) {
    f(totals(indexes, ALL));
    for index in begins.into_iter().flat_map(|index| [index, span(index)]) {
        f(totals(indexes, index));
    }
}

fn standing(indexes: &mut TotalsByDay, born: Option<i64>, slot: Slot, what: What) {
    let (key, n) = match what {
        // These follow from the deadlines.
        What::Add(_) if matches!(slot, Slot::Overdue | Slot::NextShip | Slot::NextRefunds) => return,
        What::Add(n) => (Key::slot(Of::Standing, slot), n),
        What::Lacks(field) => (Key::field(Of::StandingLacks, slot, field), 1),
        What::Untold(_, field) => (Key::field(Of::StandingUntold, slot, field), 1),
    };
    lasting(indexes, born, |totals| totals.add(key, n));
}

/// `len`: how many days there are. What reaches to the first or the last of them began before, or does not end.
fn daily(indexes: &mut TotalsByDay, len: usize, slot: Slot, days: &Range<usize>, what: What) {
    let (once, from, field) = match what {
        What::Add(n) => return totals(indexes, index(days.start)).sum(slot, n),
        What::Lacks(field) => (Of::Lacks, Of::LacksFrom, field),
        What::Untold(n, field) => {
            if n != 0 {
                totals(indexes, index(days.start)).sum(slot, n);
            }
            (Of::Untold, Of::UntoldFrom, field)
        }
    };
    if days.len() == 1 && days.start > 0 && days.end < len {
        return totals(indexes, index(days.start)).add(Key::field(once, slot, field), 1);
    }
    let key = Key::field(from, slot, field);
    lasting(indexes, Some(index(days.start)).filter(|_| days.start > 0), |totals| totals.add(key, 1));
    if days.end < len {
        lasting(indexes, Some(index(days.end)), |totals| totals.add(key, -1));
    }
}
