//! `cs config`: every setting, and who set it.

use super::args::Output;
use super::config;
use super::context::Context;
use super::show::Show;
use crate::error::{Error, Result};
use crate::model::{Cell, Column, Say, Thresholds};
use crate::render::Meta;
use clap::parser::ValueSource;
use clap::{ArgMatches, Args, Subcommand};
use std::collections::BTreeMap;
use std::path::Path;
use toml::de::{DeTable, DeValue};

#[derive(Subcommand, Debug)]
pub(crate) enum ConfigCommand {
    Show(ShowArgs),
}

/// Show every setting
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  cs config show\n  cs config show --origin")]
pub(crate) struct ShowArgs {
    /// Say who set each: a flag, a variable, a file with its line, or nobody
    #[arg(long)]
    origin: bool,
    #[command(flatten)]
    output: Output,
}

const COLUMNS: &[Column] = &[
    Column::new("key", "设置", "Setting"),
    Column::new("value", "值", "Value"),
    Column::new("origin", "来源", "Set by"),
];

/// A value, and who set it.
type Set = (String, String);

pub(crate) fn run(cx: &Context, command: ConfigCommand, matches: &ArgMatches) -> Result<u8> {
    let ConfigCommand::Show(args) = command;
    let columns = if args.origin { COLUMNS } else { &COLUMNS[..2] };
    let Some(show) = Show::new(cx, &args.output, Say::new("设置", "Settings"), columns, "key")? else {
        return Ok(0);
    };
    // What can't be used is told here too, not only by the command that needs it.
    cx.config.thresholds()?;
    let mut rows = built_in(cx);
    for path in config::files(cx.global.config.as_deref()) {
        read(&path, &mut rows)?;
    }
    given(cx, matches, &mut rows);
    show.run(|emit| {
        for (key, (value, origin)) in rows {
            let row = [Cell::own_id(key), Cell::own_text(value), Cell::own_id(origin)];
            if !emit(&row[..columns.len()])? {
                break;
            }
        }
        Ok(Meta::default())
    })?;
    Ok(0)
}

/// What holds when nobody says otherwise. An empty value is decided by the command, the platform or the terminal.
fn built_in(cx: &Context) -> BTreeMap<String, Set> {
    let limits = Thresholds::default();
    let database = config::default_database().map(|p| p.display().to_string()).unwrap_or_default();
    let lang = if super::context::locale() == crate::model::Lang::Zh { "zh" } else { "en" };
    let all = [
        ("lang", lang.to_owned()),
        ("zone", crate::model::Zone::default().label()),
        ("db", database),
        ("format", String::new()),
        ("by", super::context::login()),
        ("thresholds.unpaid_after", limits.unpaid_after.map(span).unwrap_or_default()),
        ("thresholds.closing_soon", span(limits.closing_soon)),
        ("thresholds.high_value", limits.high_value.to_string()),
        ("thresholds.odd_quantity", limits.odd_quantity.to_string()),
        ("thresholds.ship_soon", span(limits.ship_soon)),
        ("thresholds.stale_paid", span(limits.stale_paid)),
        ("thresholds.twin_window", span(limits.twin_window)),
        ("thresholds.odd_price_percent", limits.odd_price_percent.to_string()),
        ("thresholds.odd_price", limits.odd_price.to_string()),
        ("thresholds.cod_unconfirmed", span(limits.cod_unconfirmed)),
        ("thresholds.stale_data", span(limits.stale_data)),
        ("thresholds.ship_within", limits.ship_within.map(span).unwrap_or_default()),
        ("thresholds.close_after", limits.close_after.map(span).unwrap_or_default()),
        ("remind.max_age", span(super::remind::MAX_AGE)),
        ("remind.cooldown", span(crate::tasks::remind::COOLDOWN)),
        ("remind.attempts", super::remind::ATTEMPTS.to_string()),
        ("remind.hours", super::remind::QUIET.to_owned()),
        ("table.wide_ambiguous", false.to_string()),
        ("rules.off", "[]".to_owned()),
    ];
    let origin = cx.lang.pick("内置", "built in");
    all.into_iter()
        .map(|(key, value)| {
            let origin = match key {
                "lang" => cx.lang.pick("系统语言", "the locale"),
                "by" => cx.lang.pick("系统用户", "the user"),
                _ => origin,
            };
            (key.to_owned(), (value, origin.to_owned()))
        })
        .collect()
}

/// As it is written in the configuration: `12h`.
fn span(seconds: i64) -> String {
    match seconds {
        s if s % 3600 == 0 => format!("{}h", s / 3600),
        s if s % 60 == 0 => format!("{}m", s / 60),
        s => format!("{s}s"),
    }
}

/// Lays a file over what is there. Whatever is wrong with it was told when the configuration was loaded.
fn read(path: &Path, rows: &mut BTreeMap<String, Set>) -> Result<()> {
    let place = path.display().to_string();
    let gone = |e: &dyn std::fmt::Display| Error::bug(format!("{place}: {e}"));
    let text = std::fs::read_to_string(path).map_err(|e| gone(&e))?;
    let table = DeTable::parse(&text).map_err(|e| gone(&e))?;
    let file = File { place: &place, text: &text };
    file.table(table.get_ref(), "", rows);
    Ok(())
}

struct File<'a> {
    place: &'a str,
    text: &'a str,
}

impl File<'_> {
    fn table(&self, table: &DeTable<'_>, above: &str, rows: &mut BTreeMap<String, Set>) {
        for (name, value) in table.iter() {
            let key = format!("{above}{}", name.get_ref());
            let origin = format!("{}:{}", self.place, self.line(name.span().start));
            match value.get_ref() {
                DeValue::Table(inner) => self.table(inner, &format!("{key}."), rows),
                // A list replaces the one of the file below it.
                DeValue::Array(list) if list.iter().any(|v| v.get_ref().is_table()) => {
                    rows.retain(|old, _| !old.starts_with(&format!("{key}.")));
                    for (n, item) in list.iter().enumerate() {
                        if let DeValue::Table(inner) = item.get_ref() {
                            self.table(inner, &format!("{key}.{}.", n + 1), rows);
                        }
                    }
                }
                DeValue::String(text) => {
                    rows.insert(key, (text.to_string(), origin));
                }
                _ => {
                    let raw = self.text.get(value.span()).unwrap_or_default();
                    rows.insert(key, (crate::model::text::one_line(raw, 200), origin));
                }
            }
        }
    }

    fn line(&self, at: usize) -> usize {
        1 + self.text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count()
    }
}

/// Lays flags and variables over the rest.
fn given(cx: &Context, matches: &ArgMatches, rows: &mut BTreeMap<String, Set>) {
    let mut leaf = matches;
    while let Some((_, below)) = leaf.subcommand() {
        leaf = below;
    }
    let global = &cx.global;
    let shown = |path: &Option<std::path::PathBuf>| path.as_ref().map(|p| p.display().to_string());
    for (id, key, variable, value) in [
        ("lang", "lang", "CS_LANG", global.lang.clone()),
        ("tz", "zone", "CS_TZ", global.tz.clone()),
        ("db", "db", "CS_DB", shown(&global.db)),
        ("config", "config", "CS_CONFIG", shown(&global.config)),
        ("now", "now", "CS_NOW", global.now.clone()),
        ("by", "by", "CS_BY", global.by.clone()),
        ("format", "format", "CS_FORMAT", leaf.get_one::<String>("format").cloned()),
    ] {
        let Some(value) = value else { continue };
        let origin = match leaf.value_source(id) {
            Some(ValueSource::EnvVariable) => {
                format!("{} {variable}", cx.lang.pick("环境变量", "environment"))
            }
            // The format of this list is no setting.
            _ if id == "format" => continue,
            _ => format!("{} --{id}", cx.lang.pick("参数", "flag")),
        };
        rows.insert(key.to_owned(), (value, origin));
    }
}
