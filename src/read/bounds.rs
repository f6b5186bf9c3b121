//! How much of a file may be in memory at once: beyond it the file is refused, with what would settle it.

use crate::error::{Error, Result};
use crate::model::quote;

/// Rows of one order.
pub(super) const MAX_ROWS: u32 = 10_000;
/// Rows whose order has further ones to come.
pub(super) const MAX_WAITING: usize = 100_000;
/// Rows that were set aside.
pub(super) const MAX_REJECTS: usize = 100_000;

pub(super) fn rows_of(file: &str, line: u64, no: &str, rows: u32) -> Result<()> {
    if rows <= MAX_ROWS {
        return Ok(());
    }
    let shown = quote::number(no);
    Err(Error::input(
        format!("{file}:{line}: 订单 {shown} 超过 {MAX_ROWS} 行"),
        format!("{file}:{line}: order {shown} has more than {MAX_ROWS} rows"),
    )
    .hint("检查这一列是不是订单号", "check that this column holds the order number"))
}

pub(super) fn waiting(file: &str, line: u64, rows: usize) -> Result<()> {
    if rows <= MAX_WAITING {
        return Ok(());
    }
    Err(Error::input(
        format!("{file}:{line}: 同一订单的行离得太远，已有 {MAX_WAITING} 行在等后面的行"),
        format!("{file}:{line}: the rows of orders stand too far apart: {MAX_WAITING} rows wait for others"),
    )
    .hint("先按订单号排序，再导入", "sort the file by order number first"))
}

pub(super) fn rejects(file: &str, line: u64, rows: usize) -> Result<()> {
    if rows <= MAX_REJECTS {
        return Ok(());
    }
    Err(Error::input(
        format!("{file}:{line}: 有问题的行超过 {MAX_REJECTS} 行"),
        format!("{file}:{line}: more than {MAX_REJECTS} rows are bad"),
    )
    .hint(
        "整个文件可能有问题；不加 --keep-going 看第一处错误",
        "the file as a whole may be wrong: leave `--keep-going` out to see the first error",
    ))
}

/// Orders whose last row was counted and did not come: they are not passed over in silence.
pub(super) fn unfinished(file: &str, orders: usize) -> Error {
    Error::input(
        format!("{file}：有 {orders} 个订单的行没有读全"),
        format!("{file}: the rows of {orders} orders were not all found"),
    )
    .hint("文件可能在读取时变了，再试一次", "the file may have changed while it was read: try again")
}
