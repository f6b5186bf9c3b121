//! Chinese help in lines that the terminal has room for: clap breaks lines at blanks only, and Chinese has none.

use unicode_width::UnicodeWidthChar;

/// As clap has it in English.
const WIDEST: usize = 100;
/// Signs that begin no line, and signs that end none.
const CLOSING: &str = "，。、；：！？）」』】”…";
const OPENING: &str = "（「『【“";

/// How wide help may be here.
pub(in crate::cli) fn width() -> usize {
    let columns = || std::env::var("COLUMNS").ok()?.parse().ok();
    let size = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    size.or_else(columns).unwrap_or(WIDEST).clamp(20, WIDEST)
}

/// Breaks lines that are wider than `width`; the rest of one goes on where its text began.
pub(in crate::cli) fn wrapped(help: &str, width: usize) -> String {
    help.lines().map(|line| wrapped_line(line, width) + "\n").collect()
}

fn wrapped_line(line: &str, width: usize) -> String {
    let (indent, mut out, mut column) = (indent(line, width), String::new(), 0);
    for word in words(line) {
        let (text, whole) = (width_of(word.trim_end()), width_of(word));
        if column > indent && column + text > width {
            out.truncate(out.trim_end_matches(' ').len());
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
            column = indent;
        }
        out.push_str(word);
        column += whole;
    }
    out
}

/// Where the text begins of which a line is made: behind the name that stands before it, if there is one.
fn indent(line: &str, width: usize) -> usize {
    let plain: String = signs(line).map(|(_, sign)| sign).collect();
    let lead = plain.len() - plain.trim_start_matches(' ').len();
    let text = plain.trim_start_matches(' ');
    let behind = text.split_once("  ").filter(|_| lead > 0).map(|(_, rest)| rest.trim_start_matches(' '));
    let indent = behind.and_then(|rest| plain.strip_suffix(rest)).map_or(lead, width_of);
    if indent > width / 2 { lead } else { indent }
}

/// The parts of a line between which it may be broken, blanks at their ends.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let mut breaks = Vec::new();
    let mut before = None;
    for (at, sign) in signs(line) {
        if before.is_some_and(|before| may_break(before, sign)) {
            breaks.push(at);
        }
        before = Some(sign);
    }
    let begins = std::iter::once(0).chain(breaks.clone());
    let ends = breaks.into_iter().chain([line.len()]);
    begins.zip(ends).filter_map(|(begins, ends)| line.get(begins..ends))
}

fn may_break(before: char, sign: char) -> bool {
    let is_wide = |sign: char| sign.width() == Some(2);
    sign != ' '
        && !CLOSING.contains(sign)
        && !OPENING.contains(before)
        && (before == ' ' || is_wide(before) || is_wide(sign))
}

/// The signs that show, without the codes that colour them.
fn signs(line: &str) -> impl Iterator<Item = (usize, char)> {
    let mut is_code = false;
    line.char_indices().filter(move |(_, sign)| {
        let shows = !is_code && *sign != '\u{1b}';
        is_code = *sign == '\u{1b}' || is_code && *sign != 'm';
        shows
    })
}

fn width_of(text: &str) -> usize {
    signs(text).map(|(_, sign)| sign.width().unwrap_or(0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_on_where_their_text_began() {
        for (line, wanted) in [
            ("导出、导入都可以，abc def ghi。", "导出、导入都可以，abc\ndef ghi。"),
            (
                "  \u{1b}[1m-x\u{1b}[0m, --ex  甲乙丙丁（戊己）庚辛",
                "  \u{1b}[1m-x\u{1b}[0m, --ex  甲乙丙丁（戊\n            己）庚辛",
            ),
            ("          甲、bb、cc、dd、ee", "          甲、bb、cc、\n          dd、ee"),
            ("  --the-longest-name  甲乙丙", "  --the-longest-name  甲\n  乙丙"),
            ("no-blank-in-more-than-24-columns", "no-blank-in-more-than-24-columns"),
        ] {
            assert_eq!(wrapped(line, 24), format!("{wanted}\n"));
        }
    }
}
