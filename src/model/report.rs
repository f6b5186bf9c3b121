//! A document of several parts, between what `report daily` and `handover` compute and what renderers write.

use super::{Cell, Column, Say};

/// A titled document.
#[derive(Clone, Debug)]
pub struct Report {
    pub title: Say,
    /// What stands under the title: the day, the shops, "data as of".
    pub subtitle: Vec<Say>,
    pub sections: Vec<Section>,
    /// Definitions, exclusions, what could not be computed.
    pub notes: Vec<Say>,
}

/// One part of a document. Its key never changes.
#[derive(Clone, Debug)]
pub struct Section {
    pub key: &'static str,
    pub title: Say,
    pub body: Body,
}

#[derive(Clone, Debug)]
pub enum Body {
    /// Single figures: title, value, and how it changed in tenths of a percent against the day before.
    Figures(Vec<Figure>),
    Table {
        columns: Vec<Column>,
        rows: Vec<Vec<Cell<'static>>>,
    },
    Text(Vec<Say>),
    /// Bars of one measure, in the given order.
    Bars(Vec<Bar>),
    /// Lines over shared labels (days, hours).
    Lines {
        labels: Vec<String>,
        series: Vec<Series>,
        /// What is missing in it, and why.
        caption: Option<Say>,
    },
}

/// What stands beside a figure, Chinese and English; in the order of [`Figure::beside`].
pub const BESIDE: [(&str, &str); 3] =
    [("前一天", "Day before"), ("上周同日", "Week ago"), ("当月累计", "Month to date")];

#[derive(Clone, Debug)]
pub struct Figure {
    pub title: Say,
    pub value: Cell<'static>,
    pub change_permille: Option<i64>,
    /// The same of other days; [`BESIDE`] has their titles.
    pub beside: [Cell<'static>; 3],
    /// Why the value is missing, or how it is defined.
    pub note: Option<Say>,
}

#[derive(Clone, Debug)]
pub struct Bar {
    pub label: Say,
    /// `Cell::Int` or `Cell::Money`.
    pub value: Cell<'static>,
}

#[derive(Clone, Debug)]
pub struct Series {
    pub name: Say,
    /// `Cell::Int`, `Cell::Money` or `Cell::Empty`, one for each label.
    pub values: Vec<Cell<'static>>,
    /// Values that are not the whole: drawn apart from the line, so that nobody takes them for low ones.
    pub partial: bool,
}
