//! Finding the header row: never assumed to be the first.

use super::row::Row;
use crate::error::Result;
use crate::layouts::{Bound, Candidate, Catalog, Layout, bind, fit, missing, normalize_name};
use crate::model::Field;

/// How many records are looked at.
pub(crate) const LOOK: usize = 30;

/// The best header so far.
pub(crate) struct Found {
    pub(crate) bound: Bound,
    /// Records before it.
    pub(crate) skip: usize,
    pub(crate) line: u64,
    pub(crate) score: usize,
    pub(crate) known: usize,
    pub(crate) runner_up: Option<(String, usize)>,
    /// The line of another header that fits, with rows between the two.
    pub(crate) second: Option<u64>,
}

/// A row that looks most like a header although no layout fits: for the refusal.
pub(crate) struct Near {
    pub(crate) header: Vec<String>,
    pub(crate) line: u64,
    /// The place of the layout in the catalog, where the user asked for none.
    pub(crate) layout: usize,
    pub(crate) known: usize,
}

#[derive(Default)]
pub(crate) struct Search {
    pub(crate) found: Option<Found>,
    pub(crate) near: Option<Near>,
    /// The first line whose bytes are no text in the encoding that was given.
    pub(crate) undecodable: Option<u64>,
}

impl Search {
    /// Scores one record as a header. `only`: the layout that the user asked for.
    pub(crate) fn look(
        &mut self,
        catalog: &Catalog,
        only: Option<&Layout>,
        row: &Row<'_>,
        column: usize,
    ) -> Result<()> {
        let Some(header) = heading_texts(row) else {
            self.undecodable = self.undecodable.or(Some(row.line));
            return Ok(());
        };
        let filled = header.iter().filter(|h| !h.is_empty()).count();
        if filled == 0 {
            return Ok(());
        }
        let ranked = match only {
            Some(layout) => vec![Candidate { at: 0, fit: fit(layout, &header) }],
            None => catalog.rank(&header),
        };
        let Some(Candidate { at, fit: top }) = ranked.first().copied() else { return Ok(()) };
        // A single heading is one only where a layout asks for no more.
        if filled == 1 && !top.fits() {
            return Ok(());
        }
        if top.fits() || (only.is_some() && top.missing == 0) {
            let layout = only.map_or_else(|| catalog.layout(at), Ok)?;
            // Headings in two languages follow each other; a header after rows begins another table.
            let second = self.found.as_ref().and_then(|f| {
                let told = !layout.requires.is_empty();
                let apart =
                    told && column > f.skip + 1 && normalize_all(&f.bound.header) != normalize_all(&header);
                f.second.or(apart.then_some(f.line.max(row.line)))
            });
            if let Some(found) = &mut self.found {
                found.second = second;
            }
            if self.found.as_ref().is_none_or(|f| top.known > f.known) {
                let runner_up = ranked.get(1).filter(|c| c.fit.known > 0);
                self.found = Some(Found {
                    bound: bind(layout, &header),
                    skip: column,
                    line: row.line,
                    score: top.score(),
                    known: top.known,
                    runner_up: runner_up.map(|c| (catalog.name(c.at).to_owned(), c.fit.score())),
                    second,
                });
            }
        } else if self.near.as_ref().is_none_or(|n| top.known > n.known) {
            self.near = Some(Near { header, line: row.line, layout: at, known: top.known });
        }
        Ok(())
    }

    /// Headings of the best header that a layout knows.
    pub(crate) fn known(&self) -> usize {
        self.found.as_ref().map_or(0, |f| f.known)
    }

    /// Keeps the better of two searches (of two delimiters, of two sheets).
    pub(crate) fn better(&self, other: &Search) -> bool {
        let near = |s: &Search| s.near.as_ref().map_or(0, |n| n.known * 1000 + n.header.len().min(999));
        (self.known(), near(self)) > (other.known(), near(other))
    }
}

fn normalize_all(header: &[String]) -> Vec<String> {
    header.iter().map(|h| normalize_name(h)).collect()
}

fn heading_texts(row: &Row<'_>) -> Option<Vec<String>> {
    let mut header: Vec<String> = (0..row.len()).map(|i| row.text(i).ok()).collect::<Option<_>>()?;
    while header.last().is_some_and(String::is_empty) {
        header.pop();
    }
    Some(header)
}

impl Near {
    /// Headings that the layout would need: its first name for each field.
    pub(crate) fn missing(&self, layout: &Layout) -> Vec<String> {
        let name = |field: &Field| {
            let names = layout.columns.iter().find(|c| c.0 == *field).map(|c| &c.1);
            names.and_then(|n| n.first()).cloned().unwrap_or_else(|| field.key().to_owned())
        };
        missing(layout, &self.header).into_iter().filter_map(<[Field]>::first).map(name).collect()
    }
}
