//! The metrics: one line each. Reports, `metrics list` and `metrics explain` all read this table.

use super::count::Slot;
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
    ("shipping", "发货", "Shipping"),
    ("refunds", "退款", "Refunds"),
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

    pub fn definition(&self, lang: Lang) -> &'static str {
        lang.pick(self.zh_definition, self.en_definition)
    }
}

const fn metric(
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

/// Every metric, in the order that reports show them.
pub const METRICS: &[Metric] = &[
    metric(
        "orders_created",
        "sales",
        Unit::Count,
        Source::Flow(Slot::Created),
        ["下单数", "Orders created"],
        ["当天下的订单，付没付款都算。", "Orders placed on the day, paid or not."],
    ),
    metric(
        "amount_created",
        "sales",
        Unit::Money,
        Source::Flow(Slot::AmountCreated),
        ["下单金额", "Amount of orders created"],
        ["当天下的订单的应付金额合计。", "Payable amount of the orders placed on the day."],
    ),
    metric(
        "created_paid",
        "sales",
        Unit::Count,
        Source::Flow(Slot::CreatedPaid),
        ["其中已付款", "of these paid"],
        [
            "当天下的订单里，已经付款的（哪天付的都算，后来退款也算）。",
            "Orders placed on the day that have been paid, on whatever day and refunded later or not.",
        ],
    ),
    metric(
        "created_unpaid",
        "sales",
        Unit::Count,
        Source::Flow(Slot::CreatedUnpaid),
        ["其中未付款", "of these unpaid"],
        [
            "当天下的订单里，按最新数据还没付款的，含未付款关闭的。",
            "Orders placed on the day that are not paid by the newest facts known, closed ones included.",
        ],
    ),
    metric(
        "paid_created",
        "sales",
        Unit::Money,
        Source::Flow(Slot::PaidCreated),
        ["实付金额（按下单日）", "Paid, by creation day"],
        [
            "当天下的订单的实付金额，未扣退款。",
            "What the orders placed on the day were paid with, before any refund.",
        ],
    ),
    metric(
        "received_created",
        "sales",
        Unit::Money,
        Source::Flow(Slot::ReceivedCreated),
        ["实收金额（按下单日）", "Received, by creation day"],
        [
            "当天下的订单的实付减退款；后来的退款也减。",
            "Paid − refunded of the orders placed on the day; later refunds are taken off too.",
        ],
    ),
    metric(
        "orders_paid",
        "sales",
        Unit::Count,
        Source::Flow(Slot::Paid),
        ["付款订单数", "Orders paid"],
        ["当天付款的订单，哪天下的都算。", "Orders paid on the day, whenever they were placed."],
    ),
    metric(
        "paid_amount",
        "sales",
        Unit::Money,
        Source::Flow(Slot::PaidAmount),
        ["实付金额（按付款日）", "Paid, by payment day"],
        [
            "当天付款的订单的实付金额，未扣退款。",
            "What the orders paid on the day were paid with, before any refund.",
        ],
    ),
    metric(
        "received_paid",
        "sales",
        Unit::Money,
        Source::Flow(Slot::ReceivedPaid),
        ["实收金额（按付款日）", "Received, by payment day"],
        [
            "当天付款的订单的实付减退款；后来的退款也减。",
            "Paid − refunded of the orders paid on the day; later refunds are taken off too.",
        ],
    ),
    metric(
        "refunded_orders",
        "sales",
        Unit::Count,
        Source::Flow(Slot::RefundedOrders),
        ["退款订单数", "Orders refunded"],
        [
            "当天退款成功的订单；同一单在两天各退一笔，两天各算一单。加 --refund-by order 时按下单日算。数据里没有退款时间时为空。",
            "Orders with a refund that succeeded on the day; one refunded on two days counts on both. With --refund-by order: of the orders placed on the day. Empty where the data have no refund time.",
        ],
    ),
    metric(
        "refund_amount",
        "sales",
        Unit::Money,
        Source::Flow(Slot::RefundAmount),
        ["退款金额", "Refunded"],
        [
            "当天退款成功的金额，含价保、返现、补差。加 --refund-by order 时按下单日算。数据里没有退款时间时为空。",
            "Money refunded on the day, price protection, cash back and differences included. With --refund-by order: of the orders placed on the day. Empty where the data have no refund time.",
        ],
    ),
    metric(
        "unpaid",
        "queue",
        Unit::Count,
        Source::Stock(Slot::Unpaid),
        ["待付款", "Unpaid"],
        [
            "到当天结束为止下的、按最新数据仍待付款的订单。",
            "Orders placed up to the end of the day that still wait for payment by the newest facts known.",
        ],
    ),
    metric(
        "unshipped",
        "queue",
        Unit::Count,
        Source::Stock(Slot::Unshipped),
        ["待发货", "Unshipped"],
        [
            "到当天结束为止下的、按最新数据已付款仍待发货（含部分发货）的订单。",
            "Orders placed up to the end of the day that are paid and still to be shipped, wholly or in part, by the newest facts known.",
        ],
    ),
    metric(
        "open_refunds",
        "queue",
        Unit::Count,
        Source::Stock(Slot::OpenRefunds),
        ["处理中的退款", "Open refunds"],
        [
            "按最新数据有未完结退款的订单。",
            "Orders with a refund that is neither done nor closed by the newest facts known.",
        ],
    ),
    metric(
        "shipped",
        "shipping",
        Unit::Count,
        Source::Flow(Slot::Shipped),
        ["发货订单数", "Orders shipped"],
        ["当天发货的订单。", "Orders shipped on the day."],
    ),
    metric(
        "overdue",
        "shipping",
        Unit::Count,
        Source::Stock(Slot::Overdue),
        ["超时未发货", "Overdue"],
        [
            "待发货的订单里，到当天结束（或现在）已过发货时限的；时限同规则 SHP-01。",
            "Unshipped orders whose ship deadline had passed at the end of the day, or now; the deadline is that of rule SHP-01.",
        ],
    ),
    metric(
        "refund_rate",
        "refunds",
        Unit::Percent,
        Source::Rate(Slot::Returns, Slot::Paid, Slot::CreatedPaid),
        ["退款率 %", "Refund rate %"],
        [
            "当天退款成功的订单 ÷ 当天付款的订单；加 --refund-by order 时为当天下的订单里退款的 ÷ 付款的。不含价保、返现、补差。分母不足 30 时为 n_m。",
            "Orders with a successful refund on the day ÷ orders paid on the day; with --refund-by order: both of the orders placed on the day. Without price protection, cash back and differences. n_m where the denominator is under 30.",
        ],
    ),
];

/// What counts nowhere, and what is the same in every metric.
pub const COMMON: &[(&str, &str)] = &[
    (
        "测试单和内部单不计入任何数字。金额为订单币种，单位元；百分比和环比保留一位小数。",
        "Orders of the kinds test and internal count nowhere. Money is in the order's currency; percentages and changes have one decimal.",
    ),
    (
        "previous 为前一天，week_ago 为上周同一天，month_to_date 为当月 1 日到当天各日之和；待处理类数字只有当前值。",
        "previous is the day before, week_ago the same weekday a week ago, month_to_date the sum of the days from the 1st; standing stock has only its present value.",
    ),
    (
        "status：ok；incomplete = 数据没有覆盖这一天，或缺列，原因另述，绝不当作零；n_m = 分母太小。",
        "status: ok; incomplete = the data do not cover the day or lack a column, with the reason, never taken for zero; n_m = the denominator is too small.",
    ),
];

pub fn by_key(key: &str) -> Option<usize> {
    METRICS.iter().position(|m| m.key == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique_and_sections_known() {
        for (place, metric) in METRICS.iter().enumerate() {
            assert_eq!(by_key(metric.key), Some(place), "{} stands twice", metric.key);
            assert!(SECTIONS.iter().any(|s| s.0 == metric.section), "{}", metric.key);
            let stock = matches!(metric.source, Source::Stock(_));
            assert!(!stock || metric.section != "sales", "{}: no standing stock in sales", metric.key);
        }
        let sections: Vec<usize> =
            METRICS.iter().filter_map(|m| SECTIONS.iter().position(|s| s.0 == m.section)).collect();
        assert!(sections.is_sorted(), "metrics of a section stand together");
    }
}
