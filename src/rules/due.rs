//! Deadlines: which moment, and who says so.
//!
//! Precedence: column in the export > the shop's own setting > the platform's clock. A platform clock that
//! could not be verified prints as `~48h unverified`.

pub mod refund;

pub use refund::{Stage, Timeout, of_case, on_timeout, stage};

use crate::model::plant::is_planted;
use crate::model::time::HOUR;
use crate::model::{Cell, Field, OrderKind, Say, Stamp, Status};
use crate::records::{Item, Order, Refund};
use crate::rules::Scope;
use std::collections::HashSet;

/// The clocks of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The platform closes an unpaid order.
    PayClose,
    /// The parcel has to be on its way.
    Ship,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Column(Field),
    Shop(i64),
    Platform {
        seconds: i64,
        verified: bool,
    },
    /// The law's own term, counted from the earliest moment that is known.
    Law(i64),
}

impl Source {
    /// `column ship_due` · `shop 24h` · `platform ~48h unverified` · `law ~168h`
    pub fn label(&self) -> String {
        match self {
            Source::Column(field) => format!("column {field}"),
            Source::Shop(seconds) => format!("shop {}", duration(*seconds)),
            Source::Law(seconds) => format!("law ~{}", duration(*seconds)),
            Source::Platform { seconds, verified: true } => format!("platform {}", duration(*seconds)),
            Source::Platform { seconds, verified: false } => {
                format!("platform ~{} unverified", duration(*seconds))
            }
        }
    }
}

/// A [`Source::label`] as people read it.
pub fn in_words(label: &str) -> Say {
    let known = || {
        let (who, rest) = label.split_once(' ')?;
        if who == "column" {
            let (zh, en) = Field::by_key(rest).map_or((rest, rest), |field| field.title());
            return Some(Say::new(format!("报表「{zh}」"), format!("column {en}")));
        }
        let (time, doubt) = rest.split_once(' ').map_or((rest, false), |(time, _)| (time, true));
        let (zh_who, en_who) = match who {
            "shop" => ("店铺设置", "shop"),
            "platform" => ("平台", "platform"),
            "law" => ("法律", "law"),
            _ => return None,
        };
        let zh_time = match time.split_at_checked(time.len() - 1)? {
            (number, "h") => format!("{number} 小时"),
            (number, "m") => format!("{number} 分钟"),
            _ => return None,
        };
        let (zh_doubt, en_doubt) = if doubt { ("，未核实", ", unverified") } else { ("", "") };
        Some(Say::new(format!("{zh_who} {zh_time}{zh_doubt}"), format!("{en_who} {time}{en_doubt}")))
    };
    known().unwrap_or_else(|| Say::new(label.to_owned(), label.to_owned()))
}

/// The cell of a [`Source::label`].
pub fn source_cell(label: String) -> Cell<'static> {
    if label.is_empty() {
        return Cell::Empty;
    }
    let say = in_words(&label);
    Cell::Told(label.into(), Box::new(say))
}

fn duration(seconds: i64) -> String {
    if seconds % HOUR == 0 { format!("{}h", seconds / HOUR) } else { format!("{}m", seconds / 60) }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub at: Stamp,
    pub source: Source,
}

/// A platform's clocks in seconds; `None` = not known, so no deadline is made up.
struct PlatformClock {
    platform: &'static str,
    clock: Clock,
    seconds: i64,
    verified: bool,
}

const fn clock(platform: &'static str, clock: Clock, hours: i64, verified: bool) -> PlatformClock {
    PlatformClock { platform, clock, seconds: hours * HOUR, verified }
}

/// Where a source gives a range the shorter guess stands here: late costs more than early.
const PLATFORM_CLOCKS: &[PlatformClock] = &[
    clock("taobao", Clock::PayClose, 72, false),
    clock("taobao", Clock::Ship, 48, false),
    clock("jd", Clock::PayClose, 24, false),
    clock("jd", Clock::Ship, 48, false),
    clock("pdd", Clock::PayClose, 24, false),
    clock("pdd", Clock::Ship, 48, true),
    clock("douyin", Clock::PayClose, 24, false),
    clock("douyin", Clock::Ship, 48, true),
    clock("weixin", Clock::Ship, 48, true),
];

/// How long a platform's clock runs; the shop's own setting goes first.
pub fn window(clock: Clock, order: &Order, scope: &Scope) -> Option<Source> {
    let shop = scope.of(order);
    let own = match clock {
        Clock::PayClose => shop.close_after,
        Clock::Ship => shop.ship_within,
    };
    if let Some(seconds) = own {
        return Some(Source::Shop(seconds));
    }
    PLATFORM_CLOCKS
        .iter()
        .find(|c| c.clock == clock && c.platform == order.platform)
        .map(|c| Source::Platform { seconds: c.seconds, verified: c.verified })
}

/// When a clock of this order runs out. `None` where nobody says.
pub fn due(clock: Clock, order: &Order, scope: &Scope) -> Option<Due> {
    by(clock, order, scope).ok().flatten()
}

/// When a clock of this order runs out, or the field without which a clock that is known can't be started.
pub fn by(clock: Clock, order: &Order, scope: &Scope) -> Result<Option<Due>, Field> {
    let stated = match clock {
        Clock::PayClose => order.pay_due.map(|at| (Field::PayDue, at)),
        Clock::Ship => promise(order).map(|at| (Field::ShipDue, at)),
    };
    if let Some((field, at)) = stated {
        return Ok(Some(Due { at, source: Source::Column(field) }));
    }
    if clock == Clock::Ship && has_no_ship_clock(order.kind) {
        return Ok(None);
    }
    // Cash on delivery is not closed for want of payment.
    if clock == Clock::PayClose && order.kind == OrderKind::Cod {
        return Ok(None);
    }
    let Some(source @ (Source::Shop(seconds) | Source::Platform { seconds, .. })) =
        window(clock, order, scope)
    else {
        return Ok(None);
    };
    // Cash on delivery is paid at the door: its clock can only run from the order itself.
    let (start, field) = match clock {
        Clock::Ship if order.kind != OrderKind::Cod => (order.paid_at, Field::PaidAt),
        _ => (order.created_at, Field::CreatedAt),
    };
    Ok(Some(Due { at: Stamp(start.ok_or(field)?.0 + seconds), source }))
}

/// A presale ships on its own date and a virtual good at once: the ordinary clock says nothing of them.
pub fn has_no_ship_clock(kind: OrderKind) -> bool {
    matches!(kind, OrderKind::Presale | OrderKind::Virtual)
}

/// Something of this order has still to be shipped; items whose state is not known have. What the buyer wants the money back
/// for stays where it is until that is settled: the refund speaks.
pub fn has_goods_to_ship(order: &Order) -> bool {
    let refunded = order.refunded.zip(order.paid).is_some_and(|(back, paid)| paid.0 > 0 && back >= paid);
    let items = if order.items_overtaken { &[][..] } else { &order.items[..] };
    // Goods that are to come back have left: of an order that left in part they are not those that wait.
    let left = |refund: &Refund| order.status == Status::PartShipped && refund.state.comes_back();
    let holds = |refund: &&Refund| refund.is_claimed() && refund.gives_up_goods() && !left(refund);
    let claimed: HashSet<&str> = order.refunds.iter().filter(holds).map(|r| r.item_no.as_str()).collect();
    // A claim that names none of the items is about all of them.
    let kept = !claimed.is_empty() && {
        let known: HashSet<&str> = items.iter().map(|item| item.item_no.as_str()).collect();
        claimed.iter().any(|item_no| item_no.is_empty() || !known.contains(item_no))
    };
    let stays = |item: &Item| match order.refunds.is_empty() {
        true => item.refund_state.is_claimed(),
        false => claimed.contains(item.item_no.as_str()),
    };
    if is_planted("claims") {
        return !refunded;
    }
    !refunded && !kept && (items.is_empty() || items.iter().any(|item| waits(item) && !stays(item)))
}

fn waits(item: &Item) -> bool {
    item.is_live() && !matches!(item.status, Status::Shipped | Status::Delivered | Status::Finished)
}

/// The shortest promise that the export states. Once a part has gone or was closed, the order's own date may
/// be that part's: it no longer counts where every item still waiting has its own.
fn promise(order: &Order) -> Option<Stamp> {
    let waiting = || order.items.iter().filter(|i| waits(i));
    let items = waiting().filter_map(|i| i.ship_due).min();
    let partly = order.items.iter().any(|i| !waits(i));
    let own = if partly && items.is_some() && waiting().all(|i| i.ship_due.is_some()) {
        None
    } else {
        order.ship_due
    };
    [own, items].into_iter().flatten().min()
}

/// First reminder of an unpaid order, in seconds after its creation: min(12 h, half the closing window).
pub fn first_reminder(order: &Order, scope: &Scope) -> i64 {
    if let Some(own) = scope.of(order).unpaid_after {
        return own;
    }
    let half = match due(Clock::PayClose, order, scope) {
        Some(due) => order.created_at.map(|created| (due.at.0 - created.0) / 2),
        None => None,
    };
    half.map_or(12 * HOUR, |half| half.clamp(0, 12 * HOUR))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CREATED, PAID, item, order, scope, unpaid};
    use super::*;
    use crate::rules::Thresholds;

    fn shop(ship_within: i64, close_after: i64) -> Scope {
        let own = Thresholds {
            ship_within: Some(ship_within),
            close_after: Some(close_after),
            ..Thresholds::default()
        };
        Scope { shops: vec![(String::new(), "测试店".into(), own)], ..scope(PAID) }
    }

    fn label(clock: Clock, order: &Order, scope: &Scope) -> (i64, String) {
        let due = due(clock, order, scope).expect("a deadline");
        (due.at.0, due.source.label())
    }

    fn promised(status: Status, at: i64) -> Item {
        Item { ship_due: Some(Stamp(at)), ..item(status) }
    }

    #[test]
    fn column_goes_before_shop_before_platform() {
        let mut order = order();
        assert_eq!(
            label(Clock::Ship, &order, &scope(PAID)),
            (PAID + 48 * HOUR, "platform ~48h unverified".into())
        );
        assert_eq!(label(Clock::Ship, &order, &shop(24 * HOUR, 0)), (PAID + 24 * HOUR, "shop 24h".into()));
        order.ship_due = Some(Stamp(PAID + 7));
        assert_eq!(label(Clock::Ship, &order, &shop(24 * HOUR, 0)), (PAID + 7, "column ship_due".into()));

        let mut order = unpaid();
        assert_eq!(label(Clock::PayClose, &order, &scope(PAID)).0, CREATED + 72 * HOUR);
        assert_eq!(label(Clock::PayClose, &order, &shop(0, 1800)), (CREATED + 1800, "shop 30m".into()));
        order.pay_due = Some(Stamp(CREATED + 9));
        assert_eq!(label(Clock::PayClose, &order, &shop(0, 1800)), (CREATED + 9, "column pay_due".into()));
    }

    #[test]
    fn a_source_is_read_in_words() {
        let hours = |seconds, verified| Source::Platform { seconds, verified };
        for (source, zh) in [
            (Source::Column(Field::ShipDue), "报表「应发货时间」"),
            (Source::Shop(90 * 60), "店铺设置 90 分钟"),
            (hours(48 * HOUR, false), "平台 ~48 小时，未核实"),
            (hours(48 * HOUR, true), "平台 48 小时"),
            (Source::Law(168 * HOUR), "法律 ~168 小时"),
        ] {
            assert_eq!(in_words(&source.label()).zh, zh);
        }
        assert_eq!(in_words("elsewhere").en, "elsewhere");
    }

    #[test]
    fn a_verified_clock_has_no_tilde() {
        let order = Order { platform: "pdd".into(), ..order() };
        assert_eq!(label(Clock::Ship, &order, &scope(PAID)).1, "platform 48h");
    }

    #[test]
    fn the_shortest_promise_of_what_is_still_to_ship() {
        let mut order = order();
        order.ship_due = Some(Stamp(50));
        order.items = vec![promised(Status::Paid, 60), promised(Status::Unknown, 40)];
        assert_eq!(promise(&order), Some(Stamp(40)));
        order.items[1].status = Status::Shipped;
        assert_eq!(promise(&order), Some(Stamp(60)), "the order's 50 may be the shipped item's");
        order.items[0].ship_due = None;
        assert_eq!(promise(&order), Some(Stamp(50)));
    }

    #[test]
    fn presale_and_virtual_have_only_their_own_date() {
        for kind in [OrderKind::Presale, OrderKind::Virtual] {
            let mut order = Order { kind, ..order() };
            assert_eq!(due(Clock::Ship, &order, &shop(24 * HOUR, 0)), None);
            order.ship_due = Some(Stamp(9));
            assert_eq!(label(Clock::Ship, &order, &shop(24 * HOUR, 0)).0, 9);
        }
    }

    #[test]
    fn a_known_clock_without_a_start_names_the_field() {
        let mut order = Order { paid_at: None, ..order() };
        assert_eq!(by(Clock::Ship, &order, &scope(PAID)), Err(Field::PaidAt));
        order.platform = "etsy".into();
        assert_eq!(by(Clock::Ship, &order, &scope(PAID)), Ok(None));
        let late = Order { created_at: None, ..unpaid() };
        assert_eq!(by(Clock::PayClose, &late, &scope(PAID)), Err(Field::CreatedAt));
    }

    #[test]
    fn cash_on_delivery_counts_from_the_order() {
        let order = Order { kind: OrderKind::Cod, paid_at: None, ..order() };
        assert_eq!(label(Clock::Ship, &order, &scope(PAID)).0, CREATED + 48 * HOUR);
    }

    #[test]
    fn first_reminder_is_twelve_hours_or_half_of_a_shorter_window() {
        let mut order = unpaid();
        assert_eq!(first_reminder(&order, &scope(PAID)), 12 * HOUR);
        assert_eq!(first_reminder(&order, &shop(0, 1800)), 900);
        order.pay_due = Some(Stamp(CREATED + 4 * HOUR));
        assert_eq!(first_reminder(&order, &scope(PAID)), 2 * HOUR);
        order.pay_due = Some(Stamp(CREATED - 1));
        assert_eq!(first_reminder(&order, &scope(PAID)), 0);
        let mut own = scope(PAID);
        own.common.unpaid_after = Some(6 * HOUR);
        assert_eq!(first_reminder(&order, &own), 6 * HOUR);
        let nowhere = Order { platform: "etsy".into(), ..unpaid() };
        assert_eq!(first_reminder(&nowhere, &scope(PAID)), 12 * HOUR);
    }

    #[test]
    fn shipped_closed_and_refunded_items_do_not_wait() {
        let mut order = order();
        assert!(has_goods_to_ship(&order), "no item rows");
        order.items = vec![item(Status::Unknown)];
        assert!(has_goods_to_ship(&order));
        let refunded = Item { refund_state: crate::model::RefundState::Success, ..item(Status::Paid) };
        order.items = vec![item(Status::Shipped), item(Status::Closed), refunded];
        assert!(!has_goods_to_ship(&order));
    }
}
