//! Text of a page as it is meant: blanks run together, `&amp;` and its kin.

/// Appends one byte of UTF-8 text; runs of blanks become one.
pub(crate) fn push(text: &mut Vec<u8>, byte: u8) {
    if byte.is_ascii_whitespace() {
        if !text.is_empty() && !text.ends_with(b" ") && !text.ends_with(b"\n") {
            text.push(b' ');
        }
    } else {
        text.push(byte);
    }
}

const NAMED: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
    ("yen", "¥"),
    ("euro", "€"),
    ("pound", "£"),
    ("middot", "·"),
    ("times", "×"),
    ("mdash", "—"),
    ("ndash", "–"),
    ("hellip", "…"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
];

/// Resolves entities; what is none stays as it is.
pub(crate) fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        match named(name) {
            Some(value) => {
                out.push_str(&value);
                rest = after.strip_prefix(';').unwrap_or(after);
            }
            None => out.push('&'),
        }
    }
    out + rest
}

fn named(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0').map(String::from);
    }
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
