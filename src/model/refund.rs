//! Refund cases and their unified states.

use super::{Cents, Fields, Lang, Stamp};

/// Where a refund stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RefundState {
    #[default]
    None,
    /// Applied for; the seller has to answer.
    Requested,
    WaitBuyerReturn,
    WaitSellerReceive,
    /// Agreed; the money is on its way.
    Refunding,
    /// Refused by the seller; the buyer may escalate.
    Refused,
    Arbitration,
    Success,
    Closed,
    ExchangeDone,
    Failed,
    /// A text that the layout does not know.
    Unknown,
}

const STATES: &[(RefundState, &str, &str, &str)] = &[
    (RefundState::None, "none", "无", "none"),
    (RefundState::Requested, "requested", "待商家处理", "requested"),
    (RefundState::WaitBuyerReturn, "wait_buyer_return", "待买家退货", "wait for goods"),
    (RefundState::WaitSellerReceive, "wait_seller_receive", "待商家收货", "goods on the way"),
    (RefundState::Refunding, "refunding", "退款中", "refunding"),
    (RefundState::Refused, "refused", "已拒绝", "refused"),
    (RefundState::Arbitration, "arbitration", "平台介入", "arbitration"),
    (RefundState::Success, "success", "退款成功", "refunded"),
    (RefundState::Closed, "closed", "退款关闭", "closed"),
    (RefundState::ExchangeDone, "exchange_done", "换货成功", "exchanged"),
    (RefundState::Failed, "failed", "退款失败", "failed"),
    (RefundState::Unknown, "unknown", "未知", "unknown"),
];

impl RefundState {
    pub fn key(self) -> &'static str {
        STATES[self as usize].1
    }

    pub fn title(self, lang: Lang) -> &'static str {
        lang.pick(STATES[self as usize].2, STATES[self as usize].3)
    }

    pub fn by_key(key: &str) -> Option<RefundState> {
        STATES.iter().find(|s| s.1 == key).map(|s| s.0)
    }

    /// Somebody still has to act.
    pub fn is_open(self) -> bool {
        !matches!(
            self,
            RefundState::None | RefundState::Success | RefundState::Closed | RefundState::ExchangeDone
        )
    }

    /// Whose turn it is.
    pub fn owner(self) -> Option<Owner> {
        match self {
            RefundState::Requested | RefundState::WaitSellerReceive | RefundState::Refunding => {
                Some(Owner::Seller)
            }
            RefundState::Failed => Some(Owner::Seller),
            RefundState::WaitBuyerReturn | RefundState::Refused => Some(Owner::Buyer),
            RefundState::Arbitration => Some(Owner::Platform),
            _ => None,
        }
    }
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    Seller,
    Buyer,
    Platform,
    Carrier,
}

impl Owner {
    pub fn key(self) -> &'static str {
        match self {
            Owner::Seller => "seller",
            Owner::Buyer => "buyer",
            Owner::Platform => "platform",
            Owner::Carrier => "carrier",
        }
    }
}

/// What the buyer asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RefundKind {
    #[default]
    Unknown,
    /// Money only.
    RefundOnly,
    ReturnRefund,
    Exchange,
    Repair,
    Reissue,
    /// Not returns, and not in the refund rate.
    PriceProtect,
    CashBack,
    Difference,
    Freight,
}

const REFUND_KINDS: &[(RefundKind, &str)] = &[
    (RefundKind::Unknown, "unknown"),
    (RefundKind::RefundOnly, "refund_only"),
    (RefundKind::ReturnRefund, "return_refund"),
    (RefundKind::Exchange, "exchange"),
    (RefundKind::Repair, "repair"),
    (RefundKind::Reissue, "reissue"),
    (RefundKind::PriceProtect, "price_protect"),
    (RefundKind::CashBack, "cash_back"),
    (RefundKind::Difference, "difference"),
    (RefundKind::Freight, "freight"),
];

impl RefundKind {
    pub fn key(self) -> &'static str {
        REFUND_KINDS[self as usize].1
    }

    pub fn by_key(key: &str) -> Option<RefundKind> {
        REFUND_KINDS.iter().find(|k| k.1 == key).map(|k| k.0)
    }

    /// A correction of the price, not goods or service given back.
    pub fn is_adjustment(self) -> bool {
        matches!(
            self,
            RefundKind::PriceProtect | RefundKind::CashBack | RefundKind::Difference | RefundKind::Freight
        )
    }
}

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
}

impl Refund {
    pub fn last_event(&self) -> Option<Stamp> {
        [self.applied_at, self.done_at, self.back_at].into_iter().flatten().max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_stand_in_the_order_of_their_enums() {
        for (place, state) in STATES.iter().enumerate() {
            assert_eq!(state.0 as usize, place);
        }
        for (place, kind) in REFUND_KINDS.iter().enumerate() {
            assert_eq!(kind.0 as usize, place);
        }
    }
}
