//! What a report is made with.

use super::calendar::Calendar;
use crate::rules::Scope;

/// Which day a refund belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RefundBy {
    /// The day the money went back.
    #[default]
    Refund,
    /// The day the order was placed.
    Order,
}

/// How a report is made.
pub struct Settings<'a> {
    pub scope: &'a Scope,
    pub calendar: Calendar,
    pub refund_by: RefundBy,
}
