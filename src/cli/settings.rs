//! `cs config`: every setting, and who set it.

use super::args::Output;
use super::config::{self, ConfigEntry, ConfigFile, Refused, Standing, entries};
use super::context::Context;
use super::show::Show;
use crate::error::{Error, Result};
use crate::model::redact::redact;
use crate::model::{Cell, Column, Say};
use crate::render::Meta;
use crate::rules::Thresholds;
use clap::parser::ValueSource;
use clap::{ArgMatches, Args, Subcommand};
use std::collections::BTreeMap;

#[derive(Subcommand, Debug)]
pub(crate) enum ConfigCommand {
    Show(SettingsShowArgs),
    Trust(super::trust::TrustArgs),
}

/// Show every setting
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  cs config show\n  cs config show --origin")]
pub(crate) struct SettingsShowArgs {
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

/// What the keys of shops begin with.
const SHOPS: &str = "shop.";

/// `refused`: the project file that was left out.
pub(crate) fn run(
    cx: &Context,
    command: ConfigCommand,
    refused: Option<Refused>,
    matches: &ArgMatches,
) -> Result<u8> {
    let args = match command {
        ConfigCommand::Show(args) => args,
        ConfigCommand::Trust(args) => return super::trust::run(cx, &args),
    };
    let columns = match COLUMNS {
        [without_origin @ .., _] if !args.origin => without_origin,
        all => all,
    };
    let Some(show) = Show::ours(cx, &args.output, Say::new("设置", "Settings"), columns, "key")? else {
        return Ok(0);
    };
    // What can't be used is told here too, not only by the command that needs it.
    cx.config.thresholds()?;
    if let Some(refused) = &refused {
        let what = &refused.error.what;
        cx.note(
            &format!("没有读：{}；见 cs config trust", what.zh),
            &format!("not read: {}; see `cs config trust`", what.en),
        );
    }
    let mut rows = built_in(cx);
    for file in &cx.config_files {
        lay_over(file, &mut rows)?;
    }
    given(cx, matches, &mut rows);
    project(cx, refused.as_ref(), &mut rows);
    show.run(|emit| {
        for (key, (value, origin)) in rows {
            let value = redact(&value).into_owned();
            let row = [Cell::own_id(key), Cell::own_text(value), Cell::own_id(origin)];
            if !emit(row.get(..columns.len()).unwrap_or(&row))? {
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
    let lang = if super::language::locale() == crate::model::Lang::Zh { "zh" } else { "en" };
    let all = [
        ("lang", lang.to_owned()),
        ("zone", crate::model::Zone::default().label()),
        ("db", database),
        ("format", String::new()),
        ("by", super::terminal::claimed_login()),
        ("thresholds.unpaid_after", limits.unpaid_after.map(span).unwrap_or_default()),
        ("thresholds.closing_soon", span(limits.closing_soon)),
        ("thresholds.high_value", limits.high_value.to_string()),
        ("thresholds.odd_quantity", limits.odd_quantity.to_string()),
        ("thresholds.ship_soon", span(limits.ship_soon)),
        ("thresholds.stale_paid", span(limits.stale_paid)),
        ("thresholds.twin_window", span(limits.twin_window)),
        ("thresholds.odd_price_percent", limits.odd_price_percent.to_string()),
        ("thresholds.odd_price", limits.odd_price.to_string()),
        ("thresholds.amount_tolerance", limits.amount_tolerance.to_string()),
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

/// Lays a file over what is there.
fn lay_over(file: &ConfigFile, rows: &mut BTreeMap<String, Set>) -> Result<()> {
    let place = file.path.display();
    let found = entries(&file.text).map_err(|e| Error::bug(format!("{place}: {e}")))?;
    // The shops of a file replace those of the file below it, but a project file that nobody trusts adds its own.
    let before = match file.standing {
        Standing::Harmless => shops(rows),
        _ if found.iter().any(|entry| entry.key.starts_with(SHOPS)) => {
            rows.retain(|key, _| !key.starts_with(SHOPS));
            0
        }
        _ => 0,
    };
    for ConfigEntry { key, value, line } in found {
        let Some(value) = value else { continue };
        let key = match key.strip_prefix(SHOPS).and_then(|rest| rest.split_once('.')) {
            Some((number, rest)) => {
                let number = before + number.parse::<usize>().unwrap_or_default();
                format!("{SHOPS}{number}.{rest}")
            }
            None => key,
        };
        rows.insert(key, (crate::model::text::one_line(&value, 200), format!("{place}:{line}")));
    }
    Ok(())
}

/// How many shops there are so far.
fn shops(rows: &BTreeMap<String, Set>) -> usize {
    let number = |key: &String| key.strip_prefix(SHOPS)?.split_once('.')?.0.parse().ok();
    rows.keys().filter_map(number).max().unwrap_or_default()
}

/// Whether there is a project file, and whether it counts.
fn project(cx: &Context, refused: Option<&Refused>, rows: &mut BTreeMap<String, Set>) {
    let read = cx.config_files.iter().find(|file| file.standing != Standing::Own);
    let (path, standing) = match (refused, read) {
        (Some(refused), _) => (&refused.path, cx.lang.pick("没有得到信任，没有读", "not trusted, not read")),
        (None, Some(file)) if file.standing == Standing::Trusted => {
            (&file.path, cx.lang.pick("信任", "trusted"))
        }
        (None, Some(file)) => (&file.path, cx.lang.pick("不需要信任", "needs no trust")),
        (None, None) => return,
    };
    rows.insert("project".to_owned(), (path.display().to_string(), standing.to_owned()));
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
