//! The currency of a record: its column, else the signs beside its amounts, else what the layout says.

use super::fault::{Fault, Value};
use super::row_source::{Scratch, Source, Typed};
use crate::model::amount::Unit;
use crate::model::{Field, money};

/// Fills an empty currency from the signs beside the amounts, and refuses signs that contradict it or each other.
pub(super) fn infer(source: &Source<'_>, scratch: &mut Scratch, currency: &mut String) -> Value<()> {
    if scratch.units.is_empty() {
        return Ok(());
    }
    let columns = source.bound.columns_of(Field::Currency);
    if currency.is_empty()
        && let Some(Typed::Text) = source.field(scratch, Field::Currency, columns)?
    {
        *currency = money::currency(&scratch.text);
    }
    if !currency.is_empty() {
        let code = money::currency(currency);
        let is_code = code.len() == 3 && code.bytes().all(|b| b.is_ascii_alphabetic());
        return match scratch.units.iter().find(|(_, unit)| is_code && !unit.codes.contains(&code.as_str())) {
            Some((column, unit)) => Err(contradiction(*column, unit, &code)),
            None => Ok(()),
        };
    }
    let [(_, first), others @ ..] = &scratch.units[..] else { return Ok(()) };
    let mut codes = first.codes.to_vec();
    for (column, unit) in others {
        let before = codes.join("/");
        codes.retain(|code| unit.codes.contains(code));
        if codes.is_empty() {
            return Err(contradiction(*column, unit, &before));
        }
    }
    let default = source.bound.layout.default_currency.as_str();
    match codes[..] {
        [one] => currency.push_str(one),
        _ if codes.contains(&default) => currency.push_str(default),
        // The yuan needs no name.
        _ if codes.contains(&"CNY") => {}
        _ => currency.push_str(first.sign),
    }
    Ok(())
}

fn contradiction(column: usize, unit: &Unit, other: &str) -> Fault {
    let sign = unit.sign;
    Fault::at(
        column,
        format!("金额的币种是 {sign}，这一行的币种却是 {other}"),
        format!("the amount is in {sign}, but the row's currency is {other}"),
    )
}
