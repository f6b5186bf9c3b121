//! The database that has to be there.

use crate::cli::context::{Context, no_database};
use crate::error::Result;
use crate::store::Store;
use std::rc::Rc;

pub(super) fn open(cx: &Context) -> Result<Rc<Store>> {
    cx.store()?.ok_or_else(no_database)
}
