//! Amounts that are the sum of several columns.

use super::conditions::all_hold;
use super::fault::{Fault, Value};
use super::row_source::{Scratch, Source, Typed};
use crate::layouts::{ColumnSum, Summand};
use crate::model::amount::{Amount, Fine};
use crate::model::{Cents, Field, Fields};

/// `told`: fields of which an earlier sum has spoken. `None` where that is so, or this one has nothing to say.
pub(super) fn add(
    source: &Source<'_>,
    sum: &ColumnSum,
    told: &mut Fields,
    scratch: &mut Scratch,
) -> Value<Option<Cents>> {
    if told.has(sum.field) || !all_hold(source, &sum.when, scratch)? {
        return Ok(None);
    }
    told.add(sum.field);
    sum.parts.as_deref().map_or(Ok(None), |parts| total(source, parts, scratch))
}

/// `None` where every cell is empty. What a count makes of a price is rounded to the nearest cent, part by part.
fn total(source: &Source<'_>, parts: &[Summand], scratch: &mut Scratch) -> Value<Option<Cents>> {
    let mut sum: Option<Cents> = None;
    for part in parts {
        let Some(&index) = part.indexes.last() else { continue };
        let one: Option<Fine> = match part.indexes[..] {
            [_, _] => source.price(scratch, index)?,
            _ => match source.field(scratch, Field::Paid, &[index])? {
                Some(Typed::Money(cents)) => Some(Amount { cents, unit: None }.into()),
                _ => None,
            },
        };
        let Some(one) = one.filter(|one| !part.needed || one.millionths != 0) else {
            if part.needed {
                return Ok(None);
            }
            continue;
        };
        let mut times = if part.minus { -1 } else { 1 };
        if let [count, _] = part.indexes[..] {
            let Some(Typed::Count(n)) = source.field(scratch, Field::Quantity, &[count])? else { continue };
            times = n.saturating_mul(times);
        }
        let part = one.times(times).and_then(Fine::rounded).map(|amount| amount.cents);
        let total = part.and_then(|part| sum.unwrap_or_default().checked_add(part));
        sum = Some(total.ok_or_else(|| too_large(index))?);
    }
    Ok(sum)
}

pub(super) fn too_large(index: usize) -> Fault {
    Fault::at(index, "金额之和太大".to_owned(), "the sum of the amounts is too large".to_owned())
}
