//! The program as its users meet it: arguments in, bytes and exit codes out.
#![cfg(test)]

mod again;
mod audit;
mod cases;
mod check;
mod config;
mod containers;
mod dates;
mod documents;
mod errors;
mod export;
mod foreign;
mod formats;
mod grain;
mod handover;
mod import;
mod lines;
mod log;
mod masking;
mod messages;
mod needs;
mod old_book;
mod orders;
mod parcels;
mod platforms;
mod refunds;
mod reimport;
mod remind;
mod report;
mod report_records;
mod reviews;
mod sandbox;
mod shift;
mod unseen;
mod usage;
mod zipped;
