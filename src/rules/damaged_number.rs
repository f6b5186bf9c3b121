//! DAT-03 damaged number
//!
//! Says when an order number can't be trusted. It is never listed as a hit: the row is refused on reading.
//!
//! When: a number is written with an exponent (3.36E+18), or stands as a number in a spreadsheet cell and has
//! 16 or more digits. A whole file is refused where it has at least 3 ids and half of those with 16 or more
//! digits end in zeros after digit 15.
//! Why it matters: a spreadsheet keeps 15 digits; the rest of the number is lost, and the order can't be
//! found, or another one is.
//! Not concerned: single numbers that end in zeros, for natural ones do so as well.
//! Source: reported for several spreadsheet libraries; verified.
//! ---
//! DAT-03 订单号受损
//!
//! 说明什么样的订单号不可信，本身从不列出：这样的行在读取时就拒绝。
//!
//! 条件：订单号写成科学计数法（3.36E+18），或在表格里存成数字且有 16 位以上。
//! 一个文件里至少有 3 个单号，且 16 位以上的有一半从第 16 位起全是 0 时，整个文件拒绝。
//! 为什么：表格软件只保留 15 位数字，后面的已经丢了，找不到订单，甚至会找错。
//! 不涉及：个别以 0 结尾的单号，真实的单号也会这样。
//! 依据：多个表格库都有报告，已核实。

use super::{Profile, Rule};
use crate::model::{Fields, Lang, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

/// The reader refuses the row; here stands its explanation.
pub(super) struct DamagedNumber;

impl Rule for DamagedNumber {
    fn id(&self) -> &'static str {
        "DAT-03"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("订单号受损", "damaged number")
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
        include_str!("damaged_number.rs")
    }

    fn applies(&self, _: &Order, _: &Scope) -> bool {
        false
    }

    fn why(&self, _: &Facts, lang: Lang) -> String {
        lang.pick("订单号在表格里丢了位数", "digits of the order number are lost").to_owned()
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("把该列设为文本重新导出", "export again with the column as text")
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
            assert_eq!(says("DAT-03", &order, CREATED), Verdict::Clean);
        }
    }
}
