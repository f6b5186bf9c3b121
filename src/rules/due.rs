//! Deadlines: which moment, and who says so.
//!
//! Precedence: column in the export > the shop's own setting > the platform's clock. A platform clock that
//! could not be verified prints as `~48h unverified`.

use crate::model::time::HOUR;
use crate::model::{Field, Order, OrderKind, Scope, Stamp};

/// The clocks of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The platform closes an unpaid order.
    PayClose,
    /// The parcel has to be on its way.
    Ship,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Column(Field),
    Shop(i64),
    Platform { seconds: i64, verified: bool },
}

impl Source {
    /// `column ship_due` · `shop 24h` · `platform ~48h unverified`
    pub fn label(&self) -> String {
        match self {
            Source::Column(field) => format!("column {field}"),
            Source::Shop(seconds) => format!("shop {}", duration(*seconds)),
            Source::Platform { seconds, verified: true } => format!("platform {}", duration(*seconds)),
            Source::Platform { seconds, verified: false } => {
                format!("platform ~{} unverified", duration(*seconds))
            }
        }
    }
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
    let (column, start) = match clock {
        Clock::PayClose => (order.pay_due.map(|at| (Field::PayDue, at)), order.created_at),
        Clock::Ship => {
            let items = order.items.iter().filter(|i| i.is_live()).filter_map(|i| i.ship_due).min();
            let promise = [order.ship_due, items].into_iter().flatten().min();
            (promise.map(|at| (Field::ShipDue, at)), order.paid_at)
        }
    };
    if let Some((field, at)) = column {
        return Some(Due { at, source: Source::Column(field) });
    }
    // A presale ships on its own date and a virtual good at once: the ordinary clock says nothing of them.
    if clock == Clock::Ship && matches!(order.kind, OrderKind::Presale | OrderKind::Virtual) {
        return None;
    }
    let source = window(clock, order, scope)?;
    let seconds = match source {
        Source::Shop(s) | Source::Platform { seconds: s, .. } => s,
        Source::Column(_) => return None,
    };
    Some(Due { at: Stamp(start?.0 + seconds), source })
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
