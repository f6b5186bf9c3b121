//! RSK-06 suspected brushing
//!
//! Finds orders that look as if they were placed to fake sales, so that a supervisor sees what the platform
//! would see.
//!
//! When: not shipped, and the seller's note has a word of that trade (刷单, 空包, S单, 好评返现 …), or three or
//! more buyers share one phone or address within `twin_window` (see DUP-04). Titles and shop names are never
//! searched: a brush shop sells brushes.
//!
//! Why: platforms punish it, and so does the law. This is an alert against the shop itself and never an
//! exclusion: such orders stay in every queue and every figure.
//!
//! Not when: the word is part of an ordinary one (牙刷, 空包装) or denied (不是刷单). Without a word, an order
//! whose buyer, phone and address can't be compared counts as skipped.
//!
//! ---
//! RSK-06 疑似刷单
//!
//! 找出看起来像刷单的订单，让主管先于平台看到。
//!
//! 条件：还没发货；商家备注里有刷单、空包、S单、好评返现之类的词，或者三个以上买家在 `twin_window` 内共用电话或
//! 地址（同 DUP-04）。从不搜商品标题和店铺名：卖刷子的店不会被误报。
//!
//! 原因：平台会处罚，也违法。这是提醒店铺自查，从不用来剔除订单：这些订单照样进所有队列和报表。
//!
//! 不报：普通词里的字（牙刷、空包装），或者否定说法（不是刷单）。备注里没有这类词，买家、电话、地址又无法比对的，
//! 记为“未检查”。

use super::{Comparison, Hit, Profile, Rule, Seen, crowd::Crowd};
use crate::model::Desk;
use crate::model::{Field, Fields, Lang, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;
use std::any::Any;
use std::collections::HashMap;

pub(super) struct SuspectedBrushing;

struct Word {
    text: &'static str,
    /// The word means something else after or before these.
    not_after: &'static [&'static str],
    not_before: &'static [&'static str],
}

const DENIED: &[&str] = &["不是", "非", "拒绝", "禁止", "防", "没有", "没"];

const fn word(text: &'static str) -> Word {
    Word { text, not_after: &[], not_before: &[] }
}

const WORDS: &[Word] = &[
    Word {
        text: "刷单",
        not_after: &["牙", "毛", "鞋", "锅", "杯"],
        not_before: &["支", "只", "个", "独", "品", "价", "把"],
    },
    Word { text: "补单", not_after: &["漏发", "少发"], not_before: &["号"] },
    Word { text: "空包", not_after: &["航", "真", "太"], not_before: &["装", "裹"] },
    Word { text: "S单", not_after: &[], not_before: &["品", "个", "独"] },
    word("代付返现"),
    word("好评返"),
    word("刷销量"),
    word("刷信誉"),
    word("刷好评"),
    word("刷手"),
    word("测评单"),
];

/// The first word of the trade in a seller's note.
fn told(note: &str) -> Option<&'static str> {
    if !note.contains(['刷', '补', '空', 'S', 's', '代', '好', '测']) {
        return None;
    }
    let upper = note.to_ascii_uppercase();
    let alone = upper.split(|c: char| !c.is_alphanumeric()).any(|part| part == "刷");
    let found = WORDS.iter().find(|word| {
        upper.match_indices(word.text).any(|(at, text)| {
            let (before, after) = (&upper[..at], &upper[at + text.len()..]);
            let latin = text.starts_with('S') && before.ends_with(|c: char| c.is_ascii_alphanumeric());
            let ordinary = word.not_after.iter().chain(DENIED).any(|w| before.ends_with(w))
                || word.not_before.iter().any(|w| after.starts_with(w));
            !latin && !ordinary
        })
    });
    found.map(|w| w.text).or(alone.then_some("刷"))
}

#[derive(Default)]
struct Suspects {
    crowd: Crowd,
    told: HashMap<u32, &'static str>,
}

impl Comparison for Suspects {
    fn see(&mut self, order: &Order, index: u32, scope: &Scope) -> Seen {
        let grouped = self.crowd.add(order, index, scope);
        if let Some(word) = told(&order.seller_note) {
            self.told.insert(index, word);
            return Seen::Kept;
        }
        match grouped {
            Ok(()) => Seen::Kept,
            Err(field) => Seen::Skipped(field),
        }
    }

    fn absorb(&mut self, later: Box<dyn Any>, offset: u32) {
        if let Ok(later) = later.downcast::<Suspects>() {
            self.crowd.absorb(later.crowd, offset);
            self.told.extend(later.told.into_iter().map(|(index, word)| (index + offset, word)));
        }
    }

    fn finish(self: Box<Self>, _: &Scope) -> Vec<(u32, Hit)> {
        let mut facts: HashMap<u32, Facts> =
            self.told.into_iter().map(|(index, word)| (index, Facts::text(word))).collect();
        for (index, buyers) in self.crowd.finish() {
            facts.entry(index).or_default().numbers[0] = buyers;
        }
        facts.into_iter().map(|(index, facts)| (index, Hit::new(Severity::P3).facts(facts))).collect()
    }
}

impl Rule for SuspectedBrushing {
    fn id(&self) -> &'static str {
        "RSK-06"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("疑似刷单", "suspected brushing")
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

    fn reads(&self) -> Fields {
        Fields::of(&[Field::Buyer, Field::Phone, Field::Address, Field::CreatedAt])
    }

    fn desk(&self) -> Desk {
        Desk::Supervisor
    }

    fn doc(&self) -> &'static str {
        include_str!("suspected_brushing.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        order.status.is_before_shipping()
    }

    fn comparison(&self) -> Option<Box<dyn Comparison>> {
        Some(Box::new(Suspects::default()))
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let (word, buyers) = (facts.text.as_str(), facts.numbers[0]);
        let mut parts = Vec::new();
        if !word.is_empty() {
            parts.push(match lang {
                Lang::Zh => format!("商家备注里有“{word}”"),
                Lang::En => format!("the seller's note says \"{word}\""),
            });
        }
        if buyers > 0 {
            parts.push(match lang {
                Lang::Zh => format!("{buyers} 个买家账号共用电话或地址"),
                Lang::En => format!("{buyers} buyers share this phone or address"),
            });
        }
        parts.join(lang.pick("，", "; "))
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("报主管核实，照常发货和统计", "tell the supervisor; ship and count it as usual")
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{NOW, named, order, run_in, scope, skipped, without};
    use super::*;
    use crate::model::Status;

    fn noted(note: &str) -> Order {
        Order { seller_note: note.into(), ..order() }
    }

    fn list(orders: &[Order]) -> usize {
        named("RSK-06", orders).len()
    }

    #[test]
    fn words_of_the_trade() {
        for note in ["刷单", "7/8 s单 小王", "刷", "空包，勿发", "好评返现5元", "补单 08"] {
            assert_eq!(list(&[noted(note)]), 1, "{note}");
        }
    }

    #[test]
    fn ordinary_words() {
        for note in [
            "",
            "送牙刷",
            "牙刷单支装",
            "空包装盒破损",
            "客户收到空包裹",
            "航空包机",
            "PS单品",
            "不是刷单",
            "刷卡付款",
        ] {
            assert_eq!(list(&[noted(note)]), 0, "{note}");
        }
        let brushes =
            Order { titles: "刷单神器牙刷".into(), shop: "刷单刷子店".into(), ..order() };
        assert_eq!(list(&[brushes]), 0);
        assert_eq!(list(&[Order { status: Status::Finished, ..noted("刷单") }]), 0);
    }

    #[test]
    fn three_buyers_at_one_address() {
        let of = |n: &str| Order { order_no: n.into(), buyer: format!("buyer{n}"), ..order() };
        assert_eq!(list(&[of("1"), of("2"), of("3")]), 3);
        assert_eq!(list(&[of("1"), of("2")]), 0);
        let told = Order { seller_note: "刷单".into(), ..of("3") };
        let scope = scope(NOW);
        let out = run_in("RSK-06", &[of("1"), of("2"), told], &scope);
        let both = out.findings.iter().find(|f| !f.facts.text.is_empty()).expect("one with the word");
        assert_eq!(
            SuspectedBrushing.why(&both.facts, Lang::Zh),
            "商家备注里有“刷单”，3 个买家账号共用电话或地址"
        );
    }

    #[test]
    fn what_it_cannot_tell_is_skipped() {
        let masked = Order { buyer: "t**".into(), ..order() };
        assert_eq!(skipped("RSK-06", &masked), Some(Field::Buyer));
        assert_eq!(list(&[Order { seller_note: "刷单".into(), ..masked }]), 1);
        assert_eq!(skipped("RSK-06", &without(order(), Field::SellerNote)), Some(Field::SellerNote));
    }
}
