//! Rows under a known header.
#![no_main]

mod read;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|rows: &[u8]| {
    read::read([read::HEADER.as_bytes(), b"\n", rows].concat(), None);
});
