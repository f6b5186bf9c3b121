//! 10,000 numbers of orders, waybills and goods, dates and amounts, of which none is altered.

use crate::sandbox::{Sandbox, Sheet};
use std::fmt::Write;

/// splitmix64: the same numbers on every machine.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    fn digits(&mut self, n: usize) -> String {
        (0..n)
            .map(|at| {
                char::from(
                    b'0' + u8::try_from(if at == 0 { 1 + self.below(9) } else { self.below(10) })
                        .expect("a digit"),
                )
            })
            .collect()
    }

    fn order(&mut self, at: u64) -> String {
        // Its place in the middle keeps each apart; 15 to 19 digits.
        let n = 7 + usize::try_from(self.below(5)).expect("small");
        format!("{}{at:04}{}", self.digits(n), self.digits(4))
    }

    fn waybill(&mut self) -> String {
        let plain = 12 + usize::try_from(self.below(4)).expect("small");
        match self.below(6) {
            0 => format!("SF{}", self.digits(13)),
            1 => format!("YT{}", self.digits(13)),
            2 => format!("JDVA{}", self.digits(11)),
            3 => format!("JT{}", self.digits(13)),
            // Begins as a mobile does.
            4 => format!("138{}", self.digits(plain - 3)),
            _ => self.digits(plain),
        }
    }

    fn sku(&mut self) -> String {
        match self.below(4) {
            0 => format!("CUP-{}-{}", self.digits(3), self.digits(4)),
            1 => format!("69{}", self.digits(11)),
            2 => format!("BOX{}X{}", self.digits(5), self.digits(2)),
            _ => format!("{}-{}-{}", self.digits(2), self.digits(2), self.digits(3)),
        }
    }
}

struct Row {
    order: String,
    waybill: String,
    items: String,
    paid: String,
    created: String,
    note: String,
    reply: String,
}

fn rows() -> Vec<Row> {
    let mut n = Numbers(20_261_130);
    (0..2_000)
        .map(|at| {
            let order = n.order(at);
            let waybill = n.waybill();
            let sku = n.sku();
            let paid = format!("{}.{:02}", 1 + n.below(99_999), n.below(100));
            let (day, hour, minute) = (1 + n.below(20), n.below(24), n.below(60));
            let created = format!("2026-11-{day:02} {hour:02}:{minute:02}:00");
            let note = match n.below(5) {
                0 => format!("补单 订单{}", n.order(at)),
                1 => format!("运单号{waybill} 已揽收"),
                2 => format!("退差价{paid}元"),
                3 => format!("{created}前发"),
                _ => format!("跟订单号 {} 一起发，运单{}", n.order(at), n.waybill()),
            };
            let reply = format!("货号{} {}x{}", n.sku(), paid, 1 + n.below(9));
            Row { order, waybill, items: format!("样例杯 {sku}"), paid, created, note, reply }
        })
        .collect()
}

#[track_caller]
pub(super) fn none_is_altered() {
    let rows = rows();
    let mut file =
        "platform,order_no,status,buyer,items,quantity,payable,paid,created_at,paid_at,tracking_no,seller_note,buyer_note\n"
            .to_owned();
    for r in &rows {
        let _ = writeln!(
            file,
            "taobao,{},paid,tb_sample,{},1,{},{},{},{},{},{},{}",
            r.order, r.items, r.paid, r.paid, r.created, r.created, r.waybill, r.note, r.reply
        );
    }
    let sandbox = Sandbox::new();
    let file = sandbox.write("orders.csv", file);
    let masked = Sheet::of(&sandbox.ok(&["orders", "list", &file, "-F", "csv"]));
    assert_eq!(masked.len(), rows.len());
    let mut altered = Vec::new();
    for r in &rows {
        let day = r.created.replace(' ', "T") + "+08:00";
        for (column, text) in [
            ("tracking_no", &r.waybill),
            ("items", &r.items),
            ("paid", &r.paid),
            ("created_at", &day),
            ("seller_note", &r.note),
            ("buyer_note", &r.reply),
        ] {
            // The row itself is found by its number, so that one is true too.
            let cell = masked.cell("order_no", &r.order, column);
            if cell != text {
                altered.push(format!("{column}: {text} became {cell}"));
            }
        }
    }
    assert!(altered.is_empty(), "{} altered:\n{}", altered.len(), altered.join("\n"));
}
