//! Reading in chunks of rows, by their running numbers: what belongs to a chunk is asked for together, and no statement is run
//! while the rows of another are read.

use super::db::{Db, Param, Sql};

/// Rows in a chunk, about.
pub(super) const CHUNK: usize = 512;

/// The running numbers of a table, one chunk after the other.
pub(super) struct Chunks {
    end_of: String,
    /// Where the next one begins; `None`: there is none.
    next: Option<i64>,
}

/// One chunk: the running numbers from the first to the last of these. `None`: all that are left, which are few.
pub(super) struct Chunk {
    from: i64,
    to: Option<i64>,
}

impl Chunks {
    /// All of a table; `end_of` answers with the last running number of the chunk that begins at the one it is given.
    pub(super) fn of(end_of: String) -> Chunks {
        Chunks { end_of, next: Some(i64::MIN) }
    }

    pub(super) fn next(&mut self, db: &Db) -> Sql<Option<Chunk>> {
        let Some(from) = self.next else { return Ok(None) };
        // No number is cut in two, should two rows have the same.
        let to: Option<i64> = db.first(&self.end_of, &[&from])?;
        self.next = to.and_then(|to| to.checked_add(1));
        Ok(Some(Chunk { from, to }))
    }
}

impl Chunk {
    /// What stands behind a statement about one table, to get only the rows of the chunk; `ord` is the name of the
    /// column there. Its parameters are [`Chunk::values`].
    pub(super) fn bounds(&self, ord: &str) -> String {
        match self.to {
            Some(_) => format!("{ord} >= $1 AND {ord} <= $2"),
            None => format!("{ord} >= $1"),
        }
    }

    pub(super) fn values(&self) -> Vec<&dyn Param> {
        let from: [&dyn Param; 1] = [&self.from];
        from.into_iter().chain(self.to.iter().map(|to| to as &dyn Param)).collect()
    }
}

/// A list of parameters in a statement, for so many values: `$1, $2, …`. There are few lengths, so that there are few
/// statements; [`filled`] makes the values as many.
pub(super) fn list_for(count: usize) -> String {
    let marks: Vec<String> = (1..=length(count)).map(|n| format!("${n}")).collect();
    marks.join(", ")
}

fn length(count: usize) -> usize {
    [1, 8, 64, CHUNK].into_iter().find(|length| *length >= count).unwrap_or(count)
}

/// As many values as [`list_for`] has parameters: the last one stands for those that are missing.
pub(super) fn filled<P: Param>(values: &[P]) -> Vec<&dyn Param> {
    let mut all: Vec<&dyn Param> = values.iter().map(|value| value as &dyn Param).collect();
    if let Some(last) = all.last().copied() {
        all.resize(length(all.len()), last);
    }
    all
}

/// A chunk, and the last one.
#[cfg(test)]
pub(super) fn of_test() -> [Chunk; 2] {
    [Some(9), None].map(|to| Chunk { from: 0, to })
}

#[cfg(test)]
mod tests {
    use super::super::db::on_each_engine;
    use super::super::stored::Stored;
    use super::*;
    use crate::records::REFUNDS;

    #[test]
    fn every_row_is_in_one_chunk() {
        on_each_engine(|db| {
            let stored = Stored::of(&REFUNDS);
            let mut numbers: Vec<i64> = (0..1500).map(|n| n * 3).collect();
            // The same number twice, where a chunk could end.
            numbers.extend([511 * 3, 511 * 3, 1023 * 3, i64::MAX]);
            for (place, ord) in numbers.iter().enumerate() {
                let mut row = stored
                    .cells((stored.schema.make)().as_mut(), &Default::default())
                    .iter()
                    .map(|c| c.owned())
                    .collect::<Vec<_>>();
                for (column, cell) in stored.columns.iter().zip(&mut row) {
                    match *column {
                        "ord" => *cell = crate::store::cells::Cell::int(*ord),
                        "refund_no" => *cell = crate::store::cells::Cell::Text(format!("r{place}").into()),
                        "have" | "sentinels" | "seen_at" | "sum" => *cell = crate::store::cells::Cell::int(0),
                        _ => {}
                    }
                }
                db.prepare(&stored.insert()).expect("sql").put(&row).expect("a row");
            }
            let (mut chunks, mut read, mut met) = (stored.chunks(), Vec::new(), 0);
            while let Some(chunk) = chunks.next(db).expect("bounds") {
                let text = format!("SELECT ord FROM refunds WHERE {} ORDER BY ord", chunk.bounds("ord"));
                read.extend(db.rows(&text, &chunk.values(), |row| row.get::<i64>(0)).expect("rows"));
                met += 1;
            }
            numbers.sort_unstable();
            assert_eq!((read, met), (numbers, 3));
        });
    }

    #[test]
    fn lists_have_few_lengths() {
        assert_eq!(list_for(2), "$1, $2, $3, $4, $5, $6, $7, $8");
        assert_eq!([0, 1, 9, 65, 512, 513].map(length), [1, 1, 64, 512, 512, 513]);
        assert_eq!(filled(&[7_i64, 8]).len(), 8);
    }
}
