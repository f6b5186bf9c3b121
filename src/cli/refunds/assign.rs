//! Who follows a refund.

use crate::cli::context::Context;
use crate::error::Result;
use crate::tasks::assigned::Assigned;
use crate::tasks::refunds::Case;

/// Who follows each case, as far as the records tell.
pub(super) fn assign<'c>(cx: &Context, found: impl Iterator<Item = &'c mut Case>) -> Result<()> {
    let Some(store) = cx.store()? else { return Ok(()) };
    let cases = store.cases()?;
    let assigned = Assigned::new(&cases, cx.now);
    found.for_each(|case| case.assign(&assigned));
    Ok(())
}
