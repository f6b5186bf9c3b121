//! Tags and text of a page, run by run: what lies between two signs that count is looked at as a whole.

use super::refusals::{cut_off, too_long};
use crate::error::{Error, Result};
use memchr::{memchr, memchr_iter, memchr3};
use std::io::{self, BufRead, BufReader, ErrorKind, Read};

pub(super) const MAX_TAG: usize = 64 << 10;

pub(super) enum Tag<'t> {
    /// A `<` that begins no tag, and the byte after it.
    None(Option<u8>),
    /// A comment or declaration.
    Skip,
    /// Name and attributes are in lower case; `<ss:Cell>` is `<Cell>`.
    Of { closes: bool, name: &'t str, attributes: &'t str },
}

pub(super) struct Reader<R: Read> {
    inner: BufReader<R>,
    /// Of the next byte; from 1.
    pub(super) line: u64,
    /// What the text was before, for messages.
    encoding: &'static str,
}

impl<R: Read> Reader<R> {
    pub(super) fn new(text: R, encoding: &'static str) -> Reader<R> {
        Reader { inner: BufReader::with_capacity(64 << 10, text), line: 1, encoding }
    }

    /// The bytes that come next, as many as are there; none at the end.
    pub(super) fn ahead(&mut self) -> Result<&[u8]> {
        let (line, encoding) = (self.line, self.encoding);
        self.inner.fill_buf().map_err(|e| unreadable(e, line, encoding))
    }

    /// Goes on behind so many of the bytes ahead.
    pub(super) fn pass(&mut self, count: usize) {
        let passed = self.inner.buffer().get(..count).unwrap_or_default();
        self.line += memchr_iter(b'\n', passed).count() as u64;
        self.inner.consume(count);
    }

    fn byte(&mut self) -> Result<Option<u8>> {
        let byte = self.ahead()?.first().copied();
        self.pass(usize::from(byte.is_some()));
        Ok(byte)
    }

    /// Whether the next byte is this one, which is passed then.
    fn takes(&mut self, byte: u8) -> Result<bool> {
        let taken = self.ahead()?.first() == Some(&byte);
        self.pass(usize::from(taken));
        Ok(taken)
    }

    /// Reads what stands behind a `<`; `inside` is where its text is kept.
    pub(super) fn tag<'t>(&mut self, inside: &'t mut Vec<u8>) -> Result<Tag<'t>> {
        let from = self.line;
        let first = match self.byte()? {
            Some(b) if b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?') => b,
            other => return Ok(Tag::None(other)),
        };
        inside.clear();
        inside.push(first);
        if first == b'!' && self.takes(b'-')? {
            inside.push(b'-');
            if self.takes(b'-')? {
                return self.comment(from);
            }
        }
        self.until_end(inside, from)?;
        if matches!(first, b'!' | b'?') {
            return Ok(Tag::Skip);
        }
        if inside.is_ascii() {
            inside.make_ascii_lowercase();
        } else {
            *inside = String::from_utf8_lossy(inside).to_lowercase().into_bytes();
        }
        let inside = str::from_utf8(inside).unwrap_or_default();
        let (closes, inside) = inside.strip_prefix('/').map_or((false, inside), |rest| (true, rest));
        let end = inside.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(inside.len());
        let (name, attributes) = inside.split_at_checked(end).unwrap_or((inside, ""));
        let name = name.rsplit_once(':').map_or(name, |(_, local)| local);
        Ok(Tag::Of { closes, name, attributes })
    }

    /// Puts the rest of a tag into `inside`, up to the `>` that stands in no quotes.
    fn until_end(&mut self, inside: &mut Vec<u8>, from: u64) -> Result<()> {
        let mut quote = None;
        loop {
            let ahead = self.ahead()?;
            if ahead.is_empty() {
                return Err(cut_off(from));
            }
            let found = match quote {
                None => memchr3(b'>', b'"', b'\'', ahead),
                Some(open) => memchr(open, ahead),
            };
            let (run, rest) = ahead.split_at_checked(found.unwrap_or(ahead.len())).unwrap_or((ahead, b""));
            inside.extend_from_slice(run);
            let (passed, sign) = (run.len() + usize::from(found.is_some()), rest.first().copied());
            self.pass(passed);
            let ends = quote.is_none() && sign == Some(b'>');
            if let Some(sign) = sign.filter(|_| !ends) {
                quote = if quote.is_none() && inside.ends_with(b"=") { Some(sign) } else { None };
                inside.push(sign);
            }
            if inside.len() > MAX_TAG {
                return Err(too_long(from));
            }
            if ends {
                return Ok(());
            }
        }
    }

    /// Passes over the rest of a comment, however long it is. Its end may share the signs of its beginning: `<!-->`.
    fn comment<'t>(&mut self, from: u64) -> Result<Tag<'t>> {
        let mut before = *b"--";
        loop {
            let ahead = self.ahead()?;
            if ahead.is_empty() {
                return Err(cut_off(from));
            }
            let last_two = |run: &[u8]| match run {
                [.., a, b] => [*a, *b],
                [b] => [before[1], *b],
                [] => before,
            };
            let end = memchr_iter(b'>', ahead)
                .find(|at| ahead.get(..*at).is_some_and(|run| last_two(run) == *b"--"));
            let passed = end.map_or(ahead.len(), |at| at + 1);
            before = last_two(ahead);
            self.pass(passed);
            if end.is_some() {
                return Ok(Tag::Skip);
            }
        }
    }

    /// Passes over what is no content.
    pub(super) fn skip_to_end_of(&mut self, skipped: &str, inside: &mut Vec<u8>) -> Result<()> {
        loop {
            let ahead = self.ahead()?;
            if ahead.is_empty() {
                return Ok(());
            }
            let found = memchr(b'<', ahead);
            let passed = found.map_or(ahead.len(), |at| at + 1);
            self.pass(passed);
            if found.is_some()
                && matches!(self.tag(inside)?, Tag::Of { closes: true, name, .. } if name == skipped)
            {
                return Ok(());
            }
        }
    }
}

fn unreadable(e: io::Error, line: u64, encoding: &str) -> Error {
    if e.kind() != ErrorKind::InvalidData {
        return Error::io("读取失败", "can't read", e);
    }
    Error::input(
        format!("第 {line} 行附近的字节不是 {encoding}"),
        format!("the bytes near line {line} are not {encoding}"),
    )
    .hint("用 --encoding 指明编码，或重新导出", "say `--encoding`, or export it again")
}
