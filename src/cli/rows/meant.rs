//! What one word means: a row of the table that is remembered, or a name.

use super::memory::{Recalled, Remembered};
use super::want::Want;
use crate::error::{Error, Result};

/// What a word means, and of which shop where a row says so.
pub(crate) type Placed = (String, Option<(String, String)>);

/// One word: `7` and `1-20` are rows of the table that is remembered, everything else is a name.
pub(super) fn meant(
    word: &str,
    memory: Option<&Recalled>,
    want: Want,
    terminal: bool,
) -> Result<Vec<Placed>> {
    let number = |text: &str| -> Option<usize> {
        text.parse().ok().filter(|n| (1..=9999).contains(n) && !text.starts_with(['0', '+']))
    };
    let (range, is_range) = match word.split_once('-') {
        Some((a, b)) => (number(a).zip(number(b)), true),
        None => (number(word).map(|n| (n, n)), false),
    };
    let Some((from, to)) = range.filter(|(a, b)| a <= b) else {
        return Ok(vec![(word.to_owned(), None)]);
    };
    let (table, rows) = memory.map_or(("", &[][..]), |m| (m.table.as_str(), m.rows.as_slice()));
    let Some(rows) = rows.get(from - 1..to) else {
        if !is_range && memory.is_none() && matches!(want, Want::Orders | Want::Unpaid) {
            // An order number may be short. After a table, even an empty one, a row is meant.
            return Ok(vec![(word.to_owned(), None)]);
        }
        if memory.is_none() {
            return Err(nothing_remembered(word, terminal));
        }
        return Err(Error::usage(
            format!("没有第 {word} 行：这个终端 30 分钟内的表格有 {} 行", rows.len()),
            format!("there are no rows {word}: the last table of this terminal has {} rows", rows.len()),
        )
        .hint("先列出表格，再用它的行号", "show the table first, then use its row numbers"));
    };
    if want.table().is_some_and(|wanted| wanted != table) {
        return Err(want.refuse(word));
    }
    let mut out = Vec::new();
    for Remembered { name, orders, place } in rows {
        let numbers = orders.split_whitespace().map(|number| (number.to_owned(), place.clone()));
        match want {
            Want::Name | Want::Review => out.push((name.clone(), None)),
            Want::Orders | Want::Unpaid => out.extend(numbers),
            Want::Case if is_case(name) || orders.trim().is_empty() => out.push((name.clone(), None)),
            Want::Case => out.extend(numbers),
        }
    }
    Ok(out)
}

fn is_case(name: &str) -> bool {
    name.strip_prefix("C-").is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()))
}

fn nothing_remembered(word: &str, terminal: bool) -> Error {
    let (zh, en) = match terminal {
        true => {
            ("这个终端 30 分钟内没有显示过表格", "this terminal has shown no table in the last 30 minutes")
        }
        false => (
            "行号只在显示过表格的终端里有效，这里不是终端（也没有 CS_TERMINAL）",
            "row numbers hold only in the terminal that showed the table, and this is none (nor is CS_TERMINAL set)",
        ),
    };
    Error::usage(format!("「{word}」是行号：{zh}"), format!("`{word}` is a row number: {en}")).hint(
        "先列出表格，再用它的行号；或者写编号、订单号",
        "show the table first, then use its row numbers; or write ids or order numbers",
    )
}
