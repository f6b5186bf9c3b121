//! Bytes of a reader, as many as are wanted at once.

use std::io::{ErrorKind, Read, Result};

/// Fills a buffer as far as there are bytes, wherever the reads happen to end. Tells how many there were.
pub(super) fn fill(reader: &mut dyn Read, buffer: &mut [u8]) -> Result<usize> {
    let size = buffer.len();
    let mut free = buffer;
    while !free.is_empty() {
        match reader.read(free) {
            Ok(0) => break,
            Ok(read) => free = free.get_mut(read..).unwrap_or_default(),
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(size - free.len())
}
