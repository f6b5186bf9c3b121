//! Deadlines of refund cases: the export's own > the shop's > the platform's, and the law's as a floor.

use super::{Due, Source};
use crate::model::time::{DAY, HOUR};
use crate::model::{Field, RefundKind, RefundState, Stamp, Status};
use crate::records::{Order, Refund};
use crate::rules::Scope;

/// What a buyer's request is about: platforms give us different times to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Money back for goods that have not left.
    Unshipped,
    /// Money back for goods on their way or with the buyer.
    Shipped,
    /// Goods are to come back.
    Return,
}

/// What somebody has to do by a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Duty {
    /// Ours: to agree or to refuse.
    Answer(Stage),
    /// The buyer's: to send the goods.
    SendBack,
    /// Ours: to confirm the goods and pay back.
    Receive,
}

/// A platform's terms in hours. Of a range the shorter guess counts where the duty is ours, for late costs more
/// than early; for the buyer's duty the longer one, so that nobody is called late who is not.
struct Term {
    platform: &'static str,
    duty: Duty,
    hours: i64,
    verified: bool,
}

const fn term(platform: &'static str, duty: Duty, hours: i64, verified: bool) -> Term {
    Term { platform, duty, hours, verified }
}

/// Exports don't tell when we agreed: the buyer's seven days count from the application, together with the
/// longest time that the platform gives us to answer.
const TERMS: &[Term] = &[
    term("taobao", Duty::Answer(Stage::Unshipped), 24, false),
    term("taobao", Duty::Answer(Stage::Shipped), 48, false),
    term("taobao", Duty::Answer(Stage::Return), 48, false),
    term("taobao", Duty::SendBack, (5 + 7) * 24, false),
    term("taobao", Duty::Receive, 10 * 24, false),
    term("jd", Duty::Answer(Stage::Unshipped), 24, false),
    term("jd", Duty::Answer(Stage::Shipped), 24, false),
    term("jd", Duty::Answer(Stage::Return), 24, false),
    term("jd", Duty::SendBack, (2 + 7) * 24, false),
    term("pdd", Duty::Answer(Stage::Unshipped), 24, false),
    term("pdd", Duty::Answer(Stage::Shipped), 24, false),
    term("pdd", Duty::Answer(Stage::Return), 24, false),
    term("pdd", Duty::SendBack, (2 + 7) * 24, false),
    term("douyin", Duty::Answer(Stage::Unshipped), 48, false),
    term("douyin", Duty::Answer(Stage::Shipped), 48, false),
    term("douyin", Duty::Answer(Stage::Return), 48, false),
    term("douyin", Duty::SendBack, (2 + 7) * 24, false),
    term("weixin", Duty::Answer(Stage::Unshipped), 48, true),
    term("weixin", Duty::Answer(Stage::Shipped), 48, true),
    term("weixin", Duty::Answer(Stage::Return), 48, true),
    term("weixin", Duty::SendBack, (2 + 7) * 24, true),
    term("weixin", Duty::Receive, 10 * 24, true),
];

/// Platforms under the law that wants the money paid back within seven days of receiving the goods. Where the
/// export doesn't tell when they arrived, the time runs from when they were sent: they can't have come before.
const UNDER_LAW: &[&str] = &["taobao", "jd", "pdd", "douyin", "weixin", "kuaishou", "xiaohongshu", "youzan"];
const LAW: i64 = 7 * DAY;

/// What happens when nobody acts in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timeout {
    AutoAgree,
    AutoRefund,
    AutoClose,
    MayEscalate,
}

impl Timeout {
    /// Key and titles.
    pub fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Timeout::AutoAgree => ("auto_agree", "自动同意", "auto agree"),
            Timeout::AutoRefund => ("auto_refund", "自动退款", "auto refund"),
            Timeout::AutoClose => ("auto_close", "自动关闭", "auto close"),
            Timeout::MayEscalate => ("may_escalate", "买家可申请介入", "may escalate"),
        }
    }
}

/// What happens to an open case when the one whose turn it is does nothing.
pub fn on_timeout(refund: &Refund) -> Option<Timeout> {
    if refund.at_platform() {
        return None;
    }
    match refund.state {
        RefundState::Requested => Some(match refund.asks() {
            RefundKind::ReturnRefund | RefundKind::Exchange | RefundKind::Repair | RefundKind::Unknown => {
                Timeout::AutoAgree
            }
            _ => Timeout::AutoRefund,
        }),
        RefundState::WaitBuyerReturn => Some(Timeout::AutoClose),
        RefundState::WaitSellerReceive => Some(Timeout::AutoRefund),
        RefundState::Refused => Some(Timeout::MayEscalate),
        _ => None,
    }
}

/// What the request is about; where the goods are is not always told, and then the shorter term counts.
pub fn stage(refund: &Refund, order: &Order) -> Stage {
    if matches!(refund.asks(), RefundKind::ReturnRefund | RefundKind::Exchange | RefundKind::Repair) {
        return Stage::Return;
    }
    let item = order.items.iter().find(|i| !refund.item_no.is_empty() && i.item_no == refund.item_no);
    let status = item.map_or(order.status, |i| i.status);
    let gone = matches!(status, Status::Shipped | Status::Delivered | Status::Finished)
        || order.shipped_at.is_some() && status != Status::PartShipped
        || refund.phase == "售后"
        || refund.goods_state.contains("已收到货");
    if gone && !refund.goods_state.contains("未发货") { Stage::Shipped } else { Stage::Unshipped }
}

fn duty(refund: &Refund, order: &Order) -> Option<Duty> {
    if refund.at_platform() {
        return None;
    }
    match refund.state {
        RefundState::Requested => Some(Duty::Answer(stage(refund, order))),
        RefundState::WaitBuyerReturn => Some(Duty::SendBack),
        RefundState::WaitSellerReceive => Some(Duty::Receive),
        _ => None,
    }
}

/// When the one whose turn it is has to act; `None` where nobody says, or the case is finished. Or the field
/// without which a clock that is known can't be started.
pub fn of_case(refund: &Refund, order: &Order, scope: &Scope) -> Result<Option<Due>, Field> {
    if !refund.state.is_open() {
        return Ok(None);
    }
    if let Some(at) = refund.due_at {
        return Ok(Some(Due { at, source: Source::Column(Field::DueAt) }));
    }
    let Some(duty) = duty(refund, order) else { return Ok(None) };
    let own = scope.of(order).refund_answer.filter(|_| matches!(duty, Duty::Answer(_))).map(Source::Shop);
    let platform = || {
        let term = TERMS.iter().find(|t| t.duty == duty && t.platform == order.platform)?;
        Some(Source::Platform { seconds: term.hours * HOUR, verified: term.verified })
    };
    let law =
        (duty == Duty::Receive && UNDER_LAW.contains(&order.platform.as_str())).then_some(Source::Law(LAW));
    let length = |source: &Source| match source {
        Source::Shop(s) | Source::Law(s) | Source::Platform { seconds: s, .. } => *s,
        Source::Column(_) => 0,
    };
    let Some(source) = own.or_else(platform).into_iter().chain(law).min_by_key(length) else {
        return Ok(None);
    };
    let (start, field) = match duty {
        Duty::Receive => (refund.back_signed_at.or(refund.back_at), Field::BackAt),
        _ => (refund.applied_at, Field::AppliedAt),
    };
    Ok(Some(Due { at: Stamp(start.ok_or(field)?.0 + length(&source)), source }))
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{CREATED, order, scope};
    use super::*;
    use crate::rules::Thresholds;

    fn case(state: RefundState, kind: RefundKind) -> Refund {
        Refund {
            state,
            kind,
            applied_at: Some(Stamp(CREATED)),
            back_at: Some(Stamp(CREATED + DAY)),
            ..Refund::default()
        }
    }

    fn told(refund: &Refund, order: &Order) -> (i64, String) {
        let due = of_case(refund, order, &scope(CREATED)).expect("a start").expect("a deadline");
        ((due.at.0 - CREATED) / HOUR, due.source.label())
    }

    #[test]
    fn the_time_to_answer_depends_on_the_goods() {
        let (asked, money) = (RefundState::Requested, RefundKind::RefundOnly);
        let shipped = Order { status: Status::Shipped, ..order() };
        assert_eq!(told(&case(asked, money), &order()), (24, "platform ~24h unverified".into()));
        assert_eq!(told(&case(asked, money), &shipped), (48, "platform ~48h unverified".into()));
        assert_eq!(told(&case(asked, RefundKind::ReturnRefund), &order()).0, 48);
        let weixin = Order { platform: "weixin".into(), ..order() };
        assert_eq!(told(&case(asked, money), &weixin), (48, "platform 48h".into()));
        let etsy = Order { platform: "etsy".into(), ..order() };
        assert_eq!(of_case(&case(asked, money), &etsy, &scope(CREATED)), Ok(None));
    }

    #[test]
    fn column_goes_before_shop_before_platform() {
        let mut refund = case(RefundState::Requested, RefundKind::RefundOnly);
        let own = Thresholds { refund_answer: Some(6 * HOUR), ..Thresholds::default() };
        let shop = Scope { shops: vec![(String::new(), "测试店".into(), own)], ..scope(CREATED) };
        let due = of_case(&refund, &order(), &shop).expect("a start").expect("a deadline");
        assert_eq!((due.at.0, due.source.label()), (CREATED + 6 * HOUR, "shop 6h".into()));
        refund.due_at = Some(Stamp(CREATED + 3 * HOUR));
        assert_eq!(told(&refund, &order()), (3, "column due_at".into()));
        refund.state = RefundState::Success;
        assert_eq!(of_case(&refund, &order(), &shop), Ok(None), "finished");
    }

    #[test]
    fn the_law_is_tighter_than_the_platform_once_goods_come_back() {
        let mut refund = case(RefundState::WaitSellerReceive, RefundKind::ReturnRefund);
        assert_eq!(told(&refund, &order()), (24 + 168, "law ~168h".into()));
        refund.back_at = None;
        assert_eq!(of_case(&refund, &order(), &scope(CREATED)), Err(Field::BackAt));
        let buyer = case(RefundState::WaitBuyerReturn, RefundKind::ReturnRefund);
        assert_eq!(told(&buyer, &order()), (288, "platform ~288h unverified".into()));
    }

    #[test]
    fn the_law_runs_from_the_arrival_where_it_is_known() {
        let mut refund = case(RefundState::WaitSellerReceive, RefundKind::ReturnRefund);
        refund.back_signed_at = Some(Stamp(CREATED + 4 * DAY));
        assert_eq!(told(&refund, &order()), (4 * 24 + 168, "law ~168h".into()));
        refund.back_at = None;
        assert_eq!(told(&refund, &order()).0, 4 * 24 + 168, "when they were sent is not needed");
    }

    #[test]
    fn what_happens_when_nobody_acts() {
        let of = |state, kind| on_timeout(&case(state, kind)).map(|t| t.words().0);
        assert_eq!(of(RefundState::Requested, RefundKind::RefundOnly), Some("auto_refund"));
        assert_eq!(of(RefundState::Requested, RefundKind::ReturnRefund), Some("auto_agree"));
        assert_eq!(of(RefundState::WaitBuyerReturn, RefundKind::ReturnRefund), Some("auto_close"));
        assert_eq!(of(RefundState::WaitSellerReceive, RefundKind::ReturnRefund), Some("auto_refund"));
        assert_eq!(of(RefundState::Refused, RefundKind::RefundOnly), Some("may_escalate"));
        assert_eq!(of(RefundState::Success, RefundKind::RefundOnly), None);
        let at_platform = Refund {
            platform_step: "已介入".into(),
            ..case(RefundState::Requested, RefundKind::RefundOnly)
        };
        assert_eq!(on_timeout(&at_platform), None);
        assert_eq!(of_case(&at_platform, &order(), &scope(CREATED)), Ok(None));
    }
}
