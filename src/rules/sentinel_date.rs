//! DAT-02 sentinel date
//!
//! Finds orders in which a date stands that only means "never".
//!
//! When: a time column held one of the dates that systems write for an empty time, such as 1970-01-01,
//! 2000-01-01 00:00:00 or a year 9999. P3: shown with `--profile data`, not in the morning list.
//! Why it matters: `cs` reads such a time as empty; whoever counts days from it in a spreadsheet gets
//! nonsense.
//! Not a hit: a column that is empty.
//! Source: the 2000 date is the documented default of an ERP; the others are common practice.
//! ---
//! DAT-02 哨兵日期
//!
//! 找出时间栏里写着“等于没有”的日期的订单。
//!
//! 条件：时间栏里是系统用来代替空值的日期，例如 1970-01-01、2000-01-01 00:00:00 或 9999 年。
//! 级别 P3：用 `--profile data` 查看，不进早间清单。
//! 为什么：`cs` 把这种时间当作空；如果在表格里直接拿它算天数，结果全是错的。
//! 不算：本来就空着的。
//! 依据：2000 年那个日期是某 ERP 文档里的默认值，其余为常见做法。

use super::{Hit, Profile, Rule, Verdict};
use crate::model::{Field, Fields, Lang, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct SentinelDate;

impl Rule for SentinelDate {
    fn id(&self) -> &'static str {
        "DAT-02"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("哨兵日期", "sentinel date")
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

    fn reads(&self) -> Fields {
        Fields::of(&[
            Field::CreatedAt,
            Field::PaidAt,
            Field::ShippedAt,
            Field::CompletedAt,
            Field::ShipDue,
            Field::PayDue,
            Field::ModifiedAt,
        ])
    }

    fn doc(&self) -> &'static str {
        include_str!("sentinel_date.rs")
    }

    fn applies(&self, _: &Order, _: &Scope) -> bool {
        true
    }

    fn check(&self, order: &Order, _: &Scope) -> Verdict {
        if order.sentinels == Fields::NONE {
            return Verdict::Clean;
        }
        let keys: Vec<&str> = order.sentinels.iter().map(Field::key).collect();
        Verdict::Hit(Hit::new(Severity::P3).facts(Facts::text(keys.join(" "))))
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let titles = facts.text.split_whitespace().filter_map(Field::by_key).map(Field::title);
        match lang {
            Lang::Zh => {
                let titles: Vec<&str> = titles.map(|t| t.0).collect();
                format!("{}是占位日期，已按空处理", titles.join("、"))
            }
            Lang::En => {
                let titles: Vec<&str> = titles.map(|t| t.1).collect();
                format!("placeholder date in {}, read as empty", titles.join(", "))
            }
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("无需处理，留意导出来源", "nothing; mind the export's source")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CREATED, order, says};
    use super::*;

    #[test]
    fn names_the_columns() {
        let sentinels = Fields::of(&[Field::ShippedAt, Field::CompletedAt]);
        let Verdict::Hit(hit) = says("DAT-02", &Order { sentinels, ..order() }, CREATED) else {
            panic!("no hit")
        };
        assert_eq!(hit.severity, Severity::P3);
        assert_eq!(SentinelDate.why(&hit.facts, Lang::Zh), "发货时间、完成时间是占位日期，已按空处理");
        assert_eq!(
            SentinelDate.why(&hit.facts, Lang::En),
            "placeholder date in Shipped at, Completed, read as empty"
        );
    }

    #[test]
    fn an_empty_time_is_no_hit() {
        assert_eq!(says("DAT-02", &order(), CREATED), Verdict::Clean);
        assert_eq!(says("DAT-02", &Order::default(), CREATED), Verdict::Clean);
    }
}
