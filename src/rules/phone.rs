//! Chinese phone numbers: whole ones in a field, and ones inside a sentence.

use crate::model::text::{is_mobile, is_virtual_number};

/// A mobile number (`+86` and blanks allowed), a virtual number, or a landline with its area code.
/// Where a cell holds several numbers one good one is enough.
pub(super) fn is_complete(text: &str) -> bool {
    let text: &str = &text.chars().map(narrow).collect::<String>();
    let mut parts = text.split(['/', ';', '；', '、', '，', ',']);
    is_virtual_number(text.trim()) || parts.any(|part| is_virtual_number(part.trim()) || is_number(part))
}

/// Whether a sentence holds a mobile number or a landline with its area code.
pub(super) fn is_in(text: &str) -> bool {
    let part_of_number = |c: char| c.is_ascii_digit() || matches!(c, '-' | ' ' | '+');
    text.split(|c| !part_of_number(c)).any(|run| is_number(run) || run.split(' ').any(is_number))
}

/// Full-width digits and dashes as plain ones.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' | '－' | '＋' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    }
}

fn is_number(text: &str) -> bool {
    let text = text.trim().trim_matches('-');
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let digits = match digits.strip_prefix("+86").or_else(|| digits.strip_prefix("0086")) {
        Some(rest) => rest,
        None if digits.len() == 13 => digits.strip_prefix("86").unwrap_or(&digits),
        None => &digits,
    };
    is_mobile(digits) || is_landline(text, digits)
}

/// `0571-88886666`, `01062345678`: an area code of three or four digits, then seven or eight.
fn is_landline(text: &str, digits: &str) -> bool {
    if !digits.bytes().all(|b| b.is_ascii_digit()) || !digits.starts_with('0') || digits.starts_with("00") {
        return false;
    }
    match text.split_once(['-', ' ']) {
        Some((area, number)) => matches!(area.len(), 3 | 4) && matches!(number.len(), 7 | 8),
        None => (10..=12).contains(&digits.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn whole_numbers() {
        for text in [
            "13800000001",
            "+8613800000001",
            "86 138 0000 0001",
            "138-0000-0001",
            "13800000001-1234",
            "0571-88886666",
            "01062345678",
            "021 62345678",
            "0571-8888666",
            "1380000000/13800000001",
        ] {
            assert!(is_complete(text), "{text}");
        }
        for text in ["", "1380000000", "138000000012", "12800000001", "88886666", "00571-8888666", "无"] {
            assert!(!is_complete(text), "{text}");
        }
    }

    #[test]
    fn numbers_in_sentences() {
        for text in ["打13800000001这个电话", "电话138 0000 0001", "家里 0571-88886666", "2 13800000001"]
        {
            assert!(is_in(text), "{text}");
        }
        for text in ["订单900100000000000101", "要2个", "20260708 送到", "", "2026-07-08 10:30"] {
            assert!(!is_in(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_judged(text in "\\PC{0,30}") {
            let _ = (is_complete(&text), is_in(&text));
        }
    }
}
