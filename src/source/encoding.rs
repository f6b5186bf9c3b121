//! Which encoding a file is in, and decoding of single cells.
//!
//! Structure bytes (`"` `,` CR LF) never occur inside a character of GB18030, CP932 or UTF-8, so rows are split on
//! raw bytes and only the cells that somebody wants are decoded.

mod transcoded;

use crate::model::hash::{quick_hash, same};
use encoding_rs::{BIG5, GB18030, SHIFT_JIS, UTF_8, WINDOWS_1252};
use std::cell::{Cell, RefCell};
pub(crate) use transcoded::Transcoded;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Gb18030,
    /// Shift_JIS as Windows writes it.
    Cp932,
    /// Traditional Chinese; only where the user says so.
    Big5,
    /// Western European.
    Cp1252,
}

impl Encoding {
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Gb18030 => "GB18030",
            Encoding::Cp932 => "CP932",
            Encoding::Big5 => "Big5",
            Encoding::Cp1252 => "Windows-1252",
        }
    }

    pub(crate) fn table(self) -> &'static encoding_rs::Encoding {
        match self {
            Encoding::Utf8 => UTF_8,
            Encoding::Gb18030 => GB18030,
            Encoding::Cp932 => SHIFT_JIS,
            Encoding::Big5 => BIG5,
            Encoding::Cp1252 => WINDOWS_1252,
        }
    }
}

/// Why the bytes of a cell are no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Not valid in the encoding that the file began with.
    Contradiction(Encoding),
    /// Valid, but plainly text of another encoding.
    Mixed(Encoding),
}

/// Decides at the first bytes that are not ASCII, and holds every later cell to it.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    decided: Cell<Option<Encoding>>,
    known: RefCell<Known>,
}

/// Cells that were decoded before: words of a vocabulary, shops, titles stand in file after file again and again.
#[derive(Debug, Default)]
struct Known {
    /// Whose texts they are.
    of: Option<Encoding>,
    cells: Vec<Cached>,
    asked: usize,
}

#[derive(Clone, Debug, Default)]
struct Cached {
    bytes: Vec<u8>,
    text: String,
    /// Asked for since another one wanted its place.
    fresh: bool,
}

impl Known {
    const PLACES: usize = 1024;
    const LONGEST: usize = 96;

    /// Where the text of these bytes is kept, if at all; a short file is not worth a table.
    fn slot(&mut self, bytes: &[u8], encoding: Encoding) -> Option<&mut Cached> {
        if bytes.len() > Self::LONGEST {
            return None;
        }
        if self.of != Some(encoding) {
            *self = Known { of: Some(encoding), ..Known::default() };
        }
        if self.cells.is_empty() {
            self.asked += 1;
            if self.asked < Self::PLACES {
                return None;
            }
            self.cells.resize(Self::PLACES, Cached::default());
        }
        self.cells.get_mut(quick_hash(bytes) as usize % Self::PLACES)
    }
}

impl Decoder {
    pub(crate) fn new(decided: Option<Encoding>) -> Decoder {
        Decoder { decided: Cell::new(decided), known: RefCell::default() }
    }

    pub(crate) fn decided(&self) -> Option<Encoding> {
        self.decided.get()
    }

    /// The same for another part of the file, or another file: what is known of cells stays.
    pub(crate) fn restart(&mut self, decided: Option<Encoding>) {
        self.decided.set(decided);
    }

    /// Appends the cell's text to `out`.
    pub(crate) fn decode(&self, bytes: &[u8], out: &mut String) -> Result<(), Fault> {
        if bytes.is_ascii()
            && let Ok(text) = std::str::from_utf8(bytes)
        {
            out.push_str(text);
            return Ok(());
        }
        let encoding = match self.decided.get() {
            Some(encoding) => encoding,
            None => {
                let first = judge(bytes).unwrap_or(Encoding::Utf8);
                self.decided.set(Some(first));
                first
            }
        };
        match encoding {
            Encoding::Utf8 => match std::str::from_utf8(bytes) {
                Ok(text) => out.push_str(text),
                Err(_) => return Err(Fault::Contradiction(encoding)),
            },
            Encoding::Gb18030 | Encoding::Cp932 | Encoding::Big5 | Encoding::Cp1252 => {
                let mut known = self.known.borrow_mut();
                let mut slot = known.slot(bytes, encoding);
                if let Some(slot) = slot.as_mut().filter(|slot| same(&slot.bytes, bytes)) {
                    slot.fresh = true;
                    out.push_str(&slot.text);
                    return Ok(());
                }
                if has_two_han_in_utf8(bytes) {
                    return Err(Fault::Mixed(encoding));
                }
                let from = out.len();
                let mut decoder = encoding.table().new_decoder_without_bom_handling();
                let most = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
                out.reserve(most.unwrap_or(bytes.len() * 4 + 16));
                match decoder.decode_to_string_without_replacement(bytes, out, true) {
                    (encoding_rs::DecoderResult::InputEmpty, _) => {}
                    _ => {
                        out.truncate(from);
                        return Err(Fault::Contradiction(encoding));
                    }
                }
                // The private use area is where bytes of other encodings land.
                let fresh = out.as_bytes().get(from..).unwrap_or_default();
                let perhaps = fresh.iter().fold(false, |seen, b| seen | (*b >= 0xee));
                if perhaps && out[from..].chars().any(|c| ('\u{e000}'..='\u{f8ff}').contains(&c)) {
                    out.truncate(from);
                    return Err(Fault::Mixed(encoding));
                }
                if let Some(slot) = &mut slot
                    && !std::mem::take(&mut slot.fresh)
                {
                    slot.bytes.clear();
                    slot.bytes.extend_from_slice(bytes);
                    slot.text.clear();
                    slot.text.push_str(&out[from..]);
                }
            }
        }
        Ok(())
    }
}

/// Decides from the beginning of a file: by the first line that settles it.
pub(crate) fn sniff(prefix: &[u8]) -> Option<Encoding> {
    if prefix.is_ascii() {
        return None;
    }
    let mut weak = None;
    for line in prefix.split(|b| *b == b'\n' || *b == b'\r') {
        if line.is_ascii() {
            continue;
        }
        match judge(line) {
            Some(sure) => return Some(sure),
            // Two-byte sequences only: Greek in UTF-8, or Chinese in GBK; a later line may tell.
            None => weak = weak.or(Some(Encoding::Utf8)),
        }
    }
    weak
}

/// Whether bytes that are no UTF-8 are Japanese rather than Chinese. Read as CP932, Japanese is nearly all characters
/// of two bytes; Chinese falls apart into half-width kana, simplified as well as traditional.
pub(crate) fn looks_japanese(prefix: &[u8]) -> bool {
    let (mut pairs, mut halves) = (0_usize, 0_usize);
    let mut rest = prefix;
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, after) {
            (0..=0x7f, _) => {}
            (0xa1..=0xdf, _) => halves += 1,
            (0x81..=0x9f | 0xe0..=0xfc, [0x40..=0x7e | 0x80..=0xfc, after @ ..]) => {
                pairs += 1;
                rest = after;
            }
            // The prefix may be cut inside a character.
            (0x81..=0x9f | 0xe0..=0xfc, []) => {}
            _ => return false,
        }
    }
    // A single name proves nothing.
    pairs >= 4 && pairs >= halves * 4
}

/// Whether bytes that are no UTF-8 are letters with accents: those stand alone between ASCII, while Chinese and
/// Japanese come in pairs.
pub(crate) fn looks_western(prefix: &[u8]) -> bool {
    let (mut alone, mut others) = (0_usize, 0_usize);
    for run in prefix.split(u8::is_ascii).filter(|run| !run.is_empty()) {
        match run {
            [0x80 | 0x91..=0x97 | 0xa0 | 0xa3 | 0xa9 | 0xae | 0xb0 | 0xb4 | 0xbf..=0xff] => alone += 1,
            run => others += run.len(),
        }
    }
    alone > others * 9
}

/// UTF-16 without a mark, and whether it is big-endian: every other byte of its ASCII signs is zero.
pub(crate) fn bare_utf16(prefix: &[u8]) -> Option<bool> {
    let zeros = |from: usize| prefix.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if (even + odd) * 20 < prefix.len() {
        return None;
    }
    if odd > even * 8 { Some(false) } else { (even > odd * 8).then_some(true) }
}

/// `None`: valid UTF-8, but without a sequence of three bytes or more, which Chinese always has.
fn judge(bytes: &[u8]) -> Option<Encoding> {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.chars().any(|c| c.len_utf8() >= 3) => Some(Encoding::Utf8),
        Ok(_) => None,
        Err(e) => {
            let valid = bytes.get(..e.valid_up_to()).unwrap_or_default();
            // The prefix may be cut inside a character.
            if e.error_len().is_none() && !valid.is_empty() && valid.len() + 3 >= bytes.len() {
                return judge(valid);
            }
            // Good UTF-8 up to a late fault began as UTF-8; GBK fails within the first characters.
            Some(if han_count(valid) >= 2 { Encoding::Utf8 } else { Encoding::Gb18030 })
        }
    }
}

fn han_count(valid: &[u8]) -> usize {
    std::str::from_utf8(valid).map_or(0, |t| t.chars().filter(|c| crate::model::text::is_han(*c)).count())
}

/// Two neighbouring Han characters in valid UTF-8: practically never what GBK text looks like.
fn has_two_han_in_utf8(bytes: &[u8]) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.chars().filter(|c| crate::model::text::is_han(*c)).count() >= 2,
        Err(_) => false,
    }
}

/// The byte order mark, and how long it is.
pub(crate) fn bom(prefix: &[u8]) -> Option<(&'static encoding_rs::Encoding, usize)> {
    encoding_rs::Encoding::for_bom(prefix).filter(|(e, _)| *e == UTF_8 || *e != GB18030)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn gbk(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn the_first_line_that_is_not_ascii_decides() {
        assert_eq!(sniff(b"a,b\n1,2\n"), None);
        assert_eq!(sniff("订单编号,金额\n".as_bytes()), Some(Encoding::Utf8));
        assert_eq!(sniff(&gbk("订单编号,金额\n")), Some(Encoding::Gb18030));
        // 联通 in GBK is valid UTF-8 by accident; the next line settles it.
        assert_eq!(sniff(&[gbk("联通\n"), gbk("订单编号\n")].concat()), Some(Encoding::Gb18030));
    }

    #[test]
    fn later_bytes_that_contradict_are_refused() {
        let mut out = String::new();
        let utf8 = Decoder::new(Some(Encoding::Utf8));
        assert_eq!(utf8.decode(&gbk("王小明"), &mut out), Err(Fault::Contradiction(Encoding::Utf8)));
        let gb = Decoder::new(Some(Encoding::Gb18030));
        assert_eq!(gb.decode("王小明".as_bytes(), &mut out), Err(Fault::Mixed(Encoding::Gb18030)));
        assert_eq!(gb.decode(&gbk("𠮷田，买家"), &mut out), Ok(()));
        assert_eq!(out, "𠮷田，买家");
    }

    #[test]
    fn japanese_is_told_from_chinese() {
        let jis = |text: &str| SHIFT_JIS.encode(text).0.into_owned();
        assert!(looks_japanese(&jis("order-id,buyer-name\n1,テスト 太郎 東京都\n")));
        assert!(!looks_japanese(&gbk("order-id,buyer-name\n1,李喆 浙江省杭州市\n")));
        assert!(!looks_japanese(&gbk("喆")));
        assert!(!looks_japanese(&gbk(
            "order-id,name\n1,偉傑 臺灣臺北市大安區優樓東縣\n2,個們倫偉側備傑億儀\n"
        )));
        let mut out = String::new();
        assert_eq!(Decoder::new(Some(Encoding::Cp932)).decode(&jis("東京都 ﾃｽﾄ ①"), &mut out), Ok(()));
        assert_eq!(out, "東京都 ﾃｽﾄ ①");
    }

    #[test]
    fn letters_with_accents_are_told_from_chinese_and_japanese() {
        let latin = |text: &str| WINDOWS_1252.encode(text).0.into_owned();
        assert!(looks_western(&latin("id,buyer\n1,José García – Müller\n2,Ångström\n")));
        assert!(!looks_western(&gbk("id,buyer\n1,王小明\n2,朱镕基\n")));
        let jis = |text: &str| SHIFT_JIS.encode(text).0.into_owned();
        assert!(!looks_western(&jis("id,buyer\n1,テスト\n2,ﾃｽﾄ 太郎\n")));
        assert!(!looks_western(b"id\n"));
    }

    #[test]
    fn utf16_without_a_mark_is_told_by_its_zeros() {
        let text = "order_id,买家\n1,王一\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!((bare_utf16(&little), bare_utf16(&big)), (Some(false), Some(true)));
        assert_eq!(
            (bare_utf16(text.as_bytes()), bare_utf16(b"a,b\n1,\0\n2,3\n4,5\n6,7\n8,9\n")),
            (None, None)
        );
        assert_eq!(bare_utf16(&[0; 64]), None);
    }

    #[test]
    fn utf16_is_turned_into_utf8() {
        let bytes: Vec<u8> = "\u{feff}订单,1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut text = String::new();
        Transcoded::utf16(&bytes[..], false).read_to_string(&mut text).expect("valid");
        assert_eq!(text, "订单,1\n");
        let lone = [0xff, 0xfe, 0x00, 0xd8, b'a', 0];
        assert!(Transcoded::utf16(&lone[..], false).read_to_string(&mut text).is_err());
    }
}
