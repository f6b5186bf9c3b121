//! What the commands of `cs handover` do.

use super::{AckArgs, HandoverArgs, HandoverCommand, NewArgs, ShowArgs};
use crate::cli::args::{From, Output, RuleArgs};
use crate::cli::context::Context;
use crate::cli::log::{self, Line};
use crate::cli::records::{self, due_of, id, print, text, word};
use crate::cli::rows::{Want, names};
use crate::cli::{check, load, no_database, orders};
use crate::error::{Error, Result};
use crate::model::records::{Handover, HandoverItem};
use crate::model::{Cell, Column, Say, Stamp};
use crate::rules::check::Check;
use crate::store::{Numbered, OrderFilter, Record, Store};
use crate::tasks::handover::{COLUMNS, Leads, NEXT_SHIFT, Open, STATES, late, row};
use std::collections::BTreeSet;
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
            Some(number) => show_signed(cx, number, &one.show.output),
            None => show(cx, &one.show),
        },
        Some(HandoverCommand::New(args)) => new(cx, &args),
        Some(HandoverCommand::Note(args)) => {
            let category = cx.lang.pick("交班", "handover").to_owned();
            let line = Line { category, text: args.text, kind: "note", about: args.log_about };
            log::add(cx, "handover note", line, args.writing)
        }
        Some(HandoverCommand::Ack(args)) => ack(cx, &args),
        Some(HandoverCommand::List(args)) => list(cx, &args.output),
    }
}

/// What is open in the database now, and how the last handover of the group stands.
struct Now {
    items: Vec<HandoverItem>,
    last: Option<Handover>,
    signed: Vec<HandoverItem>,
    late: Option<i64>,
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
fn look(cx: &Context, group: Option<&str>, until: Option<&String>, tell: bool) -> Result<Now> {
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
    let loaded = load::each_order(cx, &From::default(), want, &mut |order| {
        leads.see(order, cx.now);
        check.see(order);
        Ok(ControlFlow::Continue(()))
    })?;
    let outcome = check.finish();
    if tell {
        check::tell_skipped(cx, &outcome);
        load::tell_age(cx, &loaded, scope.common.stale_data);
    }
    open.findings = outcome.findings;
    open.consults = leads.finish();
    let listed = signed.iter().filter(|s| s.closed_at.is_none()).map(|s| s.key.as_str()).collect();
    let items = open.items(cx.now, until, &listed, cx.lang);
    let late = last.as_ref().and_then(|h| late(h, &shifts, cx.now));
    Ok(Now { items, last, signed, late })
}

/// The last handover of a group with its items.
fn last(store: &Store, group: Option<&str>) -> Result<(Option<Handover>, Vec<HandoverItem>)> {
    let group = group.unwrap_or_default();
    let last = store.handovers()?.into_iter().rfind(|h| h.group == group);
    let items = last.as_ref().map_or(Ok(Vec::new()), |h| store.handover_items(&h.id))?;
    Ok((last, items))
}

fn show(cx: &Context, args: &ShowArgs) -> Result<u8> {
    let now = look(cx, args.sides.group.as_deref(), args.sides.shift_end.as_ref(), true)?;
    orders::audit_reveal(cx, &From::default(), &args.output, "handover show")?;
    let me = args.sides.giver.clone().unwrap_or_else(|| cx.by());
    let taker = args.sides.taker.clone().unwrap_or_default();
    let mut rows = Vec::new();
    for item in &now.items {
        let Some((signed, last)) = now.signed(&item.key).zip(now.last.as_ref()) else {
            rows.push(row(item, &me, &taker, "draft", cx.now));
            continue;
        };
        let mut item = item.clone();
        item.carried_from.clone_from(&signed.carried_from);
        let state = if signed.acked_at.is_some() { "acked" } else { "open" };
        rows.push(row(&item, &last.from, &last.to, state, cx.now));
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
        let place = now.items.iter().take_while(|i| i.section == "urgent" && i.severity == "P0").count();
        rows.insert(place, row(&item, &last.from, &last.to, "open", cx.now));
    }
    print(cx, &args.output, Say::new("交班", "Handover"), COLUMNS, "id", rows)
}

fn show_signed(cx: &Context, number: &str, output: &Output) -> Result<u8> {
    let Some(store) = cx.store()? else { return Err(no_database()) };
    let Some(handover) = store.handovers()?.into_iter().find(|h| h.id.eq_ignore_ascii_case(number)) else {
        let shown = crate::model::text::one_line(number, 64);
        return Err(Error::input(format!("没有交班 {shown}"), format!("there is no handover {shown}"))
            .hint("用 cs handover list 查看", "see `cs handover list`"));
    };
    let mut items = store.handover_items(&handover.id)?;
    drop(store);
    orders::audit_reveal(cx, &From::default(), output, "handover show")?;
    crate::tasks::handover::sort(&mut items, handover.made_at);
    let rows: Vec<_> = items
        .iter()
        .map(|item| row(item, &handover.from, &handover.to, state(item), handover.made_at))
        .collect();
    print(cx, output, Say::new("交班", "Handover"), COLUMNS, "id", rows)
}

fn state(item: &HandoverItem) -> &'static str {
    match (item.closed_at, item.acked_at) {
        (Some(_), _) => "closed",
        (None, Some(_)) => "acked",
        (None, None) => "open",
    }
}

/// A signature without a name signs nothing.
fn signer(cx: &Context) -> Result<()> {
    if cx.by().trim().is_empty() {
        return Err(Error::usage("交班要有姓名", "a handover needs a name").hint(
            "先 cs shift open 姓名，或用 --by、CS_BY",
            "`cs shift open NAME` first, or say `--by` or set CS_BY",
        ));
    }
    Ok(())
}

fn new(cx: &Context, args: &NewArgs) -> Result<u8> {
    signer(cx)?;
    let sides = &args.sides;
    let mut now = look(cx, sides.group.as_deref(), sides.shift_end.as_ref(), true)?;
    let mut count = 0;
    let number = records::write(cx, "handover new", args.writing, |w| {
        // Between looking and writing somebody may have signed or acknowledged.
        (now.last, now.signed) = last(w.store, sides.group.as_deref())?;
        let by = w.who().by.clone();
        let handover = Handover {
            id: w.number(Numbered::Handover)?,
            group: sides.group.clone().unwrap_or_default(),
            from: sides.giver.clone().unwrap_or_else(|| by.clone()),
            to: sides.taker.clone().unwrap_or_default(),
            made_at: cx.now,
            signed_by: by,
            state: "open".into(),
        };
        w.put(Record::Handover(&handover))?;
        let open: BTreeSet<&str> = now.items.iter().map(|i| i.key.as_str()).collect();
        for item in now.signed.iter().filter(|s| s.closed_at.is_none() && !open.contains(s.key.as_str())) {
            w.put(Record::Item(&HandoverItem { closed_at: Some(cx.now), ..item.clone() }))?;
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
            w.put(Record::Item(&item))?;
            count += 1;
        }
        w.say(format!("{} {} -> {}: {count}", handover.id, handover.from, handover.to));
        Ok(handover.id)
    })?;
    cx.note(&format!("{number} 已签字，{count} 条"), &format!("{number} signed, {count} items"));
    Ok(0)
}

fn ack(cx: &Context, args: &AckArgs) -> Result<u8> {
    if cx.store()?.is_none() {
        return Err(no_database());
    }
    signer(cx)?;
    let names = names(cx, &args.items, args.file.path(), Want::Name)?;
    let now = look(cx, args.group.as_deref(), None, false)?;
    let open: BTreeSet<&str> = now.items.iter().map(|i| i.key.as_str()).collect();
    let (mut done, mut told) = (0, Vec::new());
    records::write(cx, "handover ack", args.writing, |w| {
        let (last, signed) = last(w.store, args.group.as_deref())?;
        let Some(handover) = last else {
            return Err(Error::input("还没有交班", "nothing has been handed over yet")
                .hint("cs handover new", "`cs handover new`"));
        };
        let by = w.who().by.clone();
        if by == handover.from {
            return Err(Error::input(
                format!("{} 是 {by} 自己交的，由接班的人确认", handover.id),
                format!("{} was given by {by}: the one who takes over acknowledges it", handover.id),
            ));
        }
        for item in chosen(&signed, &names, args.every)? {
            if let Some(at) = item.acked_at {
                if !args.every {
                    told.push((item.key.clone(), item.acked_by.clone(), Some(at)));
                }
            } else if !open.contains(item.key.as_str()) {
                // Nobody needs to know of it any more: the handover does not wait for it.
                if item.closed_at.is_none() {
                    w.put(Record::Item(&HandoverItem { closed_at: Some(cx.now), ..item.clone() }))?;
                }
                told.push((item.key.clone(), String::new(), None));
            } else {
                let item = HandoverItem { acked_by: by.clone(), acked_at: Some(cx.now), ..item.clone() };
                w.put(Record::Item(&item))?;
                done += 1;
            }
        }
        let late = now.late.filter(|_| done > 0).map(|s| format!(", late {} min", s / 60));
        w.say(format!("{} {done} items{}", handover.id, late.unwrap_or_default()));
        Ok(())
    })?;
    for (key, by, at) in told {
        match at.map(|at| at.short(cx.zone, cx.now)) {
            Some(at) => cx.note(
                &format!("{key}：{by} 在 {at} 已经确认过"),
                &format!("{key}: acknowledged by {by} at {at} already"),
            ),
            None => cx.note(&format!("{key} 已经了结"), &format!("{key} has been settled since")),
        }
    }
    if let Some(waited) = now.late.filter(|_| done > 0) {
        let minutes = waited / 60;
        cx.note(
            &format!("P1：确认晚了，等了 {minutes} 分钟"),
            &format!("P1: acknowledged late, after {minutes} minutes"),
        );
    }
    cx.note(&format!("已确认 {done} 条"), &format!("{done} items acknowledged"));
    Ok(0)
}

/// Items by their ids or order numbers.
fn chosen<'i>(items: &'i [HandoverItem], names: &[String], every: bool) -> Result<Vec<&'i HandoverItem>> {
    let mut out: Vec<&HandoverItem> = Vec::new();
    if every {
        out.extend(items.iter().filter(|i| i.closed_at.is_none()));
    }
    for name in names {
        let mut found: Vec<_> = items.iter().filter(|i| i.key.eq_ignore_ascii_case(name)).collect();
        if found.is_empty() {
            found = items.iter().filter(|i| i.order_no == *name).collect();
        }
        if found.is_empty() {
            let shown = crate::model::text::one_line(name, 64);
            return Err(Error::input(
                format!("上次交班里没有 {shown}"),
                format!("the last handover has no {shown}"),
            ));
        }
        found.retain(|i| !out.iter().any(|o| o.key == i.key));
        out.extend(found);
    }
    Ok(out)
}

fn list(cx: &Context, output: &Output) -> Result<u8> {
    let mut rows = Vec::new();
    if let Some(store) = cx.store()? {
        for h in store.handovers()?.iter().rev() {
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
    print(cx, output, Say::new("交班记录", "Handovers"), LIST, "id", rows)
}
