//! A list of orders that `cs orders list` wrote without `--reveal` does not say so. What can be known is whether
//! anything private in it is whole.

use crate::error::{Error, Result};
use crate::layouts::{Kind, Layout};
use crate::model::mask;
use crate::model::text::is_masked;
use crate::records::Order;
use std::borrow::Cow;

/// What was seen of private values.
#[derive(Clone, Copy, Default)]
pub(super) struct Privacy {
    watched: bool,
    whole: bool,
    masked: bool,
}

impl Privacy {
    /// `asked`: the user named the layout, and so knows what the file is.
    pub(super) fn of(layout: &Layout, asked: bool) -> Privacy {
        let watched = layout.trusted && !layout.export && layout.kind == Kind::Orders && !asked;
        Privacy { watched, ..Privacy::default() }
    }

    /// Whether another order can tell more.
    pub(super) fn is_curious(&self) -> bool {
        self.watched && !self.whole
    }

    pub(super) fn absorb(&mut self, other: Privacy) {
        self.whole |= other.whole;
        self.masked |= other.masked;
    }

    pub(super) fn look(&mut self, order: &Order) {
        if !self.is_curious() {
            return;
        }
        let person: [(&str, fn(&str) -> Cow<'_, str>); 4] = [
            (&order.receiver, mask::name),
            (&order.phone, mask::phone),
            (&order.address, mask::address),
            (&order.buyer, mask::nick),
        ];
        for (text, masked) in person {
            self.whole |= masked(text) != text;
            self.masked |= is_masked(text);
        }
        for text in [&order.seller_note, &order.buyer_note] {
            self.whole |= mask::text(text) != text.as_str();
            self.masked |= text.contains("****");
        }
    }

    /// Everything private is masked: by `cs`, or by the platform before it.
    pub(super) fn verdict(&self, file: &str) -> Result<()> {
        if self.whole || !self.masked {
            return Ok(());
        }
        Err(Error::input(
            format!("{file}：姓名、电话、地址全都打了码，像是没加 --reveal 的 cs orders list，不能当作数据"),
            format!("{file}: all names, phones and addresses are masked, as `cs orders list` writes them without `--reveal`: they are no facts"),
        )
        .hint("重新导出：cs export orders --reveal", "write it again: `cs export orders --reveal`")
        .hint(
            "如果是平台自己打的码：加 --layout cs-orders",
            "if the platform itself masked them: say `--layout cs-orders`",
        ))
    }
}
