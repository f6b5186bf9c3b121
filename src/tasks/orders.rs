//! `orders list`: one row per order, the columns that other programs rely on.

use crate::model::platform;
use crate::model::{Cell, Column};
use crate::records::Order;

pub const COLUMNS: &[Column] = &[
    Column::new("platform", "平台", "Platform").telling(),
    Column::new("shop", "店铺", "Shop").minor().alike(),
    Column::new("order_no", "订单号", "Order"),
    Column::new("status", "状态", "Status"),
    Column::new("buyer", "买家", "Buyer"),
    Column::new("receiver", "收货人", "Receiver").hidden(),
    Column::new("phone", "电话", "Phone").hidden(),
    Column::new("address", "地址", "Address").hidden(),
    Column::new("items", "商品", "Items").minor(),
    Column::new("quantity", "件数", "Qty").right().hidden(),
    Column::new("payable", "应付", "Payable").right().minor(),
    Column::new("paid", "实付", "Paid").right(),
    Column::new("refunded", "已退", "Refunded").right().minor(),
    Column::new("created_at", "下单时间", "Created"),
    Column::new("paid_at", "付款时间", "Paid at").hidden(),
    Column::new("shipped_at", "发货时间", "Shipped").hidden(),
    Column::new("completed_at", "完成时间", "Completed").hidden(),
    Column::new("carrier", "快递", "Carrier").hidden(),
    Column::new("tracking_no", "运单号", "Tracking").hidden(),
    Column::new("flag", "旗帜", "Flag").hidden(),
    Column::new("seller_note", "商家备注", "Seller note").hidden(),
    Column::new("buyer_note", "买家留言", "Buyer note"),
    Column::new("status_raw", "平台状态", "Platform status").hidden(),
];

/// [`COLUMNS`], and the currency: shown only where more than one occurs.
pub const LIST_COLUMNS: &[Column] = &{
    let mut all = [Column::new("currency", "币种", "Currency"); 24];
    all.split_at_mut(COLUMNS.len()).0.copy_from_slice(COLUMNS);
    all
};

/// The cells of one order, in the order of [`LIST_COLUMNS`].
pub fn list_row(order: &Order) -> [Cell<'_>; 24] {
    let mut cells = [const { Cell::Empty }; 24];
    cells.iter_mut().zip(row(order)).for_each(|(place, cell)| *place = cell);
    cells[23] = Cell::id(order.money_is());
    cells
}

/// The cells of one order, in the order of [`COLUMNS`].
pub fn row(order: &Order) -> [Cell<'_>; 23] {
    [
        platform::cell(&order.platform),
        Cell::text(&order.shop),
        Cell::id(&order.order_no),
        status_cell(order.status),
        filled(&order.buyer, Cell::Nick),
        filled(&order.receiver, Cell::Name),
        filled(&order.phone, Cell::Phone),
        filled(&order.address, Cell::Address),
        if order.titles.is_empty() {
            Cell::own_text(order.product().into_owned())
        } else {
            Cell::text(&order.titles)
        },
        Cell::int(order.quantity),
        Cell::money(order.payable),
        Cell::money(order.paid),
        Cell::money(order.refunded),
        Cell::time(order.created_at),
        Cell::time(order.paid_at),
        Cell::time(order.shipped_at),
        Cell::time(order.completed_at),
        Cell::text(&order.carrier),
        Cell::id(&order.tracking_no),
        flag_cell(order.flag),
        Cell::text(&order.seller_note),
        Cell::text(&order.buyer_note),
        Cell::text(&order.status_raw),
    ]
}

/// A cell of the given kind; empty text is an empty cell.
pub fn filled<'a>(text: &'a str, kind: fn(std::borrow::Cow<'a, str>) -> Cell<'a>) -> Cell<'a> {
    if text.is_empty() { Cell::Empty } else { kind(text.into()) }
}

pub fn status_cell(status: crate::model::Status) -> Cell<'static> {
    use crate::model::Lang;
    Cell::Word(status.key(), status.title(Lang::Zh), status.title(Lang::En))
}

fn flag_cell(flag: crate::model::Flag) -> Cell<'static> {
    use crate::model::Lang;
    match flag {
        crate::model::Flag::None => Cell::Empty,
        flag => Cell::Word(flag.key(), flag.title(Lang::Zh), flag.title(Lang::En)),
    }
}
