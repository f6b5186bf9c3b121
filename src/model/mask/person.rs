//! Names behind their words: `收件人：王小明` → `收件人：王**`.

use super::signs::{Change, Sign, changed, signs};
use super::street;
use super::surnames::{COMPOUND, SURNAMES};
use super::words::{any_at, led, word_at};
use crate::model::text::is_han;
use std::borrow::Cow;

/// Behind these a name follows.
const WORDS: &[&str] = &[
    "收件人",
    "收货人",
    "收貨人",
    "收件者",
    "联系人",
    "聯繫人",
    "聯絡人",
    "联络人",
    "姓名",
    "寄件人",
    "取件人",
    "签收人",
    "收件姓名",
    "代收人",
    "fullname",
    "customername",
    "yourname",
    "myname",
    "提货人",
    "receiver",
    "recipient",
    "consignee",
];

/// Much has a name: a colon has to follow, or a change.
const THINGS: &[&str] = &["名字", "代收", "签名", "刻字", "抬头"];

/// Behind these a name may follow, if a phone follows it.
const CHANGES: &[&str] = &[
    "改地址",
    "地址",
    "改成",
    "改为",
    "换成",
    "更改为",
    "改给",
    "寄给",
    "发给",
    "送给",
    "转给",
    "找",
    "联系",
    "收件",
    "收货",
    "电话联系",
];

const LEADS: &[&str] = &[
    "姓名",
    "名字",
    "的",
    "更改为",
    "更改成",
    "变更为",
    "修改为",
    "改成",
    "改为",
    "换成",
    "换为",
    "写成",
    "写",
    "填",
    "是",
    "为",
    "叫",
    "改",
    "名",
    "请",
    "更改",
    "变更",
    "修改",
    "换",
];

/// What may follow a name directly.
const ENDS: &[&str] = &[
    "女士",
    "先生",
    "小姐",
    "太太",
    "老师",
    "师傅",
    "同学",
    "阿姨",
    "叔叔",
    "电话",
    "手机",
    "電話",
    "手機",
    "地址",
    "联系",
    "谢谢",
    "谢了",
    "麻烦",
    "收",
    "号码",
    "tel",
    "改",
    "更改",
    "变更",
    "修改",
    "换",
    "收件",
    "收货",
    "微信",
    "身份证",
    "邮箱",
    "住址",
    "家住",
    "经理",
    "医生",
    "主任",
    "老板",
];

/// Words that begin like a name.
const NO_NAMES: &[&str] = &[
    "方便", "高兴", "高大", "高级", "高端", "时候", "时间", "应该", "应当", "于是", "全部", "全都", "全是",
    "平时", "万一", "项目", "和", "游戏", "包装", "包邮", "温柔", "安全", "白色", "黄色", "成功", "连",
    "满意", "计划", "常常", "毛病", "程序", "车", "钱", "许多", "何时", "何必", "何况", "左右", "童装",
    "强烈", "单", "向", "司机", "别", "能", "都", "易", "景", "顾客", "方", "相同", "相符", "同", "马上",
    "马虎", "居然", "从", "路", "解释", "解决", "房", "水", "花", "言", "云", "有", "应", "时", "成", "充",
    "张冠", "齐全", "没", "对", "写", "印", "信息", "在", "不", "就", "太", "是", "改", "电话", "填", "错",
    "也", "很", "已", "还", "要", "请", "可", "给", "本人", "同上", "未知", "匿名", "备注", "后补", "无误",
    "需", "未", "反", "用", "看",
];

/// Long names that are written without a dot begin so.
const LONG_NAMES: &[&str] = &[
    "爱新觉罗",
    "叶赫那拉",
    "买买提",
    "阿不都",
    "阿卜杜",
    "阿布都",
    "阿依",
    "古丽",
    "迪丽",
    "热依",
    "努尔",
    "玛依",
    "艾合",
    "吐尔",
    "帕提",
    "麦麦提",
];

pub(super) fn text(value: &str) -> Cow<'_, str> {
    changed(value, &find(value, &signs(value))).map_or(Cow::Borrowed(value), Cow::Owned)
}

fn find(value: &str, signs: &[Sign]) -> Vec<Change> {
    let mut out: Vec<Change> = Vec::new();
    let mut at = 0;
    while let Some(sign) = signs.get(at) {
        let Some((from, to)) =
            Some(at).filter(|_| may_begin(sign.c)).and_then(|at| name_behind(value, signs, at))
        else {
            at += 1;
            continue;
        };
        out.extend(Change::of(signs, from, to, |first| {
            let stars = if is_han(first) { "**" } else { "***" };
            format!("{first}{stars}")
        }));
        if let Some((from, to)) = changed_to(signs, to) {
            out.extend(Change::of(signs, from, to, |first| format!("{first}**")));
            at = to;
            continue;
        }
        at = to.max(at + 1);
    }
    out
}

/// The first signs of [`WORDS`], [`THINGS`] and [`CHANGES`]: nearly every sign of a text is none of them.
fn may_begin(c: char) -> bool {
    matches!(
        c,
        '收' | '联'
            | '聯'
            | '姓'
            | '寄'
            | '取'
            | '签'
            | '代'
            | '提'
            | 'r'
            | 'c'
            | 'f'
            | 'y'
            | 'm'
            | 'n'
            | '名'
            | '刻'
            | '抬'
            | '改'
            | '地'
            | '换'
            | '更'
            | '发'
            | '送'
            | '转'
            | '找'
            | '电'
    )
}

fn name_behind(value: &str, signs: &[Sign], at: usize) -> Option<(usize, usize)> {
    let is_near =
        |to: usize| signs.iter().skip(to).take(8).find(|s| !is_break(s.c)).is_some_and(|s| s.digit.is_some());
    if let Some(end) = any_at(signs, at, WORDS) {
        let (from, said) = led(signs, end, LEADS);
        let marked =
            signs.get(end..from).unwrap_or_default().iter().any(|s| !s.c.is_alphanumeric() && s.c != ' ');
        let long = foreign(signs, from).filter(|to| said || are_capital(value, signs, from, *to));
        return long
            .or_else(|| name(signs, from, said))
            .or_else(|| rare(signs, from, marked, is_near))
            .map(|to| (from, to));
    }
    if let Some(end) = word_at(signs, at, "name").filter(|_| stands_alone(signs, at)) {
        let (from, said) = led(signs, end, &[]);
        let latin = foreign(signs, from).filter(|to| are_capital(value, signs, from, *to));
        return latin.or_else(|| name(signs, from, said)).filter(|_| said).map(|to| (from, to));
    }
    if let Some(end) = any_at(signs, at, THINGS) {
        let (from, _) = led(signs, end, &["改成", "改为", "换成", "更改为"]);
        let said = signs.get(end..from).unwrap_or_default().iter().any(|s| matches!(s.c, ':' | '改' | '换'));
        return if said { name(signs, from, true).map(|to| (from, to)) } else { None };
    }
    let end = any_at(signs, at, CHANGES)?;
    let (from, _) = led(signs, end, LEADS);
    let to = name(signs, from, true)?;
    // `王小明先生收，电话138…`
    let mut behind = to;
    for _ in 0..3 {
        let breaks = signs.iter().skip(behind).take(3).take_while(|s| is_break(s.c)).count();
        behind = any_at(signs, behind + breaks, ENDS).unwrap_or(behind);
    }
    is_near(behind).then_some((from, to))
}

/// `李雷改为王芳`: the name behind a name.
fn changed_to(signs: &[Sign], at: usize) -> Option<(usize, usize)> {
    let words = ["更改为", "更改成", "变更为", "修改为", "改成", "改为", "换成", "换为"];
    let (from, _) = led(signs, any_at(signs, at, &words)?, &[]);
    name(signs, from, true).map(|to| (from, to))
}

fn is_break(c: char) -> bool {
    !c.is_alphanumeric() && c != '*'
}

/// The end of a Chinese name. `said`: something more than its word leads to it.
fn name(signs: &[Sign], from: usize, said: bool) -> Option<usize> {
    // Up to four signs, together or each apart.
    let mut places: Vec<(usize, char)> = Vec::new();
    let mut at = from;
    while let Some(sign) = signs.get(at).filter(|s| is_han(s.c) && places.len() < 4) {
        if !places.is_empty() && any_at(signs, at, ENDS).is_some() {
            break;
        }
        places.push((at, sign.c));
        let blanks = signs.iter().skip(at + 1).take(2).take_while(|s| s.c == ' ').count();
        let next = at + 1 + blanks;
        let single = signs.get(next + 1).is_none_or(|s| !is_han(s.c));
        let spread =
            blanks > 0 && signs.get(next).is_some_and(|s| is_han(s.c)) && (single || places.len() == 1);
        at = if spread { next } else { at + 1 };
        if blanks > 0 && !spread {
            break;
        }
    }
    let text: String = places.iter().map(|p| p.1).collect();
    let end = places.last().map(|p| p.0 + 1)?;
    if is_street_name(signs, from, end) {
        return None;
    }
    let goes_on = signs.get(end).is_some_and(|s| is_han(s.c) && s.digit.is_none())
        && any_at(signs, end, ENDS).is_none();
    let compound = COMPOUND.iter().any(|s| text.starts_with(s));
    let likely = text.chars().next().is_some_and(|c| SURNAMES.contains(c)) && places.len() <= 3;
    let none = NO_NAMES.iter().any(|word| text.starts_with(word)) && !(said && places.len() == 3 && likely);
    let word =
        none || (said && NO_NAMES.iter().any(|word| word.chars().count() > 1 && text.starts_with(word)));
    (places.len() >= 2 && (likely || compound) && !goes_on && !word).then_some(end)
}

/// `文三路123号`: its number is no phone.
fn is_street_name(signs: &[Sign], from: usize, end: usize) -> bool {
    let named = signs.get(from + 1..end).unwrap_or_default().iter().any(|s| street::is_street(s.c));
    let blanks = signs.iter().skip(end).take(3).take_while(|s| s.c == ' ').count();
    let behind = || signs.iter().skip(end + blanks);
    let digits = behind().take(6).take_while(|s| s.digit.is_some()).count();
    named && (1..=5).contains(&digits) && behind().nth(digits).is_none_or(|s| s.c != '*')
}

/// A family name that is not listed: two to four signs by themselves behind a mark, or the beginning of a long name.
fn rare(signs: &[Sign], from: usize, marked: bool, is_near: impl Fn(usize) -> bool) -> Option<usize> {
    let length = signs.iter().skip(from).take(9).take_while(|s| is_han(s.c)).count();
    let cut = (2..length).find(|n| any_at(signs, from + n, ENDS).is_some()).unwrap_or(length);
    let text: String = signs.iter().skip(from).take(cut).map(|s| s.c).collect();
    let long = (3..=8).contains(&cut) && LONG_NAMES.iter().any(|n| text.starts_with(n));
    let none = NO_NAMES.iter().chain(ENDS).any(|word| text.starts_with(word));
    let alone = (marked || is_near(from + cut))
        && (2..=4).contains(&cut)
        && !none
        && !is_street_name(signs, from, from + cut);
    (long || alone).then_some(from + cut)
}

/// No word stands before it that says what has the name: `Product name`.
fn stands_alone(signs: &[Sign], at: usize) -> bool {
    let mut before = signs.get(..at).unwrap_or_default().iter().rev().skip_while(|s| s.c == ' ');
    before.next().is_none_or(|s| !s.c.is_ascii_alphanumeric() && !matches!(s.c, '_' | '-'))
}

/// Two words or more, each with a capital.
fn are_capital(value: &str, signs: &[Sign], from: usize, to: usize) -> bool {
    let (Some(first), Some(last)) = (signs.get(from), to.checked_sub(1).and_then(|n| signs.get(n))) else {
        return false;
    };
    let mut words = value.get(first.start..last.end).unwrap_or_default().split(' ');
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    words.clone().count() >= 2 && words.all(capital)
}

/// `阿依古丽·买买提`, `John Smith`: the end of a name that is no Chinese one.
fn foreign(signs: &[Sign], from: usize) -> Option<usize> {
    let is_dot = |c: char| matches!(c, '·' | '•' | '・' | '‧' | '∙' | '.');
    let part = |at: usize| signs.iter().skip(at).take(9).take_while(|s| is_han(s.c)).count();
    let first = part(from);
    if (2..=8).contains(&first) && signs.get(from + first).is_some_and(|s| is_dot(s.c)) {
        let mut end = from + first;
        while signs.get(end).is_some_and(|s| is_dot(s.c)) && part(end + 1) > 0 {
            end += 1 + part(end + 1);
        }
        return (end > from + first).then_some(end);
    }
    let latin = |c: char| c.is_alphabetic() && !is_han(c) || matches!(c, '\'' | '-' | '.');
    let mut end = from;
    for _ in 0..4 {
        let word = signs.iter().skip(end).take(24).take_while(|s| latin(s.c)).count();
        if word < 2 {
            break;
        }
        end += word;
        if !(signs.get(end).is_some_and(|s| s.c == ' ') && signs.get(end + 1).is_some_and(|s| latin(s.c))) {
            break;
        }
        end += 1;
    }
    let glued = signs.get(end).is_some_and(|s| s.digit.is_some());
    (end >= from + 2 && !glued && signs.get(from).is_some_and(|s| s.c.is_alphabetic())).then_some(end)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_word_is_looked_for() {
        let words = [super::WORDS, super::THINGS, super::CHANGES, &["name"]].concat();
        assert!(words.iter().all(|word| word.starts_with(super::may_begin)));
    }
}
