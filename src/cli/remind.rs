//! `cs remind`: the queue of unpaid orders, and what was done about them.

use super::args::{InputArgs, Output, titled};
use super::config::duration;
use super::context::Context;
use super::load;
use super::records::{self, FromFile, Writing};
use super::rows::{self, Want};
use super::show::Show;
use super::{check, orders, templates, when};
use crate::error::{Error, Result};
use crate::model::time::HOUR;
use crate::model::{Column, Fields, Lang, Say, Selection, Stamp, Status, platform};
use crate::read::{Rest, Work};
use crate::records::{Contact, Order, REMINDED, WAYS};
use crate::render::Meta;
use crate::tasks::remind::note::{Refusal, ReminderClaim, may_note};
use crate::tasks::remind::{COLUMNS, COOLDOWN, Contacts, PER_ORDER, Queue, Settings, as_known};
use chrono::Timelike;
use clap::{Args, Subcommand};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::path::Path;

/// Data older than this are not reminded from.
pub(super) const MAX_AGE: i64 = 2 * HOUR;
/// How often a buyer is asked.
pub(super) const ATTEMPTS: i64 = 1;
/// From when to when buyers may be written to.
pub(super) const QUIET: &str = "09:00-21:00";

#[derive(Subcommand, Debug)]
pub(crate) enum RemindCommand {
    Unpaid(UnpaidArgs),
    Done(DoneArgs),
    Skip(SkipArgs),
}

/// Buyers to remind of an unpaid order, most urgent first, each with a text to paste
///
/// Orders unpaid for 12 hours, or half of the platform's closing time where that is shorter. Left out, unless
/// `--all`: paid twins, cash on delivery, orders past their closing time, buyers asked already. A guard that
/// could not run stands in `checks`. Nothing is sent.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs remind unpaid export.csv\n  cs remind unpaid --after 6h\n  cs remind unpaid export.csv -F text"
)]
pub(crate) struct UnpaidArgs {
    #[command(flatten)]
    from: InputArgs,
    /// Unpaid for this long, such as 6h
    #[arg(long, value_name = "TIME")]
    after: Option<String>,
    /// Held-back orders too, with the reason
    #[arg(long)]
    all: bool,
    /// One row for each order, not for each buyer
    #[arg(long)]
    per_order: bool,
    /// As it was known at `--now`: later payments don't count
    #[arg(long)]
    as_known: bool,
    /// Shops whose data are too old, too
    #[arg(long)]
    stale_ok: bool,
    #[command(flatten)]
    output: Output,
}

/// Note that buyers were reminded
///
/// Row numbers are those of `cs remind unpaid` and of no other table. An order that is not unpaid any more is refused,
/// and the whole command with it. Of an order paid since, within a day: `--result paid`. Or say when the buyer was
/// reminded, `--at 10:00`: then it has to be before the payment, and an order that closed unpaid is taken, too.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs remind done 1-20,23 --via chat\n  cs remind unpaid -F name | cs remind done - --via chat\n  cs remind done 3512345678901234567 --via chat --result paid\n  cs remind done 3512345678901234567 --via phone --at 10:00"
)]
pub(crate) struct DoneArgs {
    /// Order numbers, or rows of the queue (1-20,23); `-` reads standard input
    #[arg(value_name = "ORDER", required_unless_present = "from_file")]
    orders: Vec<String>,
    #[command(flatten)]
    file: FromFile,
    /// How: chat, sms, phone
    #[arg(long, value_parser = titled(WAYS))]
    via: Option<String>,
    /// What came of it
    #[arg(long, value_parser = titled(REMINDED))]
    result: Option<String>,
    /// When, if not now: 10:00, or a date with time
    #[arg(long = "at", value_name = "TIME", allow_hyphen_values = true)]
    reminded_at: Option<String>,
    /// A remark
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Show what would be written, and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// Leave orders out of the queue
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs remind skip 3512345678901234567 --why 已电话联系")]
pub(crate) struct SkipArgs {
    /// Order numbers, or rows of the queue (1-20,23); `-` reads standard input
    #[arg(value_name = "ORDER", required_unless_present = "from_file")]
    orders: Vec<String>,
    #[command(flatten)]
    file: FromFile,
    /// Why
    #[arg(long, value_name = "TEXT")]
    why: String,
    /// Show what would be written, and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

const PURPOSE: &str = "unpaid";

pub(crate) fn run(cx: &Context, command: RemindCommand) -> Result<u8> {
    match command {
        RemindCommand::Unpaid(args) => unpaid(cx, args),
        RemindCommand::Done(args) => {
            let at = args.reminded_at.as_deref().map(|word| when::past(word, cx.now, cx.zone)).transpose()?;
            let contact = Contact {
                action: "done".into(),
                at: at.unwrap_or_default(),
                via: args.via.unwrap_or_default(),
                result: args.result.unwrap_or_default(),
                note: args.note.unwrap_or_default(),
                ..Contact::default()
            };
            record(cx, &args.orders, args.file.path(), &contact, args.dry_run)
        }
        RemindCommand::Skip(args) => {
            let contact = Contact { action: "skip".into(), note: args.why, ..Contact::default() };
            record(cx, &args.orders, args.file.path(), &contact, args.dry_run)
        }
    }
}

fn unpaid(cx: &Context, mut args: UnpaidArgs) -> Result<u8> {
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

fn age(text: &str) -> Result<i64> {
    duration(text).ok_or_else(|| {
        Error::usage(format!("看不懂时长「{text}」"), format!("can't read the duration `{text}`"))
            .hint("写成 6h、90m、2d", "write it as 6h, 90m, 2d")
    })
}

/// Order number → platform and shop → what was done.
type Log = HashMap<String, BTreeMap<(String, String), Contacts>>;

/// What the contact log knows at `now`. Looked at for files too, so that nobody is asked twice; reading it
/// changes nothing.
fn contacts(cx: &Context) -> Result<Log> {
    let mut out = Log::new();
    let Some(store) = cx.store()? else { return Ok(out) };
    for contact in store.contacts(PURPOSE)? {
        if contact.at > cx.now {
            continue;
        }
        let of_number = out.entry(contact.order_no).or_default();
        let known = of_number.entry((contact.platform, contact.shop)).or_default();
        if contact.action == "skip" {
            known.skipped = true;
        } else {
            known.attempts += 1;
            known.last = known.last.max(Some(contact.at));
        }
    }
    Ok(out)
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

/// Quiet hours hide no rows: a note says from when buyers may be written to.
fn tell_quiet_hours(cx: &Context, (from, to): (i64, i64)) {
    let Some(now) = cx.zone.local(cx.now) else { return };
    let minute = i64::from(now.hour() * 60 + now.minute());
    if minute < from || minute >= to {
        let clock = |m: i64| format!("{:02}:{:02}", m / 60, m % 60);
        let (now, from, to) = (clock(minute), clock(from), clock(to));
        cx.note(
            &format!("现在是 {now}，{from}–{to} 之间才宜联系买家"),
            &format!("it is {now}: buyers should be written to between {from} and {to}"),
        );
    }
}

/// `[remind] hours`: from and to, in minutes of the day.
fn contact_hours(cx: &Context) -> Result<(i64, i64)> {
    let text = cx.config.remind.hours.as_deref().unwrap_or(QUIET);
    let clock = |part: &str| -> Option<i64> {
        let (hour, minute) = part.trim().split_once(':')?;
        let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
        ((0..=24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
    };
    text.split_once('-')
        .and_then(|(from, to)| Some((clock(from)?, clock(to)?)))
        .filter(|(f, t)| f < t)
        .ok_or_else(|| {
            Error::usage(
                format!("配置 [remind] hours 的值「{text}」看不懂"),
                format!("the value `{text}` of `[remind] hours` can't be read"),
            )
            .hint("写成 \"09:00-21:00\"", "write it as \"09:00-21:00\"")
        })
}

/// Writes one contact for each order, all or none. What somebody did already is told, not done again; that is
/// looked up while nobody else can write.
fn record(
    cx: &Context,
    orders: &[String],
    file: Option<&Path>,
    contact: &Contact,
    dry_run: bool,
) -> Result<u8> {
    let numbers = rows::placed(cx, orders, file, Want::Unpaid)?;
    if cx.store()?.is_none() {
        return Err(super::context::no_database());
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

/// A number by itself does not say which order is meant; a row of the queue does.
fn in_several_shops(number: &str, found: &[Order]) -> Error {
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
fn refuse(cx: &Context, refused: &[(String, Refusal)], of: usize) -> Error {
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
