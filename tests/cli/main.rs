//! The program as its users meet it: arguments in, bytes and exit codes out.

mod check;
mod config;
mod documents;
mod errors;
mod formats;
mod import;
mod masking;
mod orders;
mod refunds;
mod remind;
mod report;
mod reviews;
mod sandbox;
mod usage;
