//! Zip archives of exports, read like folders. Nothing is written under a name that an archive gives: an entry
//! goes to memory, or, when large, to a temporary file without a name.

use super::found::{Found, Named, named, nothing_in};
use super::input::Input;
use crate::error::{Error, Result};
use crate::model::text::one_line;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use zip::ZipArchive;

const MAX_ENTRIES: usize = 2_000;
/// Unpacked bytes of one entry, and of all.
const MAX_ENTRY: u64 = 1 << 30;
const MAX_ALL: u64 = 2 << 30;
/// No table packs better than this, beyond its first megabyte.
const MAX_RATIO: u64 = 400;
/// What the entries of one archive may hold in memory.
const IN_MEMORY: u64 = 16 << 20;
const END: &[u8] = b"PK\x05\x06";

/// Whether a file is an archive, and no workbook (which is one too).
pub(crate) fn is_one(path: &Path) -> bool {
    let mut head = [0; 4];
    let is_zip = File::open(path).and_then(|mut f| f.read_exact(&mut head)).is_ok()
        && (head == *b"PK\x03\x04" || head == *b"PK\x05\x06");
    is_zip && File::open(path).is_ok_and(|f| !is_workbook(BufReader::new(f)))
}

/// Whether this is a whole archive of anything but a workbook's parts.
pub(crate) fn is_other(mut data: impl Read + Seek) -> bool {
    declared(&mut data).is_some_and(|n| n <= MAX_ENTRIES)
        && ZipArchive::new(&mut data).is_ok()
        && !is_workbook(data)
}

/// Whether the entries are the parts of an XLSX.
pub(crate) fn is_workbook(mut data: impl Read + Seek) -> bool {
    if declared(&mut data).is_none_or(|n| n > MAX_ENTRIES) {
        return false;
    }
    ZipArchive::new(data).is_ok_and(|zip| {
        zip.file_names_raw()
            .any(|n| n == b"[Content_Types].xml" || n.starts_with(b"xl/") || n.starts_with(b"xl\\"))
    })
}

/// How many entries the end of an archive declares; an archive of many needs much memory to be looked at.
pub(crate) fn declared(data: &mut (impl Read + Seek)) -> Option<usize> {
    let size = data.seek(SeekFrom::End(0)).ok()?;
    let tail = size.min(66 << 10);
    data.seek(SeekFrom::Start(size - tail)).ok()?;
    let mut bytes = Vec::new();
    data.by_ref().take(tail).read_to_end(&mut bytes).ok()?;
    let at = bytes.windows(4).rposition(|w| w == END)?;
    let &[low, high] = bytes.get(at + 10..at + 12)? else { return None };
    data.rewind().ok()?;
    Some(usize::from(u16::from_le_bytes([low, high])))
}

/// The tables of an archive, unpacked under caps.
pub(crate) fn entries(path: &Path, out: &mut Found) -> Result<()> {
    let shown = path.display().to_string();
    read(path, &shown, out).map_err(|e| if e.what.en.starts_with(&shown) { e } else { e.within(&shown) })
}

fn read(path: &Path, shown: &str, out: &mut Found) -> Result<()> {
    let mut file =
        BufReader::new(File::open(path).map_err(|e| Error::io("打不开压缩包", "can't open the archive", e))?);
    let count = declared(&mut file).ok_or_else(|| damaged("没有结尾", "it has no end"))?;
    if count > MAX_ENTRIES {
        return Err(Error::input(
            format!("压缩包里的文件超过 {MAX_ENTRIES} 个"),
            format!("the archive holds more than {MAX_ENTRIES} files"),
        )
        .hint("解压后给出文件夹", "unpack it and name the folder"));
    }
    let mut zip = ZipArchive::new(file).map_err(|e| damaged("", "").because(e))?;
    if zip.len() != count {
        return Err(damaged(
            "有重名的文件，或目录不完整",
            "two of its files have the same name, or its list is cut",
        ));
    }
    let before = out.inputs.len();
    let mut order: Vec<(String, usize)> = Vec::with_capacity(count);
    for index in 0..count {
        let entry = zip.by_index_raw(index).map_err(|e| damaged("", "").because(e))?;
        let name = name_of(entry.name_raw());
        let told = format!("{shown}: {name}");
        if entry.is_dir() || name.ends_with('/') {
            continue;
        }
        match named(&name, &told) {
            Named::Nothing => {}
            Named::Other(why) => out.passed_over.push(why),
            Named::Archive => {
                return Err(Error::input(
                    format!("{told}：压缩包里还有压缩包，不读"),
                    format!("{told}: an archive within an archive is not read"),
                )
                .hint("先解压，再给出文件夹", "unpack it and name the folder"));
            }
            Named::Table if entry.encrypted() => {
                return Err(Error::input(
                    format!("{told}：有密码"),
                    format!("{told}: this entry is protected by a password"),
                )
                .hint("先用密码解压，再给出文件夹", "unpack it with the password and name the folder"));
            }
            Named::Table => order.push((name, index)),
        }
    }
    order.sort();
    let mut budget = Budget { all: MAX_ALL, memory: IN_MEMORY };
    for (name, index) in order {
        let bytes =
            unpack(&mut zip, index, &mut budget).map_err(|e| e.within(&format!("{shown}: {name}")))?;
        out.inputs.push(Input::entry(path, &name, bytes));
    }
    if out.inputs.len() == before {
        return Err(nothing_in("压缩包".to_owned(), "the archive".to_owned()));
    }
    Ok(())
}

struct Budget {
    all: u64,
    memory: u64,
}

fn unpack(
    zip: &mut ZipArchive<BufReader<File>>,
    index: usize,
    budget: &mut Budget,
) -> Result<tempfile::SpooledTempFile> {
    let broken = || {
        Error::input("压缩包里的这个文件已损坏", "this entry of the archive is damaged")
            .hint("请重新下载压缩包", "download the archive again")
    };
    let mut entry = zip.by_index(index).map_err(|e| broken().because(e))?;
    let most = entry.compressed_size().saturating_mul(MAX_RATIO).clamp(1 << 20, MAX_ENTRY).min(budget.all);
    let memory = budget.memory.min(4 << 20);
    let mut out = tempfile::SpooledTempFile::new(usize::try_from(memory).unwrap_or(0));
    let mut buffer = vec![0; 64 << 10];
    let mut size = 0;
    loop {
        // The end is only reached if the check sum is right.
        let n = entry.read(&mut buffer).map_err(|e| broken().because(e))?;
        if n == 0 {
            break;
        }
        size += n as u64;
        if size > most {
            return Err(Error::input(
                "解压后过大，可能是恶意文件",
                "it unpacks to far too much: it may be hostile",
            )
            .hint("如果文件可信，先解压再给出文件夹", "if you trust it, unpack it and name the folder"));
        }
        out.write_all(buffer.get(..n).unwrap_or(&buffer))
            .map_err(|e| Error::io("写不了临时文件", "can't write a temporary file", e))?;
    }
    budget.all -= size;
    if size <= memory {
        budget.memory -= size;
    }
    Ok(out)
}

/// Entry names are UTF-8 or, from Chinese Windows, GB18030. Only shown, never used as a path.
fn name_of(raw: &[u8]) -> String {
    let text = match std::str::from_utf8(raw) {
        // Two-byte characters only: Chinese of GBK that happens to be valid.
        Ok(text) if !text.is_ascii() && text.chars().all(|c| c.len_utf8() < 3) => {
            gb(raw).unwrap_or(text.to_owned())
        }
        Ok(text) => text.to_owned(),
        Err(_) => gb(raw).unwrap_or_else(|| String::from_utf8_lossy(raw).into_owned()),
    };
    one_line(&text.replace('\\', "/"), 200)
}

fn gb(raw: &[u8]) -> Option<String> {
    encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(raw).map(|t| t.into_owned())
}

fn damaged(zh: &str, en: &str) -> Error {
    let (zh, en) =
        if en.is_empty() { (String::new(), String::new()) } else { (format!("：{zh}"), format!(": {en}")) };
    Error::input(format!("压缩包已损坏{zh}"), format!("the archive is damaged{en}"))
        .hint("请重新下载", "download it again")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_chinese_archives() {
        let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
        assert_eq!(name_of(&gbk("甲店\\订单.csv")), "甲店/订单.csv");
        assert_eq!(name_of("甲店/订单.csv".as_bytes()), "甲店/订单.csv");
        assert_eq!(name_of(&gbk("联通.csv")), "联通.csv");
        assert_eq!(name_of(b"../\x1b[2J/a.csv"), "../ [2J/a.csv");
    }
}
