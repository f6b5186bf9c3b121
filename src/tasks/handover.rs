//! What one shift hands to the next: written from what is open, so that nothing settled is listed.

mod findings;
mod leads;
mod screen;

use crate::model::time::{DAY, HOUR, MINUTE, minutes_left};
use crate::model::{Cell, Column, Desk, Lang, Owner, Severity, Stamp, Words, platform, word};
use crate::records::{
    CASE_KINDS, Case, Consult, Handover, HandoverItem, LEVELS, LogEntry, Refund, Shift, WAITING_ON,
};
use crate::rules::Finding;
use crate::tasks::abnormal::desk_cell;
use findings::of_findings;
pub use leads::Leads;
pub use screen::{OF_SECTION, SectionTally, screenful, tally};
use std::collections::BTreeSet;

pub const COLUMNS: &[Column] = &[
    Column::new("id", "编号", "Id").low_priority(),
    Column::new("section", "栏目", "Section"),
    Column::new("severity", "级别", "Sev"),
    Column::new("platform", "平台", "Platform").hidden(),
    Column::new("shop", "店铺", "Shop").hidden(),
    Column::new("buyer", "买家", "Buyer").low_priority(),
    Column::new("order_no", "订单号", "Order"),
    Column::new("subject", "事项", "Subject"),
    Column::new("what", "说明", "What"),
    Column::new("owner", "负责", "Owner").hidden(),
    Column::new("due_at", "截止", "Due").hidden(),
    Column::new("minutes_left", "剩余分钟", "Min left").right(),
    Column::new("from", "交班", "From").hidden(),
    Column::new("to", "接班", "To").hidden(),
    Column::new("carried_from", "沿自", "Carried from").hidden(),
    Column::new("state", "状态", "State"),
];

/// In the order in which they are listed.
pub const SECTIONS: &Words = &[
    ("urgent", "紧急", "urgent"),
    ("promises", "承诺", "promises"),
    ("callbacks", "回电", "callbacks"),
    ("disputes", "维权", "disputes"),
    ("refunds", "退款", "refunds"),
    ("parcels", "包裹", "parcels"),
    ("changes", "改单", "changes"),
    ("leads", "意向", "leads"),
    ("incidents", "突发", "incidents"),
    ("today", "今日", "today"),
    ("notes", "留言", "notes"),
];

pub const STATES: &Words = &[
    ("draft", "未交班", "draft"),
    ("open", "待确认", "open"),
    ("acked", "已确认", "acked"),
    ("closed", "已了结", "closed"),
];

/// Evidence is asked for so many seconds before it is due, and urgently in the last of them.
pub const EVIDENCE_SOON: i64 = DAY;
pub const EVIDENCE_NOW: i64 = 4 * HOUR;

/// After so many seconds a handover should have been acknowledged.
pub const ACK_WITHIN: i64 = 30 * MINUTE;

/// Everything that may be open.
#[derive(Default)]
pub struct Open {
    pub findings: Vec<Finding>,
    /// With the deadline that counts, whoever says so.
    pub refunds: Vec<Refund>,
    pub cases: Vec<Case>,
    pub consults: Vec<Consult>,
    pub log: Vec<LogEntry>,
}

impl Open {
    /// The items, in the order of their sections, the most urgent first. `until`: when the next shift ends.
    /// `listed`: keys of the last handover, which stay until they are settled.
    pub fn items(&self, now: Stamp, until: Stamp, listed: &BTreeSet<&str>, lang: Lang) -> Vec<HandoverItem> {
        let soon = |due: Option<Stamp>| due.is_some_and(|at| at < until);
        let past = |due: Option<Stamp>| due.is_some_and(|at| at <= now);
        let mut items: Vec<HandoverItem> = Vec::new();
        for refund in &self.refunds {
            let sellers = refund.turn() == Some(Owner::Seller);
            if sellers && (soon(refund.due_at) || listed.contains(refund.refund_no.as_str())) {
                items.push(of_refund(refund, now, lang));
            }
        }
        let refunds: BTreeSet<String> = items.iter().map(|i| i.key.clone()).collect();
        items.extend(of_findings(&self.findings, &refunds, listed, lang));
        for case in self.cases.iter().filter(|c| c.is_open()) {
            if case.owes() {
                let mut item = of_case(case, "promises", case.promise_due, lang);
                item.severity = grade(past(case.promise_due), soon(case.promise_due));
                item.what.clone_from(&case.promise);
                if section_of(case).is_some() {
                    item.key.push_str(".p");
                }
                items.push(item);
            }
            if let Some(due) = case.evidence_owed() {
                let (mut item, left) = (of_case(case, "disputes", Some(due), lang), due.0 - now.0);
                item.key.push_str(".e");
                if left <= EVIDENCE_SOON || soon(Some(due)) || listed.contains(item.key.as_str()) {
                    item.severity = if left <= EVIDENCE_NOW { "P0" } else { "P1" }.into();
                    item.what = lang.pick("要提交证据", "evidence has to be handed in").into();
                    items.push(item);
                }
            }
            let Some(section) = section_of(case).or_else(|| {
                // Any other case that falls due belongs to today's work; a promise stands for its case.
                let due = soon(case.due_at) || listed.contains(case.id.as_str());
                (!case.owes() && due).then_some("today")
            }) else {
                continue;
            };
            let mut item = of_case(case, section, case.due_at, lang);
            item.severity = match section {
                "disputes" if past(case.due_at) => "P0".into(),
                "disputes" | "changes" => "P1".into(),
                _ => grade(past(case.due_at), soon(case.due_at)),
            };
            items.push(item);
        }
        items.extend(self.consults.iter().filter(|c| c.state == "open").map(|c| HandoverItem {
            key: c.id.clone(),
            section: "leads".into(),
            severity: if past(c.follow_up_at) { "P1" } else { "P2" }.into(),
            platform: c.platform.clone(),
            shop: c.shop.clone(),
            buyer: c.buyer.clone(),
            subject: c.product.clone(),
            what: c.concern.clone(),
            owner: c.by.clone(),
            due_at: c.follow_up_at,
            ..HandoverItem::default()
        }));
        items.extend(self.log.iter().filter(|e| e.state == "open").map(of_entry));
        sort(&mut items, now);
        items
    }
}

/// By section, severity, minutes left (none last), order number, key.
pub fn sort(items: &mut [HandoverItem], now: Stamp) {
    let place = |item: &HandoverItem| SECTIONS.iter().position(|s| s.0 == item.section);
    let left = |item: &HandoverItem| item.due_at.map_or(i64::MAX, |at| minutes_left(at, now));
    items.sort_by(|a, b| {
        (place(a), &a.severity, left(a), &a.order_no, &a.key).cmp(&(
            place(b),
            &b.severity,
            left(b),
            &b.order_no,
            &b.key,
        ))
    });
}

fn section_of(case: &Case) -> Option<&'static str> {
    match case.kind.as_str() {
        "dispute" => Some("disputes"),
        "callback" => Some("callbacks"),
        "change" => Some("changes"),
        _ => None,
    }
}

fn grade(past: bool, soon: bool) -> String {
    if past || soon { "P1" } else { "P2" }.to_owned()
}

fn of_case(case: &Case, section: &str, due_at: Option<Stamp>, lang: Lang) -> HandoverItem {
    let kind = word(CASE_KINDS, &case.kind).map_or(case.kind.as_str(), |(_, zh, en)| lang.pick(zh, en));
    let mut what = kind.to_owned();
    if case.state == "waiting" && !case.waiting_on.is_empty() {
        let whom = &case.waiting_on;
        let whom = word(WAITING_ON, whom).map_or(whom.as_str(), |(_, zh, en)| lang.pick(zh, en));
        what = format!("{kind}{}{whom}", lang.pick("，等", ", waiting for "));
    }
    if case.work.level > 1
        && let Some((_, zh, en)) = word(LEVELS, &case.work.level.to_string())
    {
        what = format!("{what}{}{}", lang.pick("，已升级：", ", level "), lang.pick(zh, en));
    }
    HandoverItem {
        key: case.id.clone(),
        section: section.into(),
        platform: case.platform.clone(),
        shop: case.shop.clone(),
        buyer: case.buyer.clone(),
        order_no: case.order_no.clone(),
        subject: case.subject.clone(),
        what,
        owner: if case.owner.is_empty() { case.opened_by.clone() } else { case.owner.clone() },
        due_at,
        ..HandoverItem::default()
    }
}

fn of_refund(refund: &Refund, now: Stamp, lang: Lang) -> HandoverItem {
    let hurry = refund.due_at.is_some_and(|at| at.0 - now.0 <= 4 * HOUR);
    let amount = refund.amount.map(|a| format!(" {a}")).unwrap_or_default();
    HandoverItem {
        key: refund.refund_no.clone(),
        section: "refunds".into(),
        severity: if hurry { "P0" } else { "P1" }.into(),
        platform: refund.platform.clone(),
        shop: refund.shop.clone(),
        buyer: refund.buyer.clone(),
        order_no: refund.order_no.clone(),
        subject: format!("{}{amount}", refund.state.title(lang)),
        what: refund.reason.clone(),
        owner: Owner::Seller.key().into(),
        due_at: refund.due_at,
        ..HandoverItem::default()
    }
}

fn of_entry(entry: &LogEntry) -> HandoverItem {
    let incident = entry.kind == "incident";
    HandoverItem {
        key: entry.id.clone(),
        section: if incident { "incidents" } else { "notes" }.into(),
        severity: if incident { "P1" } else { "P3" }.into(),
        buyer: entry.buyer.clone(),
        order_no: entry.order_no.clone(),
        subject: entry.category.clone(),
        what: entry.text.clone(),
        owner: entry.by.clone(),
        ..HandoverItem::default()
    }
}

/// Seconds for which a handover has been waiting to be acknowledged, where that is too long: counted from the
/// first shift that somebody else opened after it, else from its signing.
pub fn late(handover: &Handover, shifts: &[Shift], now: Stamp) -> Option<i64> {
    let next = shifts.iter().filter(|s| s.name != handover.from && s.opened_at > handover.made_at);
    let since = next.map(|s| s.opened_at).min().filter(|at| *at <= now).unwrap_or(handover.made_at);
    Some(now.0 - since.0).filter(|waited| *waited > ACK_WITHIN)
}

/// The next shift ends so long from now where nobody says when.
pub const NEXT_SHIFT: i64 = DAY / 2;

/// A desk, or the seller, among the owners: the others are names of people.
fn desk_of(owner: &str) -> Option<Cell<'static>> {
    if owner == Owner::Seller.key() {
        return Some(Cell::Word(
            Owner::Seller.key(),
            Owner::Seller.title(Lang::Zh),
            Owner::Seller.title(Lang::En),
        ));
    }
    let desks = [Desk::Service, Desk::Warehouse, Desk::Finance, Desk::Supervisor];
    desks.into_iter().find(|d| d.key() == owner).map(desk_cell)
}

/// The cells of one item, in the order of [`COLUMNS`].
pub fn row(item: &HandoverItem, from: &str, to: &str, state: &str, now: Stamp) -> Vec<Cell<'static>> {
    let own = |words: &'static Words, key: &str| {
        word(words, key).map_or(Cell::Empty, |(key, zh, en)| Cell::Word(key, zh, en))
    };
    let text = |value: &str| Cell::own_text(value.to_owned());
    let id = |value: &str| Cell::own_id(value.to_owned());
    let buyer = item.buyer.clone();
    vec![
        id(&item.key),
        own(SECTIONS, &item.section),
        Severity::by_key(&item.severity).map_or(Cell::Empty, |s| Cell::key(s.key())),
        platform::cell(&item.platform).into_owned(),
        text(&item.shop),
        if buyer.is_empty() { Cell::Empty } else { Cell::Nick(buyer.into()) },
        id(&item.order_no),
        text(&item.subject),
        text(&item.what),
        desk_of(&item.owner).unwrap_or_else(|| text(&item.owner)),
        Cell::time(item.due_at),
        Cell::minutes(item.due_at.map(|at| minutes_left(at, now))),
        text(from),
        text(to),
        id(&item.carried_from),
        own(STATES, state),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Order;

    fn shift(name: &str, at: i64) -> Shift {
        Shift { name: name.into(), opened_at: Stamp(at), ..Shift::default() }
    }

    #[test]
    fn lateness_counts_from_the_next_shift() {
        let handover = Handover { from: "a".into(), made_at: Stamp(1000), ..Handover::default() };
        let wait = |shifts: &[Shift], now| late(&handover, shifts, Stamp(now));
        assert_eq!(wait(&[], 1000 + ACK_WITHIN), None);
        assert_eq!(wait(&[], 1001 + ACK_WITHIN), Some(1801));
        assert_eq!(wait(&[shift("b", 2000), shift("c", 3000)], 1001 + ACK_WITHIN), None);
        assert_eq!(wait(&[shift("b", 2000), shift("c", 3000)], 3801), Some(1801));
        assert_eq!(wait(&[shift("a", 2000), shift("b", 500)], 2801), Some(1801), "not the giver's own");
    }

    #[test]
    fn what_was_listed_stays_until_it_is_settled() {
        use crate::model::RefundState;
        let refund = Refund {
            refund_no: "R1".into(),
            state: RefundState::Requested,
            due_at: Some(Stamp(5000)),
            ..Refund::default()
        };
        let case = Case { id: "C-0001".into(), due_at: Some(Stamp(5000)), ..Case::default() };
        let mut open = Open { refunds: vec![refund], cases: vec![case], ..Open::default() };
        let keys = |open: &Open, until, listed: &[&str]| -> Vec<String> {
            let listed = listed.iter().copied().collect();
            open.items(Stamp(100), Stamp(until), &listed, Lang::En).into_iter().map(|i| i.key).collect()
        };
        assert_eq!(keys(&open, 5000, &[]), [""; 0]);
        assert_eq!(keys(&open, 5001, &[]), ["R1", "C-0001"]);
        assert_eq!(keys(&open, 200, &["R1", "C-0001"]), ["R1", "C-0001"], "a shorter shift drops nothing");
        open.refunds[0].state = RefundState::Success;
        open.cases[0].state = "closed".into();
        assert_eq!(keys(&open, 9000, &["R1", "C-0001"]), [""; 0]);
    }

    #[test]
    fn evidence_is_listed_a_day_before_and_urgent_four_hours_before() {
        let mut case = Case { id: "C-0001".into(), kind: "claim".into(), ..Case::default() };
        case.work.evidence_due = Some(Stamp(10 * DAY));
        let severity = |case: &Case, now: i64, listed: &[&str]| {
            let open = Open { cases: vec![case.clone()], ..Open::default() };
            let listed = listed.iter().copied().collect();
            let items = open.items(Stamp(now), Stamp(now + HOUR), &listed, Lang::En);
            items.first().map(|i| (i.key.clone(), i.severity.clone()))
        };
        let told = |severity: &str| Some(("C-0001.e".to_owned(), severity.to_owned()));
        assert_eq!(severity(&case, 9 * DAY - 1, &[]), None);
        assert_eq!(severity(&case, 9 * DAY - 1, &["C-0001.e"]), told("P1"));
        assert_eq!(severity(&case, 9 * DAY, &[]), told("P1"));
        assert_eq!(severity(&case, 10 * DAY - 4 * HOUR - 1, &[]), told("P1"));
        assert_eq!(severity(&case, 10 * DAY - 4 * HOUR, &[]), told("P0"));
        assert_eq!(severity(&case, 11 * DAY, &[]), told("P0"));
        case.work.evidence_at = Some(Stamp(9 * DAY));
        assert_eq!(severity(&case, 11 * DAY, &[]), None);
    }

    #[test]
    fn a_lead_is_settled_by_a_payment_that_came_after_it() {
        let lead = Consult { buyer: "b1".into(), at: Stamp(100), state: "open".into(), ..Consult::default() };
        let order = |buyer: &str, paid_at| Order {
            buyer: buyer.into(),
            status: crate::model::Status::Paid,
            paid_at: Some(Stamp(paid_at)),
            ..Order::default()
        };
        for (order, state) in [
            (order("b1", 100), "paid"),
            (order("b1", 99), "open"),
            (order("b1", 900), "open"),
            (order("b2", 100), "open"),
        ] {
            let mut leads = Leads::new(vec![lead.clone()]);
            leads.see(&order, Stamp(500));
            assert_eq!(leads.finish()[0].state, state);
        }
    }
}
