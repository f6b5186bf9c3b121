//! ADR-06 address not verified
//!
//! Finds paid orders whose address is worth a question before the parcel leaves.
//!
//! When: paid and not shipped, and one of these is true: payable ≥ `high_value` (2000.00, per shop); the address
//! is incomplete (ADR-03); the buyer's note asks for a change nobody answered (ADR-04); or it is the buyer's
//! first order, as far as the data tell.
//!
//! Why: confirming an address costs a message, a parcel gone astray costs the parcel.
//!
//! A first order is only told from data that reach back 90 days or more: the oldest order among those that are
//! finished or closed must be that old. The check sees the orders in its scope, and unless `--since` asks for
//! more that is 30 days of finished ones, so give `--since` to use this part.
//!
//! Not when: nothing of this is true. Where one of them can't be told and no other is true, the order counts as
//! skipped. Confirmations that the shop recorded elsewhere are not known here.
//!
//! ---
//! ADR-06 地址未核对
//!
//! 找出发货前值得跟买家核对一下地址的订单。
//!
//! 条件：已付款未发货，并且符合任意一条：应付 ≥ `high_value`（默认 2000.00，可按店铺设置）；地址不完整（ADR-03）；
//! 留言有改换要求还没处理（ADR-04）；就现有数据看是该买家的首单。
//!
//! 原因：核对地址只要一句话，寄丢了要赔一个包裹。
//!
//! 首单只有在数据往前覆盖满 90 天时才判断：已完成或已关闭的订单里最早的一单要有这么久。检查只看范围内的订单，
//! 不加 `--since` 时已完成的只看 30 天，要用首单判断请加 `--since`。
//!
//! 不报：以上都不符合。有一条无法判断、其他又都不符合时，记为“未检查”。在别处核对过地址的记录，这里不知道。

use super::{Comparison, Hit, Profile, Rule, Seen, address_incomplete, note_wish, twins};
use crate::model::hash::quick_hash;
use crate::model::time::DAY;
use crate::model::{Field, Fields, Lang, Severity, Stamp, Status};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;
use std::any::Any;
use std::collections::HashMap;

pub(super) struct AddressUnverified;

const REACH: i64 = 90 * DAY;

/// Machine word, Chinese, English.
const REASONS: &[(&str, &str, &str)] = &[
    ("amount", "金额大", "a high amount"),
    ("address", "地址不完整", "an incomplete address"),
    ("note", "留言有要求未处理", "an unanswered wish in the note"),
    ("first", "首次购买", "the buyer's first order"),
];

/// The reasons that one order shows by itself; `Err` where there is none but not all could be told.
fn reasons(order: &Order, scope: &Scope) -> Result<Vec<&'static str>, Field> {
    let mut found = Vec::new();
    let mut unknown = None;
    let mut ask = |word, answer: Result<bool, Field>| match answer {
        Ok(true) => found.push(word),
        Ok(false) => {}
        Err(field) => unknown = unknown.or(Some(field)),
    };
    ask("amount", order.payable.map(|p| p >= scope.of(order).high_value).ok_or(Field::Payable));
    ask(
        "address",
        match order.lacks(address_incomplete::REQUIRED) {
            Some(field) => Err(field),
            None => address_incomplete::lacking(order).map(|l| !l.is_empty()),
        },
    );
    ask(
        "note",
        match order.lacks(Fields::of(&[Field::BuyerNote, Field::SellerNote])) {
            Some(field) => Err(field),
            None => Ok(!note_wish::unanswered(order).is_empty()),
        },
    );
    match unknown {
        Some(field) if found.is_empty() => Err(field),
        _ => Ok(found),
    }
}

struct AddressRow {
    index: u32,
    /// The buyer, where known.
    buyer: Option<u64>,
    reasons: Vec<&'static str>,
}

#[derive(Default)]
struct Buyers {
    rows: Vec<AddressRow>,
    /// Buyer → the one order seen, or `None` for several.
    orders: HashMap<u64, Option<u64>>,
    oldest: Option<Stamp>,
}

impl Comparison for Buyers {
    fn see(&mut self, order: &Order, index: u32, scope: &Scope) -> Seen {
        let buyer = twins::buyer(order);
        if let Ok(buyer) = buyer {
            let no = quick_hash(order.order_no.as_bytes());
            self.orders
                .entry(buyer)
                .and_modify(|one| *one = one.filter(|seen| *seen == no))
                .or_insert(Some(no));
        }
        // Open orders of any age are in scope, so they do not show how far back the data reach.
        if !order.status.is_open() {
            self.oldest = [self.oldest, order.created_at].into_iter().flatten().min();
        }
        if order.status != Status::Paid {
            return Seen::Ignored;
        }
        match (reasons(order, scope), buyer) {
            (Err(field), _) => Seen::Skipped(field),
            (Ok(reasons), Err(field)) if reasons.is_empty() => Seen::Skipped(field),
            (Ok(reasons), buyer) => {
                self.rows.push(AddressRow { index, buyer: buyer.ok(), reasons });
                Seen::Kept
            }
        }
    }

    fn absorb(&mut self, later: Box<dyn Any>, offset: u32) {
        if let Ok(later) = later.downcast::<Buyers>() {
            self.rows.extend(later.rows.into_iter().map(|r| AddressRow { index: r.index + offset, ..r }));
            for (buyer, later) in later.orders {
                self.orders
                    .entry(buyer)
                    .and_modify(|one| *one = one.filter(|seen| Some(*seen) == later))
                    .or_insert(later);
            }
            self.oldest = [self.oldest, later.oldest].into_iter().flatten().min();
        }
    }

    fn finish(self: Box<Self>, scope: &Scope) -> Vec<(u32, Hit)> {
        let reaches = self.oldest.is_some_and(|oldest| scope.now.0 - oldest.0 >= REACH);
        let mut out = Vec::new();
        for mut row in self.rows {
            let once = row.buyer.and_then(|b| self.orders.get(&b)).is_some_and(Option::is_some);
            if reaches && once {
                row.reasons.push("first");
            }
            if !row.reasons.is_empty() {
                out.push((row.index, Hit::new(Severity::P3).facts(Facts::text(row.reasons.join(" ")))));
            }
        }
        out
    }
}

impl Rule for AddressUnverified {
    fn id(&self) -> &'static str {
        "ADR-06"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("地址未核对", "address not verified")
    }

    fn severity(&self) -> Severity {
        Severity::P3
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Audit]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::Status])
    }

    fn reads(&self) -> Fields {
        address_incomplete::REQUIRED.or(Fields::of(&[
            Field::Payable,
            Field::BuyerNote,
            Field::SellerNote,
            Field::Flag,
            Field::Buyer,
            Field::CreatedAt,
            Field::Kind,
            Field::Currency,
        ]))
    }

    fn doc(&self) -> &'static str {
        include_str!("address_unverified.rs")
    }

    /// Orders of every status: earlier ones tell who buys for the first time.
    fn applies(&self, _: &Order, _: &Scope) -> bool {
        true
    }

    fn comparison(&self) -> Option<Box<dyn Comparison>> {
        Some(Box::new(Buyers::default()))
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let words: Vec<&str> = REASONS
            .iter()
            .filter(|(key, ..)| facts.text.split(' ').any(|word| word == *key))
            .map(|(_, zh, en)| lang.pick(zh, en))
            .collect();
        match lang {
            Lang::Zh => format!("地址还没核对：{}", words.join("、")),
            Lang::En => format!("address not verified; {}", words.join(", ")),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("发货前跟买家核对地址", "confirm the address with the buyer before shipping")
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{NOW, order, run_in, scope, skipped, without};
    use super::*;
    use crate::model::Cents;
    use crate::rules::Window;

    fn facts(orders: &[Order]) -> Vec<String> {
        let since = Some(Stamp(NOW - 200 * DAY));
        let scope = Scope { window: Window { since, until: None }, ..scope(NOW) };
        let out = run_in("ADR-06", orders, &scope);
        out.findings.iter().map(|f| format!("{} {}", f.subject.order_no, f.facts.text)).collect()
    }

    fn old(days: i64, buyer: &str) -> Order {
        let created_at = Some(Stamp(NOW - days * DAY));
        Order { order_no: "0".into(), buyer: buyer.into(), status: Status::Finished, created_at, ..order() }
    }

    fn paid() -> Order {
        Order { order_no: "1".into(), ..order() }
    }

    #[test]
    fn each_reason() {
        assert_eq!(facts(&[Order { payable: Some(Cents(200_000)), ..paid() }]), ["1 amount"]);
        assert!(facts(&[Order { payable: Some(Cents(199_999)), ..paid() }]).is_empty());
        assert_eq!(facts(&[Order { phone: "1".into(), ..paid() }]), ["1 address"]);
        assert_eq!(facts(&[Order { buyer_note: "改地址".into(), ..paid() }]), ["1 note"]);
        assert_eq!(facts(&[paid(), old(90, "zhouqh")]), ["1 first"]);
    }

    #[test]
    fn a_first_order_needs_ninety_days_of_data() {
        assert!(facts(&[paid(), old(89, "zhouqh")]).is_empty());
        assert!(facts(&[paid(), old(90, &paid().buyer)]).is_empty());
        let open = Order { status: Status::Unpaid, ..old(90, "zhouqh") };
        assert!(facts(&[paid(), open]).is_empty());
        assert_eq!(facts(&[paid(), paid(), old(90, "zhouqh")]).len(), 2);
    }

    #[test]
    fn only_paid_orders_are_named() {
        for status in [Status::Unpaid, Status::Shipped, Status::ClosedRefunded] {
            assert!(facts(&[Order { status, payable: Some(Cents(200_000)), ..paid() }]).is_empty());
        }
    }

    #[test]
    fn what_it_cannot_tell_is_skipped() {
        assert_eq!(skipped("ADR-06", &without(order(), Field::BuyerNote)), Some(Field::BuyerNote));
        assert_eq!(skipped("ADR-06", &Order { buyer: "t**".into(), ..order() }), Some(Field::Buyer));
        assert_eq!(skipped("ADR-06", &Order { phone: "138****0001".into(), ..order() }), Some(Field::Phone));
        let dear = Order { payable: Some(Cents(200_000)), ..without(paid(), Field::BuyerNote) };
        assert_eq!(facts(&[dear]), ["1 amount"]);
    }
}
