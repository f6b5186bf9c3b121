//! The metrics: one line each. Reports, `metrics list` and `metrics explain` all read this table.
//!
//! Longer than a file should be: it is one list, and is read and searched as one.

use super::metric::{Metric, Source, Unit, metric};
use super::slot::Slot;

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
            "当天下的订单里，按最新数据还没付款的，含未付款关闭的和只付了定金的；货到付款的不算。",
            "Orders placed on the day that are not paid by the newest facts known, closed ones and those with only a deposit paid included; cash on delivery is not.",
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
            "到当天结束为止下的、按最新数据仍待付款的订单；货到付款的不算，也不催付。",
            "Orders placed up to the end of the day that still wait for payment by the newest facts known; cash on delivery is not among them, as nobody is reminded of it.",
        ],
    ),
    metric(
        "unshipped",
        "queue",
        Unit::Count,
        Source::Stock(Slot::Unshipped),
        ["待发货", "Unshipped"],
        [
            "到当天结束为止下的、按最新数据已付款仍待发货（含部分发货）的订单；买家申请退款、还没完结也没被拒绝的不算。",
            "Orders placed up to the end of the day that are paid and still to be shipped, wholly or in part, by the newest facts known; without those whose buyers want the money back and were not refused.",
        ],
    ),
    metric(
        "open_refunds",
        "queue",
        Unit::Count,
        Source::Stock(Slot::OpenRefunds),
        ["处理中的退款", "Open refunds"],
        [
            "按最新数据有未完结退款的订单。有退款表的店铺，退款表没到当天结束就不完整。",
            "Orders with a refund that is neither done nor closed by the newest facts known. Incomplete where a shop's exports of refunds end before the day does.",
        ],
    ),
    metric(
        "reminders",
        "reminders",
        Unit::Count,
        Source::Flow(Slot::Reminders),
        ["提醒次数", "Reminders sent"],
        [
            "当天登记为已做的提醒（remind done），每单每次算一次。",
            "Reminders noted as done on the day (remind done): one for each order and time.",
        ],
    ),
    metric(
        "reminders_promised",
        "reminders",
        Unit::Count,
        Source::Flow(Slot::RemindPromised),
        ["其中答应付款", "of these: promised to pay"],
        ["当天的提醒里，登记结果为 promised 的。", "Reminders of the day noted with the result promised."],
    ),
    metric(
        "reminders_refused",
        "reminders",
        Unit::Count,
        Source::Flow(Slot::RemindRefused),
        ["其中不要了", "of these: refused"],
        ["当天的提醒里，登记结果为 refused 的。", "Reminders of the day noted with the result refused."],
    ),
    metric(
        "reminders_no_answer",
        "reminders",
        Unit::Count,
        Source::Flow(Slot::RemindNoAnswer),
        ["其中没有回应", "of these: no answer"],
        ["当天的提醒里，登记结果为 no-answer 的。", "Reminders of the day noted with the result no-answer."],
    ),
    metric(
        "reminders_said_paid",
        "reminders",
        Unit::Count,
        Source::Flow(Slot::RemindSaidPaid),
        ["其中称已付款", "of these: said to be paid"],
        [
            "当天的提醒里，登记结果为 paid 的；付没付以订单数据为准。",
            "Reminders of the day noted with the result paid; whether it was paid is told by the orders.",
        ],
    ),
    metric(
        "reminders_no_result",
        "reminders",
        Unit::Count,
        Source::Flow(Slot::RemindNoResult),
        ["其中未记结果", "of these: without a result"],
        ["当天的提醒里，没有登记结果的。", "Reminders of the day noted without a result."],
    ),
    metric(
        "reminders_skipped",
        "reminders",
        Unit::Count,
        Source::Flow(Slot::RemindSkipped),
        ["跳过", "Skipped"],
        [
            "当天登记为跳过的（remind skip），不算提醒。",
            "Orders noted as skipped on the day (remind skip); they are no reminders.",
        ],
    ),
    metric(
        "reminded_orders",
        "reminders",
        Unit::Count,
        Source::Flow(Slot::RemindedOrders),
        ["提醒的订单", "Orders reminded"],
        [
            "当天提醒过的订单，同一单一天只算一次。",
            "Orders reminded on the day; one reminded twice counts once.",
        ],
    ),
    metric(
        "reminded_paid",
        "reminders",
        Unit::Count,
        Source::Flow(Slot::RemindedPaid),
        ["24 小时内付款", "Paid within 24 hours"],
        [
            "当天提醒的订单里，提醒之后 24 小时内付款的；提醒前已付款的不算。24 小时没过完，或订单数据没到那时，为不完整。",
            "Orders reminded on the day that were paid within the 24 hours after a reminder, not before it. Incomplete while those 24 hours have not passed or the order data end within them.",
        ],
    ),
    metric(
        "remind_success_rate",
        "reminders",
        Unit::Percent,
        Source::Rate(Slot::RemindedPaid, Slot::RemindedOrders, Slot::RemindedOrders),
        ["催付成功率 %", "Reminder success %"],
        [
            "24 小时内付款的订单 ÷ 提醒的订单。分母不足 30 时为 n_m。",
            "Orders paid within 24 hours ÷ orders reminded. n_m where the denominator is under 30.",
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
            "待发货的订单里，到当天结束（或现在）已过发货时限的；时限同规则 SHP-01。有一单的时限不知道，就不完整。",
            "Unshipped orders whose ship deadline had passed at the end of the day, or now; the deadline is that of rule SHP-01. Incomplete where that of any is not known.",
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
    metric(
        "reviews_new",
        "reviews",
        Unit::Count,
        Source::Flow(Slot::ReviewsNew),
        ["新评价", "New reviews"],
        ["当天写的评价。", "Reviews written on the day."],
    ),
    metric(
        "reviews_negative",
        "reviews",
        Unit::Count,
        Source::Flow(Slot::ReviewsNegative),
        ["其中差评", "of these negative"],
        ["当天的评价里，1–2 星或差评。", "Reviews of the day with one or two stars."],
    ),
    metric(
        "reviews_neutral",
        "reviews",
        Unit::Count,
        Source::Flow(Slot::ReviewsNeutral),
        ["其中中评", "of these neutral"],
        ["当天的评价里，3 星或中评。", "Reviews of the day with three stars."],
    ),
    metric(
        "reviews_suspected",
        "reviews",
        Unit::Count,
        Source::Flow(Slot::ReviewsSuspected),
        ["其中疑似差评", "of these suspected"],
        [
            "当天的评价里，星级不差、但文字或追评像差评的；门槛同 reviews negative 的默认值。",
            "Reviews of the day whose stars are not bad but whose text or follow-up complains, by the default threshold of reviews negative.",
        ],
    ),
    metric(
        "reviews_followed",
        "reviews",
        Unit::Count,
        Source::Flow(Slot::ReviewsFollowed),
        ["追评", "Follow-ups"],
        ["当天写的追评。", "Follow-up reviews written on the day."],
    ),
    metric(
        "reviews_replied",
        "reviews",
        Unit::Count,
        Source::Flow(Slot::ReviewsReplied),
        ["已回复", "Replied"],
        ["当天公开回复的评价。", "Reviews that the shop answered in public on the day."],
    ),
    metric(
        "reviews_waiting",
        "reviews",
        Unit::Count,
        Source::Stock(Slot::ReviewsWaiting),
        ["待回复", "Waiting for a reply"],
        [
            "到当天结束为止写的差评、中评、疑似差评里，按最新数据还没有回复的。",
            "Negative, neutral and suspected reviews written up to the end of the day without a reply by the newest facts known.",
        ],
    ),
    metric(
        "reviews_oldest",
        "reviews",
        Unit::Hours,
        Source::Oldest(Slot::ReviewsWaiting),
        ["待回复最久（小时）", "Oldest waiting, hours"],
        [
            "待回复的评价里最早的一条，到当天结束（或现在）等了多久；没有待回复的为空。",
            "How long the oldest review that waits for a reply has waited at the end of the day, or now; empty where none waits.",
        ],
    ),
    metric(
        "cases_opened",
        "cases",
        Unit::Count,
        Source::Flow(Slot::CasesOpened),
        ["新开", "Opened"],
        ["当天新开的工单。", "Cases opened on the day."],
    ),
    metric(
        "cases_closed",
        "cases",
        Unit::Count,
        Source::Flow(Slot::CasesClosed),
        ["关闭", "Closed"],
        ["当天关闭的工单；后来重开的不算。", "Cases closed on the day and not reopened since."],
    ),
    metric(
        "cases_open",
        "cases",
        Unit::Count,
        Source::Stock(Slot::CasesOpen),
        ["未关闭", "Open"],
        [
            "到当天结束（或现在）还没关闭的工单；后来重开的算一直开着。",
            "Cases open at the end of the day, or now; one reopened since counts as open all along.",
        ],
    ),
    metric(
        "promises_overdue",
        "cases",
        Unit::Count,
        Source::Stock(Slot::PromisesOverdue),
        ["承诺超时", "Overdue promises"],
        [
            "到当天结束（或现在）已过答应的时间、还没兑现的承诺，工单未关闭。",
            "Promises in open cases whose time had passed unkept at the end of the day, or now.",
        ],
    ),
    metric(
        "disputes_open",
        "cases",
        Unit::Count,
        Source::Stock(Slot::DisputesOpen),
        ["未了结的维权", "Open disputes"],
        ["未关闭的工单里，类型为维权的。", "Open cases of the kind dispute."],
    ),
    metric(
        "problems",
        "problems",
        Unit::Count,
        Source::Flow(Slot::Problems),
        ["问题数", "Problems"],
        [
            "当天的日志（不含交班留言）和当天新开的工单；problems:类别 为各类别的数，日志用自己的类别，工单用类型。没写订单号的日志不属于任何店铺，只计入合计。",
            "Lines of the day's log, notes for the next shift excepted, and cases opened on the day; problems:CATEGORY counts one category: a line's own, a case's kind. Lines that name no order belong to no shop and count only in all together.",
        ],
    ),
    metric(
        "next_ship",
        "tomorrow",
        Unit::Count,
        Source::Stock(Slot::NextShip),
        ["要发货", "To ship"],
        [
            "待发货的订单里，发货时限在次日结束前的，含已超时的。有一单的时限不知道，就不完整。",
            "Unshipped orders whose ship deadline lies before the end of the next day, overdue ones included. Incomplete where that of any is not known.",
        ],
    ),
    metric(
        "next_refunds",
        "tomorrow",
        Unit::Count,
        Source::Stock(Slot::NextRefunds),
        ["要处理退款", "Refunds to answer"],
        [
            "该商家处理、时限在次日结束前的退款所在的订单，含已超时的；没有时限的不算。",
            "Orders with a refund that waits for the shop and is due before the end of the next day, overdue ones included; one without a deadline is not.",
        ],
    ),
    metric(
        "next_promises",
        "tomorrow",
        Unit::Count,
        Source::Stock(Slot::NextPromises),
        ["要兑现的承诺", "Promises to keep"],
        [
            "未关闭的工单里，答应在次日结束前做到、还没兑现的，含已超时的。",
            "Unkept promises in open cases that are due before the end of the next day, overdue ones included.",
        ],
    ),
    metric(
        "next_cases",
        "tomorrow",
        Unit::Count,
        Source::Stock(Slot::NextCases),
        ["要跟进的工单", "Cases to follow up"],
        [
            "未关闭、约在次日结束前处理的工单（含回电），含已超时的。",
            "Open cases, callbacks among them, that are due before the end of the next day, overdue ones included.",
        ],
    ),
    metric(
        "next_leads",
        "tomorrow",
        Unit::Count,
        Source::Stock(Slot::NextLeads),
        ["要跟进的咨询", "Leads to follow up"],
        [
            "还在跟进、约在次日结束前联系的咨询，含已超时的；后来下单付款的不算。",
            "Open consultations to be followed up before the end of the next day, overdue ones included; those that have paid since are not.",
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
        "previous 为前一天，week_ago 为上周同一天，month_to_date 为当月 1 日到当天各日之和；存量（待处理、待回复、未关闭、接下来要做）只有当前值。",
        "previous is the day before, week_ago the same weekday a week ago, month_to_date the sum of the days from the 1st; standing stock has only its present value.",
    ),
    (
        "催付、工单、问题和咨询是团队自己登记的，只来自数据库；评价来自数据库或评价文件。没有来源的部分不列出，另作说明。",
        "Reminders, cases, problems and leads are what the team wrote down: from the database only. Reviews come from the database or from review files. A part without a source is left out, with a remark.",
    ),
    (
        "status：ok；incomplete = 数据没有覆盖这一天，或缺列，原因另述，绝不当作零；n_m = 分母太小。",
        "status: ok; incomplete = the data do not cover the day or lack a column, with the reason, never taken for zero; n_m = the denominator is too small.",
    ),
];

pub fn metric_of(key: &str) -> Option<&'static Metric> {
    METRICS.iter().find(|m| m.key == key)
}

/// The key of a metric that is called as a report calls it, where only one is called so.
pub fn key_of(word: &str) -> &str {
    let mut named = METRICS.iter().filter(|m| m.zh == word || m.en == word);
    match (named.next(), named.next()) {
        (Some(metric), None) => metric.key,
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tasks::daily::SECTIONS;

    #[test]
    fn keys_are_unique_and_sections_known() {
        for (index, metric) in METRICS.iter().enumerate() {
            assert_eq!(
                METRICS.iter().position(|m| m.key == metric.key),
                Some(index),
                "{} stands twice",
                metric.key
            );
            assert!(SECTIONS.iter().any(|s| s.0 == metric.section), "{}", metric.key);
            assert!(
                !metric.source.is_stock() || metric.section != "sales",
                "{}: no standing stock in sales",
                metric.key
            );
        }
        let sections: Vec<usize> =
            METRICS.iter().filter_map(|m| SECTIONS.iter().position(|s| s.0 == m.section)).collect();
        assert!(sections.is_sorted(), "metrics of a section stand together");
    }
}
