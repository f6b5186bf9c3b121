//! States of work, by their keys: set, taken for a while, acknowledged. Every command that writes one goes through here.

use super::Store;
use super::records::Writer;
use super::stored::{OF_SUBJECT, Stored};
use crate::error::Result;
use crate::model::Stamp;
use crate::records::{TODO_STATES, TodoKey, TodoState};

/// What came of taking or acknowledging a piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is the writer's now.
    Ours,
    /// Somebody was faster: who, and until or since when.
    Theirs(String, Stamp),
}

impl Store {
    /// The states of everything, in the order in which they were written.
    pub fn todo_states(&self) -> Result<Vec<TodoState>> {
        let stored = Stored::of(&TODO_STATES);
        self.rows(&stored.listed(), &[], |row| stored.own(row))
    }

    /// The states of a subject by its number on a platform: whoever reads files does not always know its shop.
    pub fn todo_states_of(&self, subject_no: &str, platform: &str) -> Result<Vec<TodoState>> {
        let stored = Stored::of(&TODO_STATES);
        self.rows(&stored.of_columns(OF_SUBJECT), &[&subject_no, &platform], |row| stored.own(row))
    }

    /// The state of one duty about one subject.
    pub fn todo_state(&self, key: &TodoKey) -> Result<Option<TodoState>> {
        let stored = Stored::of(&TODO_STATES);
        let TodoKey { platform, shop, subject_kind, subject_no, matter } = key;
        let keys: [&dyn super::db::Param; 5] = [subject_no, platform, shop, subject_kind, matter];
        Ok(self.rows(&stored.numbered(), &keys, |row| stored.own(row))?.pop())
    }
}

impl Writer<'_> {
    /// Writes a state over the one of its key. An order is the order of its own subject.
    pub fn set_todo(&mut self, state: &TodoState) -> Result<()> {
        let mut state = TodoState { at: self.who().now, by: self.who().by.clone(), ..state.clone() };
        if state.key.subject_kind == "order" {
            state.order_no.clone_from(&state.key.subject_no);
        }
        if state.state.is_empty() {
            "open".clone_into(&mut state.state);
        }
        self.put(&state)
    }

    /// Takes a piece of work until then, unless somebody else has it; one's own lease is made longer.
    pub fn take_todo(&mut self, key: &TodoKey, until: Stamp) -> Result<Claim> {
        let (wall, by) = (self.who().wall, self.who().by.clone());
        let state = self.todo_or_new(key)?;
        if let Some((holder, until)) = state.taken(wall).filter(|(holder, _)| *holder != by) {
            return Ok(Claim::Theirs(holder.to_owned(), until));
        }
        self.set_todo(&TodoState { taken_by: by, taken_until: Some(until), ..state })?;
        Ok(Claim::Ours)
    }

    /// Gives back what one has taken; false where there was nothing to give back.
    pub fn release_todo(&mut self, key: &TodoKey) -> Result<bool> {
        let (wall, by) = (self.who().wall, self.who().by.clone());
        let Some(state) = self.store.todo_state(key)? else { return Ok(false) };
        let is_ours = state.taken(wall).is_some_and(|(holder, _)| holder == by);
        if is_ours {
            self.set_todo(&TodoState { taken_by: String::new(), taken_until: None, ..state })?;
        }
        Ok(is_ours)
    }

    /// Acknowledges a piece of work, once: who did it first stays.
    pub fn acknowledge_todo(&mut self, key: &TodoKey) -> Result<Claim> {
        let (now, by) = (self.who().now, self.who().by.clone());
        let state = self.todo_or_new(key)?;
        if let Some(at) = state.acked_at {
            return Ok(Claim::Theirs(state.acked_by, at));
        }
        self.set_todo(&TodoState { acked_by: by, acked_at: Some(now), ..state })?;
        Ok(Claim::Ours)
    }

    fn todo_or_new(&self, key: &TodoKey) -> Result<TodoState> {
        let known = self.store.todo_state(key)?;
        Ok(known.unwrap_or_else(|| TodoState { key: key.clone(), ..TodoState::default() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Who;

    fn who(by: &str, at: i64) -> Who {
        Who { by: by.into(), now: Stamp(at), wall: Stamp(at), command: "test".into(), ..Who::default() }
    }

    fn key(matter: &str) -> TodoKey {
        TodoKey {
            platform: "taobao".into(),
            shop: "甲店".into(),
            subject_kind: "order".into(),
            subject_no: "4100".into(),
            matter: matter.into(),
        }
    }

    fn database() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open_write(&folder.path().join("w.db")).expect("made");
        (folder, store)
    }

    #[test]
    fn a_state_is_found_by_its_key_and_by_its_number() {
        let (_folder, mut store) = database();
        let done = TodoState {
            key: key("ship"),
            state: "done".into(),
            facts: "status=paid".into(),
            ..TodoState::default()
        };
        let other =
            TodoState { key: TodoKey { shop: "乙店".into(), ..key("ship") }, ..TodoState::default() };
        let write = |store: &mut Store, by: &str, at: i64, state: &TodoState| {
            store.record(&who(by, at), false, |w| w.set_todo(state)).expect("written");
        };
        write(&mut store, "小王", 100, &done);
        write(&mut store, "小王", 200, &other);
        write(&mut store, "小李", 300, &TodoState { key: key("unpaid"), ..TodoState::default() });
        let found = store.todo_state(&key("ship")).expect("read").expect("there");
        assert_eq!(
            found,
            TodoState { at: Stamp(100), by: "小王".into(), order_no: "4100".into(), ..done.clone() }
        );
        assert_eq!(store.todo_state(&key("refund")).expect("read"), None);
        let of_number = store.todo_states_of("4100", "taobao").expect("read");
        assert_eq!(
            of_number.iter().map(|s| s.key.shop.as_str()).collect::<Vec<_>>(),
            ["甲店", "乙店", "甲店"]
        );
        assert!(store.todo_states_of("4100", "jd").expect("read").is_empty());
        // Over the one of its key, and back again.
        write(
            &mut store,
            "小李",
            400,
            &TodoState { state: "later".into(), until: Some(Stamp(900)), ..found.clone() },
        );
        assert_eq!(store.todo_states().expect("read").len(), 3);
        store.undo(&who("小李", 500), false).expect("taken back");
        assert_eq!(store.todo_state(&key("ship")).expect("read"), Some(found));
        assert!(store.doctor().expect("looked").problems.is_empty());
    }

    #[test]
    fn a_lease_is_one_persons_until_it_ends() {
        let (_folder, mut store) = database();
        let mut take = |by: &str, at: i64, until: i64| {
            store.record(&who(by, at), false, |w| w.take_todo(&key("ship"), Stamp(until))).expect("asked")
        };
        assert_eq!(take("小王", 100, 200), Claim::Ours);
        assert_eq!(take("小李", 199, 300), Claim::Theirs("小王".into(), Stamp(200)));
        assert_eq!(take("小王", 199, 250), Claim::Ours, "one's own is made longer");
        assert_eq!(take("小李", 249, 300), Claim::Theirs("小王".into(), Stamp(250)));
        assert_eq!(take("小李", 250, 300), Claim::Ours, "it has ended");
        let mut release = |by: &str, at: i64| {
            store.record(&who(by, at), false, |w| w.release_todo(&key("ship"))).expect("asked")
        };
        assert!(!release("小王", 260), "it is not his");
        assert!(release("小李", 260));
        assert!(!release("小李", 260), "given back already");
        assert_eq!(store.todo_state(&key("ship")).expect("read").expect("there").taken(Stamp(260)), None);
    }

    #[test]
    fn who_acknowledged_first_stays() {
        let (_folder, mut store) = database();
        let mut acknowledge = |by: &str, at: i64| {
            store.record(&who(by, at), false, |w| w.acknowledge_todo(&key("ship"))).expect("asked")
        };
        assert_eq!(acknowledge("小王", 100), Claim::Ours);
        assert_eq!(acknowledge("小李", 200), Claim::Theirs("小王".into(), Stamp(100)));
    }

    #[test]
    fn a_duty_comes_back_by_what_it_was_raised_for_alone() {
        let done = TodoState { facts: "paid=590;status=paid".into(), ..TodoState::default() };
        let differs = |facts: &str| {
            done.differs_from(&crate::model::facts::read(facts)).into_iter().collect::<Vec<_>>()
        };
        assert_eq!(differs("status=shipped;paid=590"), ["status"]);
        assert!(
            differs("status=paid;flag=red").is_empty(),
            "a column less, and one that a later program knows"
        );
    }
}
