//! `cs report`: the figures of a day.

use super::args::{From, Output, Pick, ReadingArgs};
use super::context::Context;
use super::load::{self, Loaded};
use super::metrics;
use super::show::Show;
use super::when;
use crate::error::{Error, Result};
use crate::model::time::DAY;
use crate::model::{Field, Fields, Say, Stamp};
use crate::render::Meta;
use crate::tasks::daily::{self, Calendar, Daily, METRICS, Outcome, RefundBy, Settings};
use crate::tasks::orders;
use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueHint};
use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::path::PathBuf;

#[derive(Subcommand, Debug)]
pub(crate) enum ReportCommand {
    Daily(DailyArgs),
}

/// The figures of one day: sales, what waits, shipping, refunds; each shop and together
///
/// A document on a terminal, CSV in a pipe with one row for each figure, beside the day before and the same weekday
/// a week ago. What the data do not cover or tell stays empty with the reason, and is never taken for zero. Test
/// and internal orders count nowhere.
#[derive(Args, Debug)]
#[command(
    mut_arg("format", |arg| arg.help("Output format; a document on a terminal, CSV in a pipe")),
    after_help = "Examples:\n  cs report daily\n  cs report daily export.csv --date 2026-11-20 --refund-by order\n  cs report daily --brief\n  cs report daily -o report.md --force\n  cs report daily --rows unshipped"
)]
pub(crate) struct DailyArgs {
    /// Export files or folders; `-` is standard input. Without any: the database
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    reading: ReadingArgs,
    /// Only this platform; repeatable
    #[arg(long, value_name = "NAME", add = clap_complete::ArgValueCompleter::new(super::complete::platforms), help_heading = "Selection")]
    platform: Vec<String>,
    /// Only this shop; repeatable
    #[arg(long, value_name = "NAME", add = clap_complete::ArgValueCompleter::new(super::complete::shops), help_heading = "Selection")]
    shop: Vec<String>,
    /// The day; the default is yesterday
    #[arg(long, value_name = "DATE", allow_hyphen_values = true, help_heading = "Selection")]
    date: Option<String>,
    /// The day that refunds count for: refund, when the money went back, or order, when it was placed
    #[arg(long, value_name = "DAY", value_parser = ["refund", "order"], default_value = "refund", help_heading = "Selection")]
    refund_by: String,
    /// At most 20 plain lines, for a group chat
    #[arg(long, conflicts_with_all = ["rows", "format"], help_heading = "Output")]
    brief: bool,
    /// Add the definition of every figure
    #[arg(long, help_heading = "Output")]
    explain: bool,
    /// List the orders behind this figure of the day
    #[arg(long, value_name = "METRIC", help_heading = "Output")]
    rows: Option<String>,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(cx: &Context, command: ReportCommand) -> Result<u8> {
    match command {
        ReportCommand::Daily(args) => daily(cx, args),
    }
}

fn daily(cx: &Context, args: DailyArgs) -> Result<u8> {
    let scope = cx.scope()?;
    let starts_at = cx.config.day_starts_at()?;
    let date = day(cx, args.date.as_deref().unwrap_or("yesterday"), starts_at)?;
    let calendar = Calendar::new(date, cx.zone, starts_at);
    let refund_by = if args.refund_by == "order" { RefundBy::Order } else { RefundBy::Refund };
    let settings = Settings { scope: &scope, calendar, refund_by };
    let pick = Pick { platform: args.platform, shop: args.shop, ..Pick::default() };
    let from = From { paths: args.paths, reading: args.reading, pick, ..From::default() };
    if let Some(key) = &args.rows {
        return rows(cx, &from, &args.output, key, &settings);
    }
    let mut output = args.output;
    let screen = std::io::stdout().is_terminal() && output.output.is_none() && cx.config.format.is_none();
    if args.brief || (screen && output.format.is_none()) {
        output.format = Some("text".into());
    }
    let title = Say::new("日报", "Daily report");
    let Some(show) = Show::new(cx, &output, title, daily::COLUMNS, "metric")? else { return Ok(0) };
    let mut sums = Daily::new(&settings);
    let loaded = load::each_order(cx, &from, Fields::of(daily::FIELDS), &mut |order| {
        sums.see(order);
        Ok(ControlFlow::Continue(()))
    })?;
    loaded.strays.iter().for_each(|refund| sums.see_stray(refund));
    let outcome =
        sums.finish(&|platform, shop| loaded.as_of.get(&(platform.to_owned(), shop.to_owned())).copied());
    if args.brief {
        let lines = daily::brief(&outcome, cx.lang);
        show.document(|_, _, out| {
            lines.iter().try_for_each(|l| writeln!(out, "{}", crate::render::safe::terminal(l)))
        })?;
    } else if matches!(show.format(), "text" | "md" | "html" | "xlsx") {
        let report = daily::document(&outcome, ages(cx, &loaded), args.explain);
        show.document(|renderer, style, out| renderer.report(&report, style, out))?;
    } else {
        figures(cx, show, &outcome, &loaded, args.explain)?;
    }
    load::write_rejects(cx, &from.reading, &loaded.rejects, output.force)?;
    Ok(if loaded.rejects.is_empty() { 0 } else { 5 })
}

/// One row for each figure; the notes go to standard error.
fn figures(cx: &Context, show: Show, outcome: &Outcome, loaded: &Loaded, explain: bool) -> Result<()> {
    show.run(|emit| {
        for line in &outcome.lines {
            if !emit(&daily::row(line, &outcome.calendar))? {
                break;
            }
        }
        Ok(meta(cx, outcome, loaded))
    })?;
    for note in &outcome.notes {
        cx.note(&note.zh, &note.en);
    }
    if explain {
        for say in daily::definitions() {
            cx.note(&say.zh, &say.en);
        }
    }
    for age in ages(cx, loaded) {
        cx.note(&age.zh, &age.en);
    }
    Ok(())
}

/// The orders behind a figure: the columns of `orders list`.
fn rows(cx: &Context, from: &From, output: &Output, key: &str, settings: &Settings<'_>) -> Result<u8> {
    let metric = daily::by_key(key).map(|place| &METRICS[place]).ok_or_else(|| metrics::unknown(key))?;
    let Some(show) = Show::new(cx, output, metric.title(), orders::COLUMNS, "order_no")? else {
        return Ok(0);
    };
    super::orders::audit_reveal(cx, from, output, "report daily --rows")?;
    let want = orders::COLUMNS.iter().filter_map(|c| Field::by_key(c.key));
    let want = want.fold(Fields::of(daily::FIELDS), |mut all, field| {
        all.add(field);
        all
    });
    let mut loaded = None;
    let mut unclear = 0_u64;
    let written = show.run(|emit| {
        loaded = Some(load::each_order(cx, from, want, &mut |order| {
            let behind = Daily::is_behind(order, metric, settings);
            unclear += u64::from(behind.is_none());
            let go_on = behind != Some(true) || emit(&orders::row(order))?;
            Ok(if go_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?);
        Ok(Meta::default())
    })?;
    let loaded = loaded.unwrap_or_default();
    load::write_rejects(cx, &from.reading, &loaded.rejects, output.force)?;
    if unclear > 0 {
        cx.note(
            &format!("另有 {unclear} 单缺列，看不出是否属于「{}」", metric.zh),
            &format!("orders that may belong to {key}, but lack the column that tells: {unclear}"),
        );
    }
    super::tell_rows(cx, &written);
    Ok(if loaded.rejects.is_empty() { 0 } else { 5 })
}

/// The one day that a word stands for. Before the business day starts it is still the day before.
fn day(cx: &Context, word: &str, starts_at: i64) -> Result<NaiveDate> {
    let span = when::span(word, Stamp(cx.now.0 - starts_at), cx.zone)?;
    if span.to.0 - span.from.0 > DAY {
        return Err(Error::usage("日报只能是一天", "a daily report is of one day")
            .hint("例如 --date 2026-11-20", "such as `--date 2026-11-20`"));
    }
    cx.zone.local(span.from).map(|at| at.date()).ok_or_else(|| Error::bug("a day out of range"))
}

/// "Data as of" for each shop.
fn ages(cx: &Context, loaded: &Loaded) -> Vec<Say> {
    let say = |((platform, shop), at): (&(String, String), &Stamp)| {
        let name = if shop.is_empty() { platform } else { shop };
        let at = at.iso(cx.zone);
        Say::new(format!("{name} 数据截至 {at}"), format!("{name} data as of {at}"))
    };
    loaded.as_of.iter().map(say).collect()
}

fn meta(cx: &Context, outcome: &Outcome, loaded: &Loaded) -> Meta {
    let notes: Vec<&str> = outcome.notes.iter().map(|n| n.in_lang(cx.lang)).collect();
    Meta {
        entries: vec![
            ("now", cx.now.iso(cx.zone).into()),
            ("notes", notes.into()),
            ("as_of", load::ages(cx, loaded)),
        ],
    }
}
