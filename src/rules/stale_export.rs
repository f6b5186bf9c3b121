//! DAT-05 stale export
//!
//! Says when the data are too old to act on. It is never listed as a hit: a note above the list says it.
//!
//! When: `stale_data` (24 hours) has passed since the newest event that a shop's data tell of.
//! Why it matters: orders may have been paid, shipped or closed since; a reminder would contradict that.
//! Not concerned: deadlines in the future, which are no events.
//! Source: our own threshold.
//! ---
//! DAT-05 数据过期
//!
//! 说明数据什么时候旧得不能直接用，本身从不列出：清单上方会有提示。
//!
//! 条件：距某店铺数据里最近一次变动已满 `stale_data`（24 小时）。
//! 为什么：这段时间里订单可能已付款、已发货或已关闭，照旧数据去提醒会闹笑话。
//! 不涉及：未来的时限，它们不是已发生的事。
//! 依据：本工具自定。

use super::{Profile, Rule};
use crate::model::{Fields, Lang, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

/// The list's note tells it; here stands its explanation.
pub(super) struct StaleExport;

impl Rule for StaleExport {
    fn id(&self) -> &'static str {
        "DAT-05"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("数据过期", "stale export")
    }

    fn severity(&self) -> Severity {
        Severity::P3
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Data]
    }

    fn required(&self) -> Fields {
        Fields::NONE
    }

    fn doc(&self) -> &'static str {
        include_str!("stale_export.rs")
    }

    fn applies(&self, _: &Order, _: &Scope) -> bool {
        false
    }

    fn why(&self, _: &Facts, lang: Lang) -> String {
        lang.pick("数据已过期", "the data are old").to_owned()
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("重新导出再看", "export again first")
    }
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::super::testing::{CREATED, order, says};
    use super::*;

    #[test]
    fn is_never_a_hit_nor_skipped() {
        for order in [order(), Order::default()] {
            assert_eq!(says("DAT-05", &order, CREATED), Verdict::Clean);
        }
    }
}
