//! `cs refunds list`.

use super::RefundListArgs;
use super::assign::assign;
use crate::cli::args::InputArgs;
use crate::cli::check;
use crate::cli::context::Context;
use crate::cli::load::{self, Loaded};
use crate::cli::records::due_of;
use crate::cli::show::Show;
use crate::error::Result;
use crate::model::{Lang, Owner, RefundKind, RefundState, Say, Selection, Severity, Total};
use crate::render::Meta;
use crate::rules::Window;
use crate::tasks::refunds::{COLUMNS, Case, Undated, Wanted, cases, row, sort};
use std::ops::ControlFlow;

pub(super) fn list(cx: &Context, mut args: RefundListArgs) -> Result<u8> {
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
    let written = show.rows(found.iter().map(|case| row(case, scope.now)), meta(cx, &loaded))?;
    load::write_rejects(cx, &args.from.reading, &loaded.rejects, args.output.force)?;
    tell_unknown(cx, &found);
    tell_unclear(cx, unclear);
    load::tell_age(cx, &loaded, scope.common.stale_data);
    written.tell_of(cx, found.len());
    Ok(if loaded.rejects.is_empty() { 0 } else { 5 })
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

fn named(said: &[String], key: &str, title: &str) -> bool {
    said.iter().any(|word| word == key || word == title)
}

pub(super) fn window(cx: &Context, from: &InputArgs) -> Result<Window> {
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

pub(super) fn meta(cx: &Context, loaded: &Loaded) -> Meta {
    Meta { entries: vec![("now", cx.now.iso(cx.zone).into()), ("as_of", load::ages(cx, loaded))] }
}
