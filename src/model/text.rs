//! Small questions about text that rules, layouts and masks share.

/// Digits only, 11 of them, beginning like a Chinese mobile number.
pub fn is_mobile(text: &str) -> bool {
    let b = text.as_bytes();
    b.len() == 11 && b[0] == b'1' && (b'3'..=b'9').contains(&b[1]) && b.iter().all(u8::is_ascii_digit)
}

/// A name, phone or nick with its middle taken out (`t**`, `138****5678`): never an identity.
pub fn is_masked(text: &str) -> bool {
    text.contains('*') || text.contains('＊') || text.contains('●')
}

/// `13812345678-1234` or `13812345678转1234`: a virtual number that dies after the order.
pub fn is_virtual_number(text: &str) -> bool {
    let Some((number, extension)) = text.split_once(['-', '转', ',', '，']) else { return false };
    is_mobile(number.trim())
        && (3..=6).contains(&extension.trim().len())
        && extension.trim().bytes().all(|b| b.is_ascii_digit())
}

/// A text that can stand for a person: there, not masked, not the platform's "anonymous".
pub fn is_identity(text: &str) -> bool {
    !text.is_empty() && !is_masked(text) && !is_virtual_number(text) && text != "匿名"
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
    fn masked_and_virtual_are_no_identity() {
        for text in ["t**", "138****5678", "", "13812345678-1234", "匿名"] {
            assert!(!is_identity(text), "{text}");
        }
        assert!(is_identity("tb_linxb01"));
    }
}
