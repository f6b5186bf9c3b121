//! Cells that are older than their rows: what the newest export that saw a record left empty or masked, and what an older
//! one filled in. Of these alone an import must know from which export they are, or the order of imports would matter. An
//! export leaves much the same of thousands of neighbours, so it is noted for runs of running numbers.

use super::cells::{self, Cell};
use super::column_sets::ColumnSets;
use super::db::{Db, Sql};
use super::rank::Rank;
use super::statements as sql;
use super::tally::Tally;
use crate::model::{Field, Fields};
use std::collections::{BTreeMap, HashMap};

/// Columns, and the export that they are from. Those of one row share none.
type Part = (Fields, Rank);

/// By `from_ord` and `columns`: `to_ord` and rank.
type Rows = BTreeMap<(i64, i64), (i64, Rank)>;

#[derive(Debug, Default)]
pub(super) struct OlderCells {
    /// By the first running number: the last one, and which parts. Runs don't overlap.
    runs: BTreeMap<i64, (i64, usize)>,
    parts: Vec<Vec<Part>>,
    known: HashMap<Vec<Part>, usize>,
    /// As the table has it.
    stored: Rows,
}

impl OlderCells {
    pub(super) fn read(db: &Db, sets: &ColumnSets) -> Sql<OlderCells> {
        let mut all = OlderCells::default();
        let mut found: BTreeMap<i64, (i64, Vec<Part>)> = BTreeMap::new();
        for row in cells::take_all(&mut db.prepare(sql::OLDER_CELLS_ALL)?, &[])? {
            let number = |column: usize| cells::num_at(&row, column).unwrap_or_default();
            let rank = Rank { at: number(3), hash: cells::num_at(&row, 4) };
            all.stored.insert((number(0), number(2)), (number(1), rank));
            let set = sets.set(number(2), &[]).unwrap_or_default();
            found.entry(number(0)).or_insert_with(|| (number(1), Vec::new())).1.push((set, rank));
        }
        for (from, (to, parts)) in found {
            let parts = all.number(parts);
            all.runs.insert(from, (to, parts));
        }
        Ok(all)
    }

    /// Of one record.
    pub(super) fn of(&self, seq: i64) -> &[Part] {
        let parts = self.run(seq).and_then(|(_, _, parts)| self.parts.get(parts));
        parts.map_or(&[], Vec::as_slice)
    }

    /// From which export a cell is, where it is older than its row.
    pub(super) fn rank(&self, seq: i64, field: Field) -> Option<Rank> {
        self.of(seq).iter().find(|part| part.0.has(field)).map(|part| part.1)
    }

    /// An export as new as all others stated some columns of a record, and left others as an export of the rank `before`
    /// had them.
    pub(super) fn newer(&mut self, seq: i64, stated: Fields, left: Fields, before: Rank) {
        let known = self.of(seq);
        let mine = known.iter().fold(Fields::NONE, |all, part| all.or(part.0));
        if known.is_empty() && left == Fields::NONE {
            return;
        }
        let mut parts: Vec<Part> = known.iter().map(|part| (without(part.0, stated), part.1)).collect();
        parts.push((without(left, mine), before));
        self.put(seq, parts);
    }

    /// An export of this rank, which is older than the record, told these columns.
    pub(super) fn older(&mut self, seq: i64, told: Fields, rank: Rank) {
        if told == Fields::NONE {
            return;
        }
        let known = self.of(seq).iter().map(|part| (without(part.0, told), part.1));
        let parts = known.chain([(told, rank)]).collect();
        self.put(seq, parts);
    }

    fn run(&self, seq: i64) -> Option<(i64, i64, usize)> {
        let (from, (to, parts)) = self.runs.range(..=seq).next_back()?;
        (*to >= seq).then_some((*from, *to, *parts))
    }

    fn number(&mut self, mut parts: Vec<Part>) -> usize {
        parts.sort_unstable_by_key(|part| part.1);
        // One part for each rank.
        let mut joined: Vec<Part> = Vec::with_capacity(parts.len());
        for part in parts.into_iter().filter(|part| part.0 != Fields::NONE) {
            match joined.last_mut() {
                Some(last) if last.1 == part.1 => last.0 = last.0.or(part.0),
                _ => joined.push(part),
            }
        }
        if let Some(number) = self.known.get(&joined) {
            return *number;
        }
        self.parts.push(joined.clone());
        self.known.insert(joined, self.parts.len() - 1);
        self.parts.len() - 1
    }

    fn put(&mut self, seq: i64, parts: Vec<Part>) {
        let parts = self.number(parts);
        let before = self.run(seq);
        if before.is_some_and(|run| run.2 == parts) {
            return;
        }
        if let Some((from, to, old)) = before {
            if from < seq {
                self.runs.insert(from, (seq - 1, old));
            } else {
                self.runs.remove(&from);
            }
            if to > seq {
                self.runs.insert(seq + 1, (to, old));
            }
        }
        if self.parts.get(parts).is_none_or(Vec::is_empty) {
            return;
        }
        let (mut from, mut to) = (seq, seq);
        if let Some((before, run)) = self.runs.range(..seq).next_back()
            && *run == (seq - 1, parts)
        {
            from = *before;
        }
        if let Some((after, _)) = self.runs.get(&(seq + 1)).copied().filter(|run| run.1 == parts) {
            self.runs.remove(&(seq + 1));
            to = after;
        }
        self.runs.insert(from, (to, parts));
    }

    /// Writes down what has changed; part of the transaction that changed the rows.
    pub(super) fn persist(&mut self, db: &Db, tally: &Tally, sets: &ColumnSets) -> Sql<()> {
        let mut rows = Rows::new();
        for (from, (to, parts)) in &self.runs {
            for (set, rank) in self.parts.get(*parts).into_iter().flatten() {
                rows.insert((*from, sets.number(*set)), (*to, *rank));
            }
        }
        let mut drop = db.prepare(sql::OLDER_CELLS_DROP)?;
        for (key, _) in self.stored.iter().filter(|(key, row)| rows.get(*key) != Some(*row)) {
            tally.drop("older_cells", &mut drop, &[&key.0, &key.1])?;
        }
        let mut put = db.prepare(sql::OLDER_CELLS_PUT)?;
        for (key, row) in rows.iter().filter(|(key, row)| self.stored.get(*key) != Some(*row)) {
            let numbers = [key.0, row.0, key.1, row.1.at].map(Cell::int);
            let [from, to, columns, at] = numbers;
            let row = &mut [from, to, columns, at, Cell::Int(row.1.hash), Cell::Int(None)];
            tally.put("older_cells", &mut put, row, None)?;
        }
        self.stored = rows;
        Ok(())
    }
}

fn without(set: Fields, less: Fields) -> Fields {
    Fields(set.0 & !less.0)
}

#[cfg(test)]
mod tests {
    use super::super::db::{Lane, on_each_engine};
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::TestRunner;

    const COLUMNS: [Field; 3] = [Field::Phone, Field::SellerNote, Field::Paid];

    fn set(bits: u8) -> Fields {
        COLUMNS.iter().enumerate().filter(|(n, _)| bits >> n & 1 == 1).map(|(_, field)| *field).collect()
    }

    fn rank(at: u8) -> Rank {
        Rank { at: i64::from(at), hash: Some(7) }
    }

    /// Running number, what was told of it as set of columns and as another one, when, and whether that was newer.
    type Word = (i64, u8, u8, u8, bool);

    #[test]
    fn runs_say_what_was_said_of_each() {
        let told = proptest::collection::vec((0..9_i64, 0..8_u8, 0..8_u8, 0..3_u8, any::<bool>()), 1..40);
        on_each_engine(|db| {
            let ran = TestRunner::default().run(&told, |told| {
                let tx = db.write(Lane::Facts).expect("begun");
                says_what_was_said(&tx, &told)
            });
            ran.expect("each cell");
        });
    }

    fn says_what_was_said(db: &Db, told: &[Word]) -> Result<(), TestCaseError> {
        let mut plain: BTreeMap<(i64, &str), Rank> = BTreeMap::new();
        for imports in told.chunks(7) {
            let sets = ColumnSets::read(db).expect("read");
            let mut cells = OlderCells::read(db, &sets).expect("read");
            for (seq, one, other, at, is_newer) in imports {
                let (one, other) = (set(*one), without(set(*other), set(*one)));
                if *is_newer {
                    cells.newer(*seq, one, other, rank(*at));
                    for field in one.iter() {
                        plain.remove(&(*seq, field.key()));
                    }
                    for field in other.iter() {
                        plain.entry((*seq, field.key())).or_insert(rank(*at));
                    }
                } else {
                    cells.older(*seq, one, rank(*at));
                    plain.extend(one.iter().map(|field| ((*seq, field.key()), rank(*at))));
                }
            }
            cells.persist(db, &Tally::default(), &sets).expect("kept");
            sets.persist(db, &Tally::default()).expect("kept");
        }
        let sets = ColumnSets::read(db).expect("read");
        let cells = OlderCells::read(db, &sets).expect("read");
        for seq in 0..9 {
            for field in COLUMNS {
                prop_assert_eq!(cells.rank(seq, field), plain.get(&(seq, field.key())).copied());
            }
        }
        let runs: Vec<_> = cells.runs.iter().collect();
        for pair in runs.windows(2) {
            let (left, right) = (pair[0].1, pair[1]);
            prop_assert!(left.0 < *right.0, "they don't overlap");
            prop_assert!(left.0 + 1 < *right.0 || left.1 != right.1.1, "neighbours are joined");
        }
        Ok(())
    }
}
