//! Generic records of one kind, from files.

use super::caller::Caller;
use super::import::import_into;
use super::loaded::Loaded;
use super::query::Query;
use super::told::tell_unknown_pick;
use crate::error::Result;
use crate::records::{GenericRecord, Schema};
use crate::source::Table;
use crate::store::{OrderFilter, Store};
use std::ops::ControlFlow;

/// Files go through a database that lives as long as the command: what stands in two of them is there once.
pub(crate) fn records_of_files(
    caller: &dyn Caller,
    query: &Query,
    tables: Vec<Table>,
    schema: &'static Schema,
    f: &mut dyn FnMut(&GenericRecord),
) -> Result<Loaded> {
    let mut scratch = Store::passing()?;
    let done = import_into(caller, query, &mut scratch.store, tables, false, &mut |_| Ok(()))?;
    tell_unknown_pick(caller, query, &scratch.store.shops()?);
    scratch.store.each_line(schema, &OrderFilter::default(), &mut |record| {
        f(record);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(Loaded { from_files: true, rejects: done.rejects, ..Loaded::default() })
}
