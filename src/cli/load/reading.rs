//! How a file is to be read.

use crate::cli::args::InputArgs;
use crate::cli::context::Context;
use crate::cli::progress::Progress;
use crate::error::Result;
use crate::load::shop_of;
use crate::model::decimal::Decimal;
use crate::model::time::DateOrder;
use crate::model::{Field, Fields};
use crate::read::{self, Reading};
use crate::source::Table;

/// How one file is to be read.
pub(crate) fn reading(cx: &Context, from: &InputArgs, table: &Table, want: Fields) -> Result<Reading> {
    let layout = &table.bound.layout;
    let mut only = from.pick.shop.iter();
    let given_shop = match (only.next(), only.next()) {
        (Some(shop), None) => Some(shop.clone()),
        _ => None,
    };
    let untold = layout.platform.is_empty() && table.bound.columns_of(Field::Platform).is_empty();
    let platform = match (&from.pick.platform[..], untold) {
        ([one], true) => Some(one.clone()),
        _ => None,
    };
    let known_platform = platform.as_deref().unwrap_or(&layout.platform);
    let default_shop =
        given_shop.unwrap_or_else(|| shop_of(&cx.config.shop_files(), &table.input.place(), known_platform));
    Ok(Reading {
        want,
        extra: false,
        platform,
        shop: None,
        default_shop,
        zone: cx.zone,
        dates: from.reading.dates.as_deref().map(|d| match d {
            "dmy" => DateOrder::DayMonth,
            "mdy" => DateOrder::MonthDay,
            _ => DateOrder::Year,
        }),
        decimal: from.reading.decimal.as_deref().map(|d| match d {
            "comma" => Decimal::Comma,
            _ => Decimal::Point,
        }),
        customers: from.customers.borrow().clone(),
        keep_going: from.reading.keep_going,
        now: cx.now,
        seen: read::Seen::default(),
    })
}

/// Every field: for lists and imports.
pub(crate) fn all_fields() -> Fields {
    Field::all().fold(Fields::NONE, |mut all, field| {
        all.add(field);
        all
    })
}

/// A progress bar over the files of a command.
pub(crate) fn progress(cx: &Context, tables: &[Table]) -> Progress {
    let size = tables.iter().map(|t| t.input.size()).sum::<Option<u64>>();
    Progress::new(size, cx.global.quiet)
}
