//! Work: who was contacted, and who did what. And how old the facts are.

use super::cells::Cell;
use super::db::{Db, Lane, Row, Sql};
use super::tally::Tally;
use super::{Store, Who, counters, statements as sql};
use crate::error::Result;
use crate::model::Stamp;
use crate::records::Contact;

/// Platform, shop, kind of records, and the newest snapshot of these.
pub type Freshness = Vec<Snapshot>;
pub(super) type Snapshot = (String, String, String, Stamp);

/// A text id that sorts by time, then by `count`, then by `place` within one command (UUIDv7's shape). No two are the
/// same, because no count is given out twice.
pub(super) fn counted_id(now: Stamp, count: i64, place: u32) -> String {
    let millis = now.0.max(0).unsigned_abs().wrapping_mul(1000) & 0xffff_ffff_ffff;
    let count = count.unsigned_abs();
    format!(
        "{:08x}-{:04x}-7{:03x}-{:04x}-{place:08x}{:04x}",
        millis >> 16,
        millis & 0xffff,
        count >> 14 & 0xfff,
        0x8000 | (count & 0x3fff),
        count >> 26 & 0xffff
    )
}

/// When an id of [`counted_id`] was made, in Unix seconds.
pub(super) fn time_of_id(id: &str) -> Option<i64> {
    let (high, low) = (id.get(..8)?, id.get(9..13)?);
    let millis = i64::from_str_radix(high, 16).ok()? << 16 | i64::from_str_radix(low, 16).ok()?;
    Some(millis / 1000)
}

/// Writes one line of the audit, inside the transaction of what it tells of.
pub(super) fn audit(db: &Db, tally: &Tally, who: &Who, what: &str) -> Sql<()> {
    let id = counted_id(who.now, tally.next(db, counters::AUDIT, 1)?, 0);
    audit_as(db, tally, &id, who, what)
}

/// The same in a transaction of its own, whoever writes: of a database that is about to take another one's place.
pub(super) fn audit_alone(db: &Db, who: &Who, what: &str) -> Sql<()> {
    let tx = db.write(Lane::Work)?;
    let tally = Tally::default();
    audit(&tx, &tally, who, what)?;
    tally.persist(&tx)?;
    tx.commit()
}

/// The same under an id that other rows name.
pub(super) fn audit_as(db: &Db, tally: &Tally, id: &str, who: &Who, what: &str) -> Sql<()> {
    let mut row = [
        Cell::text(id),
        Cell::int(who.now.0),
        Cell::text(&who.by),
        Cell::text(&who.command),
        Cell::text(what),
        Cell::Int(None),
    ];
    tally.put("audit", &mut db.prepare(sql::AUDIT_PUT)?, &mut row, None)?;
    let (login, terminal) = (Cell::text(&who.login), Cell::text(&who.terminal));
    let mut row = [Cell::text(id), Cell::int(who.wall.0), login, terminal, Cell::Int(None)];
    tally.put("audit_marks", &mut db.prepare(sql::MARK_PUT)?, &mut row, None)
}

pub(super) fn freshness(db: &Db) -> Sql<Freshness> {
    db.rows(sql::SNAPSHOT_ALL, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, Stamp(row.get(3)?))))
}

/// The same as what ranks it.
pub(super) fn ranks(db: &Db) -> Sql<Freshness> {
    let ranked = |row: &Row<'_>| -> Sql<Stamp> {
        let ranked: Option<i64> = row.get(4)?;
        Ok(Stamp(ranked.unwrap_or(row.get(3)?)))
    };
    db.rows(sql::SNAPSHOT_ALL, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, ranked(row)?)))
}

impl Store {
    /// Notes contacts, all or none, with one line in the audit.
    pub fn add_contacts(&mut self, who: &Who, contacts: &[Contact]) -> Result<()> {
        let what = contacts
            .iter()
            .map(|c| format!("{} {} {}", c.purpose, c.action, c.order_no))
            .collect::<Vec<_>>()
            .join("; ");
        self.record(who, false, |w| {
            contacts.iter().try_for_each(|contact| w.put_contact(contact))?;
            w.say(what);
            Ok(())
        })
    }

    /// Notes in the audit what was done, such as a reveal.
    pub fn audit(&mut self, who: &Who, what: &str) -> Result<()> {
        let fail = |e| self.fail(e);
        let tx = self.writing(Lane::Work)?;
        self.admits(who)?;
        let tally = Tally::default();
        audit(&tx, &tally, who, what).and_then(|()| tally.persist(&tx)).map_err(fail)?;
        tx.commit().map_err(fail)
    }

    /// How old the facts are: platform, shop, kind, newest snapshot.
    pub fn snapshots(&self) -> Result<Freshness> {
        freshness(&self.db).map_err(|e| self.fail(e))
    }

    /// Up to when the facts reach: platform, shop, kind, what ranks the newest import.
    pub fn ranks(&self) -> Result<Freshness> {
        ranks(&self.db).map_err(|e| self.fail(e))
    }

    /// Every platform and shop that an import has named; the shop can be empty.
    pub fn shops(&self) -> Result<Vec<(String, String)>> {
        let mut shops: Vec<_> = self.snapshots()?.into_iter().map(|(p, s, ..)| (p, s)).collect();
        shops.dedup();
        Ok(shops)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_when_it_was_made() {
        for at in [0, 1_795_222_800, 4_102_444_800] {
            assert_eq!(time_of_id(&counted_id(Stamp(at), 7, 1)), Some(at));
        }
        assert_eq!(time_of_id("short"), None);
    }

    #[test]
    fn counted_ids_sort_by_their_counts() {
        let id = |count, place| counted_id(Stamp(1_795_222_800), count, place);
        let counts = [0, 1, 0x3fff, 0x4000, 0x7fff, (1 << 26) - 1];
        assert!(counts.is_sorted_by(|a, b| id(*a, 9) < id(*b, 0)));
        assert!(id(3, 0) < id(3, 1) && id(3, 9) < id(3, 10));
        assert!(id(1, 0) != id(1 + (1 << 26), 0), "not even in the next round");
        assert!(counted_id(Stamp(1_795_222_800), 900, 9) < counted_id(Stamp(1_795_222_801), 0, 0));
    }
}
