//! Rows of sheets, as workbooks of every kind give them, and how many there may be.

use crate::error::{Error, Result};
use std::io::{Read, Seek};
use std::ops::ControlFlow;

pub(crate) const MAX_COLUMNS: u32 = 2_000;
pub(crate) const MAX_CELLS: u64 = 40_000_000;
/// A sheet has no further ones.
const MAX_ROWS: u32 = 1 << 20;
/// Every sheet is looked at.
pub(crate) const MAX_SHEETS: usize = 1_000;

/// One cell as the workbook holds it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum XCell {
    Empty,
    Text(String),
    Number(f64),
    /// Days since 1899-12-30.
    Serial(f64),
    Error(String),
}

pub(crate) trait ReadSeek: Read + Seek {}

impl<T: Read + Seek> ReadSeek for T {}

/// Takes (row number from 1, cells) and may stop the reading.
pub(crate) type RowFn<'f> = dyn FnMut(u64, &[XCell]) -> Result<ControlFlow<()>> + 'f;

/// Makes rows of cells that come one by one; never a dense range, whose size a file can lie about.
#[derive(Default)]
pub(crate) struct SheetRows {
    row: Vec<XCell>,
    number: u32,
    seen: u64,
}

impl SheetRows {
    /// `row` and `column` count from 0.
    pub(crate) fn put(
        &mut self,
        row: u32,
        column: u32,
        value: XCell,
        f: &mut RowFn<'_>,
    ) -> Result<ControlFlow<()>> {
        self.seen += 1;
        if self.seen > MAX_CELLS {
            return Err(too_many_cells());
        }
        if value == XCell::Empty {
            return Ok(ControlFlow::Continue(()));
        }
        if column >= MAX_COLUMNS {
            return Err(Error::input(
                format!("第 {} 行超过 {MAX_COLUMNS} 列", row + 1),
                format!("row {} has more than {MAX_COLUMNS} columns", row + 1),
            ));
        }
        if row >= MAX_ROWS {
            return Err(Error::input(
                format!("单元格写在第 {} 行，工作表没有这一行：文件已损坏", u64::from(row) + 1),
                format!(
                    "a cell stands in row {}, which no sheet has: the file is damaged",
                    u64::from(row) + 1
                ),
            )
            .hint("请重新导出", "export it again"));
        }
        if row != self.number && self.finish(f)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        self.number = row;
        let index = column as usize;
        if self.row.len() <= index {
            // A gap is cheaper than cells, but is not for nothing.
            self.seen += (index - self.row.len()) as u64 / 8;
            self.row.resize(index + 1, XCell::Empty);
        }
        let Some(cell) = self.row.get_mut(index).filter(|cell| **cell == XCell::Empty) else {
            return Err(Error::input(
                format!("第 {} 行第 {} 列的单元格写了两次：文件已损坏", row + 1, index + 1),
                format!(
                    "the cell in row {}, column {} stands there twice: the file is damaged",
                    row + 1,
                    index + 1
                ),
            )
            .hint("请重新导出", "export it again"));
        };
        *cell = value;
        Ok(ControlFlow::Continue(()))
    }

    /// Gives the last row.
    pub(crate) fn finish(&mut self, f: &mut RowFn<'_>) -> Result<ControlFlow<()>> {
        if self.row.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        let flow = f(u64::from(self.number) + 1, &self.row);
        self.row.clear();
        flow
    }
}

pub(crate) fn too_many_cells() -> Error {
    Error::input("这个工作表单元格过多", "this sheet has too many cells")
        .hint("请分成几个文件，或导出 CSV", "split the file, or export CSV")
}

pub(crate) fn too_many_sheets() -> Error {
    Error::input(
        format!("这个工作簿超过 {MAX_SHEETS} 个工作表"),
        format!("this workbook has more than {MAX_SHEETS} sheets"),
    )
    .hint("把要读的表另存为一个文件", "save the sheet you mean as a file of its own")
}

/// A workbook that only its password opens.
pub(crate) fn locked() -> Error {
    Error::input("这个工作簿有密码", "this workbook is protected by a password").hint(
        "先用 Excel/WPS 打开并另存为不加密的文件",
        "open it in Excel or WPS and save it without a password",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_between_cells_count() {
        let last = MAX_COLUMNS - 1;
        let put = |seen| {
            let mut rows = SheetRows { seen, ..SheetRows::default() };
            let f: &mut RowFn<'_> = &mut |_, _| Ok(ControlFlow::Continue(()));
            (0..4).try_for_each(|row| rows.put(row, last, XCell::Number(1.0), f).map(|_| ()))
        };
        assert!(put(0).is_ok());
        assert!(put(MAX_CELLS - 500).is_err());
    }

    #[test]
    fn a_cell_has_one_place_and_the_place_one_cell() {
        let put = |columns: &[(u32, u32)]| {
            let mut rows = SheetRows::default();
            let f: &mut RowFn<'_> = &mut |_, _| Ok(ControlFlow::Continue(()));
            columns
                .iter()
                .try_for_each(|(row, column)| rows.put(*row, *column, XCell::Number(1.0), f).map(|_| ()))
        };
        assert!(put(&[(0, 0), (0, 1), (1, 0), (MAX_ROWS - 1, 0)]).is_ok());
        let told = |columns| put(columns).expect_err("damaged").what.en;
        assert!(told(&[(0, 0), (0, 1), (0, 0)]).contains("row 1, column 1 stands there twice"));
        assert!(told(&[(MAX_ROWS, 0)]).contains("row 1048577, which no sheet has"));
    }
}
