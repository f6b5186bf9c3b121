//! Items that stand packed in the cells of an order's row.

use super::fault::Value;
use super::item::{put, tells_nothing};
use super::raw::raw;
use super::row_source::{Scratch, Source};
use super::{ItemRow, derive};
use crate::records::{Item, Order};
use crate::source::Raw;

/// Every item of the row, or none: where one cell is packed in another way, what the others hold is not the whole
/// order. The cells themselves stay with the unmapped columns.
pub(super) fn items(source: &Source<'_>, scratch: &mut Scratch, order: &Order) -> Value<Vec<Item>> {
    let Some(inline_items) = &source.bound.layout.inline_items else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    for &column in &source.bound.inline_items {
        let text = match raw(source.row, column, &mut scratch.buf)? {
            Raw::Text("") => continue,
            Raw::Text(text) => text.to_owned(),
            _ => return Ok(Vec::new()),
        };
        let Some(parts) = inline_items.parts(&text) else { return Ok(Vec::new()) };
        let mut row = ItemRow::default();
        for (field, keys) in &inline_items.item {
            for key in keys {
                let Some((_, value)) = parts.iter().find(|part| part.0 == *key) else { continue };
                if value.is_empty() || source.bound.layout.is_empty_word(value) {
                    continue;
                }
                let typed = source.typed(*field, Raw::Text(value), column, scratch)?;
                if typed.is_some() {
                    put(&source.bound.layout, &mut row, *field, typed, &scratch.text);
                    break;
                }
            }
        }
        let mut item = row.item;
        if tells_nothing(&item) {
            return Ok(Vec::new());
        }
        item.have = source.bound.item_have;
        item.status = order.status;
        item.status_raw.clone_from(&order.status_raw);
        derive::item(&mut item);
        out.push(item);
    }
    Ok(out)
}
