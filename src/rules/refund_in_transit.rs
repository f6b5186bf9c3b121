//! RFD-05 intercept parcel
//!
//! Finds parcels on their way whose buyer wants the money without sending anything back.
//!
//! When: the order is shipped and not known to be delivered, and a refund of money only is open and not refused. P1.
//! Why it matters: a parcel stopped in time comes back; one that is delivered after the refund is lost.
//! Not a hit: returns (the goods come back anyway), adjustments of the price, buyers who say that they have the goods,
//! orders delivered or finished, parcels that were signed for or come back by what the carrier scanned (tables of parcels,
//! tracks). Without such a table see the parcel's track first.
//! Source: Taobao's own order alerts have a kind for recalled parcels.
//! ---
//! RFD-05 在途仅退款
//!
//! 找出包裹还在路上、买家却要仅退款的订单。
//!
//! 条件：订单已发货、还不知道签收，而且有没完结、没被拒绝的仅退款。级别 P1。
//! 为什么：及时拦截货能回来，退款后才签收的货就丢了。
//! 不算：退货退款（货本来就会寄回），价保等差额，买家说已收到货的，已签收或交易成功的；包裹表、
//! 物流轨迹里已签收或正在退回的。没有这两种表时先看物流。
//! 依据：淘宝的订单预警里有“包裹拦截”一类。

use super::{Profile, Rule, Verdict, cases, due::of_case};
use crate::model::Desk;
use crate::model::plant::is_planted;
use crate::model::{Field, Fields, Lang, RefundKind, RefundState, Severity, Status};
use crate::records::{Order, Parcel, Progress};
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct RefundInTransit;

impl Rule for RefundInTransit {
    fn id(&self) -> &'static str {
        "RFD-05"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("在途仅退款", "intercept parcel")
    }

    fn severity(&self) -> Severity {
        Severity::P1
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Money, Profile::Logistics]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::Status, Field::RefundNo])
    }

    fn reads(&self) -> Fields {
        cases::READS
    }

    fn desk(&self) -> Desk {
        Desk::Warehouse
    }

    fn doc(&self) -> &'static str {
        include_str!("refund_in_transit.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        order.status == Status::Shipped && is_on_its_way(order)
    }

    fn check(&self, order: &Order, scope: &Scope) -> Verdict {
        cases::worst(order, |refund| {
            let received = refund.goods_state.contains("已收到货");
            if received || refund.asks().is_adjustment() || !refund.state.is_open() {
                return Verdict::Clean;
            }
            if refund.state == RefundState::Unknown {
                return Verdict::Skipped(Field::RefundState);
            }
            match refund.asks() {
                RefundKind::Unknown if refund.is_claimed() => Verdict::Skipped(Field::RefundKind),
                RefundKind::RefundOnly if refund.is_claimed() => {
                    let due = of_case(refund, order, scope).ok().flatten();
                    Verdict::Hit(cases::hit(Severity::P1, refund, 0).due(due))
                }
                _ => Verdict::Clean,
            }
        })
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("包裹在途，买家申请仅退款 {}", facts.text),
            Lang::En => format!("the parcel is on its way, refund {} asks for the money only", facts.text),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("联系快递拦截，拦到再退", "have the carrier stop the parcel, then pay")
    }
}

/// Something is still with the carrier and goes to the buyer, as far as anybody says.
fn is_on_its_way(order: &Order) -> bool {
    let ended = |parcel: &Parcel| matches!(parcel.journey.progress, Progress::Signed | Progress::Returning);
    is_planted("signed") || order.parcels.is_empty() || !order.parcels.iter().all(ended)
}

#[cfg(test)]
mod tests {
    use super::super::cases::testing::{case, with};
    use super::super::testing::{CREATED, order, says, severity, without};
    use super::*;
    use crate::records::Refund;

    const ID: &str = "RFD-05";

    fn shipped(refund: Refund) -> Order {
        Order { status: Status::Shipped, ..with(refund) }
    }

    #[test]
    fn money_only_while_on_the_way() {
        let asked = || case(RefundState::Requested, RefundKind::RefundOnly);
        assert_eq!(severity(ID, &shipped(asked()), CREATED), Some(Severity::P1));
        assert_eq!(severity(ID, &Order { status: Status::Delivered, ..with(asked()) }, CREATED), None);
        assert_eq!(severity(ID, &Order { status: Status::Paid, ..with(asked()) }, CREATED), None);
        let has_it = Refund { goods_state: "买家已收到货".into(), ..asked() };
        assert_eq!(severity(ID, &shipped(has_it), CREATED), None);
        for state in [RefundState::Refused, RefundState::Success, RefundState::Closed] {
            assert_eq!(severity(ID, &shipped(Refund { state, ..asked() }), CREATED), None);
        }
        for kind in [RefundKind::ReturnRefund, RefundKind::PriceProtect, RefundKind::Exchange] {
            assert_eq!(severity(ID, &shipped(Refund { kind, ..asked() }), CREATED), None);
        }
    }

    #[test]
    fn what_it_can_not_decide_is_skipped() {
        let of = |state, kind| says(ID, &shipped(case(state, kind)), CREATED);
        assert_eq!(of(RefundState::Requested, RefundKind::Unknown), Verdict::Skipped(Field::RefundKind));
        assert_eq!(of(RefundState::Unknown, RefundKind::RefundOnly), Verdict::Skipped(Field::RefundState));
        let none = Order { status: Status::Shipped, ..without(order(), Field::RefundNo) };
        assert_eq!(says(ID, &none, CREATED), Verdict::Skipped(Field::RefundNo));
    }
}
