//! DAT-01 times out of order
//!
//! Finds orders whose times contradict each other.
//!
//! When: an order was created after it was paid, shipped or completed, paid after it was shipped or completed,
//! or shipped after it was completed. Only times that are both there are compared. P2.
//! Why it matters: a file was edited, or a column is read as another; deadlines counted from such a time are
//! wrong.
//! Not a hit: equal times; payment after shipping or completion for cash on delivery.
//! Source: our own check.
//! ---
//! DAT-01 时间倒序
//!
//! 找出时间前后矛盾的订单。
//!
//! 条件：下单晚于付款、发货或完成，付款晚于发货或完成，或发货晚于完成。两个时间都有才比较。级别 P2。
//! 为什么：表格可能被改过，或者列认错了，按这样的时间算出来的时限不可信。
//! 不算：两个时间相同；货到付款的付款晚于发货或完成。
//! 依据：本工具自定。

use super::{Hit, Profile, Rule, Verdict, words::span};
use crate::model::{Field, Fields, Lang, OrderKind, Severity, Stamp};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct TimesOutOfOrder;

impl Rule for TimesOutOfOrder {
    fn id(&self) -> &'static str {
        "DAT-01"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("时间倒序", "times out of order")
    }

    fn severity(&self) -> Severity {
        Severity::P2
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Data]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::CreatedAt])
    }

    fn reads(&self) -> Fields {
        Fields::of(&[Field::PaidAt, Field::ShippedAt, Field::CompletedAt, Field::Kind])
    }

    fn doc(&self) -> &'static str {
        include_str!("times_out_of_order.rs")
    }

    fn applies(&self, _: &Order, _: &Scope) -> bool {
        true
    }

    fn check(&self, order: &Order, _: &Scope) -> Verdict {
        let cod = order.kind == OrderKind::Cod;
        let created = (Field::CreatedAt, order.created_at);
        let paid = (Field::PaidAt, order.paid_at);
        let shipped = (Field::ShippedAt, order.shipped_at);
        let completed = (Field::CompletedAt, order.completed_at);
        [
            by_how_much(created, paid),
            by_how_much(paid, shipped).filter(|_| !cod),
            by_how_much(shipped, completed),
            by_how_much(created, shipped),
            by_how_much(paid, completed).filter(|_| !cod),
            by_how_much(created, completed),
        ]
        .into_iter()
        .flatten()
        .next()
        .map_or(Verdict::Clean, |facts| Verdict::Hit(Hit::new(Severity::P2).facts(facts)))
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let mut fields = facts.text.split_whitespace().filter_map(Field::by_key);
        let mut title = || match fields.next().map(Field::title) {
            Some((zh, en)) => lang.pick(zh, en),
            None => "",
        };
        let (first, second) = (title(), title());
        let apart = match facts.numbers[0] {
            seconds @ ..60 => format!("{seconds} {}", lang.pick("秒", "s")),
            seconds => span(seconds, lang),
        };
        match lang {
            Lang::Zh => format!("{first}比{second}晚 {apart}"),
            Lang::En => format!("\"{first}\" is {apart} after \"{second}\""),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("对照平台后台核实时间", "compare with the platform")
    }
}

/// The pair in words and the seconds by which the first is later than the second; `None` where it is not.
fn by_how_much(first: (Field, Option<Stamp>), second: (Field, Option<Stamp>)) -> Option<Facts> {
    let late = first.1?.0 - second.1?.0;
    (late > 0).then(|| Facts::numbers(late, 0).with(format!("{} {}", first.0, second.0)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CREATED, order, says, without};
    use super::*;

    /// Created, paid, shipped, completed, in seconds after a fixed time; negative = not there.
    fn times(at: [i64; 4]) -> Order {
        let [created_at, paid_at, shipped_at, completed_at] =
            at.map(|t| (t >= 0).then_some(Stamp(CREATED + t)));
        Order { created_at, paid_at, shipped_at, completed_at, ..order() }
    }

    fn pair(order: &Order) -> Option<String> {
        match says("DAT-01", order, CREATED) {
            Verdict::Hit(hit) => Some(hit.facts.text),
            _ => None,
        }
    }

    #[test]
    fn each_pair_one_second_out_of_order() {
        assert_eq!(pair(&times([2, 1, 3, 4])).as_deref(), Some("created_at paid_at"));
        assert_eq!(pair(&times([1, 3, 2, 4])).as_deref(), Some("paid_at shipped_at"));
        assert_eq!(pair(&times([1, 2, 4, 3])).as_deref(), Some("shipped_at completed_at"));
        assert_eq!(pair(&times([2, -1, 1, 3])).as_deref(), Some("created_at shipped_at"));
        assert_eq!(pair(&times([2, -1, -1, 1])).as_deref(), Some("created_at completed_at"));
        assert_eq!(pair(&times([1, 3, -1, 2])).as_deref(), Some("paid_at completed_at"));
    }

    #[test]
    fn equal_or_missing_times_are_no_hit() {
        assert_eq!(says("DAT-01", &times([1, 1, 1, 1]), CREATED), Verdict::Clean);
        assert_eq!(says("DAT-01", &times([-1, -1, -1, -1]), CREATED), Verdict::Clean);
    }

    #[test]
    fn cash_on_delivery_is_paid_late() {
        let cod = |at| Order { kind: OrderKind::Cod, ..times(at) };
        assert_eq!(pair(&cod([1, 3, 2, 4])), None);
        assert_eq!(pair(&cod([2, 1, 3, 4])).as_deref(), Some("created_at paid_at"));
    }

    #[test]
    fn without_the_creation_column_it_is_skipped() {
        let lacking = without(times([2, 1, 3, 4]), Field::CreatedAt);
        assert_eq!(says("DAT-01", &lacking, CREATED), Verdict::Skipped(Field::CreatedAt));
    }

    #[test]
    fn the_sentence_names_the_pair() {
        let why = |seconds| {
            let facts = Facts::numbers(seconds, 0).with("created_at paid_at");
            (TimesOutOfOrder.why(&facts, Lang::Zh), TimesOutOfOrder.why(&facts, Lang::En))
        };
        assert_eq!(why(7200).0, "下单时间比付款时间晚 2 小时");
        assert_eq!(why(1).1, "\"Created\" is 1 s after \"Paid at\"");
    }
}
