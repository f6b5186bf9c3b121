//! Finds reason, operator and time in a seller's note.

use crate::model::text::is_han;

const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤小老阿";
/// Words that begin like a name.
const NO_NAMES: &[&str] = &[
    "小号",
    "小码",
    "小心",
    "小件",
    "小票",
    "小时",
    "老客",
    "高度",
    "任意",
    "方形",
    "金色",
    "黄色",
    "石头",
    "许多",
    "于是",
    "向上",
    "何时",
    "马上",
    "老客户",
    "小朋友",
    "小礼物",
    "小样",
];
const DAY_WORDS: &[&str] = &["今天", "昨天", "明天", "今早", "今晚", "上午", "中午", "下午", "晚上", "早上"];

/// Whether there is a reason, an operator, a time.
pub(super) fn read(note: &str) -> [bool; 3] {
    let mut chars: Vec<char> = note.chars().collect();
    let time = take_times(&mut chars);
    let text: String = chars.into_iter().collect();
    let (operator, rest) = take_operator(&text);
    let han = rest.chars().filter(|c| is_han(*c)).count();
    let latin = rest.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word.len() >= 3);
    [han >= 2 || latin, operator, time]
}

/// Blanks every date and time out; tells whether there was one.
fn take_times(chars: &mut [char]) -> bool {
    let mut found = false;
    let mut at = 0;
    // Up to where words of days are known to lead to no number, from even and from odd places: they are two long.
    let (mut even, mut odd) = (0, 0);
    while at < chars.len() {
        let digits = digits_at(chars, at);
        let in_vain = if at.is_multiple_of(2) { &mut even } else { &mut odd };
        let end = match digits {
            0 if at < *in_vain => None,
            0 => {
                let words = day_words_end(chars, at);
                *in_vain = words;
                if words == at { None } else { number_after_words(chars, words) }
            }
            _ => time_at(chars, at, digits),
        };
        match end {
            Some(end) => {
                chars.iter_mut().take(end).skip(at).for_each(|c| *c = ' ');
                (found, at) = (true, end);
            }
            None => at += digits.max(1),
        }
    }
    found
}

fn digits_at(chars: &[char], at: usize) -> usize {
    chars.iter().skip(at).take_while(|c| c.is_ascii_digit()).count()
}

fn number(digits: &[char]) -> u32 {
    digits.iter().take(9).fold(0, |n, d| n * 10 + d.to_digit(10).unwrap_or(0))
}

/// Where a date or a time of day that begins with these digits ends.
fn time_at(chars: &[char], at: usize, digits: usize) -> Option<usize> {
    let after = at + digits;
    let first = number(chars.get(at..after)?);
    let is_date = |month, day| (1..=12).contains(&month) && (1..=31).contains(&day);
    if digits == 8 && (2000..2100).contains(&(first / 10_000)) && is_date(first / 100 % 100, first % 100) {
        return Some(after);
    }
    let mark = *chars.get(after)?;
    let second_digits = digits_at(chars, after + 1);
    let end = after + 1 + second_digits;
    let second = number(chars.get(after + 1..end)?);
    let short = (1..=2).contains(&second_digits);
    match mark {
        '点' if digits <= 2 && first <= 24 => Some(end),
        // `2026年7月8日`: the year goes with the date that follows.
        '年' | '/' | '-' | '.' if digits == 4 && short => time_at(chars, after + 1, second_digits),
        _ if digits > 2 || !short => None,
        '月' if is_date(first, second) => {
            Some(end + usize::from(matches!(chars.get(end), Some('日' | '号'))))
        }
        ':' | '：' if first < 24 && second < 60 => Some(end),
        // `7.8元` is a price.
        '/' | '-' | '.' if is_date(first, second) && !matches!(chars.get(end), Some('元' | '块' | '折')) =>
        {
            let before = at.checked_sub(1).and_then(|before| chars.get(before));
            let price = matches!(before, Some('¥' | '￥'));
            (!price).then_some(end)
        }
        _ => None,
    }
}

/// Where the words of days that begin here end: `今天下午`.
fn day_words_end(chars: &[char], at: usize) -> usize {
    let mut end = at;
    while let Some([a, b]) = chars.get(end..end + 2)
        && DAY_WORDS.iter().any(|word| word.chars().eq([*a, *b]))
    {
        end += 2;
    }
    end
}

/// `今天下午3点`, `上午10`: where the number after the words ends.
fn number_after_words(chars: &[char], words: usize) -> Option<usize> {
    let number = (words..words + 2).find(|i| chars.get(*i).is_some_and(char::is_ascii_digit))?;
    let end = number + digits_at(chars, number);
    Some(end + usize::from(chars.get(end) == Some(&'点')))
}

/// Whether somebody signed, and the note without the signature.
fn take_operator(text: &str) -> (bool, String) {
    let without = |from: usize, len: usize| format!("{} {}", &text[..from], &text[from + len..]);
    for mark in ["工号", "客服", "@", "by ", "By ", "BY ", "by:", "经手人", "经办人", "记录人"] {
        for (at, _) in text.match_indices(mark) {
            let latin = mark.starts_with(['b', 'B']);
            if latin && text[..at].ends_with(|c: char| c.is_ascii_alphabetic()) {
                continue;
            }
            let gap = text[at + mark.len()..].trim_start_matches([':', '：', ' ']);
            let name = gap.chars().take_while(|c| c.is_alphanumeric()).take(8).count();
            let len = text[at..].len() - gap.len();
            if name > 0 {
                let name: usize = gap
                    .chars()
                    .take(if gap.starts_with(is_han) { name.min(3) } else { name })
                    .map(char::len_utf8)
                    .sum();
                return (true, without(at, len + name));
            }
            // `小王客服`
            if mark == "客服" && ends_with_name(&text[..at]) {
                return (true, without(at, mark.len()));
            }
        }
    }
    let parts: Vec<(usize, &str)> = segments(text);
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return (false, text.to_owned()) };
    for (at, part) in [last, first] {
        if is_name(part) && text != *part || is_code(text, *at, part) {
            return (true, without(*at, part.len()));
        }
    }
    (false, text.to_owned())
}

/// Runs of letters and digits, with their place.
fn segments(text: &str) -> Vec<(usize, &str)> {
    let base = text.as_ptr() as usize;
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .map(|part| (part.as_ptr() as usize - base, part))
        .collect()
}

fn is_name(part: &str) -> bool {
    (2..=3).contains(&part.chars().count())
        && part.chars().all(is_han)
        && part.starts_with(|c| SURNAMES.contains(c))
        && !NO_NAMES.contains(&part)
}

fn ends_with_name(text: &str) -> bool {
    let tail: Vec<char> = text.chars().rev().take(2).collect();
    is_name(&tail.into_iter().rev().collect::<String>())
}

/// A short code or Latin name at the end, in brackets or after a dash: `（08）`, `[A12]`, `-Amy`.
fn is_code(text: &str, at: usize, part: &str) -> bool {
    let (before, after) = (text[..at].trim_end(), text[at + part.len()..].trim());
    let code = part.bytes().all(|b| b.is_ascii_alphanumeric()) && part.len() <= 4;
    let latin = part.bytes().all(|b| b.is_ascii_alphabetic()) && part.len() <= 10;
    let han =
        (2..=3).contains(&part.chars().count()) && part.chars().all(is_han) && !NO_NAMES.contains(&part);
    let bracketed = before.ends_with(['(', '（', '[', '【']) && after.starts_with([')', '）', ']', '】']);
    let dashed = before.ends_with(['-', '—', '–', '_'])
        && after.is_empty()
        && !before.trim_matches(['-', ' ']).is_empty();
    bracketed && (code || han) || dashed && (code || latin || han)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn times() {
        for note in [
            "7/8",
            "07-08",
            "7.8",
            "7月8日",
            "10:30",
            "20260708",
            "今天下午3点",
            "上午10",
            "2026-07-08 10:30",
            "3点",
            "2026年7月8日",
            "改址7/8小王",
        ] {
            assert!(read(note)[2], "{note}");
        }
        for note in
            ["", "改地址", "今天发", "补7.8元", "13/40", "20269999", "900100000000000101", "25:70", "3件"]
        {
            assert!(!read(note)[2], "{note}");
        }
    }

    #[test]
    fn operators() {
        for note in [
            "改地址 工号08",
            "客服小王已处理",
            "改地址 小王",
            "改地址-小王",
            "改地址（08）",
            "改地址[A12]",
            "by amy 改地址",
            "@李雷 改地址",
            "张三丰：改地址",
            "改地址 小王 7/8",
            "改地址-Amy",
            "已改，小王客服",
        ] {
            assert!(read(note)[1], "{note}");
        }
        for note in
            ["改地址", "已改地址 加急", "改小号", "送货 马上", "客服", "改地址(310000)", "baby ok", "小王"]
        {
            assert!(!read(note)[1], "{note}");
        }
    }

    #[test]
    fn reasons() {
        for note in ["改地址 小王 7/8", "call him 7/8", "7/8 缺货"] {
            assert!(read(note)[0], "{note}");
        }
        for note in ["7/8 小王", "工号08 10:30", "?", "今天下午3点 小王"] {
            assert!(!read(note)[0], "{note}");
        }
    }

    proptest! {
        #[test]
        fn any_note_is_read(note in "\\PC{0,40}") {
            let _ = read(&note);
        }

        #[test]
        fn any_heap_of_signs_is_read(note in "[0-9年月日点/.:@-今天下午上客服工号小王（）() by]{0,24}") {
            let _ = read(&note);
        }
    }
}
