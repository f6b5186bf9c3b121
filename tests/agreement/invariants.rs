//! What has to be so in every world: each with the premise under which it says something.

use crate::answers::{Answers, Row, Said};
use crate::exports::{Kind, money};
use crate::world::{HOUR, NOW, Outcome, World};
use std::collections::{BTreeMap, BTreeSet};

type Invariant = fn(&World, &Answers, &mut Tally);

pub(crate) const INVARIANTS: &[(&str, Invariant)] = &[
    ("what is claimed back is not shipped", claimed_stays),
    ("who paid is not reminded", paid_is_not_reminded),
    ("who wants the money back is not reminded", claimed_is_not_reminded),
    ("rules speak of open refunds only", rules_and_refunds),
    ("an open refund is open in the report", open_refunds),
    ("a refund has one deadline", one_deadline),
    ("what is due is in the list of all", due_is_listed),
    ("statistics count what is listed", statistics),
    ("the report pays back what is listed", paid_back),
    ("the report counts the orders of the day", created),
    ("late orders are those that the rule names", overdue),
    ("unshipped orders are those that wait", unshipped),
    ("unpaid orders are those that are listed", unpaid),
    ("the newest export of orders is believed", newest_order),
    ("a newer order ends its refund", refund_ended),
    ("a newer refund stands", refund_stands),
    ("what was signed for is not on its way", signed),
    ("what has left needs no call", no_call),
    ("bad reviews are counted as listed", bad_reviews),
    ("shops add up to all together", shops_add_up),
    ("currencies are not added up", currencies),
    ("complete figures rest on fresh exports", fresh),
    ("files say what the database says", files_and_database),
    ("the order of imports changes nothing", order_of_imports),
];

#[derive(Default)]
pub(crate) struct Tally {
    name: &'static str,
    seed: u64,
    held: BTreeMap<&'static str, u64>,
    pub(crate) violations: Vec<String>,
}

impl Tally {
    pub(crate) fn begin(&mut self, name: &'static str, seed: u64) {
        (self.name, self.seed) = (name, seed);
    }

    /// The premise held once more, and this has to be so.
    fn expect(&mut self, is_so: bool, what: impl FnOnce() -> String) {
        *self.held.entry(self.name).or_default() += 1;
        if !is_so {
            self.violations.push(format!("{} (seed {}): {}", self.name, self.seed, what()));
        }
    }

    pub(crate) fn held(&self, name: &str) -> u64 {
        self.held.get(name).copied().unwrap_or_default()
    }

    pub(crate) fn join(mut self, other: Tally) -> Tally {
        for (name, held) in other.held {
            *self.held.entry(name).or_default() += held;
        }
        self.violations.extend(other.violations);
        self
    }

    pub(crate) fn told(&self) -> String {
        let lines = INVARIANTS.iter().map(|(name, _)| format!("{:>7}  {name}\n", self.held(name)));
        format!("{}{} violations", lines.collect::<String>(), self.violations.len())
    }

    #[cfg(feature = "plant")]
    pub(crate) fn violated(&self) -> BTreeSet<&str> {
        self.violations.iter().filter_map(|line| line.split_once(" (seed")).map(|(name, _)| name).collect()
    }
}

const OPEN: &[&str] = &["requested", "wait_buyer_return", "wait_seller_receive", "refunding", "arbitration"];

/// The buyer waits for the money.
fn is_open(refund: &Row) -> bool {
    OPEN.contains(&refund["state"].as_str())
}

/// Neither done nor closed: one that was refused may go on.
fn is_unfinished(refund: &Row) -> bool {
    is_open(refund) || refund["state"] == "refused"
}

fn keeps_goods(refund: &Row) -> bool {
    is_open(refund) && refund["kind"] != "difference"
}

fn each<'a>(answers: &'a Answers, f: impl FnMut(&'a Said)) {
    answers.all.iter().for_each(f);
}

fn cents(text: &str) -> i64 {
    text.replace('.', "").parse().unwrap_or_default()
}

fn claimed_stays(_: &World, answers: &Answers, tally: &mut Tally) {
    each(answers, |said| {
        for refund in said.refunds.iter().filter(|r| keeps_goods(r)) {
            let rules: Vec<&str> = said.rules_of(&refund["order_no"]).collect();
            let ships = rules.iter().any(|rule| ["SHP-01", "SHP-02", "SHP-03"].contains(rule));
            tally.expect(!ships, || format!("{}: {} {rules:?}", said.from, refund["order_no"]));
        }
    });
}

fn paid_is_not_reminded(_: &World, answers: &Answers, tally: &mut Tally) {
    each(answers, |said| {
        for row in said.held.iter() {
            let order = said.order(&row["order_no"]).expect("a listed order");
            let paid = order["status"] != "unpaid" || order["paid"] == order["payable"];
            tally.expect(!paid || !row["held_back"].is_empty(), || {
                format!("{}: {}", said.from, row["order_no"])
            });
        }
    });
}

fn claimed_is_not_reminded(_: &World, answers: &Answers, tally: &mut Tally) {
    each(answers, |said| {
        let reminded: BTreeSet<&str> = said.remind.iter().map(|row| row["order_no"].as_str()).collect();
        for refund in said.refunds.iter().filter(|r| is_open(r)) {
            let no = refund["order_no"].as_str();
            tally.expect(!reminded.contains(no), || format!("{}: {no}", said.from));
        }
    });
}

fn rules_and_refunds(_: &World, answers: &Answers, tally: &mut Tally) {
    each(answers, |said| {
        let open: BTreeSet<&str> =
            said.refunds.iter().filter(|r| is_open(r)).map(|r| r["order_no"].as_str()).collect();
        let speak = ["RFD-01", "RFD-02", "RFD-03", "RFD-04", "RFD-05", "RFD-06"];
        for found in said.found.iter().filter(|row| speak.contains(&row["rule"].as_str())) {
            let no = found["order_no"].as_str();
            tally.expect(open.contains(no), || format!("{}: {} of {no}", said.from, found["rule"]));
        }
    });
}

fn open_refunds(_: &World, answers: &Answers, tally: &mut Tally) {
    each(answers, |said| {
        let open: BTreeSet<&str> =
            said.refunds.iter().filter(|r| is_unfinished(r)).map(|r| r["order_no"].as_str()).collect();
        if let Some((value, _)) = said.figure(&said.today, "open_refunds").filter(|f| !f.0.is_empty()) {
            for _ in &open {
                tally.expect(value == open.len().to_string(), || {
                    format!("{}: {value} of {open:?}", said.from)
                });
            }
        }
    });
}

fn one_deadline(_: &World, answers: &Answers, tally: &mut Tally) {
    each(answers, |said| {
        for found in said.found.iter().filter(|row| ["RFD-02", "RFD-03"].contains(&row["rule"].as_str())) {
            let due = |r: &&Row| r["order_no"] == found["order_no"] && r["due_at"] == found["due_at"];
            tally.expect(said.refunds.iter().any(|r| due(&r)), || {
                format!("{}: {} is due {}", said.from, found["order_no"], found["due_at"])
            });
        }
    });
}

fn due_is_listed(_: &World, answers: &Answers, tally: &mut Tally) {
    each(answers, |said| {
        for refund in &said.due {
            tally.expect(said.refunds.contains(refund), || format!("{}: {refund:?}", said.from));
        }
        for refund in said.refunds.iter().filter(|r| ["P0", "P1"].contains(&r["severity"].as_str())) {
            tally.expect(said.due.contains(refund), || format!("{}: {refund:?}", said.from));
        }
    });
}

fn statistics(_: &World, answers: &Answers, tally: &mut Tally) {
    each(answers, |said| {
        // Corrections of the price are told apart.
        let paid = |r: &&Row| r["state"] == "success" && r["kind"] != "difference";
        let paid: Vec<&Row> = said.refunds.iter().filter(paid).collect();
        let all: Vec<&Row> = said.stats.iter().filter(|row| row["group"] == "all").collect();
        let refunds: i64 = all.iter().map(|row| row["refunds"].parse::<i64>().unwrap()).sum();
        for _ in &paid {
            tally.expect(refunds == paid.len() as i64, || {
                format!("{}: {refunds} counted, {} listed", said.from, paid.len())
            });
        }
    });
}

fn paid_back(_: &World, answers: &Answers, tally: &mut Tally) {
    each(answers, |said| {
        let of_day = |r: &&Row| r["refunded_at"].starts_with("2026-11-20");
        let listed: i64 = said.refunds.iter().filter(of_day).map(|r| cents(&r["amount"])).sum();
        if let Some((value, "ok")) = said.figure(&said.yesterday, "refund_amount") {
            tally.expect(cents(value) == listed, || format!("{}: {value}, listed {listed}", said.from));
        }
        for row in
            said.yesterday.iter().filter(|row| row["metric"] == "refunded_orders" && row["status"] == "ok")
        {
            let mine = |r: &&Row| of_day(r) && (row["shop"].is_empty() || r["shop"] == row["shop"]);
            let orders: BTreeSet<&str> =
                said.refunds.iter().filter(mine).map(|r| r["order_no"].as_str()).collect();
            for _ in 0..orders.len().max(1) {
                tally.expect(row["value"] == orders.len().to_string(), || {
                    format!("{}: {} {}, listed {orders:?}", said.from, row["shop"], row["value"])
                });
            }
        }
    });
}

fn created(world: &World, answers: &Answers, tally: &mut Tally) {
    each(answers, |said| {
        for row in said.yesterday.iter().filter(|r| r["metric"] == "orders_created" && r["status"] == "ok") {
            // Orders that only items tell of have no shop.
            if !row["shop"].is_empty() && !world.trades.iter().any(|t| t.shop == row["shop"]) {
                continue;
            }
            let day = |t: i64| (NOW - 37 * HOUR..NOW - 13 * HOUR).contains(&t);
            let mine = world.trades.iter().filter(|t| day(t.created));
            let mine = mine.filter(|t| row["shop"].is_empty() || row["shop"] == t.shop).count();
            tally.expect(row["value"] == mine.to_string(), || {
                format!("{}: {} {}, the shop knows {mine}", said.from, row["shop"], row["value"])
            });
        }
    });
}

/// The orders that a report counts, told shop by shop: only where the figure is complete.
fn counted(said: &Said, metric: &str, tally: &mut Tally, counts: impl Fn(&str) -> BTreeSet<String>) {
    for row in said.today.iter().filter(|row| row["metric"] == metric && !row["shop"].is_empty()) {
        // A day that is not over is never complete; what is lacking else stands in the gaps of the shop.
        let orders = counts(&row["shop"]);
        if row["value"].is_empty() && !orders.is_empty() {
            tally.expect(false, || format!("{}: {} is empty, {orders:?}", said.from, row["shop"]));
        }
        for _ in &orders {
            tally.expect(row["value"] == orders.len().to_string(), || {
                format!("{}: {} {}, elsewhere {orders:?}", said.from, row["shop"], row["value"])
            });
        }
    }
}

fn overdue(_: &World, answers: &Answers, tally: &mut Tally) {
    each(answers, |said| {
        counted(said, "overdue", tally, |shop| {
            let named = said.found.iter().filter(|f| f["rule"] == "SHP-01" && f["shop"] == shop);
            named.map(|f| f["order_no"].clone()).collect()
        });
    });
}

fn unshipped(_: &World, answers: &Answers, tally: &mut Tally) {
    each(answers, |said| {
        counted(said, "unshipped", tally, |shop| {
            let claimed = |no: &str| said.refunds.iter().any(|r| r["order_no"] == no && keeps_goods(r));
            let waits = |o: &&Row| {
                ["paid", "part_shipped"].contains(&o["status"].as_str())
                    && o["shop"] == shop
                    && !claimed(&o["order_no"])
                    // Newer items say that it is closed, and that is named.
                    && !said.rules_of(&o["order_no"]).any(|rule| rule == "DAT-06")
                    && !(cents(&o["paid"]) > 0 && cents(&o["refunded"]) >= cents(&o["paid"]))
            };
            said.orders.iter().filter(waits).map(|o| o["order_no"].clone()).collect()
        });
    });
}

fn unpaid(world: &World, answers: &Answers, tally: &mut Tally) {
    each(answers, |said| {
        counted(said, "unpaid", tally, |shop| {
            let waits =
                |o: &&Row| o["status"] == "unpaid" && o["shop"] == shop && !world.trade(&o["order_no"]).cod;
            said.orders.iter().filter(waits).map(|o| o["order_no"].clone()).collect()
        });
    });
}

/// What the newest export of orders says, unless a carrier scanned the parcel since.
fn newest_order(world: &World, answers: &Answers, tally: &mut Tally) {
    each(answers, |said| {
        for trade in &world.trades {
            let Some(newest) = newest(world, Kind::Orders, &trade.no) else { continue };
            let told = said.order(&trade.no).map(|order| order["status"].as_str());
            let status = trade.status(newest);
            let scanned =
                status == "paid" && told == Some("shipped") && trade.fetched.is_some_and(|at| at > newest);
            tally.expect(told == Some(status) || scanned, || {
                format!("{}: {} is {told:?}, not {status}", said.from, trade.no)
            });
        }
    });
}

/// As of when the newest export of a kind tells of an order.
fn newest(world: &World, kind: Kind, no: &str) -> Option<i64> {
    let exports = world.files.iter().filter(|file| file.kind == kind && file.tells_of(no));
    exports.map(|file| file.at).max()
}

fn refund_ended(world: &World, answers: &Answers, tally: &mut Tally) {
    for trade in world.trades.iter().filter(|t| t.platform == "taobao") {
        let of = |kind| newest(world, kind, &trade.no);
        let (Some(refunds), Some(orders)) = (of(Kind::Refunds), of(Kind::Orders)) else { continue };
        let mut exports = world.files.iter().filter(|file| file.kind == Kind::Orders);
        let bare = exports.any(|file| file.at == orders && !file.text.contains(",refunded\n"));
        let Some(claim) = &trade.claim else { continue };
        let (then, since) = (claim.at(refunds), claim.at(orders));
        let whole = trade.status(orders) == "closed_refunded";
        if then != Some(Outcome::Open)
            || since != Some(Outcome::Paid)
            || orders <= refunds + 2 * HOUR
            || bare && !whole
        {
            continue;
        }
        each(answers, |said| {
            let told = said.refunds.iter().find(|r| r["refund_no"] == claim.no).expect("the refund");
            let is_so = told["state"] == "success" && told["amount"] == money(claim.cents);
            tally.expect(is_so, || format!("{}: {} is {}", said.from, claim.no, told["state"]));
        });
    }
}

fn refund_stands(world: &World, answers: &Answers, tally: &mut Tally) {
    for trade in world.trades.iter().filter(|t| t.platform == "taobao") {
        let of = |kind| newest(world, kind, &trade.no);
        let (Some(refunds), Some(orders)) = (of(Kind::Refunds), of(Kind::Orders)) else { continue };
        let Some(claim) = &trade.claim else { continue };
        let Some(then) = claim.at(refunds) else { continue };
        // Nothing that was paid back is told by an export of orders that could overtake it.
        if refunds < orders && claim.at(orders) != Some(then) {
            continue;
        }
        let state = match then {
            Outcome::Open => "requested",
            Outcome::Refused => "refused",
            Outcome::Paid => "success",
            Outcome::Withdrawn => "closed",
        };
        each(answers, |said| {
            let told = said.refunds.iter().find(|r| r["refund_no"] == claim.no).map(|r| r["state"].as_str());
            tally.expect(told == Some(state), || {
                format!("{}: {} is {told:?}, not {state}", said.from, claim.no)
            });
        });
    }
}

fn signed(world: &World, answers: &Answers, tally: &mut Tally) {
    let of = |kind| world.files.iter().find(|file| file.kind == kind).map(|file| file.at);
    let Some(told) = of(Kind::Parcels).max(of(Kind::Tracks)) else { return };
    for trade in
        world.trades.iter().filter(|t| t.platform == "taobao" && t.signed.is_some_and(|at| at <= told))
    {
        each(answers, |said| {
            let coming = said.rules_of(&trade.no).any(|rule| rule == "RFD-05");
            tally.expect(!coming, || format!("{}: {}", said.from, trade.no));
        });
    }
}

fn no_call(_: &World, answers: &Answers, tally: &mut Tally) {
    each(answers, |said| {
        for order in said.orders.iter().filter(|o| !o["shipped_at"].is_empty()) {
            let calls = said.rules_of(&order["order_no"]).any(|rule| rule == "COD-01");
            tally.expect(!calls, || format!("{}: {}", said.from, order["order_no"]));
        }
    });
}

fn bad_reviews(world: &World, answers: &Answers, tally: &mut Tally) {
    if !world.files.iter().any(|file| file.kind == Kind::Reviews) {
        return;
    }
    each(answers, |said| {
        let of_day = |r: &&Row| r["created_at"].starts_with("2026-11-20") && r["verdict"] == "negative";
        let listed = said.bad.iter().filter(of_day).count();
        if let Some((value, _)) = said.figure(&said.yesterday, "reviews_negative").filter(|f| !f.0.is_empty())
        {
            tally.expect(value == listed.to_string(), || format!("{}: {value}, listed {listed}", said.from));
        }
        for review in &said.bad {
            let stars = world.trade(&review["order_no"]).review.map(|review| review.0);
            tally.expect(stars.is_some_and(|stars| stars <= 3), || format!("{}: {stars:?}", said.from));
        }
    });
}

fn shops_add_up(_: &World, answers: &Answers, tally: &mut Tally) {
    each(answers, |said| {
        for report in [&said.today, &said.yesterday] {
            let mut sums: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
            for row in report.iter().filter(|row| row["unit"] == "count") {
                let value: i64 = row["value"].parse().unwrap_or_default();
                let sum = sums.entry(row["metric"].as_str()).or_default();
                if row["shop"].is_empty() { sum.0 += value } else { sum.1 += value }
            }
            for (metric, (all, shops)) in sums {
                tally.expect(all == shops, || format!("{}: {metric} {all}, shops {shops}", said.from));
            }
        }
    });
}

fn currencies(world: &World, answers: &Answers, tally: &mut Tally) {
    let day = |t: i64| (NOW - 37 * HOUR..NOW - 13 * HOUR).contains(&t);
    let known: BTreeSet<&str> = world.trades.iter().filter(|t| day(t.created)).map(|t| t.currency).collect();
    if known.len() < 2 {
        return;
    }
    each(answers, |said| {
        for row in said.yesterday.iter().filter(|row| row["unit"] == "money" && row["shop"].is_empty()) {
            tally.expect(row["value"].is_empty(), || {
                format!("{}: {} {}", said.from, row["metric"], row["value"])
            });
        }
    });
}

/// Midnight, when yesterday ended.
const MIDNIGHT: i64 = NOW - 13 * HOUR;

fn fresh(world: &World, answers: &Answers, tally: &mut Tally) {
    let of = |kind| world.files.iter().filter(move |file| file.kind == kind).map(|file| file.at).max();
    let orders = of(Kind::Orders).unwrap();
    let refunds = of(Kind::Refunds);
    each(answers, |said| {
        // Orders that only items tell of reach as far as these.
        for row in said.yesterday.iter().filter(|row| row["status"] == "ok" && row["shop"] != "taobao") {
            let needs = match row["metric"].as_str() {
                "open_refunds" | "next_refunds" | "refunded_orders" | "refund_amount"
                    if row["shop"] != "West" =>
                {
                    refunds.map_or(orders, |refunds| refunds.min(orders))
                }
                "orders_created" | "unpaid" | "unshipped" | "overdue" | "next_ship" | "shipped" => orders,
                _ => continue,
            };
            tally.expect(needs >= MIDNIGHT, || format!("{}: {} {}", said.from, row["shop"], row["metric"]));
        }
    });
}

/// Without what tells of the place that it was read from.
fn plain(rows: &[Row]) -> BTreeSet<String> {
    let told = |row: &Row| {
        let cells = row.iter().filter(|(key, _)| {
            !["as_of", "hit_id", "taken_by", "assignee", "case_no"].contains(&key.as_str())
        });
        cells.map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(";")
    };
    rows.iter().map(told).collect()
}

fn same(one: &Said, other: &Said, tally: &mut Tally) {
    let pairs: [(&str, &[Row], &[Row]); 6] = [
        ("check-abnormal", &one.found, &other.found),
        ("orders list", &one.orders, &other.orders),
        ("refunds list", &one.refunds, &other.refunds),
        ("refunds stats", &one.stats, &other.stats),
        ("remind unpaid --all", &one.held, &other.held),
        ("reviews negative", &one.bad, &other.bad),
    ];
    for (command, a, b) in pairs {
        let (a, b) = (plain(a), plain(b));
        for row in a.symmetric_difference(&b) {
            tally.expect(false, || format!("{command}: {} or {}: {row}", one.from, other.from));
        }
        a.intersection(&b).for_each(|_| tally.expect(true, String::new));
    }
    // Records of the team stand in the database only.
    for (a, b) in [(&one.today, &other.today), (&one.yesterday, &other.yesterday)] {
        for row in a {
            // How far a shop reaches that only items tell of is not yet the same: files ask the orders of other shops.
            if row["shop"] == "taobao" {
                continue;
            }
            let key = |r: &Row| (r["metric"].clone(), r["shop"].clone());
            let Some(mate) = b.iter().find(|r| key(r) == key(row)) else { continue };
            let told = |r: &Row| (r["value"].clone(), r["status"].clone());
            tally.expect(told(mate) == told(row), || {
                format!("{:?}: {} {:?}, {} {:?}", key(row), one.from, told(row), other.from, told(mate))
            });
        }
    }
}

fn files_and_database(_: &World, answers: &Answers, tally: &mut Tally) {
    let [files, database, _] = &answers.all;
    same(files, database, tally);
}

/// Columns that one export lacks may be known by an older one: only exports of the same columns are held to this.
fn order_of_imports(world: &World, answers: &Answers, tally: &mut Tally) {
    let headers: BTreeSet<&str> = world
        .files
        .iter()
        .filter(|file| file.kind == Kind::Orders)
        .filter_map(|file| file.text.lines().next())
        .collect();
    let [_, database, backwards] = &answers.all;
    if headers.len() == 1 {
        same(database, backwards, tally);
    }
}
