//! Small questions about text that rules, layouts and masks share.

use std::borrow::Cow;

/// Digits only, 11 of them, beginning like a Chinese mobile number.
pub fn is_mobile(text: &str) -> bool {
    let digits = text.as_bytes();
    digits.len() == 11
        && matches!(digits, [b'1', b'3'..=b'9', rest @ ..] if rest.iter().all(u8::is_ascii_digit))
}

/// A name, phone or nick with its middle taken out (`t**`, `138****5678`): never an identity.
pub fn is_masked(text: &str) -> bool {
    may_be_masked(text.as_bytes()) && (text.contains('*') || text.contains('＊') || text.contains('●'))
}

/// Names and nicks are short: a search that is made for long texts costs them more.
#[expect(clippy::indexing_slicing, reason = "every byte has its entry")]
fn may_be_masked(text: &[u8]) -> bool {
    /// The first bytes of the three signs.
    const FIRST: [bool; 256] = {
        let mut first = [false; 256];
        (first[b'*' as usize], first[0xef], first[0xe2]) = (true, true, true);
        first
    };
    match text.len() {
        ..16 => text.iter().any(|b| FIRST[usize::from(*b)]),
        _ => memchr::memchr3(b'*', 0xef, 0xe2, text).is_some(),
    }
}

/// `13812345678-1234` or `13812345678转1234`: a virtual number that dies after the order.
pub fn is_virtual_number(text: &str) -> bool {
    // The last bytes of what parts number and extension.
    let parts = |seen, b: u8| seen | (b == b'-') | (b == b',') | (b == 0xac) | (b == 0x8c);
    let elsewhere = |b: &u8| *b != b'1' && (b.is_ascii_alphanumeric() || (0xe4..=0xe9).contains(b));
    if text.as_bytes().first().is_none_or(elsewhere) || !text.bytes().fold(false, parts) {
        return false;
    }
    let Some((number, extension)) = text.split_once(['-', '转', ',', '，']) else { return false };
    is_mobile(number.trim())
        && (3..=6).contains(&extension.trim().len())
        && extension.trim().bytes().all(|b| b.is_ascii_digit())
}

/// A text that can stand for a person: there, not masked, not the platform's "anonymous".
pub fn is_identity(text: &str) -> bool {
    !text.is_empty() && !is_masked(text) && !is_virtual_number(text) && text != "匿名"
}

/// The text without its blanks of any sort.
pub fn without_blanks(text: &str) -> Cow<'_, str> {
    // The first bytes of all blanks but the plain ones.
    let odd = |b: &u8| matches!(b, 0x09..=0x0d | 0x1c..=0x1f | 0xc2 | 0xe1..=0xe3);
    if text.as_bytes().iter().any(odd) {
        return text.split_whitespace().collect::<String>().into();
    }
    if !text.contains(' ') {
        return text.into();
    }
    let mut bare = String::with_capacity(text.len());
    text.split(' ').for_each(|part| bare.push_str(part));
    bare.into()
}

pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{2fa1f}' | '\u{f900}'..='\u{faff}')
}

/// A stable 64-bit hash (FNV-1a): the same on every machine and in every release.
pub fn hash64(parts: &[&[u8]]) -> u64 {
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for b in *part {
            h = (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3);
        }
        // A separator, so that ("ab", "c") and ("a", "bc") differ.
        h = (h ^ 0xff).wrapping_mul(0x0100_0000_01b3);
    }
    h ^ (h >> 29)
}

/// A value as it may stand in a message: one line, no control signs, not too long.
pub fn one_line(text: &str, most: usize) -> String {
    let clean = |c: char| {
        if c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{61c}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
        {
            ' '
        } else {
            c
        }
    };
    let mut out: String = text.chars().take(most).map(clean).collect();
    if text.chars().nth(most).is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sort_of_blank_is_taken_out() {
        let blanks = (0..=char::MAX as u32).filter_map(char::from_u32).filter(|c| c.is_whitespace());
        for blank in blanks {
            assert_eq!(without_blanks(&format!("{blank}浙江 杭州{blank}1号")), "浙江杭州1号", "{blank:?}");
        }
        assert!(matches!(without_blanks("浙江"), Cow::Borrowed("浙江")));
    }

    #[test]
    fn signs_that_mask_and_signs_that_part_are_found() {
        for text in ["王*明", "＊明", "王●"] {
            assert!(is_masked(text), "{text}");
        }
        assert!(!is_masked("王小明，。「」…＋") && is_identity("王小明，。「」…＋"));
        for part in ["-", "转", ",", "，", " 转 "] {
            assert!(is_virtual_number(&format!("\u{3000}13812345678{part}1234")), "{part}");
        }
        assert!(!is_virtual_number("13812345678") && !is_virtual_number("23812345678-1234"));
    }

    #[test]
    fn masked_and_virtual_are_no_identity() {
        for text in ["t**", "138****5678", "", "13812345678-1234", "匿名"] {
            assert!(!is_identity(text), "{text}");
        }
        assert!(is_identity("tb_linxb01"));
    }
}
