//! The part that all kinds share: row lengths, bad rows, damaged numbers.

use super::bounds;
use super::columns::Columns;
use super::export::mark::Whole;
use super::fault::Fault;
use super::ids::IdCheck;
use super::reading::Reading;
use super::reject::Reject;
use super::row_source::{Scratch, Source};
use super::stats::Stats;
use crate::error::{Error, Result};
use crate::layouts::Bound;
use crate::model::text::one_line;
use crate::source::{Row, Table};
use std::ops::ControlFlow;

pub(super) type RowFn<'f> =
    dyn FnMut(&Source<'_>, &mut Scratch, &mut Stats) -> std::result::Result<ControlFlow<()>, Fault> + 'f;

/// The part that all kinds share: row lengths, bad rows, damaged numbers.
pub(super) fn rows(table: &mut Table, reading: &Reading, f: &mut RowFn<'_>) -> Result<Stats> {
    let bound = table.bound.clone();
    let columns = Columns::of(table, reading);
    let file = table.input.name.clone();
    let mut taker = Taker::new(&bound, reading, &columns, &file);
    table.each(&mut |row| taker.take(row, f))?;
    taker.finish()
}

/// Takes row after row.
pub(super) struct Taker<'a> {
    pub(super) bound: &'a Bound,
    pub(super) reading: &'a Reading,
    pub(super) columns: &'a Columns,
    pub(super) file: &'a str,
    pub(super) stats: Stats,
    pub(super) ids: IdCheck,
    pub(super) scratch: Scratch,
    pub(super) whole: Whole,
}

impl<'a> Taker<'a> {
    pub(super) fn new(
        bound: &'a Bound,
        reading: &'a Reading,
        columns: &'a Columns,
        file: &'a str,
    ) -> Taker<'a> {
        Taker {
            bound,
            reading,
            columns,
            file,
            stats: Stats::default(),
            ids: IdCheck::new(bound),
            scratch: Scratch::default(),
            whole: Whole::of(bound, file),
        }
    }

    /// Takes one row, or tells what is wrong with it.
    pub(super) fn try_take(
        &mut self,
        row: &Row<'_>,
        f: &mut RowFn<'_>,
    ) -> std::result::Result<ControlFlow<()>, Fault> {
        self.stats.rows += 1;
        self.scratch.units.clear();
        ragged(self.bound, row).map_or(Ok(()), Err)?;
        self.whole.look(row)?;
        self.ids.look(row, &mut self.scratch.buf)?;
        let source = Source { bound: self.bound, reading: self.reading, columns: self.columns, row };
        f(&source, &mut self.scratch, &mut self.stats)
    }

    /// Takes one row. One that is wrong is set aside where that is wanted, else it is an error.
    pub(super) fn take(&mut self, row: &Row<'_>, f: &mut RowFn<'_>) -> Result<ControlFlow<()>> {
        match self.try_take(row, f) {
            Ok(flow) => Ok(flow),
            Err(Fault::Fatal(e)) => Err(e),
            Err(Fault::Text { column: index, zh, en }) => {
                let file = row.file(self.file);
                let heading = heading(self.bound, index);
                Err(Error::input(
                    format!("{file}:{}: {heading}: {zh}", row.line),
                    format!("{file}:{}: {heading}: {en}", row.line),
                )
                .hint(
                    "两份编码不同的文件可能被拼在了一起",
                    "two files of different encodings may have been joined",
                )
                .hint("请从平台重新导出", "export it from the platform again"))
            }
            Err(Fault::Row { column: index, reason }) => {
                let column = index.map_or_else(String::new, |p| heading(self.bound, p));
                let cells = (0..row.len()).map(|i| row.text(i).unwrap_or_default()).collect();
                let reject = Reject { file: row.file(self.file), line: row.line, column, reason, cells };
                if !self.reading.keep_going {
                    return Err(reject.error());
                }
                self.stats.rejects.push(reject);
                bounds::rejects(self.file, row.line, self.stats.rejects.len())?;
                Ok(ControlFlow::Continue(()))
            }
        }
    }

    pub(super) fn finish(mut self) -> Result<Stats> {
        self.stats.rounded = self.ids.verdict(self.file)?;
        Ok(self.stats)
    }
}

/// A heading in a message: one that is wrapped in its cell is told in one line.
fn heading(bound: &Bound, index: usize) -> String {
    bound.header.get(index).map_or_else(String::new, |h| one_line(h, 60))
}

/// A row of another length than the header, where that is not a harmless trailing comma.
fn ragged(bound: &Bound, row: &Row<'_>) -> Option<Fault> {
    let want = bound.header.len();
    if row.len() < want && !row.may_be_short() {
        return Some(Fault::row(
            None,
            format!("只有 {} 列，表头有 {want} 列", row.len()),
            format!("the row has {} cells, the header has {want}", row.len()),
        ));
    }
    let extra = (want..row.len()).find(|i| !row.is_blank(*i))?;
    Some(Fault::row(
        None,
        format!("第 {} 列有内容，表头只有 {want} 列", extra + 1),
        format!("there is something in column {}, the header has {want}", extra + 1),
    ))
}
