//! DAT-04 unknown status
//!
//! Finds orders whose status text no layout knows.
//!
//! When: the export says something in the status column and the layout has no meaning for it. P2.
//! Why it matters: rules that need the status can't run on these orders, and say so; nobody else notices that
//! they are missing from the queues.
//! Not a hit: an empty status cell. It can't run where the export has no status column.
//! Source: our own rule: an unknown status is never guessed.
//! ---
//! DAT-04 未知状态
//!
//! 找出状态文字不认识的订单。
//!
//! 条件：状态栏里有字，但格式文件里没有它的含义。级别 P2。
//! 为什么：要看状态的规则在这些订单上都无法判断，各个清单里也就少了它们。
//! 不算：状态栏空着的。导出表没有状态栏时无法判断。
//! 依据：本工具自定：不认识的状态从不猜。

use super::{Hit, Profile, Rule, Verdict};
use crate::model::{Field, Fields, Lang, Severity, Status};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct UnknownStatus;

impl Rule for UnknownStatus {
    fn id(&self) -> &'static str {
        "DAT-04"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("未知状态", "unknown status")
    }

    fn severity(&self) -> Severity {
        Severity::P2
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Data]
    }

    /// Not `Status`: the check would be skipped on just the orders that it looks for.
    fn required(&self) -> Fields {
        Fields::NONE
    }

    fn reads(&self) -> Fields {
        Fields::of(&[Field::Status, Field::StatusRaw])
    }

    fn doc(&self) -> &'static str {
        include_str!("unknown_status.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        order.status == Status::Unknown
    }

    fn check(&self, order: &Order, _: &Scope) -> Verdict {
        if !order.status_raw.is_empty() {
            return Verdict::Hit(Hit::new(Severity::P2).facts(Facts::text(&order.status_raw)));
        }
        if order.have.has(Field::Status) { Verdict::Clean } else { Verdict::Skipped(Field::Status) }
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("不认识平台状态“{}”", facts.text),
            Lang::En => format!("the platform's status \"{}\" is not known", facts.text),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("把这个状态补进格式文件", "add this status to the layout")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CREATED, order, says, without};
    use super::*;

    const ID: &str = "DAT-04";

    fn unknown(raw: &str) -> Order {
        Order { status: Status::Unknown, status_raw: raw.into(), ..order() }
    }

    #[test]
    fn a_text_without_meaning() {
        let Verdict::Hit(hit) = says(ID, &unknown("等待成团"), CREATED) else { panic!("no hit") };
        assert_eq!(UnknownStatus.why(&hit.facts, Lang::Zh), "不认识平台状态“等待成团”");
    }

    #[test]
    fn no_text_or_a_known_one() {
        assert_eq!(says(ID, &unknown(""), CREATED), Verdict::Clean);
        assert_eq!(says(ID, &order(), CREATED), Verdict::Clean);
    }

    #[test]
    fn without_a_status_column_it_is_skipped() {
        let lacking = without(unknown(""), Field::Status);
        assert_eq!(says(ID, &lacking, CREATED), Verdict::Skipped(Field::Status));
    }
}
