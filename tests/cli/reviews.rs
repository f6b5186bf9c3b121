//! `cs reviews`: stars, texts, follow-ups; the same over files and database.

use crate::sandbox::{Sandbox, Sheet};

const CONTRACT: &str = "platform,shop,review_id,order_no,buyer,product,rating,verdict,score,topics,content,append_content,created_at,append_at,has_media,replied_at,reply_due_at,can_change,attempts,last_contact_at,assignee,case_no";
const FILE: &str = "taobao/reviews.csv";

#[test]
fn the_columns_are_the_contract() {
    let sandbox = Sandbox::new();
    let out = sandbox.ok(&["reviews", "negative", &sandbox.fixture(FILE)]);
    assert_eq!(out.lines().next(), Some(CONTRACT));
    assert_eq!(sandbox.ok(&["reviews", "negative", "--columns"]).trim().replace('\n', ","), CONTRACT);
}

#[test]
fn bad_reviews_by_stars_and_by_text() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(FILE);
    insta::assert_snapshot!(sandbox.ok(&["reviews", "negative", &file]));
    insta::assert_snapshot!(sandbox.ok(&[
        "reviews",
        "list",
        &file,
        "--columns",
        "buyer,rating,verdict,score,topics,words"
    ]));
    insta::assert_snapshot!(sandbox.ok(&["reviews", "stats", &file]));
}

#[test]
fn phones_inside_a_review_are_masked() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(FILE);
    assert!(!sandbox.ok(&["reviews", "negative", &file]).contains("13800001111"));
    assert!(sandbox.ok(&["reviews", "negative", &file, "--reveal"]).contains("13800001111"));
}

#[test]
fn file_and_database_give_the_same_rows() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(FILE);
    for verb in ["negative", "list", "stats"] {
        let from_file = sandbox.ok(&["reviews", verb, &file]);
        sandbox.ok(&["import", &file]);
        assert_eq!(sandbox.ok(&["reviews", verb]), from_file, "{verb}");
        // A file twice is a file once.
        assert_eq!(sandbox.ok(&["reviews", verb, &file, &file]), from_file, "{verb}");
    }
    let again = Sheet::of(&sandbox.ok(&["import", &file]));
    assert_eq!((again.column("new"), again.column("unchanged")), (vec!["0"], vec!["9"]));
    sandbox.ok(&["doctor"]);
    let info = Sheet::of(&sandbox.ok(&["db", "info"]));
    assert_eq!(info.cell("key", "reviews", "value"), "9");
}

#[test]
fn a_later_export_brings_the_follow_up() {
    let sandbox = Sandbox::new();
    let head = "review_id,order_no,buyer,rating,content,append_content,reply,created_at\n";
    let first = sandbox.write("a.csv", format!("{head}R1,100,tb_one,5,很好，很满意,,,2026-11-01 10:00\n"));
    let then = sandbox.write(
        "b.csv",
        format!("{head}R1,100,tb_one,,,用了两天就坏了，客服不理人，太差了,,2026-11-01 10:00\n"),
    );
    let platform = ["--platform", "taobao", "--shop", "样例小铺"];
    sandbox.ok(&[&["import", "--exported-at", "2026-11-02"][..], &platform, &[&first]].concat());
    assert_eq!(Sheet::of(&sandbox.ok(&["reviews", "negative"])).len(), 0);
    sandbox.ok(&[&["import", "--exported-at", "2026-11-03"][..], &platform, &[&then]].concat());
    let sheet = Sheet::of(&sandbox.ok(&["reviews", "negative"]));
    assert_eq!(sheet.column("verdict"), ["suspected"]);
    assert_eq!((sheet.column("rating"), sheet.column("content")), (vec!["5"], vec!["很好，很满意"]));
}

#[test]
fn the_threshold_is_the_users() {
    let sandbox = Sandbox::new();
    let file = sandbox
        .write("r.csv", "shop,text\n甲,味道一般，送得有点慢\n甲,很好吃，下次再来\n甲,垃圾，上当了，太差了\n");
    // A single column is a table too.
    let alone = sandbox.write("one.csv", "评论\n很好吃，下次再来\n垃圾，上当了，太差了\n");
    assert_eq!(Sheet::of(&sandbox.ok(&["reviews", "negative", &alone])).len(), 1);
    let count =
        |more: &[&str]| Sheet::of(&sandbox.ok(&[&["reviews", "negative", &file], more].concat())).len();
    assert_eq!(count(&["--threshold", "0"]), 3);
    assert_eq!(count(&["--threshold", "50"]), 2);
    assert_eq!(count(&["--threshold", "100"]), 0);
    sandbox.cs(&["reviews", "negative", &file, "--threshold", "101"]).run().ends_with(2);
}

#[test]
fn stars_are_never_guessed() {
    let sandbox = Sandbox::new();
    let words = sandbox.write("w.csv", "评价,评价结果\n还行,好评\n还行,中评\n还行,差评\n");
    let sheet = Sheet::of(&sandbox.ok(&["reviews", "negative", &words]));
    assert_eq!(sheet.column("verdict"), ["negative", "neutral"]);
    // What 0 and 1 mean in a column of labels, nobody knows.
    let labels = sandbox.write("l.csv", "label,review\n1,很好吃\n0,很好吃\n");
    let sheet = Sheet::of(&sandbox.ok(&["reviews", "list", &labels]));
    assert_eq!(sheet.column("rating"), ["", ""]);
    let score = sandbox.write("s.csv", "content,score\n很好,85\n");
    let refused = sandbox.cs(&["reviews", "list", &score]).run().ends_with(3);
    assert!(refused.stderr.contains("s.csv:2: score: `85` is neither"), "{}", refused.stderr);
}

#[test]
fn orders_take_no_notice_of_reviews() {
    let sandbox = Sandbox::new();
    let (orders, reviews) = (sandbox.fixture("taobao/orders_v2.csv"), sandbox.fixture(FILE));
    assert_eq!(sandbox.ok(&["orders", "list", &orders, &reviews]), sandbox.ok(&["orders", "list", &orders]));
    assert_eq!(Sheet::of(&sandbox.ok(&["reviews", "negative", &orders])).len(), 0);
    sandbox.ok(&["import", &orders, "--shop", "甲"]);
    let age = || sandbox.cs(&["refunds", "list"]).run().done().stderr;
    let before = age();
    sandbox.ok(&["import", &reviews]);
    assert_eq!(age(), before, "how new reviews are says nothing of orders");
}

#[test]
fn reviews_find_their_shop() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(FILE);
    sandbox.ok(&["import", &file]);
    let again = Sheet::of(&sandbox.ok(&["import", &file, "--shop", "样例小铺"]));
    assert_eq!((again.column("new"), again.column("changed")), (vec!["0"], vec!["9"]));
    // An order brings its review along, whichever came first.
    let review = sandbox
        .write("r.csv", "order_no,buyer,content,rating,platform\n3512260000000000041,tb_x,很差,1,taobao\n");
    sandbox.ok(&["import", &review]);
    sandbox.ok(&["import", &sandbox.fixture(crate::sandbox::MORNING)]);
    let list = Sheet::of(&sandbox.ok(&["reviews", "list"]));
    assert_eq!(list.len(), 10);
    assert!(list.column("shop").iter().all(|shop| *shop == "样例小铺"));
    sandbox.ok(&["doctor"]);
}

/// The follow-up is why some are listed, and people read their own language.
#[test]
fn a_table_shows_the_follow_up_and_topics_in_words() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(FILE);
    let table = |more: &[&str]| {
        let args = [&["reviews", "negative", &file, "-F", "table"], more].concat();
        sandbox.cs(&args).zh().run().done()
    };
    insta::assert_snapshot!("negative_table_zh", table(&[]).whole());
    let cut = table(&["--limit", "2"]);
    assert!(cut.stderr.contains("2 / 5"), "{}", cut.stderr);
    let en = sandbox.cs(&["reviews", "negative", &file, "--limit", "2"]).run().done();
    assert!(en.stderr.contains("2 of 5 rows"), "{}", en.stderr);
    assert_eq!(Sheet::of(&en.stdout).column("topics")[1], "quality service", "keys are for programs");
    let stats = sandbox.cs(&["reviews", "stats", &file, "-F", "table"]).zh().run().done().stdout;
    assert!(stats.contains("质量") && stats.contains("全部") && !stats.contains("quality"), "{stats}");
}

const HEAD: &str = "review_id,order_no,buyer,rating,content,created_at\n";
const ROWS: &str = "R1,3512260000000009001,tb_one,1,很差,2026-11-20 10:00\nR2,3512260000000009001,tb_one,2,色差大,2026-11-20 10:05\n\
                    R3,,tb_two,1,坏的,2026-11-20 11:00\n";

/// A sandbox with three bad reviews, two of them of one order.
fn bad_reviews() -> Sandbox {
    let sandbox = Sandbox::new();
    let file = sandbox.write("r.csv", format!("{HEAD}{ROWS}"));
    sandbox.ok(&["import", &file, "--platform", "taobao", "--shop", "样例小铺"]);
    sandbox
}

fn negative(sandbox: &Sandbox) -> Sheet {
    Sheet::of(&sandbox.ok(&["reviews", "negative"]))
}

#[test]
fn one_chat_and_one_call_after_a_bad_review() {
    let sandbox = bad_reviews();
    sandbox.ok(&["cases", "add", "3512260000000009001", "退一半", "--owner", "小李"]);
    assert_eq!(negative(&sandbox).column("attempts"), ["", "", ""]);
    let followup = |args: &[&str]| sandbox.cs(&[&["reviews", "followup"], args].concat()).run();
    followup(&["R1", "--via", "chat", "--result", "settled", "-n"]).done();
    followup(&["R1", "--via", "chat", "--result", "no-answer", "--at", "08:30"]).done();
    let sheet = negative(&sandbox);
    assert_eq!(sheet.cell("review_id", "R1", "last_contact_at"), "2026-11-21T08:30:00+08:00");
    for id in ["R1", "R2"] {
        assert_eq!(sheet.cell("review_id", id, "attempts"), "1", "{id}: the buyer of one order is one buyer");
        assert_eq!(sheet.cell("review_id", id, "assignee"), "小李");
        assert_eq!(sheet.cell("review_id", id, "case_no"), "C-0001");
    }
    assert_eq!(sheet.cell("review_id", "R3", "attempts"), "");
    assert_eq!(sheet.cell("review_id", "R3", "case_no"), "");
    let again = followup(&["R3", "R2", "--via", "chat"]).ends_with(3);
    insta::assert_snapshot!("followup_again", again.stderr);
    assert_eq!(negative(&sandbox).cell("review_id", "R3", "attempts"), "", "nothing of it is recorded");
    followup(&["R2", "--via", "phone"]).done();
    assert_eq!(negative(&sandbox).cell("review_id", "R1", "attempts"), "2");
    let third = sandbox.cs(&["reviews", "followup", "R1", "--via", "phone"]).zh().run().ends_with(3);
    insta::assert_snapshot!("followup_third_zh", third.stderr);
    // A file knows nothing of the team's work.
    let over_file = Sheet::of(&sandbox.ok(&["reviews", "negative", "r.csv"]));
    assert!(over_file.column("attempts").iter().chain(&over_file.column("case_no")).all(|c| c.is_empty()));
    sandbox.ok(&["doctor"]);
}

#[test]
fn followups_are_named_in_many_ways_and_taken_back() {
    let sandbox = bad_reviews();
    let run = |args: &[&str]| sandbox.cs(&[&["reviews", "followup"], args].concat());
    let names = sandbox.ok(&["reviews", "negative", "-F", "name"]);
    let both = run(&["-", "--via", "chat"]).stdin(names).run().ends_with(3);
    assert!(both.stderr.contains("R2: had a chat already") || both.stderr.contains("R1: had a chat already"));
    let csv = sandbox.ok(&["reviews", "negative", "--columns", "review_id,order_no"]);
    let file = sandbox
        .write("list.csv", csv.lines().filter(|l| !l.starts_with("R2")).collect::<Vec<_>>().join("\n"));
    let told = run(&["--from", &file, "--via", "chat"]).run().done().stderr;
    assert!(
        told.contains("review R1 of tb_one: chat recorded") && told.contains("review R3 of tb_two: chat"),
        "{told}"
    );
    assert!(sandbox.ok(&["audit"]).contains("review chat R1"));
    let undone = sandbox.cs(&["undo"]).run().done();
    assert!(undone.stderr.contains("R1") || undone.stdout.contains("R1"), "{}", undone.whole());
    assert!(negative(&sandbox).column("attempts").iter().all(|n| n.is_empty()));
    run(&["R3", "--via", "chat", "--result", "refused"]).run().done();
    let no = run(&["R3", "--via", "phone"]).run().ends_with(3).stderr;
    assert!(no.contains("the buyer refused at"), "{no}");
    let several = run(&["3512260000000009001", "--via", "phone"]).run().ends_with(3).stderr;
    assert!(several.contains("R1, R2"), "{several}");
    assert!(run(&["R9", "--via", "phone"]).run().ends_with(3).stderr.contains("no review R9"));
    let early = run(&["R1", "--via", "phone", "--at", "2026-11-20T09:00"]).run().ends_with(3).stderr;
    assert!(early.contains("was not written before"), "{early}");
    Sandbox::new().cs(&["reviews", "followup", "R1", "--via", "chat"]).run().ends_with(4);
}

/// A review that finds its shop takes along what was done about it.
#[test]
fn followups_move_with_their_review() {
    let sandbox = Sandbox::new();
    let file = sandbox.write("r.csv", format!("{HEAD}{ROWS}"));
    sandbox.ok(&["import", &file, "--platform", "taobao"]);
    sandbox.ok(&["reviews", "followup", "R1", "--via", "chat"]);
    sandbox.ok(&["reviews", "followup", "R3", "--via", "chat"]);
    sandbox.ok(&["import", &file, "--platform", "taobao", "--shop", "样例小铺"]);
    assert_eq!(negative(&sandbox).column("shop"), ["样例小铺"; 3]);
    assert_eq!(negative(&sandbox).column("attempts"), ["1", "1", "1"]);
    sandbox.ok(&["doctor"]);
}

/// A good review of long ago that was added to yesterday is yesterday's trouble.
#[test]
fn a_follow_up_counts_by_its_own_time() {
    let sandbox = Sandbox::new();
    let head = "review_id,buyer,rating,content,append_content,created_at,append_at\n";
    let rows = "R1,tb_one,5,很好，很满意,用了两天就坏了，客服不理人，太差了,2026-11-01 10:00,2026-11-20 10:00\n\
                R2,tb_two,1,很差,,2026-11-01 10:00,\n";
    let file = sandbox.write("r.csv", format!("{head}{rows}"));
    let ids = |more: &[&str]| {
        let args = [&["reviews", "negative", &file, "--platform", "taobao"], more].concat();
        Sheet::of(&sandbox.ok(&args)).column("review_id").join(" ")
    };
    assert_eq!(ids(&["--since", "2026-11-20"]), "R1");
    assert_eq!(ids(&["--date", "2026-11-01"]), "R2 R1");
    assert_eq!(ids(&["--since", "2026-11-02", "--until", "2026-11-19"]), "");
    let stats = Sheet::of(&sandbox.ok(&["reviews", "stats", &file, "--since", "2026-11-20"]));
    assert_eq!(stats.len(), 0, "a review is counted once, when it was written");
}

#[test]
fn a_platform_that_a_file_does_not_have_is_told() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(FILE);
    let told = sandbox.cs(&["reviews", "negative", &file, "--platform", "jd"]).run().done();
    assert_eq!(Sheet::of(&told.stdout).len(), 0);
    assert!(told.stderr.contains("there are no data of the platform `jd`"), "{}", told.stderr);
    let both = sandbox.cs(&["reviews", "negative", &file, &file, "--platform", "jd"]).run().done();
    assert_eq!(Sheet::of(&both.stdout).len(), 0, "two files are not renamed");
}
