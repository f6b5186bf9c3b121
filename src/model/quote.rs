//! What a message may tell of a value that stands where it does not belong.
//!
//! A cell in the wrong column may be anything: a name, a street, a phone, an account. So the mask is the strictest
//! there is, and still helps to find the cell: its first sign and its length. Figures and dates that are nobody's show.

use super::text::{is_mobile, one_line};
use super::{Say, mask};
use std::borrow::Cow;

/// No longer value is looked at.
const LONGEST: usize = 64;

/// What spreadsheets and databases write where there is nothing, or nothing they could compute.
const DEBRIS: &[&str] = &[
    "null", "none", "nil", "nan", "n/a", "na", "true", "false", "#n/a", "#ref!", "#value!", "#div/0!",
    "#name?", "#null!", "#num!", "#error!", "#spill!", "#calc!",
];

/// A value in quotes as a sentence holds it: 「12.345」, 「王**」（3 字）.
pub fn cell(value: &str) -> Say {
    let value = value.trim();
    if is_harmless(value) {
        let shown = one_line(value, LONGEST);
        return Say::new(format!("「{shown}」"), format!("`{shown}`"));
    }
    let (shown, length) = (shape(value), value.chars().count());
    Say::new(format!("「{shown}」（{length} 字）"), format!("`{shown}` ({length} characters)"))
}

/// A number of an order, a case, a line: whole, as it has to be found again; a phone, an account or a name among
/// them is told by its first sign only.
pub fn number(value: &str) -> String {
    let value = value.trim();
    let like_number = value.len() <= LONGEST
        && value
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '#' | '~' | '/' | ','))
        && value.bytes().any(|b| b.is_ascii_digit());
    let private = || is_mobile(value) || is_id_card(value) || matches!(mask::text(value), Cow::Owned(_));
    if is_harmless(value) || like_number && !private() { one_line(value, LONGEST) } else { shape(value) }
}

/// The code of a currency, or the shape of what stands in its place.
pub fn code(value: &str) -> String {
    let is_code = value.len() == 3 && value.bytes().all(|b| b.is_ascii_uppercase());
    if is_code { value.to_owned() } else { number(value) }
}

/// Words of which some may be a row's data instead of a heading: each by its shape.
pub fn shapes<'a>(values: impl Iterator<Item = &'a str>) -> String {
    values
        .map(|value| if is_harmless(value) { one_line(value, LONGEST) } else { shape(value) })
        .collect::<Vec<_>>()
        .join(" | ")
}

/// The first sign and stars, however long the value.
fn shape(value: &str) -> String {
    match value.chars().find(|c| !c.is_whitespace()) {
        Some(first) if first.is_alphanumeric() => format!("{first}**"),
        _ => "**".to_owned(),
    }
}

fn is_harmless(value: &str) -> bool {
    let few = value.chars().count() <= LONGEST;
    few && (!value.chars().any(char::is_alphanumeric)
        || value.chars().nth(1).is_none()
        || is_short_number(value)
        || DEBRIS.contains(&value.to_ascii_lowercase().as_str())
        || is_figure(value)
        || is_date(value))
}

/// `5.9.0`, `1,2,3`: no number of anybody is as short.
fn is_short_number(value: &str) -> bool {
    value.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        && value.bytes().filter(u8::is_ascii_digit).count() <= 6
}

/// An amount or a count: at most six digits before its decimals, and a unit.
fn is_figure(value: &str) -> bool {
    let sign = |c: char| matches!(c, '+' | '-' | '¥' | '￥' | '$' | '€' | '£' | ' ');
    let unit = |c: char| matches!(c, '元' | '角' | '分' | '件' | '个' | '星' | '%' | '％' | ' ');
    let bare = value.trim_start_matches(sign).trim_end_matches(unit);
    let (mantissa, exponent) = bare.split_once(['E', 'e']).unwrap_or((bare, "0"));
    let digits = |text: &str, most: usize| text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = mantissa.split(['.', ',']).collect();
    digits(exponent.trim_start_matches(['+', '-']), 3)
        && parts.len() <= 4
        && parts.first().is_some_and(|first| !first.is_empty())
        && parts.iter().all(|part| digits(part, 6))
        && parts.iter().map(|part| part.len()).sum::<usize>() <= 10
        && parts.iter().skip(1).rev().skip(1).all(|part| part.len() == 3)
        && (parts.len() < 3
            || [parts.first(), parts.last()].iter().all(|part| part.is_some_and(|p| p.len() <= 3)))
}

/// A day with separators, and perhaps a time: `2026-13-45 25:00`, `13/14/26`, `2026年2月30日`.
fn is_date(value: &str) -> bool {
    let mut groups: Vec<(usize, u32, char)> = Vec::new();
    let mut joined = false;
    for c in value.chars() {
        match (c.to_digit(10), groups.last_mut()) {
            (Some(digit), Some((len, number, _))) if joined => {
                (*len, *number) = (*len + 1, number.saturating_mul(10).saturating_add(digit));
            }
            (Some(digit), _) => {
                groups.push((1, digit, '\0'));
                joined = true;
            }
            (None, Some((.., end))) => {
                if joined {
                    *end = c;
                }
                joined = false;
                if !matches!(
                    c,
                    '-' | '/'
                        | '.'
                        | '年'
                        | '月'
                        | '日'
                        | ' '
                        | 'T'
                        | 'Z'
                        | ':'
                        | '+'
                        | '时'
                        | '分'
                        | '秒'
                        | '：'
                ) {
                    return false;
                }
            }
            (None, None) => return false,
        }
    }
    let [(first, year, a), (second, _, b), (third, _, c), time @ ..] = groups.as_slice() else {
        return false;
    };
    let day = matches!((a, b), ('-', '-') | ('/', '/') | ('.', '.') | ('年', '月'));
    let shape = match (first, third) {
        (4, 1 | 2) => (1900..2100).contains(year),
        (1 | 2, 2 | 4) => true,
        _ => false,
    };
    let clock =
        |(len, _, end): &(usize, u32, char)| *len <= 2 && !matches!(end, '-' | '/' | '.' | '年' | '月');
    let parted = !matches!(c, '-' | '/' | '.' | '年' | '月');
    day && parted && shape && *second <= 2 && time.len() <= 5 && time.iter().all(clock)
}

/// Eighteen signs of which the last one checks the others, and a day of birth among them.
fn is_id_card(value: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let Some((body, check)) = value.split_at_checked(17).filter(|_| value.len() == 18) else { return false };
    let sum: Option<u32> =
        body.chars().zip(WEIGHTS).map(|(c, weight)| c.to_digit(10).map(|digit| digit * weight)).sum();
    let year = body.get(6..10).and_then(|year| year.parse::<u32>().ok());
    let wanted = sum.and_then(|sum| "10X98765432".chars().nth(usize::try_from(sum % 11).ok()?));
    year.is_some_and(|year| (1900..2100).contains(&year))
        && wanted.is_some_and(|wanted| check.eq_ignore_ascii_case(&wanted.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_may_be_private_shows_its_first_sign() {
        for (value, zh) in [
            ("王小明", "「王**」（3 字）"),
            ("Ann Lee", "「A**」（7 字）"),
            ("浙江省杭州市西湖区文三路 1 号", "「浙**」（16 字）"),
            ("13800001111", "「1**」（11 字）"),
            ("138-0000-1111", "「1**」（13 字）"),
            ("138.0000.1111", "「1**」（13 字）"),
            ("202-555-0123", "「2**」（12 字）"),
            ("0571-88001234", "「0**」（13 字）"),
            ("88001234", "「8**」（8 字）"),
            ("01.23.45.67.89", "「0**」（14 字）"),
            ("01 23 45 67 89", "「0**」（14 字）"),
            ("ann@mail.example.com", "「a**」（20 字）"),
            ("1.3800001111E+10", "「1**」（16 字）"),
            ("3单元 5 号", "「3**」（7 字）"),
            ("@handle", "「**」（7 字）"),
        ] {
            assert_eq!(cell(value).zh, zh);
        }
        assert_eq!(cell("王明").en, "`王**` (2 characters)");
    }

    #[test]
    fn figures_dates_and_debris_show() {
        for value in [
            "x",
            "5.9.0",
            "12.345",
            "-1,234.5",
            "1.234,56",
            "1,234,567.89",
            "¥ 12.5",
            "0.125元",
            "3件",
            "150%",
            "1e3",
            "3.51E+18",
            "2026-13-45",
            "2026-13-45 25:61:00",
            "13/14/2026",
            "5/6/26",
            "2026年2月30日",
            "2026-11-21T09:00:00+08:00",
            "#REF!",
            "null",
            "--",
            "/",
            "",
            "?!",
        ] {
            assert_eq!(cell(value).en, format!("`{value}`"));
        }
    }

    #[test]
    fn numbers_stay_and_people_do_not() {
        for value in
            ["3512260000000000042", "260301-123456789012345", "#1001", "C-0001", "SF1020304050607", "1-20"]
        {
            assert_eq!(number(value), value);
        }
        for value in ["13800001111", "王小明", "ann@example.com", "Ann", "11010519491231002X", "1; DROP"] {
            assert!(number(value).ends_with("**") && number(value).chars().count() <= 3, "{value}");
        }
    }

    proptest! {
        #[test]
        fn letters_show_once_at_most(value in "[\\p{Han}a-z@ ]{2,40}") {
            let shown = cell(&value).zh;
            let inner = shown.split('」').next().unwrap_or_default();
            let known = DEBRIS.contains(&value.trim());
            prop_assert!(known || inner.chars().filter(|c| c.is_alphanumeric()).count() <= 1, "{}", shown);
        }

        #[test]
        fn long_runs_of_digits_never_show(value in "[0-9]{7,30}") {
            prop_assert!(!cell(&value).zh.contains(&value));
        }

        #[test]
        fn nothing_panics(value in any::<String>()) {
            let _ = (cell(&value), number(&value), is_id_card(&value));
            prop_assert!(!cell(&value).en.chars().any(char::is_control));
        }
    }
}
