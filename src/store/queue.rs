//! The writers' queue: who writes waits for a file beside the database, and the kernel wakes one after the other. The
//! engine's own waiting looks now and then whether it is free, so that under load some wait for seconds.
//!
//! The file is as private as the database, and stays as long as that does. It is empty but while somebody writes who takes
//! long, and tells who that is. A process that dies leaves its place
//! free at once. Readers never take it. The engine's locks stand behind it: a program that does not know of the queue
//! breaks nothing.

use super::failure::{busy, disk, read_only, wrong};
use super::waiting::{self, Holder, Teller};
use crate::error::{Error, Result};
use crate::scratch::{ScratchEntry, folder_of, taken_by_signals, with_end};
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How long one waits where others write.
pub(super) const WAIT: Duration = Duration::from_secs(30);

/// Where writers of one database queue.
#[derive(Debug)]
pub(super) struct Queue {
    database: PathBuf,
    lock: PathBuf,
    /// Which file the database was when this was made.
    file: Option<Identity>,
    /// Told where it takes long.
    pub(super) teller: Teller,
}

/// One's turn; ends when it is dropped. Where there is no database by then, there is nothing to queue for, and the file of
/// the queue goes too.
#[derive(Debug)]
pub(super) struct Turn {
    file: Option<File>,
    database: PathBuf,
    lock: PathBuf,
    /// Where there was no database when it began.
    _entry: Option<ScratchEntry>,
}

impl Queue {
    /// The queue of the database at `path`, which need not be there yet.
    pub(super) fn beside(path: &Path) -> Result<Queue> {
        let real = match fs::canonicalize(path) {
            Err(e) if e.kind() == ErrorKind::NotFound => {
                let folder = folder_of(path);
                let folder = fs::canonicalize(&folder).map_err(|e| disk(&folder, e))?;
                path.file_name().map_or(folder.clone(), |name| folder.join(name))
            }
            found => found.map_err(|e| disk(path, e))?,
        };
        let lock = with_end(&real, ".lock");
        Ok(Queue { file: identity_at(&real), database: real, lock, teller: Teller::default() })
    }

    /// Waits for one's turn, 30 seconds at most.
    pub(super) fn wait(&self) -> Result<Turn> {
        let since = Instant::now();
        loop {
            let file = match self.join()? {
                (file, true) => file,
                (file, false) => {
                    let left = WAIT.saturating_sub(since.elapsed());
                    let tell = &mut || self.teller.tell(&self.lock, since.elapsed());
                    let file = wait_for(file, left, tell).map_err(|e| disk(&self.lock, e))?;
                    file.ok_or_else(|| busy(&self.database))?
                }
            };
            // Who made the queue for a database that came to nothing takes it away again.
            if is_at(&file, &self.lock) {
                return Ok(self.turn(file));
            }
        }
    }

    /// One's turn where nobody else has it.
    pub(super) fn at_once(&self) -> Result<Option<Turn>> {
        let (file, has_turn) = self.join()?;
        Ok((has_turn && is_at(&file, &self.lock)).then(|| self.turn(file)))
    }

    fn turn(&self, file: File) -> Turn {
        let (database, lock) = (self.database.clone(), self.lock.clone());
        // Of one who died while it took long.
        let _ = waiting::clear(&file);
        let entry = is_gone(&database).then(|| taken_by_signals(&lock));
        Turn { file: Some(file), database, lock, _entry: entry }
    }

    /// The file, made where it is missing, and whether nobody else has the turn.
    fn join(&self) -> Result<(File, bool)> {
        let (file, made) = self.open()?;
        match file.try_lock() {
            Ok(()) => Ok((file, true)),
            Err(TryLockError::WouldBlock) => Ok((file, false)),
            // A file system that can't: the engine's own locks have to do.
            Err(TryLockError::Error(e)) if e.kind() == ErrorKind::Unsupported => Ok((file, true)),
            Err(TryLockError::Error(e)) => {
                // One that others made is theirs to take away.
                if made {
                    discard(file, &self.lock, &self.database);
                }
                Err(disk(&self.lock, e))
            }
        }
    }

    /// Whether the name of the database still leads to the file that it led to.
    pub(super) fn has_same_file(&self) -> bool {
        self.file.is_none() || self.file == identity_at(&self.database)
    }

    /// The file, and whether it was made here.
    fn open(&self) -> Result<(File, bool)> {
        loop {
            match options().create_new(true).open(&self.lock) {
                Ok(file) => {
                    share_alike(&file, &self.database);
                    return Ok((file, true));
                }
                Err(e) if e.kind() == ErrorKind::AlreadyExists => {}
                Err(e) => return Err(self.refused(e)),
            }
            // Never followed: a link would let somebody else choose the file.
            match fs::symlink_metadata(&self.lock) {
                Ok(meta) if !meta.is_file() => return Err(self.not_ours()),
                Err(e) if e.kind() == ErrorKind::NotFound => continue,
                Err(e) => return Err(self.refused(e)),
                Ok(_) => {}
            }
            match options().open(&self.lock) {
                Ok(file) if is_at(&file, &self.lock) => return Ok((file, false)),
                Ok(_) => {}
                Err(e) if e.kind() == ErrorKind::NotFound => {}
                Err(e) => return Err(self.refused(e)),
            }
        }
    }

    /// Where no file can be made the engine can't write either.
    fn refused(&self, e: io::Error) -> Error {
        match e.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                read_only(&self.database).because(e).hint(
                    format!("写入要用到 {}", self.lock.display()),
                    format!("writing needs {}", self.lock.display()),
                )
            }
            _ => disk(&self.lock, e),
        }
    }

    fn not_ours(&self) -> Error {
        wrong(
            &self.lock,
            "不是普通文件，不能用来排队写数据库",
            "is no regular file; writers of the database queue by it",
        )
        .hint("移走它再试", "move it away and try again")
    }
}

impl Turn {
    /// Tells those who wait who has the turn, because it may take long.
    pub(super) fn tell(&self, holder: &Holder) {
        if let Some(file) = &self.file {
            waiting::write(file, holder);
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(file) = self.file.take() {
            let _ = waiting::clear(&file);
            discard(file, &self.lock, &self.database);
        }
    }
}

/// Closes the file of a queue, and takes it away where there is no database.
fn discard(file: File, lock: &Path, database: &Path) {
    if !is_gone(database) || !is_at(&file, lock) {
        return;
    }
    if cfg!(unix) {
        // While it is still held: who gets the turn next finds that the name leads elsewhere.
        let _ = fs::remove_file(lock);
    } else {
        // Only what nobody else has open goes away here: who waits keeps it, and takes it away in turn.
        drop(file);
        let _ = fs::remove_file(lock);
    }
}

fn options() -> fs::OpenOptions {
    let mut options = File::options();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    #[cfg(windows)]
    {
        /// Nobody may take the file away while somebody has it open.
        const READ_AND_WRITE: u32 = 3;
        std::os::windows::fs::OpenOptionsExt::share_mode(&mut options, READ_AND_WRITE);
    }
    options
}

/// Waits in a thread of its own, because the kernel knows no end to it. `None`: the time is over.
fn wait_for(file: File, left: Duration, remind: &mut dyn FnMut()) -> io::Result<Option<File>> {
    let (tell, told) = channel();
    thread::Builder::new().spawn(move || {
        let locked = loop {
            match file.lock() {
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                done => break done,
            }
        };
        // Where nobody waits any more the file is closed, and the turn is the next one's.
        let _ = tell.send(locked.map(|()| file));
    })?;
    let until = Instant::now() + left;
    for times in 0.. {
        let left = until.saturating_duration_since(Instant::now());
        let step = waiting::next(times);
        match told.recv_timeout(left.min(step)) {
            Ok(file) => return file.map(Some),
            Err(RecvTimeoutError::Timeout) if step < left => remind(),
            Err(_) => break,
        }
    }
    Ok(None)
}

/// As the engine does with its log: who may use the database may queue, also where the first to write was root.
#[cfg(unix)]
fn share_alike(file: &File, database: &Path) {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let (Ok(of), Ok(is)) = (fs::metadata(database), file.metadata()) else { return };
    if (of.uid(), of.gid()) != (is.uid(), is.gid()) {
        let _ = fchown(file, Some(of.uid()), Some(of.gid()));
    }
    let _ = file.set_permissions(fs::Permissions::from_mode(of.mode() & 0o666));
}

#[cfg(not(unix))]
fn share_alike(_: &File, _: &Path) {}

/// What tells one file from another, whatever their names.
#[cfg(unix)]
type Identity = (u64, u64);
/// Elsewhere a file that is open keeps its name.
#[cfg(not(unix))]
type Identity = ();

#[cfg(unix)]
fn identity(meta: &fs::Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    (meta.dev(), meta.ino())
}

#[cfg(not(unix))]
fn identity(_: &fs::Metadata) -> Identity {}

fn identity_at(path: &Path) -> Option<Identity> {
    fs::symlink_metadata(path).ok().map(|meta| identity(&meta))
}

fn is_gone(path: &Path) -> bool {
    fs::symlink_metadata(path).is_err_and(|e| e.kind() == ErrorKind::NotFound)
}

fn is_at(file: &File, path: &Path) -> bool {
    file.metadata().is_ok_and(|meta| identity_at(path) == Some(identity(&meta)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_after_the_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let queue = Queue::beside(&folder.path().join("w.db")).expect("a queue");
        let turn = queue.wait().expect("free");
        assert!(queue.at_once().expect("looked").is_none(), "taken");
        let other = thread::spawn({
            let path = folder.path().join("w.db");
            move || Queue::beside(&path).expect("a queue").wait().map(drop)
        });
        drop(turn);
        other.join().expect("ends").expect("its turn came");
        assert!(queue.at_once().expect("looked").is_some());
    }

    #[test]
    fn waiting_has_an_end() {
        let folder = tempfile::tempdir().expect("a folder");
        let queue = Queue::beside(&folder.path().join("w.db")).expect("a queue");
        let _turn = queue.wait().expect("free");
        let (file, made) = queue.open().expect("opens");
        assert!(!made && wait_for(file, Duration::from_millis(20), &mut || ()).expect("waited").is_none());
    }

    #[cfg(unix)]
    #[test]
    fn a_queue_that_went_away_is_made_anew() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("w.db");
        let queue = Queue::beside(&path).expect("a queue");
        let turn = queue.wait().expect("free");
        let other = thread::spawn(move || {
            let queue = Queue::beside(&path).expect("a queue");
            queue.wait().map(|_turn| queue.lock.exists())
        });
        thread::sleep(Duration::from_millis(20));
        drop(turn);
        assert!(other.join().expect("ends").expect("its turn came"), "it holds the file that others find");
    }

    #[test]
    fn a_queue_stays_as_long_as_its_database() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("w.db");
        let queue = Queue::beside(&path).expect("a queue");
        fs::write(&path, "").expect("a database");
        drop(queue.wait().expect("free"));
        assert!(queue.lock.exists(), "others may be about to queue");
        fs::remove_file(&path).expect("gone");
        drop(queue.wait().expect("free"));
        assert!(!queue.lock.exists(), "there is nothing to queue for");
    }

    #[cfg(unix)]
    #[test]
    fn it_is_as_private_as_the_database_and_no_link() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        for mode in [0o600, 0o660] {
            let path = folder.path().join(format!("{mode:o}.db"));
            fs::write(&path, "").expect("written");
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("set");
            let queue = Queue::beside(&path).expect("a queue");
            drop(queue.wait().expect("free"));
            let made = fs::metadata(&queue.lock).expect("is there").permissions().mode();
            assert_eq!(made & 0o777, mode);
        }
        let queue = Queue::beside(&folder.path().join("x.db")).expect("a queue");
        std::os::unix::fs::symlink(folder.path().join("elsewhere"), &queue.lock).expect("a link");
        queue.wait().expect_err("never followed");
        assert!(!folder.path().join("elsewhere").exists());
    }
}
