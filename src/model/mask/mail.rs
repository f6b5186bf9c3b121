//! Mail addresses in any text: `zhang@example.com` → `z***@example.com`.

use super::signs::{Change, Sign, changed, signs};
use crate::model::text::is_han;
use std::borrow::Cow;

pub(super) fn text(value: &str) -> Cow<'_, str> {
    // Folding makes the wide sign an ASCII one.
    if !value.contains(['@', '＠', '艾', '(', '[', '{', '（', '【', '［']) {
        return Cow::Borrowed(value);
    }
    changed(value, &find(&signs(value))).map_or(Cow::Borrowed(value), Cow::Owned)
}

fn find(signs: &[Sign]) -> Vec<Change> {
    let mut out: Vec<Change> = Vec::new();
    for (at, end) in (0..signs.len()).filter_map(|at| Some((at, at_sign(signs, at)?))) {
        let Some((first, last)) = local(signs, at).or_else(|| han(signs, at)) else { continue };
        if !has_domain(signs.get(end..).unwrap_or_default()) {
            continue;
        }
        let (Some(first), Some(last)) = (signs.get(first), signs.get(last)) else { continue };
        if out.last().is_none_or(|before| before.end <= first.start) {
            out.push(Change { start: first.start, end: last.end, written: format!("{}***", first.c) });
        }
    }
    out
}

/// Behind an `@` or what is said for it: `(at)`, `艾特`.
fn at_sign(signs: &[Sign], at: usize) -> Option<usize> {
    let mut here = signs.iter().skip(at).map(|s| s.c);
    let length = match here.next()? {
        '@' => return Some(at + 1),
        '艾' if here.next() == Some('特') => return Some(at + 2),
        '(' | '[' | '{' | '【' => here.take(4).position(|c| matches!(c, ')' | ']' | '}' | '】'))?,
        _ => return None,
    };
    let inside = signs.get(at + 1..at + 1 + length)?;
    (inside.iter().map(|s| s.c).eq("at".chars()) || inside.iter().map(|s| s.c).eq("@".chars()))
        .then_some(at + length + 2)
}

/// A Chinese name as what stands before the `@`.
fn han(signs: &[Sign], at: usize) -> Option<(usize, usize)> {
    let length = signs.get(..at)?.iter().rev().take(4).take_while(|s| is_han(s.c)).count();
    (length > 0).then(|| (at - length, at - 1))
}

/// The first and last sign of what stands before the `@`.
fn local(signs: &[Sign], at: usize) -> Option<(usize, usize)> {
    let before = signs.get(..at)?;
    let blanks = before.iter().rev().take(2).take_while(|s| s.c == ' ').count();
    let length = before.iter().rev().skip(blanks).take_while(|s| is_local(s.c)).count();
    let last = at.checked_sub(blanks + 1)?;
    let first = at - blanks - length;
    let marks = before.get(first..=last)?.iter().take_while(|s| !s.c.is_alphanumeric()).count();
    (length > marks).then_some((first + marks, last))
}

fn is_local(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '.' | '_' | '-' | '+' | '%')
        || ('\u{c0}'..='\u{24f}').contains(&c)
}

/// `qq.com`, ` 163 . com`, `163。com`: a host, a dot, letters.
fn has_domain(signs: &[Sign]) -> bool {
    let signs: Vec<char> = signs.iter().map(|s| s.c).filter(|c| *c != ' ').take(80).collect();
    let is_host = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
    let host = signs.iter().take_while(|c| is_host(c)).count();
    let dot = signs.get(host).is_some_and(|c| matches!(c, '.' | '。' | '·' | '点'));
    let top = signs.iter().skip(host + 1).take_while(|c| c.is_ascii_alphabetic()).count();
    let further = signs.iter().skip(host + 1).take_while(|c| is_host(c)).count();
    host > 0 && dot && (top >= 2 || further > 0 && signs.get(host + 1 + further) == Some(&'.'))
}
