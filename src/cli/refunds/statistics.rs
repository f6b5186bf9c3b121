//! `cs refunds stats`.

use super::RefundStatsArgs;
use super::list::{meta, window};
use crate::cli::context::Context;
use crate::cli::load;
use crate::cli::show::Show;
use crate::error::{Error, Result};
use crate::model::{Fields, Lang, Say};
use crate::tasks::refunds::stats::{self, By, Stats};
use std::ops::ControlFlow;

pub(super) fn statistics(cx: &Context, mut args: RefundStatsArgs) -> Result<u8> {
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
    show.rows(stats.rows(), meta(cx, &loaded))?;
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
    let untold = stats.untold();
    if untold > 0 {
        cx.note(
            &format!("{untold} 笔成功退款没有金额：含有它们的合计留空"),
            &format!("{untold} successful refunds tell no amount: sums with them are left empty"),
        );
    }
    if stats.is_beyond() {
        cx.note("退款金额太大，合计不出，留空", "the amounts are too large to add up: left empty");
    }
    let (count, amount) = (stats.adjustments.0, stats.adjustments.1);
    if count > 0 {
        let together = |lang: Lang| match stats.adjustments_untold {
            0 => amount.said(lang),
            _ => lang.pick("金额不明", "an unknown amount").to_owned(),
        };
        cx.note(
            &format!("另有价保、返现、差价、运费 {count} 笔，共 {}，不计入", together(Lang::Zh)),
            &format!(
                "left out: {count} of price protection, cash back, difference or freight, {} together",
                together(Lang::En)
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
