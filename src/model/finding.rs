//! One hit of one rule on one order, kept small: its sentences are made at output.

use super::{Cents, Lang, Order, Stamp, Status};
use std::sync::Arc;

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
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Desk::Service => lang.pick("客服", "service"),
            Desk::Warehouse => lang.pick("仓库", "warehouse"),
            Desk::Finance => lang.pick("财务", "finance"),
            Desk::Supervisor => lang.pick("主管", "supervisor"),
        }
    }

    pub fn key(self) -> &'static str {
        match self {
            Desk::Service => "service",
            Desk::Warehouse => "warehouse",
            Desk::Finance => "finance",
            Desk::Supervisor => "supervisor",
        }
    }
}

/// The part of an order that a list of findings shows; shared by all findings of the order.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    pub platform: Arc<str>,
    pub shop: Arc<str>,
    pub order_no: String,
    pub buyer: String,
    pub product: String,
    pub status: Status,
    pub amount: Option<Cents>,
    pub created_at: Option<Stamp>,
}

/// Subjects kept for every order that a comparison may still name: packed into one buffer.
#[derive(Debug, Default)]
pub struct Kept {
    names: Vec<Arc<str>>,
    starts: Vec<usize>,
    bytes: Vec<u8>,
}

impl Kept {
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// A platform or shop name, shared.
    pub fn name(&mut self, text: &str) -> (usize, Arc<str>) {
        let place = self.names.iter().position(|n| **n == *text).unwrap_or_else(|| {
            self.names.push(Arc::from(text));
            self.names.len() - 1
        });
        (place, self.names[place].clone())
    }

    pub fn subject(&mut self, order: &Order) -> Subject {
        Subject {
            platform: self.name(&order.platform).1,
            shop: self.name(&order.shop).1,
            order_no: order.order_no.clone(),
            buyer: order.buyer.clone(),
            product: order.product(),
            status: order.status,
            amount: order.payable.or(order.paid),
            created_at: order.created_at,
        }
    }

    pub fn push(&mut self, order: &Order) {
        let (platform, shop) = (self.name(&order.platform).0, self.name(&order.shop).0);
        self.starts.push(self.bytes.len());
        for number in [platform, shop, order.status as usize] {
            self.bytes.extend((number as u32).to_le_bytes());
        }
        let amount = order.payable.or(order.paid).map_or(i64::MIN, |c| c.0);
        for number in [amount, order.created_at.map_or(i64::MIN, |t| t.0)] {
            self.bytes.extend(number.to_le_bytes());
        }
        for text in [&order.order_no, &order.buyer, &order.product()] {
            self.bytes.extend((text.len() as u32).to_le_bytes());
            self.bytes.extend(text.as_bytes());
        }
    }

    /// Adds the subjects of orders that follow.
    pub fn absorb(&mut self, later: Kept) {
        let names: Vec<u32> = later.names.iter().map(|name| self.name(name).0 as u32).collect();
        let before = self.bytes.len();
        self.bytes.extend(later.bytes);
        for start in later.starts {
            let start = before + start;
            self.starts.push(start);
            // Platform and shop stand first, by their places among the names.
            for at in [start, start + 4] {
                let mut number = [0; 4];
                number.copy_from_slice(&self.bytes[at..at + 4]);
                if let Some(new) = names.get(u32::from_le_bytes(number) as usize) {
                    self.bytes[at..at + 4].copy_from_slice(&new.to_le_bytes());
                }
            }
        }
    }

    pub fn get(&self, place: usize) -> Option<Subject> {
        let mut at = *self.starts.get(place)?;
        let mut take = |n: usize| {
            let part = self.bytes.get(at..at + n);
            at += n;
            part
        };
        let mut small = [0; 3];
        for slot in &mut small {
            *slot = u32::from_le_bytes(take(4)?.try_into().ok()?) as usize;
        }
        let mut large = [0; 2];
        for slot in &mut large {
            *slot = i64::from_le_bytes(take(8)?.try_into().ok()?);
        }
        let mut texts: [String; 3] = Default::default();
        for slot in &mut texts {
            let len = u32::from_le_bytes(take(4)?.try_into().ok()?) as usize;
            *slot = String::from_utf8(take(len)?.to_vec()).ok()?;
        }
        let [order_no, buyer, product] = texts;
        let given = |n: i64| (n != i64::MIN).then_some(n);
        Some(Subject {
            platform: self.names.get(small[0])?.clone(),
            shop: self.names.get(small[1])?.clone(),
            order_no,
            buyer,
            product,
            status: Status::all().nth(small[2])?,
            amount: given(large[0]).map(Cents),
            created_at: given(large[1]).map(Stamp),
        })
    }
}

/// A hit.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Place of the rule in `rules::ALL`.
    pub rule: usize,
    pub severity: Severity,
    pub subject: Arc<Subject>,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_subjects_come_back_whole() {
        let order = Order {
            platform: "taobao".into(),
            shop: "青禾".into(),
            order_no: "1".into(),
            buyer: "b".into(),
            titles: "杯".into(),
            status: Status::Paid,
            payable: Some(Cents(5)),
            ..Order::default()
        };
        let mut kept = Kept::default();
        kept.push(&Order::default());
        kept.push(&order);
        let subject = kept.subject(&order);
        assert_eq!(kept.get(1), Some(subject.clone()));
        assert_eq!(kept.get(2), None);
        let mut all = Kept::default();
        all.push(&Order { shop: "another".into(), ..order });
        all.absorb(kept);
        assert_eq!((all.len(), all.get(2)), (3, Some(subject)));
    }
}
