//! `cs handover` and `cs handover show`: a draft of what is open, or one that was signed.

use super::HandoverShowArgs;
use super::now::look;
use crate::cli::context::{Context, no_database};
use crate::cli::records::print_to;
use crate::cli::show::Show;
use crate::error::{Error, Result};
use crate::model::{Say, Stamp};
use crate::records::HandoverItem;
use crate::tasks::handover::{COLUMNS, row, screenful, sort, tally};

pub(super) fn show(cx: &Context, args: &HandoverShowArgs) -> Result<u8> {
    let now = look(cx, args.sides.group.as_deref(), args.sides.shift_end.as_ref(), true)?;
    let me = args.sides.giver.clone().unwrap_or_else(|| cx.by());
    let taker = args.sides.taker.clone().unwrap_or_default();
    let mut lines = Vec::new();
    for item in &now.items {
        let mut item = item.clone();
        let Some((signed, last)) = now.signed(&item.key).zip(now.last.as_ref()) else {
            lines.push(HandoverLine { item, from: me.clone(), to: taker.clone(), state: "draft" });
            continue;
        };
        item.carried_from.clone_from(&signed.carried_from);
        let state = if signed.acked_at.is_some() { "acked" } else { "open" };
        lines.push(HandoverLine { item, from: last.from.clone(), to: last.to.clone(), state });
    }
    if let (Some(last), Some(waited), waiting @ 1..) = (&now.last, now.late, now.waiting()) {
        let minutes = waited / 60;
        let item = HandoverItem {
            key: last.id.clone(),
            section: "urgent".into(),
            severity: "P1".into(),
            subject: cx.lang.pick("交班未确认", "handover not acknowledged").into(),
            what: cx
                .lang
                .pick("{n} 条等了 {m} 分钟", "{n} items for {m} minutes")
                .replace("{n}", &waiting.to_string())
                .replace("{m}", &minutes.to_string()),
            owner: last.to.clone(),
            ..HandoverItem::default()
        };
        // After the rows where a penalty is running.
        let index = now.items.iter().take_while(|i| i.section == "urgent" && i.severity == "P0").count();
        lines.insert(
            index,
            HandoverLine { item, from: last.from.clone(), to: last.to.clone(), state: "open" },
        );
    }
    write(cx, args, lines, cx.now)
}

/// An item on its way out: between whom, in which state.
struct HandoverLine {
    item: HandoverItem,
    from: String,
    to: String,
    state: &'static str,
}

/// Programs get every row; a screen gets a summary and the first rows of each section.
fn write(cx: &Context, args: &HandoverShowArgs, mut lines: Vec<HandoverLine>, now: Stamp) -> Result<u8> {
    let output = &args.output;
    let Some(mut show) = Show::new(cx, output, Say::new("交班", "Handover"), COLUMNS, "id")? else {
        return Ok(0);
    };
    let whole = args.only_section.is_empty();
    lines.retain(|line| whole || args.only_section.contains(&line.item.section));
    let mut more = Vec::new();
    if show.is_screen() && !lines.is_empty() {
        summary(cx, &lines);
        if whole && output.sort.is_empty() {
            let (shown, rest) = screenful(lines.iter().map(|line| &line.item));
            let mut shown = shown.into_iter();
            lines.retain(|_| shown.next().unwrap_or(true));
            (more, show) = (rest, show.whole());
        }
    }
    let rows: Vec<_> =
        lines.iter().map(|line| row(&line.item, &line.from, &line.to, line.state, now)).collect();
    let code = print_to(cx, show, output, &rows)?;
    for (section, count) in more {
        let command = format!("cs handover --section {section} --all-rows");
        cx.note(&format!("… 还有 {count} 条：{command}"), &format!("… {count} more: {command}"));
    }
    Ok(code)
}

fn summary(cx: &Context, lines: &[HandoverLine]) {
    for line in tally(lines.iter().map(|line| &line.item)) {
        let due = line.earliest.map(|at| at.short(cx.zone, cx.now));
        let (zh_due, en_due) = match due {
            Some(at) => (format!("，最早 {at}"), format!(", earliest {at}")),
            None => (String::new(), String::new()),
        };
        let ((_, zh, en), items, urgent) = (line.section, line.items, line.urgent);
        cx.note(
            &format!("{zh}：{items} 条，P0 {urgent}{zh_due}"),
            &format!("{en}: {items} items, {urgent} P0{en_due}"),
        );
    }
}

pub(super) fn show_signed(cx: &Context, number: &str, args: &HandoverShowArgs) -> Result<u8> {
    let Some(store) = cx.store()? else { return Err(no_database()) };
    let Some(handover) = store.handovers()?.into_iter().find(|h| h.id.eq_ignore_ascii_case(number)) else {
        let shown = crate::model::quote::number(number);
        return Err(Error::input(format!("没有交班 {shown}"), format!("there is no handover {shown}"))
            .hint("用 cs handover list 查看", "see `cs handover list`"));
    };
    let mut items = store.handover_items(&handover.id)?;
    drop(store);
    sort(&mut items, handover.made_at);
    let line = |item: HandoverItem| {
        let state = state(&item);
        HandoverLine { item, from: handover.from.clone(), to: handover.to.clone(), state }
    };
    write(cx, args, items.into_iter().map(line).collect(), handover.made_at)
}

fn state(item: &HandoverItem) -> &'static str {
    match (item.closed_at, item.acked_at) {
        (Some(_), _) => "closed",
        (None, Some(_)) => "acked",
        (None, None) => "open",
    }
}
