//! States of refunds, and whose turn it is.

use super::Lang;

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

impl RefundState {
    const ALL: [RefundState; RefundState::Unknown as usize + 1] = [
        RefundState::None,
        RefundState::Requested,
        RefundState::WaitBuyerReturn,
        RefundState::WaitSellerReceive,
        RefundState::Refunding,
        RefundState::Refused,
        RefundState::Arbitration,
        RefundState::Success,
        RefundState::Closed,
        RefundState::ExchangeDone,
        RefundState::Failed,
        RefundState::Unknown,
    ];

    pub fn all() -> impl Iterator<Item = RefundState> {
        RefundState::ALL.into_iter()
    }

    /// Its key, its Chinese and its English name.
    fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            RefundState::None => ("none", "无", "none"),
            RefundState::Requested => ("requested", "待商家处理", "requested"),
            RefundState::WaitBuyerReturn => ("wait_buyer_return", "待买家退货", "wait for goods"),
            RefundState::WaitSellerReceive => ("wait_seller_receive", "待商家收货", "goods on the way"),
            RefundState::Refunding => ("refunding", "退款中", "refunding"),
            RefundState::Refused => ("refused", "已拒绝", "refused"),
            RefundState::Arbitration => ("arbitration", "平台介入", "arbitration"),
            RefundState::Success => ("success", "退款成功", "refunded"),
            RefundState::Closed => ("closed", "退款关闭", "closed"),
            RefundState::ExchangeDone => ("exchange_done", "换货成功", "exchanged"),
            RefundState::Failed => ("failed", "退款失败", "failed"),
            RefundState::Unknown => ("unknown", "未知", "unknown"),
        }
    }

    pub fn key(self) -> &'static str {
        self.names().0
    }

    pub fn title(self, lang: Lang) -> &'static str {
        let (_, zh, en) = self.names();
        lang.pick(zh, en)
    }

    pub fn by_key(key: &str) -> Option<RefundState> {
        RefundState::all().find(|state| state.key() == key)
    }

    /// Somebody still has to act.
    pub fn is_open(self) -> bool {
        !matches!(
            self,
            RefundState::None | RefundState::Success | RefundState::Closed | RefundState::ExchangeDone
        )
    }

    /// The buyer still wants what was asked for, and the seller has not refused.
    pub fn is_claimed(self) -> bool {
        self.is_open() && !matches!(self, RefundState::Refused | RefundState::Unknown)
    }

    /// Goods are to come back, so they have left.
    pub fn comes_back(self) -> bool {
        matches!(self, RefundState::WaitBuyerReturn | RefundState::WaitSellerReceive)
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
    pub const ALL: [Owner; 4] = [Owner::Seller, Owner::Buyer, Owner::Platform, Owner::Carrier];

    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Owner::Seller => lang.pick("商家", "seller"),
            Owner::Buyer => lang.pick("买家", "buyer"),
            Owner::Platform => lang.pick("平台", "platform"),
            Owner::Carrier => lang.pick("快递", "carrier"),
        }
    }

    pub fn key(self) -> &'static str {
        match self {
            Owner::Seller => "seller",
            Owner::Buyer => "buyer",
            Owner::Platform => "platform",
            Owner::Carrier => "carrier",
        }
    }
}
