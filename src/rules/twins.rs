//! What the rules that compare orders of one buyer share: small keys instead of the orders themselves.

use crate::model::Field;
use crate::model::hash::{Bits, quick_hash_of};
use crate::model::text::is_identity;
use crate::records::Order;
use crate::rules::Scope;

/// A hash of the shop, a word for what is compared, and the given parts.
pub(super) fn key(order: &Order, kind: &str, parts: &[&str]) -> u64 {
    let all = [order.platform.as_str(), &order.shop, kind].into_iter().chain(parts.iter().copied());
    quick_hash_of(all.map(str::as_bytes))
}

/// The buyer of this shop; `Err` where the export masks or omits the buyer.
pub(super) fn buyer(order: &Order) -> Result<u64, Field> {
    if is_identity(&order.buyer) { Ok(key(order, "buyer", &[&order.buyer])) } else { Err(Field::Buyer) }
}

/// The set of goods; with pieces also how many of each. Without item rows the joined titles stand for it.
pub(super) fn goods(order: &Order, pieces: bool) -> Result<u64, Field> {
    let mut lines: Vec<(&str, &str, i64)> = Vec::with_capacity(order.items.len());
    for item in &order.items {
        let (code, spec) = item.goods_key();
        if code.is_empty() {
            return Err(Field::Items);
        }
        let count = if pieces { item.quantity.ok_or(Field::Quantity)? } else { 0 };
        lines.push((code, spec, count));
    }
    lines.sort_unstable();
    lines.dedup_by(|later, line| {
        let same = (later.0, later.1) == (line.0, line.1);
        line.2 = if same { line.2.saturating_add(later.2) } else { line.2 };
        same
    });
    if lines.is_empty() {
        if order.titles.is_empty() {
            return Err(Field::Items);
        }
        let count = if pieces { order.quantity.ok_or(Field::Quantity)? } else { 0 };
        lines.push((&order.titles, "", count));
    }
    let counts: Vec<[u8; 8]> = lines.iter().map(|l| l.2.to_le_bytes()).collect();
    let mut parts: Vec<&[u8]> = Vec::with_capacity(3 * lines.len());
    for (line, count) in lines.iter().zip(&counts) {
        parts.extend([line.0.as_bytes(), line.1.as_bytes(), count]);
    }
    Ok(quick_hash_of(parts))
}

/// Adds what a later comparison keeps, with little room to spare: a long list is not doubled.
pub(super) fn append<T>(all: &mut Vec<T>, later: impl ExactSizeIterator<Item = T>) {
    if all.capacity() - all.len() < later.len() {
        all.reserve_exact(later.len().max(all.len() / 8));
    }
    all.extend(later);
}

/// Drops rows whose key no other row has, all but a few of them: what is left is quickly sorted.
pub(super) fn keep_shared<T>(rows: &mut Vec<T>, key: impl Fn(&T) -> u64) {
    let (mut once, mut again) = (Bits::of_about(rows.len()), Bits::of_about(rows.len()));
    for key in rows.iter().map(&key) {
        if once.has(key) {
            again.add(key);
        }
        once.add(key);
    }
    rows.retain(|row| again.has(key(row)));
}

/// The shop's window for twins, in seconds; half the room of an `i64` in every row that is kept.
pub(super) fn window(order: &Order, scope: &Scope) -> u32 {
    u32::try_from(scope.of(order).twin_window).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{item, order};
    use super::*;
    use crate::records::Item;

    fn with(lines: &[(&str, i64)]) -> Order {
        let line = |(sku, n): &(&str, i64)| Item { sku: (*sku).into(), quantity: Some(*n), ..item() };
        Order { items: lines.iter().map(line).collect(), ..order() }
    }

    #[test]
    fn rows_that_share_their_key_are_kept() {
        let mut rows: Vec<(u64, usize)> =
            (0..1000).map(|n| (quick_hash_of([&n.to_string().into_bytes()[..]]), n)).collect();
        let shared = rows[7].0;
        rows.extend([(shared, 1000), (shared, 1001)]);
        keep_shared(&mut rows, |row| row.0);
        assert_eq!(rows.iter().filter(|r| r.0 == shared).map(|r| r.1).collect::<Vec<_>>(), [7, 1000, 1001]);
        assert!(rows.len() < 200, "nearly all others are gone: {}", rows.len());
        rows.clear();
        keep_shared(&mut rows, |row| row.0);
        assert!(rows.is_empty());
    }

    #[test]
    fn the_order_of_lines_does_not_matter() {
        assert_eq!(goods(&with(&[("a", 1), ("b", 2)]), true), goods(&with(&[("b", 2), ("a", 1)]), true));
        assert_eq!(goods(&with(&[("a", 1), ("a", 1)]), true), goods(&with(&[("a", 2)]), true));
        assert_ne!(goods(&with(&[("a", 1)]), true), goods(&with(&[("a", 2)]), true));
        assert_eq!(goods(&with(&[("a", 1)]), false), goods(&with(&[("a", 2)]), false));
    }

    #[test]
    fn what_is_not_told_is_not_compared() {
        let bare = Order { titles: String::new(), ..order() };
        assert_eq!(goods(&bare, false), Err(Field::Items));
        assert_eq!(goods(&Order { quantity: None, ..order() }, true), Err(Field::Quantity));
        assert_eq!(buyer(&Order { buyer: "t**".into(), ..order() }), Err(Field::Buyer));
    }
}
