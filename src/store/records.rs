//! Records written by hand, and one's last step taken back.
//!
//! Every command is one transaction, one line in the audit, and for each row a line in the journal with what
//! stood there before.

use super::cells::{self, Cell};
use super::column_sets::ColumnSets;
use super::db::{Fault, Lane, Param, Sql};
use super::stored::Stored;
use super::tally::{Tally, checksum_of};
use super::work::{audit_as, counted_id};
use super::{Store, Who, counters, statements as sql};
use crate::error::{Error, Result};
use crate::records::{Case, CaseWork, Contact, HandoverItem, Record, Schema, TodoState};

/// What an undo is called in the journal.
pub(super) const UNDO: &str = "undo";

/// A record command at work, inside its transaction. Reading through `store` sees what it wrote.
pub struct Writer<'w> {
    pub store: &'w Store,
    who: &'w Who,
    pub(super) tally: Tally,
    pub(super) audit_id: String,
    /// Which command of this database.
    count: i64,
    /// Ids given out by this command.
    ids: std::cell::Cell<u32>,
    what: Vec<String>,
    wrote: bool,
}

impl Writer<'_> {
    fn fail(&self, e: Fault) -> Error {
        self.store.fail(e)
    }

    pub fn who(&self) -> &Who {
        self.who
    }

    /// The next short number of a kind: `C-0001`.
    pub fn number(&self, of: &'static Schema) -> Result<String> {
        let Some((letter, _)) = counters::SHORT.iter().find(|(_, schema)| *schema == of) else {
            return Err(Error::bug(format!("{} have no short numbers", of.key)));
        };
        let number = self.count_up(letter, &Stored::of(of).last()).map_err(|e| self.fail(e))?;
        Ok(format!("{letter}-{number:04}"))
    }

    /// The next number, never one that stands in the table: a counter that somebody lowered must not write over a row.
    fn count_up(&self, name: &str, last: &str) -> Sql<i64> {
        let db = &self.store.db;
        self.tally.next(db, name, counters::last(db, last)?.saturating_add(1))
    }

    /// An id that sorts by time, and within a second in the order of happening.
    pub fn id(&self) -> String {
        let place = self.ids.get().saturating_add(1);
        self.ids.set(place);
        counted_id(self.who.now, self.count, place)
    }

    /// What the audit says of this command.
    pub fn say(&mut self, what: impl Into<String>) {
        self.what.push(what.into());
    }

    /// Writes a record over the one of its number. An item of a handover is acknowledged by [`Writer::acknowledge_todo`] alone.
    pub fn put<R: Record + Clone>(&mut self, record: &R) -> Result<()> {
        let mut record = record.clone();
        if let Some(item) = record.as_any().downcast_mut::<HandoverItem>() {
            (item.acked_by, item.acked_at) = (String::new(), None);
        }
        self.put_record(&mut record)?;
        match record.as_any().downcast_mut::<Case>() {
            Some(case) => {
                self.put_work(case)?;
                self.put_lease(case)
            }
            None => Ok(()),
        }
    }

    fn put_record(&mut self, record: &mut dyn Record) -> Result<()> {
        let schema = record.schema();
        let stored = Stored::of(schema);
        let row = stored.cells(record, &ColumnSets::default());
        let id = stored.row_id(&row);
        self.put_row(schema, &id, row).map_err(|e| self.fail(e))
    }

    /// The second half of a case, where there is anything to write or was.
    fn put_work(&mut self, case: &mut Case) -> Result<()> {
        case.work.id.clone_from(&case.id);
        let before = self.store.case_work(&case.id)?;
        let before = before.unwrap_or_else(|| CaseWork { id: case.id.clone(), ..CaseWork::default() });
        if before == case.work { Ok(()) } else { self.put_record(&mut case.work) }
    }

    /// Who works on a case stands among the states of work.
    fn put_lease(&mut self, case: &Case) -> Result<()> {
        let key = Case::lease_key(&case.id);
        let before = self.store.todo_state(&key)?;
        let before = before.unwrap_or_else(|| TodoState { key, ..TodoState::default() });
        let (taken_by, taken_until) = (case.taken_by.clone(), case.taken_until);
        if (&before.taken_by, before.taken_until) == (&taken_by, taken_until) {
            return Ok(());
        }
        self.set_todo(&TodoState { taken_by, taken_until, ..before })
    }

    /// Takes a row out; undoing writes it again.
    pub fn remove(&mut self, schema: &'static Schema, id: &str) -> Result<()> {
        self.drop_row(schema, id).map_err(|e| self.fail(e))
    }

    pub(super) fn drop_row(&mut self, schema: &'static Schema, id: &str) -> Sql<()> {
        let Some(before) = self.store.row_of(schema, id)? else { return Ok(()) };
        let stored = Stored::of(schema);
        let mut drop = self.store.db.prepare(&stored.drop())?;
        self.tally.drop(schema.table, &mut drop, &values(&stored.identity_of(id)))?;
        self.wrote = true;
        self.journal(schema.table, id, &to_json(&before), None)
    }

    pub fn put_contact(&mut self, contact: &Contact) -> Result<()> {
        let at = if contact.at.0 == 0 { self.who.now } else { contact.at };
        self.put(&Contact { id: self.id(), at, by: self.who.by.clone(), ..contact.clone() })
    }

    pub(super) fn put_row(&mut self, schema: &'static Schema, id: &str, mut row: Vec<Cell<'_>>) -> Sql<()> {
        let before = self.store.row_of(schema, id)?;
        let known = before.as_ref().map(|row| checksum_of(row));
        let mut put = self.store.db.prepare(&Stored::of(schema).put())?;
        self.tally.put(schema.table, &mut put, &mut row, known)?;
        self.wrote = true;
        let before = before.map_or(String::new(), |row| to_json(&row));
        self.journal(schema.table, id, &before, row.last().and_then(Cell::num))
    }

    /// What stood in a row before, and its checksum now; `None`: it is gone.
    fn journal(&self, place: &str, id: &str, before: &str, after: Option<i64>) -> Sql<()> {
        let db = &self.store.db;
        // Counted, not timed: two commands of the same second keep their order.
        let journal = format!("{:012}", self.count_up(counters::JOURNAL, sql::JOURNAL_END)?);
        let mut line = [
            Cell::text(&journal),
            Cell::text(&self.audit_id),
            Cell::int(self.who.now.0),
            Cell::text(&self.who.by),
            Cell::text(&self.who.command),
            Cell::text(place),
            Cell::text(id),
            Cell::text(before),
            Cell::Int(after),
            Cell::Int(None),
        ];
        let mut put = db.prepare(sql::JOURNAL_PUT)?;
        self.tally.put("journal", &mut put, &mut line, None)
    }
}

fn to_json(row: &[Cell<'_>]) -> String {
    let values: Vec<serde_json::Value> = row
        .iter()
        .map(|cell| match cell {
            Cell::Text(text) => text.as_ref().into(),
            Cell::Int(Some(number)) => (*number).into(),
            Cell::Int(None) => serde_json::Value::Null,
        })
        .collect();
    serde_json::Value::from(values).to_string()
}

impl Store {
    /// Runs one record command: all of it is written, with a line in the audit, or nothing. `dry`: nothing.
    pub fn record<T>(
        &mut self,
        who: &Who,
        dry: bool,
        work: impl FnOnce(&mut Writer<'_>) -> Result<T>,
    ) -> Result<T> {
        let fail = |e| self.fail(e);
        let tx = self.writing(Lane::Work)?;
        if who.command != UNDO {
            self.admits(who)?;
        }
        let tally = Tally::default();
        let count = tally.next(&self.db, counters::AUDIT, 1).map_err(fail)?;
        let audit_id = counted_id(who.now, count, 0);
        let (ids, what) = (std::cell::Cell::new(0), Vec::new());
        let mut writer = Writer { store: self, who, tally, audit_id, count, ids, what, wrote: false };
        let done = work(&mut writer)?;
        if dry || !writer.wrote {
            tx.rollback().map_err(fail)?;
            return Ok(done);
        }
        let Writer { tally, audit_id, what, .. } = writer;
        audit_as(&self.db, &tally, &audit_id, who, &what.join("; "))
            .and_then(|()| tally.persist(&self.db))
            .map_err(fail)?;
        tx.commit().map_err(fail)?;
        Ok(done)
    }

    /// The row of a number.
    pub(super) fn row_of(&self, schema: &'static Schema, id: &str) -> Sql<Option<cells::CellRow>> {
        let stored = Stored::of(schema);
        let mut find = self.db.prepare(&stored.numbered())?;
        Ok(cells::take_all(&mut find, &values(&stored.identity_of(id)))?.pop())
    }
}

fn values(texts: &[String]) -> Vec<&dyn Param> {
    texts.iter().map(|text| text as &dyn Param).collect()
}
