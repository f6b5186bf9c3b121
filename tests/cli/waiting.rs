//! Who has to wait for others is told why. Where a locked file can be read: elsewhere nobody is named.
#![cfg(unix)]

use crate::sandbox::{MORNING, Sandbox};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

#[test]
fn who_waits_is_told_why() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["import", &sandbox.fixture_as(MORNING, "a.csv")]);
    for (lang, held_by, told) in [
        ("en", "1000\timport\t小王\n", "`cs import` of 小王, begun "),
        ("zh", "1000\timport\t小王\n", "小王 的 cs import（"),
        ("en", "", "another command is writing to the database: waited 1 s so far\n"),
        // Nothing of ours, and nothing that is shown.
        ("en", "1000\t13812345678", "another command is writing to the database: waited 1 s so far\n"),
    ] {
        let lock = sandbox.database().with_file_name("cs.db.lock");
        let mut turn = File::options().write(true).open(&lock).expect("the queue");
        turn.lock().expect("nobody has it");
        turn.write_all(held_by.as_bytes()).expect("written");
        let mut command = sandbox.cs(&["log", "add", "c", "words", "--lang", lang]).into_command();
        let mut waiting = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("starts");
        // As long as it takes until it says something.
        let mut first = String::new();
        let mut stderr = BufReader::new(waiting.stderr.take().expect("a pipe"));
        stderr.read_line(&mut first).expect("a line");
        drop(turn);
        assert!(waiting.wait().expect("ends").success() && first.starts_with(told), "{first}");
        let left = std::fs::read_to_string(&lock).expect("the queue");
        assert_eq!(left, "", "what a command left that died is taken away by the next");
    }
}
