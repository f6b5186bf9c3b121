//! `cs messages`: chats, as exports tell them and as they were entered by hand.

use super::args::{InputArgs, Output};
use super::context::Context;
use super::load::{self, Loaded};
use super::records::{self, Writing, about, tail};
use super::show::Show;
use super::when;
use crate::error::{Error, Result};
use crate::layouts::Kind;
use crate::load::{known_shops, records_of_files};
use crate::model::Say;
use crate::records::{GenericRecord, MANUAL_MESSAGES, MESSAGES, ManualMessage};
use crate::render::Meta;
use crate::store::{OrderFilter, Store};
use crate::tasks::messages::{COLUMNS, Message, row, sort};
use clap::{Args, Subcommand};
use std::ops::ControlFlow;

#[derive(Subcommand, Debug)]
pub(crate) enum MessagesCommand {
    Add(MessageAddArgs),
    List(MessageListArgs),
}

/// Enter what was said in a chat that no platform exports
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs messages add 3512345678901234567 请改成晚上送\n  cs messages add 买家昵称 好的，已备注 --from shop --at 10:20"
)]
pub(crate) struct MessageAddArgs {
    /// An order number, or a buyer
    #[arg(value_name = "ORDER|BUYER")]
    about: String,
    /// What it says
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    text: String,
    /// Whose words: buyer, shop
    #[arg(long = "from", value_name = "SIDE", value_parser = ["buyer", "shop"], default_value = "buyer")]
    said_by: String,
    /// Where it was said: chat, phone, sms, mail
    #[arg(long = "via", value_name = "WAY", value_parser = ["chat", "phone", "sms", "mail"], default_value = "chat")]
    said_via: String,
    /// When, if not now: 10:00, or a date with time
    #[arg(long = "at", value_name = "TIME", allow_hyphen_values = true)]
    reminded_at: Option<String>,
    /// The shop, where the number stands in several
    #[arg(long = "shop", value_name = "NAME")]
    of_shop: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// List messages by their time, imported ones and those entered by hand
///
/// Of files only what they hold is listed. `source` tells where each comes from.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs messages list --about 3512345678901234567\n  cs messages list chats.csv --since 昨天"
)]
pub(crate) struct MessageListArgs {
    #[command(flatten)]
    from: InputArgs,
    /// Only the chat about this order, or with this buyer
    #[arg(long = "about", value_name = "ORDER|BUYER", help_heading = "Selection")]
    chat_about: Option<String>,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(cx: &Context, command: MessagesCommand) -> Result<u8> {
    match command {
        MessagesCommand::Add(args) => add(cx, args),
        MessagesCommand::List(args) => list(cx, &args),
    }
}

fn add(cx: &Context, args: MessageAddArgs) -> Result<u8> {
    if args.text.trim().is_empty() {
        return Err(Error::usage("没有内容，没有记", "nothing was said: nothing was recorded"));
    }
    let at = args.reminded_at.as_deref().map(|word| when::past(word, cx.now, cx.zone)).transpose()?;
    let said = records::write(cx, "messages add", args.writing, |w| {
        let about = about(cx, w.store, &args.about, args.of_shop.as_deref())?;
        let said = ManualMessage {
            id: w.number(&MANUAL_MESSAGES)?,
            platform: about.platform,
            shop: about.shop,
            order_no: about.order_no,
            buyer: about.buyer,
            at: at.unwrap_or(cx.now),
            sent_by: args.said_by,
            via: args.said_via,
            text: args.text,
            entered_at: cx.now,
            by: w.who().by.clone(),
        };
        w.put(&said)?;
        w.say(format!("{} message {}", said.id, said.order_no).trim_end());
        Ok(said)
    })?;
    if !args.writing.dry_run {
        let of = tail(&said.order_no);
        cx.note(&format!("已登记 {}{of}", said.id), &format!("recorded as {}{of}", said.id));
    }
    Ok(0)
}

fn list(cx: &Context, args: &MessageListArgs) -> Result<u8> {
    let (from, output) = (&args.from, &args.output);
    let pick = &from.pick;
    let window =
        when::window(pick.since.as_deref(), pick.until.as_deref(), pick.date.as_deref(), cx.now, cx.zone)?;
    let Some(show) = Show::over(cx, from, output, Say::new("聊天记录", "Messages"), COLUMNS, "id")?
    else {
        return Ok(0);
    };
    let wanted = |message: &Message| {
        let (platform, shop) = message.place();
        pick.takes(platform, shop)
            && window.holds(message.at())
            && args.chat_about.as_ref().is_none_or(|about| message.is_about(about))
    };
    let (mut all, loaded) = if from.is_database() {
        (database(cx, from, &wanted)?, Loaded::default())
    } else {
        files(cx, from, &wanted)?
    };
    sort(&mut all);
    let written = show.rows(all.iter().map(row), Meta::default())?;
    load::write_rejects(cx, &from.reading, &loaded.rejects, output.force)?;
    written.tell_of(cx, all.len());
    Ok(if loaded.rejects.is_empty() { 0 } else { 5 })
}

fn database(cx: &Context, from: &InputArgs, wanted: &dyn Fn(&Message) -> bool) -> Result<Vec<Message>> {
    let Some(store) = cx.store()? else {
        cx.hint(
            "还没有数据库；先用 cs import 导入，或直接给出导出文件",
            "there is no database yet: run `cs import`, or name the export files",
        );
        return Ok(Vec::new());
    };
    let said = store.said()?;
    // A shop may be known by what was entered only.
    if !from.pick.shop.iter().all(|shop| said.iter().any(|s| s.shop == *shop)) {
        known_shops(&store, &load::query(cx, from)?)?;
    }
    let mut all = stored(&store, wanted)?;
    all.extend(said.into_iter().map(|said| Message::Entered(Box::new(said))).filter(|m| wanted(m)));
    Ok(all)
}

fn stored(store: &Store, wanted: &dyn Fn(&Message) -> bool) -> Result<Vec<Message>> {
    let mut all = Vec::new();
    store.each_line(&MESSAGES, &OrderFilter::default(), &mut |line| {
        keep(line, wanted, &mut all);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(all)
}

fn keep(line: &GenericRecord, wanted: &dyn Fn(&Message) -> bool, all: &mut Vec<Message>) {
    let message = Message::Told(Box::new(line.clone()));
    if wanted(&message) {
        all.push(message);
    }
}

fn files(
    cx: &Context,
    from: &InputArgs,
    wanted: &dyn Fn(&Message) -> bool,
) -> Result<(Vec<Message>, Loaded)> {
    let catalog = load::catalog(&from.reading)?;
    let mut tables = load::open_all(cx, from, &catalog, true)?;
    tables.retain(|table| table.kind() == Kind::Lines(&MESSAGES));
    if tables.is_empty() {
        cx.note(
            "这些文件里没有聊天记录；格式认错了就用 --layout generic-messages",
            "there are no messages in these files; if one was taken for something else, say `--layout generic-messages`",
        );
    }
    let mut all = Vec::new();
    let desk = load::Desk::new(cx);
    let loaded = records_of_files(&desk, &load::query(cx, from)?, tables, &MESSAGES, &mut |line| {
        keep(line, wanted, &mut all);
    })?;
    Ok((all, loaded))
}
