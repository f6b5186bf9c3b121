//! What is wrong with a command line, in Chinese: the parser itself speaks English only.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::fmt::Write as _;

/// The parser's complaint as a Chinese sentence with its suggestions.
pub(super) fn explain(e: &clap::Error) -> String {
    let of = |kind: ContextKind| e.get(kind).map(words).unwrap_or_default();
    let arg = of(ContextKind::InvalidArg);
    let value = of(ContextKind::InvalidValue);
    let mut out = match e.kind() {
        ErrorKind::UnknownArgument => format!("错误：没有选项「{arg}」"),
        ErrorKind::InvalidSubcommand => format!("错误：没有命令「{}」", of(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue if value.is_empty() => format!("错误：{arg} 后面要有值"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("错误：{arg} 不接受「{value}」"),
        ErrorKind::NoEquals => format!("错误：{arg} 要写成 {arg}=值"),
        ErrorKind::TooManyValues => format!("错误：{arg} 的值太多，多出「{value}」"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("错误：{arg} 的值个数不对"),
        ErrorKind::ArgumentConflict => format!("错误：{arg} 不能和 {} 一起用", of(ContextKind::PriorArg)),
        ErrorKind::MissingRequiredArgument => format!("错误：缺少 {arg}"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            format!("错误：要说明做什么，可选：{}", of(ContextKind::ValidSubcommand))
        }
        ErrorKind::InvalidUtf8 => "错误：参数里有不是 UTF-8 的字节".to_owned(),
        _ => "错误：命令写得不对".to_owned(),
    };
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    for near in near.into_iter().map(of).filter(|n| !n.is_empty()) {
        let _ = write!(out, "\n  提示：是不是 {near}？");
    }
    let valid = match e.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(keys)) => in_both(keys),
        _ => String::new(),
    };
    if !valid.is_empty() {
        let _ = write!(out, "\n  提示：可选 {valid}");
    }
    out.push_str("\n  提示：用 --help 查看用法");
    out
}

/// Keys, each with the Chinese word that may stand for it.
fn in_both(keys: &[String]) -> String {
    fn find(command: &clap::Command, keys: &[String]) -> Option<String> {
        let of = |arg: &clap::Arg| {
            let values = arg.get_possible_values();
            let same = values.len() == keys.len() && values.iter().zip(keys).all(|(v, k)| v.get_name() == k);
            same.then(|| values.iter().map(super::help_zh::named).collect::<Vec<_>>().join("、"))
        };
        let own = command.get_arguments().find_map(of);
        own.or_else(|| command.get_subcommands().find_map(|sub| find(sub, keys)))
    }
    find(&super::commands::command(crate::model::Lang::Zh), keys).unwrap_or_else(|| keys.join("、"))
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(list) => list.join("、"),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(list) => list.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
        ContextValue::Number(n) => n.to_string(),
        ContextValue::Bool(b) => b.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lang;

    fn told(args: &[&str]) -> String {
        let args = std::iter::once("cs").chain(args.iter().copied());
        let e = super::super::commands::command(Lang::Zh)
            .try_get_matches_from(args)
            .expect_err("a wrong command line");
        explain(&e)
    }

    #[test]
    fn complaints_are_chinese_and_suggest() {
        assert!(
            told(&["orders", "chek-abnormal"])
                .starts_with("错误：没有命令「chek-abnormal」\n  提示：是不是 check-abnormal？")
        );
        assert!(told(&["orders", "list", "--severty", "P1"]).starts_with("错误：没有选项「--severty」"));
        let value = told(&["orders", "list", "-F", "cvs"]);
        assert!(
            value.starts_with("错误：") && value.contains("「cvs」") && value.contains("可选 table、csv"),
            "{value}"
        );
        let value = told(&["orders", "list", "--status", "没付"]);
        assert!(value.contains("unpaid 待付款"), "{value}");
        assert!(told(&["import"]).starts_with("错误：缺少"));
    }
}
