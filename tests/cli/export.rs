//! `cs export`: everything of a kind out of the database, and back in again as it was.

use crate::sandbox::{MORNING, Sandbox, Sheet, fixtures};
use rusqlite::Connection;
use rusqlite::types::Value;

/// Rows that spreadsheets, shells and readers of tables stumble over.
const HEAD: &str = "platform,shop,order_no,status,buyer,receiver,phone,address,items,payable,paid,created_at,\
paid_at,seller_note,buyer_note,联系人,x\n";
/// One file each: the number N-1 is of three shops.
const NASTY: &[&str] = &[
    "taobao,甲店,N-1,paid,tb_a,样例客甲,19900001111,样例路 1 号,\"=1+1\",-5.00,0.00,2026-11-01 10:00:00,2000-01-01 00:00:00,\
\"两行\n第二行, \"\"引号\"\"\",''单引号,样例客乙,null\n",
    "taobao,乙店,N-1,closed,tb_b,,,,'=SUM(A1),1.00,1.00,2026-11-01 10:00:01,,``反引号,+86 19900001111,,\n",
    "pdd,甲店,N-1,新状态,-,,,, 前后空格 ,12345678901.23,0.01,2026-11-01 10:00:02,,\tTab,@某人,,-\n\
     ,,N-2,unpaid,,,,,合计,0.00,,2026-11-02 10:00:00,,总计,小计,,{}\n",
];

/// Every fixture that is an export of a platform, and the rows above.
fn everything(sandbox: &Sandbox) {
    // Nothing is fresher than what happened in it: that a file was written later, its rows do not tell.
    let old = |file: String| {
        sandbox.written(&file, 1_400_000_000);
        file
    };
    for folder in [
        "alipay",
        "amazon",
        "courier",
        "douyin",
        "ebay",
        "erp",
        "etsy",
        "generic",
        "jd",
        "kuaishou",
        "pdd",
        "shopify",
        "taobao",
        "wechat",
        "woocommerce",
    ] {
        let mut names: Vec<_> = std::fs::read_dir(fixtures().join(folder))
            .expect(folder)
            .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        for name in names {
            sandbox.ok(&["import", "-q", &old(sandbox.fixture(&format!("{folder}/{name}")))]);
        }
    }
    for name in ["weixin/orders.xlsx", "xiaohongshu/orders.xlsx", "youzan/items.xlsx"] {
        sandbox.ok(&["import", "-q", &old(sandbox.fixture(name))]);
    }
    for rows in NASTY {
        old(sandbox.write("nasty.csv", format!("{HEAD}{rows}")));
        sandbox.ok(&["import", "-q", "nasty.csv"]);
    }
}

/// Records of our own, which no platform exports.
fn ours(sandbox: &Sandbox) {
    for kind in cs::records::portable().map(|schema| schema.key) {
        let out = Sheet::of(&sandbox.ok(&["import", &sandbox.fixture(&format!("ours/{kind}.csv"))]));
        assert_eq!((out.column("kind"), out.column("new")), (vec![kind], out.column("read")), "{kind}");
    }
}

/// Every table of records that can be exported.
fn tables() -> impl Iterator<Item = &'static str> {
    cs::records::exported().map(|schema| schema.table)
}

/// All columns of a table but the books of imports, in the order in which the rows came.
fn content(conn: &Connection, table: &str) -> (Vec<String>, Vec<Vec<Value>>) {
    let is_fact = cs::records::facts().any(|schema| schema.table == table);
    let order = if is_fact { "ord" } else { "1, 2, 3, 4, 5" };
    let mut statement = conn.prepare(&format!("SELECT * FROM {table} ORDER BY {order}")).expect(table);
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    // By which import a fact is known belongs to its database; of a change it is part of what it says.
    let gone: &[&str] = if is_fact { &["ord", "import_id", "sum"] } else { &["sum"] };
    let kept: Vec<usize> = (0..names.len()).filter(|p| !gone.contains(&names[*p].as_str())).collect();
    let rows = statement
        .query_map([], |row| kept.iter().map(|p| row.get(*p)).collect::<rusqlite::Result<Vec<Value>>>())
        .expect(table)
        .map(|row| row.expect("a row"))
        .collect();
    (kept.into_iter().map(|p| names[p].clone()).collect(), rows)
}

#[test]
fn every_kind_comes_back_as_it_was() {
    let sandbox = Sandbox::new();
    everything(&sandbox);
    ours(&sandbox);
    let there = Connection::open(sandbox.database()).expect("the database");
    for (again, extra) in [("plain", &[][..]), ("excel", &["--excel"]), ("zoned", &["--tz", "-05:30"])] {
        let db = format!("{again}.db");
        for kind in cs::records::exported().map(|schema| schema.key) {
            let file = format!("{again}-{kind}.csv");
            sandbox.ok(&[&["export", kind, "--reveal", "-o", &file], extra].concat());
            let found = Sheet::of(&sandbox.ok(&["formats", "detect", &file]));
            assert_eq!(found.column("layout"), [format!("cs-export-{kind}")], "{file}");
            assert_eq!((found.column("score"), found.column("unmapped").len()), (vec!["100"], 1), "{file}");
            let out = Sheet::of(&sandbox.ok(&["import", "--db", &db, &file]));
            assert_eq!(out.column("read"), out.column("new"), "{file}");
        }
        let here = Connection::open(sandbox.work().join(&db)).expect("the other database");
        for table in tables().chain(["snapshots"]) {
            let (names, want) = content(&there, table);
            let (_, got) = content(&here, table);
            assert!(!want.is_empty(), "nothing was tried of {table}");
            assert_eq!(got.len(), want.len(), "{table}");
            for (want, got) in want.iter().zip(&got) {
                let differ: Vec<_> =
                    names.iter().zip(want.iter().zip(got)).filter(|(_, (w, g))| w != g).collect();
                assert!(differ.is_empty(), "{again} {table} {:?}: {differ:?}", &want[..3]);
            }
        }
        assert_eq!(sandbox.ok(&["doctor", "--db", &db]), "the database is sound\n");
    }
    // And the database that it came from learns nothing.
    for kind in cs::records::exported().map(|schema| schema.key) {
        let out = Sheet::of(&sandbox.ok(&["import", &format!("plain-{kind}.csv")]));
        assert_eq!(out.column("unchanged"), out.column("read"), "{kind}");
        assert_eq!(out.column("as_of_source"), ["export"], "{kind}");
    }
}

/// A morning's orders and some chats.
fn morning() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.ok(&["import", "-q", &sandbox.fixture(MORNING), &sandbox.fixture("generic/messages.csv")]);
    sandbox
}

fn audits(sandbox: &Sandbox) -> u64 {
    Sheet::of(&sandbox.ok(&["db", "info"])).cell("key", "audit", "value").parse().expect("a count")
}

#[test]
fn a_masked_export_is_never_taken_for_facts() {
    let sandbox = morning();
    sandbox.ok(&["export", "orders", "-o", "masked.csv"]);
    let text = sandbox.read("masked.csv");
    for private in ["样例客甲", "样例客乙", "样例客丙", "1990000", "样例路", "样例大厦"] {
        assert!(!text.contains(private), "{private}");
    }
    assert!(Sheet::of(&text).column("cs_export").iter().all(|mark| *mark == "orders masked"));
    let run = |args: &[&str]| sandbox.cs(args).run().ends_with(3).stderr;
    insta::assert_snapshot!("masked", run(&["import", "masked.csv"]));
    insta::assert_snapshot!(
        "masked_zh",
        sandbox.cs(&["import", "masked.csv"]).zh().run().ends_with(3).stderr
    );
    // Neither another layout, nor another command, nor a spreadsheet on the way, nor fewer columns change that.
    assert!(run(&["import", "masked.csv", "--layout", "generic-orders"]).contains("masked"));
    assert!(run(&["import", "masked.csv", "--keep-going"]).contains("masked"));
    assert!(run(&["orders", "list", "masked.csv"]).contains("masked"));
    let saved: String = text.lines().map(|l| format!("{}\r\n", l.replace(',', ";"))).collect();
    sandbox.write("saved.csv", format!("\u{feff}{saved}"));
    assert!(run(&["import", "saved.csv"]).contains("masked"));
    sandbox.ok(&["export", "messages", "--columns", "at,content,chat", "-o", "chats.csv"]);
    assert!(sandbox.read("chats.csv").starts_with("cs_export,at,content,chat\nmessages masked,"));
    let lacking = run(&["import", "chats.csv"]);
    assert!(lacking.contains("lacks columns: "), "{lacking}");
    sandbox.ok(&["export", "orders", "--columns", "order_no,paid,status", "-o", "few.csv"]);
    assert!(run(&["import", "few.csv", "--layout", "generic-orders"]).contains("masked"));
    // Without the mark nobody knows what it is.
    let bare: String = text.lines().map(|l| format!("{}\n", l.split_once(',').expect("a comma").1)).collect();
    sandbox.write("bare.csv", bare);
    assert!(run(&["import", "bare.csv"]).contains("lacks columns: cs_export"));
    assert_eq!(audits(&sandbox), 1, "nothing was imported, and nothing revealed");
    sandbox.ok(&["export", "orders", "--reveal", "-o", "whole.csv"]);
    assert_eq!(audits(&sandbox), 2, "every reveal leaves an audit line");
}

#[test]
fn a_masked_list_is_refused_as_far_as_it_can_be_known() {
    let sandbox = morning();
    sandbox.ok(&["orders", "list", "-o", "masked.csv"]);
    let refused = sandbox.cs(&["import", "masked.csv"]).run().ends_with(3);
    insta::assert_snapshot!("masked_list", refused.stderr);
    sandbox.ok(&["import", "-n", "masked.csv", "--layout", "cs-orders"]);
    sandbox.ok(&["orders", "list", "--reveal", "-o", "whole.csv"]);
    sandbox.ok(&["import", "-n", "whole.csv"]);
    // Nothing private in it: nothing is masked.
    let columns = "platform,shop,order_no,status,status_raw,paid,created_at";
    sandbox.ok(&["orders", "list", "--columns", columns, "-o", "few.csv"]);
    sandbox.ok(&["import", "-n", "few.csv"]);
}

#[test]
fn what_was_changed_by_hand_is_refused_where_it_makes_no_sense() {
    let sandbox = morning();
    sandbox.ok(&["export", "orders", "--reveal", "--limit", "3", "-o", "whole.csv"]);
    let text = sandbox.read("whole.csv");
    let mut said = String::new();
    for (from, to) in [
        ("orders full", "items full"),
        (",paid,买家", ",done,买家"),
        ("buyer receiver", "buyer somebody"),
        ("3512260000000000034", "3.51E+18"),
        ("2026-11-21T09:00:00", "2036-11-21T09:00:00"),
    ] {
        assert!(text.contains(from), "{from} is not in\n{text}");
        sandbox.write("changed.csv", text.replace(from, to));
        said.push_str(&sandbox.cs(&["import", "changed.csv"]).run().ends_with(3).stderr);
    }
    insta::assert_snapshot!("changed", said);
}

#[test]
fn ours_of_nobody_are_refused() {
    let sandbox = Sandbox::new();
    let consents = std::fs::read_to_string(fixtures().join("ours/consents.csv")).expect("the fixture");
    let mut said = String::new();
    for (from, to) in [
        (",tb_sample01,", ",t**,"),
        (",tb_sample01,", ",,"),
        (",commercial,given", ",,given"),
        ("2026-11-20T21:10:00+08:00,样例客服", ",样例客服"),
        (",given,", ",perhaps,"),
    ] {
        assert!(consents.contains(from), "{from}");
        sandbox.write("consents.csv", consents.replacen(from, to, 1));
        said.push_str(&sandbox.cs(&["import", "consents.csv"]).run().ends_with(3).stderr);
    }
    insta::assert_snapshot!("nobody", said);
}

#[test]
fn of_two_words_about_the_same_the_later_stands() {
    let consents = std::fs::read_to_string(fixtures().join("ours/consents.csv")).expect("the fixture");
    let later = consents.replace("2026-11-20T21:10:00+08:00", "2026-11-20T22:00:00+08:00");
    let later = later.replace(",given,chat,2027-11-20T00:00:00+08:00,", ",refused,phone,,");
    let mut kept = Vec::new();
    for (first, second) in [(&consents, &later), (&later, &consents)] {
        let sandbox = Sandbox::new();
        let read = |text: &str| {
            sandbox.write("consents.csv", text);
            let out = Sheet::of(&sandbox.ok(&["import", "consents.csv"]));
            ["new", "changed", "unchanged", "older"].map(|column| out.column(column).concat())
        };
        assert_eq!(read(first), ["4", "0", "0", "0"]);
        let told = if first == &consents { ["0", "1", "3", "0"] } else { ["0", "0", "3", "1"] };
        assert_eq!(read(second), told);
        kept.push(sandbox.ok(&["export", "consents", "--reveal"]));
    }
    assert_eq!(kept[0], kept[1]);
    assert!(kept[0].contains(",tb_sample01,commercial,refused,phone,"), "{}", kept[0]);
}

#[test]
fn ours_go_where_their_order_goes() {
    let sandbox = Sandbox::new();
    let import = |name: &str, text: String, at: &str| {
        sandbox.write(name, text);
        sandbox.ok(&["import", "-q", name, "--exported-at", at]);
    };
    let order = |shop: &str| {
        format!("{HEAD}taobao,{shop},N-1,paid,tb_a,,,,杯子,1.00,1.00,2026-11-20 10:00:00,,,,,\n")
    };
    import("orders.csv", order(""), "2026-11-20T12:00+08:00");
    let tag = |shop: &str, tag: &str, note: &str, minute: u8| {
        let at = format!("2026-11-20T12:{minute}:00+08:00");
        format!("tags full,taobao,{shop},N-1,,{tag},{note},{at},样例主管,{at}\n")
    };
    let rows = [tag("", "test", "先", 10), tag("甲店", "test", "后", 20), tag("", "internal", "员工", 30)];
    let head = "cs_export,platform,shop,order_no,buyer,tag,note,at,by,seen_at\n".to_owned();
    import("tags.csv", head + &rows.concat(), "2026-11-20T12:40+08:00");
    import("orders.csv", order("甲店"), "2026-11-20T13:00+08:00");
    let tags = Sheet::of(&sandbox.ok(&["export", "tags", "--reveal"]));
    assert_eq!(tags.column("shop"), ["甲店", "甲店"]);
    assert_eq!(tags.column("note"), ["后", "员工"], "of two about the same the later stands");
    assert_eq!(sandbox.ok(&["doctor"]), "the database is sound\n");
}

#[test]
fn an_export_is_narrowed_and_written_as_any_list() {
    let sandbox = morning();
    let count = |args: &[&str]| Sheet::of(&sandbox.ok(&[&["export", "orders"], args].concat())).len();
    let all = count(&[]);
    assert_eq!(all, Sheet::of(&sandbox.ok(&["orders", "list"])).len());
    let today = count(&["--since", "2026-11-21"]);
    assert!(
        today < all && today == Sheet::of(&sandbox.ok(&["orders", "list", "--since", "2026-11-21"])).len()
    );
    assert_eq!(count(&["--limit", "2"]), 2);
    assert_eq!(count(&["--shop", "样例小铺"]), all);
    sandbox.cs(&["export", "orders", "--shop", "没有的店"]).run().ends_with(2);
    sandbox.cs(&["export", "nothing"]).run().ends_with(2);
    insta::assert_snapshot!("row", sandbox.ok(&["export", "messages", "-F", "text", "--limit", "1"]));
    insta::assert_snapshot!(
        "row_zh",
        sandbox.cs(&["export", "orders", "-F", "md", "--limit", "1"]).zh().run().done().stdout
    );
    for kind in cs::records::exported().map(|schema| schema.key) {
        assert!(
            sandbox.ok(&["export", kind, "--columns"]).starts_with("cs_export\nplatform\nshop\n"),
            "{kind}"
        );
    }
    let empty = Sandbox::new();
    empty.cs(&["export", "orders"]).run().ends_with(4);
}
