//! Finding the header row: never assumed to be the first.

use super::row::Row;
use crate::layouts::{Bound, Catalog, Layout, Match, bind, fold_name, rank};

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
    pub(crate) layout: String,
    pub(crate) known: usize,
    /// Headings that would be needed, by the layout's first name for each field.
    pub(crate) missing: Vec<String>,
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
    pub(crate) fn look(&mut self, catalog: &Catalog, only: Option<&Layout>, row: &Row<'_>, place: usize) {
        let Some(header) = heading_texts(row) else {
            self.undecodable = self.undecodable.or(Some(row.line));
            return;
        };
        let filled = header.iter().filter(|h| !h.is_empty()).count();
        if filled == 0 {
            return;
        }
        let ranked = match only {
            Some(layout) => rank(std::slice::from_ref(layout), &header),
            None => rank(&catalog.layouts, &header),
        };
        let Some(top) = ranked.first() else { return };
        // A single heading is one only where a layout asks for no more.
        if filled == 1 && !top.fits() {
            return;
        }
        if top.fits() || (only.is_some() && top.missing.is_empty()) {
            // Headings in two languages follow each other; a header after rows begins another table.
            let second = self.found.as_ref().and_then(|f| {
                let told = !top.layout.requires.is_empty();
                let apart = told && place > f.skip + 1 && fold_all(&f.bound.header) != fold_all(&header);
                f.second.or(apart.then_some(f.line.max(row.line)))
            });
            if let Some(found) = &mut self.found {
                found.second = second;
            }
            if self.found.as_ref().is_none_or(|f| top.known > f.known) {
                let runner_up =
                    ranked.get(1).filter(|m| m.known > 0).map(|m| (m.layout.name.clone(), m.score()));
                self.found = Some(Found {
                    bound: bind(top.layout, &header),
                    skip: place,
                    line: row.line,
                    score: top.score(),
                    known: top.known,
                    runner_up,
                    second,
                });
            }
        } else if self.near.as_ref().is_none_or(|n| top.known > n.known) {
            self.near = Some(near(top, header, row.line));
        }
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

fn fold_all(header: &[String]) -> Vec<String> {
    header.iter().map(|h| fold_name(h)).collect()
}

fn heading_texts(row: &Row<'_>) -> Option<Vec<String>> {
    let mut header: Vec<String> = (0..row.len()).map(|i| row.text(i).ok()).collect::<Option<_>>()?;
    while header.last().is_some_and(String::is_empty) {
        header.pop();
    }
    Some(header)
}

fn near(top: &Match<'_>, header: Vec<String>, line: u64) -> Near {
    let missing = top
        .missing
        .iter()
        .filter_map(|any| any.first())
        .map(|field| {
            let names = top.layout.columns.iter().find(|c| c.0 == *field).map(|c| &c.1);
            names.and_then(|n| n.first()).cloned().unwrap_or_else(|| field.key().to_owned())
        })
        .collect();
    Near { header, line, layout: top.layout.name.clone(), known: top.known, missing }
}
