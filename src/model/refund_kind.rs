//! What buyers ask for.

use super::Lang;

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
