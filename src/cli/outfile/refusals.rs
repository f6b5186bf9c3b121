//! Why a file is not written, and what would do.

use super::names::shown;
use crate::error::Error;
use std::fs;
use std::io;
use std::path::Path;

/// What belongs into a file alone.
pub(super) fn no_stream() -> Error {
    Error::usage("这个不能写到标准输出", "this can't be written to standard output")
        .hint("写出文件名；真有叫 - 的文件，写 ./-", "name a file; one that is called `-` is `./-`")
}

/// Says why, and that another name would do.
pub(super) fn refused(path: &Path, zh: &str, en: &str) -> Error {
    let name = shown(path);
    Error::usage(format!("{name} {zh}"), format!("{name} {en}")).hint("换个文件名", "take another name")
}

/// A link is never followed, and never replaced: what was meant is for the user to say.
pub(in crate::cli) fn linked(path: &Path) -> Error {
    let name = shown(path);
    let e = Error::usage(format!("{name} 是链接，不会写"), format!("{name} is a link and is not written to"));
    match fs::canonicalize(path) {
        Ok(real) if real.is_file() || real.is_dir() => {
            let real = shown(&real);
            e.hint(
                format!("它指向 {real}；要写就写出这个名字"),
                format!("it leads to {real}: name that if it is meant"),
            )
        }
        Ok(_) => special(path),
        Err(_) => e.hint("换个文件名", "take another name"),
    }
}

pub(super) fn special(path: &Path) -> Error {
    let name = shown(path);
    Error::usage(
        format!("{name} 不是普通文件，不会写"),
        format!("{name} is no regular file and is not written to"),
    )
    .hint(
        "换个文件名；不带 -o 时结果打印到标准输出",
        "take another name; without `-o` the answer goes to standard output",
    )
}

pub(super) fn taken(path: &Path) -> Error {
    let name = shown(path);
    Error::usage(format!("{name} 已经存在"), format!("{name} is there already"))
        .hint("换个名字，或加 --force 覆盖", "take another name, or replace it with `--force`")
}

pub(super) fn unwritable(path: &Path, e: io::Error) -> Error {
    let name = shown(path);
    Error::input(format!("写不了文件 {name}"), format!("can't write the file {name}")).because(e)
}
