//! What `cs` promises about what it is trusted with: nothing lost, nothing leaked, nothing obeyed that came from outside.
//!
//! Black box: each test runs the program as a user would. `CS_BIN=/path/to/cs cargo test --test trust` tries another
//! program. In each file the module `faults` holds tests that an earlier program fails; `keeps` holds what was right
//! already and has to stay. A test that can't run here says why with [`skip`], which counts.
#![cfg(test)]

#[expect(dead_code, reason = "the tests of single commands use the rest")]
#[path = "../cli/sandbox.rs"]
mod sandbox;
#[path = "../cli/zipped.rs"]
mod zipped;

mod audit;
mod doors;
mod first_import;
mod growth;
mod limits;
mod masking;
mod numbers;
mod outputs;
mod passwords;
mod project_file;
mod queue;
mod restore;
mod reveals;
mod scratch;
mod upgrade;

/// `strace`, where it is there and may trace.
fn strace() -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    let tool =
        std::env::split_paths(&path).map(|folder| folder.join("strace")).find(|tool| tool.is_file())?;
    let traced = std::process::Command::new(&tool).args(["-qq", "-o", "/dev/null", "true"]).output();
    traced.is_ok_and(|traced| traced.status.success()).then_some(tool)
}

/// Says on standard error that a test was skipped and why; `.ci/run` counts these lines.
fn skip(test: &str, why: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr().lock(), "skipped: {test}: {why}");
}
