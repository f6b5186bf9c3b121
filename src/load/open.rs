//! What each file is.

use super::caller::Caller;
use super::note::Note;
use super::query::Query;
use crate::error::Result;
use crate::layouts::{Catalog, Layout};
use crate::read;
use crate::source::{self, Encoding, Input, Options, Table};

/// A folder of pictures is not told one by one.
const MANY: usize = 10;

/// Opens every file that is asked for and finds out what each is; or takes each for the one layout.
/// `twice`: they will be read more than once, so a stream has to be kept.
pub(crate) fn open_all(
    caller: &dyn Caller,
    query: &Query,
    (catalog, layout): (&Catalog, Option<&Layout>),
    twice: bool,
) -> Result<Vec<Table>> {
    let mut stdin = || caller.standard_input();
    let source::Found { mut inputs, passed_over: other_kinds } = source::expand(&query.paths, &mut stdin)?;
    if twice {
        inputs.iter_mut().try_for_each(Input::keep)?;
    }
    let options = Options {
        layout,
        encoding: query.ways.encoding.as_deref().map(|e| match e {
            "utf-8" => Encoding::Utf8,
            "cp932" | "shift-jis" => Encoding::Cp932,
            "big5" => Encoding::Big5,
            "windows-1252" => Encoding::Cp1252,
            _ => Encoding::Gb18030,
        }),
    };
    let mut tables = Vec::with_capacity(inputs.len());
    let mut passed_over = Vec::new();
    for input in inputs {
        let of_folder = input.of_folder;
        match source::open(input, catalog, options) {
            Ok(table) => tables.push(table),
            // A folder may hold other things than exports: they are named, not read.
            Err(e) if of_folder && e.kind == crate::error::Kind::Input => passed_over.push(e),
            Err(e) => return Err(e),
        }
    }
    if tables.is_empty()
        && let Some(first) = passed_over.pop()
    {
        return Err(first);
    }
    for e in passed_over.iter().chain(other_kinds.iter().take(MANY)) {
        caller.tell(&Note::PassedOver(e.what.clone()));
    }
    if let Some(more @ 1..) = other_kinds.len().checked_sub(MANY) {
        caller.tell(&Note::MorePassedOver(more));
    }
    for table in tables.iter().filter(|t| !t.unread.is_empty()) {
        let (file, names) = (table.input.name.clone(), table.unread.join(", "));
        caller.tell(&Note::UnreadSheets { file, names });
    }
    for table in &mut tables {
        let columns = read::unread(table);
        if !columns.is_empty() {
            caller.tell(&Note::UnreadColumns { file: table.input.name.clone(), columns });
        }
        read::forget_blank_columns(table);
    }
    Ok(tables)
}
