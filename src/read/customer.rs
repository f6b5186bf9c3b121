//! A table of customers: who they are, for the orders that name them by their number.

use super::customers::{Customers, FIELDS, Person};
use super::fault::{Fault, Value};
use super::join::joined;
use super::reading::Reading;
use super::row_source::{Scratch, Source, Typed};
use super::rows::rows;
use super::stats::Stats;
use crate::error::Result;
use crate::model::text::hash64;
use crate::model::{Field, Fields, quote};
use crate::records::Order;
use crate::source::Table;
use std::ops::ControlFlow;

/// Reads a table of customers into those that are known already.
pub fn customers(table: &mut Table, reading: &Reading, into: &mut Customers) -> Result<Stats> {
    for field in FIELDS {
        if table.bound.have.has(field) && !into.have.contains(&field) {
            into.have.push(field);
        }
    }
    rows(table, reading, &mut |source, scratch, stats| {
        let no = number(source, scratch)?;
        if no.is_empty() {
            let column = source.bound.customer.first().copied();
            return Err(Fault::row(column, "没有客户编号".into(), "there is no customer number".into()));
        }
        let mut person = Person::default();
        for (slot, field) in person.iter_mut().zip(FIELDS) {
            if let Some(Typed::Text) = source.field(scratch, field, source.bound.columns_of(field))? {
                slot.clone_from(&scratch.text);
            }
        }
        for (field, columns) in &source.bound.joins {
            if let Some((slot, _)) = person.iter_mut().zip(FIELDS).find(|(_, of)| of == field)
                && slot.is_empty()
            {
                *slot = joined(source, *field, columns, scratch)?;
            }
        }
        let key = (source.platform().to_owned(), no);
        match into.of.get(&key) {
            None => {
                let parts = [&key.0, &key.1].into_iter().chain(&person).map(String::as_bytes);
                into.print ^= hash64(&parts.collect::<Vec<_>>());
                into.of.insert(key, person);
            }
            Some(known) if *known == person => stats.repeated += 1,
            Some(_) => return Err(taken(source, &key.1)),
        }
        Ok(ControlFlow::Continue(()))
    })
}

/// What the table of customers says of the one whom the row names.
pub(super) fn complete(
    source: &Source<'_>,
    want: Fields,
    scratch: &mut Scratch,
    order: &mut Order,
) -> Value<()> {
    let known = &source.reading.customers;
    if source.bound.customer.is_empty() || known.is_empty() {
        return Ok(());
    }
    let no = number(source, scratch)?;
    known.complete(order, &no, want);
    Ok(())
}

fn number(source: &Source<'_>, scratch: &mut Scratch) -> Value<String> {
    // Any field that is a number letter by letter, and may have any letters.
    match source.field(scratch, Field::PayNo, &source.bound.customer)? {
        Some(Typed::Text) => Ok(scratch.text.clone()),
        _ => Ok(String::new()),
    }
}

/// One number, two customers.
fn taken(source: &Source<'_>, no: &str) -> Fault {
    let shown = quote::number(no);
    Fault::row(
        source.bound.customer.first().copied(),
        format!("客户 {shown} 前面已经出现过，内容不同：分不清是哪一个"),
        format!(
            "the customer {shown} stood in the file before, with other values: which of the two is meant?"
        ),
    )
}
