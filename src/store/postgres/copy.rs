//! Many new rows at once, by the server's own way for them.

use super::super::db::{Fault, Param, Sql, SqlValue};
use super::{Prepared, Server};
use std::io::Write;

/// Bytes that are worth a way to the server.
const WORTH: usize = 1 << 20;

/// A value that stays.
#[derive(Clone)]
enum Kept {
    Null,
    Int(i64),
    Text(Vec<u8>),
}

impl Param for Kept {
    fn value(&self) -> SqlValue<'_> {
        match self {
            Kept::Null => SqlValue::Null,
            Kept::Int(number) => SqlValue::Int(*number),
            Kept::Text(text) => SqlValue::Text(text),
        }
    }
}

/// New rows of a table, in which what was set stays from one row to the next.
pub(in crate::store) struct Copy<'a> {
    server: &'a Server,
    /// For one row at a time.
    insert: Prepared<'a>,
    /// For many.
    copy: String,
    row: Vec<Kept>,
    /// Rows that are still here, as the server takes them.
    text: String,
}

impl<'a> Copy<'a> {
    pub(in crate::store) fn new(
        server: &'a Server,
        table: &str,
        columns: &str,
        insert: &str,
    ) -> Sql<Copy<'a>> {
        let insert = server.prepare(insert)?;
        let row = vec![Kept::Null; insert.statement.params().len()];
        let copy = format!("COPY {table} ({columns}) FROM STDIN");
        Ok(Copy { server, insert, copy, row, text: String::new() })
    }

    pub(in crate::store) fn bind(&mut self, column: usize, value: SqlValue<'_>) {
        let Some(kept) = self.row.get_mut(column) else { return };
        match (value, kept) {
            (SqlValue::Text(text), Kept::Text(kept)) => {
                kept.clear();
                kept.extend_from_slice(text);
            }
            (SqlValue::Text(text), kept) => *kept = Kept::Text(text.to_owned()),
            (SqlValue::Int(number), kept) => *kept = Kept::Int(number),
            (SqlValue::Null | SqlValue::Other(_), kept) => *kept = Kept::Null,
        }
    }

    /// Writes the row that was set. Not `at_once`: nobody can read it before [`Copy::flush`].
    pub(in crate::store) fn put(&mut self, at_once: bool) -> Sql<()> {
        if at_once && self.text.is_empty() {
            return self.insert.put(&self.row);
        }
        for (column, kept) in self.row.iter().enumerate() {
            self.text.extend((column > 0).then_some('\t'));
            match kept {
                Kept::Null => self.text.push_str("\\N"),
                Kept::Int(number) => self.text.push_str(&number.to_string()),
                Kept::Text(_) => escape(kept.value().text(column)?, &mut self.text, column)?,
            }
        }
        self.text.push('\n');
        if at_once || self.text.len() > WORTH { self.flush() } else { Ok(()) }
    }

    pub(in crate::store) fn flush(&mut self) -> Sql<()> {
        if self.text.is_empty() {
            return Ok(());
        }
        let Ok(mut client) = self.server.client.try_borrow_mut() else { return Err(Fault::Nested) };
        let mut writer = client.copy_in(&self.copy)?;
        writer.write_all(self.text.as_bytes()).map_err(|e| Fault::text(0, e))?;
        writer.finish()?;
        self.text.clear();
        Ok(())
    }
}

/// What stands for something else in a copied text is written in two signs.
fn escape(text: &str, out: &mut String, column: usize) -> Sql<()> {
    for sign in text.chars() {
        match sign {
            '\0' => return Err(Fault::text(column, "a text with a NUL in it, which the engine can't keep")),
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            other => out.push(other),
        }
    }
    Ok(())
}
