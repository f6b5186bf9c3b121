//! Ids of WeChat and QQ behind their words: `微信abcde_123` → `微信a***`.

use super::hidden::HIDDEN;
use super::signs::{Change, Sign, changed, signs};
use super::words::{any_at, led, word_at};
use std::borrow::Cow;

/// How sure a word is that an id follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    /// `微信`: an id of letters only is believed where something leads to it.
    WeChat,
    /// `QQ`: mostly digits.
    Qq,
    /// `加我`: only what cannot be a word or a count.
    Add,
}

const WORDS: &[(Word, &str)] = &[
    (Word::WeChat, "微信"),
    (Word::WeChat, "威信"),
    (Word::WeChat, "薇信"),
    (Word::WeChat, "徽信"),
    (Word::WeChat, "維信"),
    (Word::WeChat, "维信"),
    (Word::WeChat, "v信"),
    (Word::WeChat, "w信"),
    (Word::WeChat, "微芯"),
    (Word::WeChat, "薇芯"),
    (Word::WeChat, "绿泡泡"),
    (Word::WeChat, "weixin"),
    (Word::WeChat, "wechat"),
    (Word::WeChat, "wx"),
    (Word::WeChat, "vx"),
    (Word::WeChat, "v❤"),
    (Word::WeChat, "v♥"),
    (Word::WeChat, "v心"),
    (Word::WeChat, "v:"),
    (Word::WeChat, "wei信"),
    (Word::Qq, "qq"),
    (Word::Qq, "扣扣"),
    (Word::Qq, "企鹅"),
    (Word::Qq, "企鵝"),
    (Word::Qq, "球球"),
    (Word::Qq, "抠抠"),
    (Word::Qq, "叩叩"),
    (Word::Qq, "q号"),
    (Word::Qq, "q:"),
    (Word::Add, "加我"),
    (Word::Add, "加v"),
    (Word::Add, "+v"),
    (Word::Add, "➕v"),
    (Word::Add, "加q"),
    (Word::Add, "加个好友"),
];

const LEADS: &[&str] = &[
    "群号", "群", "号码", "号", "是", "为", "我的", "我", "吧", "加", "搜", "联系", "id", "码", "账号",
    "帐号", "名字", "名", "昵称", "邮箱", "邮", "账户", "下", "一下", "哦", "v", "❤", "♥",
];

/// Shorter is no id.
const SHORTEST: usize = 5;

pub(super) fn text(value: &str) -> Cow<'_, str> {
    changed(value, &find(&signs(value))).map_or(Cow::Borrowed(value), Cow::Owned)
}

fn find(signs: &[Sign]) -> Vec<Change> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(sign) = signs.get(at) {
        if !may_begin(sign.c) {
            at += 1;
            continue;
        }
        let found = WORDS.iter().find_map(|(word, name)| {
            let end = word_at(signs, at, name).filter(|_| begins(signs, at))?;
            let (from, led) = led(signs, end, LEADS);
            let led = led || name.ends_with(':');
            let to = id(signs, from, *word, led).or_else(|| numerals(signs, from, *word))?;
            Some((from, to))
        });
        let Some((from, to)) = found else {
            at += 1;
            continue;
        };
        out.extend(Change::of(signs, from, to, |first| {
            let shown = if first.is_ascii_alphabetic() { first.to_string() } else { String::new() };
            format!("{shown}{HIDDEN}")
        }));
        at = to.max(at + 1);
    }
    out
}

/// The first signs of [`WORDS`]: nearly every sign of a text is none of them.
fn may_begin(c: char) -> bool {
    matches!(
        c,
        '微' | '威'
            | '薇'
            | '徽'
            | '維'
            | '维'
            | 'v'
            | 'w'
            | '绿'
            | 'q'
            | '扣'
            | '企'
            | '球'
            | '抠'
            | '叩'
            | '加'
            | '+'
            | '➕'
    )
}

/// Latin words begin where no other does.
fn begins(signs: &[Sign], at: usize) -> bool {
    let here = signs.get(at).is_some_and(|s| s.c.is_ascii_alphanumeric());
    let before = at.checked_sub(1).and_then(|n| signs.get(n));
    !here || !before.is_some_and(|s| s.c.is_ascii_alphanumeric())
}

/// Letters, digits, `_` and `-`, at least one of them a letter.
fn id(signs: &[Sign], from: usize, word: Word, led: bool) -> Option<usize> {
    let run = signs.iter().skip(from).take_while(|s| s.c.is_ascii_alphanumeric() || matches!(s.c, '_' | '-'));
    let (mut length, mut letters, mut others) = (0, 0, 0);
    for sign in run {
        length += 1;
        letters += usize::from(sign.c.is_ascii_alphabetic());
        others += usize::from(!sign.c.is_ascii_alphabetic());
    }
    // `abc 12345`: letters, one blank, digits.
    let rest = signs.iter().skip(from + length + 1).take_while(|s| s.c.is_ascii_digit()).count();
    if letters > 0 && others == 0 && rest >= 4 && signs.get(from + length).is_some_and(|s| s.c == ' ') {
        (length, others) = (length + 1 + rest, rest);
    }
    let first = signs.get(from)?.c.is_ascii_alphanumeric();
    let believed = others > 0 || (led && word == Word::WeChat && length > SHORTEST);
    (first && length >= SHORTEST && letters > 0 && believed).then_some(from + length)
}

/// Five to twelve digits of any writing, in parts or not.
fn numerals(signs: &[Sign], from: usize, word: Word) -> Option<usize> {
    let (mut at, mut end, mut many, mut gap) = (from, from, 0, 0);
    while let Some(sign) = signs.get(at).filter(|_| many < 20) {
        if sign.digit.is_some() {
            many += 1;
            end = at + 1;
            gap = 0;
        } else if many > 0 && gap < 2 && !sign.c.is_alphanumeric() && !matches!(sign.c, '*' | '\n') {
            gap += 1;
        } else {
            break;
        }
        at += 1;
    }
    let least = if word == Word::Add { 7 } else { SHORTEST };
    let unit =
        any_at(signs, end, &["元", "块", "件", "个", "折", "%", "年", "多", "分", "秒", "人"]).is_some();
    let money = word != Word::Qq && many < 6;
    ((least..=13).contains(&many) && !unit && !money).then_some(end)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_word_is_looked_for() {
        assert!(super::WORDS.iter().all(|(_, word)| word.starts_with(super::may_begin)));
    }
}
