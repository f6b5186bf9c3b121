//! The rows of the last table in this terminal, kept for a while.

use crate::cli::context::Context;
use crate::cli::{bounded, config, terminal};
use crate::model::text::hash64;
use crate::model::time::MINUTE;
use crate::model::{Cell, Stamp};
use crate::scratch::Scratch;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Row numbers hold so long.
pub(super) const VALID: i64 = 30 * MINUTE;

/// A row as it is remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Remembered {
    pub(crate) name: String,
    pub(crate) orders: String,
    /// Platform and shop, where the table has them: the same number may stand in several shops.
    pub(crate) place: Option<(String, String)>,
}

/// The rows of a table, and which table it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Recalled {
    pub(super) table: String,
    pub(super) rows: Vec<Remembered>,
}

/// Where this terminal's rows stand.
#[derive(Clone, Debug)]
pub(crate) struct Memory {
    pub(super) path: PathBuf,
    pub(super) now: Stamp,
}

impl Memory {
    /// `None` where there is no terminal, or no place to keep anything.
    pub(crate) fn here(cx: &Context) -> Option<Memory> {
        let terminal = terminal::key()?;
        let folder = config::state_folder()?.join("rows");
        let name = format!("{:016x}.tsv", hash64(&[terminal.as_bytes()]));
        Some(Memory { path: folder.join(name), now: cx.now })
    }

    /// Keeps rows; what can't be kept is no reason to fail.
    pub(crate) fn keep(&self, table: &str, rows: &[Remembered]) {
        let _ = self.try_keep(table, rows);
    }

    fn try_keep(&self, table: &str, rows: &[Remembered]) -> std::io::Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        crate::scratch::make_folder(folder)?;
        let mut scratch = Scratch::beside(folder)?;
        let mut file = std::io::BufWriter::new(scratch.as_file_mut());
        writeln!(file, "{}\t{table}", self.now.0)?;
        let one_line = |text: &str| text.replace(['\t', '\n', '\r'], " ");
        for row in rows {
            write!(file, "{}\t{}", one_line(&row.name), one_line(&row.orders))?;
            if let Some((platform, shop)) = &row.place {
                write!(file, "\t{}\t{}", one_line(platform), one_line(shop))?;
            }
            writeln!(file)?;
        }
        file.flush()?;
        drop(file);
        scratch.persist(&self.path).map_err(|e| e.error)?;
        Ok(())
    }

    /// The rows of the last table, while they hold.
    pub(crate) fn recall(&self) -> Option<Recalled> {
        let text = bounded::up_to(&self.path, bounded::ROWS).ok()?;
        let mut lines = text.lines();
        let first = lines.next()?;
        let (at, table) = first.split_once('\t').unwrap_or((first, ""));
        let at: i64 = at.parse().ok()?;
        if !(0..=VALID).contains(&(self.now.0 - at)) {
            return None;
        }
        let split = |line: &str| {
            let mut cells = line.split('\t').map(str::to_owned);
            let (name, orders) = (cells.next()?, cells.next()?);
            Some(Remembered { name, orders, place: cells.next().zip(cells.next()) })
        };
        Some(Recalled { table: table.to_owned(), rows: lines.filter_map(split).collect() })
    }
}

/// The text by which a cell is found again.
pub(crate) fn text_of(cell: Option<&Cell<'_>>) -> String {
    match cell {
        Some(Cell::Id(text) | Cell::Text(text)) => text.to_string(),
        Some(Cell::Word(key, ..)) => (*key).to_owned(),
        _ => String::new(),
    }
}
