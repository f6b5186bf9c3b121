//! One's last step taken back, by the journal. Nothing that was said is lost by it: the undo is a command like others, with
//! lines of its own in the journal, and the audit tells the words that it took away.

use super::cells::{self, Cell};
use super::column_sets::ColumnSets;
use super::db::Param;
use super::records::{UNDO, Writer};
use super::stored::Stored;
use super::{Named, Store, Who, statements as sql};
use crate::error::{Error, Result};
use crate::model::time::DAY;
use crate::model::{Field, Say, Stamp};
use crate::records::{self, Column, Origin, Type};

/// Rows that are never taken back: clocks, and what was signed.
const FINAL: &[&str] = &["shifts", "handovers"];

/// The command that would be taken back.
struct Last {
    audit_id: String,
    command: String,
    /// By the clock on the wall.
    at: Stamp,
    login: String,
    terminal: String,
}

/// One row that it changed, as the journal has it.
struct UndoLine {
    id: String,
    place: String,
    row_id: String,
    before: String,
    after: Option<i64>,
}

/// The row that stood there before, in the order of the table's columns; those that came since are empty. Nothing, where there
/// was no row.
fn row_of_json(stored: &Stored, text: &str) -> Option<cells::CellRow> {
    let values: Vec<serde_json::Value> = serde_json::from_str(text).ok()?;
    let (_, values) = values.split_last()?;
    let mut blank = (stored.schema.make)();
    let mut row: cells::CellRow =
        stored.cells(blank.as_mut(), &ColumnSets::default()).iter().map(Cell::owned).collect();
    for (cell, value) in row.iter_mut().zip(values) {
        *cell = match value {
            serde_json::Value::String(text) => Cell::Text(text.clone().into()),
            other => Cell::Int(other.as_i64()),
        };
    }
    Some(row)
}

/// What people said in a row and is not in what takes its place.
fn words(stored: &Stored, now: &[Cell<'_>], then: Option<&cells::CellRow>) -> Vec<String> {
    let is_said = |column: &&Column| column.ty == Type::Text && column.field != Some(Field::Shop);
    let said = stored.schema.columns.iter().filter(is_said).filter_map(|column| stored.column(column.key));
    let gone =
        said.filter_map(|at| now.get(at).filter(|cell| then.and_then(|then| then.get(at)) != Some(cell)));
    gone.map(|cell| cell.str().to_owned()).filter(|text| !text.is_empty()).collect()
}

/// What a row is known by. Long ids tell nobody anything: a contact is known by its order or its review, a step by its case.
fn known_by<'a>(stored: &Stored, row: Option<&'a cells::CellRow>, id: &'a str) -> Option<&'a str> {
    let about = match stored.schema.key {
        "case_steps" | "case_work" => return None,
        "todo_states" => return acknowledged(stored, row),
        "contacts" => "order_no",
        "review_contacts" => "review_no",
        // The nick of a buyer may be a phone: an order is told, or nothing.
        _ if stored.schema.origin == Origin::Portable => {
            let cell = row.and_then(|row| row.get(stored.column("order_no")?))?;
            return Some(cell.str()).filter(|number| !number.is_empty());
        }
        _ => return Some(id),
    };
    let cell = row.and_then(|row| row.get(stored.column(about)?));
    Some(cell.map_or(id, Cell::str))
}

/// The item of a handover that a state acknowledges: no other row tells of it.
fn acknowledged<'a>(stored: &Stored, row: Option<&'a cells::CellRow>) -> Option<&'a str> {
    let cell = |key: &str| row?.get(stored.column(key)?).map(Cell::str);
    cell("subject_kind").filter(|kind| *kind == "handover").and_then(|_| cell("subject_no"))
}

impl Store {
    /// Takes back the last record command of `who`: what it was. Refused when it is final, a day old or somebody
    /// else's, or when its rows have been changed since.
    pub fn undo(&mut self, who: &Who, dry: bool) -> Result<String> {
        if who.by.is_empty() {
            return Err(Error::usage("不知道是谁在操作", "nobody is known to be typing")
                .hint("cs shift open 姓名，或 --by 姓名", "`cs shift open NAME`, or `--by NAME`"));
        }
        let who = &Who { command: UNDO.into(), ..who.clone() };
        self.record(who, dry, |writer| {
            let store = writer.store;
            let last = store.last_of(who)?;
            let (what, said) = store.take_back(writer, &last)?;
            let said = said.iter().map(|text| format!(": {text}")).collect::<String>();
            writer.say(format!("undo: {what}{said}"));
            Ok(what)
        })
    }

    /// One's own last command that was not taken back yet.
    fn last_of(&self, who: &Who) -> Result<Last> {
        let last = self.last_by(who, who.named == Named::Claimed)?;
        // Who is not on the roster may mend the roster, and that only.
        if last.as_ref().is_none_or(|last| last.command != "shift roster") {
            self.admits(who)?;
        }
        let Some(last) = last else { return Err(self.nothing_of(who)) };
        if who.wall.0.saturating_sub(last.at.0) > DAY {
            let command = &last.command;
            return Err(Error::input(
                format!("上一步「{command}」是一天以前记的，不能再撤销"),
                format!(
                    "the last step, `{command}`, is more than a day old and can't be taken back any more"
                ),
            )
            .hint("再记一条来更正", "write another record that corrects it"));
        }
        Ok(last)
    }

    fn last_by(&self, who: &Who, here: bool) -> Result<Option<Last>> {
        let of: [&dyn Param; 4] = [&who.by, &here, &who.login, &who.terminal];
        let last = self.rows(sql::JOURNAL_LAST, &of, |row| {
            Ok(Last {
                audit_id: row.get(0)?,
                command: row.get(1)?,
                at: Stamp(row.get(2)?),
                login: row.get(3)?,
                terminal: row.get(4)?,
            })
        });
        Ok(last?.pop())
    }

    fn nothing_of(&self, who: &Who) -> Error {
        let e = Error::input(
            format!("没有 {} 可以撤销的记录", who.by),
            format!("{} has written nothing that can be taken back", who.by),
        );
        // A name can be claimed by anybody: what was written elsewhere under it is taken back there.
        let Ok(Some(other)) = self.last_by(who, false) else { return e };
        let place = match (other.login.as_str(), other.terminal.as_str()) {
            (login, "") => login.to_owned(),
            (login, terminal) => format!("{login} {terminal}"),
        };
        e.hint(
            format!("{} 上一步「{}」是在别处记的（{place}），只能在那里撤销", who.by, other.command),
            format!(
                "the last step of {}, `{}`, was written elsewhere ({place}) and is taken back there",
                who.by, other.command
            ),
        )
    }

    /// What was taken back, and the words that went with it.
    fn take_back(&self, writer: &mut Writer<'_>, last: &Last) -> Result<(String, Vec<String>)> {
        let fail = |e| self.fail(e);
        let (mut what, mut said) = (Vec::new(), Vec::new());
        for line in self.lines_of(&last.audit_id)? {
            if FINAL.contains(&line.place.as_str()) {
                return Err(is_final(&line.place, &last.command));
            }
            let Some(schema) = records::team().find(|schema| schema.table == line.place) else {
                return Err(Error::bug(format!("a journal of `{}`", line.place)));
            };
            let stored = Stored::of(schema);
            let now = self.row_of(schema, &line.row_id).map_err(fail)?;
            let is_damaged = now.as_ref().is_some_and(|row| !cells::is_sealed(stored.seals, row));
            if is_damaged || now.as_ref().and_then(|row| row.last()).and_then(Cell::num) != line.after {
                return Err(self.changed_since(&stored, &line, &last.audit_id));
            }
            let then = row_of_json(&stored, &line.before);
            if then.is_none() && !line.before.is_empty() {
                return Err(Error::bug(format!("line {} of the journal holds no row", line.id)));
            }
            if let Some(now) = &now {
                said.extend(words(&stored, now, then.as_ref()));
            }
            what.extend(known_by(&stored, now.as_ref(), &line.row_id).map(str::to_owned));
            match then {
                Some(then) => writer.put_row(schema, &line.row_id, then),
                None => writer.drop_row(schema, &line.row_id),
            }
            .map_err(fail)?;
        }
        let row = &mut [Cell::text(&last.audit_id), Cell::text(&writer.audit_id), Cell::Int(None)];
        let mut put = self.db.prepare(sql::UNDONE_PUT).map_err(fail)?;
        writer.tally.put("undone", &mut put, row, None).map_err(fail)?;
        said.dedup();
        Ok((format!("{} ({})", last.command, what.join(", ")), said))
    }

    fn lines_of(&self, audit_id: &str) -> Result<Vec<UndoLine>> {
        self.rows(sql::JOURNAL_OF, &[&audit_id], |row| {
            Ok(UndoLine {
                id: row.get(0)?,
                place: row.get(5)?,
                row_id: row.get(6)?,
                before: row.get(7)?,
                after: row.get(8)?,
            })
        })
    }

    fn changed_since(&self, stored: &Stored, line: &UndoLine, audit_id: &str) -> Error {
        let of: [&dyn Param; 4] = [&line.place, &line.row_id, &audit_id, &line.id];
        let by = self.db.rows(sql::JOURNAL_AFTER, &of, |row| {
            Ok(format!("{} {}", row.get::<String>(0)?, row.get::<String>(1)?))
        });
        let by = by.ok().and_then(|mut rows| rows.pop()).map_or_else(
            || Say::new("升级或别的程序", "by an upgrade or another program"),
            |by| Say::new(by.clone(), by),
        );
        let id = match stored.schema.origin {
            Origin::Portable => stored.schema.key,
            _ => &line.row_id,
        };
        Error::input(
            format!("{id} 之后又被改过（{}），不能撤销", by.zh),
            format!("{id} has been changed since ({}); it can't be taken back", by.en),
        )
    }
}

fn is_final(place: &str, command: &str) -> Error {
    let hint = match place {
        "shifts" => (
            "班次是打卡记录：下班用 cs shift close；上班前记的内容保持不变",
            "a shift is a clock: `cs shift close` ends it; what was recorded before it stays",
        ),
        _ => ("再记一条来更正", "write another record that corrects it"),
    };
    Error::input(
        format!("上一步是「{command}」，不能撤销"),
        format!("the last step was `{command}`, and that can't be taken back"),
    )
    .hint(hint.0, hint.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::{CASES, Case, LogEntry, STAFF};

    #[test]
    fn a_row_of_an_older_journal_fills_the_columns_that_it_knew() {
        let stored = Stored::of(&STAFF);
        let whole = [Cell::text("甲"), Cell::text("007"), Cell::Int(None)];
        assert_eq!(row_of_json(&stored, r#"["甲","007",5]"#).as_deref(), Some(&whole[..]));
        let older = [Cell::text("甲"), Cell::text(""), Cell::Int(None)];
        assert_eq!(row_of_json(&stored, r#"["甲",5]"#).as_deref(), Some(&older[..]));
        assert_eq!(row_of_json(&stored, ""), None);
    }

    /// Its checksum tells what was written, not what stands there now.
    #[test]
    fn what_another_program_changed_is_not_taken_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut store = Store::open_write(&folder.path().join("w.db")).expect("made");
        let who = Who { by: "小王".into(), command: "log add".into(), ..Who::default() };
        let entry = LogEntry { id: "G-0001".into(), text: "停电".into(), ..LogEntry::default() };
        store.record(&who, false, |w| w.put(&entry)).expect("written");
        store.db.run("UPDATE log SET body = 'x'", &[]).expect("harmed");
        let refused = store.undo(&who, false).expect_err("it is not what was written");
        assert!(refused.to_string().contains("an upgrade or another program"), "{refused}");
        assert_eq!(store.log().expect("read").len(), 1);
        store.db.run("UPDATE log SET body = '停电'", &[]).expect("mended");
        assert_eq!(store.undo(&who, false).expect("taken back"), "log add (G-0001)");
    }

    #[test]
    fn only_what_people_said_is_told() {
        let stored = Stored::of(&CASES);
        let mut before = Case {
            id: "C-0001".into(),
            shop: "甲店".into(),
            buyer: "b1".into(),
            subject: "少发一件".into(),
            owner: "小林".into(),
            ..Case::default()
        };
        let mut after = Case { promise: "补发".into(), owner: "小王".into(), ..before.clone() };
        let now = stored.cells(&mut after, &ColumnSets::default());
        assert_eq!(words(&stored, &now, None), ["少发一件", "补发"]);
        let then = stored.cells(&mut before, &ColumnSets::default()).iter().map(Cell::owned).collect();
        assert_eq!(words(&stored, &now, Some(&then)), ["补发"]);
    }
}
