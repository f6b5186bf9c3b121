//! Several files that may tell of the same order.

use super::caller::Caller;
use super::import::import_into;
use super::loaded::Loaded;
use super::query::Query;
use super::stored::from_store;
use crate::error::Result;
use crate::records::Order;
use crate::source::Table;
use crate::store::Store;
use std::ops::ControlFlow;

/// Several order files may tell of the same order: they are imported into a database that lives as long as the
/// command, so that the newest facts win exactly as they do in the real one.
pub(super) fn through_scratch(
    caller: &dyn Caller,
    query: &Query,
    tables: Vec<Table>,
    f: &mut dyn FnMut(&mut Order) -> Result<ControlFlow<()>>,
) -> Result<Loaded> {
    let mut scratch = Store::passing()?;
    let done = import_into(caller, query, &mut scratch.store, tables, false, &mut |_| Ok(()))?;
    let mut loaded =
        from_store(caller, query, query.selection.clone(), &scratch.store, &mut |order, _| f(order))?;
    loaded = loaded.not_ahead_of(query.now);
    loaded.from_files = true;
    loaded.rejects = done.rejects;
    Ok(loaded)
}
