//! Cells of records, and their words.

use crate::model::Cell;
use crate::records::Staff;

/// A word of one of the records' vocabularies; a key from elsewhere stands as it is.
pub(crate) fn word(words: &'static crate::model::Words, key: &str) -> Cell<'static> {
    match crate::model::word(words, key) {
        Some((key, zh, en)) => Cell::Word(key, zh, en),
        None => Cell::own_text(key.to_owned()),
    }
}

/// The end of an order number, to be read once more: ` (…345678)`.
pub(crate) fn tail(order_no: &str) -> String {
    let from = order_no.len().saturating_sub(6);
    match order_no.get(from..).filter(|end| !end.is_empty()) {
        Some(end) => format!(" (…{end})"),
        None => String::new(),
    }
}

/// Somebody with the number that the roster has for them: `小李 (008)`.
pub(crate) fn numbered(staff: &[Staff], name: &str) -> String {
    match staff.iter().find(|s| s.name == name && !s.number.is_empty()) {
        Some(staff) => format!("{name} ({})", staff.number),
        None => name.to_owned(),
    }
}

pub(crate) fn nick(buyer: &str) -> Cell<'static> {
    if buyer.is_empty() { Cell::Empty } else { Cell::Nick(buyer.to_owned().into()) }
}

pub(crate) fn text(value: &str) -> Cell<'static> {
    Cell::own_text(value.to_owned())
}

pub(crate) fn id(value: &str) -> Cell<'static> {
    Cell::own_id(value.to_owned())
}
