//! The same table in every container that platforms, browsers and colleagues put it into.

use crate::old_book::{self, Value};
use crate::sandbox::{MORNING, Sandbox, Sheet, fixtures};
use crate::zipped::{Entry, archive};
use std::io::Write;

const ORDERS: &str = "taobao/orders_v2.csv";

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

fn bytes(fixture: &str) -> Vec<u8> {
    std::fs::read(fixtures().join(fixture)).expect(fixture)
}

/// The cells of a CSV fixture, heading first.
fn cells(fixture: &str) -> Vec<Vec<String>> {
    let text = encoding_rs::GB18030.decode(&bytes(fixture)).0.into_owned();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.records().map(|r| r.expect("CSV").iter().map(str::to_owned).collect()).collect()
}

/// The orders of a file, as a person who may see everything reads them.
fn orders(sandbox: &Sandbox, file: &str) -> String {
    sandbox.ok(&["orders", "list", file, "--reveal"])
}

#[test]
fn a_zip_is_a_folder() {
    let sandbox = Sandbox::new();
    let (table, items, refunds) =
        (bytes(ORDERS), bytes("taobao/items_v3.xlsx"), bytes("taobao/refunds_v2.xlsx"));
    let names = [gbk("甲店\\订单.csv"), gbk("甲店/宝贝.xlsx")];
    sandbox.write(
        "export.zip",
        archive(&[
            Entry::new(&names[0], &table),
            Entry::new("__MACOSX/._a.csv", b"\0\x05\x16"),
            Entry::new("甲店/", b""),
            Entry::new(&names[1], &items),
            Entry::new("../../refunds.xlsx", &refunds),
            Entry::new(".DS_Store", b"\0"),
            Entry::new("读我.pdf", b"%PDF"),
            Entry::new("说明.txt", "没有表格\n".as_bytes()),
        ]),
    );
    for (name, bytes) in [("订单.csv", &table), ("宝贝.xlsx", &items), ("refunds.xlsx", &refunds)] {
        sandbox.write(&format!("folder/{name}"), bytes);
    }
    for verb in [
        &["orders", "list"][..],
        &["orders", "check-abnormal"],
        &["refunds", "list"],
        &["refunds", "stats"],
        &["remind", "unpaid"],
        &["report", "daily", "--date", "2024-11-01"],
    ] {
        let of = |what: &str| sandbox.cs(&[verb, &[what]].concat()).run();
        let (zip, folder) = (of("export.zip"), of("folder"));
        assert_eq!((zip.code, zip.stdout), (folder.code, folder.stdout), "{verb:?}");
    }
    let done = sandbox.cs(&["import", "export.zip"]).run().done();
    let sheet = Sheet::of(&done.stdout);
    assert_eq!(
        sheet.column("file"),
        ["export.zip: ../../refunds.xlsx", "export.zip: 甲店/宝贝.xlsx", "export.zip: 甲店/订单.csv"]
    );
    assert_eq!(sheet.column("read"), ["3", "6", "8"]);
    insta::assert_snapshot!("zip_said", done.stderr);
    let files: Vec<_> = std::fs::read_dir(sandbox.work()).expect("a folder").collect();
    assert_eq!(files.len(), 2, "nothing was unpacked here");
    assert!(!sandbox.work().join("../../refunds.xlsx").exists());
}

/// The shop by the folder, the time by the name: inside an archive as on the disk.
#[test]
fn names_in_an_archive_tell_shop_and_time() {
    let sandbox = Sandbox::new();
    sandbox.config("[[shop]]\nname = \"样例甲店\"\nplatform = \"taobao\"\nfiles = [\"**/甲/**\"]\n");
    let report = bytes("taobao/tmall_report.csv");
    sandbox.write("a.zip", archive(&[Entry::new("甲/report_20261120.csv", &report)]));
    sandbox.written("a.zip", 1_600_000_000);
    let sheet = Sheet::of(&sandbox.ok(&["import", "a.zip"]));
    assert_eq!(sheet.column("as_of"), ["2026-11-20T00:00:00+08:00"]);
    assert_eq!(sheet.column("as_of_source"), ["name"]);
    let shops = Sheet::of(&sandbox.ok(&["orders", "list"])).counts("shop");
    assert_eq!(shops.into_keys().collect::<Vec<_>>(), ["样例甲店"]);
}

#[test]
fn archives_that_are_refused() {
    let sandbox = Sandbox::new();
    let table = bytes(ORDERS);
    let good = Entry::new("a.csv", &table);
    let inner = archive(&[Entry::new("a.csv", &table)]);
    let many: Vec<String> = (0..2001).map(|n| format!("{n}.csv")).collect();
    let many: Vec<Entry<'_>> = many.iter().map(|name| Entry::new(name, b"")).collect();
    let bad = bytes("broken/bad_date.csv");
    let mut twice = archive(&[Entry::new("a.csv", &table), Entry::new("b.csv", &table)]);
    let at = twice.windows(5).rposition(|w| w == b"b.csv").expect("the name");
    twice[at] = b'a';
    for (name, bytes, place, why) in [
        (
            "nested.zip",
            archive(&[good, Entry::new("b.ZIP", &inner)]),
            "nested.zip: b.ZIP",
            "within an archive",
        ),
        (
            "locked.zip",
            archive(&[Entry { flags: 1, ..Entry::new("订单.csv", &table) }]),
            "locked.zip: 订单.csv",
            "password",
        ),
        (
            "sum.zip",
            archive(&[Entry { wrong: 1, ..Entry::new("a.csv", &table) }]),
            "sum.zip: a.csv",
            "damaged",
        ),
        ("twice.zip", twice, "twice.zip", "the same name"),
        ("many.zip", archive(&many), "many.zip", "more than 2000"),
        ("none.zip", archive(&[Entry::new("a.pdf", b"%PDF")]), "none.zip", "no table"),
        ("empty.zip", archive(&[]), "empty.zip", "no table"),
        ("cut.zip", archive(&[Entry::new("a.csv", &table)])[..2000].to_vec(), "cut.zip", ""),
        ("renamed.csv", archive(&[Entry::new("a.csv", &table)]), "renamed.csv", "ends in .zip"),
        ("inside.zip", archive(&[Entry::new("a.csv", &inner)]), "inside.zip: a.csv", "an archive"),
        ("row.zip", archive(&[Entry::new("甲/a.csv", &bad)]), "row.zip: 甲/a.csv:3: 订单创建时间", "no date"),
        ("bomb.zip", bomb(), "bomb.zip: a.csv", "far too much"),
    ] {
        sandbox.write(name, bytes);
        let run = sandbox.cs(&["import", name]).run().ends_with(3);
        assert!(run.stderr.contains(place) && run.stderr.contains(why), "{name}: {}", run.stderr);
        assert!(run.stderr.contains("hint: ") || name == "empty.zip", "{name}: {}", run.stderr);
        assert!(sandbox.cs(&["import", name]).zh().run().ends_with(3).stderr.contains(name));
    }
    let piped = sandbox.cs(&["import", "-"]).stdin(inner).run().ends_with(3);
    assert!(piped.stderr.contains("an archive"), "{}", piped.stderr);
    assert!(!sandbox.database().exists() || !sandbox.ok(&["orders", "list"]).contains("taobao"));
}

/// A hundred megabytes in a hundred kilobytes.
fn bomb() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let packed =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    zip.start_file("a.csv", packed).expect("an entry");
    let block = vec![b'a'; 1 << 20];
    for _ in 0..100 {
        zip.write_all(&block).expect("bytes");
    }
    zip.finish().expect("an archive").into_inner()
}

/// In a folder nobody asked for the archive: it is named, and the rest is read.
#[test]
fn a_folder_with_all_kinds_of_files() {
    let sandbox = Sandbox::new();
    let table = bytes(ORDERS);
    sandbox.write("in/orders.csv", &table);
    sandbox.write("in/ready.zip", archive(&[Entry::new("items.xlsx", &bytes("taobao/items_v3.xlsx"))]));
    sandbox.write("in/locked.zip", archive(&[Entry { flags: 1, ..Entry::new("a.csv", &table) }]));
    sandbox.write("in/more.csv.crdownload", &table);
    sandbox.write("in/~$orders.xlsx", "lock");
    sandbox.write("in/.hidden.csv", "no table");
    sandbox.write("in/deep/er/refunds.xlsx", bytes("taobao/refunds_v2.xlsx"));
    sandbox.write("in/图.png", "");
    let done = sandbox.cs(&["import", "in"]).run().done();
    assert_eq!(Sheet::of(&done.stdout).column("kind"), ["refunds", "orders", "items"]);
    insta::assert_snapshot!("folder_said", done.stderr);
    insta::assert_snapshot!("folder_said_zh", sandbox.cs(&["import", "in"]).zh().run().done().stderr);
}

/// Fifteen files, five shops: one command, and the grid tells what is there.
#[test]
fn a_mornings_files_in_one_command() {
    let sandbox = Sandbox::new();
    let mut config = String::new();
    for shop in ["甲", "乙", "丙", "丁", "戊"] {
        config.push_str(&format!(
            "[[shop]]\nname = \"{shop}店\"\nplatform = \"taobao\"\nfiles = [\"**/{shop}/**\"]\n"
        ));
        // Shops of a platform share no order number.
        let own = format!("{}", 4 + shop.chars().next().map_or(0, |c| c as u32 % 97));
        let text = format!(
            "platform,order_no,status,payable,paid,created_at\ntaobao,{own}0001,shipped,9.00,9.00,2026-11-20T09:00:00\n"
        );
        sandbox.write(&format!("in/{shop}/orders.csv"), text);
        let review = format!(
            "platform,order_no,review_no,rating,text,created_at\ntaobao,{own}0001,{own}7,5,好,2026-11-20T12:00:00\n"
        );
        sandbox.write(&format!("in/{shop}/reviews.csv"), review);
        let more = format!(
            "platform,order_no,status,payable,paid,created_at\ntaobao,{own}0002,shipped,9.00,9.00,2026-11-20T10:00:00\n"
        );
        sandbox.write(&format!("in/{shop}/orders2.csv"), more);
    }
    sandbox.config(&config);
    let done = sandbox.cs(&["import", "in"]).run().done();
    assert_eq!(Sheet::of(&done.stdout).len(), 15);
    insta::assert_snapshot!("morning_grid", done.stderr);
}

#[test]
fn a_table_that_only_calls_itself_xls() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(ORDERS);
    let want = orders(&sandbox, &file).replace("\r\n", "\n");
    let rows = cells(ORDERS);
    let escape = |c: &String| c.replace('&', "&amp;").replace('<', "&lt;").replace('\n', "<br>");
    let mut page = String::from(
        "<html><head><meta charset=gb2312><style>td{mso-number-format:\"\\@\"}</style></head><table>\r\n",
    );
    let mut xml = String::from(
        "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"a\"><Table>\n",
    );
    let mut tabs = csv::WriterBuilder::new().delimiter(b'\t').from_writer(Vec::new());
    for row in &rows {
        let cells = |open: &str, close: &str| {
            row.iter().map(|c| format!("{open}{}{close}", escape(c))).collect::<String>()
        };
        page.push_str(&format!("<tr>{}</tr>\r\n", cells("<td>", "</td>")));
        xml.push_str(&format!("<Row>{}</Row>\n", cells("<Cell><Data ss:Type=\"String\">", "</Data></Cell>")));
        tabs.write_record(row).expect("a row");
    }
    page.push_str("</table></html>");
    xml.push_str("</Table></Worksheet></Workbook>");
    for (name, bytes) in [
        ("gbk.xls", gbk(&page)),
        ("liar.xls", page.clone().into_bytes()),
        ("bom.xls", format!("\u{feff}{page}").into_bytes()),
        ("utf16.xls", format!("\u{feff}{page}").encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("xml.xls", xml.into_bytes()),
        ("tabs.xls", gbk(&String::from_utf8(tabs.into_inner().expect("bytes")).expect("text"))),
    ] {
        sandbox.write(name, &bytes);
        assert_eq!(orders(&sandbox, name).replace("\r\n", "\n"), want, "{name}");
        let piped = sandbox.cs(&["orders", "list", "-", "--reveal"]).stdin(bytes).run().done();
        assert_eq!(piped.stdout.replace("\r\n", "\n"), want, "{name} from standard input");
    }
    let detected = sandbox.ok(&["formats", "detect", "gbk.xls"]);
    assert_eq!(Sheet::of(&detected).column("encoding"), ["HTML · 1"]);
    // Half a download.
    sandbox.write("half.xls", &gbk(&page)[..page.len() / 2]);
    let half = sandbox.cs(&["import", "half.xls"]).run().ends_with(3);
    assert!(half.stderr.contains("half.xls") && half.stderr.contains("cut off"), "{}", half.stderr);
}

fn old(rows: &[Vec<String>]) -> Vec<Vec<Value>> {
    let value = |c: &String| match c.parse::<f64>() {
        Ok(n) if c.contains('.') => Value::Number(n),
        Ok(n) if c.len() < 3 => Value::Rk(n as i32),
        _ if c.len() == 19 && c.as_bytes()[10] == b' ' => Value::Date(days(c)),
        _ if c.contains('，') => Value::Formula(c.clone()),
        _ => Value::Text(c.clone()),
    };
    rows.iter().map(|row| row.iter().map(value).collect()).collect()
}

/// `2017-07-08 09:31:10` in days, as a workbook has it.
fn days(time: &str) -> f64 {
    let at = chrono::NaiveDateTime::parse_from_str(time, "%Y-%m-%d %H:%M:%S").expect("a time");
    at.and_utc().timestamp() as f64 / 86_400.0 + 25_569.0
}

#[test]
fn old_workbooks() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(ORDERS);
    let book = old_book::workbook(&[("ExportOrderList", old(&cells(ORDERS)))]);
    sandbox.write("old.xls", &book);
    assert_eq!(orders(&sandbox, "old.xls"), orders(&sandbox, &file));
    let piped = sandbox.cs(&["orders", "list", "-", "--reveal"]).stdin(book.clone()).run().done();
    assert_eq!(piped.stdout, orders(&sandbox, &file));
    let mut damaged = old(&cells(ORDERS));
    damaged[2][0] = Value::Number(4.123_456_789_012_346e18);
    let locked = old_book::stream(&[("a", old(&cells(ORDERS)))], &[(0x2f, vec![1, 0])]);
    for (name, bytes, why) in [
        ("number.xls", old_book::workbook(&[("a", damaged)]), "number.xls:3: 订单编号"),
        ("locked.xls", old_book::container("Workbook", &locked), "protected by a password"),
        ("locked.xlsx", old_book::container("EncryptedPackage", b"x"), "protected by a password"),
        ("letter.xls", old_book::container("WordDocument", b"x"), "no workbook"),
        ("cut.xls", book[..book.len() - 2048].to_vec(), "damaged"),
    ] {
        sandbox.write(name, bytes);
        let run = sandbox.cs(&["import", name]).run().ends_with(3);
        assert!(run.stderr.contains(name) && run.stderr.contains(why), "{name}: {}", run.stderr);
        assert!(run.stderr.contains("hint: "), "{name}: {}", run.stderr);
    }
}

/// A table that was too long for one sheet goes on in the next; a summary is no part of it, and that is said.
#[test]
fn one_table_over_several_sheets() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(ORDERS);
    let rows = cells(ORDERS);
    let book = |parts: &[(&str, Vec<Vec<String>>)]| {
        let mut book = rust_xlsxwriter::Workbook::new();
        for (name, rows) in parts {
            let sheet = book.add_worksheet();
            sheet.set_name(*name).expect("a name");
            for (r, row) in rows.iter().enumerate() {
                for (c, cell) in row.iter().enumerate() {
                    sheet.write_string(r as u32, c as u16, cell).expect("a cell");
                }
            }
        }
        book.save_to_buffer().expect("a workbook")
    };
    let note = vec![vec!["导出说明".to_owned()]];
    let summary = vec![vec!["合计金额".to_owned(), "1".to_owned()]];
    let with_header = [&rows[..1], &rows[5..]].concat();
    for (name, parts) in [
        (
            "bare.xlsx",
            [("汇总", summary.clone()), ("订单1", rows[..5].to_vec()), ("订单2", rows[5..].to_vec())],
        ),
        (
            "headed.xlsx",
            [("一月", rows[..5].to_vec()), ("二月", [note, with_header].concat()), ("汇总", summary)],
        ),
    ] {
        sandbox.write(name, book(&parts));
        let run = sandbox.cs(&["orders", "list", name, "--reveal"]).run().done();
        assert_eq!(run.stdout, orders(&sandbox, &file), "{name}");
        assert!(run.stderr.contains("these sheets were not read: 汇总"), "{}", run.stderr);
    }
    // A sheet with a whole preamble is a document of its own, perhaps the same one again: it is not added up.
    let preamble: Vec<Vec<String>> = (0..5).map(|n| vec![format!("说明{n}")]).collect();
    sandbox.write("two.xlsx", book(&[("原件", rows.clone()), ("复制", [preamble, rows.clone()].concat())]));
    let run = sandbox.cs(&["orders", "list", "two.xlsx", "--reveal"]).run().done();
    assert_eq!(run.stdout, orders(&sandbox, &file));
    assert!(run.stderr.contains("these sheets were not read: 复制"), "{}", run.stderr);
    let mut bad = rows[5..].to_vec();
    let column = rows[0].iter().position(|h| h == "订单创建时间").expect("the column");
    bad[1][column] = "x".to_owned();
    sandbox.write("bad.xlsx", book(&[("订单1", rows[..5].to_vec()), ("订单2", bad)]));
    let told = sandbox.cs(&["import", "bad.xlsx"]).run().ends_with(3).stderr;
    assert!(told.contains("bad.xlsx [订单2]:2: 订单创建时间"), "{told}");
}

const JAPAN: &str = r#"
name = "amazon-japan"
platform = "amazon"
kind = "orders"
zone = "+09:00"
quoting = false
title = { zh = "日本亚马逊", en = "Amazon Japan" }
requires = ["order_no", "created_at"]
[columns]
order_no = ["order-id", "注文番号"]
created_at = ["purchase-date", "購入日"]
buyer = ["buyer-name", "購入者名"]
items = ["product-name", "商品名"]
"#;

fn jis(text: &str) -> Vec<u8> {
    encoding_rs::SHIFT_JIS.encode(text).0.into_owned()
}

#[test]
fn japanese_text_is_told_from_chinese() {
    let sandbox = Sandbox::new();
    sandbox.write("japan.toml", JAPAN);
    let rows = "503-1\t2026-11-01\t見本 太郎\t見本マグカップ\n503-2\t2026-11-02\t見本 花子\tコップ\n";
    let by_values = jis(&format!("order-id\tpurchase-date\tbuyer-name\tproduct-name\n{rows}"));
    let by_header = jis(&format!("注文番号\t購入日\t購入者名\t商品名\n{rows}"));
    let chinese = gbk(
        "order-id\tpurchase-date\tbuyer-name\tproduct-name\n503-1\t2026-11-01\t李喆\t堃牌陶瓷杯白色大号\n",
    );
    for (name, bytes, encoding, buyer) in [
        ("values.txt", by_values, "CP932", "見本 太郎"),
        ("header.txt", by_header, "CP932", "見本 太郎"),
        ("chinese.txt", chinese, "GB18030", "李喆"),
    ] {
        sandbox.write(name, &bytes);
        let detected = sandbox.ok(&["formats", "detect", name, "--layout", "japan.toml"]);
        assert_eq!(Sheet::of(&detected).column("encoding"), [encoding], "{name}");
        let list = sandbox.ok(&["orders", "list", name, "--layout", "japan.toml", "--reveal"]);
        assert_eq!(Sheet::of(&list).cell("order_no", "503-1", "buyer"), buyer, "{name}");
    }
    let given =
        ["orders", "list", "values.txt", "--layout", "japan.toml", "--reveal", "--encoding", "gb18030"];
    let wrong = sandbox.cs(&given).run();
    assert!(wrong.code != 0 || !wrong.stdout.contains("見本"), "--encoding goes before what was found out");
}

/// Fails while a `"` opens a cell although the layout says that it does not.
#[test]
fn quotes_that_are_only_characters() {
    let sandbox = Sandbox::new();
    sandbox.write("japan.toml", JAPAN);
    let text = "order-id\tpurchase-date\tbuyer-name\tproduct-name\n1\t2026-11-01\ta\t\"5 inch cup\n2\t2026-11-02\tb\tplain\n";
    sandbox.write("tabs.txt", text);
    let args = ["orders", "list", "tabs.txt", "--layout", "japan.toml"];
    let list = Sheet::of(&sandbox.ok(&args));
    assert_eq!(list.column("order_no"), ["1", "2"]);
    assert_eq!(list.cell("order_no", "1", "items"), "\"5 inch cup");
    sandbox.write("japan.toml", JAPAN.replace("quoting = false\n", ""));
    sandbox.cs(&args).run().ends_with(3);
}

/// A workbook is read as one whatever it is called.
#[test]
fn a_workbook_called_zip() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture_as("taobao/orders_v5.xlsx", "orders.zip");
    assert_eq!(
        Sheet::of(&sandbox.ok(&["orders", "list", &file])).len(),
        Sheet::of(&sandbox.ok(&["orders", "list", &sandbox.fixture("taobao/orders_v5.xlsx")])).len()
    );
    assert!(sandbox.cs(&["orders", "list", &sandbox.fixture_as(MORNING, "text.zip")]).run().code == 0);
}

#[test]
fn a_workbook_of_endless_sheets_is_refused() {
    let sandbox = Sandbox::new();
    let mut book = rust_xlsxwriter::Workbook::new();
    for _ in 0..1_001 {
        book.add_worksheet();
    }
    sandbox.write("many.xlsx", book.save_to_buffer().expect("a workbook"));
    let told = sandbox.cs(&["import", "many.xlsx"]).run().ends_with(3).stderr;
    assert!(told.contains("more than 1000 sheets"), "{told}");
}

#[cfg(unix)]
#[test]
fn a_folder_that_holds_itself_is_read_once() {
    let sandbox = Sandbox::new();
    sandbox.write("in/orders.csv", bytes(ORDERS));
    let work = sandbox.work();
    for name in ["in/a", "in/b", "in/c", "in/d", "in/e"] {
        std::os::unix::fs::symlink(".", work.join(name)).expect("a link");
    }
    let sheet = Sheet::of(&sandbox.ok(&["import", "in"]));
    assert_eq!(sheet.column("file"), ["in/orders.csv"]);
}
