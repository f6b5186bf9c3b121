//! Rows in the order of columns.

use crate::model::Cell;
use std::cmp::Ordering;

pub(super) fn sort_rows(rows: &mut [Vec<Cell<'static>>], keys: &[(usize, bool)]) {
    rows.sort_by(|a, b| {
        keys.iter().fold(Ordering::Equal, |so_far, (index, down)| {
            so_far.then_with(|| {
                let [a, b] = [a, b].map(|row| row.get(*index).unwrap_or(&Cell::Empty));
                let order = compare(a, b);
                // Empty cells stay last either way.
                let empty = *a == Cell::Empty || *b == Cell::Empty;
                if *down && !empty { order.reverse() } else { order }
            })
        })
    });
}

fn compare(a: &Cell<'_>, b: &Cell<'_>) -> Ordering {
    fn number(cell: &Cell<'_>) -> Option<i64> {
        match cell {
            Cell::Int(n) | Cell::Hours(n) | Cell::Minutes(n) => Some(*n),
            Cell::Money(m) => Some(m.0),
            Cell::Time(t) => Some(t.0),
            _ => None,
        }
    }
    fn text<'a>(cell: &'a Cell<'_>) -> &'a str {
        match cell {
            Cell::Word(key, ..) => key,
            Cell::Told(key, _) => key,
            Cell::Words(words) => words.first().map_or("", |word| word.0),
            Cell::Id(t)
            | Cell::Text(t)
            | Cell::Nick(t)
            | Cell::Name(t)
            | Cell::Phone(t)
            | Cell::Address(t) => t,
            _ => "",
        }
    }
    match (a == &Cell::Empty, b == &Cell::Empty) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        _ => number(a).cmp(&number(b)).then_with(|| text(a).cmp(text(b))),
    }
}
