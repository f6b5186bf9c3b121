//! What a metric is.

use super::slot::{Family, Slot};
use crate::model::{Lang, Say};

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Count,
    Money,
    Percent,
    Hours,
}

impl Unit {
    pub fn key(self) -> &'static str {
        match self {
            Unit::Count => "count",
            Unit::Money => "money",
            Unit::Percent => "percent",
            Unit::Hours => "hours",
        }
    }

    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Unit::Count => lang.pick("数量", "count"),
            Unit::Money => lang.pick("金额", "money"),
            Unit::Percent => lang.pick("百分比", "percent"),
            Unit::Hours => lang.pick("小时", "hours"),
        }
    }
}

/// Parts of a report, in their order. Parts without metrics, or without data, are left out.
pub const SECTIONS: &[(&str, &str, &str)] = &[
    ("sales", "销售", "Sales"),
    ("queue", "待处理", "Waiting"),
    ("reminders", "催付", "Reminders"),
    ("shipping", "发货", "Shipping"),
    ("refunds", "退款", "Refunds"),
    ("reviews", "评价", "Reviews"),
    ("cases", "工单", "Cases"),
    ("problems", "问题", "Problems"),
    ("tomorrow", "接下来要做", "To do next"),
];

/// How a metric comes from the sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// What happened on the day.
    Flow(Slot),
    /// What waits at its end, by the newest facts known.
    Stock(Slot),
    /// The first ÷ the second, in percent; the third in its place where refunds count for the order's day.
    Rate(Slot, Slot, Slot),
    /// How long the oldest of those that wait has waited.
    Oldest(Slot),
}

impl Source {
    /// What is counted; of a rate, what is divided.
    pub fn slot(self) -> Slot {
        match self {
            Source::Flow(slot) | Source::Stock(slot) | Source::Rate(slot, ..) | Source::Oldest(slot) => slot,
        }
    }

    /// It has no yesterday: only how things stand is known.
    pub fn is_stock(self) -> bool {
        matches!(self, Source::Stock(_) | Source::Oldest(_))
    }
}

/// A figure of the daily report. Its key never changes.
#[derive(Clone, Copy, Debug)]
pub struct Metric {
    pub key: &'static str,
    pub section: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
    pub unit: Unit,
    pub zh_definition: &'static str,
    pub en_definition: &'static str,
    pub source: Source,
}

impl Metric {
    pub fn title(&self) -> Say {
        Say::new(self.zh, self.en)
    }

    pub fn family(&self) -> Family {
        self.source.slot().family()
    }

    pub fn definition(&self, lang: Lang) -> &'static str {
        lang.pick(self.zh_definition, self.en_definition)
    }
}

pub(super) const fn metric(
    key: &'static str,
    section: &'static str,
    unit: Unit,
    source: Source,
    titles: [&'static str; 2],
    definitions: [&'static str; 2],
) -> Metric {
    let ([zh, en], [zh_definition, en_definition]) = (titles, definitions);
    Metric { key, section, zh, en, unit, zh_definition, en_definition, source }
}
