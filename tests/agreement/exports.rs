//! What a shop exports: each kind at a time of its own, whole or in part, with or without some of its columns.

use crate::random::Random;
use crate::world::{HOUR, Outcome, Times, Trade};
use chrono::{DateTime, FixedOffset};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Orders,
    Items,
    Refunds,
    Parcels,
    Tracks,
    Reviews,
}

#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) kind: Kind,
    pub(crate) name: String,
    pub(crate) text: String,
    /// As of when it was exported: what its name tells.
    pub(crate) at: i64,
}

impl File {
    pub(crate) fn tells_of(&self, no: &str) -> bool {
        self.text.contains(no)
    }
}

fn clock(t: i64) -> DateTime<FixedOffset> {
    let zone = FixedOffset::east_opt(8 * 3600).unwrap();
    DateTime::from_timestamp(t, 0).unwrap().with_timezone(&zone)
}

pub(crate) fn time(t: Option<i64>) -> String {
    t.map(|t| clock(t).format("%Y-%m-%d %H:%M:%S").to_string()).unwrap_or_default()
}

pub(crate) fn money(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// The exports of a platform: orders always, perhaps twice, all else perhaps.
pub(crate) fn of(random: &mut Random, times: &Times, trades: &[Trade]) -> Vec<File> {
    let mut files = Vec::new();
    let newest = times.orders;
    let bare = random.in_a_hundred(15);
    files.push(orders(trades, newest, bare, random.in_a_hundred(15)));
    if random.in_a_hundred(35) {
        let at = newest - random.between(3, 40) * HOUR;
        files.push(orders(trades, at, random.in_a_hundred(20), random.in_a_hundred(15)));
    }
    // In part: only what waited for payment, or one shop.
    if random.in_a_hundred(25) {
        let at = newest - random.between(1, 30) * HOUR;
        let by_shop = random.in_a_hundred(50);
        let some =
            trades.iter().filter(|t| if by_shop { t.shop == "甲店" } else { t.status(at) == "unpaid" });
        files.push(orders(&some.cloned().collect::<Vec<_>>(), at, bare, false));
    }
    let taobao: Vec<Trade> = trades.iter().filter(|t| t.platform == "taobao").cloned().collect();
    type Make = fn(&[Trade], i64) -> File;
    if random.in_a_hundred(85) {
        files.push(refunds(&taobao, times.refunds));
    }
    let makes: [(i64, Make); 4] = [(35, items), (35, parcels), (35, tracks), (50, reviews)];
    for (chance, make) in makes {
        if random.in_a_hundred(chance) {
            files.push(make(&taobao, Times::near(random, newest)));
        }
    }
    files
}

fn file(kind: Kind, name: &str, at: i64, header: &str, rows: Vec<String>) -> File {
    let name = format!("{name}_{}.csv", clock(at).format("%Y%m%d%H%M%S"));
    File {
        kind,
        name,
        text: format!("{header}\n{}", rows.iter().map(|r| format!("{r}\n")).collect::<String>()),
        at,
    }
}

/// `bare`: without the column of what was paid back. `masked`: without the names of buyers.
fn orders(trades: &[Trade], at: i64, bare: bool, masked: bool) -> File {
    let by = |t: Option<i64>| t.filter(|t| *t <= at);
    let rows = trades.iter().filter(|t| t.created <= at).map(|t| {
        let paid = if by(t.paid).is_some() || t.cod && by(t.finished).is_some() { t.cents } else { 0 };
        let mut cells = vec![
            t.platform.to_owned(),
            t.shop.to_owned(),
            t.no.clone(),
            t.status(at).to_owned(),
            if t.cod { "cod" } else { "normal" }.to_owned(),
            if masked { "买**".to_owned() } else { t.buyer.clone() },
            "杯".to_owned(),
            "1".to_owned(),
            money(t.cents),
            money(paid),
            t.currency.to_owned(),
            time(Some(t.created)),
            time(by(t.paid)),
            time(by(t.shipped)),
            time(by(t.finished)),
            by(t.shipped).map(|_| t.tracking.clone()).unwrap_or_default(),
        ];
        if !bare {
            cells.push(money(t.paid_back(at)));
        }
        cells.join(",")
    });
    let header = "platform,shop,order_no,status,kind,buyer,items,quantity,payable,paid,currency,created_at,paid_at,shipped_at,completed_at,tracking_no";
    let header = if bare { header.to_owned() } else { format!("{header},refunded") };
    file(Kind::Orders, "orders", at, &header, rows.collect())
}

fn refunds(trades: &[Trade], at: i64) -> File {
    let rows = trades.iter().filter_map(|t| {
        let claim = t.claim.as_ref()?;
        let outcome = claim.at(at)?;
        let state = match outcome {
            Outcome::Open => "待商家处理",
            Outcome::Refused => "商家已拒绝",
            Outcome::Paid => "退款成功",
            Outcome::Withdrawn => "退款关闭",
        };
        let done = Some(claim.end.1).filter(|_| outcome == Outcome::Paid);
        let reason = if claim.is_difference { "差价" } else { "不想要了" };
        Some(
            [
                t.no.clone(),
                claim.no.clone(),
                t.buyer.clone(),
                money(claim.cents),
                "仅退款".to_owned(),
                time(Some(claim.applied)),
                String::new(),
                state.to_owned(),
                String::new(),
                reason.to_owned(),
                time(done),
            ]
            .join(","),
        )
    });
    let header = "订单编号,退款编号,买家会员名称,买家退款金额,售后类型,退款的申请时间,超时时间,退款状态,货物状态,买家退款原因,退款完结时间";
    file(Kind::Refunds, "refunds", at, header, rows.collect())
}

fn items(trades: &[Trade], at: i64) -> File {
    let rows = trades.iter().filter(|t| t.created <= at && !t.cod).map(|t| {
        let state = match t.status(at) {
            "unpaid" => "等待买家付款",
            "paid" => "买家已付款，等待卖家发货",
            "shipped" => "卖家已发货，等待买家确认",
            "finished" => "交易成功",
            _ => "交易关闭",
        };
        let paid = if t.paid.is_some_and(|paid| paid <= at) { t.cents } else { 0 };
        [
            t.no.clone(),
            format!("{}1", t.no),
            "杯".to_owned(),
            money(t.cents),
            "1".to_owned(),
            "C1".to_owned(),
            "红".to_owned(),
            state.to_owned(),
            "没有申请退款".to_owned(),
            money(t.cents),
            money(paid),
            time(Some(t.created)),
        ]
        .join(",")
    });
    let header = "主订单编号,子订单编号,商品标题,商品价格,购买数量,商家编码,商品属性,订单状态,退款状态,买家应付货款,买家实付金额,订单创建时间";
    file(Kind::Items, "items", at, header, rows.collect())
}

fn parcels(trades: &[Trade], at: i64) -> File {
    let by = |t: Option<i64>| t.filter(|t| *t <= at);
    let rows = trades.iter().filter(|t| by(t.fetched).is_some()).map(|t| {
        let (state, last) =
            if by(t.signed).is_some() { ("已签收", t.signed) } else { ("运输中", t.fetched) };
        [
            t.platform,
            t.shop,
            &t.tracking,
            "圆通",
            &t.no,
            state,
            "",
            &time(by(t.fetched)),
            &time(by(last)),
            "",
            &time(by(t.signed)),
        ]
        .join(",")
    });
    let header = "platform,shop,tracking_no,carrier,order_no,status,shipped_at,picked_at,last_track_at,last_track,delivered_at";
    file(Kind::Parcels, "parcels", at, header, rows.collect())
}

/// Carriers know no order numbers.
fn tracks(trades: &[Trade], at: i64) -> File {
    let rows = trades.iter().flat_map(|t| {
        let scans = [(t.fetched, "已揽收"), (t.signed, "已签收")];
        let told =
            scans.into_iter().filter_map(|(when, what)| Some((when.filter(|when| *when <= at)?, what)));
        told.map(|(when, what)| {
            let order = "";
            [t.platform, "", &t.tracking, "圆通", order, &time(Some(when)), what, "杭州", what].join(",")
        })
        .collect::<Vec<_>>()
    });
    let header = "platform,shop,tracking_no,carrier,order_no,time,status,location,event";
    file(Kind::Tracks, "tracks", at, header, rows.collect())
}

fn reviews(trades: &[Trade], at: i64) -> File {
    let rows = trades.iter().filter_map(|t| {
        let (stars, when) = t.review.filter(|review| review.1 <= at)?;
        let text = if stars <= 2 { "质量太差" } else { "很好" };
        Some([t.platform, t.shop, &t.no, &t.buyer, &stars.to_string(), text, &time(Some(when))].join(","))
    });
    let header = "platform,shop,order_no,buyer,stars,content,created_at";
    file(Kind::Reviews, "reviews", at, header, rows.collect())
}
