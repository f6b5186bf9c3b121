//! Phone numbers, alone or inside free text.

use super::HIDDEN;
use crate::model::text::{is_masked, is_mobile};
use std::borrow::Cow;

/// Area code and number of the shortest landline.
const SHORTEST: usize = 10;

/// `13812345678` → `138****5678`, `0571-88888888` → `0571-****8888`; everything else in the cell is dropped.
pub fn phone(value: &str) -> Cow<'_, str> {
    if is_mobile(value) {
        return Cow::Owned(format!("{}****{}", &value[..3], &value[7..]));
    }
    let signs = signs(value);
    let digits = signs.iter().filter(|s| s.digit.is_some()).count();
    if value.trim().is_empty() || (is_masked(value) && shows_little(&signs, digits)) {
        return Cow::Borrowed(value);
    }
    let found = find(&signs, value);
    let Some(last) = found.last() else {
        // A foreign number, or half of one.
        let tail: String = signs.iter().filter_map(|s| s.digit).skip(digits.saturating_sub(4)).collect();
        return Cow::Owned(if digits >= SHORTEST { format!("{HIDDEN}{tail}") } else { HIDDEN.to_owned() });
    };
    let mut out = found.iter().map(|p| p.masked.as_str()).collect::<Vec<_>>().join("/");
    if signs.iter().any(|s| s.at >= last.end && s.digit.is_some()) {
        out.push_str("-****");
    }
    Cow::Owned(out)
}

/// Phone numbers inside any text: `+86 138 1234 5678`, full-width digits, landlines with area code.
/// A run of digits that is longer than a phone number is an order or tracking number and stays.
pub fn text(value: &str) -> Cow<'_, str> {
    // The lead bytes of full-width and mathematical digits count as digits; most text ends here.
    let may = value.bytes().filter(|b| b.is_ascii_digit() || matches!(b, 0xEF | 0xF0)).count();
    if may < SHORTEST || !may_hold(value.as_bytes()) {
        return Cow::Borrowed(value);
    }
    in_text(value)
}

/// Whether there are digits enough together, the first of which can begin a number.
fn may_hold(text: &[u8]) -> bool {
    let odd = |at: usize| match text[at..] {
        // Full-width digits; others are among what begins with the last one.
        [0xEF, 0xBC, 0x90..=0x99, ..] | [0xF0, ..] => true,
        _ => false,
    };
    // Digits and gaps: those that are not ASCII by their bytes, which other signs share, but no Chinese character.
    let goes_on = |b: &&u8| {
        b.is_ascii_digit()
            || matches!(b, b' ' | b'-' | b'.' | b'(' | b')' | 0x80..=0xC2 | 0xE2 | 0xE3 | 0xEF | 0xF0)
    };
    let many = |from: usize| {
        let digits = text[from..].iter().take_while(goes_on).filter(|b| b.is_ascii_digit());
        digits.take(SHORTEST).count() == SHORTEST
    };
    let mut after_digit = false;
    (0..text.len()).any(|at| {
        let begins = !after_digit && matches!(text[at], b'0' | b'1' | b'8');
        after_digit = text[at].is_ascii_digit();
        odd(at) || (begins && many(at))
    })
}

fn in_text(value: &str) -> Cow<'_, str> {
    let found = find(&signs(value), value);
    if found.is_empty() {
        return Cow::Borrowed(value);
    }
    let (mut out, mut from) = (String::with_capacity(value.len()), 0);
    for phone in found {
        out.push_str(&value[from..phone.start]);
        out.push_str(&phone.masked);
        from = phone.end;
    }
    out.push_str(&value[from..]);
    Cow::Owned(out)
}

/// The ASCII digit that a sign stands for.
pub(super) fn digit(c: char) -> Option<char> {
    let value = match c {
        '0'..='9' => return Some(c),
        '０'..='９' => c as u32 - 0xFF10,
        '\u{1D7CE}'..='\u{1D7FF}' => (c as u32 - 0x1D7CE) % 10,
        _ => return None,
    };
    char::from_digit(value, 10)
}

struct Sign {
    at: usize,
    c: char,
    digit: Option<char>,
}

struct Found {
    start: usize,
    end: usize,
    masked: String,
}

fn signs(value: &str) -> Vec<Sign> {
    value.char_indices().map(|(at, c)| Sign { at, c, digit: digit(c) }).collect()
}

/// `138****5678`, `0571-****8888`, `138****5678-****`: at most nine digits, at most four together at the end.
fn shows_little(signs: &[Sign], digits: usize) -> bool {
    let last = signs.iter().rposition(|s| matches!(s.c, '*' | '＊' | '●')).unwrap_or(0);
    digits <= 9 && signs[last..].iter().filter(|s| s.digit.is_some()).count() <= 4
}

fn is_gap(c: char) -> bool {
    matches!(
        c,
        ' ' | '-' | '\u{a0}' | '\u{3000}' | '－' | '‐'..='―' | '·' | '.' | '(' | ')' | '（' | '）'
            | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
    )
}

fn find(signs: &[Sign], value: &str) -> Vec<Found> {
    let byte = |i: usize| signs.get(i).map_or(value.len(), |s| s.at);
    let mut out = Vec::new();
    let mut i = 0;
    while i < signs.len() {
        if signs[i].digit.is_none() {
            i += 1;
            continue;
        }
        if let Some((end, number, kept)) = country(signs, i).or_else(|| number(signs, i, false)) {
            let lead = &number[..kept];
            let tail = &number[number.len() - 4..];
            let dash = if number.starts_with('0') { "-" } else { "" };
            let area = if end.1 { "+86 " } else { "" };
            // The sign before +86 is part of what is replaced.
            let start = if end.1 && i > 0 && matches!(signs[i - 1].c, '+' | '＋') { i - 1 } else { i };
            let mut masked = format!("{area}{lead}{dash}****{tail}");
            let mut after = end.0;
            if let Some(past) = extension(signs, after) {
                masked.push_str("-****");
                after = past;
            }
            out.push(Found { start: byte(start), end: byte(after), masked });
            i = after;
        } else {
            while signs.get(i).is_some_and(|s| s.digit.is_some()) {
                i += 1;
            }
        }
    }
    out
}

type Match = ((usize, bool), String, usize);

/// A number after `+86`, `86` or `0086`.
fn country(signs: &[Sign], from: usize) -> Option<Match> {
    let head: String = signs[from..].iter().map_while(|s| s.digit).take(4).collect();
    let skip = if head.starts_with("86") { 2 } else { head.starts_with("0086").then_some(4)? };
    let gap = signs[from + skip..].iter().take_while(|s| is_gap(s.c)).count();
    let plus = from > 0 && matches!(signs[from - 1].c, '+' | '＋');
    let ((end, _), text, kept) = number(signs, from + skip + gap, plus || skip == 4)?;
    (gap <= 3).then_some(((end, true), text, kept))
}

/// A mobile or a landline number that starts here and is not followed by another digit. `abroad`: area code without its zero.
fn number(signs: &[Sign], from: usize, abroad: bool) -> Option<Match> {
    let mut digits = String::new();
    // Lengths of the groups between gaps, and whether all gaps are the same sign.
    let (mut groups, mut gaps) = (vec![0_usize], Vec::new());
    let mut i = from;
    while let Some(sign) = signs.get(i) {
        if let Some(d) = sign.digit {
            digits.push(d);
            if let Some(last) = groups.last_mut() {
                *last += 1;
            }
            let closed = signs.get(i + 1).is_none_or(|s| s.digit.is_none());
            if closed && let Some(kept) = kept(&digits, &groups, &gaps, abroad) {
                return Some(((i + 1, false), digits, kept));
            }
            if digits.len() > 12 {
                return None;
            }
            i += 1;
        } else {
            let gap = signs[i..].iter().take_while(|s| is_gap(s.c)).count();
            if !(1..=3).contains(&gap) || digits.is_empty() {
                return None;
            }
            groups.push(0);
            gaps.push(sign.c);
            i += gap;
        }
    }
    None
}

/// How many digits at the front may be shown; `None` if this is no phone number.
fn kept(digits: &str, groups: &[usize], gaps: &[char], abroad: bool) -> Option<usize> {
    let same = gaps.windows(2).all(|w| w[0] == w[1]);
    let big = groups.iter().all(|g| *g >= 3);
    if is_mobile(digits) || (digits.len() == 12 && digits.starts_with('0') && is_mobile(&digits[1..])) {
        // Other groups are dates and counts that happen to stand in a row.
        return (big || same).then_some(digits.len() - 8);
    }
    let area = match digits.as_bytes() {
        [b'0', b'1', b'0', ..] | [b'0', b'2', ..] => 3,
        [b'0', b'3'..=b'9', ..] => 4,
        [b'1', b'0', ..] | [b'2', ..] if abroad => 2,
        [b'3'..=b'9', ..] if abroad => 3,
        _ => return None,
    };
    let whole = groups.len() == 1 || (groups[0] == area && groups[1..].iter().all(|g| *g >= 3));
    let long = digits.len().checked_sub(area).is_some_and(|n| matches!(n, 7 | 8));
    (whole && long).then_some(area)
}

/// `-1234`, `转1234`: the end of an extension of 2 to 6 digits.
fn extension(signs: &[Sign], from: usize) -> Option<usize> {
    let lead = signs[from..].iter().take_while(|s| matches!(s.c, '-' | '－' | '转' | '#' | ' ')).count();
    let said = signs[from..from + lead].iter().any(|s| s.c != ' ');
    let digits = signs[from + lead..].iter().take_while(|s| s.digit.is_some()).count();
    (said && lead <= 3 && (2..=6).contains(&digits)).then_some(from + lead + digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn phones_keep_area_and_tail() {
        for (plain, masked) in [
            ("13812345678", "138****5678"),
            ("0571-88888888", "0571-****8888"),
            ("(0571)88888888", "0571-****8888"),
            ("010-88888888", "010-****8888"),
            ("+8613812345678", "+86 138****5678"),
            ("+86-138-1234-5678", "+86 138****5678"),
            ("+86 571 8888 8888", "+86 571****8888"),
            ("8613812345678", "+86 138****5678"),
            ("13812345678-1234", "138****5678-****"),
            ("13812345678转1234", "138****5678-****"),
            ("13812345678,1234", "138****5678-****"),
            ("13812345678/13912345678", "138****5678/139****5678"),
            ("王小明 13812345678", "138****5678"),
            ("+44 20 7946 0958", "***0958"),
            ("88888888", "***"),
            ("138****5678", "138****5678"),
            ("*13812345678", "138****5678"),
            ("", ""),
        ] {
            assert_eq!(phone(plain), masked, "{plain}");
        }
    }

    proptest! {
        #[test]
        fn no_number_is_passed_over(
            text in "([0-9]{1,5}|[018][0-9]{9,12}|86|0086|1[3-9][0-9]{9}|[-. ()+:，０-９𝟎转a王·\u{a0}]){0,8}",
        ) {
            prop_assert_eq!(super::text(&text), in_text(&text));
        }
    }

    #[test]
    fn phones_inside_text_are_masked() {
        for (plain, masked) in [
            ("打 13812345678 没人接", "打 138****5678 没人接"),
            ("138 1234 5678，谢谢", "138****5678，谢谢"),
            ("138-1234-5678", "138****5678"),
            ("138 12 34 56 78", "138****5678"),
            ("1 3 8 1 2 3 4 5 6 7 8", "138****5678"),
            ("电话１３８１２３４５６７８", "电话138****5678"),
            ("电话:+86 138 1234 5678。", "电话:+86 138****5678。"),
            ("座机0571-88888888转801", "座机0571-****8888-****"),
            ("座机057188888888", "座机0571-****8888"),
            ("138\u{200b}1234\u{200b}5678", "138****5678"),
        ] {
            assert_eq!(text(plain), masked, "{plain}");
        }
    }

    #[test]
    fn other_numbers_stay() {
        for plain in [
            "订单 4123456789012345678 已发",
            "SF1381234567890",
            "2026-11-21 09:30:00",
            "满减 15 2026-11-21 9:30",
            "138.00 元 2 件",
            "没有数字",
            "",
        ] {
            assert!(matches!(text(plain), Cow::Borrowed(same) if same == plain), "{plain}");
        }
    }

    proptest! {
        #[test]
        fn no_mobile_survives(head in "[^0-9０-９𝟎-𝟿]{0,8}", number in "1[3-9][0-9]{9}", tail in "[\\p{Han}a-z，]{0,8}") {
            let value = format!("{head}{number}{tail}");
            prop_assert!(!text(&value).contains(&number));
            prop_assert!(!phone(&value).contains(&number));
        }
    }
}
