//! What tells the rows of a table apart.

use crate::records::{Origin, Schema};

/// What tells the rows of a kind apart: the team's own by one number, others also by where they are from. What comes first
/// finds a row.
pub(super) fn primary_key(schema: &Schema) -> Vec<&'static str> {
    let mut keys = schema.keys().map(|column| column.sql);
    let place: &[_] = if schema.origin == Origin::Team { &[] } else { &["platform", "shop"] };
    keys.next().into_iter().chain(place.iter().copied()).chain(keys).collect()
}
