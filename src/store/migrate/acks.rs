//! Acknowledgements of handovers become states of work, and what stood in the rows of their items is emptied.

use super::super::cells;
use super::super::column_sets::ColumnSets;
use super::super::db::{Db, Sql};
use super::super::portable::PortableTables;
use super::super::stored::Stored;
use super::super::tally::Tally;
use super::moved;
use crate::model::Stamp;
use crate::records::{HANDOVER_ITEMS, HandoverItem, TODO_STATES, TodoState};

pub(super) fn move_acks(db: &Db) -> Sql<()> {
    let (items, tally) = (Stored::of(&HANDOVER_ITEMS), Tally::default());
    let (Some(by), Some(at)) = (items.column("acked_by"), items.column("acked_at")) else {
        return Ok(());
    };
    let mut tables = PortableTables::default();
    let states = tables.of(db, &TODO_STATES)?;
    let mut put = db.prepare(&items.put())?;
    for mut row in cells::take_all(&mut db.prepare(&items.listed())?, &[])? {
        let (acked_by, acked_at) = (cells::str_at(&row, by).to_owned(), cells::num_at(&row, at));
        if acked_by.is_empty() && acked_at.is_none() {
            continue;
        }
        let mut state = TodoState {
            key: HandoverItem::ack_key(cells::str_at(&row, 0)),
            state: "open".into(),
            by: acked_by.clone(),
            at: Stamp(acked_at.unwrap_or_default()),
            acked_at: acked_at.map(Stamp),
            acked_by,
            ..TodoState::default()
        };
        let mut cells = states.stored.cells(&mut state, &ColumnSets::default());
        // A file may have brought one under this key already; until now it was the item that counted.
        let there = states.there(&cells)?;
        states.put(&tally, &mut cells, there.as_ref())?;
        moved::empty(&tally, HANDOVER_ITEMS.table, &mut put, &mut row, (by, at))?;
    }
    tally.persist(db)
}

#[cfg(test)]
mod tests {
    use super::super::super::db::{Lane, on_each_engine};
    use super::super::super::stored::seals;
    use super::super::super::tally::{Total, checksum_of, totals};
    use super::*;
    use crate::records::{Record, Schema};

    fn item(key: &str, acked_by: &str, acked_at: Option<i64>) -> HandoverItem {
        HandoverItem {
            id: format!("H-0001/{key}"),
            handover_id: "H-0001".into(),
            key: key.into(),
            acked_by: acked_by.into(),
            acked_at: acked_at.map(Stamp),
            ..HandoverItem::default()
        }
    }

    fn ack(key: &str, by: &str, at: i64) -> TodoState {
        TodoState {
            key: HandoverItem::ack_key(&format!("H-0001/{key}")),
            state: "open".into(),
            acked_by: by.into(),
            acked_at: Some(Stamp(at)),
            at: Stamp(at),
            by: by.into(),
            ..TodoState::default()
        }
    }

    fn put(db: &Db, tally: &Tally, record: &mut dyn Record) {
        let stored = Stored::of(record.schema());
        let mut put = db.prepare(&stored.put()).expect("a statement");
        let mut row = stored.cells(record, &ColumnSets::default());
        tally.put(stored.schema.table, &mut put, &mut row, None).expect("written");
    }

    fn rows(db: &Db, schema: &'static Schema) -> Vec<cells::CellRow> {
        let mut all = db.prepare(&Stored::of(schema).listed()).expect("a statement");
        cells::take_all(&mut all, &[]).expect("rows")
    }

    fn own<T: Record + Default>(db: &Db, schema: &'static Schema) -> Vec<T> {
        let stored = Stored::of(schema);
        db.rows(&stored.listed(), &[], |row| stored.own(row)).expect("records")
    }

    #[test]
    fn what_was_acknowledged_moves_and_damage_stays() {
        on_each_engine(|db| {
            let tally = Tally::default();
            for mut item in [
                item("C-0001", "小王", Some(100)),
                item("C-0002", "小李", Some(200)),
                item("G-0001", "", None),
                item("L-0001", "小王", Some(300)),
            ] {
                put(db, &tally, &mut item);
            }
            // It came from a file; nobody asked it.
            put(db, &tally, &mut ack("L-0001", "别人", 50));
            tally.persist(db).expect("counted");
            let harm = "UPDATE handover_items SET what = 'x' WHERE id = 'H-0001/C-0002'";
            db.run(harm, &[]).expect("harmed");
            let tx = db.write(Lane::Facts).expect("begun");
            move_acks(&tx).expect("moved");
            tx.commit().expect("committed");

            let moved = [ack("C-0001", "小王", 100), ack("C-0002", "小李", 200), ack("L-0001", "小王", 300)];
            assert_eq!(own::<TodoState>(db, &TODO_STATES), moved);
            let damaged = HandoverItem { what: "x".into(), ..item("C-0002", "小李", Some(200)) };
            let left =
                [item("C-0001", "", None), damaged, item("G-0001", "", None), item("L-0001", "", None)];
            assert_eq!(own::<HandoverItem>(db, &HANDOVER_ITEMS), left);

            let written = totals(db).expect("totals");
            for (schema, whole) in
                [(&HANDOVER_ITEMS, &[true, false, true, true][..]), (&TODO_STATES, &[true; 3])]
            {
                let mut total = Total::default();
                let rows = rows(db, schema);
                rows.iter().for_each(|row| total.came(checksum_of(row)));
                assert_eq!(written.get(schema.table), Some(&total), "{}", schema.key);
                let sealed = rows.iter().map(|row| cells::is_sealed(seals(schema.table), row));
                assert_eq!(sealed.collect::<Vec<_>>(), whole, "{}", schema.key);
            }
        });
    }
}
