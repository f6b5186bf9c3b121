//! The program as its users meet it: arguments in, bytes and exit codes out.

mod check;
mod errors;
mod formats;
mod import;
mod masking;
mod orders;
mod remind;
mod report;
mod sandbox;
mod usage;
