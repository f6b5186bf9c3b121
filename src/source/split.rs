//! One record of delimited text, found in a buffer of bytes.

use memchr::{memchr, memchr3};

pub(super) const MAX_COLUMNS: usize = 2_000;

/// Bytes that are looked at together.
const BLOCK: usize = 64;

/// What stands at the beginning of a buffer.
pub(super) enum Split {
    /// A record of so many bytes, one byte of its line end among them.
    Record(usize),
    /// Where the record ends, only more bytes can tell.
    More,
    /// The input is over inside quotes.
    Unclosed,
    /// More than [`MAX_COLUMNS`] cells.
    Wide,
}

/// Finds the cells of one record after another. A quote counts only at the beginning of a cell; doubled it stands for
/// itself, and what follows a closing quote is text, as the `csv` crate has it.
pub(super) struct Splitter {
    delimiter: u8,
    quoting: bool,
    /// Where each cell ends: in the buffer, or in `data` where quotes had to be taken off.
    pub(super) ends: Vec<usize>,
    pub(super) data: Vec<u8>,
    /// Whether the cells stand in `data`.
    pub(super) copied: bool,
}

impl Splitter {
    pub(super) fn new(delimiter: u8, quoting: bool) -> Splitter {
        Splitter { delimiter, quoting, ends: Vec::with_capacity(128), data: Vec::new(), copied: false }
    }

    /// `last`: there is nothing after `buf`.
    pub(super) fn split(&mut self, buf: &[u8], last: bool) -> Split {
        self.ends.clear();
        self.copied = false;
        if self.quoting && buf.first() == Some(&b'"') {
            return self.split_quoted(buf, 0, last);
        }
        let (blocks, rest) = buf.as_chunks::<BLOCK>();
        for (block, from) in blocks.iter().zip((0..).step_by(BLOCK)) {
            let Marks { mut marks, bare } = marks(block, self.delimiter);
            if bare && self.ends.len() + BLOCK < MAX_COLUMNS {
                while marks != 0 {
                    self.ends.push(from + marks.trailing_zeros() as usize);
                    marks &= marks - 1;
                }
                let next = from + BLOCK;
                if self.quoting && block[BLOCK - 1] == self.delimiter && buf.get(next) == Some(&b'"') {
                    return self.split_quoted(buf, next, last);
                }
                continue;
            }
            while marks != 0 {
                let at = from + marks.trailing_zeros() as usize;
                marks &= marks - 1;
                if let Some(done) = self.end_cell(buf, at, last) {
                    return done;
                }
            }
        }
        for (byte, at) in rest.iter().zip(blocks.len() * BLOCK..) {
            if (*byte == self.delimiter || matches!(byte, b'\n' | b'\r'))
                && let Some(done) = self.end_cell(buf, at, last)
            {
                return done;
            }
        }
        if !last {
            return Split::More;
        }
        self.ends.push(buf.len());
        Split::Record(buf.len())
    }

    /// The cell before the delimiter or the line end at `at`; `None` where another cell follows that is not quoted.
    fn end_cell(&mut self, buf: &[u8], at: usize, last: bool) -> Option<Split> {
        self.ends.push(at);
        if buf.get(at) != Some(&self.delimiter) {
            return Some(Split::Record(at + 1));
        }
        if self.ends.len() >= MAX_COLUMNS {
            return Some(Split::Wide);
        }
        let quoted = self.quoting && buf.get(at + 1) == Some(&b'"');
        quoted.then(|| self.split_quoted(buf, at + 1, last))
    }

    /// From the cell at `at` on, which begins with a quote: the cells are copied without their quotes, with one
    /// delimiter between, so that a record is the same bytes however it was quoted.
    fn split_quoted(&mut self, buf: &[u8], at: usize, last: bool) -> Split {
        self.copied = true;
        self.data.clear();
        let (before, mut rest) = buf.split_at_checked(at).unwrap_or((buf, &[]));
        self.data.extend_from_slice(before);
        loop {
            if self.ends.len() >= MAX_COLUMNS {
                return Split::Wide;
            }
            if let [b'"', inside @ ..] = rest {
                rest = inside;
                loop {
                    let Some((text, quote)) = memchr(b'"', rest).and_then(|n| rest.split_at_checked(n))
                    else {
                        return if last { Split::Unclosed } else { Split::More };
                    };
                    self.data.extend_from_slice(text);
                    match quote {
                        [_, b'"', more @ ..] => {
                            self.data.push(b'"');
                            rest = more;
                        }
                        [_] if !last => return Split::More,
                        [_, more @ ..] => {
                            rest = more;
                            break;
                        }
                        [] => break,
                    }
                }
            }
            let end = memchr3(self.delimiter, b'\n', b'\r', rest);
            if end.is_none() && !last {
                return Split::More;
            }
            let (text, behind) = end.and_then(|n| rest.split_at_checked(n)).unwrap_or((rest, &[]));
            self.data.extend_from_slice(text);
            self.ends.push(self.data.len());
            match behind {
                [byte, more @ ..] if *byte == self.delimiter => rest = more,
                _ => return Split::Record((buf.len() - behind.len() + 1).min(buf.len())),
            }
            self.data.push(self.delimiter);
        }
    }
}

/// Where delimiters and line ends stand in a block.
struct Marks {
    /// A bit for each byte.
    marks: u64,
    /// There is neither a line end nor a quote.
    bare: bool,
}

fn marks(block: &[u8; BLOCK], delimiter: u8) -> Marks {
    let ends = block.map(|b| u8::from(b == b'\n') | u8::from(b == b'\r'));
    let quotes = block.map(|b| u8::from(b == b'"'));
    let bare = ends.iter().zip(&quotes).fold(0, |any, (end, quote)| any | end | quote) == 0;
    let mut hits = ends;
    for (hit, byte) in hits.iter_mut().zip(block) {
        *hit |= u8::from(*byte == delimiter);
    }
    let mut marks = 0;
    for (index, eight) in hits.as_chunks::<8>().0.iter().enumerate() {
        // The product moves the lowest bit of the n-th byte to the n-th bit of the highest byte.
        let gathered = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        marks |= gathered << (index * 8);
    }
    Marks { marks, bare }
}

/// Line ends in `bytes`: LF, CR, or both as one. `after_cr`: the byte before was CR; it is told anew.
pub(super) fn count_lines(bytes: &[u8], after_cr: &mut bool) -> u64 {
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return 0 };
    let feeds = memchr::memchr_iter(b'\n', bytes).count();
    let returns = memchr::memchr_iter(b'\r', bytes);
    let alone = returns.filter(|at| bytes.get(at + 1) != Some(&b'\n')).count();
    let second_half = *after_cr && *first == b'\n';
    *after_cr = *last == b'\r';
    (feeds + alone - usize::from(second_half)) as u64
}
