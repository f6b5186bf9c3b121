//! Several files that may tell of the same order.

use super::stored::from_store;
use crate::cli::args::InputArgs;
use crate::cli::context::Context;
use crate::cli::import::import_into;
use crate::error::Result;
use crate::load::Loaded;
use crate::records::Order;
use crate::source::Table;
use crate::store::Store;
use std::ops::ControlFlow;

/// Several order files may tell of the same order: they are imported into a database that lives as long as the
/// command, so that the newest facts win exactly as they do in the real one.
pub(super) fn through_scratch(
    cx: &Context,
    from: &InputArgs,
    tables: Vec<Table>,
    f: &mut dyn FnMut(&mut Order) -> Result<ControlFlow<()>>,
) -> Result<Loaded> {
    let mut scratch = Store::passing()?;
    let done = import_into(cx, &mut scratch.store, from, tables, false, &|_| Ok(None))?;
    let mut loaded = from_store(&scratch.store, from, f)?;
    loaded = loaded.not_ahead_of(cx.now);
    loaded.from_files = true;
    loaded.rejects = done.rejects;
    Ok(loaded)
}
