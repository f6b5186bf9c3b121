//! Any bytes as a file, in any encoding that can be asked for.
#![no_main]

#[allow(dead_code)]
mod read;

use cs::source::Encoding;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, Vec<u8>)| {
    let encoding = match input.0 % 4 {
        0 => None,
        1 => Some(Encoding::Utf8),
        2 => Some(Encoding::Gb18030),
        _ => Some(Encoding::Cp932),
    };
    let header: &[u8] =
        if input.0 & 4 == 0 { b"" } else { b"platform,order_no,status,payable,created_at,buyer\n" };
    read::read([header, &input.1].concat(), encoding);
});
