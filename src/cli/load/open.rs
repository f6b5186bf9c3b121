//! What each file is.

use super::layouts::layout_path;
use crate::cli::args::{InputArgs, ReadingArgs};
use crate::cli::context::Context;
use crate::error::Result;
use crate::layouts::{Catalog, Layout};
use crate::source::{self, Encoding, Input, Options, Table};

/// The layout that the user asked for; a folder of layouts is chosen from.
fn asked_layout<'c>(catalog: &'c Catalog, args: &ReadingArgs) -> Result<Option<&'c Layout>> {
    match (&args.layout, layout_path(args)) {
        (None, _) => Ok(None),
        (_, Some(path)) if path.is_dir() => Ok(None),
        (_, Some(_)) => Ok(catalog.first_own()),
        (Some(name), None) => catalog.by_name(name).map(Some),
    }
}

/// A folder of pictures is not told one by one.
const MANY: usize = 10;

/// Opens every file of the arguments and finds out what each is.
/// `twice`: they will be read more than once, so a stream has to be kept.
pub(crate) fn open_all(cx: &Context, from: &InputArgs, catalog: &Catalog, twice: bool) -> Result<Vec<Table>> {
    open_with(cx, from, catalog, asked_layout(catalog, &from.reading)?, twice)
}

/// As [`open_all`], with every file taken for the one layout.
pub(crate) fn open_as(
    cx: &Context,
    from: &InputArgs,
    catalog: &Catalog,
    layout: &Layout,
) -> Result<Vec<Table>> {
    open_with(cx, from, catalog, Some(layout), false)
}

fn open_with(
    cx: &Context,
    from: &InputArgs,
    catalog: &Catalog,
    layout: Option<&Layout>,
    twice: bool,
) -> Result<Vec<Table>> {
    let mut stdin = || {
        cx.hint("正在读标准输入……", "reading standard input …");
        Input::stream(Box::new(std::io::stdin()))
    };
    let source::Found { mut inputs, passed_over: other_kinds } = source::expand(&from.paths, &mut stdin)?;
    if twice {
        inputs.iter_mut().try_for_each(Input::keep)?;
    }
    let options = Options {
        layout,
        encoding: from.reading.encoding.as_deref().map(|e| match e {
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
        cx.note(&format!("跳过：{}", e.what.zh), &format!("passed over: {}", e.what.en));
    }
    if let Some(more @ 1..) = other_kinds.len().checked_sub(MANY) {
        cx.note(&format!("另外跳过 {more} 个文件"), &format!("passed over: {more} more files"));
    }
    for table in tables.iter().filter(|t| !t.unread.is_empty()) {
        let (file, names) = (&table.input.name, table.unread.join(", "));
        cx.note(
            &format!("{file}：没有读这些工作表：{names}"),
            &format!("{file}: these sheets were not read: {names}"),
        );
    }
    Ok(tables)
}
