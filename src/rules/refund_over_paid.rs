//! RFD-08 refund > paid
//!
//! Finds orders that gave back more than was paid.
//!
//! When: the refunded amount exceeds paid by `amount_tolerance` (0.05) or more. Without a refunded column the successful refund
//! cases of the order are added up; price protection, cash back, difference and freight payments are not
//! counted there. P0.
//! Why it matters: money has left the shop that never came in: a double refund, or fraud.
//! Not a hit: refunds still open or refused. It can't run where neither refunded amounts nor cases are known,
//! or the paid amount is empty.
//! Source: our own check.
//! ---
//! RFD-08 退款超付
//!
//! 找出退出去的钱比买家付的还多的订单。
//!
//! 条件：已退比实付至少多 `amount_tolerance`（默认 0.05）。没有已退一栏时，把退款成功的售后单相加，价保、返现、退差价、退运费不计入。级别 P0。
//! 为什么：多半是重复退款，也可能是欺诈，钱已经出去了。
//! 不算：还没退成或被拒绝的售后。已退金额和售后单都没有，或实付为空时，无法判断。
//! 依据：本工具自定。

use super::{Hit, Profile, Rule, Verdict};
use crate::model::Desk;
use crate::model::{Cents, Field, Fields, Lang, RefundState, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct RefundOverPaid;

impl Rule for RefundOverPaid {
    fn id(&self) -> &'static str {
        "RFD-08"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("退款超付", "refund > paid")
    }

    fn severity(&self) -> Severity {
        Severity::P0
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Money]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::Paid])
    }

    fn reads(&self) -> Fields {
        Fields::of(&[Field::Refunded, Field::RefundNo, Field::Amount, Field::RefundState, Field::RefundKind])
    }

    fn desk(&self) -> Desk {
        Desk::Finance
    }

    fn doc(&self) -> &'static str {
        include_str!("refund_over_paid.rs")
    }

    fn applies(&self, _: &Order, _: &Scope) -> bool {
        true
    }

    fn check(&self, order: &Order, scope: &Scope) -> Verdict {
        let (refunded, gap) = match refunded(order) {
            Ok(sum) => sum,
            Err(field) => return Verdict::Skipped(field),
        };
        if refunded <= Cents(0) && gap.is_none() {
            return Verdict::Clean;
        }
        match (order.paid, gap) {
            (None, _) => Verdict::Skipped(Field::Paid),
            (Some(paid), _) if scope.of(order).exceeds(refunded, paid) => {
                Verdict::Hit(Hit::new(Severity::P0).facts(Facts::numbers(refunded.0, paid.0)))
            }
            (_, Some(field)) => Verdict::Skipped(field),
            (_, None) => Verdict::Clean,
        }
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let [refunded, paid] = facts.cents();
        let over = super::words::difference(refunded, paid, lang);
        match lang {
            Lang::Zh => format!("实付 {paid}，已退 {refunded}，多退 {over}"),
            Lang::En => format!("refunded {refunded} of {paid} paid, {over} too much"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("核对退款记录，找财务追回", "check the refunds, recover the difference")
    }
}

/// What was given back, and the field that keeps the sum from being complete.
fn refunded(order: &Order) -> Result<(Cents, Option<Field>), Field> {
    if order.have.has(Field::Refunded) {
        return Ok((order.refunded.unwrap_or_default(), None));
    }
    if order.refunds.is_empty() {
        return Err(Field::Refunded);
    }
    let mut gap = None;
    let mut sum: i64 = 0;
    for refund in &order.refunds {
        if refund.state == RefundState::Success && !refund.asks().is_adjustment() {
            match refund.amount {
                Some(amount) => match sum.checked_add(amount.0) {
                    Some(more) => sum = more,
                    None => gap = Some(Field::Amount),
                },
                None => gap = Some(Field::Amount),
            }
        }
    }
    Ok((Cents(sum), gap))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CREATED, order, says, severity, without};
    use super::*;
    use crate::model::RefundKind;
    use crate::records::Refund;

    const ID: &str = "RFD-08";

    fn case(state: RefundState, kind: RefundKind, fen: i64) -> Refund {
        Refund { state, kind, amount: Some(Cents(fen)), ..Refund::default() }
    }

    fn with_cases(refunds: Vec<Refund>) -> Order {
        Order { refunded: None, refunds, ..without(order(), Field::Refunded) }
    }

    #[test]
    fn five_cents_too_much() {
        let column = |fen| Order { refunded: Some(Cents(fen)), ..order() };
        assert_eq!(severity(ID, &column(12_805), CREATED), Some(Severity::P0));
        assert_eq!(severity(ID, &column(12_804), CREATED), None);
        assert_eq!(severity(ID, &column(12_800), CREATED), None);
        assert_eq!(severity(ID, &Order { refunded: None, ..order() }, CREATED), None, "empty is none");
        let facts = Facts::numbers(15_000, 12_800);
        assert_eq!(RefundOverPaid.why(&facts, Lang::Zh), "实付 128.00，已退 150.00，多退 22.00");
    }

    #[test]
    fn successful_cases_add_up_where_there_is_no_column() {
        let (done, goods) = (RefundState::Success, RefundKind::ReturnRefund);
        let twice = vec![case(done, goods, 6_405), case(done, goods, 6_400)];
        assert_eq!(severity(ID, &with_cases(twice), CREATED), Some(Severity::P0));
        for other in [
            case(RefundState::Requested, goods, 9_999),
            case(RefundState::Closed, goods, 9_999),
            case(done, RefundKind::PriceProtect, 9_999),
        ] {
            let cases = vec![case(done, goods, 12_800), other];
            assert_eq!(severity(ID, &with_cases(cases), CREATED), None);
        }
    }

    #[test]
    fn the_column_goes_before_the_cases() {
        let refunds = vec![case(RefundState::Success, RefundKind::RefundOnly, 99_999)];
        assert_eq!(severity(ID, &Order { refunds, ..order() }, CREATED), None);
    }

    #[test]
    fn what_it_can_not_decide_is_skipped() {
        assert_eq!(says(ID, &with_cases(vec![]), CREATED), Verdict::Skipped(Field::Refunded));
        assert_eq!(says(ID, &without(order(), Field::Paid), CREATED), Verdict::Skipped(Field::Paid));
        let empty = Order { paid: None, refunded: Some(Cents(1)), ..order() };
        assert_eq!(says(ID, &empty, CREATED), Verdict::Skipped(Field::Paid));
        let mut cases = vec![case(RefundState::Success, RefundKind::RefundOnly, 0)];
        cases[0].amount = None;
        assert_eq!(says(ID, &with_cases(cases), CREATED), Verdict::Skipped(Field::Amount));
    }
}
