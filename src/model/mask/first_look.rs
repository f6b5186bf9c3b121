//! A first look that most texts end at: whether anything in them could be private.

use super::signs::{digit, radio_digit};

/// Fewer digits in a row are no phone.
const DIGITS: usize = 7;
/// The shortest that is private: `a@b.c`.
const SHORTEST: usize = 5;

/// What a first look found.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) struct Hints {
    /// Digits that may be somebody's number.
    pub(super) numbers: bool,
    /// Words that an id, a name or a street may follow.
    pub(super) words: bool,
    pub(super) mail: bool,
}

impl Hints {
    const ALL: Hints = Hints { numbers: true, words: true, mail: true };

    pub(super) fn is_calm(self) -> bool {
        self == Hints::default()
    }
}

/// One walk over the text, another if it holds many digits; no memory.
pub(super) fn look(text: &str) -> Hints {
    if text.len() < SHORTEST {
        return if super::clean::is_plain(text) { Hints::default() } else { Hints::ALL };
    }
    // The two signs before, of those that words are made of.
    let (mut digits, mut earlier, mut before, mut hints) = (0, '\0', '\0', Hints::default());
    for c in text.chars() {
        if ('\u{4e00}'..='\u{9fff}').contains(&c) {
            if is_told(c) {
                hints.words |= is_word(earlier, before, c);
                hints.mail |= c == '特' && before == '艾';
                digits += usize::from(digit(c).is_some() || radio_digit(c).is_some());
            }
            (earlier, before) = (before, c);
            continue;
        }
        if c.is_ascii_digit() {
            digits += 1;
            (earlier, before) = (before, c);
            continue;
        }
        let c = if c == '：' { ':' } else { c.to_ascii_lowercase() };
        if is_odd(c) {
            return Hints::ALL;
        }
        hints.mail |=
            c == '@' || (matches!(c, ')' | ']' | '}' | '）' | '】') && (earlier, before) == ('a', 't'));
        hints.words |= (earlier, before, c) == ('收', '货', ' ');
        // What may stand between the letters of a word is passed over.
        if c.is_ascii_alphabetic() || matches!(c, ':' | '+') {
            hints.words |= is_word(earlier, before, c);
            (earlier, before) = (before, c);
        }
    }
    hints.numbers = digits >= DIGITS && may_be_numbers(text);
    hints
}

/// Chinese signs that something is done about: digits, and ends of words. Most are none, and a bit tells.
const TOLD: [u64; 328] = told();

#[expect(
    clippy::indexing_slicing,
    reason = "it runs in the compiler, which refuses a place that is not there"
)]
const fn told() -> [u64; 328] {
    let signs = [
        '零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '幺', '壹', '贰', '貳', '叁', '參', '肆',
        '伍', '陆', '陸', '柒', '捌', '玖', '人', '者', '名', '字', '址', '阯', '在', '到', '往', '至', '去',
        '给', '成', '为', '寄', '送', '信', '芯', '心', '泡', '扣', '抠', '叩', '球', '鹅', '鵝', '我', '号',
        '友', '住', '特', '叄', '两', '兩', '洞', '拐', '勾',
    ];
    let mut out = [0; 328];
    let mut at = 0;
    while at < signs.len() {
        let code = signs[at] as usize - 0x4e00;
        out[code / 64] |= 1 << (code % 64);
        at += 1;
    }
    out
}

fn is_told(c: char) -> bool {
    let code = (c as usize).wrapping_sub(0x4e00);
    TOLD.get(code / 64).is_some_and(|bits| bits >> (code % 64) & 1 == 1)
}

/// Whether digits stand together as those of a number somebody has, read from behind.
fn may_be_numbers(text: &str) -> bool {
    let (mut after, mut piece, mut gap, mut said, mut fancy, mut first) = (0, 0, 0, 0, false, ['\0'; 2]);
    let mut signs = text.chars().rev().peekable();
    while let Some(c) = signs.next() {
        if c.is_ascii_digit() || digit(c).is_some() || radio_digit(c).is_some() {
            (after, fancy) = if gap > 7 { (0, false) } else { (after, fancy) };
            (after, piece, gap, said) = (after + 1, piece + 1, 0, said + 1);
            fancy |= !c.is_ascii();
            let [one, _] = first;
            first = [c, one];
            continue;
        }
        if piece > 0 && begins(first, piece, after, fancy) {
            return true;
        }
        piece = 0;
        if matches!(c, 'x' | 'X') && after > 0 && gap == 0 {
            gap = 1;
        } else if c.is_alphanumeric() {
            // `fax`, `us`, `usa`.
            let short = matches!(
                (signs.peek().map(char::to_ascii_lowercase), c.to_ascii_lowercase()),
                (Some('a'), 'x') | (Some('u'), 's') | (Some('s'), 'a')
            );
            if said >= DIGITS && (short || may_say(c.to_ascii_lowercase())) {
                return true;
            }
            (after, said, fancy, gap) = (0, 0, false, 0);
        } else if c == '+' && after > DIGITS {
            return true;
        } else {
            gap += 1;
        }
    }
    piece > 0 && begins(first, piece, after, fancy)
}

fn begins(first: [char; 2], piece: usize, after: usize, fancy: bool) -> bool {
    // Mobiles, area codes, countries.
    let likely = match first {
        ['0', _] => after >= 10,
        ['1', '3'..='9'] | ['8', '1' | '5' | '6' | '8'] => after >= 11,
        _ => after >= 10 && piece <= 3,
    };
    let short = after >= 10 && piece <= 3;
    after >= 15 || (fancy && after >= DIGITS) || likely || short
}

/// The last sign of what may stand before seven or eight digits.
fn may_say(c: char) -> bool {
    let han = matches!(
        c,
        '话' | '話'
            | '机'
            | '機'
            | '定'
            | '线'
            | '系'
            | '式'
            | '络'
            | '电'
            | '打'
            | '真'
            | '我'
            | '拨'
            | '港'
            | '门'
            | '門'
            | '湾'
            | '灣'
            | '国'
            | '國'
            | '大'
            | '号'
            | '號'
            | '码'
            | '碼'
            | '是'
            | '为'
            | '成'
            | '叫'
            | '有'
            | '里'
            | '家'
            | '的'
    );
    let latin = matches!(c, 'l' | 'e' | 'p' | 'k' | 'g' | 'u' | 'o' | 'n' | 'r');
    han || latin || !c.is_ascii() && !('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Neither ASCII, nor a Chinese sign or its punctuation.
fn is_odd(c: char) -> bool {
    !c.is_ascii()
        && !matches!(c, '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3006}' | '\u{3008}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff0f}'
        | '\u{ff1a}'..='\u{ff1f}' | '\u{ffe5}' | '\u{b7}' | '\u{d7}' | '\u{b0}' | '\u{a0}' | '\u{a5}' | '\u{2103}')
}

/// The end, or in Latin letters the beginning, of a word that something private may follow.
fn is_word(before: char, a: char, b: char) -> bool {
    match b {
        '人' | '者' => matches!(a, '件' | '货' | '貨' | '系' | '络' | '絡' | '繫' | '收'),
        '名' => matches!(a, '姓'),
        '字' => a == '名',
        '址' | '阯' => matches!(a, '地' | '住'),
        '在' => matches!(a, '住' | '家'),
        '到' | '往' | '至' | '去' | '给' => {
            matches!(a, '寄' | '送' | '发' | '改' | '邮' | '转' | '换' | '递' | '货')
        }
        '成' | '为' => matches!(a, '改' | '换'),
        '寄' => matches!(a, '改' | '请'),
        '送' => a == '改',
        '住' => a == '家',
        '信' | '芯' | '心' => matches!(a, '微' | '威' | '薇' | '徽' | '维' | '維' | 'v' | 'w' | 'i'),
        '泡' => a == '泡',
        '扣' | '抠' | '叩' | '球' => a == b,
        '鹅' | '鵝' => a == '企',
        '我' => a == '加',
        '号' => a == 'q',
        'q' => matches!(a, 'q' | '加'),
        'v' => matches!(a, '加' | '+'),
        'x' => matches!(a, 'v' | 'w'),
        // `wechat`, `weixin`, `receiver`, `recipient`, `consignee`.
        'c' => a == 'e' && matches!(before, 'w' | 'r'),
        'i' => a == 'e' && before == 'w',
        // And of `address`.
        's' => (a == 'n' && before == 'o') || (a == 's' && before == 'e'),
        // `ship to`, `deliver to`, `send to`.
        'o' => a == 't' && matches!(before, 'p' | 'r' | 'd'),
        // `name:`.
        ':' => matches!(a, 'q' | 'v' | '址' | '货' | '件') || (a == 'e' && before == 'm'),
        '友' => a == '好',
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::look;

    /// What is said before a short number makes the second walk look at it.
    #[test]
    fn every_word_before_a_number_is_looked_for() {
        use super::super::label::{BETWEEN, Label, WORDS};
        let of_phones = |label: &Label| matches!(label, Label::Phone | Label::Region | Label::America);
        let words = WORDS.iter().filter(|(label, _)| of_phones(label)).flat_map(|(_, words)| *words);
        for word in words.chain(BETWEEN).filter(|word| !word.is_ascii()) {
            assert!(word.ends_with(super::may_say), "{word}");
        }
    }

    #[test]
    fn most_texts_are_calm() {
        for text in [
            "样例陶瓷杯 400ml 白色",
            "颜色:白色;尺码:L",
            "5",
            "",
            "2件9折 3件8折，满意！",
            "已发货",
            "BOX-400-13812",
            "tb277416711_33",
        ] {
            assert!(look(text).is_calm(), "{text}");
        }
        for text in [
            "138\u{200e}",
            "a@b.cn",
            "微 信",
            "收件人李雷",
            "WeChat",
            "电话34704867",
            "QQ 12345",
            "一三八一二三四",
        ] {
            assert!(!look(text).is_calm(), "{text}");
        }
    }
}
