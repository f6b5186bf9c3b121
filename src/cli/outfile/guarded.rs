//! What no file of a command may be written over.

use super::names::{folder_of, is_same, place_of, shown};
use super::refusals::{linked, no_stream, refused, special, unwritable};
use crate::error::{Error, Result};
use crate::scratch::SIDES;
use crate::store::{Store, is_any_database};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// What no file of this command may be written over.
#[derive(Debug, Default)]
pub(crate) struct Guarded {
    pub(super) database: Option<PathBuf>,
    /// Files and folders that the command reads, its configuration and layouts too.
    pub(super) reads: Vec<PathBuf>,
}

impl Guarded {
    /// Refuses what must not be written over, with or without `--force`; else whether a file is there.
    pub(super) fn look(&self, path: &Path) -> Result<bool> {
        if path == Path::new("-") {
            return Err(no_stream());
        }
        if path.file_name().is_none() || path.is_dir() || path.to_string_lossy().ends_with(['/', '\\']) {
            return Err(Error::usage(
                format!("{} 不是文件名", shown(path)),
                format!("{} is not a file name", shown(path)),
            ));
        }
        // By their names alone: who opens and closes the database loses the locks on it.
        if self.database.as_ref().is_some_and(|database| belongs_to(path, database)) {
            return Err(refused(
                path,
                "是数据库的文件，不能写",
                "is the database, or a file that belongs to it",
            ));
        }
        let meta = match fs::symlink_metadata(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                // Its folder has to be there; told before the work is done.
                return fs::metadata(folder_of(path))
                    .map_or_else(|e| Err(unwritable(path, e)), |_| Ok(false));
            }
            other => other.map_err(|e| unwritable(path, e))?,
        };
        if meta.is_symlink() {
            return Err(linked(path));
        }
        if !meta.is_file() {
            return Err(special(path));
        }
        if self.reads.iter().any(|read| reads(read, path)) {
            return Err(refused(path, "正是这条命令要读的文件", "is a file that this command reads"));
        }
        if Store::claims(path) || owner_of_side(path).is_some_and(|database| Store::claims(&database)) {
            return Err(refused(
                path,
                "是 cs 的数据库的文件",
                "is a database of cs, or a file that belongs to one",
            ));
        }
        if is_any_database(path) || owner_of_side(path).is_some_and(|database| is_any_database(&database)) {
            return Err(refused(
                path,
                "是别的程序的数据库（SQLite）的文件，加 --force 也不会写",
                "is an SQLite database of another program, or a file that belongs to one, and is not written over, not even with `--force`",
            )
            .hint(
                "确定不要了，就先自己删掉或移走它",
                "if nobody needs it any more, delete it or move it away yourself first",
            ));
        }
        Ok(true)
    }
}

/// The database itself by whatever name, or a file that stands beside it and is named after it.
pub(super) fn belongs_to(path: &Path, database: &Path) -> bool {
    let real = fs::canonicalize(database).unwrap_or_else(|_| database.to_owned());
    let named_after = |database: &Path| {
        let (Some(name), Some(own)) = (path.file_name(), database.file_name()) else { return false };
        let (name, own) = (name.to_string_lossy(), own.to_string_lossy());
        let side = name.strip_prefix(&*own).is_some_and(|end| end.starts_with('-') || end == ".lock");
        side && place_of(path).parent() == place_of(database).parent()
    };
    is_same(path, database) || is_same(path, &real) || named_after(database) || named_after(&real)
}

/// Whether a command that is given `read` reads `path`: it is the file, or a table in the folder.
fn reads(read: &Path, path: &Path) -> bool {
    if !read.is_dir() {
        return is_same(read, path);
    }
    let (Ok(folder), Ok(path)) = (fs::canonicalize(read), fs::canonicalize(path)) else { return false };
    path.starts_with(folder) && crate::source::may_be_read(&path)
}

/// The database that a file of this name would belong to.
fn owner_of_side(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let owner = SIDES.iter().chain(&[".lock"]).find_map(|end| name.strip_suffix(end))?;
    (!owner.is_empty()).then(|| path.with_file_name(owner))
}
