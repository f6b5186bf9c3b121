//! Statements that are asked again and again, and the rows that they answer with.

use super::{FromValue, Param, Sql, SqlValue};
#[cfg(feature = "postgres")]
use crate::store::postgres;
use crate::store::sqlite;

/// A statement of an engine, ready to be asked.
pub(in crate::store) enum Statement<'a> {
    Sqlite(rusqlite::CachedStatement<'a>),
    #[cfg(feature = "postgres")]
    Postgres(postgres::Prepared<'a>),
}

/// Writes new rows, as quickly as the engine can: by a prepared statement, or many at once.
pub(in crate::store) enum Load<'a> {
    Sqlite(rusqlite::CachedStatement<'a>),
    #[cfg(feature = "postgres")]
    Postgres(postgres::Copy<'a>),
}

/// Rows as they come.
pub(in crate::store) enum Rows<'s> {
    Sqlite(rusqlite::Rows<'s>),
    #[cfg(feature = "postgres")]
    Postgres(std::vec::IntoIter<::postgres::Row>, Option<::postgres::Row>),
}

/// One row, its columns counted from 0.
#[derive(Clone, Copy)]
pub(in crate::store) enum Row<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    #[cfg(feature = "postgres")]
    Postgres(&'a ::postgres::Row),
}

impl Statement<'_> {
    /// How many columns its rows have.
    pub(in crate::store) fn column_count(&self) -> usize {
        match self {
            Statement::Sqlite(statement) => statement.column_count(),
            #[cfg(feature = "postgres")]
            Statement::Postgres(statement) => statement.column_count(),
        }
    }

    pub(in crate::store) fn rows(&mut self, values: &[&dyn Param]) -> Sql<Rows<'_>> {
        match self {
            Statement::Sqlite(statement) => sqlite::rows(statement, values).map(Rows::Sqlite),
            #[cfg(feature = "postgres")]
            Statement::Postgres(statement) => Ok(Rows::Postgres(statement.rows(values)?.into_iter(), None)),
        }
    }

    pub(in crate::store) fn map<T>(
        &mut self,
        values: &[&dyn Param],
        mut read: impl FnMut(&Row<'_>) -> Sql<T>,
    ) -> Sql<Vec<T>> {
        let mut rows = self.rows(values)?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            out.push(read(&row)?);
        }
        Ok(out)
    }

    /// Shows every row while they come: nothing else can be asked meanwhile.
    pub(in crate::store) fn each(&mut self, f: &mut dyn FnMut(&Row<'_>) -> Sql<()>) -> Sql<()> {
        match self {
            Statement::Sqlite(statement) => {
                let mut rows = sqlite::rows(statement, &[])?;
                while let Some(row) = rows.next()? {
                    f(&Row::Sqlite(row))?;
                }
                Ok(())
            }
            #[cfg(feature = "postgres")]
            Statement::Postgres(statement) => statement.each(&[], &mut |row| f(&Row::Postgres(row))),
        }
    }

    /// Runs it where it answers with no rows: how many it changed.
    pub(in crate::store) fn run(&mut self, values: &[&dyn Param]) -> Sql<usize> {
        match self {
            Statement::Sqlite(statement) => sqlite::run(statement, values),
            #[cfg(feature = "postgres")]
            Statement::Postgres(statement) => statement.run(values),
        }
    }

    /// Runs it with a whole row for parameters.
    pub(in crate::store) fn put<P: Param>(&mut self, row: &[P]) -> Sql<()> {
        match self {
            Statement::Sqlite(statement) => sqlite::put(statement, row),
            #[cfg(feature = "postgres")]
            Statement::Postgres(statement) => statement.put(row),
        }
    }
}

impl Load<'_> {
    /// Sets one cell, which stays as it is from one row to the next.
    pub(in crate::store) fn bind(&mut self, column: usize, value: SqlValue<'_>) -> Sql<()> {
        match self {
            Load::Sqlite(statement) => sqlite::bind(statement, column, value),
            #[cfg(feature = "postgres")]
            Load::Postgres(copy) => {
                copy.bind(column, value);
                Ok(())
            }
        }
    }

    /// Writes the row that was set. Not `at_once`: it need not be there before [`Load::flush`].
    pub(in crate::store) fn put(
        &mut self,
        #[cfg_attr(not(feature = "postgres"), expect(unused_variables))] at_once: bool,
    ) -> Sql<()> {
        match self {
            Load::Sqlite(statement) => Ok(statement.raw_execute().map(drop)?),
            #[cfg(feature = "postgres")]
            Load::Postgres(copy) => copy.put(at_once),
        }
    }

    /// Has every row written.
    pub(in crate::store) fn flush(&mut self) -> Sql<()> {
        match self {
            Load::Sqlite(_) => Ok(()),
            #[cfg(feature = "postgres")]
            Load::Postgres(copy) => copy.flush(),
        }
    }
}

impl Rows<'_> {
    pub(in crate::store) fn next(&mut self) -> Sql<Option<Row<'_>>> {
        match self {
            Rows::Sqlite(rows) => Ok(rows.next()?.map(Row::Sqlite)),
            #[cfg(feature = "postgres")]
            Rows::Postgres(rows, row) => {
                *row = rows.next();
                Ok(row.as_ref().map(Row::Postgres))
            }
        }
    }
}

impl<'a> Row<'a> {
    pub(in crate::store) fn value(&self, column: usize) -> Sql<SqlValue<'a>> {
        match self {
            Row::Sqlite(row) => sqlite::value(row, column),
            #[cfg(feature = "postgres")]
            Row::Postgres(row) => postgres::value(row, column),
        }
    }

    pub(in crate::store) fn get<T: FromValue>(&self, column: usize) -> Sql<T> {
        T::from_value(self.value(column)?, column)
    }
}
