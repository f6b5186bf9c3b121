//! Masking of private values: what hides is taken out first, then what is private is masked. Pure, never panics; a value
//! without anything private or unseen comes back borrowed.

mod address;

#[cfg(test)]
mod attacks;

mod bank_card;
mod chat;
mod clean;
mod digits;
mod english;
mod first_look;
mod foreign;
mod hidden;
mod id_card;
mod label;
mod landline;
mod look;
mod mail;
mod mobile;
mod name;
mod nick;
mod number;
mod person;
mod phone;
mod signs;
mod street;
mod surnames;
mod text;
mod unseen;
mod words;

pub use address::address;
pub use clean::clean;
pub use name::name;
pub use nick::nick;
pub use phone::phone;
pub use text::text;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::borrow::Cow;

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
            ("王小明13812345678", "王**"),
            ("tb138123456_78", "tb138123456_78"),
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

    #[test]
    fn words_tell_what_follows() {
        for (plain, masked) in [
            ("收件人：阿依古丽·买买提", "收件人：阿**"),
            ("收货人改成欧阳娜娜 13812345678", "收货人改成欧** 138****5678"),
            ("改为王建国收，电话13812345678", "改为王**收，电话138****5678"),
            ("姓 名：李雷", "姓 名：李**"),
            ("改地址：西湖区文三路 138 号 5 幢", "改地址：***"),
            ("地址改为浙江省杭州市西湖区文三路138号5楼501，谢谢", "地址改为浙江省杭州市西湖区***，谢谢"),
            ("送到幸福家园小区5号楼2单元301室", "送到***"),
            ("微 信：lijunhao", "微 信：l***"),
            ("V❤️lijun_88", "V❤️l***"),
            ("企鹅④②②⓪⑦⑤⑥", "企鹅***"),
            ("身份证11010519491231002x", "身份证110****002X"),
            ("退到6222 0250 1846 2453 868", "退到6222****3868"),
            ("邮箱zhang.san ＠ 163。com", "邮箱z*** ＠ 163。com"),
            ("电话３４７０４８６７", "电话***"),
        ] {
            assert_eq!(text(plain), masked, "{plain}");
        }
    }

    #[test]
    fn most_words_tell_nothing() {
        for plain in [
            "主人公名字叫路易斯",
            "联系人方便吗",
            "地址写错了3号才发现",
            "送到6楼 辛苦了",
            "同一买家同一地址有 2 单待发货",
            "同一地址的 2 单",
            "从湖北发到湖南花费了整整7天",
            "我住在山东大厦，25楼吃早餐",
            "发票号码：02840189",
            "微信支付500000",
            "加我一件 500g",
            "QQ糖 500g",
            "订单320102199502209407",
            "手机 20261120 买的",
            "1\u{fe0f}\u{20e3} 质量好 ❤\u{fe0f}",
        ] {
            assert!(matches!(text(plain), Cow::Borrowed(same) if same == plain), "{plain} {}", text(plain));
        }
    }

    /// Digits that can be read when everything else is left out.
    fn digits(text: &str) -> String {
        text.chars().filter_map(signs::digit).map(|d| char::from(b'0' + d)).collect()
    }

    proptest! {
        #[test]
        fn no_number_can_be_read(
            head in "([a-zA-Z\\p{Han}]{0,6}[，。 a-z])?",
            prefix in "(\\+86 ?|0086-?|\\(\\+86\\))?",
            number in "1[3-9][0-9]{9}",
            gap in "[-/,，、_*~:|. ·\u{3000}\n#;'—]{0,2}",
            each in any::<bool>(),
            hidden in "[\u{200e}\u{202d}\u{fe0f}\u{e0031}\u{301}\u{ad}\u{feff}]{0,2}",
            wide in any::<bool>(),
            tail in "([，。 a-z][a-z\\p{Han}]{0,6})?",
        ) {
            // Numerals around are part of what is written.
            prop_assume!(digits(&head).is_empty() && digits(&tail).is_empty());
            let between = format!("{gap}{hidden}");
            let (a, rest) = number.split_at(3);
            let (b, c) = rest.split_at(4);
            let written = if each {
                number.chars().map(String::from).collect::<Vec<_>>().join(&between)
            } else {
                [a, b, c].join(&between)
            };
            let written = if wide { written.chars().map(|c| match c {
                '0'..='9' => char::from_u32(c as u32 + 0xfee0).unwrap_or(c),
                c => c,
            }).collect() } else { written };
            let shown = text(&format!("{head}{prefix}{written}{tail}")).into_owned();
            prop_assert!(digits(&shown).len() < 11, "{}", shown);
        }

        #[test]
        fn masked_texts_stay(value in "(收件人|地址|电话|微信|QQ|订单|身份证|路|号|王小明|13812345678|138|1234|8888|0571|\\+86|62220250184624538|[-：，* /a一①\u{200e}\n@.]){0,12}") {
            for mask in [name, nick, phone, address, text] {
                let once = mask(&value).into_owned();
                prop_assert_eq!(mask(&once).into_owned(), once.clone());
            }
        }

        #[test]
        fn calm_texts_hold_nothing(value in "(收件人|地址|电话|微|信|QQ|vx|加我|李雷|路1号|123456|123|a@b.cn|[-：，* /a一①\u{200e}\n@.王]){0,6}") {
            let hints = first_look::look(&value);
            prop_assert!(hints.mail || mail::text(&value) == value);
            prop_assert!(hints.numbers || number::text(&value) == value);
            prop_assert!(hints.words || (chat::text(&value) == value && street::text(&value) == value));
            prop_assert!(hints.words || hints.numbers || person::text(&value) == value);
            prop_assert!(!hints.is_calm() || clean(&value) == value);
        }

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
