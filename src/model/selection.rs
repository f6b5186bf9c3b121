//! Which of the stored orders a command can need. More may be read than is said here, never less.

use super::Stamp;

/// What is said is joined by "or"; nothing said is no order. An order without a creation time is always read where
/// times are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Orders that are not over: by their status, or because a refund of them is open.
    pub open: bool,
    /// Orders of which anything happened at or after this moment: created, paid, shipped, completed, or the end of
    /// a refund.
    pub since: Option<Stamp>,
    /// As `since`; what items tell counts too.
    pub paid_since: Option<Stamp>,
    /// As `since`, this many seconds before the oldest order was created that is unpaid.
    pub near_unpaid: Option<i64>,
    /// Orders with a refund, or of which money went back.
    pub refunded: bool,
    /// Orders of these numbers.
    pub numbers: Vec<String>,
    /// Orders of these running numbers.
    pub seqs: Vec<i64>,
}
