//! PAY-04 amount mismatch
//!
//! Finds paid orders whose item amounts do not add up to what the order says was paid.
//!
//! When: both the sum of the items' paid amounts and that sum plus freight differ from the order's paid amount by
//! `amount_tolerance` (0.05) or more, and by more than a cent per item. Closed items count, for paid is before refunds. P1.
//! Why it matters: somebody changed a price, or a row is missing; refunds and invoices would be wrong.
//! Not a hit: orders not paid. It can't run without item rows, without an amount on every item, or without
//! the freight column where freight alone could explain the difference.
//! Source: our own tolerance. Whether the items include freight depends on the platform and the number of items
//! (documented by Taobao), so both sums are tried.
//! ---
//! PAY-04 金额不符
//!
//! 找出子订单金额合计与主订单实付对不上的已付款订单。
//!
//! 条件：子订单实付合计，以及合计加运费，与主订单实付的差都至少有 `amount_tolerance`（默认 0.05），并且超过每个子订单 1 分。
//! 已关闭的子订单也计入，因为实付是退款前的金额。级别 P1。
//! 为什么：可能改过价或漏了行，退款和开票都会算错。
//! 不算：未付款的订单。没有子订单、有子订单缺实付、或缺运费一栏而差额可能就是运费时，无法判断。
//! 依据：误差范围是本工具自定；子订单金额含不含运费因平台和件数而异（淘宝有文档），所以两种合计都试。

use super::{Hit, Profile, Rule, Verdict};
use crate::model::Desk;
use crate::model::{Cents, Field, Fields, Lang, Severity, Status};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct AmountMismatch;

impl Rule for AmountMismatch {
    fn id(&self) -> &'static str {
        "PAY-04"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("金额不符", "amount mismatch")
    }

    fn severity(&self) -> Severity {
        Severity::P1
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Money]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::Status, Field::Paid])
    }

    fn reads(&self) -> Fields {
        Fields::of(&[Field::Freight, Field::ItemNo])
    }

    fn desk(&self) -> Desk {
        Desk::Finance
    }

    fn doc(&self) -> &'static str {
        include_str!("amount_mismatch.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        order.status.is_paid() || matches!(order.status, Status::Closed | Status::ClosedRefunded)
    }

    fn holds_items_against_order(&self) -> bool {
        true
    }

    fn check(&self, order: &Order, scope: &Scope) -> Verdict {
        if order.items.is_empty() {
            return Verdict::Skipped(Field::ItemNo);
        }
        let mut sum: i64 = 0;
        for item in &order.items {
            let Some(paid) = item.paid else { return Verdict::Skipped(Field::Paid) };
            // What no amount can be can't be compared with one.
            sum = match sum.checked_add(paid.0) {
                Some(sum) => sum,
                None => return Verdict::Skipped(Field::Paid),
            };
        }
        let Some(paid) = order.paid else { return Verdict::Skipped(Field::Paid) };
        let freight = order.freight.unwrap_or_default().0;
        let each = order.items.len() as i64;
        let limits = scope.of(order);
        let differs = |sum: i64| {
            let (more, less) = (Cents(sum.max(paid.0)), Cents(sum.min(paid.0)));
            limits.exceeds(more, less) && more.0.saturating_sub(less.0) > each
        };
        if !differs(sum) || !differs(sum.saturating_add(freight)) {
            return Verdict::Clean;
        }
        if paid.0 > sum && !order.have.has(Field::Freight) {
            return Verdict::Skipped(Field::Freight);
        }
        Verdict::Hit(Hit::new(Severity::P1).facts(Facts::numbers(sum, paid.0)))
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let [sum, paid] = facts.cents();
        match lang {
            Lang::Zh => format!("子订单合计 {sum}，主订单实付 {paid}，对不上"),
            Lang::En => format!("items add up to {sum}, the order says {paid}"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("核对改价和运费", "check price changes and freight")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CREATED, item, order, says, severity, unpaid, without};
    use super::*;
    use crate::records::Item;

    const ID: &str = "PAY-04";

    fn with_items(amounts: &[i64], freight: i64) -> Order {
        let paid = |fen: &i64| Item { paid: Some(Cents(*fen)), ..item(Status::Paid) };
        Order { items: amounts.iter().map(paid).collect(), freight: Some(Cents(freight)), ..order() }
    }

    #[test]
    fn four_cents_are_tolerated_and_one_for_each_item() {
        assert_eq!(severity(ID, &with_items(&[6_400, 6_404], 0), CREATED), None);
        assert_eq!(severity(ID, &with_items(&[6_400, 6_405], 0), CREATED), Some(Severity::P1));
        assert_eq!(severity(ID, &with_items(&[6_400, 6_396], 0), CREATED), None);
        assert_eq!(severity(ID, &with_items(&[6_400, 6_395], 0), CREATED), Some(Severity::P1));
        assert_eq!(
            severity(ID, &with_items(&[1_600, 1_600, 1_600, 1_600, 1_600, 1_600, 1_600, 1_608], 0), CREATED),
            None
        );
        assert_eq!(
            severity(ID, &with_items(&[1_600, 1_600, 1_600, 1_600, 1_600, 1_600, 1_600, 1_609], 0), CREATED),
            Some(Severity::P1)
        );
    }

    #[test]
    fn freight_may_be_inside_or_beside_the_items() {
        assert_eq!(severity(ID, &with_items(&[12_800], 1_000), CREATED), None);
        assert_eq!(severity(ID, &with_items(&[11_800], 1_000), CREATED), None);
        assert_eq!(severity(ID, &with_items(&[11_795], 1_000), CREATED), Some(Severity::P1));
    }

    #[test]
    fn closed_items_count() {
        let mut order = with_items(&[6_400, 6_400], 0);
        order.items[0].status = Status::ClosedRefunded;
        assert_eq!(severity(ID, &order, CREATED), None);
        order.status = Status::Closed;
        order.items.pop();
        assert_eq!(severity(ID, &order, CREATED), Some(Severity::P1));
    }

    #[test]
    fn what_it_can_not_decide_is_skipped() {
        assert_eq!(says(ID, &order(), CREATED), Verdict::Skipped(Field::ItemNo));
        let mut half = with_items(&[6_400, 6_400], 0);
        half.items[1].paid = None;
        assert_eq!(says(ID, &half, CREATED), Verdict::Skipped(Field::Paid));
        let lacks = |fen: i64, field| says(ID, &without(with_items(&[fen], 0), field), CREATED);
        assert_eq!(lacks(12_800, Field::Paid), Verdict::Skipped(Field::Paid));
        assert_eq!(lacks(11_800, Field::Freight), Verdict::Skipped(Field::Freight));
        assert!(matches!(lacks(13_800, Field::Freight), Verdict::Hit(_)), "freight can't make it less");
        let empty = Order { paid: None, ..with_items(&[1], 0) };
        assert_eq!(says(ID, &empty, CREATED), Verdict::Skipped(Field::Paid));
    }

    #[test]
    fn unpaid_orders_are_left_alone() {
        let items = with_items(&[1], 0).items;
        assert_eq!(severity(ID, &Order { items, ..unpaid() }, CREATED), None);
    }
}
