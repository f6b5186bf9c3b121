//! The one door for files that a command writes where the user says: nothing is written over that the user would miss.
//!
//! A file is written beside its place and gets its name when it is whole and the command has come to its end: other
//! programs never see half an answer, and a command that fails leaves none that its next try would meet.
//! With `--force` it takes the place of a regular file; never of the database, of a file that the command reads, of a
//! link, of a device.

mod guarded;
mod look_ahead;
mod names;
mod refusals;

pub(crate) use guarded::Guarded;
pub(super) use look_ahead::{guard_backup, look_ahead};
pub(super) use refusals::linked;

use crate::error::{Error, Result};
use crate::scratch::Scratch;
use names::folder_of;
use refusals::{taken, unwritable};
use std::cell::RefCell;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::{Rc, Weak};

/// Who may read what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readers {
    /// Whoever the process's mask for new files lets: what is written is masked.
    Usual,
    /// Only the owner: it holds what is masked elsewhere.
    Owner,
}

/// Where a file is to stand.
#[derive(Clone, Debug)]
pub(crate) struct OutputPlace {
    path: PathBuf,
    force: bool,
    readers: Readers,
    guarded: Rc<Guarded>,
    outbox: Weak<Outbox>,
}

/// A file on its way to its place.
#[derive(Debug)]
pub(crate) struct OutFile {
    file: Scratch,
    place: OutputPlace,
}

/// Files that are whole and wait for the end of the command to get their names.
#[derive(Debug, Default)]
pub(crate) struct Outbox(RefCell<Vec<OutFile>>);

impl Outbox {
    pub(crate) fn name_all(&self) -> Result<()> {
        self.0.take().into_iter().try_for_each(OutFile::name)
    }
}

impl OutputPlace {
    pub(crate) fn new(
        path: &Path,
        force: bool,
        readers: Readers,
        guarded: &Rc<Guarded>,
        outbox: &Rc<Outbox>,
    ) -> OutputPlace {
        let (guarded, outbox) = (Rc::clone(guarded), Rc::downgrade(outbox));
        OutputPlace { path: path.to_owned(), force, readers, guarded, outbox }
    }

    pub(crate) fn begin(self) -> Result<OutFile> {
        self.free()?;
        let file = Scratch::beside(folder_of(&self.path)).map_err(|e| unwritable(&self.path, e))?;
        Ok(OutFile { file, place: self })
    }

    /// Nothing stands there, or what may be replaced.
    fn free(&self) -> Result<()> {
        let is_there = self.guarded.look(&self.path)?;
        if is_there && !self.force { Err(taken(&self.path)) } else { Ok(()) }
    }
}

impl OutFile {
    /// The file is whole. It gets its name when the command has come to its end.
    pub(crate) fn end(self) -> Result<()> {
        self.keep()?;
        let Some(outbox) = self.place.outbox.upgrade() else { return self.name() };
        outbox.0.borrow_mut().push(self);
        Ok(())
    }

    /// Gives the whole file its name at once.
    pub(crate) fn end_now(self) -> Result<()> {
        self.keep()?;
        self.name()
    }

    fn keep(&self) -> Result<()> {
        let kept = open_to(self.file.as_file(), self.place.readers);
        kept.and_then(|()| self.file.as_file().sync_all()).map_err(|e| self.unwritable(e))
    }

    fn name(self) -> Result<()> {
        let OutFile { file, place } = self;
        let path = place.path.as_path();
        // Something may have come there meanwhile.
        place.free()?;
        if place.force {
            file.persist(path).map_err(|e| unwritable(path, e.error))?;
            return Ok(());
        }
        file.persist_noclobber(path).map_err(|e| match e.error.kind() {
            io::ErrorKind::AlreadyExists => taken(path),
            _ => unwritable(path, e.error),
        })?;
        Ok(())
    }

    /// What to say where it can't be written.
    pub(crate) fn unwritable(&self, e: io::Error) -> Error {
        unwritable(&self.place.path, e)
    }
}

impl Write for OutFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.as_file_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_file_mut().flush()
    }
}

/// Writes a whole file in place of a regular one, or where there is none; the caller has looked what is there.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = Scratch::beside(folder_of(path))?;
    file.as_file_mut().write_all(bytes)?;
    open_to(file.as_file(), Readers::Usual)?;
    file.persist(path).map_err(|e| e.error)?;
    Ok(())
}

/// A temporary file is its owner's alone; what others may read gets the mode of any new file.
#[cfg(unix)]
fn open_to(file: &fs::File, readers: Readers) -> io::Result<()> {
    use rustix::fs::Mode;
    if readers == Readers::Owner {
        return Ok(());
    }
    // There is no asking without setting.
    let mask = rustix::process::umask(Mode::from_raw_mode(0o077));
    rustix::process::umask(mask);
    Ok(rustix::fs::fchmod(file, Mode::from_raw_mode(0o666).difference(mask))?)
}

#[cfg(not(unix))]
fn open_to(_: &fs::File, _: Readers) -> io::Result<()> {
    Ok(())
}
