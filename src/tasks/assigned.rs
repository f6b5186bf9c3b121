//! The case that somebody follows about an order.

use crate::model::Stamp;
use crate::records::Case;
use std::collections::HashMap;

/// The cases that were open or closed at a moment, by the order they are about.
#[derive(Default)]
pub struct Assigned<'a>(HashMap<(&'a str, &'a str, &'a str), &'a Case>);

impl<'a> Assigned<'a> {
    pub fn new(cases: &'a [Case], now: Stamp) -> Assigned<'a> {
        let mut out = HashMap::new();
        for case in cases.iter().filter(|case| case.opened_at <= now && !case.order_no.is_empty()) {
            let key = (case.platform.as_str(), case.shop.as_str(), case.order_no.as_str());
            let known = out.entry(key).or_insert(case);
            if rank(case) >= rank(known) {
                *known = case;
            }
        }
        Assigned(out)
    }

    /// The case about an order: an open one before a closed one, then the newest. A case about a number that the
    /// database did not have stands without platform, maybe without shop.
    pub fn of(&self, platform: &str, shop: &str, order_no: &str) -> Option<&'a Case> {
        let places = [(platform, shop), ("", shop), ("", "")];
        places.iter().find_map(|(platform, shop)| self.0.get(&(*platform, *shop, order_no)).copied())
    }

    /// Who follows a refund: by the case about it, else by the one about its order.
    pub fn handler(&self, platform: &str, shop: &str, refund_no: &str, order_no: &str) -> Option<&'a str> {
        let owner = |number| self.of(platform, shop, number).map(|case| case.owner.as_str());
        [refund_no, order_no].into_iter().filter_map(owner).find(|owner| !owner.is_empty())
    }
}

fn rank(case: &Case) -> (bool, Stamp) {
    (case.is_open(), case.opened_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(id: &str, order_no: &str, state: &str, at: i64) -> Case {
        let [id, order_no, state] = [id, order_no, state].map(str::to_owned);
        Case { owner: format!("owner of {id}"), id, order_no, state, opened_at: Stamp(at), ..Case::default() }
    }

    #[test]
    fn the_open_case_goes_first_then_the_newest() {
        let cases =
            [case("C1", "O1", "new", 1), case("C2", "O1", "waiting", 2), case("C3", "O1", "closed", 3)];
        let named =
            |cases: &[Case]| Assigned::new(cases, Stamp(9)).of("", "", "O1").map(|case| case.id.clone());
        assert_eq!(named(&cases).as_deref(), Some("C2"));
        assert_eq!(named(&cases[2..]).as_deref(), Some("C3"));
        assert!(named(&[]).is_none() && Assigned::new(&cases, Stamp(0)).of("", "", "O1").is_none());
    }

    #[test]
    fn a_refund_is_followed_by_itself_or_with_its_order() {
        let mut cases = vec![case("C1", "O1", "new", 1), case("C2", "R1", "new", 1)];
        let of =
            |cases: &[Case]| Assigned::new(cases, Stamp(9)).handler("", "", "R1", "O1").map(str::to_owned);
        assert_eq!(of(&cases).as_deref(), Some("owner of C2"));
        assert_eq!(of(&cases[..1]).as_deref(), Some("owner of C1"));
        let elsewhere = Assigned::new(&cases, Stamp(9)).handler("taobao", "s", "", "O1").map(str::to_owned);
        assert_eq!(elsewhere.as_deref(), Some("owner of C1"), "noted before the order was known");
        cases[0].owner.clear();
        assert_eq!(of(&cases[..1]), None);
    }
}
