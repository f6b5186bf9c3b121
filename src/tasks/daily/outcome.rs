//! A finished report.

use super::calendar::Calendar;
use super::figure::Group;
use super::figure_line::{FigureLine, Lack};
use super::settings::{RefundBy, Settings};
use crate::model::{Cell, Say, Zone};
use crate::tasks::reviews::Judged;

/// A finished report.
pub struct Outcome {
    pub calendar: Calendar,
    pub refund_by: RefundBy,
    /// Together first, then each shop.
    pub lines: Vec<FigureLine>,
    /// Why figures are missing; what was left out.
    pub notes: Vec<Say>,
    /// Those of the notes that say that the data end too early.
    pub(super) age: Vec<Say>,
    /// Shops that the report tells of one by one: as in the rows, and for people.
    pub shops: Vec<(String, Say)>,
    /// Records behind the figure that was traced, in the order of [`super::RECORD_COLUMNS`].
    pub rows: Vec<Vec<Cell<'static>>>,
    /// Reviews behind the figure that was traced.
    pub judged: Vec<Judged>,
    pub(super) together: Group,
    pub(super) groups: Vec<Group>,
    pub(super) zone: Zone,
}

impl Outcome {
    pub(super) fn new(settings: &Settings<'_>, together: Group, shops: Vec<Group>) -> Outcome {
        let groups: Vec<&Group> = std::iter::once(&together).chain(&shops).collect();
        let lines: Vec<FigureLine> = groups.iter().flat_map(|g| g.lines(settings)).collect();
        let mut told = Vec::new();
        // What a shop lacks is told with the shop.
        for group in groups.iter().skip(usize::from(!shops.is_empty())) {
            group.tell(&lines, settings, &mut told);
        }
        let is_age = |lack: &Lack| matches!(lack, Lack::Nothing | Lack::Ends);
        let mut age: Vec<Say> = told.iter().filter(|n| is_age(&n.0)).map(|n| n.1.clone()).collect();
        let mut notes: Vec<Say> = told.into_iter().map(|n| n.1).collect();
        if settings.scope.now < settings.calendar.end() {
            let at = settings.scope.now.iso(settings.scope.zone);
            let say = Say::new(
                format!("这一天还没过完，只到 {at}"),
                format!("the day is not over yet: this is how it stood at {at}"),
            );
            age.insert(0, say.clone());
            notes.insert(0, say);
        }
        notes.extend(together.absent(&shops));
        if together.is_mixed() && !shops.is_empty() {
            notes.push(Say::new(
                "各店币种不同，金额不合计",
                "the shops have different currencies, so money is not added up",
            ));
        }
        if together.excluded > 0 {
            let n = together.excluded;
            notes.push(Say::new(
                format!("当天有 {n} 个测试单或内部单，不计入"),
                match n {
                    1 => "1 test or internal order of the day is left out".to_owned(),
                    n => format!("{n} test or internal orders of the day are left out"),
                },
            ));
        }
        if together.sums.strays > 0 {
            let n = together.sums.strays;
            notes.push(Say::new(
                format!("当天的退款里有 {n} 笔的订单不在数据里，已计入退款，--rows 列不出"),
                match n {
                    1 => "1 of the day's refunds belongs to an order that is not in the data: it counts, but `--rows` can't list it".to_owned(),
                    n => format!("{n} of the day's refunds belong to orders that are not in the data: they count, but `--rows` can't list them"),
                },
            ));
        }
        let names = shops.iter().map(|s| (s.label.key.clone(), s.label.said())).collect();
        Outcome {
            calendar: settings.calendar,
            refund_by: settings.refund_by,
            lines,
            notes,
            age,
            shops: names,
            rows: Vec::new(),
            judged: Vec::new(),
            together,
            groups: shops,
            zone: settings.scope.zone,
        }
    }

    /// More than one currency occurs: money needs its code beside it.
    pub fn is_mixed(&self) -> bool {
        self.together.is_mixed()
    }

    /// The line of a metric: of a shop, or of all together.
    pub fn line(&self, shop: &str, key: &str) -> Option<&FigureLine> {
        self.lines.iter().find(|l| l.shop == shop && l.category.is_none() && l.metric.key == key)
    }
}
