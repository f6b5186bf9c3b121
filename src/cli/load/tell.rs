//! What stands out in the files that were read.

use super::known_shops::picked_exist;
use crate::cli::args::InputArgs;
use crate::cli::context::Context;
use crate::model::Lang;
use crate::read::Stats;
use crate::source::Table;

pub(crate) fn told(cx: &Context, table: &Table, stats: &Stats) {
    if let Some(no) = &stats.rounded {
        let file = &table.input.name;
        cx.note(
            &format!("{file}：订单号 {no} 末尾都是 0，可能被表格软件改过，请在平台核对（DAT-03）"),
            &format!("{file}: the order number {no} ends in zeros; a spreadsheet may have rounded it: check it on the platform (DAT-03)"),
        );
    }
    if stats.repeated > 0 {
        cx.note(
            &format!("{}：{} 行与前面完全相同，只算一次", table.input.name, stats.repeated),
            &format!("{}: {} rows repeat earlier ones and count once", table.input.name, stats.repeated),
        );
    }
    if cx.global.verbose {
        cx.note(
            &format!("{}：{}，{} 行", table.input.name, table.bound.layout.name, stats.rows),
            &format!("{}: {}, {} rows", table.input.name, table.bound.layout.name, stats.rows),
        );
    }
}

/// A file may well hold nothing of a shop today: told, not refused.
pub(crate) fn tell_unknown_pick(cx: &Context, from: &InputArgs, shops: &[(String, String)]) {
    if let Err(e) = picked_exist(from, shops) {
        let hint = |lang| e.hints.iter().map(|h| format!("；{}", h.in_lang(lang))).collect::<String>();
        cx.note(
            &format!("{}{}", e.what.zh, hint(Lang::Zh)),
            &format!("{}{}", e.what.en, hint(Lang::En).replace('；', "; ")),
        );
    }
}

pub(super) fn no_orders(cx: &Context) {
    cx.note(
        "只给了退款、评价或包裹，里面没有订单；请把订单报表一起给出",
        "only refunds, reviews or parcels were given, and they hold no orders: name the order export too",
    );
}

/// A bill that says how many records it has, and has another number: it was trimmed, or cut off.
pub(crate) fn tell_declared(cx: &Context, table: &Table, stats: &Stats) {
    let Some(declared) = table.declared.filter(|n| *n != stats.rows) else { return };
    let (file, found) = (&table.input.name, stats.rows);
    cx.note(
        &format!("{file}：文件写明共 {declared} 笔，实际有 {found} 笔；请确认文件完整"),
        &format!("{file}: the file declares {declared} records, {found} were found: check that it is whole"),
    );
}
