//! Fields of an order set from cells as nearly all are.

use super::fault::{Value, undecodable};
use super::order_slots::{self, set_money, set_text, set_time, text_slot};
use super::quick::{amount, count, digits};
use super::raw::is_nothing;
use super::row_source::{Scratch, Source, Typed, Word};
use super::ways::Way;
use crate::layouts::Layout;
use crate::model::hash::same;
use crate::model::{Cents, Field, OrderKind, Stamp};
use crate::records::Order;

/// Sets a field of an order from its first column, where its cell is what such cells nearly always are, or all are empty;
/// tells whether that was so. Else nothing is set.
pub(super) fn set(
    source: &Source<'_>,
    column: usize,
    scratch: &mut Scratch,
    order: &mut Order,
) -> Value<bool> {
    let (Some(way), Some((field, columns))) =
        (source.columns.told.ways.get(column), source.bound.columns.get(column))
    else {
        return Ok(false);
    };
    let [index, others @ ..] = &columns[..] else { return Ok(false) };
    let Some(bytes) = source.row.bytes(*index) else { return Ok(false) };
    let only = || others.iter().all(|index| source.row.is_blank(*index));
    if bytes.is_empty() {
        return Ok(only());
    }
    let layout = &source.bound.layout;
    let set = match way {
        Way::Money => amount(bytes).map(|cents| set_money(order, *field, Cents(cents))),
        Way::Count => count(bytes).map(|n| order.quantity = Some(n)),
        Way::Time => {
            let zone = layout.zone.unwrap_or(source.reading.zone);
            let at = Stamp::year_first(bytes, zone).filter(|at| at.is_plain());
            at.map(|at| set_time(order, *field, at))
        }
        Way::Number => digits(bytes).map(|number| set_text(layout, order, *field, number)),
        Way::Id => code(layout, *field, bytes).map(|text| set_text(layout, order, *field, text)),
        Way::Text => match text_slot(order, *field).filter(|slot| slot.is_empty()) {
            None => None,
            Some(slot) => {
                let plain = source.row.plain(*index, slot).map_err(|fault| undecodable(fault, *index))?;
                if !plain || layout.is_empty_word(slot) {
                    slot.clear();
                }
                (!slot.is_empty()).then_some(())
            }
        },
        Way::Word => {
            let word = word(source, column, *field, *index, scratch)?;
            match field {
                Field::Kind => order.kind = word.kind,
                _ if word.text.is_empty() => {}
                Field::Status => {
                    order.status = word.status;
                    if order.status_raw.is_empty() && !layout.trusted {
                        order.status_raw.push_str(&word.text);
                    }
                }
                _ => set_text(layout, order, *field, &word.text),
            }
            let said =
                if *field == Field::Kind { word.kind != OrderKind::Normal } else { !word.text.is_empty() };
            (said || only()).then_some(())
        }
        _ => None,
    };
    Ok(set.is_some())
}

/// Letters and digits, perhaps behind a prefix that is to be taken off.
fn code<'b>(layout: &Layout, field: Field, bytes: &'b [u8]) -> Option<&'b str> {
    let text = std::str::from_utf8(bytes)
        .ok()
        .filter(|text| text.starts_with(|c: char| c.is_ascii_alphanumeric()))?;
    let begins = |list: &[(Field, Vec<String>)]| {
        let mut prefixes = list.iter().filter(|p| p.0 == field).flat_map(|p| &p.1);
        prefixes.find(|prefix| text.starts_with(prefix.as_str())).map(String::len)
    };
    let code = match (begins(&layout.skip_prefix), begins(&layout.drop_prefix)) {
        (Some(_), _) => return None,
        (None, prefix) => &text[prefix.unwrap_or(0)..],
    };
    let plain = !code.is_empty() && code.bytes().all(|b| b.is_ascii_alphanumeric());
    (plain && !is_nothing(text) && !layout.is_empty_word(text)).then_some(code)
}

/// Of each column so many words are remembered.
const REMEMBERED: usize = 32;

/// What one cell of a column says; the text is empty where it says nothing.
#[expect(clippy::indexing_slicing, reason = "before it is looked at, the slot is there or is made")]
fn word<'s>(
    source: &Source<'_>,
    column: usize,
    field: Field,
    index: usize,
    scratch: &'s mut Scratch,
) -> Value<&'s Word> {
    let bytes = source.row.bytes(index).unwrap_or_default();
    let sign = |at: usize| bytes.get(at).map_or(0, |b| usize::from(*b));
    let mixed =
        bytes.len() * 7 + sign(bytes.len() / 2) * 5 + sign(bytes.len().saturating_sub(3)) * 3 + sign(0);
    let slot = column * REMEMBERED + (mixed ^ mixed >> 5) % REMEMBERED;
    if scratch.words.len() <= slot {
        scratch.words.resize((column + 1) * REMEMBERED, Word::default());
    }
    if !same(&scratch.words[slot].bytes, bytes) {
        let mut word = Word { bytes: bytes.to_vec(), ..Word::default() };
        if field == Field::Kind {
            word.kind = order_slots::kind(source, &[index], scratch)?;
        } else if let Some(Typed::Text) = source.field(scratch, field, &[index])? {
            if field == Field::Status {
                word.status = source.bound.layout.status_of(&scratch.text);
            }
            word.text.clone_from(&scratch.text);
        }
        scratch.words[slot] = word;
    }
    Ok(&scratch.words[slot])
}
