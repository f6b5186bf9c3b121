//! A text that stands in several columns.

use super::fault::Value;
use super::row_source::{Scratch, Source, Typed};
use crate::model::Field;

/// What several columns say, with blanks between.
pub(super) fn joined(
    source: &Source<'_>,
    field: Field,
    indexes: &[usize],
    scratch: &mut Scratch,
) -> Value<String> {
    let mut parts: Vec<String> = Vec::new();
    for index in indexes {
        if let Some(Typed::Text) = source.field(scratch, field, std::slice::from_ref(index))? {
            parts.push(scratch.text.clone());
        }
    }
    // A street that begins with the province is the whole address already.
    Ok(match &parts[..] {
        [first, .., last] if parts.len() > 2 && last.starts_with(first.as_str()) => last.clone(),
        all => all.join(" "),
    })
}
