//! Where totals stand, and which of them a report needs.

use super::totals::{Of, Totals};
use crate::model::Stamp;
use crate::model::hash::quick_hash;
use crate::model::time::DAY;
use crate::tasks::daily::calendar::Calendar;
use crate::tasks::daily::settings::{RefundBy, Settings};
use std::collections::HashMap;
use std::ops::Range;

/// Where stands what belongs to no day, and the totals of what lasts for more than one.
pub(in crate::tasks::daily) const ALL: i64 = 0;
/// Days stand at places from 1 on, by their number in the calendar of all days; from here on stand deadlines.
pub(in crate::tasks::daily) const DUES: i64 = 1_000_000;
/// From here on stands what lasts of [`SPAN`] days together, so that of days long behind a report it reads little.
pub(in crate::tasks::daily) const SPANS: i64 = 2_000_000;
pub(super) const SPAN: i64 = 32;

/// What all that is kept depends on, beside the orders.
pub struct Terms {
    /// As a word: what was kept under another is of no use.
    pub kind: String,
    pub(super) calendar: Calendar,
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
        let kind = format!("daily 5 {by} {start} {zone} {hash:016x} {version}");
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
    pub(super) fn day(&self, at: Stamp) -> i64 {
        (at.0 - self.calendar.start(0).0).div_euclid(DAY)
    }
}

/// Places that a report needs, beside [`ALL`].
#[derive(Clone, Copy, Debug)]
pub struct Indexes {
    /// Of its first day. All that follow are needed.
    pub(super) first: i64,
    /// Of its own day.
    pub(super) today: i64,
    /// Of deadlines.
    pub(super) dues: Option<i64>,
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
    pub(super) const EVERY: [Depth; 3] = [Depth::Lasts, Depth::Sums, Depth::Whole];
}

pub(super) fn depth_of(of: Of) -> Depth {
    match of {
        of if of.lasts() => Depth::Lasts,
        Of::Hour | Of::Excluded | Of::Reason => Depth::Whole,
        _ => Depth::Sums,
    }
}

/// The span of a day's place.
pub(super) fn span(index: i64) -> i64 {
    SPANS + index / SPAN
}

/// Behind a day's place: the days of its span, and the spans that follow.
pub(super) fn behind(index: i64) -> [Range<i64>; 2] {
    [index + 1..(index / SPAN + 1) * SPAN, span(index) + 1..i64::MAX]
}

pub(super) fn index(day: usize) -> i64 {
    i64::try_from(day).map_or(DUES, |day| day + 1)
}

pub(super) type TotalsByDay = HashMap<i64, Totals>;
