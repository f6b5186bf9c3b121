//! Pages that are refused.

use crate::error::Error;

pub(super) fn cut_off(line: u64) -> Error {
    Error::input(
        format!("网页表格在第 {line} 行中断，文件可能不完整"),
        format!("the table breaks off in line {line}: the file may be cut off"),
    )
    .hint("请重新导出", "export it again")
}

pub(super) fn too_long(line: u64) -> Error {
    Error::input(format!("第 {line} 行的内容过长"), format!("line {line} holds too much"))
        .hint("请导出 CSV 或 XLSX", "export CSV or XLSX")
}
