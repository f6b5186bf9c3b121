//! Reading the team's records.

use super::cells::Reader;
use super::db::{Param, Row, Sql};
use super::stored::{OF_CASE, OF_HANDOVER, OF_PURPOSE, Stored};
use super::{Store, statements as sql};
use crate::error::Result;
use crate::model::Stamp;
use crate::records::{
    CASE_WORK, Case, CaseStep, CaseWork, Consult, Contact, Handover, HandoverItem, LogEntry, ManualMessage,
    Record, ReviewContact, SHIFTS, Shift, Staff, TODO_STATES, TodoKey, TodoState,
};
use std::collections::BTreeMap;

/// Numbers of cases lie from the one on and before the other.
const CASE_NUMBERS: (&str, &str) = ("C-", "C.");

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

impl Store {
    /// Every record of a kind: by time where the kind has one, then by number.
    fn team<T: Record + Default>(&self) -> Result<Vec<T>> {
        let stored = Stored::of(T::default().schema());
        self.rows(&stored.listed(), &[], |row| stored.own(row))
    }

    /// The records of a kind of which one column holds this.
    fn team_of<T: Record + Default>(&self, columns: &[&str], value: &str) -> Result<Vec<T>> {
        let stored = Stored::of(T::default().schema());
        self.rows(&stored.of_columns(columns), &[&value], |row| stored.own(row))
    }

    /// Contacts of one purpose, oldest first.
    pub fn contacts(&self, purpose: &str) -> Result<Vec<Contact>> {
        self.team_of(OF_PURPOSE, purpose)
    }

    /// Every contact, of whatever purpose, oldest first.
    pub fn all_contacts(&self) -> Result<Vec<Contact>> {
        self.team()
    }

    /// What was said in chats, as it was entered, in the order of time.
    pub fn said(&self) -> Result<Vec<ManualMessage>> {
        let mut said: Vec<ManualMessage> = self.team()?;
        // M-10000 comes after M-9999.
        said.sort_by_key(|message| (message.at, message.id.len()));
        Ok(said)
    }

    /// Every contact because of a review, oldest first.
    pub fn followups(&self) -> Result<Vec<ReviewContact>> {
        self.team()
    }

    /// Every case, by its number.
    pub fn cases(&self) -> Result<Vec<Case>> {
        let mut cases: Vec<Case> = self.team()?;
        let work = self.team()?.into_iter().map(|work: CaseWork| (work.id.clone(), work));
        let mut work: BTreeMap<String, CaseWork> = work.collect();
        let mut leases = self.states_between(CASE_NUMBERS, Case::lease_key)?;
        for case in &mut cases {
            case.work = work.remove(&case.id).unwrap_or_default();
            if let Some(lease) = leases.remove(&case.id) {
                (case.taken_by, case.taken_until) = (lease.taken_by, lease.taken_until);
            }
        }
        Ok(cases)
    }

    /// The states under one kind of key, by the numbers of their subjects: from one number on and before another.
    fn states_between(
        &self,
        (from, before): (&str, &str),
        key: fn(&str) -> TodoKey,
    ) -> Result<BTreeMap<String, TodoState>> {
        let stored = Stored::of(&TODO_STATES);
        let states: Vec<TodoState> =
            self.rows(&stored.of_range(), &[&from, &before], |row| stored.own(row))?;
        let is_of_key = |state: &TodoState| state.key == key(&state.key.subject_no);
        let states = states.into_iter().filter(is_of_key);
        Ok(states.map(|state| (state.key.subject_no.clone(), state)).collect())
    }

    pub(super) fn case_work(&self, id: &str) -> Result<Option<CaseWork>> {
        let stored = Stored::of(&CASE_WORK);
        Ok(self.rows(&stored.numbered(), &[&id], |row| stored.own(row))?.pop())
    }

    /// Who works here, by their numbers.
    pub fn staff(&self) -> Result<Vec<Staff>> {
        let mut staff: Vec<Staff> = self.team()?;
        staff.sort_by(|a, b| a.number.cmp(&b.number));
        Ok(staff)
    }

    /// The history of a case, oldest first.
    pub fn steps(&self, case_id: &str) -> Result<Vec<CaseStep>> {
        self.team_of(OF_CASE, case_id)
    }

    pub fn consults(&self) -> Result<Vec<Consult>> {
        self.team()
    }

    /// The whole log, oldest first.
    pub fn log(&self) -> Result<Vec<LogEntry>> {
        self.team()
    }

    /// Every shift, oldest first.
    pub fn shifts(&self) -> Result<Vec<Shift>> {
        let mut shifts: Vec<Shift> = self.team()?;
        shifts.sort_by_key(|shift| shift.opened_at);
        Ok(shifts)
    }

    /// The shift that is open in a terminal.
    pub fn shift_here(&self, terminal: &str) -> Result<Option<Shift>> {
        let stored = Stored::of(&SHIFTS);
        Ok(self.rows(&stored.shift_here(), &[&terminal], |row| stored.own(row))?.pop())
    }

    /// Every handover, oldest first.
    pub fn handovers(&self) -> Result<Vec<Handover>> {
        let mut handovers: Vec<Handover> = self.team()?;
        handovers.sort_by_key(|handover| handover.made_at);
        Ok(handovers)
    }

    /// What a handover listed, and who acknowledged it.
    pub fn handover_items(&self, handover_id: &str) -> Result<Vec<HandoverItem>> {
        let mut items: Vec<HandoverItem> = self.team_of(OF_HANDOVER, handover_id)?;
        // The number of an item begins with that of its handover and a stroke, which no sign but the nought follows.
        let numbers = (&*format!("{handover_id}/"), &*format!("{handover_id}0"));
        let mut acks = self.states_between(numbers, HandoverItem::ack_key)?;
        for item in &mut items {
            let ack = acks.remove(&item.id).unwrap_or_default();
            (item.acked_by, item.acked_at) = (ack.acked_by, ack.acked_at);
        }
        Ok(items)
    }

    /// The whole audit, oldest first.
    pub fn audit_lines(&self) -> Result<Vec<AuditLine>> {
        self.rows(sql::AUDIT_LINES, &[], |row| {
            let mut r = Reader::new(row);
            let [id] = texts(&mut r)?;
            let at = r.time()?.unwrap_or_default();
            let [by, command, what] = texts(&mut r)?;
            let wall = r.time()?;
            let [login, terminal] = texts(&mut r)?;
            Ok(AuditLine { id, at, by, command, what, wall, login, terminal })
        })
    }

    pub(super) fn rows<T>(
        &self,
        text: &str,
        keys: &[&dyn Param],
        read: impl FnMut(&Row<'_>) -> Sql<T>,
    ) -> Result<Vec<T>> {
        let run = || self.db.prepare(text)?.map(keys, read);
        run().map_err(|e| self.fail(e))
    }
}

/// Reads the columns of a row from left to right.
fn texts<const N: usize>(r: &mut Reader<'_>) -> Sql<[String; N]> {
    let mut out = [const { String::new() }; N];
    for text in &mut out {
        r.text(text)?;
    }
    Ok(out)
}
