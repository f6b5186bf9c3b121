//! What orders that are over add to a report: the same to each that begins later. Most of them add only that they
//! lack something, and how many do is all that the next report has to know.

use super::count::{SLOTS, Settings, Tally, What, parts};
use crate::model::{Field, Fields, Order, Stamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Orders of which nothing happened at or after `cut`, and of which nothing is open.
#[derive(Debug)]
pub struct History {
    cut: Stamp,
    shops: BTreeMap<(String, String), Past>,
    /// An order was met that the next report may count otherwise.
    broken: bool,
}

/// The past of one shop.
#[derive(Debug, Default)]
pub(super) struct Past {
    pub(super) first: Option<Stamp>,
    /// Refund cases were seen.
    pub(super) cases: bool,
    /// By slot, and whether it lies on the report's own day only, or on all of its days.
    pub(super) gaps: BTreeMap<(usize, bool), Tally>,
}

/// As it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    platform: String,
    shop: String,
    first: Option<i64>,
    cases: bool,
    gaps: Vec<(usize, bool, u32, Vec<String>, u32, Vec<String>)>,
}

impl History {
    pub fn new(cut: Stamp) -> History {
        History { cut, shops: BTreeMap::new(), broken: false }
    }

    pub fn cut(&self) -> Stamp {
        self.cut
    }

    pub(super) fn shops(&self) -> impl Iterator<Item = (&(String, String), &Past)> {
        self.shops.iter()
    }

    /// Takes an order that is over into account; a report that has seen it must not be given this history.
    pub fn see(&mut self, order: &Order, settings: &Settings<'_>) {
        if self.broken {
            return;
        }
        let times = [order.created_at, order.paid_at, order.shipped_at, order.completed_at];
        let times = times.into_iter().chain(order.refunds.iter().map(|r| r.done_at));
        self.broken = order.created_at.is_none() || times.flatten().any(|at| at >= self.cut);
        let key = (order.platform.clone(), order.shop.clone());
        let past = self.shops.entry(key).or_default();
        past.first = [past.first, order.created_at].into_iter().flatten().min();
        past.cases |= !order.kind.is_excluded() && !order.refunds.is_empty();
        let (whole, today) = (0..settings.calendar.len(), settings.calendar.today()..settings.calendar.len());
        let broken = &mut self.broken;
        parts(order, settings, &mut |slot, days, what| match what {
            What::Add(0) => {}
            What::Lacks(_) | What::Untold(0, _) if days == whole || days == today => {
                past.gaps.entry((slot as usize, days == today)).or_default().take(what);
            }
            _ => *broken = true,
        });
    }

    /// As text; `None` where it can't be kept.
    pub fn write(&self) -> Option<String> {
        let keys = |fields: Fields| fields.iter().map(|f| f.key().to_owned()).collect::<Vec<_>>();
        let kept: Vec<Kept> = self
            .shops
            .iter()
            .map(|((platform, shop), past)| Kept {
                platform: platform.clone(),
                shop: shop.clone(),
                first: past.first.map(|at| at.0),
                cases: past.cases,
                gaps: past
                    .gaps
                    .iter()
                    .map(|((slot, today), t)| {
                        (*slot, *today, t.gaps, keys(t.missing), t.silent, keys(t.untold))
                    })
                    .collect(),
            })
            .collect();
        if self.broken { None } else { serde_json::to_string(&kept).ok() }
    }

    /// What [`History::write`] wrote; `None` where it was not.
    pub fn read(cut: Stamp, text: &str) -> Option<History> {
        let fields = |keys: &[String]| {
            keys.iter().try_fold(Fields::NONE, |mut all, key| {
                all.add(Field::by_key(key)?);
                Some(all)
            })
        };
        let mut history = History::new(cut);
        for one in serde_json::from_str::<Vec<Kept>>(text).ok()? {
            let mut past = Past { first: one.first.map(Stamp), cases: one.cases, ..Past::default() };
            for (slot, today, gaps, missing, silent, untold) in one.gaps {
                let (missing, untold) = (fields(&missing)?, fields(&untold)?);
                let tally = Tally { sum: 0, missing, gaps, untold, silent };
                past.gaps.insert((Some(slot).filter(|s| *s < SLOTS)?, today), tally);
            }
            history.shops.insert((one.platform, one.shop), past);
        }
        Some(history)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Scope, Status, Zone};
    use crate::tasks::daily::{Calendar, RefundBy};

    #[test]
    fn what_cannot_be_said_of_every_later_report_is_not_kept() {
        let scope = Scope { now: Stamp(1_795_222_800), ..Scope::default() };
        let calendar = Calendar::new("2026-11-20".parse().expect("a date"), Zone::CHINA, 0);
        let settings = Settings { scope: &scope, calendar, refund_by: RefundBy::Refund };
        let cut = calendar.start(0);
        let order = |status, at: i64| Order {
            platform: "taobao".into(),
            status,
            created_at: Some(Stamp(at)),
            paid_at: Some(Stamp(at)),
            shipped_at: Some(Stamp(at)),
            ..Order::default()
        };
        let kept = |orders: &[Order]| {
            let mut history = History::new(cut);
            orders.iter().for_each(|order| history.see(order, &settings));
            history.write()
        };
        let over = order(Status::Finished, cut.0 - 100);
        let text = kept(&[over.clone(), over.clone()]).expect("kept");
        let first = format!("\"first\":{}", cut.0 - 100);
        assert!(text.contains(&first), "{text}");
        let again = History::read(cut, &text).expect("read");
        assert_eq!(again.write().as_deref(), Some(text.as_str()));
        assert_eq!(kept(&[order(Status::Finished, cut.0)]), None, "it lies in the report's days");
        assert_eq!(kept(&[order(Status::Unpaid, cut.0 - 100), over.clone()]), None, "it waits");
        assert_eq!(kept(&[order(Status::Paid, cut.0 - 100)]), None, "it waits");
        let undated = Order { created_at: None, ..over };
        assert_eq!(kept(&[undated]), None);
        assert!(History::read(cut, "[{}]").is_none());
    }
}
