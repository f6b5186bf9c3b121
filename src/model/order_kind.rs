//! Sorts of orders.

/// What sort of order: decides which clocks and rules apply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrderKind {
    #[default]
    Normal,
    Presale,
    Virtual,
    Cod,
    Group,
    Sample,
    Reissue,
    Exchange,
    Gift,
    /// The shop's own trial order.
    Test,
    /// Ordered by the company itself.
    Internal,
}

impl OrderKind {
    const ALL: [OrderKind; OrderKind::Internal as usize + 1] = [
        OrderKind::Normal,
        OrderKind::Presale,
        OrderKind::Virtual,
        OrderKind::Cod,
        OrderKind::Group,
        OrderKind::Sample,
        OrderKind::Reissue,
        OrderKind::Exchange,
        OrderKind::Gift,
        OrderKind::Test,
        OrderKind::Internal,
    ];

    pub fn key(self) -> &'static str {
        match self {
            OrderKind::Normal => "normal",
            OrderKind::Presale => "presale",
            OrderKind::Virtual => "virtual",
            OrderKind::Cod => "cod",
            OrderKind::Group => "group",
            OrderKind::Sample => "sample",
            OrderKind::Reissue => "reissue",
            OrderKind::Exchange => "exchange",
            OrderKind::Gift => "gift",
            OrderKind::Test => "test",
            OrderKind::Internal => "internal",
        }
    }

    pub fn by_key(key: &str) -> Option<OrderKind> {
        OrderKind::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Left out of every figure and queue.
    pub fn is_excluded(self) -> bool {
        matches!(self, OrderKind::Test | OrderKind::Internal)
    }

    /// Costs nothing by nature, so a low price is no mistake.
    pub fn is_free(self) -> bool {
        matches!(self, OrderKind::Sample | OrderKind::Gift | OrderKind::Reissue | OrderKind::Exchange)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_stands_in_its_list_and_keeps_its_key() {
        for (index, word) in OrderKind::ALL.into_iter().enumerate() {
            assert_eq!((word as usize, OrderKind::by_key(word.key())), (index, Some(word)));
        }
    }
}
