//! Sets of columns: what a source offered, which times stood for "never". A row holds the number of its set, and `column_sets`
//! its columns by their keys, so that neither the order of columns nor their count matters to what is stored.

use super::cells::Cell;
use super::db::{Db, Sql};
use super::tally::Tally;
use crate::model::text::hash64;
use crate::model::{Field, Fields};
use std::cell::{Cell as Held, RefCell};
use std::collections::{BTreeMap, HashMap};

pub(super) const ALL: &str = "SELECT id, columns, sum FROM column_sets ORDER BY id";
pub(super) const PUT: &str = "INSERT INTO column_sets (id, columns, sum) VALUES ($1, $2, $3)";

/// The sets that are known, and those that are new.
#[derive(Debug, Default)]
pub(super) struct ColumnSets {
    known: HashMap<i64, Fields>,
    new: RefCell<BTreeMap<i64, Fields>>,
    /// The numbers of the sets that were met: a handful, and to make one costs more than to look at all of them.
    numbered: RefCell<Vec<(Fields, i64)>>,
    /// From one row to the next it is nearly always the same.
    last_read: Held<Option<(i64, Fields)>>,
}

impl ColumnSets {
    pub(super) fn read(db: &Db) -> Sql<ColumnSets> {
        let mut known = HashMap::new();
        let mut statement = db.prepare(ALL)?;
        let mut rows = statement.rows(&[])?;
        while let Some(row) = rows.next()? {
            let keys: String = row.get(1)?;
            // Of a column that this program does not know nothing hangs.
            let fields = keys.split(' ').filter_map(Field::by_key);
            known.insert(row.get(0)?, fields.collect());
        }
        Ok(ColumnSets { known, ..ColumnSets::default() })
    }

    /// The number of a set, which is noted to be kept.
    pub(super) fn number(&self, set: Fields) -> i64 {
        if set == Fields::NONE {
            return 0;
        }
        if let Some((_, number)) = self.numbered.borrow().iter().find(|(numbered, _)| *numbered == set) {
            return *number;
        }
        let number = number_of(set);
        if !self.known.contains_key(&number) {
            self.new.borrow_mut().insert(number, set);
        }
        self.numbered.borrow_mut().push((set, number));
        number
    }

    /// The set of a number; `elder` are the columns whose bits a number was in schema 15.
    pub(super) fn set(&self, number: i64, elder: &[Field]) -> Option<Fields> {
        if number == 0 {
            return Some(Fields::NONE);
        }
        if let Some((last, set)) = self.last_read.get()
            && last == number
        {
            return Some(set);
        }
        let new = || self.new.borrow().get(&number).copied();
        let set = self.known.get(&number).copied().or_else(new).or_else(|| of_bits(number, elder))?;
        self.last_read.set(Some((number, set)));
        Some(set)
    }

    /// Takes over what others noted.
    pub(super) fn absorb(&self, other: &ColumnSets) {
        for set in other.new.borrow().values() {
            self.number(*set);
        }
    }

    /// Writes down the sets that are new; part of the transaction that wrote their numbers.
    pub(super) fn persist(&self, db: &Db, tally: &Tally) -> Sql<()> {
        let mut put = db.prepare(PUT)?;
        for (number, set) in self.new.take() {
            let keys = keys(set).join(" ");
            let row = &mut [Cell::int(number), Cell::text(&keys), Cell::Int(None)];
            tally.put("column_sets", &mut put, row, None)?;
        }
        Ok(())
    }
}

/// The keys of a set, sorted.
fn keys(set: Fields) -> Vec<&'static str> {
    let mut keys: Vec<&str> = set.iter().map(Field::key).collect();
    keys.sort_unstable();
    keys
}

/// 63 bits of a hash over the keys; nothing is zero. Stands in databases: it never changes.
fn number_of(set: Fields) -> i64 {
    if set == Fields::NONE {
        return 0;
    }
    let keys = keys(set);
    let keys: Vec<&[u8]> = keys.iter().map(|key| key.as_bytes()).collect();
    (hash64(&keys) & i64::MAX.cast_unsigned()).cast_signed()
}

/// What a number was in schema 15: a bit for every column.
fn of_bits(number: i64, elder: &[Field]) -> Option<Fields> {
    let mut rest = u64::try_from(number).ok()?;
    let mut set = Fields::NONE;
    while rest != 0 {
        set.add(*elder.get(rest.trailing_zeros() as usize)?);
        rest &= rest - 1;
    }
    Some(set)
}

#[cfg(test)]
mod tests {
    use super::super::cells::{self, Seals};
    use super::super::db::on_each_engine;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_stands_in_databases_never_changes() {
        let set = Fields::of(&[Field::Paid, Field::Buyer, Field::OrderNo]);
        assert_eq!(keys(set), ["buyer", "order_no", "paid"]);
        assert_eq!(number_of(set), 2_844_900_140_864_388_485);
        assert_eq!(number_of(Fields::NONE), 0);
    }

    #[test]
    fn a_set_is_kept_once_and_found_again() {
        on_each_engine(|db| {
            let set = Fields::of(&[Field::Paid, Field::PickedAt]);
            let sets = ColumnSets::read(db).expect("read");
            let number = sets.number(set);
            sets.number(Fields::NONE);
            assert_eq!((sets.number(set), sets.set(number, &[])), (number, Some(set)));
            for _ in 0..2 {
                sets.persist(db, &Tally::default()).expect("kept");
            }
            let again = ColumnSets::read(db).expect("read");
            assert_eq!((again.set(number, &[]), again.number(set)), (Some(set), number));
            again.persist(db, &Tally::default()).expect("nothing is new");
            let rows = cells::take_all(&mut db.prepare(ALL).expect("sql"), &[]).expect("rows");
            assert!(rows.iter().all(|row| cells::is_sealed(Seals::POSITIONS, row)));
            assert_eq!(rows.iter().map(|row| cells::str_at(row, 1)).collect::<Vec<_>>(), ["paid picked_at"]);
        });
    }

    proptest! {
        #[test]
        fn bits_of_schema_15_say_what_they_said(bits in 0..(1_i64 << 62)) {
            let elder: Vec<Field> = Field::all().take(62).collect();
            let set = ColumnSets::default().set(bits, &elder);
            prop_assert_eq!(set, Some(Fields(bits as u128)));
            prop_assert_eq!(ColumnSets::default().set(bits | 1 << 62, &elder), None);
        }
    }
}
