//! NOTE-03 incomplete note
//!
//! Finds seller's notes that the next shift can't work with: no reason, no name, or no time.
//!
//! When: not shipped, the seller's note is not empty, and one of the three is lacking. Reason: two Chinese
//! characters or a word of three letters beside name and date. Operator: 工号, 客服, `by X`, `@X`, a code in
//! brackets or after a dash at the end, or a name of two or three characters parted from the rest. Time: `7/8`,
//! `07-08`, `7月8日`, `10:30`, `20260708`, `今天下午3点`.
//!
//! Why: a note without these is asked about again, by the next shift and in every dispute.
//!
//! Not when: there is no note at all. Names are told by their surname, so an unusual one may be missed.
//!
//! ---
//! NOTE-03 备注缺要素
//!
//! 找出下一班接不上手的商家备注：缺原因、缺经手人或者缺时间。
//!
//! 条件：还没发货，有商家备注，但三样里缺了至少一样。原因：除去人名和日期，至少两个汉字或三个字母的词。
//! 经手人：工号、客服、`by X`、`@X`、结尾括号里或横线后的代号，或者和正文隔开的两三个字的人名。
//! 时间：`7/8`、`07-08`、`7月8日`、`10:30`、`20260708`、`今天下午3点`。
//!
//! 原因：要素不全的备注，下一班要重问，出了纠纷也说不清。
//!
//! 不报：根本没有备注。人名按常见姓氏识别，少见的姓可能认不出来。

use super::{Hit, Profile, Rule, Verdict, note_parts};
use crate::model::{Field, Fields, Lang, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct NoteIncomplete;

/// Machine word, Chinese, English.
const PARTS: &[(&str, &str, &str)] =
    &[("reason", "原因", "reason"), ("operator", "经手人", "operator"), ("time", "时间", "time")];

impl Rule for NoteIncomplete {
    fn id(&self) -> &'static str {
        "NOTE-03"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("备注缺要素", "incomplete note")
    }

    fn severity(&self) -> Severity {
        Severity::P3
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Audit]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::SellerNote, Field::Status])
    }

    fn doc(&self) -> &'static str {
        include_str!("note_incomplete.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        order.status.is_before_shipping()
    }

    fn check(&self, order: &Order, _: &Scope) -> Verdict {
        let note = order.seller_note.trim();
        if note.is_empty() {
            return Verdict::Clean;
        }
        let there = note_parts::read(note);
        let lacks: Vec<&str> =
            PARTS.iter().zip(there).filter_map(|(part, there)| (!there).then_some(part.0)).collect();
        if lacks.is_empty() {
            return Verdict::Clean;
        }
        Verdict::Hit(Hit::new(self.severity()).facts(Facts::text(lacks.join(" "))))
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let parts: Vec<&str> = PARTS
            .iter()
            .filter(|(key, ..)| facts.text.split(' ').any(|word| word == *key))
            .map(|(_, zh, en)| lang.pick(zh, en))
            .collect();
        match lang {
            Lang::Zh => format!("商家备注缺{}", parts.join("、")),
            Lang::En => format!("the seller's note lacks {}", parts.join(", ")),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("补写备注：原因、经手人、时间", "complete the note: reason, operator, time")
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{hits, order, says, without};
    use super::*;
    use crate::model::Status;

    fn noted(note: &str) -> Order {
        Order { seller_note: note.into(), ..order() }
    }

    #[test]
    fn what_lacks_is_told() {
        for (note, lacks) in [
            ("已改地址 加急", "operator time"),
            ("客户要求改地址 7/8", "operator"),
            ("客户要求改地址-小王", "time"),
            ("7/8 小王", "reason"),
            ("?", "reason operator time"),
        ] {
            let Verdict::Hit(hit) = says("NOTE-03", &noted(note)) else { panic!("no hit: {note}") };
            assert_eq!(hit.facts.text, lacks, "{note}");
        }
    }

    #[test]
    fn near_misses() {
        for changed in
            [noted(""), noted("客户要求改地址 7/8 小王"), Order { status: Status::Shipped, ..noted("加急") }]
        {
            assert_eq!(says("NOTE-03", &changed), Verdict::Clean);
        }
        assert!(hits("NOTE-03", &noted("加急")));
    }

    #[test]
    fn without_notes_it_cannot_say() {
        let absent = without(noted("加急"), Field::SellerNote);
        assert_eq!(says("NOTE-03", &absent), Verdict::Skipped(Field::SellerNote));
    }
}
