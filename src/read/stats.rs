//! What a reading came across.

use super::reject::Reject;
use crate::model::Stamp;

/// What a reading came across.
#[derive(Clone, Debug, Default)]
pub struct Stats {
    pub rows: u64,
    /// The newest event not after `now`.
    pub newest: Option<Stamp>,
    /// The earliest event after `now`.
    pub next: Option<Stamp>,
    /// How new the newest record is, in a file that tells it of each.
    pub seen: Option<Stamp>,
    /// Rows that stood in the file before, cell for cell.
    pub repeated: u64,
    /// An order number that a spreadsheet may have rounded.
    pub rounded: Option<String>,
    pub rejects: Vec<Reject>,
}

pub(super) fn note_event(stats: &mut Stats, event: Option<Stamp>, now: Stamp) {
    match event {
        Some(at) if at > now => stats.next = Some(stats.next.map_or(at, |next| next.min(at))),
        _ => stats.newest = stats.newest.max(event),
    }
}
