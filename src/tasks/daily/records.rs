//! What reviews and the team's own records add to the figures: reminders, cases, the log, consultations.

use super::count::was_paid;
use super::settings::Settings;
use super::slot::Slot;
use super::tally::What;
use crate::model::time::{DAY, HOUR};
use crate::model::{Field, Selection, Stamp};
use crate::records::{Case, Consult, Contact, LogEntry, Order, Review};
use crate::tasks::reviews::{Judged, Stand, THRESHOLD, judged};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// A reminder that was followed by a payment within this time succeeded.
const SUCCESS: i64 = DAY;

/// What the team wrote down.
#[derive(Clone, Debug, Default)]
pub struct Records {
    pub contacts: Vec<Contact>,
    pub cases: Vec<Case>,
    pub log: Vec<LogEntry>,
    /// Those that have paid since are no longer open.
    pub consults: Vec<Consult>,
    /// Only some shops are asked for: what belongs to none of them is left out.
    pub narrowed: bool,
}

/// What the orders told of those that the records name.
#[derive(Debug, Default)]
pub(super) struct Named {
    orders: HashMap<String, Vec<Told>>,
}

#[derive(Debug)]
struct Told {
    platform: String,
    shop: String,
    paid: Option<bool>,
    paid_at: Option<Stamp>,
}

impl Records {
    /// The orders that these may tell of in a report that begins at `cut`: by their numbers, and those paid since a
    /// moment.
    pub fn selection(&self, cut: Stamp) -> Selection {
        let contacts = self.contacts.iter().filter(|c| c.at >= cut).map(|c| &c.order_no);
        let mut numbers: Vec<String> = contacts
            .chain(self.log.iter().filter(|e| e.at >= cut).map(|e| &e.order_no))
            .filter(|no| !no.is_empty())
            .cloned()
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        let leads = self.consults.iter().filter(|c| c.state == "open").map(|c| c.at);
        Selection { numbers, paid_since: leads.min(), ..Selection::default() }
    }
}

impl Named {
    pub(super) fn of(records: &Records) -> Named {
        let contacts = records.contacts.iter().map(|c| &c.order_no);
        let names = contacts.chain(records.log.iter().map(|e| &e.order_no)).filter(|no| !no.is_empty());
        Named { orders: names.map(|no| (no.clone(), Vec::new())).collect() }
    }

    /// No record names an order.
    pub(super) fn is_empty(&self) -> bool {
        self.orders.is_empty()
    }

    pub(super) fn see(&mut self, order: &Order) {
        if !self.orders.is_empty()
            && let Some(told) = self.orders.get_mut(&order.order_no)
        {
            told.push(Told {
                platform: order.platform.clone(),
                shop: order.shop.clone(),
                paid: was_paid(order),
                paid_at: order.paid_at,
            });
        }
    }

    fn find(&self, contact: &Contact) -> Option<&Told> {
        let told = self.orders.get(&contact.order_no)?;
        told.iter().find(|t| t.platform == contact.platform && t.shop == contact.shop)
    }

    /// The shop of the order that a line of the log names, where only one order has that number.
    fn shop(&self, order_no: &str) -> Option<(&str, &str)> {
        match self.orders.get(order_no).map(Vec::as_slice) {
            Some([one]) => Some((&one.platform, &one.shop)),
            _ => None,
        }
    }
}

/// Gives every part that a review has in the figures; it is judged only where that matters.
pub(super) fn review(
    review: Review,
    settings: &Settings<'_>,
    f: &mut dyn FnMut(Slot, Range<usize>, What, &Judged),
) {
    let calendar = &settings.calendar;
    let at = |at: Option<Stamp>| at.and_then(|at| calendar.index(at)).map(|day| day..day + 1);
    let (created, followed) = (at(review.created_at), at(review.append_at));
    let told = review.have.has(Field::Reply) || review.have.has(Field::RepliedAt) || review.is_replied();
    let replied = at(review.replied_at);
    let waits = !review.is_replied() && review.created_at.is_none_or(|at| at < calendar.end());
    if review.created_at.is_some_and(|at| at > settings.scope.now)
        || !waits
            && created.is_none()
            && followed.is_none()
            && replied.is_none()
            && review.created_at.is_some()
    {
        return;
    }
    let judged = judged(review, THRESHOLD);
    let review = &judged.review;
    let today = calendar.today()..calendar.len();
    let mut give = |slot, days: Range<usize>, what| {
        if !days.is_empty() {
            f(slot, days, what, &judged);
        }
    };
    let rated = review.have.has(Field::Rating) || review.rating.is_some();
    match created {
        Some(day) => {
            give(Slot::ReviewsNew, day.clone(), What::Add(1));
            match judged.stand {
                Stand::Negative => give(Slot::ReviewsNegative, day.clone(), What::Add(1)),
                Stand::Neutral => give(Slot::ReviewsNeutral, day.clone(), What::Add(1)),
                Stand::Suspected => give(Slot::ReviewsSuspected, day.clone(), What::Add(1)),
                Stand::Positive | Stand::Unrated => {}
            }
            if !rated {
                for slot in [Slot::ReviewsNegative, Slot::ReviewsNeutral] {
                    give(slot, day.clone(), What::Lacks(Field::Rating));
                }
            }
        }
        None if review.created_at.is_none() => {
            let days = calendar.span(None, review.last_event());
            for slot in
                [Slot::ReviewsNew, Slot::ReviewsNegative, Slot::ReviewsNeutral, Slot::ReviewsSuspected]
            {
                give(slot, days.clone(), What::Lacks(Field::CreatedAt));
            }
        }
        None => {}
    }
    let since = calendar.span(review.created_at, None);
    match followed {
        Some(day) => give(Slot::ReviewsFollowed, day, What::Add(1)),
        None if review.append_at.is_none() && !review.append_content.is_empty() => {
            give(Slot::ReviewsFollowed, since.clone(), What::Lacks(Field::AppendAt));
        }
        None => {}
    }
    match replied {
        Some(day) => give(Slot::ReviewsReplied, day, What::Add(1)),
        None if !told || review.is_replied() && review.replied_at.is_none() => {
            give(Slot::ReviewsReplied, since, What::Lacks(Field::RepliedAt));
        }
        None => {}
    }
    if waits && judged.stand.is_bad() {
        let what = if told { What::Add(1) } else { What::Lacks(Field::Reply) };
        give(Slot::ReviewsWaiting, today, what);
    }
}

/// One part of a record, and the record itself as a row.
pub(super) struct RecordPart<'r> {
    pub slot: Slot,
    pub days: Range<usize>,
    /// Platform and shop; empty where the record does not tell.
    pub shop: (&'r str, &'r str),
    /// Of a problem: its category.
    pub category: &'r str,
    pub record: Record<'r>,
}

#[derive(Clone, Copy)]
pub(super) enum Record<'r> {
    Contact(&'r Contact),
    Case(&'r Case),
    Entry(&'r LogEntry),
    Consult(&'r Consult),
}

/// Gives every part that the records have in the figures. `until`: how far the orders of a shop are known.
pub(super) fn parts<'r>(
    records: &'r Records,
    named: &'r Named,
    settings: &Settings<'_>,
    until: &dyn Fn(&str, &str) -> Option<Stamp>,
    f: &mut dyn FnMut(RecordPart<'r>),
) {
    let (calendar, now) = (&settings.calendar, settings.scope.now);
    let (end, next) = (calendar.end().min(Stamp(now.0 + 1)), calendar.next_end());
    let today = || calendar.today()..calendar.len();
    let day = |at: Stamp| calendar.index(at).filter(|_| at <= now).map(|day| day..day + 1);
    reminders(records, named, settings, until, f);
    for case in &records.cases {
        let record = Record::Case(case);
        let shop = (case.platform.as_str(), case.shop.as_str());
        // What it turned out to be goes before what it was opened as.
        let category = if case.work.category.is_empty() { &case.kind } else { &case.work.category };
        let mut give = |slot, days: Option<Range<usize>>| {
            if let Some(days) = days {
                f(RecordPart { slot, days, shop, category, record });
            }
        };
        give(Slot::CasesOpened, day(case.opened_at));
        give(Slot::Problems, day(case.opened_at));
        give(Slot::CasesClosed, case.closed_at.and_then(day));
        let was_open = case.opened_at < end && case.closed_at.is_none_or(|at| at >= end);
        let open = |yes: bool| (was_open && yes).then(today);
        give(Slot::CasesOpen, open(true));
        give(Slot::DisputesOpen, open(case.kind == "dispute"));
        let owed = !case.promise.is_empty() && case.kept_at.is_none_or(|at| at >= end);
        give(Slot::PromisesOverdue, open(owed && case.promise_due.is_some_and(|at| at < end)));
        let open = |yes: bool| (case.opened_at < end && case.is_open() && yes).then(today);
        give(Slot::NextPromises, open(case.owes() && case.promise_due.is_some_and(|at| at < next)));
        give(Slot::NextCases, open(case.due_at.is_some_and(|at| at < next)));
    }
    for entry in records.log.iter().filter(|e| e.kind != "note") {
        let shop = named.shop(&entry.order_no).unwrap_or_default();
        if let Some(days) = day(entry.at).filter(|_| !records.narrowed || shop != ("", "")) {
            let record = Record::Entry(entry);
            f(RecordPart { slot: Slot::Problems, days, shop, category: &entry.category, record });
        }
    }
    for lead in records.consults.iter().filter(|c| c.state == "open" && c.at < end) {
        if lead.follow_up_at.is_some_and(|at| at < next) {
            let shop = (lead.platform.as_str(), lead.shop.as_str());
            f(RecordPart {
                slot: Slot::NextLeads,
                days: today(),
                shop,
                category: "",
                record: Record::Consult(lead),
            });
        }
    }
}

fn reminders<'r>(
    records: &'r Records,
    named: &'r Named,
    settings: &Settings<'_>,
    until: &dyn Fn(&str, &str) -> Option<Stamp>,
    f: &mut dyn FnMut(RecordPart<'r>),
) {
    let (calendar, now) = (&settings.calendar, settings.scope.now);
    // An order counts once on a day, by its best reminder.
    let mut orders: BTreeMap<(usize, &str, &str, &str), (Slot, &Contact)> = BTreeMap::new();
    for contact in records.contacts.iter().filter(|c| c.at <= now) {
        let Some(day) = calendar.index(contact.at) else { continue };
        let shop = (contact.platform.as_str(), contact.shop.as_str());
        let mut give = |slot| {
            f(RecordPart { slot, days: day..day + 1, shop, category: "", record: Record::Contact(contact) });
        };
        if contact.action != "done" {
            give(Slot::RemindSkipped);
            continue;
        }
        give(Slot::Reminders);
        give(match contact.result.as_str() {
            "promised" => Slot::RemindPromised,
            "refused" => Slot::RemindRefused,
            "no-answer" => Slot::RemindNoAnswer,
            "paid" => Slot::RemindSaidPaid,
            _ => Slot::RemindNoResult,
        });
        let ends = Stamp(contact.at.0 + SUCCESS);
        let known = until(shop.0, shop.1).map_or(Stamp(i64::MIN), |at| at.min(now));
        let outcome = match named.find(contact) {
            None => Slot::RemindedUnknown,
            Some(told) => match (told.paid, told.paid_at) {
                (_, Some(at)) if at >= contact.at && at <= ends && at <= now => Slot::RemindedPaid,
                (Some(true), Some(at)) if at <= now => Slot::RemindedOrders,
                (Some(true), None) | (None, _) => Slot::RemindedUnknown,
                _ if known < ends => Slot::RemindedOpen,
                _ => Slot::RemindedOrders,
            },
        };
        let best = orders.entry((day, shop.0, shop.1, contact.order_no.as_str()));
        let best = best.or_insert((outcome, contact));
        if rank(outcome) > rank(best.0) {
            *best = (outcome, contact);
        }
    }
    for ((day, platform, shop, _), (outcome, contact)) in orders {
        for slot in [Some(Slot::RemindedOrders), Some(outcome).filter(|s| *s != Slot::RemindedOrders)] {
            let Some(slot) = slot else { continue };
            let record = Record::Contact(contact);
            f(RecordPart { slot, days: day..day + 1, shop: (platform, shop), category: "", record });
        }
    }
}

/// A payment in time settles it; what is not known may still be one.
fn rank(outcome: Slot) -> u8 {
    match outcome {
        Slot::RemindedPaid => 3,
        Slot::RemindedUnknown => 2,
        Slot::RemindedOpen => 1,
        _ => 0,
    }
}

/// Tenths of an hour that a review has waited.
pub(super) fn waited(since: Stamp, settings: &Settings<'_>) -> i64 {
    let at = settings.calendar.end().min(settings.scope.now);
    (at.0 - since.0).max(0) * 10 / HOUR
}
