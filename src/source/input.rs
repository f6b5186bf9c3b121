//! Where bytes come from: a file, an entry of an archive, standard input.

use super::print;
use crate::error::{Error, Result};
use crate::model::time::DateOrder;
use crate::model::{Stamp, Zone};
use std::cell::{Cell, RefCell};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// One file, one entry of an archive, or standard input.
#[derive(Clone)]
pub struct Input {
    /// As the user named it; `-` for standard input, `a.zip: b.csv` for an entry of an archive.
    pub name: String,
    from: Origin,
    /// Found in a folder or an archive, not named by the user.
    pub of_folder: bool,
    /// The archive that it is an entry of.
    archive: Option<PathBuf>,
    /// Bytes read so far, for a progress bar.
    pub read: Rc<Cell<u64>>,
}

#[derive(Clone)]
enum Origin {
    File(PathBuf),
    Stream(Rc<RefCell<Box<dyn Read>>>),
    /// A stream that was kept, so that it can be read twice.
    Kept(Rc<RefCell<tempfile::SpooledTempFile>>),
}

/// How a file stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The whole path, links followed.
    pub path: String,
    /// Size and times, and on Unix the inode, as one word.
    pub state: String,
    /// Nobody has written to it just now: a clock counts in steps, and two changes within one leave the same times.
    pub unchanged_lately: bool,
}

/// Longer than a step of any file system's clock.
const CLOCK_STEP: Duration = Duration::from_secs(2);

const KEEP_IN_MEMORY: usize = 32 << 20;
/// A longer one never ends, or would fill the disk on the way.
const LONGEST_STREAM: u64 = 4 << 30;

impl Input {
    pub fn file(path: PathBuf) -> Input {
        Input {
            name: path.display().to_string(),
            from: Origin::File(path),
            of_folder: false,
            archive: None,
            read: Rc::default(),
        }
    }

    pub fn stream(read: Box<dyn Read>) -> Input {
        Input {
            name: "-".into(),
            from: Origin::Stream(Rc::new(RefCell::new(read))),
            of_folder: false,
            archive: None,
            read: Rc::default(),
        }
    }

    /// Nobody named it.
    pub(crate) fn found(self) -> Input {
        Input { of_folder: true, ..self }
    }

    /// An entry of an archive, unpacked.
    pub(crate) fn entry(archive: &Path, name: &str, bytes: tempfile::SpooledTempFile) -> Input {
        Input {
            name: format!("{}: {name}", archive.display()),
            from: Origin::Kept(Rc::new(RefCell::new(bytes))),
            of_folder: true,
            archive: Some(archive.to_owned()),
            read: Rc::default(),
        }
    }

    pub fn path(&self) -> Option<&Path> {
        match &self.from {
            Origin::File(path) => Some(path),
            _ => self.archive.as_deref(),
        }
    }

    /// The file itself, where it is one and no entry of an archive.
    pub(super) fn plain_file(&self) -> Option<&Path> {
        match &self.from {
            Origin::File(path) => Some(path),
            _ => None,
        }
    }

    /// The name as patterns see it: an archive is a folder.
    pub fn place(&self) -> String {
        match (&self.archive, self.name.rsplit_once(": ")) {
            (Some(archive), Some((_, entry))) => format!("{}/{entry}", archive.display()),
            _ => self.name.clone(),
        }
    }

    pub fn size(&self) -> Option<u64> {
        match &self.from {
            Origin::File(path) => std::fs::metadata(path).ok().map(|m| m.len()),
            Origin::Kept(spool) => spool.borrow_mut().seek(SeekFrom::End(0)).ok(),
            Origin::Stream(_) => None,
        }
    }

    pub fn modified(&self) -> Option<Stamp> {
        let at = std::fs::metadata(self.path()?).ok()?.modified().ok()?;
        let seconds = at.duration_since(std::time::UNIX_EPOCH).ok()?.as_secs();
        i64::try_from(seconds).ok().map(Stamp)
    }

    /// Makes a stream readable more than once; beyond 32 MiB in an unnamed temporary file.
    pub fn keep(&mut self) -> Result<()> {
        if let Origin::Stream(stream) = &self.from {
            let mut spool = tempfile::SpooledTempFile::new(KEEP_IN_MEMORY);
            let mut stream = stream.borrow_mut();
            // One byte more tells a stream that is too long from one that just fits.
            let kept = std::io::copy(&mut (&mut *stream).take(LONGEST_STREAM + 1), &mut spool)
                .and_then(|kept| spool.flush().map(|()| kept))
                .map_err(|e| self.unreadable(e))?;
            drop(stream);
            if kept > LONGEST_STREAM {
                return Err(self.endless());
            }
            self.from = Origin::Kept(Rc::new(RefCell::new(spool)));
        }
        Ok(())
    }

    fn endless(&self) -> Error {
        let (name, most) = (&self.name, LONGEST_STREAM >> 30);
        Error::input(
            format!("{name}：超过 {most} GiB 还没有结束"),
            format!("{name}: no end after {most} GiB"),
        )
        .hint("先存成文件，再给文件名", "save it as a file and name that")
    }

    /// The bytes as one word: equal files have the same. `None` for a stream.
    pub fn fingerprint(&self) -> Result<Option<u64>> {
        let found = match &self.from {
            Origin::Stream(_) => return Ok(None),
            Origin::File(path) => self.open_file(path).map(|_| print::of_file(path))?,
            Origin::Kept(_) => print::of_reader(&mut *self.open()?),
        };
        found.map(Some).map_err(|e| Error::io("读取失败", "can't read", e))
    }

    /// How the file stands: while it stands so, its bytes are the same. `None` for what is no file by itself.
    #[expect(
        clippy::disallowed_methods,
        reason = "files are dated by the machine's clock, whatever `--now` says"
    )]
    pub fn standing(&self) -> Option<Standing> {
        let Origin::File(path) = &self.from else { return None };
        let path = path.canonicalize().ok()?;
        let meta = std::fs::metadata(&path).ok()?;
        let modified = meta.modified().ok()?;
        let since = modified.duration_since(UNIX_EPOCH).ok()?;
        let (inode, changed) = inode(&meta, modified);
        let unchanged_lately =
            modified.max(changed).checked_add(CLOCK_STEP).is_some_and(|at| at < SystemTime::now());
        let state = format!("{} {} {inode}", meta.len(), since.as_nanos());
        Some(Standing { path: path.to_str()?.to_owned(), state, unchanged_lately })
    }

    /// Whether it came through a pipe, kept or not.
    pub fn is_standard(&self) -> bool {
        !matches!(self.from, Origin::File(_)) && self.archive.is_none()
    }

    pub fn is_stream(&self) -> bool {
        matches!(self.from, Origin::Stream(_))
    }

    /// The bytes from the beginning; a stream gives them only once.
    pub fn open(&self) -> Result<Box<dyn Read>> {
        let inner: Box<dyn Read> = match &self.from {
            Origin::File(path) => Box::new(self.open_file(path)?),
            Origin::Stream(stream) => Box::new(Shared(stream.clone())),
            Origin::Kept(spool) => Box::new(Placed { spool: spool.clone(), at: 0 }),
        };
        self.read.set(0);
        Ok(Box::new(Counted { inner, read: self.read.clone() }))
    }

    /// The bytes with seeking, as workbooks need it.
    pub(crate) fn open_seek(&self) -> Result<Box<dyn super::sheet_rows::ReadSeek>> {
        match &self.from {
            Origin::File(path) => Ok(Box::new(std::io::BufReader::new(self.open_file(path)?))),
            Origin::Kept(spool) => {
                Ok(Box::new(std::io::BufReader::new(Placed { spool: spool.clone(), at: 0 })))
            }
            Origin::Stream(_) => {
                let mut kept = self.clone();
                kept.keep()?;
                kept.open_seek()
            }
        }
    }

    fn open_file(&self, path: &Path) -> Result<std::fs::File> {
        let meta = std::fs::metadata(path).map_err(|e| self.unreadable(e))?;
        if !meta.is_file() {
            return Err(Error::input("不是普通文件", "is not a regular file"));
        }
        std::fs::File::open(path).map_err(|e| self.unreadable(e))
    }

    fn unreadable(&self, e: std::io::Error) -> Error {
        let error = Error::input("打不开这个文件", "can't be read");
        match e.kind() {
            std::io::ErrorKind::NotFound => {
                error.hint("没有这个文件，检查路径", "there is no such file: check the path")
            }
            _ => error.because(e),
        }
    }
}

/// The inode with the time of its last change, which nobody sets by hand.
#[cfg(unix)]
fn inode(meta: &std::fs::Metadata, modified: SystemTime) -> (String, SystemTime) {
    use std::os::unix::fs::MetadataExt;
    let (seconds, nanos) = (u64::try_from(meta.ctime()), u32::try_from(meta.ctime_nsec()));
    let changed = match (seconds, nanos) {
        (Ok(seconds), Ok(nanos)) => UNIX_EPOCH.checked_add(Duration::new(seconds, nanos)),
        _ => None,
    };
    let word = format!("{} {} {}.{}", meta.dev(), meta.ino(), meta.ctime(), meta.ctime_nsec());
    (word, changed.unwrap_or(modified))
}

#[cfg(not(unix))]
fn inode(_: &std::fs::Metadata, modified: SystemTime) -> (String, SystemTime) {
    (String::new(), modified)
}

struct Shared<R: ?Sized>(Rc<RefCell<R>>);

impl<R: Read + ?Sized> Read for Shared<R> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().read(buf)
    }
}

/// A reader with a place of its own: a kept stream can be read again while it is being read.
struct Placed {
    spool: Rc<RefCell<tempfile::SpooledTempFile>>,
    at: u64,
}

impl Read for Placed {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let mut spool = self.spool.borrow_mut();
        spool.seek(SeekFrom::Start(self.at))?;
        let n = spool.read(buf)?;
        self.at += n as u64;
        Ok(n)
    }
}

impl Seek for Placed {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        let mut spool = self.spool.borrow_mut();
        spool.seek(SeekFrom::Start(self.at))?;
        self.at = spool.seek(to)?;
        Ok(self.at)
    }
}

struct Counted {
    inner: Box<dyn Read>,
    read: Rc<Cell<u64>>,
}

impl Read for Counted {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.read.set(self.read.get() + n as u64);
        Ok(n)
    }
}

/// The moment in a file name such as `ExportOrderList202611210930.csv` or `orders_2026-11-21.csv`.
/// An entry of an archive tells for itself, else the archive does.
pub fn time_in_name(name: &str, zone: Zone) -> Option<Stamp> {
    match name.rsplit_once(": ") {
        Some((archive, entry)) => time_in_stem(entry, zone).or_else(|| time_in_stem(archive, zone)),
        None => time_in_stem(name, zone),
    }
}

fn time_in_stem(name: &str, zone: Zone) -> Option<Stamp> {
    let stem = Path::new(name).file_stem()?.to_str()?;
    let mut best: Option<Stamp> = None;
    let bytes = stem.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes.iter().skip(at).take_while(|b| b.is_ascii_digit()).count();
        if run == 0 {
            at += 1;
            continue;
        }
        if let Some(stamp) = run_time(stem, at, run, zone) {
            best = best.max(Some(stamp));
        }
        at += run;
    }
    best
}

fn run_time(stem: &str, at: usize, run: usize, zone: Zone) -> Option<Stamp> {
    let read = |text: &str| Stamp::parse(text, zone, DateOrder::Open).ok();
    let sane = |s: &Stamp| (1_104_508_800..4_102_444_800).contains(&s.0);
    match run {
        8 | 12 | 14 => read(&stem[at..at + run]).filter(sane),
        4 => {
            let rest: String = stem.get(at..(at + 10).min(stem.len()))?.replace('_', "-");
            if rest.len() == 10 { read(&rest).filter(sane) } else { None }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_just_written_is_not_trusted_yet() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.csv");
        let standing = |text: &str| {
            std::fs::write(&path, text).expect("a file");
            Input::file(path.clone()).standing().expect("a file")
        };
        let (first, longer) = (standing("a"), standing("ab"));
        assert!(!first.unchanged_lately && !longer.unchanged_lately);
        assert_ne!(first.state, longer.state);
        assert_eq!(first.path, longer.path);
        assert!(Input::stream(Box::new(std::io::empty())).standing().is_none());
    }

    #[test]
    fn names_tell_when_they_were_exported() {
        let iso = |name| time_in_name(name, Zone::CHINA).map(|s| s.iso(Zone::CHINA));
        assert_eq!(iso("a/ExportOrderList202611210930.csv").as_deref(), Some("2026-11-21T09:30:00+08:00"));
        assert_eq!(iso("orders_2026-11-21.csv").as_deref(), Some("2026-11-21T00:00:00+08:00"));
        assert_eq!(iso("20261121.xlsx").as_deref(), Some("2026-11-21T00:00:00+08:00"));
        assert_eq!(iso("taobao_orders_2017.csv"), None);
        assert_eq!(iso("订单2026年.csv"), None);
        let archive = "in/20261121.zip: 甲店/ExportOrderList202611200800.csv";
        assert_eq!(iso(archive).as_deref(), Some("2026-11-20T08:00:00+08:00"));
        assert_eq!(iso("in/20261121.zip: 甲店/a.csv").as_deref(), Some("2026-11-21T00:00:00+08:00"));
    }
}
