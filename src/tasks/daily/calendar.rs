//! The business days that a daily report looks at: the month so far, and two weeks for the trend.

use crate::model::time::{DAY, HOUR};
use crate::model::{Stamp, Zone};
use chrono::{Datelike, Days, NaiveDate};
use std::ops::Range;

/// Days shown in the trend.
pub(super) const TREND: usize = 14;

/// Consecutive days, the last of which is the report's own.
#[derive(Clone, Copy, Debug)]
pub struct Calendar {
    zone: Zone,
    /// Seconds after midnight at which a business day starts.
    starts_at: i64,
    date: NaiveDate,
    first: NaiveDate,
    days: usize,
}

impl Calendar {
    pub fn new(date: NaiveDate, zone: Zone, starts_at: i64) -> Calendar {
        let month = date.with_day(1).unwrap_or(date);
        let trend = date.checked_sub_days(Days::new(TREND as u64 - 1)).unwrap_or(date);
        let first = month.min(trend);
        let days = usize::try_from((date - first).num_days()).unwrap_or(0) + 1;
        Calendar { zone, starts_at, date, first, days }
    }

    /// The same zone and hour, and every day that a report may look at.
    pub(super) fn of_all_days(&self) -> Calendar {
        let first = NaiveDate::from_ymd_opt(1990, 1, 1).unwrap_or(self.first);
        let date = NaiveDate::from_ymd_opt(2100, 1, 1).unwrap_or(self.date);
        let days = usize::try_from((date - first).num_days()).unwrap_or(0) + 1;
        Calendar { first, date, days, ..*self }
    }

    pub(super) fn zone(&self) -> Zone {
        self.zone
    }

    pub fn date(&self) -> NaiveDate {
        self.date
    }

    pub fn len(&self) -> usize {
        self.days
    }

    pub fn is_empty(&self) -> bool {
        self.days == 0
    }

    /// The end of the day after the report's own.
    pub fn next_end(&self) -> Stamp {
        self.start(self.days + 1)
    }

    /// The place of the report's own day.
    pub fn today(&self) -> usize {
        self.days - 1
    }

    /// Places of the month so far.
    pub fn month(&self) -> Range<usize> {
        self.days.saturating_sub(self.date.day() as usize)..self.days
    }

    pub fn start(&self, index: usize) -> Stamp {
        Stamp(self.zone.start_of(self.first).0 + self.starts_at + index as i64 * DAY)
    }

    pub fn end(&self) -> Stamp {
        self.start(self.days)
    }

    /// The place of the day that an instant falls on, where it is one of these.
    pub fn index(&self, at: Stamp) -> Option<usize> {
        usize::try_from((at.0 - self.start(0).0).div_euclid(DAY)).ok().filter(|d| *d < self.days)
    }

    /// Days on which something may have happened that did so at or after `from` and not after `to`.
    pub fn span(&self, from: Option<Stamp>, to: Option<Stamp>) -> Range<usize> {
        let day = |at: Stamp| (at.0 - self.start(0).0).div_euclid(DAY).clamp(-1, self.days as i64);
        let begin = from.map_or(0, day).max(0) as usize;
        let end = to.map_or(self.days as i64, |at| day(at) + 1).clamp(0, self.days as i64) as usize;
        begin.min(end)..end
    }

    /// Hour of the local day, 0 to 23.
    pub fn hour(&self, at: Stamp) -> usize {
        ((at.0 + i64::from(self.zone.0)).rem_euclid(DAY) / HOUR) as usize
    }

    /// `02-25`
    pub fn label(&self, index: usize) -> String {
        let day = self.first.checked_add_days(Days::new(index as u64)).unwrap_or(self.first);
        day.format("%m-%d").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(date: &str) -> Calendar {
        Calendar::new(date.parse().expect("a date"), Zone::CHINA, 0)
    }

    #[test]
    fn the_month_and_two_weeks() {
        let long = calendar("2020-02-25");
        assert_eq!((long.len(), long.month(), long.label(0)), (25, 0..25, "02-01".into()));
        let short = calendar("2026-03-01");
        assert_eq!((short.len(), short.month(), short.label(0)), (14, 13..14, "02-16".into()));
        assert_eq!(short.label(13), "03-01");
    }

    #[test]
    fn a_day_is_half_open() {
        let calendar = calendar("2020-02-25");
        let start = calendar.start(24);
        assert_eq!(calendar.index(start), Some(24));
        assert_eq!(calendar.index(Stamp(start.0 - 1)), Some(23));
        assert_eq!(calendar.index(calendar.end()), None);
        assert_eq!(calendar.index(Stamp(calendar.start(0).0 - 1)), None);
        assert_eq!(calendar.hour(Stamp(start.0 + 3 * HOUR)), 3);
        assert_eq!(calendar.span(Some(start), None), 24..25);
        assert_eq!(calendar.span(None, Some(start)), 0..25);
        assert_eq!(calendar.span(Some(calendar.end()), None), 25..25);
        assert_eq!(calendar.span(None, Some(Stamp(0))), 0..0);
    }

    #[test]
    fn a_business_day_may_start_later() {
        let early = Calendar::new("2020-02-25".parse().expect("a date"), Zone::CHINA, 4 * HOUR);
        let midnight = calendar("2020-02-25").start(24);
        assert_eq!(early.index(midnight), Some(23));
        assert_eq!(early.index(Stamp(midnight.0 + 4 * HOUR)), Some(24));
    }
}
