//! The program as its users meet it: arguments in, bytes and exit codes out.

mod audit;
mod cases;
mod check;
mod config;
mod documents;
mod errors;
mod formats;
mod grain;
mod handover;
mod import;
mod log;
mod masking;
mod orders;
mod refunds;
mod remind;
mod report;
mod report_records;
mod reviews;
mod sandbox;
mod shift;
mod usage;
