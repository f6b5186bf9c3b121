//! The column of phones.

use super::clean::after_cleaning;
use super::hidden::HIDDEN;
use super::look::{head, tail};
use super::number::find;
use super::signs::{is_digit, signs};
use crate::model::text::{is_masked, is_mobile};
use std::borrow::Cow;

/// As many digits as are shown of an unknown number are hidden, and more.
const LONG: usize = 10;

/// `13812345678` → `138****5678`, `0571-88888888` → `0571-****8888`; everything else in the cell is dropped.
pub fn phone(value: &str) -> Cow<'_, str> {
    if is_mobile(value) {
        return Cow::Owned(format!("{}****{}", head(value, 3), tail(value, 4)));
    }
    after_cleaning(value, column)
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
    let many = |text: &str| text.chars().filter(|c| is_digit(*c)).count();
    let last = value.rfind(['*', '＊', '●']).and_then(|at| value.get(at..)).unwrap_or_default();
    // The zero of an area behind its country is one more.
    let most = if value.starts_with("+86 0") { 10 } else { 9 };
    is_masked(value) && many(value) <= most && many(last) <= 4
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
            ("Ht13812345678", "Ht138****5678"),
            ("问SF13812345678", "问SF138****5678"),
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
            "JDVA13812345678",
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
