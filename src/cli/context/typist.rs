//! Who is typing, and who is written down.

use super::Context;
use crate::cli::terminal;
use crate::store::{Named, Store, Who};

impl Context {
    /// Who is typing: `--by` or `CS_BY`, the shift that is open in this terminal, the login name.
    pub(crate) fn by(&self) -> String {
        self.typist().0
    }

    /// The same, and how that is known.
    pub(crate) fn typist(&self) -> (String, Named) {
        if self.by.get().is_none() && self.said_by().is_none() {
            // Opening asks the shifts; without a database there are none.
            let _ = self.store();
        }
        let claimed = || (self.said_by().unwrap_or_else(terminal::claimed_login), Named::Claimed);
        self.by.get().cloned().unwrap_or_else(claimed)
    }

    fn said_by(&self) -> Option<String> {
        self.global.by.clone().filter(|by| !by.trim().is_empty())
    }

    /// Asks a database once, while it is open: a process opens it only once at a time.
    pub(super) fn recognise(&self, store: &Store) {
        self.by.get_or_init(|| {
            let on_shift = || on_shift_here(store).map(|name| (name, Named::OnShift));
            let claimed = |name| (name, Named::Claimed);
            self.said_by()
                .map(claimed)
                .or_else(on_shift)
                .unwrap_or_else(|| claimed(terminal::claimed_login()))
        });
    }

    /// Who writes, for the audit: the one place where this is put together.
    pub(crate) fn who(&self, command: &str) -> Who {
        let (by, named) = self.typist();
        Who {
            by,
            named,
            now: self.now,
            wall: self.wall,
            login: terminal::login(),
            terminal: terminal::key().unwrap_or_default(),
            command: command.to_owned(),
        }
    }
}

/// Who is on shift in this terminal.
pub(crate) fn on_shift_here(store: &Store) -> Option<String> {
    let terminal = terminal::key()?;
    store.shift_here(&terminal).ok().flatten().map(|shift| shift.name)
}
