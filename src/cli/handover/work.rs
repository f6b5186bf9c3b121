//! What the commands of `cs handover` do.

use super::{HandoverArgs, HandoverCommand, HandoverListArgs, HandoverNewArgs, HandoverShowArgs};
use crate::cli::args::{InputArgs, RuleArgs};
use crate::cli::context::{Context, no_database};
use crate::cli::log;
use crate::cli::records::{self, by_them, due_of, id, print, print_to, text, word};
use crate::cli::show::Show;
use crate::cli::staff;
use crate::cli::{check, load};
use crate::error::{Error, Result};
use crate::model::{Cell, Column, Say, Selection, Stamp};
use crate::records::{HANDOVERS, Handover, HandoverItem, Order, Refund};
use crate::rules::check::Check;
use crate::store::{OrderFilter, Store};
use crate::tasks::handover::{COLUMNS, Leads, NEXT_SHIFT, Open, STATES, late, row, screenful, tally};
use crate::tasks::refunds;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

const LIST: &[Column] = &[
    Column::new("id", "编号", "Id"),
    Column::new("group", "组", "Group").hidden(),
    Column::new("from", "交班", "From"),
    Column::new("to", "接班", "To"),
    Column::new("made_at", "时间", "Made"),
    Column::new("items", "条数", "Items").right(),
    Column::new("acked", "已确认", "Acked").right(),
    Column::new("state", "状态", "State"),
];

pub(crate) fn run(cx: &Context, args: HandoverArgs) -> Result<u8> {
    match args.command {
        None => show(cx, &args.show),
        Some(HandoverCommand::Show(one)) => match &one.handover {
            Some(number) => show_signed(cx, number, &one.show),
            None => show(cx, &one.show),
        },
        Some(HandoverCommand::New(args)) => new(cx, &args),
        Some(HandoverCommand::Note(args)) => {
            let category = cx.lang.pick("交班", "handover").to_owned();
            let line = log::LogLine { category, text: args.text, kind: "note", about: args.log_about };
            log::add(cx, "handover note", line, args.writing)
        }
        Some(HandoverCommand::Ack(args)) => super::ack::ack(cx, &args),
        Some(HandoverCommand::List(args)) => list(cx, &args),
    }
}

/// What is open in the database now, and how the last handover of the group stands.
pub(super) struct Now {
    pub(super) items: Vec<HandoverItem>,
    last: Option<Handover>,
    signed: Vec<HandoverItem>,
    pub(super) late: Option<i64>,
}

impl Now {
    fn signed(&self, key: &str) -> Option<&HandoverItem> {
        self.signed.iter().find(|s| s.key == key)
    }

    fn waiting(&self) -> usize {
        let open = |i: &&HandoverItem| self.signed(&i.key).is_some_and(|s| s.acked_at.is_none());
        self.items.iter().filter(open).count()
    }
}

/// `tell`: how old the data are, and which rules could not run.
pub(super) fn look(cx: &Context, group: Option<&str>, until: Option<&String>, tell: bool) -> Result<Now> {
    let until = due_of(cx, until)?.unwrap_or(Stamp(cx.now.0 + NEXT_SHIFT));
    let Some(store) = cx.store()? else {
        return Ok(Now { items: Vec::new(), last: None, signed: Vec::new(), late: None });
    };
    let mut open = Open { cases: store.cases()?, log: store.log()?, ..Open::default() };
    let mut leads = Leads::new(store.consults()?);
    store.each_refund(&OrderFilter::default(), &mut |refund| {
        open.refunds.push(std::mem::take(refund));
        Ok(ControlFlow::Continue(()))
    })?;
    let (last, signed) = last(&store, group)?;
    let shifts = store.shifts()?;
    drop(store);
    let scope = cx.scope()?;
    let (rules, least) = check::choose(cx, &RuleArgs::default())?;
    let mut check = Check::new(&scope, &rules, least);
    let want = load::all_fields();
    let key = |r: &Refund| (r.platform.clone(), r.shop.clone(), r.refund_no.clone());
    let mut dues = BTreeMap::new();
    let selection = Selection { paid_since: leads.open_since(), ..check::selection(&scope) };
    let from = InputArgs { selection: Some(selection), ..InputArgs::default() };
    let loaded = load::each_order(cx, &from, want, &mut |order| {
        leads.see(order, cx.now);
        check.see(order);
        if !order.refunds.is_empty() {
            let cases = refunds::cases(order, &scope).into_iter();
            dues.extend(cases.map(|case| (key(&case.refund), case.due.map(|due| due.at))));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let outcome = check.finish();
    if tell {
        check::tell_skipped_in_brief(cx, &outcome);
        load::tell_age(cx, &loaded, scope.common.stale_data);
    }
    for refund in &mut open.refunds {
        refund.due_at = match dues.get(&key(refund)) {
            Some(due) => *due,
            // Of a refund whose order nobody knows, what its shop's clock says.
            None => refunds::cases(&alone(refund), &scope).pop().and_then(|case| case.due).map(|due| due.at),
        };
    }
    open.findings = outcome.findings;
    open.consults = leads.finish();
    let listed = signed.iter().filter(|s| s.closed_at.is_none()).map(|s| s.key.as_str()).collect();
    let items = open.items(cx.now, until, &listed, cx.lang);
    let late = last.as_ref().and_then(|h| late(h, &shifts, cx.now));
    Ok(Now { items, last, signed, late })
}

fn alone(refund: &Refund) -> Order {
    Order {
        platform: refund.platform.clone(),
        shop: refund.shop.clone(),
        order_no: refund.order_no.clone(),
        refunds: vec![refund.clone()],
        ..Order::default()
    }
}

/// The last handover of a group with its items.
pub(super) fn last(store: &Store, group: Option<&str>) -> Result<(Option<Handover>, Vec<HandoverItem>)> {
    let group = group.unwrap_or_default();
    let last = store.handovers()?.into_iter().rfind(|h| h.group == group);
    let items = last.as_ref().map_or(Ok(Vec::new()), |h| store.handover_items(&h.id))?;
    Ok((last, items))
}

fn show(cx: &Context, args: &HandoverShowArgs) -> Result<u8> {
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

fn show_signed(cx: &Context, number: &str, args: &HandoverShowArgs) -> Result<u8> {
    let Some(store) = cx.store()? else { return Err(no_database()) };
    let Some(handover) = store.handovers()?.into_iter().find(|h| h.id.eq_ignore_ascii_case(number)) else {
        let shown = crate::model::quote::number(number);
        return Err(Error::input(format!("没有交班 {shown}"), format!("there is no handover {shown}"))
            .hint("用 cs handover list 查看", "see `cs handover list`"));
    };
    let mut items = store.handover_items(&handover.id)?;
    drop(store);
    crate::tasks::handover::sort(&mut items, handover.made_at);
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

/// A signature without a name signs nothing.
pub(super) fn signer(cx: &Context) -> Result<()> {
    if cx.by().trim().is_empty() {
        return Err(Error::usage("交班要有姓名", "a handover needs a name").hint(
            "先 cs shift open 姓名，或用 --by、CS_BY",
            "`cs shift open NAME` first, or say `--by` or set CS_BY",
        ));
    }
    Ok(())
}

fn new(cx: &Context, args: &HandoverNewArgs) -> Result<u8> {
    signer(cx)?;
    let sides = &args.sides;
    let [giver, taker] = [&sides.giver, &sides.taker]
        .map(|name| name.as_ref().map_or(Ok(String::new()), |name| staff::named(cx, name)));
    let (giver, taker) = (giver?, taker?);
    let mut now = look(cx, sides.group.as_deref(), sides.shift_end.as_ref(), true)?;
    let mut count = 0;
    let number = records::write(cx, "handover new", args.writing, |w| {
        // Between looking and writing somebody may have signed or acknowledged.
        (now.last, now.signed) = last(w.store, sides.group.as_deref())?;
        let by = w.who().by.clone();
        let handover = Handover {
            id: w.number(&HANDOVERS)?,
            group: sides.group.clone().unwrap_or_default(),
            from: if giver.is_empty() { by.clone() } else { giver },
            to: taker,
            made_at: cx.now,
            signed_by: by,
            state: "open".into(),
        };
        w.put(&handover)?;
        let open: BTreeSet<&str> = now.items.iter().map(|i| i.key.as_str()).collect();
        for item in now.signed.iter().filter(|s| s.closed_at.is_none() && !open.contains(s.key.as_str())) {
            w.put(&HandoverItem { closed_at: Some(cx.now), ..item.clone() })?;
        }
        for item in &now.items {
            let before = now.signed(&item.key).filter(|s| s.closed_at.is_none());
            let carried =
                before.map(|s| if s.carried_from.is_empty() { &s.handover_id } else { &s.carried_from });
            let item = HandoverItem {
                id: format!("{}/{}", handover.id, item.key),
                handover_id: handover.id.clone(),
                carried_from: carried.cloned().unwrap_or_default(),
                ..item.clone()
            };
            w.put(&item)?;
            count += 1;
        }
        w.say(format!("{} {} -> {}: {count}", handover.id, handover.from, handover.to));
        Ok(handover.id)
    })?;
    cx.note(&format!("{number} 已签字，{count} 条"), &format!("{number} signed, {count} items"));
    Ok(0)
}

fn list(cx: &Context, args: &HandoverListArgs) -> Result<u8> {
    let window = args.span.window(cx)?;
    let wanted = |h: &&Handover| {
        window.holds(Some(h.made_at))
            && args.group.as_ref().is_none_or(|group| *group == h.group)
            && by_them(cx, &[&h.from, &h.to, &h.signed_by])
    };
    let mut rows = Vec::new();
    if let Some(store) = cx.store()? {
        for h in store.handovers()?.iter().rev().filter(wanted) {
            let items = store.handover_items(&h.id)?;
            let acked = items.iter().filter(|i| i.acked_at.is_some()).count();
            let waiting = items.iter().any(|i| i.acked_at.is_none() && i.closed_at.is_none());
            rows.push(vec![
                id(&h.id),
                text(&h.group),
                text(&h.from),
                text(&h.to),
                Cell::Time(h.made_at),
                Cell::Int(items.len() as i64),
                Cell::Int(acked as i64),
                word(STATES, if waiting { "open" } else { "acked" }),
            ]);
        }
    }
    print(cx, &args.output, Say::new("交班记录", "Handovers"), LIST, "id", rows)
}
