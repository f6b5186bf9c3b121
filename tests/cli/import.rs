//! `cs import`: whole or nothing, and nothing is lost or made older.

use crate::sandbox::{MORNING, Sandbox, Sheet, expected};

fn list(sandbox: &Sandbox) -> String {
    sandbox.ok(&["orders", "list", "--reveal"])
}

/// The counts of facts in the database, without its books.
fn facts(sandbox: &Sandbox) -> String {
    let info = sandbox.ok(&["db", "info"]);
    let books = ["bytes,", "imports,", "audit,"];
    info.lines().filter(|l| !books.iter().any(|b| l.starts_with(b))).collect::<Vec<_>>().join("\n")
}

fn counts(out: &str) -> [u64; 5] {
    let sheet = Sheet::of(out);
    ["new", "changed", "unchanged", "older", "rejected"]
        .map(|k| sheet.column(k).iter().map(|n| n.parse::<u64>().expect("a count")).sum())
}

const OTHER_STATUS: (&str, &str) = ("等待海关放行", "买家已付款，等待卖家发货");

#[test]
fn what_the_database_holds_is_told_in_words_to_people_and_by_keys_to_programs() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["import", &sandbox.fixture(MORNING)]);
    let table = sandbox.cs(&["db", "info", "-F", "table"]).zh().run().done().stdout;
    for words in ["订单   ", "导入的文件", "淘宝/天猫 样例小铺 订单 数据截至"] {
        assert!(table.contains(words), "{words}: {table}");
    }
    let rows = sandbox.cs(&["db", "info", "-F", "csv"]).zh().run().done().stdout;
    assert!(rows.contains("\nas_of taobao 样例小铺 orders,2026-11-21T09:00:00+08:00\n"), "{rows}");
}

#[test]
fn the_same_file_again_changes_nothing() {
    for (path, told) in expected() {
        let sandbox = Sandbox::new();
        let file = sandbox.fixture(&path);
        let rows = told["rows"].as_u64().expect("rows");
        assert_eq!(counts(&sandbox.ok(&["import", &file])), [rows, 0, 0, 0, 0], "{path}");
        let (before, facts_before) = (list(&sandbox), facts(&sandbox));
        assert_eq!(counts(&sandbox.ok(&["import", &file])), [0, 0, rows, 0, 0], "{path}");
        assert_eq!(list(&sandbox), before, "{path}");
        assert_eq!(facts(&sandbox), facts_before, "{path}");
    }
}

#[test]
fn what_an_import_says() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    let en = sandbox.cs(&["import", &file]).run().done();
    insta::assert_snapshot!("import_en", en.whole());
    let zh = sandbox.cs(&["import", &file, &sandbox.fixture("taobao/refunds_v2.xlsx")]).zh().run().done();
    insta::assert_snapshot!("import_zh", zh.whole());
    let info = sandbox.ok(&["db", "info"]);
    // A new kind needs a migration, and moves nothing else.
    let stable: Vec<&str> =
        info.lines().filter(|l| !["bytes,", "schema,"].iter().any(|head| l.starts_with(head))).collect();
    insta::assert_snapshot!("db_info", stable.join("\n"));
    assert_eq!(sandbox.ok(&["db", "check"]), "the database is sound\n");
    assert_eq!(sandbox.ok(&["doctor"]), "the database is sound\n");
}

#[test]
fn a_newer_export_changes_what_it_tells() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["import", &sandbox.fixture(MORNING)]);
    let newer = sandbox.changed(MORNING, "ExportOrderList202611211000.csv", OTHER_STATUS.0, OTHER_STATUS.1);
    let out = sandbox.cs(&["import", &newer]).now("2026-11-21T10:00:00+08:00").run().done();
    assert_eq!(counts(&out.stdout), [0, 1, 68, 0, 0]);
    assert!(!list(&sandbox).contains(OTHER_STATUS.0));
}

#[test]
fn an_older_export_after_a_newer_one_changes_nothing() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["import", &sandbox.fixture(MORNING)]);
    let before = list(&sandbox);
    let older = sandbox.changed(MORNING, "ExportOrderList202611210800.csv", OTHER_STATUS.0, OTHER_STATUS.1);
    let run = sandbox.cs(&["import", &older]).run().done();
    let [new, changed, unchanged, older_rows, _] = counts(&run.stdout);
    assert_eq!((new, changed, unchanged + older_rows), (0, 0, 69));
    assert!(older_rows >= 1);
    assert_eq!(list(&sandbox), before);
    assert!(run.stderr.contains("--exported-at"), "{}", run.stderr);
    insta::assert_snapshot!(run.stderr);
    // Said to be new it is believed.
    let given = sandbox
        .cs(&["import", &older, "--exported-at", "2026-11-21T09:30"])
        .now("2026-11-21T10:00:00+08:00")
        .run()
        .done();
    assert_eq!(counts(&given.stdout)[1], 1);
    assert!(!list(&sandbox).contains(OTHER_STATUS.0));
}

/// The order of the files of one import does not matter either: the newest facts win.
#[test]
fn several_exports_at_once_are_as_if_one_after_the_other() {
    let ends = |names: [&str; 2]| {
        let sandbox = Sandbox::new();
        sandbox.fixture(MORNING);
        sandbox.changed(MORNING, "taobao/ExportOrderList202611210800.csv", OTHER_STATUS.0, OTHER_STATUS.1);
        let files = names.map(|n| format!("taobao/{n}"));
        let from_files = Sheet::of(&sandbox.ok(&["orders", "list", &files[0], &files[1]])).counts("status");
        sandbox.ok(&["import", &files[0], &files[1]]);
        let status = Sheet::of(&list(&sandbox)).counts("status");
        assert_eq!(from_files, status);
        status
    };
    let told = expected()[MORNING]["statuses"].clone();
    for names in [
        ["ExportOrderList202611210800.csv", "ExportOrderList202611210900.csv"],
        ["ExportOrderList202611210900.csv", "ExportOrderList202611210800.csv"],
    ] {
        assert_eq!(serde_json::to_value(ends(names)).expect("JSON"), told, "{names:?}");
    }
}

#[test]
fn masked_and_empty_never_overwrite() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture("taobao/orders_v2.csv");
    sandbox.ok(&["import", &file, "--exported-at", "2026-11-20T08:00"]);
    let before = list(&sandbox);
    // The same orders as `cs` masks them, and then without names, phones, streets and notes.
    sandbox.write("masked.csv", sandbox.ok(&["orders", "list", &file]));
    let masked = ["import", "masked.csv", "--exported-at", "2026-11-20T09:00"];
    sandbox.cs(&masked).run().ends_with(3);
    assert_eq!(list(&sandbox), before, "refused");
    // Somebody may insist that the platform masked them.
    sandbox.ok(&[&masked[..], &["--layout", "cs-orders"]].concat());
    assert_eq!(list(&sandbox), before, "masked");
    let full = sandbox.ok(&["orders", "list", &file, "--reveal"]);
    let mut reader = csv::Reader::from_reader(full.as_bytes());
    let heads = reader.headers().expect("a header").clone();
    let mut bare = csv::Writer::from_writer(Vec::new());
    bare.write_record(&heads).expect("CSV");
    for row in reader.records() {
        let row = row.expect("CSV");
        let emptied =
            ["receiver", "phone", "address", "seller_note", "buyer_note", "tracking_no", "items", "paid_at"];
        bare.write_record(heads.iter().zip(&row).map(|(h, c)| if emptied.contains(&h) { "" } else { c }))
            .expect("CSV");
    }
    sandbox.write("bare.csv", bare.into_inner().expect("bytes"));
    sandbox.ok(&["import", "bare.csv", "--exported-at", "2026-11-20T10:00"]);
    assert_eq!(list(&sandbox), before, "empty");
}

#[test]
fn one_bad_row_refuses_the_whole_import() {
    let sandbox = Sandbox::new();
    let good = sandbox.fixture("taobao/orders_v2.csv");
    let bad = sandbox.fixture("broken/bad_date.csv");
    let run = sandbox.cs(&["import", &good, &bad]).run().ends_with(3);
    assert!(run.stderr.contains("bad_date.csv:3: 订单创建时间"), "{}", run.stderr);
    assert_eq!(run.stdout, "");
    assert_eq!(Sheet::of(&list(&sandbox)).len(), 0, "not even the good file is stored");
}

#[test]
fn keep_going_sets_bad_rows_aside() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture("broken/bad_money.csv");
    let run = sandbox.cs(&["import", &file, "--keep-going", "--rejects", "rejects.csv"]).run().ends_with(5);
    assert_eq!(counts(&run.stdout), [2, 0, 0, 0, 1]);
    assert_eq!(Sheet::of(&list(&sandbox)).column("order_no"), ["4001202600000001", "4001202600000003"]);
    insta::assert_snapshot!("rejects", sandbox.read("rejects.csv"));
    insta::assert_snapshot!("rejects_said", run.stderr);
    let from_file = sandbox.cs(&["orders", "list", &file, "--keep-going"]).run().ends_with(5);
    assert_eq!(Sheet::of(&from_file.stdout).len(), 2);
    // Mended, the rejects are just another file.
    assert!(!run.stderr.contains("1990000"));
}

/// A file whose numbers a spreadsheet has rounded is refused as a whole, whatever is asked for.
#[test]
fn keep_going_does_not_take_rounded_numbers() {
    let sandbox = Sandbox::new();
    sandbox.cs(&["import", &sandbox.fixture("broken/rounded_ids.csv"), "--keep-going"]).run().ends_with(3);
    assert_eq!(Sheet::of(&list(&sandbox)).len(), 0);
}

#[test]
fn a_dry_run_counts_and_changes_nothing() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    let dry = sandbox.cs(&["import", "-n", &file]).run().done();
    assert!(!sandbox.database().exists());
    assert!(dry.stderr.contains("dry run"));
    let wet = sandbox.cs(&["import", &file]).run().done();
    assert_eq!(dry.stdout, wet.stdout);
    let before = (list(&sandbox), sandbox.ok(&["db", "info"]));
    let newer = sandbox.changed(MORNING, "ExportOrderList202611211000.csv", OTHER_STATUS.0, OTHER_STATUS.1);
    let dry = sandbox.cs(&["import", "--dry-run", &newer]).now("2026-11-21T10:00:00+08:00").run().done();
    assert_eq!(counts(&dry.stdout), [0, 1, 68, 0, 0]);
    assert_eq!((list(&sandbox), sandbox.ok(&["db", "info"])).0, before.0);
}

#[test]
fn the_grid_tells_what_is_missing() {
    let sandbox = Sandbox::new();
    sandbox.config("[[shop]]\nname = \"样例二店\"\nplatform = \"taobao\"\nfiles = [\"**/二店/**\"]\n");
    let run = sandbox.cs(&["import", &sandbox.fixture(MORNING)]).run().done();
    assert!(
        run.stderr.contains("Taobao/Tmall 样例小铺: orders 11-21 09:00 · items missing · refunds missing"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("Taobao/Tmall 样例二店: orders missing · items missing · refunds missing"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_shop_is_said_found_or_empty() {
    let shops = |sandbox: &Sandbox| Sheet::of(&list(sandbox)).counts("shop").into_keys().collect::<Vec<_>>();
    let plain = Sandbox::new();
    let report = plain.fixture("taobao/tmall_report.csv");
    plain.ok(&["import", &report]);
    assert_eq!(shops(&plain), [""], "an import never fails only because the shop is unknown");
    // The next file names it: the orders without a shop join.
    plain.ok(&["import", &report, "--shop", "样例小铺"]);
    assert_eq!(shops(&plain), ["样例小铺"]);
    assert_eq!(Sheet::of(&list(&plain)).len(), 40);
    // And a file without a shop finds them there.
    assert_eq!(counts(&plain.ok(&["import", &report]))[2], 40);

    let only = Sandbox::new();
    only.config("[[shop]]\nname = \"样例独店\"\nplatform = \"taobao\"\n");
    only.ok(&["import", &only.fixture("taobao/tmall_report.csv")]);
    assert_eq!(shops(&only), ["样例独店"], "the platform's only shop");

    let given = Sandbox::new();
    given.ok(&["import", &given.fixture(MORNING), "--shop", "样例别名"]);
    assert_eq!(shops(&given), ["样例别名"], "--shop goes before the column");
}

/// `**/甲/**` also means a folder named 甲 right here. Fails while a `/` has to stand before it.
#[test]
fn the_shop_of_a_folder() {
    let shops = |sandbox: &Sandbox| Sheet::of(&list(sandbox)).counts("shop").into_keys().collect::<Vec<_>>();
    let folders = Sandbox::new();
    folders.config(
        "[[shop]]\nname = \"样例甲店\"\nplatform = \"taobao\"\nfiles = [\"**/甲/**\"]\n[[shop]]\nname = \"样例乙店\"\nplatform = \"taobao\"\nfiles = [\"**/乙/**\"]\n",
    );
    folders.fixture_as("taobao/tmall_report.csv", "甲/a.csv");
    folders.ok(&["import", "./甲"]);
    assert_eq!(shops(&folders), ["样例甲店"], "by the pattern of the file's folder");
    let here = Sandbox::new();
    here.config("[[shop]]\nname = \"样例甲店\"\nplatform = \"taobao\"\nfiles = [\"**/甲/**\"]\n");
    here.fixture_as("taobao/tmall_report.csv", "甲/a.csv");
    here.ok(&["import", "甲"]);
    assert_eq!(shops(&here), ["样例甲店"]);
}

/// PRODUCT writes `files = "**/拼多多旗舰店/**"`. Fails while only a list is read.
#[test]
fn the_files_of_a_shop_may_be_one_pattern() {
    let sandbox = Sandbox::new();
    sandbox.config("[[shop]]\nname = \"样例甲店\"\nplatform = \"taobao\"\nfiles = \"**/甲/**\"\n");
    sandbox.fixture_as("taobao/tmall_report.csv", "all/甲/a.csv");
    sandbox.ok(&["import", "all"]);
    assert_eq!(Sheet::of(&list(&sandbox)).counts("shop").into_keys().collect::<Vec<_>>(), ["样例甲店"]);
}

#[test]
fn the_same_numbers_under_a_second_shop_are_refused() {
    let sandbox = Sandbox::new();
    let report = sandbox.fixture("taobao/tmall_report.csv");
    sandbox.ok(&["import", &report, "--shop", "样例甲店"]);
    let run = sandbox.cs(&["import", &report, "--shop", "样例乙店"]).run().ends_with(3);
    assert!(run.stderr.contains("--move-shop") && run.stderr.contains("样例甲店"), "{}", run.stderr);
    insta::assert_snapshot!(run.stderr);
    assert_eq!(Sheet::of(&list(&sandbox)).counts("shop").len(), 1);
    sandbox.ok(&["import", &report, "--shop", "样例乙店", "--move-shop"]);
    let sheet = Sheet::of(&list(&sandbox));
    assert_eq!(
        (sheet.len(), sheet.counts("shop").into_keys().collect::<Vec<_>>()),
        (40, vec!["样例乙店".to_owned()])
    );
}

#[test]
fn a_folder_is_all_its_tables() {
    let sandbox = Sandbox::new();
    for path in ["taobao/orders_v2.csv", "taobao/items_v3.xlsx", "taobao/refunds_v2.xlsx"] {
        sandbox.fixture(path);
    }
    sandbox.write("taobao/readme.md", "no table");
    sandbox.write("taobao/.hidden.csv", "no table");
    let sheet = Sheet::of(&sandbox.ok(&["import", "taobao"]));
    assert_eq!(sheet.column("kind"), ["items", "orders", "refunds"]);
    assert_eq!(sheet.column("read"), ["6", "8", "3"]);
}

#[test]
fn items_and_refunds_join_their_orders_in_any_order() {
    let ends = |order: [&str; 3]| {
        let sandbox = Sandbox::new();
        let head = "platform,shop,order_no,status,buyer,payable,paid,created_at,items\n";
        let rows = "taobao,样例小铺,20012024000000003,shipped,b3,79.00,79.00,2024-11-01T09:30:00,x\n";
        sandbox.write("orders.csv", format!("{head}{rows}"));
        sandbox.fixture_as("taobao/items_v2.csv", "items.csv");
        sandbox.fixture_as("taobao/refunds_v2.xlsx", "refunds.xlsx");
        for file in order {
            sandbox.ok(&["import", file]);
        }
        sandbox.ok(&["orders", "list", "--reveal", "--sort", "order_no"])
    };
    let first = ends(["orders.csv", "items.csv", "refunds.xlsx"]);
    assert_eq!(Sheet::of(&first).len(), 4, "three orders are known by their items only");
    assert_eq!(Sheet::of(&first).cell("order_no", "20012024000000003", "shop"), "样例小铺");
    assert_eq!(ends(["refunds.xlsx", "items.csv", "orders.csv"]), first);
    assert_eq!(ends(["items.csv", "orders.csv", "refunds.xlsx"]), first);
}

#[test]
fn a_backup_is_the_same_database() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["import", &sandbox.fixture(MORNING)]);
    sandbox.ok(&["db", "backup", "copy.db"]);
    assert_eq!(sandbox.ok(&["orders", "list", "--reveal", "--db", "copy.db"]), list(&sandbox));
    sandbox.cs(&["db", "backup", "copy.db"]).run().ends_with(4);
}

#[test]
fn a_time_of_export_that_is_still_to_come_is_refused() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    let run = sandbox.cs(&["import", &file, "--exported-at", "2026-11-22"]).run();
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("still to come"), "{}", run.stderr);
    // A name that tells of tomorrow tells nothing: the newest event does.
    let named = sandbox.fixture_as(MORNING, "ExportOrderList202611220900.csv");
    let told = Sheet::of(&sandbox.ok(&["import", &named]));
    assert_eq!(told.column("as_of_source"), ["event"]);
}

#[test]
fn a_single_number_that_may_be_rounded_is_taken_and_told() {
    let sandbox = Sandbox::new();
    let of = |last: &str| {
        let rows = ["3512260000000000017", "3512260000000000025", last];
        let rows: String = rows.iter().map(|no| format!("{no},unpaid,9.00\n")).collect();
        sandbox.write("orders.csv", format!("order_id,status,total\n{rows}"))
    };
    let rounded = sandbox.cs(&["orders", "list", &of("3512260000000000000")]).run().done();
    assert_eq!(rounded.stdout.lines().count(), 4);
    assert!(rounded.stderr.contains("3512260000000000000 ends in zeros"), "{}", rounded.stderr);
    let whole = sandbox.cs(&["orders", "list", &of("3512260000000000033")]).run().done();
    assert!(!whole.stderr.contains("zeros"), "{}", whole.stderr);
}

/// Two exports of the same age that contradict each other: whichever came last holds, and coming again changes nothing.
#[test]
fn the_same_files_again_change_nothing_even_where_they_contradict() {
    let sandbox = Sandbox::new();
    let of = |name: &str, status: &str| {
        let text = format!("order_id,status,total,created_at\nA1,{status},9.00,2026-11-20 10:00:00\n");
        sandbox.write(name, text)
    };
    let files = [of("a.csv", "unpaid"), of("b.csv", "paid")];
    let import = |file: &str| counts(&sandbox.ok(&["import", "--platform", "own", file]));
    let status = || Sheet::of(&sandbox.ok(&["orders", "list"])).column("status").join(" ");
    assert_eq!(import(&files[0])[..2], [1, 0]);
    assert_eq!(import(&files[1])[..2], [0, 1]);
    for file in files.iter().chain(&files) {
        assert_eq!(import(file)[..3], [0, 0, 1], "{file}");
        assert_eq!(status(), "paid");
    }
    // What is said of the file counts: with another time it is another export.
    let run = sandbox.ok(&["import", "--platform", "own", "--exported-at", "2026-11-21T08:00", &files[0]]);
    assert_eq!(counts(&run)[..2], [0, 1]);
    assert_eq!(status(), "unpaid");
    assert!(sandbox.ok(&["doctor"]).contains("sound"));
}

#[test]
fn a_platform_may_be_called_by_its_name() {
    let sandbox = Sandbox::new();
    let first = sandbox.cs(&["import", "--platform", "淘宝", &sandbox.fixture(MORNING)]).zh().run().done();
    assert!(first.stdout.contains(",taobao,orders,69"), "{}", first.stdout);
    assert!(first.stderr.contains("新建了数据库：[sandbox]/data/cs/cs.db"), "{}", first.stderr);
    let again = sandbox.cs(&["import", "--platform", "淘宝", &sandbox.fixture(MORNING)]).zh().run().done();
    assert!(!again.stderr.contains("新建了数据库"), "{}", again.stderr);
    let of = |platform: &str| Sheet::of(&sandbox.ok(&["orders", "list", "--platform", platform])).len();
    assert_eq!((of("taobao"), of("天猫"), of("淘宝/天猫")), (69, 69, 69));
    let table = sandbox.cs(&["import", &sandbox.fixture(MORNING), "-F", "table"]).zh().env("COLUMNS", "140");
    let table = table.run().done().stdout;
    for word in ["淘宝/天猫", "订单", "文件名", "\nExportOrderList202611210900.csv"] {
        assert!(table.contains(word), "{word}: {table}");
    }
}

/// What was read in the wrong encoding is mended by naming the right one.
#[test]
fn the_same_file_in_another_encoding_is_read_again() {
    let sandbox = Sandbox::new();
    let mut bytes = b"order_id,status,total,customer\nA1,unpaid,9.00,".to_vec();
    bytes.extend([0xa4, 0xa4, b'\n']);
    let file = sandbox.write("orders.csv", bytes);
    let import =
        |encoding| counts(&sandbox.ok(&["import", "--platform", "own", "--encoding", encoding, &file]));
    let buyer = || Sheet::of(&sandbox.ok(&["orders", "list"])).column("buyer").join(" ");
    assert_eq!(import("gb18030")[..2], [1, 0]);
    assert_eq!(buyer(), "い");
    assert_eq!(import("big5")[..2], [0, 1]);
    assert_eq!(buyer(), "中");
}
