//! How a file is read that is imported.

use crate::load::query::Query;
use crate::load::reading::{all_fields, reading};
use crate::read::Reading;
use crate::source::Table;

pub(super) fn import_reading(query: &Query, table: &Table) -> Reading {
    let mut reading = reading(query, table, all_fields());
    reading.extra = true;
    if query.said {
        reading.shop = query.pick.shops.first().cloned();
        reading.platform = query.pick.platforms.first().cloned();
    }
    reading
}
