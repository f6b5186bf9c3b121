//! `cs report daily --rows`: what stands behind a figure.

use super::sums::{records, sum_up};
use crate::cli::args::{InputArgs, Output};
use crate::cli::context::Context;
use crate::cli::load::{self, Loaded};
use crate::cli::metrics;
use crate::cli::orders::list_orders;
use crate::cli::show::Show;
use crate::error::{Error, Result};
use crate::model::{Cell, Field, Fields};
use crate::records::Order;
use crate::render::Meta;
use crate::tasks::daily::{self, Daily, Family, Metric, Settings};
use crate::tasks::{orders, reviews};

/// What stands behind a figure: orders with the columns of `orders list`, reviews with those of `reviews
/// negative`, or records.
pub(super) fn rows(
    cx: &Context,
    from: InputArgs,
    output: &Output,
    key: &str,
    settings: &Settings<'_>,
) -> Result<u8> {
    let key = daily::key_of(key);
    let (name, category) = key.split_once(':').map_or((key, None), |(name, rest)| (name, Some(rest)));
    let metric = daily::metric_of(name)
        .filter(|m| category.is_none() || m.key == "problems")
        .ok_or_else(|| metrics::unknown(key))?;
    match metric.family() {
        Family::Orders | Family::Refunds => order_rows(cx, &from, output, metric, settings),
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
    let written = show.rows(list, Meta::default())?;
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
    let mut unclear = 0_u64;
    let wanted = &mut |order: &Order| {
        let behind = Daily::is_behind(order, metric, settings);
        unclear += u64::from(behind.is_none());
        behind == Some(true)
    };
    let (loaded, written) = list_orders(cx, show, &with_currency, (from, want), wanted)?;
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
