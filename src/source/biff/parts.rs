//! Texts, numbers and number formats as the records hold them.

use super::cfb::{damaged, u16_at, u32_at};
use crate::error::Result;

/// The bytes of a record and of those that continue it.
pub(super) struct Parts {
    pub(super) data: Vec<u8>,
    /// Where a continuing record began: the width of characters is told anew there.
    pub(super) breaks: Vec<usize>,
    pub(super) at: usize,
}

impl Parts {
    pub(super) fn one(data: &[u8], at: usize) -> Parts {
        Parts { data: data.to_vec(), breaks: Vec::new(), at }
    }

    fn byte(&mut self) -> Result<u8> {
        let byte = *self.data.get(self.at).ok_or_else(damaged)?;
        self.at += 1;
        Ok(byte)
    }

    /// A text; its length takes `size` bytes.
    pub(super) fn text(&mut self, size: usize) -> Result<String> {
        let low = self.byte()?;
        let length = if size == 2 { u16::from_le_bytes([low, self.byte()?]) } else { u16::from(low) };
        let flags = self.byte()?;
        let mut wide = flags & 1 == 1;
        let mut after = 0;
        if flags & 8 != 0 {
            after += usize::from(u16_at(&self.data, self.at)) * 4;
            self.at += 2;
        }
        if flags & 4 != 0 {
            after += u32_at(&self.data, self.at) as usize;
            self.at += 4;
        }
        let mut units = Vec::with_capacity(usize::from(length));
        for _ in 0..length {
            if self.breaks.binary_search(&self.at).is_ok() {
                wide = self.byte()? & 1 == 1;
            }
            let low = self.byte()?;
            units.push(if wide { u16::from_le_bytes([low, self.byte()?]) } else { u16::from(low) });
        }
        self.at = self.at.saturating_add(after);
        String::from_utf16(&units).map_err(|_| damaged())
    }
}

/// A number in 30 bits: whole or the upper part of a float, perhaps in hundredths.
pub(super) fn rk_number(rk: u32) -> f64 {
    let n = if rk & 2 != 0 { f64::from((rk as i32) >> 2) } else { f64::from_bits(u64::from(rk & !3) << 32) };
    if rk & 1 != 0 { n / 100.0 } else { n }
}

/// Whether a number format shows a date: a letter of one, outside quotes, brackets and escapes.
pub(super) fn shows_dates(format: &str) -> bool {
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => while chars.next().is_some_and(|c| c != '"') {},
            '[' => while chars.next().is_some_and(|c| c != ']') {},
            '\\' | '_' | '*' => {
                chars.next();
            }
            'y' | 'Y' | 'd' | 'D' | 'm' | 'M' | 'h' | 'H' | 's' | 'S' => return true,
            // `General`, `G/通用格式`
            'G' | 'g' => return false,
            _ => {}
        }
    }
    false
}
