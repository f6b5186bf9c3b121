//! What was done about orders of the queue, written down.

use super::contacts::PURPOSE;
use super::limits::age;
use super::refuse::{in_several_shops, refuse};
use crate::cli::context::{Context, no_database};
use crate::cli::orders;
use crate::cli::records::{self, Writing};
use crate::cli::rows::{self, Want};
use crate::error::Result;
use crate::model::{Lang, Status};
use crate::records::Contact;
use crate::tasks::remind::COOLDOWN;
use crate::tasks::remind::note::{ReminderClaim, may_note};
use std::path::Path;

/// Writes one contact for each order, all or none. What somebody did already is told, not done again; that is
/// looked up while nobody else can write.
pub(super) fn record(
    cx: &Context,
    orders: &[String],
    file: Option<&Path>,
    contact: &Contact,
    dry_run: bool,
) -> Result<u8> {
    let numbers = rows::placed(cx, orders, file, Want::Unpaid)?;
    if cx.store()?.is_none() {
        return Err(no_database());
    }
    let pause = cx.config.remind.cooldown.as_deref().map_or(Ok(COOLDOWN), age)?;
    let (mut wanted, mut refused): (Vec<Contact>, Vec<_>) = (Vec::new(), Vec::new());
    for (number, place) in &numbers {
        let mut found = orders::find(cx, number)?;
        if let Some((platform, shop)) = place {
            found.retain(|order| order.platform == *platform && order.shop == *shop);
        }
        let [order] = found.as_slice() else {
            return Err(in_several_shops(number, &found));
        };
        if contact.action == "done" {
            let said = ReminderClaim {
                at: (contact.at.0 != 0).then_some(contact.at),
                paid: contact.result == "paid",
            };
            refused.extend(may_note(order, said, cx.now).err().map(|why| (number.clone(), why)));
        } else if order.status != Status::Unpaid {
            let (zh, en) = (order.status.title(Lang::Zh), order.status.title(Lang::En));
            cx.note(
                &format!("注意：订单 {number} 现在是「{zh}」，不是待付款"),
                &format!("note: order {number} is {en} now, not unpaid"),
            );
        }
        let same = |c: &Contact| {
            (&c.platform, &c.shop, &c.order_no) == (&order.platform, &order.shop, &order.order_no)
        };
        if wanted.iter().any(same) {
            continue;
        }
        wanted.push(Contact {
            platform: order.platform.clone(),
            shop: order.shop.clone(),
            order_no: order.order_no.clone(),
            purpose: PURPOSE.into(),
            ..contact.clone()
        });
    }
    if !refused.is_empty() {
        return Err(refuse(cx, &refused, numbers.len()));
    }
    let command = format!("remind {}", contact.action);
    let recorded = records::write(cx, &command, Writing { dry_run }, |w| {
        let before = w.store.contacts(PURPOSE)?;
        let mut recorded = 0;
        for contact in &wanted {
            let same = |c: &&Contact| {
                (&c.platform, &c.shop, &c.order_no) == (&contact.platform, &contact.shop, &contact.order_no)
                    && c.action == contact.action
                    && c.at <= cx.now
                    && cx.now.0 - c.at.0 < pause
            };
            let number = &contact.order_no;
            if let Some(done) = before.iter().rev().find(same) {
                let when = done.at.short(cx.zone, cx.now);
                cx.note(
                    &format!("订单 {number}：{} 在 {when} 已经记过，不再重复", done.by),
                    &format!("order {number}: {} did that at {when}; not recorded again", done.by),
                );
                continue;
            }
            let end = number.get(number.len().saturating_sub(6)..).unwrap_or(number);
            let did = if contact.action == "skip" { "跳过" } else { "已催" };
            cx.note(&format!("…{end} {did}"), &format!("…{end} {}", contact.action));
            w.put_contact(contact)?;
            w.say(format!("{PURPOSE} {} {number}", contact.action));
            recorded += 1;
        }
        Ok(recorded)
    })?;
    if !dry_run {
        cx.note(&format!("已记录 {recorded} 单"), &format!("{recorded} orders recorded"));
    }
    Ok(0)
}
