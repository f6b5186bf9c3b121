//! A place of its own for each test: home, clock, language and width are fixed, and nothing of the machine shows.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

/// The main example: a shop's morning.
pub(crate) const MORNING: &str = "taobao/ExportOrderList202611210900.csv";

/// When files copied into a sandbox were last changed: 2026-11-21T08:00:00+08:00.
const MODIFIED: u64 = 1_795_219_200;

pub(crate) struct Sandbox {
    folder: tempfile::TempDir,
}

pub(crate) struct Run {
    command: Command,
    stdin: Vec<u8>,
    root: PathBuf,
}

pub(crate) struct Output {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// Standard output as it is, for formats that are no text.
    pub(crate) bytes: Vec<u8>,
}

/// The program under test: the one just built, or the one that `CS_BIN` names.
pub(crate) fn program() -> PathBuf {
    std::env::var_os("CS_BIN").map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_cs")), PathBuf::from)
}

pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// What `fixtures/make.py` says of a fixture.
pub(crate) fn expected() -> serde_json::Map<String, serde_json::Value> {
    let text = std::fs::read_to_string(fixtures().join("expected.json")).expect("expected.json");
    serde_json::from_str(&text).expect("JSON")
}

impl Sandbox {
    pub(crate) fn new() -> Sandbox {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in ["home", "config", "data", "work"] {
            std::fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        Sandbox { folder }
    }

    /// The folder that commands run in.
    pub(crate) fn work(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    /// Where the database stands when nobody says otherwise.
    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("data/cs/cs.db")
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.work().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        std::fs::write(&path, bytes).expect("a file");
        self.written(name, MODIFIED);
        name.to_owned()
    }

    /// When a file was last written, in Unix seconds.
    pub(crate) fn written(&self, name: &str, at: u64) {
        let file = std::fs::File::options().write(true).open(self.work().join(name)).expect("the file");
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(at)).expect("its time");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.work().join(name)).expect(name)
    }

    /// Copies a fixture here and gives its name as a command takes it.
    pub(crate) fn fixture(&self, name: &str) -> String {
        self.write(name, std::fs::read(fixtures().join(name)).expect(name))
    }

    /// A fixture under another name.
    pub(crate) fn fixture_as(&self, name: &str, here: &str) -> String {
        self.write(here, std::fs::read(fixtures().join(name)).expect(name))
    }

    /// A text fixture in which something has been changed; it must be in there.
    pub(crate) fn changed(&self, name: &str, here: &str, from: &str, to: &str) -> String {
        let bytes = std::fs::read(fixtures().join(name)).expect(name);
        let encoding =
            if std::str::from_utf8(&bytes).is_ok() { encoding_rs::UTF_8 } else { encoding_rs::GB18030 };
        let (text, _, bad) = encoding.decode(&bytes);
        assert!(!bad && text.contains(from), "{name} does not hold {from:?}");
        self.write(here, encoding.encode(&text.replacen(from, to, 1)).0)
    }

    pub(crate) fn config(&self, toml: &str) {
        let folder = self.folder.path().join("config/cs");
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join("config.toml"), toml).expect("the configuration");
    }

    /// What a table on a terminal leaves behind: the names and orders of its rows. `at`: Unix seconds.
    #[cfg(unix)]
    pub(crate) fn plant_rows(&self, terminal: &str, at: i64, table: &str, rows: &[(&str, &str)]) {
        let file = format!("{:016x}.tsv", cs::model::text::hash64(&[terminal.as_bytes()]));
        let folder = self.folder.path().join("home/.local/state/cs/rows");
        std::fs::create_dir_all(&folder).expect("a folder");
        let lines: String = rows.iter().map(|(name, orders)| format!("{name}\t{orders}\n")).collect();
        std::fs::write(folder.join(file), format!("{at}\t{table}\n{lines}")).expect("the rows");
    }

    pub(crate) fn cs(&self, args: &[&str]) -> Run {
        let root = self.folder.path().to_owned();
        let mut command = Command::new(program());
        command.args(args).current_dir(self.work()).env_clear();
        for (key, folder) in [
            ("HOME", "home"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("APPDATA", "config"),
            ("LOCALAPPDATA", "data"),
        ] {
            command.env(key, root.join(folder));
        }
        if let Some(system) = std::env::var_os("SystemRoot") {
            command.env("SystemRoot", system);
        }
        command.env("TMPDIR", root.join("home")).env("TEMP", root.join("home"));
        command
            .env("CS_NOW", "2026-11-21T09:00:00+08:00")
            .env("COLUMNS", "120")
            .env("CS_BY", "tester")
            .env("LANG", "en_US.UTF-8");
        Run { command, stdin: Vec::new(), root }
    }

    /// Runs and wants it done: the standard output.
    pub(crate) fn ok(&self, args: &[&str]) -> String {
        self.cs(args).run().done().stdout
    }
}

impl Run {
    pub(crate) fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Run {
        self.stdin = bytes.into();
        self
    }

    pub(crate) fn env(mut self, key: &str, value: &str) -> Run {
        self.command.env(key, value);
        self
    }

    /// Somebody at a terminal: the shift that is open there says who.
    pub(crate) fn at(self, terminal: &str) -> Run {
        self.env("CS_BY", "").env("CS_TERMINAL", terminal)
    }

    pub(crate) fn zh(self) -> Run {
        self.env("CS_LANG", "zh")
    }

    pub(crate) fn now(self, at: &str) -> Run {
        self.env("CS_NOW", at)
    }

    /// Runs in a folder below the usual one.
    #[allow(dead_code, reason = "the tests of what the program is trusted with use it")]
    pub(crate) fn inside(mut self, folder: &str) -> Run {
        self.command.current_dir(self.root.join("work").join(folder));
        self
    }

    /// The same under another program, such as `strace`, which goes before it on the command line.
    #[allow(dead_code, reason = "the tests of what the program is trusted with use it")]
    pub(crate) fn under(mut self, tool: &Path, args: &[&str]) -> Run {
        let mut command = Command::new(tool);
        command.args(args).arg(self.command.get_program()).args(self.command.get_args()).env_clear();
        command.envs(self.command.get_envs().filter_map(|(key, value)| Some((key, value?))));
        command.current_dir(self.command.get_current_dir().expect("a folder"));
        self.command = command;
        self
    }

    /// The command itself, for tests that need its pipes.
    pub(crate) fn into_command(self) -> Command {
        self.command
    }

    pub(crate) fn run(mut self) -> Output {
        self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.command.spawn().expect("cs starts");
        let mut pipe = child.stdin.take().expect("a pipe");
        let bytes = std::mem::take(&mut self.stdin);
        // A command that does not read its standard input closes it.
        let writer = std::thread::spawn(move || drop(pipe.write_all(&bytes)));
        let output = child.wait_with_output().expect("cs ends");
        writer.join().expect("the writer ends");
        let text = |bytes: &[u8]| {
            String::from_utf8_lossy(bytes).replace(&self.root.display().to_string(), "[sandbox]")
        };
        Output {
            code: output.status.code().expect("an exit code"),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
            bytes: output.stdout,
        }
    }
}

impl Output {
    /// Ends with code 0, or the test shows what was said.
    #[track_caller]
    pub(crate) fn done(self) -> Output {
        self.ends_with(0)
    }

    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Output {
        assert_eq!(self.code, code, "standard error:\n{}", self.stderr);
        self
    }

    /// All three parts, for a snapshot.
    pub(crate) fn whole(&self) -> String {
        format!("exit {}\n--- stdout\n{}--- stderr\n{}", self.code, self.stdout, self.stderr)
    }
}

/// A CSV answer as rows of cells by their heading.
pub(crate) struct Sheet {
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    #[track_caller]
    pub(crate) fn of(csv_text: &str) -> Sheet {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv_text.as_bytes());
        let mut rows = reader.records().map(|r| r.expect("CSV").iter().map(str::to_owned).collect());
        let heads = rows.next().expect("a header");
        Sheet { heads, rows: rows.collect() }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    #[track_caller]
    pub(crate) fn column(&self, key: &str) -> Vec<&str> {
        let place = self
            .heads
            .iter()
            .position(|h| h == key)
            .unwrap_or_else(|| panic!("no column {key} in {:?}", self.heads));
        self.rows.iter().map(|row| row[place].as_str()).collect()
    }

    /// The cell of the one row whose `key` column is `value`.
    #[track_caller]
    pub(crate) fn cell(&self, key: &str, value: &str, column: &str) -> &str {
        let at: Vec<usize> =
            self.column(key).iter().enumerate().filter(|(_, v)| **v == value).map(|(i, _)| i).collect();
        assert_eq!(at.len(), 1, "rows with {key} = {value}");
        self.column(column)[at[0]]
    }

    /// Counts of each value.
    pub(crate) fn counts(&self, key: &str) -> std::collections::BTreeMap<String, u64> {
        let mut counts = std::collections::BTreeMap::new();
        for value in self.column(key) {
            *counts.entry(value.to_owned()).or_default() += 1;
        }
        counts
    }

    /// The sum of a column of amounts, in cents.
    pub(crate) fn sum(&self, key: &str) -> i64 {
        self.column(key).iter().map(|v| cents(v)).sum()
    }
}

/// `118.00` in cents; an empty cell is nothing.
pub(crate) fn cents(text: &str) -> i64 {
    if text.is_empty() {
        return 0;
    }
    let (whole, part) = text.split_once('.').expect("two decimals");
    assert_eq!(part.len(), 2, "{text}");
    whole.parse::<i64>().expect("a number") * 100 + part.parse::<i64>().expect("a number")
}
