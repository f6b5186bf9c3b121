//! The bytes of a file as one word: equal files have the same.

use super::fill::fill;
use crate::model::hash::quick_hash;
use std::fs::File;
use std::io::{Read, Result, Seek, SeekFrom};
use std::path::Path;
use std::thread;

/// Bytes that are hashed at once.
const CHUNK: usize = 256 << 10;
/// Chunks that are worth a thread.
const WORTH: u64 = 16;

/// Of everything that a reader gives.
pub(super) fn of_reader(reader: &mut dyn Read) -> Result<u64> {
    let mut all = Vec::new();
    hashes(reader, u64::MAX, &mut all)?;
    Ok(together(&all))
}

/// The same of a file, read on all cores.
pub(super) fn of_file(path: &Path) -> Result<u64> {
    let chunks = std::fs::metadata(path)?.len() / CHUNK as u64;
    let cores = super::cores::cores() as u64;
    if cores == 1 || chunks < WORTH {
        return of_reader(&mut File::open(path)?);
    }
    let share = chunks.div_ceil(cores).max(WORTH);
    let starts: Vec<u64> = (0..cores).map(|core| core * share).filter(|from| *from <= chunks).collect();
    let part = |from: u64, most: u64| -> Result<Vec<u64>> {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(from * CHUNK as u64))?;
        let mut found = Vec::new();
        hashes(&mut file, most, &mut found)?;
        Ok(found)
    };
    let last = starts.last().copied();
    // The last one goes on to the end of the file, wherever that is by now.
    let most = |from| if Some(from) == last { u64::MAX } else { share };
    let parts: Vec<Result<Vec<u64>>> = thread::scope(|scope| {
        let (part, most) = (&part, &most);
        let begin = |from: &u64| {
            let from = *from;
            // Where no more threads can be had this one does it.
            let started = thread::Builder::new().spawn_scoped(scope, move || part(from, most(from)));
            started.map_err(|_| part(from, most(from)))
        };
        let parts: Vec<_> = starts.iter().map(begin).collect();
        let gone = |_| Err(std::io::Error::other("a thread is gone"));
        parts.into_iter().map(|p| p.map_or_else(|done| done, |p| p.join().unwrap_or_else(gone))).collect()
    });
    let mut all = Vec::new();
    for part in parts {
        all.extend(part?);
    }
    Ok(together(&all))
}

/// Of each of the next chunks.
fn hashes(reader: &mut dyn Read, most: u64, found: &mut Vec<u64>) -> Result<()> {
    let mut chunk = vec![0; CHUNK];
    for _ in 0..most {
        match fill(reader, &mut chunk)? {
            0 => break,
            filled => found.push(quick_hash(chunk.get(..filled).unwrap_or(&chunk))),
        }
    }
    Ok(())
}

/// Stands in databases, so it never changes.
fn together(hashes: &[u64]) -> u64 {
    hashes.iter().fold(0, |all: u64, hash| hash ^ all.rotate_left(7).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Drops<'a>(&'a [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
            let n = buf.len().min(7001);
            self.0.read(&mut buf[..n])
        }
    }

    fn bytes(length: usize) -> Vec<u8> {
        (0..length).map(|n| (n % 251) as u8).collect()
    }

    fn print(bytes: &[u8]) -> u64 {
        of_reader(&mut Drops(bytes)).expect("memory")
    }

    #[test]
    fn bytes_are_hashed_whatever_comes_at_once() {
        let bytes = bytes(CHUNK * 2 + 5);
        let mut buffer = vec![0; CHUNK];
        assert_eq!(fill(&mut Drops(&bytes), &mut buffer).expect("memory"), CHUNK);
        assert_eq!(buffer, bytes[..CHUNK]);
        let mut other = bytes.clone();
        other[CHUNK] ^= 1;
        assert_eq!(print(&bytes), print(&bytes.clone()));
        assert_ne!(print(&bytes), print(&other));
        assert_ne!(print(&bytes), print(&bytes[..CHUNK * 2]));
        let swapped = [&bytes[CHUNK..CHUNK * 2], &bytes[..CHUNK], &bytes[CHUNK * 2..]].concat();
        assert_ne!(print(&bytes), print(&swapped));
    }

    #[test]
    fn many_cores_come_to_the_same_as_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.csv");
        for length in [0, 1, CHUNK, CHUNK * 16, CHUNK * 17 + 3, CHUNK * 40, CHUNK * 71 + 1] {
            let bytes = bytes(length);
            std::fs::write(&path, &bytes).expect("written");
            assert_eq!(of_file(&path).expect("read"), print(&bytes), "{length}");
        }
    }

    #[test]
    fn what_stands_in_databases_never_changes() {
        assert_eq!(print(&bytes(CHUNK * 2 + 5)), 16_979_260_561_857_040_799);
    }
}
