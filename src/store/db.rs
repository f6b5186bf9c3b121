//! The seam between the store and its engines. Everything above it says what it wants in one SQL text for all of them, and
//! gets rows of our own values; everything that only one engine knows is an [`Ability`] and lies in that engine's folder.
//!
//! What a text may say, so that every engine reads it alike:
//!
//! - parameters are `$1` … `$n`, first used in that order; SQLite takes them for names and counts appearances, PostgreSQL
//!   knows no others;
//! - types are `TEXT` and `BIGINT`; aggregates are cast (`CAST(SUM(x) AS BIGINT)`); where nulls are sorted, `NULLS LAST` is said;
//! - no function, pragma or catalogue of one engine; `ON CONFLICT … DO UPDATE`, `RETURNING` and tuples are known to all;
//! - text holds no NUL, and is compared by its bytes (collation `C`).
//!
//! No statement is run while the rows of another are read: what belongs together is read in chunks, or collected before.

mod ability;
mod fault;
mod statement;
mod value;

pub(super) use ability::{Ability, Lane};
pub(super) use fault::{Fault, Sql};
pub(super) use statement::{Load, Row, Statement};
pub(super) use value::{FromValue, Param, SqlValue};

#[cfg(feature = "postgres")]
use super::postgres;
use super::sqlite;
use rusqlite::Connection;
use std::ops::Deref;
use std::time::Duration;

/// An open database of whatever engine.
#[derive(Debug)]
pub(super) enum Db {
    Sqlite(Connection),
    #[cfg(feature = "postgres")]
    Postgres(postgres::Server),
}

impl Db {
    /// Whether the engine can do this for us.
    pub(super) fn has(&self, ability: Ability) -> bool {
        match self {
            Db::Sqlite(_) => sqlite::has(ability),
            #[cfg(feature = "postgres")]
            Db::Postgres(_) => false,
        }
    }

    /// A statement to be asked more than once.
    pub(super) fn prepare(&self, text: &str) -> Sql<Statement<'_>> {
        match self {
            Db::Sqlite(conn) => Ok(Statement::Sqlite(conn.prepare_cached(text)?)),
            #[cfg(feature = "postgres")]
            Db::Postgres(server) => Ok(Statement::Postgres(server.prepare(text)?)),
        }
    }

    /// New rows of a table, many of them; `insert` writes one of all these columns.
    #[cfg_attr(not(feature = "postgres"), expect(unused_variables))]
    pub(super) fn load(&self, table: &str, columns: &str, insert: &str) -> Sql<Load<'_>> {
        match self {
            Db::Sqlite(conn) => Ok(Load::Sqlite(conn.prepare_cached(insert)?)),
            #[cfg(feature = "postgres")]
            Db::Postgres(server) => Ok(Load::Postgres(postgres::Copy::new(server, table, columns, insert)?)),
        }
    }

    /// Runs a statement that answers with no rows: how many it changed.
    pub(super) fn run(&self, text: &str, values: &[&dyn Param]) -> Sql<usize> {
        self.prepare(text)?.run(values)
    }

    /// Every row that a statement answers with, read one by one.
    pub(super) fn rows<T>(
        &self,
        text: &str,
        values: &[&dyn Param],
        read: impl FnMut(&Row<'_>) -> Sql<T>,
    ) -> Sql<Vec<T>> {
        self.prepare(text)?.map(values, read)
    }

    /// The first cell of the first row; `None` where no row is.
    pub(super) fn first<T: FromValue>(&self, text: &str, values: &[&dyn Param]) -> Sql<Option<T>> {
        let mut statement = self.prepare(text)?;
        let mut rows = statement.rows(values)?;
        rows.next()?.map(|row| row.get(0)).transpose()
    }

    /// The same of a statement that always answers with a row.
    pub(super) fn one<T: FromValue>(&self, text: &str, values: &[&dyn Param]) -> Sql<T> {
        self.first(text, values)?.ok_or(Fault::NoRow)
    }

    /// Runs several statements without parameters, one after the other.
    pub(super) fn batch(&self, text: &str) -> Sql<()> {
        match self {
            Db::Sqlite(conn) => Ok(conn.execute_batch(text)?),
            #[cfg(feature = "postgres")]
            Db::Postgres(server) => server.batch(text),
        }
    }

    /// One unchanging view for several statements; `None` where a transaction is open, which is one already.
    pub(super) fn read(&self) -> Sql<Option<Tx<'_>>> {
        if self.is_in_transaction() {
            return Ok(None);
        }
        match self {
            Db::Sqlite(conn) => conn.execute_batch("BEGIN DEFERRED")?,
            #[cfg(feature = "postgres")]
            Db::Postgres(server) => server.read()?,
        }
        Ok(Some(Tx { db: self, open: true }))
    }

    /// Begins to write: from here on nobody else of the lane writes, until it ends.
    pub(super) fn write(
        &self,
        #[cfg_attr(not(feature = "postgres"), expect(unused_variables))] lane: Lane,
    ) -> Sql<Tx<'_>> {
        match self {
            // One lock for all of a file: lanes are known to engines that have more.
            Db::Sqlite(conn) => conn.execute_batch("BEGIN IMMEDIATE")?,
            #[cfg(feature = "postgres")]
            Db::Postgres(server) => server.write(lane)?,
        }
        Ok(Tx { db: self, open: true })
    }

    /// Has another lane too, until the transaction ends: what both write is written by one at a time.
    pub(super) fn join(
        &self,
        #[cfg_attr(not(feature = "postgres"), expect(unused_variables))] lane: Lane,
    ) -> Sql<()> {
        match self {
            Db::Sqlite(_) => Ok(()),
            #[cfg(feature = "postgres")]
            Db::Postgres(server) => server.join(lane),
        }
    }

    /// Shows every row that a statement answers with while they come: nothing else can be asked meanwhile.
    pub(super) fn each(&self, text: &str, f: &mut dyn FnMut(&Row<'_>) -> Sql<()>) -> Sql<()> {
        self.prepare(text)?.each(f)
    }

    /// Marks what is being made as ours.
    pub(super) fn claim(&self) -> Sql<()> {
        match self {
            Db::Sqlite(conn) => sqlite::claim(conn),
            #[cfg(feature = "postgres")]
            Db::Postgres(server) => postgres::claim(server),
        }
    }

    /// Notes the schema where also others than its own table tell of it.
    pub(super) fn note_version(&self, version: i64) -> Sql<()> {
        match self {
            Db::Sqlite(conn) => sqlite::note_version(conn, version),
            #[cfg(feature = "postgres")]
            Db::Postgres(_) => Ok(()),
        }
    }

    pub(super) fn is_read_only(&self) -> Sql<bool> {
        match self {
            Db::Sqlite(conn) => Ok(conn.is_readonly("main")?),
            #[cfg(feature = "postgres")]
            Db::Postgres(server) => server.is_read_only(),
        }
    }

    /// Bytes that it takes on a server; `None`: it is a file.
    pub(super) fn size_on_server(&self) -> Sql<Option<u64>> {
        match self {
            Db::Sqlite(_) => Ok(None),
            #[cfg(feature = "postgres")]
            Db::Postgres(server) => server.size().map(|bytes| Some(bytes.unsigned_abs())),
        }
    }

    /// How long to wait where others write.
    pub(super) fn wait_at_most(&self, time: Duration) -> Sql<()> {
        match self {
            Db::Sqlite(conn) => Ok(conn.busy_timeout(time)?),
            #[cfg(feature = "postgres")]
            Db::Postgres(server) => server.wait_at_most(time),
        }
    }

    /// The connection, for what SQLite alone can do.
    pub(super) fn sqlite(&self) -> Sql<&Connection> {
        match self {
            Db::Sqlite(conn) => Ok(conn),
            #[cfg(feature = "postgres")]
            Db::Postgres(_) => Err(Fault::OtherEngine),
        }
    }

    pub(super) fn sqlite_mut(&mut self) -> Sql<&mut Connection> {
        match self {
            Db::Sqlite(conn) => Ok(conn),
            #[cfg(feature = "postgres")]
            Db::Postgres(_) => Err(Fault::OtherEngine),
        }
    }

    /// Ends it, and tells what only shows then.
    pub(super) fn close(self) -> Sql<()> {
        match self {
            Db::Sqlite(conn) => conn.close().map_err(|(_, e)| e.into()),
            #[cfg(feature = "postgres")]
            Db::Postgres(_) => Ok(()),
        }
    }

    pub(super) fn is_in_transaction(&self) -> bool {
        match self {
            Db::Sqlite(conn) => !conn.is_autocommit(),
            #[cfg(feature = "postgres")]
            Db::Postgres(server) => server.is_in_transaction(),
        }
    }

    fn end(&self, how: &str) -> Sql<()> {
        match self {
            Db::Sqlite(conn) => Ok(conn.execute_batch(how)?),
            #[cfg(feature = "postgres")]
            Db::Postgres(server) => server.end(how),
        }
    }
}

impl From<Connection> for Db {
    fn from(conn: Connection) -> Db {
        // The statements about two dozen kinds, a few of each.
        conn.set_prepared_statement_cache_capacity(128);
        Db::Sqlite(conn)
    }
}

/// A transaction; taken back where it is dropped.
#[derive(Debug)]
pub(super) struct Tx<'a> {
    db: &'a Db,
    open: bool,
}

impl<'a> Tx<'a> {
    pub(super) fn db(&self) -> &'a Db {
        self.db
    }

    pub(super) fn commit(mut self) -> Sql<()> {
        self.db.end("COMMIT")?;
        self.open = false;
        Ok(())
    }

    pub(super) fn rollback(mut self) -> Sql<()> {
        self.open = false;
        self.db.end("ROLLBACK")
    }
}

impl Deref for Tx<'_> {
    type Target = Db;

    fn deref(&self) -> &Db {
        self.db
    }
}

impl Drop for Tx<'_> {
    fn drop(&mut self) {
        // The engine may have taken it back by itself.
        if self.open && self.db.is_in_transaction() {
            let _ = self.db.end("ROLLBACK");
        }
    }
}

#[cfg(test)]
impl Db {
    /// A database in memory, with the schema.
    pub(super) fn in_memory() -> Db {
        let db = Db::empty_in_memory();
        super::migrate::create(&db).expect("the schema");
        db
    }

    pub(super) fn empty_in_memory() -> Db {
        Db::from(Connection::open_in_memory().expect("a database"))
    }
}

/// Runs a test on every engine there is, each with a new database of our schema.
#[cfg(test)]
pub(super) fn on_each_engine(test: impl Fn(&Db)) {
    test(&Db::in_memory());
    #[cfg(feature = "postgres")]
    postgres::once_more(test);
}
