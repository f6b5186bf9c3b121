//! What imports changed of records that were there, in the columns that are marked for it. Only a row that the merge found
//! changed costs anything. What is private stands here as it may be shown, never whole: once is enough for `forget`.

use super::cells::{self, Cell, CellRow};
use super::stored::Stored;
use crate::model::facts::{self, Facts};
use crate::model::{Field, mask, text};
use crate::records::{Change, Column, Merge, Type};

/// Cells of a row before it is merged, with their places.
pub(super) type Before = Vec<(usize, Cell<'static>)>;

/// What is known and may be another thing after the merge.
pub(super) fn before(stored: &Stored, row: &CellRow, news: &[Cell<'_>]) -> Before {
    let may_change = |(at, column): &(usize, &Column)| {
        let (old, new) = (row.get(*at)?, news.get(*at)?);
        (old != new && is_known(column, old)).then(|| (*at, old.owned()))
    };
    stored.ledger.iter().filter_map(may_change).collect()
}

/// Whether a cell tells anything: not where nothing was stated, or only what is left of a text that was masked.
fn is_known(column: &Column, cell: &Cell<'_>) -> bool {
    match cell {
        Cell::Int(number) => number.is_some(),
        Cell::Text(value) if value.is_empty() || column.silent.contains(&value.as_ref()) => false,
        Cell::Text(value) => column.merge != Merge::Private || !text::is_masked(value),
    }
}

/// What was changed of a row; `None`: nothing that counts.
pub(super) fn change(stored: &Stored, row: &CellRow, before: Before) -> Option<Change> {
    let mut change = Change::default();
    let (mut was, mut is) = (Facts::new(), Facts::new());
    for (at, old) in before {
        let column = stored.ledger.iter().find(|of| of.0 == at)?.1;
        let now = row.get(at)?;
        if *now != old && is_known(column, now) {
            was.insert(column.key.to_owned(), shown(column, &old));
            is.insert(column.key.to_owned(), shown(column, now));
        }
    }
    fill(&mut change, &was, &is)?;
    let text = |key: &str| stored.column(key).map_or("", |at| cells::str_at(row, at)).to_owned();
    let numbers: Vec<&str> = stored.keys.iter().map(|at| cells::str_at(row, *at)).collect();
    (change.platform, change.shop) = (text("platform"), text("shop"));
    change.order_no = text(Field::OrderNo.key());
    change.record_no = numbers.join("/");
    stored.schema.key.clone_into(&mut change.record_kind);
    Some(change)
}

/// As it may be shown. A number is never private.
fn shown(column: &Column, cell: &Cell<'_>) -> String {
    let Cell::Text(text) = cell else { return cell.num().map_or(String::new(), |n| n.to_string()) };
    match column.ty {
        Type::Phone => mask::phone(text).into_owned(),
        Type::Address => mask::address(text).into_owned(),
        Type::Name => mask::name(text).into_owned(),
        Type::Nick => mask::nick(text).into_owned(),
        Type::Text => mask::text(text).into_owned(),
        _ => text.as_ref().to_owned(),
    }
}

/// `None`: nothing is left of it.
pub(super) fn fill(change: &mut Change, was: &Facts, is: &Facts) -> Option<()> {
    change.changed = was.keys().map(String::as_str).collect::<Vec<_>>().join(" ");
    (change.before, change.after) = (facts::write(was), facts::write(is));
    (!was.is_empty()).then_some(())
}
