//! Imports one after another, in whatever order they were exported, against a plain account of what should come of them.
#![cfg(test)]
#![allow(clippy::unwrap_used)]

use cs::model::*;
use cs::records::*;
use cs::store::{Counts, FileFacts, Importer, OrderRows, Store, Who};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// The age of an export, and what it says of orders.
type File = (i64, BTreeMap<u8, u8>);

fn files() -> impl Strategy<Value = Vec<File>> {
    let told = proptest::collection::btree_map(0..40_u8, 0..3_u8, 1..40);
    proptest::collection::vec((1..6_i64, told), 1..7)
}

fn order(no: u8, state: u8) -> Order {
    Order {
        platform: "taobao".into(),
        shop: if no.is_multiple_of(7) { "B" } else { "A" }.into(),
        order_no: format!("4{no:04}"),
        status: [Status::Unpaid, Status::Paid, Status::Shipped][usize::from(state)],
        payable: Some(Cents(100)),
        have: Fields::of(&[Field::OrderNo, Field::Status, Field::Payable]),
        ..Order::default()
    }
}

fn take(importer: &mut Importer<'_>, (snapshot, told): &File) -> cs::error::Result<Counts> {
    importer.begin_file(FileFacts {
        path: "a.csv".into(),
        kind: "orders",
        platform: "taobao".into(),
        snapshot: Stamp(*snapshot),
        snapshot_source: "given",
        numbers_global: true,
        ..FileFacts::default()
    })?;
    let mut rows = OrderRows::default();
    for (no, state) in told {
        rows.push(&mut order(*no, *state), None);
    }
    importer.orders(&rows)?;
    importer.end_file()
}

/// What a database should hold: of each order its state, and as of when.
#[derive(Default)]
struct Account(BTreeMap<u8, (u8, i64)>);

impl Account {
    fn take(&mut self, (snapshot, told): &File) -> Counts {
        let mut counts = Counts { read: told.len() as u64, ..Counts::default() };
        for (no, state) in told {
            match self.0.get_mut(no) {
                None => {
                    counts.new += 1;
                    self.0.insert(*no, (*state, *snapshot));
                }
                Some((_, seen)) if *seen > *snapshot => counts.older += 1,
                Some((known, seen)) => {
                    if known == state {
                        counts.unchanged += 1
                    } else {
                        counts.changed += 1
                    }
                    (*known, *seen) = (*state, *snapshot);
                }
            }
        }
        counts
    }

    fn is_in(&self, store: &Store) {
        let mut found = BTreeMap::new();
        let each = &mut |record: &mut dyn Record, seen: Stamp| {
            let order: &mut Order = record.as_any().downcast_mut().expect("an order");
            found.insert(order.order_no.clone(), (order.shop.clone(), order.status, seen.0));
            Ok(ControlFlow::Continue(()))
        };
        store.each_record(&ORDERS, each).unwrap();
        let wanted: BTreeMap<_, _> = self
            .0
            .iter()
            .map(|(no, (state, seen))| {
                let order = order(*no, *state);
                (order.order_no, (order.shop, order.status, *seen))
            })
            .collect();
        assert_eq!(found, wanted);
        assert!(store.doctor().unwrap().problems.is_empty());
    }
}

fn who() -> Who {
    Who { by: "小林".into(), now: Stamp(1_795_000_000), command: "import".into(), ..Who::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn one_import_after_another(files in files()) {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open_write(&dir.path().join("w.db")).unwrap();
        let mut account = Account::default();
        for file in &files {
            let counts = store.import(&who(), false, |importer| take(importer, file)).unwrap();
            prop_assert_eq!(counts, account.take(file));
        }
        account.is_in(&store);
    }

    #[test]
    fn a_first_import_of_several_files(files in files()) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("w.db");
        let mut fresh = Store::fresh(&path).unwrap().unwrap();
        let mut account = Account::default();
        fresh.store.import(&who(), false, |importer| {
            for file in &files {
                assert_eq!(take(importer, file)?, account.take(file));
            }
            Ok(())
        }).unwrap();
        prop_assert!(fresh.finish().unwrap());
        account.is_in(&Store::open_read(&path).unwrap().unwrap());
    }
}
