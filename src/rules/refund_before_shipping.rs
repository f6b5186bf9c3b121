//! RFD-04 stop shipping
//!
//! Finds orders that are about to be shipped although the buyer wants the money back.
//!
//! When: the order, or the item in question, has not been shipped, and a refund of it is open and not refused. P0.
//! Refund cases count, and the refund state of item rows.
//! Why it matters: goods sent after the request are mostly lost, with the freight there and back.
//! Not a hit: refused, withdrawn and finished cases; returns under way, for their goods have gone; price protection, cash back, differences and freight; exchange,
//! repair and reissue; items already shipped (RFD-05). Whether the carrier has the parcel is not known to exports.
//! It can't run where neither refund cases nor refund states of items are known.
//! Source: our own check; practice of every warehouse.
//! ---
//! RFD-04 未发货退款待拦截
//!
//! 找出买家已申请退款、却还排着要发的订单。
//!
//! 条件：订单或所涉子订单还没发货，而且它的退款没完结、也没被拒绝。级别 P0。看售后单，也看宝贝报表的退款状态。
//! 为什么：申请之后再发出去，货大多收不回来，还赔来回运费。
//! 不算：已拒绝、已撤销、已完结的；正在退货的（货早已发出）；价保、返现、退差价、退运费；换货、维修、补寄；已经发出的（RFD-05）。
//! 快递是否已揽收，报表里看不到。售后单和子订单退款状态都没有时，无法判断。
//! 依据：本工具自定，各家仓库的做法。

use super::{Hit, Profile, Rule, Verdict, cases};
use crate::model::Desk;
use crate::model::{Field, Fields, Lang, RefundState, Severity, Status};
use crate::records::{Item, Order};
use crate::rules::Scope;
use crate::rules::arena::Facts;
use std::collections::HashMap;

pub(super) struct RefundBeforeShipping;

impl Rule for RefundBeforeShipping {
    fn id(&self) -> &'static str {
        "RFD-04"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("未发货退款待拦截", "stop shipping")
    }

    fn severity(&self) -> Severity {
        Severity::P0
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Audit, Profile::Ship]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::Status])
    }

    fn reads(&self) -> Fields {
        cases::READS.or(Fields::of(&[Field::ItemNo]))
    }

    fn desk(&self) -> Desk {
        Desk::Warehouse
    }

    fn doc(&self) -> &'static str {
        include_str!("refund_before_shipping.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        order.status.awaits_shipping() || order.status == Status::RiskHold
    }

    fn check(&self, order: &Order, _: &Scope) -> Verdict {
        let mut items: HashMap<&str, &Item> = HashMap::new();
        if !order.refunds.is_empty() {
            // Of two with one number the first counts.
            items.extend(order.items.iter().rev().map(|item| (item.item_no.as_str(), item)));
        }
        let found = cases::worst(order, |refund| {
            let item = items.get(refund.item_no.as_str()).copied().filter(|_| !refund.item_no.is_empty());
            if !refund.gives_up_goods() || item.is_some_and(has_gone) {
                return Verdict::Clean;
            }
            match refund.state {
                RefundState::Unknown => Verdict::Skipped(Field::RefundState),
                state if is_claimed(state) => Verdict::Hit(cases::hit(Severity::P0, refund, 0)),
                _ => Verdict::Clean,
            }
        });
        if !order.refunds.is_empty() {
            return found;
        }
        if order.items_overtaken {
            return Verdict::Older;
        }
        if let Some(item) = order.items.iter().find(|i| !has_gone(i) && is_claimed(i.refund_state)) {
            return Verdict::Hit(Hit::new(Severity::P0).item(item.shown_no()));
        }
        let told = order.items.iter().all(|i| i.have.has(Field::RefundState)) && !order.items.is_empty();
        if told || order.have.has(Field::RefundNo) {
            Verdict::Clean
        } else {
            Verdict::Skipped(Field::RefundNo)
        }
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        match (lang, facts.text.as_str()) {
            (Lang::Zh, "") => "买家已申请退款，还没发货".to_owned(),
            (Lang::Zh, number) => format!("买家已申请退款 {number}，还没发货"),
            (Lang::En, "") => "the buyer wants the money back, and it has not been shipped".to_owned(),
            (Lang::En, number) => format!("refund {number} is open, and it has not been shipped"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("通知仓库停发，再处理退款", "tell the warehouse, then answer the refund")
    }
}

fn has_gone(item: &Item) -> bool {
    matches!(item.status, Status::Shipped | Status::Delivered | Status::Finished) || item.status.is_closed()
}

/// Goods that are to come back have gone already.
fn is_claimed(state: RefundState) -> bool {
    state.is_claimed() && !state.comes_back()
}

#[cfg(test)]
mod tests {
    use super::super::cases::testing::{case, with};
    use super::super::testing::{CREATED, item, order, says, severity, without};
    use super::*;
    use crate::model::RefundKind;
    use crate::records::Refund;

    const ID: &str = "RFD-04";

    fn asked(state: RefundState) -> Order {
        with(case(state, RefundKind::RefundOnly))
    }

    #[test]
    fn open_refunds_of_what_has_not_gone() {
        for state in [RefundState::Requested, RefundState::Refunding, RefundState::Arbitration] {
            assert_eq!(severity(ID, &asked(state), CREATED), Some(Severity::P0));
        }
        for state in
            [RefundState::Refused, RefundState::Closed, RefundState::Success, RefundState::WaitBuyerReturn]
        {
            assert_eq!(severity(ID, &asked(state), CREATED), None);
        }
        let shipped = Order { status: Status::Shipped, ..asked(RefundState::Requested) };
        assert_eq!(severity(ID, &shipped, CREATED), None);
    }

    #[test]
    fn adjustments_and_exchanges_are_shipped() {
        for kind in [RefundKind::PriceProtect, RefundKind::Freight, RefundKind::Exchange] {
            assert_eq!(severity(ID, &with(case(RefundState::Requested, kind)), CREATED), None);
        }
        let reason =
            Refund { reason: "退差价".into(), ..case(RefundState::Requested, RefundKind::RefundOnly) };
        assert_eq!(severity(ID, &with(reason), CREATED), None);
    }

    #[test]
    fn items_tell_it_too() {
        let asked = |status| Item { refund_state: RefundState::Requested, ..item(status) };
        let order = |items| Order { items, ..without(order(), Field::RefundNo) };
        let mixed = order(vec![asked(Status::Paid), item(Status::Paid)]);
        assert_eq!(severity(ID, &mixed, CREATED), Some(Severity::P0));
        let gone = order(vec![asked(Status::Shipped), item(Status::Paid)]);
        assert_eq!(says(ID, &gone, CREATED), Verdict::Skipped(Field::RefundNo), "not every item tells");
        let mut none = order(vec![item(Status::Paid)]);
        none.items[0].have.add(Field::RefundState);
        assert_eq!(severity(ID, &none, CREATED), None);
    }

    #[test]
    fn the_item_of_the_case_decides() {
        let refund = Refund { item_no: "1".into(), ..case(RefundState::Requested, RefundKind::RefundOnly) };
        let numbered = |no: &str, status| Item { item_no: no.into(), ..item(status) };
        let of = |first, second| {
            let items = vec![numbered("1", first), numbered("2", second)];
            Order { status: Status::PartShipped, items, ..with(refund.clone()) }
        };
        assert_eq!(severity(ID, &of(Status::Shipped, Status::Paid), CREATED), None);
        assert_eq!(severity(ID, &of(Status::Paid, Status::Shipped), CREATED), Some(Severity::P0));
    }

    #[test]
    fn what_it_can_not_decide_is_skipped() {
        assert_eq!(says(ID, &asked(RefundState::Unknown), CREATED), Verdict::Skipped(Field::RefundState));
        assert_eq!(says(ID, &without(order(), Field::RefundNo), CREATED), Verdict::Skipped(Field::RefundNo));
    }
}
