//! What goes wrong with a statement, whatever the engine.

use std::fmt;

pub(in crate::store) type Sql<T> = Result<T, Fault>;

/// Why a statement failed.
#[derive(Debug)]
pub(in crate::store) enum Fault {
    Sqlite(rusqlite::Error),
    /// A cell, counted from 0, is not what its column promises.
    Cell {
        column: usize,
        kind: &'static str,
        why: Cause,
    },
    /// There is no row where there always is one.
    NoRow,
    /// A row is shorter than its table has columns.
    Short(usize),
    #[cfg(feature = "postgres")]
    Postgres(postgres::Error),
    /// Something that only SQLite can do was asked of another engine.
    #[cfg(feature = "postgres")]
    OtherEngine,
    /// A statement while the rows of another are read, or a transaction inside of another.
    #[cfg(feature = "postgres")]
    Nested,
    #[cfg(feature = "postgres")]
    Parameters {
        given: usize,
        wanted: usize,
    },
}

/// In words, for who looks for the fault.
pub(in crate::store) type Cause = Box<dyn std::error::Error + Send + Sync>;

impl Fault {
    /// A text is not what its column promises.
    pub(in crate::store) fn text(column: usize, why: impl Into<Cause>) -> Fault {
        Fault::Cell { column, kind: "Text", why: why.into() }
    }

    /// There is something else where a number should be.
    pub(in crate::store) fn number(column: usize) -> Fault {
        Fault::Cell { column, kind: "Integer", why: "Invalid type".into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Sqlite(e) => e.fmt(f),
            Fault::Cell { column, kind, why } => {
                write!(f, "Conversion error from type {kind} at index: {column}, {why}")
            }
            Fault::NoRow => f.write_str("Query returned no rows"),
            Fault::Short(columns) => write!(f, "Invalid column index: {columns}"),
            #[cfg(feature = "postgres")]
            Fault::Postgres(e) => match e.as_db_error() {
                // The error itself says no more than that there was one.
                Some(told) => told.fmt(f),
                None => e.fmt(f),
            },
            #[cfg(feature = "postgres")]
            Fault::OtherEngine => f.write_str("only SQLite can do this"),
            #[cfg(feature = "postgres")]
            Fault::Nested => {
                f.write_str("a statement inside of another one's rows, or a transaction inside of another")
            }
            #[cfg(feature = "postgres")]
            Fault::Parameters { given, wanted } => write!(f, "{given} parameters where there are {wanted}"),
        }
    }
}

impl std::error::Error for Fault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Fault::Sqlite(e) => e.source(),
            Fault::Cell { why, .. } => Some(why.as_ref()),
            Fault::NoRow | Fault::Short(_) => None,
            #[cfg(feature = "postgres")]
            // What the server says is what is displayed.
            Fault::Postgres(e) => e.source().filter(|_| e.as_db_error().is_none()),
            #[cfg(feature = "postgres")]
            Fault::OtherEngine | Fault::Nested | Fault::Parameters { .. } => None,
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(e: rusqlite::Error) -> Fault {
        Fault::Sqlite(e)
    }
}

#[cfg(feature = "postgres")]
impl From<postgres::Error> for Fault {
    fn from(e: postgres::Error) -> Fault {
        Fault::Postgres(e)
    }
}
