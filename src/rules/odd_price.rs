//! RSK-03 odd price
//!
//! Finds goods sold for next to nothing: a coupon stacked twice, a price typed wrong.
//!
//! When: not shipped, not free by nature, payable not 0, and a piece was paid with ≤ `odd_price` (0.10) or with
//! less than `odd_price_percent` (50) percent of its list price. Unpaid orders are judged by what is payable.
//! Without item rows the whole order is divided by its pieces, and only the first test can hit.
//!
//! Why: every parcel that leaves at a wrong price is lost money, and more buyers come by the minute.
//!
//! Not when: samples, gifts, reissues, exchanges; gift lines (paid and payable 0); closed or refunded lines.
//! Where the list price is unknown and the piece is not dirt cheap, the order counts as skipped.
//! With `--profile audit` shipped and finished orders are looked at too.
//!
//! ---
//! RSK-03 价格异常
//!
//! 找出几乎白送的商品：优惠叠加错了，或者价格填错了。
//!
//! 条件：还没发货，不是免费性质的订单，应付不为 0，而且单件实付 ≤ `odd_price`（默认 0.10），或低于标价的
//! `odd_price_percent`（默认 50%）。未付款的订单按应付算。没有商品明细时用整单金额除以件数，只做第一项判断。
//!
//! 原因：按错价发一件亏一件，而且每分钟都可能有人再拍。
//!
//! 不报：寄样、赠品、补发、换货；赠品行（实付、应付都是 0）；已关闭或已退款的行。不知道标价、又没便宜到极点的
//! 订单记为“未检查”。已完成的订单目前还不看，审单时也不看。

use super::{Hit, Profile, Rule, Verdict};
use crate::model::Desk;
use crate::model::{Cents, Field, Fields, Lang, OrderKind, Severity};
use crate::records::{Item, Order};
use crate::rules::arena::Facts;
use crate::rules::{Scope, Thresholds};

pub(super) struct OddPrice;

/// What the buyer gives: before payment, with only a deposit paid, and on delivery, what is payable.
fn given(order: &Order, paid: Option<Cents>, payable: Option<Cents>) -> Option<Cents> {
    if order.status.is_paid() && order.kind != OrderKind::Cod { paid.or(payable) } else { payable }
}

/// Both known amounts are 0: a present, not a price.
fn is_gift(item: &Item) -> bool {
    let known = [item.paid, item.payable];
    known.iter().any(Option::is_some) && known.iter().flatten().all(|c| c.0 == 0)
}

/// Facts: paid for one piece, and its list price where that is what it is compared with, else 0.
fn dirt_cheap(amount: Cents, pieces: i64, limits: &Thresholds) -> Option<Facts> {
    let cheap = i128::from(amount.0) <= i128::from(limits.odd_price.0) * i128::from(pieces);
    cheap.then(|| Facts::numbers(amount.0.div_euclid(pieces), 0))
}

fn under_list(amount: Cents, pieces: i64, price: Cents, limits: &Thresholds) -> Option<Facts> {
    let asked = i128::from(price.0) * i128::from(limits.odd_price_percent) * i128::from(pieces);
    let under = i128::from(amount.0) * 100 < asked;
    under.then(|| Facts::numbers(amount.0.div_euclid(pieces), price.0))
}

/// The facts of a wrong price, `Ok(None)` for a right one, `Err` with what is not known.
fn judge(item: &Item, order: &Order, limits: &Thresholds) -> Result<Option<Facts>, Field> {
    let pieces = item.quantity.ok_or(Field::Quantity)?.max(1);
    let amount = given(order, item.paid, item.payable).ok_or(Field::Paid)?;
    if let Some(facts) = dirt_cheap(amount, pieces, limits) {
        return Ok(Some(facts));
    }
    let price = item.price.filter(|p| p.0 > 0).ok_or(Field::Price)?;
    Ok(under_list(amount, pieces, price, limits))
}

impl Rule for OddPrice {
    fn id(&self) -> &'static str {
        "RSK-03"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("价格异常", "odd price")
    }

    fn severity(&self) -> Severity {
        Severity::P0
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Audit, Profile::Money]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::Payable, Field::Status])
    }

    fn reads(&self) -> Fields {
        Fields::of(&[Field::Paid, Field::Quantity, Field::Price, Field::Kind, Field::ItemNo])
    }

    fn desk(&self) -> Desk {
        Desk::Supervisor
    }

    fn doc(&self) -> &'static str {
        include_str!("odd_price.rs")
    }

    fn applies(&self, order: &Order, scope: &Scope) -> bool {
        super::before_shipping_or_audited(order, scope) && !order.kind.is_free()
    }

    fn holds_items_against_order(&self) -> bool {
        true
    }

    fn check(&self, order: &Order, scope: &Scope) -> Verdict {
        let limits = scope.of(order);
        let hit = |facts| Hit::new(self.severity()).facts(facts);
        if order.payable == Some(Cents(0)) {
            return Verdict::Clean;
        }
        let mut unknown = None;
        for item in order.items.iter().filter(|i| i.is_live() && !is_gift(i)) {
            match judge(item, order, limits) {
                Ok(Some(facts)) => return Verdict::Hit(hit(facts).item(item.shown_no())),
                Ok(None) => {}
                Err(field) => unknown = unknown.or(Some(field)),
            }
        }
        if order.items.is_empty() {
            unknown = Some(Field::Price);
        }
        let Some(unknown) = unknown else { return Verdict::Clean };
        let Some(amount) = given(order, order.paid, order.payable) else {
            return Verdict::Skipped(Field::Paid);
        };
        match dirt_cheap(amount, order.quantity.unwrap_or(1).max(1), limits) {
            Some(facts) => Verdict::Hit(hit(facts)),
            None => Verdict::Skipped(unknown),
        }
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let [unit, price] = facts.cents();
        if price.0 <= 0 {
            return match lang {
                Lang::Zh => format!("单件实付只有 {unit}"),
                Lang::En => format!("only {unit} for one piece"),
            };
        }
        let percent = i128::from(unit.0) * 100 / i128::from(price.0);
        match lang {
            Lang::Zh => format!("单件实付 {unit}，只有标价 {price} 的 {percent}%"),
            Lang::En => format!("{unit} for one piece, {percent} % of its list price {price}"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick(
            "先别发货，核对活动价和优惠券，报主管",
            "hold the parcel, check promotion and coupons, tell the supervisor",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{hits, item, order, says};
    use super::*;
    use crate::model::{RefundState, Status};

    fn line(paid: i64, price: i64, quantity: i64) -> Item {
        let (paid, price) = (Some(Cents(paid)), Some(Cents(price)));
        Item { paid, payable: paid, price, quantity: Some(quantity), ..item() }
    }

    fn with(items: Vec<Item>) -> Order {
        Order { items, ..order() }
    }

    fn whole(paid: i64, quantity: Option<i64>) -> Order {
        Order { paid: Some(Cents(paid)), payable: Some(Cents(paid)), quantity, ..order() }
    }

    #[test]
    fn under_half_of_the_list_price() {
        assert!(hits("RSK-03", &with(vec![line(2949, 5900, 1)])));
        assert_eq!(says("RSK-03", &with(vec![line(2950, 5900, 1)])), Verdict::Clean);
        assert!(hits("RSK-03", &with(vec![line(5900, 5900, 1), line(8849, 5900, 3)])));
        assert_eq!(says("RSK-03", &with(vec![line(8850, 5900, 3)])), Verdict::Clean);
    }

    #[test]
    fn ten_fen_and_less() {
        assert!(hits("RSK-03", &with(vec![line(10, 15, 1)])));
        assert_eq!(says("RSK-03", &with(vec![line(11, 15, 1)])), Verdict::Clean);
        assert!(hits("RSK-03", &whole(10, Some(1))));
        assert!(hits("RSK-03", &whole(30, Some(3))));
        assert!(hits("RSK-03", &whole(10, None)));
        assert_eq!(says("RSK-03", &whole(31, Some(3))), Verdict::Skipped(Field::Price));
    }

    #[test]
    fn unpaid_and_deposits_are_judged_by_what_is_payable() {
        for status in [Status::Unpaid, Status::PartPaid] {
            let unpaid = Item { paid: Some(Cents(0)), ..line(5900, 5900, 1) };
            assert_eq!(says("RSK-03", &Order { status, ..with(vec![unpaid.clone()]) }), Verdict::Clean);
            let cod = Order { kind: OrderKind::Cod, ..with(vec![unpaid]) };
            assert_eq!(says("RSK-03", &cod), Verdict::Clean);
            assert!(hits("RSK-03", &Order { status, ..with(vec![line(100, 5900, 1)]) }));
        }
    }

    #[test]
    fn near_misses() {
        let refunded = Item { refund_state: RefundState::Success, ..line(1, 5900, 1) };
        for changed in [
            with(vec![line(5900, 5900, 1), line(0, 5900, 1)]),
            with(vec![line(5900, 5900, 1), refunded]),
            Order { kind: OrderKind::Sample, ..whole(1, Some(1)) },
            Order { status: Status::Finished, ..whole(1, Some(1)) },
            whole(0, Some(1)),
        ] {
            assert_eq!(says("RSK-03", &changed), Verdict::Clean, "{changed:?}");
        }
    }

    #[test]
    fn without_prices_it_cannot_say() {
        assert_eq!(says("RSK-03", &order()), Verdict::Skipped(Field::Price));
        let blank = Item { price: None, ..item() };
        assert_eq!(says("RSK-03", &with(vec![item(), blank])), Verdict::Skipped(Field::Price));
        let silent = Item { paid: None, payable: None, ..item() };
        assert_eq!(says("RSK-03", &with(vec![silent])), Verdict::Skipped(Field::Paid));
        let unknown = Order { payable: None, paid: None, ..order() };
        assert_eq!(says("RSK-03", &unknown), Verdict::Skipped(Field::Paid));
    }

    #[test]
    fn huge_amounts_do_not_overflow() {
        let _ = says("RSK-03", &with(vec![line(i64::MAX, i64::MAX, i64::MAX)]));
    }
}
