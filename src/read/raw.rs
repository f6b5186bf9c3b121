//! A cell as it stands in the file, before it is known what it should hold.

use super::fault::{Value, undecodable};
use crate::source::{Raw, Row};

/// A cell, with bytes that are no text made into a fault.
pub(super) fn raw<'b>(row: &'b Row<'_>, column: usize, buf: &'b mut String) -> Value<Raw<'b>> {
    row.get(column, buf).map_err(|fault| undecodable(fault, column))
}

/// Words that mean "nothing" in columns of ids, amounts and times.
pub(super) fn is_nothing(text: &str) -> bool {
    matches!(text, "" | "-" | "--" | "/" | "无" | "null" | "NULL" | "Null" | "—")
}
