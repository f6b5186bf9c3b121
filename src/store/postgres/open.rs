//! Opening: look before touching, and refuse what is not ours or would sort otherwise.

use super::super::db::{Db, Sql};
use super::super::failure::{failed, wrong};
use super::super::queue::WAIT;
use super::super::{Store, migrate};
use super::{MARK, Server};
use crate::error::{Error, Result};
use crate::model::redact::redact;
use ::postgres::config::{Host, SslMode};
use ::postgres::{Config, NoTls};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long to wait for the server to answer at all, where the address does not say.
const CONNECT: Duration = Duration::from_secs(10);

impl Store {
    /// Opens a database of a server; `None` where it has no tables yet.
    pub(in crate::store) fn open_server(address: &str, write: bool) -> Result<Option<Store>> {
        let path = PathBuf::from(redact(address).into_owned());
        let server = connect(address, &path)?;
        let fail = |e| failed(&path, e);
        ready(&server, &path)?;
        let db = Db::Postgres(server);
        if !is_ours(&db, &path)? {
            if !write {
                return Ok(None);
            }
            // Another process may be making them: then they are there by now.
            make(&db).map_err(fail)?;
        }
        let schema = migrate::version(&db).map_err(fail)?;
        if schema > migrate::newest() {
            return Err(super::super::failure::too_new(&path));
        }
        if write && db.is_read_only().map_err(fail)? {
            return Err(super::super::failure::read_only(&path));
        }
        Ok(Some(Store { db, path, queue: None, schema, upgraded: None }))
    }
}

fn connect(address: &str, path: &Path) -> Result<Server> {
    let mut config: Config = address.parse().map_err(|e: ::postgres::Error| {
        wrong(path, "看不懂服务器的地址", "the address of the server can't be read")
            .because(e)
            .hint("写成 postgres://用户@主机/数据库", "write it as postgres://USER@HOST/DATABASE")
    })?;
    refuse_open_network(&config, path)?;
    config.application_name("cs");
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT);
    }
    let client = config.connect(NoTls).map_err(|e| {
        wrong(path, "连不上数据库服务器", "can't connect to the database server")
            .because(e)
            .hint("检查 --db 给出的地址、用户和密码", "check the address, user and password given with --db")
    })?;
    Ok(Server::new(client))
}

/// What customers told goes over no network where others can read along, unless the address says that it may.
fn refuse_open_network(config: &Config, path: &Path) -> Result<()> {
    let is_near = |host: &Host| match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    let near =
        config.get_hosts().iter().all(is_near) && config.get_hostaddrs().iter().all(|ip| ip.is_loopback());
    if near || config.get_ssl_mode() == SslMode::Disable {
        return Ok(());
    }
    Err(Error::usage(
        "这个版本与数据库服务器之间的连接不加密，对方又不在本机",
        "this build does not encrypt its connections, and the database server is on another host",
    )
    .within(&path.display().to_string())
    .hint(
        "用加密的隧道连到本机端口；网络可信的话在地址后加 ?sslmode=disable",
        "reach it through an encrypted tunnel to a local port; where the network is safe, add ?sslmode=disable to the address",
    ))
}

/// Text has to be compared by its bytes, as everywhere; and waiting has an end.
fn ready(server: &Server, path: &Path) -> Result<()> {
    let fail = |e| failed(path, e);
    server.wait_at_most(WAIT).map_err(fail)?;
    server.batch("SET client_min_messages = warning").map_err(fail)?;
    let db = "SELECT pg_encoding_to_char(encoding) = 'UTF8' AND 'B' < 'a' AND 'Z' < '_' AND '~' < 'ä' AND '一' < '丁' \
              FROM pg_database WHERE datname = current_database()";
    let answer = server.prepare(db).and_then(|asked| asked.rows(&[])).map_err(fail)?;
    let first = answer.first().map(|row| super::value(row, 0)).transpose().map_err(fail)?;
    if first == Some(super::SqlValue::Int(1)) {
        return Ok(());
    }
    Err(wrong(
        path,
        "数据库的编码不是 UTF-8，或者文字不按字节排序（collation 不是 C）",
        "the database is not in UTF-8, or does not compare text by its bytes (its collation is not C)",
    )
    .hint(
        "重建一个：createdb --encoding=UTF8 --lc-collate=C --lc-ctype=C.UTF-8 --template=template0 数据库",
        "make another: createdb --encoding=UTF8 --lc-collate=C --lc-ctype=C.UTF-8 --template=template0 DATABASE",
    ))
}

/// Whether our tables are there. Refuses a schema in which others stand.
fn is_ours(db: &Db, path: &Path) -> Result<bool> {
    let fail = |e| failed(path, e);
    if is_marked(db).map_err(fail)? {
        return Ok(true);
    }
    let others = "SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema())";
    if db.one::<bool>(others, &[]).map_err(fail)? {
        return Err(wrong(
            path,
            "里面有别的程序的表，没有动它",
            "there are tables of another program in it; it was left alone",
        )
        .hint("给 cs 单独建一个数据库", "make a database for cs alone"));
    }
    Ok(false)
}

fn is_marked(db: &Db) -> Sql<bool> {
    let mark = "SELECT COALESCE(obj_description(to_regclass('schema_version')), '')";
    Ok(db.one::<String>(mark, &[])? == MARK)
}

fn make(db: &Db) -> Sql<()> {
    let made = migrate::create(db);
    if made.is_err() && is_marked(db)? { Ok(()) } else { made }
}
