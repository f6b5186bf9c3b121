//! `cs db upgrade`.

use crate::cli::context::{Context, no_database};
use crate::error::Result;
use clap::Args;

/// Bring a database of an older version up to date
///
/// What it was is kept beside it under a name with its schema. Other commands do the same with up to 100,000 rows.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs db upgrade")]
pub(crate) struct UpgradeArgs {
    /// Show what would be written, and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

pub(super) fn upgrade(cx: &Context, args: &UpgradeArgs) -> Result<u8> {
    let mut store = cx.store_as_it_is()?.ok_or_else(no_database)?;
    let (have, newest) = store.schemas();
    if args.dry_run && have < newest {
        let kept = store.would_keep();
        let (zh, en) = kept.as_ref().map_or_else(Default::default, |kept| {
            let kept = kept.display();
            (format!("，原来的会留在 {kept}"), format!(", and the old one kept as {kept}"))
        });
        cx.note(
            &format!("会从结构 {have} 升级到 {newest}{zh}；只是预演，没有写入"),
            &format!("schema {have} would be upgraded to {newest}{en}; a dry run: nothing was written"),
        );
        return Ok(0);
    }
    match if have < newest { store.upgrade()? } else { None } {
        Some(upgraded) => cx.tell_upgrade(&upgraded),
        None => cx.note(
            &format!("数据库已是最新结构（{newest}），什么也没有做"),
            &format!("the database has the newest schema ({newest}): there was nothing to do"),
        ),
    }
    Ok(0)
}
