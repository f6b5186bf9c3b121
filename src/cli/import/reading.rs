//! How a file is read that is imported.

use crate::cli::args::InputArgs;
use crate::cli::context::Context;
use crate::cli::load;
use crate::error::Result;
use crate::read::Reading;
use crate::source::Table;

pub(super) fn import_reading(cx: &Context, from: &InputArgs, table: &Table) -> Result<Reading> {
    let mut reading = load::reading(cx, from, table, load::all_fields())?;
    reading.extra = true;
    if from.said {
        reading.shop = from.pick.shop.first().cloned();
        reading.platform = from.pick.platform.first().cloned();
    }
    Ok(reading)
}
