//! What a renderer is: typed cells in, bytes out.

use crate::model::{Cell, Column, Lang, Report, Say, Stamp, Zone};
use std::io::{self, Write};

/// How to write: everything a renderer may know beside the cells.
#[derive(Clone, Debug)]
pub struct Style {
    pub lang: Lang,
    pub zone: Zone,
    pub now: Stamp,
    /// Show private values in full.
    pub reveal: bool,
    /// Columns of the terminal; `None` = as wide as needed.
    pub width: Option<usize>,
    pub color: bool,
    /// Byte order mark and ids as text, for a spreadsheet program.
    pub excel: bool,
    /// Signs of ambiguous width (①, “ ”) take two cells.
    pub wide_ambiguous: bool,
    /// JSON in an envelope with the notes.
    pub meta: bool,
    /// A last row counts the others.
    pub seal: bool,
}

/// What stands above the rows.
#[derive(Clone, Debug)]
pub struct Head {
    pub title: Say,
    pub columns: Vec<Column>,
    /// The column that `-F name` prints.
    pub name_column: &'static str,
}

/// What is told beside the rows: "data as of", skipped rules, counts. Goes to standard error, and into JSON's envelope.
#[derive(Clone, Debug, Default)]
pub struct Meta {
    pub entries: Vec<(&'static str, serde_json::Value)>,
}

pub trait Renderer: Sync {
    fn name(&self) -> &'static str;
    /// File endings that choose this format with `-o`.
    fn extensions(&self) -> &'static [&'static str];
    fn about(&self, lang: Lang) -> &'static str;
    /// Not for a terminal.
    fn binary(&self) -> bool {
        false
    }
    /// Whether it has a place for [`Style::seal`].
    fn seals(&self) -> bool {
        false
    }
    fn start<'w>(&self, head: Head, style: &Style, out: &'w mut dyn Write) -> io::Result<Box<dyn Sink + 'w>>;
    /// Writes a whole document. Formats that have rows only refuse it.
    fn report(&self, _report: &Report, style: &Style, _out: &mut dyn Write) -> io::Result<()> {
        let name = self.name();
        let (zh, en) = (format!("{name} 格式只能写列表"), format!("the format {name} has rows only"));
        Err(io::Error::new(io::ErrorKind::Unsupported, style.lang.pick(&zh, &en).to_owned()))
    }
}

/// Takes rows one by one; a format that has to see them all first keeps them itself.
pub trait Sink {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()>;
    fn finish(self: Box<Self>, meta: &Meta) -> io::Result<()>;
}
