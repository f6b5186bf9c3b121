//! The way from arguments to an exit code.

use super::commands::{self, Cli, Command, command};
use super::config::{Loaded, Wanted};
use super::context::Context;
use super::language::locale;
use super::usage::told_by_clap;
use super::{complete, outfile, said};
use crate::error::{Kind, Result};
use crate::model::Lang;
use clap::{CommandFactory, FromArgMatches};
use std::ffi::OsString;
use std::io::Write;
use std::mem::ManuallyDrop;
use std::process::ExitCode;

/// What `cs --version` says, which needs no tree of commands.
const VERSION: &str = concat!("cs ", env!("CARGO_PKG_VERSION"));

/// Runs the program.
pub fn main() -> ExitCode {
    install_panic_hook();
    complete::answer(|| command(locale()));
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
    let ended = commands::run(&cx, command, refused, &matches);
    // Who reads no further has had what they wanted.
    if ended.as_ref().map_or_else(|e| e.kind == Kind::ClosedPipe, |_| true) {
        cx.outbox.name_all()?;
    }
    ended
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
            return texts.next().map_or_else(locale, Lang::from_locale);
        }
        if let Some(value) = text.strip_prefix("--lang=") {
            return Lang::from_locale(value);
        }
    }
    locale()
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
