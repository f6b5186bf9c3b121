//! Records written by hand, and one's last step taken back.
//!
//! Every command is one transaction, one line in the audit, and for each row a line in the journal with what
//! stood there before.

use super::cells::{self, Cell, Reader};
use super::records_sql::{self as rsql, Table};
use super::tally::{Tally, checksum_of};
use super::work::{audit_as, contact_cells, counted_id};
use super::{Contact, Store, Who, counters};
use crate::error::{Error, Result};
use crate::model::records::{
    Case, Consult, Entry, Followup, Handover, HandoverItem, ManualMessage, Shift, Staff, Step,
};
use rusqlite::{Result as Sql, Row};

/// One row to be written.
#[derive(Clone, Copy, Debug)]
pub enum Record<'r> {
    Case(&'r Case),
    Step(&'r Step),
    Consult(&'r Consult),
    Entry(&'r Entry),
    Shift(&'r Shift),
    Staff(&'r Staff),
    Handover(&'r Handover),
    Item(&'r HandoverItem),
    Followup(&'r Followup),
    ManualMessage(&'r ManualMessage),
}

/// What counts up in short numbers.
#[derive(Clone, Copy, Debug)]
pub enum Numbered {
    Case,
    Consult,
    Entry,
    Handover,
    ManualMessage,
}

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

/// Contacts are older than the other records; for the journal they are a table like these.
pub(super) const CONTACT: Table = Table {
    place: "contacts",
    put: super::statements::CONTACT_PUT,
    all: super::statements::CONTACT_ALL,
    find: rsql::CONTACT_FIND,
    drop: rsql::CONTACT_DROP,
};

impl<'r> Record<'r> {
    fn table(self) -> Table {
        match self {
            Record::Case(_) => rsql::CASE,
            Record::Step(_) => rsql::STEP,
            Record::Consult(_) => rsql::CONSULT,
            Record::Entry(_) => rsql::LOG,
            Record::Shift(_) => rsql::SHIFT,
            Record::Staff(_) => rsql::STAFF,
            Record::Handover(_) => rsql::HANDOVER,
            Record::Item(_) => rsql::HANDOVER_ITEM,
            Record::Followup(_) => rsql::FOLLOWUP,
            Record::ManualMessage(_) => rsql::MANUAL_MESSAGES,
        }
    }

    fn id(self) -> &'r str {
        match self {
            Record::Case(r) => &r.id,
            Record::Step(r) => &r.id,
            Record::Consult(r) => &r.id,
            Record::Entry(r) => &r.id,
            Record::Shift(r) => &r.id,
            Record::Staff(r) => &r.name,
            Record::Handover(r) => &r.id,
            Record::Item(r) => &r.id,
            Record::Followup(r) => &r.id,
            Record::ManualMessage(r) => &r.id,
        }
    }

    fn cells(self) -> Vec<Cell<'r>> {
        let (text, int, time) = (Cell::text, Cell::int, Cell::time);
        let mut row = match self {
            Record::Case(r) => vec![
                text(&r.id),
                text(&r.platform),
                text(&r.shop),
                text(&r.order_no),
                text(&r.buyer),
                text(&r.kind),
                text(&r.subject),
                text(&r.state),
                text(&r.owner),
                text(&r.waiting_on),
                int(r.opened_at.0),
                text(&r.opened_by),
                time(r.due_at),
                text(&r.promise),
                time(r.promise_due),
                time(r.kept_at),
                time(r.closed_at),
                text(&r.outcome),
            ],
            Record::Step(r) => {
                vec![text(&r.id), text(&r.case_id), int(r.at.0), text(&r.by), text(&r.action), text(&r.text)]
            }
            Record::Consult(r) => vec![
                text(&r.id),
                text(&r.platform),
                text(&r.shop),
                text(&r.buyer),
                text(&r.product),
                text(&r.concern),
                text(&r.state),
                int(r.at.0),
                text(&r.by),
                time(r.follow_up_at),
                time(r.closed_at),
            ],
            Record::Entry(r) => vec![
                text(&r.id),
                int(r.at.0),
                text(&r.by),
                text(&r.category),
                text(&r.text),
                text(&r.kind),
                text(&r.order_no),
                text(&r.buyer),
                text(&r.state),
                time(r.closed_at),
                text(&r.closed_by),
            ],
            Record::Shift(r) => vec![
                text(&r.id),
                text(&r.name),
                text(&r.terminal),
                int(r.opened_at.0),
                time(r.paused_at),
                int(r.paused),
                time(r.closed_at),
            ],
            Record::Staff(r) => vec![text(&r.name), text(&r.number)],
            Record::Handover(r) => vec![
                text(&r.id),
                text(&r.group),
                text(&r.from),
                text(&r.to),
                int(r.made_at.0),
                text(&r.signed_by),
                text(&r.state),
            ],
            Record::Item(r) => vec![
                text(&r.id),
                text(&r.handover_id),
                text(&r.key),
                text(&r.section),
                text(&r.severity),
                text(&r.platform),
                text(&r.shop),
                text(&r.buyer),
                text(&r.order_no),
                text(&r.subject),
                text(&r.what),
                text(&r.owner),
                time(r.due_at),
                text(&r.acked_by),
                time(r.acked_at),
                time(r.closed_at),
                text(&r.carried_from),
            ],
            Record::Followup(r) => vec![
                text(&r.id),
                text(&r.platform),
                text(&r.shop),
                text(&r.review_id),
                text(&r.order_no),
                int(r.at.0),
                text(&r.by),
                text(&r.via),
                text(&r.result),
                text(&r.note),
            ],
            Record::ManualMessage(r) => vec![
                text(&r.id),
                text(&r.platform),
                text(&r.shop),
                text(&r.order_no),
                text(&r.buyer),
                int(r.at.0),
                text(&r.sent_by),
                text(&r.via),
                text(&r.text),
                int(r.entered_at.0),
                text(&r.by),
            ],
        };
        row.push(Cell::Int(None));
        row
    }
}

impl Writer<'_> {
    fn fail(&self, e: rusqlite::Error) -> Error {
        self.store.fail(e)
    }

    pub fn who(&self) -> &Who {
        self.who
    }

    /// The next short number: `C-0001`.
    pub fn number(&self, of: Numbered) -> Result<String> {
        let [case, consult, entry, handover, said] = counters::SHORT;
        let (letter, last) = match of {
            Numbered::Case => case,
            Numbered::Consult => consult,
            Numbered::Entry => entry,
            Numbered::Handover => handover,
            Numbered::ManualMessage => said,
        };
        let number = self.count_up(letter, last).map_err(|e| self.fail(e))?;
        Ok(format!("{letter}-{number:04}"))
    }

    /// The next number, never one that stands in the table: a counter that somebody lowered must not write over a row.
    fn count_up(&self, name: &str, last: &str) -> Sql<i64> {
        let conn = &self.store.conn;
        self.tally.next(conn, name, counters::last(conn, last)?.saturating_add(1))
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

    pub fn put(&mut self, record: Record<'_>) -> Result<()> {
        self.put_row(record.table(), record.id(), record.cells()).map_err(|e| self.fail(e))?;
        if let Record::Case(case) = record {
            self.put_work(case)?;
        }
        Ok(())
    }

    /// The second half of a case, where there is anything to write or was.
    fn put_work(&mut self, case: &Case) -> Result<()> {
        let before = self.store.case_work(&case.id)?;
        if before.clone().unwrap_or_default() == case.work {
            return Ok(());
        }
        let (text, int, time, work) = (Cell::text, Cell::int, Cell::time, &case.work);
        let row = vec![
            text(&case.id),
            int(work.level),
            text(&work.category),
            text(&work.responsibility),
            Cell::money(work.amount),
            time(work.evidence_due),
            time(work.evidence_at),
            time(work.waiting_since),
            int(work.waited),
            text(&work.taken_by),
            time(work.taken_until),
            Cell::Int(None),
        ];
        self.put_row(rsql::CASE_WORK, &case.id, row).map_err(|e| self.fail(e))
    }

    /// Takes a row out; undoing writes it again.
    pub fn remove(&mut self, record: &Record<'_>) -> Result<()> {
        let (table, id) = (record.table(), record.id());
        let run = |writer: &mut Writer<'_>| -> Sql<()> { writer.drop_row(table, id) };
        run(self).map_err(|e| self.fail(e))
    }

    pub(super) fn drop_row(&mut self, table: Table, id: &str) -> Sql<()> {
        let conn = &self.store.conn;
        let (mut find, mut drop) = (conn.prepare_cached(table.find)?, conn.prepare_cached(table.drop)?);
        let before = cells::take_all(&mut find, &[&id])?;
        let Some(before) = before.first() else { return Ok(()) };
        self.tally.drop(table.place, &mut drop, &[&id])?;
        self.wrote = true;
        self.journal(table.place, id, &to_json(before), None)
    }

    pub fn put_contact(&mut self, contact: &Contact) -> Result<()> {
        let id = self.id();
        let row = contact_cells(&id, contact, self.who);
        self.put_row(CONTACT, &id, row.into()).map_err(|e| self.fail(e))
    }

    pub(super) fn put_row(&mut self, table: Table, id: &str, mut row: Vec<Cell<'_>>) -> Sql<()> {
        let conn = &self.store.conn;
        let mut find = conn.prepare_cached(table.find)?;
        let before = cells::take_all(&mut find, &[&id])?;
        let known = before.first().map(|row| checksum_of(row));
        let mut put = conn.prepare_cached(table.put)?;
        self.tally.put(table.place, &mut put, &mut row, known)?;
        self.wrote = true;
        let before = before.first().map_or(String::new(), |row| to_json(row));
        self.journal(table.place, id, &before, row.last().and_then(Cell::num))
    }

    /// What stood in a row before, and its checksum now; `None`: it is gone.
    fn journal(&self, place: &str, id: &str, before: &str, after: Option<i64>) -> Sql<()> {
        let conn = &self.store.conn;
        // Counted, not timed: two commands of the same second keep their order.
        let journal = format!("{:012}", self.count_up(counters::JOURNAL, rsql::JOURNAL_END)?);
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
        let mut put = conn.prepare_cached(rsql::JOURNAL.put)?;
        self.tally.put(rsql::JOURNAL.place, &mut put, &mut line, None)
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
        let tx = self.writing()?;
        if who.command != super::undo::COMMAND {
            self.admits(who)?;
        }
        let tally = Tally::default();
        let count = tally.next(&self.conn, counters::AUDIT, 1).map_err(fail)?;
        let audit_id = counted_id(who.now, count, 0);
        let (ids, what) = (std::cell::Cell::new(0), Vec::new());
        let mut writer = Writer { store: self, who, tally, audit_id, count, ids, what, wrote: false };
        let done = work(&mut writer)?;
        if dry || !writer.wrote {
            tx.rollback().map_err(fail)?;
            return Ok(done);
        }
        let Writer { tally, audit_id, what, .. } = writer;
        audit_as(&self.conn, &tally, &audit_id, who, &what.join("; "))
            .and_then(|()| tally.persist(&self.conn))
            .map_err(fail)?;
        tx.commit().map_err(fail)?;
        Ok(done)
    }

    pub(super) fn rows<T>(
        &self,
        text: &str,
        keys: &[&dyn rusqlite::types::ToSql],
        read: impl FnMut(&Row<'_>) -> Sql<T>,
    ) -> Result<Vec<T>> {
        let run = || self.conn.prepare(text)?.query_map(keys, read)?.collect::<Sql<Vec<T>>>();
        run().map_err(|e| self.fail(e))
    }
}

/// Reads the columns of a row from left to right.
pub(super) fn texts<const N: usize>(r: &mut Reader<'_>) -> Sql<[String; N]> {
    let mut out = [const { String::new() }; N];
    for text in &mut out {
        r.text(text)?;
    }
    Ok(out)
}
