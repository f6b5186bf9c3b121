//! Tables of customers, beside the orders that name them.

use super::caller::Caller;
use super::query::Query;
use super::reading::{all_fields, reading};
use super::told::told;
use crate::error::{Error, Result};
use crate::layouts::Grain;
use crate::read::{self, Customers, Reject};
use crate::source::Table;
use std::sync::Arc;

/// Takes the tables of customers out and reads them, so that the orders can be completed; gives the rows set aside.
pub(crate) fn take(caller: &dyn Caller, query: &mut Query, tables: &mut Vec<Table>) -> Result<Vec<Reject>> {
    let (people, others) = tables.drain(..).partition::<Vec<_>, _>(is_one);
    *tables = others;
    let mut known = Customers::default();
    let mut rejects = Vec::new();
    for mut table in people {
        if tables.is_empty() {
            return Err(alone(&table));
        }
        let reading = reading(query, &table, all_fields());
        let stats = read::customers(&mut table, &reading, &mut known)?;
        told(caller, &table, &stats)?;
        rejects.extend(stats.rejects);
    }
    query.customers = Arc::new(known);
    Ok(rejects)
}

pub(crate) fn is_one(table: &Table) -> bool {
    table.bound.layout.grain == Grain::Customer
}

fn alone(table: &Table) -> Error {
    let file = &table.input.name;
    Error::input(
        format!("{file} 是客户表，只补充同时给出的订单"),
        format!("{file} is a table of customers, which only completes the orders given with it"),
    )
    .hint("把订单表一起给出", "name the table of orders too")
}
