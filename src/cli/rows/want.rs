//! What a verb wants to know of the rows that it is given.

use crate::error::Error;

/// What a verb wants to know of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Want {
    /// The row's own name: a case, an item of a handover.
    Name,
    /// The order, or several, that it is about.
    Orders,
    /// The same, of the queue of unpaid orders and of no other table.
    Unpaid,
    /// A review, of a table of reviews and of no other.
    Review,
    /// The case that it is, else its orders: they may have cases.
    Case,
}

/// Tables whose rows mean more than a name; the rest is remembered as `""`.
pub(crate) const UNPAID: &str = "unpaid";

pub(crate) const REVIEWS: &str = "reviews";

impl Want {
    /// The only table whose rows are taken.
    pub(super) fn table(self) -> Option<&'static str> {
        match self {
            Want::Name | Want::Orders | Want::Case => None,
            Want::Unpaid => Some(UNPAID),
            Want::Review => Some(REVIEWS),
        }
    }

    /// The headings of a file's column that is read, the first that it has.
    pub(super) fn heads(self) -> &'static [&'static str] {
        match self {
            Want::Review => &["review_id", "id", "评价编号"],
            _ => &["order_no", "orders", "id", "订单号", "订单编号"],
        }
    }

    /// Rows of another table would be written down as something they are not.
    pub(super) fn refuse(self, word: &str) -> Error {
        let (zh, en, list) = match self {
            Want::Review => ("评价", "reviews", "cs reviews negative"),
            _ => ("催付队列", "the reminder queue", "cs remind unpaid"),
        };
        Error::usage(
            format!("第 {word} 行不是{zh}的行：这个终端的上一张表格是别的"),
            format!("the rows {word} are none of {en}: the last table of this terminal was another one"),
        )
        .hint(
            format!("先用 {list} 列出，或写出编号"),
            format!("list them with `{list}` first, or write the numbers out"),
        )
    }
}
