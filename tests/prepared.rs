//! Orders that are held against the database before it is locked come to the same as orders that are not, whatever else is
//! imported meanwhile.
#![cfg(test)]
#![allow(clippy::unwrap_used)]

use cs::model::*;
use cs::records::*;
use cs::store::{Counts, FileFacts, Importer, OrderRows, Prepared, Store, Who};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// What a file says of an order: its state, its shop, and the states of its items.
type Says = (u8, &'static str, Vec<u8>);

/// A file: its rank, whether it has a column for notes, and what it says of orders by their numbers; of one perhaps twice,
/// under two shops.
#[derive(Clone, Debug)]
struct File {
    at: i64,
    hash: i64,
    has_notes: bool,
    kind: &'static Schema,
    says: Vec<(u8, Says)>,
}

fn file() -> impl Strategy<Value = File> {
    let shop = prop_oneof![8 => Just("A"), 1 => Just("B"), 1 => Just("")];
    let says = (0..3_u8, shop, proptest::collection::vec(0..2_u8, 0..2));
    let says = proptest::collection::vec((0..6_u8, says), 1..6);
    let says = says.prop_map(once_of_each_shop);
    let kind = prop_oneof![6 => Just(&ORDERS), 1 => Just(&ITEMS), 1 => Just(&REFUNDS)];
    (1..5_i64, 0..3_i64, proptest::bool::weighted(0.9), kind, says)
        .prop_map(|(at, hash, has_notes, kind, says)| File { at, hash, has_notes, kind, says })
}

/// No file says two things of one order in one shop.
fn once_of_each_shop(mut says: Vec<(u8, Says)>) -> Vec<(u8, Says)> {
    let mut met = BTreeSet::new();
    says.retain(|(no, (_, shop, _))| met.insert((*no, *shop)));
    says
}

/// Commands, each with its files, and perhaps what somebody else imports while it prepares.
type Commands = Vec<(Vec<File>, Option<File>)>;

fn commands() -> impl Strategy<Value = Commands> {
    let files = proptest::collection::vec(file(), 1..4).prop_map(|mut files| {
        files.sort_by_key(|file| file.at);
        files
    });
    let commands = proptest::collection::vec((files, proptest::option::weighted(0.3, file())), 1..5);
    commands.prop_map(|mut commands| {
        // Most files are newer than those of the command before.
        for (round, (files, meanwhile)) in (0..).zip(&mut commands) {
            files.iter_mut().chain(meanwhile).for_each(|file| file.at += 3 * round);
        }
        commands
    })
}

fn told(no: u8, (state, shop, items): &Says, has_notes: bool) -> Order {
    let mut have = Fields::of(&[Field::OrderNo, Field::Status]);
    if has_notes {
        have.add(Field::SellerNote);
    }
    let item = |(at, state): (usize, &u8)| Item {
        item_no: format!("{at}"),
        title: "茶".into(),
        quantity: Some(i64::from(*state)),
        have: Fields::of(&[Field::ItemNo, Field::Title, Field::Quantity]),
        ..Item::default()
    };
    Order {
        platform: "taobao".into(),
        shop: (*shop).into(),
        order_no: format!("4{no:04}"),
        status: [Status::Unpaid, Status::Paid, Status::Shipped][usize::from(*state)],
        seller_note: if has_notes { ["", "急", "缓"][usize::from(*state)] } else { "" }.into(),
        items: items.iter().enumerate().map(item).collect(),
        have,
        ..Order::default()
    }
}

fn refund(order: &Order) -> Refund {
    Refund {
        platform: order.platform.clone(),
        shop: order.shop.clone(),
        refund_no: format!("R{}", order.order_no),
        order_no: order.order_no.clone(),
        reason: order.seller_note.clone(),
        have: Fields::of(&[Field::RefundNo, Field::OrderNo, Field::Reason]),
        ..Refund::default()
    }
}

fn facts(file: &File) -> FileFacts {
    FileFacts {
        path: "a.csv".into(),
        kind: file.kind.key,
        platform: "taobao".into(),
        snapshot: Stamp(file.at),
        snapshot_source: "name",
        hash: Some(file.hash),
        numbers_global: true,
        ..FileFacts::default()
    }
}

fn show(importer: &mut Importer<'_>, file: &File) -> cs::error::Result<()> {
    let mut rows = OrderRows::default();
    for (no, says) in &file.says {
        let mut order = told(*no, says, file.has_notes);
        if file.kind == &ORDERS {
            rows.push(&mut order, None);
        } else if file.kind == &REFUNDS {
            importer.refund(&refund(&order))?;
        } else {
            for item in &order.items {
                importer.item(&order.platform, &order.shop, &order.order_no, item)?;
            }
        }
    }
    importer.orders(&rows)
}

fn who() -> Who {
    Who { by: "小林".into(), now: Stamp(1_795_000_000), command: "import".into(), ..Who::default() }
}

fn import(store: &mut Store, files: &[File], mut prepared: Option<Prepared>) -> Result<Vec<Counts>, String> {
    let all = store.import(&who(), false, |importer| {
        let mut all = Vec::new();
        for (at, file) in files.iter().enumerate() {
            importer.begin_file(facts(file))?;
            if !importer.take_prepared(&mut prepared, at)? {
                show(importer, file)?;
            }
            all.push(importer.end_file()?);
        }
        Ok(all)
    });
    all.map_err(|e| e.to_string())
}

fn prepare(store: &Store, files: &[File]) -> Result<Option<Prepared>, String> {
    let prepared = store.prepare(&who(), |preparer| {
        for (at, file) in files.iter().enumerate() {
            if !preparer.file(at, facts(file), file.says.len() as u64, |importer| show(importer, file))? {
                break;
            }
        }
        Ok(())
    });
    prepared.map_err(|e| e.to_string())
}

/// Everything that is known of orders and items, and of which age each shop's facts are.
fn held(store: &Store) -> Vec<String> {
    let health = store.doctor().unwrap();
    assert!(health.problems.is_empty(), "{:?}", health.problems);
    let mut all = Vec::new();
    for kind in [&ORDERS, &ITEMS, &REFUNDS] {
        let each = &mut |record: &mut dyn Record, told: cs::store::Told| {
            let mut cells = format!("{} {told:?} ", kind.key);
            cs::records::each(record, &mut |column, slot| {
                cells.push_str(&format!("{}={:?} ", column.key, slot.into_cell(column, true)));
            });
            all.push(cells);
            Ok(ControlFlow::Continue(()))
        };
        store.each_record_told(kind, each).unwrap();
    }
    all.push(format!("{:?}", (store.snapshots().unwrap(), store.ranks().unwrap())));
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_prepared_comes_to_the_same(commands in commands()) {
        let dir = tempfile::tempdir().unwrap();
        let open = |name: &str| Store::open_write(&dir.path().join(name)).unwrap();
        let (mut plain, mut ahead) = (open("plain.db"), open("ahead.db"));
        for (files, meanwhile) in &commands {
            let prepared = prepare(&ahead, files);
            if let Some(meanwhile) = meanwhile {
                let mut other = open("ahead.db");
                let both = [&mut plain, &mut other].map(|store| import(store, std::slice::from_ref(meanwhile), None));
                prop_assert_eq!(&both[0], &both[1]);
            }
            let took = prepared.and_then(|prepared| import(&mut ahead, files, prepared));
            prop_assert_eq!(import(&mut plain, files, None), took);
            prop_assert_eq!(held(&plain), held(&ahead));
        }
    }
}

/// What is as it stands is not written again, and what is prepared holds only as long as nothing is imported.
#[test]
fn it_is_taken_only_where_nothing_has_changed() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open_write(&dir.path().join("w.db")).unwrap();
    let file = |at, state| File {
        at,
        hash: 0,
        has_notes: true,
        kind: &ORDERS,
        says: (0..9).map(|no| (no, (if no == 3 { state } else { 0 }, "A", vec![1]))).collect(),
    };
    assert!(prepare(&store, &[file(1, 0)]).unwrap().is_none(), "all is new");
    import(&mut store, &[file(1, 0)], None).unwrap();
    for (between, is_taken) in [(false, true), (true, false)] {
        let next = [file(2 + i64::from(between), 1 + u8::from(between))];
        let mut prepared = prepare(&store, &next).unwrap();
        if between {
            import(&mut store, &[file(1, 0)], None).unwrap();
        }
        store
            .import(&who(), false, |importer| {
                importer.begin_file(facts(&next[0]))?;
                assert_eq!(importer.take_prepared(&mut prepared, 0)?, is_taken);
                if !is_taken {
                    show(importer, &next[0])?;
                }
                let counts = importer.end_file()?;
                assert_eq!((counts.read, counts.changed, counts.unchanged), (9, 1, 8));
                Ok(())
            })
            .unwrap();
    }
}

/// The files of one command come after each other: what is as it stood may not be as it stands by then.
#[test]
fn a_file_is_held_against_those_before_it() {
    let file = |at, kind, (state, shop, items): (u8, &'static str, &[u8])| {
        let says = vec![(1, (state, shop, items.to_vec()))];
        File { at, hash: 0, has_notes: true, kind, says }
    };
    for (first, then, last) in [
        // Another state, and back again.
        (file(1, &ORDERS, (0, "A", &[])), file(2, &ORDERS, (1, "A", &[])), file(3, &ORDERS, (0, "A", &[]))),
        (file(1, &ORDERS, (0, "A", &[0])), file(2, &ITEMS, (0, "A", &[1])), file(3, &ORDERS, (0, "A", &[0]))),
        // Its shop is told by a refund.
        (file(1, &ORDERS, (0, "", &[])), file(2, &REFUNDS, (0, "A", &[])), file(3, &ORDERS, (0, "", &[]))),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let open = |name: &str| Store::open_write(&dir.path().join(name)).unwrap();
        let (mut plain, mut ahead) = (open("plain.db"), open("ahead.db"));
        for files in [vec![first], vec![then, last]] {
            let prepared = prepare(&ahead, &files).unwrap();
            assert_eq!(prepared.is_some(), files.len() > 1);
            assert_eq!(import(&mut plain, &files, None), import(&mut ahead, &files, prepared), "{files:?}");
            assert_eq!(held(&plain), held(&ahead), "{files:?}");
        }
    }
}

/// The same from an export of a lower rank: nothing of the order is written but its shop.
#[test]
fn an_older_export_may_tell_the_shop_and_no_more() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open_write(&dir.path().join("w.db")).unwrap();
    for (hash, shop) in [(1, ""), (0, "A")] {
        let says = vec![(1, (0, shop, vec![]))];
        import(&mut store, &[File { at: 4, hash, has_notes: true, kind: &ORDERS, says }], None).unwrap();
    }
    assert!(held(&store)[0].contains(r#"shop=Text("A")"#), "{:?}", held(&store));
}

/// The same number may come twice, under two shops: what is as it stood may go to the other shop before it comes.
#[test]
fn an_order_is_held_against_those_before_it_in_its_file() {
    let file = |at, says: &[(&'static str, u8)]| File {
        at,
        hash: 0,
        has_notes: true,
        kind: &ORDERS,
        says: says.iter().map(|(shop, state)| (1, (*state, *shop, vec![]))).collect(),
    };
    let dir = tempfile::tempdir().unwrap();
    let open = |name: &str| Store::open_write(&dir.path().join(name)).unwrap();
    let (mut plain, mut ahead) = (open("plain.db"), open("ahead.db"));
    for files in [[file(1, &[("", 0)])], [file(2, &[("A", 1), ("", 0)])]] {
        let prepared = prepare(&ahead, &files).unwrap();
        assert_eq!(import(&mut plain, &files, None), import(&mut ahead, &files, prepared));
        assert_eq!(held(&plain), held(&ahead));
    }
}
