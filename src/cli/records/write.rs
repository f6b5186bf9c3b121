//! Writing a record, or playing it through.

use super::args::Writing;
use crate::cli::context::Context;
use crate::error::{Error, Result};
use crate::store::{Store, Who, Writer};

/// Runs a record command on the database and says when it was only played through.
pub(crate) fn write<T>(
    cx: &Context,
    command: &str,
    writing: Writing,
    work: impl FnOnce(&mut Writer<'_>) -> Result<T>,
) -> Result<T> {
    write_as(cx, &cx.who(command), writing, work)
}

/// A record without a name is nobody's: it could not be asked about, nor taken back.
fn named(who: &Who) -> Result<()> {
    if who.by.trim().is_empty() {
        return Err(Error::usage(
            "不知道是谁在操作，没有记",
            "nobody is known to be typing: nothing was recorded",
        )
        .hint(
            "先 cs shift open 姓名，或用 --by 姓名、CS_BY",
            "`cs shift open NAME` first, or say `--by NAME` or set CS_BY",
        ));
    }
    Ok(())
}

pub(crate) fn write_as<T>(
    cx: &Context,
    who: &Who,
    writing: Writing,
    work: impl FnOnce(&mut Writer<'_>) -> Result<T>,
) -> Result<T> {
    named(who)?;
    if writing.dry_run {
        // Without a database it is played through where nothing is left behind.
        let done = if cx.store()?.is_none() {
            Store::passing()?.store.record(who, true, work)?
        } else {
            cx.store_to_write()?.record(who, true, work)?
        };
        cx.note("只是预演，没有写入", "a dry run: nothing was written");
        return Ok(done);
    }
    // A record that is refused leaves no empty database behind.
    if let Some(mut fresh) = cx.fresh_store_in_turn()? {
        let done = fresh.store.record(who, false, work)?;
        fresh.finish()?;
        return Ok(done);
    }
    cx.store_to_write()?.record(who, false, work)
}
