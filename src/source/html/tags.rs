//! Tags and text of a page, byte by byte.

use super::{cut_off, too_long};
use crate::error::{Error, Result};
use std::io::{BufRead, BufReader, ErrorKind, Read};

pub(super) const MAX_TAG: usize = 64 << 10;

pub(super) enum Tag {
    /// A `<` that begins no tag, and the byte after it.
    None(Option<u8>),
    /// A comment or declaration.
    Skip,
    /// Closing tags keep their `/`.
    Of { name: String, attributes: String },
}

pub(super) struct Reader<R: Read> {
    pub(super) inner: BufReader<R>,
    pub(super) line: u64,
    pub(super) encoding: &'static str,
}

impl<R: Read> Reader<R> {
    pub(super) fn byte(&mut self) -> Result<Option<u8>> {
        let byte = match self.inner.fill_buf() {
            Ok(bytes) => bytes.first().copied(),
            Err(e) if e.kind() == ErrorKind::InvalidData => {
                let (line, name) = (self.line, self.encoding);
                return Err(Error::input(
                    format!("第 {line} 行附近的字节不是 {name}"),
                    format!("the bytes near line {line} are not {name}"),
                )
                .hint("用 --encoding 指明编码，或重新导出", "say `--encoding`, or export it again"));
            }
            Err(e) => return Err(Error::io("读取失败", "can't read", e)),
        };
        if byte.is_some() {
            self.inner.consume(1);
            self.line += u64::from(byte == Some(b'\n'));
        }
        Ok(byte)
    }

    pub(super) fn tag(&mut self) -> Result<Tag> {
        let from = self.line;
        let first = match self.byte()? {
            Some(b) if b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?') => b,
            other => return Ok(Tag::None(other)),
        };
        let mut inside = vec![first];
        let mut quote = None;
        loop {
            let Some(byte) = self.byte()? else { return Err(cut_off(from)) };
            if inside.starts_with(b"!--") {
                // Comments may be long: only their end is kept.
                if byte == b'>' && inside.ends_with(b"--") {
                    return Ok(Tag::Skip);
                }
                if inside.len() > 64 {
                    inside.drain(3..inside.len() - 2);
                }
                inside.push(byte);
                continue;
            }
            match (quote, byte) {
                (Some(open), b) if b == open => quote = None,
                (None, b'"' | b'\'') if inside.ends_with(b"=") => quote = Some(byte),
                (None, b'>') => break,
                _ => {}
            }
            inside.push(byte);
            if inside.len() > MAX_TAG {
                return Err(too_long(from));
            }
        }
        if matches!(first, b'!' | b'?') {
            return Ok(Tag::Skip);
        }
        let inside = String::from_utf8_lossy(&inside).to_lowercase();
        let end =
            inside[1..].find(|c: char| c.is_ascii_whitespace() || c == '/').map_or(inside.len(), |n| n + 1);
        let (name, attributes) = inside.split_at(end);
        // `<ss:Cell>` is `<Cell>`.
        let name = match (name.strip_prefix('/'), name.rsplit_once(':')) {
            (Some(_), Some((_, local))) => format!("/{local}"),
            (None, Some((_, local))) => local.to_owned(),
            (_, None) => name.to_owned(),
        };
        Ok(Tag::Of { name, attributes: attributes.to_owned() })
    }

    /// Passes over what is no content.
    pub(super) fn skip_to_end_of(&mut self, name: &str) -> Result<()> {
        let closing = format!("/{name}");
        while let Some(byte) = self.byte()? {
            if byte == b'<' && matches!(self.tag()?, Tag::Of { name, .. } if name == closing) {
                break;
            }
        }
        Ok(())
    }
}
