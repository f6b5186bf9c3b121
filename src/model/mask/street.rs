//! Addresses behind their words: `改地址：杭州市余杭区文一西路9号` → `改地址：杭州市余杭区***`.

use super::address::LONGEST;
use super::hidden::HIDDEN;
use super::signs::{Change, Sign, changed, signs};
use super::words::{any_at, led};
use super::{address, english};
use crate::model::text::is_han;
use std::borrow::Cow;

const WORDS: &[&str] = &["地址", "住址", "地阯", "址:"];

/// Things that are made for addresses.
const THINGS: &[&str] = &["贴", "标签", "牌", "印章", "簿", "栏", "戳"];

/// After these only a street is believed: much else is sent somewhere.
const WAYS: &[&str] = &[
    "住在",
    "家在",
    "寄到",
    "送到",
    "发到",
    "改到",
    "寄往",
    "发往",
    "寄去",
    "邮到",
    "转到",
    "寄至",
    "发至",
    "送至",
    "改至",
    "改寄",
    "改送",
    "寄给",
    "发给",
    "换到",
    "改成",
    "改为",
    "换成",
    "递到",
    "发货到",
    "请寄",
    "家住",
    "收货",
    "收件",
    "送货",
];

const LEADS: &[&str] = &[
    "更改为",
    "更改成",
    "更改到",
    "变更为",
    "修改为",
    "修改成",
    "改成",
    "改为",
    "换成",
    "换到",
    "改到",
    "写成",
    "应该是",
    "到",
    "是",
    "为",
    "在",
    "改",
    "新",
    "请",
    "我",
    "家",
    "地址",
    "这里",
    "下面",
];

/// How far behind its word an address may begin, a name and a phone between.
const REACH: usize = 48;

pub(super) fn text(value: &str) -> Cow<'_, str> {
    let signs = signs(value);
    changed(value, &find(value, &signs)).map_or(Cow::Borrowed(value), Cow::Owned)
}

fn find(value: &str, signs: &[Sign]) -> Vec<Change> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(sign) = signs.get(at) {
        if !may_begin(sign.c) {
            at += 1;
            continue;
        }
        if let Some((from, to)) = english::address(signs, at) {
            out.extend(Change::of(signs, from, to, |_| HIDDEN.to_owned()));
            at = to;
            continue;
        }
        let sure = any_at(signs, at, WORDS).filter(|end| any_at(signs, *end, THINGS).is_none());
        let way = || {
            any_at(signs, at, WAYS)
                .filter(|end| signs.get(*end).is_none_or(|s| !matches!(s.c, '人' | '者' | '方')))
        };
        let Some(end) = sure.or_else(way) else {
            at += 1;
            continue;
        };
        let (from, _) = led(signs, end, LEADS);
        at = end;
        let Some((first, last)) =
            house(signs, from, sure.is_some()).or_else(|| region(value, signs, from, sure.is_some()))
        else {
            continue;
        };
        let (Some(start), Some(stop)) = (signs.get(first), last.checked_sub(1).and_then(|n| signs.get(n)))
        else {
            continue;
        };
        let plain = value.get(start.start..stop.end).unwrap_or_default();
        let written = address::masked(plain).map_or_else(|| HIDDEN.to_owned(), Cow::into_owned);
        if written != plain {
            out.push(Change { start: start.start, end: stop.end, written });
        }
        at = last.max(end);
    }
    out
}

/// The first signs of [`WORDS`] and [`WAYS`]: nearly every sign of a text is none of them.
fn may_begin(c: char) -> bool {
    matches!(
        c,
        '地' | '住'
            | '址'
            | '家'
            | '寄'
            | '送'
            | '发'
            | '改'
            | '邮'
            | '转'
            | '换'
            | '递'
            | '请'
            | '收'
            | 'a'
            | 's'
            | 'd'
    )
}

pub(super) fn is_street(c: char) -> bool {
    matches!(
        c,
        '路' | '街'
            | '巷'
            | '道'
            | '弄'
            | '村'
            | '区'
            | '园'
            | '苑'
            | '城'
            | '厦'
            | '场'
            | '庄'
            | '里'
            | '镇'
            | '乡'
            | '楼'
            | '栋'
            | '幢'
            | '府'
            | '邸'
            | '湾'
            | '院'
            | '堡'
            | '公'
            | '寓'
            | '屯'
            | '寨'
            | '坊'
            | '胡'
            | '同'
            | '组'
            | '队'
            | '座'
            | '阁'
            | '轩'
            | '店'
            | '站'
            | '校'
            | '学'
            | '厂'
            | '司'
            | '樓'
            | '區'
            | '園'
            | '廈'
            | '場'
            | '莊'
            | '裡'
            | '鎮'
            | '鄉'
            | '灣'
            | '廠'
            | '閣'
            | '軒'
    )
}

/// Somewhere in most addresses.
fn is_place(c: char) -> bool {
    matches!(c, '路' | '街' | '巷' | '弄' | '区' | '苑' | '镇' | '乡' | '村' | '县')
}

/// Behind the number of a house, a floor, a room.
fn is_unit(c: char) -> bool {
    matches!(
        c,
        '号' | '號'
            | '栋'
            | '幢'
            | '座'
            | '室'
            | '楼'
            | '樓'
            | '棟'
            | '層'
            | '門'
            | '戶'
            | '單'
            | '单'
            | '弄'
            | '组'
            | '巷'
            | '层'
            | '门'
            | '户'
            | '#'
            | '房'
            | '期'
            | '路'
            | '街'
            | '村'
            | '队'
    )
}

fn ends_chunk(c: char) -> bool {
    matches!(
        c,
        ',' | '，'
            | '。'
            | ';'
            | '；'
            | '!'
            | '?'
            | '！'
            | '？'
            | '、'
            | '\n'
            | '\r'
            | ':'
            | '('
            | '（'
            | '"'
            | '*'
            | '~'
            | '|'
            | '/'
    )
}

/// From the first sign of an address to behind its last number.
fn house(signs: &[Sign], from: usize, sure: bool) -> Option<(usize, usize)> {
    let mut first = from;
    let mut at = from;
    while let Some(sign) = signs.get(at).filter(|_| at < from + REACH + LONGEST && first < from + REACH) {
        // A line end inside a street parts nothing.
        if ends_chunk(sign.c) && !(sign.c == '\n' && signs.get(at + 1).is_some_and(|s| s.digit.is_some())) {
            if !is_person(signs, first, at) {
                return None;
            }
            first = at + 1;
        } else if sign.digit.is_some() && at > first && !(is_han(sign.c) && is_han_word(signs, at)) {
            let before =
                signs.get(..at)?.iter().rev().find(|s| !matches!(s.c, ' ' | '\n' | '\r')).map(|s| s.c);
            let digits = signs.iter().skip(at).take(12).take_while(|s| s.digit.is_some()).count();
            let mut after = signs.iter().skip(at + digits).map(|s| s.c).skip_while(|c| *c == ' ');
            let (behind, next) = (after.next(), after.next());
            // `2单元` is part of a house, `2 单` are orders.
            let orders = behind == Some('单') && next != Some('元');
            let street = before.is_some_and(is_street);
            let house = !orders
                && behind.is_some_and(|c| matches!(c, '栋' | '幢' | '座' | '室' | '单' | '弄' | '组' | '#'));
            let unit = !orders && behind.is_some_and(is_unit);
            let bare = digits <= 5 && behind.is_none_or(|c| !is_han(c));
            let named = signs.get(first..at)?.iter().filter(|s| is_han(s.c)).count() >= 3;
            let long = sure && bare && digits >= 2 && signs.get(first..at)?.iter().any(|s| is_place(s.c));
            if (street && (unit || bare) && (sure || (named && unit))) || (sure && house) || long {
                let last = rest(signs, at);
                let first = after_phone(signs, first, at);
                return Some((first, last));
            }
            at += digits.max(1) - 1;
        }
        at += 1;
    }
    None
}

/// A name or a phone may stand before an address, but no sentence.
fn is_person(signs: &[Sign], from: usize, to: usize) -> bool {
    let chunk = signs.get(from..to).unwrap_or_default();
    let ends = signs.get(to).is_some_and(|s| matches!(s.c, '。' | '!' | '?'));
    let letters = chunk.iter().filter(|s| s.c.is_alphanumeric()).count();
    let digits = chunk.iter().filter(|s| s.digit.is_some()).count();
    !ends && (letters <= 4 || digits * 2 >= letters)
}

/// `文一西路`: a numeral inside a word, not before a unit.
fn is_han_word(signs: &[Sign], at: usize) -> bool {
    let run = signs.iter().skip(at).take_while(|s| s.digit.is_some() && is_han(s.c)).take(12).count();
    !signs.get(at + run).is_some_and(|s| matches!(s.c, '号' | '栋' | '幢' | '室' | '单' | '楼' | '组' | '座'))
}

/// Blanks and what is left of a phone before an address: `139****5678 文一西路9号`.
fn after_phone(signs: &[Sign], first: usize, at: usize) -> usize {
    let lead = signs.get(first..at).unwrap_or_default();
    lead.iter().rposition(|s| s.digit.is_some() && !is_han(s.c)).map_or(first, |n| first + n + 1)
}

/// Behind the last number of a house.
fn rest(signs: &[Sign], from: usize) -> usize {
    let (mut at, mut end) = (from, from);
    while let Some(sign) = signs.get(at).filter(|_| at < from + LONGEST) {
        let c = sign.c;
        let part = sign.digit.is_some() || is_unit(c) || c == '元';
        let goes_on = matches!(c, ' ' | '-' | '#' | '－' | '—' | '–' | '(' | ')' | '/' | '~')
            || c.is_ascii_alphabetic();
        let name = is_han(c)
            && signs
                .iter()
                .skip(at)
                .take(9)
                .take_while(|s| is_han(s.c) || s.digit.is_some())
                .any(|s| s.digit.is_some() || is_street(s.c));
        let word_follows = || {
            c == ' ' && signs.get(at + 1).is_some_and(|s| is_han(s.c) && s.digit.is_none() && !is_unit(s.c))
        };
        if part {
            end = at + 1;
        } else if word_follows() || !goes_on && !name {
            break;
        }
        at += 1;
    }
    end
}

/// An address without a number that begins with a province or a city and goes on below the street office.
fn region(value: &str, signs: &[Sign], from: usize, sure: bool) -> Option<(usize, usize)> {
    let mut first = from;
    for _ in 0..4 {
        let length = signs.iter().skip(first).take(LONGEST).take_while(|s| !ends_chunk(s.c)).count();
        let (start, stop) = (signs.get(first)?, signs.get(first + length.checked_sub(1)?)?);
        let plain = value.get(start.start..stop.end)?;
        if let Some(masked) = address::masked(plain).filter(|masked| masked != plain) {
            // Goods go to cities too: below them somebody lives.
            let kept = masked.trim_end_matches('*');
            let near = kept.ends_with(['区', '县', '镇', '乡', '道']) && kept.chars().count() >= 5;
            let below = plain.chars().skip(kept.chars().count()).filter(|c| c.is_alphanumeric()).count();
            return (near && (sure || below >= 4)).then_some((first, first + length));
        }
        if !is_person(signs, first, first + length) {
            return None;
        }
        first += length + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::english;

    #[test]
    fn every_word_is_looked_for() {
        assert!(
            [super::WORDS, super::WAYS, english::WORDS]
                .concat()
                .iter()
                .all(|word| word.starts_with(super::may_begin))
        );
    }
}
