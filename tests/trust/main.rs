//! What `cs` promises about what it is trusted with: nothing lost, nothing leaked, nothing obeyed that came from outside.
//!
//! Black box: each test runs the program as a user would. `CS_BIN=/path/to/cs cargo test --test trust` tries another
//! program. In each file the module `faults` holds tests that an earlier program fails; `keeps` holds what was right
//! already and has to stay. A test that can't run here says why with [`skip`], which counts.
#![cfg(test)]

#[expect(dead_code, reason = "the tests of single commands use the rest")]
#[path = "../cli/sandbox.rs"]
mod sandbox;
#[path = "../cli/tracer.rs"]
mod tracer;
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

use tracer::{skip, strace};
