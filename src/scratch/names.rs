//! How the files are called that the program writes for itself, and those that the engine keeps beside them.

use std::path::{Path, PathBuf};

pub(super) const PREFIX: &str = ".cs-";
pub(super) const SUFFIX: &str = ".tmp";
/// Letters and digits between them.
pub(super) const RANDOM: usize = 12;
/// What the engine keeps beside a file of the name.
pub const SIDES: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The side files of a file, be they there or not.
pub fn sides_of(path: &Path) -> impl Iterator<Item = PathBuf> {
    SIDES.iter().map(|end| with_end(path, end))
}

/// The path with more at the end of its name.
pub fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// The folder in which a file lies, or will.
pub fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}
