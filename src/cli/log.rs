//! `cs log`: what happened today, by category; incidents stay open until closed.

use super::args::Output;
use super::context::Context;
use super::records::{self, Span, Writing, about, by_them, elsewhere, id, nick, print, text};
use super::rows::{Want, names};
use crate::error::{Error, Result};
use crate::model::{Cell, Column, Say, Stamp};
use crate::records::{LOG, LogEntry};
use crate::store::Writer;
use clap::{Args, Subcommand};
use std::collections::BTreeMap;

#[derive(Subcommand, Debug)]
pub(crate) enum LogCommand {
    Add(LogAddArgs),
    List(LogListArgs),
    Summary(SummaryArgs),
    Close(LogCloseArgs),
}

/// Write a line into the log
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs log add 退款 买家催退款，已转财务\n  cs log add 系统 千牛登不上 --incident"
)]
pub(crate) struct LogAddArgs {
    /// The category, in your own words
    #[arg(value_name = "CATEGORY", allow_hyphen_values = true)]
    category: String,
    /// What it says
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    text: String,
    /// The order or the buyer it is about
    #[arg(long = "about", value_name = "ORDER|BUYER")]
    log_about: Option<String>,
    /// Something that stays open until it is closed; handovers tell of it
    #[arg(long)]
    incident: bool,
    #[command(flatten)]
    writing: Writing,
}

/// List the log
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs log list --date 昨天")]
pub(crate) struct LogListArgs {
    #[command(flatten)]
    span: Span,
    /// Only this category
    #[arg(long = "category", value_name = "NAME")]
    only_category: Option<String>,
    #[command(flatten)]
    output: Output,
}

/// Count the log by category, the most frequent first
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs log summary --since -30d")]
pub(crate) struct SummaryArgs {
    #[command(flatten)]
    span: Span,
    #[command(flatten)]
    output: Output,
}

/// Close incidents and notes for the next shift
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs log close G-0001")]
pub(crate) struct LogCloseArgs {
    /// Numbers such as G-0001
    #[arg(value_name = "LINE", required = true)]
    lines: Vec<String>,
    #[command(flatten)]
    writing: Writing,
}

const COLUMNS: &[Column] = &[
    Column::new("id", "编号", "Id"),
    Column::new("at", "时间", "At"),
    Column::new("by", "登记人", "By"),
    Column::new("category", "类别", "Category"),
    Column::new("text", "内容", "Text"),
    Column::new("kind", "类型", "Kind"),
    Column::new("order_no", "订单号", "Order"),
    Column::new("buyer", "买家", "Buyer"),
    Column::new("state", "状态", "State"),
    Column::new("closed_at", "关闭时间", "Closed").hidden(),
    Column::new("closed_by", "关闭人", "Closed by").hidden(),
    Column::new("staff_no", "工号", "Staff no.").hidden(),
];

const SUMMARY: &[Column] = &[
    Column::new("category", "类别", "Category"),
    Column::new("entries", "条数", "Entries").right(),
    Column::new("incidents", "突发", "Incidents").right(),
    Column::new("open", "未关闭", "Open").right(),
    Column::new("last_at", "最近一次", "Last"),
];

pub(crate) fn run(cx: &Context, command: LogCommand) -> Result<u8> {
    match command {
        LogCommand::Add(args) => {
            let kind = if args.incident { "incident" } else { "log" };
            let line = LogLine { category: args.category, text: args.text, kind, about: args.log_about };
            add(cx, "log add", line, args.writing)
        }
        LogCommand::List(args) => list(cx, &args),
        LogCommand::Summary(args) => summary(cx, &args),
        LogCommand::Close(args) => close(cx, &args),
    }
}

/// A line to be written.
pub(crate) struct LogLine {
    pub(crate) category: String,
    pub(crate) text: String,
    pub(crate) kind: &'static str,
    pub(crate) about: Option<String>,
}

pub(crate) fn add(cx: &Context, command: &str, line: LogLine, writing: Writing) -> Result<u8> {
    let number = records::write(cx, command, writing, |w| put(cx, w, line))?;
    cx.note(&format!("已登记 {number}"), &format!("recorded as {number}"));
    Ok(0)
}

fn put(cx: &Context, w: &mut Writer<'_>, line: LogLine) -> Result<String> {
    let about = match &line.about {
        Some(subject) => about(cx, w.store, subject, None)?,
        None => records::About::default(),
    };
    let entry = LogEntry {
        id: w.number(&LOG)?,
        at: cx.now,
        by: w.who().by.clone(),
        category: line.category,
        text: line.text,
        kind: line.kind.into(),
        order_no: about.order_no,
        buyer: about.buyer,
        state: if line.kind == "log" { String::new() } else { "open".into() },
        ..LogEntry::default()
    };
    w.put(&entry)?;
    w.say(format!("{} {} {}", entry.id, entry.kind, entry.category));
    Ok(entry.id)
}

fn entries(cx: &Context, span: &Span) -> Result<Vec<LogEntry>> {
    let window = span.window(cx)?;
    let mut all = cx.store()?.map_or(Ok(Vec::new()), |s| s.log())?;
    all.retain(|e| window.holds(Some(e.at)) && by_them(cx, &[&e.by]));
    Ok(all)
}

fn list(cx: &Context, args: &LogListArgs) -> Result<u8> {
    let mut all = entries(cx, &args.span)?;
    all.retain(|e| args.only_category.as_ref().is_none_or(|c| *c == e.category));
    let staff = cx.store()?.map_or(Ok(Vec::new()), |s| s.staff())?;
    let rows: Vec<_> = all
        .iter()
        .map(|e| {
            let number = staff.iter().find(|s| s.name == e.by).map_or("", |s| s.number.as_str());
            let mut cells = row(e);
            cells.push(id(number));
            cells
        })
        .collect();
    print(cx, &args.output, Say::new("日志", "Log"), COLUMNS, "id", rows)
}

fn row(e: &LogEntry) -> Vec<Cell<'static>> {
    vec![
        id(&e.id),
        Cell::Time(e.at),
        text(&e.by),
        text(&e.category),
        text(&e.text),
        match e.kind.as_str() {
            "incident" => Cell::Word("incident", "突发", "incident"),
            "note" => Cell::Word("note", "交班留言", "note"),
            _ => Cell::Word("log", "日志", "log"),
        },
        id(&e.order_no),
        nick(&e.buyer),
        match e.state.as_str() {
            "open" => Cell::Word("open", "未关闭", "open"),
            "closed" => Cell::Word("closed", "已关闭", "closed"),
            _ => Cell::Empty,
        },
        Cell::time(e.closed_at),
        text(&e.closed_by),
    ]
}

fn summary(cx: &Context, args: &SummaryArgs) -> Result<u8> {
    let mut by_category: BTreeMap<String, (i64, i64, i64, Stamp)> = BTreeMap::new();
    for e in entries(cx, &args.span)? {
        let line = by_category.entry(e.category).or_default();
        line.0 += 1;
        line.1 += i64::from(e.kind == "incident");
        line.2 += i64::from(e.state == "open");
        line.3 = line.3.max(e.at);
    }
    let mut lines: Vec<_> = by_category.into_iter().collect();
    lines.sort_by_key(|(_, line)| std::cmp::Reverse(line.0));
    let rows = lines.into_iter().map(|(category, (all, incidents, open, last))| {
        vec![
            Cell::own_text(category),
            Cell::Int(all),
            Cell::Int(incidents),
            Cell::Int(open),
            Cell::Time(last),
        ]
    });
    print(cx, &args.output, Say::new("日志汇总", "Log summary"), SUMMARY, "category", rows)
}

fn close(cx: &Context, args: &LogCloseArgs) -> Result<u8> {
    let names = names(cx, &args.lines, None, Want::Name)?;
    let told = records::write(cx, "log close", args.writing, |w| {
        let mut all = w.store.log()?;
        let mut told = Vec::new();
        for name in &names {
            let found = all.iter_mut().find(|e| e.id.eq_ignore_ascii_case(name) && !e.state.is_empty());
            let Some(entry) = found else {
                let shown = crate::model::quote::number(name);
                let e = Error::input(
                    format!("没有可以关闭的 {shown}"),
                    format!("there is nothing to close called {shown}"),
                );
                return Err(match elsewhere(name).filter(|_| !name.to_ascii_uppercase().starts_with('G')) {
                    Some(say) => e.hint(say.zh, say.en),
                    None => e.hint("用 cs log list 查看", "see `cs log list`"),
                });
            };
            if entry.state == "open" {
                entry.state = "closed".into();
                entry.closed_at = Some(cx.now);
                entry.closed_by.clone_from(&w.who().by);
                w.put(entry)?;
                w.say(format!("{} closed", entry.id));
            }
            told.push((entry.id.clone(), entry.closed_by.clone()));
        }
        Ok(told)
    })?;
    for (number, by) in told {
        cx.note(&format!("{number} 已关闭（{by}）"), &format!("{number} closed by {by}"));
    }
    Ok(0)
}
