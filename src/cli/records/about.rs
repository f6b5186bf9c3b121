//! Whom or what a record is about.

use crate::cli::context::Context;
use crate::cli::rows::{self, Want};
use crate::error::{Error, Result};
use crate::model::text::is_masked;
use crate::store::Store;

/// Whom or what a record is about.
#[derive(Clone, Debug, Default)]
pub(crate) struct About {
    pub(crate) platform: String,
    pub(crate) shop: String,
    pub(crate) order_no: String,
    pub(crate) buyer: String,
}

/// Of a masked name nobody knows whose it is: the next one of the same beginning would have the record too.
fn masked(subject: &str) -> Error {
    let shown = crate::model::text::one_line(subject, 40);
    Error::usage(
        format!("「{shown}」打了码，认不出是哪个买家，没有记"),
        format!("`{shown}` is masked and tells no buyer from others: nothing was recorded"),
    )
    .hint(
        "写订单号；只有买家的话，写平台上的完整昵称",
        "name the order by its number; where there is none, the buyer by the whole nick",
    )
}

/// One order number, known or not, a row of the last table, or else a buyer.
pub(crate) fn about(cx: &Context, store: &Store, subject: &str, shop: Option<&str>) -> Result<About> {
    let subject = subject.trim();
    if subject.is_empty() {
        return Err(Error::usage("要写订单号或买家", "name an order or a buyer"));
    }
    let like_rows = subject.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '，' | '-' | ' '));
    let meant = match like_rows {
        true => rows::names(cx, &[subject.to_owned()], None, Want::Orders)?,
        false => vec![subject.to_owned()],
    };
    let [subject] = meant.as_slice() else {
        return Err(Error::usage(
            format!("「{subject}」不是一个订单：一次只记一个"),
            format!("`{subject}` is not one order: name one at a time"),
        ));
    };
    let subject = subject.as_str();
    let mut found = store.find_order(subject)?;
    found.retain(|order| shop.is_none_or(|s| s == order.shop));
    if found.len() > 1 {
        return Err(Error::input(
            format!("订单号 {subject} 在几个店铺都有"),
            format!("the order number {subject} stands in several shops"),
        )
        .hint("用 --shop 指定", "name one with `--shop`"));
    }
    if let Some(order) = found.pop() {
        let (platform, shop, buyer) = (order.platform, order.shop, order.buyer);
        return Ok(About { platform, shop, order_no: order.order_no, buyer });
    }
    if is_masked(subject) {
        return Err(masked(subject));
    }
    if like_rows && subject.len() <= 4 {
        return Err(Error::usage(
            format!("没有第 {subject} 行，也没有订单 {subject}"),
            format!("there is neither a row {subject} nor an order {subject}"),
        )
        .hint("先列出表格，再用它的行号", "show the table first, then use its row numbers"));
    }
    let shop = shop.unwrap_or_default().to_owned();
    let like_number =
        subject.len() >= 8 && subject.bytes().filter(u8::is_ascii_digit).count() * 2 > subject.len();
    // A phone number is a person's: as a buyer it is masked, as an order it would not be.
    if like_number && subject.is_ascii() && !crate::model::text::is_mobile(subject) {
        cx.note(
            &format!("数据库里还没有订单 {subject}，照记"),
            &format!("the database has no order {subject} yet; recorded all the same"),
        );
        return Ok(About { shop, order_no: subject.to_owned(), ..About::default() });
    }
    Ok(About { shop, buyer: subject.to_owned(), ..About::default() })
}
