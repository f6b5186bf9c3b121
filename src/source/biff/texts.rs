//! The texts of a workbook, each kept once.

use crate::error::Error;

/// Bytes of the texts together.
pub(super) const MAX_STRINGS: usize = 64 << 20;
/// How many there may be.
pub(super) const MAX_TEXTS: u32 = 4_000_000;

/// Texts one behind the other: a workbook may hold millions, most of them short.
#[derive(Default)]
pub(super) struct Texts {
    pub(super) all: String,
    pub(super) ends: Vec<usize>,
}

impl Texts {
    pub(super) fn push(&mut self, text: &str) {
        self.all.push_str(text);
        self.ends.push(self.all.len());
    }

    pub(super) fn get(&self, index: u32) -> Option<&str> {
        let index = index as usize;
        let start = if index == 0 { 0 } else { *self.ends.get(index - 1)? };
        self.all.get(start..*self.ends.get(index)?)
    }
}

pub(super) fn too_much_text() -> Error {
    Error::input("这个 .xls 的文字过多", "this .xls holds too much text")
        .hint("另存为 .xlsx 或 CSV", "save it as .xlsx or CSV")
}
