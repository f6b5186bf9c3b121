//! The one door for files that a command writes where the user says: nothing is written over that the user would miss.
//!
//! A file is written beside its place and gets its name when it is whole and the command has come to its end: other
//! programs never see half an answer, and a command that fails leaves none that its next try would meet.
//! With `--force` it takes the place of a regular file; never of the database, of a file that the command reads, of a
//! link, of a device.

use super::context::Context;
use crate::error::{Error, Result};
use crate::model::text::one_line;
use crate::scratch::{SIDES, Scratch};
use crate::store::{Store, is_any_database};
use clap::{ArgMatches, ValueHint};
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

/// What no file of this command may be written over.
#[derive(Debug, Default)]
pub(crate) struct Guarded {
    database: Option<PathBuf>,
    /// Files and folders that the command reads, its configuration and layouts too.
    reads: Vec<PathBuf>,
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
    pub(crate) fn new(cx: &Context, path: &Path, force: bool, readers: Readers) -> OutputPlace {
        let (guarded, outbox) = (Rc::clone(&cx.guarded), Rc::downgrade(&cx.outbox));
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

/// Before the command does anything: are the places that it will write to ones it may write to?
pub(super) fn look_ahead(cx: &mut Context, tree: &clap::Command, matches: &ArgMatches) -> Result<()> {
    let (mut command, mut matches) = (tree, matches);
    while let Some((name, inner)) = matches.subcommand() {
        let Some(found) = command.find_subcommand(name) else { break };
        (command, matches) = (found, inner);
    }
    let paths_of = |id: &str| {
        let values = matches.try_get_raw(id).ok().flatten().into_iter().flatten();
        // Rows that were set aside are for no screen: where they are to go, `-` is refused below.
        let is_file = |value: &&std::ffi::OsStr| id == "rejects" || *value != "-";
        values.filter(is_file).map(PathBuf::from).collect::<Vec<_>>()
    };
    let (mut targets, mut reads) = (Vec::new(), Vec::new());
    for arg in command.get_arguments() {
        let id = arg.get_id().as_str();
        match (id, arg.get_value_hint()) {
            ("output" | "rejects", _) => targets.extend(paths_of(id)),
            ("layout", _) | (_, ValueHint::FilePath | ValueHint::AnyPath) if !GLOBAL.contains(&id) => {
                reads.extend(paths_of(id));
            }
            _ => {}
        }
    }
    if targets.is_empty() {
        return Ok(());
    }
    reads.extend(cx.config_files.iter().map(|file| file.path.clone()));
    let guarded = Guarded { database: cx.database().ok(), reads };
    for (at, target) in targets.iter().enumerate() {
        guarded.look(target)?;
        if targets.iter().skip(at + 1).any(|other| is_same(other, target)) {
            return Err(refused(
                target,
                "会被写两次，内容不同",
                "would be written twice, each time with something else",
            ));
        }
    }
    cx.guarded = Rc::new(guarded);
    Ok(())
}

/// Arguments of every command that name files; the context knows what they come to.
const GLOBAL: [&str; 2] = ["db", "config"];

impl Guarded {
    /// Refuses what must not be written over, with or without `--force`; else whether a file is there.
    fn look(&self, path: &Path) -> Result<bool> {
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

/// A backup may stand wherever nothing is, but not where the engine would take it for a part of the database.
pub(super) fn guard_backup(cx: &Context, path: &Path) -> Result<()> {
    if path == Path::new("-") {
        return Err(no_stream());
    }
    let taken = cx.database().is_ok_and(|database| !is_same(path, &database) && belongs_to(path, &database));
    if taken && fs::symlink_metadata(path).is_err() {
        return Err(refused(path, "是数据库的文件，不能写", "is a file that belongs to the database"));
    }
    Ok(())
}

/// What belongs into a file alone.
fn no_stream() -> Error {
    Error::usage("这个不能写到标准输出", "this can't be written to standard output")
        .hint("写出文件名；真有叫 - 的文件，写 ./-", "name a file; one that is called `-` is `./-`")
}

/// The database itself by whatever name, or a file that stands beside it and is named after it.
fn belongs_to(path: &Path, database: &Path) -> bool {
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

/// Two names of one file, or of one that is not there yet.
fn is_same(a: &Path, b: &Path) -> bool {
    place_of(a) == place_of(b) || has_same_number(a, b)
}

/// The path with its folder as it really is.
fn place_of(path: &Path) -> PathBuf {
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

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn shown(path: &Path) -> String {
    one_line(&path.display().to_string(), 200)
}

/// Says why, and that another name would do.
fn refused(path: &Path, zh: &str, en: &str) -> Error {
    let name = shown(path);
    Error::usage(format!("{name} {zh}"), format!("{name} {en}")).hint("换个文件名", "take another name")
}

/// A link is never followed, and never replaced: what was meant is for the user to say.
pub(super) fn linked(path: &Path) -> Error {
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

fn special(path: &Path) -> Error {
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

fn taken(path: &Path) -> Error {
    let name = shown(path);
    Error::usage(format!("{name} 已经存在"), format!("{name} is there already"))
        .hint("换个名字，或加 --force 覆盖", "take another name, or replace it with `--force`")
}

fn unwritable(path: &Path, e: io::Error) -> Error {
    let name = shown(path);
    Error::input(format!("写不了文件 {name}"), format!("can't write the file {name}")).because(e)
}
