//! Matching a header with layouts, and tying columns to fields.

use super::layout::{Layout, Version};
use super::normalize::normalize_name;
use super::parts::{Grain, Term, When};
use crate::model::{Field, Fields, RefundState, Status};
use crate::records::{Column, MARK, SEEN_AT};
use std::borrow::Cow;
use std::collections::HashSet;

/// How well a layout fits a header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fit {
    /// Headings of the file that the layout knows.
    pub known: usize,
    /// Headings in all.
    pub total: usize,
    /// Fields of the signature that are there, and how many it has.
    pub signed: (usize, usize),
    /// How many of the required fields are missing; the layout can't be used with any.
    pub missing: usize,
    /// The file was written by `cs export` and the layout is for other files, or the other way round.
    pub foreign: bool,
}

impl Fit {
    /// 0–100: the better of "how much of the file is known" and "how much of the signature is there".
    pub fn score(&self) -> usize {
        let known = (self.known * 100).checked_div(self.total).unwrap_or(0);
        let signed = (self.signed.0 * 100).checked_div(self.signed.1).unwrap_or(0);
        known.max(signed)
    }

    pub fn fits(&self) -> bool {
        !self.foreign && self.missing == 0 && self.score() >= 60
    }

    /// What is greater fits better.
    pub(super) fn rank(&self) -> (bool, usize, usize, usize) {
        let known = (self.known * 100).checked_div(self.total).unwrap_or(0);
        (self.fits(), self.known, self.signed.0, known)
    }
}

/// A layout tied to the columns of one file.
#[derive(Clone, Debug)]
pub struct Bound {
    pub layout: Layout,
    /// The generation of the export, where the layout tells them apart.
    pub version: Option<String>,
    /// Headings as they stand in the file.
    pub header: Vec<String>,
    /// Field → columns, best first.
    pub columns: Vec<(Field, Vec<usize>)>,
    /// The item that stands in the row of its order.
    pub item: Vec<(Field, Vec<usize>)>,
    /// Cells that hold packed items.
    pub inline_items: Vec<usize>,
    /// Texts put together from several columns.
    pub joins: Vec<(Field, Vec<usize>)>,
    pub adds: Vec<ColumnSum>,
    /// Those whose columns are all there.
    pub status_when: Vec<(Status, Vec<Condition>)>,
    pub state_when: Vec<(RefundState, Vec<Condition>)>,
    /// Columns of the number under which an ERP keeps the order itself.
    pub inner_no: Vec<usize>,
    /// Columns of the customer's number.
    pub customer: Vec<usize>,
    /// Columns that no field uses.
    pub unmapped: Vec<usize>,
    /// Those of them whose headings the layout does not even know.
    pub unknown: Vec<usize>,
    pub have: Fields,
    pub item_have: Fields,
}

/// An amount put together from several columns.
#[derive(Clone, Debug)]
pub struct ColumnSum {
    pub field: Field,
    /// Where these do not hold, the next one for the field counts.
    pub when: Vec<Condition>,
    /// `None`: a column of it is not in the file.
    pub parts: Option<Vec<Summand>>,
}

/// The columns of a [`super::Term`].
#[derive(Clone, Debug)]
pub struct Summand {
    /// The amount, or the count and the price.
    pub indexes: Vec<usize>,
    pub minus: bool,
    /// Where it is empty or 0.00, there is no sum.
    pub needed: bool,
}

/// A column, and the words it may hold.
pub type Condition = (usize, Vec<String>);

impl Bound {
    /// The heading of a column as it stands in the file; empty where there is none.
    pub fn heading(&self, column: usize) -> &str {
        self.header.get(column).map_or("", String::as_str)
    }

    pub fn columns_of(&self, field: Field) -> &[usize] {
        self.columns.iter().find(|c| c.0 == field).map_or(&[], |c| &c.1)
    }
}

/// How well a layout fits a header.
pub fn fit(layout: &Layout, header: &[String]) -> Fit {
    fit_normalized(layout, &normalize_header(header))
}

/// The headings of a file as they are compared, empty ones left out.
pub(super) fn normalize_header(header: &[String]) -> Vec<String> {
    header.iter().map(|h| normalize_name(h)).filter(|h| !h.is_empty()).collect()
}

pub(super) fn fit_normalized(layout: &Layout, normalized: &[String]) -> Fit {
    let normalized = as_known(layout, Cow::Borrowed(normalized));
    let there = names(&normalized);
    Fit {
        known: normalized.iter().filter(|n| layout.known.contains(*n)).count(),
        total: normalized.len(),
        signed: (
            layout.signature.iter().filter(|f| has(layout, **f, &there)).count(),
            layout.signature.len(),
        ),
        missing: layout.requires.iter().filter(|any| !any.iter().any(|f| has(layout, *f, &there))).count(),
        foreign: layout.export != is_export(&|name| there.contains(name))
            || layout.grain == Grain::Customer && !layout.customer.iter().any(|n| there.contains(n.as_str())),
    }
}

/// The required fields that a header lacks; of each entry, one would do.
pub fn missing<'l>(layout: &'l Layout, header: &[String]) -> Vec<&'l [Field]> {
    let normalized = normalize_header(header);
    let normalized = as_known(layout, Cow::Borrowed(&normalized));
    let there = names(&normalized);
    let lacks = |any: &&Vec<Field>| !any.iter().any(|f| has(layout, *f, &there));
    layout.requires.iter().filter(lacks).map(Vec::as_slice).collect()
}

fn names(normalized: &[String]) -> HashSet<&str> {
    normalized.iter().map(String::as_str).collect()
}

/// Whether a field can be had from these headings.
fn has(layout: &Layout, field: Field, headings: &HashSet<&str>) -> bool {
    ways(layout, field).any(|way| way.iter().all(|h| headings.contains(h)))
}

/// What gives a field: any of these sets of headings, whole.
pub(super) fn ways(layout: &Layout, field: Field) -> impl Iterator<Item = Vec<&str>> {
    let columns = layout.columns.iter().chain(&layout.item).chain(&layout.joins);
    let single = columns.filter(move |c| c.0 == field).flat_map(|c| c.1.iter().map(|n| vec![n.as_str()]));
    let sums = layout.adds.iter().filter(move |a| a.0 == field).filter_map(|a| a.1.first());
    let sums = sums.map(|term| term.headings.iter().map(String::as_str).collect());
    let told = layout.status_when.iter().filter(move |_| field == Field::Status);
    let told = told.map(|when| when.tests.iter().map(|test| test.0.as_str()).collect());
    single.chain(sums).chain(told)
}

/// Whether `cs export` wrote these headings, also where somebody took its mark away.
pub(super) fn is_export(has: &dyn Fn(&str) -> bool) -> bool {
    let of_facts = || has("have") && (has("sentinels") || has("line_no"));
    has(MARK) || has(SEEN_AT) && (of_facts() || has(Column::BY.key))
}

/// Ties a layout to a header.
pub fn bind(layout: &Layout, header: &[String]) -> Bound {
    let normalized = as_known(layout, header.iter().map(|h| normalize_name(h)).collect()).into_owned();
    let mut indexes = HeadingUse { normalized, used: Vec::new() };
    indexes.used.resize(header.len(), false);
    let columns = indexes.of_all(&layout.columns);
    let item = indexes.of_all(&layout.item);
    let joins = indexes.of_all(&layout.joins);
    let mut adds = Vec::new();
    for entry in &layout.adds_when {
        if let Some(when) = indexes.conditions(entry) {
            let sum = |(field, terms): &(Field, Vec<Term>)| {
                let parts = indexes.terms(terms);
                ColumnSum { field: *field, when: when.clone(), parts }
            };
            adds.extend(entry.value.iter().map(sum).collect::<Vec<_>>());
        }
    }
    for (field, terms) in &layout.adds {
        if let Some(parts) = indexes.terms(terms) {
            adds.push(ColumnSum { field: *field, when: Vec::new(), parts: Some(parts) });
        }
    }
    let mut status_when = Vec::new();
    let mut lacks_shipped = false;
    for when in &layout.status_when {
        match indexes.conditions(when) {
            Some(tests) if lacks_shipped && is_before_shipping(when.value) => {
                status_when.push((Status::Unknown, tests));
            }
            Some(tests) => status_when.push((when.value, tests)),
            None => {
                lacks_shipped |= is_shipped(when.value) && !told_otherwise(layout, when.value, &mut indexes)
            }
        }
    }
    let mut state_when = Vec::new();
    for when in &layout.state_when {
        state_when.extend(indexes.conditions(when).map(|tests| (when.value, tests)));
    }
    let inner_no: Vec<usize> = layout.inner_no.iter().flat_map(|name| indexes.of(name)).collect();
    let customer: Vec<usize> = layout
        .customer
        .iter()
        .flat_map(|name| indexes.normalized.iter().enumerate().filter(move |(_, heading)| *heading == name))
        .map(|(column, _)| column)
        .collect();
    // It is kept beside the fields, as nothing else holds it.
    let kept = indexes.used.iter_mut().enumerate().filter(|(column, _)| inner_no.contains(column));
    kept.for_each(|(_, used)| *used = false);
    let mut have = Fields::NONE;
    columns.iter().chain(&joins).for_each(|c| have.add(c.0));
    adds.iter().filter(|a| a.parts.is_some()).for_each(|a| have.add(a.field));
    if !status_when.is_empty() {
        have.add(Field::Status);
    }
    let mut item_have = Fields::NONE;
    item.iter().for_each(|c| item_have.add(c.0));
    let inline_items = layout.inline_items.as_ref().map_or_else(Vec::new, |p| p.indexes(&indexes.normalized));
    if let Some(of) = layout.inline_items.as_ref().filter(|_| !inline_items.is_empty()) {
        of.item.iter().for_each(|c| item_have.add(c.0));
    }
    let HeadingUse { normalized, used } = indexes;
    let left = normalized.iter().zip(used).enumerate();
    let left = left.filter(|(_, (heading, used))| !used && !heading.is_empty());
    let (unmapped, unknown) = {
        let left: Vec<_> = left.collect();
        let is_unknown = |heading: &String| !layout.known.contains(heading);
        let unknown =
            left.iter().filter(|(_, (heading, _))| is_unknown(heading)).map(|(column, _)| *column).collect();
        (left.into_iter().map(|(column, _)| column).collect(), unknown)
    };
    let version = layout.versions.iter().find(|v| is_version(v, &normalized)).map(|v| v.name.clone());
    Bound {
        layout: layout.clone(),
        version,
        header: header.to_vec(),
        columns,
        item,
        inline_items,
        joins,
        adds,
        status_when,
        state_when,
        inner_no,
        customer,
        unmapped,
        unknown,
        have,
        item_have,
    }
}

/// What an order is not any more once it was shipped.
fn is_before_shipping(status: Status) -> bool {
    matches!(status, Status::Unpaid | Status::PartPaid | Status::Paid)
}

fn is_shipped(status: Status) -> bool {
    matches!(status, Status::PartShipped | Status::Shipped | Status::Delivered | Status::Finished)
}

/// Whether another column of the file tells the same: a layout may know several that do.
fn told_otherwise(layout: &Layout, status: Status, indexes: &mut HeadingUse) -> bool {
    layout.status_when.iter().any(|when| when.value == status && indexes.conditions(when).is_some())
}

/// More columns than any export has: their headings are taken as they stand.
pub(super) const MOST: usize = 2000;

/// Headings as the layout spells them: exports mark columns that have to be filled in with `*`, and name the unit of an
/// amount or leave it out. A heading that stands in the file as the layout spells it is never taken by another.
fn as_known<'f>(layout: &Layout, mut normalized: Cow<'f, [String]>) -> Cow<'f, [String]> {
    for column in 0..if normalized.len() > MOST { 0 } else { normalized.len() } {
        let is_told = |heading: &&String| heading.is_empty() || layout.known.contains(heading.as_str());
        let Some(heading) = normalized.get(column).filter(|heading| !is_told(heading)) else { continue };
        let known =
            spellings(heading).into_iter().find(|s| layout.known.contains(s) && !normalized.contains(s));
        if let Some(known) = known
            && let Some(heading) = normalized.to_mut().get_mut(column)
        {
            *heading = known;
        }
    }
    normalized
}

/// How else a heading may be spelled.
fn spellings(heading: &str) -> [String; 3] {
    let (bare, unitless) = stripped(heading);
    [bare.to_owned(), unitless.to_owned(), format!("{unitless}{YUAN}")]
}

/// The unit that layouts name.
pub(super) const YUAN: &str = "(元)";

/// A heading without its marks, and also without its unit.
pub(super) fn stripped(heading: &str) -> (&str, &str) {
    const UNITS: [&str; 6] = [YUAN, "(¥)", "(rmb)", "(cny)", "(人民币)", "(单位:元)"];
    let bare = heading.trim_matches('*');
    (bare, UNITS.iter().find_map(|unit| bare.strip_suffix(unit)).unwrap_or(bare))
}

/// The headings of a file, and which of them somebody uses.
struct HeadingUse {
    normalized: Vec<String>,
    used: Vec<bool>,
}

impl HeadingUse {
    fn of(&mut self, name: &str) -> Vec<usize> {
        let all = self.normalized.iter().zip(&mut self.used).enumerate();
        let found = all.filter(|(_, (heading, _))| *heading == name);
        found
            .map(|(column, (_, used))| {
                *used = true;
                column
            })
            .collect()
    }

    /// The columns of what is added up; `None` where one is not in the file that has to be.
    fn terms(&mut self, terms: &[Term]) -> Option<Vec<Summand>> {
        let mut parts = Vec::new();
        for term in terms {
            let found: Vec<usize> =
                term.headings.iter().filter_map(|h| self.of(h).first().copied()).collect();
            if found.len() == term.headings.len() {
                parts.push(Summand { indexes: found, minus: term.minus, needed: term.needed });
            } else if !term.may_lack {
                return None;
            }
        }
        Some(parts)
    }

    /// `None` where a column is not in the file that has to be.
    fn conditions<T>(&mut self, when: &When<T>) -> Option<Vec<Condition>> {
        let mut found = |tests: &[(String, Vec<String>)]| -> Vec<Condition> {
            let column = |test: &(String, Vec<String>)| Some((*self.of(&test.0).first()?, test.1.clone()));
            tests.iter().filter_map(column).collect()
        };
        let mut all = found(&when.tests);
        if all.len() < when.tests.len() {
            return None;
        }
        all.extend(found(&when.if_there));
        Some(all)
    }

    fn of_all(&mut self, columns: &[(Field, Vec<String>)]) -> Vec<(Field, Vec<usize>)> {
        let mut out = Vec::new();
        for (field, names) in columns {
            let mut indexes = Vec::new();
            for column in names.iter().flat_map(|name| self.of(name)).collect::<Vec<_>>() {
                if !indexes.contains(&column) {
                    indexes.push(column);
                }
            }
            if !indexes.is_empty() {
                out.push((*field, indexes));
            }
        }
        out
    }
}

fn is_version(version: &Version, normalized: &[String]) -> bool {
    version.has.iter().all(|n| normalized.contains(&normalize_name(n)))
        && !version.lacks.iter().any(|n| normalized.contains(&normalize_name(n)))
}
