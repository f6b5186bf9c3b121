//! Which shops' refunds are known.

use crate::error::Result;
use crate::layouts::Kind;
use crate::model::Field;
use crate::records::Order;
use crate::store::Store;

/// The shops for which a refund export was given: an order of theirs without a refund has none.
#[derive(Default)]
pub(super) struct Covered(Vec<(String, String)>);

impl Covered {
    /// The shops that a file of refunds tells of; a file without rows tells of its own shop.
    pub(super) fn add_all<'k>(
        &mut self,
        platform: &str,
        shop: &str,
        rows: impl Iterator<Item = &'k (String, String)>,
    ) {
        let before = self.0.len();
        self.0.extend(rows.cloned());
        if self.0.len() == before {
            self.0.push((platform.to_owned(), shop.to_owned()));
        }
    }

    pub(super) fn by(store: &Store) -> Result<Covered> {
        let refunds = store.snapshots()?.into_iter().filter(|s| s.2 == Kind::Refunds.key());
        Ok(Covered(refunds.map(|s| (s.0, s.1)).collect()))
    }

    /// Refunds without a shop may be any shop's of the platform.
    pub(super) fn mark(&self, order: &mut Order) {
        let mine = |(platform, shop): &(String, String)| {
            *platform == order.platform && (shop.is_empty() || order.shop.is_empty() || *shop == order.shop)
        };
        if self.0.iter().any(mine) {
            order.have.add(Field::RefundNo);
        }
    }
}
