//! The project files that the user trusts: for each its place and the SHA-256 of what stood in it.
//!
//! One small file each, below the user's own folder: two commands at once don't lose one another's.

use super::file::text_of;
use super::state_folder;
use crate::cli::bounded;
use crate::scratch::{Scratch, make_folder};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    Yes,
    /// Something else stood in it then.
    Changed,
    No,
}

/// A record: a project file by its place, and what stood in it.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) place: String,
    checksum: String,
}

/// Whether a project file is trusted with just this text.
pub(crate) fn of(path: &Path, text: &str) -> Trust {
    let Some(record) = place_of(path).ok().and_then(|place| read(&record_path(&place)?)) else {
        return Trust::No;
    };
    record.trust_in(text)
}

impl Record {
    fn trust_in(&self, text: &str) -> Trust {
        if self.checksum == checksum(text.as_bytes()) { Trust::Yes } else { Trust::Changed }
    }

    /// Whether the file still is what was trusted; `None`: it is gone.
    pub(crate) fn trust_now(&self) -> Option<Trust> {
        let path = Path::new(&self.place);
        path.is_file().then(|| text_of(path).map_or(Trust::Changed, |text| self.trust_in(&text)))
    }
}

/// The place of a project file: its folder without links. A link counts where it stands: what it leads to is trusted
/// in its own folder, and not in each that links to it.
pub(crate) fn place_of(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => Ok(folder.canonicalize()?.join(name)),
        _ => Ok(path),
    }
}

/// Trusts a file with this text from now on.
pub(crate) fn record(place: &Path, text: &str) -> io::Result<()> {
    let target = record_path(place).ok_or(io::ErrorKind::NotFound)?;
    let folder = target.parent().unwrap_or(Path::new("."));
    make_folder(folder)?;
    let mut file = Scratch::beside(folder)?;
    write!(file.as_file_mut(), "{}\n{}\n", checksum(text.as_bytes()), place.display())?;
    file.as_file().sync_all()?;
    file.persist(&target).map_err(|e| e.error)?;
    Ok(())
}

/// Trusts a file no longer; whether it was trusted.
pub(crate) fn forget(place: &Path) -> io::Result<bool> {
    let Some(target) = record_path(place) else { return Ok(false) };
    match fs::remove_file(target) {
        Ok(()) => Ok(true),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(e) => Err(e),
    }
}

/// Everything that is trusted, by its place.
pub(crate) fn all() -> Vec<Record> {
    let entries = folder().and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten().flatten();
    // Not what a killed command left of one.
    let whole = entries.filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
    let mut all: Vec<Record> = whole.filter_map(|entry| read(&entry.path())).collect();
    all.sort_by(|a, b| a.place.cmp(&b.place));
    all
}

fn folder() -> Option<PathBuf> {
    state_folder().map(|state| state.join("trusted"))
}

fn record_path(place: &Path) -> Option<PathBuf> {
    Some(folder()?.join(checksum(place.as_os_str().as_encoded_bytes())))
}

fn read(path: &Path) -> Option<Record> {
    path.symlink_metadata().ok().filter(|meta| meta.is_file() && is_mine_alone(meta))?;
    // Two lines: anything longer is none of ours.
    let text = bounded::up_to(path, 0xffff).ok()?;
    let (checksum, place) = text.split_once('\n')?;
    Some(Record {
        place: place.strip_suffix('\n').unwrap_or(place).to_owned(),
        checksum: checksum.to_owned(),
    })
}

/// A record that somebody else may write is no word of the user's.
#[cfg(unix)]
fn is_mine_alone(meta: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    meta.uid() == rustix::process::geteuid().as_raw() && meta.mode() & 0o022 == 0
}

/// The user's own folder is the user's alone here.
#[cfg(not(unix))]
fn is_mine_alone(_: &fs::Metadata) -> bool {
    true
}

/// The SHA-256 in hexadecimal digits.
fn checksum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_the_known_one() {
        assert_eq!(checksum(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
