//! The platform nick, and which nicks are the name of a person.

use super::surnames::{COMPOUND, SURNAMES};

use super::clean::after_cleaning;
use super::name::name;
use super::text::text;
use crate::model::text::is_han;
use std::borrow::Cow;

/// The platform nick: as it is, unless it is a mail address, holds a phone or is the name of a person.
pub fn nick(value: &str) -> Cow<'_, str> {
    after_cleaning(value, |value| {
        if is_name(value) {
            return name(value);
        }
        match text(value) {
            // What is left of a nick whose phone is hidden may be a name.
            Cow::Owned(shown) => {
                let rest: String = shown.chars().filter(|c| !matches!(c, '*' | '0'..='9')).collect();
                if is_name(&rest) { Cow::Owned(name(&rest).into_owned()) } else { Cow::Owned(shown) }
            }
            shown => shown,
        }
    })
}

fn is_name(value: &str) -> bool {
    is_person(value) || is_western_name(value)
}

const TITLES: [&str; 20] = [
    "女士", "先生", "小姐", "太太", "老师", "阿姨", "同学", "师傅", "医生", "经理", "妈妈", "爸爸", "主任",
    "大夫", "护士", "奶奶", "爷爷", "老板", "叔叔", "教授",
];

const LATIN_TITLES: [&str; 6] = ["mrs", "mr", "miss", "ms", "dr", "tb"];

/// `王小明`, `王 小 明`, `王小明女士`, `王小明1988`, `1988王小明`, `王小明_88`.
fn is_person(value: &str) -> bool {
    // A name has at least two Chinese signs: the bytes rule out most nicks.
    if value.len() < 6 || value.len() > 64 || !value.bytes().any(|b| b >= 0xe3) {
        return false;
    }
    if is_real_name(value.trim()) {
        return true;
    }
    // Marks stand for nothing in a name, and a year is written in any digits.
    let plain: Vec<char> = super::signs::signs(value).into_iter().map(|s| s.c).collect();
    let bare = |c: &char| !c.is_alphanumeric() || c.is_ascii_digit();
    let digits = plain.iter().filter(|c| c.is_ascii_digit()).count();
    let mut name: String = plain.iter().filter(|c| !bare(c)).collect();
    let whole = name.chars().count();
    if let Some(rest) = TITLES.iter().find_map(|title| name.strip_suffix(title)) {
        name = rest.to_owned();
    }
    if let Some(rest) = LATIN_TITLES.iter().find_map(|title| name.strip_prefix(title)) {
        name = rest.to_owned();
    }
    let signs = name.chars().count();
    let titled = signs < whole;
    let compound = COMPOUND.iter().any(|s| name.starts_with(s));
    let length = if compound {
        (3..=4).contains(&signs)
    } else {
        signs == 3
            || (signs == 2 && (titled || matches!(digits, 0 | 3 | 4 | 6 | 8)))
            || (signs == 1 && titled && SURNAMES.contains(name.as_str()))
    };
    let dated = matches!(digits, 0 | 2 | 3 | 4 | 6 | 8)
        && plain
            .iter()
            .skip_while(|c| bare(c))
            .collect::<String>()
            .trim_end_matches(|c| bare(&c))
            .chars()
            .filter(char::is_ascii_digit)
            .count()
            <= digits;
    length && dated && (signs == 1 || is_real_name(&name))
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
