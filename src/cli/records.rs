//! What the commands of hand-written records share: about whom, until when, which ones.

use super::args::Output;
use super::context::Context;
use super::rows::{self, Want};
use super::show::Show;
use super::when;
use crate::error::{Error, Result};
use crate::model::text::is_masked;
use crate::model::time::DAY;
use crate::model::{Cell, Column, Say, Stamp};
use crate::records::Staff;
use crate::render::Meta;
use crate::rules::Window;
use crate::store::{Store, Who, Writer};
use clap::{Args, ValueHint};
use std::path::{Path, PathBuf};

/// Every command that writes has this.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(crate) struct Writing {
    /// Show what would be written, and write nothing
    #[arg(short = 'n', long)]
    pub(crate) dry_run: bool,
}

/// Which records a list shows. `--by NAME` on the command line belongs to it too: only theirs.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Span {
    /// Written from this moment on
    #[arg(long = "since", value_name = "TIME", allow_hyphen_values = true, help_heading = "Selection")]
    from_when: Option<String>,
    /// Written before this moment; a bare date includes that day
    #[arg(long = "until", value_name = "TIME", allow_hyphen_values = true, help_heading = "Selection")]
    until_when: Option<String>,
    /// Written on this day, or in this month
    #[arg(long = "date", value_name = "DATE", allow_hyphen_values = true, conflicts_with_all = ["from_when", "until_when"], help_heading = "Selection")]
    on_date: Option<String>,
}

impl Span {
    pub(crate) fn window(&self, cx: &Context) -> Result<Window> {
        let (since, until) = (self.from_when.as_deref(), self.until_when.as_deref());
        when::window(since, until, self.on_date.as_deref(), cx.now, cx.zone)
    }
}

/// Which shops' records.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct PlaceArgs {
    /// Only this platform; repeatable
    #[arg(long, value_name = "NAME", value_parser = super::args::platform, add = clap_complete::ArgValueCompleter::new(super::complete::platforms), help_heading = "Selection")]
    platform: Vec<String>,
    /// Only this shop; repeatable
    #[arg(long, value_name = "NAME", add = clap_complete::ArgValueCompleter::new(super::complete::shops), help_heading = "Selection")]
    shop: Vec<String>,
}

impl PlaceArgs {
    pub(crate) fn takes(&self, platform: &str, shop: &str) -> bool {
        let among = |list: &[String], value: &str| list.is_empty() || list.iter().any(|one| one == value);
        among(&self.platform, platform) && among(&self.shop, shop)
    }
}

/// Whether one of these is the person that `--by` names; without it everybody.
pub(crate) fn by_them(cx: &Context, names: &[&str]) -> bool {
    cx.only_by.as_ref().is_none_or(|by| names.contains(&by.trim()))
}

/// Names in a file, beside those of the command line.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct FromFile {
    /// A file with one in each line, or a CSV with the column `order_no`
    #[arg(long = "from", value_name = "FILE", value_hint = ValueHint::FilePath)]
    from_file: Option<PathBuf>,
}

impl FromFile {
    pub(crate) fn path(&self) -> Option<&Path> {
        self.from_file.as_deref()
    }
}

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

/// A deadline further off than this is a slip of the pen.
const FAR: i64 = 2 * 366 * DAY;
const LONG_PAST: i64 = 31 * DAY;

/// A moment to come: `+2h`, `90m`, `18:00` (the next one), `明天`, a date (until its end), an instant. One that is
/// past already is taken with a remark.
pub(crate) fn due(cx: &Context, word: &str) -> Result<Stamp> {
    let at = moment_of(cx, word)?;
    let left = at.0.saturating_sub(cx.now.0);
    if !(-LONG_PAST..=FAR).contains(&left) {
        let shown = crate::model::text::one_line(word, 40);
        return Err(Error::usage(
            format!("期限「{shown}」离现在太远"),
            format!("the deadline `{shown}` is too far from now"),
        )
        .hint("最多晚于现在两年、早于现在一个月", "at most two years ahead and one month back"));
    }
    if left < 0 {
        let at = at.short(cx.zone, cx.now);
        cx.note(&format!("注意：期限 {at} 已经过了"), &format!("note: the deadline {at} is already past"));
    }
    Ok(at)
}

fn moment_of(cx: &Context, word: &str) -> Result<Stamp> {
    let text = word.trim();
    if let Some(seconds) = super::config::duration(text.trim_start_matches('+')) {
        return Ok(Stamp(cx.now.0.saturating_add(seconds)));
    }
    if matches!(text, "明天" | "tomorrow") {
        return when::span("today", cx.now, cx.zone).map(|s| Stamp(s.to.0 + DAY));
    }
    if let Some((hour, minute)) = text.split_once([':', '：'])
        && let (Ok(hour @ 0..=24), Ok(minute @ 0..=59)) = (hour.parse::<i64>(), minute.parse::<i64>())
    {
        let at = when::moment("today", cx.now, cx.zone)?.0 + hour * 3600 + minute * 60;
        return Ok(Stamp(if at < cx.now.0 { at + DAY } else { at }));
    }
    when::span(text, cx.now, cx.zone).map(|s| s.to)
}

pub(crate) fn due_of(cx: &Context, word: Option<&String>) -> Result<Option<Stamp>> {
    word.map(|word| due(cx, word)).transpose()
}

/// Runs a record command on the database and says when it was only played through.
pub(crate) fn write<T>(
    cx: &Context,
    command: &str,
    writing: Writing,
    work: impl FnOnce(&mut Writer<'_>) -> Result<T>,
) -> Result<T> {
    write_as(cx, &cx.who(command), writing, work)
}

/// A record without a name is nobody's: it could not be asked about, nor taken back.
fn named(who: &Who) -> Result<()> {
    if who.by.trim().is_empty() {
        return Err(Error::usage(
            "不知道是谁在操作，没有记",
            "nobody is known to be typing: nothing was recorded",
        )
        .hint(
            "先 cs shift open 姓名，或用 --by 姓名、CS_BY",
            "`cs shift open NAME` first, or say `--by NAME` or set CS_BY",
        ));
    }
    Ok(())
}

pub(crate) fn write_as<T>(
    cx: &Context,
    who: &Who,
    writing: Writing,
    work: impl FnOnce(&mut Writer<'_>) -> Result<T>,
) -> Result<T> {
    named(who)?;
    if writing.dry_run {
        // Without a database it is played through where nothing is left behind.
        let done = if cx.store()?.is_none() {
            Store::passing()?.store.record(who, true, work)?
        } else {
            cx.store_to_write()?.record(who, true, work)?
        };
        cx.note("只是预演，没有写入", "a dry run: nothing was written");
        return Ok(done);
    }
    // A record that is refused leaves no empty database behind.
    if let Some(mut fresh) = cx.fresh_store_in_turn()? {
        let done = fresh.store.record(who, false, work)?;
        fresh.finish()?;
        return Ok(done);
    }
    cx.store_to_write()?.record(who, false, work)
}

/// Writes a finished list.
pub(crate) fn print(
    cx: &Context,
    output: &Output,
    title: Say,
    columns: &[Column],
    name: &'static str,
    rows: impl IntoIterator<Item = Vec<Cell<'static>>>,
) -> Result<u8> {
    let Some(show) = Show::new(cx, output, title, columns, name)? else { return Ok(0) };
    let rows: Vec<Vec<Cell<'static>>> = rows.into_iter().collect();
    print_to(cx, show, output, &rows)
}

/// The same through a list that is chosen already. `--limit` says how many there are.
pub(crate) fn print_to(cx: &Context, show: Show, output: &Output, rows: &[Vec<Cell<'static>>]) -> Result<u8> {
    let written = show.run(|emit| {
        for row in rows {
            if !emit(row)? {
                break;
            }
        }
        Ok(Meta::default())
    })?;
    if output.limit.is_some() && written.shown < rows.len() {
        cx.note(
            &format!("显示 {} / {} 行（--limit）", written.shown, rows.len()),
            &format!("showing {} of {} rows (`--limit`)", written.shown, rows.len()),
        );
    }
    written.tell(cx);
    Ok(0)
}

/// A word of one of the records' vocabularies; a key from elsewhere stands as it is.
pub(crate) fn word(words: &'static crate::model::Words, key: &str) -> Cell<'static> {
    match crate::model::word(words, key) {
        Some((key, zh, en)) => Cell::Word(key, zh, en),
        None => Cell::own_text(key.to_owned()),
    }
}

/// The end of an order number, to be read once more: ` (…345678)`.
pub(crate) fn tail(order_no: &str) -> String {
    let from = order_no.len().saturating_sub(6);
    match order_no.get(from..).filter(|end| !end.is_empty()) {
        Some(end) => format!(" (…{end})"),
        None => String::new(),
    }
}

/// Somebody with the number that the roster has for them: `小李 (008)`.
pub(crate) fn numbered(staff: &[Staff], name: &str) -> String {
    match staff.iter().find(|s| s.name == name && !s.number.is_empty()) {
        Some(staff) => format!("{name} ({})", staff.number),
        None => name.to_owned(),
    }
}

/// What a name that is no case, log line … is instead, and which verb takes it.
pub(crate) fn elsewhere(name: &str) -> Option<Say> {
    let (letter, number) = name.split_once('-')?;
    if number.is_empty() || !number.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (zh, en) = match letter.to_ascii_uppercase().as_str() {
        "C" => ("这是工单：用 cs cases …", "that is a case: `cs cases …` takes it"),
        "L" => ("这是咨询：用 cs consult …", "that is a consultation: `cs consult …` takes it"),
        "G" => ("这是日志或留言：用 cs log close", "that is a line of the log: `cs log close` takes it"),
        "M" => ("这是一条聊天记录：用 cs messages list", "that is a message: `cs messages list` shows it"),
        "H" => ("这是一次交班：用 cs handover show", "that is a handover: `cs handover show` takes it"),
        _ => return None,
    };
    Some(Say::new(zh, en))
}

pub(crate) fn nick(buyer: &str) -> Cell<'static> {
    if buyer.is_empty() { Cell::Empty } else { Cell::Nick(buyer.to_owned().into()) }
}

pub(crate) fn text(value: &str) -> Cell<'static> {
    Cell::own_text(value.to_owned())
}

pub(crate) fn id(value: &str) -> Cell<'static> {
    Cell::own_id(value.to_owned())
}
