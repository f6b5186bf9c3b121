//! Counts instructions, as valgrind's callgrind does: of the whole, and of each function with all that it calls.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};

pub(super) fn is_there() -> bool {
    let found =
        Command::new("valgrind").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    found.is_ok_and(|status| status.success())
}

/// Function → instructions, its callees' among them.
pub(super) type Counts = HashMap<String, u64>;

/// The program's arguments behind it; the counts are written to a file in `folder`.
pub(super) fn command(folder: &Path) -> Command {
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--compress-strings=no", "--compress-pos=no"]);
    command.arg(format!("--callgrind-out-file={}", file(folder).display()));
    command.stdin(Stdio::null());
    command
}

fn file(folder: &Path) -> std::path::PathBuf {
    folder.join("callgrind.out")
}

/// What was written. `None` where valgrind could not run the program.
pub(super) fn counts(folder: &Path) -> Option<Counts> {
    let text = std::fs::read_to_string(file(folder)).ok()?;
    let mut counts = Counts::new();
    let (mut function, mut callee, mut call) = (String::new(), String::new(), false);
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("fn=") {
            whole(name).clone_into(&mut function);
        } else if let Some(name) = line.strip_prefix("cfn=") {
            whole(name).clone_into(&mut callee);
        } else if line.starts_with("calls=") {
            call = true;
        } else if let Some(cost) = cost(line) {
            // What a function costs that calls itself is counted once.
            if !(std::mem::take(&mut call) && callee == function) {
                *counts.entry(function.clone()).or_default() += cost;
            }
        }
    }
    (!counts.is_empty()).then_some(counts)
}

/// `sort'2`, the second level of a function that calls itself, is `sort`: one level alone may grow while the whole does not.
fn whole(name: &str) -> &str {
    match name.rsplit_once('\'') {
        Some((name, level)) if level.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => name,
    }
}

/// All instructions of a run.
pub(super) fn total(folder: &Path) -> Option<u64> {
    let text = std::fs::read_to_string(file(folder)).ok()?;
    let line =
        text.lines().find_map(|line| line.strip_prefix("totals: ").or(line.strip_prefix("summary: ")))?;
    line.trim().parse().ok()
}

/// `12 345`: position and cost.
fn cost(line: &str) -> Option<u64> {
    let (position, cost) = line.split_once(' ')?;
    let is_position = position.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '*'));
    if is_position { cost.trim().parse().ok() } else { None }
}

/// How much more the second doubling costs than the first: 2 where costs follow the length, 4 where its square.
pub(super) fn growth([one, two, four]: [u64; 3]) -> f64 {
    let (first, second) = (two.saturating_sub(one).max(1), four.saturating_sub(two));
    second as f64 / first as f64
}
