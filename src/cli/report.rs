//! `cs report`: the figures of a day.

mod kept;

use super::args::{InputArgs, Output, Pick, ReadingArgs};
use super::context::Context;
use super::load::{self, Loaded};
use super::metrics;
use super::show::Show;
use super::when;
use crate::error::{Error, Result};
use crate::model::time::DAY;
use crate::model::{Cell, Field, Fields, Say, Stamp, platform};
use crate::render::Meta;
use crate::tasks::daily::{
    self, Calendar, Daily, Family, Metric, Outcome, Records, RefundBy, Settings, Slot,
};
use crate::tasks::{orders, reviews};
use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueHint};
use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::path::PathBuf;

#[derive(Subcommand, Debug)]
pub(crate) enum ReportCommand {
    Daily(DailyArgs),
}

/// The figures of one day: sales, what waits, reminders, shipping, refunds, reviews, cases; each shop and together
///
/// A document on a terminal, CSV in a pipe with one row for each figure, beside the day before and the same weekday
/// a week ago. What the data do not cover or tell stays empty with the reason, and is never taken for zero. Test
/// and internal orders count nowhere. What the team wrote down (reminders, cases, problems) comes from the
/// database only, reviews also from review files.
#[derive(Args, Debug)]
#[command(
    mut_arg("format", |arg| arg.help("Output format; a document on a terminal, CSV in a pipe")),
    after_help = "Examples:\n  cs report daily\n  cs report daily export.csv --date 2026-11-20 --refund-by order\n  cs report daily --brief\n  cs report daily -o report.md --force\n  cs report daily --rows unshipped"
)]
pub(crate) struct DailyArgs {
    /// Export files, folders or zip archives; `-` is standard input. Without any: the database
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    reading: ReadingArgs,
    /// Only this platform; repeatable
    #[arg(long, value_name = "NAME", value_parser = super::args::platform, add = clap_complete::ArgValueCompleter::new(super::complete::platforms), help_heading = "Selection")]
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
    #[arg(long, conflicts_with_all = ["brief", "rows"], help_heading = "Output")]
    explain: bool,
    /// List the orders, reviews or records behind this figure of the day
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
    if calendar.start(calendar.today()) > cx.now {
        return Err(Error::usage(format!("{date} 还没有开始"), format!("{date} has not begun yet")).hint(
            "日报说的是过去的一天；不带 --date 就是昨天，--date today 是到现在为止的今天",
            "a daily report is of a day that was: without `--date` it is yesterday, `--date today` is today so far",
        ));
    }
    let mut from = InputArgs { paths: args.paths, reading: args.reading, pick, ..InputArgs::default() };
    if let Some(key) = &args.rows {
        return rows(cx, from, &args.output, key, &settings);
    }
    from.reviews_since = Some(calendar.start(0));
    from.strays = true;
    let mut output = args.output;
    let screen = std::io::stdout().is_terminal() && output.file().is_none() && cx.config.format.is_none();
    if args.brief || (screen && output.format.is_none()) {
        output.format = Some("text".into());
    }
    let title = Say::new("日报", "Daily report");
    let Some(mut show) = Show::over(cx, &from, &output, title, daily::COLUMNS, "metric")? else {
        return Ok(0);
    };
    let with_currency = show.last_column_if(&output);
    let records = records(cx, &from)?;
    let (outcome, loaded) = sum_up(cx, &from, &settings, records.as_ref(), None)?;
    with_currency.set(outcome.is_mixed());
    if args.brief {
        let lines = daily::brief(&outcome, cx.lang);
        show.document(|_, _, out| {
            lines.iter().try_for_each(|l| writeln!(out, "{}", crate::render::safe::terminal(l)))
        })?;
    } else if matches!(show.format(), "text" | "md" | "html" | "xlsx") {
        let report = daily::document(&outcome, ages(cx, &loaded), args.explain, cx.lang);
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

/// What the team wrote down; `None` over files, and where there is no database.
fn records(cx: &Context, from: &InputArgs) -> Result<Option<Records>> {
    if !from.is_database() {
        return Ok(None);
    }
    let Some(store) = cx.store()? else { return Ok(None) };
    let mut records = Records {
        contacts: store.all_contacts()?,
        cases: store.cases()?,
        log: store.log()?,
        consults: store.consults()?,
        narrowed: !from.pick.shop.is_empty() || !from.pick.platform.is_empty(),
    };
    records.contacts.retain(|c| from.pick.takes(&c.platform, &c.shop));
    records.cases.retain(|c| from.pick.takes(&c.platform, &c.shop));
    records.consults.retain(|c| from.pick.takes(&c.platform, &c.shop));
    Ok(Some(records))
}

/// `trace`: the figure whose records are kept, of problems those of one category.
fn sum_up<'a>(
    cx: &Context,
    from: &InputArgs,
    settings: &'a Settings<'a>,
    records: Option<&'a Records>,
    trace: Option<(Slot, Option<&str>)>,
) -> Result<(Outcome, Loaded)> {
    let begin = || {
        let mut sums = Daily::new(settings);
        if let Some(records) = records {
            sums = sums.with(records);
        }
        if let Some((slot, category)) = trace {
            sums = sums.trace(slot, category);
        }
        sums
    };
    let (mut sums, mut loaded) = kept::sum_up(cx, from, settings, records, &begin)?;
    loaded.strays.iter().for_each(|refund| sums.see_stray(refund));
    loaded.reach.iter().for_each(|((platform, shop), reach)| sums.reviews_reach(platform, shop, *reach));
    loaded.reviews.drain(..).for_each(|review| sums.see_review(review));
    // That a file was written later makes no day whole.
    let reach =
        |platform: &str, shop: &str| loaded.ranked.get(&(platform.to_owned(), shop.to_owned())).copied();
    Ok((sums.finish(&reach), loaded))
}

/// What stands behind a figure: orders with the columns of `orders list`, reviews with those of `reviews
/// negative`, or records.
fn rows(cx: &Context, from: InputArgs, output: &Output, key: &str, settings: &Settings<'_>) -> Result<u8> {
    let key = daily::key_of(key);
    let (name, category) = key.split_once(':').map_or((key, None), |(name, rest)| (name, Some(rest)));
    let metric = daily::metric_of(name)
        .filter(|m| category.is_none() || m.key == "problems")
        .ok_or_else(|| metrics::unknown(key))?;
    match metric.family() {
        Family::Orders => order_rows(cx, &from, output, metric, settings),
        Family::Reviews => {
            let columns = reviews::COLUMNS;
            let Some(show) = Show::over(cx, &from, output, metric.title(), columns, "review_id")? else {
                return Ok(0);
            };
            let from = InputArgs { reviews_since: Some(settings.calendar.start(0)), strays: true, ..from };
            let (outcome, loaded) = sum_up(cx, &from, settings, None, Some((metric.source.slot(), None)))?;
            let cells = |judged| reviews::row(judged, cx.now).into_iter().take(columns.len()).collect();
            let list: Vec<_> = outcome.judged.iter().map(cells).collect();
            listed(cx, &from, output, show, &list, &loaded)
        }
        Family::Records => {
            let Some(show) =
                Show::over(cx, &from, output, metric.title(), daily::RECORD_COLUMNS, "order_no")?
            else {
                return Ok(0);
            };
            let Some(records) = records(cx, &from)? else {
                return Err(Error::usage(
                    format!("「{}」只记在数据库里", metric.zh),
                    format!("{name} is kept in the database only"),
                )
                .hint("不要给文件，直接 cs report daily --rows", "give no files: `cs report daily --rows`"));
            };
            let trace = Some((metric.source.slot(), category));
            let (outcome, loaded) = sum_up(cx, &from, settings, Some(&records), trace)?;
            listed(cx, &from, output, show, &outcome.rows, &loaded)
        }
    }
}

fn listed(
    cx: &Context,
    from: &InputArgs,
    output: &Output,
    show: Show,
    list: &[Vec<Cell<'_>>],
    loaded: &Loaded,
) -> Result<u8> {
    let written = show.run(|emit| {
        for row in list {
            if !emit(row)? {
                break;
            }
        }
        Ok(Meta::default())
    })?;
    load::write_rejects(cx, &from.reading, &loaded.rejects, output.force)?;
    written.tell(cx);
    Ok(if loaded.rejects.is_empty() { 0 } else { 5 })
}

/// The orders behind a figure: the columns of `orders list`.
fn order_rows(
    cx: &Context,
    from: &InputArgs,
    output: &Output,
    metric: &Metric,
    settings: &Settings<'_>,
) -> Result<u8> {
    let key = metric.key;
    let Some(mut show) = Show::over(cx, from, output, metric.title(), orders::LIST_COLUMNS, "order_no")?
    else {
        return Ok(0);
    };
    let with_currency = show.last_column_if(output);
    let want = orders::LIST_COLUMNS.iter().filter_map(|c| Field::by_key(c.key));
    let want = want.fold(Fields::of(daily::FIELDS), |mut all, field| {
        all.add(field);
        all
    });
    let mut loaded = None;
    let mut unclear = 0_u64;
    let written = show.run(|emit| {
        let mut rows = super::orders::ListedOrders::new(from, &with_currency);
        loaded = Some(load::each_order(cx, from, want, &mut |order| {
            let behind = Daily::is_behind(order, metric, settings);
            unclear += u64::from(behind.is_none());
            let go_on = behind != Some(true) || rows.give(order, emit)?;
            Ok(if go_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?);
        rows.end(emit)?;
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
    written.tell(cx);
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
        let (zh, en) = platform::shop_names((platform, shop), loaded.as_of.keys());
        let at = at.minute(cx.zone);
        Say::new(format!("{zh} 数据截至 {at}"), format!("{en} data as of {at}"))
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
