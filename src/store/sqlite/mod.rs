//! SQLite, the engine of a database that is a file: what the seam asks of it, and everything that it alone can do.

use super::db::{Ability, Param, Sql, SqlValue};
use super::pragma;
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, Row, Rows, Statement};

/// Marks a file as ours: `cs_1`.
pub(super) const APPLICATION: i64 = 0x6373_5f31;

/// All of it.
pub(super) fn has(_: Ability) -> bool {
    true
}

/// Marks a file as ours.
pub(super) fn claim(conn: &Connection) -> Sql<()> {
    Ok(pragma::set(conn, "application_id", APPLICATION)?)
}

/// Notes the schema in the head of the file.
pub(super) fn note_version(conn: &Connection, version: i64) -> Sql<()> {
    Ok(pragma::set(conn, "user_version", version)?)
}

/// Has the log left where it is when the connection ends.
pub(super) fn leave_log(conn: &Connection) {
    let _ = conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
}

/// Has nobody bring the log into the file when a transaction ends, or everybody again where it has grown. False leaves it to
/// [`take_log_in`].
pub(super) fn takes_log_in(conn: &Connection, yes: bool) -> Sql<()> {
    Ok(pragma::set(conn, "wal_autocheckpoint", if yes { PAGES } else { 0 })?)
}

/// The engine's own measure.
const PAGES: i64 = 1000;

/// Brings the log into the file, as far as nobody reads in it. What does not get there stays in the log.
pub(super) fn take_log_in(conn: &Connection) {
    let _ = conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
}

/// A value as the engine takes it.
struct Bound<'a>(SqlValue<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            SqlValue::Null | SqlValue::Other(_) => ValueRef::Null,
            SqlValue::Int(number) => ValueRef::Integer(number),
            SqlValue::Text(text) => ValueRef::Text(text),
        }))
    }
}

fn bind_all(statement: &mut Statement<'_>, values: &[&dyn Param]) -> Sql<()> {
    let wanted = statement.parameter_count();
    if wanted != values.len() {
        return Err(rusqlite::Error::InvalidParameterCount(values.len(), wanted).into());
    }
    for (value, place) in values.iter().zip(1..) {
        statement.raw_bind_parameter(place, Bound(value.value()))?;
    }
    Ok(())
}

pub(super) fn rows<'s>(statement: &'s mut Statement<'_>, values: &[&dyn Param]) -> Sql<Rows<'s>> {
    bind_all(statement, values)?;
    Ok(statement.raw_query())
}

pub(super) fn run(statement: &mut Statement<'_>, values: &[&dyn Param]) -> Sql<usize> {
    bind_all(statement, values)?;
    Ok(statement.raw_execute()?)
}

pub(super) fn put<P: Param>(statement: &mut Statement<'_>, row: &[P]) -> Sql<()> {
    for (cell, place) in row.iter().zip(1..) {
        statement.raw_bind_parameter(place, Bound(cell.value()))?;
    }
    statement.raw_execute()?;
    Ok(())
}

pub(super) fn bind(statement: &mut Statement<'_>, column: usize, value: SqlValue<'_>) -> Sql<()> {
    Ok(statement.raw_bind_parameter(column + 1, Bound(value))?)
}

pub(super) fn value<'a>(row: &'a Row<'a>, column: usize) -> Sql<SqlValue<'a>> {
    Ok(match row.get_ref(column)? {
        ValueRef::Null => SqlValue::Null,
        ValueRef::Integer(number) => SqlValue::Int(number),
        ValueRef::Text(text) => SqlValue::Text(text),
        ValueRef::Real(_) => SqlValue::Other("Real"),
        ValueRef::Blob(_) => SqlValue::Other("Blob"),
    })
}
