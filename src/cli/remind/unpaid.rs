//! `cs remind unpaid`: the queue.

use super::UnpaidArgs;
use super::contacts::contacts;
use super::hours::{contact_hours, tell_quiet_hours};
use super::limits::{ATTEMPTS, MAX_AGE, age};
use crate::cli::context::Context;
use crate::cli::show::Show;
use crate::cli::{check, load, rows, templates};
use crate::error::Result;
use crate::model::{Column, Fields, Lang, Say, Selection, Stamp, platform};
use crate::read::{Rest, Work};
use crate::records::Order;
use crate::render::Meta;
use crate::tasks::remind::{COLUMNS, COOLDOWN, PER_ORDER, Queue, Settings, as_known};
use std::cell::RefCell;
use std::ops::ControlFlow;

pub(super) fn unpaid(cx: &Context, mut args: UnpaidArgs) -> Result<u8> {
    let after = args.after.as_deref().map(age).transpose()?;
    let remind = &cx.config.remind;
    let setting = |value: &Option<String>, default: i64| value.as_deref().map_or(Ok(default), age);
    let (cooldown, max_age) = (setting(&remind.cooldown, COOLDOWN)?, setting(&remind.max_age, MAX_AGE)?);
    let hours = contact_hours(cx)?;
    let scope = check::scope(cx, &args.from)?;
    let columns: Vec<Column> =
        COLUMNS.iter().map(|c| if c.key == "orders" && args.per_order { PER_ORDER } else { *c }).collect();
    let name = if args.per_order { "order_no" } else { "orders" };
    let Some(show) =
        Show::over(cx, &args.from, &args.output, Say::new("未付款提醒", "Unpaid orders"), &columns, name)?
    else {
        return Ok(0);
    };
    let show = show.remembered_as(rows::UNPAID);
    let (zh, en) = (templates::unpaid(cx, Lang::Zh)?, templates::unpaid(cx, Lang::En)?);
    let contacts = contacts(cx)?;
    // As it was known, any order may have been unpaid. Orders that somebody was asked about tell who it was.
    args.from.selection = (!args.as_known).then(|| Selection {
        near_unpaid: Some(scope.common.twin_window),
        numbers: contacts.keys().cloned().collect(),
        ..Selection::default()
    });
    let no_ages = |_: &str, _: &str| (None, false);
    let contacts = |order_no: &str, platform: &str, shop: &str| {
        let of_number = contacts.get(order_no)?;
        of_number.iter().find(|(of, _)| of.0 == platform && of.1 == shop).map(|(_, done)| done.clone())
    };
    let mut settings = Settings {
        scope: &scope,
        after,
        all: args.all,
        per_order: args.per_order,
        cooldown,
        most_attempts: remind.attempts.unwrap_or(ATTEMPTS),
        template: &|platform| if writes_chinese(cx, platform) { &zh } else { &en },
        contacts: &contacts,
        as_of: &no_ages,
    };
    let mut queue = Queue::default();
    let looking = settings.looking();
    let see = |queue: &mut Queue, order: &mut Order, rest: &mut Rest<'_>| {
        rest.fill(order)?;
        if args.as_known {
            as_known(order, scope.now);
        }
        queue.see(order, &looking);
        Ok(())
    };
    let work = Work { fresh: &Queue::default, see: &see };
    let loaded = load::orders_in_parallel(cx, &args.from, Fields::of(Queue::FIELDS), &work, &mut |later| {
        queue.absorb(later);
        Ok(ControlFlow::Continue(()))
    })?;
    let withheld: RefCell<Vec<String>> = RefCell::default();
    let ages = |platform: &str, shop: &str| -> (Option<Stamp>, bool) {
        let at = loaded.as_of.get(&(platform.to_owned(), shop.to_owned())).copied();
        let old = !loaded.from_files && !args.stale_ok && at.is_some_and(|at| cx.now.0 - at.0 > max_age);
        if old {
            let (zh, en) = platform::shop_names((platform, shop), loaded.as_of.keys());
            let name = cx.lang.pick(&zh, &en).to_owned();
            let mut names = withheld.borrow_mut();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        (at, old)
    };
    settings.as_of = &ages;
    let undated = queue.undated;
    let (rows, held) = queue.finish(&settings);
    let messages = show.needs("message");
    let written = show.run(|emit| {
        for row in &rows {
            let message = messages.then(|| row.message(&settings)).transpose();
            if !emit(&row.cells(scope.now, message.map_err(|e| templates::wrong(&e))?))? {
                break;
            }
        }
        Ok(Meta::default())
    })?;
    load::write_rejects(cx, &args.from.reading, &loaded.rejects, args.output.force)?;
    load::tell_age(cx, &loaded, scope.common.stale_data);
    if held > 0 {
        cx.note(
            &format!("{held} 单没有列出（--all 看原因）"),
            &format!("{held} orders are held back (`--all` shows why)"),
        );
    }
    if undated > 0 {
        cx.note(
            &format!("{undated} 个未付款订单没有下单时间，等了多久说不清，没有列出"),
            &format!("{undated} unpaid orders have no order time, so how long they have waited can't be told: not listed"),
        );
    }
    tell_withheld(cx, &withheld.borrow(), args.all);
    if args.stale_ok && !loaded.from_files && cx.store()?.is_some() {
        cx.store_to_write()?.audit(&cx.who("remind unpaid"), "stale-ok")?;
    }
    tell_quiet_hours(cx, hours);
    written.tell_of(cx, rows.len());
    Ok(if loaded.rejects.is_empty() { 0 } else { 5 })
}

/// A text is in the buyers' language, whatever the terminal's is.
fn writes_chinese(cx: &Context, platform: &str) -> bool {
    match platform {
        "" => cx.lang == Lang::Zh,
        "shopify" | "woocommerce" | "amazon" | "ebay" | "etsy" => false,
        _ => true,
    }
}

fn tell_withheld(cx: &Context, shops: &[String], all: bool) {
    if shops.is_empty() || all {
        return;
    }
    let names = shops.join("、");
    cx.note(
        &format!("{names} 的数据太旧，没有列出；请重新导入，或加 --stale-ok"),
        &format!("the data of {names} are too old and withheld; import again, or pass `--stale-ok`"),
    );
}
