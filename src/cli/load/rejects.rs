//! Rows that were set aside: the file that they go into, and what is said of them.

use crate::cli::args::ReadingArgs;
use crate::cli::context::Context;
use crate::cli::outfile::{OutFile, Readers};
use crate::error::{Error, Result};
use crate::read::Reject;

/// Writes the rows that were set aside, and says how many; the caller ends with exit code 5.
pub(crate) fn write_rejects(cx: &Context, args: &ReadingArgs, rejects: &[Reject], force: bool) -> Result<()> {
    let file = prepare_rejects(cx, args, rejects, force)?;
    file.map_or(Ok(()), OutFile::end)?;
    tell_rejects(cx, args, rejects);
    Ok(())
}

/// Writes the rejects down, but gives the file no name yet: where that fails, nothing else has happened.
pub(crate) fn prepare_rejects(
    cx: &Context,
    args: &ReadingArgs,
    rejects: &[Reject],
    force: bool,
) -> Result<Option<OutFile>> {
    match &args.rejects {
        Some(path) if !rejects.is_empty() => {
            // The rows stand in it as they are.
            let mut file = cx.output_place(path, force, Readers::Owner).begin()?;
            let mut out = csv::Writer::from_writer(&mut file);
            let broken = |e: csv::Error| {
                Error::input("写不了 --rejects 文件", "can't write the file of rejects").because(e)
            };
            out.write_record(["file", "line", "column", "reason", "row"]).map_err(broken)?;
            for reject in rejects {
                // The row itself as one CSV line in one cell, so that every row has the same columns.
                let mut row = csv::Writer::from_writer(Vec::new());
                row.write_record(&reject.cells).map_err(broken)?;
                let row = row.into_inner().unwrap_or_default();
                let (line, row) = (reject.line.to_string(), String::from_utf8_lossy(&row));
                let reason = reject.reason.in_lang(cx.lang);
                out.write_record([&reject.file, &line, &reject.column, reason, row.trim_end()])
                    .map_err(broken)?;
            }
            out.flush()?;
            drop(out);
            Ok(Some(file))
        }
        _ => Ok(None),
    }
}

/// Gives the rejects their file at once, and tells of them.
pub(crate) fn end_rejects(
    cx: &Context,
    args: &ReadingArgs,
    file: Option<OutFile>,
    rejects: &[Reject],
) -> Result<()> {
    file.map_or(Ok(()), OutFile::end_now)?;
    tell_rejects(cx, args, rejects);
    Ok(())
}

fn tell_rejects(cx: &Context, args: &ReadingArgs, rejects: &[Reject]) {
    if rejects.is_empty() {
        return;
    }
    if let Some(path) = &args.rejects {
        let (name, count) = (path.display(), rejects.len());
        cx.note(
            &format!("{name} 里是 {count} 行原样的数据，没有打码，只给自己看；改好导入后请删掉"),
            &format!(
                "{name} holds {count} rows as they stand in the files, unmasked: for your eyes only; delete it once they are mended"
            ),
        );
    }
    for reject in rejects.iter().take(5) {
        cx.note(&reject.error().what.zh, &reject.error().what.en);
    }
    cx.note(
        &format!("{} 行有问题，已放到一边", rejects.len()),
        &format!("{} bad rows were set aside", rejects.len()),
    );
}
