//! A handover on a screen: a summary, and so much of each section that none pushes the others away.

use super::SECTIONS;
use crate::model::Stamp;
use crate::records::HandoverItem;
use std::collections::BTreeMap;

/// One line of the summary that stands before a long handover on a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionTally {
    pub section: (&'static str, &'static str, &'static str),
    pub items: usize,
    pub urgent: usize,
    pub earliest: Option<Stamp>,
}

/// Items counted by section, in the order of the sections.
pub fn tally<'i>(items: impl Iterator<Item = &'i HandoverItem> + Clone) -> Vec<SectionTally> {
    let of = |section: &(&'static str, &'static str, &'static str)| {
        let mine = items.clone().filter(|i| i.section == section.0);
        SectionTally {
            section: *section,
            items: mine.clone().count(),
            urgent: mine.clone().filter(|i| i.severity == "P0").count(),
            earliest: mine.filter_map(|i| i.due_at).min(),
        }
    };
    SECTIONS.iter().map(of).filter(|line| line.items > 0).collect()
}

/// A screen takes in so many items of each section.
pub const OF_SECTION: usize = 10;

/// Which items a screen shows, so that a long section pushes none of the others away; and how many more each long
/// section has.
pub fn screenful<'i>(
    items: impl Iterator<Item = &'i HandoverItem>,
) -> (Vec<bool>, Vec<(&'static str, usize)>) {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let shown = items
        .map(|item| {
            let count = seen.entry(item.section.as_str()).or_default();
            *count += 1;
            *count <= OF_SECTION
        })
        .collect();
    let more = SECTIONS.iter().filter_map(|s| {
        let count = seen.get(s.0).copied().unwrap_or(0);
        (count > OF_SECTION).then(|| (s.0, count - OF_SECTION))
    });
    (shown, more.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_section_pushes_nothing_off_the_screen() {
        let item = |section: &str, severity: &str, due| HandoverItem {
            section: section.into(),
            severity: severity.into(),
            due_at: Some(Stamp(due)),
            ..HandoverItem::default()
        };
        let mut items: Vec<_> =
            (0..40).map(|n| item("urgent", if n < 3 { "P0" } else { "P1" }, 500 - n)).collect();
        items.extend([item("promises", "P1", 7), item("notes", "P3", 8)]);
        let (shown, more) = screenful(items.iter());
        assert_eq!(shown.iter().filter(|s| **s).count(), OF_SECTION + 2);
        assert!(shown[40] && shown[41] && !shown[OF_SECTION]);
        assert_eq!(more, [("urgent", 30)]);
        let lines = tally(items.iter());
        let line = |l: &SectionTally| (l.section.0, l.items, l.urgent, l.earliest);
        assert_eq!(line(&lines[0]), ("urgent", 40, 3, Some(Stamp(461))));
        assert_eq!(lines.iter().map(|l| l.section.0).collect::<Vec<_>>(), ["urgent", "promises", "notes"]);
    }
}
