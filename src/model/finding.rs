//! One hit of one rule on one order, kept small: its sentences are made at output.

use super::hash::HashMap;
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
    pub product: Arc<str>,
    pub status: Status,
    pub amount: Option<Cents>,
    pub created_at: Option<Stamp>,
}

/// Subjects kept for every order that a comparison may still name: packed into a few buffers.
#[derive(Debug, Default)]
pub struct Kept {
    /// Platforms, shops and products, each once.
    names: Vec<Arc<str>>,
    places: HashMap<Arc<str>, u32>,
    parts: Vec<Part>,
    /// Subjects in all parts but the last.
    before: usize,
}

/// Subjects that were seen together.
#[derive(Debug, Default)]
struct Part {
    first: usize,
    starts: Vec<u32>,
    bytes: Vec<u8>,
    /// Where the names of another [`Kept`] stand here; empty where they are our own.
    names: Vec<u32>,
}

impl Part {
    /// Beyond it another part begins.
    const FULL: usize = 1 << 20;
}

impl Kept {
    pub fn len(&self) -> usize {
        self.before + self.parts.last().map_or(0, |part| part.starts.len())
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A platform, a shop or a product, shared.
    pub fn name(&mut self, text: &str) -> (u32, Arc<str>) {
        if let Some((name, place)) = self.places.get_key_value(text) {
            return (*place, name.clone());
        }
        let (name, place) = (Arc::<str>::from(text), self.names.len() as u32);
        self.names.push(name.clone());
        self.places.insert(name.clone(), place);
        (place, name)
    }

    pub fn subject(&mut self, order: &Order) -> Subject {
        Subject {
            platform: self.name(&order.platform).1,
            shop: self.name(&order.shop).1,
            order_no: order.order_no.clone(),
            buyer: order.buyer.clone(),
            product: self.name(&order.product()).1,
            status: order.status,
            amount: order.payable.or(order.paid),
            created_at: order.created_at,
        }
    }

    pub fn push(&mut self, order: &Order) {
        let names =
            [&order.platform, &order.shop, order.product().as_ref()].map(|text: &str| self.name(text).0);
        let full = self.parts.last().is_none_or(|p| p.bytes.len() >= Part::FULL || !p.names.is_empty());
        if full {
            self.before = self.len();
            self.parts.push(Part { first: self.before, ..Part::default() });
        }
        let Some(part) = self.parts.last_mut() else { return };
        part.starts.push(part.bytes.len() as u32);
        for number in names.into_iter().chain([order.status as u32]) {
            part.bytes.extend(number.to_le_bytes());
        }
        let amount = order.payable.or(order.paid).map_or(i64::MIN, |c| c.0);
        for number in [amount, order.created_at.map_or(i64::MIN, |t| t.0)] {
            part.bytes.extend(number.to_le_bytes());
        }
        for text in [&order.order_no, &order.buyer] {
            part.bytes.extend((text.len() as u32).to_le_bytes());
            part.bytes.extend(text.as_bytes());
        }
    }

    /// Adds the subjects of orders that follow.
    pub fn absorb(&mut self, later: Kept) {
        let names: Vec<u32> = later.names.iter().map(|name| self.name(name).0).collect();
        for mut part in later.parts {
            part.first = self.len();
            part.names = match &part.names[..] {
                [] => names.clone(),
                others => others.iter().filter_map(|place| names.get(*place as usize).copied()).collect(),
            };
            part.starts.shrink_to_fit();
            part.bytes.shrink_to_fit();
            self.before = part.first;
            self.parts.push(part);
        }
    }

    pub fn get(&self, place: usize) -> Option<Subject> {
        let part = &self.parts[self.parts.partition_point(|p| p.first <= place).checked_sub(1)?];
        let mut at = *part.starts.get(place - part.first)? as usize;
        let mut take = |n: usize| {
            let bytes = part.bytes.get(at..at + n);
            at += n;
            bytes
        };
        let mut small = [0_u32; 4];
        for slot in &mut small {
            *slot = u32::from_le_bytes(take(4)?.try_into().ok()?);
        }
        let mut large = [0; 2];
        for slot in &mut large {
            *slot = i64::from_le_bytes(take(8)?.try_into().ok()?);
        }
        let mut texts: [String; 2] = Default::default();
        for slot in &mut texts {
            let len = u32::from_le_bytes(take(4)?.try_into().ok()?) as usize;
            *slot = String::from_utf8(take(len)?.to_vec()).ok()?;
        }
        let name = |place: u32| -> Option<Arc<str>> {
            let place = if part.names.is_empty() { place } else { *part.names.get(place as usize)? };
            self.names.get(place as usize).cloned()
        };
        let [order_no, buyer] = texts;
        let given = |n: i64| (n != i64::MIN).then_some(n);
        Some(Subject {
            platform: name(small[0])?,
            shop: name(small[1])?,
            product: name(small[2])?,
            order_no,
            buyer,
            status: Status::all().nth(small[3] as usize)?,
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
