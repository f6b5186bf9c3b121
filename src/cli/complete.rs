//! Completion at TAB: scripts for five shells, and the values that only this machine knows.

use super::config::{Loaded, Wanted};
use super::language;
use crate::error::Result;
use crate::store::Store;
use clap::Args;
use clap_complete::CompletionCandidate;
use clap_complete::env::{CompleteEnv, Shells};
use std::ffi::OsStr;
use std::io::Write;

/// Print the completion script of a shell
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs completions bash > ~/.local/share/bash-completion/completions/cs\n  cs completions zsh > ~/.zfunc/_cs"
)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_parser = ["bash", "zsh", "fish", "powershell", "elvish"])]
    shell: String,
}

/// The variable by which a script asks the program for candidates.
const ASK: &str = "CS_COMPLETE";

/// Files in `completions/`, and the shell of each.
pub(super) const FILES: &[(&str, &str)] = &[
    ("cs.bash", "bash"),
    ("_cs", "zsh"),
    ("cs.fish", "fish"),
    ("_cs.ps1", "powershell"),
    ("cs.elv", "elvish"),
];

/// Answers a shell that asks for candidates, and ends the program then.
pub(super) fn answer(tree: impl Fn() -> clap::Command) {
    if std::env::var_os(ASK).is_some() {
        CompleteEnv::with_factory(tree).var(ASK).complete();
    }
}

pub(super) fn run(args: &CompletionsArgs) -> Result<u8> {
    std::io::stdout().lock().write_all(&script(&args.shell)?)?;
    Ok(0)
}

/// The script that ties a shell to the program.
pub(super) fn script(shell: &str) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let shells = Shells::builtins();
    let shell =
        shells.completer(shell).ok_or_else(|| crate::error::Error::bug("a shell without completer"))?;
    shell.write_registration(ASK, "cs", "cs", "cs", &mut out)?;
    Ok(out)
}

fn candidates<'a>(
    words: impl Iterator<Item = (&'a str, &'a str)>,
    typed: &OsStr,
) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy().to_lowercase();
    words
        .filter(|(word, _)| word.to_lowercase().starts_with(&typed))
        .map(|(word, help)| {
            CompletionCandidate::new(word).help((!help.is_empty()).then(|| help.to_owned().into()))
        })
        .collect()
}

pub(super) fn rules(typed: &OsStr) -> Vec<CompletionCandidate> {
    let lang = language::locale();
    candidates(crate::rules::ALL.iter().map(|r| (r.id(), r.name(lang))), typed)
}

pub(super) fn layouts(typed: &OsStr) -> Vec<CompletionCandidate> {
    candidates(crate::layouts::ALL.iter().map(|(name, _)| (*name, "")), typed)
}

pub(super) fn platforms(typed: &OsStr) -> Vec<CompletionCandidate> {
    let names = known_shops().into_iter().map(|s| s.0);
    let mut names: Vec<String> =
        ["taobao", "jd", "pdd", "douyin"].map(str::to_owned).into_iter().chain(names).collect();
    names.sort();
    names.dedup();
    candidates(names.iter().map(|n| (n.as_str(), "")).filter(|n| !n.0.is_empty()), typed)
}

pub(super) fn shops(typed: &OsStr) -> Vec<CompletionCandidate> {
    let mut names: Vec<String> = known_shops().into_iter().map(|s| s.1).filter(|n| !n.is_empty()).collect();
    // The words that are being completed stand behind `--`.
    let words: Vec<_> = std::env::args_os().skip_while(|word| word != "--").skip(1).collect();
    if let Ok(Loaded { config, .. }) = Loaded::read(&Wanted::of_words(&words)) {
        names.extend(config.shops().map(|s| s.name.clone()));
        names.retain(|name| !name.is_empty());
    }
    names.sort();
    names.dedup();
    candidates(names.iter().map(|n| (n.as_str(), "")), typed)
}

/// Platforms and shops of the database; nothing where it can't be read: a TAB never fails.
fn known_shops() -> Vec<(String, String)> {
    let path = std::env::var_os("CS_DB").map(Into::into).or_else(super::config::default_database);
    let store = path.and_then(|p| Store::open_as_it_is(&p).ok().flatten());
    // A TAB upgrades nothing.
    let store = store.filter(|s| s.schemas().0 == s.schemas().1);
    store.and_then(|s| s.shops().ok()).unwrap_or_default()
}
