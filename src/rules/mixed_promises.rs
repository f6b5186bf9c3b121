//! SHP-13 mixed promises
//!
//! Says which promise counts where an order has several. It is never listed as a hit.
//!
//! When: the order and its items state different ship deadlines. The earliest of those still to be shipped
//! counts for SHP-01 and SHP-02. Once a part has gone or was closed, the order's own date no longer counts
//! where every item still waiting states one, for it may have been that part's.
//! Why it matters: platforms hold a shop to the shortest promise that the buyer saw.
//! Not concerned: items closed, refunded or shipped.
//! Source: documented by Weixin shops; applied everywhere, for late costs more than early.
//! ---
//! SHP-13 多承诺取最短
//!
//! 说明一单有多个发货承诺时按哪个算，本身从不列出。
//!
//! 条件：主订单和各子订单写的发货时限不同。SHP-01 和 SHP-02 取还没发出的里面最早的一个。
//! 部分已发或已关闭后，如果剩下的子订单都写了时限，就不再看主订单的，因为它可能是已发那件的。
//! 为什么：平台按买家看到的最短承诺来判。
//! 不涉及：已关闭、已退款、已发出的子订单。
//! 依据：微信小店有文档；发晚比发早代价大，所以各平台都这样算。

use super::{Profile, Rule};
use crate::model::{Fields, Lang, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

/// Lives in `due.rs`; here stands its explanation.
pub(super) struct MixedPromises;

impl Rule for MixedPromises {
    fn id(&self) -> &'static str {
        "SHP-13"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("多承诺取最短", "mixed promises")
    }

    fn severity(&self) -> Severity {
        Severity::P3
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Ship]
    }

    fn required(&self) -> Fields {
        Fields::NONE
    }

    fn doc(&self) -> &'static str {
        include_str!("mixed_promises.rs")
    }

    fn applies(&self, _: &Order, _: &Scope) -> bool {
        false
    }

    fn why(&self, _: &Facts, lang: Lang) -> String {
        lang.pick("几个发货承诺里按最短的算", "the shortest of its promises counts").to_owned()
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("按最早的时限发货", "ship by the earliest")
    }
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::super::testing::{CREATED, PAID, item, order, says, severity};
    use super::*;
    use crate::model::{Stamp, Status};
    use crate::records::Item;

    #[test]
    fn is_never_a_hit_but_moves_the_deadline() {
        let promised = |at| Item { ship_due: Some(Stamp(at)), ..item(Status::Paid) };
        let order = Order { items: vec![promised(PAID + 10), promised(PAID + 20)], ..order() };
        assert_eq!(says("SHP-13", &order, CREATED), Verdict::Clean);
        assert_eq!(severity("SHP-01", &order, PAID + 10), None);
        assert_eq!(severity("SHP-01", &order, PAID + 11), Some(Severity::P0));
    }
}
