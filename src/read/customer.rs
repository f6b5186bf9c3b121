//! A table of customers: who they are, for the orders that name them by their number.

use super::field::{Scratch, Source, Typed};
use super::order::joined;
use super::value::{Fault, Value};
use super::{Reading, Stats, rows};
use crate::error::Result;
use crate::model::text::hash64;
use crate::model::{Field, Fields, quote};
use crate::records::Order;
use crate::source::Table;
use std::collections::HashMap;
use std::ops::ControlFlow;

/// What a customer's row may tell.
pub(crate) const FIELDS: [Field; 4] = [Field::Buyer, Field::Receiver, Field::Phone, Field::Address];

type Person = [String; FIELDS.len()];

/// Customers by platform and number.
#[derive(Clone, Debug, Default)]
pub struct Customers {
    of: HashMap<(String, String), Person>,
    /// What their tables have columns for.
    have: Vec<Field>,
    /// The same for the same customers, in whatever order their rows stand.
    print: u64,
}

impl Customers {
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// Changes with anything that an order may take over.
    pub fn print(&self) -> u64 {
        self.print
    }

    /// Fills in what the order itself does not say.
    fn complete(&self, order: &mut Order, no: &str, want: Fields) {
        let Some(person) = self.of.get(&(order.platform.clone(), no.to_owned())) else { return };
        for (field, text) in FIELDS.into_iter().zip(person) {
            if !self.have.contains(&field) {
                continue;
            }
            order.have.add(field);
            if !want.has(field) {
                continue;
            }
            let slot = match field {
                Field::Buyer => &mut order.buyer,
                Field::Receiver => &mut order.receiver,
                Field::Phone => &mut order.phone,
                _ => &mut order.address,
            };
            if slot.is_empty() {
                slot.clone_from(text);
            }
        }
    }
}

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
