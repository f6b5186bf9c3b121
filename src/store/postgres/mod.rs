//! PostgreSQL, the engine of teams that outgrow one host: what the seam asks of it.

#[cfg(test)]
mod cluster;
mod copy;
mod open;
mod value;

use super::db::{Fault, Lane, Param, Sql, SqlValue};
use ::postgres::{Client, Row, Statement};
use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::time::Duration;
use value::Bound;

pub(super) use copy::Copy;

/// Stands at the table of migrations, so that nobody else's table is taken for ours.
const MARK: &str = "cs_1";

/// Marks what is being made as ours.
pub(super) fn claim(server: &Server) -> Sql<()> {
    server.batch(&format!("COMMENT ON TABLE schema_version IS '{MARK}'"))
}

/// One connection. Statements go one after the other: while the rows of one are read, another is refused.
pub(super) struct Server {
    client: RefCell<Client>,
    statements: RefCell<HashMap<String, Statement>>,
    in_transaction: std::cell::Cell<bool>,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Server")
    }
}

/// A statement that the server has read.
pub(super) struct Prepared<'a> {
    server: &'a Server,
    statement: Statement,
}

/// The lock that each lane takes, of this database alone: the bytes of `cs.facts` and `cs.works`.
fn lock_of(lane: Lane) -> i64 {
    i64::from_be_bytes(match lane {
        Lane::Facts => *b"cs.facts",
        Lane::Work => *b"cs.works",
    })
}

impl Server {
    fn new(client: Client) -> Server {
        Server { client: RefCell::new(client), statements: RefCell::default(), in_transaction: false.into() }
    }

    /// Does something with the connection, unless the rows of a statement are being read.
    fn with<T>(&self, work: impl FnOnce(&mut Client) -> Result<T, ::postgres::Error>) -> Sql<T> {
        let Ok(mut client) = self.client.try_borrow_mut() else { return Err(Fault::Nested) };
        Ok(work(&mut client)?)
    }

    pub(super) fn prepare(&self, text: &str) -> Sql<Prepared<'_>> {
        let known = self.statements.borrow().get(text).cloned();
        let statement = match known {
            Some(statement) => statement,
            None => {
                let statement = self.with(|client| client.prepare(text))?;
                self.statements.borrow_mut().insert(text.to_owned(), statement.clone());
                statement
            }
        };
        Ok(Prepared { server: self, statement })
    }

    pub(super) fn batch(&self, text: &str) -> Sql<()> {
        self.with(|client| client.batch_execute(text))
    }

    pub(super) fn is_in_transaction(&self) -> bool {
        self.in_transaction.get()
    }

    /// One unchanging view.
    pub(super) fn read(&self) -> Sql<()> {
        self.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    }

    /// A transaction that has its lane for itself. What it reads from then on is what was committed last.
    pub(super) fn write(&self, lane: Lane) -> Sql<()> {
        self.begin("BEGIN ISOLATION LEVEL READ COMMITTED")?;
        self.join(lane).inspect_err(|_| {
            let _ = self.end("ROLLBACK");
        })
    }

    /// Has another lane too, until the transaction ends.
    pub(super) fn join(&self, lane: Lane) -> Sql<()> {
        // The answer of the function has no value.
        self.batch(&format!("SELECT pg_advisory_xact_lock({})", lock_of(lane)))
    }

    fn begin(&self, how: &str) -> Sql<()> {
        if self.is_in_transaction() {
            return Err(Fault::Nested);
        }
        self.batch(how)?;
        self.in_transaction.set(true);
        Ok(())
    }

    /// Commits or takes back. A transaction in which a statement failed is taken back, and that is an error here.
    pub(super) fn end(&self, how: &str) -> Sql<()> {
        self.in_transaction.set(false);
        self.batch(how)
    }

    pub(super) fn is_read_only(&self) -> Sql<bool> {
        let answer = self.with(|client| client.query_one("SHOW transaction_read_only", &[]))?;
        Ok(value::of(&answer, 0)? == SqlValue::Text(b"on"))
    }

    pub(super) fn wait_at_most(&self, time: Duration) -> Sql<()> {
        // Zero would be without end.
        let millis = time.as_millis().max(1);
        self.batch(&format!("SET lock_timeout = {millis}"))
    }

    /// Bytes on the server's disk.
    pub(super) fn size(&self) -> Sql<i64> {
        let text = "SELECT pg_database_size(current_database())";
        let answer = self.with(|client| client.query_one(text, &[]))?;
        Ok(value::of(&answer, 0)?.number(0)?.unwrap_or_default())
    }
}

impl Prepared<'_> {
    pub(super) fn column_count(&self) -> usize {
        self.statement.columns().len()
    }

    fn all(&self, values: &[SqlValue<'_>]) -> Sql<Vec<Row>> {
        let bound: Vec<Bound<'_>> = values.iter().map(|value| Bound(*value)).collect();
        self.check(bound.len())?;
        self.server.with(|client| client.query(&self.statement, &params(&bound)))
    }

    pub(super) fn rows(&self, values: &[&dyn Param]) -> Sql<Vec<Row>> {
        let values: Vec<SqlValue<'_>> = values.iter().map(|value| value.value()).collect();
        self.all(&values)
    }

    /// Shows the rows while they come; until the last one is there nothing else can be asked.
    pub(super) fn each(&self, values: &[&dyn Param], f: &mut dyn FnMut(&Row) -> Sql<()>) -> Sql<()> {
        use ::postgres::fallible_iterator::FallibleIterator;
        let bound: Vec<Bound<'_>> = values.iter().map(|value| Bound(value.value())).collect();
        self.check(bound.len())?;
        let Ok(mut client) = self.server.client.try_borrow_mut() else { return Err(Fault::Nested) };
        let mut rows = client.query_raw(&self.statement, params(&bound))?;
        while let Some(row) = rows.next()? {
            f(&row)?;
        }
        Ok(())
    }

    pub(super) fn run(&self, values: &[&dyn Param]) -> Sql<usize> {
        let bound: Vec<Bound<'_>> = values.iter().map(|value| Bound(value.value())).collect();
        self.execute(&bound)
    }

    pub(super) fn put<P: Param>(&self, row: &[P]) -> Sql<()> {
        let bound: Vec<Bound<'_>> = row.iter().map(|cell| Bound(cell.value())).collect();
        self.execute(&bound).map(drop)
    }

    fn execute(&self, bound: &[Bound<'_>]) -> Sql<usize> {
        self.check(bound.len())?;
        let changed = self.server.with(|client| client.execute(&self.statement, &params(bound)))?;
        Ok(usize::try_from(changed).unwrap_or(usize::MAX))
    }

    /// The client would panic.
    fn check(&self, given: usize) -> Sql<()> {
        let wanted = self.statement.params().len();
        if given == wanted { Ok(()) } else { Err(Fault::Parameters { given, wanted }) }
    }
}

fn params<'b>(bound: &'b [Bound<'b>]) -> Vec<&'b (dyn ::postgres::types::ToSql + Sync)> {
    bound.iter().map(|one| one as &(dyn ::postgres::types::ToSql + Sync)).collect()
}

pub(super) fn value(row: &Row, column: usize) -> Sql<SqlValue<'_>> {
    value::of(row, column)
}

/// Runs a test with a new database of the server, where there is one, and tells how many were run so far.
#[cfg(test)]
pub(super) fn once_more(test: impl Fn(&super::db::Db)) {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static RUN: AtomicUsize = AtomicUsize::new(0);
    if let Some(store) = of_test() {
        test(&store.db);
        let run = RUN.fetch_add(1, Ordering::Relaxed) + 1;
        let version = cluster::Cluster::shared().map_or("", |cluster| cluster.version.as_str());
        cluster::say(&format!(
            "tests inside the store so far: {run} on SQLite, {run} on PostgreSQL {version}"
        ));
    }
}

/// A new database of the server for tests; `None` where there is no server.
#[cfg(test)]
pub(super) fn of_test() -> Option<super::Store> {
    let cluster = cluster::Cluster::shared().ok()?;
    let opened = super::Store::open_server(&cluster.database(), true);
    Some(opened.expect("opened").expect("made"))
}

#[cfg(test)]
mod tests;
