//! Workbooks, new and old: give it some as seeds.
#![no_main]

#[allow(dead_code)]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::workbook(bytes));
