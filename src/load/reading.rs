//! How a file is to be read.

use super::query::Query;
use super::shop_files::shop_of;
use crate::model::decimal::Decimal;
use crate::model::time::DateOrder;
use crate::model::{Field, Fields};
use crate::read::{self, Reading};
use crate::source::Table;

/// How one file is to be read.
pub(crate) fn reading(query: &Query, table: &Table, want: Fields) -> Reading {
    let layout = &table.bound.layout;
    let mut only = query.pick.shops.iter();
    let given_shop = match (only.next(), only.next()) {
        (Some(shop), None) => Some(shop.clone()),
        _ => None,
    };
    let untold = layout.platform.is_empty() && table.bound.columns_of(Field::Platform).is_empty();
    let platform = match (&query.pick.platforms[..], untold) {
        ([one], true) => Some(one.clone()),
        _ => None,
    };
    let known_platform = platform.as_deref().unwrap_or(&layout.platform);
    let default_shop =
        given_shop.unwrap_or_else(|| shop_of(&query.shops, &table.input.place(), known_platform));
    Reading {
        want,
        extra: false,
        platform,
        shop: None,
        default_shop,
        zone: query.zone,
        dates: query.ways.dates.as_deref().map(|d| match d {
            "dmy" => DateOrder::DayMonth,
            "mdy" => DateOrder::MonthDay,
            _ => DateOrder::Year,
        }),
        decimal: query.ways.decimal.as_deref().map(|d| match d {
            "comma" => Decimal::Comma,
            _ => Decimal::Point,
        }),
        round_amounts: query.ways.round_amounts,
        customers: query.customers.clone(),
        keep_going: query.ways.keep_going,
        now: query.now,
        seen: read::Seen::default(),
    }
}

/// Every field: for lists and imports.
pub(crate) fn all_fields() -> Fields {
    Field::all().fold(Fields::NONE, |mut all, field| {
        all.add(field);
        all
    })
}
