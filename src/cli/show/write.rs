//! Writing a list: rows as they come, or a document.

use super::sort::sort_rows;
use super::written::Written;
use super::{Emit, Show};
use crate::cli::rows::Remembered;
use crate::error::{Error, Result};
use crate::model::Cell;
use crate::render::{Meta, Renderer, Sink, Style};
use std::io::{self, BufWriter, Write};

/// Rows that a terminal gets unless it asks for all.
const SCREENFUL: usize = 30;

impl Show {
    /// Writes a document in place of rows.
    pub(crate) fn document(
        &self,
        write: impl FnOnce(&'static dyn Renderer, &Style, &mut dyn Write) -> io::Result<()>,
    ) -> Result<()> {
        let Some(place) = &self.file else {
            let mut out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
            write(self.renderer, &self.style, &mut out)?;
            out.flush()?;
            return Ok(());
        };
        let mut file = place.clone().begin()?;
        let mut out = BufWriter::with_capacity(64 * 1024, &mut file);
        let written = write(self.renderer, &self.style, &mut out).and_then(|()| out.flush());
        drop(out);
        written.map_err(|e| file.unwritable(e))?;
        file.end()
    }

    /// Writes rows that are there already, or are made one by one.
    pub(crate) fn rows<'c, R: AsRef<[Cell<'c>]>>(
        self,
        rows: impl IntoIterator<Item = R>,
        notes: Meta,
    ) -> Result<Written> {
        self.run(|emit| {
            for row in rows {
                if !emit(row.as_ref())? {
                    break;
                }
            }
            Ok(notes)
        })
    }

    /// Writes what `produce` gives. The notes it returns stand beside the rows.
    pub(crate) fn run(self, produce: impl FnOnce(&mut Emit<'_>) -> Result<Meta>) -> Result<Written> {
        match self.file.clone() {
            None => {
                let mut out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
                let written = self.write(&mut out, produce)?;
                out.flush()?;
                Ok(written)
            }
            Some(place) => {
                let mut file = place.begin()?;
                let mut out = BufWriter::with_capacity(64 * 1024, &mut file);
                let written = self.write(&mut out, produce)?;
                let flushed = out.flush();
                drop(out);
                flushed.map_err(|e| file.unwritable(e))?;
                file.end()?;
                Ok(written)
            }
        }
    }

    fn write(
        self,
        out: &mut dyn Write,
        produce: impl FnOnce(&mut Emit<'_>) -> Result<Meta>,
    ) -> Result<Written> {
        let most = self.limit.unwrap_or(usize::MAX);
        let cap = if self.screen { SCREENFUL } else { most };
        let mut written = Written { rows: 0, shown: 0, cut: self.screen };
        let mut out = Lazy::Waiting(out);
        let mut chosen: Vec<Cell<'static>> = Vec::with_capacity(self.picks.len() + 1);
        let mut kept: Vec<Remembered> = Vec::new();
        let meta = if self.sort.is_empty() {
            produce(&mut |row| {
                written.rows += 1;
                if written.shown < cap {
                    written.shown += 1;
                    let sink = out.sink(&self)?;
                    let picks = self.picks();
                    let first = picks.iter().enumerate().all(|(i, p)| i == *p);
                    match row.get(..picks.len()) {
                        Some(row) if first && self.numbers.is_none() => sink.row(row)?,
                        _ => {
                            self.choose(row, &mut chosen, &mut kept);
                            sink.row(&chosen)?;
                        }
                    }
                }
                // A screen counts on, so that it can say how many there are.
                Ok(self.screen || written.shown < most)
            })?
        } else {
            let mut rows: Vec<Vec<Cell<'static>>> = Vec::new();
            let meta = produce(&mut |row| {
                rows.push(row.iter().map(|c| c.clone().into_owned()).collect());
                Ok(true)
            })?;
            sort_rows(&mut rows, &self.sort);
            written.rows = rows.len();
            for row in rows.iter().take(cap) {
                written.shown += 1;
                self.choose(row, &mut chosen, &mut kept);
                out.sink(&self)?.row(&chosen)?;
            }
            meta
        };
        out.sink(&self)?;
        if let Lazy::Started(sink) = out {
            sink.finish(&meta)?;
        }
        if let Some(numbers) = &self.numbers {
            numbers.keep(&kept);
        }
        Ok(written)
    }

    /// The chosen cells of a row, its number before them where rows are numbered.
    fn choose(&self, row: &[Cell<'_>], chosen: &mut Vec<Cell<'static>>, kept: &mut Vec<Remembered>) {
        chosen.clear();
        if let Some(numbers) = &self.numbers {
            kept.push(numbers.remembered(row));
            chosen.push(Cell::Int(kept.len() as i64));
        }
        let cell = |index: &usize| row.get(*index).map_or(Cell::Empty, |cell| cell.clone().into_owned());
        chosen.extend(self.picks().iter().map(cell));
    }
}

/// An output that begins with its first row, or at the end: a failure before it leaves no half answer.
enum Lazy<'w> {
    Waiting(&'w mut dyn Write),
    Started(Box<dyn Sink + 'w>),
    /// Starting failed.
    Broken,
}

impl<'w> Lazy<'w> {
    fn sink(&mut self, show: &Show) -> Result<&mut (dyn Sink + 'w)> {
        if let Lazy::Waiting(_) = self
            && let Lazy::Waiting(out) = std::mem::replace(self, Lazy::Broken)
        {
            let mut head = show.head.clone();
            head.columns.truncate(head.columns.len() - (show.picks.len() - show.picks().len()));
            *self = Lazy::Started(show.renderer.start(head, &show.style, out)?);
        }
        match self {
            Lazy::Started(sink) => Ok(sink.as_mut()),
            _ => Err(Error::bug("an output that could not be started")),
        }
    }
}
