//! Why figures are not complete, in words.

use super::calendar::Calendar;
use super::figure::Group;
use super::figure_line::{FigureLine, Lack};
use super::settings::Settings;
use super::slot::{Family, Slot};
use crate::model::{Field, Lang, Say, Stamp, Zone};
use std::collections::BTreeMap;

impl Group {
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
                let (gaps, titles) = reasons.entry((self.told_family(metric.family()), lack)).or_default();
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
            let of = match family {
                Family::Reviews => ["评价：", "reviews: "],
                Family::Refunds => ["退款：", "refunds: "],
                Family::Orders | Family::Records => ["", ""],
            };
            let zh = format!("{}{}{zh}", name(Lang::Zh), of[0]);
            let en = format!("{}{}{en}", name(Lang::En), of[1]);
            notes.push((lack, Say::new(zh, en)));
        }
    }

    /// Refunds that reach as far as their orders are not told of apart.
    fn told_family(&self, family: Family) -> Family {
        match family {
            Family::Refunds if self.reach(Family::Refunds) == self.reach(Family::Orders) => Family::Orders,
            family => family,
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
            Family::Orders | Family::Refunds | Family::Records => (format!("{n} 单"), count(n, "order")),
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

fn count(n: u32, thing: &str) -> String {
    if n == 1 { format!("1 {thing}") } else { format!("{n} {thing}s") }
}
