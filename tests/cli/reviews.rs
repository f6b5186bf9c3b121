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
