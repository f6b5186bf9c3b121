//! What one row is about.

use super::parts::Grain;
use crate::error::{Error, Result, nearest};
use crate::model::{Cell, Field, Lang};
use crate::records::Schema;
use crate::records::{self, FREIGHT, PARCELS, TRACKS};
use serde::{Deserialize, Deserializer, de};

/// What one row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Orders,
    Items,
    Refunds,
    Reviews,
    /// A row of a bill, a settlement, a sheet …
    Lines(&'static Schema),
    /// One of our own records that left its database; only our own exports hold them.
    Portable(&'static Schema),
}

impl Kind {
    /// The kinds that every shop is expected to have.
    pub const MAIN: [Kind; 4] = [Kind::Orders, Kind::Items, Kind::Refunds, Kind::Reviews];

    pub fn all() -> impl Iterator<Item = Kind> {
        let lines = records::generic().map(Kind::Lines);
        Kind::MAIN.into_iter().chain(lines).chain(records::portable().map(Kind::Portable))
    }

    pub fn key(self) -> &'static str {
        match self {
            Kind::Orders => "orders",
            Kind::Items => "items",
            Kind::Refunds => "refunds",
            Kind::Reviews => "reviews",
            Kind::Lines(schema) | Kind::Portable(schema) => schema.key,
        }
    }

    /// The kind in a table.
    pub fn cell(self) -> Cell<'static> {
        Cell::Word(self.key(), self.title(Lang::Zh), self.title(Lang::En))
    }

    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Kind::Orders => lang.pick("订单", "orders"),
            Kind::Items => lang.pick("商品", "items"),
            Kind::Refunds => lang.pick("退款", "refunds"),
            Kind::Reviews => lang.pick("评价", "reviews"),
            Kind::Lines(schema) | Kind::Portable(schema) => schema.title(lang),
        }
    }

    pub fn by_key(key: &str) -> Option<Kind> {
        Kind::all().find(|k| k.key() == key)
    }

    /// Whether its rows make orders, or complete them.
    pub fn is_of_orders(self) -> bool {
        matches!(self, Kind::Orders | Kind::Items | Kind::Refunds)
    }

    /// Whether its rows complete the orders that they name.
    pub fn is_of_parcels(self) -> bool {
        matches!(self, Kind::Lines(schema) if *schema == PARCELS || *schema == TRACKS || *schema == FREIGHT)
    }

    pub(super) fn has(self, field: Field) -> bool {
        match self {
            Kind::Lines(schema) => {
                let signed = schema.has(Field::Amount) && schema.has(Field::Direction);
                matches!(field, Field::Platform | Field::Shop)
                    || schema.has(field)
                    || (signed && matches!(field, Field::Income | Field::Outgo))
            }
            Kind::Portable(schema) => schema.has(field),
            _ => !field.is_of_lines(),
        }
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Kind, D::Error> {
        let key = String::deserialize(from)?;
        Kind::by_key(&key).ok_or_else(|| {
            let known: Vec<&str> = Kind::all().map(Kind::key).collect();
            de::Error::custom(format!("unknown kind `{key}`, expected one of {}", known.join(", ")))
        })
    }
}

/// A field that the kind has no place for would silently be lost.
pub(super) fn check(kind: Kind, columns: impl Iterator<Item = Field>, identity: &[Field]) -> Result<()> {
    let bad = columns.chain(identity.iter().copied()).find(|field| !kind.has(*field));
    let Some(field) = bad else {
        if identity.is_empty() || matches!(kind, Kind::Lines(_)) {
            return Ok(());
        }
        return Err(Error::input(
            format!("identity 不能用于 {}", kind.key()),
            format!("`identity` has no place in a layout of {}", kind.key()),
        ));
    };
    let e = Error::input(
        format!("{} 里没有字段「{field}」", kind.key()),
        format!("{} have no field `{field}`", kind.key()),
    );
    Err(match nearest(field.key(), Field::all().filter(|f| kind.has(*f)).map(Field::key)) {
        Some(near) => e.hint(format!("是不是 {near}？"), format!("did you mean `{near}`?")),
        None => e,
    })
}

/// Items in the rows of orders, and statuses of them, mean nothing on a line; explanations stand only above lines.
pub(super) fn check_parts(kind: Kind, of_orders: bool, explained: bool, states: bool) -> Result<()> {
    let keys = match kind {
        Kind::Lines(_) if of_orders => "grain, item, packed, status_when",
        _ if states && kind != Kind::Refunds => "state_when",
        Kind::Lines(_) => return Ok(()),
        _ if explained => "explained",
        _ => return Ok(()),
    };
    Err(Error::input(
        format!("{} 的格式里没有 {keys}", kind.key()),
        format!("a layout of {} has no {keys}", kind.key()),
    ))
}

/// Our own records are read to the byte, from what `cs export` wrote.
pub(super) fn check_export(kind: Kind, is_export: bool) -> Result<()> {
    if is_export || !matches!(kind, Kind::Portable(_)) {
        return Ok(());
    }
    let key = kind.key();
    Err(Error::input(
        format!("{key} 只能从 cs export {key} --reveal 的文件里读，没有别的格式"),
        format!("{key} are read from what `cs export {key} --reveal` writes; they have no other layout"),
    ))
}

/// A row of customers tells who they are and nothing else; only orders name them.
pub(super) fn check_customers(
    kind: Kind,
    grain: Grain,
    headings: &[String],
    mut used: impl Iterator<Item = Field>,
) -> Result<()> {
    let own = [Field::Buyer, Field::Receiver, Field::Phone, Field::Address];
    let (zh, en) = if kind != Kind::Orders && !headings.is_empty() {
        ("customer 只能用于 orders", "`customer` has its place in a layout of orders only".to_owned())
    } else if grain != Grain::Customer {
        return Ok(());
    } else if headings.is_empty() {
        (
            "客户表要用 customer 写明客户编号的表头",
            "a table of customers needs `customer`: the headings of their numbers".to_owned(),
        )
    } else if let Some(field) = used.find(|field| !own.contains(field)) {
        (
            "客户表里只能有 buyer、receiver、phone、address",
            format!("a table of customers has buyer, receiver, phone and address, no {field}"),
        )
    } else {
        return Ok(());
    };
    Err(Error::input(zh, en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique_and_found_again() {
        for kind in Kind::all() {
            assert_eq!(Kind::by_key(kind.key()), Some(kind));
        }
    }

    #[test]
    fn a_field_without_a_place_is_refused() {
        let of = |kind: &str, field: &str| {
            let kind = Kind::by_key(kind).expect(kind);
            check(kind, Field::by_key(field).into_iter(), &[]).is_ok()
        };
        assert!(of("payments", "outgo") && of("stock", "shop") && of("orders", "amount"));
        assert!(!of("stock", "outgo") && !of("payments", "receiver") && !of("orders", "balance"));
        assert!(check(Kind::Orders, std::iter::empty(), &[Field::OrderNo]).is_err());
    }
}
