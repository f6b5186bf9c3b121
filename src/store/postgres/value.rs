//! Values on the way to the server and back.

use super::super::db::{Fault, Sql, SqlValue};
use ::postgres::Row;
use ::postgres::types::private::BytesMut;
use ::postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use std::error::Error;

type Answer<T> = Result<T, Box<dyn Error + Sync + Send>>;

/// A parameter, of the type that the server found for it.
#[derive(Debug)]
pub(super) struct Bound<'a>(pub(super) SqlValue<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Answer<IsNull> {
        match self.0 {
            SqlValue::Null | SqlValue::Other(_) => Ok(IsNull::Yes),
            SqlValue::Int(number) => match *ty {
                Type::INT8 => number.to_sql(ty, out),
                Type::INT4 => i32::try_from(number)?.to_sql(ty, out),
                Type::BOOL => (number != 0).to_sql(ty, out),
                _ => Err(format!("a number for {ty}").into()),
            },
            SqlValue::Text(bytes) if bytes.contains(&0) => {
                Err("a text with a NUL in it, which the engine can't keep".into())
            }
            SqlValue::Text(bytes) => std::str::from_utf8(bytes)?.to_sql(ty, out),
        }
    }

    /// What does not fit is told when it is sent.
    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A cell as it came.
pub(super) struct Raw<'a>(SqlValue<'a>);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Answer<Raw<'a>> {
        Ok(Raw(match *ty {
            Type::INT8 => SqlValue::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => SqlValue::Int(i32::from_sql(ty, raw)?.into()),
            Type::BOOL => SqlValue::Int(bool::from_sql(ty, raw)?.into()),
            Type::TEXT | Type::VARCHAR | Type::NAME | Type::BPCHAR | Type::UNKNOWN => SqlValue::Text(raw),
            _ => SqlValue::Other("another type"),
        }))
    }

    fn from_sql_null(_: &Type) -> Answer<Raw<'a>> {
        Ok(Raw(SqlValue::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

pub(super) fn of(row: &Row, column: usize) -> Sql<SqlValue<'_>> {
    if column >= row.len() {
        return Err(Fault::Short(row.len()));
    }
    let Raw(value) = row.try_get(column)?;
    Ok(value)
}
