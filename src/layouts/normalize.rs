//! Normal forms of headings and words, before they are compared.

/// A heading as it is compared: no blanks or invisible signs, full-width signs narrowed, lower case.
pub fn normalize_name(name: &str) -> String {
    if name.is_ascii() {
        let blank = |b: &u8| matches!(b, b' ' | b'\t'..=b'\r');
        return name.bytes().filter(|b| !blank(b)).map(|b| char::from(b.to_ascii_lowercase())).collect();
    }
    name.chars().filter(|c| !is_blank(*c)).map(narrow).flat_map(char::to_lowercase).collect()
}

/// A word of a vocabulary: as a heading, and without commas (`已发货，待签收` = `已发货待签收`).
pub fn normalize_word(word: &str) -> String {
    let mut out = normalize_name(word);
    out.retain(|c| !matches!(c, ',' | '、'));
    out
}

/// Whether normalizing could change a word.
pub(crate) fn is_changed_by_normalizing(word: &str) -> bool {
    word.chars().any(|c| is_blank(c) || c.is_ascii_uppercase() || matches!(c, ',' | '、') || c > '\u{ff00}')
}

pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{a0}' | '\u{3000}')
}

fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '￥' => '¥',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_compared_without_their_accidents() {
        assert_eq!(normalize_name("\u{feff}收货地址 "), "收货地址");
        assert_eq!(normalize_name("收入金额（+元）"), "收入金额(+元)");
        assert_eq!(normalize_name("ｏｒｄｅｒ_ＩＤ"), "order_id");
    }

    #[test]
    fn ascii_is_normalized_as_all_else_is() {
        for c in '\0'..='\u{7f}' {
            assert_eq!(
                format!("{}é", normalize_name(&c.to_string())),
                normalize_name(&format!("{c}é")),
                "{c:?}"
            );
        }
    }

    #[test]
    fn words_are_compared_without_commas() {
        assert_eq!(normalize_word("买家已付款，等待卖家发货"), normalize_word("买家已付款,等待卖家发货"));
    }
}
