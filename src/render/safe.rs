//! What data must not do to a spreadsheet or to a terminal: the only place that decides it.

use std::borrow::Cow;
use unicode_width::UnicodeWidthChar;

/// More signs without width in a row than any writing needs.
const MARKS: usize = 8;

/// A text cell of CSV, TSV or XLSX: with a leading `'` where a spreadsheet would compute it.
/// A text that begins with `'` gets another, so that dropping one `'` always gives the text back.
pub fn formula(text: &str) -> Cow<'_, str> {
    if needs_quote(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Whether [`formula`] puts a `'` in front.
pub fn needs_quote(text: &str) -> bool {
    match text.chars().next() {
        Some('+' | '-') => !is_number(&text[1..]),
        Some('\'' | '=' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => true,
        _ => false,
    }
}

fn is_number(text: &str) -> bool {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    text.split_once('.').map_or_else(|| digits(text), |(whole, part)| digits(whole) && digits(part))
}

/// One line that cannot drive a terminal: line ends and tabs become a space, controls `\u{fffd}`, signs that
/// turn or hide text are dropped, and piles of combining marks are cut.
pub fn terminal(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) || is_calm(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.replace("\r\n", "\n").chars() {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        match c {
            '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push(' '),
            c if c.is_control() => out.push('\u{fffd}'),
            c if is_wild(c) || marks > MARKS => {}
            c => out.push(c),
        }
    }
    // Dropping may have joined two short piles.
    if is_calm(&out) { Cow::Owned(out) } else { Cow::Owned(terminal(&out).into_owned()) }
}

/// [`terminal`] line by line: line ends stay.
pub fn lines(text: &str) -> Cow<'_, str> {
    // The first bytes of all that is wild.
    let odd = |seen, b: u8| {
        seen | (b < 0x20) | (b == 0x7f) | (b == 0xc2) | (b == 0xd8) | (b == 0xe2) | (b == 0xef) | (b == 0xf3)
    };
    if !text.bytes().fold(false, odd) || !text.chars().any(|c| c != '\n' && is_wild(c)) {
        return Cow::Borrowed(text);
    }
    let parts: Vec<&str> = text.split('\n').collect();
    let last = parts.len() - 1;
    let safe = parts.iter().enumerate().map(|(at, line)| match line.strip_suffix('\r') {
        // Only before a line feed is a carriage return part of a line end.
        Some(line) if at < last => format!("{}\r", terminal(line)),
        _ => terminal(line).into_owned(),
    });
    Cow::Owned(safe.collect::<Vec<_>>().join("\n"))
}

/// Controls, line ends, and signs that turn, hide or tag text: never raw on a terminal.
pub fn is_wild(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}'
            | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn is_mark(c: char) -> bool {
    !c.is_ascii() && c.width() == Some(0)
}

fn is_calm(text: &str) -> bool {
    let mut marks = 0;
    text.chars().all(|c| {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        marks <= MARKS && !is_wild(c)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_wild_sign_is_seen() {
        for c in ('\0'..=char::MAX).filter(|c| *c != '\n' && *c != '\r' && is_wild(*c)) {
            assert!(matches!(lines(&format!("王{c}1")), Cow::Owned(_)), "{c:?}");
        }
    }

    #[test]
    fn formulas_get_a_quote() {
        for text in [
            "=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a", "'=1",
            "-", "-1.", "+1e5",
        ] {
            assert_eq!(formula(text), format!("'{text}"));
        }
        for text in ["-5", "+3.5", "-0.00", "", "a=b", "订单"] {
            assert_eq!(formula(text), text);
        }
    }

    #[test]
    fn a_terminal_is_not_driven() {
        for (text, safe) in [
            ("a\u{1b}[31mb\u{7f}\u{9b}", "a\u{fffd}[31mb\u{fffd}\u{fffd}"),
            ("一\r\n二\t三\u{2028}四", "一 二 三 四"),
            ("a\u{202e}b\u{2066}c\u{200f}d\u{feff}e\u{e0041}f", "abcdef"),
            ("👨\u{200d}👩\u{200d}👧 ok", "👨\u{200d}👩\u{200d}👧 ok"),
        ] {
            assert_eq!(terminal(text), safe);
        }
        assert_eq!(terminal(&format!("a{}", "\u{301}".repeat(50))).chars().count(), 1 + MARKS);
    }

    proptest! {
        #[test]
        fn safe_text_stays(text in any::<String>()) {
            let once = terminal(&text).into_owned();
            prop_assert!(is_calm(&once));
            prop_assert_eq!(terminal(&once), once.as_str());
            prop_assert!(!needs_quote(&text) || formula(&text).starts_with('\''));
        }
    }
}
