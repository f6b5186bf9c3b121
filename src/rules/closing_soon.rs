//! PAY-02 closing soon
//!
//! Finds unpaid orders that the platform is about to close.
//!
//! When: the status is `unpaid` and the closing time is ahead, at most `closing_soon` (2 hours) away. P1.
//! The closing time is the export's own, else the shop's `close_after`, else the platform's.
//! Why it matters: this is the last chance to answer whatever keeps the buyer from paying.
//! Not a hit: cash on delivery; orders past their closing time. Where neither the export nor the shop nor
//! the platform names a closing time the rule says that it can't run.
//! Source: the 2 hours are a team's own practice; the platforms' closing times are unverified.
//! ---
//! PAY-02 即将自动关闭
//!
//! 找出快要被平台自动关闭的待付款订单。
//!
//! 条件：状态为待付款，距关单不超过 `closing_soon`（2 小时）且还没到点。级别 P1。
//! 关单时间先看导出表，再看店铺设置 `close_after`，最后看平台时限。
//! 为什么：这是解答疑问、挽回订单的最后机会。
//! 不算：货到付款；已过关单时间。导出表、店铺、平台都没有关单时间时，本规则会说明无法判断。
//! 依据：2 小时是客服团队的惯例；各平台的关单时限未经核实。

use super::{Hit, Profile, Rule, Verdict, due, due::Clock, words::span};
use crate::model::{Field, Fields, Lang, OrderKind, Severity, Status};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct ClosingSoon;

impl Rule for ClosingSoon {
    fn id(&self) -> &'static str {
        "PAY-02"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("即将自动关闭", "closing soon")
    }

    fn severity(&self) -> Severity {
        Severity::P1
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Money]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::Status])
    }

    fn reads(&self) -> Fields {
        Fields::of(&[Field::Kind, Field::PayDue, Field::CreatedAt])
    }

    fn doc(&self) -> &'static str {
        include_str!("closing_soon.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        order.status == Status::Unpaid && order.kind != OrderKind::Cod
    }

    fn check(&self, order: &Order, scope: &Scope) -> Verdict {
        let closes = match due::by(Clock::PayClose, order, scope) {
            Err(field) => return Verdict::Skipped(field),
            // An empty cell says that the platform set no time; a missing column says nothing.
            Ok(None) if order.have.has(Field::PayDue) => return Verdict::Clean,
            Ok(None) => return Verdict::Skipped(Field::PayDue),
            Ok(Some(closes)) => closes,
        };
        let left = closes.at.0 - scope.now.0;
        if left <= 0 || left > scope.of(order).closing_soon {
            return Verdict::Clean;
        }
        Verdict::Hit(Hit::new(Severity::P1).due(Some(closes)).facts(Facts::numbers(left, 0)))
    }

    fn matter(&self) -> &'static str {
        "PAY-01"
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let left = span(facts.numbers[0], lang);
        match lang {
            Lang::Zh => format!("还有 {left}自动关闭，仍未付款"),
            Lang::En => format!("closes unpaid in {left}"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("看聊天里有没有没答的问题", "answer what is open in the chat")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CREATED, says, severity, unpaid, without};
    use super::*;
    use crate::model::Stamp;
    use crate::model::time::HOUR;

    const ID: &str = "PAY-02";
    const CLOSES: i64 = CREATED + 72 * HOUR;

    #[test]
    fn in_the_last_two_hours() {
        assert_eq!(severity(ID, &unpaid(), CLOSES - 2 * HOUR - 1), None);
        assert_eq!(severity(ID, &unpaid(), CLOSES - 2 * HOUR), Some(Severity::P1));
        assert_eq!(severity(ID, &unpaid(), CLOSES - 1), Some(Severity::P1));
        assert_eq!(severity(ID, &unpaid(), CLOSES), None);
    }

    #[test]
    fn the_hit_carries_the_deadline_and_its_source() {
        let order = Order { pay_due: Some(Stamp(CREATED + 900)), ..unpaid() };
        let Verdict::Hit(hit) = says(ID, &order, CREATED) else { panic!("no hit") };
        let due = hit.due.expect("a deadline");
        assert_eq!((due.at.0, due.source.label()), (CREATED + 900, "column pay_due".into()));
        assert_eq!(ClosingSoon.why(&hit.facts, Lang::Zh), "还有 15 分钟自动关闭，仍未付款");
    }

    #[test]
    fn without_a_closing_time_it_is_skipped() {
        let elsewhere = || Order { platform: "etsy".into(), ..unpaid() };
        assert_eq!(says(ID, &elsewhere(), CLOSES), Verdict::Clean);
        let lacking = without(elsewhere(), Field::PayDue);
        assert_eq!(says(ID, &lacking, CLOSES), Verdict::Skipped(Field::PayDue));
        let undated = Order { created_at: None, ..unpaid() };
        assert_eq!(says(ID, &undated, CLOSES), Verdict::Skipped(Field::CreatedAt));
        let unknown = Order { status: Status::Unknown, ..unpaid() };
        assert_eq!(says(ID, &unknown, CLOSES), Verdict::Skipped(Field::Status));
    }

    #[test]
    fn near_misses() {
        let cod = Order { kind: OrderKind::Cod, ..unpaid() };
        assert_eq!(severity(ID, &cod, CLOSES - HOUR), None);
        let paid = Order { status: Status::Paid, ..unpaid() };
        assert_eq!(severity(ID, &paid, CLOSES - HOUR), None);
    }
}
