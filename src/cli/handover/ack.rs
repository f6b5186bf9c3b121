//! `cs handover ack`: item by item, or all of it.

use super::AckArgs;
use super::now::{last, look};
use super::sign::signer;
use crate::cli::context::{Context, no_database};
use crate::cli::records;
use crate::cli::rows::{Want, names};
use crate::error::{Error, Result};
use crate::model::mask;
use crate::records::{Handover, HandoverItem};
use crate::store::Claim;
use std::collections::BTreeSet;

pub(super) fn ack(cx: &Context, args: &AckArgs) -> Result<u8> {
    if cx.store()?.is_none() {
        return Err(no_database());
    }
    signer(cx)?;
    let names = names(cx, &args.items, args.file.path(), Want::Name)?;
    let now = look(cx, args.group.as_deref(), None, false)?;
    let open: BTreeSet<&str> = now.items.iter().map(|i| i.key.as_str()).collect();
    let (mut done, mut told) = (0, Vec::new());
    let mut waiting = Vec::new();
    records::write(cx, "handover ack", args.writing, |w| {
        let (last, signed) = last(w.store, args.group.as_deref())?;
        let Some(handover) = last else {
            return Err(Error::input("还没有交班", "nothing has been handed over yet").hint(
                "由交班的人先签字：cs handover new --to 姓名",
                "the giver signs first: `cs handover new --to NAME`",
            ));
        };
        let by = w.who().by.clone();
        if by == handover.from {
            return Err(Error::input(
                format!("{} 是 {by} 自己交的，由接班的人确认", handover.id),
                format!("{} was given by {by}: the one who takes over acknowledges it", handover.id),
            ));
        }
        let chosen = Chosen::of(&handover, &signed, &now.items, &names, args.every)?;
        waiting.clone_from(&chosen.waiting);
        for item in chosen.items {
            if let Some(at) = item.acked_at {
                if !args.every {
                    told.push((item.key.clone(), item.acked_by.clone(), Some(at)));
                }
            } else if !open.contains(item.key.as_str()) {
                // Nobody needs to know of it any more: the handover does not wait for it.
                if item.closed_at.is_none() {
                    w.put(&HandoverItem { closed_at: Some(cx.now), ..item.clone() })?;
                }
                let about = match item.order_no.as_str() {
                    "" => mask::nick(&item.buyer),
                    number => number.into(),
                };
                told.push((format!("{} {about}", item.key).trim_end().to_owned(), String::new(), None));
            } else {
                match w.acknowledge_todo(&HandoverItem::ack_key(&item.id))? {
                    Claim::Ours => done += 1,
                    Claim::Theirs(by, at) => told.push((item.key.clone(), by, Some(at))),
                }
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
    if !waiting.is_empty() {
        let (count, list) = (waiting.len(), some(&waiting));
        cx.note(
            &format!("{count} 条还没有交班，没有确认：{list}（下次 cs handover new 才会交）"),
            &format!(
                "{count} not handed over yet and left alone: {list} (the next `cs handover new` signs them)"
            ),
        );
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

/// The first few of a list of names.
fn some(names: &[String]) -> String {
    let dots = if names.len() > 5 { " …" } else { "" };
    format!("{}{dots}", names.iter().take(5).cloned().collect::<Vec<_>>().join(" "))
}

/// What an acknowledgement is about: items of the handover, and what is open but was not handed over yet.
struct Chosen<'i> {
    items: Vec<&'i HandoverItem>,
    waiting: Vec<String>,
}

impl<'i> Chosen<'i> {
    /// By ids, order numbers, or the number of the handover itself, which stands for all of it.
    fn of(
        handover: &Handover,
        signed: &'i [HandoverItem],
        open: &[HandoverItem],
        names: &[String],
        every: bool,
    ) -> Result<Chosen<'i>> {
        let is_it = |name: &String| name.eq_ignore_ascii_case(&handover.id);
        let every = every || !names.is_empty() && names.iter().all(is_it);
        let mut chosen = Chosen { items: Vec::new(), waiting: Vec::new() };
        if every {
            chosen.items.extend(signed.iter().filter(|i| i.closed_at.is_none()));
        }
        // Among its own items the line that says the handover waits stands for nothing more.
        for name in names.iter().filter(|name| !is_it(name)) {
            let mut found = named(signed, name);
            if found.is_empty() {
                let drafts = named(open, name);
                if drafts.is_empty() {
                    let shown = crate::model::quote::number(name);
                    return Err(Error::input(
                        format!("上次交班里没有 {shown}"),
                        format!("the last handover has no {shown}"),
                    )
                    .hint("用 cs handover 查看", "see `cs handover`"));
                }
                chosen.waiting.extend(drafts.iter().map(|i| i.key.clone()));
            }
            found.retain(|i| !chosen.items.iter().any(|o| o.key == i.key));
            chosen.items.extend(found);
        }
        if chosen.items.is_empty() && !chosen.waiting.is_empty() {
            let list = some(&chosen.waiting);
            return Err(Error::input(
                format!("{list} 还没有交班，不能确认"),
                format!("not handed over yet, so there is nothing to acknowledge: {list}"),
            )
            .hint(
                "由交班的人先签字：cs handover new --to 姓名",
                "the giver signs first: `cs handover new --to NAME`",
            ));
        }
        Ok(chosen)
    }
}

/// Items by an id, else by an order number.
fn named<'i>(items: &'i [HandoverItem], name: &str) -> Vec<&'i HandoverItem> {
    let found: Vec<_> = items.iter().filter(|i| i.key.eq_ignore_ascii_case(name)).collect();
    if found.is_empty() { items.iter().filter(|i| i.order_no == name).collect() } else { found }
}
