//! What was done about a review: one chat and one call, then no more.

use crate::model::Stamp;
use crate::records::{Case, Review, ReviewContact};
use crate::tasks::assigned::Assigned;
use std::collections::HashMap;

/// Platform, shop, and the number of a review or an order.
type ReviewKey<'a> = (&'a str, &'a str, &'a str);

/// The team's records, found by review and by order.
#[derive(Default)]
pub struct Book<'a> {
    by_review: HashMap<ReviewKey<'a>, Vec<&'a ReviewContact>>,
    by_order: HashMap<ReviewKey<'a>, Vec<&'a ReviewContact>>,
    cases: Assigned<'a>,
}

/// What is known about the work on a review.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    pub attempts: i64,
    pub last: Option<Stamp>,
    pub assignee: String,
    pub case_no: String,
}

/// Why a buyer is not contacted again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// This way was gone already: when, by whom.
    Contacted(Stamp, String),
    /// The buyer does not want to be contacted.
    Refused(Stamp, String),
    /// There was no review yet.
    NotYet(Stamp),
}

impl<'a> Book<'a> {
    /// What was recorded until `now`.
    pub fn new(followups: &'a [ReviewContact], cases: &'a [Case], now: Stamp) -> Book<'a> {
        let mut book = Book { cases: Assigned::new(cases, now), ..Book::default() };
        for done in followups.iter().filter(|done| done.at <= now) {
            let of = |number: &'a str| (done.platform.as_str(), done.shop.as_str(), number);
            book.by_review.entry(of(&done.review_id)).or_default().push(done);
            if !done.order_no.is_empty() {
                book.by_order.entry(of(&done.order_no)).or_default().push(done);
            }
        }
        book
    }

    /// The contacts because of a review, or of another one of its order, oldest first.
    fn contacts(&self, review: &Review) -> Vec<&'a ReviewContact> {
        let of = |number| (review.platform.as_str(), review.shop.as_str(), number);
        let mine = self.by_review.get(&of(review.review_id.as_str())).into_iter();
        let near = self.by_order.get(&of(review.order_no.as_str())).into_iter();
        let mut all: Vec<&ReviewContact> = mine.chain(near).flatten().copied().collect();
        all.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        all.dedup_by(|a, b| a.id == b.id);
        all
    }

    pub fn of(&self, review: &Review) -> Work {
        let contacts = self.contacts(review);
        let case = self.cases.of(&review.platform, &review.shop, &review.order_no);
        Work {
            attempts: contacts.len() as i64,
            last: contacts.last().map(|done| done.at),
            assignee: case.map(|case| case.owner.clone()).unwrap_or_default(),
            case_no: case.map(|case| case.id.clone()).unwrap_or_default(),
        }
    }

    /// Whether the buyer may be contacted this way because of the review.
    pub fn may_contact(&self, review: &Review, via: &str, at: Stamp) -> Result<(), Refusal> {
        if let Some(created) = review.created_at.filter(|created| at < *created) {
            return Err(Refusal::NotYet(created));
        }
        let contacts = self.contacts(review);
        if let Some(no) = contacts.iter().find(|done| done.result == "refused") {
            return Err(Refusal::Refused(no.at, no.by.clone()));
        }
        match contacts.iter().find(|done| done.via == via) {
            Some(done) => Err(Refusal::Contacted(done.at, done.by.clone())),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn review(id: &str, order_no: &str) -> Review {
        let created_at = Some(Stamp(100));
        Review { review_id: id.into(), order_no: order_no.into(), created_at, ..Review::default() }
    }

    fn done(id: &str, review_id: &str, order_no: &str, via: &str, at: i64) -> ReviewContact {
        let [id, review_id, order_no, via] = [id, review_id, order_no, via].map(str::to_owned);
        ReviewContact {
            id,
            review_id,
            order_no,
            via,
            at: Stamp(at),
            by: "a".into(),
            ..ReviewContact::default()
        }
    }

    #[test]
    fn one_chat_and_one_call() {
        let list = [done("1", "R1", "O1", "chat", 200), done("2", "R1", "O1", "phone", 300)];
        let at = Stamp(400);
        let first = Book::new(&list[..1], &[], at);
        assert_eq!(first.may_contact(&review("R1", "O1"), "phone", at), Ok(()));
        let contacted = Refusal::Contacted(Stamp(200), "a".into());
        assert_eq!(first.may_contact(&review("R1", "O1"), "chat", at), Err(contacted.clone()));
        let both = Book::new(&list, &[], at);
        assert_eq!(both.may_contact(&review("R1", "O1"), "chat", at), Err(contacted.clone()));
        assert!(both.may_contact(&review("R1", "O1"), "phone", at).is_err());
        assert_eq!(both.of(&review("R1", "O1")).attempts, 2);
        // The buyer of one order is one buyer, whichever of its reviews it was.
        assert_eq!(both.may_contact(&review("R2", "O1"), "chat", at), Err(contacted));
        assert_eq!(both.may_contact(&review("R2", "O2"), "chat", at), Ok(()));
        assert_eq!(both.of(&review("R2", "")), Work::default());
        // Nothing is known of later.
        assert_eq!(Book::new(&list, &[], Stamp(250)).of(&review("R1", "O1")).last, Some(Stamp(200)));
    }

    #[test]
    fn a_refusal_holds_for_every_way_and_a_review_comes_first() {
        let list = [ReviewContact { result: "refused".into(), ..done("1", "R1", "", "chat", 200) }];
        let book = Book::new(&list, &[], Stamp(400));
        let no = Refusal::Refused(Stamp(200), "a".into());
        assert_eq!(book.may_contact(&review("R1", ""), "phone", Stamp(400)), Err(no));
        let early = book.may_contact(&review("R2", ""), "chat", Stamp(99));
        assert_eq!(early, Err(Refusal::NotYet(Stamp(100))));
    }

    #[test]
    fn the_case_of_the_order_tells_who_follows() {
        let case = Case { id: "C1".into(), order_no: "O1".into(), owner: "a".into(), ..Case::default() };
        let cases = [case];
        let book = Book::new(&[], &cases, Stamp(9));
        let work = book.of(&review("R1", "O1"));
        assert_eq!((work.case_no.as_str(), work.assignee.as_str()), ("C1", "a"));
        assert_eq!(book.of(&review("R1", "")), Work::default());
    }
}
