//! Failures of the database, in words.

use super::db::{Ability, Fault};
use crate::error::Error;
use rusqlite::ErrorCode;
use std::path::Path;

/// An error about one database file.
pub(super) fn wrong(path: &Path, zh: &str, en: &str) -> Error {
    Error::database(zh, en).within(&path.display().to_string())
}

pub(super) fn damaged(path: &Path) -> Error {
    wrong(path, "数据库已损坏", "the database is damaged")
        .hint("先运行 cs doctor 查看；请用备份恢复", "look at it with `cs doctor`, and restore a backup")
}

/// A table that another program made anew may swallow what is written.
pub(super) fn changed(path: &Path) -> Error {
    wrong(
        path,
        "表结构被别的程序改过：写进去的可能会丢，所以没有写",
        "its tables were changed by another program: what is written might be lost, so nothing was",
    )
    .hint(
        "先运行 cs doctor 查看；请用备份恢复：cs db restore 备份文件",
        "look at it with `cs doctor`, and go back to a backup: `cs db restore FILE`",
    )
}

/// The one place where the engine's errors become ours.
pub(super) fn failed(path: &Path, cause: impl Into<Fault>) -> Error {
    let cause = cause.into();
    #[cfg(feature = "postgres")]
    if let Fault::Postgres(e) = &cause {
        return of_server(path, e).because(cause);
    }
    let error = match of_sqlite(&cause) {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => busy(path),
        Some(ErrorCode::DiskFull) => full(path),
        Some(ErrorCode::SystemIoFailure) => broken(path),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => damaged(path),
        Some(ErrorCode::ReadOnly) => read_only(path),
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            wrong(path, "打不开数据库", "can't open the database")
                .hint("检查文件和目录的权限", "check the permissions of the file and its folder")
        }
        Some(ErrorCode::OutOfMemory) => wrong(path, "内存不足", "out of memory"),
        Some(_) => wrong(path, "数据库出错", "the database failed"),
        // Not from the engine: a value that is not what its column promises.
        None => damaged(path),
    };
    error.because(cause)
}

#[cfg(feature = "postgres")]
fn of_server(path: &Path, e: &postgres::Error) -> Error {
    use postgres::error::SqlState as State;
    let Some(state) = e.code() else {
        return wrong(path, "与数据库服务器的连接断了", "the connection to the database server was lost")
            .hint(
                "没有确认过的改动都没有写入；稍后再试",
                "nothing that was not acknowledged was written; try again later",
            );
    };
    match state {
        state if *state == State::LOCK_NOT_AVAILABLE || *state == State::QUERY_CANCELED => busy(path),
        state if *state == State::DISK_FULL => full(path),
        state if *state == State::INSUFFICIENT_PRIVILEGE || *state == State::READ_ONLY_SQL_TRANSACTION => {
            wrong(path, "数据库不可写", "the database can't be written")
                .hint("检查这个用户在数据库里的权限", "check what this user may do in the database")
        }
        state if *state == State::DATA_CORRUPTED || *state == State::INDEX_CORRUPTED => damaged(path),
        _ => wrong(path, "数据库出错", "the database failed"),
    }
}

/// Written by a program that knows more than this one.
pub(super) fn too_new(path: &Path) -> Error {
    wrong(path, "由更新版本的 cs 写成，没有动它", "was written by a newer version of cs; it was left alone")
        .hint("请升级 cs", "upgrade cs")
}

pub(super) fn of_sqlite(cause: &Fault) -> Option<ErrorCode> {
    match cause {
        Fault::Sqlite(e) => e.sqlite_error_code(),
        _ => None,
    }
}

pub(super) fn busy(path: &Path) -> Error {
    wrong(
        path,
        "数据库正被别的命令占用，等了 30 秒也没有等到",
        "the database is busy: waited 30 seconds for another command",
    )
    .hint("稍后再试；什么也没有改动", "try again later; nothing was changed")
}

/// The address of a server, in a build that knows none.
pub(super) fn no_servers() -> Error {
    Error::usage(
        "数据库写成了服务器的地址，这个版本不带 PostgreSQL",
        "the database is the address of a server, and this build is without PostgreSQL",
    )
    .hint(
        "用 --db 指定一个 SQLite 文件；或自己编译带 PostgreSQL 的版本：cargo install --features postgres",
        "name an SQLite file with `--db`, or build one with PostgreSQL: `cargo install --features postgres`",
    )
}

/// What another engine does in its own way.
pub(super) fn own_way(ability: Ability) -> Error {
    let (zh, en) = match ability {
        Ability::Check => (
            "PostgreSQL 自己检查结构：用 pg_amcheck；逐行核对用 cs doctor",
            "PostgreSQL checks its structure itself, with pg_amcheck; `cs doctor` compares every row",
        ),
        Ability::Backup => {
            ("PostgreSQL 自己备份：用 pg_dump", "PostgreSQL makes backups itself, with pg_dump")
        }
        Ability::Restore => (
            "PostgreSQL 自己恢复备份：用 pg_restore 或 psql",
            "PostgreSQL goes back to backups itself, with pg_restore or psql",
        ),
        Ability::Scratch => (
            "预演要用一个临时的副本，只有 SQLite 数据库做得到",
            "a dry run needs a copy that goes away, which only an SQLite database can give",
        ),
        Ability::TableText | Ability::LateIndexes => {
            ("只有 SQLite 数据库做得到", "only an SQLite database can do this")
        }
    };
    Error::usage(zh, en)
}

/// Another file has the name of the database by now.
pub(super) fn replaced(path: &Path) -> Error {
    wrong(
        path,
        "等待写入时，数据库被换成了另一个文件（例如恢复了备份）",
        "while this waited to write, the database was replaced by another file, as a restore does",
    )
    .hint("再运行一次；什么也没有改动", "run it again; nothing was changed")
}

/// Not everything that was written is in the file.
pub(super) fn incomplete(path: &Path) -> Error {
    wrong(
        path,
        "写完后核对，文件里的内容不全，所以没有留下它",
        "what was written is not all in the file, so it was not kept",
    )
    .hint("检查磁盘、空间和配额，再试一次", "check the disk, its space and quota, and try again")
}

/// The engine would read `side` as the newest part of a new database at `path`.
pub(super) fn left_over(path: &Path, side: &Path) -> Error {
    let side = side.display();
    wrong(
        path,
        &format!("这里没有数据库了，以前那个的 {side} 还在，新的会把它当成自己的；什么也没有写"),
        &format!(
            "there is no database any more, but {side} of an earlier one is, and a new one would take it for its own; nothing was written"
        ),
    )
    .hint(
        "把它移到别处再试；里面可能有以前最后记下的内容，先别删",
        "move it elsewhere and try again; it may hold what was recorded last, so don't delete it yet",
    )
}

fn full(path: &Path) -> Error {
    wrong(path, "磁盘已满", "the disk is full")
        .hint("腾出空间后再试；什么也没有改动", "free some space and try again; nothing was changed")
}

fn broken(path: &Path) -> Error {
    wrong(path, "读写磁盘失败", "reading or writing the disk failed").hint(
        "检查磁盘、空间和配额；没有确认过的改动都没有写入",
        "check the disk, its space and quota; nothing that was not acknowledged was written",
    )
}

pub(super) fn read_only(path: &Path) -> Error {
    wrong(path, "数据库不可写", "the database can't be written")
        .hint("检查文件和目录的权限", "check the permissions of the file and its folder")
}

/// The file system's own errors around the database.
pub(super) fn disk(path: &Path, cause: std::io::Error) -> Error {
    use std::io::ErrorKind;
    let (zh, en) = match cause.kind() {
        ErrorKind::NotFound => ("文件或所在目录不存在", "the file or its folder does not exist"),
        ErrorKind::PermissionDenied => ("没有权限", "permission denied"),
        ErrorKind::NotADirectory => ("路径中有一段不是目录", "a part of the path is no folder"),
        ErrorKind::InvalidFilename => ("文件名不合法", "the file name is not valid"),
        ErrorKind::IsADirectory => ("打不开", "can't be opened"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => return full(path).because(cause),
        _ => return broken(path).because(cause),
    };
    wrong(path, zh, en)
        .hint(
            "检查 --db 给出的路径，或先建好目录",
            "check the path given with --db, or make the folder first",
        )
        .because(cause)
}
