//! `cs orders check-abnormal`: every rule over the orders in one pass.

use super::args::{InputArgs, Output, RuleArgs, rule};
use super::context::Context;
use super::load::{self, Loaded};
use super::show::Show;
use super::when;
use crate::error::{EXIT_FINDINGS, Result};
use crate::model::{Field, Lang, Say, Selection, Severity};
use crate::read::{Rest, Work};
use crate::records::Order;
use crate::render::Meta;
use crate::rules::Scope;
use crate::rules::check::{Check, Outcome};
use crate::rules::{Profile, RuleEntry, entries};
use crate::tasks::abnormal::{COLUMNS, row, tally};
use clap::Args;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// Find orders that need somebody: unpaid, late, double, mispriced, with open notes …
///
/// Looks at all open orders and at others of the last 30 days. One row for each order and rule. Rules that could
/// not run are named on standard error with the column they lack.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs orders check-abnormal export.csv\n  cs orders check-abnormal orders.csv items.csv --severity P1\n  cs orders check-abnormal --rule SHP-01,SHP-02 -F text"
)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    from: InputArgs,
    #[command(flatten)]
    rules: RuleArgs,
    /// Exit with 1 when anything was found
    #[arg(long, help_heading = "Output")]
    exit_code: bool,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(cx: &Context, mut args: CheckArgs) -> Result<u8> {
    let mut scope = scope(cx, &args.from)?;
    scope.audit = args.rules.profile.as_deref() == Some("audit");
    let (rules, least) = choose(cx, &args.rules)?;
    args.from.selection = Some(selection(&scope));
    args.from.bare_refunds = true;
    let Some(show) = Show::over(
        cx,
        &args.from,
        &args.output,
        Say::new("异常订单", "Abnormal orders"),
        COLUMNS,
        "order_no",
    )?
    else {
        return Ok(0);
    };
    let mut check = Check::new(&scope, &rules, least);
    let want = check.fields().or(shown_fields());
    let fresh = || Check::new(&scope, &rules, least);
    let see = |check: &mut Check<'_>, order: &mut Order, rest: &mut Rest<'_>| {
        if check.takes(order) {
            rest.fill(order)?;
            check.see(order);
        }
        Ok(())
    };
    let work = Work { fresh: &fresh, see: &see };
    let mut loaded = load::orders_in_parallel(cx, &args.from, want, &work, &mut |later| {
        check.absorb(later);
        Ok(ControlFlow::Continue(()))
    })?;
    // What is checked are orders; how new their refunds are is told beside.
    let refunds_as_of = std::mem::take(&mut loaded.refunds_as_of);
    let outcome = check.finish();
    let screen = show.is_screen();
    if screen && !outcome.findings.is_empty() {
        summary(cx, &outcome);
    }
    let lang = show.style().lang;
    let rows = outcome.findings.iter().map(|found| row(found, scope.now, lang));
    let written = show.rows(rows, meta(cx, &outcome, &loaded))?;
    load::write_rejects(cx, &args.from.reading, &loaded.rejects, args.output.force)?;
    if screen {
        tell_skipped_in_brief(cx, &outcome)
    } else {
        tell_skipped(cx, &outcome)
    }
    load::tell_old_refunds(cx, &refunds_as_of, scope.common.stale_data);
    load::tell_age(cx, &loaded, scope.common.stale_data);
    written.tell(cx);
    if outcome.seen == 0 {
        match loaded.from_files {
            true => cx.note("没有可检查的订单", "there were no orders to check"),
            false => cx.hint("没有可检查的订单", "there were no orders to check"),
        }
    } else if outcome.findings.is_empty() {
        cx.hint(
            &format!("检查了 {} 单，没有异常", outcome.seen),
            &match outcome.seen {
                1 => "1 order checked, nothing abnormal".to_owned(),
                n => format!("{n} orders checked, nothing abnormal"),
            },
        );
    }
    Ok(match (loaded.rejects.is_empty(), args.exit_code && !outcome.findings.is_empty()) {
        (false, _) => 5,
        (true, true) => EXIT_FINDINGS,
        (true, false) => 0,
    })
}

/// The orders that the scope can hold.
pub(crate) fn selection(scope: &Scope) -> Selection {
    match scope.window.since {
        Some(since) => Selection { since: Some(since), ..Selection::default() },
        None => Selection { open: true, since: Some(scope.recent()), ..Selection::default() },
    }
}

/// The scope with the window of the arguments.
pub(crate) fn scope(cx: &Context, from: &InputArgs) -> Result<Scope> {
    let mut scope = cx.scope()?;
    let pick = &from.pick;
    scope.window =
        when::window(pick.since.as_deref(), pick.until.as_deref(), pick.date.as_deref(), cx.now, cx.zone)?;
    Ok(scope)
}

/// Columns that every finding shows.
fn shown_fields() -> crate::model::Fields {
    use crate::model::{Field, Fields};
    Fields::of(&[
        Field::Platform,
        Field::Shop,
        Field::OrderNo,
        Field::Buyer,
        Field::Status,
        Field::Kind,
        Field::Payable,
        Field::CreatedAt,
        Field::PaidAt,
        Field::ShippedAt,
        Field::CompletedAt,
        Field::Items,
    ])
}

/// The rules that run, and the least severe finding that is listed.
pub(crate) fn choose(cx: &Context, args: &RuleArgs) -> Result<(Vec<RuleEntry>, Severity)> {
    let mut chosen: Vec<RuleEntry> = if args.rule.is_empty() {
        let profile = args.profile.as_deref().and_then(Profile::by_key).unwrap_or(Profile::Morning);
        let in_profile = |r: &RuleEntry| profile == Profile::Morning || r.profiles().contains(&profile);
        entries().filter(in_profile).collect()
    } else {
        args.rule.iter().map(|id| rule(id)).collect::<Result<_>>()?
    };
    for id in args.not_rule.iter().chain(&cx.config.rules.off) {
        let off = rule(id)?;
        chosen.retain(|r| *r != off);
    }
    let morning = args.rule.is_empty() && args.profile.as_deref().is_none_or(|p| p == "morning");
    let default = if morning { Severity::P2 } else { Severity::P3 };
    let least = args.severity.as_deref().and_then(Severity::by_key).unwrap_or(default);
    // A rule that can't reach the wanted severity only costs memory, unless it silences another.
    chosen.retain(|r| r.severity() <= least || !r.silences().is_empty() || args.severity.is_some());
    chosen.sort_unstable();
    chosen.dedup();
    Ok((chosen, least))
}

fn summary(cx: &Context, outcome: &Outcome) {
    for line in tally(&outcome.findings) {
        let rule = line.rule;
        let due = line.earliest.map(|at| at.short(cx.zone, cx.now));
        let (zh_due, en_due) = match due {
            Some(at) => (format!("，最早 {at}"), format!(", earliest {at}")),
            None => (String::new(), String::new()),
        };
        let (id, hits, urgent) = (rule.id(), line.hits, line.urgent);
        let amount = |lang: Lang| match line.tells_amount {
            true => line.amount.said(lang),
            false => lang.pick("不明", "unknown").to_owned(),
        };
        cx.note(
            &format!(
                "{id} {}：{hits} 单，P0 {urgent}{zh_due}，金额 {}",
                rule.name(Lang::Zh),
                amount(Lang::Zh)
            ),
            &format!(
                "{id} {}: {hits} orders, {urgent} P0{en_due}, amount {}",
                rule.name(Lang::En),
                amount(Lang::En)
            ),
        );
    }
}

/// So many lines leave the table in sight.
const FEW: usize = 3;

/// Rules that lack the same column on as many orders share a line.
fn lines(outcome: &Outcome) -> BTreeMap<(Field, u64), Vec<&'static str>> {
    let mut lines: BTreeMap<(Field, u64), Vec<&str>> = BTreeMap::new();
    for ((rule, field), orders) in &outcome.skipped {
        lines.entry((*field, *orders)).or_default().push(rule.id());
    }
    lines
}

/// Items that their orders have overtaken speak no more: on how many orders, and for which rules.
fn tell_older(cx: &Context, outcome: &Outcome) {
    let mut lines: BTreeMap<u64, Vec<&str>> = BTreeMap::new();
    for (rule, orders) in &outcome.older {
        lines.entry(*orders).or_default().push(rule.id());
    }
    for (orders, rules) in lines {
        let rules = rules.join(" ");
        let en = match orders {
            1 => {
                "the items of 1 order are older than it and tell otherwise, so they were not used".to_owned()
            }
            n => format!(
                "the items of {n} orders are older than them and tell otherwise, so they were not used"
            ),
        };
        cx.note(
            &format!("有 {orders} 单的商品数据比订单旧，说法不同，没有采用；请重新导出宝贝报表：{rules}"),
            &format!("{en}; export the items again: {rules}"),
        );
    }
}

/// Rules that could not run are never silent: which, why, on how many orders.
pub(crate) fn tell_skipped(cx: &Context, outcome: &Outcome) {
    tell_older(cx, outcome);
    if outcome.skipped.keys().any(|(_, field)| matches!(field, Field::ItemNo | Field::Price)) {
        cx.hint(
            "有的订单没有商品明细：把这些订单的宝贝报表一起给出，或先导入，按商品核对的规则就能运行",
            "some orders come without their items: name or import the item export of these orders too, and the rules about items can run",
        );
    }
    for ((field, orders), rules) in lines(outcome) {
        let (zh, en) = field.title();
        let rules = rules.join(" ");
        cx.note(
            &format!("有 {orders} 单无法检查，「{zh}」（{field}）缺少、隐去或不认得：{rules}"),
            &format!(
                "could not run on {orders} orders, {en} ({field}) is missing, masked or unknown: {rules}"
            ),
        );
    }
}

/// The same in one line, for commands that are about other things too; `-v` tells all of it.
pub(crate) fn tell_skipped_in_brief(cx: &Context, outcome: &Outcome) {
    if cx.global.verbose || lines(outcome).len() <= FEW {
        return tell_skipped(cx, outcome);
    }
    let rules: BTreeSet<RuleEntry> = outcome.skipped.keys().map(|(rule, _)| *rule).collect();
    let fields: BTreeSet<Field> = outcome.skipped.keys().map(|(_, field)| *field).collect();
    let rules = rules.len();
    let most = outcome.skipped.values().max().copied().unwrap_or_default();
    let zh = fields.iter().map(|f| f.title().0).collect::<Vec<_>>().join("、");
    let en = fields.iter().map(|f| f.key()).collect::<Vec<_>>().join(" ");
    cx.note(
        &format!("{rules} 条规则在部分订单上无法检查（最多 {most} 单），缺少、隐去或不认得：{zh}；-v 看明细"),
        &format!(
            "{rules} rules could not run on some orders (at most {most}), missing, masked or unknown: {en}; `-v` tells more"
        ),
    );
}

fn meta(cx: &Context, outcome: &Outcome, loaded: &Loaded) -> Meta {
    let skipped: Vec<serde_json::Value> = outcome
        .skipped
        .iter()
        .map(|((rule, field), orders)| {
            serde_json::json!({ "rule": rule.id(), "column": field.key(), "orders": orders })
        })
        .collect();
    Meta {
        entries: vec![
            ("now", cx.now.iso(cx.zone).into()),
            ("orders", outcome.seen.into()),
            ("skipped", skipped.into()),
            ("as_of", load::ages(cx, loaded)),
        ],
    }
}
