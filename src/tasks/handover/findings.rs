//! Findings of the rules as items of a handover: one for each matter.

use crate::model::{Lang, Severity};
use crate::records::HandoverItem;
use crate::rules::Finding;
use crate::tasks::abnormal::matter_id;
use std::collections::{BTreeMap, BTreeSet};

/// Where a rule's findings stand when they are not plainly urgent: wishes of the buyer, and parcels that stand
/// still or can't be followed.
fn section_of_rule(id: &str) -> Option<&'static str> {
    match id {
        "ADR-04" => Some("changes"),
        "SHP-04" | "SHP-05" | "SHP-06" | "SHP-07" | "RFD-05" => Some("parcels"),
        _ if id.starts_with("LOG-") => Some("parcels"),
        _ => None,
    }
}

/// Rules that say of a refund what its own line says: whose turn it is, and until when. Its number stands in the
/// hit's text.
const OF_REFUNDS: &[&str] = &["RFD-01", "RFD-02", "RFD-03"];

/// The same matter has the same key in whatever stage it is, and a refund in whatever section.
fn key_of(found: &Finding) -> String {
    match OF_REFUNDS.contains(&found.rule.id()) && !found.facts.text.is_empty() {
        true => found.facts.text.clone(),
        false => matter_id(found),
    }
}

/// One item for each matter: of its stages the most urgent. `refunds`: those that are listed themselves.
pub(super) fn of_findings(
    findings: &[Finding],
    refunds: &BTreeSet<String>,
    listed: &BTreeSet<&str>,
    lang: Lang,
) -> Vec<HandoverItem> {
    let mut by_matter: BTreeMap<String, &Finding> = BTreeMap::new();
    let hurry = |found: &Finding| (found.severity, found.due.is_none(), found.due, found.rule);
    for found in findings {
        let key = key_of(found);
        if refunds.contains(&key) {
            continue;
        }
        let known = by_matter.entry(key).or_insert(found);
        if hurry(found) < hurry(known) {
            *known = found;
        }
    }
    by_matter.into_iter().filter_map(|(key, found)| of_finding(found, key, listed, lang)).collect()
}

fn of_finding(found: &Finding, key: String, listed: &BTreeSet<&str>, lang: Lang) -> Option<HandoverItem> {
    let rule = found.rule;
    let section = match section_of_rule(rule.id()) {
        Some("changes") => "changes",
        Some(section) if found.severity <= Severity::P1 || listed.contains(key.as_str()) => section,
        _ if found.severity <= Severity::P1 || listed.contains(key.as_str()) => "urgent",
        _ => return None,
    };
    let s = &found.subject;
    Some(HandoverItem {
        key,
        section: section.into(),
        severity: found.severity.key().into(),
        platform: s.platform.to_string(),
        shop: s.shop.to_string(),
        buyer: s.buyer.clone(),
        order_no: s.order_no.clone(),
        subject: format!("{} {}", rule.id(), rule.name(lang)),
        what: rule.why(&found.facts, lang),
        owner: rule.desk().key().into(),
        due_at: found.due,
        ..HandoverItem::default()
    })
}

#[cfg(test)]
mod tests {
    use super::super::Open;
    use super::*;
    use crate::model::{Stamp, Status};
    use crate::records::Refund;

    fn found(id: &str, order_no: &str, severity: Severity, due: i64) -> Finding {
        use crate::rules::arena::{Facts, Subject};
        let subject = Subject {
            platform: "taobao".into(),
            shop: "".into(),
            order_no: order_no.into(),
            buyer: String::new(),
            product: "".into(),
            status: Status::Paid,
            amount: None,
            created_at: None,
        };
        Finding {
            rule: crate::rules::by_id(id).expect("a rule"),
            severity,
            subject: subject.into(),
            item_no: String::new(),
            due: Some(Stamp(due)),
            due_source: String::new(),
            facts: Facts::default(),
        }
    }

    #[test]
    fn due_soon_and_overdue_are_one_matter() {
        for (soon, late) in [
            ("SHP-02", "SHP-01"),
            ("SHP-03", "SHP-01"),
            ("PAY-02", "PAY-01"),
            ("RFD-02", "RFD-03"),
            ("RFD-01", "RFD-03"),
        ] {
            let (mut soon, mut late) =
                (found(soon, "1", Severity::P1, 900), found(late, "1", Severity::P0, 100));
            (soon.facts.text, late.facts.text) = ("77".into(), "77".into());
            assert_eq!(key_of(&soon), key_of(&late));
            let mut other = found("SHP-01", "2", Severity::P0, 100);
            other.facts.text = "77".into();
            assert_ne!(key_of(&soon), key_of(&other));
            let findings = [soon, late];
            let items = of_findings(&findings, &BTreeSet::new(), &BTreeSet::new(), Lang::En);
            assert_eq!(items.iter().map(|i| i.severity.as_str()).collect::<Vec<_>>(), ["P0"]);
        }
    }

    #[test]
    fn a_refund_is_one_item_whatever_rule_names_it() {
        let mut hit = found("RFD-01", "1", Severity::P1, 900);
        hit.facts.text = "77".into();
        let refund = Refund {
            refund_no: "77".into(),
            state: crate::model::RefundState::Requested,
            due_at: Some(Stamp(900)),
            ..Refund::default()
        };
        let mut open = Open { findings: vec![hit], refunds: vec![refund], ..Open::default() };
        let told = |open: &Open, until, listed: &[&str]| -> Vec<(String, String)> {
            let listed = listed.iter().copied().collect();
            let items = open.items(Stamp(100), Stamp(until), &listed, Lang::En);
            items.into_iter().map(|i| (i.key, i.section)).collect()
        };
        let one = |section: &str| vec![("77".to_owned(), section.to_owned())];
        assert_eq!(
            told(&open, 200, &[]),
            one("urgent"),
            "long after this shift, but somebody asked yesterday"
        );
        assert_eq!(told(&open, 200, &["77"]), one("refunds"));
        assert_eq!(told(&open, 901, &[]), one("refunds"));
        open.findings.clear();
        assert_eq!(told(&open, 200, &["77"]), one("refunds"));
    }

    #[test]
    fn every_matter_names_a_rule() {
        for rule in crate::rules::ALL {
            let matter = crate::rules::by_id(rule.matter()).expect("a rule");
            assert_eq!(matter.matter(), rule.matter(), "{}", rule.id());
        }
    }

    #[test]
    fn parcels_stand_in_their_section() {
        let findings = [found("SHP-05", "1", Severity::P1, 5), found("SHP-01", "2", Severity::P0, 5)];
        let items = of_findings(&findings, &BTreeSet::new(), &BTreeSet::new(), Lang::En);
        let section = |no: &str| items.iter().find(|i| i.order_no == no).map(|i| i.section.as_str());
        assert_eq!((section("1"), section("2")), (Some("parcels"), Some("urgent")));
    }
}
