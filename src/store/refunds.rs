//! Refunds: how they lie in their table, and reading them.

use super::Store;
use super::orders::OrderFilter;
use crate::error::Result;
use crate::records::REFUNDS;
use crate::records::Refund;
use std::ops::ControlFlow;

impl Store {
    /// Reads refunds: by platform and shop, in the order of their files. Of the filter's window nothing is used.
    pub fn each_refund(
        &self,
        filter: &OrderFilter,
        f: &mut dyn FnMut(&mut Refund) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        self.each_of(&REFUNDS, &mut |refund: &mut Refund| match filter.holds_key(
            &refund.platform,
            &refund.shop,
            &refund.order_no,
        ) {
            true => f(refund),
            false => Ok(ControlFlow::Continue(())),
        })
    }
}
