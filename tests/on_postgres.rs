//! PostgreSQL beside SQLite: the tests of the store once more, on a server; and one story told to both, word for word.
#![cfg(all(test, feature = "postgres"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "../src/store/postgres/cluster.rs"]
mod cluster;
#[path = "cli/sandbox.rs"]
#[allow(dead_code)]
mod sandbox;
mod store;

use cluster::Cluster;
use sandbox::{MORNING, Output, Sandbox};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is about files was tested by `tests/store.rs` itself.
pub(crate) const OF_FILES: bool = false;

/// Where the tests of the store make their databases; `None`: in files.
pub(crate) fn server() -> Option<String> {
    static RUN: AtomicUsize = AtomicUsize::new(0);
    let cluster = Cluster::shared().ok()?;
    let run = RUN.fetch_add(1, Ordering::Relaxed) + 1;
    cluster::say(&format!("databases of tests on PostgreSQL {} so far: {run}", cluster.version));
    Some(cluster.database())
}

/// What a statement of theirs answers with, for comparing.
pub(crate) fn server_rows(address: &Path, text: &str) -> Vec<String> {
    let mut client =
        postgres::Client::connect(&address.to_string_lossy(), postgres::NoTls).expect("connected");
    let messages = client.simple_query(text).expect("rows");
    let rows = messages.iter().filter(|message| matches!(message, postgres::SimpleQueryMessage::Row(_)));
    rows.map(|row| format!("{row:?}")).collect()
}

/// Unpaid, in the first file.
const ORDER: &str = "3512260000000000042";

/// One command a line; `FILE:` is a fixture, and `!` means that it is refused.
const STORY: &str = "
! db info
import FILE:taobao/ExportOrderList202611210900.csv
import FILE:taobao/items_v2.csv FILE:taobao/refunds_v1.xlsx FILE:taobao/reviews.csv
import FILE:jd/orders_v4.csv FILE:jd/aftersales.csv --shop 京东店
import FILE:generic/parcels.csv FILE:generic/tracks.csv --platform taobao
import FILE:generic/messages.csv --platform taobao
import FILE:pdd/funds.csv
import FILE:taobao/orders_v3.csv FILE:taobao/ExportOrderList202611210900.csv
orders list
orders list --platform jd -F json
orders list --since 2026-11-20
orders show ORDER -F json --by cron
orders show 20012024000000001 --by cron
orders check-abnormal
orders check-abnormal -F json
remind unpaid
refunds list
refunds list --due -q
refunds stats
reviews list
reviews negative
reviews stats
report daily
report daily
report daily --date 2026-11-20 -F json
report daily --date 2026-11-20 --rows orders_paid
! shift open 小林
shift roster --add 小林 --number 007
log add 发货 仓库停电，上午不能发货 --by 小林
handover note 钥匙在抽屉里 --by 小林
log list
log summary
! log add 发货 不在名单 --by 别人
cases add ORDER 少发一件 --kind dispute --due +2h --by 小林
cases add 买家甲 问保修 --kind callback --due 18:00 --by 小林
cases note C-0001 已联系仓库 --by 小林
cases take C-0001 --by 小林
cases escalate C-0001 --by 小林
cases evidence add C-0001 聊天截图 --due +48h --by 小林
cases list
cases show C-0001 -F json --by 小林
undo --by 小林
undo -n --by 小林
undo --by 小林
cases close C-0002 --by 小林
cases list --closed
cases callbacks
cases stats
consult add tb_a 陶瓷杯 --concern 嫌贵 --follow-up 明天 --by 小林
consult list
remind done ORDER --by 小林
remind skip 3512260000000000041 --why 已电话联系 --by 小林
remind unpaid --all
messages add ORDER 买家说没收到 --by 小林
messages list
! reviews followup 1 --via chat --by 小林
handover show
handover new --by 小林
handover list
shift roster --add 小王 --number 008
handover ack G-0002 --by 小王
handover ack --all --by 小王
handover list
undo --by 小王
handover show H-0001
handover list
handover ack --all --by 小王
handover list
import FILE:taobao/ExportOrderList202611210900.csv --shop 新店 --move-shop --by 小林
orders list --shop 新店
remind unpaid --all
cases list
export orders
export refunds
export items
export reviews
export parcels
audit --columns at,by,command,what,login
db info
db upgrade
doctor
";

fn told(sandbox: &Sandbox, line: &str, database: Option<&str>) -> Output {
    let words: Vec<String> = line
        .split(' ')
        .map(|word| match word.strip_prefix("FILE:") {
            Some(file) => {
                let file = sandbox.fixture(file);
                // What is kept of a file that was read hangs on whether it was written just now.
                sandbox.written(&file, 1_763_690_400);
                file
            }
            None => word.replace("ORDER", ORDER),
        })
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let run = sandbox.cs(&words);
    let mut output = database.map_or_else(|| sandbox.cs(&words), |address| run.env("CS_DB", address)).run();
    // Where it lies and how long it is says every engine for itself.
    let other = |line: &&str| !["path,", "bytes,"].iter().any(|key| line.starts_with(key));
    output.stdout = output.stdout.lines().filter(other).map(|line| format!("{line}\n")).collect();
    output
}

#[test]
fn one_story_word_for_word() {
    let Some(address) = server() else { return };
    let (files, servers) = (Sandbox::new(), Sandbox::new());
    assert!(files.fixture(MORNING).ends_with(".csv"));
    let mut met = 0;
    for line in STORY.lines().filter(|line| !line.is_empty()) {
        let (line, is_refused) = line.strip_prefix("! ").map_or((line, false), |line| (line, true));
        let [file, server] = [told(&files, line, None), told(&servers, line, Some(&address))];
        let name = |text: &str| {
            text.replace(&address, "[database]").replace("[sandbox]/data/cs/cs.db", "[database]")
        };
        assert_eq!(name(&server.stderr), name(&file.stderr), "cs {line}");
        assert_eq!(server.stdout, file.stdout, "cs {line}");
        assert_eq!(server.code, file.code, "cs {line}");
        assert_eq!(file.code != 0, is_refused, "cs {line}: {}", file.stderr);
        met += 1;
    }
    cluster::say(&format!("the story: {met} commands on SQLite and on PostgreSQL, the same answers"));
}

/// What only SQLite can do is told in one sentence.
#[test]
fn what_this_engine_does_in_its_own_way() {
    let Some(address) = server() else { return };
    let sandbox = Sandbox::new();
    let cs = |args: &[&str]| sandbox.cs(args).env("CS_DB", &address).run();
    cs(&["import", &sandbox.fixture(MORNING)]).done();
    let morning = sandbox.fixture(MORNING);
    for (args, tool) in [
        (&["db", "check"][..], "pg_amcheck"),
        (&["db", "backup", "b.db"], "pg_dump"),
        (&["import", &morning, "--dry-run"], "only an SQLite database"),
    ] {
        let refused = cs(args).ends_with(2);
        assert!(refused.stderr.contains(tool), "{args:?}: {}", refused.stderr);
    }
    assert!(!sandbox.work().join("b.db").exists());
    sandbox.cs(&["import", &sandbox.fixture(MORNING), "--db", "f.db"]).run().done();
    sandbox.cs(&["db", "backup", "b.db", "--db", "f.db"]).run().done();
    let refused = cs(&["db", "restore", "b.db", "--yes"]);
    assert!(
        refused.code == 2 && refused.stderr.contains("pg_restore"),
        "{}: {}",
        refused.code,
        refused.stderr
    );
}

/// What another program did to the rows is found, as it is in a file.
#[test]
fn what_others_changed_is_found() {
    for (harm, told) in [
        ("UPDATE orders SET buyer = 'x' WHERE ord = 1", "orders: 1 of "),
        ("DELETE FROM orders WHERE ord = 1", "others deleted or added"),
    ] {
        let Some(address) = server() else { return };
        let sandbox = Sandbox::new();
        let cs = |args: &[&str]| sandbox.cs(args).env("CS_DB", &address).run();
        cs(&["import", &sandbox.fixture(MORNING)]).done();
        cs(&["doctor"]).done();
        let changed = postgres::Client::connect(&address, postgres::NoTls)
            .and_then(|mut client| client.execute(harm, &[]));
        assert_eq!(changed.unwrap(), 1);
        let found = cs(&["doctor"]).ends_with(4);
        assert!(
            found.stdout.contains(told) || found.stderr.contains(told),
            "{}{}",
            found.stdout,
            found.stderr
        );
    }
}
