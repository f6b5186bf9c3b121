//! A first look that most texts end at: whether anything in them could be private.

use super::signs::digit;

/// Fewer digits in a row are no phone.
const DIGITS: usize = 7;
/// The shortest that is private: `a@b.c`.
const SHORTEST: usize = 5;

/// Nothing in the text is private or unseen. One walk over it, no memory.
pub(super) fn is_calm(text: &str) -> bool {
    if text.len() < SHORTEST {
        return super::clean::is_plain(text);
    }
    let (mut digits, mut before) = (0, '\0');
    for c in text.chars() {
        let c = if c == '：' { ':' } else { c.to_ascii_lowercase() };
        // What may stand between the letters of a word, and most of what may stand between digits.
        if c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '@' | ':' | '+') {
            continue;
        }
        if c == '@' || is_odd(c) || is_word(before, c) {
            return false;
        }
        if c.is_ascii_digit() || digit(c).is_some() {
            digits += 1;
            if digits >= DIGITS {
                return false;
            }
        } else if c.is_ascii_alphabetic() || ('\u{4e00}'..='\u{9fff}').contains(&c) {
            digits = 0;
        } else if !matches!(c, ':' | '+') {
            // Other punctuation stands between no letters of a word.
            continue;
        }
        before = c;
    }
    true
}

/// Neither ASCII, nor a Chinese sign or its punctuation.
fn is_odd(c: char) -> bool {
    !c.is_ascii()
        && !matches!(c, '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3006}' | '\u{3008}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff0f}'
        | '\u{ff1a}'..='\u{ff1f}' | '\u{ffe5}' | '\u{b7}' | '\u{d7}' | '\u{b0}' | '\u{a0}' | '\u{a5}' | '\u{2103}')
}

/// The end of a word that something private may follow.
fn is_word(a: char, b: char) -> bool {
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
        '寄' | '送' => a == '改',
        '信' | '芯' | '心' => matches!(a, '微' | '威' | '薇' | '徽' | '维' | '維' | 'v' | 'w' | 'i'),
        '泡' => a == '泡',
        '扣' | '抠' | '叩' | '球' => a == b,
        '鹅' | '鵝' => a == '企',
        '我' => a == '加',
        '号' => a == 'q',
        'q' => matches!(a, 'q' | '加'),
        'v' => matches!(a, '加' | '+'),
        'x' => matches!(a, 'v' | 'w'),
        'e' => matches!(a, 'w' | 'r'),
        'o' => a == 'c',
        ':' => matches!(a, 'q' | 'v'),
        '友' => a == '好',
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_calm;

    #[test]
    fn most_texts_are_calm() {
        for text in [
            "样例陶瓷杯 400ml 白色",
            "颜色:白色;尺码:L",
            "5",
            "",
            "2件9折 3件8折，满意！",
            "已发货",
            "CUP-400-13812",
        ] {
            assert!(is_calm(text), "{text}");
        }
        for text in [
            "138\u{200e}",
            "a@b.cn",
            "微 信",
            "收件人李雷",
            "WeChat",
            "电话34704867",
            "QQ 1",
            "一三八一二三四",
        ] {
            assert!(!is_calm(text), "{text}");
        }
    }
}
