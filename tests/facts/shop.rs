//! A shop's exports, asked as files and as a database.

use super::sandbox::{Output, Sandbox, Sheet};

/// 2026-11-21T00:00:00+08:00 in Unix seconds.
const MIDNIGHT: u64 = 1_795_190_400;

/// 2026-11-21 at so many hours, which may be negative: when a file was last written.
pub(crate) fn at(hours: i64) -> u64 {
    MIDNIGHT.checked_add_signed(hours * 3600).unwrap()
}

const ORDERS: &str = "platform,shop,order_no,status,buyer,items,quantity,payable,paid,refunded,created_at,paid_at,shipped_at,completed_at,tracking_no\n";
const ITEMS: &str = "主订单编号,子订单编号,商品标题,商品价格,购买数量,商家编码,商品属性,订单状态,退款状态,买家应付货款,买家实付金额,订单创建时间\n";
const REFUNDS: &str = "订单编号,退款编号,买家会员名称,买家退款金额,售后类型,退款的申请时间,超时时间,退款状态,货物状态,买家退款原因,退款完结时间\n";
const PARCELS: &str = "platform,shop,tracking_no,carrier,order_no,status,shipped_at,picked_at,last_track_at,last_track,delivered_at\n";
const TRACKS: &str = "platform,shop,tracking_no,carrier,order_no,time,status,location,event\n";

pub(crate) struct Shop {
    sandbox: Sandbox,
    files: Vec<String>,
    now: &'static str,
}

impl Shop {
    /// Asked at this moment.
    pub(crate) fn at(now: &'static str) -> Shop {
        Shop { sandbox: Sandbox::new(), files: Vec::new(), now }
    }

    /// An export of orders, written at so many hours of the day; what its name tells goes before.
    pub(crate) fn orders(self, name: &str, hours: i64, rows: &[&str]) -> Shop {
        self.file(name, hours, ORDERS, rows)
    }

    pub(crate) fn items(self, name: &str, hours: i64, rows: &[&str]) -> Shop {
        self.file(name, hours, ITEMS, rows)
    }

    pub(crate) fn refunds(self, name: &str, hours: i64, rows: &[&str]) -> Shop {
        self.file(name, hours, REFUNDS, rows)
    }

    pub(crate) fn parcels(self, name: &str, hours: i64, rows: &[&str]) -> Shop {
        self.file(name, hours, PARCELS, rows)
    }

    pub(crate) fn tracks(self, name: &str, hours: i64, rows: &[&str]) -> Shop {
        self.file(name, hours, TRACKS, rows)
    }

    pub(crate) fn file(mut self, name: &str, hours: i64, header: &str, rows: &[&str]) -> Shop {
        let name = self.sandbox.write(name, format!("{header}{}\n", rows.join("\n")));
        self.sandbox.written(&name, at(hours));
        self.files.push(name);
        self
    }

    /// What the command answers over the files, and over the database after each was imported.
    pub(crate) fn both(&self, command: &str) -> [(&'static str, Output); 2] {
        let words: Vec<&str> = command.split_whitespace().collect();
        let files: Vec<&str> = self.files.iter().map(String::as_str).collect();
        let over_files = self.sandbox.cs(&[&words[..], &files[..]].concat()).now(self.now).run();
        if !self.sandbox.database().exists() {
            for file in &files {
                self.sandbox.cs(&["import", file]).now(self.now).run().done();
            }
        }
        [("files", over_files), ("database", self.sandbox.cs(&words).now(self.now).run())]
    }

    /// The same, as sheets.
    pub(crate) fn sheets(&self, command: &str) -> [(&'static str, Sheet); 2] {
        self.both(command).map(|(from, output)| (from, Sheet::of(&output.done().stdout)))
    }

    /// The rules that name an order, sorted.
    pub(crate) fn rules_of(&self, order_no: &str) -> [(&'static str, Vec<String>); 2] {
        self.sheets("orders check-abnormal --severity P3").map(|(from, sheet)| {
            let orders = sheet.column("order_no");
            let rules = sheet.column("rule").into_iter().zip(orders);
            let mut rules: Vec<String> =
                rules.filter(|(_, no)| *no == order_no).map(|(rule, _)| rule.to_owned()).collect();
            rules.sort();
            (from, rules)
        })
    }

    /// These rules name the order, and of `never` none does.
    #[track_caller]
    pub(crate) fn says(&self, order_no: &str, named: &[&str], never: &[&str]) {
        for (from, rules) in self.rules_of(order_no) {
            for rule in named {
                assert!(rules.iter().any(|r| r == rule), "{from}: {rule} is missing in {rules:?}");
            }
            for rule in never {
                assert!(!rules.iter().any(|r| r == rule), "{from}: {rule} should not be in {rules:?}");
            }
        }
    }

    /// The value and status of a metric for all shops, of the day before.
    #[track_caller]
    pub(crate) fn figure(&self, metric: &str, value: &str, status: &str) {
        for (from, sheet) in self.sheets("report daily") {
            let metrics = sheet.column("metric").into_iter().zip(sheet.column("shop"));
            let at = metrics.into_iter().position(|row| row == (metric, "")).expect(metric);
            let told = (sheet.column("value")[at], sheet.column("status")[at]);
            assert_eq!(told, (value, status), "{from}: {metric}");
        }
    }

    /// One cell of the row of `key`, the same over files and database.
    #[track_caller]
    pub(crate) fn cell(&self, command: &str, key: (&str, &str), column: &str, value: &str) {
        for (from, sheet) in self.sheets(command) {
            assert_eq!(sheet.cell(key.0, key.1, column), value, "{from}: {column}");
        }
    }

    /// What stands on standard error holds this, over files and database.
    #[track_caller]
    pub(crate) fn tells(&self, command: &str, words: &str) {
        for (from, output) in self.both(command) {
            assert!(output.stderr.contains(words), "{from}: {words:?} is missing in:\n{}", output.stderr);
        }
    }
}
