//! A text as someone reads it: each sign with what hides behind it, wide letters as narrow ones, digits as what they mean.

use super::unseen::is_unseen;

/// One sign that shows, with the bytes it takes up together with marks behind it.
pub(super) struct Sign {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Full-width letters and signs as ASCII, ASCII letters small.
    pub(super) c: char,
    pub(super) digit: Option<u8>,
}

pub(super) fn signs(text: &str) -> Vec<Sign> {
    let mut out: Vec<Sign> = Vec::with_capacity(text.len() / 2);
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        match out.last_mut() {
            Some(last) if is_unseen(c) => last.end = end,
            _ => out.push(Sign { start, end, c: folded(c), digit: digit(c) }),
        }
    }
    read_radio(&mut out);
    out
}

/// As many digits said in a row are a number: `幺三八洞洞拐两…`.
const SAID: usize = 7;

/// Digits as said over the radio, where they stand among others; `两` is a word elsewhere.
pub(super) fn radio_digit(c: char) -> Option<u8> {
    match c {
        '洞' => Some(0),
        '两' | '兩' => Some(2),
        '拐' => Some(7),
        '勾' => Some(9),
        _ => None,
    }
}

fn read_radio(signs: &mut [Sign]) {
    if !signs.iter().any(|s| radio_digit(s.c).is_some()) {
        return;
    }
    let reads = |s: &Sign| s.digit.is_some() || radio_digit(s.c).is_some();
    for run in signs.chunk_by_mut(|a, b| reads(a) && reads(b)).filter(|run| run.len() >= SAID) {
        for sign in run {
            sign.digit = sign.digit.or_else(|| radio_digit(sign.c));
        }
    }
}

fn folded(c: char) -> char {
    let narrow = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        _ => c,
    };
    narrow.to_ascii_lowercase()
}

pub(super) fn is_digit(c: char) -> bool {
    digit(c).is_some()
}

/// Whether a digit is written as such, not in words or in rings: what long numbers are written in.
pub(super) fn is_plain_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// The first of ten signs in a row that mean 0 to 9.
const ZEROS: [u32; 14] = [
    0x30, 0xff10, 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0x2080, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6,
    0x1fbf0,
];

/// The first of nine signs in a row that mean 1 to 9.
const ONES: [u32; 10] = [0x2460, 0x2474, 0x2488, 0x24f5, 0x2776, 0x2780, 0x278a, 0x3220, 0x3280, 0x1f102];

/// What a sign means where it stands for one digit: `3`, `３`, `③`, `三`, `叁`, `³`.
pub(super) fn digit(c: char) -> Option<u8> {
    if c.is_ascii() {
        return c.is_ascii_digit().then(|| c as u8 - b'0');
    }
    let han = match c {
        '零' | '〇' | '⓪' | '⓿' | '⁰' | '🄀' | '\u{1f101}' | '🄋' | '🄌' => 0,
        '一' | '壹' | '幺' | '¹' => 1,
        '二' | '贰' | '貳' | '²' => 2,
        '三' | '叁' | '叄' | '參' | '³' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        '⁴'..='⁹' => u8::try_from(c as u32 - 0x2070).ok()?,
        _ => return in_row(c),
    };
    Some(han)
}

fn in_row(c: char) -> Option<u8> {
    let code = c as u32;
    if matches!(code, 0x4e00..=0xfeff | 0xff1a..=0xffff) {
        return None;
    }
    let at = |first: &u32, many: u32| code.checked_sub(*first).filter(|n| *n < many);
    let zero = ZEROS.iter().find_map(|first| at(first, 10));
    zero.or_else(|| ONES.iter().find_map(|first| at(first, 9)).map(|n| n + 1))
        .and_then(|n| u8::try_from(n).ok())
}

/// Parts of a text that something else is written for.
pub(super) struct Change {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) written: String,
}

impl Change {
    /// Writes something in the place of the signs from `from` to before `to`, made of the first of them; `None` where
    /// there are none.
    pub(super) fn of(
        signs: &[Sign],
        from: usize,
        to: usize,
        write: impl FnOnce(char) -> String,
    ) -> Option<Change> {
        let (first, last) = (signs.get(from)?, signs.get(to.checked_sub(1)?)?);
        Some(Change { start: first.start, end: last.end, written: write(first.c) })
    }
}

/// The text with the changes made, which are in order and apart.
pub(super) fn changed(text: &str, changes: &[Change]) -> Option<String> {
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    for change in changes {
        out.push_str(text.get(from..change.start).unwrap_or_default());
        out.push_str(&change.written);
        from = change.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    (!changes.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_in_all_their_dresses() {
        for text in [
            "0123456789",
            "０１２３４５６７８９",
            "⓪①②③④⑤⑥⑦⑧⑨",
            "〇一二三四五六七八九",
            "零壹贰叁肆伍陆柒捌玖",
            "⁰¹²³⁴⁵⁶⁷⁸⁹",
            "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
            "⓿❶❷❸❹❺❻❼❽❾",
            "٠١٢٣٤٥٦٧٨٩",
        ] {
            let read: Vec<u8> = text.chars().filter_map(digit).collect();
            assert_eq!(read, (0..10).collect::<Vec<u8>>(), "{text}");
        }
        assert!("十百两O王-中".chars().all(|c| digit(c).is_none()));
    }

    #[test]
    fn marks_belong_to_what_they_stand_on() {
        let read = signs("1\u{fe0f}\u{20e3}Ｑ");
        assert_eq!(
            read.iter().map(|s| (s.c, s.start, s.end)).collect::<Vec<_>>(),
            [('1', 0, 7), ('q', 7, 10)]
        );
    }
}
