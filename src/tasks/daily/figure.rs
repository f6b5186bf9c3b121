//! From sums to figures: what is complete, what is not and why, and how it changed.

use super::count::{RefundBy, Settings, Slot, Tally};
use super::metric::{METRICS, Metric, Source, Unit};
use super::{Calendar, Sums};
use crate::model::{Field, Say, Stamp};
use std::collections::BTreeMap;
use std::ops::Range;

/// No rate is told over fewer.
const LEAST: i64 = 30;
/// Days from a day to the same weekday a week ago.
const WEEK: usize = 7;

/// Why a figure is not complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// There are no data at all.
    Nothing,
    /// The data begin after the day began.
    Begins,
    /// The data end before the day does.
    Ends,
    /// A column is missing.
    Column(Field),
    /// Amounts in several currencies.
    Currency,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Ok,
    Incomplete,
    /// Not meaningful: the denominator is too small.
    Small,
}

impl State {
    pub fn key(self) -> &'static str {
        match self {
            State::Ok => "ok",
            State::Incomplete => "incomplete",
            State::Small => "n_m",
        }
    }
}

/// One metric of one shop, or of all together (then `shop` is empty).
#[derive(Clone, Debug)]
pub struct Line {
    pub shop: String,
    /// Place in [`METRICS`].
    pub metric: usize,
    /// A count, cents, or tenths of a percent.
    pub value: Option<i64>,
    pub previous: Option<i64>,
    /// In tenths of a percent.
    pub change: Option<i64>,
    pub week_ago: Option<i64>,
    pub month_to_date: Option<i64>,
    pub state: State,
    pub lack: Option<Lack>,
    /// How many orders lack something.
    pub gaps: u32,
}

/// A shop, or all of them.
pub(super) struct Group {
    /// Empty for all together.
    pub label: String,
    pub unnamed: bool,
    pub sums: Sums,
    /// First and last moment that the data cover; for several shops that all of them cover.
    from: Option<Stamp>,
    pub until: Option<Stamp>,
    pub excluded: i64,
}

struct Reading {
    value: Option<i64>,
    lack: Option<Lack>,
    gaps: u32,
    small: bool,
}

impl Group {
    pub(super) fn of(
        label: (String, bool),
        mut sums: Sums,
        until: Option<Stamp>,
        settings: &Settings<'_>,
    ) -> Group {
        if !sums.cases {
            for tally in sums.days.iter_mut().flatten() {
                tally.settle();
            }
        }
        let from = sums.first.map(|at| day_start(&settings.calendar, at));
        let excluded = sums.excluded;
        Group { label: label.0, unnamed: label.1, from, until, excluded, sums }
    }

    pub(super) fn together(shops: &[Group], settings: &Settings<'_>) -> Group {
        let mut sums = Sums::new(settings.calendar.len());
        for shop in shops {
            for (all, day) in sums.days.iter_mut().zip(&shop.sums.days) {
                for (slot, tally) in day.iter().enumerate() {
                    all[slot].join(tally);
                }
            }
            for (all, n) in sums.hours.iter_mut().zip(shop.sums.hours) {
                *all += n;
            }
            for (reason, n) in &shop.sums.reasons {
                *sums.reasons.entry(reason.clone()).or_default() += n;
            }
            sums.strays += shop.sums.strays;
            sums.currencies.extend(shop.sums.currencies.iter().cloned());
        }
        let known = |ends: Option<Vec<Stamp>>| ends.filter(|ends| !ends.is_empty());
        Group {
            label: String::new(),
            unnamed: true,
            from: known(shops.iter().map(|s| s.from).collect()).and_then(|all| all.into_iter().max()),
            until: known(shops.iter().map(|s| s.until).collect()).and_then(|all| all.into_iter().min()),
            excluded: shops.iter().map(|s| s.excluded).sum(),
            sums,
        }
    }

    pub(super) fn is_mixed(&self) -> bool {
        self.sums.currencies.len() > 1
    }

    pub(super) fn lines(&self, settings: &Settings<'_>) -> Vec<Line> {
        (0..METRICS.len()).map(|metric| self.line(metric, settings)).collect()
    }

    fn line(&self, place: usize, settings: &Settings<'_>) -> Line {
        let (metric, calendar) = (&METRICS[place], &settings.calendar);
        let day = |back: usize| calendar.today() - back..calendar.today() - back + 1;
        let now = self.read(metric, day(0), settings);
        let whole = |days: Range<usize>| {
            let reading = self.read(metric, days, settings);
            reading.value.filter(|_| reading.lack.is_none())
        };
        let flow = !matches!(metric.source, Source::Stock(_));
        let previous = if flow { whole(day(1)) } else { None };
        let state = match (now.lack, now.small) {
            (Some(_), _) => State::Incomplete,
            (None, true) => State::Small,
            (None, false) => State::Ok,
        };
        let month = self.read(metric, calendar.month(), settings);
        // A month that lacks something is told only beside a day that says so too.
        let told = month.lack.is_none() || (state == State::Incomplete && month.lack != Some(Lack::Begins));
        Line {
            shop: self.label.clone(),
            metric: place,
            value: now.value,
            previous,
            change: now.value.zip(previous).filter(|_| state == State::Ok).and_then(|(v, p)| change(v, p)),
            week_ago: if flow { whole(day(WEEK)) } else { None },
            month_to_date: month.value.filter(|_| flow && told),
            state,
            lack: now.lack,
            gaps: now.gaps,
        }
    }

    fn read(&self, metric: &Metric, days: Range<usize>, settings: &Settings<'_>) -> Reading {
        match metric.source {
            Source::Flow(slot) | Source::Stock(slot) => {
                self.sum(slot, metric.unit == Unit::Money, days, &settings.calendar)
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

    fn sum(&self, slot: Slot, money: bool, days: Range<usize>, calendar: &Calendar) -> Reading {
        let mut all = Tally::default();
        for day in &self.sums.days[days.clone()] {
            all.join(&day[slot as usize]);
        }
        let end = calendar.start(days.end);
        let lack = match (self.from, self.until) {
            (None, _) if all.missing.iter().next().is_none() => Some(Lack::Nothing),
            (Some(from), _) if calendar.start(days.start) < from => Some(Lack::Begins),
            (_, until) if until.is_none_or(|until| until < end) => Some(Lack::Ends),
            _ if money && self.is_mixed() => Some(Lack::Currency),
            _ => all.missing.iter().next().map(Lack::Column),
        };
        let value = match lack {
            None => Some(all.sum),
            Some(Lack::Nothing | Lack::Currency) => None,
            // What is there so far; an incomplete nothing is not a zero.
            Some(_) if money && self.is_mixed() => None,
            Some(Lack::Begins | Lack::Ends | Lack::Column(_)) => Some(all.sum).filter(|n| *n != 0),
        };
        Reading { value, lack, gaps: all.gaps, small: false }
    }

    /// Says why figures of this group are missing, each reason once.
    pub(super) fn tell(&self, lines: &[Line], settings: &Settings<'_>, notes: &mut Vec<(Lack, Say)>) {
        let mut reasons: BTreeMap<Lack, (u32, Vec<&str>)> = BTreeMap::new();
        for line in lines.iter().filter(|l| l.shop == self.label) {
            if let Some(lack) = line.lack {
                let (gaps, keys) = reasons.entry(lack).or_default();
                *gaps = line.gaps.max(*gaps);
                keys.push(METRICS[line.metric].key);
            }
        }
        let whole_month =
            self.from.is_none_or(|from| from <= settings.calendar.start(settings.calendar.month().start));
        if !whole_month && !reasons.contains_key(&Lack::Begins) {
            reasons.insert(Lack::Begins, (0, Vec::new()));
        }
        let name = |zh: bool| match self.label.as_str() {
            "" => String::new(),
            label if zh => format!("{label}："),
            label => format!("{label}: "),
        };
        for (lack, (gaps, metrics)) in reasons {
            let (zh, en) = self.reason(lack, gaps, &metrics.join(" "), settings);
            let say = Say::new(format!("{}{zh}", name(true)), format!("{}{en}", name(false)));
            notes.push((lack, say));
        }
    }

    fn reason(&self, lack: Lack, gaps: u32, metrics: &str, settings: &Settings<'_>) -> (String, String) {
        let at = |at: Option<Stamp>| at.map(|at| at.iso(settings.scope.zone)).unwrap_or_default();
        match lack {
            Lack::Nothing => ("没有数据".into(), "there are no data".into()),
            Lack::Begins => (
                format!("数据从 {} 才开始，更早的日子和当月累计未知", at(self.from)),
                format!(
                    "the data begin at {}: earlier days and the month to date are unknown",
                    at(self.from)
                ),
            ),
            Lack::Ends if self.until.is_none() => {
                ("不知道数据截至什么时候".into(), "how new the data are is not known".into())
            }
            Lack::Ends => (
                format!("数据只到 {}，这一天还不完整（可用 --exported-at 说明导出时间）", at(self.until)),
                format!(
                    "the data end at {}, before the day does (`--exported-at` tells when they were exported)",
                    at(self.until)
                ),
            ),
            Lack::Column(Field::DoneAt) => (
                format!(
                    "{gaps} 单的退款没有退款时间（done_at），当天的数字未知：{metrics}；--refund-by order 按下单日算"
                ),
                format!(
                    "no refund time (done_at) on {}, so the day's are unknown: {metrics}; `--refund-by order` counts them by the order's day",
                    orders(gaps)
                ),
            ),
            Lack::Column(field) => {
                let (zh, en) = field.title();
                (
                    format!("{gaps} 单缺少或不认得「{zh}」（{field}），数字不完整：{metrics}"),
                    format!(
                        "{en} ({field}) is missing or unknown on {}, so these are incomplete: {metrics}",
                        orders(gaps)
                    ),
                )
            }
            Lack::Currency => (
                format!("有多种币种，金额不合计：{metrics}"),
                format!("there are several currencies, so money is not added up: {metrics}"),
            ),
        }
    }

    /// A sum of one day for a chart; `None` where the data do not cover it.
    pub(super) fn at(&self, slot: Slot, day: usize, calendar: &Calendar, money: bool) -> Option<i64> {
        let reading = self.sum(slot, money, day..day + 1, calendar);
        reading.value.filter(|_| reading.lack.is_none())
    }
}

/// The start of the business day that an instant falls on, be it one of the report's or earlier.
fn day_start(calendar: &Calendar, at: Stamp) -> Stamp {
    match calendar.place(at) {
        Some(place) => calendar.start(place),
        None => at,
    }
}

fn orders(n: u32) -> String {
    if n == 1 { "1 order".to_owned() } else { format!("{n} orders") }
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
