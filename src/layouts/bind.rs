//! Matching a header with layouts, and tying columns to fields.

use super::fold::fold_name;
use super::layout::{Layout, Version};
use crate::model::{Field, Fields};

/// How well a layout fits a header.
#[derive(Clone, Debug)]
pub struct Match<'l> {
    pub layout: &'l Layout,
    /// Headings of the file that the layout knows.
    pub known: usize,
    /// Headings in all.
    pub total: usize,
    /// Fields of the signature that are there, and how many it has.
    pub signed: (usize, usize),
    /// Required fields that are missing; the layout can't be used with any.
    pub missing: Vec<Vec<Field>>,
}

impl Match<'_> {
    /// 0–100: the better of "how much of the file is known" and "how much of the signature is there".
    pub fn score(&self) -> usize {
        let known = (self.known * 100).checked_div(self.total).unwrap_or(0);
        let signed = (self.signed.0 * 100).checked_div(self.signed.1).unwrap_or(0);
        known.max(signed)
    }

    pub fn fits(&self) -> bool {
        self.missing.is_empty() && self.score() >= 60
    }

    fn rank(&self) -> (bool, usize, usize, usize) {
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
    /// Columns that no field uses.
    pub unmapped: Vec<usize>,
    pub have: Fields,
}

impl Bound {
    pub fn columns_of(&self, field: Field) -> &[usize] {
        self.columns.iter().find(|c| c.0 == field).map_or(&[], |c| &c.1)
    }
}

/// Every layout by how well it fits, best first.
pub fn rank<'l>(layouts: &'l [Layout], header: &[String]) -> Vec<Match<'l>> {
    let folded: Vec<String> = header.iter().map(|h| fold_name(h)).filter(|h| !h.is_empty()).collect();
    let mut all: Vec<Match<'l>> = layouts.iter().map(|layout| measure(layout, &folded)).collect();
    // A stable sort keeps the user's own layouts ahead of the built-in ones at equal rank.
    all.sort_by_key(|m| std::cmp::Reverse(m.rank()));
    all
}

pub fn best<'l>(layouts: &'l [Layout], header: &[String]) -> Option<Match<'l>> {
    rank(layouts, header).into_iter().next().filter(Match::fits)
}

fn measure<'l>(layout: &'l Layout, folded: &[String]) -> Match<'l> {
    let knows = |name: &String| {
        layout.columns.iter().any(|(_, names)| names.contains(name)) || layout.also.contains(name)
    };
    let there = |field: &Field| {
        layout.columns.iter().any(|(f, names)| f == field && names.iter().any(|n| folded.contains(n)))
    };
    Match {
        layout,
        known: folded.iter().filter(|n| knows(n)).count(),
        total: folded.len(),
        signed: (layout.signature.iter().filter(|f| there(f)).count(), layout.signature.len()),
        missing: layout.requires.iter().filter(|any| !any.iter().any(&there)).cloned().collect(),
    }
}

/// Ties a layout to a header.
pub fn bind(layout: &Layout, header: &[String]) -> Bound {
    let folded: Vec<String> = header.iter().map(|h| fold_name(h)).collect();
    let mut used = vec![false; header.len()];
    let mut columns = Vec::new();
    let mut have = Fields::NONE;
    for (field, names) in &layout.columns {
        let mut places = Vec::new();
        for name in names {
            for (place, heading) in folded.iter().enumerate() {
                if heading == name && !places.contains(&place) {
                    places.push(place);
                    used[place] = true;
                }
            }
        }
        if !places.is_empty() {
            have.add(*field);
            columns.push((*field, places));
        }
    }
    let unmapped = (0..header.len()).filter(|p| !used[*p] && !folded[*p].is_empty()).collect();
    let version = layout.versions.iter().find(|v| is_version(v, &folded)).map(|v| v.name.clone());
    Bound { layout: layout.clone(), version, header: header.to_vec(), columns, unmapped, have }
}

fn is_version(version: &Version, folded: &[String]) -> bool {
    version.has.iter().all(|n| folded.contains(&fold_name(n)))
        && !version.lacks.iter().any(|n| folded.contains(&fold_name(n)))
}
