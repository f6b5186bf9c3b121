//! Everything that reads text of other people, fed with one hostile text. What is in `ALL` of rules and renderers comes
//! by itself.

use cs::layouts::{self, Catalog, InlineItems, Layout};
use cs::load::join;
use cs::model::amount::Amount;
use cs::model::decimal::{ColumnDecimal, is_open};
use cs::model::time::{ColumnDates, DateOrder};
use cs::model::{Cell, Column, Field, Fields, Lang, Say, Stamp, Status, Zone};
use cs::model::{mask, money, text as texts, unix};
use cs::read::{self, Reading};
use cs::records;
use cs::records::{Item, Order, Parcel, Refund};
use cs::render::{Head, Meta, Style, safe};
use cs::rules::Scope;
use cs::rules::{self, Verdict, check::Check};
use cs::source::{self, Input, Options};
use cs::tasks::{template, verdict};
use std::hint::black_box;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::sync::LazyLock;

/// One in whose cells items are packed, and one with many words.
static LAYOUTS: LazyLock<Vec<Layout>> = LazyLock::new(|| {
    let text = |name| layouts::text_of(name).and_then(|toml| Layout::parse(toml).ok());
    ["woocommerce-webtoffee", "taobao-orders"].into_iter().filter_map(text).collect()
});

const NOW: Stamp = Stamp(1_795_219_200);

fn everything() -> Fields {
    Field::all().fold(Fields::NONE, |all, field| all.or(Fields::of(&[field])))
}

/// An order all of whose texts are the same.
fn order(text: &str) -> Order {
    let text = || text.to_owned();
    let item = Item {
        item_no: "1".into(),
        title: text(),
        sku: text(),
        spec: text(),
        status_raw: text(),
        carrier: text(),
        tracking_no: text(),
        seller_note: text(),
        buyer_note: text(),
        quantity: Some(1),
        have: everything(),
        ..Item::default()
    };
    let refund = Refund { reason: text(), detail: text(), back_tracking_no: text(), ..Refund::default() };
    Order {
        platform: "taobao".into(),
        order_no: "1".into(),
        status: Status::Paid,
        status_raw: text(),
        buyer: text(),
        receiver: text(),
        phone: text(),
        address: text(),
        titles: text(),
        quantity: Some(1),
        created_at: Some(Stamp(NOW.0 - 86_400 * 20)),
        paid_at: Some(Stamp(NOW.0 - 86_400 * 20)),
        carrier: text(),
        tracking_no: text(),
        seller_note: text(),
        buyer_note: text(),
        close_reason: text(),
        pay_no: text(),
        items: vec![item],
        refunds: vec![refund],
        have: everything(),
        ..Order::default()
    }
}

/// Every rule, whether or not its gate would let the order through, with and without a seller's note.
pub(super) fn all_rules(text: &str) {
    let scope = Scope { now: NOW, audit: true, ..Scope::default() };
    let noted = order(text);
    let unnoted = Order { seller_note: String::new(), ..noted.clone() };
    for rule in rules::ALL {
        if let Some(mut comparison) = rule.comparison() {
            for (place, order) in (0..).zip([&noted, &unnoted, &noted]) {
                black_box(comparison.see(order, place, &scope));
            }
            for (_, hit) in comparison.finish(&scope) {
                black_box(rule.why(&hit.facts, Lang::Zh));
            }
            continue;
        }
        for order in [&noted, &unnoted] {
            if let Verdict::Hit(hit) = rule.check(order, &scope) {
                black_box(rule.why(&hit.facts, Lang::Zh));
            }
        }
    }
}

pub(super) fn masks(text: &str) {
    for of in [mask::name, mask::nick, mask::phone, mask::text, mask::address] {
        black_box(of(text));
    }
}

pub(super) fn renderers(text: &str) {
    const COLUMNS: [Column; 6] = [
        Column::new("a", "一", "a"),
        Column::new("b", "二", "b"),
        Column::new("c", "三", "c"),
        Column::new("d", "四", "d"),
        Column::new("e", "五", "e"),
        Column::new("f", "六", "f"),
    ];
    let style = Style {
        lang: Lang::Zh,
        zone: Zone::CHINA,
        now: NOW,
        reveal: true,
        width: Some(80),
        color: true,
        excel: true,
        wide_ambiguous: true,
        meta: true,
        seal: true,
    };
    for renderer in cs::render::ALL.iter().filter(|renderer| !renderer.binary()) {
        let head = Head { title: Say::new("表", "a"), columns: COLUMNS.to_vec(), name_column: "a" };
        let mut out = Vec::new();
        let mut sink = renderer.start(head, &style, &mut out).expect("a start");
        let cells = [
            Cell::Text(text.into()),
            Cell::Nick(text.into()),
            Cell::Name(text.into()),
            Cell::Phone(text.into()),
            Cell::Address(text.into()),
            Cell::Id(text.into()),
        ];
        sink.row(&cells).expect("a row");
        sink.finish(&Meta::default()).expect("an end");
    }
    black_box((safe::terminal(text), safe::lines(text), safe::formula(text)));
}

pub(super) fn parsers(text: &str) {
    for comma in [false, true] {
        black_box(Amount::parse(text, comma));
    }
    let (mut decimal, mut dates) = (ColumnDecimal::default(), ColumnDates::default());
    decimal.look(text, 1);
    dates.look(text, 1);
    black_box((is_open(text), money::currency(text), decimal.verdict(), dates.order()));
    for order in [DateOrder::Open, DateOrder::Year, DateOrder::DayMonth, DateOrder::MonthDay] {
        let _ = black_box(Stamp::parse(text, Zone::CHINA, order));
    }
    black_box((unix::read(text), unix::is_never(text), Zone::parse(text)));
    black_box((records::order_list(text), records::numbers(text)));
    black_box((texts::is_masked(text), texts::is_identity(text), texts::one_line(text, 40)));
    black_box((
        layouts::normalize_name(text),
        layouts::normalize_word(text),
        source::time_in_name(text, Zone::CHINA),
    ));
    black_box(verdict::judge(text));
    let _ = black_box(template::render(text, &|_| Some(String::new())));
    let _ = black_box(template::render("{a}[{a}]", &|_| Some(text.to_owned())));
    for layout in LAYOUTS.iter() {
        black_box((layout.status_of(text), layout.kind_of(text), layout.is_empty_word(text)));
        let inline_items: Option<&InlineItems> = layout.inline_items.as_ref();
        black_box(inline_items.and_then(|inline_items| inline_items.parts(text)));
    }
}

/// Headings: one long one, and many.
pub(super) fn headers(text: &str) {
    let catalog = Catalog::new(&[]).expect("the layouts");
    let many: Vec<String> = text.chars().map(String::from).collect();
    for header in [vec![text.to_owned()], many] {
        black_box((catalog.rank(&header), layouts::guess(&header)));
    }
}

const HEADER: &str = "order_no,status,paid,created_at,buyer_note,receiver,address";
const ROW: &str = "1,paid,1.00,2026-11-20 10:00:00,";

/// A file whose last cells are the text as it is: what quotes and line ends make of it is the reader's matter.
pub(super) fn files(text: &str) {
    let page = |cell: &str| {
        format!("<html><table><tr><td>{}</tr><tr><td>{}{cell}</tr></table>", cells(HEADER), cells(ROW))
    };
    for bytes in [
        format!("{HEADER}\n{ROW}{text},{text},{text}\n"),
        format!("{HEADER}\n{ROW}\"{text}\",\"{text}\",\"{text}\"\n"),
        page(text),
        page(&format!("<td {text}>")),
    ] {
        read(bytes.into_bytes());
    }
}

fn cells(line: &str) -> String {
    line.replace(',', "<td>")
}

/// The text in cells of a workbook.
pub(super) fn workbooks(text: &str) {
    let columns = ["order_no", "status", "paid", "created_at", "buyer_note"]
        .map(|key| Column::new(key, key, key))
        .to_vec();
    let style = Style {
        lang: Lang::Zh,
        zone: Zone::CHINA,
        now: NOW,
        reveal: true,
        width: None,
        color: false,
        excel: false,
        wide_ambiguous: false,
        meta: false,
        seal: false,
    };
    let mut out = Vec::new();
    let xlsx = cs::render::by_name("xlsx").expect("xlsx");
    let head = Head { title: Say::new("表", "a"), columns, name_column: "a" };
    let mut sink = xlsx.start(head, &style, &mut out).expect("a start");
    let cell = |text: &str| Cell::Text(text.to_owned().into());
    sink.row(&[cell("1"), cell("paid"), cell("1.00"), cell("2026-11-20 10:00:00"), cell(text)])
        .expect("a row");
    sink.finish(&Meta::default()).expect("an end");
    read(out);
}

fn read(bytes: Vec<u8>) {
    let catalog = Catalog::new(&[]).expect("the layouts");
    let input = Input::stream(Box::new(Cursor::new(bytes)));
    let Ok(mut table) = source::open(input, &catalog, Options::default()) else { return };
    let reading = Reading { keep_going: true, extra: true, ..Reading::whole(Zone::CHINA, NOW) };
    let _ = read::orders(&mut table, &reading, &mut |order| {
        black_box(&order.buyer_note);
        Ok(ControlFlow::Continue(()))
    });
}

/// So many items, refunds and parcels of one order, and so many orders of one buyer.
pub(super) fn many(count: usize) {
    let mut parts = join::Parts::default();
    for n in 0..count {
        let no = n.to_string();
        let item = Item { item_no: no.clone(), sku: no.clone(), ..order("杯").items.swap_remove(0) };
        parts.add_item("taobao", "", "1", item);
        parts.add_refund(Refund {
            platform: "taobao".into(),
            refund_no: no.clone(),
            order_no: "1".into(),
            ..Refund::default()
        });
        let tracking_no = format!("SF{n:012}");
        let parcel = Parcel { platform: "taobao".into(), item_no: no, tracking_no, ..Parcel::default() };
        parts.add_parcel("1", &parcel);
    }
    let mut whole = Order { items: Vec::new(), refunds: Vec::new(), ..order("杯") };
    parts.attach(&mut whole);
    join::complete(&mut whole);
    let scope = Scope { now: NOW, ..Scope::default() };
    let all: Vec<_> = rules::entries().collect();
    let mut check = Check::new(&scope, &all, cs::model::Severity::P3);
    check.see(&whole);
    for n in 0..count {
        check.see(&Order { order_no: n.to_string(), ..order("13800000001") });
    }
    black_box(check.finish().findings.len());
}
