//! What is wrong with a database.

use crate::cli::context::Context;
use crate::error::{Error, Result};
use crate::model::Say;
use std::io::Write;

pub(super) fn problems(cx: &Context, found: Vec<Say>) -> Result<u8> {
    if found.is_empty() {
        writeln!(std::io::stdout().lock(), "{}", cx.lang.pick("数据库完好", "the database is sound"))?;
        return Ok(0);
    }
    for problem in &found {
        cx.note(&problem.zh, &problem.en);
    }
    Err(Error::database(
        format!("数据库有 {} 处问题", found.len()),
        format!("the database has {} problems", found.len()),
    )
    .hint(
        "用好的备份恢复：cs db restore 备份文件；现在的数据库会留一份",
        "go back to a good backup: `cs db restore FILE`; the present database is kept beside it",
    ))
}
