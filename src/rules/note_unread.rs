//! NOTE-01 unread buyer note
//!
//! Finds buyers' notes that nobody has reacted to.
//!
//! When: not shipped; the buyer's note is not empty; the seller's note is empty and no flag is set.
//!
//! Why: a note may change what has to be packed, and after shipping it is too late to read it.
//!
//! Not when: there is a seller's note or a flag. Where the export has no flags, none counts as set.
//!
//! ---
//! NOTE-01 买家留言未处理
//!
//! 找出没人处理的买家留言。
//!
//! 条件：还没发货；买家有留言；商家备注为空，也没插旗。
//!
//! 原因：留言可能影响配货，发完货再看就晚了。
//!
//! 不报：已有商家备注或旗帜。导出文件里没有旗帜列时，按没插旗算。

use super::{Hit, Profile, Rule, Verdict};
use crate::model::{Field, Fields, Flag, Lang, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct NoteUnread;

/// What buyers type into a field that they think has to be filled.
fn is_nothing(note: &str) -> bool {
    matches!(note, "" | "-" | "--" | "无" | "没有" | "." | "。" | "/")
}

impl Rule for NoteUnread {
    fn id(&self) -> &'static str {
        "NOTE-01"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("买家留言未处理", "unread buyer note")
    }

    fn severity(&self) -> Severity {
        Severity::P1
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Audit]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::BuyerNote, Field::SellerNote, Field::Status])
    }

    fn reads(&self) -> Fields {
        Fields::of(&[Field::Flag])
    }

    fn doc(&self) -> &'static str {
        include_str!("note_unread.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        order.status.is_before_shipping()
    }

    fn check(&self, order: &Order, _: &Scope) -> Verdict {
        let note = order.buyer_note.trim();
        if is_nothing(note) || !order.seller_note.trim().is_empty() || order.flag != Flag::None {
            return Verdict::Clean;
        }
        let length = note.chars().count() as i64;
        Verdict::Hit(Hit::new(self.severity()).facts(Facts::numbers(length, 0)))
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let length = facts.numbers[0];
        match lang {
            Lang::Zh => format!("买家留言{length}个字，没有商家备注，也没插旗"),
            Lang::En => format!("a buyer's note of {length} characters, but no seller's note and no flag"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("看留言，处理后写备注或插旗", "read the note, act on it, then leave a note or a flag")
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{hits, order, says, without};
    use super::*;
    use crate::model::Status;

    fn noted() -> Order {
        Order { buyer_note: "别用红色".into(), ..order() }
    }

    #[test]
    fn a_note_alone_is_a_hit() {
        assert!(hits("NOTE-01", &noted()));
        assert!(hits("NOTE-01", &Order { status: Status::Unpaid, ..noted() }));
        assert!(hits("NOTE-01", &without(noted(), Field::Flag)));
    }

    #[test]
    fn near_misses() {
        for changed in [
            order(),
            Order { buyer_note: "  ".into(), ..order() },
            Order { seller_note: "已看".into(), ..noted() },
            Order { flag: Flag::Grey, ..noted() },
            Order { status: Status::Shipped, ..noted() },
            Order { status: Status::ClosedRefunded, ..noted() },
        ] {
            assert_eq!(says("NOTE-01", &changed), Verdict::Clean, "{changed:?}");
        }
    }

    #[test]
    fn without_notes_it_cannot_say() {
        for field in [Field::BuyerNote, Field::SellerNote] {
            assert_eq!(says("NOTE-01", &without(noted(), field)), Verdict::Skipped(field));
        }
        let unknown = Order { status: Status::Unknown, ..noted() };
        assert_eq!(says("NOTE-01", &unknown), Verdict::Skipped(Field::Status));
    }
}
