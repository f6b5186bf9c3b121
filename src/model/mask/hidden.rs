//! What stands in place of a value that is hidden whole.

pub(super) const HIDDEN: &str = "***";
