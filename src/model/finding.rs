//! One hit of one rule on one order, kept small: its sentences are made at output.

use super::{Cents, Lang, Order, Stamp, Status};
use std::rc::Rc;

/// `P0` money or a penalty is running · `P1` today · `P2` this week · `P3` information.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    P0,
    P1,
    P2,
    P3,
}

impl Severity {
    pub const ALL: [Severity; 4] = [Severity::P0, Severity::P1, Severity::P2, Severity::P3];

    pub fn key(self) -> &'static str {
        ["P0", "P1", "P2", "P3"][self as usize]
    }

    pub fn by_key(key: &str) -> Option<Severity> {
        Severity::ALL.into_iter().find(|s| s.key().eq_ignore_ascii_case(key))
    }

    pub fn meaning(self, lang: Lang) -> &'static str {
        match self {
            Severity::P0 => lang.pick("马上处理：正在罚款或损失", "act now: a penalty or a loss is running"),
            Severity::P1 => lang.pick("今天处理", "today"),
            Severity::P2 => lang.pick("本周处理", "this week"),
            Severity::P3 => lang.pick("供参考", "for information"),
        }
    }
}

/// Who has to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Desk {
    Service,
    Warehouse,
    Finance,
    Supervisor,
}

impl Desk {
    pub fn key(self) -> &'static str {
        match self {
            Desk::Service => "service",
            Desk::Warehouse => "warehouse",
            Desk::Finance => "finance",
            Desk::Supervisor => "supervisor",
        }
    }
}

/// The part of an order that a list of findings shows; shared by all findings of the order and packed,
/// because comparing rules keep one for every order that may still turn out to be a hit.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    pub platform: Rc<str>,
    pub shop: Rc<str>,
    /// Order number, buyer, product, parted by NUL (which no input may hold).
    texts: Box<str>,
    pub status: Status,
    pub amount: Option<Cents>,
    pub created_at: Option<Stamp>,
}

impl Subject {
    pub fn of(order: &Order, platform: Rc<str>, shop: Rc<str>) -> Subject {
        let texts = format!("{}\0{}\0{}", order.order_no, order.buyer, order.product());
        Subject {
            platform,
            shop,
            texts: texts.into_boxed_str(),
            status: order.status,
            amount: order.payable.or(order.paid),
            created_at: order.created_at,
        }
    }

    fn part(&self, place: usize) -> &str {
        self.texts.split('\0').nth(place).unwrap_or("")
    }

    pub fn order_no(&self) -> &str {
        self.part(0)
    }

    pub fn buyer(&self) -> &str {
        self.part(1)
    }

    pub fn product(&self) -> &str {
        self.part(2)
    }
}

/// A hit.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Place of the rule in `rules::ALL`.
    pub rule: usize,
    pub severity: Severity,
    pub subject: Rc<Subject>,
    pub item_no: String,
    pub due: Option<Stamp>,
    pub due_source: String,
    /// What the rule's sentence is made from.
    pub facts: Facts,
}

/// The values that a rule's `why` sentence names; their meaning is the rule's own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    pub numbers: [i64; 2],
    pub text: String,
}

impl Facts {
    pub fn numbers(a: i64, b: i64) -> Facts {
        Facts { numbers: [a, b], text: String::new() }
    }

    pub fn text(text: impl Into<String>) -> Facts {
        Facts { numbers: [0; 2], text: text.into() }
    }

    pub fn with(mut self, text: impl Into<String>) -> Facts {
        self.text = text.into();
        self
    }

    pub fn cents(&self, place: usize) -> Cents {
        Cents(self.numbers[place])
    }
}
