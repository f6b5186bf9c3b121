//! The rank of a file of orders while it is still being read: the newest thing in it may stand in its last row.

use super::age::rank;
use super::query::Query;
use super::reading::reading;
use crate::error::Result;
use crate::model::{Fields, Stamp};
use crate::read::{self, Work};
use crate::records::Order;
use crate::source::Table;
use std::ops::ControlFlow;

/// Finds the rank once somebody asks for it, which few files make necessary: by reading the times of the file ahead.
pub(super) struct OrderRank<'a> {
    query: &'a Query,
    /// The file once more; `None` for a stream.
    ahead: Option<Table>,
    found: Option<Option<Stamp>>,
}

impl OrderRank<'_> {
    pub(super) fn of<'a>(query: &'a Query, table: &Table) -> OrderRank<'a> {
        OrderRank { query, ahead: table.reopen(), found: query.exported_at.map(Some) }
    }

    /// `None`: a stream, of which nobody can tell before its end.
    pub(super) fn get(&mut self) -> Result<Option<Stamp>> {
        if let Some(found) = self.found {
            return Ok(found);
        }
        let found = match &mut self.ahead {
            Some(table) => {
                let reading = read::Reading {
                    keep_going: true,
                    ..reading(self.query, table, Fields::of(Order::EVENTS))
                };
                let work = Work { fresh: &|| (), see: &|(), _, _| Ok(()) };
                let stats = read::orders_in_parallel(table, &reading, &work, &mut |()| {
                    Ok(ControlFlow::Continue(()))
                })?;
                Some(rank(self.query, table, &stats).0)
            }
            None => None,
        };
        self.found = Some(found);
        Ok(found)
    }
}
