//! What goes into statements and comes out of them.

use super::{Fault, Sql};

/// One cell, or one parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum SqlValue<'a> {
    Null,
    Int(i64),
    /// UTF-8, unless somebody else wrote it.
    Text(&'a [u8]),
    /// Nothing that we write; its type, as the engine calls it.
    Other(&'static str),
}

impl<'a> SqlValue<'a> {
    fn kind(self) -> &'static str {
        match self {
            SqlValue::Null => "Null",
            SqlValue::Int(_) => "Integer",
            SqlValue::Text(_) => "Text",
            SqlValue::Other(kind) => kind,
        }
    }

    /// The text in `column` of its row.
    pub(in crate::store) fn text(self, column: usize) -> Sql<&'a str> {
        match self {
            SqlValue::Text(bytes) => std::str::from_utf8(bytes).map_err(|e| Fault::text(column, e)),
            _ => Err(Fault::text(column, "Invalid type")),
        }
    }

    /// The number in `column` of its row; `None`: not stated.
    pub(in crate::store) fn number(self, column: usize) -> Sql<Option<i64>> {
        match self {
            SqlValue::Null => Ok(None),
            SqlValue::Int(number) => Ok(Some(number)),
            _ => Err(Fault::number(column)),
        }
    }
}

/// What can be given to a statement.
pub(in crate::store) trait Param {
    fn value(&self) -> SqlValue<'_>;
}

impl Param for i64 {
    fn value(&self) -> SqlValue<'_> {
        SqlValue::Int(*self)
    }
}

impl Param for bool {
    fn value(&self) -> SqlValue<'_> {
        SqlValue::Int(i64::from(*self))
    }
}

impl Param for str {
    fn value(&self) -> SqlValue<'_> {
        SqlValue::Text(self.as_bytes())
    }
}

impl Param for String {
    fn value(&self) -> SqlValue<'_> {
        SqlValue::Text(self.as_bytes())
    }
}

impl<P: Param + ?Sized> Param for &P {
    fn value(&self) -> SqlValue<'_> {
        (*self).value()
    }
}

impl<P: Param> Param for Option<P> {
    fn value(&self) -> SqlValue<'_> {
        self.as_ref().map_or(SqlValue::Null, Param::value)
    }
}

/// What a cell can be read as.
pub(in crate::store) trait FromValue: Sized {
    /// `column`: where it stands, for who looks for the fault.
    fn from_value(value: SqlValue<'_>, column: usize) -> Sql<Self>;
}

fn wrong(value: SqlValue<'_>, column: usize, wanted: &str) -> Fault {
    Fault::Cell { column, kind: value.kind(), why: format!("no {wanted}").into() }
}

impl FromValue for i64 {
    fn from_value(value: SqlValue<'_>, column: usize) -> Sql<i64> {
        match value {
            SqlValue::Int(number) => Ok(number),
            other => Err(wrong(other, column, "number")),
        }
    }
}

impl FromValue for bool {
    fn from_value(value: SqlValue<'_>, column: usize) -> Sql<bool> {
        i64::from_value(value, column).map(|number| number != 0)
    }
}

impl FromValue for String {
    fn from_value(value: SqlValue<'_>, column: usize) -> Sql<String> {
        match value {
            SqlValue::Text(_) => value.text(column).map(str::to_owned),
            other => Err(wrong(other, column, "text")),
        }
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: SqlValue<'_>, column: usize) -> Sql<Option<T>> {
        match value {
            SqlValue::Null => Ok(None),
            other => T::from_value(other, column).map(Some),
        }
    }
}
