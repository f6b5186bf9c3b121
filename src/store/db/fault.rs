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
        }
    }
}

impl std::error::Error for Fault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Fault::Sqlite(e) => e.source(),
            Fault::Cell { why, .. } => Some(why.as_ref()),
            Fault::NoRow | Fault::Short(_) => None,
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(e: rusqlite::Error) -> Fault {
        Fault::Sqlite(e)
    }
}
