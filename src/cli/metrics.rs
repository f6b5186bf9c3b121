//! `cs metrics`: what the figures of reports mean.

use super::args::Output;
use super::context::Context;
use super::show::Show;
use crate::error::{Error, Result, nearest};
use crate::model::{Cell, Column, Lang, Say};
use crate::render::Meta;
use crate::tasks::daily::{COMMON, METRICS, Metric, SECTIONS, TERMS, Term};
use clap::{Args, Subcommand};
use std::io::Write;

#[derive(Subcommand, Debug)]
pub(crate) enum MetricsCommand {
    List(MetricListArgs),
    Explain(MetricExplainArgs),
}

/// List the metrics
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  cs metrics list\n  cs metrics list -F name")]
pub(crate) struct MetricListArgs {
    #[command(flatten)]
    output: Output,
}

/// Explain a metric or a word; without one: all of them
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  cs metrics explain\n  cs metrics explain received_paid")]
pub(crate) struct MetricExplainArgs {
    /// A metric, or a word such as paid, received, unpaid, status
    #[arg(value_name = "METRIC")]
    metric: Option<String>,
}

const COLUMNS: &[Column] = &[
    Column::new("metric", "指标", "Metric"),
    Column::new("section", "部分", "Section"),
    Column::new("name", "名称", "Name"),
    Column::new("unit", "单位", "Unit"),
    Column::new("definition", "定义", "Definition"),
];

pub(crate) fn run(cx: &Context, command: MetricsCommand) -> Result<u8> {
    match command {
        MetricsCommand::List(args) => list(cx, &args),
        MetricsCommand::Explain(args) => explain(cx, args.metric.as_deref()),
    }
}

fn list(cx: &Context, args: &MetricListArgs) -> Result<u8> {
    let Some(show) = Show::ours(cx, &args.output, Say::new("指标", "Metrics"), COLUMNS, "metric")? else {
        return Ok(0);
    };
    let rows = METRICS.iter().map(|metric| {
        let unit = metric.unit;
        [
            Cell::key(metric.key),
            section(metric),
            Cell::text(cx.lang.pick(metric.zh, metric.en)),
            Cell::Word(unit.key(), unit.title(Lang::Zh), unit.title(Lang::En)),
            Cell::text(metric.definition(cx.lang)),
        ]
    });
    show.rows(rows, Meta::default())?;
    Ok(0)
}

fn section(metric: &Metric) -> Cell<'static> {
    let known = SECTIONS.iter().find(|s| s.0 == metric.section);
    known.map_or(Cell::key(metric.section), |s| Cell::Word(s.0, s.1, s.2))
}

fn explain(cx: &Context, wanted: Option<&str>) -> Result<u8> {
    let is = |key: &str| wanted.is_none_or(|w| w == key);
    let terms: Vec<&Term> = TERMS.iter().filter(|t| is(t.key)).collect();
    let metrics: Vec<&Metric> = METRICS.iter().filter(|m| is(m.key)).collect();
    if let Some(word) = wanted.filter(|_| terms.is_empty() && metrics.is_empty()) {
        return Err(unknown(word));
    }
    let mut out = std::io::stdout().lock();
    let colon = cx.lang.pick("：", ": ");
    let name = |key: &str, title: &str| match cx.lang {
        Lang::Zh => format!("{title}（{key}）"),
        Lang::En => format!("{title} ({key})"),
    };
    for term in terms {
        let title = name(term.key, cx.lang.pick(term.zh, term.en));
        writeln!(out, "{title}{colon}{}", term.meaning(cx.lang))?;
    }
    for metric in &metrics {
        let title = name(metric.key, cx.lang.pick(metric.zh, metric.en));
        writeln!(
            out,
            "{title} [{}, {}]{colon}{}",
            metric.section,
            metric.unit.key(),
            metric.definition(cx.lang)
        )?;
    }
    if !metrics.is_empty() {
        for (zh, en) in COMMON {
            writeln!(out, "{}", cx.lang.pick(zh, en))?;
        }
    }
    Ok(0)
}

/// The refusal of a metric that there is not.
pub(crate) fn unknown(word: &str) -> Error {
    let shown = crate::model::text::one_line(word, 40);
    let e = Error::usage(format!("没有指标「{shown}」"), format!("there is no metric `{shown}`"));
    let known = METRICS.iter().map(|m| m.key).chain(TERMS.iter().map(|t| t.key));
    match nearest(word, known) {
        Some(near) => e.hint(format!("是不是 {near}？"), format!("did you mean {near}?")),
        None => e.hint("用 cs metrics list 查看", "see `cs metrics list`"),
    }
}
