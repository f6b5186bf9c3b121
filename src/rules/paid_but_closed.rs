//! PAY-03 paid but closed
//!
//! Finds closed orders whose money was not given back, or not all of it.
//!
//! When: the status is `closed` and paid exceeds refunded by `amount_tolerance` (0.05) or more. P0.
//! Why it matters: the buyer paid, gets no goods and will complain; the shop keeps money that is not its own.
//! Not a hit: orders closed before payment, or after a full refund; an empty refunded cell counts as zero.
//! Source: our own check, on the platforms' documented kinds of closing.
//! ---
//! PAY-03 已付款却关闭
//!
//! 找出订单已关闭、但买家的钱没退或没退完的订单。
//!
//! 条件：状态为已关闭，实付比已退至少多 `amount_tolerance`（默认 0.05）。级别 P0。
//! 为什么：买家付了钱却收不到货，迟早投诉；这笔钱也不该留在店里。
//! 不算：未付款就关闭的；已全额退款关闭的。已退一栏为空按 0 计。
//! 依据：本工具自定；关闭类型依据平台文档。

use super::{Hit, Profile, Rule, Verdict};
use crate::model::Desk;
use crate::model::{Field, Fields, Lang, Severity, Status};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct PaidButClosed;

impl Rule for PaidButClosed {
    fn id(&self) -> &'static str {
        "PAY-03"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("已付款却关闭", "paid but closed")
    }

    fn severity(&self) -> Severity {
        Severity::P0
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Money]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::Status, Field::Paid, Field::Refunded])
    }

    fn desk(&self) -> Desk {
        Desk::Finance
    }

    fn doc(&self) -> &'static str {
        include_str!("paid_but_closed.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        order.status == Status::Closed
    }

    fn check(&self, order: &Order, scope: &Scope) -> Verdict {
        let Some(paid) = order.paid else { return Verdict::Skipped(Field::Paid) };
        let refunded = order.refunded.unwrap_or_default();
        if !scope.of(order).exceeds(paid, refunded) {
            return Verdict::Clean;
        }
        Verdict::Hit(Hit::new(Severity::P0).facts(Facts::numbers(paid.0, refunded.0)))
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let [paid, refunded] = facts.cents();
        let open = super::words::difference(paid, refunded, lang);
        match lang {
            Lang::Zh => format!("订单已关闭，实付 {paid}，已退 {refunded}，还有 {open} 没退"),
            Lang::En => format!("closed with {open} not refunded (paid {paid}, refunded {refunded})"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("查退款进度，没退的马上退", "find the refund or pay it back")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CREATED, order, says, severity, without};
    use super::*;
    use crate::model::Cents;

    const ID: &str = "PAY-03";

    fn closed(paid: i64, refunded: i64) -> Order {
        let (paid, refunded) = (Some(Cents(paid)), Some(Cents(refunded)));
        Order { status: Status::Closed, paid, refunded, ..order() }
    }

    #[test]
    fn five_cents_kept_are_a_hit_and_less_is_not() {
        assert_eq!(severity(ID, &closed(12_800, 12_795), CREATED), Some(Severity::P0));
        assert_eq!(severity(ID, &closed(12_800, 12_796), CREATED), None);
        assert_eq!(severity(ID, &closed(12_800, 12_800), CREATED), None);
        assert_eq!(severity(ID, &closed(12_800, 12_801), CREATED), None);
        let Verdict::Hit(hit) = says(ID, &closed(12_800, 2_800), CREATED) else { panic!("no hit") };
        assert_eq!(
            PaidButClosed.why(&hit.facts, Lang::Zh),
            "订单已关闭，实付 128.00，已退 28.00，还有 100.00 没退"
        );
    }

    #[test]
    fn an_empty_refund_is_zero_and_an_empty_payment_unknown() {
        assert_eq!(severity(ID, &Order { refunded: None, ..closed(5, 0) }, CREATED), Some(Severity::P0));
        assert_eq!(says(ID, &Order { paid: None, ..closed(0, 0) }, CREATED), Verdict::Skipped(Field::Paid));
    }

    #[test]
    fn without_its_columns_it_is_skipped() {
        for field in [Field::Paid, Field::Refunded] {
            assert_eq!(says(ID, &without(closed(5, 0), field), CREATED), Verdict::Skipped(field));
        }
        let unknown = Order { status: Status::Unknown, ..closed(5, 0) };
        assert_eq!(says(ID, &unknown, CREATED), Verdict::Skipped(Field::Status));
    }

    #[test]
    fn other_ends_are_no_hit() {
        for status in [Status::ClosedUnpaid, Status::ClosedRefunded, Status::Finished, Status::Paid] {
            assert_eq!(severity(ID, &Order { status, ..closed(5, 0) }, CREATED), None);
        }
    }
}
