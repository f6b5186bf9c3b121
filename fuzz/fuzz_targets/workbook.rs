//! Workbooks, new and old: give it some as seeds.
#![no_main]

#[allow(dead_code)]
mod read;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let magic: &[u8] = match bytes.first() {
        Some(b'P') => b"PK\x03\x04",
        _ => b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    };
    let rest = bytes.get(magic.len()..).unwrap_or_default();
    read::read([magic, rest].concat(), None);
});
