//! Files in shapes that nobody has sent yet: other spellings of headings, titles like notes, two tables in one file.

use crate::sandbox::{Sandbox, Sheet};

fn list(sandbox: &Sandbox, file: &str) -> Sheet {
    Sheet::of(&sandbox.ok(&["orders", "list", "--sort", "order_no", file]))
}

#[test]
fn a_title_that_begins_like_a_note_loses_no_row() {
    let sandbox = Sandbox::new();
    let titles = [
        "共24色彩笔",
        "#爆款# 手机壳",
        "说明书打印",
        "合计收纳架",
        "总计时器",
        "注：勿拍",
        "---清仓---杯",
        "仅支持在页面查看的券",
    ];
    let mut text = "商品,订单号,订单状态,用户实付金额(元),商品数量(件),支付时间\n".to_owned();
    for (n, title) in titles.iter().enumerate() {
        text.push_str(&format!("{title},260301-00000000000000{n},待发货,10.00,1,2026-03-01 10:00:00\n"));
    }
    text.push_str("合计,,,80.00,8,\n合计：8笔,,,80.00,,\n#共8笔记录,,,,,\n----------\n");
    let sheet = list(&sandbox, &sandbox.write("orders.csv", text));
    let listed: Vec<&str> = sheet.column("items").iter().map(|t| t.trim_start_matches('\'')).collect();
    assert_eq!(listed, titles);
    assert_eq!(sheet.column("paid"), ["10.00"; 8]);
}

#[test]
fn headings_with_a_star_or_a_unit_are_the_same_headings() {
    let sandbox = Sandbox::new();
    let file = sandbox.write(
        "jd.csv",
        "*订单号,*商品名称,*订购数量,下单时间,订单状态,应付金额（元）,付款确认时间\n\
         110000000101,杯,1,2026-03-01 10:00:00,完成,59.00,2026-03-01 10:01:00\n",
    );
    let sheet = list(&sandbox, &file);
    assert_eq!((sheet.column("payable"), sheet.column("paid")), (vec!["59.00"], vec!["59.00"]));
    // Where both spellings stand in the file, each keeps its own column.
    let file = sandbox.write(
        "both.csv",
        "订单号,商品名称,订购数量,下单时间,订单状态,应付金额(元),应付金额\n\
         110000000101,杯,1,2026-03-01 10:00:00,完成,1.00,59.00\n",
    );
    assert_eq!(list(&sandbox, &file).column("payable"), ["59.00"]);
    // The unit that a layout has may be missing.
    let file = sandbox.write(
        "pdd.csv",
        "商品,订单号,订单状态,用户实付金额,商品总价(¥),商品数量(件),支付时间\n\
         杯,260301-000000000000001,待发货,10.00,12.00,1,2026-03-01 10:00:00\n",
    );
    assert_eq!(list(&sandbox, &file).column("payable"), ["10.00"]);
}

#[test]
fn two_tables_in_one_file_are_refused_wherever_the_second_begins() {
    let sandbox = Sandbox::new();
    let head = "order_id,status,buyer,total,created_at";
    let other = "status,order_id,total,buyer,created_at,paid_at,carrier,tracking_no";
    for rows in [3, 60] {
        let mut text = format!("{head}\n");
        for n in 0..rows {
            text.push_str(&format!("A-{n},paid,ann,5.00,2026-03-01\n"));
        }
        // A header again, as it stands above, begins no other table.
        text.push_str(&format!("{head}\nB-1,paid,ann,5.00,2026-03-01\n"));
        let whole = sandbox.write("one.csv", &text);
        assert_eq!(list(&sandbox, &whole).len(), rows + 1);
        text.push_str(&format!("{other}\npaid,C-1,7.00,bob,2026-03-02,,,\n"));
        let file = sandbox.write("two.csv", text);
        for flags in [&["orders", "list", &file][..], &["orders", "list", "--keep-going", &file]] {
            let run = sandbox.cs(flags).run();
            assert_eq!(run.code, 3, "{}", run.stderr);
            for told in [format!("line {}", rows + 4), "two tables".into()] {
                assert!(run.stderr.contains(&told), "{told}: {}", run.stderr);
            }
        }
    }
    let bilingual = sandbox.write("both.csv", format!("{head}\n{other}\npaid,C-1,7.00,bob,2026-03-02,,,\n"));
    assert_eq!(list(&sandbox, &bilingual).column("payable"), ["7.00"]);
}

#[test]
fn conditions_of_a_status_see_amounts_and_dates_as_they_are_meant() {
    let sandbox = Sandbox::new();
    let head =
        "订单号,订单商品状态,商品名称,商品数量,商品实际成交金额,商品已退款金额,商品退款状态,收货人/提货人";
    for zero in ["0", "0.00", "¥0.00", "0.00元", "US $0.00"] {
        let file = sandbox
            .write("youzan.csv", format!("{head}\nE20260301000000001,交易关闭,杯,1,59.00,{zero},,张\n"));
        assert_eq!(list(&sandbox, &file).column("status"), ["closed_unpaid"], "{zero}");
    }
    let head =
        "主订单编号,子订单编号,选购商品,商品ID,订单应付金额,订单提交时间,订单状态,支付完成时间,售后状态";
    for never in ["", "1970-01-01 08:00:00", "0000-00-00 00:00:00"] {
        let row = format!(
            "6920000000000000001,6920000000000000001,杯,1,59.00,2026-03-01 10:00:00,已关闭,{never},-"
        );
        let file = sandbox.write("douyin.csv", format!("{head}\n{row}\n"));
        assert_eq!(list(&sandbox, &file).column("status"), ["closed_unpaid"], "{never}");
    }
}

#[test]
fn columns_that_slipped_show_no_phone_in_the_refusal() {
    let sandbox = Sandbox::new();
    let head = "order_id,status,quantity,total,created_at";
    for row in [
        "13812345678 ann,paid,1,5.00,2026-03-01",
        "A-1,paid,13812345678x,5.00,2026-03-01",
        "A-1,paid,1,tel 13812345678,2026-03-01",
        "A-1,paid,1,5.00,13812345678",
        "A-1,paid,1,5.00,ann 13812345678",
    ] {
        let file = sandbox.write("slipped.csv", format!("{head}\n{row}\n"));
        let run = sandbox.cs(&["orders", "list", &file]).run();
        assert_eq!(run.code, 3, "{row}");
        assert!(!run.stderr.contains("13812345678"), "{}", run.stderr);
    }
}

#[test]
fn a_bar_inside_a_character_parts_no_columns() {
    let sandbox = Sandbox::new();
    let text = "order_id|status|buyer|total|created_at|remark\nA-1|paid|東京|5.00|2026-03-01|x\nA-2|paid|東東|6.00|2026-03-01|\n";
    let file = sandbox.write("orders.txt", encoding_rs::GB18030.encode(text).0);
    assert_eq!(list(&sandbox, &file).column("payable"), ["5.00", "6.00"]);
}

#[test]
fn other_encodings_are_found_out_or_can_be_named() {
    let sandbox = Sandbox::new();
    let text = "order_id,status,buyer,total,created_at\r\nA-1,paid,José Müller,5.00,2026-03-01\r\n";
    let units: Vec<u16> = text.encode_utf16().collect();
    let western = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    for (name, bytes) in [
        ("little.csv", units.iter().flat_map(|u| u.to_le_bytes()).collect()),
        ("big.csv", units.iter().flat_map(|u| u.to_be_bytes()).collect()),
        ("western.csv", western),
    ] {
        let file = sandbox.write(name, bytes);
        let sheet = Sheet::of(&sandbox.ok(&["orders", "list", "--reveal", &file]));
        assert_eq!(
            (sheet.column("buyer"), sheet.column("payable")),
            (vec!["José Müller"], vec!["5.00"]),
            "{name}"
        );
    }
    let text = "order_id,status,buyer,total,created_at,remark\nA-1,paid,陳許功,5.00,2026-03-01,臺北\n";
    let file = sandbox.write("big5.csv", encoding_rs::BIG5.encode(text).0);
    let sheet = Sheet::of(&sandbox.ok(&["orders", "list", "--reveal", "--encoding", "big5", &file]));
    assert_eq!(sheet.column("seller_note"), ["臺北"]);
}
