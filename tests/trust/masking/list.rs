//! The two lists, and the files made of them: one row for each line, read by the three list commands.

use crate::sandbox::Sandbox;
use std::fmt::Write;

/// One line of a list. `secret` is empty in the list of what is kept.
pub(super) struct Line {
    /// In the file, from 1.
    pub(super) number: usize,
    pub(super) group: &'static str,
    /// `orders`, `refunds` or `reviews`.
    pub(super) verb: &'static str,
    /// As the list command calls it.
    pub(super) column: &'static str,
    pub(super) text: String,
    pub(super) secrets: Vec<String>,
    /// The exact cell of CSV, where it is obvious.
    pub(super) shown: Option<String>,
}

pub(super) fn hidden() -> Vec<Line> {
    rows(include_str!("hidden.tsv"))
        .map(|(number, cells)| {
            let [group, place, text, secret, shown, _why] = cells[..] else {
                panic!("line {number}: {cells:?}")
            };
            let (verb, column) = place.split_once('.').expect("verb.column");
            Line {
                number,
                group,
                verb,
                column,
                text: decoded(text),
                secrets: secret.split('|').map(decoded).collect(),
                shown: (!shown.is_empty()).then(|| decoded(shown)),
            }
        })
        .collect()
}

pub(super) fn kept() -> Vec<Line> {
    rows(include_str!("kept.tsv"))
        .map(|(number, cells)| {
            let [place, text, _why] = cells[..] else { panic!("line {number}: {cells:?}") };
            let (verb, column) = place.split_once('.').expect("verb.column");
            let text = decoded(text);
            let shown = Some(text.clone());
            Line { number, group: "kept", verb, column, text, secrets: Vec::new(), shown }
        })
        .collect()
}

fn rows(list: &'static str) -> impl Iterator<Item = (usize, Vec<&'static str>)> {
    list.lines().enumerate().skip(1).map(|(at, line)| (at + 1, line.split('\t').collect()))
}

/// `\u{200E}` is that sign, `\\` a backslash.
fn decoded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        rest = if let Some(after) = after.strip_prefix('\\') {
            out.push('\\');
            after
        } else {
            let (hex, after) = after.strip_prefix("u{").and_then(|a| a.split_once('}')).expect("an escape");
            out.push(u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).expect("a sign"));
            after
        };
    }
    out + rest
}

/// The column that names a row in the answer.
pub(super) fn key(verb: &str) -> &'static str {
    match verb {
        "orders" => "order_no",
        "refunds" => "refund_no",
        _ => "review_id",
    }
}

/// The number of a row: the line of the list is in it.
pub(super) fn id(line: &Line) -> String {
    format!("86001{:06}7", line.number)
}

/// The headings of a file, the key of the column in the answer, and what stands there by default.
fn head(verb: &str) -> &'static [(&'static str, &'static str, &'static str)] {
    match verb {
        "orders" => &[
            ("platform", "", "taobao"),
            ("order_no", "order_no", ""),
            ("status", "", "paid"),
            ("buyer", "buyer", "tb_sample"),
            ("receiver", "receiver", ""),
            ("phone", "phone", ""),
            ("address", "address", ""),
            ("items", "items", "样例"),
            ("quantity", "", "1"),
            ("payable", "", "59.00"),
            ("paid", "", "59.00"),
            ("created_at", "", "2026-11-20 09:00:00"),
            ("paid_at", "", "2026-11-20 09:01:00"),
            ("carrier", "", ""),
            ("tracking_no", "tracking_no", ""),
            ("seller_note", "seller_note", ""),
            ("buyer_note", "buyer_note", ""),
        ],
        "refunds" => &[
            ("订单编号", "order_no", "8001000000000000010"),
            ("退款编号", "refund_no", ""),
            ("买家会员名称", "buyer", "tb_sample"),
            ("宝贝标题", "product", "样例"),
            ("买家退款金额", "", "59.00"),
            ("售后类型", "", "仅退款"),
            ("退款的申请时间", "", "2026-11-20 20:00:00"),
            ("超时时间", "", "2026-11-21 20:00:00"),
            ("退款状态", "", "待商家处理"),
            ("买家退款原因", "reason", "不想要了"),
            ("退货物流单号", "back_tracking_no", ""),
        ],
        _ => &[
            ("review_id", "review_id", ""),
            ("platform", "", "taobao"),
            ("order_no", "order_no", "8001000000000000010"),
            ("product", "product", "样例"),
            ("sku", "sku", "白色"),
            ("buyer", "buyer", "tb_sample"),
            ("rating", "", "5"),
            ("content", "content", "好"),
            ("append_content", "append_content", ""),
            ("reply", "reply", ""),
            ("created_at", "", "2026-11-20 12:00:00"),
        ],
    }
}

/// An export with one row for each line.
pub(super) fn export(sandbox: &Sandbox, verb: &str, lines: &[&Line]) -> String {
    let mut file = head(verb).iter().map(|h| h.0).collect::<Vec<_>>().join(",") + "\n";
    for line in lines {
        for (at, &(_, column, default)) in head(verb).iter().enumerate() {
            // Each refund has an order of its own, unless the line is about its number.
            let text = match column {
                c if c == line.column => line.text.clone(),
                c if c == key(verb) => id(line),
                "order_no" => format!("{default}{:06}", line.number)[6..].to_owned(),
                _ => default.to_owned(),
            };
            let _ = write!(file, "{}\"{}\"", if at > 0 { "," } else { "" }, text.replace('"', "\"\""));
        }
        file.push('\n');
    }
    sandbox.write(&format!("{verb}.csv"), file)
}
