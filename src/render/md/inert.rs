//! Text that stays text in Markdown: nothing in it becomes markup, a link, an image or a page's own tags.
//!
//! CommonMark, GitHub's tables and the readers that turn bare addresses into links: those look at the finished text,
//! so that no backslash holds them back. Whatever could be an address stands as code, where it is shown as it is.

/// Marks that begin or end something inside a line; `_` does only beside what is no letter.
const ACTIVE: [char; 14] = ['\\', '`', '*', '[', ']', '<', '>', '|', '~', '&', '$', '{', '}', '^'];

/// A text inside a line: a cell, the rest of a sentence.
pub(super) fn inside(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = rest.find(|c| is_of_address(c) != is_of_address(first)).unwrap_or(rest.len());
        let (part, after) = rest.split_at(run);
        rest = after;
        if is_of_address(first) && may_link(part) {
            out.extend(["`", part, "`"]);
        } else {
            escape(part, rest, out);
        }
    }
}

/// A sentence of its own, whose first signs could make it a heading, a list, a quote or a rule.
pub(super) fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    if digits > 0
        && rest.starts_with(['.', ')'])
        && !may_link(text.split(char::is_whitespace).next().unwrap_or_default())
    {
        out.push_str(number);
        out.push('\\');
        let mut chars = rest.chars();
        out.extend(chars.next());
        inside(chars.as_str(), &mut out);
        return out;
    }
    if text.starts_with(['#', '-', '+', '=', ':', '%']) {
        out.push('\\');
    }
    inside(text, &mut out);
    out
}

fn escape(part: &str, after: &str, out: &mut String) {
    let mut chars = part.chars().peekable();
    let mut before = '\0';
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().or_else(|| after.chars().next());
        let in_word = before.is_alphanumeric() && next.is_some_and(char::is_alphanumeric);
        let active = ACTIVE.contains(&c)
            || c == '_' && !in_word
            || c == '!' && next == Some('[')
            || c == '(' && before == ']';
        if active {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
}

/// Signs that an address may have; a backtick or a bar would end the code that it is put into.
fn is_of_address(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '`' | '|' | '\\')
}

/// `http://x`, `www.x`, `mail.example.com`, `a@b`, `@somebody`, `mailto:a`, `x.cn` behind other letters.
fn may_link(run: &str) -> bool {
    let bytes = run.as_bytes();
    let dotted = bytes.windows(3).any(
        |w| matches!(w, [b'.', a, b] if a.is_ascii_alphabetic() && (b.is_ascii_alphanumeric() || *b == b'-')),
    );
    let lower = run.to_ascii_lowercase();
    dotted
        || run.contains("//")
        || run.contains('@')
        || ["mailto:", "xmpp:", "tel:"].iter().any(|s| lower.contains(s))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cell(text: &str) -> String {
        let mut out = String::new();
        inside(text, &mut out);
        out
    }

    #[test]
    fn nothing_becomes_active() {
        for (text, inert) in [
            ("![](http://x.example/a.png)", "`![](http://x.example/a.png)`"),
            ("![猫](图)", "\\!\\[猫\\]\\(图)"),
            ("[点我](javascript:alert(1))", "\\[点我\\]\\(javascript:alert(1))"),
            ("<img src=x onerror=a>", "\\<img src=x onerror=a\\>"),
            ("<http://x>", "`<http://x>`"),
            ("看http://x.example/a?b=c谢谢", "看`http://x.example/a?b=c`谢谢"),
            ("www.example.com", "`www.example.com`"),
            ("例子.com", "例子`.com`"),
            ("ann@mail", "`ann@mail`"),
            ("@all 到货", "`@all` 到货"),
            ("a|b`c\\d", "a\\|b\\`c\\\\d"),
            ("tb_li_01 _a", "tb_li_01 \\_a"),
            ("王** 和 李**", "王\\*\\* 和 李\\*\\*"),
            ("[a]: b", "\\[a\\]: b"),
            ("&lt; $x$ {y} ^z ~~w~~ _v_", "\\&lt; \\$x\\$ \\{y\\} \\^z \\~\\~w\\~\\~ \\_v\\_"),
            ("128.00 2026-11-21 09:30 (3)!", "128.00 2026-11-21 09:30 (3)!"),
        ] {
            assert_eq!(cell(text), inert);
        }
    }

    #[test]
    fn a_line_begins_nothing() {
        for (text, inert) in [
            ("# 标题", "\\# 标题"),
            ("- 项", "\\- 项"),
            ("---", "\\---"),
            ("1. 项", "1\\. 项"),
            ("12) 项", "12\\) 项"),
            ("> 引", "\\> 引"),
            ("1.5 倍", "1\\.5 倍"),
            ("```", "\\`\\`\\`"),
            ("平常", "平常"),
        ] {
            assert_eq!(line(text), inert);
        }
    }

    proptest! {
        /// Without the code and the escaped signs, nothing that marks is left.
        #[test]
        fn only_code_and_escapes(text in "[ -~猫]{0,40}") {
            let out = cell(&text);
            let mut chars = out.chars();
            let mut bare = String::new();
            while let Some(c) = chars.next() {
                match c {
                    '\\' => { chars.next(); bare.push('·'); }
                    '`' => {
                        let inner: String = chars.by_ref().take_while(|c| *c != '`').collect();
                        prop_assert!(!inner.contains('|'));
                        bare.push('·');
                    }
                    c => bare.push(c),
                }
            }
            prop_assert!(!bare.contains(|c| ACTIVE.contains(&c)), "{}", out);
            prop_assert!(!bare.contains("//") && !bare.contains('@'), "{}", out);
        }
    }
}
