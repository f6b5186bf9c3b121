//! PAY-01 unpaid too long
//!
//! Finds orders that the buyer placed but did not pay for.
//!
//! When: the status is `unpaid`, at least `unpaid_after` has passed since creation, and the platform has not
//! closed it yet. Without that setting it is 12 hours, or half of the time until closing where that is
//! shorter. P2; P1 from `high_value` (2000.00) up.
//! Why it matters: one friendly reminder brings part of these orders back; after closing the sale is lost.
//! Not a hit: cash on delivery; deposits already paid; an order past its closing time; an unpaid twin of an
//! order that the same buyer paid (DUP-01 silences it).
//! Source: the 12 hours are a team's own practice; the platforms' closing times are unverified.
//! ---
//! PAY-01 超时未付款
//!
//! 找出买家拍下后一直没付款的订单。
//!
//! 条件：状态为待付款，下单已满 `unpaid_after`，且还没到平台关单时间。没有设置时按 12 小时；
//! 关单时限不到 24 小时的，按时限的一半。级别 P2；应付满 `high_value`（2000.00）为 P1。
//! 为什么：及时提醒一次能挽回一部分订单，关单之后就没有机会了。
//! 不算：货到付款；已付定金；已过关单时间；同一买家已付过同样的一单（由 DUP-01 压下）。
//! 依据：12 小时是客服团队的惯例；各平台的关单时限未经核实。

use super::{Hit, Profile, Rule, Verdict, due, due::Clock, words::span};
use crate::model::{Cents, Field, Fields, Lang, OrderKind, Severity, Status};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct UnpaidTooLong;

impl Rule for UnpaidTooLong {
    fn id(&self) -> &'static str {
        "PAY-01"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("超时未付款", "unpaid too long")
    }

    fn severity(&self) -> Severity {
        Severity::P2
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Money]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::Status, Field::CreatedAt])
    }

    fn reads(&self) -> Fields {
        Fields::of(&[Field::Kind, Field::PayDue, Field::Payable])
    }

    fn doc(&self) -> &'static str {
        include_str!("unpaid_too_long.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        order.status == Status::Unpaid && order.kind != OrderKind::Cod
    }

    fn check(&self, order: &Order, scope: &Scope) -> Verdict {
        let Some(created) = order.created_at else { return Verdict::Skipped(Field::CreatedAt) };
        let age = scope.now.0 - created.0;
        let closes = due::due(Clock::PayClose, order, scope);
        let closed = closes.as_ref().is_some_and(|due| scope.now >= due.at);
        if closed || age < due::first_reminder(order, scope) {
            return Verdict::Clean;
        }
        let high = order.payable.filter(|p| *p >= scope.of(order).high_value);
        let severity = if high.is_some() { Severity::P1 } else { Severity::P2 };
        let facts = Facts::numbers(age, high.map_or(0, |p| p.0));
        Verdict::Hit(Hit::new(severity).due(closes).facts(facts))
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let age = span(facts.numbers[0], lang);
        match (Cents(facts.numbers[1]), lang) {
            (Cents(0), Lang::Zh) => format!("下单 {age}未付款"),
            (Cents(0), Lang::En) => format!("unpaid for {age}"),
            (high, Lang::Zh) => format!("下单 {age}未付款，大额 {high}"),
            (high, Lang::En) => format!("unpaid for {age}, high value {high}"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("提醒付款一次", "remind the buyer once")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CREATED, says, says_in, scope, severity, unpaid, without};
    use super::*;
    use crate::model::Stamp;
    use crate::model::time::HOUR;

    const ID: &str = "PAY-01";
    const TWELVE: i64 = CREATED + 12 * HOUR;

    #[test]
    fn from_twelve_hours_on_and_not_a_second_before() {
        assert_eq!(severity(ID, &unpaid(), TWELVE), Some(Severity::P2));
        assert_eq!(severity(ID, &unpaid(), TWELVE - 1), None);
        assert_eq!(severity(ID, &unpaid(), CREATED - HOUR), None, "created in the future");
    }

    #[test]
    fn a_short_window_reminds_at_its_half_and_never_after_it() {
        let order = Order { pay_due: Some(Stamp(CREATED + HOUR)), ..unpaid() };
        assert_eq!(severity(ID, &order, CREATED + HOUR / 2), Some(Severity::P2));
        assert_eq!(severity(ID, &order, CREATED + HOUR / 2 - 1), None);
        assert_eq!(severity(ID, &order, CREATED + HOUR - 1), Some(Severity::P2));
        assert_eq!(severity(ID, &order, CREATED + HOUR), None);
    }

    #[test]
    fn high_value_is_more_severe_and_named() {
        let order = |fen| Order { payable: Some(Cents(fen)), ..unpaid() };
        assert_eq!(severity(ID, &order(200_000), TWELVE), Some(Severity::P1));
        assert_eq!(severity(ID, &order(199_999), TWELVE), Some(Severity::P2));
        let facts = Facts::numbers(13 * HOUR, 0);
        assert_eq!(UnpaidTooLong.why(&facts, Lang::Zh), "下单 13 小时未付款");
        assert_eq!(UnpaidTooLong.why(&facts, Lang::En), "unpaid for 13 h");
        let facts = Facts::numbers(13 * HOUR, 250_000);
        assert_eq!(UnpaidTooLong.why(&facts, Lang::En), "unpaid for 13 h, high value 2500.00");
    }

    #[test]
    fn a_shops_own_time_goes_first() {
        let mut scope = scope(CREATED + 6 * HOUR);
        assert_eq!(says_in(ID, &unpaid(), &scope), Verdict::Clean);
        scope.common.unpaid_after = Some(6 * HOUR);
        assert!(matches!(says_in(ID, &unpaid(), &scope), Verdict::Hit(_)));
    }

    #[test]
    fn without_its_columns_it_is_skipped() {
        let skipped = |order: &Order| says(ID, order, TWELVE);
        assert_eq!(skipped(&without(unpaid(), Field::CreatedAt)), Verdict::Skipped(Field::CreatedAt));
        assert_eq!(skipped(&Order { created_at: None, ..unpaid() }), Verdict::Skipped(Field::CreatedAt));
        let unknown = Order { status: Status::Unknown, ..unpaid() };
        assert_eq!(skipped(&unknown), Verdict::Skipped(Field::Status));
    }

    #[test]
    fn near_misses() {
        let cod = Order { kind: OrderKind::Cod, ..unpaid() };
        assert_eq!(severity(ID, &cod, TWELVE), None);
        for status in [Status::PartPaid, Status::Paid, Status::ClosedUnpaid] {
            assert_eq!(severity(ID, &Order { status, ..unpaid() }, TWELVE), None);
        }
    }
}
