//! Layouts that users write.
#![no_main]

use cs::layouts::Layout;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = Layout::parse(text);
});
