//! Puts Chinese in place of the English help, all through the tree of commands.

use super::arguments::{ARGS, HEADINGS, OWN_ARGS};
use super::text::CommandText;
use super::{commands, record_commands};
use crate::model::Lang;
use clap::{Arg, ArgAction, Command};

const EXIT_CODES: &str = "退出码：0 完成 · 1 有异常（加 --exit-code 时）· 2 用法错误 · 3 输入错误 · 4 数据库错误 · 5 有行被跳过 · 70 程序错误 · 130 被中断";

/// As clap's own, with the one heading that it has no setting for.
const TEMPLATE: &str =
    "{before-help}{about-with-newline}\n\u{1b}[1m\u{1b}[4m用法:\u{1b}[0m {usage}\n\n{all-args}{after-help}";

pub(super) fn commands() -> impl Iterator<Item = &'static CommandText> {
    commands::COMMANDS.iter().chain(record_commands::COMMANDS)
}

pub(super) fn args() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    ARGS.iter().chain(record_commands::ARGS)
}

/// Puts Chinese in place of the English help.
pub(in crate::cli) fn translate(command: Command, lang: Lang) -> Command {
    match lang {
        Lang::En => command,
        Lang::Zh => walk(command, ""),
    }
}

fn walk(mut command: Command, path: &str) -> Command {
    if let Some((_, about, long)) = commands().find(|c| c.0 == path) {
        command = command.about(*about).long_about(*long);
    }
    if path.is_empty() {
        command = command.after_help(EXIT_CODES).disable_version_flag(true);
    } else if let Some(examples) = command.get_after_help().map(ToString::to_string) {
        let examples = examples.replacen("Examples:", "例子：", 1).replacen("Example:", "例子：", 1);
        command = command.after_help(examples);
    }
    command = command.mut_args(|arg| arg_in_chinese(arg, path));
    command = command.disable_help_flag(true).arg(own("help", 'h', ArgAction::Help, path));
    if path.is_empty() {
        command = command.arg(own("version", 'V', ArgAction::Version, path));
    }
    command = command
        // Lines are broken when they are shown: see `wrap`.
        .term_width(0)
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .disable_help_subcommand(true);
    command.mut_subcommands(|sub| {
        let below = below(path, sub.get_name());
        walk(sub, &below)
    })
}

pub(super) fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path} {name}") }
}

/// `--help` and `--version`, which clap otherwise adds in English.
fn own(name: &'static str, short: char, action: ArgAction, path: &str) -> Arg {
    // Last of all, as in English.
    let arg = Arg::new(name).long(name).short(short).action(action).help_heading("Global").display_order(900);
    arg_in_chinese(arg, path)
}

pub(super) fn text_of(path: &str, id: &str) -> Option<&'static str> {
    let own = OWN_ARGS.iter().find(|a| (a.0, a.1) == (path, id)).map(|a| a.2);
    own.or_else(|| args().find(|a| a.0 == id).map(|a| a.1))
}

fn arg_in_chinese(arg: Arg, path: &str) -> Arg {
    let Some(said) = text_of(path, arg.get_id().as_str()) else { return arg };
    let heading = match arg.get_help_heading() {
        Some(heading) => HEADINGS.iter().find(|h| h.0 == heading).map_or("选项", |h| h.1),
        None if arg.is_positional() => "参数",
        None => "选项",
    };
    let mut text = said.to_owned();
    let mut add = |what: &str, value: &str| text.push_str(&format!(" [{what}：{value}]"));
    let values = arg.get_possible_values();
    let takes_values = arg.get_action().takes_values();
    // Where the text itself goes through the values, they need no list.
    if takes_values && values.iter().any(|v| !said.contains(v.get_name())) {
        add("可选", &values.iter().map(named).collect::<Vec<_>>().join("、"));
    }
    if let Some(default) = arg.get_default_values().first().filter(|_| takes_values) {
        add("默认", &default.to_string_lossy());
    }
    if let Some(variable) = arg.get_env() {
        add("环境变量", &variable.to_string_lossy());
    }
    let arg = arg.help(text).long_help(None::<&'static str>).help_heading(heading).hide_env(true);
    if takes_values { arg.hide_possible_values(true).hide_default_value(true) } else { arg }
}

/// A value with the Chinese word that may stand for it.
pub(in crate::cli) fn named(value: &clap::builder::PossibleValue) -> String {
    let names: Vec<&str> = value.get_name_and_aliases().take(2).collect();
    names.join(" ")
}
