//! A PostgreSQL server of one's own, for tests: in a temporary folder, on a socket there, for nobody else. It ends and its
//! folder goes when the process that started it does, however that ends: a shell waits for it at a pipe.
//!
//! Tests outside of `src` take this file by its path, so it uses nothing of the program.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

/// Starts the server, and stops it when its standard input ends.
const SCRIPT: &str = r#"
trap 'rm -rf "$dir"' EXIT
init() { "$bin/initdb" -D "$dir/data" -U cs -A trust -E UTF8 --no-sync --locale=C "$@" >"$dir/log" 2>&1; }
init --lc-ctype=C.UTF-8 || { rm -rf "$dir/data"; init; } || { cat "$dir/log" >&2; exit 1; }
"$bin/postgres" -D "$dir/data" -k "$dir" -c listen_addresses= -c fsync=off -c full_page_writes=off \
    -c synchronous_commit=off -c shared_buffers=32MB -c max_connections=60 >"$dir/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -QUIT "$server"
wait "$server"
"#;

pub(crate) struct Cluster {
    folder: PathBuf,
    pub(crate) version: String,
    made: AtomicUsize,
    /// Its standard input is open as long as this process lives.
    _watch: Mutex<Child>,
}

impl Cluster {
    /// The server of this process, started when it is first asked for. `None`: its programs are missing, and why.
    pub(crate) fn shared() -> Result<&'static Cluster, &'static str> {
        static SHARED: OnceLock<Result<Cluster, String>> = OnceLock::new();
        let shared = SHARED.get_or_init(|| {
            let started =
                programs().map(|bin| Cluster::start(&bin).expect("a server that is installed starts"));
            started.map_err(|why| {
                say(&format!("skipped: tests on PostgreSQL: {why}"));
                why
            })
        });
        shared.as_ref().map_err(String::as_str)
    }

    fn start(bin: &Path) -> Result<Cluster, String> {
        let temporary = tempfile::Builder::new().prefix("cs-pg-").tempdir();
        let folder = temporary.map_err(|e| e.to_string())?.keep();
        let mut command = Command::new("sh");
        command.arg("-c").arg(SCRIPT).env("dir", &folder).env("bin", bin).current_dir(&folder);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        as_nobody(&mut command, &folder)?;
        let mut watch = command.spawn().map_err(|e| e.to_string())?;
        let until = Instant::now() + Duration::from_secs(120);
        let address = address(&folder, "postgres");
        loop {
            if let Ok(mut client) = postgres::Client::connect(&address, postgres::NoTls) {
                let row = client.query_one("SHOW server_version", &[]).map_err(|e| e.to_string())?;
                let (version, made, watch) = (row.get(0), AtomicUsize::new(0), Mutex::new(watch));
                return Ok(Cluster { folder, version, made, _watch: watch });
            }
            if watch.try_wait().map_err(|e| e.to_string())?.is_some() || Instant::now() > until {
                let mut said = String::new();
                drop(watch.stdin.take());
                watch.stderr.take().map(|mut from| from.read_to_string(&mut said));
                return Err(format!("no server: {said}"));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The address of a new database, empty and for nobody else.
    pub(crate) fn database(&self) -> String {
        let name = format!("t{}", self.made.fetch_add(1, Ordering::Relaxed));
        let mut client = self.client("postgres");
        client.batch_execute(&format!("CREATE DATABASE {name}")).expect("a database");
        address(&self.folder, &name)
    }

    /// A connection of one's own to what [`Cluster::database`] made.
    pub(crate) fn client(&self, name: &str) -> postgres::Client {
        postgres::Client::connect(&address(&self.folder, name), postgres::NoTls).expect("a connection")
    }
}

fn address(folder: &Path, name: &str) -> String {
    let folder = folder.to_string_lossy().replace('/', "%2F");
    format!("postgres://cs@{folder}/{name}")
}

/// Past the harness, which shows only what failing tests print.
pub(crate) fn say(line: &str) {
    use std::io::Write;
    let out = fs::OpenOptions::new().append(true).open("/dev/stderr");
    let _ = out.map(|mut out| out.write_all(format!("{line}\n").as_bytes()));
}

/// Where the server's programs are; or why they can't be had.
fn programs() -> Result<PathBuf, String> {
    if cfg!(not(unix)) {
        return Err("its private server needs a Unix system".into());
    }
    let told = Command::new("pg_config").arg("--bindir").output().ok().map(|told| told.stdout);
    let told = told.map(|bytes| PathBuf::from(String::from_utf8_lossy(&bytes).trim()));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut debian: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.path().join("bin"))
        .collect();
    debian.sort();
    let all = told.into_iter().chain(debian.into_iter().rev()).chain(std::env::split_paths(&path));
    let has = |folder: &PathBuf| ["initdb", "postgres"].iter().all(|name| folder.join(name).is_file());
    all.into_iter().find(has).ok_or_else(|| "initdb and postgres are not installed".into())
}

/// The server refuses to run as root: then somebody else runs it, who gets the folder.
#[cfg(unix)]
fn as_nobody(command: &mut Command, folder: &Path) -> Result<(), String> {
    use std::os::unix::process::CommandExt;
    // Not ended by what ends us from the keyboard: it ends by itself.
    command.process_group(0);
    if !rustix::process::geteuid().is_root() {
        return Ok(());
    }
    let users = fs::read_to_string("/etc/passwd").map_err(|e| e.to_string())?;
    let number_of = |name: &str| {
        let mut parts =
            users.lines().map(|line| line.split(':')).find(|parts| parts.clone().next() == Some(name))?;
        Some((parts.nth(2)?.parse().ok()?, parts.next()?.parse().ok()?))
    };
    let found = ["postgres", "nobody"].iter().find_map(|name| number_of(name));
    let (user, group): (u32, u32) = found.ok_or("no user that is not root")?;
    std::os::unix::fs::chown(folder, Some(user), Some(group)).map_err(|e| e.to_string())?;
    command.uid(user).gid(group);
    Ok(())
}

#[cfg(not(unix))]
fn as_nobody(_: &mut Command, _: &Path) -> Result<(), String> {
    Ok(())
}
