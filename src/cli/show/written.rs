//! What became of a list, and what is said of it.

use crate::cli::context::Context;

/// What became of a list.
pub(crate) struct Written {
    pub(crate) rows: usize,
    pub(crate) shown: usize,
    /// Cut to what a screen takes in, not by `--limit`.
    pub(crate) cut: bool,
}

impl Written {
    /// "Showing 30 of 212", on a terminal.
    pub(crate) fn tell(&self, cx: &Context) {
        if self.cut && self.shown < self.rows {
            cx.note(
                &format!("显示 {} / {} 行；--all-rows 看全部", self.shown, self.rows),
                &format!("showing {} of {} rows; `--all-rows` shows the rest", self.shown, self.rows),
            );
        } else if self.rows == 0 {
            cx.hint("没有结果", "nothing to show");
        }
    }

    /// The same for a list whose length is known: `--limit` does not hide how many there are.
    pub(crate) fn tell_of(&self, cx: &Context, all: usize) {
        if !self.cut && self.shown < all {
            let shown = self.shown;
            cx.note(
                &format!("显示 {shown} / {all} 行（--limit）"),
                &format!("{shown} of {all} rows (`--limit`)"),
            );
        } else {
            self.tell(cx);
        }
    }
}
