//! Text of a page as it is meant: blanks run together, `&amp;` and its kin.

use std::borrow::Cow;

/// Appends UTF-8 text, of which runs of blanks become one. Tells how many of its bytes were taken before the text was as
/// long as it may be.
pub(crate) fn push(text: &mut Vec<u8>, run: &[u8], most: usize) -> usize {
    let mut rest = run;
    while !rest.is_empty() {
        let (word, after) = split(rest, u8::is_ascii_whitespace);
        let fits = word.get(..most.saturating_sub(text.len())).unwrap_or(word);
        text.extend_from_slice(fits);
        let (blanks, others) = split(after, |b| !b.is_ascii_whitespace());
        if fits.len() < word.len() || (!blanks.is_empty() && text.len() >= most) {
            return run.len() - rest.len() + fits.len();
        }
        if !blanks.is_empty() && !matches!(text.last(), None | Some(b' ' | b'\n')) {
            text.push(b' ');
            if blanks.len() > 1 && text.len() >= most {
                return run.len() - after.len() + 1;
            }
        }
        rest = others;
    }
    run.len()
}

/// Up to the first byte of a kind, and from there.
fn split(bytes: &[u8], kind: impl Fn(&u8) -> bool) -> (&[u8], &[u8]) {
    let at = bytes.iter().position(kind).unwrap_or(bytes.len());
    bytes.split_at_checked(at).unwrap_or((bytes, b""))
}

const NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("yen", '¥'),
    ("euro", '€'),
    ("pound", '£'),
    ("middot", '·'),
    ("times", '×'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("hellip", '…'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
];

/// Resolves entities; what is none stays as it is.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.split_once('&') {
        out.push_str(before);
        rest = from;
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(rest.len());
        let (name, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        match named(name) {
            Some(sign) => {
                out.push(sign);
                rest = after.strip_prefix(';').unwrap_or(after);
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    out.into()
}

fn named(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0');
    }
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, sign)| *sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn entities_and_what_only_looks_like_them() {
        for (text, want) in [
            ("a&amp;b", "a&b"),
            ("&#20013;&#x6587;", "中文"),
            ("&yen;5.00", "¥5.00"),
            ("&lt", "<"),
            ("AT&T 你&", "AT&T 你&"),
            ("&#x110000;&#0;", "&#x110000;&#0;"),
            ("&amp;lt;", "&lt;"),
        ] {
            assert_eq!(decode(text), want, "{text}");
        }
    }

    /// What a byte does, one at a time.
    fn slowly(text: &mut Vec<u8>, run: &[u8], most: usize) -> usize {
        for (at, byte) in run.iter().enumerate() {
            if text.len() >= most {
                return at;
            }
            if !byte.is_ascii_whitespace() {
                text.push(*byte);
            } else if !text.is_empty() && !text.ends_with(b" ") && !text.ends_with(b"\n") {
                text.push(b' ');
            }
        }
        run.len()
    }

    proptest! {
        #[test]
        fn runs_do_what_their_bytes_do(runs in prop::collection::vec("[ \t\n\r]{0,3}[a你 \n]{0,6}", 0..5), most in 0_usize..24) {
            let (mut fast, mut plainly) = (Vec::new(), Vec::new());
            for run in &runs {
                let taken = push(&mut fast, run.as_bytes(), most);
                prop_assert_eq!(taken, slowly(&mut plainly, run.as_bytes(), most), "{:?}", runs);
                prop_assert_eq!(&fast, &plainly, "{:?}", runs);
                if taken < run.len() {
                    break;
                }
            }
        }
    }
}
