//! Opening: look before touching, refuse what is not ours, and leave that as it was.

use super::db::{Db, Fault, Sql};
use super::failure::{damaged, disk, failed, read_only, too_new, wrong};
use super::naming::{self, TableCounts};
use super::network::refuse_network;
use super::queue::{Queue, WAIT};
use super::{Store, migrate, pragma, sqlite};
use crate::error::{Error, Result};
use crate::model::redact::is_server_address;
use crate::scratch::{Scratch, folder_of, with_end};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Bytes of a page: two dozen orders, so that a first import writes a quarter as often as with SQLite's own 4,096. More would
/// cost more than it brings where an import changes orders here and there.
const PAGE: i64 = 16_384;
/// What the engine calls these settings when it is asked.
const SYNCHRONOUS_OFF: i64 = 0;
const SYNCHRONOUS_FULL: i64 = 2;
const TEMP_IN_MEMORY: i64 = 2;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Read,
    Write,
    /// Nobody else knows of the file.
    Alone,
}

impl Store {
    /// Opens an existing database for reading; `None` if there is none. An old one is upgraded, and [`Store::upgraded`]
    /// tells; a long one is refused.
    pub fn open_read(path: &Path) -> Result<Option<Store>> {
        Store::open_as_it_is(path)?.map(Store::brought_up_to_date).transpose()
    }

    /// The same with the schema that it has: only what needs none may be asked.
    pub fn open_as_it_is(path: &Path) -> Result<Option<Store>> {
        if let Some(address) = server_of(path) {
            return Store::open_server(address, false);
        }
        if is_absent(path)? { Ok(None) } else { open(path, Mode::Read).map(Some) }
    }

    /// Opens a database for writing; makes it, private to its owner, if there is none. An old one is treated as by
    /// [`Store::open_read`].
    pub fn open_write(path: &Path) -> Result<Store> {
        if let Some(address) = server_of(path) {
            let opened = Store::open_server(address, true)?;
            return opened.ok_or_else(|| Error::bug("no tables where they were made"))?.brought_up_to_date();
        }
        if is_absent(path)? {
            create(path)?;
        }
        open(path, Mode::Write)?.brought_up_to_date()?.logged()
    }

    /// Whether there is a database already. Asked where none is open.
    pub fn is_there(path: &Path) -> Result<bool> {
        match server_of(path) {
            Some(address) => Store::open_server(address, false).map(|store| store.is_some()),
            None => Ok(path.exists()),
        }
    }

    /// Refuses an address of a server where this build knows none.
    pub fn refuse_unknown_server(path: &Path) -> Result<()> {
        match server_of(path) {
            Some(_) if cfg!(not(feature = "postgres")) => Err(super::failure::no_servers()),
            _ => Ok(()),
        }
    }

    #[cfg(not(feature = "postgres"))]
    fn open_server(_: &str, _: bool) -> Result<Option<Store>> {
        Err(super::failure::no_servers())
    }

    /// With a log, so that others can read beside.
    fn logged(self) -> Result<Store> {
        let set = || -> Sql<()> {
            let conn = self.db.sqlite()?;
            let journal: String = conn.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
            if journal == "wal" { Ok(()) } else { Ok(pragma::set(conn, "journal_mode", "wal".to_owned())?) }
        };
        set().map_err(|e| failed(&self.path, e))?;
        Ok(self)
    }

    /// The same database once more in this process, for copying what it is while the other connection holds it.
    /// Nothing but the engine may open its file meanwhile: that would end the process's locks.
    pub(super) fn beside_itself(&self) -> Result<Store> {
        told(&self.path, connect(&self.path, OpenFlags::SQLITE_OPEN_READ_WRITE, Mode::Read))
    }

    /// Makes the folder of the default database, private to its owner.
    pub fn make_folder(path: &Path) -> Result<()> {
        let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) else { return Ok(()) };
        crate::scratch::make_folder(folder).map_err(|e| disk(folder, e))
    }
}

/// The address, where a server's stands in the place of a path.
pub(super) fn server_of(path: &Path) -> Option<&str> {
    path.to_str().filter(|text| is_server_address(text))
}

/// Nothing of this name, not even a link; but its folder is there.
pub(super) fn is_absent(path: &Path) -> Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(false),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            let folder = folder_of(path);
            match fs::metadata(&folder) {
                Ok(_) => Ok(true),
                Err(e) => Err(disk(&folder, e).within(&path.display().to_string())),
            }
        }
        Err(e) => Err(disk(path, e)),
    }
}

/// A file that only its owner can read, under a name that nobody can foresee.
pub(super) fn scratch(folder: &Path) -> std::io::Result<Scratch> {
    Scratch::beside(folder)
}

/// The database gets its name when it is whole, so that nobody ever meets a half-made one.
fn create(path: &Path) -> Result<()> {
    if path.file_name().is_none() {
        return Err(wrong(path, "不是文件名", "is no file name"));
    }
    refuse_network(path)?;
    naming::refuse_left_over(path)?;
    let file = scratch(&folder_of(path)).map_err(|e| disk(path, e))?;
    let made = || -> Sql<TableCounts> {
        let db = schema_in(file.path())?;
        let counted = with_log(db.sqlite()?)?;
        db.close()?;
        Ok(counted)
    };
    let counted = made().map_err(|e| failed(path, e))?;
    // Where another process was faster, its database is as good.
    naming::persist_in_turn(file, path, &counted)?;
    Ok(())
}

/// Makes the schema in an empty file.
pub(super) fn create_in(file: &Path) -> Sql<()> {
    schema_in(file)?.close()
}

fn schema_in(file: &Path) -> Sql<Db> {
    let conn = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    obey_nothing(&conn)?;
    pragma::set(&conn, "page_size", PAGE)?;
    unlogged(&conn)?;
    let db = Db::from(conn);
    migrate::create(&db)?;
    Ok(db)
}

/// Nothing to roll back to, because without its name the file is nobody's; who gives it a name has it kept first.
fn unlogged(conn: &Connection) -> rusqlite::Result<()> {
    pragma::set(conn, "journal_mode", "memory".to_owned())?;
    pragma::set(conn, "synchronous", SYNCHRONOUS_OFF)
}

/// From now on with a log, which others can read beside. Counts the rows first: reading later would begin the log.
pub(super) fn with_log(conn: &Connection) -> rusqlite::Result<TableCounts> {
    let counted = naming::rows(conn)?;
    pragma::set(conn, "journal_mode", "wal".to_owned())?;
    Ok(counted)
}

/// Room for orders to be found all over a database that is being filled.
pub(super) fn widen(db: &Db) -> Sql<()> {
    Ok(pragma::set(db.sqlite()?, "cache_size", -65_536)?)
}

/// Opens a database that nobody else knows of: it needs no locks and no journal on the disk.
pub(super) fn open_unshared(path: &Path) -> Result<Store> {
    told(path, connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, Mode::Alone))
}

/// Opens a database to be written, with the schema that it has.
pub(super) fn open_to_write(path: &Path) -> Result<Store> {
    open(path, Mode::Write)?.logged()
}

fn told(path: &Path, opened: std::result::Result<Store, Refusal>) -> Result<Store> {
    opened.map_err(|refusal| match refusal {
        Refusal::Ours(error) => error,
        Refusal::Engine(e) => failed(path, e),
    })
}

/// An empty database of the engine's own, or a copy of another: it never has a name, only its owner can read it, and it is
/// gone with the process, however that ends. Beyond what memory is for it lies in the folder for temporary files.
pub(super) fn open_nameless(fill: impl FnOnce(&mut Db) -> Sql<()>) -> Result<Store> {
    let place = temporary_folder();
    let open = || -> std::result::Result<Store, Refusal> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let conn = Connection::open_with_flags("", flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        let mut db = Db::from(conn);
        fill(&mut db)?;
        opened(db, &place, Mode::Alone)
    };
    told(&place, open())
}

/// Makes the schema in a database that has no name.
pub(super) fn create_nameless(db: &mut Db) -> Sql<()> {
    pragma::set(db.sqlite()?, "page_size", PAGE)?;
    migrate::create(db)
}

/// Where the engine puts its temporary files, as it looks for the place: for messages.
fn temporary_folder() -> PathBuf {
    std::env::var_os("SQLITE_TMPDIR").map_or_else(std::env::temp_dir, PathBuf::from)
}

fn open(given: &Path, mode: Mode) -> Result<Store> {
    let path = fs::canonicalize(given).map_err(|e| disk(given, e))?;
    look(&path)?;
    refuse_network(&path)?;
    // Whatever command comes next after a killed one takes away what that left.
    crate::scratch::sweep_once(&folder_of(&path));
    match connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE, mode) {
        Err(Refusal::Engine(e)) if mode == Mode::Read && is_locked_in(&e) && has_no_wal(&path) => {
            frozen(&path)
        }
        opened => told(&path, opened),
    }
}

enum Refusal {
    Ours(Error),
    Engine(Fault),
}

impl<F: Into<Fault>> From<F> for Refusal {
    fn from(e: F) -> Refusal {
        Refusal::Engine(e.into())
    }
}

/// Looks at the first bytes without the engine: it would take a one-byte file for an empty database, and
/// merely opening another program's could change it.
fn look(path: &Path) -> Result<()> {
    let meta = fs::metadata(path).map_err(|e| disk(path, e))?;
    if !meta.is_file() {
        return Err(wrong(path, "不是文件", "is no file"));
    }
    let mut head = [0_u8; 100];
    let mut file = File::open(path).map_err(|e| disk(path, e))?;
    if meta.len() < 512 || file.read_exact(&mut head).is_err() || !head.starts_with(MAGIC) {
        return Err(wrong(path, "不是数据库文件，没有动它", "is no database; it was left alone")
            .hint("检查 --db 给出的路径", "check the path given with --db"));
    }
    let number = |at: usize| {
        head.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, |b| i64::from(i32::from_be_bytes(b)))
    };
    judge(path, number(68), number(60))
}

fn judge(path: &Path, application: i64, version: i64) -> Result<()> {
    if application != sqlite::APPLICATION {
        return Err(wrong(
            path,
            "是别的程序的数据库，没有动它",
            "is another program's database; it was left alone",
        )
        .hint("检查 --db 给出的路径", "check the path given with --db"));
    }
    if version > migrate::newest() {
        return Err(too_new(path));
    }
    Ok(())
}

/// No trigger, view or function that stands in a file is run: we have none, so somebody planted it.
pub(super) fn obey_nothing(conn: &Connection) -> rusqlite::Result<()> {
    for (what, wanted) in [
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
    ] {
        if conn.set_db_config(what, wanted)? != wanted {
            let refused = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_MISUSE);
            return Err(rusqlite::Error::SqliteFailure(refused, None));
        }
    }
    Ok(())
}

fn connect(path: &Path, flags: OpenFlags, mode: Mode) -> std::result::Result<Store, Refusal> {
    // One thread at a time uses a connection, so the engine need not lock it at every call.
    let conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    opened(Db::from(conn), path, mode)
}

/// Sets up a connection, and refuses what is not ours.
fn opened(db: Db, path: &Path, mode: Mode) -> std::result::Result<Store, Refusal> {
    let conn = db.sqlite()?;
    conn.busy_timeout(WAIT)?;
    obey_nothing(conn)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // Until we know whose it is, closing must not write.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    pragma::set(conn, "cell_size_check", 1)?;
    pragma::set(conn, "foreign_keys", 1)?;
    pragma::set(conn, "temp_store", TEMP_IN_MEMORY)?;
    pragma::set(conn, "cache_size", -16_384)?;
    conn.set_prepared_statement_cache_capacity(48);
    let mark = mark(&db)?;
    judge(path, mark.application, mark.user_version.max(mark.version)).map_err(Refusal::Ours)?;
    if mark.user_version != mark.version || mark.version < 1 {
        return Err(Refusal::Ours(damaged(path)));
    }
    let writable = !conn.is_readonly("main")?;
    if mode == Mode::Write && !writable {
        return Err(Refusal::Ours(read_only(path)));
    }
    if mode == Mode::Alone {
        pragma::set(conn, "locking_mode", "exclusive".to_owned())?;
        unlogged(conn)?;
    } else if writable {
        pragma::set(conn, "synchronous", SYNCHRONOUS_FULL)?;
        pragma::set(conn, "secure_delete", 1)?;
        pragma::set(conn, "journal_size_limit", 64 << 20)?;
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    }
    // The frozen one, under whatever name, is never written.
    let queue = if mode == Mode::Alone || !writable { None } else { Some(Queue::beside(path)) };
    let queue = queue.transpose().map_err(Refusal::Ours)?;
    Ok(Store { db, path: path.to_owned(), queue, schema: mark.version, upgraded: None })
}

/// The three numbers that tell whose a database is and how old.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    application: i64,
    user_version: i64,
    version: i64,
}

/// Reads all three in one transaction, so that they belong together.
fn mark(db: &Db) -> Sql<Mark> {
    let _view = db.read()?;
    let conn = db.sqlite()?;
    let number = |name| conn.pragma_query_value(None, name, |row| row.get(0));
    let (application, user_version) = (number("application_id")?, number("user_version")?);
    let version = if application == sqlite::APPLICATION { migrate::version(db)? } else { 0 };
    Ok(Mark { application, user_version, version })
}

/// The folder does not let us make the side files that reading needs.
fn is_locked_in(e: &Fault) -> bool {
    matches!(super::failure::of_sqlite(e), Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen))
}

fn has_no_wal(path: &Path) -> bool {
    fs::metadata(with_end(path, "-wal"))
        .map_or_else(|e| e.kind() == std::io::ErrorKind::NotFound, |m| m.len() == 0)
}

/// Reads a database in a folder where nothing can be written, as it stands.
fn frozen(path: &Path) -> Result<Store> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let uri = naming::immutable(path);
    let mut store = told(path, connect(Path::new(&uri), flags, Mode::Read))?;
    path.clone_into(&mut store.path);
    Ok(store)
}
