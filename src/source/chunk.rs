//! A text file in chunks that can be read at the same time.
//!
//! Where a chunk begins is a guess: behind the first line end, which may stand inside a quoted cell. It is proved
//! when the reading of the chunk before ends exactly there.

use super::delimited::{Bytes, Delimited, Joined};
use super::encoding::{Decoder, Encoding};
use super::row::Row;
use crate::error::{Error, Result};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::PathBuf;

/// Bytes of a chunk: long enough to make its beginning cheap, short enough to keep little in memory.
pub(crate) const STEP: u64 = 512 << 10;
const BLOCK: usize = 4 << 10;

/// How the rows of a file are to be split, and where its chunks end.
#[derive(Clone, Debug)]
pub(crate) struct Chunks {
    pub(crate) path: PathBuf,
    pub(crate) delimiter: u8,
    pub(crate) quoting: bool,
    pub(crate) encoding: Option<Encoding>,
    /// Columns of the header.
    pub(crate) width: usize,
    pub(crate) size: u64,
    pub(crate) step: u64,
}

/// The rows of one chunk.
pub(crate) struct ChunkRows<R> {
    records: Delimited<R>,
    joined: Joined,
    delimiter: u8,
    width: usize,
}

impl Chunks {
    pub(crate) fn count(&self) -> u64 {
        self.size.div_ceil(self.step)
    }

    /// Records that begin before this byte, and not in an earlier chunk, belong to the chunk.
    pub(crate) fn end(&self, chunk: u64) -> u64 {
        (chunk + 1).saturating_mul(self.step).min(self.size)
    }

    /// The rows from a byte on, at which a record begins, and the line it stands on; those are wanted that begin before
    /// `until`.
    pub(crate) fn at(&self, byte: u64, line: u64, until: u64) -> Result<ChunkRows<File>> {
        let mut file = self.open()?;
        seek(&mut file, byte)?;
        Ok(self.rows(file, byte, line, Vec::new(), until))
    }

    /// The rows of a chunk from where it seems to begin, and the byte where that is; its first line counts as 0.
    /// `buffer`: any, to be used again.
    pub(crate) fn guess(&self, chunk: u64, buffer: Vec<u8>) -> Result<(u64, ChunkRows<File>)> {
        let mut file = self.open()?;
        let byte = self.line_from(&mut file, chunk * self.step)?;
        seek(&mut file, byte)?;
        Ok((byte, self.rows(file, byte, 0, buffer, self.end(chunk))))
    }

    fn rows(&self, file: File, byte: u64, line: u64, buffer: Vec<u8>, until: u64) -> ChunkRows<File> {
        let records = Delimited::with_buffer(file, self.delimiter, self.quoting, buffer);
        ChunkRows::of(records.from(byte, line).until(until), self.delimiter, self.width)
    }

    fn open(&self) -> Result<File> {
        File::open(&self.path).map_err(unreadable)
    }

    /// The first byte from `from` on that follows a line end and is none.
    fn line_from(&self, file: &mut File, from: u64) -> Result<u64> {
        let mut at = from.saturating_sub(1);
        seek(file, at)?;
        let mut block = [0; BLOCK];
        let mut after = false;
        loop {
            let read = match file.read(&mut block) {
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => continue,
                read => read.map_err(unreadable)?,
            };
            if read == 0 {
                return Ok(self.size);
            }
            for byte in block.iter().take(read) {
                let ends = matches!(byte, b'\n' | b'\r');
                if after && !ends && at >= from {
                    return Ok(at);
                }
                after = ends;
                at += 1;
            }
        }
    }
}

impl<R: Read> ChunkRows<R> {
    pub(crate) fn of(records: Delimited<R>, delimiter: u8, width: usize) -> ChunkRows<R> {
        ChunkRows { records, joined: Joined::default(), delimiter, width }
    }

    /// What the bytes stood in.
    pub(crate) fn into_buffer(self) -> Vec<u8> {
        self.records.into_buffer()
    }

    /// The byte and the line where the next row begins.
    pub(crate) fn next_begins(&mut self) -> Result<(u64, u64)> {
        self.records.next_begins()
    }

    pub(crate) fn next<'a>(&'a mut self, decoder: &'a Decoder) -> Result<Option<Row<'a>>> {
        let Some(bytes) = self.records.next()? else { return Ok(None) };
        let bytes: Bytes<'a> = self.joined.backticks(bytes, self.delimiter, self.width);
        Ok(Some(Row::of_bytes(bytes, decoder)))
    }
}

fn seek(file: &mut File, byte: u64) -> Result<()> {
    file.seek(SeekFrom::Start(byte)).map(|_| ()).map_err(unreadable)
}

fn unreadable(e: std::io::Error) -> Error {
    Error::io("读取失败", "can't read", e)
}
