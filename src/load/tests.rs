//! Orders and what stands out, as somebody without a terminal gets them.

use super::{Ahead, Caller, Feed, Note, Progress, Query, ShopFiles, ShopFilter, Ways};
use super::{each_order, open_all};
use crate::layouts::Catalog;
use crate::model::time::DateOrder;
use crate::model::{Fields, Stamp, Status, Zone};
use crate::source::Input;
use crate::store::{Named, Who};
use std::cell::RefCell;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::rc::Rc;

const HEAD: &str = "platform,shop,order_no,status,payable,paid,created_at\n";

/// Keeps what it is told; of standard input it has one text.
#[derive(Default)]
struct Listener {
    input: String,
    notes: RefCell<Vec<String>>,
    read: Rc<RefCell<u64>>,
}

struct Counter(Rc<RefCell<u64>>);

impl Progress for Counter {
    fn at(&mut self, _: u64) {}

    fn file_done(&mut self, bytes: u64) {
        *self.0.borrow_mut() += bytes;
    }
}

impl Caller for Listener {
    fn tell(&self, note: &Note) {
        let told = match note {
            Note::WasRead { rows, .. } => format!("{rows} rows"),
            Note::UnknownPick(e) => e.what.en.to_string(),
            Note::NoOrders => "no orders".to_owned(),
            Note::Ahead { what: Ahead::Name { told, at }, .. } => format!("{} not {}", at.0, told.0),
            other => format!("{other:?}"),
        };
        self.notes.borrow_mut().push(told);
    }

    fn may_vary_in_currency(&self, may: bool) {
        self.notes.borrow_mut().push(format!("may vary: {may}"));
    }

    fn standard_input(&self) -> Input {
        Input::stream(Box::new(Cursor::new(self.input.clone())))
    }

    fn progress(&self, _: Option<u64>) -> Box<dyn Progress> {
        Box::new(Counter(Rc::clone(&self.read)))
    }

    fn who(&self) -> Who {
        Who {
            by: "somebody".to_owned(),
            named: Named::Claimed,
            now: now(),
            wall: now(),
            login: String::new(),
            terminal: String::new(),
            command: "import".to_owned(),
        }
    }
}

fn now() -> Stamp {
    at("2026-11-21 09:00:00")
}

fn at(text: &str) -> Stamp {
    Stamp::parse(text, Zone::CHINA, DateOrder::Open).expect("a time")
}

fn query(paths: &[PathBuf]) -> Query {
    Query {
        paths: paths.to_vec(),
        pick: ShopFilter::default(),
        said: false,
        shops: Vec::new(),
        ways: Ways::default(),
        exported_at: None,
        now: now(),
        wall: now(),
        zone: Zone::CHINA,
        customers: <_>::default(),
        bare_refunds: false,
        strays: false,
        reviews: None,
        selection: None,
        apart: None,
    }
}

/// Number and status of the orders that come, and as of when each shop is known.
fn orders(caller: &Listener, query: Query) -> (Vec<(String, String, Status)>, Vec<(String, Stamp)>) {
    let catalog = Catalog::new(&[]).expect("the built-in layouts");
    let tables = open_all(caller, &query, (&catalog, None), query.paths.len() > 1).expect("tables");
    let mut all = Vec::new();
    let want = super::all_fields();
    let loaded = each_order(caller, query, Feed::Files(tables), want, &mut |order| {
        all.push((order.shop.clone(), order.order_no.clone(), order.status));
        Ok(ControlFlow::Continue(()))
    })
    .expect("orders");
    (all, loaded.as_of.into_iter().map(|(shop, at)| (shop.1, at)).collect())
}

fn order(shop: &str, no: &str, status: Status) -> (String, String, Status) {
    (shop.to_owned(), no.to_owned(), status)
}

#[test]
fn what_stands_out_is_told_as_data() {
    let row = "taobao,S,1001,paid,59,59,2026-11-19 10:00:00\n";
    let caller = Listener { input: format!("{HEAD}{row}{row}"), ..Listener::default() };
    let pick = ShopFilter { platforms: Vec::new(), shops: vec!["T".to_owned()] };
    let (all, _) = orders(&caller, Query { pick, ..query(&["-".into()]) });
    assert_eq!(all, []);
    let told = caller.notes.borrow().join("; ");
    assert!(told.starts_with("may vary: false; RepeatedRows"), "{told}");
    assert!(told.ends_with("2 rows; there are no data of the shop `T`"), "{told}");
}

#[test]
fn the_newer_of_two_files_tells_the_status() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, rows: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("{HEAD}{rows}")).expect("a file");
        path
    };
    let newer = file("orders_20261121_0800.csv", "taobao,S,1001,paid,59,59,2026-11-19 10:00:00\n");
    let older = file("orders_20261120_0800.csv", "taobao,S,1001,unpaid,59,,2026-11-19 10:00:00\n");
    let caller = Listener::default();
    let (all, _) = orders(&caller, query(&[newer.clone(), older.clone()]));
    assert_eq!(all, [order("S", "1001", Status::Paid)]);
    let bytes: u64 = [newer, older].iter().map(|p| p.metadata().expect("a file").len()).sum();
    assert_eq!(*caller.read.borrow(), bytes);
}

#[test]
fn what_is_said_of_the_time_and_the_names_of_files_counts() {
    let caller = Listener {
        input: "order_no,status,payable,created_at\n1,unpaid,1,2026-11-19 10:00:00\n".to_owned(),
        ..Listener::default()
    };
    let shop = |name: &str, patterns: &[&str]| ShopFiles {
        platform: "taobao".to_owned(),
        name: name.to_owned(),
        patterns: patterns.iter().map(|p| (*p).to_owned()).collect(),
    };
    let said = at("2026-11-20 12:00:00");
    for (shops, name) in [
        (vec![shop("A", &["nothing*"]), shop("B", &[])], "B"),
        (vec![shop("A", &[]), shop("B", &[])], ""),
        (Vec::new(), ""),
    ] {
        let pick = ShopFilter { platforms: vec!["taobao".to_owned()], shops: Vec::new() };
        let query = Query { shops, pick, exported_at: Some(said), ..query(&["-".into()]) };
        let (all, as_of) = orders(&caller, query);
        assert_eq!(all, [order(name, "1", Status::Unpaid)]);
        assert_eq!(as_of, [(name.to_owned(), said)]);
    }
}

#[test]
fn without_a_database_there_is_nothing() {
    let caller = Listener::default();
    let loaded =
        each_order(&caller, query(&[]), Feed::Nothing, Fields::NONE, &mut |_| Ok(ControlFlow::Break(())));
    assert!(loaded.expect("nothing").as_of.is_empty());
    assert!(caller.notes.borrow().is_empty());
}
