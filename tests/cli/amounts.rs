//! Amounts: decimals by currency, signs, directions, differences too small to work on, and what nobody tells. Every value
//! here was worked out by hand, from files of our own making; each is asked of the files and of the database.

mod bills;
mod decimals;
mod nothing_paid;
mod signs;
mod tolerance;
mod unknown;

use crate::sandbox::{Output, Sandbox};

/// What a command says over files, and over the database that they were imported into.
#[track_caller]
pub(super) fn both(sandbox: &Sandbox, files: &[&str], args: &[&str], reading: &[&str]) -> [Output; 2] {
    let over_files = sandbox.cs(&[args, files, reading].concat()).run().done();
    sandbox.cs(&[&["import"], files, reading].concat()).run().done();
    [over_files, sandbox.cs(args).run().done()]
}
