//! The report as a document: figures, a table of the shops, and what charts are drawn from.

use super::calendar::TREND;
use super::count::Slot;
use super::row::value_cell;
use super::{COMMON, Line, METRICS, Outcome, RefundBy, SECTIONS, State, Unit};
use crate::model::report::{Bar, Body, Figure, Report, Section, Series};
use crate::model::{Cell, Column, Say};

/// Reasons of refunds that are shown one by one.
const REASONS: usize = 8;

/// Metrics in the table of shops.
const BY_SHOP: &[&str] =
    &["orders_created", "orders_paid", "received_paid", "refund_amount", "unpaid", "unshipped", "overdue"];

/// `as_of`: what is to be said of the age of the data. `explain`: with the definition of every metric.
pub fn document(outcome: &Outcome, as_of: Vec<Say>, explain: bool) -> Report {
    let date = outcome.calendar.date();
    let mut sections: Vec<Section> = SECTIONS.iter().filter_map(|s| figures(outcome, s)).collect();
    sections.extend(shops(outcome));
    sections.extend(trends(outcome));
    sections.extend(funnel(outcome));
    sections.extend(hours(outcome));
    sections.extend(reasons(outcome));
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
        .filter(|l| l.shop.is_empty() && METRICS[l.metric].section == *key)
        .map(figure)
        .collect();
    (!figures.is_empty()).then(|| Section { key, title: Say::new(*zh, *en), body: Body::Figures(figures) })
}

fn figure(line: &Line) -> Figure {
    let metric = &METRICS[line.metric];
    Figure {
        title: metric.title(),
        value: value_cell(metric.unit, line.value),
        change_permille: line.change,
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

fn shops(outcome: &Outcome) -> Option<Section> {
    let metrics: Vec<usize> = BY_SHOP.iter().filter_map(|key| super::by_key(key)).collect();
    let mut columns = vec![Column::new("shop", "店铺", "Shop")];
    columns
        .extend(metrics.iter().map(|m| Column::new(METRICS[*m].key, METRICS[*m].zh, METRICS[*m].en).right()));
    let rows: Vec<Vec<Cell<'static>>> = outcome
        .shops
        .iter()
        .map(|shop| {
            let value = |m: &usize| {
                let line = outcome.lines.iter().find(|l| l.shop == *shop && l.metric == *m);
                value_cell(METRICS[*m].unit, line.and_then(|l| l.value))
            };
            std::iter::once(Cell::own_text(shop.clone())).chain(metrics.iter().map(value)).collect()
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
        let value = |day| value_cell(unit, all.at(slot, day, calendar, unit == Unit::Money));
        let series = vec![Series { name, values: days.clone().map(value).collect() }];
        Section { key, title, body: Body::Lines { labels: labels.clone(), series } }
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

/// The day's orders from creation to shipping; a step that the data do not tell is left out.
fn funnel(outcome: &Outcome) -> Option<Section> {
    let (calendar, all) = (&outcome.calendar, &outcome.together);
    let steps = [
        (Slot::Created, Say::new("下单", "created")),
        (Slot::CreatedPaid, Say::new("已付款", "paid")),
        (Slot::CreatedShipped, Say::new("已发货", "shipped")),
    ];
    let bars: Vec<Bar> = steps
        .into_iter()
        .filter_map(|(slot, label)| {
            let n = all.at(slot, calendar.today(), calendar, false)?;
            Some(Bar { label, value: Cell::Int(n) })
        })
        .collect();
    let title = Say::new("当天的订单走到哪一步", "How far the day's orders got");
    (bars.len() > 1).then_some(Section { key: "funnel", title, body: Body::Bars(bars) })
}

fn hours(outcome: &Outcome) -> Option<Section> {
    let hours = &outcome.together.sums.hours;
    let bar = |(hour, n): (usize, &i64)| {
        let label = format!("{hour:02}");
        Bar { label: Say::new(label.clone(), label), value: Cell::Int(*n) }
    };
    let bars: Vec<Bar> = hours.iter().enumerate().map(bar).collect();
    let title = Say::new("各时段下单数", "Orders created by hour");
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
    let title = Say::new("退款原因", "Reasons of refunds");
    (!bars.is_empty()).then_some(Section { key: "reasons", title, body: Body::Bars(bars) })
}
