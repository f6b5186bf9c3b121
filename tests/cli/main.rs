//! The program as its users meet it: arguments in, bytes and exit codes out.

mod audit;
mod cases;
mod check;
mod config;
mod containers;
mod documents;
mod errors;
mod formats;
mod grain;
mod handover;
mod import;
mod lines;
mod log;
mod masking;
mod old_book;
mod orders;
mod platforms;
mod refunds;
mod remind;
mod report;
mod report_records;
mod reviews;
mod sandbox;
mod shift;
mod usage;
mod zipped;
