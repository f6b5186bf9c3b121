//! The command line: the tree of commands, and the way from arguments to an exit code.

mod args;
mod audit;
mod bounded;
mod cases;
mod check;
mod clock;
mod complete;
mod config;
mod consult;
mod context;
mod db;
mod export;
mod formats;
mod handover;
mod help_zh;
mod help_zh_records;
mod import;
mod load;
mod log;
mod man;
mod messages;
mod metrics;
mod orders;
mod outfile;
mod progress;
mod records;
mod refunds;
mod remind;
mod report;
mod restore;
mod reviews;
mod rows;
mod rules;
mod said;
mod settings;
mod shift;
mod show;
mod staff;
mod stored;
mod templates;
mod terminal;
mod trust;
mod usage_zh;
mod when;

use crate::error::{Error, Kind, Result};
use crate::model::Lang;
use crate::store::Who;
use args::Global;
use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use config::{Loaded, Refused, Wanted};
use context::Context;
use std::ffi::OsString;
use std::io::Write;
use std::mem::ManuallyDrop;
use std::process::ExitCode;

/// Customer service of online shops: platform exports in, today's work out
#[derive(Parser, Debug)]
#[command(
    name = "cs",
    version,
    args_override_self = true,
    disable_help_subcommand = true,
    arg_required_else_help = false
)]
#[command(
    after_help = "Exit codes: 0 done · 1 findings (with --exit-code) · 2 usage · 3 input · 4 database · 5 rows set aside · 70 bug · 130 interrupted"
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand, Debug)]
enum Command {
    Import(import::ImportArgs),
    Export(export::ExportArgs),
    /// Orders: list, show, find abnormal ones
    #[command(subcommand, visible_alias = "o")]
    Orders(orders::OrdersCommand),
    /// Reminders: the queue, and what was done
    #[command(subcommand, visible_alias = "r")]
    Remind(remind::RemindCommand),
    /// Refunds: list, show, figures
    #[command(subcommand)]
    Refunds(refunds::RefundsCommand),
    /// Reviews: bad ones, all of them, in figures
    #[command(subcommand)]
    Reviews(reviews::ReviewsCommand),
    /// Reports: the figures of a day
    #[command(subcommand)]
    Report(report::ReportCommand),
    /// What the figures mean
    #[command(subcommand)]
    Metrics(metrics::MetricsCommand),
    Handover(handover::HandoverArgs),
    /// Cases: one line about an order or a buyer, followed until it is closed
    #[command(subcommand)]
    Cases(cases::CasesCommand),
    /// Buyers who asked and have not bought yet
    #[command(subcommand)]
    Consult(consult::ConsultCommand),
    /// Chats: what exports tell, and what is entered by hand
    #[command(subcommand)]
    Messages(messages::MessagesCommand),
    /// The log of the day
    #[command(subcommand)]
    Log(log::LogCommand),
    /// Who is typing in this terminal
    #[command(subcommand)]
    Shift(shift::ShiftCommand),
    Audit(audit::AuditArgs),
    Undo(audit::UndoArgs),
    /// The abnormal-order rules
    #[command(subcommand)]
    Rules(rules::RulesCommand),
    /// Layouts of export files
    #[command(subcommand)]
    Formats(formats::FormatsCommand),
    /// Texts to paste
    #[command(subcommand)]
    Templates(templates::TemplatesCommand),
    /// The configuration
    #[command(subcommand)]
    Config(settings::ConfigCommand),
    /// The database
    #[command(subcommand)]
    Db(db::DbCommand),
    Doctor(db::DoctorArgs),
    Completions(complete::CompletionsArgs),
    Man(man::ManArgs),
}

/// What `cs --version` says, which needs no tree of commands.
const VERSION: &str = concat!("cs ", env!("CARGO_PKG_VERSION"));

/// Runs the program.
pub fn main() -> ExitCode {
    install_panic_hook();
    complete::answer(|| command(context::locale()));
    let args: Vec<OsString> = std::env::args_os().collect();
    let lang = early_lang(&args);
    match start(args, lang) {
        Ok(code) => ExitCode::from(code),
        Err(e) if e.kind == Kind::ClosedPipe => ExitCode::SUCCESS,
        Err(e) => {
            let report = e.report(lang);
            let safe: Vec<_> = report.lines().map(crate::render::safe::terminal).collect();
            let _ = writeln!(std::io::stderr(), "{}", safe.join("\n"));
            ExitCode::from(e.kind.exit_code())
        }
    }
}

fn start(args: Vec<OsString>, lang: Lang) -> Result<u8> {
    if let [_, only] = &args[..]
        && (only == "--version" || only == "-V")
    {
        writeln!(std::io::stdout().lock(), "{VERSION}")?;
        return Ok(0);
    }
    // Taking the tree down again would take half as long as building it.
    let mut tree = ManuallyDrop::new(Cli::command());
    let args = with_alias(args, &tree)?;
    let matches = match (tree.try_get_matches_from_mut(&args), lang) {
        (Ok(matches), _) => matches,
        (Err(e), Lang::En) => return told_by_clap(&e, lang),
        // The same lines are understood in Chinese; its texts are put in only where somebody will read them.
        (Err(_), Lang::Zh) => match command(lang).try_get_matches_from(args) {
            Ok(matches) => matches,
            Err(e) => return told_by_clap(&e, lang),
        },
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(e) => return told_by_clap(&e, lang),
    };
    let Some(command) = cli.command else { return welcome(lang) };
    let mut loaded = Loaded::read(&Wanted::of(&cli.global))?;
    let refused = match &command {
        // What looks after the configuration has to work with a file that may not be obeyed.
        Command::Config(_) | Command::Completions(_) | Command::Man(_) => loaded.refused.take(),
        _ => None,
    };
    let mut cx = Context::new(cli.global, loaded.whole()?)?;
    if matches.value_source("by") == Some(clap::parser::ValueSource::CommandLine) {
        cx.only_by.clone_from(&cx.global.by);
    }
    cx.said = said::command_line(&tree, &matches);
    outfile::look_ahead(&mut cx, &tree, &matches)?;
    let ended = run(&cx, command, refused, &matches);
    // Who reads no further has had what they wanted.
    if ended.as_ref().map_or_else(|e| e.kind == Kind::ClosedPipe, |_| true) {
        cx.outbox.name_all()?;
    }
    ended
}

fn run(cx: &Context, command: Command, refused: Option<Refused>, matches: &clap::ArgMatches) -> Result<u8> {
    match command {
        Command::Import(args) => import::run(cx, args),
        Command::Export(args) => export::run(cx, args),
        Command::Orders(command) => orders::run(cx, command),
        Command::Remind(command) => remind::run(cx, command),
        Command::Refunds(command) => refunds::run(cx, command),
        Command::Reviews(command) => reviews::run(cx, command),
        Command::Report(command) => report::run(cx, command),
        Command::Metrics(command) => metrics::run(cx, command),
        Command::Handover(args) => handover::run(cx, args),
        Command::Cases(command) => cases::run(cx, command),
        Command::Consult(command) => consult::run(cx, command),
        Command::Messages(command) => messages::run(cx, command),
        Command::Log(command) => log::run(cx, command),
        Command::Shift(command) => shift::run(cx, command),
        Command::Audit(args) => audit::run(cx, &args),
        Command::Undo(args) => audit::undo(cx, &args),
        Command::Rules(command) => rules::run(cx, command),
        Command::Formats(command) => formats::run(cx, command),
        Command::Templates(command) => templates::run(cx, command),
        Command::Config(command) => settings::run(cx, command, refused, matches),
        Command::Db(command) => db::run(cx, command),
        Command::Doctor(args) => db::doctor(cx, &args),
        Command::Completions(args) => complete::run(&args),
        Command::Man(args) => man::run(cx, &args),
    }
}

/// Completion scripts for the repository: file name and text.
pub fn completion_files() -> Result<Vec<(&'static str, Vec<u8>)>> {
    complete::FILES.iter().map(|(file, shell)| Ok((*file, complete::script(shell)?))).collect()
}

/// Manual pages for the repository: file name and text.
pub fn man_files() -> Result<Vec<(String, Vec<u8>)>> {
    man::pages(Lang::En)
}

/// The tree of commands, its help in the wanted language.
pub fn command(lang: Lang) -> clap::Command {
    help_zh::translate(Cli::command(), lang)
}

/// Help and version are answers; the rest is a wrong command line.
fn told_by_clap(e: &clap::Error, lang: Lang) -> Result<u8> {
    match e.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            e.print()?;
            Ok(0)
        }
        _ => {
            let text = match lang {
                Lang::Zh => usage_zh::explain(e),
                Lang::En => plain_usage(&e.render().to_string()),
            };
            let text = crate::model::redact::redact(&text);
            let safe: Vec<_> = text.trim_end().lines().map(crate::render::safe::terminal).collect();
            let _ = writeln!(std::io::stderr(), "{}", safe.join("\n"));
            Ok(Kind::Usage.exit_code())
        }
    }
}

/// The parser's usage line names the global options that were given, or set by the environment, as if they were
/// needed.
fn plain_usage(text: &str) -> String {
    let tree = Cli::command();
    let globals = tree.get_arguments().filter(|a| a.is_global_set());
    let given: Vec<String> = globals
        .filter_map(|a| {
            let value = a.get_value_names().and_then(|names| names.first());
            let value = value.filter(|_| a.get_action().takes_values()).map(|v| format!(" <{v}>"));
            Some(format!(" --{}{}", a.get_long()?, value.unwrap_or_default()))
        })
        .collect();
    let line = |line: &str| match line.starts_with("Usage:") {
        true => given.iter().fold(line.to_owned(), |line, one| line.replace(one, "")),
        false => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Bare `cs`: help, and what to do first.
fn welcome(lang: Lang) -> Result<u8> {
    let mut out = std::io::stdout().lock();
    write!(out, "{}", command(lang).render_help())?;
    writeln!(
        out,
        "\n{}",
        lang.pick(
            "先试这三个：\n  cs orders check-abnormal 导出文件.csv\n  cs remind unpaid 导出文件.csv\n  cs import 导出文件.csv",
            "Try these first:\n  cs orders check-abnormal export.csv\n  cs remind unpaid export.csv\n  cs import export.csv"
        )
    )?;
    Ok(0)
}

/// The language has to be known before the arguments are understood.
fn early_lang(args: &[OsString]) -> Lang {
    let mut texts = args.iter().skip(1).filter_map(|a| a.to_str());
    while let Some(text) = texts.next() {
        if text == "--" {
            break;
        }
        if text == "--lang" {
            return texts.next().map_or_else(context::locale, Lang::from_locale);
        }
        if let Some(value) = text.strip_prefix("--lang=") {
            return Lang::from_locale(value);
        }
    }
    context::locale()
}

/// `[alias] morning = ["orders", "check-abnormal"]`: expanded before parsing, never in place of a built-in.
/// The project's are, like everything in its file, only those of a file that the user trusts.
fn with_alias(mut args: Vec<OsString>, tree: &clap::Command) -> Result<Vec<OsString>> {
    let Some(first) = args.get(1).and_then(|a| a.to_str()).map(str::to_owned) else { return Ok(args) };
    if first.starts_with('-') || tree.find_subcommand(&first).is_some() {
        return Ok(args);
    }
    let loaded = Loaded::read(&Wanted::of_words(&args))?.whole()?;
    if let Some(words) = loaded.config.alias.get(&first) {
        args.splice(1..2, words.iter().map(OsString::from));
    }
    Ok(args)
}

#[expect(clippy::exit, reason = "a bug ends with its own code, whatever thread it is in")]
fn install_panic_hook() {
    std::panic::set_hook(Box::new(|info| {
        crate::scratch::abandon();
        let _ = writeln!(
            std::io::stderr(),
            "cs: internal error, please report it: {}",
            crate::model::text::one_line(&info.to_string(), 400)
        );
        std::process::exit(i32::from(Kind::Bug.exit_code()));
    }));
}

/// Who writes, for the audit: the one place where this is put together.
pub(crate) fn who(cx: &Context, command: &str) -> Who {
    let (by, named) = cx.typist();
    Who {
        by,
        named,
        now: cx.now,
        wall: cx.wall,
        login: terminal::login(),
        terminal: terminal::key().unwrap_or_default(),
        command: command.to_owned(),
    }
}

/// "Showing 30 of 212", on a terminal.
fn tell_rows(cx: &Context, written: &show::Written) {
    if written.cut && written.shown < written.rows {
        cx.note(
            &format!("显示 {} / {} 行；--all-rows 看全部", written.shown, written.rows),
            &format!("showing {} of {} rows; `--all-rows` shows the rest", written.shown, written.rows),
        );
    } else if written.rows == 0 {
        cx.hint("没有结果", "nothing to show");
    }
}

/// The same for a list whose length is known: `--limit` does not hide how many there are.
fn tell_rows_of(cx: &Context, written: &show::Written, all: usize) {
    if !written.cut && written.shown < all {
        let shown = written.shown;
        cx.note(
            &format!("显示 {shown} / {all} 行（--limit）"),
            &format!("{shown} of {all} rows (`--limit`)"),
        );
    } else {
        tell_rows(cx, written);
    }
}

/// A file that the database does not have.
pub(crate) fn no_database() -> Error {
    Error::database("还没有数据库", "there is no database yet")
        .hint("先用 cs import 导入一个导出文件", "make it with `cs import FILE`")
}
