//! Files that the program writes for itself: private from the first byte, and gone afterwards, however it ends.
//!
//! A [`Scratch`] lies in the folder of what it becomes, under a name that nobody can foresee. Dropped, it goes away; a
//! signal takes it away ([`signals`]); and what a killed process or a power cut left, the next run takes ([`sweep`]).
//! The side files that the database engine keeps beside a file go with it.

mod desk;
mod names;
mod signals;
mod sweep;

pub use desk::abandon;
use desk::{desk, remove};
use names::{PREFIX, RANDOM, SUFFIX};
pub use names::{SIDES, folder_of, sides_of, with_end};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// How often a new file may be taken by another process's sweep before it is locked.
const TRIES: usize = 8;

/// A file that only its owner can read, and that goes away unless it gets a name.
#[derive(Debug)]
pub struct Scratch {
    // Dropped in this order: what is held can't be removed everywhere, and what is not removed has to be entered.
    held: Held,
    file: NamedTempFile,
    entry: ScratchEntry,
}

impl Scratch {
    /// An empty file in the folder. Takes away what killed processes left there.
    pub fn beside(folder: &Path) -> io::Result<Scratch> {
        signals::watch();
        sweep_once(folder);
        // Until it is entered no signal gets between.
        let mut desk = desk();
        for _ in 0..TRIES {
            let file = Builder::new().prefix(PREFIX).suffix(SUFFIX).rand_bytes(RANDOM).tempfile_in(folder)?;
            if let Some(held) = Held::of(&file) {
                let path = file.path().to_owned();
                desk.held.push(path.clone());
                return Ok(Scratch { held, file, entry: ScratchEntry(path) });
            }
        }
        Err(io::Error::other("a new file was taken away again and again"))
    }

    pub fn path(&self) -> &Path {
        self.file.path()
    }

    pub fn as_file(&self) -> &File {
        self.file.as_file()
    }

    pub fn as_file_mut(&mut self) -> &mut File {
        self.file.as_file_mut()
    }

    /// Gives the file its name, in place of whatever has it.
    pub fn persist(self, to: &Path) -> Result<File, PersistError> {
        self.named(|file| file.persist(to))
    }

    /// Gives the file its name; an error if something has it.
    pub fn persist_noclobber(self, to: &Path) -> Result<File, PersistError> {
        self.named(|file| file.persist_noclobber(to))
    }

    /// A signal comes before or after, not in between.
    fn named(
        self,
        rename: impl FnOnce(NamedTempFile) -> Result<File, tempfile::PersistError>,
    ) -> Result<File, PersistError> {
        let Scratch { held, file, entry } = self;
        let desk = desk();
        held.release();
        match rename(file) {
            Ok(file) => {
                drop(desk);
                drop(entry);
                Ok(file)
            }
            Err(tempfile::PersistError { error, file }) => {
                let held = Held::of(&file).unwrap_or_default();
                Err(PersistError { error, file: Scratch { held, file, entry } })
            }
        }
    }
}

/// Why a file could not be named, and the file, still without a name.
#[derive(Debug)]
pub struct PersistError {
    pub error: io::Error,
    pub file: Scratch,
}

/// A file in the list of what has to go away.
#[derive(Debug)]
pub struct ScratchEntry(PathBuf);

/// Has a signal that ends the program take a file away too, as long as the answer lives. It goes by no other way.
pub fn taken_by_signals(path: &Path) -> ScratchEntry {
    signals::watch();
    desk().held.push(path.to_owned());
    ScratchEntry(path.to_owned())
}

impl Drop for ScratchEntry {
    fn drop(&mut self) {
        let mut desk = desk();
        sides_of(&self.0).for_each(remove);
        desk.held.retain(|path| *path != self.0);
    }
}

/// Makes a folder, and those above it that are missing, private to its owner.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Has `last` called when a signal ends the program: to leave the terminal as it was.
pub fn when_stopped(last: fn()) {
    desk().goodbyes.push(last);
    signals::watch();
}

/// Takes away what killed processes left in a folder, once in a run.
pub fn sweep_once(folder: &Path) {
    let held = {
        let mut desk = desk();
        if desk.swept.iter().any(|swept| swept == folder) {
            return;
        }
        desk.swept.push(folder.to_owned());
        desk.held.clone()
    };
    sweep::sweep(folder, &held);
}

/// What keeps other processes from taking the file for one that was left.
#[derive(Debug, Default)]
struct Held {
    /// Open in a way that lets nobody delete it: a lock would keep the engine out here.
    #[cfg(windows)]
    _open: Option<File>,
}

impl Held {
    /// `None`: a sweep was faster.
    #[cfg(unix)]
    fn of(file: &NamedTempFile) -> Option<Held> {
        use std::os::unix::fs::MetadataExt;
        let _ = file.as_file().try_lock_shared();
        file.as_file().metadata().is_ok_and(|meta| meta.nlink() > 0).then_some(Held {})
    }

    #[cfg(windows)]
    fn of(file: &NamedTempFile) -> Option<Held> {
        use std::os::windows::fs::OpenOptionsExt;
        const READ_AND_WRITE: u32 = 3;
        let open = File::options().read(true).share_mode(READ_AND_WRITE).open(file.path());
        Some(Held { _open: open.ok() })
    }

    #[cfg(not(any(unix, windows)))]
    fn of(_: &NamedTempFile) -> Option<Held> {
        Some(Held {})
    }

    /// Nobody may hold a file so that is about to be renamed.
    fn release(self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).expect("a folder");
        let mut names: Vec<String> =
            entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn it_goes_away_with_its_side_files() {
        let folder = tempfile::tempdir().expect("a folder");
        let scratch = Scratch::beside(folder.path()).expect("made");
        for side in sides_of(scratch.path()) {
            std::fs::write(side, "x").expect("written");
        }
        assert_eq!(names(folder.path()).len(), 4);
        drop(scratch);
        assert_eq!(names(folder.path()), [""; 0]);
    }

    #[test]
    fn it_gets_its_name_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let to = folder.path().join("a.csv");
        Scratch::beside(folder.path()).expect("made").persist_noclobber(&to).expect("named");
        let second = Scratch::beside(folder.path()).expect("made").persist_noclobber(&to);
        assert_eq!(second.expect_err("taken").error.kind(), io::ErrorKind::AlreadyExists);
        Scratch::beside(folder.path()).expect("made").persist(&to).expect("in its place");
        assert_eq!(names(folder.path()), ["a.csv"]);
        assert!(!desk().held.iter().any(|path| path.starts_with(folder.path())));
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_reads_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let scratch = Scratch::beside(folder.path()).expect("made");
        let mode = std::fs::metadata(scratch.path()).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
