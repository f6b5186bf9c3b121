//! As of when records were seen again as they are. An export tells of thousands of neighbours at once, so it is noted for
//! runs of running numbers; to note it in each row would be to write every row with each export.

use super::cells::{self, Cell};
use super::db::{Db, Sql};
use super::statements as sql;
use super::tally::Tally;

/// Records with the running numbers `from` to `to` were seen in an export as of `at`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    from: i64,
    to: i64,
    at: i64,
    /// Which of [`LastSeen::imports`] it was.
    import: usize,
}

/// Runs that don't overlap, by their numbers.
#[derive(Debug, Default)]
pub(super) struct LastSeen {
    runs: Vec<Run>,
    /// Ids; empty for those of earlier programs, which noted none.
    imports: Vec<String>,
    /// Numbers that the file in hand told of, as bits.
    marks: Vec<u64>,
}

impl LastSeen {
    /// Runs from after `now` are left out: no export tells of what is still to come, so a clock was wrong.
    pub(super) fn read(db: &Db, now: i64) -> Sql<LastSeen> {
        let rows = cells::take_all(&mut db.prepare(sql::LAST_SEEN_ALL)?, &[])?;
        let mut last_seen = LastSeen::default();
        for row in &rows {
            let number = |index: usize| cells::num_at(row, index).unwrap_or_default();
            let import = last_seen.import(cells::str_at(row, 3));
            let run = Run { from: number(0), to: number(1), at: number(2), import };
            last_seen.runs.extend(Some(run).filter(|run| run.at <= now));
        }
        Ok(last_seen)
    }

    fn import(&mut self, id: &str) -> usize {
        let known = self.imports.iter().position(|known| known == id);
        known.unwrap_or_else(|| {
            self.imports.push(id.to_owned());
            self.imports.len() - 1
        })
    }

    fn run(&self, seq: i64) -> Option<&Run> {
        let index = self.runs.partition_point(|run| run.to < seq);
        self.runs.get(index).filter(|run| run.from <= seq)
    }

    /// As of when a record was seen last, whose own row says `seen`.
    pub(super) fn of(&self, seq: i64, seen: i64) -> i64 {
        self.run(seq).map_or(seen, |run| seen.max(run.at))
    }

    /// As of when a record was seen again, and by which import.
    pub(super) fn again(&self, seq: i64) -> Option<(i64, &str)> {
        let run = self.run(seq)?;
        Some((run.at, self.imports.get(run.import)?))
    }

    /// The file in hand tells of a record. `end`: the greatest number that was given. False: this one was not.
    pub(super) fn mark(&mut self, seq: i64, end: i64) -> bool {
        let Some(at) = usize::try_from(seq).ok().filter(|_| seq <= end) else { return false };
        if self.marks.len() <= at / 64 {
            self.marks.resize(at / 64 + 1, 0);
        }
        if let Some(word) = self.marks.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
        true
    }

    /// The marks so far; none are left.
    pub(super) fn take_marks(&mut self) -> Vec<u64> {
        std::mem::take(&mut self.marks)
    }

    /// Marks that were made before.
    pub(super) fn set_marks(&mut self, marks: Vec<u64>) {
        self.marks = marks;
    }

    /// The file is over; it told as of `at`, and of nothing that is known to be newer.
    pub(super) fn note(&mut self, db: &Db, tally: &Tally, at: i64, import: &str) -> Sql<()> {
        let marks = self.take_marks();
        let import = self.import(import);
        let told = runs_of(&marks, at, import);
        if told.is_empty() {
            return Ok(());
        }
        self.runs = over(&self.runs, &told);
        tally.drop("seen_again", &mut db.prepare(sql::LAST_SEEN_CLEAR)?, &[])?;
        let mut put = db.prepare(sql::LAST_SEEN_PUT)?;
        for run in &self.runs {
            let numbers = [run.from, run.to, run.at].map(Cell::int);
            let [from, to, at] = numbers;
            let import = Cell::text(self.imports.get(run.import).map_or("", String::as_str));
            tally.put("seen_again", &mut put, &mut [from, to, at, import, Cell::Int(None)], None)?;
        }
        Ok(())
    }
}

/// The runs of bits that are set.
fn runs_of(marks: &[u64], at: i64, import: usize) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (word, bits) in (0..).zip(marks) {
        let mut left = *bits;
        while left != 0 {
            let first = left.trailing_zeros();
            let many = (left >> first).trailing_ones();
            let from = word * 64 + i64::from(first);
            join(&mut runs, Run { from, to: from + i64::from(many) - 1, at, import });
            left = if first + many == 64 { 0 } else { left & (u64::MAX << (first + many)) };
        }
    }
    runs
}

/// What was known before, under what is told now.
fn over(before: &[Run], told: &[Run]) -> Vec<Run> {
    let mut all = told.to_vec();
    let mut next = 0;
    for run in before {
        let mut from = run.from;
        while told.get(next).is_some_and(|t| t.to < from) {
            next += 1;
        }
        for new in told.iter().skip(next).take_while(|t| t.from <= run.to) {
            if from < new.from {
                all.push(Run { from, to: new.from - 1, ..*run });
            }
            from = new.to + 1;
        }
        if from <= run.to {
            all.push(Run { from, ..*run });
        }
    }
    all.sort_unstable_by_key(|run| run.from);
    let mut joined = Vec::with_capacity(all.len());
    all.into_iter().for_each(|run| join(&mut joined, run));
    joined
}

/// Appends a run, to the last one where it goes on with it.
fn join(runs: &mut Vec<Run>, run: Run) {
    match runs.last_mut() {
        Some(last) if last.to + 1 == run.from && (last.at, last.import) == (run.at, run.import) => {
            last.to = run.to
        }
        _ => runs.push(run),
    }
}

#[cfg(test)]
mod tests {
    use super::super::db::{Lane, on_each_engine};
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::TestRunner;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn the_newest_file_counts_for_each_record() {
        let files = proptest::collection::vec(proptest::collection::btree_set(0..200_i64, 0..120), 1..6);
        on_each_engine(|db| {
            let told = TestRunner::default().run(&files, |files| {
                let tx = db.write(Lane::Facts).expect("begun");
                newest_counts(&tx, &files)
            });
            told.expect("each record");
        });
    }

    fn newest_counts(db: &Db, files: &[BTreeSet<i64>]) -> Result<(), TestCaseError> {
        let mut plain = BTreeMap::new();
        for (at, file) in (100..).zip(files) {
            let mut last_seen = LastSeen::read(db, i64::MAX).expect("read");
            for seq in file {
                prop_assert!(last_seen.mark(*seq, 199));
                plain.insert(*seq, at);
            }
            last_seen.note(db, &Tally::default(), at, &format!("i{at}")).expect("noted");
        }
        let last_seen = LastSeen::read(db, i64::MAX).expect("read");
        for seq in -1..202 {
            prop_assert_eq!(last_seen.of(seq, 50), plain.get(&seq).copied().unwrap_or(50));
            prop_assert_eq!(last_seen.of(seq, 500), 500);
            let again = last_seen.again(seq).map(|(at, import)| (at, import.to_owned()));
            prop_assert_eq!(again, plain.get(&seq).map(|at| (*at, format!("i{at}"))));
        }
        prop_assert!(last_seen.runs.windows(2).all(|w| w[0].to < w[1].from));
        let apart = |w: &[Run]| w[0].to + 1 < w[1].from || w[0].at != w[1].at;
        prop_assert!(last_seen.runs.windows(2).all(apart), "joined");
        Ok(())
    }

    #[test]
    fn a_number_that_no_import_gave_is_not_noted() {
        let mut last_seen = LastSeen::default();
        assert_eq!(
            [-1, 0, 10, 11, i64::MAX].map(|seq| last_seen.mark(seq, 10)),
            [false, true, true, false, false]
        );
    }

    #[test]
    fn whole_words_of_bits_are_one_run() {
        let runs = runs_of(&[u64::MAX, u64::MAX, 1, 0, 1 << 63], 7, 0);
        let run = |from, to| Run { from, to, at: 7, import: 0 };
        assert_eq!(runs, [run(0, 128), run(319, 319)]);
    }
}
