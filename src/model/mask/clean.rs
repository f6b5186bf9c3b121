//! Signs that show nothing are taken out before anything is masked, so that nobody can hide a number behind them.

use super::signs::is_digit;
use super::unseen::{is_dropped, is_unseen};
use std::borrow::Cow;

/// The text without signs that turn, tag, join or hide it, and without marks on digits. Controls and line ends stay:
/// what a format does with them is its own. Emoji keep what they are made of (`👨‍👩‍👧`, `❤️`, `1️⃣`).
pub fn clean(text: &str) -> Cow<'_, str> {
    if is_plain(text) || !text.chars().any(is_unseen) {
        return Cow::Borrowed(text);
    }
    let (mut out, mut base, mut last) = (String::with_capacity(text.len()), '\0', '\0');
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if !is_unseen(c) {
            (base, last) = (c, c);
            out.push(c);
        } else if stays(c, base, last, rest.peek().copied()) {
            last = c;
            out.push(c);
        }
    }
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// What a mask makes of the cleaned value.
pub(super) fn after_cleaning<'v>(value: &'v str, mask: impl Fn(&str) -> Cow<'_, str>) -> Cow<'v, str> {
    match clean(value) {
        Cow::Borrowed(value) => mask(value),
        Cow::Owned(cleaned) => Cow::Owned(mask(&cleaned).into_owned()),
    }
}

/// No first byte of a sign without width. Chinese, its punctuation and full-width letters pass.
pub(super) fn is_plain(text: &str) -> bool {
    let odd = |seen, b: u8| seen | (b >= 0xc2 && !matches!(b, 0xe3..=0xee));
    !text.bytes().fold(false, odd) && !text.contains('\u{3164}')
}

/// Whether a sign without width belongs to what stands before (and behind) it.
fn stays(c: char, base: char, last: char, next: Option<char>) -> bool {
    match c {
        // What keycaps are made of: the scanner of digits sees through them.
        '\u{20e3}' => {
            matches!(last, '\u{fe0f}') && is_key(base)
                || (last == base && is_key(base) && next == Some('\u{fe0f}'))
        }
        '\u{fe0f}' if is_key(base) => last == '\u{20e3}' || (last == base && next == Some('\u{20e3}')),
        '\u{fe0e}' | '\u{fe0f}' => last == base && is_picture(base),
        '\u{200d}' => is_picture(base) && next.is_some_and(is_picture),
        c if is_dropped(c) => false,
        // Marks stand on letters, and in faces on anything.
        _ => !matches!(base, '\0' | ' ' | '\u{3000}') && !is_digit(base),
    }
}

fn is_key(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '#' | '*')
}

fn is_picture(c: char) -> bool {
    !c.is_alphanumeric()
        && !is_unseen(c)
        && matches!(c, '\u{a9}' | '\u{ae}' | '\u{2000}'..='\u{2bff}' | '\u{3030}' | '\u{303d}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_hides_is_dropped_and_what_shows_stays() {
        for (text, cleaned) in [
            ("138\u{200e}1234\u{feff}5678", "13812345678"),
            ("1\u{301}3\u{336}8\u{fe0f}", "138"),
            ("收\u{ad}件\u{2060}人\u{e0031}", "收件人"),
            ("a\u{202e}b\u{3164}c", "abc"),
        ] {
            assert_eq!(clean(text), cleaned);
        }
        for text in [
            "👨\u{200d}👩\u{200d}👧 ❤\u{fe0f}",
            "1\u{fe0f}\u{20e3} 好",
            "e\u{301}t",
            "质量很好，满意！",
            "ＡＢ１２",
        ] {
            assert!(matches!(clean(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    #[test]
    fn every_unseen_sign_has_a_first_byte_that_is_looked_for() {
        for c in ('\0'..=char::MAX).filter(|c| is_unseen(*c)) {
            assert!(!is_plain(&format!("{c}")) || matches!(c, '\u{3000}'..='\u{eeff}'), "{:x}", c as u32);
        }
    }

    proptest! {
        #[test]
        fn cleaning_is_stable(text in "[0-9a王❤👨#\u{200d}\u{fe0f}\u{20e3}\u{301}\u{200e}\u{e0031} ]{0,16}") {
            let once = clean(&text).into_owned();
            prop_assert_eq!(clean(&once), once.as_str());
        }
    }
}
