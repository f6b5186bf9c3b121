//! Names of files: whether two mean the same one, its folder, and how it is told.

use crate::model::text::one_line;
use std::fs;
use std::path::{Path, PathBuf};

/// Two names of one file, or of one that is not there yet.
pub(super) fn is_same(a: &Path, b: &Path) -> bool {
    place_of(a) == place_of(b) || has_same_number(a, b)
}

/// The path with its folder as it really is.
pub(super) fn place_of(path: &Path) -> PathBuf {
    let folder = fs::canonicalize(folder_of(path)).unwrap_or_else(|_| folder_of(path).to_owned());
    path.file_name().map_or(folder.clone(), |name| folder.join(name))
}

#[cfg(unix)]
fn has_same_number(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let number = |path: &Path| fs::metadata(path).map(|meta| (meta.dev(), meta.ino()));
    matches!((number(a), number(b)), (Ok(a), Ok(b)) if a == b)
}

/// Here two names of one file are told only where one is a link to the other.
#[cfg(not(unix))]
fn has_same_number(a: &Path, b: &Path) -> bool {
    matches!((fs::canonicalize(a), fs::canonicalize(b)), (Ok(a), Ok(b)) if a == b)
}

/// Where nothing else is said, the current one.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// As a message names it.
pub(super) fn shown(path: &Path) -> String {
    one_line(&path.display().to_string(), 200)
}
