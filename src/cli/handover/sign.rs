//! `cs handover new`: the giver signs for what is open.

use super::HandoverNewArgs;
use super::now::{last, look};
use crate::cli::context::Context;
use crate::cli::records;
use crate::cli::staff;
use crate::error::{Error, Result};
use crate::records::{HANDOVERS, Handover, HandoverItem};
use std::collections::BTreeSet;

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

/// Nobody could acknowledge it: that is for the one who takes over.
fn to_oneself(name: &str) -> Error {
    Error::input(format!("{name} 不能交班给自己"), format!("{name} can't hand over to the same person")).hint(
        "--to 写接班人的姓名；不知道是谁就不写",
        "name in `--to` who takes over, or leave it out where that is not known",
    )
}

pub(super) fn new(cx: &Context, args: &HandoverNewArgs) -> Result<u8> {
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
        let from = if giver.is_empty() { by.clone() } else { giver };
        if from == taker {
            return Err(to_oneself(&from));
        }
        let handover = Handover {
            id: w.number(&HANDOVERS)?,
            group: sides.group.clone().unwrap_or_default(),
            from,
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
