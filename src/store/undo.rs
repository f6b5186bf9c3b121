//! One's last step taken back, by the journal. Nothing that was said is lost by it: the undo is a command like others, with
//! lines of its own in the journal, and the audit tells the words that it took away.

use super::cells::{self, Cell};
use super::records::{CONTACT, Writer};
use super::records_sql::{self as rsql, Table};
use super::{Named, Store, Who, statements as sql};
use crate::error::{Error, Result};
use crate::model::Stamp;
use crate::model::time::DAY;
use rusqlite::{OptionalExtension, Result as Sql, params};

/// What an undo is called in the journal.
pub(super) const COMMAND: &str = "undo";

/// Rows that are never taken back: clocks, and what was signed.
const FINAL: &[&str] = &["shifts", "handovers"];

/// Where people's own words stand.
const WORDS: &[(&str, &[usize])] = &[
    ("cases", &[6, 13, 17]),
    ("case_steps", &[5]),
    ("consults", &[4, 5]),
    ("log", &[4]),
    ("review_contacts", &[9]),
    ("said", &[8]),
    ("contacts", &[10]),
];

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

fn from_json(text: &str) -> Vec<Cell<'static>> {
    let values: Vec<serde_json::Value> = serde_json::from_str(text).unwrap_or_default();
    values
        .into_iter()
        .map(|value| match value {
            serde_json::Value::String(text) => Cell::Text(text.into()),
            other => Cell::Int(other.as_i64()),
        })
        .collect()
}

/// The words of a row that are not in what takes its place.
fn words(place: &str, now: &[Cell<'_>], then: &[Cell<'_>]) -> Vec<String> {
    let places = WORDS.iter().find(|one| one.0 == place).map_or(&[][..], |one| one.1);
    let gone = places.iter().filter_map(|at| now.get(*at).filter(|cell| then.get(*at) != Some(cell)));
    gone.map(|cell| cell.str().to_owned()).filter(|text| !text.is_empty()).collect()
}

impl Store {
    /// Takes back the last record command of `who`: what it was. Refused when it is final, a day old or somebody
    /// else's, or when its rows have been changed since.
    pub fn undo(&mut self, who: &Who, dry: bool) -> Result<String> {
        if who.by.is_empty() {
            return Err(Error::usage("不知道是谁在操作", "nobody is known to be typing")
                .hint("cs shift open 姓名，或 --by 姓名", "`cs shift open NAME`, or `--by NAME`"));
        }
        let who = &Who { command: COMMAND.into(), ..who.clone() };
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
        self.conn
            .query_row(sql::JOURNAL_LAST, params![who.by, here, who.login, who.terminal], |row| {
                Ok(Last {
                    audit_id: row.get(0)?,
                    command: row.get(1)?,
                    at: Stamp(row.get(2)?),
                    login: row.get(3)?,
                    terminal: row.get(4)?,
                })
            })
            .optional()
            .map_err(|e| self.fail(e))
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
            let Some(table) = rsql::TABLES.iter().chain([&CONTACT]).find(|t| t.place == line.place) else {
                return Err(Error::bug(format!("a journal of `{}`", line.place)));
            };
            let now = self.row_of(table, &line.row_id).map_err(fail)?;
            if now.as_ref().and_then(|row| row.last()).and_then(Cell::num) != line.after {
                return Err(self.changed_since(&line.place, &line.row_id, &last.audit_id, &line.id));
            }
            let then = from_json(&line.before);
            if let Some(now) = &now {
                said.extend(words(&line.place, now, &then));
            }
            if then.is_empty() {
                writer.drop_row(*table, &line.row_id).map_err(fail)?;
            } else {
                writer.put_row(*table, &line.row_id, then).map_err(fail)?;
            }
            // Long ids tell nobody anything: a contact is known by its order or its review, a step by its case.
            match (line.place.as_str(), now.as_ref().and_then(|row| row.get(3))) {
                ("case_steps" | "case_work", _) => {}
                ("contacts" | "review_contacts", Some(about)) => what.push(about.str().to_owned()),
                _ => what.push(line.row_id),
            }
        }
        let row = &mut [Cell::text(&last.audit_id), Cell::text(&writer.audit_id), Cell::Int(None)];
        let mut put = self.conn.prepare(rsql::UNDONE.put).map_err(fail)?;
        writer.tally.put(rsql::UNDONE.place, &mut put, row, None).map_err(fail)?;
        said.dedup();
        Ok((format!("{} ({})", last.command, what.join(", ")), said))
    }

    fn lines_of(&self, audit_id: &str) -> Result<Vec<UndoLine>> {
        self.rows(rsql::JOURNAL_OF, &[&audit_id], |row| {
            Ok(UndoLine {
                id: row.get(0)?,
                place: row.get(5)?,
                row_id: row.get(6)?,
                before: row.get(7)?,
                after: row.get(8)?,
            })
        })
    }

    fn row_of(&self, table: &Table, id: &str) -> Sql<Option<cells::CellRow>> {
        Ok(cells::take_all(&mut self.conn.prepare(table.find)?, &[&id])?.pop())
    }

    fn changed_since(&self, place: &str, id: &str, audit_id: &str, line: &str) -> Error {
        let by: Option<(String, String)> = self
            .conn
            .query_row(rsql::JOURNAL_AFTER, params![place, id, audit_id, line], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .ok();
        let (by, command) = by.unwrap_or_default();
        Error::input(
            format!("{id} 之后又被改过（{by} {command}），不能撤销"),
            format!("{id} has been changed since ({by} {command}); it can't be taken back"),
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
