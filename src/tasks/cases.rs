//! Cases in figures: how many of which kind, how old the open ones are, how long the closed ones took.

use crate::model::time::DAY;
use crate::model::{Cell, Column, Stamp, Total, Words, word};
use crate::records::{CASE_KINDS, Case, RESPONSIBILITIES};
use std::collections::BTreeMap;

pub const COLUMNS: &[Column] = &[
    Column::new("group", "分组", "Group"),
    Column::new("key", "项目", "Key"),
    Column::new("cases", "工单", "Cases").right(),
    Column::new("open", "未关闭", "Open").right(),
    Column::new("open_1d", "1 天内", "< 1 d").right(),
    Column::new("open_3d", "1-3 天", "1-3 d").right(),
    Column::new("open_7d", "3-7 天", "3-7 d").right(),
    Column::new("open_older", "7 天以上", "≥ 7 d").right(),
    Column::new("closed", "已关闭", "Closed").right(),
    Column::new("hours_mean", "平均小时", "Hours mean").right(),
    Column::new("hours_median", "中位小时", "Hours median").right(),
    Column::new("amount", "成本", "Cost").right(),
];

/// What cases are counted by.
pub const GROUPS: &Words = &[
    ("kind", "类型", "kind"),
    ("category", "类别", "category"),
    ("responsibility", "责任", "responsibility"),
];

/// Figures of some cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub cases: usize,
    /// Open ones: younger than 1, 3, 7 days, and older.
    pub open: [usize; 4],
    /// Seconds from opening to closing without the waiting, of each closed case.
    pub took: Vec<i64>,
    /// Where anybody said.
    pub amount: Option<Total>,
}

impl Figures {
    fn add(&mut self, case: &Case, now: Stamp) {
        self.cases += 1;
        if let Some(amount) = case.work.amount {
            self.amount.get_or_insert_default().add(amount);
        }
        if case.is_open() {
            let days = (now.0 - case.opened_at.0).div_euclid(DAY);
            let limits = [1, 3, 7, i64::MAX];
            if let Some((_, cases)) = limits.iter().zip(&mut self.open).find(|(limit, _)| days < **limit) {
                *cases += 1;
            }
        } else if let Some(closed) = case.closed_at {
            self.took.push((closed.0 - case.opened_at.0 - case.work.waited).max(0));
        }
    }

    fn mean(&self) -> Option<i64> {
        let count = i64::try_from(self.took.len()).ok().filter(|n| *n > 0)?;
        Some(self.took.iter().sum::<i64>() / count)
    }

    /// Of an even number the mean of the two in the middle.
    fn median(&self) -> Option<i64> {
        let mut sorted = self.took.clone();
        sorted.sort_unstable();
        let last = sorted.len().checked_sub(1)?;
        Some((sorted.get(last / 2)? + sorted.get(last - last / 2)?) / 2)
    }
}

/// Rows in the order of [`COLUMNS`]: all cases, then each group with its keys, the most frequent first. `only`:
/// one group alone.
pub fn rows(cases: &[Case], only: Option<&str>, now: Stamp) -> Vec<Vec<Cell<'static>>> {
    let mut out = Vec::new();
    let mut all = Figures::default();
    cases.iter().for_each(|case| all.add(case, now));
    out.push(row(Cell::Word("all", "合计", "all"), Cell::Empty, &all));
    for (group, zh, en) in GROUPS.iter().filter(|g| only.is_none_or(|only| only == g.0)) {
        let mut by_key: BTreeMap<&str, Figures> = BTreeMap::new();
        for case in cases {
            by_key.entry(key(case, group)).or_default().add(case, now);
        }
        let mut lines: Vec<_> = by_key.into_iter().collect();
        lines.sort_by_key(|(_, figures)| std::cmp::Reverse(figures.cases));
        out.extend(
            lines.iter().map(|(key, figures)| row(Cell::Word(group, zh, en), titled(group, key), figures)),
        );
    }
    out
}

fn key<'c>(case: &'c Case, group: &str) -> &'c str {
    match group {
        "kind" => &case.kind,
        "category" => &case.work.category,
        _ => &case.work.responsibility,
    }
}

fn titled(group: &str, key: &str) -> Cell<'static> {
    let words = match group {
        "kind" => CASE_KINDS,
        "responsibility" => RESPONSIBILITIES,
        _ => &[],
    };
    match word(words, key) {
        Some((key, zh, en)) => Cell::Word(key, zh, en),
        None => Cell::own_text(key.to_owned()),
    }
}

fn row(group: Cell<'static>, key: Cell<'static>, f: &Figures) -> Vec<Cell<'static>> {
    let int = |n: usize| Cell::Int(i64::try_from(n).unwrap_or(i64::MAX));
    let mut row = vec![group, key, int(f.cases), int(f.open.iter().sum())];
    row.extend(f.open.map(int));
    row.push(int(f.took.len()));
    row.extend([f.mean(), f.median()].map(|s| s.map_or(Cell::Empty, Cell::Hours)));
    row.push(Cell::money(f.amount.and_then(Total::cents)));
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Cents;
    use crate::model::time::HOUR;

    #[test]
    fn waiting_does_not_count_and_open_ones_are_counted_by_age() {
        let now = Stamp(100 * DAY);
        let open = |age: i64| Case { opened_at: Stamp(now.0 - age), state: "new".into(), ..Case::default() };
        let mut closed = Case {
            opened_at: Stamp(0),
            closed_at: Some(Stamp(10 * HOUR)),
            state: "closed".into(),
            ..Case::default()
        };
        closed.work.waited = 4 * HOUR;
        closed.work.amount = Some(Cents(150));
        let second = Case { closed_at: Some(Stamp(HOUR)), ..closed.clone() };
        let mut figures = Figures::default();
        for case in [open(0), open(DAY - 1), open(DAY), open(3 * DAY), open(7 * DAY), closed, second] {
            figures.add(&case, now);
        }
        assert_eq!((figures.cases, figures.open), (7, [2, 1, 1, 1]));
        assert_eq!((figures.mean(), figures.median()), (Some(3 * HOUR), Some(3 * HOUR)));
        assert_eq!(figures.amount.and_then(Total::cents), Some(Cents(300)));
        assert_eq!(Figures::default().median(), None);
    }

    #[test]
    fn every_group_adds_up_to_all() {
        let case = |kind: &str| Case { kind: kind.into(), ..Case::default() };
        let rows = rows(&[case("dispute"), case("claim"), case("claim")], None, Stamp(0));
        let counts = |group: &str| -> Vec<i64> {
            let of = rows.iter().filter(|r| matches!(r[0], Cell::Word(key, ..) if key == group));
            of.map(|r| if let Cell::Int(n) = r[2] { n } else { -1 }).collect()
        };
        assert_eq!(counts("all"), [3]);
        assert_eq!(counts("kind"), [2, 1]);
        assert_eq!(counts("category"), [3]);
    }
}
