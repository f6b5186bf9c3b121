//! `refunds list`: every refund case with whose turn it is, until when, and what happens then.

pub mod stats;

use super::assigned::Assigned;
use super::orders::{filled, status_cell};
use crate::model::Owner;
use crate::model::platform;
use crate::model::time::{HOUR, minutes_left};
use crate::model::{Cell, Cents, Column, Lang, RefundKind, RefundState, Severity, Stamp};
use crate::records::{Item, Order, Refund};
use crate::rules::due::{Due, Timeout, of_case, on_timeout, source_cell};
use crate::rules::{Scope, Window};

pub const COLUMNS: &[Column] = &[
    Column::new("platform", "平台", "Platform").telling(),
    Column::new("shop", "店铺", "Shop").low_priority().alike(),
    Column::new("refund_no", "退款编号", "Refund").hidden(),
    Column::new("order_no", "订单号", "Order"),
    Column::new("item_no", "子订单号", "Item").hidden(),
    Column::new("product", "商品", "Product").hidden(),
    Column::new("buyer", "买家", "Buyer").hidden(),
    Column::new("kind", "类型", "Kind").low_priority(),
    Column::new("reason", "原因", "Reason").low_priority(),
    Column::new("amount", "金额", "Amount").right(),
    Column::new("state", "状态", "State"),
    Column::new("owner", "轮到", "Turn"),
    Column::new("severity", "级别", "Sev"),
    Column::new("applied_at", "申请时间", "Applied").hidden(),
    Column::new("due_at", "截止", "Due").hidden(),
    Column::new("minutes_left", "剩余分钟", "Min left").right(),
    Column::new("due_source", "期限来源", "Due by").hidden(),
    Column::new("on_timeout", "超时后", "Then"),
    Column::new("goods_state", "货物状态", "Goods").hidden(),
    Column::new("back_carrier", "退货快递", "Return carrier").hidden(),
    Column::new("back_tracking_no", "退货运单号", "Return tracking").hidden(),
    Column::new("back_signed_at", "退货签收", "Goods back").hidden(),
    Column::new("refunded_at", "退款时间", "Refunded").hidden(),
    Column::new("hours_open", "历时小时", "Hours").right().hidden(),
    Column::new("assignee", "处理人", "Handler").hidden(),
];

/// What `refunds show` tells beside [`COLUMNS`].
pub const DETAILS: &[Column] = &[
    Column::new("sku", "商家编码", "SKU"),
    Column::new("paid", "实付", "Paid"),
    Column::new("state_raw", "平台状态", "Platform status"),
    Column::new("detail", "退款说明", "Details"),
    Column::new("platform_step", "平台介入", "Platform step"),
    Column::new("phase", "售中售后", "Phase"),
    Column::new("back_at", "退货时间", "Sent back"),
    Column::new("seller_note", "商家备注", "Seller note"),
    Column::new("order_status", "订单状态", "Order status"),
    Column::new("carrier", "快递", "Carrier"),
    Column::new("tracking_no", "运单号", "Tracking"),
    Column::new("receiver", "收货人", "Receiver"),
    Column::new("phone", "电话", "Phone"),
    Column::new("address", "地址", "Address"),
];

/// Ours and this close to the deadline: the most urgent of all.
const AT_ONCE: i64 = 4 * HOUR;

/// A refund case with what follows from it.
#[derive(Clone, Debug)]
pub struct Case {
    pub refund: Refund,
    pub kind: RefundKind,
    pub owner: Option<Owner>,
    pub severity: Severity,
    pub due: Option<Due>,
    pub on_timeout: Option<Timeout>,
    /// Whom the team has given it to; empty where nobody has it.
    pub assignee: String,
}

impl Case {
    fn new(mut refund: Refund, order: &Order, scope: &Scope) -> Case {
        for (slot, known) in [
            (&mut refund.platform, &order.platform),
            (&mut refund.shop, &order.shop),
            (&mut refund.order_no, &order.order_no),
            (&mut refund.buyer, &order.buyer),
        ] {
            if slot.is_empty() {
                slot.clone_from(known);
            }
        }
        if refund.product.is_empty() {
            refund.product = order.product().into_owned();
        }
        let owner = refund.turn();
        let due = of_case(&refund, order, scope).ok().flatten();
        let severity = severity(owner, due.as_ref(), scope.now, scope.of(order).refund_soon);
        let (kind, on_timeout, assignee) = (refund.asks(), on_timeout(&refund), refund.handler.clone());
        Case { kind, owner, severity, on_timeout, assignee, due, refund }
    }

    /// Our own records go before who the export says handled it.
    pub fn assign(&mut self, assigned: &Assigned<'_>) {
        let r = &self.refund;
        if let Some(owner) = assigned.handler(&r.platform, &r.shop, &r.refund_no, &r.order_no) {
            owner.clone_into(&mut self.assignee);
        }
    }

    fn minutes_left(&self, now: Stamp) -> Option<i64> {
        self.due.as_ref().map(|due| minutes_left(due.at, now))
    }

    /// From the application to the end, or to now. Of a finished case whose end nobody tells: nothing.
    fn seconds_open(&self, now: Stamp) -> Option<i64> {
        let end = if self.refund.state.is_open() { Some(now) } else { self.refund.done_at };
        Some((end?.0 - self.refund.applied_at?.0).max(0))
    }
}

fn severity(owner: Option<Owner>, due: Option<&Due>, now: Stamp, soon: i64) -> Severity {
    if owner != Some(Owner::Seller) {
        return Severity::P3;
    }
    match due.map(|due| due.at.0 - now.0) {
        Some(left) if left <= AT_ONCE => Severity::P0,
        Some(left) if left <= soon => Severity::P1,
        _ => Severity::P2,
    }
}

/// The refund cases of an order. Where no case of it is known, what its items and its refunded amount tell.
pub fn cases(order: &Order, scope: &Scope) -> Vec<Case> {
    told(order).into_iter().map(|refund| Case::new(refund, order, scope)).collect()
}

fn told(order: &Order) -> Vec<Refund> {
    if !order.refunds.is_empty() {
        return order.refunds.clone();
    }
    let asked: Vec<&Item> = order.items.iter().filter(|i| i.refund_state != RefundState::None).collect();
    let mut out: Vec<Refund> = asked.iter().map(|item| of_item(item)).collect();
    let mut rest = order.refunded.unwrap_or_default().0;
    for item in &asked {
        match item.refunded {
            Some(part) => rest = rest.saturating_sub(part.0).max(0),
            // The item's part is not told: it may be all of it.
            None => rest = 0,
        }
    }
    if rest > 0 {
        out.push(Refund {
            state: RefundState::Success,
            amount: Some(Cents(rest)),
            paid: order.paid,
            ..Refund::default()
        });
    }
    out
}

fn of_item(item: &Item) -> Refund {
    Refund {
        item_no: item.shown_no().to_owned(),
        product: item.title.clone(),
        sku: item.sku.clone(),
        state: item.refund_state,
        amount: item.refunded,
        paid: item.paid,
        ..Refund::default()
    }
}

/// Which cases are listed; empty lists mean all.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Ours, and overdue or soon due.
    pub due: bool,
    pub states: Vec<RefundState>,
    pub owners: Vec<Owner>,
    pub kinds: Vec<RefundKind>,
    /// Open, and due before this moment.
    pub before: Option<Stamp>,
    /// When it was applied for.
    pub window: Window,
}

impl Wanted {
    pub fn takes(&self, case: &Case) -> bool {
        let due_at = case.due.as_ref().map(|due| due.at);
        (!self.due || case.severity <= Severity::P1)
            && (self.states.is_empty() || self.states.contains(&case.refund.state))
            && (self.owners.is_empty() || case.owner.is_some_and(|o| self.owners.contains(&o)))
            && (self.kinds.is_empty() || self.kinds.contains(&case.kind))
            && self.before.is_none_or(|before| due_at.is_some_and(|at| at < before))
            && self.window.holds(case.refund.applied_at)
    }
}

/// Cases that are left out only because nobody tells when they run out.
pub struct Undated(Wanted);

impl Undated {
    /// `None`: deadlines are not asked about.
    pub fn of(wanted: &Wanted) -> Option<Undated> {
        let all = Wanted { due: false, before: None, ..wanted.clone() };
        (wanted.due || wanted.before.is_some()).then_some(Undated(all))
    }

    pub fn is(&self, case: &Case) -> bool {
        case.refund.state.is_open()
            && case.due.is_none()
            && case.owner.is_none_or(|owner| owner == Owner::Seller)
            && self.0.takes(case)
    }
}

/// Severity, minutes left (none last), amount descending, order number; then what tells cases apart.
pub fn sort(cases: &mut [Case], now: Stamp) {
    let left = |c: &Case| c.minutes_left(now).unwrap_or(i64::MAX);
    cases.sort_by(|a, b| {
        let (x, y) = (&a.refund, &b.refund);
        (a.severity, left(a))
            .cmp(&(b.severity, left(b)))
            .then_with(|| y.amount.cmp(&x.amount))
            .then_with(|| x.order_no.cmp(&y.order_no))
            .then_with(|| (&x.refund_no, &x.item_no).cmp(&(&y.refund_no, &y.item_no)))
            .then_with(|| (&x.platform, &x.shop, x.state).cmp(&(&y.platform, &y.shop, y.state)))
    });
}

/// The cells of one case, in the order of [`COLUMNS`].
pub fn row(case: &Case, now: Stamp) -> Vec<Cell<'_>> {
    let r = &case.refund;
    let refunded_at = r.done_at.filter(|_| r.state == RefundState::Success);
    vec![
        platform::cell(&r.platform),
        Cell::text(&r.shop),
        Cell::id(&r.refund_no),
        Cell::id(&r.order_no),
        Cell::id(&r.item_no),
        Cell::text(&r.product),
        filled(&r.buyer, Cell::Nick),
        kind_cell(case.kind),
        Cell::text(&r.reason),
        Cell::money(r.amount),
        Cell::Word(r.state.key(), r.state.title(Lang::Zh), r.state.title(Lang::En)),
        case.owner.map_or(Cell::Empty, |o| Cell::Word(o.key(), o.title(Lang::Zh), o.title(Lang::En))),
        Cell::key(case.severity.key()),
        Cell::time(r.applied_at),
        Cell::time(case.due.as_ref().map(|due| due.at)),
        Cell::minutes(case.minutes_left(now)),
        source_cell(case.due.as_ref().map(|due| due.source.label()).unwrap_or_default()),
        case.on_timeout.map(Timeout::words).map_or(Cell::Empty, |(key, zh, en)| Cell::Word(key, zh, en)),
        Cell::text(&r.goods_state),
        Cell::text(&r.back_carrier),
        Cell::id(&r.back_tracking_no),
        Cell::time(r.back_signed_at),
        Cell::time(refunded_at),
        case.seconds_open(now).map_or(Cell::Empty, Cell::Hours),
        Cell::text(&case.assignee),
    ]
}

/// The cells of [`DETAILS`].
pub fn details<'a>(case: &'a Case, order: &'a Order) -> Vec<Cell<'a>> {
    let r = &case.refund;
    let first = |a: &'a str, b: &'a str| if a.is_empty() { b } else { a };
    vec![
        Cell::text(&r.sku),
        Cell::money(r.paid.or(order.paid)),
        Cell::text(&r.state_raw),
        Cell::text(&r.detail),
        Cell::text(&r.platform_step),
        Cell::text(&r.phase),
        Cell::time(r.back_at),
        Cell::text(first(&r.seller_note, &order.seller_note)),
        status_cell(order.status),
        Cell::text(first(&r.carrier, &order.carrier)),
        Cell::id(first(&r.tracking_no, &order.tracking_no)),
        filled(&order.receiver, Cell::Name),
        filled(&order.phone, Cell::Phone),
        filled(&order.address, Cell::Address),
    ]
}

fn kind_cell(kind: RefundKind) -> Cell<'static> {
    match kind {
        RefundKind::Unknown => Cell::Empty,
        kind => Cell::Word(kind.key(), kind.title(Lang::Zh), kind.title(Lang::En)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{CREATED, order, scope};

    fn case(state: RefundState, due: i64) -> Refund {
        Refund {
            refund_no: "1".into(),
            state,
            kind: RefundKind::RefundOnly,
            applied_at: Some(Stamp(CREATED)),
            due_at: Some(Stamp(CREATED + due)),
            ..Refund::default()
        }
    }

    fn listed(refunds: Vec<Refund>) -> Vec<Case> {
        cases(&Order { refunds, ..order() }, &scope(CREATED))
    }

    #[test]
    fn severity_follows_turn_and_deadline() {
        let of = |state, due| listed(vec![case(state, due)])[0].severity;
        let asked = RefundState::Requested;
        assert_eq!(of(asked, -1), Severity::P0);
        assert_eq!(of(asked, 4 * HOUR), Severity::P0);
        assert_eq!(of(asked, 4 * HOUR + 1), Severity::P1);
        assert_eq!(of(asked, 12 * HOUR), Severity::P1);
        assert_eq!(of(asked, 12 * HOUR + 1), Severity::P2);
        assert_eq!(of(RefundState::WaitBuyerReturn, -1), Severity::P3);
        assert_eq!(of(RefundState::Success, -1), Severity::P3);
        let mut no_term = case(RefundState::Refunding, 0);
        no_term.due_at = None;
        assert_eq!(listed(vec![no_term])[0].severity, Severity::P2);
    }

    #[test]
    fn hours_run_to_the_end_or_to_now() {
        let open = |refund: Refund| listed(vec![refund])[0].seconds_open(Stamp(CREATED + 90));
        assert_eq!(open(case(RefundState::Requested, 0)), Some(90));
        assert_eq!(open(case(RefundState::Success, 0)), None);
        let done = Refund { done_at: Some(Stamp(CREATED + 60)), ..case(RefundState::Success, 0) };
        assert_eq!(open(done), Some(60));
    }

    #[test]
    fn without_cases_items_and_amounts_tell() {
        let item = |state, refunded: Option<i64>| Item {
            item_no: "9".into(),
            refund_state: state,
            refunded: refunded.map(Cents),
            ..Item::default()
        };
        let states = |items: Vec<Item>, refunded: i64| -> Vec<(RefundState, Option<Cents>)> {
            let order = Order { items, refunded: Some(Cents(refunded)), ..order() };
            cases(&order, &scope(CREATED)).iter().map(|c| (c.refund.state, c.refund.amount)).collect()
        };
        let (none, asked, done) = (RefundState::None, RefundState::Requested, RefundState::Success);
        assert_eq!(states(vec![], 0), []);
        assert_eq!(states(vec![], 50), [(done, Some(Cents(50)))]);
        assert_eq!(states(vec![item(none, None), item(asked, Some(50))], 50), [(asked, Some(Cents(50)))]);
        assert_eq!(states(vec![item(done, None)], 50), [(done, None)]);
        let both = [(asked, Some(Cents(20))), (done, Some(Cents(30)))];
        assert_eq!(states(vec![item(asked, Some(20))], 50), both);
        let known = Order { refunds: vec![case(asked, 0)], refunded: Some(Cents(9)), ..order() };
        assert_eq!(cases(&known, &scope(CREATED)).len(), 1, "a case goes before all that");
    }

    #[test]
    fn rows_stand_in_the_order_of_lists() {
        let named = |no: &str, due: Option<i64>, amount: i64| Refund {
            refund_no: no.into(),
            amount: Some(Cents(amount)),
            due_at: due.map(|d| Stamp(CREATED + d)),
            ..case(RefundState::Refunding, 0)
        };
        let mut all = listed(vec![
            named("last", None, 5),
            named("rich", Some(HOUR), 9),
            named("poor", Some(HOUR), 1),
            named("late", Some(-HOUR), 1),
        ]);
        sort(&mut all, Stamp(CREATED));
        let names: Vec<&str> = all.iter().map(|c| c.refund.refund_no.as_str()).collect();
        assert_eq!(names, ["late", "rich", "poor", "last"]);
    }

    #[test]
    fn cases_are_chosen() {
        let one = &listed(vec![case(RefundState::Requested, 5 * HOUR)])[0];
        let takes = |change: fn(&mut Wanted)| {
            let mut wanted = Wanted::default();
            change(&mut wanted);
            wanted.takes(one)
        };
        assert!(takes(|w| w.due = true));
        let undated =
            |case: &Case, due| Undated::of(&Wanted { due, ..Wanted::default() }).map(|u| u.is(case));
        let no_term = |state| listed(vec![Refund { due_at: None, ..case(state, 0) }]).remove(0);
        assert_eq!((undated(one, false), undated(one, true)), (None, Some(false)));
        assert_eq!(undated(&no_term(RefundState::Unknown), true), Some(true));
        assert_eq!(undated(&no_term(RefundState::Success), true), Some(false), "it is over");
        assert!(takes(|w| w.before = Some(Stamp(CREATED + 5 * HOUR + 1))));
        assert!(!takes(|w| w.before = Some(Stamp(CREATED + 5 * HOUR))));
        assert!(takes(|w| w.owners = vec![Owner::Seller]) && !takes(|w| w.owners = vec![Owner::Buyer]));
        assert!(!takes(|w| w.states = vec![RefundState::Success]));
        assert!(!takes(|w| w.kinds = vec![RefundKind::Freight]));
        assert!(!takes(|w| w.window.since = Some(Stamp(CREATED + 1))));
    }
}
