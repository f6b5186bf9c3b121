//! Refund cases and their unified states.

use super::{Column, Origin, Record, Schema, Seen, Slot};
use crate::model::{Cents, Field as F, Fields, Owner, RefundKind, RefundState, Stamp};

/// Words in a reason that make an ordinary refund a correction of the price.
const ADJUSTMENTS: &[(&str, RefundKind)] = &[
    ("价保", RefundKind::PriceProtect),
    ("保价", RefundKind::PriceProtect),
    ("价格保护", RefundKind::PriceProtect),
    ("返现", RefundKind::CashBack),
    ("差价", RefundKind::Difference),
    ("退运费", RefundKind::Freight),
    ("退邮费", RefundKind::Freight),
    ("补运费", RefundKind::Freight),
    ("运费补偿", RefundKind::Freight),
];

/// One refund case of an order; an order can have several.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Refund {
    pub platform: String,
    pub shop: String,
    pub refund_no: String,
    pub order_no: String,
    pub item_no: String,
    pub buyer: String,
    pub product: String,
    pub sku: String,
    pub kind: RefundKind,
    pub state: RefundState,
    pub state_raw: String,
    pub reason: String,
    pub detail: String,
    pub amount: Option<Cents>,
    /// What the buyer had paid, before refunds.
    pub paid: Option<Cents>,
    pub applied_at: Option<Stamp>,
    pub due_at: Option<Stamp>,
    pub done_at: Option<Stamp>,
    pub back_at: Option<Stamp>,
    /// When the shop signed for the goods that came back.
    pub back_signed_at: Option<Stamp>,
    pub goods_state: String,
    pub carrier: String,
    pub tracking_no: String,
    pub back_carrier: String,
    pub back_tracking_no: String,
    pub platform_step: String,
    pub phase: String,
    pub handler: String,
    pub seller_note: String,
    pub have: Fields,
    pub sentinels: Fields,
    pub extra: String,
    pub seen: Seen,
    /// That it is done was told by its order, of which a newer export said so.
    pub done_by_order: bool,
}

impl Refund {
    pub fn last_event(&self) -> Option<Stamp> {
        [self.applied_at, self.done_at, self.back_at, self.back_signed_at].into_iter().flatten().max()
    }

    /// What the buyer asks for. Platforms file a correction of the price as an ordinary refund of money and
    /// tell it by the reason only.
    pub fn asks(&self) -> RefundKind {
        if !matches!(self.kind, RefundKind::RefundOnly | RefundKind::Unknown) {
            return self.kind;
        }
        if matches!(self.reason.as_str(), "运费" | "邮费") {
            return RefundKind::Freight;
        }
        ADJUSTMENTS.iter().find(|a| self.reason.contains(a.0)).map_or(self.kind, |a| a.1)
    }

    /// The platform has taken the case into its own hands, whatever the state's word says.
    pub fn at_platform(&self) -> bool {
        let stepped_in = ["已介入", "已经介入", "介入中", "初审", "复审"];
        self.state.is_open()
            && (self.state == RefundState::Arbitration
                || stepped_in.iter().any(|word| self.platform_step.contains(word)))
    }

    /// Whose turn it is; nobody's where the case is finished, or its state is not known.
    pub fn turn(&self) -> Option<Owner> {
        if self.at_platform() { Some(Owner::Platform) } else { self.state.owner() }
    }

    /// The export says that the goods are with us again.
    pub fn goods_are_back(&self) -> bool {
        ["已签收", "商家已收", "卖家已收"].iter().any(|word| self.goods_state.contains(word))
    }

    /// It is about the money and not the goods: neither a correction of the price, nor something that is sent for it.
    pub fn gives_up_goods(&self) -> bool {
        let asks = self.asks();
        let sends = matches!(asks, RefundKind::Exchange | RefundKind::Repair | RefundKind::Reissue);
        !asks.is_adjustment() && !sends
    }

    /// The buyer still wants money back, and the seller has not refused.
    pub fn is_claimed(&self) -> bool {
        self.state.is_claimed()
    }
}

pub static REFUNDS: Schema = Schema {
    key: "refunds",
    table: "refunds",
    zh: "退款",
    en: "refunds",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::of(F::RefundNo).key(),
        Column::of(F::OrderNo),
        Column::of(F::ItemNo).hidden(),
        Column::of(F::Buyer),
        Column::of(F::Items).stored("product"),
        Column::of(F::Sku).hidden(),
        Column::of(F::RefundKind).silent(&["unknown"]).stored("kind"),
        Column::of(F::RefundState).state(&["none", "unknown"]).stored("state").telling().ledger(),
        Column::of(F::StatusRaw).stored("state_raw").hidden(),
        Column::of(F::Reason),
        Column::of(F::Detail).hidden(),
        Column::of(F::Amount),
        Column::of(F::Paid).hidden(),
        Column::of(F::AppliedAt),
        Column::of(F::DueAt).hidden(),
        Column::of(F::DoneAt).hidden(),
        Column::of(F::BackAt).hidden(),
        Column::of(F::BackSignedAt).hidden(),
        Column::of(F::GoodsState).hidden(),
        Column::of(F::Carrier).hidden(),
        Column::of(F::TrackingNo).hidden(),
        Column::of(F::BackCarrier).hidden(),
        Column::of(F::BackTrackingNo).hidden(),
        Column::of(F::PlatformStep).hidden(),
        Column::of(F::Phase).hidden(),
        Column::of(F::Handler).hidden(),
        Column::of(F::SellerNote).hidden().ledger(),
        Column::EXTRA,
        Column::OFFERED,
        Column::SENTINELS,
    ],
    number: Some(F::RefundNo),
    identity: &[],
    required: &[],
    age: &[F::AppliedAt, F::DoneAt, F::BackAt, F::BackSignedAt],
    at: &[F::AppliedAt],
    origin: Origin::Export,
    make: || Box::new(Refund::default()),
};

impl Record for Refund {
    fn schema(&self) -> &'static Schema {
        &REFUNDS
    }

    fn slots<'r>(&'r mut self, f: &mut dyn FnMut(Slot<'r>)) {
        f(Slot::Text(&mut self.platform));
        f(Slot::Text(&mut self.shop));
        f(Slot::Text(&mut self.refund_no));
        f(Slot::Text(&mut self.order_no));
        f(Slot::Text(&mut self.item_no));
        f(Slot::Text(&mut self.buyer));
        f(Slot::Text(&mut self.product));
        f(Slot::Text(&mut self.sku));
        f(Slot::Word(&mut self.kind));
        f(Slot::Word(&mut self.state));
        f(Slot::Text(&mut self.state_raw));
        f(Slot::Text(&mut self.reason));
        f(Slot::Text(&mut self.detail));
        f(Slot::Money(&mut self.amount));
        f(Slot::Money(&mut self.paid));
        f(Slot::Time(&mut self.applied_at));
        f(Slot::Time(&mut self.due_at));
        f(Slot::Time(&mut self.done_at));
        f(Slot::Time(&mut self.back_at));
        f(Slot::Time(&mut self.back_signed_at));
        f(Slot::Text(&mut self.goods_state));
        f(Slot::Text(&mut self.carrier));
        f(Slot::Text(&mut self.tracking_no));
        f(Slot::Text(&mut self.back_carrier));
        f(Slot::Text(&mut self.back_tracking_no));
        f(Slot::Text(&mut self.platform_step));
        f(Slot::Text(&mut self.phase));
        f(Slot::Text(&mut self.handler));
        f(Slot::Text(&mut self.seller_note));
        f(Slot::Text(&mut self.extra));
        f(Slot::Columns(&mut self.have));
        f(Slot::Columns(&mut self.sentinels));
    }

    fn as_any(&mut self) -> &mut dyn std::any::Any {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variant_stands_in_its_list_and_keeps_its_key() {
        for (place, state) in RefundState::all().enumerate() {
            assert_eq!((state as usize, RefundState::by_key(state.key())), (place, Some(state)));
        }
        for (place, kind) in RefundKind::all().enumerate() {
            assert_eq!((kind as usize, RefundKind::by_key(kind.key())), (place, Some(kind)));
        }
        for (place, owner) in Owner::ALL.iter().enumerate() {
            assert_eq!(*owner as usize, place);
        }
    }

    #[test]
    fn a_reason_makes_a_money_only_refund_an_adjustment() {
        let of = |kind, reason: &str| Refund { kind, reason: reason.into(), ..Refund::default() }.asks();
        assert_eq!(of(RefundKind::RefundOnly, "商品价保"), RefundKind::PriceProtect);
        assert_eq!(of(RefundKind::RefundOnly, "退差价"), RefundKind::Difference);
        assert_eq!(of(RefundKind::RefundOnly, "运费"), RefundKind::Freight);
        assert_eq!(of(RefundKind::Unknown, "退运费"), RefundKind::Freight);
        assert_eq!(of(RefundKind::RefundOnly, "运费太贵，不想要了"), RefundKind::RefundOnly);
        assert_eq!(of(RefundKind::ReturnRefund, "退运费"), RefundKind::ReturnRefund);
    }

    #[test]
    fn the_platform_takes_its_turn_until_the_case_is_finished() {
        let of = |state, step: &str| Refund { state, platform_step: step.into(), ..Refund::default() }.turn();
        assert_eq!(of(RefundState::Requested, ""), Some(Owner::Seller));
        assert_eq!(of(RefundState::Requested, "不需客服介入"), Some(Owner::Seller));
        assert_eq!(of(RefundState::Requested, "客服已经介入"), Some(Owner::Platform));
        assert_eq!(of(RefundState::Refused, "已介入"), Some(Owner::Platform));
        assert_eq!(of(RefundState::Success, "已介入"), None);
        assert_eq!(of(RefundState::Unknown, ""), None);
    }
}
