//! What a hit of a rule says of its order, kept small: its sentences are made at output.

mod compact;

use crate::model::hash::HashMap;
use crate::model::{Cents, Stamp, Status};
use crate::records::Order;
use std::sync::Arc;

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
pub struct FindingArena {
    /// Platforms and shops, each once.
    names: Vec<Arc<str>>,
    indexes: HashMap<Arc<str>, usize>,
    parts: Vec<ArenaPart>,
    /// Subjects in all parts but the last.
    before: usize,
}

/// Subjects that were seen together.
#[derive(Debug, Default)]
struct ArenaPart {
    first: usize,
    starts: Vec<u32>,
    bytes: Vec<u8>,
    /// Where the names of another [`FindingArena`] stand here; empty where they are our own.
    names: Vec<u32>,
}

impl ArenaPart {
    /// Beyond it another part begins.
    const FULL: usize = 1 << 20;
}

impl FindingArena {
    pub fn len(&self) -> usize {
        self.before + self.parts.last().map_or(0, |part| part.starts.len())
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place of a platform or a shop.
    fn name(&mut self, text: &str) -> usize {
        if let Some(index) = self.indexes.get(text) {
            return *index;
        }
        let (name, index) = (Arc::<str>::from(text), self.names.len());
        self.names.push(name.clone());
        self.indexes.insert(name, index);
        index
    }

    pub fn push(&mut self, order: &Order) {
        let names = [&order.platform, &order.shop].map(|text| self.name(text));
        let full = self.parts.last().is_none_or(|p| p.bytes.len() >= ArenaPart::FULL || !p.names.is_empty());
        if full {
            self.before = self.len();
            self.parts.push(ArenaPart { first: self.before, ..ArenaPart::default() });
        }
        let Some(part) = self.parts.last_mut() else { return };
        part.starts.push(part.bytes.len() as u32);
        let amount = order.payable.or(order.paid).map(|c| c.0);
        compact::write(
            &mut part.bytes,
            [names[0] as u64, names[1] as u64, order.status as u64],
            [amount, order.created_at.map(|t| t.0)],
            [&order.order_no, &order.buyer, &order.product()],
        );
    }

    /// Adds the subjects of orders that follow.
    pub fn absorb(&mut self, later: FindingArena) {
        let names: Vec<u32> = later.names.iter().map(|name| self.name(name) as u32).collect();
        for mut part in later.parts {
            part.first = self.len();
            part.names = match &part.names[..] {
                [] => names.clone(),
                others => others.iter().filter_map(|index| names.get(*index as usize).copied()).collect(),
            };
            part.starts.shrink_to_fit();
            part.bytes.shrink_to_fit();
            self.before = part.first;
            self.parts.push(part);
        }
    }

    fn get(&self, index: usize, shared: &mut dyn FnMut(String) -> Arc<str>) -> Option<Subject> {
        let part = self.parts.get(self.parts.partition_point(|p| p.first <= index).checked_sub(1)?)?;
        let at = *part.starts.get(index - part.first)? as usize;
        let ([platform, shop, status], [amount, created_at], [order_no, buyer, product]) =
            compact::read(part.bytes.get(at..)?)?;
        let name = |index: u64| -> Option<Arc<str>> {
            let index = usize::try_from(index).ok()?;
            let index = if part.names.is_empty() { index } else { *part.names.get(index)? as usize };
            self.names.get(index).cloned()
        };
        Some(Subject {
            platform: name(platform)?,
            shop: name(shop)?,
            product: shared(product),
            order_no,
            buyer,
            status: Status::all().nth(usize::try_from(status).ok()?)?,
            amount: amount.map(Cents),
            created_at: created_at.map(Stamp),
        })
    }
}

/// Gives kept subjects back, each product once.
pub struct Subjects {
    arena: FindingArena,
    products: HashMap<Arc<str>, ()>,
}

impl Subjects {
    pub fn of(arena: FindingArena) -> Subjects {
        Subjects { arena, products: HashMap::default() }
    }

    pub fn get(&mut self, index: usize) -> Option<Subject> {
        let products = &mut self.products;
        self.arena.get(index, &mut |text| {
            if let Some((known, ())) = products.get_key_value(text.as_str()) {
                return known.clone();
            }
            let product = Arc::<str>::from(text);
            products.insert(product.clone(), ());
            product
        })
    }
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

    /// The two numbers where they are money.
    pub fn cents(&self) -> [Cents; 2] {
        self.numbers.map(Cents)
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
        let mut arena = FindingArena::default();
        arena.push(&Order::default());
        arena.push(&order);
        let subject = Subject {
            platform: "taobao".into(),
            shop: "青禾".into(),
            order_no: "1".into(),
            buyer: "b".into(),
            product: "杯".into(),
            status: Status::Paid,
            amount: Some(Cents(5)),
            created_at: None,
        };
        let mut all = FindingArena::default();
        all.push(&Order { shop: "another".into(), ..order.clone() });
        all.absorb(arena);
        all.push(&order);
        assert_eq!(all.len(), 4);
        let mut all = Subjects::of(all);
        let [first, again] = [2, 3].map(|index| all.get(index).expect("kept"));
        assert_eq!((&first, &again), (&subject, &subject));
        assert!(Arc::ptr_eq(&first.product, &again.product));
        assert_eq!(all.get(0).map(|s| s.shop), Some("another".into()));
        assert_eq!(all.get(4), None);
    }
}
