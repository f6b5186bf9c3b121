//! Numbers before rows, by which record verbs find them again.

use crate::cli::context::Context;
use crate::cli::rows::{self, Memory, Remembered};
use crate::model::{Cell, Column};

/// How rows are numbered: places of name and orders in a full row, and what keeps them.
pub(super) struct Numbers {
    /// Which table it is, where a verb takes the rows of no other.
    pub(super) table: &'static str,
    name: usize,
    orders: Option<usize>,
    /// Platform and shop.
    place: Option<(usize, usize)>,
    memory: Memory,
}

/// Before the columns of a table whose rows are numbered.
pub(super) const NUMBER: Column = Column::new("n", "行", "n").right();

impl Numbers {
    /// Only rows that a record verb could name.
    pub(super) fn of(cx: &Context, columns: &[Column], name_column: &str) -> Option<Numbers> {
        let index = |key: &str| columns.iter().position(|c| c.key == key);
        if !matches!(name_column, "order_no" | "orders" | "id" | "review_id" | "refund_no") {
            return None;
        }
        let (name, orders) = (index(name_column)?, index("order_no").or_else(|| index("orders")));
        let shop = index("platform").zip(index("shop"));
        Some(Numbers { table: "", name, orders, place: shop, memory: Memory::here(cx)? })
    }

    /// What is kept of a full row.
    pub(super) fn remembered(&self, row: &[Cell<'_>]) -> Remembered {
        let text = |index: usize| rows::text_of(row.get(index));
        Remembered {
            name: text(self.name),
            orders: self.orders.map(text).unwrap_or_default(),
            place: self.place.map(|(platform, shop)| (text(platform), text(shop))),
        }
    }

    pub(super) fn keep(&self, rows: &[Remembered]) {
        self.memory.keep(self.table, rows);
    }
}
