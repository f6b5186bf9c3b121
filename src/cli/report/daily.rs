//! `cs report daily`.

use super::rows::rows;
use super::sums::{records, sum_up};
use super::{DailyArgs, ReportCommand};
use crate::cli::args::{InputArgs, Pick};
use crate::cli::context::Context;
use crate::cli::load::{self, Loaded};
use crate::cli::show::Show;
use crate::cli::when;
use crate::error::{Error, Result};
use crate::model::time::DAY;
use crate::model::{Say, Stamp, platform};
use crate::render::Meta;
use crate::tasks::daily::{self, Calendar, Outcome, RefundBy, Settings};
use chrono::NaiveDate;
use std::io::IsTerminal;

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
    let rows = outcome.lines.iter().map(|line| daily::row(line, &outcome.calendar));
    show.rows(rows, meta(cx, outcome, loaded))?;
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
