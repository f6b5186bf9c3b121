//! A column that is empty in every row tells no more than one that is not there. Every order has a receiver with a phone and
//! an address: where a file has none at all, it was exported without them.

use super::raw::is_nothing;
use crate::layouts::{Bound, Kind};
use crate::model::Field;
use crate::source::{Row, Table};
use std::ops::ControlFlow;

const OF_EVERY_ORDER: [Field; 3] = [Field::Receiver, Field::Phone, Field::Address];

/// Takes columns that are empty throughout for absent. One row mostly shows that there are none.
pub fn forget_blank_columns(table: &mut Table) {
    let layout = &table.bound.layout;
    if table.kind() != Kind::Orders || layout.trusted || layout.export {
        return;
    }
    let mut blank: Vec<(Field, Vec<usize>)> = OF_EVERY_ORDER
        .into_iter()
        .filter(|field| table.bound.have.has(*field))
        .map(|field| (field, columns_of(&table.bound, field)))
        .collect();
    let mut rows = 0;
    let mut look = |row: &Row<'_>| {
        rows += 1;
        blank.retain(|(_, columns)| columns.iter().all(|column| is_empty(&table.bound, row, *column)));
        Ok(if blank.is_empty() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    };
    let (mut glance, is_whole) = table.glance();
    let read = glance.each(&mut look);
    if rows == 0 || read.is_err() || !is_whole {
        return;
    }
    for (field, _) in blank {
        let bound = &mut table.bound;
        bound.columns.retain(|of| of.0 != field);
        bound.joins.retain(|of| of.0 != field);
        bound.have.remove(field);
    }
}

fn columns_of(bound: &Bound, field: Field) -> Vec<usize> {
    let of = bound.columns.iter().chain(&bound.joins).filter(|of| of.0 == field);
    of.flat_map(|of| of.1.iter().copied()).collect()
}

fn is_empty(bound: &Bound, row: &Row<'_>, column: usize) -> bool {
    let is_nothing = |text: &str| is_nothing(text) || bound.layout.is_empty_word(text);
    row.is_blank(column) || row.text(column).is_ok_and(|text| is_nothing(text.trim()))
}
