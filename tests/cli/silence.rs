//! Nothing is lost, overwritten or made up in silence: what a file holds is kept, refused with its reason, or named.
//! Each story goes through files and through the database.

mod blank_columns;
mod closed;
mod further_rows;
mod numbers_twice;
mod sealed;
mod shop_names;
mod undated;
mod unread;
mod years;

use crate::sandbox::{Output, Sandbox, Sheet};

/// The rows that a command gives for files, and for the database once these are imported.
fn both_ways(files: &[(&str, &str)], command: &[&str], rest: &[&str]) -> [Sheet; 2] {
    let run = both_outputs(files, command, rest);
    run.map(|output| Sheet::of(&output.done().stdout))
}

fn both_outputs(files: &[(&str, &str)], command: &[&str], rest: &[&str]) -> [Output; 2] {
    let sandbox = Sandbox::new();
    let names: Vec<&str> = files.iter().map(|file| file.0).collect();
    for (name, text) in files {
        sandbox.write(name, text);
    }
    let of_files = sandbox.cs(&[command, &names, rest, &["-F", "csv"]].concat()).run();
    sandbox.ok(&[&["import"][..], &names].concat());
    let of_database = sandbox.cs(&[command, rest, &["-F", "csv"]].concat()).run();
    [of_files, of_database]
}

/// Every row of one kind that the database holds, as CSV.
fn kept(sandbox: &Sandbox, kind: &str) -> Sheet {
    Sheet::of(&sandbox.ok(&["export", kind, "--reveal", "-F", "csv"]))
}
