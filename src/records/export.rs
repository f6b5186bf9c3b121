//! A record as `cs export` writes it and `cs import` reads it back: so that what goes out comes in again.

use super::{Column, Record, Schema, each};
use crate::model::{Cell, Stamp, sheet};

/// The heading of the column that tells an export from other files, and a masked one from a whole one.
pub const MARK: &str = "cs_export";

/// What the column [`MARK`] holds, behind the kind.
pub const FULL: &str = "full";
pub const MASKED: &str = "masked";

/// As of when a row holds.
pub const SEEN_AT: &str = "seen_at";

/// The columns of an export of a kind, in order.
pub fn headings(schema: &Schema) -> Vec<sheet::Column> {
    let mark = sheet::Column::new(MARK, MARK, MARK).hidden();
    let seen_at = sheet::Column::new(SEEN_AT, "数据截至", "As of").hidden();
    let own = schema.columns.iter().map(Column::heading);
    std::iter::once(mark).chain(own).chain([seen_at]).collect()
}

/// The row of an export; without `reveal` nothing of what no column holds is shown.
pub fn row(record: &mut dyn Record, seen_at: Stamp, reveal: bool) -> Vec<Cell<'_>> {
    let kind = record.schema().key;
    let mut cells = vec![Cell::own_text(format!("{kind} {}", if reveal { FULL } else { MASKED }))];
    each(record, &mut |column, slot| cells.push(slot.into_cell(column, reveal)));
    cells.push(Cell::Time(seen_at));
    cells
}

#[cfg(test)]
mod tests {
    use super::super::{ALL, ORDERS, Order};
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_has_its_columns_once() {
        for schema in ALL {
            let keys: Vec<&str> = headings(schema).iter().map(|c| c.key).collect();
            assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{}: {keys:?}", schema.key);
            assert_eq!((keys[0], keys[keys.len() - 1]), (MARK, SEEN_AT));
            assert_eq!(row((schema.make)().as_mut(), Stamp(0), true).len(), keys.len(), "{}", schema.key);
        }
    }

    #[test]
    fn without_reveal_the_rest_shows_its_headings_only() {
        let mut order = Order { extra: r#"{"a":"b"}"#.into(), ..Order::default() };
        let at = 1 + ORDERS.position("extra").expect("a column");
        assert_eq!(row(&mut order, Stamp(0), true)[at], Cell::Text(r#"{"a":"b"}"#.into()));
        assert_eq!(row(&mut order, Stamp(0), false)[at], Cell::Text(r#"{"a":"***"}"#.into()));
        assert_eq!(row(&mut order, Stamp(0), false)[0], Cell::Text("orders masked".into()));
    }
}
