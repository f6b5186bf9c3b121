//! One's last step taken back, by the journal.

use super::cells::{self, Cell};
use super::records::CONTACT;
use super::records_sql as rsql;
use super::work::audit;
use super::{Store, Who};
use crate::error::{Error, Result};
use rusqlite::{OptionalExtension, params};

/// Rows that are never taken back: clocks, and what was signed.
const FINAL: &[&str] = &["shifts", "handovers"];

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

impl Store {
    /// Takes back the last record command of `who`: what it was. Refused when it is final, or when its rows have
    /// been changed since.
    pub fn undo(&mut self, who: &Who, dry: bool) -> Result<String> {
        if who.by.is_empty() {
            return Err(Error::usage("不知道是谁在操作", "nobody is known to be typing")
                .hint("cs shift open 姓名，或 --by 姓名", "`cs shift open NAME`, or `--by NAME`"));
        }
        let fail = |e| self.fail(e);
        let tx = self.writing()?;
        let what = self.take_back(who)?;
        if dry {
            tx.rollback().map_err(fail)?;
        } else {
            audit(&self.conn, who, &format!("undo: {what}")).map_err(fail)?;
            tx.commit().map_err(fail)?;
        }
        Ok(what)
    }

    fn take_back(&self, who: &Who) -> Result<String> {
        let fail = |e| self.fail(e);
        let last: Option<String> =
            self.conn.query_row(rsql::JOURNAL_LAST, [&who.by], |row| row.get(0)).optional().map_err(fail)?;
        let Some(last) = last else {
            return Err(Error::input(
                format!("没有 {} 可以撤销的记录", who.by),
                format!("{} has written nothing that can be taken back", who.by),
            ));
        };
        let lines = self.rows(rsql::JOURNAL_OF, &[&last], |row| {
            let texts = [row.get(0)?, row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?];
            Ok::<([String; 5], Option<i64>), rusqlite::Error>((texts, row.get(8)?))
        })?;
        let mut what = Vec::new();
        let mut command = String::new();
        for ([line, said, place, id, before], after) in lines {
            command = said;
            if FINAL.contains(&place.as_str()) {
                let hint = match place.as_str() {
                    "shifts" => (
                        "班次是打卡记录：下班用 cs shift close；上班前记的内容保持不变",
                        "a shift is a clock: `cs shift close` ends it; what was recorded before it stays",
                    ),
                    _ => ("再记一条来更正", "write another record that corrects it"),
                };
                return Err(Error::input(
                    format!("上一步是「{command}」，不能撤销"),
                    format!("the last step was `{command}`, and that can't be taken back"),
                )
                .hint(hint.0, hint.1));
            }
            let Some(table) = rsql::TABLES.iter().chain([&CONTACT]).find(|t| t.place == place) else {
                return Err(Error::bug(format!("a journal of `{place}`")));
            };
            let now =
                cells::take_all(&mut self.conn.prepare(table.find).map_err(fail)?, &[&id]).map_err(fail)?;
            if now.first().and_then(|row| row.last()).and_then(Cell::num) != after {
                return Err(self.changed_since(&place, &id, &last, &line));
            }
            if before.is_empty() {
                self.conn.execute(table.drop, [&id]).map_err(fail)?;
            } else {
                let mut row = from_json(&before);
                cells::put(&mut self.conn.prepare(table.put).map_err(fail)?, &mut row).map_err(fail)?;
            }
            self.conn.execute(rsql::JOURNAL.drop, [&line]).map_err(fail)?;
            // Long ids tell nobody anything: a contact is known by its order or its review, a step by its case.
            match (place.as_str(), now.first().and_then(|row| row.get(3))) {
                ("case_steps" | "case_work", _) => {}
                ("contacts" | "review_contacts", Some(about)) => what.push(about.str().to_owned()),
                _ => what.push(id),
            }
        }
        Ok(format!("{command} ({})", what.join(", ")))
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
