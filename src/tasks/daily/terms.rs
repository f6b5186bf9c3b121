//! Words that mean the same in every command, for `metrics explain`.

use crate::model::Lang;

/// A word and what it means.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    pub key: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
    zh_meaning: &'static str,
    en_meaning: &'static str,
}

impl Term {
    pub fn meaning(&self, lang: Lang) -> &'static str {
        lang.pick(self.zh_meaning, self.en_meaning)
    }
}

pub const TERMS: &[Term] = &[
    Term {
        key: "status",
        zh: "状态",
        en: "Status",
        zh_meaning: "unpaid 待付款、part_paid 已付定金、paid 待发货、risk_hold 平台锁定、part_shipped 部分发货、shipped 已发货、delivered 已签收、finished 交易成功、closed_unpaid 未付款关闭、closed_refunded 退款关闭、closed 已关闭（付过款、没有全退，或判断不了）、unknown 未知。平台自己的说法留在 status_raw。",
        en_meaning: "unpaid, part_paid, paid, risk_hold, part_shipped, shipped, delivered, finished, closed_unpaid, closed_refunded, closed (was paid and is not fully refunded, or can't be decided), unknown. The platform's own words stay in status_raw.",
    },
    Term {
        key: "paid",
        zh: "实付",
        en: "Paid",
        zh_meaning: "买家付的钱，未扣退款。有的报表写的是扣过退款的：一行的退款大于 0 且 实付 + 退款 = 应付 时，实付按 实付 + 退款 算；否则照报表。",
        en_meaning: "what the buyer paid before any refund. Some exports write it after refunds: where refunded > 0 and exported paid + refunded = payable, paid is exported + refunded; otherwise as exported.",
    },
    Term {
        key: "received",
        zh: "实收",
        en: "Received",
        zh_meaning: "实付 − 退款。",
        en_meaning: "paid − refunded.",
    },
    Term {
        key: "unpaid",
        zh: "未付款",
        en: "Unpaid",
        zh_meaning: "按已知的最新数据还没付款；remind unpaid 加 --as-known 时按 --now 那一刻已知的情况，之后的付款不算。",
        en_meaning: "the state in the newest facts known; `remind unpaid --as-known`: the state as it was known at --now, so that a later payment does not count.",
    },
    Term {
        key: "overdue",
        zh: "超时",
        en: "Overdue",
        zh_meaning: "比较的是时刻，不是日期。期限的来源依次为：报表里的列、店铺设置、平台时限；没有核实过的平台时限写成「~48 小时，未核实」（CSV 和 JSON 里是 ~48h unverified）。",
        en_meaning: "instants are compared, not calendar days. A deadline comes from a column of the export, else the shop's own setting, else the platform's clock; one that could not be verified prints as ~48h unverified.",
    },
    Term {
        key: "daily_figures",
        zh: "每日数字",
        en: "Daily figures",
        zh_meaning: "sales 只有当天发生的：下单数和金额按下单日，付款和实收按付款日，退款按退款成功那天（--refund-by order 按下单日）。存量（待付款、待发货、处理中的退款）在 queue；催付、工单、问题按登记的时刻，评价按评价、追评、回复的日子。没有订单的一天全是零；数据在这一天结束前就断了的店铺是 incomplete，绝不当作零。",
        en_meaning: "section sales holds only what happened on the day: orders and their amount by creation day, paid and received by payment day, refunds by the day they were refunded (--refund-by order: by the order's day). Standing stock (unpaid, unshipped, open refunds) is in queue; reminders, cases and problems count when they were noted, reviews on the day they were written, followed up or replied to. A day without orders is a report of zeros; a shop whose data end before the day does is incomplete, never zero.",
    },
    Term {
        key: "business_day",
        zh: "营业日",
        en: "Business day",
        zh_meaning: "从店铺所在时区的 day.starts_at（默认 00:00）起算 24 小时。",
        en_meaning: "24 hours from day.starts_at (default 00:00) in the shop's zone.",
    },
    Term {
        key: "scope",
        zh: "范围",
        en: "Scope",
        zh_meaning: "check-abnormal 和各个队列看所有未完结的订单，以及最近 30 天下的其他订单；list 列出全部。",
        en_meaning: "check-abnormal and the queues look at orders still open, of any age, and all others created in the last 30 days; list verbs list everything.",
    },
];
