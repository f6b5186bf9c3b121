//! Which sheet of a workbook is the table, and which others belong to it.

use super::book::{Book, Container};
use super::chunk::STEP;
use super::header::{LOOK, Search};
use super::input::Input;
use super::kinds::unknown;
use super::options::Options;
use super::row::Row;
use super::row_filter::another_table;
use super::sheet_rows::{MAX_SHEETS, too_many_sheets};
use super::table::{Format, Table};
use super::xlsx;
use crate::error::Result;
use crate::layouts::{Catalog, normalize_name};
use std::ops::ControlFlow;

struct Sheet {
    name: String,
    search: Search,
    rows: usize,
}

/// Takes the sheet whose header fits best.
pub(super) fn open(
    input: Input,
    container: Container,
    catalog: &Catalog,
    options: Options<'_>,
) -> Result<Table> {
    let mut book = Book::open(&input, container)?;
    if container == Container::Xlsx {
        xlsx::check(input.open_seek()?)?;
    }
    let mut sheets = Vec::new();
    let names = book.sheets()?;
    if names.len() > MAX_SHEETS {
        return Err(too_many_sheets());
    }
    for name in names {
        let mut search = Search::default();
        let mut rows = 0;
        book.each_row(&name, &mut |line, cells| {
            search.look(catalog, options.layout, &Row::of_sheet(line, cells), rows)?;
            rows += 1;
            Ok(if rows < LOOK { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        sheets.push(Sheet { name, search, rows });
    }
    let mut best = 0;
    for (index, sheet) in sheets.iter().enumerate().skip(1) {
        if sheets.get(best).is_some_and(|best| sheet.search.better(&best.search)) {
            best = index;
        }
    }
    let none = Search::default();
    let of_best = sheets.get(best).and_then(|sheet| Some((&sheet.name, sheet.search.found.as_ref()?)));
    let Some((name, found)) = of_best else {
        return Err(unknown(sheets.get(best).map_or(&none, |s| &s.search), catalog, None, options));
    };
    if let Some(line) = found.second {
        return Err(another_table(line));
    }
    let header = normalized(&found.bound.header);
    let (mut more, mut unread) = (Vec::new(), Vec::new());
    for (index, sheet) in sheets.iter().enumerate().filter(|(index, sheet)| *index != best && sheet.rows > 0)
    {
        match &sheet.search.found {
            // Under more than a title it is a document of its own: perhaps the same one again.
            Some(own) if own.skip <= 2 && normalized(&own.bound.header) == header => {
                more.push((sheet.name.clone(), own.skip + 1));
            }
            // A table that was too long for one sheet goes on in the next, mostly without its header.
            None if index > best
                && !matches!(container, Container::Html(_))
                && goes_on(name, &sheet.name) =>
            {
                more.push((sheet.name.clone(), 0));
            }
            _ => unread.push(sheet.name.clone()),
        }
    }
    Ok(Table {
        format: Format::Sheet { container, name: name.clone() },
        bound: found.bound.clone(),
        skip: found.skip,
        header_line: found.line,
        score: found.score,
        runner_up: found.runner_up.clone(),
        more,
        unread,
        prefix: Vec::new(),
        declared: None,
        sealed: false,
        step: STEP,
        input,
    })
}

fn normalized(header: &[String]) -> Vec<String> {
    header.iter().map(|h| normalize_name(h)).collect()
}

/// `账务组合查询1` goes on in `账务组合查询2`. The names that programs give by themselves say nothing.
fn goes_on(first: &str, second: &str) -> bool {
    let stem = |name: &str| {
        let end = |c: char| c.is_ascii_digit() || matches!(c, '(' | ')' | '（' | '）' | '_' | '-' | ' ');
        name.trim_end_matches(end).to_lowercase()
    };
    let same = stem(first);
    same == stem(second)
        && second.ends_with(|c: char| c.is_ascii_digit() || matches!(c, ')' | '）'))
        && !matches!(same.as_str(), "" | "sheet" | "工作表" | "table" | "表")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_of_one_family() {
        assert!(goes_on("账务组合查询1", "账务组合查询2"));
        assert!(goes_on("订单", "订单(2)"));
        assert!(!goes_on("订单1", "汇总"));
        assert!(!goes_on("订单", "订单"));
        assert!(!goes_on("Sheet1", "Sheet2"));
    }
}
