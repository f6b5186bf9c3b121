//! ADR-04 note asks for a change
//!
//! Finds buyers' notes that ask for something before the parcel leaves: another address or phone, a certain
//! courier, another colour or size.
//!
//! When: not shipped; the note holds a phone number, an address, a courier's name or a wish to change
//! something; and the seller has neither written a note nor set a flag.
//!
//! Why: what the buyer wrote before shipping binds; a parcel sent against it comes back at the seller's cost.
//!
//! Not when: the seller's note or a flag shows that somebody dealt with it. "No need to change" is no wish.
//! Where the export has no flags, none counts as set.
//!
//! ---
//! ADR-04 留言有改址或快递要求
//!
//! 找出发货前必须处理的买家留言：改地址或电话、指定快递、换颜色或尺码。
//!
//! 条件：还没发货；留言里有电话、地址、快递名称或改换的要求；而且商家没写备注，也没插旗。
//!
//! 原因：买家下单时已经写明，不按留言发货，退回来的运费要自己承担。
//!
//! 不报：已有商家备注或旗帜，说明有人处理过；“不用改”之类的不算要求。导出文件里没有旗帜列时，按没插旗算。

use super::{Hit, Profile, Rule, Verdict, wishes};
use crate::model::{Field, Fields, Flag, Lang, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct NoteWish;

/// The words in the buyer's note that nobody has answered yet.
pub(super) fn unanswered(order: &Order) -> Vec<&'static str> {
    if order.seller_note.trim().is_empty() && order.flag == Flag::None {
        wishes::find(&order.buyer_note)
    } else {
        Vec::new()
    }
}

impl Rule for NoteWish {
    fn id(&self) -> &'static str {
        "ADR-04"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("留言有改址或快递要求", "note asks for a change")
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
        include_str!("note_wish.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        order.status.is_before_shipping()
    }

    fn check(&self, order: &Order, _: &Scope) -> Verdict {
        let words = unanswered(order);
        if words.is_empty() {
            return Verdict::Clean;
        }
        Verdict::Hit(Hit::new(self.severity()).facts(Facts::text(words.join(" "))))
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let told = |word| match word {
            "phone" => lang.pick("电话号码", "a phone number"),
            "address" => lang.pick("地址", "an address"),
            other => other,
        };
        let mut words: Vec<&str> = facts.text.split(' ').map(told).collect();
        words.dedup();
        match lang {
            Lang::Zh => format!("买家留言提到{}，商家还没处理", words.join("、")),
            Lang::En => format!("the buyer's note names {}; nobody has dealt with it", words.join(", ")),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("按留言修改订单并写备注", "change the order as asked and leave a note")
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{hits, order, says, without};
    use super::*;
    use crate::model::Status;

    fn noted(note: &str) -> Order {
        Order { buyer_note: note.into(), ..order() }
    }

    #[test]
    fn a_wish_nobody_dealt_with() {
        for note in ["麻烦发顺丰", "改地址", "打13800000002", "换红色款"] {
            assert!(hits("ADR-04", &noted(note)), "{note}");
        }
        assert!(hits("ADR-04", &without(noted("改地址"), Field::Flag)));
    }

    #[test]
    fn near_misses() {
        for changed in [
            noted("谢谢老板"),
            noted("不用改地址"),
            Order { seller_note: "已改".into(), ..noted("改地址") },
            Order { flag: Flag::Red, ..noted("改地址") },
            Order { status: Status::Shipped, ..noted("改地址") },
        ] {
            assert_eq!(says("ADR-04", &changed), Verdict::Clean, "{changed:?}");
        }
    }

    #[test]
    fn without_notes_it_cannot_say() {
        for field in [Field::BuyerNote, Field::SellerNote] {
            assert_eq!(says("ADR-04", &without(noted("改地址"), field)), Verdict::Skipped(field));
        }
    }

    #[test]
    fn the_sentence_does_not_repeat_the_number() {
        let Verdict::Hit(hit) = says("ADR-04", &noted("发顺丰，打13800000002")) else {
            panic!("no hit")
        };
        let told = NoteWish.why(&hit.facts, Lang::Zh);
        assert_eq!(told, "买家留言提到电话号码、顺丰，商家还没处理");
    }
}
