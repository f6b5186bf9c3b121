//! Chinese mobile numbers, and the column of phones.

use super::HIDDEN;
use super::digits::Span;
use super::label::Label;
use super::landline;
use super::number::{Found, Look, find, head, tail};
use super::signs::signs;
use crate::model::text::{is_masked, is_mobile};
use std::borrow::Cow;

/// As many digits as are shown of an unknown number are hidden, and more.
const LONG: usize = 10;

/// `13812345678` → `138****5678`, `0571-88888888` → `0571-****8888`; everything else in the cell is dropped.
pub fn phone(value: &str) -> Cow<'_, str> {
    if is_mobile(value) {
        return Cow::Owned(format!("{}****{}", head(value, 3), tail(value, 4)));
    }
    super::after_cleaning(value, column)
}

fn column(value: &str) -> Cow<'_, str> {
    let signs = signs(value);
    let digits: String = signs.iter().filter_map(|s| s.digit).map(|d| char::from(b'0' + d)).collect();
    if value.trim().is_empty() || value.split('/').all(shows_little) {
        return Cow::Borrowed(value);
    }
    let found = find(&signs);
    let Some(last) = found.last() else {
        // A foreign number, or half of one.
        let tail = tail(&digits, 4);
        return Cow::Owned(if digits.len() >= LONG { format!("{HIDDEN}{tail}") } else { HIDDEN.to_owned() });
    };
    let mut out = found.iter().map(|p| p.written.as_str()).collect::<Vec<_>>().join("/");
    if signs.iter().any(|s| s.start >= last.end && s.digit.is_some()) && !out.ends_with("-****") {
        out.push_str("-****");
    }
    Cow::Owned(out)
}

/// `138****5678`, `0571-****8888`, `138****5678-****`: at most nine digits, at most four together at the end.
fn shows_little(value: &str) -> bool {
    let many = |text: &str| text.chars().filter(|c| super::signs::is_digit(*c)).count();
    let last = value.rfind(['*', '＊', '●']).and_then(|at| value.get(at..)).unwrap_or_default();
    // The zero of an area behind its country is one more.
    let most = if value.starts_with("+86 0") { 10 } else { 9 };
    is_masked(value) && many(value) <= most && many(last) <= 4
}

/// `13812345678`, `013812345678`, two or more of them side by side.
pub(super) fn mobile(look: &Look<'_>) -> Option<Found> {
    let found = dated(look).or_else(|| {
        look.spans(33).find_map(|span| {
            let begins = matches!(span.digits, [b'0', b'1', ..] | [b'1', ..]);
            if !begins || !matches!(span.digits.len(), 11 | 12 | 22 | 33) {
                return None;
            }
            let digits = span.text();
            if let Some(number) = whole(&digits) {
                return (span.is_one() && !is_size(look, &span)).then(|| Found::new(&span, written(number)));
            }
            let two = digits.len() >= 22 && span.groups().len() == 1;
            two.then(|| several(&digits)).flatten().map(|written| Found::new(&span, written))
        })
    })?;
    let alone = look.pieces.get(look.first).is_some_and(|p| p.to - p.from == 11);
    let thing = look.before.is_carrier() || (alone && look.before.is_numbered());
    (!thing).then_some(found)
}

/// `2026112013812345678`, `18:3013812345678`: behind a day, a day and a time, the minutes of a time.
fn dated(look: &Look<'_>) -> Option<Found> {
    let span = look.spans(25).find(|span| matches!(span.digits.len(), 13 | 19 | 23 | 25))?;
    let piece = look.pieces.get(look.first)?;
    let whole = span.next == look.first + 1 && piece.to - piece.from == span.digits.len();
    let digits = span.text();
    let (time, number) = digits.split_at_checked(digits.len().checked_sub(11)?)?;
    let sign = |back: usize| look.from.checked_sub(back).and_then(|at| look.signs.get(at));
    let minutes = time.len() == 2
        && time < "60"
        && sign(1).is_some_and(|s| s.c == ':')
        && sign(2).is_some_and(|s| s.digit.is_some());
    let day = time.len() >= 8 && landline::is_day(span.digits.get(..8)?) && look.is_free();
    (whole && is_mobile(number) && (minutes || day))
        .then(|| Found::new(&span, format!("{time} {}", written(number))))
}

/// `138*1200*3000mm`, `159/1999/2999元`: a unit behind, or prices that rise and end as prices do.
fn is_size(look: &Look<'_>, span: &Span<'_>) -> bool {
    let groups = span.groups();
    if groups.len() < 3 || look.label == Some(Label::Phone) {
        return false;
    }
    if look.label == Some(Label::Count) && groups != [3, 4, 4] {
        return true;
    }
    let (times, slash) = (span.marks().times, span.marks().slash);
    let end = span.next.checked_sub(1).and_then(|n| look.pieces.get(n)).map_or(0, |p| p.to);
    let behind: String = look.signs.iter().skip(end).take(4).map(|s| s.c).collect();
    let unit = behind.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
    let latin = matches!(unit, "mm" | "cm" | "dm" | "ml" | "kg" | "mg" | "um");
    let han = behind.starts_with(['米', '毫', '厘', '公', '克', '寸', '升', '元']);
    let prices = slash && span.alike() && groups == [3, 4, 4] && are_prices(&span.text());
    // Sizes are round; in doubt it is a phone.
    let round = digits_at(&span.text(), groups).all(|part| part.ends_with(['0', '5']));
    ((times || slash) && (latin || han) && round) || prices
}

/// The parts behind the first.
fn digits_at<'d>(digits: &'d str, groups: &'d [u8]) -> impl Iterator<Item = &'d str> {
    let ends = groups.iter().scan(0, |end, n| {
        *end += usize::from(*n);
        Some((*end - usize::from(*n), *end))
    });
    ends.skip(1).map(|(from, to)| digits.get(from..to).unwrap_or_default())
}

fn are_prices(digits: &str) -> bool {
    let (Some(first), Some(second), Some(third)) = (digits.get(..3), digits.get(3..7), digits.get(7..11))
    else {
        return false;
    };
    let price = |part: &str| part >= "1000" && (part.ends_with("99") || part.ends_with("00"));
    first.ends_with(['8', '9', '0']) && price(second) && price(third) && second < third
}

fn whole(digits: &str) -> Option<&str> {
    let bare = digits.strip_prefix('0').unwrap_or(digits);
    is_mobile(bare).then_some(digits)
}

fn written(digits: &str) -> String {
    format!("{}****{}", head(digits, digits.len() - 8), tail(digits, 4))
}

fn several(digits: &str) -> Option<String> {
    let numbers: Option<Vec<String>> = (0..digits.len() / 11)
        .map(|n| digits.get(n * 11..n * 11 + 11).filter(|d| is_mobile(d)).map(written))
        .collect();
    Some(numbers?.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::mask::text;
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
            ("+44 20 7946 0958", "+44 ****0958"),
            ("20 7946 0958", "***0958"),
            ("刘小明13812345678", "138****5678"),
            ("138****5678/139****5678", "138****5678/139****5678"),
            ("88888888", "***"),
            ("138****5678", "138****5678"),
            ("*13812345678", "138****5678"),
            ("", ""),
        ] {
            assert_eq!(phone(plain), masked, "{plain}");
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
            ("139/1874，0505", "139****0505"),
            ("1381234567813912345678", "138****5678/139****5678"),
            ("周一13812345678一定打", "周一138****5678一定打"),
            ("一三八①②③④5678", "138****5678"),
            ("138\n1234\n5678", "138****5678"),
            ("(+86)13812345678", "+86 138****5678"),
        ] {
            assert_eq!(text(plain), masked, "{plain}");
        }
    }

    #[test]
    fn other_numbers_stay() {
        for plain in [
            "订单 4123456789012345678 已发",
            "SF1381234567890",
            "运单号ZTO13812345678",
            "订单号：19513967161",
            "价格1799（1999-200）",
            "400-711-6699",
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
