//! Whose a file is, without opening it as a database.

use super::{Store, sqlite};
use std::fs::File;
use std::io::Read;
use std::path::Path;

const MAGIC: [u8; 16] = *b"SQLite format 3\0";
/// Where the engine keeps the number of the program that a database belongs to.
const APPLICATION_AT: usize = 68;

/// Whether a regular file is a database of the engine, whoever made it. Asked like [`Store::claims`].
pub fn is_any_database(path: &Path) -> bool {
    let mut head = [0_u8; MAGIC.len()];
    File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok() && head == MAGIC
}

impl Store {
    /// Whether a regular file is a database of ours, of whatever version; not where it can't be read. To be asked of no
    /// file that this process has open as a database: its locks would go.
    pub fn claims(path: &Path) -> bool {
        let mut head = [0_u8; APPLICATION_AT + 4];
        if File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_err() {
            return false;
        }
        let number = head.last_chunk::<4>().map(|bytes| i64::from(i32::from_be_bytes(*bytes)));
        head.starts_with(&MAGIC) && number == Some(sqlite::APPLICATION)
    }
}
