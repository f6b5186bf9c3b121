//! From sums to figures: what is complete, what is not, and how it changed.

use super::calendar::Calendar;
use super::figure_line::{FigureLine, Lack, State};
use super::label::Label;
use super::metric::{Metric, Source, Unit};
use super::metrics::METRICS;
use super::records;
use super::settings::{RefundBy, Settings};
use super::slot::{Family, Slot};
use super::sums::Sums;
use super::tally::SlotTally;
use crate::model::Reach;
use crate::model::Stamp;
use crate::model::plant::is_planted;
use std::ops::Range;

/// No rate is told over fewer.
const LEAST: i64 = 30;
/// Days from a day to the same weekday a week ago.
const WEEK: usize = 7;

/// A shop, or all of them.
pub(super) struct Group {
    /// Empty for all together.
    pub label: Label,
    pub sums: Sums,
    pub(super) has_records: bool,
    pub(super) now: Stamp,
    /// First and last moment that the data cover; for several shops that all of them cover.
    pub(super) from: Option<Stamp>,
    pub until: Option<Stamp>,
    /// The same of its refunds, which no order is newer for.
    pub(super) refunds_until: Option<Stamp>,
    pub excluded: i64,
}

pub(super) struct Reading {
    pub(super) value: Option<i64>,
    pub(super) lack: Option<Lack>,
    pub(super) gaps: u32,
    pub(super) small: bool,
}

impl Group {
    pub(super) fn of(
        label: Label,
        mut sums: Sums,
        (until, refunds): (Option<Stamp>, Option<Stamp>),
        has_records: bool,
        settings: &Settings<'_>,
    ) -> Group {
        let refunds_until = match refunds.filter(|_| sums.cases) {
            Some(refunds) if !is_planted("reach") => until.map(|until| until.min(refunds)),
            Some(_) => until,
            None => until,
        };
        if !sums.cases {
            for tally in sums.days.iter_mut().flatten() {
                tally.count_untold();
            }
        }
        let from = sums.first.map(|at| day_start(&settings.calendar, at));
        let excluded = sums.excluded;
        begin_with_whole_day(&mut sums, &settings.calendar);
        Group { label, from, until, refunds_until, excluded, sums, has_records, now: settings.scope.now }
    }

    /// `elsewhere`: what belongs to no shop.
    pub(super) fn together(
        shops: &[Group],
        mut elsewhere: Sums,
        has_records: bool,
        settings: &Settings<'_>,
    ) -> Group {
        begin_with_whole_day(&mut elsewhere, &settings.calendar);
        let mut sums = Sums::new(settings.calendar.len());
        for one in shops.iter().map(|s| &s.sums).chain([&elsewhere]) {
            for (all, day) in sums.days.iter_mut().zip(&one.days) {
                all.iter_mut().zip(day).for_each(|(all, tally)| all.join(tally));
            }
            for (all, n) in sums.hours.iter_mut().zip(one.hours) {
                *all += n;
            }
            for (reason, n) in &one.reasons {
                sums.reason(reason, *n, usize::MAX);
            }
            sums.strays += one.strays;
            sums.currencies.extend(one.currencies.iter().cloned());
            sums.problems.join(&one.problems);
            sums.oldest = [sums.oldest, one.oldest].into_iter().flatten().min();
            // All together are known from when the last begins to when the first ends.
            sums.reviews = match (sums.reviews, one.reviews) {
                (Some(a), Some(b)) => Some(Reach {
                    first: a.first.zip(b.first).map(|(a, b)| a.max(b)),
                    until: a.until.zip(b.until).map(|(a, b)| a.min(b)),
                }),
                (a, b) => a.or(b),
            };
        }
        let known = |ends: Option<Vec<Stamp>>| ends.filter(|ends| !ends.is_empty());
        Group {
            label: Label { unnamed: true, ..Label::default() },
            has_records,
            now: settings.scope.now,
            from: known(shops.iter().map(|s| s.from).collect()).and_then(|all| all.into_iter().max()),
            until: known(shops.iter().map(|s| s.until).collect()).and_then(|all| all.into_iter().min()),
            refunds_until: known(shops.iter().map(|s| s.refunds_until).collect())
                .and_then(|all| all.into_iter().min()),
            excluded: shops.iter().map(|s| s.excluded).sum(),
            sums,
        }
    }

    pub(super) fn is_mixed(&self) -> bool {
        self.sums.currencies.len() > 1 && !is_planted("both_currencies")
    }

    pub(super) fn lines(&self, settings: &Settings<'_>) -> Vec<FigureLine> {
        let mut lines: Vec<FigureLine> = METRICS
            .iter()
            .filter(|metric| self.offers(metric.family()))
            .map(|metric| self.line(metric, settings))
            .collect();
        // The categories stand after all problems.
        if let Some((at, whole)) = lines.iter().enumerate().find(|(_, l)| l.metric.key == "problems") {
            let categories = self.categories(whole, settings);
            lines.splice(at + 1..at + 1, categories);
        }
        lines
    }

    pub(super) fn offers(&self, family: Family) -> bool {
        match family {
            Family::Orders | Family::Refunds => true,
            Family::Reviews => self.sums.reviews.is_some(),
            Family::Records => self.has_records,
        }
    }

    /// One line for each category of the day's problems, as complete as all of them.
    fn categories(&self, whole: &FigureLine, settings: &Settings<'_>) -> Vec<FigureLine> {
        let calendar = &settings.calendar;
        let today = calendar.today();
        let line = |(category, days): (&str, &[i64])| {
            let at = |back: usize| days.get(today.checked_sub(back)?).copied();
            let compared = at(0).zip(at(1)).filter(|_| whole.state == State::Ok);
            FigureLine {
                category: Some(category.to_owned()),
                value: at(0),
                previous: at(1),
                change: compared.and_then(|(value, before)| change(value, before)),
                week_ago: at(WEEK),
                month_to_date: days.get(calendar.month()).map(|days| days.iter().sum()),
                ..whole.clone()
            }
        };
        self.sums.problems.of(today).into_iter().map(line).collect()
    }

    fn line(&self, metric: &'static Metric, settings: &Settings<'_>) -> FigureLine {
        let calendar = &settings.calendar;
        let day = |back: usize| calendar.today() - back..calendar.today() - back + 1;
        let now = self.read(metric, day(0), settings);
        let whole = |days: Range<usize>| {
            let reading = self.read(metric, days, settings);
            reading.value.filter(|_| reading.lack.is_none())
        };
        let flow = !metric.source.is_stock();
        let previous = if flow { whole(day(1)) } else { None };
        let state = match (now.lack, now.small) {
            (Some(_), _) => State::Incomplete,
            (None, true) => State::Small,
            (None, false) => State::Ok,
        };
        let month = self.read(metric, calendar.month(), settings);
        // A month that lacks something is told only beside a day that says so too.
        let told = month.lack.is_none() || (state == State::Incomplete && month.lack != Some(Lack::Begins));
        FigureLine {
            shop: self.label.key.clone(),
            metric,
            category: None,
            value: now.value,
            previous,
            change: now.value.zip(previous).filter(|_| state == State::Ok).and_then(|(v, p)| change(v, p)),
            week_ago: if flow { whole(day(WEEK)) } else { None },
            month_to_date: month.value.filter(|_| flow && told),
            state,
            lack: now.lack,
            gaps: now.gaps,
            currency: match self.sums.currencies.first() {
                Some(code) if metric.unit == Unit::Money && !self.is_mixed() => code.clone(),
                _ => String::new(),
            },
        }
    }

    fn read(&self, metric: &Metric, days: Range<usize>, settings: &Settings<'_>) -> Reading {
        match metric.source {
            Source::Flow(slot) | Source::Stock(slot) => {
                self.sum(slot, metric.unit == Unit::Money, days, &settings.calendar)
            }
            Source::Oldest(slot) => {
                let count = self.sum(slot, false, days, &settings.calendar);
                let oldest = self.sums.oldest.map(|at| records::waited(at, settings));
                Reading { value: oldest.filter(|_| count.value.is_some()), ..count }
            }
            Source::Rate(part, by_day, by_order) => {
                let of = if settings.refund_by == RefundBy::Order { by_order } else { by_day };
                let part = self.sum(part, false, days.clone(), &settings.calendar);
                let of = self.sum(of, false, days, &settings.calendar);
                let lack = part.lack.or(of.lack);
                let gaps = part.gaps.max(of.gaps);
                let (part, of) = (part.value.unwrap_or(0), of.value.unwrap_or(0));
                let small = lack.is_none() && of < LEAST;
                let value = (lack.is_none() && !small).then(|| rounded(part, of)).flatten();
                Reading { value, lack, gaps, small }
            }
        }
    }

    #[expect(clippy::indexing_slicing, reason = "days are those of the calendar that the sums were made for")]
    pub(super) fn sum(&self, slot: Slot, money: bool, days: Range<usize>, calendar: &Calendar) -> Reading {
        let of = |slot: Slot| {
            let mut all = SlotTally::default();
            for day in &self.sums.days[days.clone()] {
                all.join(slot.of(day));
            }
            all
        };
        let mut all = of(slot);
        if slot == Slot::RemindedPaid {
            for (wait, lack) in [(Slot::RemindedUnknown, Lack::Unknown), (Slot::RemindedOpen, Lack::Early)] {
                let n = of(wait).sum;
                if n > 0 {
                    let value = Some(all.sum).filter(|n| *n != 0);
                    let gaps = u32::try_from(n).unwrap_or(u32::MAX);
                    return Reading { value, lack: Some(lack), gaps, small: false };
                }
            }
        }
        let end = calendar.start(days.end);
        let (from, until) = self.reach(slot.family());
        let lack = match (from, until) {
            _ if all.beyond => Some(Lack::Beyond),
            (None, _) if all.missing.iter().next().is_none() => Some(Lack::Nothing),
            (Some(from), _) if calendar.start(days.start) < from => Some(Lack::Begins),
            (_, until) if until.is_none_or(|until| until < end) => Some(Lack::Ends),
            _ if money && self.is_mixed() => Some(Lack::Currency),
            _ => all.missing.iter().next().map(Lack::Column),
        };
        let value = match lack {
            None => Some(all.sum),
            Some(Lack::Nothing | Lack::Currency | Lack::Beyond) => None,
            // What is there so far; an incomplete nothing is not a zero.
            Some(_) if money && self.is_mixed() => None,
            Some(Lack::Begins | Lack::Ends | Lack::Column(_) | Lack::Unknown | Lack::Early) => {
                Some(all.sum).filter(|n| *n != 0)
            }
        };
        all.gaps = if matches!(lack, Some(Lack::Column(_))) { all.gaps } else { 0 };
        Reading { value, lack, gaps: all.gaps, small: false }
    }

    /// First and last moment that what a figure comes from covers.
    pub(super) fn reach(&self, family: Family) -> (Option<Stamp>, Option<Stamp>) {
        match family {
            Family::Orders => (self.from, self.until),
            Family::Refunds => (self.from, self.refunds_until),
            Family::Reviews => {
                let reach = self.sums.reviews.unwrap_or_default();
                (reach.first, reach.until.map(|at| at.min(self.now)))
            }
            Family::Records => (Some(Stamp(i64::MIN)), Some(self.now)),
        }
    }
}

/// The start of the business day that an instant falls on, be it one of the report's or earlier.
fn day_start(calendar: &Calendar, at: Stamp) -> Stamp {
    match calendar.index(at) {
        Some(index) => calendar.start(index),
        None => at,
    }
}

/// The first review's day counts as whole.
fn begin_with_whole_day(sums: &mut Sums, calendar: &Calendar) {
    if let Some(reach) = &mut sums.reviews {
        reach.first = reach.first.map(|at| day_start(calendar, at));
    }
}

/// `part ÷ of` in tenths of a percent.
fn rounded(part: i64, of: i64) -> Option<i64> {
    let (part, of) = (i128::from(part) * 1000, i128::from(of));
    let half = if part < 0 { -of / 2 } else { of / 2 };
    (of > 0).then(|| i64::try_from((part + half) / of).ok()).flatten()
}

fn change(value: i64, previous: i64) -> Option<i64> {
    rounded(value.checked_sub(previous)?, previous)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_rounded_half_away_from_zero() {
        assert_eq!(change(150, 100), Some(500));
        assert_eq!(change(1, 3), Some(-667));
        assert_eq!(change(2, 3), Some(-333));
        assert_eq!(change(0, 8), Some(-1000));
        assert_eq!(change(5, 0), None);
        assert_eq!(rounded(749, 2945), Some(254));
    }
}
