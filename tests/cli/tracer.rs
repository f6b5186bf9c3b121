//! Faults of the disk, planted by `strace` where it is there and may trace.

use crate::sandbox::Sandbox;
use std::path::PathBuf;

/// `strace`, where it is there and may trace.
pub(crate) fn strace() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let tool =
        std::env::split_paths(&path).map(|folder| folder.join("strace")).find(|tool| tool.is_file())?;
    let traced = std::process::Command::new(&tool).args(["-qq", "-o", "/dev/null", "true"]).output();
    traced.is_ok_and(|traced| traced.status.success()).then_some(tool)
}

/// Says on standard error that a test was skipped and why; `.ci/run` counts these lines.
pub(crate) fn skip(test: &str, why: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr().lock(), "skipped: {test}: {why}");
}

/// All by which a file may get its name; not every machine has each.
pub(crate) const NAMING: &str = "?link,?linkat,?rename,?renameat,?renameat2";

/// What `strace` is told, so that one kind of calls goes wrong the `nth` time: `what` is `error=EIO`, `signal=KILL` and
/// the like. The trace, of these calls and of all that names a file, goes to [`traced`].
pub(crate) fn inject(calls: &str, what: &str, nth: usize) -> Vec<String> {
    let trace = format!("trace={calls},{NAMING}");
    let inject = format!("inject={calls}:{what}:when={nth}");
    ["-f", "-qq", "-o", "../trace", "-e", &trace, "-e", &inject].map(str::to_owned).to_vec()
}

/// The trace of the last command that ran under [`inject`].
pub(crate) fn traced(sandbox: &Sandbox) -> String {
    std::fs::read_to_string(sandbox.work().join("../trace")).expect("the trace")
}

/// The first time, and each so many times later.
pub(crate) fn times(step: usize) -> impl Iterator<Item = usize> {
    (1_usize..).step_by(step)
}
