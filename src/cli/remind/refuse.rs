//! Why a reminder is not written down.

use crate::cli::context::Context;
use crate::cli::orders;
use crate::error::Error;
use crate::model::{Lang, Stamp, platform};
use crate::records::Order;
use crate::tasks::remind::note::Refusal;

/// A number by itself does not say which order is meant; a row of the queue does.
pub(super) fn in_several_shops(number: &str, found: &[Order]) -> Error {
    if found.is_empty() {
        return orders::unknown(number, true);
    }
    let shops: Vec<(String, String)> = found.iter().map(|o| (o.platform.clone(), o.shop.clone())).collect();
    let names = shops.iter().map(|(p, s)| platform::shop_names((p, s), shops.iter()));
    let (zh, en): (Vec<_>, Vec<_>) = names.unzip();
    let (zh, en) = (zh.join("、"), en.join(", "));
    Error::input(
        format!("订单号 {number} 在几个店铺都有：{zh}"),
        format!("the order number {number} stands in several shops: {en}"),
    )
    .hint(
        "用 cs remind unpaid 列出，再写行号：行号知道是哪家店的",
        "list them with `cs remind unpaid` and name the row: a row knows its shop",
    )
}

/// Every order that is refused, with its reason; nothing of the command is written.
pub(super) fn refuse(cx: &Context, refused: &[(String, Refusal)], of: usize) -> Error {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    let (mut paid, mut closed) = (false, false);
    for (number, why) in refused {
        let when = |at: &Stamp| at.short(cx.zone, cx.now);
        let (a, b) = match why {
            Refusal::Paid(Some(at)) => {
                (format!("已在 {} 付款", when(at)), format!("was paid at {}", when(at)))
            }
            Refusal::Paid(None) => ("已经付款".to_owned(), "is paid".to_owned()),
            Refusal::PaidBefore(at) => (
                format!("在 {} 就付款了，不是这次催来的", when(at)),
                format!("was paid at {}, not because of this reminder", when(at)),
            ),
            Refusal::NotUnpaid(status) => (
                format!("现在是「{}」，不是待付款", status.title(Lang::Zh)),
                format!("is {} now, not unpaid", status.title(Lang::En)),
            ),
            Refusal::NotYet(at) => {
                (format!("{} 才下单", when(at)), format!("was not placed before {}", when(at)))
            }
        };
        paid |= matches!(why, Refusal::Paid(_));
        closed |= matches!(why, Refusal::NotUnpaid(_) | Refusal::PaidBefore(_));
        zh.push(format!("订单 {number} {a}"));
        en.push(format!("order {number} {b}"));
    }
    let (count, zh, en) = (refused.len(), zh.join("；"), en.join("; "));
    let error = match of {
        1 => Error::input(format!("没有记录：{zh}"), format!("nothing was recorded: {en}")),
        _ => Error::input(
            format!("{of} 单都没有记录，其中 {count} 单不能记：{zh}"),
            format!("none of the {of} orders was recorded, for {count} can't be: {en}"),
        ),
    };
    let error = match paid {
        true => error.hint(
            "催完之后才付的：单独登记，加 --result paid",
            "paid after the reminder: record it by itself with `--result paid`",
        ),
        false => error,
    };
    match closed {
        true => error.hint(
            "付款或关闭之前催的：用 --at 写明什么时候催的，例如 --at 10:00",
            "reminded before it was paid or closed: say when, such as `--at 10:00`",
        ),
        false => error,
    }
}
