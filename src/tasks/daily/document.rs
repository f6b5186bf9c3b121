//! The report as a document: figures, a table of the shops, and what charts are drawn from.

use super::calendar::{Calendar, TREND};
use super::figure::Group;
use super::record_row::category;
use super::row::value_cell;
use super::slot::Slot;
use super::{COMMON, FigureLine, Lack, METRICS, Metric, Outcome, RefundBy, SECTIONS, State, Unit, metric_of};
use crate::model::report::{Bar, Body, Figure, Report, Section, Series};
use crate::model::{Cell, Column, Lang, Say};
use std::collections::BTreeMap;

/// Reasons of refunds that are shown one by one.
const REASONS: usize = 8;

/// Metrics in the table of shops.
const BY_SHOP: &[&str] =
    &["orders_created", "orders_paid", "received_paid", "refund_amount", "unpaid", "unshipped", "overdue"];

/// `as_of`: what is to be said of the age of the data. `lang`: that of the shops' names. `explain`: with the definition of every metric.
pub fn document(outcome: &Outcome, as_of: Vec<Say>, explain: bool, lang: Lang) -> Report {
    let date = outcome.calendar.date();
    let mut sections: Vec<Section> = SECTIONS.iter().filter_map(|s| figures(outcome, s)).collect();
    sections.extend(shops(outcome, lang));
    sections.extend(trends(outcome));
    sections.extend(funnel(outcome));
    sections.extend(hours(outcome));
    sections.extend(reasons(outcome));
    sections.extend(problems(outcome));
    let mut notes = outcome.notes.clone();
    if outcome.refund_by == RefundBy::Order {
        notes.push(Say::new("退款按下单日计", "refunds count for the day of their order"));
    }
    if explain {
        notes.extend(definitions());
    }
    Report {
        title: Say::new(format!("{date} 日报"), format!("Daily report {date}")),
        subtitle: as_of,
        sections,
        notes,
    }
}

/// Every metric's definition, and what is the same in all of them.
pub fn definitions() -> Vec<Say> {
    let metric = |m: &super::Metric| {
        Say::new(
            format!("{}（{}）：{}", m.zh, m.key, m.zh_definition),
            format!("{} ({}): {}", m.en, m.key, m.en_definition),
        )
    };
    METRICS.iter().map(metric).chain(COMMON.iter().map(|(zh, en)| Say::new(*zh, *en))).collect()
}

fn figures(outcome: &Outcome, (key, zh, en): &(&'static str, &'static str, &'static str)) -> Option<Section> {
    let figures: Vec<Figure> = outcome
        .lines
        .iter()
        .filter(|l| l.shop.is_empty() && l.category.is_none() && l.metric.section == *key)
        .map(figure)
        .collect();
    (!figures.is_empty()).then(|| Section { key, title: Say::new(*zh, *en), body: Body::Figures(figures) })
}

fn figure(line: &FigureLine) -> Figure {
    let metric = line.metric;
    Figure {
        title: metric.title(),
        value: value_cell(metric.unit, line.value),
        change_permille: line.change,
        beside: [line.previous, line.week_ago, line.month_to_date].map(|v| value_cell(metric.unit, v)),
        note: state_word(line.state),
    }
}

pub(super) fn state_word(state: State) -> Option<Say> {
    match state {
        State::Ok => None,
        State::Incomplete => Some(Say::new("不完整", "incomplete")),
        State::Small => Some(Say::new("样本太少", "n/m")),
    }
}

fn shops(outcome: &Outcome, lang: Lang) -> Option<Section> {
    let metrics: Vec<&Metric> = BY_SHOP.iter().filter_map(|key| metric_of(key)).collect();
    let mut columns = vec![Column::new("shop", "店铺", "Shop")];
    columns.extend(metrics.iter().map(|m| Column::new(m.key, m.zh, m.en).right()));
    let mixed = outcome.is_mixed();
    if mixed {
        columns.push(Column::new("currency", "币种", "Currency"));
    }
    columns.push(Column::new("status", "状态", "Status"));
    let rows: Vec<Vec<Cell<'static>>> = outcome
        .shops
        .iter()
        .map(|(shop, name)| {
            let value = |m: &&Metric| {
                let line = outcome.line(shop, m.key);
                value_cell(m.unit, line.and_then(|l| l.value))
            };
            let lines = metrics.iter().filter_map(|m| outcome.line(shop, m.key));
            let worst = lines.map(|l| l.state).find(|s| *s == State::Incomplete);
            let mark = worst.map_or(Cell::Empty, |s| Cell::Word(s.key(), "不完整", "incomplete"));
            let name = Cell::own_text(name.in_lang(lang).to_owned());
            let code =
                outcome.line(shop, "received_paid").map_or(Cell::Empty, |l| Cell::own_id(l.currency.clone()));
            let code = mixed.then_some(code);
            std::iter::once(name).chain(metrics.iter().map(value)).chain(code).chain([mark]).collect()
        })
        .collect();
    let title = Say::new("各店", "Shops");
    (rows.len() > 1).then_some(Section { key: "shops", title, body: Body::Table { columns, rows } })
}

/// One section for each figure: orders and money have no common scale.
fn trends(outcome: &Outcome) -> [Section; 2] {
    let (calendar, all) = (&outcome.calendar, &outcome.together);
    let days = calendar.len().saturating_sub(TREND)..calendar.len();
    let labels: Vec<String> = days.clone().map(|day| calendar.label(day)).collect();
    let section = |key, title: Say, name: Say, slot: Slot, unit: Unit| {
        let read: Vec<_> = days.clone().map(|day| all.at(slot, day, calendar, unit == Unit::Money)).collect();
        let values = |partial: bool| -> Vec<Cell<'static>> {
            let value = |(value, lack): &(Option<i64>, Option<Lack>)| {
                value_cell(unit, value.filter(|_| lack.is_some() == partial))
            };
            read.iter().map(value).collect()
        };
        let mut series = vec![Series { name, values: values(false), partial: false }];
        let partly = values(true);
        if partly.iter().any(|v| *v != Cell::Empty) {
            let name = Say::new("不完整的日子", "Incomplete days");
            series.push(Series { name, values: partly, partial: true });
        }
        let caption = missing(outcome, slot, unit == Unit::Money);
        Section { key, title, body: Body::Lines { labels: labels.clone(), series, caption } }
    };
    [
        section(
            "trend_orders",
            Say::new("最近 14 天：下单数", "The last 14 days: orders created"),
            Say::new("下单数", "Orders created"),
            Slot::Created,
            Unit::Count,
        ),
        section(
            "trend_received",
            Say::new("最近 14 天：实收（按付款日）", "The last 14 days: received, by payment day"),
            Say::new("实收（按付款日）", "Received, by payment day"),
            Slot::ReceivedPaid,
            Unit::Money,
        ),
    ]
}

/// Which days of a chart are incomplete, of which shop, and why.
fn missing(outcome: &Outcome, slot: Slot, money: bool) -> Option<Say> {
    let calendar = &outcome.calendar;
    let days = calendar.len().saturating_sub(TREND)..calendar.len();
    let mut told: Vec<Say> = Vec::new();
    let mut tell = |group: &Group, only: Option<Lack>| {
        let mut by_lack: BTreeMap<Lack, Vec<usize>> = BTreeMap::new();
        for day in days.clone() {
            if let Some(lack) =
                group.at(slot, day, calendar, money).1.filter(|l| only.is_none_or(|o| o == *l))
            {
                by_lack.entry(lack).or_default().push(day);
            }
        }
        for (lack, days) in by_lack {
            let (why, label) = (group.why(lack, outcome.zone), group.label.said());
            let line = |lang: Lang| {
                let name = label.in_lang(lang);
                let name = if name.is_empty() { String::new() } else { format!("{name} ") };
                let spans = spans(&days, calendar, lang);
                format!("{name}{spans}{}{}{}", lang.pick("（", " ("), why.in_lang(lang), lang.pick("）", ")"))
            };
            told.push(Say::new(line(Lang::Zh), line(Lang::En)));
        }
    };
    match &outcome.groups[..] {
        [] => tell(&outcome.together, None),
        shops => {
            shops.iter().for_each(|shop| tell(shop, None));
            if outcome.together.is_mixed() {
                tell(&outcome.together, Some(Lack::Currency));
            }
        }
    }
    let all = |lang: Lang| told.iter().map(|s| s.in_lang(lang)).collect::<Vec<_>>();
    (!told.is_empty()).then(|| {
        Say::new(
            format!("不完整：{}", all(Lang::Zh).join("；")),
            format!("incomplete: {}", all(Lang::En).join("; ")),
        )
    })
}

/// `11-07 to 11-09, 11-20`
fn spans(days: &[usize], calendar: &Calendar, lang: Lang) -> String {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for day in days {
        match spans.last_mut() {
            Some(last) if last.1 + 1 == *day => last.1 = *day,
            _ => spans.push((*day, *day)),
        }
    }
    let said = |(from, to): &(usize, usize)| match from == to {
        true => calendar.label(*from),
        false => format!("{}{}{}", calendar.label(*from), lang.pick(" 至 ", " to "), calendar.label(*to)),
    };
    spans.iter().map(said).collect::<Vec<_>>().join(lang.pick("、", ", "))
}

/// The day's orders from creation to shipping; a step that the data do not tell is left out.
fn funnel(outcome: &Outcome) -> Option<Section> {
    let (calendar, all) = (&outcome.calendar, &outcome.together);
    let steps = [
        (Slot::Created, Say::new("下单", "created")),
        (Slot::CreatedPaid, Say::new("已付款", "paid")),
        (Slot::CreatedShipped, Say::new("已发货", "shipped")),
        (Slot::CreatedUnpaid, Say::new("未付款", "unpaid")),
    ];
    let read: Vec<_> = steps
        .into_iter()
        .map(|(slot, label)| (all.at(slot, calendar.today(), calendar, false), label))
        .collect();
    let partly = read.iter().any(|((value, lack), _)| value.is_some() && lack.is_some());
    let bars: Vec<Bar> = read
        .into_iter()
        .filter_map(|((value, _), label)| Some(Bar { label, value: Cell::Int(value?) }))
        .collect();
    let title = marked(Say::new("当天的订单走到哪一步", "How far the day's orders got"), partly);
    (bars.len() > 1).then_some(Section { key: "funnel", title, body: Body::Bars(bars) })
}

/// The title of a chart whose day is not complete says so.
fn marked(title: Say, incomplete: bool) -> Say {
    match incomplete {
        true => Say::new(format!("{}（不完整）", title.zh), format!("{} (incomplete)", title.en)),
        false => title,
    }
}

fn problems(outcome: &Outcome) -> Option<Section> {
    let lines = || outcome.lines.iter().filter(|l| l.shop.is_empty() && l.category.is_some());
    let mut bars: Vec<Bar> = lines()
        .take(REASONS)
        .filter_map(|l| Some(Bar { label: category(l.category.as_deref()?), value: Cell::Int(l.value?) }))
        .collect();
    let rest: i64 = lines().skip(REASONS).filter_map(|l| l.value).sum();
    if rest > 0 {
        bars.push(Bar { label: Say::new("其他", "others"), value: Cell::Int(rest) });
    }
    let title =
        marked(Say::new("各类问题", "Problems by category"), lines().any(|l| l.state == State::Incomplete));
    (!bars.is_empty()).then_some(Section { key: "problems_by_category", title, body: Body::Bars(bars) })
}

fn hours(outcome: &Outcome) -> Option<Section> {
    let hours = &outcome.together.sums.hours;
    let bar = |(hour, n): (usize, &i64)| {
        let label = format!("{hour:02}");
        Bar { label: Say::new(label.clone(), label), value: Cell::Int(*n) }
    };
    let bars: Vec<Bar> = hours.iter().enumerate().map(bar).collect();
    let (calendar, all) = (&outcome.calendar, &outcome.together);
    let partly = all.at(Slot::Created, calendar.today(), calendar, false).1.is_some();
    let title = marked(Say::new("各时段下单数", "Orders created by hour"), partly);
    hours.iter().any(|n| *n > 0).then_some(Section { key: "hours", title, body: Body::Bars(bars) })
}

fn reasons(outcome: &Outcome) -> Option<Section> {
    let mut all: Vec<(&String, i64)> = outcome.together.sums.reasons.iter().map(|(r, n)| (r, *n)).collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let rest: i64 = all.iter().skip(REASONS).map(|r| r.1).sum();
    let mut bars: Vec<Bar> = all
        .iter()
        .take(REASONS)
        .map(|(reason, n)| Bar {
            label: Say::new((*reason).clone(), (*reason).clone()),
            value: Cell::Int(*n),
        })
        .collect();
    if rest > 0 {
        bars.push(Bar { label: Say::new("其他", "others"), value: Cell::Int(rest) });
    }
    let (calendar, together) = (&outcome.calendar, &outcome.together);
    let partly = together.at(Slot::RefundedOrders, calendar.today(), calendar, false).1.is_some();
    let title = marked(Say::new("退款原因", "Reasons of refunds"), partly);
    (!bars.is_empty()).then_some(Section { key: "reasons", title, body: Body::Bars(bars) })
}
