//! Masking of private values. Pure, never panics; a value without anything private comes back borrowed.

mod address;
mod phone;

use super::text::{is_han, is_masked};
use std::borrow::Cow;

pub use address::address;
pub use phone::{phone, text};

const HIDDEN: &str = "***";

/// `王小明` → `王**`, `John Smith` → `J***`. The number of stars says nothing about the length.
pub fn name(value: &str) -> Cow<'_, str> {
    let plain = value.trim();
    if plain.is_empty() || (is_masked(plain) && is_short(plain)) {
        return Cow::Borrowed(value);
    }
    Cow::Owned(match plain.chars().next() {
        Some(c) if is_han(c) => format!("{c}**"),
        Some(c) if c.is_alphabetic() => format!("{c}***"),
        _ => HIDDEN.to_owned(),
    })
}

/// The platform nick: as it is, unless it is a mail address, holds a phone or is the name of a person.
pub fn nick(value: &str) -> Cow<'_, str> {
    if let Some(masked) = email(value) {
        return Cow::Owned(masked);
    }
    if is_real_name(value.trim()) || is_western_name(value) { name(value) } else { text(value) }
}

/// A masked name shows at most two letters and no digit; `王小明*` is not masked.
fn is_short(value: &str) -> bool {
    !value.chars().any(|c| phone::digit(c).is_some())
        && value.chars().filter(|c| c.is_alphabetic()).count() <= 2
}

fn email(value: &str) -> Option<String> {
    let (local, domain) = value.trim().split_once('@')?;
    let (host, top) = domain.rsplit_once('.')?;
    let good = !host.is_empty() && !top.is_empty() && !value.trim().contains(char::is_whitespace);
    let first = local.chars().next().filter(|_| good)?;
    Some(format!("{first}***@{}", text(domain)))
}

fn is_real_name(value: &str) -> bool {
    // At most four signs: a byte count rules out nearly every nick.
    (6..=16).contains(&value.len())
        && (2..=4).contains(&value.chars().count())
        && value.chars().all(is_han)
        && (value.chars().next().is_some_and(|c| SURNAMES.contains(c))
            || COMPOUND.iter().any(|s| value.starts_with(s)))
}

/// `Jane Doe`, `Ana O'Test (abc)`: two words or more, each of letters and with a capital.
fn is_western_name(value: &str) -> bool {
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_uppercase())
            && word.chars().all(|c| c.is_alphabetic() && !is_han(c) || matches!(c, '\'' | '-' | '.'))
    };
    let mut words = value.split_whitespace().take_while(|w| !w.starts_with('('));
    words.next().is_some_and(is_word) && words.next().is_some_and(is_word) && words.all(is_word)
}

/// The most frequent surnames, about nine people in ten.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈\
    姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安\
    齐易乔伍庞颜倪庄聂章鲁岳翟申耿关焦俞左柳甘祝包宁尚符舒阮纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈\
    饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣";

const COMPOUND: [&str; 14] = [
    "欧阳", "司马", "上官", "诸葛", "司徒", "东方", "独孤", "南宫", "夏侯", "皇甫", "尉迟", "公孙", "慕容",
    "令狐",
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_keep_their_first_sign() {
        for (plain, masked) in [
            ("王小明", "王**"),
            (" 欧阳锋 ", "欧**"),
            ("John Smith", "J***"),
            ("王**", "王**"),
            ("王*明", "王*明"),
            ("王小明*", "王**"),
            ("13812345678", "***"),
            ("", ""),
        ] {
            assert_eq!(name(plain), masked, "{plain}");
        }
    }

    #[test]
    fn nicks_are_shown_unless_they_are_a_person() {
        for (plain, masked) in [
            ("tb_linxb01", "tb_linxb01"),
            ("爱买买买", "爱买买买"),
            ("王小明", "王**"),
            ("司马相如", "司**"),
            ("小王爱吃鱼", "小王爱吃鱼"),
            ("tb13812345678", "tb138****5678"),
            ("john.smith@mail.example.com", "j***@mail.example.com"),
            ("a@b", "a@b"),
            ("t**", "t**"),
            ("Ann Lee", "A***"),
            ("Zoë O'Neil-Smith (abc)", "Z***"),
            ("Blue", "Blue"),
            ("Best shop 24", "Best shop 24"),
        ] {
            assert_eq!(nick(plain), masked, "{plain}");
        }
        assert!(matches!(nick("tb_linxb01"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn masking_is_total_and_stable(value in "\\PC{0,24}") {
            for mask in [name, nick, phone, address, text] {
                let once = mask(&value).into_owned();
                prop_assert_eq!(mask(&once).into_owned(), once.clone());
            }
        }

        #[test]
        fn names_leak_one_sign(value in "[\\p{Han}a-z ]{1,12}") {
            prop_assert!(name(&value).chars().filter(|c| *c != '*' && *c != ' ').count() <= 1);
        }
    }
}
