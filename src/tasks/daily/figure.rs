//! From sums to figures: what is complete, what is not and why, and how it changed.

use super::calendar::Calendar;
use super::count::{Family, RefundBy, Settings, Slot, SlotTally};
use super::label::Label;
use super::metric::{METRICS, Metric, Source, Unit};
use super::reach::Reach;
use super::records;
use super::sums::Sums;
use crate::model::{Field, Lang, Say, Stamp, Zone};
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
    /// Orders that were reminded are not in the data, or it is not told when they were paid.
    Unknown,
    /// There is still time in which a reminder may succeed.
    Early,
    /// Amounts in several currencies.
    Currency,
    /// There is no room for the sum.
    Beyond,
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
pub struct FigureLine {
    pub shop: String,
    pub metric: &'static Metric,
    /// Only this category of problems.
    pub category: Option<String>,
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
    /// Of money, where all of it is in one currency: the ISO code.
    pub currency: String,
}

/// A shop, or all of them.
pub(super) struct Group {
    /// Empty for all together.
    pub label: Label,
    pub sums: Sums,
    has_records: bool,
    now: Stamp,
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
        label: Label,
        mut sums: Sums,
        until: Option<Stamp>,
        has_records: bool,
        settings: &Settings<'_>,
    ) -> Group {
        if !sums.cases {
            for tally in sums.days.iter_mut().flatten() {
                tally.count_untold();
            }
        }
        let from = sums.first.map(|at| day_start(&settings.calendar, at));
        let excluded = sums.excluded;
        begin_with_whole_day(&mut sums, &settings.calendar);
        Group { label, from, until, excluded, sums, has_records, now: settings.scope.now }
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
            excluded: shops.iter().map(|s| s.excluded).sum(),
            sums,
        }
    }

    pub(super) fn is_mixed(&self) -> bool {
        self.sums.currencies.len() > 1
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

    fn offers(&self, family: Family) -> bool {
        match family {
            Family::Orders => true,
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
    fn sum(&self, slot: Slot, money: bool, days: Range<usize>, calendar: &Calendar) -> Reading {
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
    fn reach(&self, family: Family) -> (Option<Stamp>, Option<Stamp>) {
        match family {
            Family::Orders => (self.from, self.until),
            Family::Reviews => {
                let reach = self.sums.reviews.unwrap_or_default();
                (reach.first, reach.until.map(|at| at.min(self.now)))
            }
            Family::Records => (Some(Stamp(i64::MIN)), Some(self.now)),
        }
    }

    /// Which parts are left out, and why.
    pub(super) fn absent(&self, shops: &[Group]) -> Vec<Say> {
        let mut notes = Vec::new();
        if !self.has_records {
            notes.push(Say::new(
                "催付、工单、问题和要跟进的事只记在数据库里，这里没有，不是零",
                "reminders, cases, problems and follow-ups are kept in the database only: they are left out here, not zero",
            ));
        }
        let without: Vec<&Group> = shops.iter().filter(|s| s.sums.reviews.is_none()).collect();
        if self.sums.reviews.is_none() {
            notes.push(Say::new(
                "没有评价数据，评价部分不列出，不是零",
                "there are no reviews in the data: that part is left out, not zero",
            ));
        } else if !without.is_empty() && !shops.iter().all(|s| s.sums.reviews.is_none()) {
            let names = |lang: Lang, and: &str| {
                without.iter().map(|s| s.label.said().in_lang(lang).to_owned()).collect::<Vec<_>>().join(and)
            };
            notes.push(Say::new(
                format!("没有评价数据的店铺，不计入评价：{}", names(Lang::Zh, "、")),
                format!(
                    "shops without reviews in the data, which the reviews leave out: {}",
                    names(Lang::En, ", ")
                ),
            ));
        }
        notes
    }

    /// Says why figures of this group are missing, each reason once.
    pub(super) fn tell(&self, lines: &[FigureLine], settings: &Settings<'_>, notes: &mut Vec<(Lack, Say)>) {
        let mut reasons: BTreeMap<(Family, Lack), (u32, Vec<Say>)> = BTreeMap::new();
        for line in lines.iter().filter(|l| l.shop == self.label.key && l.category.is_none()) {
            let metric = line.metric;
            // That the day is not over yet is told once, for all.
            let over = metric.family() == Family::Records && line.lack == Some(Lack::Ends);
            if let Some(lack) = line.lack.filter(|_| !over) {
                let (gaps, titles) = reasons.entry((metric.family(), lack)).or_default();
                *gaps = line.gaps.max(*gaps);
                titles.push(metric.title());
            }
        }
        let whole_month =
            self.from.is_none_or(|from| from <= settings.calendar.start(settings.calendar.month().start));
        if !whole_month && !reasons.contains_key(&(Family::Orders, Lack::Begins)) {
            reasons.insert((Family::Orders, Lack::Begins), (0, Vec::new()));
        }
        let name = |lang: Lang| match (self.label.key.as_str(), self.label.said()) {
            ("", _) => String::new(),
            (_, label) => format!("{}{}", label.in_lang(lang), lang.pick("：", ": ")),
        };
        for ((family, lack), (gaps, metrics)) in reasons {
            let join = |lang: Lang| {
                let titles: Vec<&str> = metrics.iter().map(|m| m.in_lang(lang)).collect();
                titles.join(lang.pick("、", "; "))
            };
            let (zh, en) = self.reason((family, lack), gaps, [&join(Lang::Zh), &join(Lang::En)], settings);
            let of = if family == Family::Reviews { ["评价：", "reviews: "] } else { ["", ""] };
            let zh = format!("{}{}{zh}", name(Lang::Zh), of[0]);
            let en = format!("{}{}{en}", name(Lang::En), of[1]);
            notes.push((lack, Say::new(zh, en)));
        }
    }

    fn reason(
        &self,
        (family, lack): (Family, Lack),
        gaps: u32,
        [zh, en]: [&str; 2],
        settings: &Settings<'_>,
    ) -> (String, String) {
        let at = |at: Option<Stamp>| at.map(|at| at.minute(settings.scope.zone)).unwrap_or_default();
        let (from, until) = self.reach(family);
        let things = |n: u32| match family {
            Family::Reviews => (format!("{n} 条评价"), count(n, "review")),
            Family::Orders | Family::Records => (format!("{n} 单"), count(n, "order")),
        };
        match lack {
            Lack::Nothing => ("没有数据".into(), "there are no data".into()),
            Lack::Begins => (
                format!("数据从 {} 才开始，更早的日子和当月累计未知", at(from)),
                format!("the data begin at {}: earlier days and the month to date are unknown", at(from)),
            ),
            Lack::Ends if until.is_none() => {
                ("不知道数据截至什么时候".into(), "how new the data are is not known".into())
            }
            Lack::Ends => (
                format!("数据只到 {}，这一天还不完整（可用 --exported-at 说明导出时间）", at(until)),
                format!(
                    "the data end at {}, before the day does (`--exported-at` tells when they were exported)",
                    at(until)
                ),
            ),
            Lack::Column(Field::DoneAt) => (
                format!("{gaps} 单的退款没有退款时间，当天的数字未知：{zh}；加 --refund-by order 按下单日算"),
                format!(
                    "no refund time (done_at) on {}, so the day's are unknown: {en}; `--refund-by order` counts them by the order's day",
                    things(gaps).1
                ),
            ),
            Lack::Column(field) => {
                let (title, name) = field.title();
                let (lacking, without) = things(gaps);
                (
                    format!("{lacking}缺少或不认得「{title}」，数字不完整：{zh}"),
                    format!(
                        "{name} ({field}) is missing or unknown on {without}, so these are incomplete: {en}"
                    ),
                )
            }
            Lack::Unknown => (
                format!("{gaps} 个提醒过的订单不在数据里，或看不出何时付款，数字不完整：{zh}"),
                format!(
                    "{} that had a reminder: not in the data, or it is not told when they were paid, so these are incomplete: {en}",
                    count(gaps, "order")
                ),
            ),
            Lack::Early => (
                format!("{gaps} 个提醒过的订单还没过 24 小时，或订单数据没到那时，数字还会变：{zh}"),
                format!(
                    "{} whose 24 hours after the reminder are not over, or not in the data yet, so these may still change: {en}",
                    count(gaps, "order")
                ),
            ),
            Lack::Beyond => (
                format!("金额太大，合计不出，留空：{zh}"),
                format!("the amounts are too large to add up, so these are left empty: {en}"),
            ),
            Lack::Currency => (
                format!("有多种币种，金额不合计：{zh}"),
                format!("there are several currencies, so money is not added up: {en}"),
            ),
        }
    }

    /// A sum of one day for a chart, and why it is not complete.
    pub(super) fn at(
        &self,
        slot: Slot,
        day: usize,
        calendar: &Calendar,
        money: bool,
    ) -> (Option<i64>, Option<Lack>) {
        let reading = self.sum(slot, money, day..day + 1, calendar);
        (reading.value, reading.lack)
    }

    /// Why a chart misses a day, in a few words.
    pub(super) fn why(&self, lack: Lack, zone: Zone) -> Say {
        let at = |at: Option<Stamp>| at.map(|at| at.short(zone, self.now)).unwrap_or_default();
        match lack {
            Lack::Nothing => Say::new("没有数据", "there are no data"),
            Lack::Begins => {
                let from = at(self.from);
                Say::new(format!("数据从 {from} 才开始"), format!("the data begin at {from}"))
            }
            Lack::Ends if self.until.is_none() => {
                Say::new("不知道数据到什么时候", "the data's end is not known")
            }
            Lack::Ends => {
                let until = at(self.until);
                Say::new(format!("数据只到 {until}"), format!("the data end at {until}"))
            }
            Lack::Column(field) => {
                let (zh, en) = field.title();
                Say::new(format!("有订单缺「{zh}」"), format!("{en} is missing on some orders"))
            }
            Lack::Currency => Say::new("有多种币种", "there are several currencies"),
            Lack::Beyond => Say::new("金额太大", "the amounts are too large"),
            Lack::Unknown | Lack::Early => Say::new("还不能确定", "not certain yet"),
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

fn count(n: u32, thing: &str) -> String {
    if n == 1 { format!("1 {thing}") } else { format!("{n} {thing}s") }
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
