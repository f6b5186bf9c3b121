//! `cs rules`: what is checked, and why an order was or was not found.

use super::args::{InputArgs, Output, rule};
use super::context::Context;
use super::orders;
use super::show::Show;
use crate::error::Result;
use crate::model::{Cell, Column, Lang, Say, Severity, time::minutes_left};
use crate::render::Meta;
use crate::rules::check::{Check, judge};
use crate::rules::due::source_cell;
use crate::rules::{ALL, Profile, Rule, RuleEntry, Verdict, by_id, entries};
use crate::tasks::abnormal::desk_cell;
use clap::{Args, Subcommand};
use std::io::Write;

#[derive(Subcommand, Debug)]
pub(crate) enum RulesCommand {
    List(RuleListArgs),
    Explain(RuleExplainArgs),
}

/// List the rules
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  cs rules list\n  cs rules list -F name")]
pub(crate) struct RuleListArgs {
    #[command(flatten)]
    output: Output,
}

/// Explain a rule, or why an order was found or not
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs rules explain SHP-01\n  cs rules explain 3512345678901234567\n  cs rules explain 3512345678901234567 export.csv"
)]
pub(crate) struct RuleExplainArgs {
    /// A rule's id, or an order number
    #[arg(value_name = "RULE|ORDER", add = clap_complete::ArgValueCompleter::new(super::complete::rules))]
    subject: String,
    #[command(flatten)]
    from: InputArgs,
    #[command(flatten)]
    output: Output,
}

const COLUMNS: &[Column] = &[
    Column::new("rule", "规则", "Rule"),
    Column::new("name", "名称", "Name"),
    Column::new("severity", "级别", "Sev"),
    Column::new("profiles", "规则组", "Profiles"),
    Column::new("needs", "需要的列", "Needs"),
    Column::new("owner", "负责", "Owner").hidden(),
];

const VERDICTS: &[Column] = &[
    Column::new("rule", "规则", "Rule"),
    Column::new("name", "名称", "Name"),
    Column::new("verdict", "结果", "Verdict"),
    Column::new("severity", "级别", "Sev"),
    Column::new("why", "原因", "Why"),
    Column::new("due_at", "截止", "Due"),
    Column::new("minutes_left", "剩余分钟", "Min left").right(),
    Column::new("due_source", "期限来源", "Due by"),
    Column::new("order_no", "订单号", "Order").hidden(),
    Column::new("shop", "店铺", "Shop").hidden(),
];

pub(crate) fn run(cx: &Context, command: RulesCommand) -> Result<u8> {
    match command {
        RulesCommand::List(args) => list(cx, &args),
        RulesCommand::Explain(args) => match by_id(&args.subject) {
            Some(rule) => document(cx, &*rule),
            None if args.subject.chars().any(|c| c.is_ascii_digit()) && !looks_like_rule(&args.subject) => {
                verdicts(cx, &args)
            }
            None => rule(&args.subject).map(|_| 0),
        },
    }
}

/// `PAY-1`: meant as a rule, though there is none of that id.
fn looks_like_rule(text: &str) -> bool {
    text.len() <= 8 && text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.contains('-')
}

fn list(cx: &Context, args: &RuleListArgs) -> Result<u8> {
    let Some(show) = Show::ours(cx, &args.output, Say::new("规则", "Rules"), COLUMNS, "rule")? else {
        return Ok(0);
    };
    let rows = ALL.iter().map(|rule| {
        let required = rule.required().iter().map(|f| (f.key(), f.title().0, f.title().1)).collect();
        let mut profiles: Vec<&str> = rule.profiles().iter().map(|p| p.key()).collect();
        if rule.severity() <= Severity::P2 {
            profiles.insert(0, Profile::Morning.key());
        }
        [
            Cell::key(rule.id()),
            Cell::text(rule.name(cx.lang)),
            Cell::key(rule.severity().key()),
            Cell::own_text(profiles.join(" ")),
            Cell::words(required),
            desk_cell(rule.desk()),
        ]
    });
    show.whole().rows(rows, Meta::default())?;
    Ok(0)
}

/// The header of the rule's own file, in the reader's language.
fn document(cx: &Context, rule: &dyn Rule) -> Result<u8> {
    let mut out = std::io::stdout().lock();
    let mut header =
        rule.doc().lines().take_while(|l| l.starts_with("//!")).map(|l| l[3..].trim_start_matches(' '));
    let english: Vec<&str> = header.by_ref().take_while(|l| *l != "---").collect();
    let lines = if cx.lang == Lang::Zh { header.collect() } else { english };
    writeln!(out, "{}", lines.join("\n").trim())?;
    for (key, value) in settings(cx)? {
        if lines.iter().any(|l| l.contains(&format!("`{key}`"))) {
            writeln!(out, "{}: {key} = {value}", cx.lang.pick("当前设置", "Set to"))?;
        }
    }
    let required: Vec<String> = rule
        .required()
        .iter()
        .map(|f| format!("{} ({})", cx.lang.pick(f.title().0, f.title().1), f.key()))
        .collect();
    writeln!(out, "{}: {}", cx.lang.pick("需要的列", "Needs"), required.join(", "))?;
    Ok(0)
}

/// The thresholds in force for all shops, as they are written in the configuration.
fn settings(cx: &Context) -> Result<Vec<(&'static str, String)>> {
    let t = cx.scope()?.common;
    let time = |s: i64| if s % 3600 == 0 { format!("{}h", s / 3600) } else { format!("{}m", s / 60) };
    let maybe = |s: Option<i64>| s.map_or(cx.lang.pick("未设置", "not set").to_owned(), time);
    Ok(vec![
        ("unpaid_after", maybe(t.unpaid_after)),
        ("closing_soon", time(t.closing_soon)),
        ("high_value", t.high_value.to_string()),
        ("odd_quantity", t.odd_quantity.to_string()),
        ("ship_soon", time(t.ship_soon)),
        ("stale_paid", time(t.stale_paid)),
        ("twin_window", time(t.twin_window)),
        ("odd_price_percent", t.odd_price_percent.to_string()),
        ("odd_price", t.odd_price.to_string()),
        ("amount_tolerance", t.amount_tolerance.to_string()),
        ("cod_unconfirmed", time(t.cod_unconfirmed)),
        ("stale_data", time(t.stale_data)),
        ("ship_within", maybe(t.ship_within)),
        ("close_after", maybe(t.close_after)),
    ])
}

/// Every rule's verdict on one order. Comparing rules are run over everything.
fn verdicts(cx: &Context, args: &RuleExplainArgs) -> Result<u8> {
    let scope = cx.scope()?;
    let Some(show) =
        Show::over(cx, &args.from, &args.output, Say::new("规则结果", "Verdicts"), VERDICTS, "rule")?
    else {
        return Ok(0);
    };
    let comparing: Vec<RuleEntry> = entries().filter(|rule| rule.comparison().is_some()).collect();
    let mut check = Check::new(&scope, &comparing, Severity::P3);
    let mut found = Vec::new();
    super::load::each_order(cx, &args.from, super::load::all_fields(), &mut |order| {
        check.see(order);
        if order.order_no == args.subject {
            found.push(order.clone());
        }
        Ok(std::ops::ControlFlow::Continue(()))
    })?;
    if found.is_empty() {
        return Err(orders::unknown(&args.subject, args.from.is_database()));
    }
    let compared = check.finish();
    let word = |key, zh, en| Cell::Word(key, zh, en);
    show.whole().run(|emit| {
        for order in &found {
            let in_scope = scope.holds(order);
            for rule in entries() {
                let mine = compared.findings.iter().find(|f| {
                    f.rule == rule && f.subject.order_no == order.order_no && *f.subject.shop == *order.shop
                });
                let mut cells = vec![Cell::key(rule.id()), Cell::text(rule.name(cx.lang))];
                let quiet = compared.findings.iter().find(|f| {
                    f.rule.silences().contains(&rule.id())
                        && f.subject.order_no == order.order_no
                        && *f.subject.shop == *order.shop
                });
                match (judge(rule, order, &scope), mine) {
                    (Verdict::Hit(_), None) if quiet.is_some() => {
                        let by = quiet.map_or("", |f| f.rule.id());
                        cells.push(word("silenced", "已压下", "silenced"));
                        cells.push(Cell::Empty);
                        cells.push(Cell::own_text(match cx.lang {
                            Lang::Zh => format!("由 {by} 压下"),
                            Lang::En => format!("{by} stands in its place"),
                        }));
                        cells.extend([Cell::Empty, Cell::Empty, Cell::Empty]);
                    }
                    (_, Some(found)) => {
                        cells.push(word("hit", "命中", "hit"));
                        cells.push(Cell::key(found.severity.key()));
                        cells.push(Cell::own_text(rule.why(&found.facts, cx.lang)));
                        cells.push(Cell::time(found.due));
                        cells.push(Cell::minutes(found.due.map(|due| minutes_left(due, scope.now))));
                        cells.push(source_cell(found.due_source.clone()));
                    }
                    (Verdict::Hit(hit), None) => {
                        let due = hit.due.as_ref();
                        cells.push(if in_scope {
                            word("hit", "命中", "hit")
                        } else {
                            word("hit_out_of_scope", "命中（不在检查范围）", "hit, out of scope")
                        });
                        cells.push(Cell::key(hit.severity.key()));
                        cells.push(Cell::own_text(rule.why(&hit.facts, cx.lang)));
                        cells.push(Cell::time(due.map(|d| d.at)));
                        cells.push(Cell::minutes(due.map(|d| minutes_left(d.at, scope.now))));
                        cells.push(source_cell(due.map(|d| d.source.label()).unwrap_or_default()));
                    }
                    (Verdict::Skipped(field), None) => {
                        cells.push(word("skipped", "无法检查", "could not run"));
                        cells.push(Cell::Empty);
                        let (zh, en) = field.title();
                        cells.push(Cell::own_text(match cx.lang {
                            Lang::Zh => format!("缺少或隐去了「{zh}」（{field}）"),
                            Lang::En => format!("{en} ({field}) is missing or masked"),
                        }));
                        cells.extend([Cell::Empty, Cell::Empty, Cell::Empty]);
                    }
                    (Verdict::Older, None) => {
                        cells.push(word("skipped", "无法检查", "could not run"));
                        cells.push(Cell::Empty);
                        cells.push(Cell::own_text(
                            cx.lang
                                .pick(
                                    "商品数据比订单旧，说法不同",
                                    "the items are older than their order and tell otherwise",
                                )
                                .to_owned(),
                        ));
                        cells.extend([Cell::Empty, Cell::Empty, Cell::Empty]);
                    }
                    (Verdict::Clean, None) if !rule.applies(order, &scope) => {
                        cells.push(word("not_concerned", "不适用", "does not apply"));
                        cells.extend(std::iter::repeat_n(Cell::Empty, 5));
                    }
                    (Verdict::Clean, None) => {
                        cells.push(word("clean", "正常", "clean"));
                        cells.extend(std::iter::repeat_n(Cell::Empty, 5));
                    }
                }
                cells.push(Cell::id(&order.order_no));
                cells.push(Cell::text(&order.shop));
                if !emit(&cells)? {
                    return Ok(Meta::default());
                }
            }
        }
        Ok(Meta::default())
    })?;
    Ok(0)
}
