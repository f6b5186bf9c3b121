//! The reading commands: every one that the program has, in the formats and with the filters that matter.

use crate::here;
use crate::sandbox::Sandbox;

/// Commands that write, or read no database; all others stand in `commands.txt`.
const NOT_COMPARED: &[&str] = &[
    "cases add",
    "cases assign",
    "cases close",
    "cases escalate",
    "cases evidence add",
    "cases evidence submit",
    "cases note",
    "cases promise",
    "cases reopen",
    "cases take",
    "cases wait",
    "completions",
    "config show",
    "config trust",
    "consult add",
    "consult lost",
    "db backup",
    "db restore",
    "db upgrade",
    "formats detect",
    "formats list",
    "formats new",
    "formats show",
    "formats test",
    "handover ack",
    "handover new",
    "handover note",
    "log add",
    "log close",
    "man",
    "messages add",
    "metrics explain",
    "metrics list",
    "remind done",
    "remind skip",
    "reviews followup",
    "rules list",
    "shift close",
    "shift open",
    "shift pause",
    "shift resume",
    "templates list",
    "templates show",
    "undo",
];

/// One line of `commands.txt`.
pub(crate) struct Command {
    /// The file that its output is kept in; the ending says what it is.
    pub(crate) name: String,
    line: String,
}

impl Command {
    /// What it says is made of facts by rules and figures, and by letting facts of several kinds meet.
    pub(crate) fn is_judged(&self) -> bool {
        let rooms =
            ["orders ", "refunds ", "remind ", "report ", "rules explain", "handover -", "handover show --"];
        rooms.iter().any(|room| self.line.starts_with(room))
    }

    /// The arguments; a fixture among them is copied into the sandbox.
    pub(crate) fn args(&self, sandbox: &Sandbox) -> Vec<String> {
        self.line
            .split(' ')
            .map(|word| if word.contains('/') { sandbox.fixture(word) } else { word.to_owned() })
            .collect()
    }

    /// One that is never run.
    pub(crate) fn named(name: &str) -> Command {
        Command { name: name.to_owned(), line: String::new() }
    }

    /// Neither CSV nor JSON: its exit code and what it says beside count too.
    pub(crate) fn is_prose(&self) -> bool {
        self.name.ends_with(".txt")
    }
}

pub(crate) fn all() -> Vec<Command> {
    let text = std::fs::read_to_string(here().join("commands.txt")).expect("the commands");
    let of = |line: &str| {
        let (name, line) = line.split_once(": ").expect("`file: command`");
        Command { name: name.to_owned(), line: line.to_owned() }
    };
    text.lines().map(of).collect()
}

/// The commands that a help text lists.
fn below(sandbox: &Sandbox, path: &[&str]) -> Vec<String> {
    let help = sandbox.ok(&[path, &["--help"]].concat());
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names = lines.take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("    "));
    names.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// The commands that have none below them, and those that do something without one.
fn leaves(sandbox: &Sandbox) -> Vec<String> {
    let mut leaves = Vec::new();
    let mut open = below(sandbox, &[]);
    while let Some(path) = open.pop() {
        let words: Vec<&str> = path.split(' ').collect();
        let found = below(sandbox, &words);
        if found.is_empty() {
            leaves.push(path);
        } else {
            open.extend(found.iter().map(|name| format!("{path} {name}")));
        }
    }
    leaves
}

#[test]
fn every_reading_command_is_compared() {
    let sandbox = Sandbox::new();
    let (leaves, lines) = (leaves(&sandbox), all());
    assert!(leaves.len() > 70, "the help lists {}", leaves.len());
    let is_read = |leaf: &str| lines.iter().any(|c| format!("{} ", c.line).starts_with(&format!("{leaf} ")));
    let missing: Vec<&String> =
        leaves.iter().filter(|leaf| !is_read(leaf) && !NOT_COMPARED.contains(&leaf.as_str())).collect();
    assert!(
        missing.is_empty(),
        "neither in tests/upgrade/commands.txt nor among those that write or read no database: {missing:?}"
    );
    // `CS_BIN` may name an older program, which has fewer.
    if std::env::var_os("CS_BIN").is_none() {
        let gone: Vec<&&str> =
            NOT_COMPARED.iter().filter(|name| !leaves.iter().any(|leaf| leaf == *name)).collect();
        assert!(gone.is_empty(), "no such command: {gone:?}");
    }
}

#[test]
fn each_has_a_file_of_its_own_and_no_file_is_left_over() {
    let mut names: Vec<String> = all().into_iter().map(|command| command.name).collect();
    names.sort();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "a name stands twice");
    for schema in crate::fixture::SCHEMAS {
        let folder = here().join(format!("expected{schema}"));
        let files = std::fs::read_dir(&folder).expect("the expected output");
        let mut files: Vec<String> = files
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name in UTF-8"))
            .collect();
        files.sort();
        assert_eq!(files, names, "{}", folder.display());
    }
}
