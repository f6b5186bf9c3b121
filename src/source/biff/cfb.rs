//! The container of old workbooks: a file system of sectors, followed with every step counted.

use crate::error::{Error, Result};
use crate::source::fill::fill;
use crate::source::sheet_rows::ReadSeek;
use std::io::{self, Read, Seek, SeekFrom};

const NONE: u32 = 0xffff_fffa;
const MAX_FILE: u64 = 256 << 20;
/// Sectors of the list of streams; a workbook has some dozens of streams.
const MAX_FOLDER: usize = 1024;

struct CfbEntry {
    name: String,
    start: u32,
    size: u64,
}

pub(crate) struct Container {
    data: Box<dyn ReadSeek>,
    unit: u64,
    /// Sectors in the file; no chain can be longer.
    sectors: u64,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    /// Where the units of 64 bytes stand, which hold the small streams.
    mini: Vec<u64>,
    entries: Vec<CfbEntry>,
}

impl Container {
    pub(crate) fn open(mut data: Box<dyn ReadSeek>) -> Result<Container> {
        let size = data.seek(SeekFrom::End(0)).map_err(|_| damaged())?;
        if size > MAX_FILE {
            return Err(Error::input("这个 .xls 超过 256 MiB", "this .xls is larger than 256 MiB"));
        }
        let mut head = [0; 512];
        data.rewind().and_then(|()| data.read_exact(&mut head)).map_err(|_| damaged())?;
        let unit = match u16_at(&head, 30) {
            9 => 512,
            12 => 4096,
            _ => return Err(damaged()),
        };
        let sectors = size / unit;
        let mut of = Container {
            data,
            unit,
            sectors,
            fat: Vec::new(),
            mini_fat: Vec::new(),
            mini: Vec::new(),
            entries: Vec::new(),
        };
        of.read_fat(&head)?;
        let folder = of.chain(u32_at(&head, 48))?;
        if folder.len() > MAX_FOLDER {
            return Err(damaged());
        }
        let bytes = of.whole(&folder)?;
        for entry in bytes.chunks_exact(128) {
            let name: Vec<u16> = (0..31).map(|n| u16_at(entry, n * 2)).take_while(|c| *c != 0).collect();
            of.entries.push(CfbEntry {
                name: String::from_utf16_lossy(&name),
                start: u32_at(entry, 116),
                size: u64::from(u32_at(entry, 120)),
            });
        }
        if u32_at(&head, 64) > 0
            && let Some(root) = of.entries.first()
        {
            let (start, size) = (root.start, root.size);
            let per = unit / 64;
            for sector in of.chain(start)? {
                let offset = of.offset(sector);
                of.mini.extend((0..per).map(|n| offset + n * 64));
            }
            of.mini.truncate(usize::try_from(size.div_ceil(64)).unwrap_or(usize::MAX));
            let mut table = of.chain(u32_at(&head, 60))?;
            table.truncate(of.mini.len() * 4 / unit as usize + 1);
            of.mini_fat = numbers(&of.whole(&table)?);
        }
        Ok(of)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|e| e.name.eq_ignore_ascii_case(name))
    }

    pub(crate) fn stream(self, name: &str) -> Result<Stream> {
        let entry = self.entries.iter().find(|e| e.name.eq_ignore_ascii_case(name)).ok_or_else(damaged)?;
        let (offsets, unit) = if entry.size < 4096 && !self.mini.is_empty() {
            let chain = follow(&self.mini_fat, entry.start, self.mini.len() as u64)?;
            let offsets: Option<Vec<u64>> =
                chain.iter().map(|n| self.mini.get(*n as usize).copied()).collect();
            (offsets.ok_or_else(damaged)?, 64)
        } else {
            (self.chain(entry.start)?.into_iter().map(|s| self.offset(s)).collect(), self.unit)
        };
        let size = entry.size.min(offsets.len() as u64 * unit);
        Ok(Stream { data: self.data, offsets, unit, size, at: 0 })
    }

    fn read_fat(&mut self, head: &[u8]) -> Result<()> {
        let per = self.unit / 4;
        let most = self.sectors / per + 2;
        let mut tables: Vec<u32> = (0..109).map(|n| u32_at(head, 76 + n * 4)).collect();
        let mut next = u32_at(head, 68);
        while next < NONE && (tables.len() as u64) < most + 109 {
            let mut more = numbers(&self.whole(&[next])?);
            next = more.pop().unwrap_or(NONE);
            tables.extend(more);
        }
        let tables: Vec<u32> = tables.into_iter().filter(|n| *n < NONE).take(most as usize).collect();
        self.fat = numbers(&self.whole(&tables)?);
        Ok(())
    }

    fn chain(&self, start: u32) -> Result<Vec<u32>> {
        follow(&self.fat, start, self.sectors)
    }

    fn offset(&self, sector: u32) -> u64 {
        (u64::from(sector) + 1) * self.unit
    }

    fn whole(&mut self, sectors: &[u32]) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        let mut bytes = vec![0; self.unit as usize];
        for sector in sectors {
            let offset = self.offset(*sector);
            self.data.seek(SeekFrom::Start(offset)).map_err(|_| damaged())?;
            // The last sector may be cut short.
            let n = fill(&mut self.data, &mut bytes).map_err(|_| damaged())?;
            bytes.iter_mut().skip(n).for_each(|byte| *byte = 0);
            if n == 0 {
                return Err(damaged());
            }
            out.extend_from_slice(&bytes);
        }
        Ok(out)
    }
}

fn follow(fat: &[u32], start: u32, most: u64) -> Result<Vec<u32>> {
    let mut out = Vec::new();
    let mut next = start;
    while next < NONE {
        if out.len() as u64 > most {
            return Err(damaged());
        }
        out.push(next);
        next = *fat.get(next as usize).ok_or_else(damaged)?;
    }
    Ok(out)
}

/// One stream of the container.
pub(crate) struct Stream {
    data: Box<dyn ReadSeek>,
    offsets: Vec<u64>,
    unit: u64,
    size: u64,
    at: u64,
}

impl Read for Stream {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = self.size.saturating_sub(self.at).min(into.len() as u64);
        let first = (self.at / self.unit) as usize;
        let (Some(offset), true) = (self.offsets.get(first), left > 0) else { return Ok(0) };
        let within = self.at % self.unit;
        // Sectors that follow one another are read at once.
        let mut run = self.unit - within;
        let mut next = first + 1;
        while run < left && self.offsets.get(next) == Some(&(offset + within + run)) {
            run += self.unit;
            next += 1;
        }
        self.data.seek(SeekFrom::Start(offset + within))?;
        let n = self.data.by_ref().take(run.min(left)).read(into)?;
        self.at += n as u64;
        Ok(n)
    }
}

impl Seek for Stream {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|b| u32_at(b, 0)).collect()
}

/// Zero where the bytes end.
pub(crate) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |two| u16::from_le_bytes(*two))
}

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

pub(crate) fn damaged() -> Error {
    Error::input("这个 .xls 文件已损坏", "this .xls file is damaged")
        .hint("请重新下载，或另存为 .xlsx 或 CSV", "download it again, or save it as .xlsx or CSV")
}
