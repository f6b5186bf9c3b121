//! What is found in folders and archives, told by names.

use super::input::Input;
use crate::error::Error;

/// The tables found, and what was passed over, each with its name and why.
#[derive(Default)]
pub struct Found {
    pub inputs: Vec<Input>,
    pub passed_over: Vec<Error>,
}

const TABLES: &[&str] = &["csv", "tsv", "txt", "xlsx", "xls"];
/// What browsers call a download that is not done.
const UNFINISHED: &[&str] = &["crdownload", "part", "partial", "download", "opdownload", "tmp"];

/// How a name in a folder or an archive is to be taken.
pub(crate) enum Named {
    Table,
    Archive,
    /// Not even worth a word: hidden files, lock files of Excel and WPS, what macOS adds to archives.
    Nothing,
    Other(Error),
}

/// Judges a path by the names in it; `shown` is how it is told.
pub(crate) fn named(path: &str, shown: &str) -> Named {
    let hidden = |part: &str| part.starts_with('.') && part != "." && part != "..";
    if path.split('/').any(|part| hidden(part) || part.starts_with("~$") || part == "__MACOSX")
        || ["thumbs.db", "desktop.ini"].iter().any(|n| ends_with(path, n))
    {
        return Named::Nothing;
    }
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, e)| e).to_ascii_lowercase();
    if TABLES.contains(&ending.as_str()) {
        Named::Table
    } else if ending == "zip" {
        Named::Archive
    } else if UNFINISHED.contains(&ending.as_str()) {
        Named::Other(Error::input(
            format!("{shown}：下载没有完成"),
            format!("{shown}: the download is not finished"),
        ))
    } else {
        Named::Other(Error::input(
            format!("{shown}：不是表格文件"),
            format!("{shown}: no table, by its ending"),
        ))
    }
}

fn ends_with(path: &str, name: &str) -> bool {
    path.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(name))
}

pub(crate) fn nothing_in(zh: String, en: String) -> Error {
    Error::input(format!("{zh} 里没有表格文件"), format!("there is no table in {en}"))
        .hint("认得 .csv .tsv .txt .xlsx .xls .zip", "known endings: .csv .tsv .txt .xlsx .xls .zip")
}
