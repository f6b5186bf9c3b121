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

impl RefundKind {
    const ALL: [RefundKind; RefundKind::Freight as usize + 1] = [
        RefundKind::Unknown,
        RefundKind::RefundOnly,
        RefundKind::ReturnRefund,
        RefundKind::Exchange,
        RefundKind::Repair,
        RefundKind::Reissue,
        RefundKind::PriceProtect,
        RefundKind::CashBack,
        RefundKind::Difference,
        RefundKind::Freight,
    ];

    pub fn all() -> impl Iterator<Item = RefundKind> {
        RefundKind::ALL.into_iter()
    }

    /// Its key, its Chinese and its English name.
    fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            RefundKind::Unknown => ("unknown", "未知", "unknown"),
            RefundKind::RefundOnly => ("refund_only", "仅退款", "money only"),
            RefundKind::ReturnRefund => ("return_refund", "退货退款", "return"),
            RefundKind::Exchange => ("exchange", "换货", "exchange"),
            RefundKind::Repair => ("repair", "维修", "repair"),
            RefundKind::Reissue => ("reissue", "补寄", "reissue"),
            RefundKind::PriceProtect => ("price_protect", "价保", "price drop"),
            RefundKind::CashBack => ("cash_back", "返现", "cash back"),
            RefundKind::Difference => ("difference", "退差价", "difference"),
            RefundKind::Freight => ("freight", "退运费", "freight"),
        }
    }

    pub fn key(self) -> &'static str {
        self.names().0
    }

    pub fn title(self, lang: Lang) -> &'static str {
        let (_, zh, en) = self.names();
        lang.pick(zh, en)
    }

    pub fn by_key(key: &str) -> Option<RefundKind> {
        RefundKind::all().find(|kind| kind.key() == key)
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

    /// The buyer still wants money back, and the seller has not refused.
    pub fn is_claimed(&self) -> bool {
        self.state.is_open() && !matches!(self.state, RefundState::Refused | RefundState::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variant_stands_in_its_list_and_keeps_its_key() {
        for (index, state) in RefundState::all().enumerate() {
            assert_eq!((state as usize, RefundState::by_key(state.key())), (index, Some(state)));
        }
        for (index, kind) in RefundKind::all().enumerate() {
            assert_eq!((kind as usize, RefundKind::by_key(kind.key())), (index, Some(kind)));
        }
        for (index, owner) in Owner::ALL.iter().enumerate() {
            assert_eq!(*owner as usize, index);
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
