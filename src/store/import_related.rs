//! Items, refunds and reviews as an import takes them: what belongs to an order finds its shop by it.

use super::Outcome;
use super::cells::{self, CellRow};
use super::db::Param;
use super::failure::failed;
use super::import::Importer;
use super::prepared::Held;
use super::shops::{Home, home};
use super::tables::{reset, shop_of};
use crate::error::{Error, Result};
use crate::model::quote;
use crate::records::{Item, OwnedItem, REFUNDS, REVIEWS, Refund, Review, Schema};

impl Importer<'_> {
    pub fn item(&mut self, platform: &str, shop: &str, order_no: &str, item: &Item) -> Result<Outcome> {
        let held = || {
            let [platform, shop, order_no] = [platform, shop, order_no].map(str::to_owned);
            Held::Item(Box::new(OwnedItem { platform, shop, order_no, item: item.clone() }))
        };
        if self.is_held(held) {
            return Ok(Outcome::Unchanged);
        }
        let path = self.path;
        let fail = |e| failed(path, e);
        let global = self.file()?.facts.numbers_global;
        let home = match &self.last_item {
            Some(([p, s, n], home)) if p == platform && s == shop && n == order_no => {
                Home { shop: home.clone(), from: None }
            }
            _ => {
                let known = self.shops_of(platform, order_no).map_err(fail)?;
                let home = home(order_no, shop, known, global, self.move_shop)?;
                self.join_name(platform, shop, &home.shop);
                home
            }
        };
        let old = home.from.as_ref().unwrap_or(&home.shop);
        let keys: [&dyn Param; 4] = [&order_no, &platform, old, &item.item_no];
        let stored = cells::take_all(&mut self.tables.items.find, &keys).map_err(fail)?.pop();
        let seq = self.tables.items.stored.seq;
        let met = self.resolve_shop((stored, seq), &home, platform, order_no).map_err(fail)?;
        let [platform_of, shop_of, order_of] = [platform, home.shop.as_str(), order_no].map(str::to_owned);
        let mut owned =
            OwnedItem { platform: platform_of, shop: shop_of, order_no: order_of, item: item.clone() };
        let mut row = self.tables.items.stored.cells(&mut owned, &self.sets);
        let outcome = self.land("items", &mut row, met, home.from.is_some())?;
        self.others = true;
        self.last_item =
            Some(([platform.to_owned(), shop.to_owned(), order_no.to_owned()], home.shop.clone()));
        self.count("items", platform, &home.shop, outcome)
    }

    pub fn refund(&mut self, refund: &Refund) -> Result<Outcome> {
        if self.is_held(|| Held::Refund(Box::new(refund.clone()))) {
            return Ok(Outcome::Unchanged);
        }
        let path = self.path;
        let fail = |e| failed(path, e);
        let global = self.file()?.facts.numbers_global;
        let keys: [&dyn Param; 2] = [&refund.refund_no, &refund.platform];
        let mut rows = cells::take_all(&mut self.tables.refunds.find, &keys).map_err(fail)?;
        let mut known: Vec<String> = rows.iter().map(shop_of).collect();
        if known.is_empty() && !refund.order_no.is_empty() {
            known = self.shops_of(&refund.platform, &refund.order_no).map_err(fail)?;
        }
        let home = home(&refund.refund_no, &refund.shop, known, global, self.move_shop)?;
        self.join_name(&refund.platform, &refund.shop, &home.shop);
        let old = home.from.as_ref().unwrap_or(&home.shop);
        let stored = rows.iter().position(|row| shop_of(row) == *old).map(|column| rows.swap_remove(column));
        let of_order = self.tables.refunds.stored.column("order_no");
        one_order(&REFUNDS, &refund.refund_no, (stored.as_ref(), of_order), &refund.order_no)?;
        let order_no = match &stored {
            Some(row) if refund.order_no.is_empty() => self
                .tables
                .refunds
                .stored
                .column("order_no")
                .map_or("", |at| cells::str_at(row, at))
                .to_owned(),
            _ => refund.order_no.clone(),
        };
        let seq = self.tables.refunds.stored.seq;
        let met = self.resolve_shop((stored, seq), &home, &refund.platform, &order_no).map_err(fail)?;
        if let (Some(from), Some(row)) = (&home.from, met.row()) {
            // It moves along with its order, unless it did not name it until now.
            reset(&mut self.tables.refunds, &self.tally, &mut row.clone(), from, &home.shop).map_err(fail)?;
        }
        let mut placed = Refund { shop: home.shop.clone(), ..refund.clone() };
        let mut row = self.tables.refunds.stored.cells(&mut placed, &self.sets);
        let outcome = self.land("refunds", &mut row, met, home.from.is_some())?;
        self.others = true;
        self.count("refunds", &refund.platform, &home.shop, outcome)
    }

    pub fn review(&mut self, review: &Review) -> Result<Outcome> {
        if self.is_held(|| Held::Review(Box::new(review.clone()))) {
            return Ok(Outcome::Unchanged);
        }
        let path = self.path;
        let fail = |e| failed(path, e);
        let facts = &self.file()?.facts;
        // A number that was made of the text can stand for reviews of several shops.
        let global = facts.numbers_global && !review.has_made_id();
        let keys: [&dyn Param; 2] = [&review.review_id, &review.platform];
        let mut rows = cells::take_all(&mut self.tables.reviews.find, &keys).map_err(fail)?;
        let mut known: Vec<String> = rows.iter().map(shop_of).collect();
        if known.is_empty() && !review.order_no.is_empty() {
            known = self.shops_of(&review.platform, &review.order_no).map_err(fail)?;
        }
        let home = home(&review.review_id, &review.shop, known, global, self.move_shop)?;
        self.join_name(&review.platform, &review.shop, &home.shop);
        let old = home.from.as_ref().unwrap_or(&home.shop);
        let stored = rows.iter().position(|row| shop_of(row) == *old).map(|column| rows.swap_remove(column));
        let of_order = self.tables.reviews.stored.column("order_no");
        one_order(&REVIEWS, &review.review_id, (stored.as_ref(), of_order), &review.order_no)?;
        let seq = self.tables.reviews.stored.seq;
        let met =
            self.resolve_shop((stored, seq), &home, &review.platform, &review.order_no).map_err(fail)?;
        if let (Some(from), Some(row)) = (&home.from, met.row()) {
            self.shift_followups(&review.platform, &review.review_id, from, &home.shop).map_err(fail)?;
            reset(&mut self.tables.reviews, &self.tally, &mut row.clone(), from, &home.shop).map_err(fail)?;
            self.moved.insert((review.platform.clone(), from.clone(), home.shop.clone()));
        }
        let mut placed = Review { shop: home.shop.clone(), ..review.clone() };
        let mut row = self.tables.reviews.stored.cells(&mut placed, &self.sets);
        let outcome = self.land("reviews", &mut row, met, home.from.is_some())?;
        self.others = true;
        self.count("reviews", &review.platform, &home.shop, outcome)
    }
}

/// A number is that of one record, and that is of one order: which of two orders it belongs to can't be told, and one of
/// them would be lost. `known`: the stored row, and where its order stands.
pub(super) fn one_order(
    schema: &Schema,
    number: &str,
    known: (Option<&CellRow>, Option<usize>),
    order_no: &str,
) -> Result<()> {
    let (Some(row), Some(column)) = known else { return Ok(()) };
    let stood = cells::str_at(row, column);
    if order_no.is_empty() || stood.is_empty() || stood == order_no {
        return Ok(());
    }
    let [number, stood, order_no] = [number, stood, order_no].map(quote::number);
    Err(Error::input(
        format!("{}号 {number} 已经是订单 {stood} 的，这次却写在订单 {order_no} 下", schema.zh),
        format!(
            "the number {number} of the {} belongs to order {stood}, but came with order {order_no} now",
            schema.en
        ),
    )
    .hint(
        "两条里有一条的编号或订单号写错了：在平台核对，改好再导入",
        "one of the two bears a wrong number or a wrong order: look it up on the platform, mend the file and import it again",
    ))
}
