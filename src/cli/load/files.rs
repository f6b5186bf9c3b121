//! The files of the arguments, opened.

use super::catalog::asked_layout;
use super::desk::Desk;
use super::query::query;
use crate::cli::args::InputArgs;
use crate::cli::context::Context;
use crate::error::Result;
use crate::layouts::{Catalog, Layout};
use crate::load;
use crate::source::Table;

/// Opens every file of the arguments and finds out what each is.
/// `twice`: they will be read more than once, so a stream has to be kept.
pub(crate) fn open_all(cx: &Context, from: &InputArgs, catalog: &Catalog, twice: bool) -> Result<Vec<Table>> {
    let layout = asked_layout(catalog, &from.reading)?;
    load::open_all(&Desk::new(cx), &query(cx, from)?, (catalog, layout), twice)
}

/// As [`open_all`], with every file taken for the one layout.
pub(crate) fn open_as(
    cx: &Context,
    from: &InputArgs,
    catalog: &Catalog,
    layout: &Layout,
) -> Result<Vec<Table>> {
    load::open_all(&Desk::new(cx), &query(cx, from)?, (catalog, Some(layout)), false)
}
