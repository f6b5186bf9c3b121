//! `cs refunds`: list, show, stats.

use super::args::{InputArgs, Output};
use super::context::Context;
use super::load::{self, Loaded};
use super::records::due_of;
use super::show::Show;
use super::{check, orders};
use crate::error::{Error, Result};
use crate::model::Owner;
use crate::model::{Column, Fields, Lang, RefundKind, RefundState, Say, Selection, Severity, Total};
use crate::records::Order;
use crate::render::Meta;
use crate::rules::Window;
use crate::store::{OrderFilter, Store};
use crate::tasks::assemble::from_refunds;
use crate::tasks::assigned::Assigned;
use crate::tasks::refunds::stats::{self, By, Stats};
use crate::tasks::refunds::{COLUMNS, Case, DETAILS, Undated, Wanted, cases, details, row, sort};
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Subcommand};
use std::ops::ControlFlow;

#[derive(Subcommand, Debug)]
pub(crate) enum RefundsCommand {
    List(RefundListArgs),
    Show(RefundShowArgs),
    Stats(RefundStatsArgs),
}

/// List refund cases: whose turn it is, until when, and what happens then
///
/// Cases of refund exports; where none is known of an order, what its items and its refunded amount tell. Most
/// urgent first: P0 is ours and overdue or due within 4 hours, P1 within 12, P2 ours without haste, P3 the rest.
/// `--since`, `--until` and `--date` go by the time of application.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs refunds list refunds.xlsx orders.csv\n  cs refunds list --due\n  cs refunds list --owner seller --before-next-shift 18:00\n  cs refunds list --kind difference,freight,price_protect"
)]
pub(crate) struct RefundListArgs {
    #[command(flatten)]
    from: InputArgs,
    /// Only what waits for us and is overdue or due within hours
    #[arg(long, help_heading = "Selection")]
    due: bool,
    /// Only cases in this state; repeatable
    #[arg(long, value_name = "STATE", value_delimiter = ',', value_parser = titled(RefundState::all().map(|s| (s.key(), s.title(Lang::Zh)))), help_heading = "Selection")]
    state: Vec<String>,
    /// Only cases that wait for this side; repeatable
    #[arg(long, value_name = "SIDE", value_delimiter = ',', value_parser = titled(Owner::ALL.into_iter().map(|o| (o.key(), o.title(Lang::Zh)))), help_heading = "Selection")]
    owner: Vec<String>,
    /// Only this kind of case; repeatable
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = titled(RefundKind::all().map(|k| (k.key(), k.title(Lang::Zh)))), help_heading = "Selection")]
    kind: Vec<String>,
    /// Only open cases that are due before this moment: 18:00 (the next), +8h, a date (until its end)
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, help_heading = "Selection")]
    before_next_shift: Option<String>,
    #[command(flatten)]
    output: Output,
}

fn words(keys: impl Iterator<Item = &'static str>) -> PossibleValuesParser {
    PossibleValuesParser::new(keys)
}

/// The keys, and the Chinese words that a table shows for them.
fn titled(words: impl Iterator<Item = (&'static str, &'static str)>) -> PossibleValuesParser {
    PossibleValuesParser::new(words.map(|(key, title)| PossibleValue::new(key).alias(title)))
}

fn named(said: &[String], key: &str, title: &str) -> bool {
    said.iter().any(|word| word == key || word == title)
}

/// Show one case, or those of one order, of the database in full
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs refunds show 3001000000000001")]
pub(crate) struct RefundShowArgs {
    /// The number of the case or of its order
    #[arg(value_name = "REFUND|ORDER")]
    number: String,
    #[command(flatten)]
    output: Output,
}

/// Count refunds: how many, how much, how fast, and the refund rate
///
/// The rate is orders with a successful refund ÷ paid orders, both of the orders placed in the window; of fewer than
/// 30 orders it is told as a fraction. Price protection, cash back, differences and freight are left out and counted
/// apart. Hours run from the application to the end of successful cases.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs refunds stats orders.csv refunds.xlsx\n  cs refunds stats --group sku --date 2026-11"
)]
pub(crate) struct RefundStatsArgs {
    #[command(flatten)]
    from: InputArgs,
    /// What to count by
    #[arg(long, value_name = "WHAT", default_value = "reason", value_parser = words(By::ALL.into_iter().map(By::key)), help_heading = "Selection")]
    group: String,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(cx: &Context, command: RefundsCommand) -> Result<u8> {
    match command {
        RefundsCommand::List(args) => list(cx, args),
        RefundsCommand::Show(args) => show(cx, args),
        RefundsCommand::Stats(args) => statistics(cx, args),
    }
}

fn list(cx: &Context, mut args: RefundListArgs) -> Result<u8> {
    let wanted = wanted(cx, &args)?;
    let scope = cx.scope()?;
    let Some(show) =
        Show::over(cx, &args.from, &args.output, Say::new("退款", "Refunds"), COLUMNS, "refund_no")?
    else {
        return Ok(0);
    };
    args.from.bare_refunds = true;
    args.from.selection = Some(Selection { refunded: true, ..Selection::default() });
    let mut found: Vec<Case> = Vec::new();
    let (undated, mut unclear) = (Undated::of(&wanted), 0_u64);
    let loaded = load::each_order(cx, &args.from, load::all_fields(), &mut |order| {
        for case in cases(order, &scope) {
            if wanted.takes(&case) {
                found.push(case);
            } else {
                unclear += u64::from(undated.as_ref().is_some_and(|undated| undated.is(&case)));
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    if args.from.is_database() {
        assign(cx, found.iter_mut())?;
    }
    sort(&mut found, scope.now);
    if show.is_screen() && !found.is_empty() {
        summary(cx, &found);
    }
    let written = show.run(|emit| {
        for case in &found {
            if !emit(&row(case, scope.now))? {
                break;
            }
        }
        Ok(meta(cx, &loaded))
    })?;
    load::write_rejects(cx, &args.from.reading, &loaded.rejects, args.output.force)?;
    tell_unknown(cx, &found);
    tell_unclear(cx, unclear);
    load::tell_age(cx, &loaded, scope.common.stale_data);
    written.tell_of(cx, found.len());
    Ok(if loaded.rejects.is_empty() { 0 } else { 5 })
}

/// Who follows each case, as far as the records tell.
fn assign<'c>(cx: &Context, found: impl Iterator<Item = &'c mut Case>) -> Result<()> {
    let Some(store) = cx.store()? else { return Ok(()) };
    let cases = store.cases()?;
    let assigned = Assigned::new(&cases, cx.now);
    found.for_each(|case| case.assign(&assigned));
    Ok(())
}

fn wanted(cx: &Context, args: &RefundListArgs) -> Result<Wanted> {
    let before = due_of(cx, args.before_next_shift.as_ref())?;
    Ok(Wanted {
        due: args.due,
        states: RefundState::all().filter(|s| named(&args.state, s.key(), s.title(Lang::Zh))).collect(),
        owners: Owner::ALL.into_iter().filter(|o| named(&args.owner, o.key(), o.title(Lang::Zh))).collect(),
        kinds: RefundKind::all().filter(|k| named(&args.kind, k.key(), k.title(Lang::Zh))).collect(),
        before,
        window: window(cx, &args.from)?,
    })
}

fn window(cx: &Context, from: &InputArgs) -> Result<Window> {
    check::scope(cx, from).map(|scope| scope.window)
}

fn summary(cx: &Context, found: &[Case]) {
    for severity in Severity::ALL {
        let mine: Vec<&Case> = found.iter().filter(|c| c.severity == severity).collect();
        let open = mine.iter().filter(|c| c.refund.state.is_open()).count();
        let mut sum = Total::default();
        mine.iter().filter_map(|c| c.refund.amount).for_each(|amount| sum.add(amount));
        let (level, cases) = (severity.key(), mine.len());
        if cases > 0 {
            cx.note(
                &format!("{level}：{cases} 笔，未完结 {open}，金额 {}", sum.said(Lang::Zh)),
                &format!("{level}: {cases} cases, {open} open, amount {}", sum.said(Lang::En)),
            );
        }
    }
}

/// A state that no layout knows may be anybody's turn.
fn tell_unknown(cx: &Context, found: &[Case]) {
    let unknown = found.iter().filter(|c| c.refund.state == RefundState::Unknown).count();
    if unknown > 0 {
        cx.note(
            &format!("{unknown} 笔退款的平台状态不认得，轮到谁处理不知道；请把状态补进格式"),
            &format!("{unknown} refunds are in a state that the layout does not know, so whose turn it is is not known: add the state to the layout"),
        );
    }
}

/// Left out because nobody tells when they run out: they may be due all the same.
fn tell_unclear(cx: &Context, unclear: u64) {
    let en = match unclear {
        0 => return,
        1 => "1 refund that may wait for us has no known deadline, so it is not listed".to_owned(),
        n => format!("{n} refunds that may wait for us have no known deadline, so they are not listed"),
    };
    cx.note(
        &format!(
            "另有 {unclear} 笔可能等我方处理的退款看不出期限，没有列出；不加 --due、--before-next-shift 可见"
        ),
        &format!("{en}: they are without `--due` and `--before-next-shift`"),
    );
}

fn meta(cx: &Context, loaded: &Loaded) -> Meta {
    Meta { entries: vec![("now", cx.now.iso(cx.zone).into()), ("as_of", load::ages(cx, loaded))] }
}

fn show(cx: &Context, args: RefundShowArgs) -> Result<u8> {
    let scope = cx.scope()?;
    let mut found: Vec<(Order, Case)> = Vec::new();
    if let Some(store) = cx.store()? {
        for order in concerned(&store, &args.number)? {
            let mine = |case: &Case| case.refund.refund_no == args.number || order.order_no == args.number;
            found.extend(cases(&order, &scope).into_iter().filter(mine).map(|case| (order.clone(), case)));
        }
    }
    if found.is_empty() {
        let shown = crate::model::quote::number(&args.number);
        return Err(Error::input(
            format!("数据库里没有退款 {shown}，也没有退款的订单是这个号"),
            format!("the database has neither a refund {shown} nor an order of this number with one"),
        )
        .hint("先用 cs import 导入退款报表", "import the refund export first: `cs import FILE`"));
    }
    assign(cx, found.iter_mut().map(|one| &mut one.1))?;
    let mut output = args.output;
    output.reveal = true;
    if output.format.is_none() && output.file().is_none() {
        output.format = Some("text".into());
    }
    let all: Vec<Column> = COLUMNS.iter().chain(DETAILS).map(|c| Column { shown: true, ..*c }).collect();
    let Some(show) = Show::new(cx, &output, Say::new("退款", "Refund"), &all, "refund_no")? else {
        return Ok(0);
    };
    show.run(|emit| {
        for (order, case) in &found {
            let mut cells = row(case, scope.now);
            cells.extend(details(case, order));
            if !emit(&cells)? {
                break;
            }
        }
        Ok(Meta::default())
    })?;
    Ok(0)
}

/// The orders of this number, or with a refund of this number; also those known by their refunds only.
fn concerned(store: &Store, number: &str) -> Result<Vec<Order>> {
    let mut out = orders::in_store(store, number)?;
    let mut refunds = Vec::new();
    store.each_refund(&OrderFilter::default(), &mut |refund| {
        if refund.refund_no == number || refund.order_no == number {
            refunds.push(std::mem::take(refund));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    for refund in refunds {
        let holds = |o: &Order| {
            o.platform == refund.platform && o.refunds.iter().any(|r| r.refund_no == refund.refund_no)
        };
        if out.iter().any(holds) {
            continue;
        }
        match orders::in_store(store, &refund.order_no)?.into_iter().find(holds) {
            Some(order) => out.push(order),
            None => {
                let (platform, shop) = (refund.platform.clone(), refund.shop.clone());
                out.push(from_refunds(platform, shop, refund.order_no.clone(), vec![refund]));
            }
        }
    }
    Ok(out)
}

fn statistics(cx: &Context, mut args: RefundStatsArgs) -> Result<u8> {
    if let Some(by) = cx.global.by.as_deref().filter(|by| By::by_key(by).is_some()) {
        return Err(Error::usage(
            format!("--by 是操作人的姓名，「{by}」要用 --group"),
            format!("`--by` is who is working; to count by {by}, say `--group {by}`"),
        ));
    }
    let mut scope = cx.scope()?;
    scope.window = window(cx, &args.from)?;
    let Some(show) = Show::over(
        cx,
        &args.from,
        &args.output,
        Say::new("退款统计", "Refund figures"),
        stats::COLUMNS,
        "group",
    )?
    else {
        return Ok(0);
    };
    args.from.bare_refunds = true;
    let mut stats = Stats::new(By::by_key(&args.group).unwrap_or_default(), &scope);
    let loaded = load::each_order(cx, &args.from, Fields::of(stats::FIELDS), &mut |order| {
        stats.see(order);
        Ok(ControlFlow::Continue(()))
    })?;
    let rows = stats.rows();
    show.run(|emit| {
        for row in &rows {
            if !emit(row)? {
                break;
            }
        }
        Ok(meta(cx, &loaded))
    })?;
    load::write_rejects(cx, &args.from.reading, &loaded.rejects, args.output.force)?;
    tell_definition(cx, &stats);
    load::tell_age(cx, &loaded, scope.common.stale_data);
    Ok(if loaded.rejects.is_empty() { 0 } else { 5 })
}

fn tell_definition(cx: &Context, stats: &Stats<'_>) {
    cx.note(
        "退款率 = 有退款成功的订单 ÷ 已付订单，都按下单时间取同一批；不足 30 单写成 n/m",
        "rate = orders with a successful refund ÷ paid orders, of the same orders by creation; of fewer than 30 it is n/m",
    );
    if stats.paid_orders() == 0 {
        cx.note(
            "没有已付订单，算不出退款率：请把订单报表一起给出",
            "without paid orders there is no rate: name the order export too",
        );
    }
    let strays = stats.strays();
    if strays > 0 && stats.paid_orders() > 0 {
        cx.note(
            &format!("{strays} 笔成功退款的订单不在这些已付订单里，不进退款率"),
            &format!("the orders of {strays} successful refunds are not among these paid orders: they are no part of the rate"),
        );
    }
    if stats.is_beyond() {
        cx.note("退款金额太大，合计不出，留空", "the amounts are too large to add up: left empty");
    }
    let (count, amount) = (stats.adjustments.0, stats.adjustments.1);
    if count > 0 {
        cx.note(
            &format!("另有价保、返现、差价、运费 {count} 笔，共 {}，不计入", amount.said(Lang::Zh)),
            &format!(
                "left out: {count} of price protection, cash back, difference or freight, {} together",
                amount.said(Lang::En)
            ),
        );
    }
    let excluded = stats.excluded;
    if excluded > 0 {
        cx.note(
            &format!("不计入的订单（测试、内部、样品、赠品、补发、换货）：{excluded}"),
            &format!("orders left out (test, internal, sample, gift, reissue, exchange): {excluded}"),
        );
    }
}
