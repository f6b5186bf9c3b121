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

/// What a file says of one order; `None` and empty: nothing.
#[derive(Clone, Debug)]
struct Says {
    state: u8,
    phone: &'static str,
    note: &'static str,
    paid: Option<i64>,
    paid_at: Option<i64>,
    never_paid: bool,
    extra: &'static str,
}

/// A file: its rank, the columns that it has (a bit each), and what it says.
#[derive(Clone, Debug)]
struct Export {
    at: i64,
    hash: i64,
    columns: u8,
    says: BTreeMap<u8, Says>,
    /// It says what no column holds too. Of that no more than two files are told apart.
    has_extra: bool,
}

/// The columns that a file can lack; beside them stands the order's number.
const COLUMNS: [Field; 5] = [Field::Status, Field::Phone, Field::SellerNote, Field::Paid, Field::PaidAt];

fn says() -> impl Strategy<Value = Says> {
    let phone = prop_oneof![
        Just(""),
        Just("138****0001"),
        Just("138****0002"),
        Just("13800000001"),
        Just("13800000002")
    ];
    let note = prop_oneof![Just(""), Just("急"), Just("慢")];
    let extra = prop_oneof![Just(""), Just(r#"{"x":"1"}"#), Just(r#"{"x":"2"}"#)];
    let times = (proptest::option::of(1..3_i64), proptest::option::of(1..3_i64), any::<bool>());
    (0..4_u8, phone, note, times, extra).prop_map(
        |(state, phone, note, (paid, paid_at, never_paid), extra)| Says {
            state,
            phone,
            note,
            paid,
            paid_at,
            never_paid,
            extra,
        },
    )
}

/// `columns`: the same for all files, where it is given.
fn exports(columns: Option<u8>, many: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Export>> {
    let file = (1..4_i64, 0..32_u8, proptest::collection::btree_map(0..3_u8, says(), 1..4));
    proptest::collection::vec(file, many).prop_map(move |files| {
        let file = |(hash, (at, own, says)): (i64, (i64, u8, BTreeMap<u8, Says>))| Export {
            at,
            hash,
            columns: columns.unwrap_or(own),
            says,
            has_extra: columns.is_none(),
        };
        // No two have the same bytes.
        (0..).zip(files).map(file).collect()
    })
}

fn told_order(no: u8, file: &Export) -> Order {
    let has = |column: usize| file.columns >> column & 1 == 1;
    let says = &file.says[&no];
    let mut have = Fields::of(&[Field::OrderNo]);
    COLUMNS.iter().enumerate().filter(|(column, _)| has(*column)).for_each(|(_, field)| have.add(*field));
    let (status, words) = [
        (Status::Unknown, ""),
        (Status::Unpaid, "等待付款"),
        (Status::Paid, "已付款"),
        (Status::Unknown, "新词"),
    ][usize::from(says.state)];
    let mut order = Order { order_no: format!("4{no}"), have, ..order(no, 0) };
    (order.payable, order.status) = (None, Status::Unknown);
    if has(0) {
        (order.status, order.status_raw) = (status, words.into());
    }
    if has(1) {
        order.phone = says.phone.into();
    }
    if has(2) {
        order.seller_note = says.note.into();
    }
    if has(3) {
        order.paid = says.paid.map(Cents);
    }
    if file.has_extra {
        order.extra = says.extra.into();
    }
    if has(4) {
        order.paid_at = says.paid_at.map(Stamp);
        if says.never_paid && says.paid_at.is_none() {
            order.sentinels.add(Field::PaidAt);
        }
    }
    order
}

/// What a database holds of orders and refunds after files were imported, the running numbers aside: the same files in
/// several orders, each under a platform of its own.
fn held<const N: usize>(orders_of_files: [Vec<&Export>; N]) -> [Vec<String>; N] {
    const PLATFORMS: [&str; 2] = ["taobao", "jd"];
    let mut store = Store::passing().unwrap().store;
    for (platform, files) in PLATFORMS.iter().zip(&orders_of_files) {
        for (file, kind) in files.iter().flat_map(|file| [(file, &ORDERS), (file, &REFUNDS)]) {
            let facts = FileFacts {
                kind: kind.key,
                platform: (*platform).into(),
                snapshot: Stamp(file.at),
                snapshot_source: "name",
                hash: Some(file.hash),
                numbers_global: true,
                ..FileFacts::default()
            };
            let take = |importer: &mut Importer<'_>| {
                importer.begin_file(facts)?;
                for no in file.says.keys() {
                    let order = Order { platform: (*platform).into(), ..told_order(*no, file) };
                    if kind == &ORDERS {
                        importer.order(&order)?;
                    } else {
                        importer.refund(&as_refund(order))?;
                    }
                }
                importer.end_file()
            };
            store.import(&who(), false, take).unwrap();
        }
    }
    let health = store.doctor().unwrap();
    assert!(health.problems.is_empty(), "{:?}", health.problems);
    std::array::from_fn(|at| {
        let mut found = Vec::new();
        for kind in [&ORDERS, &REFUNDS] {
            let each = &mut |record: &mut dyn Record, seen: Stamp| {
                let key = key(record);
                let mut cells = format!("{} {} ", key.numbers.concat(), seen.0);
                cs::records::each(record, &mut |column, slot| {
                    if column.key != "platform" {
                        cells.push_str(&format!("{}={:?} ", column.key, slot.into_cell(column, true)));
                    }
                });
                found.extend((key.platform == PLATFORMS[at]).then_some(cells));
                Ok(ControlFlow::Continue(()))
            };
            store.each_record(kind, each).unwrap();
        }
        found.sort_unstable();
        found
    })
}

/// The same of a refund, as far as it has these columns.
fn as_refund(order: Order) -> Refund {
    Refund {
        platform: order.platform,
        shop: order.shop,
        refund_no: order.order_no,
        state: match order.status {
            Status::Unpaid => RefundState::Requested,
            Status::Paid => RefundState::Success,
            _ => RefundState::Unknown,
        },
        state_raw: order.status_raw,
        buyer: order.phone,
        seller_note: order.seller_note,
        amount: order.paid,
        extra: order.extra,
        applied_at: order.paid_at,
        have: order
            .have
            .iter()
            .map(|field| match field {
                Field::Status => Field::RefundState,
                Field::Phone => Field::Buyer,
                Field::Paid => Field::Amount,
                Field::PaidAt => Field::AppliedAt,
                Field::OrderNo => Field::RefundNo,
                other => other,
            })
            .collect(),
        ..Refund::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_imports_of_one_column_set_changes_nothing(
        (files, shuffled) in (1..32_u8).prop_flat_map(|columns| exports(Some(columns), 2..6)).prop_flat_map(|files| {
            let order: Vec<usize> = (0..files.len()).collect();
            (Just(files), Just(order).prop_shuffle())
        }),
    ) {
        let shuffled: Vec<&Export> = shuffled.iter().filter_map(|at| files.get(*at)).collect();
        let [in_order, shuffled] = held([files.iter().collect(), shuffled]);
        prop_assert_eq!(in_order, shuffled);
    }

    #[test]
    fn the_order_of_any_two_imports_changes_nothing(files in exports(None, 2..3)) {
        let [in_order, reversed] = held([files.iter().collect(), files.iter().rev().collect()]);
        prop_assert_eq!(in_order, reversed);
    }

    #[test]
    fn imported_again_it_changes_nothing(files in exports(None, 1..3), again in 0..2_usize) {
        let [once, twice] = held([files.iter().collect(), files.iter().chain(files.get(again)).collect()]);
        prop_assert_eq!(once, twice);
    }
}
