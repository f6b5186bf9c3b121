//! The rows of the report, with the columns that other programs rely on.

use super::{Calendar, FigureLine, State, Unit};
use crate::model::{Cell, Cents, Column};

pub const COLUMNS: &[Column] = &[
    Column::new("date", "日期", "Date"),
    Column::new("shop", "店铺", "Shop"),
    Column::new("section", "部分", "Section"),
    Column::new("metric", "指标", "Metric"),
    Column::new("value", "数值", "Value").right(),
    Column::new("unit", "单位", "Unit"),
    Column::new("previous", "前一天", "Day before").right(),
    Column::new("change_pct", "变化%", "Change %").right(),
    Column::new("week_ago", "上周同日", "Week ago").right(),
    Column::new("month_to_date", "当月累计", "Month to date").right(),
    Column::new("status", "状态", "Status"),
    // Only where more than one occurs.
    Column::new("currency", "币种", "Currency"),
];

/// The cells of one line, in the order of [`COLUMNS`].
pub fn row(line: &FigureLine, calendar: &Calendar) -> [Cell<'static>; 12] {
    let metric = line.metric;
    let (zh, en) = super::SECTIONS
        .iter()
        .find(|s| s.0 == metric.section)
        .map_or((metric.section, metric.section), |s| (s.1, s.2));
    let cell = |value| value_cell(metric.unit, value);
    let unit = metric.unit;
    let (status_zh, status_en) = match line.state {
        State::Ok => ("正常", "ok"),
        State::Incomplete => ("不完整", "incomplete"),
        State::Small => ("样本太少", "n/m"),
    };
    [
        Cell::own_text(calendar.date().to_string()),
        Cell::own_text(line.shop.clone()),
        Cell::Word(metric.section, zh, en),
        match &line.category {
            None => Cell::Word(metric.key, metric.zh, metric.en),
            Some(category) => Cell::own_text(format!("{}:{category}", metric.key)),
        },
        cell(line.value),
        Cell::Word(unit.key(), unit.title(crate::model::Lang::Zh), unit.title(crate::model::Lang::En)),
        cell(line.previous),
        line.change.map_or(Cell::Empty, tenths),
        cell(line.week_ago),
        cell(line.month_to_date),
        Cell::Word(line.state.key(), status_zh, status_en),
        Cell::own_id(line.currency.clone()),
    ]
}

/// A value in the unit of its metric.
pub(super) fn value_cell(unit: Unit, value: Option<i64>) -> Cell<'static> {
    match (unit, value) {
        (_, None) => Cell::Empty,
        (Unit::Count, Some(n)) => Cell::Int(n),
        (Unit::Money, Some(n)) => Cell::Money(Cents(n)),
        (Unit::Percent | Unit::Hours, Some(n)) => tenths(n),
    }
}

/// A number with one decimal: the cell for hours writes every tenth of 3600 seconds as one.
pub(super) fn tenths(n: i64) -> Cell<'static> {
    Cell::Hours(n.saturating_mul(360))
}
