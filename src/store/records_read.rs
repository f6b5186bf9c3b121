//! Reading the records.

use super::Store;
use super::cells::Reader;
use super::records::texts;
use super::records_sql as rsql;
use crate::error::Result;
use crate::model::Stamp;
use crate::model::records::{
    Case, CaseWork, Consult, Entry, Followup, Handover, HandoverItem, ManualMessage, Shift, Staff, Step,
};
use rusqlite::{Result as Sql, Row};
use std::collections::BTreeMap;

/// One line of the audit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditLine {
    pub id: String,
    pub at: Stamp,
    pub by: String,
    pub command: String,
    pub what: String,
    /// By the clock on the wall; `None` in lines of older programs.
    pub wall: Option<Stamp>,
    pub login: String,
    pub terminal: String,
}

fn at(r: &mut Reader<'_>) -> Sql<Stamp> {
    Ok(r.time()?.unwrap_or_default())
}

fn case(row: &Row<'_>) -> Sql<Case> {
    let mut r = Reader::new(row);
    let [id, platform, shop, order_no, buyer, kind, subject, state, owner, waiting_on] = texts(&mut r)?;
    let opened_at = at(&mut r)?;
    let [opened_by] = texts(&mut r)?;
    let due_at = r.time()?;
    let [promise] = texts(&mut r)?;
    let (promise_due, kept_at, closed_at) = (r.time()?, r.time()?, r.time()?);
    let [outcome] = texts(&mut r)?;
    Ok(Case {
        id,
        platform,
        shop,
        order_no,
        buyer,
        kind,
        subject,
        state,
        owner,
        waiting_on,
        opened_at,
        opened_by,
        due_at,
        promise,
        promise_due,
        kept_at,
        closed_at,
        outcome,
        work: CaseWork::default(),
    })
}

fn case_work(row: &Row<'_>) -> Sql<(String, CaseWork)> {
    let mut r = Reader::new(row);
    let [id] = texts(&mut r)?;
    let level = r.int()?.unwrap_or(1);
    let [category, responsibility] = texts(&mut r)?;
    let amount = r.money()?;
    let (evidence_due, evidence_at, waiting_since) = (r.time()?, r.time()?, r.time()?);
    let waited = r.int()?.unwrap_or(0);
    let [taken_by] = texts(&mut r)?;
    let work = CaseWork {
        level,
        category,
        responsibility,
        amount,
        evidence_due,
        evidence_at,
        waiting_since,
        waited,
        taken_by,
        taken_until: r.time()?,
    };
    Ok((id, work))
}

fn staff(row: &Row<'_>) -> Sql<Staff> {
    let mut r = Reader::new(row);
    let [name, number] = texts(&mut r)?;
    Ok(Staff { name, number })
}

fn step(row: &Row<'_>) -> Sql<Step> {
    let mut r = Reader::new(row);
    let [id, case_id] = texts(&mut r)?;
    let at = at(&mut r)?;
    let [by, action, text] = texts(&mut r)?;
    Ok(Step { id, case_id, at, by, action, text })
}

fn consult(row: &Row<'_>) -> Sql<Consult> {
    let mut r = Reader::new(row);
    let [id, platform, shop, buyer, product, concern, state] = texts(&mut r)?;
    let at = at(&mut r)?;
    let [by] = texts(&mut r)?;
    let (follow_up_at, closed_at) = (r.time()?, r.time()?);
    Ok(Consult { id, platform, shop, buyer, product, concern, state, at, by, follow_up_at, closed_at })
}

fn entry(row: &Row<'_>) -> Sql<Entry> {
    let mut r = Reader::new(row);
    let [id] = texts(&mut r)?;
    let at = at(&mut r)?;
    let [by, category, text, kind, order_no, buyer, state] = texts(&mut r)?;
    let closed_at = r.time()?;
    let [closed_by] = texts(&mut r)?;
    Ok(Entry { id, at, by, category, text, kind, order_no, buyer, state, closed_at, closed_by })
}

fn shift(row: &Row<'_>) -> Sql<Shift> {
    let mut r = Reader::new(row);
    let [id, name, terminal] = texts(&mut r)?;
    let opened_at = at(&mut r)?;
    let paused_at = r.time()?;
    let paused = r.int()?.unwrap_or(0);
    Ok(Shift { id, name, terminal, opened_at, paused_at, paused, closed_at: r.time()? })
}

fn handover(row: &Row<'_>) -> Sql<Handover> {
    let mut r = Reader::new(row);
    let [id, group, from, to] = texts(&mut r)?;
    let made_at = at(&mut r)?;
    let [signed_by, state] = texts(&mut r)?;
    Ok(Handover { id, group, from, to, made_at, signed_by, state })
}

fn item(row: &Row<'_>) -> Sql<HandoverItem> {
    let mut r = Reader::new(row);
    let [id, handover_id, key, section, severity, platform, shop, buyer, order_no] = texts(&mut r)?;
    let [subject, what, owner] = texts(&mut r)?;
    let due_at = r.time()?;
    let [acked_by] = texts(&mut r)?;
    let (acked_at, closed_at) = (r.time()?, r.time()?);
    let [carried_from] = texts(&mut r)?;
    Ok(HandoverItem {
        id,
        handover_id,
        key,
        section,
        severity,
        platform,
        shop,
        buyer,
        order_no,
        subject,
        what,
        owner,
        due_at,
        acked_by,
        acked_at,
        closed_at,
        carried_from,
    })
}

fn followup(row: &Row<'_>) -> Sql<Followup> {
    let mut r = Reader::new(row);
    let [id, platform, shop, review_id, order_no] = texts(&mut r)?;
    let at = at(&mut r)?;
    let [by, via, result, note] = texts(&mut r)?;
    Ok(Followup { id, platform, shop, review_id, order_no, at, by, via, result, note })
}

fn said(row: &Row<'_>) -> Sql<ManualMessage> {
    let mut r = Reader::new(row);
    let [id, platform, shop, order_no, buyer] = texts(&mut r)?;
    let spoken = at(&mut r)?;
    let [sent_by, via, text] = texts(&mut r)?;
    let entered_at = at(&mut r)?;
    let [by] = texts(&mut r)?;
    Ok(ManualMessage { id, platform, shop, order_no, buyer, at: spoken, sent_by, via, text, entered_at, by })
}

impl Store {
    /// What was said in chats, as it was entered, in the order of time.
    pub fn said(&self) -> Result<Vec<ManualMessage>> {
        self.rows(rsql::MANUAL_MESSAGES.all, &[], said)
    }

    /// Every contact because of a review, oldest first.
    pub fn followups(&self) -> Result<Vec<Followup>> {
        self.rows(rsql::FOLLOWUP.all, &[], followup)
    }

    /// Every case, by its number.
    pub fn cases(&self) -> Result<Vec<Case>> {
        let mut cases = self.rows(rsql::CASE.all, &[], case)?;
        let mut work: BTreeMap<String, CaseWork> =
            self.rows(rsql::CASE_WORK.all, &[], case_work)?.into_iter().collect();
        for case in &mut cases {
            case.work = work.remove(&case.id).unwrap_or_default();
        }
        Ok(cases)
    }

    pub(super) fn case_work(&self, id: &str) -> Result<Option<CaseWork>> {
        Ok(self.rows(rsql::CASE_WORK.find, &[&id], case_work)?.pop().map(|(_, work)| work))
    }

    /// Who works here, by their numbers.
    pub fn staff(&self) -> Result<Vec<Staff>> {
        self.rows(rsql::STAFF.all, &[], staff)
    }

    /// The history of a case, oldest first.
    pub fn steps(&self, case_id: &str) -> Result<Vec<Step>> {
        self.rows(rsql::STEPS_OF, &[&case_id], step)
    }

    pub fn consults(&self) -> Result<Vec<Consult>> {
        self.rows(rsql::CONSULT.all, &[], consult)
    }

    /// The whole log, oldest first.
    pub fn log(&self) -> Result<Vec<Entry>> {
        self.rows(rsql::LOG.all, &[], entry)
    }

    pub fn shifts(&self) -> Result<Vec<Shift>> {
        self.rows(rsql::SHIFT.all, &[], shift)
    }

    /// The shift that is open in a terminal.
    pub fn shift_here(&self, terminal: &str) -> Result<Option<Shift>> {
        Ok(self.rows(rsql::SHIFT_HERE, &[&terminal], shift)?.pop())
    }

    /// Every handover, oldest first.
    pub fn handovers(&self) -> Result<Vec<Handover>> {
        self.rows(rsql::HANDOVER.all, &[], handover)
    }

    pub fn handover_items(&self, handover_id: &str) -> Result<Vec<HandoverItem>> {
        self.rows(rsql::ITEMS_OF, &[&handover_id], item)
    }

    /// The whole audit, oldest first.
    pub fn audit_lines(&self) -> Result<Vec<AuditLine>> {
        self.rows(super::statements::AUDIT_LINES, &[], |row| {
            let mut r = Reader::new(row);
            let [id] = texts(&mut r)?;
            let at = at(&mut r)?;
            let [by, command, what] = texts(&mut r)?;
            let wall = r.time()?;
            let [login, terminal] = texts(&mut r)?;
            Ok(AuditLine { id, at, by, command, what, wall, login, terminal })
        })
    }
}
