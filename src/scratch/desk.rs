//! What this process has to take away, however it ends.

use super::names::sides_of;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What this process has to take away.
pub(super) struct Desk {
    pub(super) held: Vec<PathBuf>,
    pub(super) swept: Vec<PathBuf>,
    pub(super) goodbyes: Vec<fn()>,
}

pub(super) static DESK: Mutex<Desk> =
    Mutex::new(Desk { held: Vec::new(), swept: Vec::new(), goodbyes: Vec::new() });

pub(super) fn desk() -> MutexGuard<'static, Desk> {
    DESK.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
    fn clear(&self) {
        for path in &self.held {
            remove(path.clone());
            sides_of(path).for_each(remove);
        }
    }
}

/// Takes everything away for a signal. While the answer lives, nothing new is begun and nothing gets its name.
pub(super) fn stop() -> MutexGuard<'static, Desk> {
    let desk = desk();
    desk.clear();
    desk.goodbyes.iter().for_each(|last| last());
    desk
}

/// Takes away what this process would leave, when it ends without coming to its end: a panic.
pub fn abandon() {
    // Whoever holds it may be the one that panicked.
    if let Ok(desk) = DESK.try_lock() {
        desk.clear();
    }
}

/// What is not there, or can't be removed, is left to the next sweep.
pub(super) fn remove(path: PathBuf) {
    let _ = std::fs::remove_file(path);
}
