//! What a row is read with, and what its cells are read as.

use super::columns::Columns;
use super::reading::Reading;
use crate::layouts::Bound;
use crate::model::amount::Unit;
use crate::model::{Cents, OrderKind, Stamp, Status};
use crate::source::Row;

/// What a row is read with.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) bound: &'a Bound,
    pub(super) reading: &'a Reading,
    pub(super) columns: &'a Columns,
    pub(super) row: &'a Row<'a>,
}

/// Buffers that are used again for every cell.
#[derive(Default)]
pub(super) struct Scratch {
    pub(super) buf: String,
    /// The text of the last [`Typed::Text`].
    pub(super) text: String,
    /// Currencies beside the amounts of this row, with their columns.
    pub(super) units: Vec<(usize, Unit)>,
    /// Words of the columns of orders.
    pub(super) words: Vec<Word>,
}

/// The value of a field.
pub(super) enum Typed {
    /// Stands in [`Scratch::text`].
    Text,
    Money(Cents),
    Count(i64),
    Time(Stamp),
    /// A date that means "never".
    Never,
}

/// A cell that was read before, and what it says.
#[derive(Clone, Default)]
pub(super) struct Word {
    pub(super) bytes: Vec<u8>,
    pub(super) text: String,
    pub(super) status: Status,
    pub(super) kind: OrderKind,
}
