//! What the cells of each column of an order nearly always are, as far as the layout tells.

use crate::layouts::{Bound, Layout};
use crate::model::decimal::Decimal;
use crate::model::{Field, FieldType, Fields};
use std::sync::Arc;

/// What the cells of a column of an order nearly always are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Way {
    Money,
    Count,
    Time,
    /// The number of the order.
    Number,
    Id,
    Text,
    /// One of a few texts, which stand there again and again.
    Word,
    /// Nothing is told of them.
    Other,
}

/// Texts that hardly differ from row to row.
const WORDS: Fields = Fields::of(&[
    Field::Platform,
    Field::Shop,
    Field::Status,
    Field::StatusRaw,
    Field::Kind,
    Field::Flag,
    Field::Currency,
    Field::Carrier,
    Field::CloseReason,
]);

/// The way of each of an order's columns.
pub(super) fn ways(bound: &Bound, decimal: Option<Decimal>) -> Arc<[Way]> {
    bound.columns.iter().map(|(field, _)| way(&bound.layout, decimal, *field)).collect()
}

fn way(layout: &Layout, decimal: Option<Decimal>, field: Field) -> Way {
    let prefixed = layout.skip_prefix.iter().chain(&layout.drop_prefix).any(|p| p.0 == field);
    match field.kind() {
        FieldType::Text | FieldType::Word if prefixed => Way::Other,
        FieldType::Text | FieldType::Word if WORDS.has(field) => Way::Word,
        FieldType::Text => Way::Text,
        _ if layout.empties_digits => Way::Other,
        FieldType::Money if decimal != Some(Decimal::Comma) => Way::Money,
        FieldType::Count => Way::Count,
        FieldType::Time => Way::Time,
        FieldType::Id if field == Field::OrderNo && !prefixed => Way::Number,
        FieldType::Id if matches!(field, Field::TrackingNo | Field::PayNo) => Way::Id,
        _ => Way::Other,
    }
}
